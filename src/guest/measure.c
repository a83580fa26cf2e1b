/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/measure.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "fault/trial.h"
#include "guest/group.h"
#include "record/jsonl.h"
#include "record/measured.h"

struct measuring {
	struct job *job;
	struct channel *channel;
	struct backing backing;
	struct trial_context context;
	bool exact;
};

/*
 * Not of the empty loop: two of them are over before the second one has been
 * woken, and nobody counts what they take.
 */
static void judge_exact(enum role role, struct trial_result *result)
{
	/* One CPU is run after the other there: nothing ever is concurrent. */
	result->concurrent = true;
	if (role == ROLE_NOP || !result->ok)
		return;
	const uint64_t idle = trial_idle_bound_ns(result);
	if (idle > trial_idle_allowed_ns(result))
		trial_reject(result, "all CPUs may have idled for up to %" PRIu64 " instructions of the window",
			     idle);
}

/* What the host knows better is null: run, boot, time and label. */
static char *sample_line(const struct measuring *m, const struct step *step,
			 uint64_t order, struct trial_result *result)
{
	const struct knobs knobs = { .knob = m->job->knob, .n = m->job->nr_knobs };
	const struct measured_context context = {
		.engine = m->job->engine, .step = step, .order = order, .knobs = &knobs,
	};
	struct records records = { 0 };
	char *line = jsonl_sample(measured_add(&records, &m->job->row[step->row],
					       &context, result));
	records_close(&records);
	return line;
}

static int run_step(struct measuring *m, const struct step *step,
		    uint64_t order, struct error *err)
{
	struct workload *row = &m->job->row[step->row];
	struct trial_result result;
	row->file_on_tmpfs = m->backing.is_tmpfs;
	int rc = trial_run(row, step->role, &m->context, &result, err);
	if (rc != 0)
		return rc;
	if (m->exact)
		judge_exact(step->role, &result);
	rc = channel_send(m->channel, sample_line(m, step, order, &result));
	trial_close(&result);
	return rc ? error_set(err, rc, "a line could not be sent: %s",
			      strerror(-rc)) : 0;
}

static int run_steps(struct measuring *m, struct error *err)
{
	const struct order_choice choice = job_order(m->job);
	struct step *step;
	size_t n;
	int rc = order_make(&choice, &step, &n);
	if (rc != 0)
		return error_set(err, rc, "out of memory");
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = run_step(m, &step[i], i, err);
	free(step);
	return rc;
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

static bool has_latency(const struct job *job)
{
	for (size_t i = 0; i < job->nr_rows; i++)
		if (job->row[i].latency)
			return true;
	return false;
}

int measure_job(struct job *job, struct channel *channel, struct error *err)
{
	struct measuring m = {
		.job = job, .channel = channel, .backing = BACKING_NONE,
		.exact = job->engine->counts_instructions,
	};
	int rc = m.exact ? check_rows(job, err) : 0;
	if (rc == 0)
		rc = job_resolve(job, err);
	for (size_t i = 0; rc == 0 && i < job->nr_rows; i++)
		rc = backing_prepare(job->row[i].kind, job->row[i].bytes,
				     &m.backing, err);
	m.context = (struct trial_context){ .backing = &m.backing,
					    .ask = group_ask };
	m.context.machine = gate_machine_read(has_latency(job));
	if (rc == 0)
		rc = run_steps(&m, err);
	backing_close(&m.backing);
	return rc;
}
