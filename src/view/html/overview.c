/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What came out of a campaign, over all its rows: how many there are of each
 * verdict, and where the ratio is least and most. Nothing is averaged: rows are
 * different workloads.
 */
#include <stdlib.h>
#include <string.h>

#include "view/bar_text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "view/html/old.h"
#include "view/html/section.h"
#include "view/table/verdict_text.h"

/* What a line's verdict comes to, in the order that people want to see it. */
enum sense { SENSE_GOOD, SENSE_BAD, SENSE_SAME, SENSE_UNSURE, SENSE_NONE };

static enum sense sense_of(const struct compare *c,
			   const struct compare_cell *cell)
{
	/* Exact boots that differ are an error, told of by itself. */
	if (!cell->value[METRIC_FAULT].ratio.value.known || (c->one_layout && cell->varies))
		return SENSE_NONE;
	if (cell->identical)
		return SENSE_SAME;
	switch (cell->word) {
	case VERDICT_FASTER:
		return SENSE_GOOD;
	case VERDICT_SLOWER:
		return SENSE_BAD;
	case VERDICT_SAME:
		return SENSE_SAME;
	case VERDICT_CANNOT_TELL:
		break;
	}
	return SENSE_UNSURE;
}

/* As in the other tables. */
static void print_words(FILE *out, const struct compare *c,
			const struct compare_cell *cell)
{
	char *text = verdict_in_full(c, cell);
	html_text(out, text);
	free(text);
}

void html_verdict(FILE *out, const struct compare *c,
		  const struct compare_cell *cell, bool first)
{
	const enum sense sense = first ? SENSE_NONE : sense_of(c, cell);
	fprintf(out, "<td class=\"%s\">", sense == SENSE_NONE ? "text" :
		html_verdict_class(cell->identical ? VERDICT_SAME : cell->word));
	if (first)
		fputs(cell->nr_units > 0 ? "baseline" : "-", out);
	else if (sense == SENSE_NONE)
		fputs("-", out);
	else
		print_words(out, c, cell);
	fputs("</td>", out);
}

struct tally {
	size_t of[SENSE_NONE + 1], n, nr_invalid;
	size_t least, most;	/* rows, where n is above 0 */
};

static void tally_add(struct tally *tally, const struct compare *c, size_t row,
		      size_t treatment)
{
	const struct compare_cell *cell = compare_cell(c, row, treatment);
	const double ratio = cell->value[METRIC_FAULT].ratio.value.value;
	tally->nr_invalid += cell->nr_invalid > 0 || cell->nr_units == 0 ||
			     (c->one_layout && cell->varies);
	tally->of[sense_of(c, cell)]++;
	if (!cell->value[METRIC_FAULT].ratio.value.known)
		return;
	if (tally->n == 0 || ratio < compare_cell(c, tally->least, treatment)
					     ->value[METRIC_FAULT].ratio.value.value)
		tally->least = row;
	if (tally->n == 0 || ratio > compare_cell(c, tally->most, treatment)
					     ->value[METRIC_FAULT].ratio.value.value)
		tally->most = row;
	tally->n++;
}

/* A ratio, its interval, and the row where it is. */
static void print_extreme(FILE *out, const struct compare *c, size_t row,
			  size_t treatment, bool known)
{
	const struct compare_cell *cell = compare_cell(c, row, treatment);
	char *interval = bar_text_interval(c, cell, false);
	fputs("<td class=\"text wide\">", out);
	if (known) {
		fprintf(out, "<b>%.3f</b> (", cell->value[METRIC_FAULT].ratio.value.value);
		html_text(out, *interval ? interval : "-");
		html_textf(out, ", n %zu) at %s", cell->nr_units, c->row[row].heading);
	} else {
		fputs("-", out);
	}
	fputs("</td>", out);
	free(interval);
}

static void print_treatment(FILE *out, const struct compare *c,
			    size_t treatment)
{
	struct tally tally = { 0 };
	for (size_t row = 0; row < c->nr_rows; row++)
		if (compare_cell(c, row, treatment)->measured)
			tally_add(&tally, c, row, treatment);
	fputs("<tr>", out);
	html_element(out, "th scope=\"row\"", c->side[treatment].name);
	for (size_t i = 0; i < SENSE_NONE; i++)
		fprintf(out, "<td>%zu</td>", tally.of[i]);
	fprintf(out, "<td>%zu</td>", tally.nr_invalid);
	print_extreme(out, c, tally.least, treatment, tally.n > 0);
	print_extreme(out, c, tally.most, treatment, tally.n > 0);
	fputs("</tr>\n", out);
}

char *html_row_verdicts(const struct compare *c, size_t row)
{
	static const char *const words[] = {
		[SENSE_GOOD] = "faster", [SENSE_BAD] = "slower",
		[SENSE_SAME] = "the same", [SENSE_UNSURE] = "cannot tell",
	};
	struct tally tally = { 0 };
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t t = 1; t < c->nr_sides; t++)
		if (compare_cell(c, row, t)->measured)
			tally_add(&tally, c, row, t);
	const char *comma = "";
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (tally.of[i] == 0)
			continue;
		fprintf(out, "%s%zu %s", comma, tally.of[i], words[i]);
		comma = ", ";
	}
	if (tally.nr_invalid > 0)
		fprintf(out, "%s%zu INVALID", comma, tally.nr_invalid);
	return text_close(&stream);
}

void html_overview_print(FILE *out, const struct compare *c)
{
	static const char *const titles[] = {
		"<kernel or setting", "faster", "slower", "the same", "cannot tell",
		"INVALID", "<least ratio (95%)", "<most ratio (95%)", NULL,
	};
	/* Of one row its own table says it all. */
	if (c->nr_rows < 2 || c->nr_sides < 2)
		return;
	fputs("<h3>What came out: rows by verdict</h3>\n", out);
	html_table_open(out, "What came out: rows by verdict, and the least and the most ratio of a fault's cost");
	html_titles(out, titles);
	for (size_t t = 1; t < c->nr_sides; t++)
		print_treatment(out, c, t);
	html_table_close(out);
}
