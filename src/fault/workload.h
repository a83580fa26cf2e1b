/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a row measures. It travels as const.
 */
#ifndef FAULT_WORKLOAD_H
#define FAULT_WORKLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "fault/kind.h"
#include "fault/pattern.h"
#include "machine/placement.h"
#include "machine/policy.h"
#include "machine/thp.h"

enum { TASKS_MAX = 4096 };

enum role {
	ROLE_MEASURE,
	ROLE_LIMIT,	/* the same tasks zero as many present pages */
	ROLE_NOP,	/* everything but the touches: what the harness costs */
};

/* "measure", "limit", "nop": as records name them. */
extern const char *const role_words[];

struct workload {
	const struct kind *kind;
	struct pattern_choice pattern;
	uint64_t requested_bytes;
	uint64_t bytes;		/* rounded: whole pages, one a task at least */
	uint64_t page_bytes;
	uint32_t nr_tasks;
	bool processes;		/* else threads */
	bool own_regions;	/* else one mapping in slices; processes: always */
	uint32_t cachelines;
	struct thp_choice thp;
	bool any_faults;	/* the count is a result, not a gate */
	bool latency;
	bool classic;		/* 2004's accounting */
	uint32_t pressure;	/* percent of what is present; 0: none */
	struct list_word bind;
	struct placement placement;	/* by workloads_resolve of fault/resolve.h */
	struct list_word policy;
	bool file_on_tmpfs;	/* what the backing turned out to be */
};

/*
 * What a record says of a workload: type, name, whether it is part of a row's
 * key, help. The members of struct sample (record/record.h) and of its table
 * (record/field.c) are made of these lines, in this order.
 */
#define WORKLOAD_RECORD(MEMBER) \
	MEMBER(TEXT, accounting, true, "window or classic: what the times include") \
	MEMBER(TEXT, kind, true, "what is mapped and how it is touched") \
	MEMBER(TEXT, pattern, true, "order of the touches") \
	MEMBER(TEXT, tasks, true, "threads or processes") \
	MEMBER(COUNT, threads, true, "number of tasks") \
	MEMBER(COUNT, bytes, true, "mapped and measured, all tasks together") \
	MEMBER(COUNT, requested_bytes, false, "as asked for, before rounding to pages and tasks") \
	MEMBER(COUNT, page_bytes, true, "base page") \
	MEMBER(COUNT, pages, false, "touched, all tasks together, in one repetition") \
	MEMBER(COUNT, cachelines, true, "touched in each page") \
	MEMBER(TEXT, bind, true, "how tasks were bound to CPUs") \
	MEMBER(TEXT, mem, true, "NUMA memory policy") \
	MEMBER(TEXT, thp, true, "never, inherit, always or a size") \
	MEMBER(COUNT, pressure_percent, true, "of what was present, asked back after the window, in 16 steps; null: none") \
	MEMBER(TEXT, regions, true, "shared: one mapping in slices; own: one for each task")

/* A task's part of the region. */
struct task_slice {
	uint64_t first_page, nr_pages;
};

/* Equal slices of whole pages, the remainder to the last. */
static inline struct task_slice workload_slice(const struct workload *workload,
					  uint32_t task)
{
	const uint64_t pages = workload->bytes / workload->page_bytes;
	const uint64_t each = pages / workload->nr_tasks;
	const bool last = task + 1 == workload->nr_tasks;
	return (struct task_slice){ .first_page = task * each,
			       .nr_pages = last ? pages - task * each : each };
}

/* Bytes rounded up to whole pages, at least one a task. */
uint64_t workload_whole_pages(uint64_t bytes, uint64_t page_bytes,
			      uint64_t nr_tasks);

/* Free what workloads hold, not the array. Accepts empty ones. */
void workloads_close(struct workload row[], size_t n);
/* Free their placements alone. */
void workloads_unplace(struct workload row[], size_t n);

/*
 * Whether the parts of a workload go together, on whatever machine; of one whose
 * page_bytes are known, also with such pages.
 * Errors   -EINVAL; the message has the mend.
 */
int workload_check_words(const struct workload *workload, struct error *err);
#endif
