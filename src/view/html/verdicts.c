/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page that compares kernels by their labels, without a
 * campaign: a table for each workload, or why nothing is compared.
 */
#include <stdlib.h>
#include <string.h>

#include "record/caption.h"
#include "view/table/compare_table.h"
#include "view/html/old.h"
#include "view/html/section.h"
#include "view/table/verdict_text.h"

/* With so many tables all of them stand open; so many are shown. */
enum { TABLES_OPEN = 4, TABLES_MAX = 512, MISSING_MAX = 40 };

static const char *const titles[] = {
	"<kernel", "<tasks", "<verdict", "n", "cost", "ratio", "95%", "p, Holm",
	"detectable", "flt/page", "present", NULL,
};

/* ---- one line ---- */

static void print_verdict(FILE *out, const struct compare *c,
			  const struct compare_cell *cell, bool first)
{
	char *text = verdict_in_full(c, cell);
	fprintf(out, "<td class=\"%s\">", first || !cell->has_word ? "text" :
		html_verdict_class(cell->word));
	html_text(out, text);
	fputs("</td>", out);
	free(text);
}

static char *interval_of(const struct compare *c, const struct compare_cell *cell)
{
	const struct ratio *ratio = &cell->value[c->metric].ratio;
	const int decimals = html_ratio_decimals(ratio->value.value);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (cell->exact_one_layout && ratio->value.known)
		fputs("exact", out);
	else if (ratio->low.known)
		fprintf(out, "%.*f to %.*f", decimals, ratio->low.value,
			decimals, ratio->high.value);
	return text_close(&stream);
}

/* "5 boots x 10", "1 run x 8-10" */
static char *units_of(const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "%zu %s%s x %zu", cell->nr_units,
		cell->unit ? cell->unit : "unit",
		cell->nr_units == 1 ? "" : "s", cell->least_reps);
	if (cell->least_reps != cell->most_reps)
		fprintf(out, "-%zu", cell->most_reps);
	return text_close(&stream);
}

/* The first is compared with nothing. */
static void print_figures(FILE *out, const struct compare *c,
			  const struct compare_cell *cell, bool first)
{
	static struct metric_value values[NR_METRICS];
	static const struct compare_cell none = { .value = values };
	const struct compare_cell *than = first ? &none : cell;
	const double cost = cell->value[c->metric].value.value;
	html_owned(out, "", units_of(cell));
	html_number(out, cell->value[c->metric].value, cost >= 9999.5 ? 0 : c->exact ? 2 : 1);
	html_number(out, than->value[c->metric].ratio.value,
		    html_ratio_decimals(than->value[c->metric].ratio.value.value));
	html_owned(out, "", interval_of(c, than));
	html_probability(out, than->p_holm);
	html_percent(out, than->detectable);
	html_number(out, cell->value[METRIC_FAULTS].value, 4);
	html_number(out, cell->value[METRIC_PRESENT].value, 3);
}

static void print_invalid(FILE *out, const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	if (cell->nr_invalid > 0)
		summary_print_invalid(text, cell->nr_invalid, cell->nr_samples,
				      cell->reason, cell->nr_reasons);
	if (cell->varies)
		fputs("INVALID: exact boots of one layout differ: expected none to",
		      text);
	if (cell->nr_costless > 0)
		fprintf(text, "%sleft out, as what they cost is unknown or 0: %zu of %zu repetitions",
			cell->nr_invalid > 0 || cell->varies ? "; " : "", cell->nr_costless,
			cell->nr_samples);
	char *line = text_close(&stream);
	if (*line)
		html_invalid_line(out, ARRAY_SIZE(titles) - 1, line);
	free(line);
}

static void print_line(FILE *out, const struct compare *c,
		       const struct compare_row *row, size_t arm)
{
	const struct compare_cell *cell = &row->cell[arm];
	fputs("<tr>", out);
	html_element(out, "th scope=\"row\"", c->side[arm].name);
	html_element(out, "td class=\"text\"", *row->tasks ? row->tasks : "-");
	print_verdict(out, c, cell, arm == 0);
	print_figures(out, c, cell, arm == 0);
	fputs("</tr>\n", out);
	print_invalid(out, cell);
}

/* ---- one workload ---- */

/* Rows from this one on that have its heading. */
static size_t nr_alike(const struct compare *c, size_t row)
{
	size_t n = 1;
	while (row + n < c->nr_rows &&
	       strcmp(c->row[row + n].heading, c->row[row].heading) == 0)
		n++;
	return n;
}

static void print_table(FILE *out, const struct compare *c, size_t row, size_t n,
			bool open)
{
	const char *heading = c->row[row].heading;
	char *verdicts = verdict_tally(c, row, n);
	html_fold_open(out, heading, verdicts, open);
	html_table_open(out, heading);
	html_titles(out, titles);
	for (size_t i = row; i < row + n; i++)
		for (size_t arm = 0; arm < c->nr_sides; arm++)
			if (c->row[i].cell[arm].like)
				print_line(out, c, &c->row[i], arm);
	html_table_close(out);
	html_fold_close(out);
	free(verdicts);
}

static void print_tables(FILE *out, const struct compare *c)
{
	size_t nr_tables = 0, shown = 0;
	for (size_t row = 0; row < c->nr_rows; row += nr_alike(c, row))
		nr_tables++;
	for (size_t row = 0, n; row < c->nr_rows && shown < TABLES_MAX; row += n) {
		n = nr_alike(c, row);
		print_table(out, c, row, n, nr_tables <= TABLES_OPEN);
		shown++;
	}
	if (shown < nr_tables)
		fprintf(out, "<p class=\"note\">%zu more tables are in report.txt, and their rows in compare.csv.</p>\n",
			nr_tables - shown);
}

/* ---- what the numbers are, and what is not in them ---- */

static void print_meaning(FILE *out, const struct compare *c)
{
	const char *engine = c->row[0].like->engine;
	char *meaning = compare_meaning(c);
	html_textf(out, "Costs are %s (engine %s). ", meaning,
		   engine ? engine : "-");
	free(meaning);
	fputs("<b>ratio</b> is what <bdi>", out);
	html_text(out, c->side[0].name);
	fputs("</bdi> costs over what the line's kernel costs: above 1 the line's is faster. n: the boots, runs or layouts that its interval is over, x repetitions in each. ",
	      out);
	if (c->nr_judged > 0)
		html_textf(out, "Verdicts are by Holm over %zu comparison%s; within %g%% is the same.",
			   c->nr_judged, c->nr_judged == 1 ? "" : "s",
			   100 * c->margin);
}

static void print_missing(FILE *out, const struct texts_owned *missing)
{
	const size_t n = missing->n < MISSING_MAX ? missing->n : MISSING_MAX;
	if (n == 0)
		return;
	fputs("<p>Missing, and so not compared:</p>\n<ul>\n", out);
	for (size_t i = 0; i < n; i++)
		html_element(out, "li", missing->text[i]);
	if (n < missing->n)
		fprintf(out, "<li>%zu more: see report.txt</li>\n",
			missing->n - n);
	fputs("</ul>\n", out);
}

static void print(FILE *out, const struct html_page *page, size_t nr)
{
	const struct verdicts *v = page->verdicts;
	(void)nr;
	if (!v->made) {
		html_print(out, "<p>Not compared: %s</p>\n", v->why_not);
		return;
	}
	fputs("<p>", out);
	print_meaning(out, &v->compare);
	fputs("</p>\n", out);
	print_tables(out, &v->compare);
	print_missing(out, &v->compare.missing);
}

static size_t count(const struct html_page *page)
{
	return verdicts_any(page->verdicts);
}

const struct html_section html_labels = {
	.id = "verdicts", .title = "Verdicts on kernels by their labels",
	.count = count, .print = print,
};
