/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sections of the page that compare: one for each campaign, and one for labels of
 * kernels that are of none. Each has what came out over all rows, and tables of rows.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "view/html/section.h"
#include "view/table/classic.h"
#include "view/table/compare_heading.h"
#include "view/table/compare_table.h"
#include "view/table/verdict_text.h"
#include "view/table/worst.h"

/* With so many rows all of their tables stand open; so many tables are shown. */
enum { ROWS_OPEN = 4, TABLES_MAX = 512, MISSING_MAX = 40 };

/* ---- what came out over all rows ---- */

/* Nothing is averaged: rows are different workloads. */
enum { NR_COLUMNS = VERDICT_WORDS + 3 };
enum { LEAST, MOST };

/* A side over all rows. */
struct overview {
	const struct side *side;
	size_t nr[VERDICT_WORDS];	/* rows with each word */
	size_t nr_invalid;
	/* Where the ratio is least and most; line.cell NULL: nowhere. */
	struct compare_line at[2];
};

static struct real fault_ratio_of(const struct compare_line *line)
{
	const enum metric_id metric = line->compare->metric;
	return line->cell->value[metric].ratio.value;
}

static void add_line(struct overview *overview, const struct compare_line *line)
{
	const double ratio = fault_ratio_of(line).value;
	struct compare_line *at = overview->at;
	overview->nr_invalid += compare_cell_is_invalid(line->cell);
	for (size_t i = 0; i < VERDICT_WORDS; i++)
		overview->nr[i] += line->cell->has_word &&
				   line->cell->word == verdict_order[i];
	if (!fault_ratio_of(line).known)
		return;
	if (!at[LEAST].cell || ratio < fault_ratio_of(&at[LEAST]).value)
		at[LEAST] = *line;
	if (!at[MOST].cell || ratio > fault_ratio_of(&at[MOST]).value)
		at[MOST] = *line;
}

static struct overview overview_of(const struct compare *c, size_t side)
{
	struct overview overview = { .side = &c->side[side] };
	for (size_t row = 0; row < c->nr_rows; row++)
		add_line(&overview, &(struct compare_line){
			.compare = c, .row = &c->row[row],
			.cell = compare_cell(c, row, side) });
	return overview;
}

static const char *label_of(const void *of)
{
	return ((const struct overview *)of)->side->name;
}

/* "1.513 (1.49 to 1.53, n 5) at anon-write sequential, 64M, 1 thread" */
static struct value get_ratio(const void *of, const struct column *column)
{
	const struct compare_line *at =
		&((const struct overview *)of)->at[column->which];
	if (!at->cell)
		return value_text(NULL);
	const struct ratio *ratio = &at->cell->value[at->compare->metric].ratio;
	AUTO_FREE char *interval = compare_interval(at->cell, ratio, true);
	char *text = text_format("%.*f (%s, n %zu) at %s%s%s",
		compare_ratio_decimals(ratio->value.value), ratio->value.value,
		*interval ? interval : "-", at->cell->nr_units,
		at->row->heading, *at->row->tasks ? ", " : "", at->row->tasks);
	return value_owned(text);
}

static const char *class_of_text(const void *of, const struct column *column)
{
	(void)of;
	return column->left ? "text wide" : NULL;
}

static void print_overview(const struct doc *doc, const struct compare *c)
{
	struct column column[NR_COLUMNS] = {
		[VERDICT_WORDS] = { .title = "INVALID", .get = value_at,
				  COLUMN_AT(struct overview, nr_invalid) },
		{ .title = "least ratio (95%)", .left = true, .which = LEAST,
		  .get = get_ratio },
		{ .title = "most ratio (95%)", .left = true, .which = MOST,
		  .get = get_ratio },
	};
	/* Of one row its own table says it all. */
	if (c->nr_rows < 2 || c->nr_sides < 2)
		return;
	AUTO_FREE struct overview *of = error_unless_memory(calloc(c->nr_sides, sizeof(*of)));
	for (size_t side = 1; side < c->nr_sides; side++)
		of[side - 1] = overview_of(c, side);
	for (size_t i = 0; i < VERDICT_WORDS; i++)
		column[i] = (struct column){ .title = verdict_name(c, verdict_order[i]),
					     COLUMN_AT(struct overview, nr[i]),
					     .get = value_at };
	for (size_t i = 0; i < NR_COLUMNS; i++)
		column[i].where = IN_PAGE;
	fputs("<h3>What came out: rows by verdict</h3>\n", doc->out);
	grid_print(doc, &(struct grid){
		.name = "What came out: rows by verdict, and the least and the most ratio",
		.columns = &(struct columns){ column, NR_COLUMNS },
		.where = IN_PAGE, .label_title = "side", .label = label_of,
		.first = of, .size = sizeof(*of), .n = c->nr_sides - 1,
		.class_of = class_of_text,
	});
}

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

static void print_table(const struct compare_printing *p, size_t row, size_t n)
{
	const struct compare_row *first = &p->compare->row[row];
	AUTO_FREE char *heading = text_format("%s%s%s", first->name,
					      *first->name ? ": " : "",
					      first->heading);
	AUTO_FREE char *words = words_of(p->compare, row, n);
	html_fold_open(p->doc->out, heading, words, p->compare->nr_rows <= ROWS_OPEN);
	compare_rows_print(p, row, n);
	html_fold_close(p->doc->out);
}

/* ---- all tables ---- */

/* Rows from this one on that are folded into one, as they have one name. */
static size_t nr_folded(const struct compare *c, size_t row)
{
	const size_t n = worst_rows_alike(c, row);
	return n > 1 ? n : compare_rows_together(c, row);
}

/* Returns how many tables that are. */
static size_t print_folded(const struct compare_printing *p, size_t row, size_t n)
{
	const struct compare *c = p->compare;
	const bool folded = n > compare_rows_together(c, row);
	AUTO_FREE char *more = text_format("%zu rows, from %s to %s", n,
					   c->row[row].heading,
					   c->row[row + n - 1].heading);
	size_t nr_tables = 0;
	if (folded)
		html_fold_open(p->doc->out, c->row[row].name, more, false);
	for (size_t i = row, together; i < row + n; i += together, nr_tables++) {
		together = compare_rows_together(c, i);
		print_table(p, i, together);
	}
	if (folded)
		html_fold_close(p->doc->out);
	return nr_tables;
}

static void print_rows(const struct compare_printing *p)
{
	const size_t nr_rows = p->compare->nr_rows;
	size_t shown = 0, row = 0;
	fputs("<h3>Row by row</h3>\n", p->doc->out);
	for (size_t n; row < nr_rows && shown < TABLES_MAX; row += n) {
		n = nr_folded(p->compare, row);
		shown += print_folded(p, row, n);
	}
	html_more(p->doc->out, "p", nr_rows - row, p->compare->run ?
		  "rows are in report.txt and comparison.csv." :
		  "rows are in report.txt and compare.csv.");
}

/* ---- what is beside them ---- */

static struct value get_what(const void *of, const struct column *column)
{
	const char *what = ((const struct side *)of)->what;
	(void)column;
	return value_text(what && *what ? what : "the running kernel as it is");
}

static void print_sides(const struct doc *doc, const struct compare *c)
{
	static const struct column column[] = {
		{ .title = "side", .left = true, .where = IN_PAGE, .get = value_at,
		  COLUMN_AT(struct side, name) },
		{ .title = "what it is", .left = true, .where = IN_PAGE,
		  .get = get_what },
	};
	static const struct columns columns = { column, ARRAY_SIZE(column) };
	html_fold_open(doc->out, "What each side is", NULL, c->nr_sides <= 4);
	grid_print(doc, &(struct grid){
		.name = "Sides", .columns = &columns, .where = IN_PAGE,
		.first = c->side, .size = sizeof(*c->side), .n = c->nr_sides,
	});
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
	struct compare_printing printing = compare_printing_open(doc, c);
	compare_words_print(doc, c, &printing.common);
	print_overview(doc, c);
	if (c->run)
		print_sides(doc, c);
	print_rows(&printing);
	compare_printing_close(&printing);
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
		doc_text(doc, 0, DOC_PLAIN, "Not compared: %s",
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
