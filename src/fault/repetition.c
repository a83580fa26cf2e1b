/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/repetition.h"

#include <errno.h>
#include <sys/mman.h>

#include "fault/latency.h"
#include "machine/clock.h"

struct shared {
	/* Tasks that were left behind when we were interrupted still read it. */
	struct team team;
	struct barrier meet[NR_MEETINGS];
	struct task task[];	/* then stamps, from a page's start on */
};

static size_t tasks_bytes(const struct workload *w)
{
	const size_t bytes = sizeof(struct shared) +
			     w->nr_tasks * sizeof(struct task);
	return (bytes + w->page_bytes - 1) / w->page_bytes * w->page_bytes;
}

static size_t stamp_bytes(const struct workload *w)
{
	return w->latency ? w->bytes / w->page_bytes * sizeof(uint32_t) : 0;
}

static void set_up_tasks(struct shared *shared)
{
	const struct workload *w = shared->team.workload;
	uint32_t *stamps = (uint32_t *)((char *)shared + tasks_bytes(w));
	const bool stamped = w->latency && shared->team.role == ROLE_MEASURE;
	for (int i = 0; i < NR_MEETINGS; i++) {
		/* Tasks never are enough for these: they are opened. */
		const bool opened = i == MEET_COUNTED || i == MEET_COUNTED_AGAIN;
		barrier_init(&shared->meet[i], w->nr_tasks + opened);
	}
	shared->team.meet = shared->meet;
	for (uint32_t i = 0; i < w->nr_tasks; i++) {
		const struct task_slice slice = workload_slice(w, i);
		shared->task[i] = (struct task){
			.index = i, .slice = slice,
			.stamp = stamped ? stamps + slice.first_page : NULL,
		};
	}
}

int repetition_open(struct repetition *repetition, const struct team *team,
		    const _Atomic int *interrupts)
{
	const struct workload *w = team->workload;
	const size_t bytes = tasks_bytes(w) + stamp_bytes(w);
	*repetition = (struct repetition){ .workload = w, .shared_bytes = bytes };
	struct shared *shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return -errno;
	shared->team = *team;
	set_up_tasks(shared);
	repetition->team = &shared->team;
	repetition->task = shared->task;
	repetition->crew = (struct crew){
		.team = &shared->team, .task = shared->task,
		.interrupts = interrupts, .locks_before = -1, .locks_after = -1,
	};
	system_counters_read(&repetition->counters);
	repetition->begin_ns = clock_wall_ns();
	return 0;
}

void repetition_close(struct repetition *repetition)
{
	locality_close(&repetition->locality);
	/* Abandoned threads still write to it. */
	if (!repetition->crew.abandoned)
		munmap(repetition->team, repetition->shared_bytes);
}

int repetition_map(struct repetition *repetition)
{
	struct team *team = repetition->team;
	const struct mapping mapping = { .kind = team_kind(team),
					 .backing = team->backing,
					 .bytes = repetition->workload->bytes };
	if (team_has_own_regions(team))
		return 0;
	return region_open(repetition->workload, &mapping, &team->region);
}

uint64_t repetition_bytes(const struct workload *w)
{
	const uint64_t pages = w->bytes / w->page_bytes;
	/* The limit writes to memory whatever the kind. */
	uint64_t bytes = w->bytes + (w->kind->is_file ? w->bytes : 0);
	bytes += pages * sizeof(uint64_t);	/* page tables */
	bytes += tasks_bytes(w);
	if (w->pattern.pattern->fill)
		bytes += pages * sizeof(uint32_t);
	if (w->pressure)
		bytes += 3 * pages;
	if (w->latency)
		bytes += pages * (sizeof(uint32_t) + sizeof(struct latency_touch));
	return bytes + (uint64_t)w->nr_tasks * CREW_STACK;
}
