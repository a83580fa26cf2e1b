/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sections of the page that compare: one for each campaign, and one for labels of
 * kernels that are of none. Each has what came out over all rows, and tables of rows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "record/caption.h"
#include "view/bar_text.h"
#include "view/html/grid.h"
#include "view/html/section.h"
#include "view/table/classic.h"
#include "view/table/compare_columns.h"
#include "view/table/compare_table.h"
#include "view/table/verdict_text.h"

/* With so many tables all of them stand open; so many are shown. */
enum { TABLES_OPEN = 4, TABLES_MAX = 512, MISSING_MAX = 40 };

static const char *of_several(size_t n)
{
	return n == 1 ? "" : "s";
}

/* ---- what is INVALID of a side on a row ---- */

/* Why nothing was measured: the first boot that was lost, if any. */
static void put_lost(FILE *out, const struct compare *c,
		     const struct compare_cell *cell)
{
	for (size_t i = 0; i < c->nr_boots; i++) {
		const struct facts *boot = c->boot[i].facts;
		const char *outcome = facts_text(boot, "outcome");
		const char *why = facts_text(boot, "why");
		if (!c->boot[i].lost || &c->side[c->boot[i].side] != cell->side)
			continue;
		fprintf(out, "%s: %s", outcome ? outcome : "-", why ? why : "-");
		return;
	}
	fputs("nothing was measured", out);
}

char *html_cell_invalid(const struct compare *c, const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (cell->nr_invalid > 0) {
		summary_print_invalid(out, cell->nr_invalid, cell->nr_samples,
				      cell->reason, cell->nr_reasons);
	} else if (cell->varies) {
		fputs("INVALID: exact boots of one layout differ: expected none to",
		      out);
	} else if (compare_cell_is_invalid(cell)) {
		fputs("INVALID: ", out);
		put_lost(out, c, cell);
	}
	return text_close(&stream);
}

/* ---- a table ---- */

static void print_notes(FILE *out, size_t nr_columns, const void *of)
{
	const struct compare_line *line = of;
	const struct compare_cell *cell = line->cell;
	char *invalid = html_cell_invalid(line->compare, cell);
	char *costless = text_format("Left out, as their cost is unknown or 0: %zu of %zu repetitions",
				     cell->nr_costless, cell->nr_samples);
	char *spill = cell->spill.n > 0 ?
		spill_line(&cell->spill, cell->nr_samples) : NULL;
	html_grid_note(out, "invalid", nr_columns, invalid);
	html_grid_note(out, "note", nr_columns,
		       cell->nr_costless > 0 ? costless : "");
	html_grid_note(out, "note", nr_columns, spill ? spill : "");
	free(spill);
	free(costless);
	free(invalid);
}

/* The color of a verdict says no more than its word. */
static const char *class_of(const void *of, const struct column *column)
{
	static const char *const classes[] = {
		[VERDICT_CANNOT_TELL] = "text unsure",
		[VERDICT_FASTER] = "text good",
		[VERDICT_SLOWER] = "text bad",
		[VERDICT_SAME] = "text same",
	};
	const struct compare_cell *cell = ((const struct compare_line *)of)->cell;
	return cell->has_word && text_same(column->title, "verdict") ?
		       classes[cell->word] : NULL;
}

/* "3 faster, 1 cannot tell, 1 INVALID" */
static char *words_of(const struct compare *c, size_t row, size_t n)
{
	char *words = verdict_tally(c, row, n);
	size_t nr_invalid = 0;
	for (size_t i = row; i < row + n; i++)
		for (size_t side = 0; side < c->nr_sides; side++)
			nr_invalid += compare_cell_is_invalid(compare_cell(c, i, side));
	char *text = nr_invalid == 0 ? text_format("%s", words) :
		text_format("%s%s%zu INVALID", words, *words ? ", " : "", nr_invalid);
	free(words);
	return text;
}

static void print_table(FILE *out, const struct compare *c, size_t row, size_t n)
{
	size_t nr_lines;
	struct compare_line *line = compare_lines(
		&(struct compare_rows){ c, row, n, NULL }, &nr_lines);
	struct compare_columns columns = compare_columns_make(c, false);
	const char *name = c->row[row].name;
	char *heading = text_format("%s%s%s", name, *name ? ": " : "",
				    c->row[row].heading);
	char *words = words_of(c, row, n);
	html_fold_open(out, heading, words, c->nr_rows <= TABLES_OPEN);
	html_grid_print(out, &(struct html_grid){
		.name = heading, .columns = &columns.columns,
		.where = c->run ? IN_AB_PAGE : IN_PAGE, .label_title = "side",
		.label = compare_line_label, .class = class_of,
		.notes = print_notes, .of = line, .size = sizeof(*line),
		.n = nr_lines });
	html_fold_close(out);
	free(words);
	free(heading);
	compare_columns_close(&columns);
	free(line);
}

/* ---- all tables ---- */

/* Rows from this one on that are in one table, as they differ in tasks alone. */
static size_t nr_of_table(const struct compare *c, size_t row)
{
	size_t n = 1;
	while (!c->run && row + n < c->nr_rows &&
	       text_same(c->row[row + n].heading, c->row[row].heading))
		n++;
	return n;
}

/* Rows from this one on that are folded into one, as they have one name. */
static size_t nr_folded(const struct compare *c, size_t row)
{
	size_t n = 1;
	if (compare_rows_alike(c, row) < COMPARE_MANY_ROWS)
		return nr_of_table(c, row);
	while (row + n < c->nr_rows &&
	       text_same(c->row[row + n].name, c->row[row].name))
		n++;
	return n;
}

/* Returns how many tables that are. */
static size_t print_folded(FILE *out, const struct compare *c, size_t row, size_t n)
{
	size_t nr_tables = 0;
	const bool folded = n > nr_of_table(c, row);
	char *more = text_format("%zu rows, from %s to %s", n, c->row[row].heading,
				 c->row[row + n - 1].heading);
	if (folded)
		html_fold_open(out, c->row[row].name, more, false);
	for (size_t i = row; i < row + n; i += nr_of_table(c, i), nr_tables++)
		print_table(out, c, i, nr_of_table(c, i));
	if (folded)
		html_fold_close(out);
	free(more);
	return nr_tables;
}

static void print_rows(FILE *out, const struct compare *c)
{
	size_t shown = 0, row = 0;
	fputs("<h3>Row by row</h3>\n", out);
	for (size_t n; row < c->nr_rows && shown < TABLES_MAX; row += n) {
		n = nr_folded(c, row);
		shown += print_folded(out, c, row, n);
	}
	html_more(out, "p", c->nr_rows - row, c->run ?
		  "rows are in report.txt and comparison.csv." :
		  "rows are in report.txt and compare.csv.");
}

/* ---- what the numbers are ---- */

static void print_meaning(FILE *out, const struct compare *c)
{
	char *meaning = compare_meaning(c);
	html_print(out, "<p>Costs are %s (engine %s). <b>ratio</b> is the cost of <bdi>%s</bdi> divided by the cost of the side in the line: above 1 the side in the line is %s. ",
		   meaning, c->engine, c->side[0].name,
		   verdict_name(c, VERDICT_FASTER));
	if (c->run)
		html_print(out, "<b>n</b> is the number of %ss, of %zu repetition%s each. ",
			   c->unit, c->nr_reps, of_several(c->nr_reps));
	else
		fputs("<b>n</b> is the number of boots, runs or layouts, and of repetitions in each. ",
		      out);
	if (c->nr_judged > 0)
		fprintf(out, "Verdicts are adjusted by Holm over %zu comparison%s; a difference within %.4g%% is the same.",
			c->nr_judged, of_several(c->nr_judged), 100 * c->margin);
	fputs("</p>\n", out);
	free(meaning);
}

/* What it was measured on, when, by which command. */
static void print_origin(FILE *out, const struct compare *c)
{
	const struct sample of_run = { .run = c->run_id };
	char *machine = bar_text_machine(c->records, c);
	char *date = caption_date(c->records, &of_run);
	char *command = caption_command(c->records, &of_run);
	const char *after = strchr(machine, ' ');
	html_print(out, "<dl>\n<dt>Machine</dt><dd>%s</dd>\n<dt>Date</dt><dd>%s</dd>\n<dt>Command</dt><dd>",
		   after ? after + 1 : machine, *date ? date : "-");
	html_command(out, *command ? command : "-");
	fputs("</dd>\n</dl>\n", out);
	free(command);
	free(date);
	free(machine);
}

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

static void print_sides(FILE *out, const struct compare *c)
{
	static const struct column column[] = {
		{ .title = "side", .left = true, .where = IN_PAGE, .get = get_name },
		{ .title = "what it is", .left = true, .where = IN_PAGE,
		  .get = get_what },
	};
	static const struct columns columns = { column, ARRAY_SIZE(column) };
	html_fold_open(out, "What each side is", NULL, c->nr_sides <= 4);
	html_grid_print(out, &(struct html_grid){
		.name = "Sides", .columns = &columns, .where = IN_PAGE,
		.of = c->side, .size = sizeof(*c->side), .n = c->nr_sides });
	html_fold_close(out);
}

/* As in 2004: text, whose columns are its form. */
static void print_classic(FILE *out, const struct compare *c)
{
	const struct table_style style = { .format = TABLE_CLASSIC };
	struct text_stream stream;
	if (!classic_any(c))
		return;
	classic_print(&(struct doc){ text_open(&stream), &style }, c);
	char *text = text_close(&stream);
	fputs("<h3>In the form of 2004</h3>\n<pre class=\"classic\" tabindex=\"0\">", out);
	html_lines(out, "%s\n", text);
	fputs("</pre>\n", out);
	free(text);
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

static void print_compare(FILE *out, const struct compare *c)
{
	print_meaning(out, c);
	html_overview_print(out, c);
	if (c->run) {
		print_origin(out, c);
		print_sides(out, c);
	}
	print_rows(out, c);
	print_classic(out, c);
	print_missing(out, &c->missing);
}

static void print_campaign_title(FILE *out, const struct html_page *page, size_t i)
{
	const struct compare *c = &page->parts->part[i].compare;
	if (c->part)
		html_print(out, "%s: ", c->part);
	else if (page->parts->n > 1)
		fprintf(out, "Campaign %zu: ", i + 1);
	html_print(out, "Comparison with <bdi>%s</bdi>", c->side[0].name);
}

static void print_campaign(FILE *out, const struct html_page *page, size_t i)
{
	print_compare(out, &page->parts->part[i].compare);
}

static size_t count_campaigns(const struct html_page *page)
{
	return page->parts->n;
}

static void print_labels(FILE *out, const struct html_page *page, size_t i)
{
	(void)i;
	if (page->verdicts->made)
		print_compare(out, &page->verdicts->compare);
	else
		html_print(out, "<p>Not compared: %s</p>\n", page->verdicts->why_not);
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
