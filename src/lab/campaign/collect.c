/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/collect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/jsonl.h"
#include "record/packed.h"

static bool same_count(struct count a, uint64_t b)
{
	return a.known && a.value == b;
}

/* Whether a sample is of that row, by the words that it was asked with. */
static bool is_of_row(const struct sample *sample, const struct workload *w)
{
	char pattern[40], thp[24];
	char *mem = policy_text(&w->policy);
	const bool own = w->own_regions || w->processes;
	const bool same =
		text_same(sample->kind, w->kind->name) &&
		text_same(sample->pattern,
			  pattern_text(&w->pattern, pattern, sizeof(pattern))) &&
		text_same(sample->thp, thp_text(w->thp, thp, sizeof(thp))) &&
		text_same(sample->tasks, w->processes ? "processes" : "threads") &&
		text_same(sample->regions, own ? "own" : "shared") &&
		text_same(sample->bind, w->bind_text) &&
		text_same(sample->mem, mem) &&
		same_count(sample->threads, w->nr_tasks) &&
		same_count(sample->requested_bytes, w->requested_bytes) &&
		same_count(sample->cachelines, w->cachelines) &&
		sample->pressure_percent.known == (w->pressure > 0) &&
		sample->pressure_percent.value == w->pressure &&
		(sample->stamped == w->latency);
	free(mem);
	return same;
}

/* The row, or nr_rows. */
static size_t row_of(const struct sample *sample, const struct job *job)
{
	size_t row = 0;
	while (row < job->nr_rows && !is_of_row(sample, &job->row[row]))
		row++;
	return row;
}

void collect_mark(struct records *records, struct sample *sample, size_t row,
		  size_t treatment)
{
	counters_add(records, &sample->counters, "row", real_of((double)row));
	counters_add(records, &sample->counters, "treatment",
		     real_of((double)treatment));
}

struct count collect_number(const struct sample *sample, const char *name)
{
	const struct real number = counters_number(&sample->counters, name);
	return number.known ? count_of((uint64_t)number.value) :
			      (struct count){ 0 };
}

static void add_knobs(struct records *records, struct sample *sample,
		      const struct job *job)
{
	if (sample->knobs.n > 0)
		return;		/* the guest says what it set */
	for (size_t i = 0; i < job->nr_knobs; i++)
		pairs_add(records, &sample->knobs, job->knob[i].path,
			  job->knob[i].value, (struct real){ 0 });
}

/* Instructions are counted, no time passes: seconds would be a claim. */
static void forget_seconds(struct sample *sample)
{
	sample->wall_s = sample->user_s = sample->system_s = (struct real){ 0 };
	sample->cpu_s = sample->setup_s = sample->teardown_s = (struct real){ 0 };
	sample->skew_ns = (struct count){ 0 };
}

static void fill(const struct collect_context *c, struct records *records,
		 struct sample *sample, uint64_t order)
{
	sample->run = c->run;
	sample->boot_id = c->boot_id;
	sample->kernel = c->kernel;
	sample->engine = c->engine;
	sample->order = count_of(c->first_order + order);
	if (!sample->clock)
		sample->clock = "monotonic_raw";
	if (strcmp(c->engine, "exact") == 0)
		forget_seconds(sample);
	add_knobs(records, sample, c->job);
}

/* What came of a boot, row by row. */
struct tally {
	uint64_t *measured;	/* [nr_rows], without warm-up */
	size_t nr_samples;
};

static void judge(const struct collect_context *c, const struct tally *tally,
		  char *why, size_t n)
{
	for (size_t i = 0; i < c->job->nr_rows && !*why; i++)
		if (tally->measured[i] != c->job->reps)
			snprintf(why, n, "row %zu: %" PRIu64 " of %" PRIu64 " repetitions came",
				 i + 1, tally->measured[i], c->job->reps);
}

static void take_sample(const struct collect_context *c,
			struct records *records, struct tally *tally, char *why,
			size_t n)
{
	struct sample *sample = &records->sample[records->nr_samples - 1];
	const size_t row = row_of(sample, c->job);
	if (row == c->job->nr_rows) {
		snprintf(why, n, "a sample of %s on %" PRIu64 " tasks belongs to no row",
			 sample->kind ? sample->kind : "an unknown kind",
			 sample->threads.value);
		records_drop(records);
		return;
	}
	fill(c, records, sample, tally->nr_samples++);
	collect_mark(records, sample, c->row ? c->row[row] : row, c->treatment);
	if (text_same(sample->role, "measure") && !sample->warmup)
		tally->measured[row]++;
}

size_t collect_lines(const char *lines, const struct collect_context *context,
		     struct records *records, char *why, size_t n)
{
	struct tally tally = {
		.measured = calloc(context->job->nr_rows + 1, sizeof(uint64_t)) };
	char *text = strdup(lines ? lines : ""), *rest = text;
	unsigned int number = 0;
	snprintf(why, n, "%s", tally.measured && text ? "" : "out of memory");
	for (char *line; !*why && (line = strsep(&rest, "\n"));) {
		const size_t before = records->nr_samples;
		struct error err = { "" };
		number++;
		if (!*line)
			continue;
		if (jsonl_read_line(line, records, &err) != 0)
			snprintf(why, n, "line %u of its results: %.300s", number,
				 err.text);
		else if (records->nr_samples > before)
			take_sample(context, records, &tally, why, n);
	}
	if (!*why)
		judge(context, &tally, why, n);
	free(text);
	free(tally.measured);
	return tally.nr_samples;
}
