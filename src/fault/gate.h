/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gate: how many faults and pages the kernel must have counted, and whether a
 * repetition did what it claims. A source that could not be read is unknown, not a
 * mismatch.
 */
#ifndef FAULT_GATE_H
#define FAULT_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/known.h"
#include "fault/trial_result.h"
#include "fault/workload.h"

/* What is known of the machine before tasks run. */
struct gate_machine {
	/* What the kernel may do beyond one page a fault. */
	uint64_t ahead_bytes;	/* vm.anon_fault_ahead_bytes; 0: off or none */
	uint64_t huge_bytes;	/* PMD-sized page; 0 without THP */
	bool faults_known;	/* the kernel's counts are of our own faults */
	double stamp_unit_ns;	/* of clock_stamp(); 0: was not asked for */
};

/* latency: whether some row has it. The clock is then measured, for 20 ms. */
struct gate_machine gate_machine_read(bool latency);

/*
 * For nr_pages touched of a workload.
 * Source   mm/memory.c: do_anonymous_page maps one folio a fault, do_read_fault
 *          maps cached neighbours, at most one page table's worth.
 */
struct expectation gate_expect(const struct workload *workload,
			       const struct gate_machine *machine,
			       uint64_t nr_pages);

/* What was seen of the region's pages, all tasks together. */
struct gate_looks {
	struct count before, after;	/* present; unknown: not looked at */
	uint64_t missing, extra;	/* after, against what was touched */
	struct count huge_bytes;
};

/* Set ok and invalid of a result whose expectation and counts are filled in. */
void gate_judge(struct trial_result *result, enum role role,
		const struct gate_looks *looked);

#endif
