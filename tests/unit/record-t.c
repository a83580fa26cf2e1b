/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"
#include "record/field.h"
#include "record/jsonl.h"
#include "record/packed.h"
#include "record/record.h"
#include "record/writer.h"
#include "tap.h"

static char folder[] = "/tmp/pft-record-XXXXXX";
static char path[64];

/* A sample with something in every field. */
static struct sample *full_sample(struct records *records)
{
	struct sample sample = {
		.run = "r", .boot_id = "b", .time = "2026-01-01T00:00:00.000Z",
		.kernel = "6.12 \"quoted\" `x` <script>\n", .engine = "native",
		.clock = "monotonic_raw", .role = "measure", .warmup = true,
		.order = count_of(3), .rep = count_of(2), .reps = count_of(1),
		.accounting = "window", .kind = "anon-write",
		.pattern = "sequential", .tasks = "threads",
		.threads = count_of(2), .bytes = count_of(UINT64_C(1) << 40),
		.requested_bytes = count_of(5), .page_bytes = count_of(4096),
		.pages = count_of(7), .cachelines = count_of(1),
		.pressure_percent = count_of(25),
		.bind = "compact", .mem = "default", .thp = "never",
		.regions = "shared", .wall_s = real_of(0.1),
		.user_s = real_of(1.0 / 3), .system_s = { 0 },
		.cpu_s = real_of(2), .setup_s = real_of(1e-9),
		.faults_minor = count_of(0), .faults_expected_min = count_of(1),
		.faults_expected_max = count_of(7), .pages_present = { 0 },
		.pages_local = count_of(5), .pages_remote = { 0 },
		.skew_ns = count_of(9), .oversubscribed = true, .ok = false,
		.invalid = "because",
	};
	pairs_set(records, &sample.knobs, &(struct pair){ .name = "thp", .text = "never" }, 1);
	counters_add(records, &sample.counters, "steal", real_of(4));
	counters_add(records, &sample.counters, "gone", (struct real){ 0 });
	texts_set(records, &sample.warnings, (const char *const[]){ "one" }, 1);
	tasks_set(records, &sample.per_task,
		  &(struct task_sample){ .pages = count_of(7), .cpu = count_of(1) }, 1);
	sample.latency = calloc(1, sizeof(*sample.latency));
	sample.latency->p50 = 812.5;
	sample.latency->nr_buckets = 1;
	sample.latency->nr_slices = 2;
	sample.latency->histogram = calloc(1, sizeof(struct latency_bucket));
	sample.latency->histogram[0] = (struct latency_bucket){ 800, 7 };
	sample.latency->along = calloc(2, sizeof(struct latency_slice));
	sample.latency->along[0] = (struct latency_slice){ 800.25, 900 };
	sample.latency->along[1] = (struct latency_slice){ NAN, NAN };
	return records_add(records, &sample);
}

static void test_round_trip(void)
{
	struct records a = { 0 }, b = { 0 };
	char *first = jsonl_sample(full_sample(&a));
	struct error err = { "" };
	is_int(jsonl_read_line(first, &b, &err), 0, "a sample reads back (%s)",
	       err.text);
	char *second = jsonl_sample(&b.sample[0]);
	is_text(second, first, "and is written again as it was");
	ok(strncmp(first, "{\"type\":\"sample\",\"schema\":\"pft/1\",", 34) == 0,
	   "type and schema come first");
	for (size_t i = 0; i < nr_sample_fields; i++) {
		char name[64];
		snprintf(name, sizeof(name), "\"%s\":", sample_fields[i].name);
		is_int(strstr(first, name) == NULL, sample_fields[i].later,
		       "field %s is written, if all records have it",
		       sample_fields[i].name);
	}
	ok(!b.sample[0].system_s.known && !b.sample[0].pages_present.known,
	   "what is unknown stays unknown, and is not zero");
	ok(b.sample[0].faults_minor.known && b.sample[0].faults_minor.value == 0,
	   "zero stays zero, and is known");
	ok(b.sample[0].pages_local.value == 5 &&
		   b.sample[0].pages_local.known &&
		   !b.sample[0].pages_remote.known,
	   "pages on the node of their task come back, unknown ones as unknown");
	is_text(b.sample[0].kernel, a.sample[0].kernel,
		"quotes, markup and newlines come back as they were");
	ok(strstr(first, "\"along\":[[800.25,900],[null,null]]") != NULL,
	   "a slice without a touch is null, not zero");
	is_near(b.sample[0].latency->along[0].median, 800.25, 0,
		"nested numbers come back");
	free(first);
	free(second);
	records_close(&a);
	records_close(&b);
}

static void test_escapes(void)
{
	struct records records = { 0 };
	struct sample sample = { .kernel = "bad\xff", .wall_s = real_of(NAN),
				 .cpu_s = real_of(INFINITY) };
	char *line = jsonl_sample(&sample);
	ok(strstr(line, "\"kernel\":\"bad\\\\xff\"") != NULL,
	   "bytes that are no UTF-8 are escaped");
	ok(strstr(line, "\"escaped\":[\"kernel\"]") != NULL, "and flagged");
	ok(strstr(line, "\"wall_s\":null") && strstr(line, "\"cpu_s\":null"),
	   "what is no number is null");
	is_int(jsonl_read_line(line, &records, NULL), 0, "the line is read");
	char *again = jsonl_sample(&records.sample[0]);
	is_text(again, line, "and written again with what was escaped");
	free(again);
	records.sample[0].bind = "\xfe";
	records.sample[0].kernel = "\xff";
	again = jsonl_sample(&records.sample[0]);
	ok(strstr(again, "\"escaped\":[\"kernel\",\"bind\"]") != NULL,
	   "beside what is escaped now, each once");
	free(again);
	free(line);
	records_close(&records);
}

#define TOUCHES "{\"p50\":812,\"histogram\":[],\"along\":[]}"

/* Records of before the row and instructions of touches had members. */
static void test_earlier(void)
{
	static const char line[] =
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"engine\":\"exact\",\"counters\":{\"row\":3,\"treatment\":1},\"latency_ns\":" TOUCHES "}";
	static const char both[] =
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"row\":2,\"engine\":\"kvm\",\"counters\":{\"row\":3},\"latency_ns\":" TOUCHES "}";
	struct records records = { 0 };
	struct error err = { "" };
	is_int(jsonl_read_line(line, &records, &err), 0, "an earlier record is read (%s)",
	       err.text);
	is_int(jsonl_read_line(both, &records, &err), 0, "and one of today (%s)",
	       err.text);
	const struct sample *old = &records.sample[0], *now = &records.sample[1];
	ok(count_is(old->row, 3) &&
		   !counters_number(&old->counters, "row").known,
	   "a row among the counters is the sample's row");
	is_near(counters_number(&old->counters, "treatment").value, 1, 0,
		"other counters stay");
	ok(old->latency->in_instructions && old->latency->p50 == 812,
	   "on the exact engine latency_ns were instructions");
	ok(count_is(now->row, 2) && counters_number(&now->counters, "row").known,
	   "where the row is a member a counter of that name is another");
	ok(!now->latency->in_instructions, "elsewhere latency_ns are nanoseconds");
	char *again = jsonl_sample(old);
	ok(strstr(again, "\"latency_ns\":null,\"latency_instructions\":{\"stamp\":null,") != NULL,
	   "instructions are written under their own name");
	ok(strstr(again, "\"row\":3,") != NULL, "and the row as a member");
	free(again);
	records_close(&records);
}

static void test_bad_lines(void)
{
	static const char *const bad[] = {
		"", "x", "[]", "1", "null", "{}", "{\"type\":\"sample\"}",
		"{\"type\":\"sample\",\"schema\":\"pft/2\"}",
		"{\"type\":\"sample\",\"schema\":\"pft/10\"}",
		"{\"type\":\"sample\",\"schema\":\"other/1\"}",
		"{\"schema\":\"pft/1\"}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"threads\":-1}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"threads\":1.5}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"threads\":0}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"wall_s\":-1}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"teardown_s\":-1e-9}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"per_task\":[{\"end_s\":-1}]}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"escaped\":1}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"threads\":\"1\"}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"wall_s\":\"1\"}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"kernel\":1}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"ok\":1}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"warnings\":[1]}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"knobs\":[]}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"latency_ns\":1}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"latency_ns\":" TOUCHES ",\"latency_instructions\":" TOUCHES "}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"per_task\":[{\"cpu_s\":1e10}]}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"per_task\":[1]}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"faults_expected\":[1]}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"kernel\":\"\\u0000\"}",
		"{\"type\":\"sample\",\"schema\":\"pft/1\"} trailing",
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct records records = { 0 };
		struct error err = { "" };
		is_int(jsonl_read_line(bad[i], &records, &err), -EINVAL,
		       "bad line %zu is refused: %s", i, err.text);
		records_close(&records);
	}
	struct records records = { 0 };
	is_int(jsonl_read_line("{\"type\":\"later\",\"schema\":\"pft/1.3\",\"x\":{}}",
			       &records, NULL), 0,
	       "an unknown type of this major is passed over");
	is_int(jsonl_read_line("{\"type\":\"sample\",\"schema\":\"pft/1\",\"new\":[1]}",
			       &records, NULL), 0, "and so is an unknown field");
	records_close(&records);
}

/* Put text into the file, read it, and say what came out. */
static int read_text(const char *text, size_t n, struct records *records,
		     struct error *err)
{
	file_replace(path, text, n, NULL);
	return jsonl_read(path, records, NULL, err);
}

#define GOOD "{\"type\":\"sample\",\"schema\":\"pft/1\",\"threads\":1}\n"
#define MARK "\xef\xbb\xbf"
#define NO_TASKS "{\"type\":\"sample\",\"schema\":\"pft/1\",\"threads\":0}\n"
#define BACKWARDS "{\"type\":\"sample\",\"schema\":\"pft/1\",\"wall_s\":-0.5}\n"
#define TORN "{\"type\":\"torn\",\"schema\":\"pft/1\"}\n"

static void test_files(void)
{
	static const struct { const char *text; int rc; size_t n; const char *says; }
	cases[] = {
		{ GOOD, 0, 1, "" },
		{ GOOD GOOD, 0, 2, "" },
		{ GOOD "\n" GOOD, 0, 2, "" },
		{ GOOD " \t\r\n" GOOD "  ", 0, 2, "" },
		{ MARK GOOD GOOD, 0, 2, "" },
		{ MARK "\n" GOOD, 0, 1, "" },
		{ GOOD MARK GOOD, -EINVAL, 0, ":2:" },
		{ MARK, -EINVAL, 0, "no records" },
		{ " \n", -EINVAL, 0, "no records" },
		{ GOOD NO_TASKS GOOD, -EINVAL, 0, ":2: 'threads'" },
		{ GOOD BACKWARDS GOOD, -EINVAL, 0, ":2: 'wall_s'" },
		{ GOOD "{\"type\":\"sam", 0, 1, "" },
		{ GOOD "{\"type\":\"sam\n" TORN GOOD, 0, 2, "" },
		{ GOOD "{\"type\":\"sam\n" GOOD, -EINVAL, 0, ":2:" },
		{ GOOD "{\"type\":\"sam\n", -EINVAL, 0, ":2:" },
		{ "garbage\n", -EINVAL, 0, ":1:" },
		{ "garbage", -EINVAL, 0, ":1:" },
		{ "", -EINVAL, 0, "no records" },
		{ GOOD "x\ny\n" TORN, -EINVAL, 0, ":2:" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct records records = { 0 };
		struct error err = { "" };
		is_int(read_text(cases[i].text, strlen(cases[i].text), &records,
				 &err), cases[i].rc, "file %zu is %s (%s)", i,
		       cases[i].rc ? "refused" : "read", err.text);
		if (cases[i].rc == 0)
			is_int(records.nr_samples, cases[i].n,
			       "file %zu has its samples", i);
		ok(strstr(err.text, cases[i].says) != NULL,
		   "file %zu: the message says where", i);
		records_close(&records);
	}
	struct records records = { 0 };
	struct error err = { "" };
	is_int(read_text("\0\0\0\n", 4, &records, &err), -EINVAL,
	       "a file of NULs is refused");
	is_int(jsonl_read(folder, &records, NULL, &err), -EISDIR,
	       "a folder is refused");
	is_int(jsonl_read("/nonexistent", &records, NULL, &err), -ENOENT,
	       "a file that is not there is refused");
	records_close(&records);
}

static void test_writer(void)
{
	struct writer writer, second;
	struct records records = { 0 };
	struct error err = { "" };
	const struct sample *sample = full_sample(&records);
	unlink(path);
	is_int(writer_open(&writer, path, NULL, &err), 0, "a new file is opened");
	is_int(writer_sample(&writer, sample, &err), 0, "a sample is written");
	is_int(writer_open(&second, path, NULL, &err), -EBUSY,
	       "a file that is held is refused");
	char pid[32];
	snprintf(pid, sizeof(pid), "pid %d", (int)getpid());
	ok(strstr(err.text, pid) != NULL || strstr(err.text, "another process"),
	   "the message names the holder: %s", err.text);
	is_int(writer_close(&writer, &err), 0, "it is closed");

	/* Tear it: half a line, as a kill in the middle of a write leaves. */
	const int fd = open(path, O_WRONLY | O_APPEND);
	is_int(write(fd, "{\"type\":\"sample\",\"sch", 21), 21, "a line is torn");
	close(fd);
	is_int(writer_open(&writer, path, NULL, &err), 0, "a torn file is opened");
	writer_sample(&writer, sample, &err);
	writer_close(&writer, &err);
	char *text = file_text("", "%s", path);
	ok(strstr(text, "\"sch\n{\"type\":\"torn\"") != NULL,
	   "what was torn stands as it was, and is marked");
	free(text);
	struct records back = { 0 };
	is_int(jsonl_read(path, &back, NULL, &err), 0, "a mended file reads (%s)",
	       err.text);
	is_int(back.nr_samples, 2, "with what stood before and after the tear");
	records_close(&back);

	char odd[4200], *said = NULL;
	size_t nr_said;
	FILE *warn = open_memstream(&said, &nr_said);
	snprintf(odd, sizeof(odd), "%s/a\033b\xe2\x80\xae" "c", folder);
	file_replace(odd, "torn", 4, NULL);
	is_int(writer_open(&writer, odd, warn, &err), 0,
	       "a torn file of an odd name is opened");
	writer_close(&writer, &err);
	unlink(odd);
	fclose(warn);
	ok(strstr(said, "/a?b?c': its last line was torn") != NULL,
	   "the warning has no control character of its name: %s", said);
	free(said);

	is_int(writer_open(&writer, folder, NULL, &err), -EISDIR,
	       "a folder is no record file");
	is_int(writer_open(&writer, "/dev/full", NULL, &err), 0,
	       "a full device can be opened");
	is_int(writer_sample(&writer, sample, &err), -ENOSPC,
	       "but writing to it fails: %s", err.text);
	writer_close(&writer, NULL);
	records_close(&records);
}

static void test_keys(void)
{
	struct records records = { 0 };
	struct sample a = *full_sample(&records), b = a;
	ok(field_same_but_threads(&a, &b), "a sample has its own key");
	b.kernel = "other";
	b.time = "other";
	ok(field_same_but_threads(&a, &b), "label and time are not in the key");
	b.threads = count_of(3);
	ok(field_same_but_threads(&a, &b), "threads may differ where they may");
	b.thp = NULL;
	ok(!field_same_but_threads(&a, &b), "unknown differs from known");
	static const char *const keys[] = { "kind", "pattern", "tasks", "threads",
		"bytes", "page_bytes", "cachelines", "bind", "mem", "thp",
		"regions", "clock", "engine", "pressure_percent" };
	for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
		bool key = false;
		for (size_t i = 0; i < nr_sample_fields; i++)
			key |= sample_fields[i].key &&
			       strcmp(sample_fields[i].name, keys[k]) == 0;
		ok(key, "%s is in the key", keys[k]);
	}
	records_close(&records);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/f.jsonl", folder);
	test_round_trip();
	test_escapes();
	test_earlier();
	test_bad_lines();
	test_files();
	test_writer();
	test_keys();
	unlink(path);
	rmdir(folder);
	return tap_done();
}
