/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What records are kept in so that a million of them fit, and that nothing is
 * lost or mixed up by it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/lookup.h"
#include "record/field.h"
#include "record/jsonl.h"
#include "record/packed.h"
#include "record/row.h"
#include "tap.h"

static bool same_number(const void *thing, const void *wanted)
{
	return *(const int *)thing == *(const int *)wanted;
}

static void test_lookup(void)
{
	enum { N = 5000 };
	static int number[N];
	struct lookup lookup = { 0 };
	const int none = N;
	size_t nr_new = 0, nr_right = 0;
	ok(!lookup_find(&lookup, 1, same_number, &none), "an empty table has nothing");
	for (int i = 0; i < 2 * N; i++) {
		number[i % N] = i % N;
		/* Ten of them share a hash. */
		struct lookup_place *place = lookup_add(
			&lookup, (uint64_t)(i % N / 10), same_number,
			&number[i % N]);
		nr_new += !place->thing;
		if (!place->thing)
			place->thing = &number[i % N];
	}
	is_int(nr_new, N, "each of 5000 things is new once");
	is_int(lookup.n, N, "and counted once");
	for (int i = 0; i < N; i++)
		nr_right += lookup_find(&lookup, (uint64_t)(i / 10), same_number,
					&i) == &number[i];
	is_int(nr_right, N, "each is found among those of its hash");
	ok(!lookup_find(&lookup, 7, same_number, &none),
	   "what was never added is not found");
	lookup_close(&lookup);
	lookup_close(&lookup);
	ok(true, "an empty table may be closed");
}

static void test_memory(void)
{
	struct records records = { 0 };
	static char large[1 << 20];
	char text[40];
	bool kept = true, aligned = true;
	const char *first = records_keep_bytes(&records, "a text", 7);
	for (int i = 0; i < 100000; i++) {
		snprintf(text, sizeof(text), "text %d", i);
		const char *copy = records_keep_bytes(&records, text, strlen(text) + 1);
		kept &= strcmp(copy, text) == 0;
		aligned &= (uintptr_t)copy % sizeof(void *) == 0;
		records_room(&records, 3);
		aligned &= (uintptr_t)records_room(&records, 16) % sizeof(void *) == 0;
	}
	ok(kept, "a hundred thousand texts are kept");
	ok(aligned, "each where a pointer may stand, whatever stands before it");
	ok(records_keep_bytes(&records, "a text", 7) == first, "an equal text is the same one");
	ok(records_keep_bytes(&records, "a text", 6) != first, "a shorter one is another");
	memset(large, 'x', sizeof(large));
	const char *copy = records_keep_bytes(&records, large, sizeof(large));
	ok(copy != large && memcmp(copy, large, sizeof(large)) == 0,
	   "what is larger than any piece has its own");
	is_text(records_keep_bytes(&records, "a text", 7), "a text",
		"the others are still there");
	records_close(&records);
	records_close(&records);
	ok(true, "empty records may be closed");
}

static void test_counters(void)
{
	static const double values[] = {
		0, -0.0, 1, -5, 0.5, 1.0 / 3, 1e-9, 127, 128, 16384,
		0x1p53 - 1, 0x1p53, 0x1p63, 1e300, -1e-300,
	};
	struct records records = { 0 };
	struct pair pair[ARRAY_SIZE(values) + 2] = { { 0 } };
	char name[ARRAY_SIZE(values)][8];
	struct counters counters, again;
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		snprintf(name[i], sizeof(name[i]), "c%zu", i);
		pair[i] = (struct pair){ name[i], NULL, real_of(values[i]) };
	}
	pair[ARRAY_SIZE(values)] = (struct pair){ .name = "word", .text = "yes" };
	pair[ARRAY_SIZE(values) + 1] = (struct pair){ .name = "gone" };
	counters_set(&records, &counters, pair, ARRAY_SIZE(pair));
	struct pair *out = counters_pairs(&counters);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		ok(out[i].number.known && strcmp(out[i].name, name[i]) == 0 &&
			   memcmp(&out[i].number.value, &values[i],
				  sizeof(double)) == 0,
		   "the number %g comes out as it went in", values[i]);
	is_text(out[ARRAY_SIZE(values)].text, "yes", "a word does too");
	ok(!out[ARRAY_SIZE(values) + 1].number.known &&
		   !out[ARRAY_SIZE(values) + 1].text,
	   "what is unknown stays unknown");
	free(out);
	is_near(counters_number(&counters, "c7").value, 127, 0,
		"a counter is found by its name");
	ok(!counters_number(&counters, "word").known &&
		   !counters_number(&counters, "none").known,
	   "a word is no number, and what is not there is unknown");
	counters_set(&records, &again, pair, ARRAY_SIZE(pair));
	ok(again.name.text == counters.name.text, "equal names are kept once");
	counters_add(&records, &again, "more", real_of(9));
	is_near(counters_number(&again, "more").value, 9, 0, "one more is there");
	ok(!counters_number(&counters, "more").known,
	   "but not in those that shared its names");
	records_close(&records);
}

static void test_tasks(void)
{
	const struct task_sample task[] = {
		{ .task = count_of(3), .cpu = count_of(0),
		  .pages = count_of(UINT64_C(1) << 62),
		  .start_ns = count_of(0), .end_ns = count_of(100000000),
		  .cpu_ns = count_of(UINT64_C(1) << 60), .faults_minor = count_of(65536),
		  .faults_major = count_of(0) },
		{ .task = count_of(4) },
	};
	struct records records = { 0 };
	struct tasks tasks;
	tasks_set(&records, &tasks, task, ARRAY_SIZE(task));
	struct task_sample *out = tasks_all(&tasks);
	ok(count_is(out[0].task, 3) && out[0].cpu.known && out[0].cpu.value == 0 &&
		   count_is(out[0].pages, UINT64_C(1) << 62) && out[0].start_ns.known &&
		   out[0].start_ns.value == 0 && out[0].end_ns.value == 100000000 &&
		   out[0].cpu_ns.value == UINT64_C(1) << 60 &&
		   out[0].faults_minor.value == 65536 &&
		   out[0].faults_major.known && out[0].faults_major.value == 0,
	   "a task's numbers come out as they went in");
	ok(count_is(out[1].task, 4) && !out[1].cpu.known && !out[1].start_ns.known &&
		   !out[1].end_ns.known && !out[1].cpu_ns.known &&
		   !out[1].faults_minor.known && !out[1].faults_major.known,
	   "and what is unknown stays unknown");
	free(out);
	records_close(&records);
}

static void test_lists(void)
{
	static const char line[] =
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"knobs\":{\"a\":\"1\",\"b\":2},\"warnings\":[\"w\"]}";
	struct records records = { 0 };
	struct error err = { "" };
	jsonl_read_line(line, &records, &err);
	jsonl_read_line(line, &records, &err);
	const struct sample *a = &records.sample[0], *b = &records.sample[1];
	ok(a->knobs.n == 2 && a->knobs.pair == b->knobs.pair &&
		   a->warnings.text == b->warnings.text,
	   "equal lists of two samples are kept once");
	records_close(&records);
}

static void test_facts(void)
{
	struct records records = { 0 };
	char id[16];
	size_t nr_right = 0;
	for (int i = 0; i < 1000; i++) {
		snprintf(id, sizeof(id), "r%d", i / 2);
		struct facts *facts = records_add_facts(&records, i % 4 < 2 ?
							"run" : "boot");
		/* Looked for before it has an id, and once it has. */
		if (i % 100 == 0)
			nr_right += !records_find(&records, "run", id);
		facts_add_text(&records, facts, "id", id);
		if (i % 100 == 0)
			nr_right += records_find(&records, "run", id) == facts;
	}
	is_int(nr_right, 20, "facts are found as soon as they have their id");
	ok(records_find(&records, "run", "r8") == &records.facts[16],
	   "of two with one id the first is found");
	ok(records_find(&records, "boot", "r9") == &records.facts[18],
	   "each by its type");
	ok(!records_find(&records, "run", "r9") && !records_find(&records, "host", "r8"),
	   "what is of another type is not found");
	records_close(&records);
}

/* ---- rows ---- */

static unsigned draw(uint64_t *seed, unsigned below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % below;
}

static struct sample random_sample(struct records *records, uint64_t *seed)
{
	static const char *const words[] = { "a", "b", "c" };
	struct sample sample = {
		.boot_id = words[draw(seed, 2)], .run = "r",
		.kernel = words[draw(seed, 2)], .kind = words[draw(seed, 3)],
		.thp = draw(seed, 4) ? "never" : NULL,
		.threads = count_of(1 + draw(seed, 3)), .role = "measure",
		.reps = count_of(1), .ok = draw(seed, 5) > 0,
		.oversubscribed = draw(seed, 9) == 0,
	};
	/* Rounded to whole pages of each task. */
	const unsigned request = 1001 * (1 + draw(seed, 3));
	sample.requested_bytes = count_of(request);
	sample.bytes = count_of(request - request % sample.threads.value);
	if (draw(seed, 3) == 0)
		pairs_set(records, &sample.knobs,
			  &(struct pair){ .name = "k", .text = words[draw(seed, 2)] }, 1);
	return sample;
}

static bool same_knobs(const struct sample *a, const struct sample *b)
{
	return a->knobs.n == b->knobs.n &&
	       (a->knobs.n == 0 ||
		strcmp(a->knobs.pair->text, b->knobs.pair->text) == 0);
}

/* As row.h says it, without a table. */
static bool is_one_row(const struct sample *a, const struct sample *b)
{
	return strcmp(a->boot_id, b->boot_id) == 0 &&
	       strcmp(a->kernel, b->kernel) == 0 &&
	       count_same(a->threads, b->threads) && field_same_but_threads(a, b) &&
	       a->oversubscribed == b->oversubscribed && same_knobs(a, b);
}

static const struct row *row_with(const struct rows *rows,
				  const struct sample *sample)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->row[i];
		for (size_t j = 0; j < row->measured.n; j++)
			if (row->measured.sample[j] == sample)
				return row;
		for (size_t j = 0; j < row->invalid.n; j++)
			if (row->invalid.sample[j] == sample)
				return row;
	}
	return NULL;
}

static void test_rows(void)
{
	enum { N = 600 };
	struct records records = { 0 };
	struct rows rows;
	uint64_t seed = 1;
	size_t nr_lost = 0, nr_wrong = 0;
	for (int i = 0; i < N; i++) {
		const struct sample sample = random_sample(&records, &seed);
		records_add(&records, &sample);
	}
	rows_collect(&records, &rows);
	for (size_t i = 0; i < N; i++) {
		const struct sample *a = &records.sample[i];
		const struct row *row = row_with(&rows, a);
		nr_lost += !row;
		for (size_t j = 0; j < i; j++)
			nr_wrong += (row == row_with(&rows, &records.sample[j])) !=
				    is_one_row(a, &records.sample[j]);
	}
	is_int(nr_lost, 0, "each of 600 samples is in a row");
	is_int(nr_wrong, 0, "any two are in one row where row.h says so");
	ok(rows.n > 50 && rows.n < N, "there are many rows: %zu", rows.n);
	rows_close(&rows);
	records_close(&records);
}

int main(void)
{
	test_lookup();
	test_memory();
	test_counters();
	test_tasks();
	test_lists();
	test_facts();
	test_rows();
	return tap_done();
}
