/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what was measured to its record, as a host and a guest make it.
 */
#include "record/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault/job.h"
#include "record/jsonl.h"
#include "record/packed.h"
#include "tap.h"

/* A result with something in every member; closed by trial_close. */
static struct trial_result full_result(bool is_ok)
{
	struct trial_result r = {
		.wall_ns = 123456789, .cpu_ns = 222222222,
		.user_ns = count_of(22222222), .system_ns = count_of(200000000),
		.setup_ns = count_of(5000), .teardown_ns = count_of(7777),
		.pages = 300, .faults_minor = count_of(299),
		.faults_major = count_of(1),
		.expected = { .faults_min = count_of(10),
			      .faults_max = count_of(300) },
		.pages_present = count_of(300), .rss_bytes = { 0 },
		.pages_local = count_of(260), .pages_remote = count_of(40),
		.spilled = true,
		.skew_ns = 99, .concurrent = false, .oversubscribed = true,
		.voluntary = 3, .involuntary = 4, .nr_tasks = 2, .ok = is_ok,
	};
	for (int i = 0; i < NR_SYSTEM_COUNTERS; i++)
		r.system[i] = (struct count){ (uint64_t)i * 11, i != 5 };
	if (!is_ok)
		snprintf(r.invalid, sizeof(r.invalid), "3 \"pages\" too few");
	r.task = calloc(2, sizeof(*r.task));
	for (uint32_t i = 0; i < 2; i++)
		r.task[i] = (struct trial_task){
			.cpu = { i, i == 0 }, .pages = 150, .start_ns = 100 + i,
			.end_ns = 123456700 + i, .cpu_ns = 111111111,
			.faults_minor = count_of(149 + i),
			.faults_major = count_of(1 - i),
		};
	return r;
}

#define ROW "row kind=anon-write pattern=runs:2-9 bytes=64M tasks=processes n=2 cachelines=3 regions=own bind=list:0,0 mem=default thp=64K faults=exact"

static struct job job_of(const char *engine, const char *row)
{
	char text[1024];
	struct job job;
	struct error err = { "" };
	snprintf(text, sizeof(text), "job 1\nseed 1\nengine %s\nreps 1\nwarmup 0\nlimit 0\nnop 0\nknob /a/b c \"d\"\nknob /e 5\n%s\nend\n",
		 engine, row);
	is_int(job_parse(text, &job, &err), 0, "the job is read (%s)", err.text);
	is_int(job_resolve(&job, &err), 0, "and resolved (%s)", err.text);
	return job;
}

static struct sample *measure(struct records *records, const struct job *job,
			      const struct step *step, struct trial_result *r)
{
	const struct knobs knobs = { .knob = job->knob, .n = job->nr_knobs };
	const struct measured_context context = {
		.engine = job->engine, .step = step, .order = 17, .knobs = &knobs,
	};
	return measured_add(records, &job->row[step->row], &context, r);
}

static void test_line(const char *name, bool is_ok, const struct step *step)
{
	struct job job = job_of("tcg", ROW);
	struct trial_result r = full_result(is_ok);
	struct records records = { 0 }, again = { 0 };
	struct error err = { "" };
	char *line = jsonl_sample(measure(&records, &job, step, &r));
	is_int(jsonl_read_line(line, &again, &err), 0, "%s: the line is read (%s)",
	       name, err.text);
	char *twice = jsonl_sample(&again.sample[0]);
	is_text(twice, line, "%s: read and written again nothing is lost", name);
	ok((strstr(line, "\"invalid\":\"3 \\\"pages\\\" too few\"") != NULL) == !is_ok,
	   "%s: the reason is there if it failed", name);
	free(line);
	free(twice);
	records_close(&records);
	records_close(&again);
	trial_close(&r);
	job_close(&job);
}

static void test_members(void)
{
	static const char *const parts[] = {
		"\"run\":null,\"boot_id\":null,\"time\":null,\"kernel\":null,",
		"\"engine\":\"tcg\",\"clock\":\"monotonic_raw\",\"role\":\"measure\",",
		"\"order\":17,\"rep\":2,\"reps\":1,\"row\":0,\"accounting\":\"window\",",
		"\"kind\":\"anon-write\",\"pattern\":\"runs:2-9\",\"tasks\":\"processes\",",
		"\"wall_s\":0.123456789,\"user_s\":0.022222222,\"system_s\":0.2,",
		"\"setup_s\":5e-6,\"teardown_s\":7.777e-6,\"instructions\":null,",
		"\"faults_expected\":[10,300],\"pages_present\":300,",
		"\"rss_bytes\":null,\"skew_ns\":99,\"oversubscribed\":true,",
		"\"knobs\":{\"/a/b\":\"c \\\"d\\\"\",\"/e\":\"5\"},",
		"\"counters\":{\"voluntary_switches\":3,\"involuntary_switches\":4,\"system_pgfault\":0,",
		"{\"task\":1,\"cpu\":null,\"pages\":150,\"start_s\":1.01e-7,\"end_s\":0.123456701,\"cpu_s\":0.111111111,\"faults_minor\":150,\"faults_major\":0}",
	};
	struct job job = job_of("tcg", ROW);
	struct trial_result r = full_result(true);
	struct records records = { 0 };
	const struct step step = { .role = ROLE_MEASURE, .rep = 2 };
	char *line = jsonl_sample(measure(&records, &job, &step, &r));
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		ok(strstr(line, parts[i]) != NULL, "the line has %s", parts[i]);
	free(line);
	records_close(&records);
	trial_close(&r);
	job_close(&job);
}

static void test_exact(void)
{
	struct job job = job_of("exact", ROW);
	struct trial_result r = full_result(true);
	const struct step step = { .role = ROLE_MEASURE };
	struct records records = { 0 };
	r.latency = calloc(1, sizeof(*r.latency));
	r.pressure.done = true;
	const struct sample *s = measure(&records, &job, &step, &r);
	is_int(s->instructions.value, 123456789, "instructions are the window");
	is_int(s->instructions_teardown.value, 7777, "those of tear-down are apart");
	is_text(s->clock, "instructions", "the clock says so");
	ok(!s->wall_s.known && !s->user_s.known && !s->system_s.known &&
		   !s->cpu_s.known && !s->setup_s.known && !s->teardown_s.known &&
		   !s->skew_ns.known,
	   "no time is told as seconds");
	struct task_sample *task = tasks_all(&s->per_task);
	ok(s->per_task.n == 2 && !task[0].start_ns.known &&
		   !task[1].cpu_ns.known && count_is(task[1].pages, 150),
	   "nor in tasks, which have their pages");
	free(task);
	ok(s->latency && s->latency->in_instructions && !r.latency,
	   "touches took instructions, and belong to the sample now");
	ok(counters_number(&s->counters, "pressure_calm_instructions").known &&
		   !counters_number(&s->counters, "pressure_calm_ns").known,
	   "and so did the touches under pressure");
	records_close(&records);
	trial_close(&r);
	job_close(&job);
}

int main(void)
{
	const struct step step = { .role = ROLE_MEASURE, .rep = 2 };
	const struct step limit = { .role = ROLE_LIMIT, .warmup = true };
	test_line("a repetition", true, &step);
	test_line("one that failed", false, &step);
	test_line("a limit", true, &limit);
	test_members();
	test_exact();
	return tap_done();
}
