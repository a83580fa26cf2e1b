/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/expect.h"

#include <stdlib.h>

#include "base/auto.h"
#include "base/file.h"
#include "machine/clock.h"
#include "machine/counters.h"

struct expect_machine expect_machine_read(bool latency)
{
	AUTO_FREE char *ahead = file_text("", "/proc/sys/vm/anon_fault_ahead_bytes");
	return (struct expect_machine){
		.ahead_bytes = ahead ? strtoull(ahead, NULL, 10) : 0,
		.huge_bytes = thp_pmd_bytes(),
		.faults_known = usage_has_own_faults(),
		.stamp_unit_ns = latency ? clock_stamp_unit_ns() : 0,
	};
}

static uint64_t at_least(uint64_t nr_pages, uint64_t page_bytes,
			 uint64_t bytes_a_fault)
{
	const uint64_t pages = bytes_a_fault / page_bytes;
	return pages > 1 ? (nr_pages + pages - 1) / pages : nr_pages;
}

struct expectation expect(const struct workload *workload,
			  const struct expect_machine *machine,
			  uint64_t nr_pages)
{
	/* What one page table maps: the most that one fault can map. */
	const uint64_t table_bytes = workload->page_bytes *
				     (workload->page_bytes / sizeof(long));
	const bool order_0 = workload->thp.mode == THP_NEVER;
	struct expectation e = { .no_major = true, .no_more_pages = true };
	uint64_t most;		/* bytes that one fault can map */

	if (workload->kind->faults == FAULTS_AROUND)
		most = table_bytes;
	else if (order_0)
		most = machine->ahead_bytes;
	else if (workload->thp.mode == THP_SIZE)
		most = workload->thp.bytes;
	else
		most = machine->huge_bytes;
	if (most > workload->page_bytes)
		e.no_more_pages = false;
	if (workload->any_faults) {
		/* A kernel under test may map ahead without a knob that says so. */
		e.no_more_pages = false;
		return e;
	}
	e.faults_min = count_of(at_least(nr_pages, workload->page_bytes, most));
	e.faults_max = count_of(nr_pages);
	return e;
}
