/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gate must catch a measurement that is not what it claims. This program
 * brings its own touch loop and its own madvise, which do wrong on request.
 */
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/known.h"
#include "fault/touch.h"
#include "fault/trial.h"
#include "machine/knobs.h"
#include "tap.h"

/* Of 2048 pages and three tasks; the last task has two more. */
enum { EQUAL_SLICE = 682, LAST_SLICE = 684 };

static enum {
	TRUE_TO_PLAN,
	SKIPS,		/* strides four pages whatever it is told, as in 2004 */
	STOPS_SHORT,	/* leaves out the last page */
	TRESPASSES,	/* touches a page of the next task */
	HUGE,		/* asks for huge pages */
} plant;

static _Atomic int trespasses;

/* As the true loop is not: instrumented, it would fault in shadow memory. */
#define PLAIN __attribute__((no_sanitize("address", "thread", "undefined")))

PLAIN static void touch(unsigned char *p, bool writes)
{
	if (writes)
		*(volatile unsigned char *)p = 1;
	else
		(void)*(volatile unsigned char *)p;
}

PLAIN void touch_all(const struct touch_plan *plan)
{
	const size_t n = plan->count - (plan->count > 0 && plant == STOPS_SHORT);
	/* The last page of the next slice, before its owner comes to it. */
	if (plant == TRESPASSES && plan->count == EQUAL_SLICE) {
		touch(plan->first + (ptrdiff_t)(2 * plan->count - 1) *
					    plan->step_bytes, plan->writes);
		trespasses++;
	}
	/* On a busy machine the owner might be done before the others begin. */
	while (plant == TRESPASSES && plan->count == LAST_SLICE && trespasses < 2)
		sched_yield();
	for (size_t i = 0; i < n; i++) {
		const size_t at = plant == SKIPS ? i / 4 * 4 : i;
		touch(plan->first + (ptrdiff_t)at * plan->step_bytes,
		      plan->writes);
	}
}

void touch_zero(unsigned char *first, size_t count, size_t page_bytes)
{
	memset(first, 0, count * page_bytes);
}

int touch_populate(unsigned char *first, size_t bytes)
{
	(void)first;
	(void)bytes;
	return -1;
}

void touch_code_present(void)
{
}

/* Stands before libc's. */
int madvise(void *base, size_t bytes, int advice)
{
	if (plant == HUGE && advice == MADV_NOHUGEPAGE)
		advice = MADV_HUGEPAGE;
	return (int)syscall(SYS_madvise, base, bytes, advice);
}

static struct backing backing = { .fd = -1 };
static struct trial_context context = { .backing = &backing };

static struct workload workload_of(uint32_t nr_tasks)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct workload w = {
		.kind = kind_find("anon-write"), .nr_tasks = nr_tasks,
		.cachelines = 1, .page_bytes = page, .bytes = 2048 * page,
		.requested_bytes = 2048 * page,
		.pattern = { .pattern = &patterns[0] },
	};
	w.placement.nr_cpus = placement_nr_cpus();
	return w;
}

static void caught(const struct workload *w, const char *what,
		   const char *reason)
{
	struct trial_result r;
	struct error err = { "" };
	is_int(trial_run(w, ROLE_MEASURE, &context, &r, &err), 0,
	       "%s runs", what);
	ok(!r.ok, "%s is INVALID", what);
	ok(strstr(r.invalid, reason) != NULL, "%s has its reason: %s", what,
	   r.invalid);
	trial_close(&r);
}

static void test_fine(void)
{
	const struct workload w = workload_of(2);
	struct trial_result r;
	is_int(trial_run(&w, ROLE_MEASURE, &context, &r, NULL), 0,
	       "a loop that is true to its plan runs");
	ok(r.ok, "a loop that is true to its plan passes (%s)", r.invalid);
	trial_close(&r);
}

static void test_planted(void)
{
	struct workload w = workload_of(2);
	plant = SKIPS;
	caught(&w, "a stride that skips pages", "not present after");
	plant = STOPS_SHORT;
	caught(&w, "a loop that stops a page short",
	       "2 of 2048 pages are not present");
	w.pattern.pattern = &patterns[1];
	caught(&w, "a descending loop that stops a page short",
	       "2 of 2048 pages are not present");
	w = workload_of(3);
	plant = TRESPASSES;
	trespasses = 0;
	caught(&w, "a page that another task has mapped", "faults: expected");
	plant = TRUE_TO_PLAN;
}

static void test_populated(void)
{
	static struct kind populated;
	struct workload w = workload_of(2);
	populated = *w.kind;
	populated.flags |= MAP_POPULATE;
	w.kind = &populated;
	caught(&w, "a region that is populated beforehand",
	       "2048 pages were present before");
}

static void test_huge(void)
{
	char *enabled = knobs_read("/sys/kernel/mm/transparent_hugepage/enabled");
	const struct workload w = workload_of(1);
	if (!enabled || strcmp(enabled, "never") == 0) {
		tap_skip("this kernel makes no huge pages",
			 "a huge page that was not asked for is INVALID");
	} else {
		plant = HUGE;
		caught(&w, "a huge page that was not asked for",
		       "MiB are huge pages");
		plant = TRUE_TO_PLAN;
	}
	free(enabled);
}

/* With any number of faults allowed, presence still gates. */
static void test_any(void)
{
	struct workload w = workload_of(1);
	w.any_faults = true;
	plant = STOPS_SHORT;
	caught(&w, "a page that is missing with --faults any",
	       "1 of 2048 pages are not present");
	plant = TRUE_TO_PLAN;
}

int main(void)
{
	context.machine = gate_machine_read(true);
	test_fine();
	test_planted();
	test_populated();
	test_huge();
	test_any();
	return tap_done();
}
