/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/verdict.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "stats/power.h"

/* Of FASTER and SLOWER, for the whole table. */
#define LEVEL POWER_LEVEL

/* ---- a row by itself ---- */

static void look_at(struct verdict_row *row)
{
	const struct ratio_log log = ratio_log_of(&row->sides);
	row->ratio = ratio_of(&row->sides);
	row->p = ratio_p(&log);
	row->p_holm = (struct real){ 0 };
	row->word = VERDICT_CANNOT_TELL;
	row->detectable = (struct real){ 0 };
	row->more_units = 0;
}

/* ---- the rows together ---- */

static int compare_p(const void *a, const void *b)
{
	const struct verdict_row *const *x = a, *const *y = b;
	const double p = (*x)->p.value, q = (*y)->p.value;
	return (p > q) - (p < q);
}

/*
 * The smallest p times all there are, the next times one less; never falling.
 * Returns  how many rows have a p.
 */
static size_t holm(struct verdict_row row[], size_t nr_rows)
{
	size_t n = 0;
	double least = 0.0;
	struct verdict_row **ranked = error_unless_memory(
		calloc(nr_rows + 1, sizeof(struct verdict_row *)));
	for (size_t i = 0; i < nr_rows; i++)
		if (row[i].p.known)
			ranked[n++] = &row[i];
	qsort(ranked, n, sizeof(struct verdict_row *), compare_p);
	for (size_t i = 0; i < n; i++) {
		const double p = ranked[i]->p.value * (double)(n - i);
		least = fmin(fmax(least, p), 1.0);
		ranked[i]->p_holm = real_of(least);
	}
	free(ranked);
	return n;
}

static enum verdict_word word_of(const struct verdict_row *row, double margin)
{
	const struct ratio *r = &row->ratio;
	if (r->low.known && r->high.known && r->high.value <= 1.0 + margin &&
	    r->low.value >= 1.0 / (1.0 + margin))
		return VERDICT_SAME;
	if (!row->p_holm.known || row->p_holm.value >= LEVEL)
		return VERDICT_CANNOT_TELL;
	return r->value.value > 1.0 ? VERDICT_FASTER : VERDICT_SLOWER;
}

/* ---- what more units would do ---- */

static double effect_seen(const struct verdict_row *row)
{
	return expm1(fabs(log(row->ratio.value.value)));
}

static size_t more_units(const struct verdict_row *row,
			 const struct power_question *question, double margin)
{
	const size_t n = row->sides.nr_a < row->sides.nr_b ? row->sides.nr_a : row->sides.nr_b;
	size_t need = power_units(question, n, margin);
	if (need == 0)
		return 0;
	if (need <= n)
		need = power_units(question, n, effect_seen(row));
	if (need >= POWER_MOST_UNITS)
		return 0;
	return need > n ? need - n : 1;
}

static void look_ahead(struct verdict_row *row, size_t nr_rows, double margin)
{
	if (!row->p.known)
		return;
	const struct ratio_log log = ratio_log_of(&row->sides);
	const struct power_question question = {
		.sd_a_log = log.sd_a, .sd_b_log = log.sd_b,
		.design = row->sides.design, .level = LEVEL / (double)nr_rows,
	};
	row->detectable = power_detectable(&question, row->sides.nr_a, row->sides.nr_b);
	if (row->word == VERDICT_CANNOT_TELL)
		row->more_units = more_units(row, &question, margin);
}

void verdict_rows(struct verdict_row row[], size_t n, double margin)
{
	const double within = isfinite(margin) && margin > 0.0 ? margin : 0.0;
	for (size_t i = 0; i < n; i++)
		look_at(&row[i]);
	const size_t nr_known = holm(row, n);
	for (size_t i = 0; i < n; i++) {
		row[i].word = word_of(&row[i], within);
		look_ahead(&row[i], nr_known, within);
	}
}
