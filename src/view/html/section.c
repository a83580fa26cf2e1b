/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/html/section.h"

void html_fold_open(FILE *out, const char *title, const char *more, bool open)
{
	html_print(out, open ? "<details open=\"\">\n<summary><b>%s</b>" :
			       "<details>\n<summary><b>%s</b>", title);
	if (more && *more)
		html_print(out, " <span>%s</span>", more);
	fputs("</summary>\n", out);
}

void html_fold_close(FILE *out)
{
	fputs("</details>\n", out);
}

void html_more(FILE *out, const char *element, size_t n, const char *what)
{
	if (n > 0)
		fprintf(out, "<%s class=\"note\">%zu more %s</%s>\n", element, n,
			what, element);
}
