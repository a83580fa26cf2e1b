/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/idle.h"

#include <stdlib.h>

/* Tasks of one CPU, or one task that is bound to none. */
struct lane {
	struct count cpu;
	uint64_t start_ns, end_ns;
	uint64_t busy_ns;
};

static uint64_t min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t less(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static uint64_t off_ns(const struct lane *lane)
{
	return less(lane->end_ns - lane->start_ns, lane->busy_ns);
}

static struct lane *lane_of(struct lane lane[], size_t *n,
			    const struct trial_task *task)
{
	for (size_t i = 0; task->cpu.known && i < *n; i++)
		if (lane[i].cpu.known && lane[i].cpu.value == task->cpu.value)
			return &lane[i];
	lane[*n] = (struct lane){ .cpu = task->cpu, .start_ns = UINT64_MAX };
	return &lane[(*n)++];
}

static size_t make_lanes(const struct trial_result *r, struct lane lane[])
{
	size_t n = 0;
	for (uint32_t i = 0; i < r->nr_tasks; i++) {
		const struct trial_task *task = &r->task[i];
		struct lane *own = lane_of(lane, &n, task);
		own->start_ns = min(own->start_ns, task->start_ns);
		if (task->end_ns > own->end_ns)
			own->end_ns = task->end_ns;
		own->busy_ns += task->cpu_ns;
	}
	return n;
}

static int ascending(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* Between two neighbouring beginnings or ends. */
static uint64_t idle_between(const struct lane lane[], size_t n, uint64_t from,
			     uint64_t to)
{
	uint64_t idle = to - from;
	for (size_t i = 0; i < n; i++)
		if (lane[i].start_ns <= from && lane[i].end_ns >= to)
			idle = min(idle, off_ns(&lane[i]));
	return idle;
}

/* time [2n] is room to work in. */
static uint64_t bound(const struct lane lane[], size_t n, uint64_t time[],
		      size_t nr_cpus)
{
	uint64_t sum = 0, busy = 0;
	for (size_t i = 0; i < n; i++) {
		time[2 * i] = lane[i].start_ns;
		time[2 * i + 1] = lane[i].end_ns;
		busy += lane[i].busy_ns;
	}
	qsort(time, 2 * n, sizeof(*time), ascending);
	const uint64_t whole = time[2 * n - 1] - time[0];
	for (size_t i = 1; i < 2 * n; i++)
		sum += idle_between(lane, n, time[i - 1], time[i]);
	/* One lane alone tells as well: where it is not, all may be idle. */
	for (size_t i = 0; i < n; i++)
		sum = min(sum, whole - (lane[i].end_ns - lane[i].start_ns) +
				       off_ns(&lane[i]));
	/* And so do all together: more tasks than CPUs wait for each other. */
	return min(sum, less(whole, busy / nr_cpus));
}

uint64_t idle_bound_ns(const struct trial_result *result, size_t nr_cpus)
{
	struct lane *lane = calloc(result->nr_tasks, sizeof(*lane));
	uint64_t *time = calloc(result->nr_tasks, 2 * sizeof(*time));
	uint64_t ns = UINT64_MAX;
	if (lane && time)
		ns = bound(lane, make_lanes(result, lane), time, nr_cpus);
	free(time);
	free(lane);
	return ns;
}

uint64_t idle_allowed_ns(const struct trial_result *result)
{
	const uint64_t wake_up = 20000, share = result->wall_ns / 1000;
	return share > wake_up ? share : wake_up;
}
