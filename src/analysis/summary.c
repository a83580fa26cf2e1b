/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/trial_result.h"
#include "record/packed.h"
#include "record/caption.h"

/* ---- INVALID repetitions, and spills ---- */

void summary_add_reason(struct summary_reason reason[SUMMARY_REASONS], size_t *n,
			const char *text)
{
	size_t i = 0;
	if (!text)
		text = "no reason recorded";
	while (i < *n && strcmp(reason[i].text, text) != 0)
		i++;
	if (i == SUMMARY_REASONS)
		return;
	if (i == *n)
		reason[(*n)++] = (struct summary_reason){ text, 0 };
	reason[i].n++;
}

/* A few remote pages may be a neighbor's, at an edge: the remark tells. */
static bool is_spill(const struct sample *sample)
{
	for (size_t i = 0; i < sample->warnings.n; i++)
		if (strcmp(sample->warnings.text[i], trial_remark_spill) == 0)
			return true;
	return false;
}

void summary_add_spill(struct summary_spill *spill, const struct sample *sample)
{
	const struct count all = count_add(sample->pages_local, sample->pages_remote);
	if (!all.known || all.value == 0 || !is_spill(sample))
		return;
	const double share = (double)sample->pages_remote.value / (double)all.value;
	spill->least = spill->n > 0 ? fmin(spill->least, share) : share;
	spill->most = fmax(spill->most, share);
	spill->n++;
}

/* ---- a row ---- */

typedef struct real get_real_fn(const struct sample *sample);

static double reps_of(const struct sample *s)
{
	return s->reps.known && s->reps.value > 0 ? (double)s->reps.value : 1.0;
}

static struct real get_wall(const struct sample *s)
{
	return s->wall_s;
}

/* The tasks' own clocks; else, as in an imported table, the two parts. */
static struct real get_cpu(const struct sample *s)
{
	if (s->cpu_s.known || !s->user_s.known || !s->system_s.known)
		return s->cpu_s;
	return real_of(s->user_s.value + s->system_s.value);
}

/* Each known only if every one is: a sum with a hole in it would be a wrong sum. */
struct sums {
	struct real user, system, wall, cpu, pages, faults;
	struct real skew, rss, local, remote;
};

static void add(struct real *sum, struct real one)
{
	sum->known = sum->known && one.known;
	sum->value += one.value;
}

static void add_sample(struct sums *sums, const struct sample *s)
{
	add(&sums->user, s->user_s);
	add(&sums->system, s->system_s);
	add(&sums->wall, s->wall_s);
	add(&sums->cpu, get_cpu(s));
	add(&sums->pages, (struct real){ (double)s->pages.value * reps_of(s),
					 s->pages.known });
	add(&sums->faults, real_of_count(count_add(s->faults_minor, s->faults_major)));
	add(&sums->skew, real_of_count(s->skew_ns));
	add(&sums->rss, real_of_count(s->rss_bytes));
	add(&sums->local, real_of_count(s->pages_local));
	add(&sums->remote, real_of_count(s->pages_remote));
}

static struct sums sums_of(const struct sample_list *list)
{
	const struct real none = { .known = list->n > 0 };
	struct sums sums = { none, none, none, none, none, none, none, none, none, none };
	for (size_t i = 0; i < list->n; i++)
		add_sample(&sums, list->sample[i]);
	return sums;
}

static struct real ratio(struct real a, struct real b)
{
	const bool known = a.known && b.known && b.value > 0.0 &&
			   isfinite(a.value / b.value);
	return known ? real_of(a.value / b.value) : (struct real){ 0 };
}

static struct real scaled(struct real a, double factor)
{
	return (struct real){ .value = a.value * factor, .known = a.known };
}

/* A sample that stands for several repetitions tells nothing of their spread. */
static struct estimate spread_of(const struct sample_list *list,
				 get_real_fn *get)
{
	struct estimate estimate = { 0 };
	double *value = error_unless_memory(calloc(list->n + 1, sizeof(*value)));
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct real one = get(list->sample[i]);
		if (!one.known || reps_of(list->sample[i]) > 1.0)
			break;
		value[n++] = one.value;
	}
	if (n == list->n)
		estimate = estimate_of(value, n);
	free(value);
	return estimate;
}

static struct real interval_of(const struct estimate *estimate)
{
	return ratio(estimate->half_width, estimate->mean);
}

/* Of the samples' run: whether total_s of CPU time is too short for ticks. */
static bool too_few_ticks(const struct records *records,
			  const struct sample *sample, struct real total_s)
{
	const struct fact *how = caption_fact(records, sample, "cpu_accounting");
	if (!how || how->type != FACT_TEXT || strcmp(how->text, "tick") != 0 ||
	    !total_s.known || reps_of(sample) > 1.0)
		return false;
	/* CONFIG_HZ is what samples; the unit of /proc is often slower. */
	const struct fact *ticks = caption_fact(records, sample, "hz");
	if (!ticks || ticks->type != FACT_NUMBER)
		ticks = caption_fact(records, sample, "clock_ticks_per_s");
	/* The slowest ticks in use, where nobody said: fewer figures shown. */
	double per_s = 100.0;
	if (ticks && ticks->type == FACT_NUMBER && ticks->number > 0.0)
		per_s = ticks->number;
	return total_s.value * per_s < SUMMARY_TICKS;
}

/*
 * The samples whose numbers the row shows. An imported row is not an average:
 * one that cannot be right is still shown as it was published.
 */
static const struct sample_list *shown_of(const struct row *row)
{
	const bool published = row->measured.n == 0 &&
			       row->invalid.n == 1 && reps_of(row->like) > 1.0;
	return published ? &row->invalid : &row->measured;
}

/* Of an imported row whose pages are unknown the rates are as they were printed. */
static void add_printed_rates(struct summary *summary)
{
	const struct sample_list *list = shown_of(summary->row);
	if (list->n != 1 || list->sample[0]->pages.known)
		return;
	summary->fault_per_wall_s =
		counters_number(&list->sample[0]->counters, "fault_per_wall_s");
	summary->fault_per_cpu_s =
		counters_number(&list->sample[0]->counters, "flt_per_cpu_s");
}

static void add_times(struct summary *summary, const struct records *records,
		      const struct sums *sums)
{
	const struct sample_list *list = shown_of(summary->row);
	const double share = summary->sums || summary->nr_reps == 0 ?
				     1.0 : 1.0 / (double)summary->nr_reps;

	summary->user_s = scaled(sums->user, share);
	summary->system_s = scaled(sums->system, share);
	summary->wall_s = scaled(sums->wall, share);
	summary->cpu_s = scaled(sums->cpu, share);
	summary->few_ticks = list->n > 0 &&
			     too_few_ticks(records, list->sample[0], sums->cpu);
	summary->wall = spread_of(list, get_wall);
	summary->cpu = spread_of(list, get_cpu);
	summary->fault_per_wall_s = ratio(sums->pages, sums->wall);
	summary->fault_per_cpu_s = ratio(sums->pages, sums->cpu);
	add_printed_rates(summary);
	summary->wall_interval = interval_of(&summary->wall);
	summary->cpu_interval = interval_of(&summary->cpu);
	summary->faults_per_page = ratio(sums->faults, sums->pages);
	summary->ns_per_page = ratio(real_of(1e9), summary->fault_per_wall_s);
}

static void add_limit(struct summary *summary)
{
	const struct sums sums = sums_of(&summary->row->limit);
	summary->limit_per_wall_s = ratio(sums.pages, sums.wall);
	summary->limit_ratio =
		ratio(summary->fault_per_wall_s, summary->limit_per_wall_s);
}

static void add_circumstances(struct summary *summary, const struct sums *sums)
{
	const struct sample_list *list = shown_of(summary->row);
	if (list->n == 0)
		return;
	const double each = 1.0 / (double)list->n;
	summary->skew_ns = scaled(sums->skew, each);
	summary->rss_bytes = scaled(sums->rss, each);
	summary->pages_local = scaled(sums->local, each);
	summary->pages_remote = scaled(sums->remote, each);
	summary->not_concurrent =
		list->sample[0]->threads.value > 1 && summary->skew_ns.known && summary->wall.mean.known &&
		summary->skew_ns.value > summary->wall.mean.value * 1e9 / 2.0;
	for (size_t i = 0; i < list->n; i++)
		summary->oversubscribed |= list->sample[i]->oversubscribed;
}

static struct summary summary_of(const struct records *records, const struct row *row)
{
	const struct sample_list *shown = shown_of(row);
	const struct sums sums = sums_of(shown);
	struct summary summary = {
		.row = row,
		.n = row->measured.n,
		.nr_invalid = row->invalid.n,
		.sums = reps_of(row->like) > 1.0 ||
			text_same(row->like->accounting, "classic"),
	};
	for (size_t i = 0; i < shown->n; i++)
		summary.nr_reps += (uint64_t)reps_of(shown->sample[i]);
	for (size_t i = 0; i < row->invalid.n; i++)
		summary_add_reason(summary.reason, &summary.nr_reasons,
				   row->invalid.sample[i]->invalid);
	add_times(&summary, records, &sums);
	add_limit(&summary);
	add_circumstances(&summary, &sums);
	return summary;
}

struct summary *summary_all(const struct records *records,
			    const struct rows *rows)
{
	struct summary *summary =
		error_unless_memory(calloc(rows->n + 1, sizeof(*summary)));
	for (size_t i = 0; i < rows->n; i++)
		summary[i] = summary_of(records, &rows->row[i]);
	return summary;
}

bool summary_any_invalid(const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->row[i].invalid.n > 0)
			return true;
	return false;
}
