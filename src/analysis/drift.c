/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/drift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/compare.h"
#include "stats/estimate.h"

/* ---- time and cost of a repetition ---- */

/* ".678" and no more: what a file has there may be anything. */
static double fraction_of(const char *text)
{
	double value = 0, digit = 0.1;
	if (*text != '.')
		return 0;
	for (text++; *text >= '0' && *text <= '9'; text++, digit /= 10)
		value += (*text - '0') * digit;
	return value;
}

/* Seconds since 1970 from a time as records have it: 2026-01-02T03:04:05.678Z. */
static struct real seconds_of(const char *text)
{
	struct tm tm = { 0 };
	const char *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%S", &tm) : NULL;
	return end ? real_of((double)timegm(&tm) + fraction_of(end)) :
		     (struct real){ 0 };
}

/* Nanoseconds: no clock gives more. */
static const double COST_MOST = 1e24;

static struct real cost_of(const struct sample *sample)
{
	const double reps = sample->reps.known ? (double)sample->reps.value : 1;
	/* The sum of several has no time of its own. */
	if (!sample->wall_s.known || !sample->pages.known ||
	    sample->pages.value == 0 || reps != 1)
		return (struct real){ 0 };
	const double cost = sample->wall_s.value * 1e9 / (double)sample->pages.value;
	return (struct real){ cost, cost >= 0 && cost < COST_MOST };
}

const char *drift_boot(const struct sample *sample)
{
	return sample->boot_id ? sample->boot_id : sample->run ? sample->run : "";
}

/* The time of the sample before, which is that of its boot's others too. */
struct clock {
	const struct records *records;
	const struct sample *last;
	struct real boot_s;
};

/* A guest knows no time: its boot has one. */
static struct real time_of(struct clock *clock, const struct sample *sample)
{
	const struct real own = seconds_of(sample->time);
	if (own.known || !sample->boot_id)
		return own;
	if (!clock->last || clock->last->boot_id != sample->boot_id) {
		const struct facts *boot =
			records_find(clock->records, "boot", sample->boot_id);
		clock->boot_s = seconds_of(boot ? facts_text(boot, "time") : NULL);
		clock->last = sample;
	}
	return clock->boot_s;
}

bool drift_any(const struct records *records, const struct sample_list *samples)
{
	struct clock clock = { .records = records };
	struct real first = { 0 };
	for (size_t i = 0; i < samples->n; i++) {
		if (!cost_of(samples->sample[i]).known)
			continue;
		const struct real at = time_of(&clock, samples->sample[i]);
		if (at.known && first.known && at.value != first.value)
			return true;
		first = first.known ? first : at;
	}
	return false;
}

/* ---- repetitions and units ---- */

static void add_point(struct drift_point **point, size_t *n, struct drift_point add)
{
	*point = records_grow(*point, *n, sizeof(**point));
	(*point)[(*n)++] = add;
}

static int by_time(const void *left, const void *right)
{
	const struct drift_point *a = left, *b = right;
	return (a->at_s > b->at_s) - (a->at_s < b->at_s);
}

static int by_boot(const void *left, const void *right)
{
	const struct drift_point *a = left, *b = right;
	const int boots = strcmp(drift_boot(a->like), drift_boot(b->like));
	return boots != 0 ? boots : by_time(left, right);
}

static bool same_unit(const struct drift_point *a, const struct drift_point *b)
{
	return a->like->run == b->like->run &&
	       strcmp(drift_boot(a->like), drift_boot(b->like)) == 0;
}

/* The unit that begins at repetition i. */
static struct drift_point unit_at(const struct drift *drift, size_t i)
{
	struct drift_point unit = { .like = drift->rep[i].like };
	for (const struct drift_point *first = &drift->rep[i];
	     i < drift->nr_reps && same_unit(first, &drift->rep[i]); i++) {
		unit.at_s += drift->rep[i].at_s;
		unit.cost += drift->rep[i].cost;
		unit.nr_reps++;
	}
	unit.at_s /= (double)unit.nr_reps;
	unit.cost /= (double)unit.nr_reps;
	return unit;
}

static void find_units(struct drift *drift)
{
	qsort(drift->rep, drift->nr_reps, sizeof(*drift->rep), by_boot);
	drift->mean = 0;
	for (size_t i = 0; i < drift->nr_reps; i++)
		drift->mean += drift->rep[i].cost / (double)drift->nr_reps;
	for (size_t i = 0; i < drift->nr_reps;) {
		const struct drift_point unit = unit_at(drift, i);
		add_point(&drift->unit, &drift->nr_units, unit);
		i += unit.nr_reps;
	}
	qsort(drift->unit, drift->nr_units, sizeof(*drift->unit), by_time);
}

struct drift drift_of(const struct records *records,
		      const struct sample_list *samples)
{
	struct drift drift = { .mean = 1 };
	struct clock clock = { .records = records };
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		const struct real cost = cost_of(sample), at = time_of(&clock, sample);
		if (at.known && cost.known)
			add_point(&drift.rep, &drift.nr_reps, (struct drift_point){
				sample, at.value, cost.value, 1 });
	}
	if (drift.nr_reps > 0)
		find_units(&drift);
	return drift;
}

void drift_close(struct drift *drift)
{
	free(drift->rep);
	free(drift->unit);
	*drift = (struct drift){ 0 };
}

double drift_off(const struct drift *drift, double cost)
{
	return drift->mean > 0 ? (cost / drift->mean - 1) * 100 : 0;
}

/* ---- the range of an axis ---- */

static int by_value(const void *left, const void *right)
{
	const double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

/* All repetitions of the n drifts, in percent off their means: sorted. */
static double *offs_of(const struct drift drift[], size_t n, size_t *nr_offs)
{
	double *off = NULL;
	*nr_offs = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < drift[i].nr_reps; j++) {
			off = records_grow(off, *nr_offs, sizeof(*off));
			off[(*nr_offs)++] = drift_off(&drift[i], drift[i].rep[j].cost);
		}
	if (off)
		qsort(off, *nr_offs, sizeof(*off), by_value);
	return off;
}

static void stretch(struct drift_range *range, double off)
{
	range->low = fmin(range->low, off);
	range->high = fmax(range->high, off);
}

/* sorted   [n] at least 1 */
static struct drift_range range_inside_fences(const double sorted[], size_t n)
{
	const double q1 = estimate_quantile(sorted, n, 0.25);
	const double q3 = estimate_quantile(sorted, n, 0.75);
	const double fence = 3 * (q3 - q1);
	struct drift_range range = { 0 };
	for (size_t i = 0; i < n; i++)
		if (fence <= 0 || (sorted[i] >= q1 - fence && sorted[i] <= q3 + fence))
			stretch(&range, sorted[i]);
	return range;
}

struct drift_range drift_range(const struct drift drift[], size_t n)
{
	size_t nr_offs;
	double *off = offs_of(drift, n, &nr_offs);
	struct drift_range range = range_inside_fences(off, nr_offs);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < drift[i].nr_units; j++)
			stretch(&range, drift_off(&drift[i], drift[i].unit[j].cost));
	const double margin = range.high > range.low ?
				      (range.high - range.low) * 0.06 : 1;
	range.low -= margin;
	range.high += margin;
	for (size_t i = 0; i < nr_offs; i++)
		range.nr_beyond += off[i] < range.low || off[i] > range.high;
	free(off);
	return range;
}
