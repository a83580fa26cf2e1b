/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/measure.h"

#include <errno.h>
#include <string.h>

#include "guest/system.h"
#include "record/jsonl.h"
#include "record/measured.h"

/* Each sample goes out at once, and is forgotten. */
static int send_sample(struct measuring *m, struct sample *sample,
		       struct error *err)
{
	const int rc = channel_send(m->taker, jsonl_sample(sample));
	records_close(m->records);
	return rc ? error_set(err, rc, "a line could not be sent: %s",
			      strerror(-rc)) : 0;
}

/* 2004's accounting has fork, exit and their waits in it: whether CPUs idled
 * there is not to be known. */
static int check_rows(const struct job *job, struct error *err)
{
	for (size_t i = 0; i < job->nr_rows; i++)
		if (job->row[i].classic)
			return error_set(err, -ENOTSUP, "row %zu: classic accounting cannot be judged on the exact engine: expected window accounting",
					 i + 1);
	return 0;
}

int measure_job(struct job *job, struct channel *channel, struct error *err)
{
	const struct knobs knobs = { .knob = job->knob, .n = job->nr_knobs };
	struct records records = { 0 };
	struct measuring measuring = {
		.records = &records,
		.context = { .engine = job->engine, .knobs = &knobs },
		.trial = { .ask = system_group_ask },
		.take = send_sample, .taker = channel,
	};
	return (job->engine->counts_instructions ? check_rows(job, err) : 0) ?:
	       job_resolve(job, err) ?: measured_job(&measuring, job, err);
}
