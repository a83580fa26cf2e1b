/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/collect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/jsonl.h"
#include "record/packed.h"

void collect_mark(struct records *records, struct sample *sample, size_t row,
		  size_t side)
{
	sample->row = count_of(row);
	counters_add(records, &sample->counters, "treatment",
		     real_of((double)side));
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
	sample->engine = c->engine->word;
	sample->order = count_of(c->first_order + order);
	if (!sample->clock)
		sample->clock = "monotonic_raw";
	if (c->engine->counts_instructions)
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
	const size_t row = sample->row.value;
	if (!sample->row.known || row >= c->job->nr_rows) {
		snprintf(why, n, "a sample of %s on %" PRIu64 " tasks belongs to no row",
			 sample->kind ? sample->kind : "an unknown kind",
			 sample->threads.value);
		records_drop(records);
		return;
	}
	fill(c, records, sample, tally->nr_samples++);
	collect_mark(records, sample, c->row ? c->row[row] : row, c->side);
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
