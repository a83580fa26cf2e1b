/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows, summaries and tables of one file made by hand, tests/expected/view.jsonl.
 * It has what is rare and easily shown wrongly: rows out of order, warm-ups,
 * INVALID repetitions, one repetition alone, unknown times, an imported table,
 * CPU time of few ticks, and figures as large as they get.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "fault/remark.h"
#include "record/jsonl.h"
#include "record/row.h"
#include "tap.h"
#include "base/wrap.h"
#include "record/caption.h"
#include "view/table/csv.h"
#include "analysis/series.h"
#include "analysis/spill.h"
#include "analysis/summary.h"
#include "view/table/run_table.h"

static struct records records;
static struct rows rows;
static struct summary *summary;

/* ---- rows ---- */

static const struct row *row_at(size_t block, size_t i)
{
	return &rows.row[rows.block[block].first + i];
}

static const struct summary *summary_at(size_t block, size_t i)
{
	return &summary[rows.block[block].first + i];
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
	is_int(row_at(0, 0)->nr_warmups, 1, "but it is counted");
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

/* ---- summaries ---- */

static void test_window(void)
{
	const struct summary *s = summary_at(0, 0);
	is_near(s->wall_s.value, 0.110, 1e-12, "wall is the mean of 0.10, 0.11, 0.12");
	is_near(s->fault_per_wall_s.value, 65536 / 0.110, 1e-6,
		"fault/wsec is pages over mean wall");
	is_near(s->fault_per_cpu_s.value, 65536 / 0.109, 1e-6,
		"flt/cpu/s is pages over mean CPU time");
	/* sd is 0.01; t is 4.3026527 for n = 3. */
	is_near(s->wall_interval.value, 4.3026527 * 0.01 / sqrt(3) / 0.110, 1e-7,
		"the interval is that of the mean wall, relative");
	is_near(s->faults_per_page.value, 1.0, 1e-12, "one fault a page");
	is_near(s->ns_per_page.value, 0.110e9 / 65536, 1e-6,
		"ns/page is wall time over pages");
	is_near(s->limit_ratio.value, 0.5, 1e-12,
		"the row takes twice the time of its limit");
	ok(s->few_ticks, "0.33 s of CPU time is less than 100 ticks");
	ok(!summary_at(0, 1)->few_ticks, "1.5 s of CPU time is more");
	ok(!summary_at(0, 1)->limit_ratio.known,
	   "a row without limit samples has no limit");
}

static void test_invalid(void)
{
	const struct summary *some = summary_at(0, 2), *all = summary_at(0, 3);
	is_near(some->wall_s.value, 0.2, 1e-12,
		"an INVALID repetition of 9.9 s is not averaged in");
	is_int(some->nr_invalid, 1, "it is counted");
	is_text(some->reason[0].text,
		"128 faults instead of 65536: a huge page appeared",
		"its reason is kept");
	ok(!all->wall_s.known && !all->fault_per_wall_s.known && all->n == 0,
	   "a row without a valid repetition has no figures");
	is_int(all->nr_reasons, 2, "equal reasons are told once");
	is_int(all->reason[0].n, 2, "with their number");
	ok(summary_any_invalid(&rows), "a file with INVALID rows is known as such");
}

static void test_circumstances(void)
{
	const struct summary *alone = summary_at(0, 4);
	ok(alone->wall_s.known && !alone->wall_interval.known,
	   "one repetition has a wall time and no interval");
	ok(alone->not_concurrent, "30 ms of skew in a window of 50 ms is noted");
	ok(alone->oversubscribed, "and so is oversubscription");
	ok(!summary_at(0, 1)->not_concurrent, "2 us in 260 ms is not");
	is_near(alone->faults_per_page.value, 0.125, 1e-12,
		"faults that map eight pages each are an eighth a page");
	ok(!summary_at(1, 0)->wall_s.known && !summary_at(1, 0)->ns_per_page.known,
	   "a row that was counted and not timed has unknown times");
}

static void test_sums(void)
{
	const struct summary *published = summary_at(2, 1);
	const struct summary *classic = summary_at(3, 0);
	is_int(published->nr_reps, 3, "an imported row stands for its repetitions");
	ok(!published->wall_interval.known && published->wall.n == 0,
	   "and has no interval");
	/* The posting of 2004 printed 155162.903 with its wall cut short. */
	is_near(published->fault_per_wall_s.value, 3 * 65536 / 1.26, 1e-6,
		"its rate is all pages over the sum");
	is_near(published->fault_per_cpu_s.value, 3 * 65536 / 2.433, 1e-6,
		"its CPU time is user plus system");
	ok(!published->few_ticks, "and is never dashed");
	ok(summary_at(2, 0)->nr_invalid == 1 && summary_at(2, 0)->wall_s.known,
	   "a published row that cannot be right keeps its figures and its reason");
	is_near(classic->wall_s.value, 2.2, 1e-12, "classic times are sums");
	is_near(classic->fault_per_wall_s.value, 2 * 1048576 / 2.2, 1e-6,
		"and classic rates are total pages over them");
	/* sd of 1.0 and 1.2 is 0.141421; t is 12.7062047. */
	is_near(classic->wall_interval.value, 12.7062047 * 0.1 / 1.1, 1e-6,
		"their interval is that of single repetitions");
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
	struct text_stream stream;
	csv_text(text_open(&stream), text);
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
		char *got = text_quoted(cases[i].word);
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

/* ---- series ---- */

static void test_series(void)
{
	struct series_list list;
	series_collect(&rows, summary, &list);
	is_int(list.nr_invalid, 3, "INVALID rows are left out and counted");
	is_int(list.series[0].n, 3, "the others of their block are drawn");
	size_t n = 0, pictures = 0;
	while (n < list.n) {
		const struct series_span span = series_span(&list, n, 8, false);
		for (size_t i = 1; i < span.n; i++) {
			char *a = caption_part(span.series[0].like, PART_ENGINE);
			char *b = caption_part(span.series[i].like, PART_ENGINE);
			if (strcmp(a, b) != 0)
				ok(false, "no picture has two engines");
			free(a);
			free(b);
		}
		n += span.n;
		pictures++;
	}
	is_int(n, list.n, "every series is in one picture");
	/* Window native, exact, published and classic, then window again. */
	is_int(pictures, 5, "unlike engines and accountings have their own");
	series_close(&list);
}

/* Ten kernels on one workload: a legend with ten lines is no legend. */
static void test_many_series(void)
{
	struct records many = { 0 };
	struct rows found;
	struct series_list list;
	struct error err;
	for (int i = 0; i < 10; i++) {
		char line[512];
		snprintf(line, sizeof(line), "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r\",\"kernel\":\"k%d\",\"role\":\"measure\",\"ok\":true,\"threads\":1,\"pages\":9,\"wall_s\":1}", i);
		jsonl_read_line(line, &many, &err);
	}
	rows_collect(&many, &found);
	struct summary *sums = summary_all(&many, &found);
	series_collect(&found, sums, &list);
	is_int(list.n, 10, "ten kernels are ten series");
	is_int(series_span(&list, 0, 8, false).n, 8,
	       "the first picture has eight of them");
	const struct series_span rest = series_span(&list, 8, 8, false);
	is_int(rest.n, 2, "the second has the other two");
	char *name = series_name(&rest, 1);
	is_text(name, "k9", "a legend names what differs: the kernel");
	free(name);
	series_close(&list);
	free(sums);
	rows_close(&found);
	records_close(&many);
}

/* A block with no valid row is told of in the picture that would have it. */
static void test_empty_blocks(void)
{
	static const struct {
		const char *engine, *kernel, *kind, *ok;
	} rows_of[] = {
		{ "native", "k1", "a", "true" },
		{ "tcg", "k1", "b", "false" },
		{ "tcg", "k1", "a", "true" },
		{ "tcg", "k2", "a", "false" },
	};
	struct records few = { 0 };
	struct rows found;
	struct series_list list;
	struct error err;
	for (size_t i = 0; i < ARRAY_SIZE(rows_of); i++) {
		char line[512];
		snprintf(line, sizeof(line), "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r\",\"engine\":\"%s\",\"kernel\":\"%s\",\"kind\":\"%s\",\"role\":\"measure\",\"ok\":%s,\"threads\":1,\"pages\":9,\"wall_s\":1}",
			 rows_of[i].engine, rows_of[i].kernel, rows_of[i].kind,
			 rows_of[i].ok);
		jsonl_read_line(line, &few, &err);
	}
	rows_collect(&few, &found);
	struct summary *sums = summary_all(&few, &found);
	series_collect(&found, sums, &list);
	is_int(list.n, 2, "blocks with a valid row are drawn");
	is_int(list.nr_empty, 2, "those without are kept aside");
	is_int(series_span(&list, 0, 8, false).nr_invalid, 0,
	       "a picture does not tell of another engine's INVALID rows");
	is_int(series_span(&list, 1, 8, false).nr_invalid, 2,
	       "but of those it would show");
	is_int(series_span(&list, 1, 8, true).nr_invalid, 1,
	       "and of its own workload alone where it shows no other");
	series_close(&list);
	free(sums);
	rows_close(&found);
	records_close(&few);
}

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
	snprintf(warning, sizeof(warning), "\"%s\"", remark_spill);
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
	struct spill spill = { 0 };
	for (size_t i = 0; i < few.nr_samples - 1; i++)
		spill_add(&spill, &few.sample[i]);
	text = spill_line(&spill, few.nr_samples - 1);
	is_text(text, "spill in 1 of 3 repetitions: 37.0% of the pages are on another node than their task",
		"the line of a treatment says the same");
	free(text);
	records_close(&few);
}

int main(void)
{
	struct error err = { "" };
	if (!is_int(jsonl_read(TESTS_DIR "/expected/view.jsonl", &records, NULL,
			       &err), 0, "the file is read: '%s'", err.text))
		return tap_done();
	rows_collect(&records, &rows);
	summary = summary_all(&records, &rows);
	test_rows();
	test_row_identity();
	test_window();
	test_invalid();
	test_circumstances();
	test_sums();
	test_tables();
	test_widths();
	test_json();
	test_csv();
	test_commands();
	test_wrap();
	test_series();
	test_many_series();
	test_empty_blocks();
	test_spill();
	free(summary);
	rows_close(&rows);
	records_close(&records);
	return tap_done();
}
