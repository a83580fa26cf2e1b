/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as one page of HTML: everything is in it, it needs no script, and
 * nothing in it can make a browser ask for anything.
 */
#ifndef VIEW_HTML_PAGE_H
#define VIEW_HTML_PAGE_H

#include <stdio.h>

#include "base/error.h"
#include "record/row.h"
#include "analysis/parts.h"
#include "view/plot/plot.h"
#include "analysis/summary.h"
#include "view/table/compare_table.h"

/* What the page shows; all of it the caller's. */
struct html_page {
	const struct records *records;	/* all: their runs and hosts are told of */
	const struct parts *parts;	/* of them */
	const struct verdicts *verdicts;	/* of labels, without a campaign */
	const struct rows *rows;	/* of parts->plain */
	const struct summary *summary;	/* summary_all of rows */
	const char *dir;		/* where the report's other files are */
	const struct plot_list *pictures;	/* in dir */
	const char *why_no_pictures;	/* what kept some from being drawn; or NULL */
};

/*
 * Print the page. The same records make the same page, wherever and whenever.
 * Errors   -ENOENT where what comes with pft is not found, -ENOMEM; the message
 *          says which. The caller checks the stream.
 */
int html_page_print(FILE *out, const struct html_page *page,
		    struct error *err);

#endif
