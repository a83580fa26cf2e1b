/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/idle.h"

#include <stdlib.h>

#include "base/error.h"

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

static int ascending(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
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

uint64_t idle_bound_ns(const struct trial_result *r)
{
	const size_t n = 2 * (size_t)r->nr_tasks;
	uint64_t sum = 0, alone = UINT64_MAX;
	uint64_t *time = error_unless_memory(calloc(n, sizeof(*time)));
	for (uint32_t i = 0; i < r->nr_tasks; i++) {
		time[2 * i] = r->task[i].start_ns;
		time[2 * i + 1] = r->task[i].end_ns;
	}
	qsort(time, n, sizeof(*time), ascending);
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

uint64_t idle_allowed_ns(const struct trial_result *result)
{
	/* A kernel that counts its locks takes so much longer to wake one. */
	const uint64_t wake_up = result->locks.known ? 80000 : 20000;
	const uint64_t wake_ups = wake_up * result->nr_tasks;
	const uint64_t share = result->wall_ns / 1000;
	return share > wake_ups ? share : wake_ups;
}
