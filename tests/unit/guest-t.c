/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a guest says, as the host reads it; and how it judges.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/known.h"
#include "fault/trial_result.h"
#include "guest/channel.h"
#include "guest/hello.h"
#include "guest/klog.h"
#include "guest/measure.h"
#include "record/jsonl.h"
#include "tap.h"

static struct job job_of(const char *engine, const char *row)
{
	char text[1024];
	struct job job;
	struct error err = { "" };
	snprintf(text, sizeof(text), "job 1\nseed 1\nengine %s\nreps 1\nwarmup 0\nlimit 0\nnop 0\n%s\nend\n",
		 engine, row);
	is_int(job_parse(text, &job, &err), 0, "the job is read (%s)", err.text);
	is_int(job_resolve(&job, &err), 0, "and resolved (%s)", err.text);
	return job;
}

static struct sample *read_back(const char *line, struct records *records)
{
	struct error err = { "" };
	is_int(jsonl_read_line(line, records, &err), 0, "the host reads the line (%s)",
	       err.text);
	return records->nr_samples ? &records->sample[0] : NULL;
}

/* A true repetition, timed touch by touch, all the way through a channel. */
static void test_measured(void)
{
	char path[] = "/tmp/pft-guest-XXXXXX";
	struct channel *channel;
	struct error err = { "" };
	struct job job = job_of("tcg",
		"row kind=anon-write pattern=interleaved:3 bytes=1M tasks=threads n=2 cachelines=1 regions=shared bind=none mem=default thp=never faults=exact latency");
	close(mkstemp(path));
	job.reps = 2;
	job.nop_reps = job.limit_reps = 1;
	is_int(channel_open(path, &channel, &err), 0, "a file is a channel too (%s)", err.text);
	is_int(measure_job(&job, channel, &err), 0, "a job is measured (%s)", err.text);
	char *text = file_text("", "%s", path);
	const size_t n = strlen(text) + 1;
	is_int(channel->nr_lines, 4, "each repetition has its line");
	is_int(channel->nr_bytes, n, "bytes are counted");
	text[n - 1] = '\n';
	ok(channel->hash == hash_bytes(HASH_START, text, n), "and hashed");
	struct records records = { 0 };
	is_int(jsonl_read(path, &records, NULL, &err), 0, "the lines are records (%s)",
	       err.text);
	bool all_ok = true, has_latency = true;
	for (size_t i = 0; i < records.nr_samples; i++) {
		const struct sample *s = &records.sample[i];
		all_ok &= s->ok;
		has_latency &= (s->latency != NULL) ==
			       (strcmp(s->role, "measure") == 0);
	}
	ok(all_ok && records.nr_samples == 4, "all of them passed the gate");
	ok(has_latency, "those that were measured have their latencies");
	/* Written and read once more nothing is lost. */
	for (size_t i = 0; i < records.nr_samples; i++) {
		struct records again = { 0 };
		char *once = jsonl_sample(&records.sample[i]);
		const struct sample *s = read_back(once, &again);
		char *twice = jsonl_sample(s);
		is_text(twice, once, "line %zu survives", i);
		free(once);
		free(twice);
		records_close(&again);
	}
	free(text);
	records_close(&records);
	job_close(&job);
	unlink(path);
}

static void test_refused(void)
{
	struct error err = { "" };
	struct channel none = { .fd = -1 };
	struct job job = job_of("exact",
		"row kind=anon-write pattern=sequential bytes=1M tasks=threads n=1 cachelines=1 regions=shared bind=none mem=default thp=never faults=exact classic");
	is_int(measure_job(&job, &none, &err), -ENOTSUP,
	       "classic accounting is refused on the exact engine");
	ok(strstr(err.text, "expected window accounting") != NULL, "it is said: %s", err.text);
	job_close(&job);
	struct channel *channel;
	is_int(channel_open("/nonexistent/tty", &channel, &err), -ENOENT,
	       "a channel that is not there is an error");
	is_int(channel_send(&none, strdup("x")), -EBADF, "a line that cannot go is one");
	ok(none.nr_lines == 0 && none.nr_bytes == 0, "and is not counted");
}

static void test_hello(void)
{
	struct records records = { 0 };
	struct error err = { "" };
	char *line = hello_line(real_of(0.25), true);
	is_int(jsonl_read_line(line, &records, &err), 0, "the host can read a hello (%s)",
	       err.text);
	static const char *const members[] = { "pft_version", "guest_id", "arch",
		"release", "boot_id", "cpus", "nodes", "page_bytes", "memory_bytes",
		"memcg", "init_s", "thp", "cmdline" };
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		char quoted[64];
		snprintf(quoted, sizeof(quoted), "\"%s\":", members[i]);
		ok(strstr(line, quoted) != NULL, "a hello has its %s", members[i]);
	}
	free(line);
	records_close(&records);
}

static void test_klog(void)
{
	static const struct { const char *line; bool complains; } cases[] = {
		{ "WARNING: CPU: 0 PID: 1 at mm/memory.c:1 do_it+0x1/0x2", true },
		{ "------------[ cut here ]------------", false },
		{ "BUG: Bad page state in process init  pfn:1", true },
		{ "watchdog: BUG: soft lockup - CPU#0 stuck for 22s!", true },
		{ "WARNING: possible circular locking dependency detected", true },
		{ "rcu: INFO: rcu_sched detected stalls on CPUs/tasks:", true },
		{ "INFO: task init:1 blocked for more than 120 seconds.", true },
		{ "Out of memory: Killed process 33 (init)", true },
		{ "Warning: unable to open an initial console.", false },
		{ "DEBUG: nothing", false },
		{ "init[33]: segfault at 40 ip 1", false },
		{ "Linux version 6.12", false },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_int(klog_complains(cases[i].line), cases[i].complains,
		       "'%s' is %s", cases[i].line,
		       cases[i].complains ? "a complaint" : "none");
	struct klog klog;
	is_int(klog_read("/nonexistent/kmsg", &klog), -ENOENT, "a log that is not there is an error");
}

/* A log as the kernel gives it, a record a read, through a socket. */
static void test_klog_read(void)
{
	char path[] = "/tmp/pft-klog-XXXXXX";
	static struct klog klog;
	const int fd = mkstemp(path);
	dprintf(fd, "4,5,100,-;WARNING: first\n SUBSYSTEM=x\n");
	is_int(klog_read(path, &klog), 0, "a log is read");
	is_int(klog.nr_lines, 1, "its complaint is found");
	is_text(klog.line[0], "WARNING: first", "without what stands around it");
	is_int(klog.nr_lost, 5, "records that were overwritten before are counted");
	close(fd);
	unlink(path);
}

/* Tasks as "start end cpu blocked", in thousands of nanoseconds. */
static uint64_t idle_of(const uint32_t task[][4], uint32_t n, struct trial_result *r)
{
	static struct trial_task tasks[8];
	*r = (struct trial_result){ .task = tasks, .nr_tasks = n };
	for (uint32_t i = 0; i < n; i++) {
		tasks[i] = (struct trial_task){
			.start_ns = task[i][0] * UINT64_C(1000),
			.end_ns = task[i][1] * UINT64_C(1000),
			.cpu_ns = task[i][2] * UINT64_C(1000),
			.nr_blocked = task[i][3],
		};
		if (tasks[i].end_ns > r->wall_ns)
			r->wall_ns = tasks[i].end_ns;
	}
	return trial_idle_bound_ns(r) / 1000;
}

static void test_idle(void)
{
	static const struct {
		const char *name;
		uint32_t n, task[4][4];
		uint64_t idle;
		bool passes;
	} cases[] = {
		{ "a task that never waited", 1, { { 1, 1000, 999, 0 } }, 0, true },
		{ "one that was kept from its CPU", 1, { { 1, 1000, 500, 0 } }, 0, true },
		{ "one that slept", 1, { { 1, 1000, 900, 1 } }, 99, false },
		{ "one that slept less than a wake-up", 1, { { 1, 1000, 985, 1 } }, 14, true },
		{ "one that slept while another did not", 2,
		  { { 1, 1000, 500, 3 }, { 2, 1000, 998, 0 } }, 1, true },
		{ "two that slept, perhaps together", 2,
		  { { 1, 1000, 900, 1 }, { 1, 1000, 800, 1 } }, 99, false },
		{ "one after the other, with a wake-up between", 2,
		  { { 1, 500, 499, 0 }, { 520, 1000, 480, 0 } }, 20, true },
		{ "one after the other, with a pause between", 2,
		  { { 1, 500, 499, 0 }, { 900, 1000, 100, 0 } }, 400, false },
		{ "the longer one slept after the other's end", 2,
		  { { 1, 500, 499, 0 }, { 1, 1000, 800, 2 } }, 199, false },
		{ "four that wait for two CPUs", 4,
		  { { 1, 990, 500, 0 }, { 2, 1000, 500, 0 },
		    { 3, 980, 480, 0 }, { 4, 1000, 480, 0 } }, 0, true },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct trial_result r;
		is_int(idle_of(cases[i].task, cases[i].n, &r), cases[i].idle,
		       "%s: what may have been idle", cases[i].name);
		is_int(trial_idle_bound_ns(&r) <= trial_idle_allowed_ns(&r), cases[i].passes,
		       "%s: that %s", cases[i].name,
		       cases[i].passes ? "passes" : "is too much");
	}
}

int main(void)
{
	test_measured();
	test_refused();
	test_hello();
	test_klog();
	test_klog_read();
	test_idle();
	return tap_done();
}
