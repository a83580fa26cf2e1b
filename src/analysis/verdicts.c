/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/verdicts.h"

#include <stdlib.h>

#include "base/text.h"

/*
 * With more than that in one report rows are of use, not words; and labels and rows of
 * a file may be any number.
 */
enum { KERNELS_MAX = 64, ROWS_MAX = 4096 };

static char *compare_labels(const struct records *records, const struct side side[],
			    size_t n, bool diagnose, struct compare *compare)
{
	const struct compare_request request = {
		.side = side, .nr_sides = n, .metric = METRIC_FAULT,
		.margin = COMPARE_MARGIN, .diagnose = diagnose,
		.most_rows = ROWS_MAX,
	};
	struct error err = { "" };
	if (n > KERNELS_MAX)
		return text_format("labels of more than %d kernels: report fewer at once",
				   KERNELS_MAX);
	if (compare_records(records, &request, compare, &err) != 0)
		return text_format("%s: see pft-compare(1)", err.text);
	return NULL;
}

void verdicts_make(const struct records *records, bool diagnose, struct verdicts *v)
{
	const struct side whole = {
		.end = records->nr_samples, .no_imports = true, .no_campaigns = true,
	};
	struct side *side = NULL;
	size_t n = 0;
	*v = (struct verdicts){ 0 };
	compare_part(records, &whole, KERNELS_MAX + 1, &side, &n);
	if (n >= 2) {
		v->why_not = compare_labels(records, side, n, diagnose, &v->compare);
		v->made = !v->why_not;
	}
	free(side);
}

void verdicts_close(struct verdicts *v)
{
	if (v->made)
		compare_close(&v->compare);
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
