/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate.h"

#include <math.h>

#include <gsl/gsl_randist.h>

#include "stats/diagnostics.h"
#include "stats/estimate.h"
#include "stats/power.h"
#include "stats/sequential.h"

#define LEVEL 0.05
#define TABLE_ROWS 8

/* Two sides: the mean of each boot, and its repetitions. */
struct sides {
	double a[SIMULATE_MOST_BOOTS], b[SIMULATE_MOST_BOOTS];
	double rep_a[SIMULATE_MOST_BOOTS * SIMULATE_MOST_REPS];
	double rep_b[SIMULATE_MOST_BOOTS * SIMULATE_MOST_REPS];
	size_t nr_boots;
};

void rate_interval(const struct rate *rate, double *low, double *high)
{
	const double z = 1.959964, n = (double)rate->n;
	const double p = (double)rate->nr_hits / n;
	const double middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
	const double half = z / (1.0 + z * z / n) *
		sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
	*low = fmax(middle - half, 0.0);
	*high = fmin(middle + half, 1.0);
}

static void count(struct rate *rate, bool hit, size_t nr_boots)
{
	rate->nr_hits += hit;
	rate->n++;
	rate->nr_boots += ((double)nr_boots - rate->nr_boots) / (double)rate->n;
}

/* ---- drawing ---- */

/* Draw the repetitions of a boot. Returns their geometric mean. */
static double draw_boot(const struct world *w, double effect, double offset,
			double rep[])
{
	double sum = 0.0;
	for (size_t i = 0; i < w->nr_reps; i++) {
		const double x = log1p(effect) + offset +
			gsl_ran_gaussian_ziggurat(w->random, w->rep_sd);
		rep[i] = exp(x);
		sum += x;
	}
	return exp(sum / (double)w->nr_reps);
}

static double draw_offset(const struct world *w)
{
	return gsl_ran_gaussian_ziggurat(w->random, w->boot_sd);
}

/* Add a boot to each side. shared: both are one block with the same offset. */
static void add_boot(const struct world *w, struct sides *sides, bool shared)
{
	const size_t i = sides->nr_boots++;
	const double offset = draw_offset(w);
	sides->a[i] = draw_boot(w, w->effect, offset, sides->rep_a + i * w->nr_reps);
	sides->b[i] = draw_boot(w, 0.0, shared ? offset : draw_offset(w),
			       sides->rep_b + i * w->nr_reps);
}

static void draw_sides(const struct world *w, struct sides *sides, size_t nr_boots)
{
	sides->nr_boots = 0;
	while (sides->nr_boots < nr_boots)
		add_boot(w, sides, false);
}

static struct verdict_row row_of(const struct sides *sides,
				 enum ratio_design design)
{
	return (struct verdict_row){
		.sides = { sides->a, sides->b, sides->nr_boots, sides->nr_boots, design },
	};
}

static bool is_different(const struct verdict_row *row)
{
	return row->word == VERDICT_FASTER || row->word == VERDICT_SLOWER;
}

static struct verdict_row judge(const struct world *w, const struct sides *sides,
				enum ratio_design design)
{
	struct verdict_row row = row_of(sides, design);
	verdict_rows(&row, 1, w->margin);
	return row;
}

/* ---- one row ---- */

struct rate simulate_boots(const struct world *world, size_t n)
{
	static struct sides sides;
	struct rate rate = { 0 };
	while (rate.n < n) {
		draw_sides(world, &sides, world->nr_boots);
		const struct verdict_row row = judge(world, &sides,
						     RATIO_INDEPENDENT);
		count(&rate, is_different(&row), sides.nr_boots);
	}
	return rate;
}

struct rate simulate_pairs(const struct world *world, size_t n)
{
	static struct sides sides;
	struct rate rate = { 0 };
	while (rate.n < n) {
		sides.nr_boots = 0;
		while (sides.nr_boots < world->nr_boots)
			add_boot(world, &sides, true);
		const struct verdict_row row = judge(world, &sides, RATIO_PAIRED);
		count(&rate, is_different(&row), sides.nr_boots);
	}
	return rate;
}

struct rate simulate_pooled(const struct world *world, size_t n)
{
	static struct sides sides;
	struct rate rate = { 0 };
	while (rate.n < n) {
		draw_sides(world, &sides, world->nr_boots);
		const size_t nr_reps = sides.nr_boots * world->nr_reps;
		const struct ratio_sides reps = { sides.rep_a, sides.rep_b, nr_reps,
						  nr_reps, RATIO_INDEPENDENT };
		const struct ratio_log log = ratio_log_of(&reps);
		count(&rate, ratio_p(&log).value < LEVEL, sides.nr_boots);
	}
	return rate;
}

/* ---- diagnostics ---- */

static void logs_of(double to[], const double from[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = log(from[i]);
}

struct rate simulate_permutation(const struct world *world, size_t n)
{
	static struct sides sides;
	double a[SIMULATE_MOST_BOOTS], b[SIMULATE_MOST_BOOTS];
	struct rate rate = { 0 };
	while (rate.n < n) {
		draw_sides(world, &sides, world->nr_boots);
		logs_of(a, sides.a, sides.nr_boots);
		logs_of(b, sides.b, sides.nr_boots);
		const struct ratio_sides both = { a, b, sides.nr_boots, sides.nr_boots,
						  RATIO_INDEPENDENT };
		const struct diagnostics_p found = diagnostics_permutation(&both, rate.n);
		count(&rate, found.p.known && found.p.value < LEVEL, sides.nr_boots);
	}
	return rate;
}

struct rate simulate_mann_whitney(const struct world *world, size_t n)
{
	static struct sides sides;
	struct rate rate = { 0 };
	while (rate.n < n) {
		draw_sides(world, &sides, world->nr_boots);
		const struct verdict_row row = row_of(&sides, RATIO_INDEPENDENT);
		const struct diagnostics_p found = diagnostics_mann_whitney(&row.sides);
		count(&rate, found.p.known && found.p.value < LEVEL, sides.nr_boots);
	}
	return rate;
}

struct rate simulate_bootstrap(const struct world *world, size_t n)
{
	static struct sides sides;
	size_t nr_reps[SIMULATE_MOST_BOOTS];
	struct rate rate = { 0 };
	for (size_t i = 0; i < world->nr_boots; i++)
		nr_reps[i] = world->nr_reps;
	while (rate.n < n) {
		draw_sides(world, &sides, world->nr_boots);
		const struct diagnostics_side a = { sides.rep_a, nr_reps, sides.nr_boots };
		const struct diagnostics_side b = { sides.rep_b, nr_reps, sides.nr_boots };
		const struct ratio r = diagnostics_bootstrap(&a, &b, 400, rate.n);
		const double truth = 1.0 + world->effect;
		count(&rate, !(r.low.value <= truth && truth <= r.high.value),
		      sides.nr_boots);
	}
	return rate;
}

/* ---- tables ---- */

/* The first row has the effect; the others have none. */
static void draw_table(const struct world *world, struct sides sides[],
		       struct verdict_row row[], size_t nr_boots)
{
	struct world without = *world;
	without.effect = 0.0;
	for (size_t i = 0; i < TABLE_ROWS; i++) {
		draw_sides(i ? &without : world, &sides[i], nr_boots);
		row[i] = row_of(&sides[i], RATIO_INDEPENDENT);
	}
	verdict_rows(row, TABLE_ROWS, world->margin);
}

struct rate simulate_table(const struct world *world, size_t n)
{
	static struct sides sides[TABLE_ROWS];
	struct verdict_row row[TABLE_ROWS];
	struct rate rate = { 0 };
	while (rate.n < n) {
		bool any = false;
		draw_table(world, sides, row, world->nr_boots);
		for (size_t i = 0; i < TABLE_ROWS; i++)
			any = any || is_different(&row[i]);
		count(&rate, any, world->nr_boots);
	}
	return rate;
}

/* ---- as many boots as the tool asks for ---- */

static size_t units_asked(const struct verdict_row *row, double effect,
			  double level)
{
	const struct ratio_log log = ratio_log_of(&row->sides);
	const struct power_question question = {
		.sd_a_log = log.sd_a, .sd_b_log = log.sd_b, .level = level,
	};
	const size_t units = power_units(&question, row->sides.nr_a, effect);
	return units < SIMULATE_MOST_BOOTS ? units : SIMULATE_MOST_BOOTS;
}

static bool is_found(const struct verdict_row *row)
{
	return row->word == VERDICT_FASTER;
}

struct rate simulate_planned(const struct world *world, size_t n)
{
	static struct sides sides;
	struct rate rate = { 0 };
	while (rate.n < n) {
		draw_sides(world, &sides, world->nr_boots);
		struct verdict_row row = row_of(&sides, RATIO_INDEPENDENT);
		draw_sides(world, &sides, units_asked(&row, world->effect, LEVEL));
		row = judge(world, &sides, RATIO_INDEPENDENT);
		count(&rate, is_found(&row), sides.nr_boots);
	}
	return rate;
}

struct rate simulate_planned_table(const struct world *world, size_t n)
{
	static struct sides sides[TABLE_ROWS];
	struct verdict_row row[TABLE_ROWS];
	struct rate rate = { 0 };
	while (rate.n < n) {
		draw_table(world, sides, row, world->nr_boots);
		const size_t units = units_asked(&row[0], world->effect,
						 LEVEL / TABLE_ROWS);
		draw_table(world, sides, row, units);
		count(&rate, is_found(&row[0]), units);
	}
	return rate;
}

/* Follow the advice of the verdict once, as a user would. */
struct rate simulate_extended(const struct world *world, size_t n)
{
	static struct sides sides;
	struct rate rate = { 0 };
	while (rate.n < n) {
		draw_sides(world, &sides, world->nr_boots);
		struct verdict_row row = judge(world, &sides, RATIO_INDEPENDENT);
		size_t more = row.more_units;
		while (more-- > 0 && sides.nr_boots < SIMULATE_MOST_BOOTS)
			add_boot(world, &sides, false);
		row = judge(world, &sides, RATIO_INDEPENDENT);
		count(&rate, world->effect > 0.0 ? is_found(&row) :
						   is_different(&row),
		      sides.nr_boots);
	}
	return rate;
}

/* ---- sequential stops ---- */

static void add_until_enough(const struct world *world, struct sides *sides,
			     enum ratio_design design)
{
	const struct sequential_rule rule = { .precision = world->precision,
					      .step = 1 };
	sides->nr_boots = 0;
	while (sides->nr_boots < SIMULATE_MOST_BOOTS) {
		add_boot(world, sides, design == RATIO_PAIRED);
		const struct verdict_row row = row_of(sides, design);
		if (sequential_ratio(&rule, &row.sides).enough)
			return;
	}
}

static struct rate stopped(const struct world *world, size_t n,
			   enum ratio_design design)
{
	static struct sides sides;
	struct rate rate = { 0 };
	while (rate.n < n) {
		add_until_enough(world, &sides, design);
		const struct verdict_row row = judge(world, &sides, design);
		count(&rate, is_different(&row), sides.nr_boots);
	}
	return rate;
}

struct rate simulate_stopped_boots(const struct world *world, size_t n)
{
	return stopped(world, n, RATIO_INDEPENDENT);
}

struct rate simulate_stopped_pairs(const struct world *world, size_t n)
{
	return stopped(world, n, RATIO_PAIRED);
}

struct rate simulate_stopped_mean(const struct world *world, size_t n)
{
	const struct sequential_rule rule = { .precision = world->precision,
					      .step = 1 };
	double value[SIMULATE_MOST_BOOTS];
	struct rate rate = { 0 };
	while (rate.n < n) {
		size_t nr = 0;
		do {
			value[nr++] = 1.0 + draw_offset(world);
		} while (nr < SIMULATE_MOST_BOOTS &&
			 !sequential_mean(&rule, value, nr).enough);
		const struct estimate e = estimate_of(value, nr);
		count(&rate, fabs(e.mean.value - 1.0) > e.half_width.value, nr);
	}
	return rate;
}
