/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_points.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

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

/* A page that takes longer than mankind has been is a number in a file. */
static const double COST_MOST = 1e24;

static struct real cost_of(const struct sample *sample)
{
	const double reps = sample->reps.known ? (double)sample->reps.value : 1;
	/* The sum of several has no time of its own. */
	if (!sample->wall_s.known || !sample->pages.known ||
	    sample->pages.value == 0 || reps != 1)
		return (struct real){ 0 };
	const double cost = sample->wall_s.value * 1e9 /
			    (double)sample->pages.value;
	return (struct real){ cost, cost >= 0 && cost < COST_MOST };
}

const char *plot_boot_of(const struct sample *sample)
{
	return sample->boot_id ? sample->boot_id : sample->run ? sample->run : "";
}

static bool same_boot(const struct point *a, const struct point *b)
{
	return strcmp(plot_boot_of(a->sample), plot_boot_of(b->sample)) == 0;
}

static int by_boot(const void *left, const void *right)
{
	const struct point *a = left, *b = right;
	const int boots = strcmp(plot_boot_of(a->sample),
				 plot_boot_of(b->sample));
	if (boots != 0)
		return boots;
	return (a->at_s > b->at_s) - (a->at_s < b->at_s);
}

/* A guest knows no time: its boot has one. Those of one boot stand together. */
static struct real time_of(const struct records *records,
			   const struct sample *sample, const struct sample *last,
			   struct real last_boot_s)
{
	const struct real own = seconds_of(sample->time);
	if (own.known || !sample->boot_id)
		return own;
	if (last && last->boot_id == sample->boot_id)
		return last_boot_s;
	const struct facts *boot = records_find(records, "boot", sample->boot_id);
	return seconds_of(boot ? facts_text(boot, "time") : NULL);
}

struct points plot_points_of(const struct plot_group *group,
			     const struct sample_list *samples)
{
	struct points points = { 0 };
	const struct sample *last = NULL;
	struct real at = { 0 };
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		const struct real cost = cost_of(sample);
		at = time_of(group->records, sample, last, at);
		last = sample;
		if (!at.known || !cost.known)
			continue;
		points.point = records_grow(points.point, points.n,
					    sizeof(*points.point));
		points.point[points.n++] = (struct point){ sample, at.value,
							   cost.value };
	}
	if (points.n > 0)
		qsort(points.point, points.n, sizeof(*points.point), by_boot);
	return points;
}

bool plot_any_drift(const struct plot_group *group,
		    const struct sample_list *samples)
{
	const struct sample *last = NULL;
	struct real first = { 0 }, at = { 0 };
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		if (!cost_of(sample).known ||
		    (last && sample->time == last->time &&
		     sample->boot_id == last->boot_id))
			continue;
		at = time_of(group->records, sample, last, at);
		last = sample;
		if (at.known && first.known && at.value != first.value)
			return true;
		first = first.known ? first : at;
	}
	return false;
}

bool plot_begins_unit(const struct points *points, size_t i)
{
	return i == 0 || !same_boot(&points->point[i - 1], &points->point[i]) ||
	       points->point[i - 1].sample->run != points->point[i].sample->run;
}

double plot_points_mean(const struct points *points)
{
	double sum = 0;
	for (size_t i = 0; i < points->n; i++)
		sum += points->point[i].cost;
	return points->n > 0 ? sum / (double)points->n : 1;
}

struct mark plot_next_unit(const struct points *points, size_t *i)
{
	struct mark mark = { 0 };
	do {
		mark.at_s += points->point[*i].at_s;
		mark.cost += points->point[*i].cost;
		mark.nr_reps++;
	} while (++*i < points->n && !plot_begins_unit(points, *i));
	mark.at_s /= (double)mark.nr_reps;
	mark.cost /= (double)mark.nr_reps;
	return mark;
}

