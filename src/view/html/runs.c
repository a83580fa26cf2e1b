/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the numbers came from: machines, kernels and dates in a few lines below
 * the title, and every run with all that was recorded of it.
 */
#include <stdlib.h>
#include <string.h>

#include "record/caption.h"
#include "view/html/section.h"

/* Of so many runs all facts are shown. */
enum { RUNS_MAX = 24 };

/* A sample that stands for its run, as caption.h takes one. */
static struct sample sample_of(const struct facts *run)
{
	const struct fact *id = facts_find(run, "id");
	return (struct sample){
		.run = id && id->type == FACT_TEXT ? id->text : NULL,
	};
}

static bool is_run(const struct facts *facts)
{
	return strcmp(facts->type, "run") == 0;
}

/* ---- below the title ---- */

/* The first and the last date. */
struct period {
	char *first, *last;	/* NULL: none yet; owned */
};

/* RFC 3339 sorts by its bytes. text is taken over. */
static void period_add(struct period *period, char *text)
{
	char *other = *text ? text_shown(text) : NULL;
	if (other && (!period->first || strcmp(text, period->first) < 0)) {
		free(period->first);
		period->first = text;
		text = NULL;
	}
	if (other && (!period->last || strcmp(other, period->last) > 0)) {
		free(period->last);
		period->last = other;
		other = NULL;
	}
	free(other);
	free(text);
}

static void period_print(FILE *out, struct period *period)
{
	if (period->first) {
		fputs("<dt>Date</dt><dd>", out);
		html_text(out, period->first);
		if (strcmp(period->first, period->last) != 0)
			html_textf(out, " to %s", period->last);
		fputs("</dd>\n", out);
	}
	free(period->first);
	free(period->last);
}

static void print_machines(FILE *out, const struct html_page *page)
{
	struct html_distinct machines = { 0 };
	struct period period = { 0 };
	for (size_t i = 0; i < page->records->nr_facts; i++) {
		const struct facts *run = &page->records->facts[i];
		const struct sample of_run = sample_of(run);
		if (!is_run(run))
			continue;
		html_distinct_add(&machines, caption_machine(page->records, &of_run));
		period_add(&period, caption_date(page->records, &of_run));
	}
	html_distinct_print(out, "Machine", &machines);
	period_print(out, &period);
}

static void print_kernels(FILE *out, const struct html_page *page)
{
	struct html_distinct kernels = { 0 };
	for (size_t i = 0; i < page->parts->n; i++) {
		const struct compare *c = &page->parts->part[i].compare;
		for (size_t t = 0; t < c->nr_sides; t++)
			html_distinct_add(&kernels, text_shown(c->side[t].name));
	}
	for (size_t i = 0; i < page->rows->nr_blocks; i++)
		html_distinct_add(&kernels, caption_kernel(page->records,
			page->rows->row[page->rows->block[i].first].like));
	html_distinct_print(out, "Kernels and settings", &kernels);
}

void html_origin_print(FILE *out, const struct html_page *page)
{
	fputs("<dl>\n", out);
	print_machines(out, page);
	print_kernels(out, page);
	fputs("</dl>\n", out);
}

/* ---- runs ---- */

static void print_fact(FILE *out, const struct fact *fact)
{
	fputs("<tr>", out);
	html_element(out, "th scope=\"row\"", fact->name);
	fputs("<td class=\"text\">", out);
	switch (fact->type) {
	case FACT_TEXT:
	case FACT_JSON:
		html_text(out, fact->text);
		break;
	case FACT_NUMBER:
		fprintf(out, "%.15g", fact->number);
		break;
	case FACT_BOOL:
		fputs(fact->number != 0 ? "true" : "false", out);
		break;
	default:
		fputs("-", out);
	}
	fputs("</td></tr>\n", out);
}

static void print_facts(FILE *out, const char *name, const struct facts *facts)
{
	static const char *const titles[] = { "<fact", "<value", NULL };
	if (!facts)
		return;
	html_fold_open(out, name, NULL, false);
	html_table_open(out, name);
	html_titles(out, titles);
	for (size_t i = 0; i < facts->n; i++)
		print_fact(out, &facts->fact[i]);
	html_table_close(out);
	html_fold_close(out);
}

static void print_run(FILE *out, const struct records *records,
		      const struct facts *run)
{
	const struct sample of_run = sample_of(run);
	const struct fact *host = facts_find(run, "host");
	char *date = caption_date(records, &of_run);
	char *machine = caption_machine(records, &of_run);
	char *command = caption_command(records, &of_run);
	html_element(out, "h3", *date ? date : "a run without a date");
	fputs("<p>", out);
	html_text(out, *machine ? machine : "-");
	fputs("</p>\n", out);
	html_command(out, command);
	print_facts(out, "All that was recorded of the run", run);
	print_facts(out, "All that was recorded of the machine",
		    host && host->type == FACT_TEXT ?
			    records_find(records, "host", host->text) : NULL);
	free(command);
	free(machine);
	free(date);
}

void html_runs_print(FILE *out, const struct html_page *page)
{
	size_t n = 0;
	for (size_t i = 0; i < page->records->nr_facts; i++) {
		if (!is_run(&page->records->facts[i]))
			continue;
		if (n == 0)
			fputs("<section id=\"runs\">\n<h2>Runs: machine, date, command</h2>\n", out);
		if (n++ < RUNS_MAX)
			print_run(out, page->records, &page->records->facts[i]);
	}
	if (n > RUNS_MAX)
		fprintf(out, "<p class=\"note\">%zu more runs are in the records.</p>\n",
			n - RUNS_MAX);
	if (n > 0)
		fputs("</section>\n", out);
}
