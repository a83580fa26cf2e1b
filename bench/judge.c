/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "machine/clock.h"

static const double ORDINARY_REP = 0.25;
static const double ORDINARY_TOUCH = 0.99;
static const double SLOW_FACTOR = 1.5;
static const double INTERRUPTED_FACTOR = 3;
static const double LEAST_SHARE = 0.01;

static int by_stamp(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Sorts values [n]. */
static double ordinary(double values[], size_t n)
{
	qsort(values, n, sizeof(*values), by_value);
	return estimate_quantile(values, n, ORDINARY_REP);
}

/* Sort the stamps of one repetition. Returns the 99th percentile of a touch. */
static double sort_touches(struct rep *rep, size_t nr_pages, double unit_ns)
{
	const size_t share = nr_pages / rep->nr_threads;
	double sum = 0;
	for (uint32_t i = 0; i < rep->nr_threads; i++) {
		uint32_t *stamp = rep->stamp + i * share;
		qsort(stamp, share, sizeof(*stamp), by_stamp);
		sum += stamp[(size_t)(ORDINARY_TOUCH * (double)(share - 1))];
	}
	return sum / rep->nr_threads * unit_ns;
}

/* The time by which the long touches of one thread exceed its median. */
struct longer {
	double nr_slow, slow_ns, interrupted_ns;
};

/* stamp: [n], sorted. */
static struct longer look_at_thread(const uint32_t stamp[], size_t n,
				    double unit_ns, double limit_ns)
{
	const size_t middle = n / 2;
	const double median_ns = stamp[middle] * unit_ns;
	struct longer longer = { 0 };
	for (size_t i = n; i > 0 && stamp[i - 1] * unit_ns > limit_ns; i--) {
		const double ns = stamp[i - 1] * unit_ns;
		if (ns > INTERRUPTED_FACTOR * limit_ns) {
			longer.interrupted_ns += ns - median_ns;
			continue;
		}
		longer.nr_slow++;
		longer.slow_ns += ns - median_ns;
	}
	return longer;
}

static struct found look_at(const struct rep *rep, size_t nr_pages,
			    double unit_ns, double limit_ns)
{
	const size_t share = nr_pages / rep->nr_threads;
	struct found found = { 0 };
	double wall_ns = 0, calm_ns = 0, clear_ns = 0;
	for (uint32_t i = 0; i < rep->nr_threads; i++) {
		const struct longer longer = look_at_thread(
			rep->stamp + i * share, share, unit_ns, limit_ns);
		const double ns = rep->wall_ns[i] - longer.slow_ns;
		wall_ns = fmax(wall_ns, rep->wall_ns[i]);
		calm_ns = fmax(calm_ns, ns);
		clear_ns = fmax(clear_ns, ns - longer.interrupted_ns);
		found.nr_slow += longer.nr_slow;
		found.slow_ns += longer.slow_ns;
	}
	found.tasks_ns = wall_ns * rep->nr_threads;
	found.value[VALUE_RATE] = 1 / wall_ns;
	found.value[VALUE_CALM] = 1 / calm_ns;
	found.value[VALUE_CLEAR] = 1 / clear_ns;
	found.value[VALUE_ADJUSTED] = rep->alu_ns / clear_ns;
	found.value[VALUE_ALU] = rep->alu_ns;
	return found;
}

static void mark_slow(struct found found[], size_t n, size_t nr_pages,
		      double values[])
{
	for (size_t i = 0; i < n; i++)
		values[i] = found[i].nr_slow;
	const double usual = ordinary(values, n);
	for (size_t i = 0; i < n; i++) {
		found[i].nr_slow -= usual;
		found[i].has_slow =
			found[i].nr_slow > LEAST_SHARE * (double)nr_pages;
	}
}

double judge_look(struct rep rep[], size_t n, size_t nr_pages,
		  struct found found[])
{
	double *values = calloc(n, sizeof(*values));
	if (!values)
		return 0;
	const double unit_ns = clock_stamp_unit_ns();
	for (size_t i = 0; i < n; i++)
		values[i] = sort_touches(&rep[i], nr_pages, unit_ns);
	const double limit_ns = SLOW_FACTOR * ordinary(values, n);
	for (size_t i = 0; i < n; i++)
		found[i] = look_at(&rep[i], nr_pages, unit_ns, limit_ns);
	mark_slow(found, n, nr_pages, values);
	free(values);
	return limit_ns;
}

static void sum_up_slow(const struct found found[], size_t n,
			struct figures *figures)
{
	double slow_ns = 0, all_ns = 0;
	for (size_t i = 0; i < n; i++) {
		if (!found[i].has_slow)
			continue;
		figures->nr_with_slow++;
		figures->nr_slow += found[i].nr_slow;
		slow_ns += found[i].slow_ns;
		all_ns += found[i].tasks_ns;
	}
	if (all_ns > 0)
		figures->slow_share = real_of(slow_ns / all_ns);
}

/* room: [n] for the values. */
static struct real cv_of(const struct found found[], size_t n, int value,
			 bool with_slow, double room[])
{
	size_t nr = 0;
	for (size_t i = 0; i < n; i++)
		if (with_slow || !found[i].has_slow)
			room[nr++] = found[i].value[value];
	return estimate_of(room, nr).cv;
}

int judge_sum_up(const struct found found[], size_t n, struct figures *figures)
{
	double *room = calloc(n, sizeof(*room));
	if (!room)
		return -ENOMEM;
	*figures = (struct figures){
		.nr_reps = n,
		.cv_others = cv_of(found, n, VALUE_RATE, false, room),
	};
	for (int i = 0; i < NR_VALUES; i++)
		figures->cv[i] = cv_of(found, n, i, true, room);
	sum_up_slow(found, n, figures);
	free(room);
	return 0;
}

bool judge_causes(const struct figures *figures, double share[NR_CAUSES])
{
	const struct real *cv = figures->cv;
	double left = 1;
	if (!cv[VALUE_RATE].known || cv[VALUE_RATE].value <= 0)
		return false;
	for (int i = 0; i < CAUSE_NONE; i++) {
		/* The next value excludes cause i. */
		const double ratio = cv[i + 1].value / cv[VALUE_RATE].value;
		/* If the spread grows without a cause, the cause did not make it. */
		const double stays = fmin(left, ratio * ratio);
		share[i] = left - stays;
		left = stays;
	}
	share[CAUSE_NONE] = left;
	return true;
}
