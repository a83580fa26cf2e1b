/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/gate.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static void __attribute__((format(printf, 2, 3)))
reject(struct trial_result *result, const char *format, ...)
{
	if (!result->ok)
		return;		/* the first reason is the one to mend */
	result->ok = false;
	va_list args;
	va_start(args, format);
	vsnprintf(result->invalid, sizeof(result->invalid), format, args);
	va_end(args);
}

static void gate_pages(struct trial_result *result, enum role role,
		       const struct gate_looks *looked)
{
	if (role == ROLE_MEASURE && looked->before.known &&
	    looked->before.value > 0)
		reject(result, "%" PRIu64 " pages were present before the first touch: expected none",
		       looked->before.value);
	if (!looked->after.known)
		return;
	if (looked->missing > 0)
		reject(result, "%" PRIu64 " of %" PRIu64 " pages are not present after they were to be touched",
		       looked->missing, result->pages);
	if (result->expected.no_more_pages && looked->extra > 0)
		reject(result, "%" PRIu64 " pages are present that were not touched: expected none%s",
		       looked->extra,
		       looked->huge_bytes.value ? ": there are huge pages" : "");
}

static void gate_faults(struct trial_result *result,
			const struct gate_looks *looked)
{
	const struct expectation *e = &result->expected;
	const struct count faults = count_add(result->faults_minor,
					      result->faults_major);
	if (!faults.known)
		return;
	if (e->no_major && result->faults_major.value > 0)
		reject(result, "%" PRIu64 " major faults: expected none: pages came from a disk",
		       result->faults_major.value);
	if (!e->faults_min.known && result->pages > 0 && faults.value == 0)
		reject(result, "no fault for %" PRIu64 " pages: expected one at least",
		       result->pages);
	if (!e->faults_min.known || (faults.value >= e->faults_min.value &&
				     faults.value <= e->faults_max.value))
		return;
	char expected[64];
	snprintf(expected, sizeof(expected),
		 e->faults_min.value == e->faults_max.value ?
			 "%" PRIu64 :
			 "%" PRIu64 " to %" PRIu64,
		 e->faults_min.value, e->faults_max.value);
	char huge[64] = "";
	if (faults.value < e->faults_min.value && looked->huge_bytes.value > 0)
		snprintf(huge, sizeof(huge), ": %" PRIu64 " MiB are huge pages",
			 looked->huge_bytes.value >> 20);
	reject(result, "%" PRIu64 " faults for %" PRIu64 " pages: expected %s%s",
	       faults.value, result->pages, expected, huge);
}

/* Own slices are exact each; a task that ran into another's pages shows. */
static void gate_tasks(struct trial_result *result, enum role role)
{
	const struct expectation *e = &result->expected;
	if (!e->faults_min.known || e->faults_min.value != e->faults_max.value)
		return;
	for (uint32_t i = 0; i < result->nr_tasks; i++) {
		const struct trial_task *task = &result->task[i];
		const struct count faults = count_add(task->faults_minor,
						      task->faults_major);
		const uint64_t expected =
			role == ROLE_MEASURE ? task->pages : 0;
		if (faults.known && faults.value != expected)
			reject(result, "task %" PRIu32 " took %" PRIu64 " faults: expected %" PRIu64,
			       i, faults.value, expected);
	}
}

static void gate_pressure(struct trial_result *result)
{
	char why[TRIAL_REASON_SIZE];
	if (result->pressure.done &&
	    !pressure_judge(&result->pressure, why, sizeof(why)))
		reject(result, "%s", why);
}

void gate_judge(struct trial_result *result, enum role role,
		const struct gate_looks *looked)
{
	result->ok = true;
	gate_pages(result, role, looked);
	gate_faults(result, looked);
	gate_tasks(result, role);
	gate_pressure(result);
}
