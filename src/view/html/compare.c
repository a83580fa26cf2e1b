/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sections of the page that compare: one for each campaign, and one for labels of
 * kernels that are of none. Each has what came out over all rows, and tables of rows.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "view/html/section.h"
#include "view/table/classic.h"
#include "view/table/compare_heading.h"
#include "view/table/compare_table.h"
#include "view/table/verdict_text.h"

/* With so many rows all of their tables stand open; so many tables are shown. */
enum { ROWS_OPEN = 4, TABLES_MAX = 512, MISSING_MAX = 40 };

/* ---- a table ---- */

/* "3 faster, 1 cannot tell, 1 INVALID" */
static char *words_of(const struct compare *c, size_t row, size_t n)
{
	AUTO_FREE char *words = verdict_tally(c, row, n);
	size_t nr_invalid = 0;
	for (size_t i = row; i < row + n; i++)
		for (size_t side = 0; side < c->nr_sides; side++)
			nr_invalid += compare_cell_is_invalid(compare_cell(c, i, side));
	return nr_invalid == 0 ? text_format("%s", words) :
		text_format("%s%s%zu INVALID", words, *words ? ", " : "", nr_invalid);
}

/* What the tables of a comparison are printed with. */
struct tables {
	FILE *out;
	const struct compare *compare;
	struct compare_printing *printing;
};

static void print_table(const struct tables *t, size_t row, size_t n)
{
	const struct compare_row *first = &t->compare->row[row];
	AUTO_FREE char *heading = text_format("%s%s%s", first->name,
					      *first->name ? ": " : "",
					      first->heading);
	AUTO_FREE char *words = words_of(t->compare, row, n);
	html_fold_open(t->out, heading, words, t->compare->nr_rows <= ROWS_OPEN);
	compare_rows_print(t->printing, row, n);
	html_fold_close(t->out);
}

/* ---- all tables ---- */

/* Rows from this one on that are folded into one, as they have one name. */
static size_t nr_folded(const struct compare *c, size_t row)
{
	size_t n = 1;
	if (compare_rows_alike(c, row) < COMPARE_MANY_ROWS)
		return compare_rows_together(c, row);
	while (row + n < c->nr_rows &&
	       text_same(c->row[row + n].name, c->row[row].name))
		n++;
	return n;
}

/* Returns how many tables that are. */
static size_t print_folded(const struct tables *t, size_t row, size_t n)
{
	const struct compare *c = t->compare;
	const bool folded = n > compare_rows_together(c, row);
	AUTO_FREE char *more = text_format("%zu rows, from %s to %s", n,
					   c->row[row].heading,
					   c->row[row + n - 1].heading);
	size_t nr_tables = 0;
	if (folded)
		html_fold_open(t->out, c->row[row].name, more, false);
	for (size_t i = row, together; i < row + n; i += together, nr_tables++) {
		together = compare_rows_together(c, i);
		print_table(t, i, together);
	}
	if (folded)
		html_fold_close(t->out);
	return nr_tables;
}

static void print_rows(const struct tables *t)
{
	const size_t nr_rows = t->compare->nr_rows;
	size_t shown = 0, row = 0;
	fputs("<h3>Row by row</h3>\n", t->out);
	for (size_t n; row < nr_rows && shown < TABLES_MAX; row += n) {
		n = nr_folded(t->compare, row);
		shown += print_folded(t, row, n);
	}
	html_more(t->out, "p", nr_rows - row, t->compare->run ?
		  "rows are in report.txt and comparison.csv." :
		  "rows are in report.txt and compare.csv.");
}

/* ---- what is beside them ---- */

static struct value get_name(const void *of, const struct column *column)
{
	(void)column;
	return value_text(((const struct side *)of)->name);
}

static struct value get_what(const void *of, const struct column *column)
{
	const char *what = ((const struct side *)of)->what;
	(void)column;
	return value_text(what && *what ? what : "the running kernel as it is");
}

static void print_sides(const struct doc *doc, const struct compare *c)
{
	static const struct column column[] = {
		{ .title = "side", .left = true, .where = IN_PAGE, .get = get_name },
		{ .title = "what it is", .left = true, .where = IN_PAGE,
		  .get = get_what },
	};
	static const struct columns columns = { column, ARRAY_SIZE(column) };
	html_fold_open(doc->out, "What each side is", NULL, c->nr_sides <= 4);
	grid_print_lines(doc, &(struct grid){
		.name = "Sides", .columns = &columns, .where = IN_PAGE,
	}, &(struct grid_lines){ c->side, sizeof(*c->side), c->nr_sides, 0 });
	html_fold_close(doc->out);
}

/* As in 2004: text, whose columns are its form. */
static void print_classic(FILE *out, const struct compare *c)
{
	const struct table_style style = { .format = TABLE_CLASSIC };
	struct text_stream stream;
	if (!compare_any_classic(c))
		return;
	classic_print(&(struct doc){ text_open(&stream), &style }, c);
	AUTO_FREE char *text = text_close(&stream);
	fputs("<h3>In the form of 2004</h3>\n<pre class=\"classic\" tabindex=\"0\">", out);
	html_lines(out, "%s\n", text);
	fputs("</pre>\n", out);
}

static void print_missing(FILE *out, const struct texts_owned *missing)
{
	const size_t n = missing->n < MISSING_MAX ? missing->n : MISSING_MAX;
	if (n == 0)
		return;
	fputs("<p>Missing, and so not compared:</p>\n<ul>\n", out);
	for (size_t i = 0; i < n; i++)
		html_print(out, "<li>%s</li>\n", missing->text[i]);
	html_more(out, "li", missing->n - n, "are in report.txt");
	fputs("</ul>\n", out);
}

/* ---- sections ---- */

static void print_compare(const struct doc *doc, const struct compare *c)
{
	const struct tables tables = { doc->out, c, compare_printing_open(doc, c) };
	compare_printing_words(tables.printing);
	html_overview_print(doc, c);
	if (c->run)
		print_sides(doc, c);
	print_rows(&tables);
	compare_printing_close(tables.printing);
	print_classic(doc->out, c);
	print_missing(doc->out, &c->missing);
	html_fold_open(doc->out, "By which commands, and when", NULL, true);
	compare_commands_print(doc, c, NULL);
	html_fold_close(doc->out);
}

static void print_campaign_title(FILE *out, const struct html_page *page, size_t i)
{
	const struct compare *c = &page->campaigns->compare[i];
	if (c->part)
		html_print(out, "%s: ", c->part);
	else if (page->campaigns->n > 1)
		fprintf(out, "Campaign %zu: ", i + 1);
	html_print(out, "Comparison with <bdi>%s</bdi>", c->side[0].name);
}

static void print_campaign(const struct doc *doc, const struct html_page *page,
			   size_t i)
{
	print_compare(doc, &page->campaigns->compare[i]);
}

static size_t count_campaigns(const struct html_page *page)
{
	return page->campaigns->n;
}

static void print_labels(const struct doc *doc, const struct html_page *page, size_t i)
{
	(void)i;
	if (page->verdicts->made)
		print_compare(doc, &page->verdicts->compare);
	else
		doc_textf(doc, 0, DOC_PLAIN, "Not compared: %s",
			  page->verdicts->why_not);
}

static size_t count_labels(const struct html_page *page)
{
	return verdicts_any(page->verdicts);
}

const struct html_section html_campaigns = {
	.id = "campaign", .print_title = print_campaign_title,
	.count = count_campaigns, .print = print_campaign,
};

const struct html_section html_labels = {
	.id = "verdicts", .title = "Verdicts on kernels by their labels",
	.count = count_labels, .print = print_labels,
};
