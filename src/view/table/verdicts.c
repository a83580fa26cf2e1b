/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/compare_table.h"
#include "view/table/verdicts.h"

#include <stdlib.h>

#include "view/table/ab_lines.h"
#include "record/caption.h"

static void print_title(FILE *out, const struct verdicts *v,
			const struct table_style *style)
{
	struct text_stream stream;
	char *first = text_shown(v->compare.side[0].name);
	fprintf(text_open(&stream), "Verdicts: the kernels above, by their labels, compared with %s",
		first);
	free(first);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 0, AB_BOLD, style);
	free(line);
}

static void print_why_not(FILE *out, const struct verdicts *v,
			  const struct table_style *style)
{
	struct text_stream stream;
	char *why = text_shown(v->why_not);
	fprintf(text_open(&stream), "not compared: %s", why);
	free(why);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 0, "", style);
	free(line);
}

void verdicts_print(FILE *out, const struct verdicts *v,
		    const struct table_style *style)
{
	const bool data = style->format == TABLE_CSV ||
			  style->format == TABLE_JSON;
	if (!verdicts_any(v) || style->format == TABLE_CLASSIC ||
	    (data && !v->made))
		return;
	if (!data)
		fputc('\n', out);
	if (!v->made) {
		print_why_not(out, v, style);
		return;
	}
	if (!data)
		print_title(out, v, style);
	compare_print(out, &v->compare, NULL, style);
}
