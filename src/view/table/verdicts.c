/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/compare_table.h"
#include "view/table/verdicts.h"

#include <stdlib.h>

#include "view/table/ab_lines.h"
#include "record/caption.h"

/*
 * Whoever has more than that in one report wants to look at rows, not at
 * verdicts; and labels and rows of a file are as many as it likes.
 */
enum { KERNELS_MAX = 64, ROWS_MAX = 4096 };

static char *reason_of(const struct error *err)
{
	struct text_stream stream;
	fprintf(text_open(&stream), "%s: see pft-compare(1)", err->text);
	return text_close(&stream);
}

static char *too_many(void)
{
	struct text_stream stream;
	fprintf(text_open(&stream), "labels of more than %d kernels: report fewer at once",
		KERNELS_MAX);
	return text_close(&stream);
}

void verdicts_make(const struct records *records, const struct parts *parts,
		   bool diagnose, struct verdicts *v)
{
	const struct compare_arm whole = {
		.first = parts->first_other,
		.end = parts->first_other + parts->nr_others,
		.no_imports = true,
	};
	struct error err = { "" };
	size_t n = 0;
	*v = (struct verdicts){ 0 };
	compare_part(records, &whole, KERNELS_MAX + 1, &v->arm, &n);
	if (n < 2)
		return;
	v->request = (struct compare_request){
		.arm = v->arm, .nr_arms = n, .margin = COMPARISON_MARGIN,
		.diagnose = diagnose, .most_rows = ROWS_MAX,
	};
	if (n > KERNELS_MAX)
		v->why_not = too_many();
	else if (compare_make(records, &v->request, &v->compare, &err) != 0)
		v->why_not = reason_of(&err);
	v->made = !v->why_not;
}

void verdicts_close(struct verdicts *v)
{
	if (v->made)
		compare_close(&v->compare);
	free(v->arm);
	free(v->why_not);
	*v = (struct verdicts){ 0 };
}

bool verdicts_any(const struct verdicts *v)
{
	return v->made || v->why_not;
}

bool verdicts_any_invalid(const struct verdicts *v)
{
	return v->made && compare_any_invalid(&v->compare);
}

static void print_title(FILE *out, const struct verdicts *v,
			const struct table_style *style)
{
	struct text_stream stream;
	char *first = text_shown(v->arm[0].name);
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
