/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/workload.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fault/touch.h"

const char *const role_words[] = {
	[ROLE_MEASURE] = "measure", [ROLE_LIMIT] = "limit", [ROLE_NOP] = "nop",
};

uint64_t workload_whole_pages(uint64_t bytes, uint64_t page_bytes,
			      uint64_t nr_tasks)
{
	const uint64_t pages = bytes / page_bytes + (bytes % page_bytes != 0);
	return (pages < nr_tasks ? nr_tasks : pages) * page_bytes;
}

/* Whether it has the placement of the row before it. */
static bool is_shared(const struct workload row[], size_t i)
{
	return i > 0 && row[i].placement.sets.set == row[i - 1].placement.sets.set;
}

void workloads_unplace(struct workload row[], size_t n)
{
	for (size_t i = n; i-- > 0;)
		if (!is_shared(row, i))
			placement_close(&row[i].placement);
	for (size_t i = 0; i < n; i++)
		row[i].placement = (struct placement){ 0 };
}

void workloads_close(struct workload row[], size_t n)
{
	workloads_unplace(row, n);
	for (size_t i = 0; i < n; i++) {
		list_word_close(&row[i].bind);
		list_word_close(&row[i].policy);
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
				 "--kind %s --cachelines %" PRIu32 ": this kind touches no cache line: expected --cachelines 1",
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
