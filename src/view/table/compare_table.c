/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of a comparison of arms: a heading for each workload, a group of
 * lines for each number of tasks, a line for each arm.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/wrap.h"
#include "fault/engine.h"
#include "view/table/compare_table.h"
#include "view/table/ab_lines.h"
#include "record/caption.h"
#include "analysis/compare_build.h"
#include "view/table/compare_data.h"
#include "view/table/verdict_text.h"

enum { COST = 9, RATIO = 7, INTERVAL = 12, PRESENT = 8, WIDE = 72 };

static bool is_wide(const struct table_style *style)
{
	return ab_room(style) >= WIDE;
}

/* ---- widths ---- */

/* "5x10", "5x8-10" */
static void units_text(const struct compare_cell *cell, char *text, size_t n)
{
	if (cell->least_reps == cell->most_reps)
		snprintf(text, n, "%zux%zu", cell->nr_units, cell->most_reps);
	else
		snprintf(text, n, "%zux%zu-%zu", cell->nr_units,
			 cell->least_reps, cell->most_reps);
}

/* What all lines have in common: found once. */
struct look {
	const struct compare *c;
	const struct table_style *style;
	size_t label, units, verdict;	/* columns */
	const char *why;		/* of all; or NULL */
	bool all_this_boot, all_one_layout, any_judged, any_paired, any_welch;
	const char *unit;
};

static void look_at_cell(struct look *look, const struct compare_cell *cell,
			 bool first)
{
	char text[64];
	units_text(cell, text, sizeof(text));
	if (strlen(text) + 1 > look->units)
		look->units = strlen(text) + 1;
	if (first)
		return;
	if (!look->unit) {
		look->unit = cell->unit;
		look->why = cell->why;
	}
	if (look->why && (!cell->why || strcmp(look->why, cell->why) != 0))
		look->why = NULL;
	look->all_this_boot &= cell->this_boot;
	look->all_one_layout &= cell->exact_one_layout;
	look->any_judged |= cell->p.known;
	look->any_paired |= cell->p.known && cell->paired;
	look->any_welch |= cell->p.known && !cell->paired;
}

static struct look look_of(const struct compare *c,
			   const struct table_style *style)
{
	char same[VERDICT_TEXT_SIZE];
	struct look look = { .c = c, .style = style, .units = 6,
			     .all_this_boot = true, .all_one_layout = true };
	for (size_t i = 0; i < c->nr_rows; i++)
		for (size_t a = 0; a < c->nr_sides; a++)
			if (c->row[i].cell[a].like)
				look_at_cell(&look, &c->row[i].cell[a], a == 0);
	verdict_text(VERDICT_SAME, c->margin, same);
	look.verdict = strlen(same) + 2;
	size_t numbers = COST + RATIO + INTERVAL + look.units;
	if (is_wide(style))
		numbers += PRESENT + look.verdict;
	look.label = ab_room(style) - numbers;
	return look;
}

/* ---- the heading ---- */

const char *compare_meaning(const struct compare *c)
{
	const enum metric_id metric = c->metric;
	if (c->exact)
		return metric == METRIC_BOTH ?
			"instructions per page touched, with unmapping; exact: the same on every run. No time, caches or contention are in them" :
			"instructions per page touched; exact: the same on every run. No time, caches or contention are in them";
	return metric == METRIC_FAULT ? "ns of wall time per page touched" :
	       metric == METRIC_CPU ? "ns of CPU time per page touched" :
				       "ns of wall time per page touched, with unmapping";
}

static void print_text(FILE *out, struct text_stream *stream, size_t indent,
		       const char *sequence, const struct table_style *style)
{
	char *line = text_close(stream);
	ab_print_wrapped(out, line, indent, sequence, style);
	free(line);
}

static void print_words(FILE *out, const struct look *look)
{
	const struct compare *c = look->c;
	struct text_stream stream;
	FILE *text = text_open(&stream);
	char *first = text_shown(c->side[0].name);
	fprintf(text, "ratio: what %s costs over what this costs: above 1 is faster. ",
		first);
	free(first);
	if (look->any_judged)
		fprintf(text, "95%%: its interval over %ss, by %s. ", look->unit,
			look->any_paired && look->any_welch ?
				"Student's t on pairs, else Welch's" :
			look->any_paired ? "Student's t on pairs" : "Welch's t");
	fprintf(text, "present: pages present per page touched. n: %ss x repetitions. ",
		look->unit);
	if (look->any_judged)
		fprintf(text, "verdict: by Holm over %zu comparison%s; within %.4g%% is the same.",
			c->nr_judged, c->nr_judged == 1 ? "" : "s",
			100 * c->margin);
	print_text(out, &stream, 0, "", look->style);
}

/* What holds for each line is said once. */
static void print_limits(FILE *out, const struct look *look)
{
	struct text_stream stream;
	if (look->why) {
		fprintf(text_open(&stream), "cannot tell: %s", look->why);
		print_text(out, &stream, 0, AB_BOLD, look->style);
	} else if (look->all_one_layout) {
		fputs("differences are exact, of this one layout of memory: another may move a count by half a percent",
		      text_open(&stream));
		print_text(out, &stream, 0, AB_BOLD, look->style);
	} else if (look->all_this_boot) {
		fputs("this boot only: what is told here holds for no other",
		      text_open(&stream));
		print_text(out, &stream, 0, AB_BOLD, look->style);
	}
}

static const struct sample *like_of_arm(const struct compare *c, size_t arm)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (c->row[i].cell[arm].like)
			return c->row[i].cell[arm].like;
	return NULL;
}

/* What a campaign says that it booted, or the release; the caller frees. */
static char *kernel_of(const struct compare *c, const struct sample *like)
{
	const struct facts *run = like->run ?
		records_find(c->records, "run", like->run) : NULL;
	char *text = compare_text_in_list(run, "kernels",
					  counters_index(&like->counters, "treatment"));
	if (*text)
		return text;
	free(text);
	return caption_kernel(c->records, like);
}

static bool same_origin(const struct compare *c)
{
	const struct side *first = &c->side[0];
	const char *run = NULL;
	for (size_t a = 0; a < c->nr_sides; a++) {
		const struct sample *like = like_of_arm(c, a);
		if (!text_same(c->side[a].source, first->source) ||
		    (like && run && !text_same(like->run, run)))
			return false;
		run = like ? like->run : run;
	}
	return run != NULL;
}

/* ", DATE, from FILE" */
static void print_origin(FILE *out, const struct compare *c, size_t arm,
			 const char *before)
{
	const char *path = c->side[arm].source;
	char *source = text_shown(path);
	char *date = caption_date(c->records, like_of_arm(c, arm));
	fprintf(out, "%s%s%s%s", before, *date ? date : "-",
		path ? ", from " : "", path ? source : "");
	free(source);
	free(date);
}

static void print_arm(FILE *out, const struct look *look, size_t arm,
		      bool origin)
{
	const struct compare *c = look->c;
	const struct sample *like = like_of_arm(c, arm);
	char *name = text_shown(c->side[arm].name);
	char *kernel = like ? kernel_of(c, like) : text_shown("nothing of it");
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fprintf(text, "%s:", name);
	/* A kernel is often called by its release. */
	if (strcmp(kernel, name) != 0 || !origin || !like)
		fprintf(text, " %s%s", *kernel ? kernel : "-",
			origin && like ? "," : "");
	if (origin && like)
		print_origin(text, c, arm, " ");
	print_text(out, &stream, 2, "", look->style);
	free(name);
	free(kernel);
}

static void print_arms(FILE *out, const struct look *look)
{
	const struct compare *c = look->c;
	const bool same = same_origin(c);
	struct text_stream stream;
	if (same) {
		print_origin(text_open(&stream), c, 0, "measured: ");
		print_text(out, &stream, 0, "", look->style);
	}
	for (size_t a = 0; a < c->nr_sides; a++)
		print_arm(out, look, a, !same);
}

/* Of each machine once: they differ only where that is allowed. */
static void print_machines(FILE *out, const struct look *look)
{
	const struct compare *c = look->c;
	char *last = NULL;
	for (size_t a = 0; a < c->nr_sides; a++) {
		const struct sample *like = like_of_arm(c, a);
		if (!like)
			continue;
		const struct fact *guest = caption_fact(c->records, like, "guest");
		char *machine = caption_machine(c->records, like);
		char *in = text_shown(guest && guest->type == FACT_TEXT ?
						guest->text : "");
		struct text_stream stream;
		FILE *text = text_open(&stream);
		fprintf(text, "machine: %s%s%s", in, *in ? ", on " : "",
			*machine ? machine : "-");
		free(in);
		free(machine);
		char *line = text_close(&stream);
		if (!last || strcmp(last, line) != 0)
			ab_print_wrapped(out, line, 0, "", look->style);
		free(last);
		last = line;
	}
	free(last);
}

static void print_list(FILE *out, const struct texts_owned *texts,
		       const char *before, const char *sequence,
		       const struct table_style *style)
{
	for (size_t i = 0; i < texts->n; i++) {
		struct text_stream stream;
		char *text = text_shown(texts->text[i]);
		fprintf(text_open(&stream), "%s%s", before, text);
		print_text(out, &stream, 0, sequence, style);
		free(text);
	}
}

static void print_one_lost(FILE *out, const struct compare *c,
			   const struct compare_boot *boot,
			   const struct table_style *style)
{
	char *name = text_shown(c->side[boot->side].name);
	char *outcome = text_shown(facts_text(boot->facts, "outcome"));
	char *why = text_shown(facts_text(boot->facts, "why"));
	const struct real round = facts_number(boot->facts, "round");
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fprintf(text, "INVALID: a boot of '%s'", name);
	if (round.known)
		fprintf(text, " (round %.0f)", round.value + 1);
	fprintf(text, " %s: %s", outcome, why);
	print_text(out, &stream, 0, AB_RED, style);
	free(name);
	free(outcome);
	free(why);
}

static void print_lost(FILE *out, const struct compare *c,
		       const struct table_style *style)
{
	for (size_t i = 0; i < c->nr_boots; i++)
		if (c->boot[i].lost)
			print_one_lost(out, c, &c->boot[i], style);
}

static bool any_lost(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_boots; i++)
		if (c->boot[i].lost)
			return true;
	return false;
}

static void print_heading(FILE *out, const struct look *look)
{
	const struct sample *like = look->c->row[0].like;
	char *engine = text_shown(like->engine);
	struct text_stream stream;
	fprintf(text_open(&stream), "engine %s: %s%s", engine,
		engine_find(like->engine)->emulated ? "emulated " : "",
		compare_meaning(look->c));
	print_text(out, &stream, 0, AB_BOLD, look->style);
	free(engine);
	print_words(out, look);
	print_limits(out, look);
	print_machines(out, look);
	print_arms(out, look);
	print_list(out, &look->c->allowed, "allowed to differ: ", "",
		   look->style);
	if (!is_wide(look->style)) {
		fputs("left out, as the terminal is narrow: present",
		      text_open(&stream));
		print_text(out, &stream, 0, "", look->style);
	}
}

/* ---- a line ---- */

static void print_interval(FILE *out, const struct look *look,
			   const struct compare_cell *cell)
{
	const struct ratio *ratio = &cell->value[look->c->metric].ratio;
	const double high = ratio->high.value;
	const int decimals = high < 9.9995 ? 3 : high < 99.995 ? 2 :
			     high < 9999.5 ? 0 : -1;
	char text[64] = "-";
	if (cell->exact_one_layout && ratio->value.known)
		snprintf(text, sizeof(text), "exact");
	else if (ratio->low.known && decimals >= 0)
		snprintf(text, sizeof(text), "%.*f-%.*f", decimals,
			 ratio->low.value, decimals, ratio->high.value);
	else if (ratio->low.known)
		snprintf(text, sizeof(text), "%.1e-%.1e", ratio->low.value,
			 ratio->high.value);
	fprintf(out, "%*s", INTERVAL, text);
}

static void print_cost(FILE *out, const struct look *look, struct real cost)
{
	const int most = look->c->exact ? 2 : 1;
	if (cost.known && (cost.value >= 9999999.5 || cost.value < 0.05))
		fprintf(out, "%*.1e", COST, cost.value);
	else
		ab_print_number(out, COST, cost.value < 99999.5 ? most : 0, cost);
}

static void print_ratio(FILE *out, struct real ratio)
{
	if (ratio.known && (ratio.value >= 99999.5 || ratio.value < 0.0005))
		fprintf(out, "%*.0e", RATIO, ratio.value);
	else
		ab_print_number(out, RATIO, ratio.value < 99.5 ? 3 : 0, ratio);
}

static const char *verdict_of(const struct look *look,
			      const struct compare_cell *cell, char *text)
{
	return verdict_text(cell->word, look->c->margin, text);
}

static void print_cell(FILE *out, const struct look *look, size_t arm,
		       const struct compare_cell *cell)
{
	char units[64], verdict[VERDICT_TEXT_SIZE];
	ab_print_label(out, look->c->side[arm].name, look->label,
		       look->style);
	print_cost(out, look, cell->value[look->c->metric].value);
	print_ratio(out, arm ? cell->value[look->c->metric].ratio.value : (struct real){ 0 });
	print_interval(out, look, cell);
	if (is_wide(look->style))
		ab_print_number(out, PRESENT, 3, cell->value[METRIC_PRESENT].value);
	units_text(cell, units, sizeof(units));
	fprintf(out, "%*s", (int)look->units, units);
	if (arm > 0)
		fprintf(out, is_wide(look->style) ? "  %s" : "\n    %s",
			verdict_of(look, cell, verdict));
	fputc('\n', out);
}

/* ---- what is said below it ---- */

static void print_note(FILE *out, const struct look *look, const char *text)
{
	ab_print_wrapped(out, text, 4, "", look->style);
}

static void print_reasons(FILE *out, const struct look *look,
			  const struct compare_cell *cell)
{
	struct text_stream stream;
	if (cell->nr_invalid == 0)
		return;
	FILE *text = text_open(&stream);
	summary_print_invalid(text, cell->nr_invalid, cell->nr_samples,
			      cell->reason, cell->nr_reasons);
	print_text(out, &stream, 4, AB_RED, look->style);
}

static void print_costless(FILE *out, const struct look *look,
			   const struct compare_cell *cell)
{
	struct text_stream stream;
	if (cell->nr_costless == 0)
		return;
	fprintf(text_open(&stream), "left out, as what they cost is unknown or 0: %zu of %zu repetitions",
		cell->nr_costless, cell->nr_samples);
	print_text(out, &stream, 4, "", look->style);
}

static void print_judged(FILE *out, const struct look *look,
			 const struct compare_cell *cell)
{
	char more[VERDICT_TEXT_SIZE];
	if (cell->why && !look->why)
		print_note(out, look, cell->why);
	if (cell->has_word && cell->word == VERDICT_CANNOT_TELL &&
	    *verdict_text_more(cell->more_units, cell->unit,
			       look->c->margin, more))
		print_note(out, look, more);
	if (cell->this_boot && !cell->why && !look->all_this_boot)
		print_note(out, look, "this boot only");
	if (cell->identical && cell->exact_one_layout)
		print_note(out, look, "the same to the last instruction");
	else if (cell->exact_one_layout && !look->all_one_layout)
		print_note(out, look, "of this one layout of memory");
}

static void print_p(FILE *out, const char *name, struct real p)
{
	if (!p.known)
		fprintf(out, "%s -", name);
	else if (p.value < 0.0001)
		fprintf(out, "%s < 0.0001", name);
	else
		fprintf(out, "%s %.4f", name, p.value);
}

static void print_diagnostics(FILE *out, const struct look *look,
			      const struct compare_cell *cell)
{
	const struct diagnostics *d = &cell->diagnostics.other;
	struct text_stream stream;
	if (!cell->p.known)
		return;
	FILE *text = text_open(&stream);
	print_p(text, "p", cell->p);
	print_p(text, ", by Holm", cell->p_holm);
	if (cell->detectable.known)
		fprintf(text, "; so many %ss find %.*f%%", cell->unit,
			cell->detectable.value < 0.1 ? 2 : 0,
			100 * cell->detectable.value);
	print_text(out, &stream, 4, "", look->style);
	text = text_open(&stream);
	fputs("beside it, as diagnostics: bootstrap ", text);
	if (d->bootstrap.low.known)
		fprintf(text, "%.3f-%.3f", d->bootstrap.low.value,
			d->bootstrap.high.value);
	else
		fputc('-', text);
	print_p(text, ", permutation p", d->permutation.p);
	print_p(text, ", Mann-Whitney p", d->mann_whitney.p);
	if (cell->diagnostics.pooled_p.known)
		print_p(text, "; repetitions pooled, which is wrong, p would be",
			cell->diagnostics.pooled_p);
	print_text(out, &stream, 4, "", look->style);
}

/* ---- rows ---- */

static void print_titles(FILE *out, const struct look *look)
{
	fprintf(out, "%*s%*s%*s%*s", (int)look->label, "", COST,
		look->c->exact ? "instr." : "ns/page", RATIO, "ratio",
		INTERVAL, "95%");
	if (is_wide(look->style))
		fprintf(out, "%*s%*s  %s\n", PRESENT, "present",
			(int)look->units, "n", "verdict");
	else
		fprintf(out, "%*s\n", (int)look->units, "n");
}

static void print_cell_notes(FILE *out, const struct look *look,
			     const struct compare_cell *cell, bool first)
{
	print_reasons(out, look, cell);
	print_costless(out, look, cell);
	if (cell->varies)
		ab_print_wrapped(out, "INVALID: exact boots of one layout differ: expected none to",
				 4, AB_RED, look->style);
	if (first)
		return;
	print_judged(out, look, cell);
	if (look->style->verbose)
		print_diagnostics(out, look, cell);
}

static void print_row(FILE *out, const struct look *look,
		      const struct compare_row *row, bool new_heading)
{
	if (new_heading) {
		fputc('\n', out);
		ab_print_wrapped(out, row->heading, 0, AB_BOLD, look->style);
		print_titles(out, look);
	}
	if (*row->tasks)
		ab_print_wrapped(out, row->tasks, 0, "", look->style);
	for (size_t a = 0; a < look->c->nr_sides; a++) {
		if (!row->cell[a].like)
			continue;
		print_cell(out, look, a, &row->cell[a]);
		print_cell_notes(out, look, &row->cell[a], a == 0);
	}
}

static void print_mail_end(FILE *out, const struct look *look,
			   const char *command)
{
	const struct compare *c = look->c;
	char *last = NULL;
	fputs("\ncommands:\n", out);
	for (size_t a = 0; a < c->nr_sides; a++) {
		const struct sample *like = like_of_arm(c, a);
		if (!like)
			continue;
		char *made = caption_command(c->records, like);
		if (*made && (!last || strcmp(last, made) != 0))
			wrap_command(out, made, WIDE);
		free(last);
		last = made;
	}
	free(last);
	if (command)
		wrap_command(out, command, WIDE);
}

void compare_print(FILE *out, const struct compare *c, const char *command,
		   const struct table_style *style)
{
	if (style->format == TABLE_CSV || style->format == TABLE_JSON) {
		compare_data_print(out, c, style->format == TABLE_JSON);
		return;
	}
	const struct look look = look_of(c, style);
	print_heading(out, &look);
	for (size_t i = 0; i < c->nr_rows; i++)
		print_row(out, &look, &c->row[i],
			  i == 0 || strcmp(c->row[i].heading,
					   c->row[i - 1].heading) != 0);
	if (c->missing.n > 0 || any_lost(c))
		fputc('\n', out);
	print_lost(out, c, style);
	print_list(out, &c->missing, "missing: ", "", style);
	if (style->format == TABLE_MAIL)
		print_mail_end(out, &look, command);
}
