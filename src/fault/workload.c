/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/workload.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/size.h"
#include "fault/touch.h"
#include "fault/trial.h"
#include "machine/memory.h"

const char *const role_words[] = {
	[ROLE_MEASURE] = "measure", [ROLE_LIMIT] = "limit", [ROLE_NOP] = "nop",
};

uint64_t workload_whole_pages(uint64_t bytes, uint64_t page_bytes,
			      uint64_t nr_tasks)
{
	const uint64_t pages = bytes / page_bytes + (bytes % page_bytes != 0);
	return (pages < nr_tasks ? nr_tasks : pages) * page_bytes;
}

/* ---- what depends on the machine ---- */

/* Whether it has the placement of the row before it. */
static bool is_shared(const struct workload row[], size_t i)
{
	return i > 0 && row[i].placement.sets.set == row[i - 1].placement.sets.set;
}

static void close_placements(struct workload row[], size_t n)
{
	for (size_t i = n; i-- > 0;)
		if (!is_shared(row, i))
			placement_close(&row[i].placement);
	for (size_t i = 0; i < n; i++)
		row[i].placement = (struct placement){ 0 };
}

static int place(struct workload row[], size_t i, struct error *err)
{
	if (i == 0 || !bind_same(&row[i].bind, &row[i - 1].bind))
		return placement_plan(&row[i].bind, &row[i].placement, err);
	row[i].placement = row[i - 1].placement;
	return 0;
}

int workloads_resolve(struct workload row[], size_t n, struct error *err)
{
	const uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	int rc = 0;
	close_placements(row, n);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		row[i].page_bytes = page_bytes;
		row[i].bytes = workload_whole_pages(row[i].requested_bytes,
						    page_bytes, row[i].nr_tasks);
		rc = policy_check(&row[i].policy, err);
		if (rc == 0)
			rc = place(row, i, err);
		if (rc == 0)
			rc = workload_check(&row[i], err);
	}
	return rc;
}

void workloads_close(struct workload row[], size_t n)
{
	close_placements(row, n);
	for (size_t i = 0; i < n; i++) {
		bind_close(&row[i].bind);
		policy_close(&row[i].policy);
	}
}

/* ---- what goes together ---- */

/* One call populates a slice: there is no order, no touch and no line. */
static int check_populate(const struct workload *w, struct error *err)
{
	char pattern[40];
	const char *name = w->kind->name;
	if (w->pattern.pattern != &patterns[0])
		return error_set(err, -EINVAL,
				 "--kind %s --pattern %s: the kernel populates upwards: expected --pattern %s",
				 name,
				 pattern_text(&w->pattern, pattern, sizeof(pattern)),
				 patterns[0].name);
	if (w->latency)
		return error_set(err, -EINVAL,
				 "--kind %s --latency: there is no touch to be timed: expected one of them",
				 name);
	if (w->cachelines != 1)
		return error_set(err, -EINVAL,
				 "--kind %s --cachelines %" PRIu32 ": no line is touched: expected --cachelines 1",
				 name, w->cachelines);
	return 0;
}

/* Whether fault/pressure.h knows what such a program does. */
static int check_pressure(const struct workload *w, struct error *err)
{
	if (w->kind != &kinds[0])
		return error_set(err, -EINVAL, "--pressure --kind %s: what is taken back must be written and read again: expected --kind %s",
				 w->kind->name, kinds[0].name);
	if (w->nr_tasks != 1)
		return error_set(err, -EINVAL, "--pressure --threads %" PRIu32 ": one task uses its pages again: expected --threads 1",
				 w->nr_tasks);
	if (w->classic || w->latency)
		return error_set(err, -EINVAL, "--pressure --%s: expected one of them",
				 w->classic ? "classic" : "latency");
	return 0;
}

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
	const uint64_t needs = trial_bytes(w);
	if (!fits.known || (w->bytes < SIZE_MAX / 4 && needs <= fits.value))
		return 0;
	char asked[24], most[24];
	const double share = (double)w->bytes / (double)needs;
	return error_set(err, -ENOMEM,
			 "%s do not fit: expected at most %s here: ask for less with -b",
			 size_format(w->requested_bytes, asked, sizeof(asked)),
			 fit_text((uint64_t)((double)fits.value * share), most,
				  sizeof(most)));
}

static int check_regions(const struct workload *w, struct error *err)
{
	if (!w->processes || w->own_regions)
		return 0;
	return error_set(err, -EINVAL, "--tasks processes --regions shared: processes map their own: expected --regions own, or --tasks threads");
}

static int check_cachelines(const struct workload *w, struct error *err)
{
	const uint64_t lines = w->page_bytes / TOUCH_LINE_BYTES;
	if (w->page_bytes == 0 || w->cachelines <= lines)
		return 0;
	return error_set(err, -EINVAL, "--cachelines %" PRIu32 ": expected at most %" PRIu64 ", as many as a page has",
			 w->cachelines, lines);
}

int workload_check_words(const struct workload *workload, struct error *err)
{
	int rc = check_regions(workload, err);
	if (rc == 0)
		rc = check_cachelines(workload, err);
	if (rc == 0 && workload->pressure)
		rc = check_pressure(workload, err);
	if (rc == 0 && workload->kind->populates)
		rc = check_populate(workload, err);
	return rc;
}

int workload_check(const struct workload *workload, struct error *err)
{
	int rc = workload_check_words(workload, err);
	if (rc == 0 && workload->kind->populates)
		rc = kind_check(workload->kind, err);
	return rc ? rc : check_fits(workload, err);
}
