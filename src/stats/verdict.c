/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/verdict.h"

#include <math.h>
#include <stdlib.h>

#include "stats/power.h"

/* Of FASTER and SLOWER, for the whole table. */
#define LEVEL POWER_LEVEL

/* ---- a row by itself ---- */

static struct ratio_log row_log(const struct verdict_row *row)
{
	const bool paired = row->design == VERDICT_PAIRED;
	if (!ratio_are_costs(row->a, row->nr_a) || !ratio_are_costs(row->b, row->nr_b) ||
	    (paired && row->nr_a != row->nr_b))
		return (struct ratio_log){ 0 };
	return paired ? ratio_log_paired(row->a, row->b, row->nr_a) :
			ratio_log_welch(row->a, row->nr_a, row->b, row->nr_b);
}

static void look_at(struct verdict_row *row)
{
	const struct ratio_log log = row_log(row);
	row->ratio = ratio_at_level(&log, 0.05);
	row->p = ratio_p(&log);
	row->p_holm = (struct real){ 0 };
	row->word = VERDICT_CANNOT_TELL;
	row->detectable = (struct real){ 0 };
	row->more_units = 0;
}

/* ---- the rows together ---- */

/* A row of those that have a p, in the order of p. */
struct ranked {
	struct verdict_row *row;
};

static int compare_p(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	const double p = x->row->p.value, q = y->row->p.value;
	return (p > q) - (p < q);
}

/* The smallest p times all there are, the next times one less; never falling. */
static void adjust(const struct ranked ranked[], size_t n)
{
	double least = 0.0;
	for (size_t i = 0; i < n; i++) {
		const double p = ranked[i].row->p.value * (double)(n - i);
		least = fmin(fmax(least, p), 1.0);
		ranked[i].row->p_holm = real_of(least);
	}
}

/* Returns  how many rows have a p. */
static size_t holm(struct verdict_row row[], size_t n)
{
	size_t nr_known = 0;
	struct ranked *ranked = calloc(n + 1, sizeof(*ranked));
	for (size_t i = 0; i < n; i++) {
		if (ranked && row[i].p.known)
			ranked[nr_known].row = &row[i];
		nr_known += row[i].p.known;
	}
	if (!ranked)
		return nr_known;
	qsort(ranked, nr_known, sizeof(*ranked), compare_p);
	adjust(ranked, nr_known);
	free(ranked);
	return nr_known;
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
	const size_t n = row->nr_a < row->nr_b ? row->nr_a : row->nr_b;
	size_t need = power_units_at(question, n, margin);
	if (need == 0)
		return 0;
	if (need <= n)
		need = power_units_at(question, n, effect_seen(row));
	if (need >= POWER_MOST_UNITS)
		return 0;
	return need > n ? need - n : 1;
}

static void look_ahead(struct verdict_row *row, size_t nr_rows, double margin)
{
	if (!row->p.known)
		return;
	const struct ratio_log log = row_log(row);
	const struct power_question question = {
		.sd_a_log = log.sd_a, .sd_b_log = log.sd_b,
		.design = row->design, .level = LEVEL / (double)nr_rows,
	};
	row->detectable = power_detectable_of(&question, row->nr_a, row->nr_b);
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
