/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel must have done: the gate's side of the comparison.
 */
#ifndef FAULT_EXPECT_H
#define FAULT_EXPECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/known.h"
#include "fault/workload.h"

struct expectation {
	struct count faults_min, faults_max;	/* unknown: any number passes */
	bool no_more_pages;	/* nothing but what was touched is present */
	bool no_major;		/* nothing may have come from a disk */
};

/* What the kernel may do beyond one page a fault; read once, before tasks. */
struct expect_machine {
	uint64_t ahead_bytes;	/* vm.anon_fault_ahead_bytes; 0: off or none */
	uint64_t huge_bytes;	/* PMD-sized page; 0 without THP */
};

struct expect_machine expect_machine_read(void);

/*
 * For nr_pages touched of a workload.
 * Source   mm/memory.c: do_anonymous_page maps one folio a fault, do_read_fault
 *          maps cached neighbours, at most one page table's worth.
 */
struct expectation expect(const struct workload *workload,
			  const struct expect_machine *machine,
			  uint64_t nr_pages);

#endif
