/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sections of the page that compare: for each campaign what came out over
 * all its rows, and a table for each row.
 */
#include <stdlib.h>
#include <string.h>

#include "view/bar_text.h"
#include "record/caption.h"
#include "view/table/classic.h"
#include "view/html/old.h"
#include "view/html/section.h"

/* With so many rows all of them stand open. */
enum { ROWS_OPEN = 4 };

static const char *const titles[] = {
	"<kernel or setting", "<verdict", "n", "fault", "ratio", "95%", "p, Holm",
	"detectable", "+unmap", "ratio", "95%", "flt/page", "present", NULL,
};

/* Exact counts leave nothing to chance. */
static const char *const exact_titles[] = {
	"<kernel or setting", "<verdict", "n", "fault", "ratio", "95%",
	"+unmap", "ratio", "95%", "flt/page", "present", NULL,
};

/* ---- one line ---- */

static void print_cost(FILE *out, const struct compare *c, struct real cost)
{
	html_number(out, cost, cost.value >= 9999.5 ? 0 : c->exact ? 2 : 1);
}

static char *interval_of(const struct compare *c,
			 const struct compare_cell *cell,
			 const struct ratio *ratio)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const int decimals = html_ratio_decimals(ratio->value.value);
	if (c->one_layout && !cell->varies && ratio->value.known)
		fputs("exact", out);
	else if (ratio->low.known)
		fprintf(out, "%.*f to %.*f", decimals, ratio->low.value,
			decimals, ratio->high.value);
	return text_close(&stream);
}

static void print_ratio(FILE *out, const struct compare *c,
			const struct compare_cell *cell,
			const struct ratio *ratio, bool first)
{
	html_number(out, ratio->value, html_ratio_decimals(ratio->value.value));
	html_owned(out, "", first ? strdup("-") : interval_of(c, cell, ratio));
}

static size_t nr_columns(const struct compare *c)
{
	const size_t n = c->one_layout ? ARRAY_SIZE(exact_titles) :
					ARRAY_SIZE(titles);
	return n - 1;
}

static void print_spill(FILE *out, const struct compare *c,
			const struct compare_cell *cell)
{
	if (cell->spill.n == 0)
		return;
	char *line = spill_line(&cell->spill, cell->nr_samples);
	html_remark(out, nr_columns(c), line);
	free(line);
}

static void print_invalid(FILE *out, const struct records *records,
			  const struct compare *c,
			  const struct compare_cell *cell, size_t treatment)
{
	struct text_stream stream;
	char *note = bar_text_note(records, c, cell, treatment);
	FILE *text = text_open(&stream);
	if (cell->nr_invalid > 0)
		summary_print_invalid(text, cell->nr_invalid, cell->nr_samples,
				      cell->reason, cell->nr_reasons);
	else if (*note)
		fputs(note, text);
	if (c->one_layout && cell->varies)
		fputs("INVALID: exact boots of it differ: expected none to", text);
	char *line = text_close(&stream);
	if (*line)
		html_invalid_line(out, nr_columns(c), line);
	free(line);
	free(note);
}

static void print_line(FILE *out, const struct part *part, size_t row,
		       size_t treatment)
{
	const struct compare *c = &part->compare;
	const struct compare_cell *cell = compare_cell(c, row, treatment);
	const bool first = treatment == 0;
	fputs("<tr>", out);
	html_element(out, "th scope=\"row\"", cell->side->name);
	html_verdict(out, c, cell, first);
	html_owned(out, "", bar_text_units(c, cell));
	print_cost(out, c, cell->value[METRIC_FAULT].value);
	print_ratio(out, c, cell, &cell->value[METRIC_FAULT].ratio, first);
	if (!c->one_layout) {
		html_probability(out, cell->p_holm);
		html_percent(out, cell->detectable);
	}
	print_cost(out, c, cell->value[METRIC_BOTH].value);
	print_ratio(out, c, cell, &cell->value[METRIC_BOTH].ratio, first);
	html_number(out, cell->value[METRIC_FAULTS].value, 4);
	html_number(out, cell->value[METRIC_PRESENT].value, 3);
	fputs("</tr>\n", out);
	print_invalid(out, &part->records, c, cell, treatment);
	print_spill(out, c, cell);
}

/* ---- one row of the campaign ---- */

/* "sequence: anon-write sequential, 64M, 1 thread"; the caller frees it. */
static char *row_heading(const struct compare *c, size_t row)
{
	struct text_stream stream;
	const bool named = *c->row[row].name;
	fprintf(text_open(&stream), "%s%s%s", named ? c->row[row].name : "",
		named ? ": " : "", c->row[row].heading);
	return text_close(&stream);
}

static void print_row(FILE *out, const struct part *part, size_t row, bool open)
{
	const struct compare *c = &part->compare;
	char *heading = row_heading(c, row);
	char *verdicts = html_row_verdicts(c, row);
	html_fold_open(out, heading, verdicts, open);
	html_table_open(out, heading);
	html_titles(out, c->one_layout ? exact_titles : titles);
	for (size_t t = 0; t < c->nr_sides; t++)
		if (compare_cell(c, row, t)->measured)
			print_line(out, part, row, t);
	html_table_close(out);
	html_fold_close(out);
	free(verdicts);
	free(heading);
}

/* How many rows from this one on are folded into one. */
static size_t rows_folded(const struct compare *c, size_t row)
{
	size_t n = 1;
	if (compare_rows_alike(c, row) < COMPARE_MANY_ROWS)
		return 1;
	while (row + n < c->nr_rows &&
	       strcmp(c->row[row + n].name, c->row[row].name) == 0)
		n++;
	return n;
}

static void print_rows(FILE *out, const struct part *part)
{
	const struct compare *c = &part->compare;
	for (size_t row = 0, n; row < c->nr_rows; row += n) {
		n = rows_folded(c, row);
		if (n > 1) {
			struct text_stream stream;
			fprintf(text_open(&stream), "%zu rows, from %s to %s", n,
				c->row[row].heading, c->row[row + n - 1].heading);
			char *more = text_close(&stream);
			html_fold_open(out, c->row[row].name, more, false);
			free(more);
		}
		for (size_t i = row; i < row + n; i++)
			print_row(out, part, i, c->nr_rows <= ROWS_OPEN);
		if (n > 1)
			html_fold_close(out);
	}
}

/* ---- what the numbers are ---- */

static void print_meaning(FILE *out, const struct compare *c)
{
	fputs("<p>Costs are ", out);
	html_text(out, bar_text_axis(c));
	fputs(" (engine ", out);
	html_text(out, bar_text_engine(c));
	fputs("). <b>ratio</b> is what <bdi>", out);
	html_text(out, c->side[0].name);
	fputs("</bdi> costs over what the line's kernel costs: above 1 the line's is faster. ",
	      out);
	if (!c->one_layout)
		html_textf(out, "95%% is its interval over %ss. ", c->unit);
	html_textf(out, "n counts %ss; each has %zu repetition%s. ", c->unit,
		   c->nr_reps, c->nr_reps == 1 ? "" : "s");
	if (c->nr_judged > 0)
		html_textf(out, "Verdicts are of the fault, by Holm over %zu comparison%s; within %g%% is the same.",
			   c->nr_judged, c->nr_judged == 1 ? "" : "s",
			   100 * c->margin);
	fputs("</p>\n", out);
}

/* What it was measured on, when, by which command. */
static void print_origin(FILE *out, const struct part *part)
{
	const struct compare *c = &part->compare;
	const struct sample of_run = { .run = c->run_id };
	char *machine = bar_text_machine(&part->records, c);
	char *date = caption_date(&part->records, &of_run);
	char *command = caption_command(&part->records, &of_run);
	const char *after = strchr(machine, ' ');
	fputs("<dl>\n<dt>Machine</dt>", out);
	html_element(out, "dd", after ? after + 1 : machine);
	fputs("<dt>Date</dt>", out);
	html_element(out, "dd", *date ? date : "-");
	fputs("<dt>Command</dt><dd>", out);
	html_command(out, *command ? command : "-");
	fputs("</dd>\n</dl>\n", out);
	free(command);
	free(date);
	free(machine);
}

static void print_kernels(FILE *out, const struct compare *c)
{
	static const char *const columns[] = { "<kernel or setting",
					       "<what it is", NULL };
	html_fold_open(out, "What each kernel or setting is", NULL,
		       c->nr_sides <= 4);
	html_table_open(out, "Kernels and settings");
	html_titles(out, columns);
	for (size_t i = 0; i < c->nr_sides; i++) {
		fputs("<tr>", out);
		html_element(out, "th scope=\"row\"", c->side[i].name);
		html_element(out, "td class=\"text\"", *c->side[i].what ? c->side[i].what :
			     "the running kernel as it is");
		fputs("</tr>\n", out);
	}
	html_table_close(out);
	html_fold_close(out);
}

/* As in 2004: text, whose columns are its form. */
static void print_classic(FILE *out, const struct part *part)
{
	const struct table_style style = { .format = TABLE_CLASSIC };
	struct text_stream stream;
	if (!classic_any(&part->compare))
		return;
	const struct doc doc = { text_open(&stream), &style };
	classic_print(&doc, &part->compare);
	char *text = text_close(&stream);
	fputs("<h3>In the form of 2004</h3>\n<pre class=\"classic\" tabindex=\"0\">", out);
	html_lines(out, "%s\n", text);
	fputs("</pre>\n", out);
	free(text);
}

static void print_title(FILE *out, const struct html_page *page, size_t i)
{
	const struct compare *c = &page->parts->part[i].compare;
	if (c->part)
		html_print(out, "%s: ", c->part);
	html_print(out, "Comparison with <bdi>%s</bdi>", c->side[0].name);
}

static void print(FILE *out, const struct html_page *page, size_t i)
{
	const struct part *part = &page->parts->part[i];
	const struct compare *c = &part->compare;
	print_meaning(out, c);
	html_overview_print(out, c);
	print_origin(out, part);
	print_kernels(out, c);
	fputs("<h3>Row by row</h3>\n", out);
	print_rows(out, part);
	print_classic(out, part);
}

static size_t count(const struct html_page *page)
{
	return page->parts->n;
}

const struct html_section html_campaigns = {
	.id = "campaign", .print_title = print_title,
	.count = count, .print = print,
};

char *html_cell_invalid(const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	if (cell->nr_invalid > 0)
		summary_print_invalid(text, cell->nr_invalid, cell->nr_samples,
				      cell->reason, cell->nr_reasons);
	else
		fputs(cell->varies ? "exact boots of one layout differ" :
				     "nothing was measured", text);
	return text_close(&stream);
}
