/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many faults and pages the kernel must have counted, for the gate.
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

/* What is known of the machine before tasks run. */
struct expect_machine {
	/* What the kernel may do beyond one page a fault. */
	uint64_t ahead_bytes;	/* vm.anon_fault_ahead_bytes; 0: off or none */
	uint64_t huge_bytes;	/* PMD-sized page; 0 without THP */
	bool faults_known;	/* the kernel's counts are of our own faults */
	double stamp_unit_ns;	/* of clock_stamp(); 0: was not asked for */
};

/* latency: whether some row has it. The clock is then measured, for 20 ms. */
struct expect_machine expect_machine_read(bool latency);

/*
 * For nr_pages touched of a workload.
 * Source   mm/memory.c: do_anonymous_page maps one folio a fault, do_read_fault
 *          maps cached neighbours, at most one page table's worth.
 */
struct expectation expect(const struct workload *workload,
			  const struct expect_machine *machine,
			  uint64_t nr_pages);

#endif
