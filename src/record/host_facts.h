/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the machine is and what disturbs on it, as facts of a record.
 */
#ifndef RECORD_HOST_FACTS_H
#define RECORD_HOST_FACTS_H

#include <stdbool.h>

#include "machine/disturb.h"
#include "machine/host.h"
#include "record/record.h"

/*
 * Append facts of host to facts, unknown ones as unknown.
 * records  owns the text of facts
 * changes  false: the "id" of the host, then what stays: a host record.
 *          true: what can change, without an id: a run record.
 */
void host_facts_add(struct records *records, struct facts *facts,
		    const struct host *host, bool changes);

/* What a run was started with. */
struct run_start {
	const char *const *argv;	/* [nr_argv] with "pft" first */
	size_t nr_argv;
	uint64_t seed;
};

/*
 * Append the host record and a run record: a new id, the time, the host, how it was
 * started and by which pft.
 * Returns  the run record, to add more to before other records.
 */
struct facts *host_facts_run(struct records *records, const struct host *host,
			     const struct run_start *start);

/* Append what changes as one object, "now", and found as a list. */
void host_facts_add_now(struct records *records, struct facts *facts,
			const struct host *host);
void host_facts_add_disturbances(struct records *records, struct facts *facts,
				 const struct disturbances *found);

#endif
