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

/* Append what changes as one object, "now", and found as a list. */
void host_facts_add_now(struct records *records, struct facts *facts,
			const struct host *host);
void host_facts_add_disturbances(struct records *records, struct facts *facts,
				 const struct disturbances *found);

#endif
