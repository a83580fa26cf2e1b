/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/ab_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/table/ab_lines.h"
#include "base/wrap.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "analysis/boots.h"
#include "view/table/classic_rows.h"

const char AB_BOLD[] = "\033[1m", AB_RED[] = "\033[31m";
static const char PLAIN[] = "\033[0m";

enum {
	TABLE_COLUMNS = 80, MAIL_COLUMNS = 72, LEAST_COLUMNS = 50,
	NUMBER_COLUMNS = 59, UNMAP_COLUMNS = 15,
};

size_t ab_room(const struct table_style *style)
{
	if (style->format == TABLE_MAIL)
		return MAIL_COLUMNS;
	if (style->columns == 0 || style->columns > TABLE_COLUMNS)
		return TABLE_COLUMNS;
	return style->columns < LEAST_COLUMNS ? LEAST_COLUMNS : style->columns;
}

bool ab_has_unmap(const struct table_style *style)
{
	return ab_room(style) >= MAIL_COLUMNS;
}

/* Each line is colored by itself: a pager forgets at its end. */
void ab_print_wrapped(FILE *out, const char *text, size_t indent,
			  const char *sequence, const struct table_style *style)
{
	struct text_stream stream;
	wrap_text(text_open(&stream), text, ab_room(style) - indent,
		     indent + 2);
	char *wrapped = text_close(&stream), *rest = wrapped;
	fprintf(out, "%*s", (int)indent, "");
	for (char *line; (line = strsep(&rest, "\n")) && *line;)
		fprintf(out, "%s%s%s\n", style->color ? sequence : "", line,
			style->color && *sequence ? PLAIN : "");
	free(wrapped);
}

/* ---- the heading ---- */

/* What is part of a larger campaign has its name above all. */
static void print_part(FILE *out, const struct compare *c,
		       const struct table_style *style)
{
	if (!c->part)
		return;
	char *name = text_shown(c->part);
	ab_print_wrapped(out, name, 0, AB_BOLD, style);
	free(name);
}

static void print_engine(FILE *out, const struct compare *c,
			 const struct table_style *style)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	const struct engine *engine = engine_find(c->engine);
	fprintf(text, "engine %s: %s%s", c->engine, engine->cost, engine->caveat);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 0, AB_BOLD, style);
	free(line);
	char *label = text_shown(c->side[0].name);
	text = text_open(&stream);
	fprintf(text, "%s. ratio: what %s costs over what this costs: above 1 is cheaper. ",
		classic_rows_any(c) ?
			"fault: a whole repetition of classic accounting, from fork to wait. present and +unmap are not known of it" :
			"fault: mapping to last touch. +unmap: with the unmapping",
		label);
	if (!c->one_layout)
		fprintf(text, "95%%: interval over %ss. ", c->unit);
	fprintf(text, "n: %ss of %zu repetition%s each", c->unit, c->nr_reps,
		c->nr_reps == 1 ? "" : "s");
	if (c->nr_judged > 0)
		fprintf(text, ". Verdicts are of the fault, by Holm over %zu comparison%s; within %g%% is the same",
			c->nr_judged, c->nr_judged == 1 ? "" : "s",
			100 * c->margin);
	free(label);
	line = text_close(&stream);
	ab_print_wrapped(out, line, 0, "", style);
	free(line);
}

static void print_machine(FILE *out, const struct records *records,
			  const struct compare *c,
			  const struct table_style *style)
{
	const struct sample of_run = { .run = c->run_id };
	char *machine = caption_machine(records, &of_run);
	char *guest = text_shown(facts_text(c->run, "guest"));
	struct text_stream stream;
	FILE *text = text_open(&stream);
	if (engine_find(c->engine)->is_guest)
		fprintf(text, "machine: %s, on %s", guest, machine);
	else
		fprintf(text, "machine: %s", machine);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 0, "", style);
	free(line);
	free(machine);
	free(guest);
}

static void print_kernels(FILE *out, const struct compare *c,
			  const struct table_style *style)
{
	for (size_t i = 0; i < c->nr_sides; i++) {
		char *label = text_shown(c->side[i].name);
		char *kernel = text_shown(c->side[i].what);
		struct text_stream stream;
		fprintf(text_open(&stream), "%s: %s", label,
			*kernel ? kernel : "the running kernel as it is");
		char *line = text_close(&stream);
		ab_print_wrapped(out, line, 2, "", style);
		free(line);
		free(label);
		free(kernel);
	}
}

/* ---- lines ---- */

void ab_print_number(FILE *out, int width, int decimals, struct real number)
{
	if (!number.known)
		fprintf(out, "%*s", width, "-");
	else
		fprintf(out, "%*.*f", width, decimals, number.value);
}

static void print_cost(FILE *out, const struct compare *c,
		       struct real cost)
{
	const int most = c->exact ? 2 : 1;
	ab_print_number(out, 8, cost.value < 9999.5 ? most : 0, cost);
}

static void print_ratio(FILE *out, const struct ratio *ratio)
{
	ab_print_number(out, 7, ratio->value.value < 99.5 ? 3 : 0, ratio->value);
}

static void print_interval(FILE *out, const struct compare *c,
			   const struct compare_cell *cell, bool first)
{
	const struct ratio *ratio = &cell->value[METRIC_FAULT].ratio;
	const double high = ratio->high.value;
	const int decimals = high < 9.9995 ? 3 : high < 99.995 ? 2 : 0;
	char text[64] = "-";
	if (!first && c->one_layout && !cell->varies && ratio->value.known)
		snprintf(text, sizeof(text), "exact");
	else if (!first && ratio->low.known)
		snprintf(text, sizeof(text), "%.*f-%.*f", decimals,
			 ratio->low.value, decimals, ratio->high.value);
	fprintf(out, "%12s", text);
}

/* Of the last column, with a blank before it. */
static int units_width(const struct compare *c)
{
	int width = 2;
	for (size_t n = c->nr_planned; n >= 10; n /= 10)
		width++;
	return width > 3 ? width : 3;
}

size_t ab_label_room(const struct compare *c,
			 const struct table_style *style)
{
	return ab_room(style) - NUMBER_COLUMNS - (size_t)units_width(c) +
	       (ab_has_unmap(style) ? 0 : UNMAP_COLUMNS);
}

void ab_print_label(FILE *out, const char *label, size_t room,
			const struct table_style *style)
{
	char *text = text_shown(label);
	const size_t columns = text_columns(text);
	if (columns + 2 <= room) {
		fprintf(out, "  %s%*s", text, (int)(room - columns - 2), "");
	} else {
		ab_print_wrapped(out, text, 2, "", style);
		fprintf(out, "%*s", (int)room, "");
	}
	free(text);
}

static void print_cell(FILE *out, const struct compare *c,
		       const struct compare_cell *cell, bool first,
		       const struct table_style *style)
{
	ab_print_label(out, cell->side->name, ab_label_room(c, style), style);
	print_cost(out, c, cell->value[METRIC_FAULT].value);
	print_ratio(out, &cell->value[METRIC_FAULT].ratio);
	print_interval(out, c, cell, first);
	if (ab_has_unmap(style)) {
		print_cost(out, c, cell->value[METRIC_BOTH].value);
		print_ratio(out, &cell->value[METRIC_BOTH].ratio);
	}
	ab_print_number(out, 9, 4, cell->value[METRIC_FAULTS].value);
	ab_print_number(out, 8, 3, cell->value[METRIC_PRESENT].value);
	fprintf(out, "%*zu\n", units_width(c), cell->nr_units);
}

static void print_titles(FILE *out, const struct compare *c,
			 const struct table_style *style)
{
	fprintf(out, "%*s%8s%7s%12s", (int)ab_label_room(c, style), "", "fault",
		"ratio", "95%");
	if (ab_has_unmap(style))
		fprintf(out, "%8s%7s", "+unmap", "ratio");
	fprintf(out, "%9s%8s%*s\n", "flt/page", "present", units_width(c), "n");
}

/* ---- what is wrong with a line ---- */

static void print_reasons(FILE *out, const struct compare_cell *cell,
			  const struct table_style *style)
{
	struct text_stream stream;
	if (cell->nr_invalid == 0)
		return;
	FILE *text = text_open(&stream);
	summary_print_invalid(text, cell->nr_invalid, cell->nr_samples,
			      cell->reason, cell->nr_reasons);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 4, AB_RED, style);
	free(line);
}

/* "boot 2 of 5 panic: why; console: PATH" */
static void print_boot(FILE *out, const struct compare *c,
		       const struct facts *boot, const struct table_style *style)
{
	const bool lost = boot_is_lost(boot);
	char *outcome = text_shown(facts_text(boot, "outcome"));
	char *why = text_shown(facts_text(boot, "why"));
	const char *path = facts_text(boot, "console");
	char *console = text_shown(path);
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fprintf(text, "%s%s %.0f of %zu %s: %s", lost ? "INVALID " : "",
		c->unit, facts_number(boot, "round").value + 1,
		c->nr_planned, outcome, why);
	if (path)
		fprintf(text, "; console: %s", console);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 4, lost ? AB_RED : "", style);
	free(line);
	free(outcome);
	free(why);
	free(console);
}

static void print_boots(FILE *out, const struct records *records,
			const struct compare *c, size_t treatment,
			const struct table_style *style)
{
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *boot = &records->facts[i];
		const char *outcome = facts_text(boot, "outcome");
		const bool fine = outcome && strcmp(outcome, "ok") == 0;
		if (boot_is_of(boot, c->run_id) && !fine &&
		    facts_number(boot, "treatment").value ==
			    (double)treatment)
			print_boot(out, c, boot, style);
	}
}

static void print_notes(FILE *out, const struct compare *c,
			const struct compare_cell *cell, bool first,
			const struct table_style *style)
{
	if (!first && cell->identical)
		ab_print_wrapped(out, "the same to the last instruction", 4, "",
			      style);
	if (c->one_layout && cell->varies)
		ab_print_wrapped(out, "INVALID: exact boots of it differ: expected none to", 4,
			      AB_RED, style);
}

static void print_touch(FILE *out, const struct compare *c,
			const struct compare_cell *cell,
			const struct table_style *style)
{
	struct text_stream stream;
	if (!cell->value[METRIC_TOUCH_P50].value.known)
		return;
	fprintf(text_open(&stream), "one touch: p50 %.0f, p99 %.0f, max %.0f %s",
		cell->value[METRIC_TOUCH_P50].value.value, cell->value[METRIC_TOUCH_P99].value.value,
		cell->value[METRIC_TOUCH_MAX].value.value, c->exact ? "instructions" : "ns");
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 4, "", style);
	free(line);
}

static void print_spill(FILE *out, const struct compare_cell *cell,
			const struct table_style *style)
{
	if (cell->spill.n == 0)
		return;
	char *line = spill_line(&cell->spill, cell->nr_samples);
	ab_print_wrapped(out, line, 4, "", style);
	free(line);
}

static void print_verbose(FILE *out, const struct compare *c,
			  const struct compare_cell *cell,
			  const struct table_style *style)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fputs("zeroing present pages ", text);
	ab_print_number(text, 0, c->exact ? 2 : 1, cell->limit_cost);
	fputs(", harness without a touch ", text);
	ab_print_number(text, 0, c->exact ? 2 : 1, cell->nop_cost);
	fputs(" per page", text);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 4, "", style);
	free(line);
}

/* "every length: anon-write islands:1, 8M, 1 thread, thp inherit" */
static void print_heading(FILE *out, const struct compare *c, size_t row,
			  const struct table_style *style)
{
	const bool named = *c->row[row].name;
	char *name = text_shown(named ? c->row[row].name : "");
	char *text = text_shown(c->row[row].heading);
	struct text_stream stream;
	fprintf(text_open(&stream), "%s%s%s", name, named ? ": " : "", text);
	char *line = text_close(&stream);
	fputc('\n', out);
	ab_print_wrapped(out, line, 0, AB_BOLD, style);
	free(line);
	free(text);
	free(name);
}

static void print_row(FILE *out, const struct records *records,
		      const struct compare *c,
		      size_t row,
		      const struct table_style *style)
{
	print_heading(out, c, row, style);
	print_titles(out, c, style);
	for (size_t t = 0; t < c->nr_sides; t++) {
		const struct compare_cell *cell = compare_cell(c, row, t);
		if (!cell->measured)
			continue;
		print_cell(out, c, cell, t == 0, style);
		print_reasons(out, cell, style);
		print_boots(out, records, c, t, style);
		print_notes(out, c, cell, t == 0, style);
		print_touch(out, c, cell, style);
		print_spill(out, cell, style);
		if (style->verbose)
			print_verbose(out, c, cell, style);
	}
	ab_verdict_print(out, c, row, style);
	ab_more_print(out, c, row, style);
	ab_locks_print(out, c, row, style);
	ab_pressure_print(out, c, row, style);
}

/* ---- the end ---- */

static void print_command(FILE *out, const struct records *records,
			  const struct compare *c)
{
	const struct sample of_run = { .run = c->run_id };
	char *date = caption_date(records, &of_run);
	char *command = caption_command(records, &of_run);
	fprintf(out, "\ndate:    %s\ncommand:\n", date);
	wrap_command(out, command, MAIL_COLUMNS);
	free(date);
	free(command);
}

static void print_each_boot(FILE *out, const struct records *records,
			    const struct compare *c,
			    const struct table_style *style)
{
	fputc('\n', out);
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *boot = &records->facts[i];
		if (!boot_is_of(boot, c->run_id))
			continue;
		char *kernel = text_shown(facts_text(boot, "kernel"));
		char *outcome = text_shown(facts_text(boot, "outcome"));
		struct text_stream stream;
		FILE *text = text_open(&stream);
		fprintf(text, "%s %.0f: %s, %s, ", c->unit,
			facts_number(boot, "place").value + 1, kernel,
			outcome);
		ab_print_number(text, 0, 3, facts_number(boot, "init_s"));
		fputs(" s to init, ", text);
		ab_print_number(text, 0, 2, facts_number(boot, "wall_s"));
		fputs(" s in all", text);
		char *line = text_close(&stream);
		ab_print_wrapped(out, line, 0, "", style);
		free(line);
		free(kernel);
		free(outcome);
	}
}

void ab_table_print(FILE *out, const struct records *records,
		    const struct compare *c, const struct table_style *style)
{
	if (style->format == TABLE_CSV || style->format == TABLE_JSON) {
		ab_data_print(out, c, style->format == TABLE_JSON);
		return;
	}
	print_part(out, c, style);
	if (style->format == TABLE_CLASSIC && classic_rows_any(c)) {
		classic_rows_print(out, records, c, style);
		return;
	}
	print_engine(out, c, style);
	print_machine(out, records, c, style);
	print_kernels(out, c, style);
	if (!ab_has_unmap(style))
		ab_print_wrapped(out, "left out, as the terminal is narrow: +unmap and its ratio",
			      0, "", style);
	for (size_t row = 0, n; row < c->nr_rows; row += n) {
		n = ab_worst_rows(c, row, style);
		if (n > 1)
			ab_worst_print(out, c, row, n, style);
		else
			print_row(out, records, c, row, style);
	}
	if (classic_rows_any(c)) {
		fputc('\n', out);
		classic_rows_print(out, records, c, style);
	}
	if (style->verbose)
		print_each_boot(out, records, c, style);
	if (style->format == TABLE_MAIL)
		print_command(out, records, c);
}
