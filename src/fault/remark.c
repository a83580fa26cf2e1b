/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/remark.h"

const char remark_spill[] =
	"spill: the nodes of tasks had no room for their pages: some are on other nodes";

/* Huge pages were asked for, and each page took a fault of its own. */
static bool no_huge_page(const struct workload *w, const struct trial_result *r)
{
	return (w->thp.mode == THP_ALWAYS || w->thp.mode == THP_SIZE) &&
	       r->faults_minor.known && r->pages > 1 &&
	       r->faults_minor.value == r->pages;
}

size_t remarks(const struct workload *w, const struct trial_result *r,
	       const char *remark[REMARKS_MAX])
{
	const struct {
		bool holds;
		const char *text;
	} all[REMARKS_MAX] = {
		{ !r->concurrent,
		  "not concurrent: tasks began over more than half the window" },
		{ r->oversubscribed,
		  "oversubscribed: more tasks than CPUs they may use" },
		{ w->bytes != w->requested_bytes,
		  "bytes were rounded up to whole pages, at least one a task" },
		{ !r->faults_minor.known,
		  "faults are unknown: the gate did not look at them" },
		{ !w->classic && !r->pages_present.known,
		  "pages present are unknown: the gate did not look at them" },
		{ no_huge_page(w, r),
		  "no huge page was mapped: the region may be too small or memory too fragmented" },
		{ w->kind->is_file && w->file_on_tmpfs,
		  "the file is on tmpfs: its faults are those of shared memory" },
		{ r->spilled, remark_spill },
	};
	size_t n = 0;
	for (size_t i = 0; i < REMARKS_MAX; i++)
		if (all[i].holds)
			remark[n++] = all[i].text;
	return n;
}
