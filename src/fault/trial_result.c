/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/trial_result.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void trial_close(struct trial_result *result)
{
	latency_close(result->latency);
	lock_uses_close(&result->locks);
	free(result->task);
	*result = (struct trial_result){ 0 };
}

void trial_reject(struct trial_result *result, const char *format, ...)
{
	if (!result->ok)
		return;
	result->ok = false;
	va_list args;
	va_start(args, format);
	vsnprintf(result->invalid, sizeof(result->invalid), format, args);
	va_end(args);
}

/* ---- remarks ---- */

const char trial_remark_spill[] =
	"spill: the nodes of tasks had no room for their pages: some are on other nodes";

/* Huge pages were asked for, and each page took a fault of its own. */
static bool no_huge_page(const struct workload *w, const struct trial_result *r)
{
	return (w->thp.mode == THP_ALWAYS || w->thp.mode == THP_SIZE) &&
	       r->faults_minor.known && r->pages > 1 &&
	       r->faults_minor.value == r->pages;
}

size_t trial_remarks(const struct workload *w, const struct trial_result *r,
		     const char *remark[TRIAL_REMARKS_MAX])
{
	const struct {
		bool holds;
		const char *text;
	} all[TRIAL_REMARKS_MAX] = {
		{ !r->concurrent,
		  "not concurrent: tasks began over more than half the window" },
		{ r->oversubscribed,
		  "oversubscribed: more tasks than CPUs they may use" },
		{ w->bytes != w->requested_bytes,
		  "bytes were rounded up to whole pages, at least one a task" },
		{ !r->faults_minor.known,
		  "faults are unknown: the gate did not look at them" },
		{ !w->classic && !r->pages_present.known,
		  "pages present are unknown: the gate did not look at them" },
		{ no_huge_page(w, r),
		  "no huge page was mapped: the region may be too small or memory too fragmented" },
		{ w->kind->is_file && w->file_on_tmpfs,
		  "the file is on tmpfs: its faults are those of shared memory" },
		{ r->spilled, trial_remark_spill },
	};
	size_t n = 0;
	for (size_t i = 0; i < TRIAL_REMARKS_MAX; i++)
		if (all[i].holds)
			remark[n++] = all[i].text;
	return n;
}

/* ---- how long all CPUs may have been idle ---- */

static uint64_t min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Of the time between its beginning and its end. */
static uint64_t off_ns(const struct trial_task *task)
{
	const uint64_t span = task->end_ns - task->start_ns;
	if (task->nr_blocked == 0 || task->cpu_ns >= span)
		return 0;
	return span - task->cpu_ns;
}

/* Between two neighbouring beginnings or ends. */
static uint64_t idle_between(const struct trial_result *r, uint64_t from,
			     uint64_t to)
{
	uint64_t idle = to - from;
	for (uint32_t i = 0; idle && i < r->nr_tasks; i++)
		if (r->task[i].start_ns <= from && r->task[i].end_ns >= to)
			idle = min(idle, off_ns(&r->task[i]));
	return idle;
}

uint64_t trial_idle_bound_ns(const struct trial_result *r)
{
	const size_t n = 2 * (size_t)r->nr_tasks;
	uint64_t sum = 0, alone = UINT64_MAX;
	uint64_t *time = error_unless_memory(calloc(n, sizeof(*time)));
	for (uint32_t i = 0; i < r->nr_tasks; i++) {
		time[2 * i] = r->task[i].start_ns;
		time[2 * i + 1] = r->task[i].end_ns;
	}
	qsort(time, n, sizeof(*time), number_ascending);
	for (size_t i = 1; i < n; i++)
		sum += idle_between(r, time[i - 1], time[i]);
	/* Each task alone also gives a bound: its own waits, and the time before
	 * its beginning and after its end. That counts its waits once, however many
	 * tasks begin or end meanwhile. */
	for (uint32_t i = 0; i < r->nr_tasks; i++) {
		const struct trial_task *task = &r->task[i];
		alone = min(alone, off_ns(task) + task->start_ns - time[0] +
					   time[n - 1] - task->end_ns);
	}
	free(time);
	return min(sum, alone);
}

uint64_t trial_idle_allowed_ns(const struct trial_result *result)
{
	/* A kernel that counts its locks takes so much longer to wake one. */
	const uint64_t wake_up = result->locks.known ? 80000 : 20000;
	const uint64_t wake_ups = wake_up * result->nr_tasks;
	const uint64_t share = result->wall_ns / 1000;
	return share > wake_ups ? share : wake_ups;
}
