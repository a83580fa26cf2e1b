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
#include "machine/knobs.h"
#include "record/measured.h"

/* A copy of the plan, resolved for this machine. */
static int own_job(const struct job *plan, struct job *job, struct error *err)
{
	AUTO_FREE char *text = job_text(plan);
	return job_parse(text, job, err) ?: job_resolve(job, err);
}

static int set_knobs(const struct job *job, struct knobs *knobs,
		     struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < job->nr_knobs; i++)
		rc = knobs_set(knobs, job->knob[i].path, job->knob[i].value, err);
	for (size_t i = 0; rc == 0 && i < job->nr_rows; i++)
		rc = thp_prepare(job->row[i].thp, knobs, err);
	return rc;
}

static int mark(struct measuring *m, struct sample *sample, struct error *err)
{
	(void)err;
	run_record_mark(m->records, sample, m->context.step->row, m->taker);
	return 0;
}

int native_run(struct campaign_boot *block,
	       const _Atomic int *interrupts, struct records *records,
	       struct error *err)
{
	struct job job = { 0 };
	struct knobs knobs = KNOBS_CLOSED;
	struct campaign_job *plan = &block->job;
	struct measuring measuring = {
		.records = records,
		.context = {
			.run = block->run, .boot_id = block->id,
			.kernel = records_keep(records, run_record_label(block)),
			.engine = plan->job.engine,
			.order = block->first_order, .knobs = &knobs,
		},
		.trial = { .interrupts = interrupts },
		.take = mark, .taker = plan,
	};
	int rc = own_job(&plan->job, &job, err) ?:
		 set_knobs(&job, &knobs, err) ?: measured_job(&measuring, &job, err);
	struct error put_back;
	const int closed = knobs_close(&knobs, &put_back);
	if (rc == 0 && closed != 0)
		rc = error_set(err, closed, "%s", put_back.text);
	job_close(&job);
	return rc;
}

int native_check_knobs(const struct knob knob[], size_t n,
		       struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		AUTO_FREE char *now = knobs_read(knob[i].path);
		if (!now)
			return error_set(err, -errno, "knob %s: %m: expected one that this kernel has",
					 knob[i].path);
		if (access(knob[i].path, W_OK) != 0)
			return error_set(err, -errno, "knob %s: %m: expected to be able to set it: run pft as root",
					 knob[i].path);
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
