/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of a workload, and the rows that words of options make.
 */
#include "fault/workload_field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault/workload_words.h"
#include "record/field.h"
#include "tap.h"

static void test_table(void)
{
	ok(nr_workload_fields <= WORKLOAD_FIELDS_MAX, "words have room for each field");
	for (size_t i = 0; i < nr_workload_fields; i++) {
		const struct workload_field *field = &workload_fields[i];
		ok(workload_field(field->name) == field, "%s is the name of one field",
		   field->name);
		ok(field->help && field->parse && (field->text || field->alias_of),
		   "%s can be explained, read and printed", field->name);
		ok(!field->record || field_find(field->record),
		   "a record has the member of %s", field->name);
		ok(!field->alias_of || workload_field(field->alias_of),
		   "if %s is another name, the field is there", field->name);
	}
	ok(!workload_field("speed"), "there is no other");
}

/* Every value that help names is read, and printed as it was read. */
static void test_trip(void)
{
	static const struct { const char *name, *value; } cases[] = {
		{ "kind", "anon-read" }, { "pattern", "runs:2-9" },
		{ "bytes", "1.5G" }, { "tasks", "processes" },
		{ "threads", "4096" }, { "cachelines", "64" },
		{ "regions", "own" }, { "bind", "list:0,2,2" },
		{ "mem", "interleave:0,1" }, { "thp", "64K" },
		{ "faults", "any" }, { "pressure", "100" },
		{ "latency", "true" }, { "classic", "true" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct workload_field *field = workload_field(cases[i].name);
		struct workload w = { 0 };
		is_int(field->parse(field, cases[i].value, &w, NULL), 0,
		       "%s %s is read", cases[i].name, cases[i].value);
		char *text = field->text(field, &w);
		is_text(text, cases[i].value, "%s %s is printed",
			cases[i].name, cases[i].value);
		free(text);
		workloads_close(&w, 1);
	}
	for (size_t i = 0; i < 2 * nr_workload_fields; i++) {
		const struct workload_field *field = &workload_fields[i / 2];
		const char *standard = workload_field_standard(field, i % 2);
		struct workload w = { 0 };
		ok(!standard || text_same(standard, "all") ||
		   field->parse(field, standard, &w, NULL) == 0,
		   "%s has a default that can be read", field->name);
		workloads_close(&w, 1);
	}
}

static void test_bad(void)
{
	static const struct { const char *name, *value, *why; } cases[] = {
		{ "kind", "anon", "kind 'anon': expected anon-write, anon-read" },
		{ "kind", "anon-read,", "kind '': expected" },
		{ "pattern", "stride", "pattern 'stride': expected stride:N" },
		{ "pattern", "stride:0", "pattern stride: '0': expected a whole number" },
		{ "pattern", "islands:1..300", "expected at most 256" },
		{ "bytes", "0", "bytes '0': expected a number of bytes" },
		{ "gib", "x", "gib 'x': expected a number of GiB" },
		{ "threads", "2-1", "threads '2-1': expected numbers from 1" },
		{ "threads", "4097", "threads '4097': expected numbers from 1 to 4096" },
		{ "latency", "maybe", "latency 'maybe': expected true or false" },
		{ "tasks", "fibers", "tasks 'fibers': expected threads or processes" },
		{ "pressure", "101", "pressure '101': expected a whole number" },
		{ "bind", "list:x", "bind list 'x': expected" },
		{ "mem", "bind:x", "mem nodes 'x': expected" },
	};
	struct workload_words words = { 0 };
	workload_words_set(&words, workload_field("kind"), "anon-read", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct error err = { "" };
		ok(workload_words_set(&words, workload_field(cases[i].name),
				      cases[i].value, &err) < 0 &&
			   strstr(err.text, cases[i].why) &&
			   strncmp(err.text, cases[i].name, strlen(cases[i].name)) == 0,
		   "%s %s is refused: %s", cases[i].name, cases[i].value, err.text);
	}
	is_int(workload_words_nr(&words, "kind"), 1, "what was there is kept");
	workload_words_close(&words);
}

static void set(struct workload_words *words, const char *name, const char *value)
{
	is_int(workload_words_set(words, workload_field(name), value, NULL), 0,
	       "%s %s is set", name, value);
}

/* The texts of all rows, with "; " between. */
static char *rows_text(struct workload_words *words)
{
	struct workload *row;
	size_t n;
	char *all = text_format("%s", "");
	workload_words_rows(words, 7, &row, &n);
	for (size_t i = 0; i < n; i++) {
		char *one = workload_text(&row[i]);
		char *more = text_format("%s%s%s", all, i ? "; " : "", one);
		free(all);
		free(one);
		all = more;
	}
	is_int(row[0].pattern.seed, 7, "rows have the seed");
	workloads_close(row, n);
	free(row);
	return all;
}

static void test_rows(void)
{
	struct workload_words words = { .ab = true };
	char *text = rows_text(&words);
	is_text(text, "anon-write sequential, 64M, 1 thread, thp inherit",
		"without words there is a row of defaults");
	free(text);
	set(&words, "kind", "anon-read,anon-read,anon-write");
	set(&words, "threads", "1,2-3");
	set(&words, "pattern", "stride:3,islands:4..5");
	set(&words, "threads", "2");
	text = rows_text(&words);
	is_text(text, "anon-read stride:3, 64M, 2 threads, thp inherit; "
		"anon-read islands:4, 64M, 2 threads, thp inherit; "
		"anon-read islands:5, 64M, 2 threads, thp inherit; "
		"anon-write stride:3, 64M, 2 threads, thp inherit; "
		"anon-write islands:4, 64M, 2 threads, thp inherit; "
		"anon-write islands:5, 64M, 2 threads, thp inherit",
		"each combination is a row; later words replace earlier ones");
	free(text);
	workload_words_close(&words);
}

static void test_text(void)
{
	struct workload_words words = { 0 };
	set(&words, "gib", "0.5");
	set(&words, "tasks", "processes");
	set(&words, "threads", "2");
	set(&words, "cachelines", "4");
	set(&words, "mem", "local");
	set(&words, "latency", "true");
	set(&words, "classic", "true");
	set(&words, "latency", "false");
	char *text = rows_text(&words);
	is_text(text, "anon-write sequential, 512M, 2 processes, thp never, 4 cachelines, mem local, classic accounting",
		"a row says what is not the default");
	free(text);
	struct workload *row;
	size_t n;
	workload_words_rows(&words, 1, &row, &n);
	ok(row[0].own_regions, "processes map their own");
	char *key = workload_key(&row[0]);
	row[0].any_faults = true;
	char *same = workload_key(&row[0]);
	is_text(same, key, "the gate does not make another row");
	row[0].cachelines = 5;
	char *other = workload_key(&row[0]);
	ok(strcmp(other, key) != 0, "what is touched does");
	free(key);
	free(same);
	free(other);
	workloads_close(row, n);
	free(row);
	workload_words_close(&words);
}

static void test_own(void)
{
	struct workload_words own = { 0 };
	struct workload w = { .kind = &kinds[0], .nr_tasks = 3 };
	set(&own, "kind", "anon-read");
	set(&own, "thp", "64K");
	workload_words_apply(&own, &w);
	ok(w.kind == kind_find("anon-read") && w.thp.bytes == 65536 &&
	   w.nr_tasks == 3, "a side's words change a row, and nothing else of it");
	char *text = workload_words_text(&own);
	is_text(text, "kind anon-read, thp 64K", "they can be told");
	free(text);
	workload_words_close(&own);
}

int main(void)
{
	test_table();
	test_trip();
	test_bad();
	test_rows();
	test_text();
	test_own();
	return tap_done();
}
