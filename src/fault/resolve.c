/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/resolve.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "base/size.h"
#include "fault/repetition.h"
#include "machine/memory.h"

/* "21.9G": the largest that fits, rounded down. */
static const char *fit_text(uint64_t bytes, char *text, size_t n)
{
	if (bytes >= UINT64_C(10) << 30)
		snprintf(text, n, "%.1fG",
			 floor((double)bytes / 0x1p30 * 10) / 10);
	else
		snprintf(text, n, "%" PRIu64 "M", bytes >> 20);
	return text;
}

static int check_fits(const struct workload *w, struct error *err)
{
	const struct count fits = memory_fits("");
	const uint64_t needs = repetition_bytes(w);
	if (!fits.known || (w->bytes < SIZE_MAX / 4 && needs <= fits.value))
		return 0;
	char asked[24], most[24];
	const double share = (double)w->bytes / (double)needs;
	return error_set(err, -ENOMEM,
			 "%s does not fit: expected at most %s here: ask for less with -b",
			 size_format(w->requested_bytes, asked, sizeof(asked)),
			 fit_text((uint64_t)((double)fits.value * share), most,
				  sizeof(most)));
}

int resolve_check(const struct workload *workload, struct error *err)
{
	int rc = workload_check_words(workload, err);
	if (rc == 0)
		rc = kind_check(workload->kind, err);
	return rc ? rc : check_fits(workload, err);
}

static int place(struct workload row[], size_t i, struct error *err)
{
	if (i == 0 || !list_word_same(&row[i].bind, &row[i - 1].bind))
		return placement_plan(&row[i].bind, &row[i].placement, err);
	row[i].placement = row[i - 1].placement;
	return 0;
}

int workloads_resolve(struct workload row[], size_t n, struct error *err)
{
	const uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	int rc = 0;
	workloads_unplace(row, n);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		row[i].page_bytes = page_bytes;
		row[i].bytes = workload_whole_pages(row[i].requested_bytes,
						    page_bytes, row[i].nr_tasks);
		rc = policy_check(&row[i].policy, err);
		if (rc == 0)
			rc = place(row, i, err);
		if (rc == 0)
			rc = resolve_check(&row[i], err);
	}
	return rc;
}
