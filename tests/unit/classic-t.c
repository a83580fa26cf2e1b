/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classic tables: found in any text, and what their numbers mean. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/size.h"
#include "base/text.h"
#include "record/classic.h"
#include "record/classic_title.h"
#include "record/packed.h"
#include "record/recover.h"
#include "tap.h"

/* A text and what was found in it; text is owned. */
struct found {
	char *text;
	size_t n;
	struct records records;
	struct classic_text classic;
};

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

static void find_bytes(struct found *found, const char *text, size_t n)
{
	*found = (struct found){ .text = must(malloc(n + 1)), .n = n };
	/* No byte behind the end: a reader that goes there is caught. */
	memcpy(found->text, text, n);
	char *exact = must(realloc(found->text, n ? n : 1));
	found->text = exact;
	classic_parse(found->text, n, &found->records, &found->classic);
}

static void find_text(struct found *found, const char *text)
{
	find_bytes(found, text, strlen(text));
}

static void found_close(struct found *found)
{
	classic_close(&found->classic);
	records_close(&found->records);
	free(found->text);
}

static size_t nr_rows(const struct found *found)
{
	size_t n = 0;
	for (size_t i = 0; i < found->classic.nr_tables; i++)
		n += found->classic.table[i].n;
	return n;
}

/* The n-th sample of all tables, made with hints. */
static void recover_all(struct found *found, const struct recover_hints *hints)
{
	for (size_t i = 0; i < found->classic.nr_tables; i++) {
		const struct recovered whole =
			recover_table(&found->classic.table[i], hints);
		recover_rows(&found->records, &whole, "run", NULL);
	}
}

static const struct recover_hints no_hints;

/* --- The rows of 2004 ----------------------------------------------------- */

static char *read_file(const char *path)
{
	char name[4096];
	snprintf(name, sizeof(name), "%s/%s", TESTS_DIR, path);
	FILE *file = must(fopen(name, "r"));
	char *text = NULL;
	size_t size = 0;
	if (getdelim(&text, &size, '\0', file) < 0)
		abort();
	fclose(file);
	return text;
}

/* One line of the facts, whichever of the two files it is from. */
struct fact_row {
	uint64_t bytes, page_bytes, reps, threads;
	double user_s, system_s, wall_printed_s, flt_per_cpu_s, fault_per_wall_s;
	double wall_s;	/* decoded by hand: NAN where the file has none */
};

enum { MAX_FACTS = 64, MAX_CELLS = 20 };

struct fact_rows {
	struct fact_row row[MAX_FACTS];
	size_t n;
};

static size_t split(char *line, char *cells[])
{
	size_t n = 0;
	for (char *cell; n < MAX_CELLS && (cell = strsep(&line, ",")); n++)
		cells[n] = cell;
	return n;
}

static uint64_t whole(const char *cell)
{
	return strtoull(cell, NULL, 10);
}

static double real(const char *cell)
{
	return strtod(cell, NULL);
}

static struct fact_row fact_2004(char *cells[])
{
	return (struct fact_row){
		.bytes = whole(cells[3]), .page_bytes = whole(cells[4]),
		.reps = whole(cells[5]), .threads = whole(cells[6]),
		.user_s = real(cells[7]), .system_s = real(cells[8]),
		.wall_printed_s = real(cells[9]), .wall_s = NAN,
		.flt_per_cpu_s = real(cells[10]),
		.fault_per_wall_s = real(cells[11]),
	};
}

/* Its machines all had pages of 16 KiB. */
static struct fact_row fact_history(char *cells[])
{
	return (struct fact_row){
		.bytes = whole(cells[4]) << 30, .page_bytes = 16384,
		.reps = whole(cells[5]), .threads = whole(cells[6]),
		.user_s = real(cells[7]), .system_s = real(cells[8]),
		.wall_printed_s = real(cells[9]), .wall_s = real(cells[10]),
		.flt_per_cpu_s = real(cells[11]),
		.fault_per_wall_s = real(cells[12]),
	};
}

static void read_facts(const char *path, struct fact_row get(char *cells[]),
		       const char *source, struct fact_rows *facts)
{
	char *text = read_file(path), *rest = text, *line;
	char *cells[MAX_CELLS];
	facts->n = 0;
	strsep(&rest, "\n");
	while ((line = strsep(&rest, "\n")) && *line) {
		if (source && strncmp(line, source, strlen(source)) != 0)
			continue;
		if (split(line, cells) < 12 || facts->n == MAX_FACTS)
			abort();
		facts->row[facts->n++] = get(cells);
	}
	free(text);
}

static double counter(const struct sample *sample, const char *name)
{
	const struct real number = counters_number(&sample->counters, name);
	return number.known ? number.value : NAN;
}

/* Everything that a sample says, against the facts. */
static bool sample_is(const struct sample *sample, const struct fact_row *fact)
{
	const double pages = (double)(fact->bytes * fact->reps /
				      fact->page_bytes);
	const double wall_s = pages / fact->fault_per_wall_s;
	return sample->bytes.known && sample->bytes.value == fact->bytes &&
	       sample->page_bytes.value == fact->page_bytes &&
	       sample->pages.known &&
	       sample->pages.value == fact->bytes / fact->page_bytes &&
	       sample->reps.value == fact->reps &&
	       sample->threads.value == fact->threads &&
	       sample->user_s.value == fact->user_s &&
	       sample->system_s.value == fact->system_s &&
	       fabs(sample->cpu_s.value - pages / fact->flt_per_cpu_s) <
		       1e-9 * sample->cpu_s.value &&
	       fabs(sample->wall_s.value - wall_s) < 1e-9 * wall_s &&
	       counter(sample, "wall_printed_s") == fact->wall_printed_s &&
	       counter(sample, "flt_per_cpu_s") == fact->flt_per_cpu_s &&
	       counter(sample, "fault_per_wall_s") == fact->fault_per_wall_s;
}

/* The true wall time is what the print means, cut to hundredths. */
static bool wall_is_decoded(const struct sample *sample,
			    const struct fact_row *fact)
{
	const double over = sample->wall_s.value - fact->wall_s;
	return over > -0.001 && over < 0.0101;
}

struct expected_text {
	const char *name;
	size_t nr_tables, nr_invalid;
};

static void check_rows(struct found *found, const struct fact_rows *facts,
		       const struct expected_text *expected)
{
	const struct sample *sample = found->records.sample;
	size_t nr_right = 0, nr_invalid = 0, nr_decoded = 0, nr_known = 0;
	recover_all(found, &no_hints);
	sample = found->records.sample;
	is_int(found->classic.nr_tables, expected->nr_tables,
	       "%s: every table is found", expected->name);
	is_int(found->records.nr_samples, facts->n, "%s: every row is found",
	       expected->name);
	is_int(found->classic.nr_broken, 0, "%s: no row is broken",
	       expected->name);
	for (size_t i = 0; i < found->records.nr_samples && i < facts->n; i++) {
		nr_right += sample_is(&sample[i], &facts->row[i]);
		nr_invalid += !sample[i].ok;
		nr_known += !isnan(facts->row[i].wall_s);
		nr_decoded += wall_is_decoded(&sample[i], &facts->row[i]);
	}
	is_int(nr_right, facts->n, "%s: every number of every row is right",
	       expected->name);
	is_int(nr_decoded, nr_known,
	       "%s: every wall time is the one decoded by hand", expected->name);
	is_int(nr_invalid, expected->nr_invalid,
	       "%s: just the rows that cannot be are invalid", expected->name);
}

/* --- Shapes in which people paste ----------------------------------------- */

/* prefix before each line, lines broken at blanks where they exceed columns. */
static char *reshape(const char *text, const char *prefix, size_t columns,
		     const char *newline)
{
	char *out = must(malloc(8 * strlen(text) + 1024)), *at = out;
	size_t column = 0;
	at += sprintf(at, "%s", prefix);
	while (*text) {
		const size_t blanks = strspn(text, " \n");
		const bool broken = memchr(text, '\n', blanks) != NULL;
		const size_t n = strcspn(text + blanks, " \n");
		if ((broken && columns != SIZE_MAX) ||
		    (column > 0 && column + 1 + n > columns)) {
			at += sprintf(at, "%s%s", newline, prefix);
			column = 0;
		}
		at += sprintf(at, "%s%.*s", column ? " " : "", (int)n,
			      text + blanks);
		column += n + (column > 0);
		text += blanks + n;
	}
	strcpy(at, newline);
	return out;
}

static const struct shape {
	const char *name, *prefix;
	size_t columns;
	const char *newline;
} shapes[] = {
	{ "wrapped at 72", "", 72, "\n" },
	{ "wrapped at 60, quoted", "> ", 60, "\n" },
	{ "wrapped at 41, quoted twice", "> > ", 41, "\n" },
	{ "wrapped at 17, quoted twice without blank", ">>", 17, "\n" },
	{ "one word a line, with a bar", "| ", 1, "\n" },
	{ "quoted with a name", " cl> ", 60, "\n" },
	{ "quoted as in the source of a page", "&gt; &gt;", 60, "\n" },
	{ "quoted with a name as in the source of a page", "cl&gt; ", 60, "\n" },
	{ "with CR LF", "", 80, "\r\n" },
	{ "with no-break blanks", "\xc2\xa0\xc2\xa0", 72, "\n" },
	{ "in one line", "", SIZE_MAX, "" },
	{ "in one line, with the quotation", "> ", SIZE_MAX, "" },
};

static void check_shapes(const char *what, const char *text,
			 const struct fact_rows *facts,
			 const struct expected_text *expected)
{
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		struct found found;
		char name[128];
		char *shaped = reshape(text, shapes[i].prefix,
				       shapes[i].columns, shapes[i].newline);
		struct expected_text like = *expected;
		snprintf(name, sizeof(name), "%s %s", what, shapes[i].name);
		like.name = name;
		find_text(&found, shaped);
		check_rows(&found, facts, &like);
		is_text(found.classic.table[0].label, expected->name,
			"%s: the first table has its name", name);
		found_close(&found);
		free(shaped);
	}
}

static void test_posting(void)
{
	static const char *const labels[] = {
		"ia64 2.6.10-rc3-bk7",	"ia64 2.6.10-rc3-bk7",
		"ia64 Patched kernel",	"ia64 Patched kernel",
		"i386 2.6.10-rc3-bk3",	"i386 2.6.10-rc3-bk3 patches",
	};
	struct found found;
	struct fact_rows facts;
	char *text = read_file("../results/2004/posting-2004.txt");
	read_facts("data/classic-2004.csv", fact_2004, NULL, &facts);
	is_int(facts.n, 20, "the facts of the posting are 20 rows");
	find_text(&found, text);
	check_rows(&found, &facts, &(struct expected_text){
			.name = "posting", .nr_tables = 6, .nr_invalid = 1 });
	for (size_t i = 0; i < found.classic.nr_tables; i++)
		is_text(found.classic.table[i].label, labels[i],
			"posting: table %zu has its title's label", i + 1);
	is_text(found.classic.table[4].title,
		"i386 2.6.10-rc3-bk3 256M allocation 2x Pentium III 500 Mhz",
		"posting: what stands behind a label is kept in the title");
	is_int(found.classic.nr_groups, 4, "posting: four tables have titles");
	const struct sample *bad = &found.records.sample[18];
	ok(!bad->ok && bad->threads.value == 1 &&
		   strstr(bad->invalid, "CPU time of 1.547 s is more than 1 thread"),
	   "posting: the i386 patched row on one thread is the invalid one");
	ok(bad->warnings.n == 2 && strstr(bad->warnings.text[0], "three digits") &&
		   strstr(bad->warnings.text[1], "256M"),
	   "posting: it says what was undone and what was recovered");
	check_shapes("posting", text, &facts, &(struct expected_text){
			.name = "ia64 2.6.10-rc3-bk7", .nr_tables = 6,
			.nr_invalid = 1 });
	found_close(&found);
	free(text);
}

/* Files of results/2004 against the facts. */
static void test_history(void)
{
	static const struct {
		const char *path, *source, *label;
		size_t nr_rows, nr_tables, nr_invalid;
	} files[] = {
		{ "../results/2004/prefault-v1-2004.txt", "V1-",
		  "ia64 2.6.10-rc3-bk3", 45, 5, 0 },
		{ "../results/2004/pte-locks-2004.txt", "ptelock-",
		  "ia64 2.6.8.1", 8, 2, 1 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct found found;
		struct fact_rows facts;
		char *text = read_file(files[i].path);
		struct expected_text expected = {
			.name = files[i].source,
			.nr_tables = files[i].nr_tables,
			.nr_invalid = files[i].nr_invalid,
		};
		read_facts("data/classic-history.csv", fact_history,
			   files[i].source, &facts);
		is_int(facts.n, files[i].nr_rows, "the facts of %s are all there",
		       files[i].source);
		find_text(&found, text);
		check_rows(&found, &facts, &expected);
		expected.name = files[i].label;
		check_shapes(files[i].source, text, &facts, &expected);
		if (files[i].nr_invalid)
			ok(!found.records.sample[5].ok &&
				   strstr(found.records.sample[5].invalid,
					  "4.866 s is more than 2 threads"),
			   "the pte lock row on two threads, with more CPU time than two threads have, is the invalid one");
		found_close(&found);
		free(text);
	}
}

/* --- Later formats -------------------------------------------------------- */

#define HEADER_2004 " Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec\n"
#define HEADER_CLINE " Gb Rep Thr CLine  User      System   Wall  flt/cpu/s fault/wsec\n"
#define HEADER_MB " Mb Rep Thr CLine  User      System   Wall  flt/cpu/s fault/wsec\n"
#define HEADER_NO_REP "  Gb  Thr CLine   User     System     Wall    flt/cpu/s fault/wsec\n"

/* One row under its header, and what must be recovered. 0: unknown. */
static const struct later {
	const char *name, *text;
	struct recover_hints hints;
	enum recover_quirk quirk;
	uint64_t bytes, page_bytes, reps, threads, cachelines;
	double wall_s;	/* within 1 in 1000 */
} laters[] = {
	{ "cache lines, tenths",
	  HEADER_CLINE "  1  3    1   1    0.07s      2.05s   2.01s 92210.400  92120.150\n",
	  { 0 }, QUIRK_TENTHS, 1 << 30, 16384, 3, 1, 1, 2.1343 },
	{ "cache lines, tenths, 32 threads",
	  HEADER_CLINE "  1  3   32   2    5.94s     10.92s   1.00s 11650.154 180992.401\n",
	  { 0 }, QUIRK_TENTHS, 1 << 30, 16384, 3, 32, 2, 1.0863 },
	{ "cache lines, hundredths",
	  HEADER_CLINE " 64  3    1   1    2.58s    219.51s 222.40s 56655.284  56576.495\n",
	  { 0 }, QUIRK_NONE, UINT64_C(64) << 30, 16384, 3, 1, 1, 222.4053 },
	{ "megabytes",
	  HEADER_MB "200  3    1   1    0.00s      0.17s   0.01s848750.083 848590.654\n",
	  { 0 }, QUIRK_TENTHS, 200 << 20, 4096, 3, 1, 1, 0.18101 },
	{ "megabytes, page size open between three",
	  HEADER_MB "200  3    1   1    0.00s      0.02s   0.00s3756674.275 3712403.061\n",
	  { 0 }, QUIRK_TENTHS, 200 << 20, 0, 3, 1, 1, 0 },
	{ "megabytes, page size open, machine named",
	  HEADER_MB "200  3    1   1    0.00s      0.02s   0.00s3756674.275 3712403.061\n",
	  { .machine = "Itanium, 2 CPUs" }, QUIRK_TENTHS, 200 << 20, 16384, 3, 1, 1, 0.010344 },
	{ "megabytes, page size given",
	  HEADER_MB "200  3    1   1    0.00s      0.02s   0.00s3756674.275 3712403.061\n",
	  { .page_bytes = 8192 }, QUIRK_TENTHS, 200 << 20, 8192, 3, 1, 1, 0.020687 },
	{ "no repetitions",
	  HEADER_NO_REP "  15   16   1     0.67s   232.11s    14.68s   16892.130 267796.518\n",
	  { 0 }, QUIRK_NONE, UINT64_C(15) << 30, 4096, 1, 16, 1, 14.6834 },
	{ "Gb 0, amount in the title",
	  "i386 v2.6 300M allocation:\n" HEADER_2004
	  "  0   1    1    0.010s      0.500s   0.051s150588.235 150000.000\n",
	  { 0 }, QUIRK_CENTISECONDS, 300 << 20, 4096, 1, 1, 1, 0.512 },
	{ "Gb 0, a power of two, architecture named",
	  "x86_64 stock:\n" HEADER_2004
	  "  0   2    1    0.010s      0.500s   0.051s257003.921 256000.000\n",
	  { 0 }, QUIRK_CENTISECONDS, 256 << 20, 4096, 2, 1, 1, 0.512 },
	{ "Gb 0, nothing named",
	  HEADER_2004 "  0   2    1    0.010s      0.500s   0.051s257003.921 256000.000\n",
	  { 0 }, QUIRK_CENTISECONDS, 0, 0, 2, 1, 1, 0.51 },
	{ "Gb 0, page size given",
	  HEADER_2004 "  0   2    1    0.010s      0.500s   0.051s257003.921 256000.000\n",
	  { .page_bytes = 8192 }, QUIRK_CENTISECONDS, 512 << 20, 8192, 2, 1, 1, 0.512 },
	{ "Gb 0, bytes given",
	  HEADER_2004 "  0   2    1    0.010s      0.500s   0.051s257003.921 256000.000\n",
	  { .bytes = 256 << 20 }, QUIRK_CENTISECONDS, 256 << 20, 4096, 2, 1, 1, 0.512 },
	{ "Gb 0, an architecture that cannot be",
	  "ia64 stock:\n" HEADER_2004
	  "  0   2    1    0.010s      0.500s   0.051s257003.921 256000.000\n",
	  { 0 }, QUIRK_CENTISECONDS, 0, 0, 2, 1, 1, 0.51 },
	{ "Mb 0 that holds more than a megabyte",
	  "i386:\n" HEADER_MB "  0  3    1   1    0.00s      0.08s   0.00s261555.860 246536.848\n",
	  { 0 }, QUIRK_TENTHS, 0, 0, 3, 1, 1, 0 },
	{ "true milliseconds and a fraction of Gb, as pft --classic prints",
	  HEADER_2004 "0.25   1    1    0.010s      0.500s   0.512s128504.000 128000.000\n",
	  { 0 }, QUIRK_NONE, 256 << 20, 4096, 1, 1, 1, 0.512 },
};

static bool count_found(struct count count, uint64_t expected)
{
	return expected ? count.known && count.value == expected : !count.known;
}

static void check_later(const struct later *later)
{
	struct found found;
	find_text(&found, later->text);
	is_int(nr_rows(&found), 1, "%s: the row is found", later->name);
	const struct recovered table = recover_table(&found.classic.table[0],
						     &later->hints);
	recover_all(&found, &later->hints);
	const struct sample *sample = found.records.sample;
	is_int(table.quirk, later->quirk, "%s: the wall time's quirk is seen",
	       later->name);
	ok(sample->ok, "%s: the row is valid (%s)", later->name,
	   sample->invalid ? sample->invalid : "");
	ok(count_found(sample->bytes, later->bytes) &&
		   count_found(sample->page_bytes, sample->bytes.known ? later->page_bytes : sample->page_bytes.value),
	   "%s: bytes and page size are recovered or unknown", later->name);
	is_int(sample->pages.known, later->bytes && later->page_bytes,
	       "%s: pages are known just where bytes and page size are",
	       later->name);
	ok(sample->reps.value == later->reps &&
		   sample->threads.value == later->threads &&
		   sample->cachelines.value == later->cachelines,
	   "%s: repetitions, threads and cache lines are read", later->name);
	is_int(sample->wall_s.known, later->wall_s > 0,
	       "%s: a wall time that prints as 0 is unknown without pages",
	       later->name);
	is_near(sample->wall_s.known ? sample->wall_s.value : 0, later->wall_s,
		later->wall_s / 1000 + 1e-9, "%s: the wall time is the true one",
		later->name);
	ok(sample->pages.known || (sample->warnings.n > 0 &&
				   strstr(sample->warnings.text[sample->warnings.n - 1], "give --")),
	   "%s: what is unknown says what would help", later->name);
	found_close(&found);
}

static void test_later(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(laters); i++)
		check_later(&laters[i]);
}

/* What our own heading tells, and what a title of people's does. */
static void test_heading(void)
{
	static const struct {
		const char *text;
		const char *accounting, *kind, *label;
		uint64_t bytes;
	} headings[] = {
		{ "anon-write sequential, 0.25 Gb, 2 reps, window accounting, native, thp never, bind\n"
		  "  compact\nkernel ours (6.12.0), 2026-01-02T03:04:05.678Z\n",
		  "window", "anon-write", "ours", 256 << 20 },
		{ "- stride:3, 256M, sums over 1 to 2 reps, private regions, classic accounting, tcg\n",
		  "classic", NULL, NULL, 256 << 20 },
		{ "ia64 2.6.9, 0.25 Gb of it:\n", "classic", "anon-write", NULL,
		  256 << 20 },
		{ "nothing, of, classic accounting, reps, accounting:\n",
		  "classic", "anon-write", NULL, 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(headings); i++) {
		struct found found;
		char text[1024];
		snprintf(text, sizeof(text), "%s%s%s", headings[i].text, HEADER_2004,
			 "  0   2    1        -           -     0.512s257003.921 256000.000\n");
		find_text(&found, text);
		recover_all(&found, &no_hints);
		const struct sample *sample = found.records.sample;
		is_text(sample->accounting, headings[i].accounting,
			"heading %zu: the accounting", i + 1);
		is_text(sample->kind, headings[i].kind, "heading %zu: the kind",
			i + 1);
		ok(count_found(sample->bytes, headings[i].bytes),
		   "heading %zu: the bytes", i + 1);
		ok(sample->ok && !sample->user_s.known && !sample->system_s.known,
		   "heading %zu: a row without User and System is valid", i + 1);
		if (headings[i].label)
			is_text(sample->kernel, headings[i].label,
				"heading %zu: the label", i + 1);
		found_close(&found);
	}
}

/* Rows of two programs under one header. */
static void test_mixed(void)
{
	struct found found;
	find_text(&found, HEADER_CLINE
		  "  1  3    1   1    0.07s      2.05s   2.01s 92210.400  92120.150 <- tenths\n"
		  "  1  3   32   1    5.94s     10.92s   1.00s 11650.154 180992.401\n"
		  " 64  3    1   1    2.58s    219.51s 222.40s 56655.284  56576.495 <- hundredths\n");
	recover_all(&found, &no_hints);
	is_int(found.records.nr_samples, 3, "remarks behind rows do not end a table");
	is_int(found.classic.nr_tables, 1, "remarks behind rows begin no table");
	ok(found.records.sample[0].warnings.n == 1 &&
		   found.records.sample[2].ok &&
		   found.records.sample[2].warnings.n == 0,
	   "a row of another program has its own quirk");
	found_close(&found);
}

/* --- Titles --------------------------------------------------------------- */

static const struct title {
	const char *text;	/* before the header */
	const char *label;
} titles[] = {
	{ "", "table 1" },
	{ "ia64 2.6.10-rc3-bk7\n", "ia64 2.6.10-rc3-bk7" },
	{ "\n\nWithout the patches:\n\n", "Without the patches" },
	{ "So it wins.\nUnpatched:\n", "Unpatched" },
	{ "Results, all of them, for a box of ours (see above): linux-6.12 with ahead\n",
	  "linux-6.12 with ahead" },
	{ "It was 2.21 s. Altix no patch:", "Altix no patch" },
	{ "i686 v6.1 256M on 2 CPUs\n", "i686 v6.1" },
	{ "a line\nthat is long and wrapped and says\nnothing of a kernel\n",
	  "nothing of a kernel" },
	{ "TAG pft:anon-sys-default:2.6.26-rc8 split lru\n", "2.6.26-rc8 split lru" },
	{ "TAG pft:anon-sys-default:\n", "anon-sys-default" },
	{ "> > ia64\n> > 2.6.9:\n> >\n> > ", "ia64 2.6.9" },
	{ "\x1b[1mia64\x07 \xff\n", "?[1mia64? \\xff" },
};

static void test_titles(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		struct found found;
		char text[1024];
		snprintf(text, sizeof(text), "%s%s%s", titles[i].text, HEADER_2004,
			 "  1   3    1    0.047s      2.163s   2.021s 88925.153  88859.030\n");
		find_text(&found, text);
		is_text(found.classic.nr_tables ? found.classic.table[0].label : NULL,
			titles[i].label, "title %zu gives the label", i + 1);
		found_close(&found);
	}
}

#define ROW_1 "  1   3    1    0.047s      2.163s   2.021s 88925.153  88859.030\n"
#define ROW_2 "  1   3    2    0.040s      3.215s   1.069s 60385.889 115677.685\n"

static void test_naming(void)
{
	struct found found;
	find_text(&found, "stock:\n" HEADER_2004 ROW_1 HEADER_2004 ROW_2
			  "stock:\n" HEADER_2004 ROW_1
			  "\nNow linux-2.6.11 with ours:\n" ROW_1 ROW_2
			  "and so on\n" ROW_1
			  "TAG pft:shm-sys-default:shared\n" HEADER_2004 ROW_1);
	is_int(found.classic.nr_tables, 5, "a line that names another kernel begins a table");
	is_int(found.classic.nr_groups, 4, "a header without title belongs to the table before");
	is_text(found.classic.table[1].label, "stock", "it has that one's label");
	is_text(found.classic.table[2].label, "stock (2)", "a title seen before gets a number");
	is_text(found.classic.table[3].label, "linux-2.6.11 with ours", "the line is its label");
	is_int(found.classic.table[3].n, 3, "a line that names nothing does not end a table");
	ok(found.classic.table[3].kind && !found.classic.table[4].kind,
	   "what a TAG line says is no anonymous memory has no kind");
	found_close(&found);
}

/* --- Broken rows and garbage ---------------------------------------------- */

static const struct broken {
	const char *name, *text;
	size_t nr_rows, nr_broken, line;
} brokens[] = {
	{ "a cut last rate", HEADER_2004 ROW_1 "  1   3    2    0.040s      3.215s   1.069s 60385.889 1156\n", 1, 1, 3 },
	{ "a row cut after its times, then a good one", HEADER_2004 "  1   3    2    0.040s      3.215s   1.069s\n" ROW_1, 1, 1, 2 },
	{ "a row cut inside its times", HEADER_2004 ROW_1 "  1   3    2    0.040s      3.2", 1, 1, 3 },
	{ "a row without its first number", HEADER_2004 "  3    2    0.040s      3.215s   1.069s 60385.889 115677.685\n" ROW_1, 1, 1, 2 },
	{ "two broken rows", HEADER_2004 "  1  3  2  0.040s  3.215s  1.069s 60385.889\n  1  3  2  0.040s  3.215s\n" ROW_1, 1, 2, 2 },
	{ "a broken row run together with a good one", HEADER_2004 " 1 3 1 0.047s 2.163s 1 3 2 0.040s 3.215s 1.069s 60385.889 115677.685", 1, 1, 2 },
	{ "a row of dashes cut short", HEADER_2004 ROW_1 "  1   3    2        -          -    1.069s 60385.889\n" ROW_2, 2, 1, 3 },
	{ "dashes and nothing else of a row", HEADER_2004 ROW_1 "  1   3    2        -          -\n" ROW_2, 2, 1, 3 },
	{ "numbers with dashes between", HEADER_2004 ROW_1 "of 2 4 - 3 2 - 1 were 2.5s - 3 times\n" ROW_2, 2, 0, 0 },
	{ "a time with one decimal", HEADER_2004 "  1   3    1    0.047s      2.163s   2.0s 88925.153  88859.030\n", 0, 1, 2 },
	{ "no thread", HEADER_2004 "  1   3    0    0.047s      2.163s   2.021s 88925.153  88859.030\n", 0, 1, 2 },
	{ "a number of 30 digits", HEADER_2004 "  1   3    1    0.047s      2.163s   2.021s 888888888888888888888888888888.153  88859.030\n", 0, 1, 2 },
	{ "two points in a number", HEADER_2004 "  1   3    1    0.047s      2.163s   2.0.21s 88925.153  88859.030\n", 0, 1, 2 },
	{ "prose with numbers", HEADER_2004 ROW_1 "2 of the 8 CPUs took 3 s, 4 4 4 and 2.5s or 1.5 times\n" ROW_2, 2, 0, 0 },
	{ "a row without header", ROW_1 ROW_2, 0, 0, 0 },
	{ "a header without rows", "ia64\n" HEADER_2004, 0, 0, 0 },
	{ "a header cut short", " Gb Rep Threads User System Wall flt/cpu/s\n" ROW_1, 0, 0, 0 },
	{ "two headers, rows below the second", HEADER_CLINE HEADER_2004 ROW_1, 1, 0, 0 },
	{ "nothing", "", 0, 0, 0 },
	{ "blanks", " \n\n\t> > \n|\n", 0, 0, 0 },
	{ "no newline at the end", HEADER_2004 "  1   3    1    0.047s      2.163s   2.021s 88925.153  88859.030", 1, 0, 0 },
};

static void test_broken(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(brokens); i++) {
		const struct broken *broken = &brokens[i];
		struct found found;
		find_text(&found, broken->text);
		is_int(nr_rows(&found), broken->nr_rows,
		       "%s: the good rows are kept", broken->name);
		is_int(found.classic.nr_broken, broken->nr_broken,
		       "%s: broken rows are told of", broken->name);
		is_int(found.classic.nr_broken ? found.classic.broken[0].line : 0,
		       broken->line, "%s: with its line", broken->name);
		found_close(&found);
	}
}

static void test_lines(void)
{
	struct found found;
	find_text(&found, "one\ntwo\n" HEADER_2004 ROW_1 "> 1 3\n> 2 0.040s\n"
			  "3.215s 1.069s 60385.889\n115677.685\n"
			  "1 3 4 0.1");
	is_int(found.classic.table[0].line, 3, "a table begins at its header's line");
	is_int(found.classic.table[0].row[1].line, 5, "a wrapped row begins at its first word's line");
	is_int(found.classic.table[0].last_line, 8, "a table ends at its last row's last line");
	is_int(found.classic.nr_lines, 9, "lines are counted, the last one too");
	found_close(&found);
}

static void test_binary(void)
{
	static const char text[] = "\0\xff\xfe" "Gb Rep Threads User System Wall flt/cpu/s fault/wsec\n" "\0\x80 " ROW_1 "\0\0";
	struct found found;
	find_bytes(&found, text, sizeof(text));
	is_int(nr_rows(&found), 0, "bytes stuck to a header spoil it");
	found_close(&found);
	static const char apart[] = "\xff\xfe\0\n" HEADER_2004 ROW_1 "\0\0\n\x80\x81 " ROW_2;
	find_bytes(&found, apart, sizeof(apart));
	is_int(nr_rows(&found), 2, "bytes apart from words do not");
	found_close(&found);
}

/* --- Rows that cannot be right -------------------------------------------- */

static const struct invalid {
	const char *name, *text, *reason;
} invalids[] = {
	{ "a digit lost from a rate", HEADER_2004 ROW_2
	  "  1   3    1    0.047s      2.163s   2.021s  8925.153  88859.030\n",
	  "rates contradict times" },
	{ "a wall time that no quirk explains", HEADER_2004 ROW_2
	  "  1   3    1    0.047s      2.163s   2.521s 88925.153  88859.030\n",
	  "rates contradict times" },
	{ "a rate of 0", HEADER_2004 ROW_2
	  "  1   3    1    0.047s      2.163s   2.021s     0.000  88859.030\n",
	  "a rate is 0" },
	{ "more CPU time than one thread has", HEADER_2004 ROW_2
	  "  1   3    1    0.047s      4.163s   2.021s 46700.238  88859.030\n",
	  "more than 1 thread can use" },
};

static void test_invalid(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(invalids); i++) {
		struct found found;
		find_text(&found, invalids[i].text);
		recover_all(&found, &no_hints);
		const struct sample *sample = found.records.sample;
		is_int(found.records.nr_samples, 2, "%s: the row is kept",
		       invalids[i].name);
		ok(sample[0].ok && !sample[0].invalid,
		   "%s: its neighbour stays valid", invalids[i].name);
		ok(!sample[1].ok && strstr(sample[1].invalid, invalids[i].reason),
		   "%s: it is invalid for that reason", invalids[i].name);
		found_close(&found);
	}
}

static void test_architectures(void)
{
	is_int(classic_page_bytes("2 x Pentium III, i386"), 4096, "a Pentium has 4 KiB pages");
	is_int(classic_page_bytes("(IA64), 512 CPUs"), 16384, "an ia64 is taken for one with 16 KiB pages");
	is_int(classic_page_bytes("arm64, 8 CPUs"), 0, "an arm64's page size is not guessed");
	is_int(classic_page_bytes(""), 0, "nothing named is nothing known");
}

/* --- Size ----------------------------------------------------------------- */

/* text n times over. */
static char *repeat(const char *text, size_t times)
{
	const size_t n = strlen(text);
	char *out = must(malloc(n * times + 1));
	for (size_t i = 0; i < times; i++)
		memcpy(out + i * n, text, n);
	out[n * times] = '\0';
	return out;
}

/*
 * Texts that a reader which looks far ahead, or back, would never get through:
 * the test's own time limit is the judge, the counts are asserted.
 */
static const struct large {
	const char *name, *text;
	size_t bytes, nr_rows, nr_broken;	/* in each text */
} larges[] = {
	{ "10 MB of rows", ROW_1, 10000000, 1, 0 },
	{ "1 MB of whole numbers", "1 ", 1000000, 0, 0 },
	{ "1 MB of rates", "1.125 ", 1000000, 0, 0 },
	{ "1 MB of broken rows", "1 1 1 1.11s\n", 1000000, 0, 1 },
	{ "1 MB of quotation marks", "> ", 1000000, 0, 0 },
	{ "1 MB of empty lines", "\n", 1000000, 0, 0 },
	{ "1 MB of digits", "7", 1000000, 0, 0 },
	{ "1 MB of points and digits", "1.", 1000000, 0, 0 },
	{ "1 MB of a header's first word", "Gb ", 1000000, 0, 0 },
	{ "1 MB of headers", HEADER_2004, 1000000, 0, 0 },
	{ "2 MB of tables with one title", "stock:\n" HEADER_2004 ROW_1, 2000000, 1, 0 },
	{ "1 MB of dashes", "1 1 - ", 1000000, 0, 0 },
	{ "1 MB of names", "A. N.> 1\n", 1000000, 0, 0 },
	{ "1 MB of titles", "ia64 2.6.10: and so on. ", 1000000, 0, 0 },
};

static void check_large(const struct large *large)
{
	struct found found;
	const size_t times = large->bytes / strlen(large->text);
	char *body = repeat(large->text, times);
	char *text = must(malloc(strlen(body) + 256));
	sprintf(text, "%s%s%s", HEADER_2004, ROW_2, body);
	find_text(&found, text);
	is_int(nr_rows(&found), 1 + times * large->nr_rows,
	       "%s: every row is found", large->name);
	is_int(found.classic.nr_broken, times * large->nr_broken,
	       "%s: every broken row is told of", large->name);
	found_close(&found);
	free(text);
	free(body);
}

static void test_large(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(larges); i++)
		check_large(&larges[i]);
}

int main(void)
{
	test_posting();
	test_history();
	test_later();
	test_heading();
	test_mixed();
	test_titles();
	test_naming();
	test_broken();
	test_lines();
	test_binary();
	test_invalid();
	test_architectures();
	test_large();
	return tap_done();
}
