/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows and tables of one file made by hand, tests/expected/view.jsonl.
 * It has what is rare and easily shown wrongly: rows out of order, warm-ups,
 * INVALID repetitions, one repetition alone, unknown times, an imported table,
 * CPU time of few ticks, and figures as large as they get.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/trial_result.h"
#include "record/jsonl.h"
#include "record/row.h"
#include "tap.h"
#include "base/wrap.h"
#include "view/table/column.h"
#include "view/table/run_table.h"

static struct records records;
static struct rows rows;

/* ---- rows ---- */

static const struct row *row_at(size_t block, size_t i)
{
	return &rows.row[rows.block[block].first + i];
}

static void test_rows(void)
{
	static const uint64_t threads[] = { 1, 2, 4, 8, 16 };
	is_int(rows.nr_blocks, 6, "each unlike workload, boot or import is a block");
	is_int(rows.block[0].n, ARRAY_SIZE(threads),
	       "rows that differ in threads alone are one block");
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
		is_int(row_at(0, i)->like->threads.value, threads[i],
		       "row %zu is that of %d threads, whatever came first", i,
		       (int)threads[i]);
	is_int(row_at(0, 0)->measured.n, 3, "a warm-up is not a repetition of its row");
	is_int(row_at(0, 0)->limit.n, 2, "limit samples stand with their row");
	is_int(row_at(0, 0)->nop.n, 2, "and so do nop samples");
	is_int(row_at(0, 2)->measured.n, 2, "INVALID repetitions are kept apart");
	is_int(row_at(0, 2)->invalid.n, 1, "and are not lost");
}

/* Rows are told apart by more than their key. */
static void test_row_identity(void)
{
	static const char *const lines[] = {
		"\"boot_id\":\"b1\",\"run\":\"r1\"",
		"\"boot_id\":\"b1\",\"run\":\"r2\"",
		"\"boot_id\":\"b2\",\"run\":\"r3\"",
		"\"boot_id\":null,\"run\":\"r4\"",
		"\"boot_id\":null,\"run\":\"r5\"",
		"\"boot_id\":\"b1\",\"run\":\"r1\",\"knobs\":{\"k\":1}",
		"\"boot_id\":\"b1\",\"run\":\"r1\",\"kernel\":\"other\"",
		"\"boot_id\":\"b1\",\"run\":\"r1\",\"reps\":3",
		"\"boot_id\":\"b1\",\"run\":\"r1\",\"accounting\":\"classic\"",
	};
	struct records some = { 0 };
	struct rows found;
	struct error err = { "" };
	int rc = 0;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		char line[512];
		snprintf(line, sizeof(line), "{\"type\":\"sample\",\"schema\":\"pft/1\",%s,"
			 "\"role\":\"measure\",\"ok\":true,\"threads\":1}", lines[i]);
		rc = rc ? rc : jsonl_read_line(line, &some, &err);
	}
	is_int(rc, 0, "the lines are read: '%s'", err.text);
	rows_collect(&some, &found);
	is_int(found.nr_blocks, ARRAY_SIZE(lines) - 1,
	       "boots, imports, knobs, labels and accountings are told apart");
	is_int(found.row[0].measured.n, 2, "two runs on one boot are one row");
	rows_close(&found);
	records_close(&some);
	rows_close(&found);
	ok(true, "an empty list of rows may be closed");
}

/* ---- tables ---- */

static char *table_text(const struct table_style *style)
{
	struct text_stream stream;
	table_print(text_open(&stream), &records, style);
	return text_close(&stream);
}

static size_t widest_line(const char *text)
{
	size_t widest = 0;
	while (*text) {
		const size_t n = strcspn(text, "\n");
		char *line = strndup(text, n);
		const size_t columns = text_columns(line);
		widest = columns > widest ? columns : widest;
		free(line);
		text += n + (text[n] == '\n');
	}
	return widest;
}

/*
 * Where they differ, the first line is shown. After a change that was meant,
 * PFT_GOT=FOLDER has what was got written there, to be read and then copied.
 */
static void is_golden(const char *got, const char *name)
{
	char *expected = file_text("", "%s/expected/%s", TESTS_DIR, name);
	const char *a = got, *b = expected ? expected : "";
	char path[4096];
	if (getenv("PFT_GOT")) {
		snprintf(path, sizeof(path), "%s/%s", getenv("PFT_GOT"), name);
		file_replace(path, got, strlen(got), NULL);
	}
	while (*b && *a == *b) {
		a++;
		b++;
	}
	/* file_text cuts the last newlines. */
	const bool same = expected && !*b && strspn(a, "\n") == strlen(a);
	ok(same, "the output is that of tests/expected/%s", name);
	while (!same && a > got && a[-1] != '\n') {
		a--;
		b--;
	}
	if (!same)
		printf("# got:      %.*s\n# expected: %.*s\n",
		       (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"), b);
	free(expected);
}

static void test_tables(void)
{
	static const struct {
		struct table_style style;
		const char *golden;
		size_t widest;
	} cases[] = {
		{ { .format = TABLE_TABLE }, "view-table.txt", 80 },
		{ { .format = TABLE_TABLE, .columns = 200 }, "view-table.txt", 80 },
		{ { .format = TABLE_TABLE, .columns = 50 }, "view-table-50.txt", 50 },
		{ { .format = TABLE_TABLE, .verbose = true },
		  "view-table-verbose.txt", 80 },
		{ { .format = TABLE_TABLE, .color = true },
		  "view-table-color.txt", 0 },
		{ { .format = TABLE_CLASSIC }, "view-classic.txt", 0 },
		{ { .format = TABLE_MAIL }, "view-mail.txt", 72 },
		{ { .format = TABLE_CSV }, "view-csv.txt", 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = table_text(&cases[i].style);
		is_golden(text, cases[i].golden);
		if (cases[i].widest > 0)
			ok(widest_line(text) <= cases[i].widest,
			   "%s has no line above %zu columns", cases[i].golden,
			   cases[i].widest);
		free(text);
	}
}

/* Whatever a terminal's width, a line that a terminal would wrap is a bug. */
static void test_widths(void)
{
	size_t wrong = 0;
	for (size_t columns = 24; columns <= 80; columns++) {
		char *text = table_text(&(struct table_style){
			.format = TABLE_TABLE, .verbose = true,
			.columns = columns });
		if (widest_line(text) > columns) {
			printf("# %zu columns: a line of %zu\n", columns,
			       widest_line(text));
			wrong++;
		}
		free(text);
	}
	is_int(wrong, 0, "at every width from 24 to 80 all lines fit");
}

static void test_json(void)
{
	char *text = table_text(&(struct table_style){ .format = TABLE_JSON });
	struct records again = { 0 };
	struct error err = { "" };
	int rc = 0;
	for (char *rest = text, *line; rc == 0 && (line = strsep(&rest, "\n")) && *line;)
		rc = jsonl_read_line(line, &again, &err);
	is_int(rc, 0, "the json format is JSON Lines: '%s'", err.text);
	is_int(again.nr_samples, records.nr_samples, "with every sample");
	records_close(&again);
	free(text);
}

/* ---- text from outside ---- */

static char *csv_of(const char *text)
{
	const struct value value = value_text(text);
	struct text_stream stream;
	value_put_csv(text_open(&stream), &value);
	return text_close(&stream);
}

static void test_csv(void)
{
	static const struct {
		const char *text, *csv;
	} cases[] = {
		{ NULL, "" },
		{ "plain", "plain" },
		{ "a,b", "\"a,b\"" },
		{ "say \"yes\"", "\"say \"\"yes\"\"\"" },
		{ "=1+1", "'=1+1" },
		{ "+1", "'+1" },
		{ "-1", "'-1" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"" },
		{ "two\nlines", "two?lines" },
		{ "\t=1", "?=1" },
		{ "\xff", "\\xff" },
		{ "\xe2\x80\xae=1\xe2\x80\xa8\xef\xbb\xbf", "?=1??" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *got = csv_of(cases[i].text);
		is_text(got, cases[i].csv, "CSV field %zu is safe and quoted", i);
		free(got);
	}
}

static char *wrapped_command(const char *command, size_t columns)
{
	struct text_stream stream;
	wrap_command(text_open(&stream), command, columns);
	return text_close(&stream);
}

static void test_commands(void)
{
	static const struct {
		const char *word, *quoted;
	} cases[] = {
		{ "run", "run" },
		{ "", "''" },
		{ "two words", "'two words'" },
		{ "it's", "'it'\\''s'" },
		{ "$(reboot)", "'$(reboot)'" },
		{ "`reboot`", "'`reboot`'" },
		{ "a\nb", "'a?b'" },
		{ "256M", "256M" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *got = text_command(&cases[i].word, 1);
		is_text(got, cases[i].quoted, "word %zu is quoted for a shell", i);
		free(got);
	}
	char *got = wrapped_command("pft run --label 'a b c d e f' -r 10", 16);
	is_text(got, "pft run \\\n  --label \\\n  'a b c d e '\\\n'f' -r 10\n",
		"a wrapped command goes on after backslashes, outside quotes");
	free(got);
}

static void test_wrap(void)
{
	struct text_stream stream;
	wrap_text(text_open(&stream), "one two abcdefghijklmn o", 8, 2);
	char *got = text_close(&stream);
	is_text(got, "one two\n  abcdef\n  ghijkl\n  mn o\n",
		"text wraps at words, and words that are too long are cut");
	free(got);
}

/* ---- spill ---- */

/* Of one workload with one thread. */
static void add_spilling(struct records *to, const char *local,
			 const char *remote, const char *warnings)
{
	char line[512];
	struct error err = { "" };
	snprintf(line, sizeof(line), "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r\",\"role\":\"measure\",\"ok\":true,\"threads\":1,\"pages\":1000,\"pages_local\":%s,\"pages_remote\":%s,\"wall_s\":1,\"warnings\":[%s]}",
		 local, remote, warnings);
	is_int(jsonl_read_line(line, to, &err), 0, "a sample is read (%s)", err.text);
}

/* Blanks and newlines are one blank. */
static char *flat_table(const struct records *of)
{
	const struct table_style style = { .format = TABLE_TABLE };
	struct text_stream stream;
	table_print(text_open(&stream), of, &style);
	char *text = text_close(&stream), *to = text;
	for (const char *c = text; *c; c++)
		if (!isspace((unsigned char)*c))
			*to++ = *c;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	*to = '\0';
	return text;
}

/* Pages on other nodes, because there was no room, are told of; else not. */
static void test_spill(void)
{
	char warning[256];
	snprintf(warning, sizeof(warning), "\"%s\"", trial_remark_spill);
	struct records few = { 0 };
	add_spilling(&few, "988", "12", "");
	add_spilling(&few, "null", "null", "");
	char *text = flat_table(&few);
	ok(!strstr(text, "Spill"), "a few pages at an edge are no spill");
	free(text);
	add_spilling(&few, "630", "370", warning);
	add_spilling(&few, "600", "400", warning);
	text = flat_table(&few);
	if (!ok(strstr(text, "pages on other nodes): 37.0 to 40.0% in 2 of 4 reps at 1 thread") != NULL,
		"a spill is told of below the rows, with its share and in how many repetitions"))
		printf("# %s\n", text);
	free(text);
	records_close(&few);
}

/* Notes below a block. */
static size_t nr_notes(const struct block_rows *part)
{
	static const struct table_style style = { .format = TABLE_TABLE };
	struct text_stream stream;
	table_print_block(&(struct doc){ text_open(&stream), &style }, part);
	AUTO_FREE char *text = text_close(&stream);
	size_t n = 0;
	/* Each begins a line; titles do so too, rows do not. */
	for (const char *c = text; *c; c++)
		n += *c == '\n' && c[1] > ' ';
	return n;
}

static void test_block(void)
{
	const struct sample like = {
		.kind = "anon-write", .pattern = "sequential", .accounting = "window",
		.engine = "native", .kernel = "stock", .time = "2026-01-02T03:04:06Z",
		.bytes = { UINT64_C(1) << 28, true }, .threads = { 2, true } };
	const struct row row = { .like = &like };
	struct summary s = { .row = &row, .n = 9, .nr_reps = 9, .nr_invalid = 1 };
	const struct block_rows part = { &s, 1 };
	const struct records none = { 0 };
	char *text = block_heading(&part);
	is_text(text, "anon-write sequential, 0.25 Gb, 10 reps, window accounting, native",
		"the heading counts INVALID repetitions too");
	free(text);
	text = block_origin(&none, &part);
	is_text(text, "kernel stock, 2026-01-02T03:04:06Z", "the kernel and the date stand below it");
	free(text);
	is_int(nr_notes(&part), 0, "a row without a flaw has no note");
	s.few_ticks = s.not_concurrent = s.oversubscribed = true;
	is_int(nr_notes(&part), 3, "each flaw has one");
}

int main(void)
{
	struct error err = { "" };
	if (!is_int(jsonl_read(TESTS_DIR "/expected/view.jsonl", &records, NULL,
			       &err), 0, "the file is read: '%s'", err.text))
		return tap_done();
	rows_collect(&records, &rows);
	test_rows();
	test_row_identity();
	test_tables();
	test_widths();
	test_json();
	test_csv();
	test_commands();
	test_wrap();
	test_spill();
	test_block();
	rows_close(&rows);
	records_close(&records);
	return tap_done();
}
