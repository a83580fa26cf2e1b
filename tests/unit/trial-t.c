/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions from mapping to judgement. Built twice: with all libraries, and
 * as plain-t with libc alone, as in a guest.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/known.h"
#include "fault/barrier.h"
#include "fault/repetition.h"
#include "fault/resolve.h"
#include "fault/trial.h"
#include "machine/clock.h"
#include "tap.h"

static struct backing backing = { .fd = -1 };
static struct trial_context context = { .backing = &backing };

static struct workload workload_of(const char *kind, const char *pattern,
				   uint64_t pages, uint32_t nr_tasks)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct workload w = {
		.kind = kind_find(kind), .nr_tasks = nr_tasks, .cachelines = 1,
		.page_bytes = page, .bytes = pages * page,
		.requested_bytes = pages * page,
	};
	pattern_parse(pattern, &w.pattern, NULL);
	w.pattern.seed = 1;
	w.placement.nr_cpus = placement_nr_cpus();
	return w;
}

/* Run, check what always holds, and hand the result over. */
static struct trial_result run(const struct workload *w, enum role role,
			       const char *name)
{
	struct trial_result r;
	struct error err = { "" };
	is_int(backing_prepare(w->kind, w->bytes, &backing, &err), 0,
	       "%s: its backing is there", name);
	const int rc = trial_run(w, role, &context, &r, &err);
	is_int(rc, 0, "%s: runs (%s)", name, err.text);
	if (rc != 0)
		return r;
	ok(r.ok, "%s: passes the gate (%s)", name, r.invalid);
	uint64_t pages = 0, cpu = 0;
	bool within = true;
	for (uint32_t i = 0; i < r.nr_tasks; i++) {
		pages += r.task[i].pages;
		cpu += r.task[i].cpu_ns;
		within &= r.task[i].start_ns <= r.task[i].end_ns &&
			  r.task[i].end_ns <= r.wall_ns + (w->classic ? r.wall_ns : 0);
	}
	ok(within, "%s: every task starts, ends, and lies in the window", name);
	is_int(pages, r.pages, "%s: the tasks' pages add up", name);
	if (!w->classic || role != ROLE_MEASURE)
		is_int(cpu, r.cpu_ns, "%s: the tasks' CPU times add up", name);
	ok(!r.user_ns.known || r.user_ns.value + r.system_ns.value == r.cpu_ns,
	   "%s: user and system are the CPU time", name);
	return r;
}

static void test_kinds(void)
{
	static const char *const kinds_of[] = { "anon-write", "anon-read",
						"file-private-read" };
	static const char *const patterns_of[] = { "sequential", "descending",
		"stride:3", "interleaved:3", "random", "random:20", "runs:2-5" };
	for (size_t k = 0; k < ARRAY_SIZE(kinds_of); k++)
		for (size_t p = 0; p < ARRAY_SIZE(patterns_of); p++) {
			char name[80];
			struct workload w = workload_of(kinds_of[k],
							patterns_of[p], 700, 2);
			snprintf(name, sizeof(name), "%s %s", kinds_of[k],
				 patterns_of[p]);
			struct trial_result r = run(&w, ROLE_MEASURE, name);
			const bool exact = r.expected.faults_min.value ==
					   r.expected.faults_max.value;
			ok(!r.faults_minor.known ||
				   (r.faults_minor.value + r.faults_major.value >=
					    r.expected.faults_min.value &&
				    (!exact || r.faults_minor.value == r.pages)),
			   "%s: the kernel counts as many faults as must be", name);
			ok(!r.pages_present.known || k == 2 ||
				   r.pages_present.value == r.pages,
			   "%s: just the pages touched are present", name);
			trial_close(&r);
		}
	backing_close(&backing);
}

/* No touch: the kernel is asked, and counts a fault a page all the same. */
static void test_populate(void)
{
	struct workload w = workload_of("anon-populate", "sequential", 700, 2);
	struct error err = { "" };
	if (kind_check(w.kind, &err) != 0) {
		tap_skip(err.text, "memory is populated by the kernel");
		return;
	}
	is_int(resolve_check(&w, &err), 0, "populating can be asked for (%s)", err.text);
	struct trial_result r = run(&w, ROLE_MEASURE, "anon-populate");
	is_int(r.pages, 700, "populated pages are counted");
	ok(!r.pages_present.known || r.pages_present.value == 700,
	   "just they are present");
	ok(!r.faults_minor.known || r.faults_minor.value == 700,
	   "the kernel counts a fault for each");
	trial_close(&r);
	w.processes = true;
	r = run(&w, ROLE_MEASURE, "anon-populate in processes");
	trial_close(&r);
	r = run(&w, ROLE_LIMIT, "the limit of anon-populate");
	is_int(r.pages, 700, "its limit zeroes as many pages");
	trial_close(&r);
	/* What cannot be populated is an error, not a result. */
	static const struct kind deaf = {
		.name = "deaf", .access = TOUCH_WRITE, .prot = PROT_READ,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS, .populates = true,
	};
	w = workload_of("anon-populate", "sequential", 8, 2);
	w.kind = &deaf;
	ok(trial_run(&w, ROLE_MEASURE, &context, &r, &err) < 0,
	   "memory that cannot be populated ends the repetition");
	ok(strstr(err.text, "populate its slice") != NULL, "and it is said: %s", err.text);
}

static void test_roles(void)
{
	struct workload w = workload_of("anon-write", "random", 500, 2);
	struct trial_result r = run(&w, ROLE_LIMIT, "the limit");
	is_int(r.pages, 500, "the limit zeroes as many pages");
	ok(!r.faults_minor.known || r.faults_minor.value == 0,
	   "the limit takes no fault");
	trial_close(&r);
	r = run(&w, ROLE_NOP, "the empty loop");
	is_int(r.pages, 0, "the empty loop touches nothing");
	ok(!r.faults_minor.known || r.faults_minor.value == 0,
	   "the harness takes no fault of its own in the window");
	trial_close(&r);
}

static void test_tasks(void)
{
	struct workload w = workload_of("anon-write", "sequential", 64, 64);
	struct trial_result r = run(&w, ROLE_MEASURE, "64 threads, a page each");
	is_int(r.pages, 64, "each of 64 threads touches its page");
	trial_close(&r);
	w = workload_of("anon-write", "sequential", 1, 1);
	r = run(&w, ROLE_MEASURE, "one page");
	is_int(r.pages, 1, "one page is a region");
	trial_close(&r);
	w = workload_of("anon-write", "random", 301, 3);
	w.own_regions = true;
	r = run(&w, ROLE_MEASURE, "own regions");
	ok(r.teardown_ns.value > 0 && r.teardown_ns.value < 60 * UINT64_C(1000000000),
	   "own regions are torn down, timed");
	trial_close(&r);
	w = workload_of("anon-write", "sequential", 2048, 256);
	w.own_regions = true;
	for (int i = 0; i < 5; i++) {
		r = run(&w, ROLE_MEASURE, "own regions of 256 threads");
		trial_close(&r);
	}
	w = workload_of("anon-write", "sequential", 301, 3);
	w.cachelines = 4;
	r = run(&w, ROLE_MEASURE, "4 cache lines a page");
	trial_close(&r);
	w = workload_of("anon-write", "sequential", 302, 3);
	w.processes = true;
	r = run(&w, ROLE_MEASURE, "processes");
	is_int(r.pages, 302, "processes touch all pages, the remainder too");
	trial_close(&r);
	w = workload_of("file-private-read", "sequential", 302, 3);
	w.processes = true;
	r = run(&w, ROLE_MEASURE, "processes reading a file");
	trial_close(&r);
	backing_close(&backing);
}

static void test_classic(void)
{
	struct workload w = workload_of("anon-write", "sequential", 500, 2);
	w.classic = true;
	struct trial_result r = run(&w, ROLE_MEASURE, "classic, threads");
	ok(!r.pages_present.known && !r.setup_ns.known,
	   "classic knows no presence and no set-up apart");
	uint64_t window = 0;
	for (uint32_t i = 0; i < r.nr_tasks; i++)
		if (r.task[i].end_ns > window)
			window = r.task[i].end_ns;
	ok(r.wall_ns > window, "classic time has fork and exit around the window");
	trial_close(&r);
	w.processes = true;
	r = run(&w, ROLE_MEASURE, "classic, processes");
	trial_close(&r);
}

static void test_latency(void)
{
	struct workload w = workload_of("anon-write", "random", 600, 2);
	w.latency = true;
	struct trial_result r = run(&w, ROLE_MEASURE, "latency");
	uint64_t touches = 0;
	if (ok(r.latency != NULL, "latency is summed up")) {
		for (size_t i = 0; i < r.latency->nr_buckets; i++)
			touches += r.latency->histogram[i].count;
		is_int(touches, 600, "every touch is in the histogram");
		ok(r.latency->min <= r.latency->p50 &&
			   r.latency->p50 <= r.latency->p99 &&
			   r.latency->p99 <= r.latency->max,
		   "minimum, median, 99th percentile and maximum ascend");
		ok(r.latency->min > 0, "a fault takes time");
		ok(r.latency->stamp.known && r.latency->stamp.value > 0,
		   "the stamp's own cost is told");
	}
	trial_close(&r);
	w.processes = true;
	r = run(&w, ROLE_MEASURE, "latency of processes");
	ok(r.latency && r.latency->min > 0, "stamps of processes come back");
	trial_close(&r);
}

/* A second interrupt gives a repetition up. */
static void test_interrupt(void)
{
	static _Atomic int interrupts = 2;
	struct trial_context stopped = context;
	struct trial_result r;
	struct error err = { "" };
	struct workload w = workload_of("anon-write", "sequential", 300000, 2);
	w.processes = true;
	stopped.interrupts = &interrupts;
	const int rc = trial_run(&w, ROLE_MEASURE, &stopped, &r, &err);
	/* It may have been quicker than the question. */
	ok(rc == -EINTR || rc == 0, "an interrupted repetition ends (%s)", err.text);
	trial_close(&r);
}

/* A task that fails before the window does not leave the others waiting. */
static void test_unmapped(void)
{
	struct workload w = workload_of("anon-write", "sequential", 4, 4);
	struct trial_result r;
	struct error err = { "" };
	static const struct kind bad = { .name = "bad", .is_file = true,
					 .prot = 1, .flags = 2 };
	w.kind = &bad;	/* a file that is not open: the map fails */
	w.processes = true;
	is_int(trial_run(&w, ROLE_MEASURE, &context, &r, &err), -EBADF,
	       "a task that cannot map its slice ends the repetition with its error");
	ok(strstr(err.text, "map the region") != NULL, "and says so: %s", err.text);
	w.processes = false;
	w.own_regions = true;
	is_int(trial_run(&w, ROLE_MEASURE, &context, &r, &err), -EBADF,
	       "a thread that cannot map its slice does as well");
}

/* A process that dies in its window. */
static void test_died(void)
{
	static const struct kind deadly = {
		.name = "deadly", .access = TOUCH_WRITE, .prot = PROT_READ,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS,
	};
	struct workload w = workload_of("anon-write", "sequential", 8, 2);
	struct trial_result r;
	struct error err = { "" };
	w.kind = &deadly;	/* a write to memory that is read-only */
	w.processes = true;
	is_int(trial_run(&w, ROLE_MEASURE, &context, &r, &err), -ECHILD,
	       "a process that dies ends the repetition, nobody waits for it");
	ok(strstr(err.text, "died") != NULL, "and it is said: %s", err.text);
	w.processes = false;
	w.classic = true;
	is_int(trial_run(&w, ROLE_MEASURE, &context, &r, &err), -ECHILD,
	       "so does the child of a classic repetition");
	ok(strstr(err.text, "died") != NULL, "and it is said: %s", err.text);
}

static void test_clock(void)
{
	const uint64_t wall = clock_wall_ns();
	ok(clock_wall_ns() >= wall, "wall time does not go back");
	ok(clock_stamp_unit_ns() > 0, "the stamp has a unit");
	ok(clock_stamp_cost_ns(1) > 0, "a stamp costs something");
}

static void test_bytes(void)
{
	struct workload w = workload_of("anon-write", "sequential", 1000, 2);
	const uint64_t plain = repetition_bytes(&w);
	ok(plain > w.bytes, "a repetition takes more than its region");
	w.latency = true;
	ok(repetition_bytes(&w) > plain, "latency takes memory of its own");
	/* Beyond region and stamps, a thread takes no more than its stack. */
	struct workload many = w;
	many.latency = false;
	many.nr_tasks = 1002;
	ok((repetition_bytes(&many) - plain) / 1000 < (65 << 10),
	   "a thread is counted with less than 65 KiB");
}

int main(void)
{
	context.machine = gate_machine_read(true);
	test_clock();
	test_kinds();
	test_populate();
	test_roles();
	test_tasks();
	test_classic();
	test_latency();
	test_unmapped();
	test_died();
	test_bytes();
	test_interrupt();
	return tap_done();
}
