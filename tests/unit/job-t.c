/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jobs as text and back, on this machine; the order of repetitions.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/known.h"
#include "fault/job.h"
#include "tap.h"

#define ROW "row kind=anon-write pattern=random:10 bytes=64M tasks=threads n=2 cachelines=1 regions=shared bind=compact mem=default thp=never faults=exact\n"
#define ONCE_LINES "seed 7\nengine exact\nreps 3\nwarmup 1\nlimit 2\nnop 1\n"

static const char whole[] =
	"job 1\n" ONCE_LINES "swap 512M\n"
	"knob /sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled always\n"
	"knob /proc/sys/vm/two 1 2  3\n" ROW
	"row kind=anon-write pattern=geometric:16 bytes=1M tasks=threads n=1 cachelines=1 regions=shared bind=none mem=default thp=inherit faults=any pressure=25\n"
	"row kind=anon-populate pattern=sequential bytes=1.5G tasks=processes n=4096 cachelines=1 regions=own bind=list:0,1 mem=interleave:0,1 thp=64K faults=any classic\n"
	"row kind=anon-read pattern=interleaved:4 bytes=4K tasks=threads n=1 cachelines=3 regions=own bind=none mem=local thp=inherit faults=exact latency\n"
	"end\n";

static void test_trip(void)
{
	struct job job, again;
	struct error err = { "" };
	is_int(job_parse(whole, &job, &err), 0, "a job is read (%s)", err.text);
	is_int(job.nr_rows, 4, "with its rows");
	is_int(job.swap_bytes, 512 << 20, "with its swap");
	is_int(job.nr_knobs, 2, "and its knobs");
	is_text(job.knob[1].path, "/proc/sys/vm/two", "a knob has its path");
	is_text(job.knob[1].value, "1 2  3", "a knob's value is the rest of its line");
	is_text(job.engine->word, "exact", "the engine is kept");
	is_int(job.seed * 1000 + job.reps * 100 + job.warmup * 10 + job.limit_reps,
	       7312, "so are seed, repetitions, warm-up and limit");
	is_int(job.nop_reps, 1, "and the empty loops");
	const struct workload *w = &job.row[0];
	is_int(w->requested_bytes, 64 << 20, "bytes are read as people write them");
	is_int(w->pattern.low, 10, "a pattern has its number");
	is_int(w->pattern.seed, 7, "a pattern is seeded with the job's seed");
	ok(w->bytes == 0 && w->page_bytes == 0, "what depends on the machine is not there yet");
	is_int(w->pressure, 0, "a row without pressure has none");
	is_int(job.row[1].pressure, 25, "one with it has its percentage");
	w = &job.row[2];
	ok(w->processes && w->own_regions && w->any_faults && w->classic &&
		   !w->latency && w->nr_tasks == 4096,
	   "a row of processes is read");
	w = &job.row[3];
	ok(!w->processes && w->own_regions && w->latency && !w->classic &&
		   w->cachelines == 3, "a row with latency is read");
	char *text = job_text(&job);
	is_text(text, whole, "written again it is the same text");
	is_int(job_parse(text, &again, NULL), 0, "which is read again");
	free(text);
	job_close(&again);
	job_close(&job);
	ok(job.nr_rows == 0 && !job.row, "a closed job is empty");
	job_close(&job);
}

static void test_comments(void)
{
	struct job job;
	is_int(job_parse("job 1\n# a word to people\n\n" ONCE_LINES ROW "end", &job, NULL),
	       0, "comments, empty lines and a missing last newline are no errors");
	job_close(&job);
}

static void test_bad(void)
{
	static const struct { const char *text, *why; } bad[] = {
		{ "", "line 1: '': expected 'job 1'" },
		{ "job 2\nend\n", "line 1: 'job 2'" },
		{ "job 1\n" ONCE_LINES ROW, "the job was cut off" },
		{ "job 1\n" ONCE_LINES "end\n", "line 8: the end without a row" },
		{ "job 1\nseed 1\n" ROW "end\n", "line 4: the end without engine" },
		{ "job 1\nseed 1\nseed 2\n", "line 3: seed twice" },
		{ "job 1\nseed -1\n", "line 2: seed '-1': expected a whole number" },
		{ "job 1\nseed\n", "line 2: 'seed': expected a line of a job" },
		{ "job 1\nreps 0\n", "reps '0'" },
		{ "job 1\nreps 1000001\n", "reps '1000001'" },
		{ "job 1\nengine fast\n", "engine 'fast': expected exact" },
		{ "job 1\nspeed 7\n", "'speed': expected a line of a job" },
		{ "job 1\nknob /a\n", "knob '/a': expected a path" },
		{ "job 1\nknob a b\n", "knob 'a': expected a path" },
		{ "job 1\n" ONCE_LINES ROW "end\nseed 1\n", "expected nothing after the end" },
		{ "job 1\nrow \n", "a row without kind=" },
		{ "job 1\nrow kind=none\n", "kind 'none': expected anon-write" },
		{ "job 1\nrow pattern=up\n", "'up': expected sequential" },
		{ "job 1\nrow bytes=0\n", "bytes '0'" },
		{ "job 1\nrow pressure=0\n", "pressure '0'" },
		{ "job 1\nrow pressure=101\n", "pressure '101'" },
		{ "job 1\nrow pressure=1 pressure=1\n", "pressure= twice" },
		{ "job 1\nswap 0\n", "swap '0'" },
		{ "job 1\nswap 1M\nswap 1M\n", "line 3: swap twice" },
		{ "job 1\nrow n=0\n", "threads '0'" },
		{ "job 1\nrow n=4097\n", "threads '4097'" },
		{ "job 1\nrow tasks=fibers\n", "tasks 'fibers': expected threads or processes" },
		{ "job 1\nrow regions=all\n", "regions 'all': expected shared or own" },
		{ "job 1\nrow faults=some\n", "faults 'some': expected exact or any" },
		{ "job 1\nrow bind=near\n", "expected none, compact" },
		{ "job 1\nrow mem=near\n", "expected default, local" },
		{ "job 1\nrow thp=maybe\n", "expected never, inherit" },
		{ "job 1\nrow n=1 n=2\n", "n= twice" },
		{ "job 1\nrow quickly\n", "'quickly': expected a word of a row" },
		{ "job 1\nrow size=1\n", "'size': expected a word of a row" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct job job;
		struct error err = { "" };
		is_int(job_parse(bad[i].text, &job, &err), -EINVAL,
		       "bad job %zu is refused", i);
		if (!ok(strstr(err.text, bad[i].why) != NULL && job.nr_rows == 0,
			"it is said why, and nothing is left: %s", bad[i].why))
			printf("# got: %s\n", err.text);
	}
	char text[400] = "job 1\nknob /";
	memset(text + strlen(text), 'x', 300);
	struct error err = { "" };
	struct job job;
	ok(job_parse(text, &job, &err) == -EINVAL, "a path without end is refused");
}

/* A job cut anywhere, or with one byte changed, is refused or read: no more. */
static void test_garbled(void)
{
	const size_t n = strlen(whole);
	size_t nr_read = 0;
	struct job job;
	char *text = strdup(whole);
	for (size_t i = 0; i + 1 < n; i++) {
		text[i] = '\0';
		nr_read += job_parse(text, &job, NULL) == 0;
		job_close(&job);
		text[i] = whole[i];
	}
	is_int(nr_read, 0, "a job that is cut off anywhere is none");
	for (size_t i = 0; i < n; i++) {
		text[i] = (char)(whole[i] ^ 1);
		job_parse(text, &job, NULL);
		job_close(&job);
		text[i] = whole[i];
	}
	free(text);
	ok(true, "a job with a wrong byte anywhere harms nobody");
}

static int resolve(const char *row, struct job *job, struct error *err)
{
	char text[1024];
	snprintf(text, sizeof(text), "job 1\n" ONCE_LINES "row %s\nend\n", row);
	err->text[0] = '\0';
	const int rc = job_parse(text, job, err);
	return rc ? rc : job_resolve(job, err);
}

#define REST " tasks=threads regions=shared mem=default thp=never faults=exact"

static void test_resolve(void)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct job job;
	struct error err;
	is_int(resolve("kind=anon-write pattern=sequential bytes=1000001 n=3 cachelines=1 bind=compact" REST,
		       &job, &err), 0, "a job is resolved (%s)", err.text);
	is_int(job.row[0].page_bytes, page, "pages are this machine's");
	is_int(job.row[0].bytes, (1000001 + page - 1) / page * page, "bytes are whole pages");
	ok(job.row[0].placement.sets.n > 0, "tasks have their places");
	is_int(job_resolve(&job, &err), 0, "a job can be resolved again");
	job_close(&job);
	is_int(resolve("kind=anon-write pattern=sequential bytes=1 n=7 cachelines=1 bind=none" REST,
		       &job, &err), 0, "one byte for seven tasks is resolved");
	is_int(job.row[0].bytes, 7 * page, "to a page for each");
	job_close(&job);
	static const struct { const char *row, *why; int rc; } bad[] = {
		{ "kind=anon-write pattern=sequential bytes=4000T n=1 cachelines=1 bind=none" REST,
		  "does not fit", -ENOMEM },
		{ "kind=anon-write pattern=sequential bytes=1M n=1 cachelines=5000 bind=none" REST,
		  "--cachelines 5000: expected at most", -EINVAL },
		{ "kind=anon-write pattern=random bytes=1M tasks=processes n=2 cachelines=1 regions=shared bind=none mem=default thp=never faults=exact",
		  "expected --regions own", -EINVAL },
		{ "kind=anon-write pattern=sequential bytes=1M n=1 cachelines=1 bind=list:60000" REST,
		  "CPU 60000", -EINVAL },
		{ "kind=anon-populate pattern=random bytes=1M n=1 cachelines=1 bind=none" REST,
		  "expected --pattern sequential", -EINVAL },
		{ "kind=anon-populate pattern=sequential bytes=1M n=1 cachelines=2 bind=none" REST,
		  "expected --cachelines 1", -EINVAL },
		{ "kind=anon-populate pattern=sequential bytes=1M n=1 cachelines=1 bind=none latency" REST,
		  "no touch to be timed", -EINVAL },
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		is_int(resolve(bad[i].row, &job, &err), bad[i].rc,
		       "what this machine cannot do is refused");
		ok(strstr(err.text, bad[i].why) != NULL, "and said: %s", err.text);
		job_close(&job);
	}
}

/* Files stand for knobs here. */
static void test_knobs(void)
{
	char path[] = "/tmp/pft-job-XXXXXX", text[512];
	const int fd = mkstemp(path);
	struct job job;
	struct error err = { "" };
	const struct knob *knob = NULL;
	snprintf(text, sizeof(text), "job 1\n" ONCE_LINES "knob %s 1 2\nknob %s x\nknob /nonexistent/knob 3\nknob /dev/null 4\n" ROW "end\n",
		 path, path);
	is_int(job_parse(text, &job, &err), 0, "a job with knobs is read (%s)", err.text);
	is_int(job_set_knobs(&job, &knob, &err), -ENOENT, "a knob that is not there is an error");
	ok(knob == &job.knob[2], "it is named");
	ok(strstr(err.text, "/nonexistent/knob") != NULL, "with its path: %s", err.text);
	char now[8] = "";
	is_int(pread(fd, now, sizeof(now), 0), 1, "those before it were set");
	is_text(now, "x", "in their order");
	job.knob[2] = job.knob[3];
	is_int(job_set_knobs(&job, &knob, &err), -EINVAL, "a knob that does not keep its value is an error");
	ok(strstr(err.text, "'4' was set, but it says ''") != NULL, "and it is said: %s", err.text);
	job_close(&job);
	close(fd);
	unlink(path);
}

/* "m0" for a measurement of row 0; "w" warm-up, "l" limit, "n" nop. */
static char *order_text(const struct order_choice *choice)
{
	static char text[1024];
	struct step *step;
	size_t n, at = 0;
	text[0] = '\0';
	if (order_make(choice, &step, &n) != 0)
		return NULL;
	for (size_t i = 0; i < n && at < sizeof(text); i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%c%zu%d ",
				       step[i].warmup ? 'w' : "mln"[step[i].role],
				       step[i].row, (int)step[i].rep);
	free(step);
	return text;
}

static void test_order(void)
{
	struct order_choice choice = { .nr_rows = 2, .reps = 3, .warmup = 1,
				       .limit_reps = 2, .nop_reps = 2, .seed = 1 };
	/* As pft run had it before there were jobs: records tell of it. */
	is_text(order_text(&choice), "n00 n10 w00 w10 m10 l00 m00 l10 l11 n01 m01 l01 n11 m11 m12 m02 ", "the order is as it ever was");
	choice.seed = 2;
	is_text(order_text(&choice), "n00 n10 w10 w00 l00 l10 m00 m10 m01 n11 m11 n01 l11 l01 m12 m02 ", "another seed, another order");
	choice = (struct order_choice){ .nr_rows = 1, .reps = 2, .seed = 1 };
	is_text(order_text(&choice), "m00 m01 ", "without limit, harness and warm-up there are repetitions alone");
	choice.nr_rows = SIZE_MAX;
	choice.reps = UINT64_MAX / 2;
	ok(!order_text(&choice), "more steps than there are numbers are refused");
}

int main(void)
{
	test_trip();
	test_comments();
	test_bad();
	test_garbled();
	test_resolve();
	test_knobs();
	test_order();
	return tap_done();
}
