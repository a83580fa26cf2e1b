/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/collect.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "record/jsonl.h"
#include "record/packed.h"

void collect_mark(struct records *records, struct sample *sample, size_t row,
		  const struct campaign_job *job)
{
	sample->row = count_of(job->row[row]);
	counters_add(records, &sample->counters, "treatment",
		     real_of((double)job->side));
}

/* A boot whose lines are being read. */
struct collecting {
	const struct collect_context *context;
	struct records *records;
	uint64_t *measured;	/* [nr_rows] repetitions, without warm-up */
	uint64_t nr_samples;
	struct error *err;
};

static int take_sample(struct collecting *c, struct sample *sample)
{
	const struct collect_context *context = c->context;
	const size_t row = sample->row.value;
	if (!sample->row.known || row >= context->job->job.nr_rows) {
		error_set(c->err, -EINVAL, "a sample of %s on %" PRIu64 " tasks belongs to no row",
			  sample->kind ? sample->kind : "an unknown kind",
			  sample->threads.value);
		records_drop(c->records);
		return -EINVAL;
	}
	sample->run = context->run;
	sample->boot_id = context->boot_id;
	sample->kernel = context->kernel;
	sample->engine = context->job->job.engine->word;
	sample->order = count_of(context->first_order + c->nr_samples++);
	c->measured[row] += text_same(sample->role, "measure") && !sample->warmup;
	collect_mark(c->records, sample, row, context->job);
	return 0;
}

static int read_line(struct collecting *c, char *line, unsigned int number)
{
	const size_t before = c->records->nr_samples;
	struct error why = { "" };
	if (!*line)
		return 0;
	if (jsonl_read_line(line, c->records, &why) != 0)
		return error_set(c->err, -EINVAL, "line %u of its results: %.300s",
				 number, why.text);
	return c->records->nr_samples == before ? 0 :
		take_sample(c, &c->records->sample[before]);
}

static int check_rows(const struct collecting *c)
{
	const struct job *job = &c->context->job->job;
	for (size_t i = 0; i < job->nr_rows; i++)
		if (c->measured[i] != job->reps)
			return error_set(c->err, -EINVAL, "row %zu: %" PRIu64 " of %" PRIu64 " repetitions came",
					 i + 1, c->measured[i], job->reps);
	return 0;
}

int collect_lines(const char *lines, const struct collect_context *context,
		  struct records *records, struct error *err)
{
	AUTO_FREE uint64_t *measured = error_unless_memory(
		calloc(context->job->job.nr_rows, sizeof(*measured)));
	AUTO_FREE char *text = text_format("%s", lines ? lines : "");
	char *rest = text;
	struct collecting c = { .context = context, .records = records,
				.measured = measured, .err = err };
	unsigned int number = 0;
	int rc = 0;
	for (char *line; rc == 0 && (line = strsep(&rest, "\n"));)
		rc = read_line(&c, line, ++number);
	return rc ?: check_rows(&c);
}
