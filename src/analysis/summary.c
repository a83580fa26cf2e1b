/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/packed.h"
#include "record/caption.h"

typedef struct real get_real_fn(const struct sample *sample);

static struct real get_user(const struct sample *s) { return s->user_s; }
static struct real get_system(const struct sample *s) { return s->system_s; }
static struct real get_wall(const struct sample *s) { return s->wall_s; }

/* The tasks' own clocks; else, as in an imported table, the two parts. */
static struct real get_cpu(const struct sample *s)
{
	if (s->cpu_s.known || !s->user_s.known || !s->system_s.known)
		return s->cpu_s;
	return real_of(s->user_s.value + s->system_s.value);
}

static struct real real_from(struct count count)
{
	return (struct real){ .value = (double)count.value,
			      .known = count.known };
}

static double reps_of(const struct sample *s)
{
	return s->reps.known && s->reps.value > 0 ? (double)s->reps.value : 1.0;
}

static struct real get_pages(const struct sample *s)
{
	struct real pages = real_from(s->pages);
	pages.value *= reps_of(s);
	return pages;
}

static struct real get_faults(const struct sample *s)
{
	return real_from(count_add(s->faults_minor, s->faults_major));
}

static struct real get_skew(const struct sample *s)
{
	return real_from(s->skew_ns);
}

static struct real get_rss(const struct sample *s)
{
	return real_from(s->rss_bytes);
}

static struct real get_local(const struct sample *s)
{
	return real_from(s->pages_local);
}

static struct real get_remote(const struct sample *s)
{
	return real_from(s->pages_remote);
}

/* Known only if every one is: a sum with a hole in it would be a wrong sum. */
static struct real sum_of(const struct sample_list *list, get_real_fn *get)
{
	struct real sum = { .known = list->n > 0 };
	for (size_t i = 0; i < list->n; i++) {
		const struct real one = get(list->sample[i]);
		sum.known = sum.known && one.known;
		sum.value += one.value;
	}
	return sum;
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
	double *value = malloc((list->n + 1) * sizeof(*value));
	size_t n = 0;
	for (size_t i = 0; value && i < list->n; i++) {
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

size_t summary_add_reason(struct summary_reason reason[SUMMARY_REASONS],
			  size_t n, const char *text)
{
	if (!text)
		text = "no reason recorded";
	for (size_t i = 0; i < n; i++) {
		if (strcmp(reason[i].text, text) == 0) {
			reason[i].n++;
			return n;
		}
	}
	if (n < SUMMARY_REASONS)
		reason[n++] = (struct summary_reason){ text, 1 };
	return n;
}

void summary_print_invalid(FILE *out, size_t nr_invalid, size_t nr_valid,
			   const struct summary_reason reason[], size_t n)
{
	size_t others = nr_invalid;
	fprintf(out, "INVALID %zu of %zu repetitions: ", nr_invalid,
		nr_invalid + nr_valid);
	for (size_t i = 0; i < n; i++) {
		char *text = text_shown(reason[i].text);
		fprintf(out, "%s%zu x %s", i ? "; " : "", reason[i].n, text);
		free(text);
		others -= reason[i].n;
	}
	if (others > 0)
		fprintf(out, "; %zu x other reasons", others);
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

static void add_times(struct summary *summary, const struct records *records)
{
	const struct sample_list *list = shown_of(summary->row);
	const struct real wall = sum_of(list, get_wall);
	const struct real cpu = sum_of(list, get_cpu);
	const struct real pages = sum_of(list, get_pages);
	const double share = summary->sums || summary->nr_reps == 0 ?
				     1.0 : 1.0 / (double)summary->nr_reps;

	summary->user_s = scaled(sum_of(list, get_user), share);
	summary->system_s = scaled(sum_of(list, get_system), share);
	summary->wall_s = scaled(wall, share);
	summary->cpu_s = scaled(cpu, share);
	summary->few_ticks = list->n > 0 &&
			     too_few_ticks(records, list->sample[0], cpu);
	summary->wall = spread_of(list, get_wall);
	summary->cpu = spread_of(list, get_cpu);
	summary->fault_per_wall_s = ratio(pages, wall);
	summary->fault_per_cpu_s = ratio(pages, cpu);
	add_printed_rates(summary);
	summary->wall_interval = interval_of(&summary->wall);
	summary->cpu_interval = interval_of(&summary->cpu);
	summary->faults_per_page = ratio(sum_of(list, get_faults), pages);
	summary->ns_per_page = ratio(real_of(1e9), summary->fault_per_wall_s);
}

static void add_limit(struct summary *summary)
{
	const struct sample_list *list = &summary->row->limit;
	summary->limit_per_wall_s =
		ratio(sum_of(list, get_pages), sum_of(list, get_wall));
	summary->limit_ratio =
		ratio(summary->fault_per_wall_s, summary->limit_per_wall_s);
}

static void add_circumstances(struct summary *summary)
{
	const struct sample_list *list = shown_of(summary->row);
	if (list->n == 0)
		return;
	const double each = 1.0 / (double)list->n;
	summary->skew_ns = scaled(sum_of(list, get_skew), each);
	summary->rss_bytes = scaled(sum_of(list, get_rss), each);
	summary->pages_local = scaled(sum_of(list, get_local), each);
	summary->pages_remote = scaled(sum_of(list, get_remote), each);
	summary->not_concurrent =
		list->sample[0]->threads.value > 1 && summary->skew_ns.known && summary->wall.mean.known &&
		summary->skew_ns.value > summary->wall.mean.value * 1e9 / 2.0;
	for (size_t i = 0; i < list->n; i++)
		if (list->sample[i]->oversubscribed)
			summary->oversubscribed = true;
}

struct summary summary_of(const struct records *records, const struct row *row)
{
	struct summary summary = {
		.row = row,
		.n = row->measured.n,
		.nr_invalid = row->invalid.n,
	};
	const struct sample *like = row->like;
	summary.sums = reps_of(like) > 1.0 ||
		       (like->accounting &&
			strcmp(like->accounting, "classic") == 0);
	const struct sample_list *shown = shown_of(row);
	for (size_t i = 0; i < shown->n; i++)
		summary.nr_reps += (uint64_t)reps_of(shown->sample[i]);
	for (size_t i = 0; i < row->invalid.n; i++)
		summary.nr_reasons = summary_add_reason(
			summary.reason, summary.nr_reasons,
			row->invalid.sample[i]->invalid);
	add_times(&summary, records);
	add_limit(&summary);
	add_circumstances(&summary);
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

void summary_print_reasons(FILE *out, const struct summary *summary)
{
	size_t others = summary->nr_invalid;
	for (size_t i = 0; i < summary->nr_reasons; i++) {
		const struct summary_reason *reason = &summary->reason[i];
		char *text = text_shown(reason->text);
		fputs(i ? "; " : "", out);
		if (reason->n < summary->nr_invalid)
			fprintf(out, "%zu x ", reason->n);
		fputs(text, out);
		others -= reason->n;
		free(text);
	}
	if (others > 0)
		fprintf(out, "; %zu x other reasons", others);
}

bool summary_any_invalid(const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->row[i].invalid.n > 0)
			return true;
	return false;
}
