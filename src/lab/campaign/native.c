/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/native.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "fault/order.h"
#include "fault/trial.h"
#include "machine/knobs.h"
#include "record/measured.h"

/* A block under way. */
struct block {
	const struct collect_context *context;
	const _Atomic int *interrupts;
	struct records *records;
	struct job job;
	struct backing backing;
	struct knobs knobs;
	struct step *step;
	size_t nr_steps;
};

/* A copy of the plan, resolved for this machine. */
static int own_job(const struct job *plan, struct job *job, struct error *err)
{
	AUTO_FREE char *text = job_text(plan);
	return job_parse(text, job, err) ?: job_resolve(job, err);
}

static int prepare(struct block *b, struct error *err)
{
	const struct job *job = &b->job;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < job->nr_knobs; i++)
		rc = knobs_set(&b->knobs, job->knob[i].path, job->knob[i].value,
			       err);
	for (size_t i = 0; rc == 0 && i < job->nr_rows; i++)
		rc = thp_prepare(job->row[i].thp, &b->knobs, err);
	for (size_t i = 0; rc == 0 && i < job->nr_rows; i++)
		rc = backing_prepare(job->row[i].kind, job->row[i].bytes,
				     &b->backing, err);
	const struct order_choice choice = job_order(job);
	if (rc == 0 && order_make(&choice, &b->step, &b->nr_steps) != 0)
		rc = error_set(err, -ENOMEM, "out of memory");
	return rc;
}

static int run_step(struct block *b, size_t i, struct error *err)
{
	const struct step *step = &b->step[i];
	struct workload *row = &b->job.row[step->row];
	struct trial_context trial = { .backing = &b->backing,
				       .interrupts = b->interrupts };
	struct trial_result result;
	char now[40];
	trial.machine = gate_machine_read(row->latency);
	row->file_on_tmpfs = b->backing.is_tmpfs;
	const int rc = trial_run(row, step->role, &trial, &result, err);
	if (rc != 0)
		return rc;
	const struct measured_context measured = {
		.run = b->context->run, .boot_id = b->context->boot_id,
		.kernel = b->context->kernel, .engine = b->job.engine,
		.time = records_keep(b->records, clock_utc(now, sizeof(now))),
		.step = step, .order = b->context->first_order + i,
		.knobs = &b->knobs,
	};
	struct sample *sample = measured_add(b->records, row, &measured, &result);
	collect_mark(b->records, sample, step->row, b->context->job);
	trial_close(&result);
	return 0;
}

static int run_steps(struct block *b, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->nr_steps; i++) {
		if (b->interrupts && atomic_load(b->interrupts) > 0)
			return error_set(err, -EINTR, "interrupted");
		rc = run_step(b, i, err);
	}
	return rc;
}

int native_run(const struct collect_context *context,
	       const _Atomic int *interrupts, struct records *records,
	       struct error *err)
{
	struct block block = {
		.context = context, .interrupts = interrupts,
		.records = records, .backing = BACKING_NONE,
		.knobs = KNOBS_CLOSED,
	};
	int rc = own_job(&context->job->job, &block.job, err) ?:
		 prepare(&block, err) ?: run_steps(&block, err);
	struct error put_back;
	const int closed = knobs_close(&block.knobs, &put_back);
	if (rc == 0 && closed != 0)
		rc = error_set(err, closed, "%s", put_back.text);
	backing_close(&block.backing);
	free(block.step);
	job_close(&block.job);
	return rc;
}

int native_check_knobs(const struct knob knob[], size_t n,
		       struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		AUTO_FREE char *now = knobs_read(knob[i].path);
		if (!now)
			return error_set(err, -errno, "knob %s: %s: expected one that this kernel has",
					 knob[i].path, strerror(errno));
		if (access(knob[i].path, W_OK) != 0)
			return error_set(err, -errno, "knob %s: %s: expected to be able to set it: run pft as root",
					 knob[i].path, strerror(errno));
	}
	return 0;
}

bool native_lacks(const struct campaign_side *side, char *why, size_t n)
{
	struct workload own = { .thp.mode = THP_INHERIT };
	char thp[24];
	for (size_t i = 0; i < side->nr_knobs; i++) {
		if (access(side->knob[i].path, F_OK) == 0)
			continue;
		snprintf(why, n, "this kernel has no %s", side->knob[i].path);
		return true;
	}
	workload_words_apply(&side->own, &own);
	if (thp_has(own.thp))
		return false;
	snprintf(why, n, "this kernel has no folios for --thp %s",
		 thp_text(own.thp, thp, sizeof(thp)));
	return true;
}

char *native_image_id(void)
{
	struct utsname name;
	AUTO_FREE char *boot = file_text("", "/proc/sys/kernel/random/boot_id");
	uname(&name);
	return text_format("%s %s", name.release, boot ? boot : "");
}
