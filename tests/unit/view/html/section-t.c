/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sections have in common: folds, and what is left out.
 */
#include "view/html/section.h"

#include <stdlib.h>

#include "base/stream.h"
#include "tap.h"

int main(void)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	html_fold_open(out, "a <", "b", true);
	html_fold_close(out);
	char *html = text_close(&stream);
	is_text(html, "<details open=\"\">\n<summary><b>a &lt;</b> <span>b</span></summary>\n</details>\n",
		"a fold has a title and what is said beside it");
	free(html);
	html_fold_open(text_open(&stream), "a", NULL, false);
	html = text_close(&stream);
	is_text(html, "<details>\n<summary><b>a</b></summary>\n",
		"a fold starts folded, with its title alone");
	free(html);
	html_more(text_open(&stream), "p", 0, "rows are elsewhere");
	html = text_close(&stream);
	is_text(html, "", "where nothing is left out nothing is said");
	free(html);
	html_more(text_open(&stream), "li", 3, "rows are elsewhere");
	html = text_close(&stream);
	is_text(html, "<li class=\"note\">3 more rows are elsewhere</li>\n",
		"what is left out is counted");
	free(html);
	return tap_done();
}
