/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/field.h"

#include "base/text.h"
#include "record/record.h"

#define MEMBER(object, t, name_, member) \
	.name = (name_), .type = FIELD_##t, .offset = offsetof(struct object, member)
#define FIELD(t, n, k, h) \
	{ MEMBER(sample, t, #n, n), .key = (k), .help = (h) }
/* The same, as WORKLOAD_RECORD hands it over. */
#define LINE(t, n, k, h) FIELD(t, n, k, h),
/* A member that JSON names otherwise. */
#define NAMED(t, name_, member, h) \
	{ MEMBER(sample, t, name_, member), .help = (h) }
/* Members that came after the first records. */
#define LATER(t, name_, member, h) \
	{ MEMBER(sample, t, name_, member), .later = true, .help = (h) }
#define TASK(t, name_, member) { MEMBER(task_sample, t, name_, member) }
#define TOUCH(t, name_, member) { MEMBER(latency, t, name_, member) }

const struct field sample_fields[] = {
	FIELD(TEXT, run, false, "id of the run record"),
	FIELD(TEXT, boot_id, false, "the kernel's boot id"),
	FIELD(TIME, time, false, "when the repetition ended, UTC, RFC 3339"),
	FIELD(TEXT, kernel, false, "label of the kernel"),
	FIELD(TEXT, engine, true, "native, kvm, tcg or exact"),
	FIELD(TEXT, clock, true, "what wall_s was read from"),
	FIELD(TEXT, role, false, "measure, limit (the same pages, present, zeroed) or nop (no touch)"),
	FIELD(BOOL, warmup, false, "kept, but never averaged in"),
	FIELD(COUNT, order, false, "place in the run's seeded order, from 0"),
	FIELD(COUNT, rep, false, "repetition of its row, from 0"),
	FIELD(COUNT, reps, false, "repetitions that the sample sums (imported tables; else 1)"),
	LATER(COUNT, "row", row, "number of its row in the run or campaign, from 0"),
	WORKLOAD_RECORD(LINE)
	FIELD(REAL, wall_s, false, "the window, or for classic the whole repetition; seconds"),
	FIELD(REAL, user_s, false, "CPU time in user mode, tick-sampled on most kernels; seconds"),
	FIELD(REAL, system_s, false, "CPU time in the kernel, tick-sampled on most kernels; seconds"),
	FIELD(REAL, cpu_s, false, "CPU time of all tasks in the window, exact; seconds"),
	FIELD(REAL, setup_s, false, "mapping, starting the tasks, until all are ready; seconds"),
	FIELD(REAL, teardown_s, false, "unmapping; seconds"),
	FIELD(COUNT, instructions, false, "in the window (exact engine)"),
	FIELD(COUNT, instructions_teardown, false, "of unmapping (exact engine)"),
	FIELD(COUNT, faults_minor, false, "in the window, counted by the kernel"),
	FIELD(COUNT, faults_major, false, "in the window, counted by the kernel"),
	NAMED(RANGE, "faults_expected", faults_expected_min, "[least, most] that the gate lets pass"),
	FIELD(COUNT, pages_present, false, "of the region, after the window"),
	FIELD(COUNT, pages_local, false, "present on the NUMA node of their task, after the window"),
	FIELD(COUNT, pages_remote, false, "present on another node than their task's, after the window"),
	FIELD(COUNT, rss_bytes, false, "of the region, after the window"),
	FIELD(COUNT, skew_ns, false, "first to last task's first touch; nanoseconds"),
	FIELD(BOOL, oversubscribed, false, "more tasks than CPUs they may use"),
	FIELD(BOOL, stamped, false, "each touch was timed (--latency), which takes time itself"),
	FIELD(PAIRS, knobs, false, "kernel knobs set for this row"),
	FIELD(PAIRS, config, false, "declared configuration of the kernel"),
	FIELD(COUNTERS, counters, false, "switches of the tasks in the window; system_*: of the whole system, from before set-up to after the look at the pages; pressure_*: what came of pressure_percent"),
	NAMED(TOUCH_NS, "latency_ns", latency, "time of single touches: percentiles, histogram, along the region"),
	LATER(TOUCH_INSTRUCTIONS, "latency_instructions", latency, "the same in instructions (exact engine)"),
	FIELD(TASKS, per_task, false, "each task's own numbers"),
	FIELD(BOOL, ok, false, "passed the gate"),
	FIELD(TEXT, invalid, false, "why it did not"),
	FIELD(TEXTS, warnings, false, "what a reader should know"),
};
const size_t nr_sample_fields = ARRAY_SIZE(sample_fields);

const struct field task_fields[NR_TASK_FIELDS] = {
	TASK(COUNT, "task", task),
	TASK(COUNT, "cpu", cpu),
	TASK(COUNT, "pages", pages),
	TASK(NS, "start_s", start_ns),
	TASK(NS, "end_s", end_ns),
	TASK(NS, "cpu_s", cpu_ns),
	TASK(COUNT, "faults_minor", faults_minor),
	TASK(COUNT, "faults_major", faults_major),
};

const struct field latency_fields[NR_LATENCY_FIELDS] = {
	TOUCH(REAL, "stamp", stamp),
	TOUCH(DOUBLE, "min", min),
	TOUCH(DOUBLE, "p50", p50),
	TOUCH(DOUBLE, "p90", p90),
	TOUCH(DOUBLE, "p99", p99),
	TOUCH(DOUBLE, "p99.9", p999),
	TOUCH(DOUBLE, "max", max),
};

const struct field *field_find(const char *name)
{
	for (size_t i = 0; i < nr_sample_fields; i++)
		if (text_same(sample_fields[i].name, name))
			return &sample_fields[i];
	return NULL;
}

static bool same(const struct field *field, const struct sample *a,
		 const struct sample *b)
{
	const void *pa = (const char *)a + field->offset;
	const void *pb = (const char *)b + field->offset;
	if (field->type == FIELD_TEXT)
		return text_same(*(const char *const *)pa,
				 *(const char *const *)pb);
	return count_same(*(const struct count *)pa, *(const struct count *)pb);
}

bool field_same_but_threads(const struct sample *a, const struct sample *b)
{
	for (size_t i = 0; i < nr_sample_fields; i++)
		if (sample_fields[i].key &&
		    sample_fields[i].offset != offsetof(struct sample, threads) &&
		    !same(&sample_fields[i], a, b))
			return false;
	return true;
}
