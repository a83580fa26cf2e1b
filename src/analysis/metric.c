/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/metric.h"

#include <math.h>

#include "base/text.h"
#include "fault/pressure.h"
#include "record/packed.h"

/* ---- amounts of a repetition ---- */

static struct real ns_of(struct real seconds)
{
	return (struct real){ seconds.value * 1e9, seconds.known };
}

static struct real window(const struct sample *s, bool exact)
{
	return exact ? real_of_count(s->instructions) : ns_of(s->wall_s);
}

static struct real both(const struct sample *s, bool exact)
{
	const struct real first = window(s, exact);
	const struct real rest = exact ? real_of_count(s->instructions_teardown) :
					 ns_of(s->teardown_s);
	return (struct real){ first.value + rest.value, first.known && rest.known };
}

static struct real amount_of_touch(enum metric_id metric, const struct latency *touch)
{
	return !touch ? (struct real){ 0 } :
	       real_of(metric == METRIC_TOUCH_P50 ? touch->p50 :
		       metric == METRIC_TOUCH_P99 ? touch->p99 : touch->max);
}

/* Unknown where it was not measured. */
static struct real amount_of(enum metric_id metric, const struct sample *s, bool exact)
{
	switch (metric) {
	case METRIC_FAULT:
		return window(s, exact);
	case METRIC_BOTH:
		return both(s, exact);
	case METRIC_CPU:
		return exact ? (struct real){ 0 } : ns_of(s->cpu_s);
	case METRIC_FAULTS:
		return real_of_count(count_add(s->faults_minor, s->faults_major));
	case METRIC_PRESENT:
		return real_of_count(s->pages_present);
	case METRIC_REMOTE:
		return real_of_count(s->pages_remote);
	default:
		return amount_of_touch(metric, s->latency);
	}
}

/* ---- of sums of counters ---- */

static struct real first_over_second(const double sum[])
{
	return real_over(sum[0], sum[1]);
}

static struct real first_over_both(const double sum[])
{
	return real_over(sum[0], sum[0] + sum[1]);
}

static struct real taken_of_present(const double sum[])
{
	return real_over(sum[0] + sum[1], sum[2] + sum[3]);
}

static struct real enrichment(const double sum[])
{
	const struct real taken = first_over_both(sum);
	return taken.known ? real_over(taken.value, first_over_both(sum + 2).value) :
			     taken;
}

static struct real added_cost(const double sum[])
{
	return real_over(sum[0] - PRESSURE_STEPS * sum[1], sum[2]);
}

/* ---- the table ---- */

const struct metric metrics[NR_METRICS] = {
	[METRIC_FAULT] = {
		"fault", "wall", "fault", NULL, METRIC_COST, 1, 1, 1,
		"the window: all touches of all tasks; instructions or ns per page touched" },
	[METRIC_UNMAP] = {
		"unmap", NULL, "unmap", NULL, METRIC_COST, 1, 1, 0,
		"unmapping alone; instructions or ns per page touched" },
	[METRIC_BOTH] = {
		"fault_unmap", "unmap", "+unmap", NULL, METRIC_COST, 1, 1, 2,
		"the window and the unmapping; instructions or ns per page touched" },
	[METRIC_CPU] = {
		"cpu", "cpu", "cpu", NULL, METRIC_COST, 1, 1, 0,
		"CPU time of all tasks in the window; ns per page touched" },
	[METRIC_FAULTS] = {
		"faults_per_page", NULL, "flt/page", NULL, METRIC_SHARE, 4, 1, 1,
		"page faults that the kernel counted, per page touched" },
	[METRIC_PRESENT] = {
		"present_per_page", NULL, "present", NULL, METRIC_SHARE, 3, 1, 1,
		"pages present after the window, per page touched" },
	[METRIC_REMOTE] = {
		"remote_per_page", NULL, "remote", NULL, METRIC_SHARE, 3, 1, 0,
		"pages on another node than their task's, per page touched" },
	[METRIC_TOUCH_P50] = {
		"touch_p50", NULL, "p50", "touch", METRIC_MEAN, 0, 1, 1,
		"median of single touches; instructions or ns, mean over repetitions" },
	[METRIC_TOUCH_P99] = {
		"touch_p99", NULL, "p99", "touch", METRIC_MEAN, 0, 1, 1,
		"99th percentile of single touches; instructions or ns, mean over repetitions" },
	[METRIC_TOUCH_MAX] = {
		"touch_max", NULL, "max", "touch", METRIC_LONGEST, 0, 1, 1,
		"longest touch of all; instructions or ns" },
	[METRIC_PRESSURE_UNUSED] = {
		"pressure_unused_of_present", NULL, "unused", "pressure",
		METRIC_OVER_UNITS, 1, 100, 1,
		"share of the pages present that were mapped and never touched",
		.counter = { "pressure_pages_unused", "pressure_pages_used" },
		.of_sums = first_over_both },
	[METRIC_PRESSURE_TAKEN] = {
		"pressure_taken_of_present", NULL, "taken", "pressure",
		METRIC_OVER_UNITS, 1, 100, 2,
		"pages reclaimed, per page present",
		.counter = { "pressure_used_taken", "pressure_unused_taken",
			     "pressure_pages_used", "pressure_pages_unused" },
		.of_sums = taken_of_present },
	[METRIC_PRESSURE_GONE] = {
		"pressure_gone_of_unused", NULL, "gone", "pressure",
		METRIC_OVER_UNITS, 1, 100, 1,
		"share of the unused pages that were not present in the end",
		.counter = { "pressure_unused_gone", "pressure_pages_unused" },
		.of_sums = first_over_second },
	[METRIC_PRESSURE_BACK] = {
		"pressure_brought_back_per_page", NULL, "back", "pressure",
		METRIC_OVER_UNITS, 1, 100, 1,
		"pages in use that were reclaimed and brought back, per page used",
		.counter = { "pressure_used_taken", "pressure_pages_used" },
		.of_sums = first_over_second },
	[METRIC_PRESSURE_ENRICHED] = {
		"pressure_enriched", NULL, "enriched", "pressure",
		METRIC_OVER_UNITS, 2, 1, 2,
		"share of unused pages among those reclaimed until half of the unused were, over their share of the pages present: 1 is by chance, above 1 they go first",
		.counter = { "pressure_half_unused_taken", "pressure_half_used_taken",
			     "pressure_pages_unused", "pressure_pages_used" },
		.of_sums = enrichment },
	[METRIC_PRESSURE_FAULTS] = {
		"pressure_major_faults_per_page", NULL, "majflt", "pressure",
		METRIC_OVER_UNITS, 3, 1, 0,
		"major faults, per page used",
		.counter = { "pressure_faults_major", "pressure_pages_used" },
		.of_sums = first_over_second },
	[METRIC_PRESSURE_COST] = {
		"pressure_cost_per_page", NULL, "cost", "pressure",
		METRIC_OVER_UNITS, 0, 1, 2,
		"instructions or ns that pressure added to touching again what is used, per page used, over all steps",
		.counter = { "pressure_touch_ns", "pressure_calm_ns", "pressure_pages_used" },
		.exact_counter = { "pressure_touch_instructions",
				   "pressure_calm_instructions" },
		.of_sums = added_cost },
};

const char *const metric_words[] = { "wall", "cpu", "unmap", NULL };

enum metric_id metric_find(const char *word)
{
	int i = 0;
	while (i < NR_METRICS &&
	       (!metrics[i].word || !text_same(metrics[i].word, word)))
		i++;
	return (enum metric_id)i;
}

/* ---- costs ---- */

bool metric_is_measured_cost(enum metric_id metric)
{
	return metrics[metric].how == METRIC_COST && metric != METRIC_UNMAP;
}

struct real metric_pages(const struct sample *s)
{
	const double reps = s->reps.known ? (double)s->reps.value : 1;
	return (struct real){ (double)s->pages.value * reps, s->pages.known };
}

static struct real above_zero(double cost)
{
	const bool known = isfinite(cost) && cost > 0;
	return (struct real){ known ? cost : 0, known };
}

struct real metric_amount_of(enum metric_id metric, size_t part,
			     const struct sample *s, bool exact)
{
	const struct metric *m = &metrics[metric];
	if (!m->of_sums)
		return amount_of(metric, s, exact);
	/* Counters that are amounts are those of pressure. */
	if (!s->pressure_percent.known)
		return (struct real){ 0 };
	const bool other = exact && m->exact_counter[part];
	return counters_number(&s->counters, other ? m->exact_counter[part] :
						     m->counter[part]);
}

struct real metric_cost(enum metric_id metric, const struct sample *s, bool exact)
{
	const struct real amount = amount_of(metric, s, exact);
	const struct real pages = metric_pages(s);
	if (amount.known && pages.known && pages.value > 0)
		return above_zero(amount.value / pages.value);
	const char *rate = metric == METRIC_FAULT ? "fault_per_wall_s" :
			   metric == METRIC_CPU ? "flt_per_cpu_s" : NULL;
	const double per_s = rate ? counters_index(&s->counters, rate) : 0;
	return per_s > 0 ? above_zero(1e9 / per_s) : (struct real){ 0 };
}
