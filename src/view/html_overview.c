/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What came out of a campaign, over all its rows: how many there are of each
 * verdict, and where the ratio is least and most. Nothing is averaged: rows are
 * different workloads.
 */
#include <stdlib.h>
#include <string.h>

#include "view/bar_text.h"
#include "view/caption.h"
#include "view/html_build.h"

enum sense { SENSE_NONE, SENSE_GOOD, SENSE_BAD, SENSE_SAME, SENSE_UNSURE };

/* What a verdict's words mean: they are bar_text.c's. */
static enum sense sense_of(const char *word)
{
	static const struct { const char *word; enum sense sense; } words[] = {
		{ "cheaper", SENSE_GOOD },   { "dearer", SENSE_BAD },
		{ "identical", SENSE_SAME }, { "the same", SENSE_SAME },
		{ "within 0.5%", SENSE_SAME }, { "unclear", SENSE_UNSURE },
		{ "not sure", SENSE_UNSURE },
	};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].sense;
	return SENSE_NONE;
}

void html_verdict(FILE *out, const struct comparison *c,
		  const struct comparison_cell *cell, bool first)
{
	static const char *const classes[] = {
		[SENSE_NONE] = "text", [SENSE_GOOD] = "text good",
		[SENSE_BAD] = "text bad", [SENSE_SAME] = "text same",
		[SENSE_UNSURE] = "text unsure",
	};
	char *word = bar_text_verdict(c, cell, first);
	fprintf(out, "<td class=\"%s\">", classes[sense_of(word)]);
	html_text(out, *word ? word : "-");
	fputs("</td>", out);
	free(word);
}

struct tally {
	size_t of[SENSE_UNSURE + 1], n, nr_invalid;
	size_t least, most;	/* rows, where n is above 0 */
};

static void tally_add(struct tally *tally, const struct comparison *c, size_t row,
		      size_t treatment)
{
	const struct comparison_cell *cell = comparison_cell(c, row, treatment);
	const double ratio = cell->fault_ratio.value.value;
	char *word = bar_text_verdict(c, cell, false);
	tally->nr_invalid += cell->nr_invalid > 0 || cell->nr_units == 0;
	tally->of[sense_of(word)]++;
	free(word);
	if (!cell->fault_ratio.value.known)
		return;
	if (tally->n == 0 || ratio < comparison_cell(c, tally->least, treatment)
					     ->fault_ratio.value.value)
		tally->least = row;
	if (tally->n == 0 || ratio > comparison_cell(c, tally->most, treatment)
					     ->fault_ratio.value.value)
		tally->most = row;
	tally->n++;
}

/* A ratio, its interval, and the row where it is. */
static void print_extreme(FILE *out, const struct comparison *c, size_t row,
			  size_t treatment, bool known)
{
	const struct comparison_cell *cell = comparison_cell(c, row, treatment);
	char *interval = bar_text_interval(c, cell, false);
	fputs("<td class=\"text wide\">", out);
	if (known) {
		fprintf(out, "<b>%.3f</b> (", cell->fault_ratio.value.value);
		html_text(out, *interval ? interval : "-");
		html_textf(out, ", n %zu) at %s", cell->nr_units, c->row[row]);
	} else {
		fputs("-", out);
	}
	fputs("</td>", out);
	free(interval);
}

static void print_treatment(FILE *out, const struct comparison *c,
			    size_t treatment)
{
	static const enum sense order[] = { SENSE_GOOD, SENSE_BAD, SENSE_SAME,
					    SENSE_UNSURE };
	struct tally tally = { 0 };
	for (size_t row = 0; row < c->nr_rows; row++)
		if (comparison_cell(c, row, treatment)->measured)
			tally_add(&tally, c, row, treatment);
	fputs("<tr>", out);
	html_element(out, "th scope=\"row\"", c->treatment[treatment]);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		fprintf(out, "<td>%zu</td>", tally.of[order[i]]);
	fprintf(out, "<td>%zu</td>", tally.nr_invalid);
	print_extreme(out, c, tally.least, treatment, tally.n > 0);
	print_extreme(out, c, tally.most, treatment, tally.n > 0);
	fputs("</tr>\n", out);
}

char *html_row_verdicts(const struct comparison *c, size_t row)
{
	static const char *const words[] = {
		[SENSE_GOOD] = "cheaper", [SENSE_BAD] = "dearer",
		[SENSE_SAME] = "the same", [SENSE_UNSURE] = "unclear",
	};
	struct tally tally = { 0 };
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	for (size_t t = 1; t < c->nr_treatments; t++)
		if (comparison_cell(c, row, t)->measured)
			tally_add(&tally, c, row, t);
	const char *comma = "";
	for (size_t i = SENSE_GOOD; i < ARRAY_SIZE(words); i++) {
		if (tally.of[i] == 0)
			continue;
		fprintf(out, "%s%zu %s", comma, tally.of[i], words[i]);
		comma = ", ";
	}
	if (tally.nr_invalid > 0)
		fprintf(out, "%s%zu INVALID", comma, tally.nr_invalid);
	return caption_close(&stream);
}

void html_overview_print(FILE *out, const struct comparison *c)
{
	static const char *const titles[] = {
		"kernel or setting", "cheaper", "dearer", "the same", "unclear",
		"INVALID", "least ratio (95%)", "most ratio (95%)", NULL,
	};
	/* Of one row its own table says it all. */
	if (c->nr_rows < 2 || c->nr_treatments < 2)
		return;
	fputs("<h3>What came out: rows by verdict</h3>\n", out);
	html_table_open(out, "What came out: rows by verdict, and the least and the most ratio of a fault's cost");
	html_titles(out, titles);
	for (size_t t = 1; t < c->nr_treatments; t++)
		print_treatment(out, c, t);
	html_table_close(out);
}
