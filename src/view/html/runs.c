/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the numbers came from: every run with all that was recorded of it, and machines,
 * kernels and dates in a few lines below the title.
 */
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "record/caption.h"
#include "view/html/section.h"

/* Of so many runs all facts are shown; so many machines or kernels in one line. */
enum { RUNS_MAX = 24, DISTINCT_MAX = 12 };

static bool is_run(const struct facts *facts)
{
	return text_same(facts->type, "run");
}

/* A sample that stands for its run, as caption.h takes one. */
static struct sample sample_of(const struct facts *run)
{
	return (struct sample){ .run = facts_text(run, "id") };
}

/* ---- below the title ---- */

/* Keep the date if it is the first one (sign -1) or the last one (1) so far. */
static void keep_date(char **kept, const char *date, int sign)
{
	/* RFC 3339 sorts by its bytes. */
	if (*date && (!*kept || sign * strcmp(date, *kept) > 0)) {
		free(*kept);
		*kept = text_shown(date);
	}
}

static void print_dates(FILE *out, const struct records *records)
{
	AUTO_FREE char *first = NULL, *last = NULL;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct sample of_run = sample_of(&records->facts[i]);
		if (!is_run(&records->facts[i]))
			continue;
		AUTO_FREE char *date = caption_date(records, &of_run);
		keep_date(&first, date, -1);
		keep_date(&last, date, 1);
	}
	if (first)
		html_print(out, text_same(first, last) ?
			   "<dt>Date</dt><dd>%s</dd>\n" :
			   "<dt>Date</dt><dd>%s to %s</dd>\n", first, last);
}

/* Texts, each once; starts as { 0 }. */
struct distinct {
	char **text;	/* [n]; owned */
	size_t n;
};

/* text is taken over; "" is not kept. */
static void distinct_add(struct distinct *distinct, char *text)
{
	bool known = *text == '\0';
	for (size_t i = 0; !known && i < distinct->n; i++)
		known = text_same(distinct->text[i], text);
	if (known) {
		free(text);
		return;
	}
	distinct->text = records_grow(distinct->text, distinct->n,
				      sizeof(*distinct->text));
	distinct->text[distinct->n++] = text;
}

/* Prints those there are, and frees them. */
static void distinct_print(FILE *out, const char *title,
			   struct distinct *distinct)
{
	const size_t n = distinct->n;
	if (n > 0)
		html_print(out, "<dt>%s</dt><dd>", title);
	for (size_t i = 0; i < n; i++) {
		if (i < DISTINCT_MAX)
			html_print(out, i ? "; <bdi>%s</bdi>" : "<bdi>%s</bdi>",
				   distinct->text[i]);
		free(distinct->text[i]);
	}
	if (n > DISTINCT_MAX)
		fprintf(out, "; and %zu more", n - DISTINCT_MAX);
	if (n > 0)
		fputs("</dd>\n", out);
	free(distinct->text);
}

static void print_machines(FILE *out, const struct records *records)
{
	struct distinct machines = { 0 };
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct sample of_run = sample_of(&records->facts[i]);
		if (is_run(&records->facts[i]))
			distinct_add(&machines,
					  caption_machine(records, &of_run));
	}
	distinct_print(out, "Machine", &machines);
}

static void print_kernels(FILE *out, const struct html_page *page)
{
	struct distinct kernels = { 0 };
	for (size_t i = 0; i < page->campaigns->n; i++) {
		const struct compare *c = &page->campaigns->compare[i];
		for (size_t side = 0; side < c->nr_sides; side++)
			distinct_add(&kernels, text_shown(c->side[side].name));
	}
	for (size_t i = 0; i < page->rows->nr_blocks; i++)
		distinct_add(&kernels, caption_kernel(page->records,
			page->rows->row[page->rows->block[i].first].like));
	distinct_print(out, "Kernels and settings", &kernels);
}

void html_origin_print(FILE *out, const struct html_page *page)
{
	fputs("<dl>\n", out);
	print_machines(out, page->records);
	print_dates(out, page->records);
	print_kernels(out, page);
	fputs("</dl>\n", out);
}

/* ---- each run ---- */

static struct value get_fact(const void *of, const struct column *column)
{
	const struct fact *fact = of;
	(void)column;
	if (fact->type == FACT_NUMBER)
		return value_owned(text_format("%.15g", fact->number));
	if (fact->type == FACT_BOOL)
		return value_text(fact->number != 0 ? "true" : "false");
	return value_text(fact->text);
}

static void print_facts(const struct doc *doc, const char *name,
			const struct facts *facts)
{
	static const struct column column[] = {
		{ .title = "fact", .left = true, .where = IN_PAGE, .get = value_at,
		  COLUMN_AT(struct fact, name) },
		{ .title = "value", .left = true, .where = IN_PAGE, .get = get_fact },
	};
	static const struct columns columns = { column, ARRAY_SIZE(column) };
	if (!facts)
		return;
	html_fold_open(doc->out, name, NULL, false);
	grid_print(doc, &(struct grid){
		.name = name, .columns = &columns, .where = IN_PAGE,
		.first = facts->fact, .size = sizeof(*facts->fact), .n = facts->n,
	});
	html_fold_close(doc->out);
}

static void print_run(const struct doc *doc, const struct records *records,
		      const struct facts *run)
{
	const struct sample of_run = sample_of(run);
	const char *host = facts_text(run, "host");
	AUTO_FREE char *date = caption_date(records, &of_run);
	AUTO_FREE char *machine = caption_machine(records, &of_run);
	AUTO_FREE char *command = caption_command(records, &of_run);
	html_print(doc->out, "<h3>%s</h3>\n<p>%s</p>\n",
		   *date ? date : "a run without a date", *machine ? machine : NULL);
	doc_command(doc, command);
	print_facts(doc, "All that was recorded of the run", run);
	print_facts(doc, "All that was recorded of the machine",
		    host ? records_find(records, "host", host) : NULL);
}

static void print(const struct doc *doc, const struct html_page *page, size_t nr)
{
	size_t n = 0;
	(void)nr;
	for (size_t i = 0; i < page->records->nr_facts; i++)
		if (is_run(&page->records->facts[i]) && n++ < RUNS_MAX)
			print_run(doc, page->records, &page->records->facts[i]);
	html_more(doc->out, "p", n > RUNS_MAX ? n - RUNS_MAX : 0,
		  "runs are in the records.");
}

static size_t count(const struct html_page *page)
{
	return records_find(page->records, "run", NULL) != NULL;
}

const struct html_section html_runs = {
	.id = "runs", .title = "Runs: machine, date, command",
	.count = count, .print = print,
};
