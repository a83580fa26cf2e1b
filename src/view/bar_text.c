/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/bar_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fault/engine.h"
#include "record/caption.h"
#include "base/stream.h"
#include "view/plot/plot_words.h"

/* ---- beside a bar ---- */

char *bar_text_cost(struct real fault, struct real unmapping)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (fault.known)
		fprintf(out, "%.*f", fault.value < 9999.5, fault.value);
	if (fault.known && unmapping.known)
		fprintf(out, " + %.*f", fault.value < 9999.5, unmapping.value);
	return text_close(&stream);
}

/* Enough of them that what is not 1 does not look like it. */
static int decimals_of(double ratio)
{
	const double off = fabs(ratio - 1);
	if (ratio >= 99.5)
		return 0;
	if (off == 0 || off >= 0.0495)
		return 2;
	return off >= 0.00095 ? 3 : off >= 0.000095 ? 4 : 6;
}

char *bar_text_ratio(const struct ratio *ratio)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const struct real value = ratio->value;
	if (value.known)
		fprintf(out, "%.*fx", decimals_of(value.value), value.value);
	return text_close(&stream);
}

/*
 * Of sixteen layouts of one kernel fifteen agreed to 0.01%, and one was 1.9%
 * off: one layout does not show that a small difference is the kernel's.
 */
static const double LAYOUT_SHARE = 0.005;

/* What the table says, in the words of a cost. */
static const char *verdict_of_units(const struct compare_cell *cell)
{
	if (!cell->value[METRIC_FAULT].ratio.low.known)
		return "not sure";
	switch (cell->word) {
	case VERDICT_FASTER:
		return "cheaper";
	case VERDICT_SLOWER:
		return "dearer";
	case VERDICT_SAME:
		return "within 1%";
	case VERDICT_CANNOT_TELL:
		break;
	}
	return "unclear";
}

static const char *verdict_of(const struct compare *c,
			      const struct compare_cell *cell)
{
	const struct ratio *ratio = &cell->value[METRIC_FAULT].ratio;
	if (!ratio->value.known)
		return "";
	if (c->one_layout && cell->varies)
		return "boots differ";
	if (cell->identical)
		return "identical";
	if (!c->one_layout)
		return verdict_of_units(cell);
	if (ratio->value.value != 1 &&
	    fabs(ratio->value.value - 1) < LAYOUT_SHARE)
		return "within 0.5%";
	if (ratio->value.value > 1)
		return "cheaper";
	return ratio->value.value < 1 ? "dearer" : "the same";
}

char *bar_text_verdict(const struct compare *c,
		       const struct compare_cell *cell, bool first)
{
	if (first)
		return text_shown(cell->nr_units > 0 ? "baseline" : "");
	return text_shown(verdict_of(c, cell));
}

char *bar_text_interval(const struct compare *c,
			const struct compare_cell *cell, bool first)
{
	const struct ratio *ratio = &cell->value[METRIC_FAULT].ratio;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const int decimals = ratio->high.value < 9.9995 ? 3 : 1;
	if (!first && c->one_layout && !cell->varies && ratio->value.known)
		fputs("exact", out);
	else if (!first && ratio->low.known)
		fprintf(out, "%.*f to %.*f", decimals, ratio->low.value,
			decimals, ratio->high.value);
	return text_close(&stream);
}

char *bar_text_number(struct real number, int decimals)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (number.known)
		fprintf(out, "%.*f", decimals, number.value);
	return text_close(&stream);
}

char *bar_text_units(const struct compare *c,
		     const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "%zu", cell->nr_units);
	if (cell->nr_units < c->nr_planned)
		fprintf(out, " of %zu", c->nr_planned);
	return text_close(&stream);
}

char *bar_text_units_name(const struct compare *c)
{
	struct text_stream stream;
	char *unit = text_shown(c->unit);
	fprintf(text_open(&stream), "%ss", unit);
	free(unit);
	return text_close(&stream);
}

/* The last one that was lost: it was to be measured and could not be. */
static const struct facts *lost_boot(const struct compare *c, size_t side)
{
	for (size_t i = c->nr_boots; i-- > 0;)
		if (c->boot[i].lost && c->boot[i].side == side)
			return c->boot[i].facts;
	return NULL;
}

enum { NOTE_COLUMNS = 48 };

char *bar_text_note(const struct compare *c,
		    const struct compare_cell *cell, size_t treatment)
{
	const struct facts *boot = lost_boot(c, treatment);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (cell->nr_units > 0)
		return text_close(&stream);
	char *outcome = text_shown(boot ? facts_text(boot, "outcome") : "");
	char *why = text_shown(boot ? facts_text(boot, "why") :
				 cell->nr_reasons > 0 ? cell->reason[0].text :
				 "nothing was measured");
	fprintf(out, "INVALID: %s%s%s", outcome, *outcome ? ": " : "", why);
	free(outcome);
	free(why);
	return plot_shortened(text_close(&stream), NOTE_COLUMNS);
}

/* ---- the axis and the heading ---- */

const char *bar_text_axis(const struct compare *c)
{
	return engine_find(c->engine)->cost;
}

const char *bar_text_engine(const struct compare *c)
{
	return engine_find(c->engine)->caption;
}

/* ---- the caption ---- */

static size_t count_lost(const struct compare *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->nr_boots; i++)
		n += c->boot[i].lost;
	return n;
}

static size_t count_invalid(const struct compare *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		n += compare_cell(c, i / c->nr_sides, i % c->nr_sides)->nr_invalid;
	return n;
}

void bar_text_put_left_out(FILE *out, const struct compare *c)
{
	char *unit = text_shown(c->unit);
	const size_t lost = count_lost(c), invalid = count_invalid(c);
	if (lost > 0)
		fprintf(out, " INVALID: %zu %s%s lost.", lost, unit,
			lost == 1 ? "" : "s");
	if (invalid > 0)
		fprintf(out, " INVALID: %zu repetition%s left out.", invalid,
			invalid == 1 ? "" : "s");
	free(unit);
}

char *bar_text_counts(const struct compare *c)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	char *unit = text_shown(c->unit);
	fputs("ratio: what the baseline's fault costs over what this one costs; ",
	      out);
	if (c->one_layout)
		fputs("exact: the same on every run.", out);
	else
		fprintf(out, "95%%: its interval over %ss, not over repetitions.",
			unit);
	fprintf(out, " with unmap: the ratio of both together. %zu %s%s of each, %zu repetition%s in one.",
		c->nr_planned, unit, c->nr_planned == 1 ? "" : "s", c->nr_reps,
		c->nr_reps == 1 ? "" : "s");
	bar_text_put_left_out(out, c);
	free(unit);
	return text_close(&stream);
}

char *bar_text_machine(const struct records *records,
		       const struct compare *c)
{
	const struct sample of_run = { .run = c->run_id };
	char *machine = caption_machine(records, &of_run);
	char *guest = text_shown(facts_text(c->run, "guest"));
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("Machine: ", out);
	if (engine_find(c->engine)->is_guest)
		fprintf(out, "%s, on ", guest);
	fputs(*machine ? machine : "-", out);
	free(machine);
	free(guest);
	return text_close(&stream);
}

char *bar_text_kernels(const struct compare *c, const size_t treatment[],
		       size_t n)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("Kernels: ", out);
	for (size_t i = 0; i < (treatment ? n : c->nr_sides); i++) {
		const size_t t = treatment ? treatment[i] : i;
		char *label = text_shown(c->side[t].name);
		char *kernel = text_shown(c->side[t].what);
		fprintf(out, "%s%s: %s", i ? "; " : "", label,
			*kernel ? kernel : "the running kernel as it is");
		free(label);
		free(kernel);
	}
	return text_close(&stream);
}

char *bar_text_command(const struct records *records,
		       const struct compare *c)
{
	const struct sample of_run = { .run = c->run_id };
	char *date = caption_date(records, &of_run);
	char *command = caption_command(records, &of_run);
	struct text_stream stream;
	fprintf(text_open(&stream), "Date: %s. Command: %s",
		*date ? date : "-", *command ? command : "-");
	free(date);
	free(command);
	return text_close(&stream);
}
