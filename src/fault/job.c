/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jobs but for reading them: text, what depends on the machine, knobs.
 */
#include "fault/job.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/size.h"
#include "base/stream.h"
#include "fault/resolve.h"
#include "fault/workload_field.h"
#include "machine/knobs.h"

/* ---- text ---- */

static void put_field(FILE *out, const struct workload_field *field,
		      const struct workload *w)
{
	AUTO_FREE char *value = field->alias_of ? NULL : field->text(field, w);
	if (value && field->argument)
		fprintf(out, " %s=%s", workload_field_job(field), value);
	else if (value)
		fprintf(out, " %s", workload_field_job(field));
}

static void put_row(FILE *out, const struct workload *w)
{
	fputs("row", out);
	for (size_t i = 0; i < nr_workload_fields; i++)
		put_field(out, &workload_fields[i], w);
	fputc('\n', out);
}

char *job_text(const struct job *job)
{
	struct text_stream stream;
	char bytes[24];
	FILE *out = text_open(&stream);
	fprintf(out, "job 1\nseed %" PRIu64 "\nengine %s\nreps %" PRIu64
		     "\nwarmup %" PRIu64 "\nlimit %" PRIu64 "\nnop %" PRIu64 "\n",
		job->seed, job->engine->word, job->reps, job->warmup, job->limit_reps,
		job->nop_reps);
	if (job->swap_bytes)
		fprintf(out, "swap %s\n",
			size_format(job->swap_bytes, bytes, sizeof(bytes)));
	for (size_t i = 0; i < job->nr_knobs; i++)
		fprintf(out, "knob %s %s\n", job->knob[i].path,
			job->knob[i].value);
	for (size_t i = 0; i < job->nr_rows; i++)
		put_row(out, &job->row[i]);
	fputs("end\n", out);
	return text_close(&stream);
}

/* ---- the machine that runs it ---- */

int job_resolve(struct job *job, struct error *err)
{
	return workloads_resolve(job->row, job->nr_rows, err);
}

int job_set_knobs(const struct job *job, const struct knob **knob,
		  struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < job->nr_knobs; i++) {
		if (knob)
			*knob = &job->knob[i];
		rc = knobs_set_for_good(job->knob[i].path, job->knob[i].value,
					err);
	}
	return rc;
}

struct order_choice job_order(const struct job *job)
{
	return (struct order_choice){
		.nr_rows = job->nr_rows, .reps = job->reps,
		.warmup = job->warmup, .limit_reps = job->limit_reps,
		.nop_reps = job->nop_reps, .seed = job->seed,
	};
}

void job_close(struct job *job)
{
	workloads_close(job->row, job->nr_rows);
	free(job->row);
	free(job->knob);
	*job = (struct job){ 0 };
}
