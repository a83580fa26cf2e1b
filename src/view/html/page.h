/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as one page of HTML: everything is in it, it needs no script, and
 * nothing in it can make a browser load anything.
 */
#ifndef VIEW_HTML_PAGE_H
#define VIEW_HTML_PAGE_H

#include <stdio.h>

#include "base/error.h"
#include "view/html/content.h"

/*
 * Print the page. The same records make the same page, wherever and whenever.
 * Errors   -ENOENT if a file that comes with pft is not found, -ENOMEM; the message
 *          says which. The caller checks the stream.
 */
int html_page_print(FILE *out, const struct html_page *page,
		    struct error *err);

#endif
