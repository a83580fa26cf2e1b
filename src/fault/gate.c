/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/gate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/file.h"
#include "machine/clock.h"

/* ---- what must be ---- */

struct gate_machine gate_machine_read(bool latency)
{
	AUTO_FREE char *ahead = file_text("", "/proc/sys/vm/anon_fault_ahead_bytes");
	return (struct gate_machine){
		.ahead_bytes = ahead ? strtoull(ahead, NULL, 10) : 0,
		.huge_bytes = thp_pmd_bytes(),
		.faults_known = usage_has_own_faults(),
		.stamp_unit_ns = latency ? clock_stamp_unit_ns() : 0,
	};
}

static uint64_t at_least(uint64_t nr_pages, uint64_t page_bytes,
			 uint64_t bytes_a_fault)
{
	const uint64_t pages = bytes_a_fault / page_bytes;
	return pages > 1 ? (nr_pages + pages - 1) / pages : nr_pages;
}

struct expectation gate_expect(const struct workload *workload,
			       const struct gate_machine *machine,
			       uint64_t nr_pages)
{
	const uint64_t page_bytes = workload->page_bytes;
	struct expectation e = { 0 };
	uint64_t most;		/* bytes that one fault can map */

	if (workload->kind->maps_around)	/* what one page table maps */
		most = page_bytes * (page_bytes / sizeof(long));
	else if (workload->thp.mode == THP_NEVER)
		most = machine->ahead_bytes;
	else if (workload->thp.mode == THP_SIZE)
		most = workload->thp.bytes;
	else
		most = machine->huge_bytes;
	/* A kernel under test may map ahead without a knob that says so. */
	if (workload->any_faults)
		return e;
	e.no_more_pages = most <= page_bytes;
	e.faults_min = count_of(at_least(nr_pages, page_bytes, most));
	e.faults_max = count_of(nr_pages);
	return e;
}

/* ---- what was ---- */

static void gate_pages(struct trial_result *result, enum role role,
		       const struct gate_looks *looked)
{
	if (role == ROLE_MEASURE && looked->before.known &&
	    looked->before.value > 0)
		trial_reject(result, "%" PRIu64 " pages were present before the first touch: expected none",
		       looked->before.value);
	if (!looked->after.known)
		return;
	if (looked->missing > 0)
		trial_reject(result, "%" PRIu64 " of %" PRIu64 " pages are not present after they were to be touched",
		       looked->missing, result->pages);
	if (result->expected.no_more_pages && looked->extra > 0)
		trial_reject(result, "%" PRIu64 " pages are present that were not touched: expected none%s",
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
	if (result->faults_major.value > 0)
		trial_reject(result, "%" PRIu64 " major faults: expected none: pages came from a disk",
		       result->faults_major.value);
	if (!e->faults_min.known && result->pages > 0 && faults.value == 0)
		trial_reject(result, "no fault for %" PRIu64 " pages: expected one at least",
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
	trial_reject(result, "%" PRIu64 " faults for %" PRIu64 " pages: expected %s%s",
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
			trial_reject(result, "task %" PRIu32 " took %" PRIu64 " faults: expected %" PRIu64,
			       i, faults.value, expected);
	}
}

static void gate_pressure(struct trial_result *result)
{
	char why[TRIAL_REASON_SIZE];
	if (result->pressure.done &&
	    !pressure_judge(&result->pressure, why, sizeof(why)))
		trial_reject(result, "%s", why);
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
