/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a sample that are many and seldom looked at, in few bytes: its
 * counters and the numbers of its tasks. A million samples fit into a gigabyte
 * that way. Nothing is lost: what is taken out is what was put in.
 */
#ifndef RECORD_PACKED_H
#define RECORD_PACKED_H

#include "record/record.h"

/*
 * Pack pairs; names and texts are copied, as by records_keep.
 * pair     [n]; the caller's
 */
void counters_set(struct records *records, struct counters *counters,
		  const struct pair pair[], size_t n);
/* One more behind those that are there. */
void counters_add(struct records *records, struct counters *counters,
		  const char *name, struct real number);
/* The number of the first counter of that name, or unknown. */
struct real counters_number(const struct counters *counters, const char *name);
/* All: an array of counters->name.n the caller frees; its texts are kept. */
struct pair *counters_pairs(const struct counters *counters);

/* task: [n]; the caller's */
void tasks_set(struct records *records, struct tasks *tasks,
	       const struct task_sample task[], size_t n);
/* All: an array of tasks->n the caller frees. */
struct task_sample *tasks_all(const struct tasks *tasks);

#endif
