/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/verdicts.h"

#include <stdlib.h>

#include "view/ab_lines.h"
#include "view/caption.h"

/*
 * Whoever has more than that in one report wants to look at rows, not at
 * verdicts; and labels and rows of a file are as many as it likes.
 */
enum { KERNELS_MAX = 64, ROWS_MAX = 4096 };

static char *reason_of(const struct error *err)
{
	struct caption_stream stream;
	fprintf(caption_open(&stream), "%s: see pft-compare(1)", err->text);
	return caption_close(&stream);
}

static char *too_many(void)
{
	struct caption_stream stream;
	fprintf(caption_open(&stream), "labels of more than %d kernels: report fewer at once",
		KERNELS_MAX);
	return caption_close(&stream);
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
	struct caption_stream stream;
	char *first = caption_text(v->arm[0].name);
	fprintf(caption_open(&stream), "Verdicts: the kernels above, by their labels, compared with %s",
		first);
	free(first);
	char *line = caption_close(&stream);
	ab_print_wrapped(out, line, 0, AB_BOLD, style);
	free(line);
}

static void print_why_not(FILE *out, const struct verdicts *v,
			  const struct table_style *style)
{
	struct caption_stream stream;
	char *why = caption_text(v->why_not);
	fprintf(caption_open(&stream), "not compared: %s", why);
	free(why);
	char *line = caption_close(&stream);
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
