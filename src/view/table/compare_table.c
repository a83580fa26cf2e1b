/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/compare_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "view/table/below.h"
#include "view/table/classic.h"
#include "view/table/compare_columns.h"
#include "view/table/compare_data.h"
#include "view/table/grid.h"
#include "view/table/verdict_text.h"

/* ---- what the numbers are ---- */

char *compare_meaning(const struct compare *c)
{
	static const char *const of[NR_METRICS] = {
		[METRIC_FAULT] = "wall time", [METRIC_CPU] = "CPU time",
		[METRIC_BOTH] = "wall time",
	};
	const struct engine *engine = engine_find(c->engine);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (c->run || c->exact)
		fputs(engine->cost, out);
	else
		fprintf(out, "%sns of %s per page touched",
			engine->emulated ? "emulated " : "", of[c->metric]);
	fputs(c->metric == METRIC_BOTH ? ", with unmapping" : "", out);
	fputs(c->run || c->exact ? engine->caveat : "", out);
	return text_close(&stream);
}

static void put_family(FILE *out, const struct compare *c, const char *words)
{
	if (c->nr_judged > 0)
		fprintf(out, "%s by Holm over %zu comparison%s; within %.4g%% is the same%s",
			words, c->nr_judged, c->nr_judged == 1 ? "" : "s",
			100 * c->margin, c->run ? "" : ".");
}

static void print_campaign_words(const struct doc *doc, const struct compare *c)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "%s. ratio: what %s costs over what this costs: above 1 is cheaper. ",
		classic_any(c) ?
			"fault: a whole repetition of classic accounting, from fork to wait. present and +unmap are not known of it" :
			"fault: mapping to last touch. +unmap: with the unmapping",
		c->side[0].name);
	if (!c->one_layout)
		fprintf(out, "95%%: interval over %ss. ", c->unit);
	fprintf(out, "n: %ss of %zu repetition%s each", c->unit, c->nr_reps,
		c->nr_reps == 1 ? "" : "s");
	if (c->one_layout)
		fprintf(out, ". Words are of the fault, and of this one layout of memory; within %.4g%% is the same",
			100 * c->margin);
	put_family(out, c, ". Verdicts are of the fault,");
	doc_text_owned(doc, 0, DOC_PLAIN, text_close(&stream));
}

/* What the cells of all lines but the first side's have in common. */
struct compare_common {
	const char *unit, *why;
	bool this_boot, one_layout;
	bool paired, welch;	/* any */
};

static struct compare_common common_of(const struct compare *c)
{
	struct compare_common common = { .this_boot = true, .one_layout = true };
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const struct compare_cell *cell =
			compare_cell(c, i / c->nr_sides, i % c->nr_sides);
		if (!cell->like || i % c->nr_sides == 0)
			continue;
		if (!common.unit)
			common = (struct compare_common){ cell->unit, cell->why, true,
						  true, false, false };
		if (!text_same(common.why, cell->why))
			common.why = NULL;
		common.this_boot &= cell->this_boot;
		common.one_layout &= cell->exact_one_layout;
		common.paired |= cell->p.known && cell->paired;
		common.welch |= cell->p.known && !cell->paired;
	}
	return common;
}

/* Found once for all rows. */
struct compare_printing {
	const struct doc *doc;
	const struct compare *compare;
	struct compare_columns columns;
	struct compare_common common;
};

struct compare_printing *compare_printing_open(const struct doc *doc,
					       const struct compare *c)
{
	struct compare_printing *p = error_unless_memory(calloc(1, sizeof(*p)));
	*p = (struct compare_printing){ doc, c, compare_columns_make(c, false),
					common_of(c) };
	return p;
}

void compare_printing_close(struct compare_printing *p)
{
	compare_columns_close(&p->columns);
	free(p);
}

static void print_words(const struct doc *doc, const struct compare *c,
			const struct compare_common *common)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "ratio: what %s costs over what this costs: above 1 is %s. ",
		c->side[0].name, verdict_name(c, VERDICT_FASTER));
	if (common->paired || common->welch)
		fprintf(out, "95%%: its interval over %ss, by %s. ", common->unit,
			common->paired && common->welch ?
				"Student's t on pairs, else Welch's" :
			common->paired ? "Student's t on pairs" : "Welch's t");
	fprintf(out, "present: pages present per page touched. n: %ss x repetitions. ",
		common->unit ? common->unit : "unit");
	put_family(out, c, "verdict:");
	doc_text_owned(doc, 0, DOC_PLAIN, text_close(&stream));
	if (common->why)
		doc_textf(doc, 0, DOC_BOLD, "cannot tell: %s", common->why);
	else if (common->one_layout)
		doc_text(doc, 0, DOC_BOLD, "differences are exact, of this one layout of memory: another may move a count by half a percent");
	else if (common->this_boot)
		doc_text(doc, 0, DOC_BOLD, "this boot only: what is told here holds for no other");
}

/* ---- where they come from ---- */

static const struct sample *like_of_side(const struct compare *c, size_t side)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (compare_cell(c, i, side)->like)
			return compare_cell(c, i, side)->like;
	return NULL;
}

static char *machine_of(const struct compare *c, const struct sample *like)
{
	const struct fact *guest = caption_fact(c->records, like, "guest");
	const struct engine *engine = engine_find(c->engine);
	const bool in_guest = guest && guest->type == FACT_TEXT &&
			      engine->is_guest;
	AUTO_FREE char *machine = caption_machine(c->records, like);
	return text_format("machine: %s%s%s", in_guest ? guest->text : "",
			   in_guest ? ", on " : "", *machine ? machine : "-");
}

/* Each machine once: they differ only where that is allowed. */
static void print_machines(const struct doc *doc, const struct compare *c)
{
	const struct sample of_run = { .run = c->run_id };
	char *last = NULL;
	for (size_t side = 0; side < c->nr_sides; side++) {
		const struct sample *like = c->run ? &of_run :
						     like_of_side(c, side);
		if (!like)
			continue;
		char *line = machine_of(c, like);
		if (!text_same(last, line))
			doc_text(doc, 0, DOC_PLAIN, line);
		free(last);
		last = line;
	}
	free(last);
}

/* "DATE, from FILE" */
static char *origin_of(const struct compare *c, size_t side)
{
	const char *source = c->side[side].source;
	AUTO_FREE char *date = caption_date(c->records, like_of_side(c, side));
	return text_format("%s%s%s", *date ? date : "-",
			   source ? ", from " : "", source ? source : "");
}

static bool have_one_origin(const struct compare *c)
{
	const char *run = NULL;
	for (size_t side = 0; side < c->nr_sides; side++) {
		const struct sample *like = like_of_side(c, side);
		if (!text_same(c->side[side].source, c->side[0].source) ||
		    (like && run && !text_same(like->run, run)))
			return false;
		run = like ? like->run : run;
	}
	return run != NULL;
}

/* The kernel it is, in words: as a campaign says it, or its release. */
static char *kernel_of(const struct compare *c, size_t side)
{
	const struct sample *like = like_of_side(c, side);
	const char *what = c->side[side].what;
	if (c->run)
		return text_shown(what && *what ? what :
				  "the running kernel as it is");
	if (!like)
		return text_shown("nothing of it");
	if (what)
		return text_shown(what);
	return caption_kernel(c->records, like);
}

static void print_side(const struct doc *doc, const struct compare *c,
		       size_t side, bool has_origin)
{
	const char *name = c->side[side].name;
	AUTO_FREE char *kernel = kernel_of(c, side);
	AUTO_FREE char *origin = has_origin && like_of_side(c, side) ? origin_of(c, side) :
							     NULL;
	/* A kernel is often called by its release. */
	const bool named = !origin || strcmp(kernel, name) != 0;
	doc_textf(doc, 2, DOC_PLAIN, "%s:%s%s%s%s", name, named ? " " : "",
		  !named ? "" : *kernel ? kernel : "-",
		  origin ? named ? ", " : " " : "", origin ? origin : "");
}

static void print_sides(const struct doc *doc, const struct compare *c)
{
	const bool one = !c->run && have_one_origin(c);
	if (one) {
		AUTO_FREE char *origin = origin_of(c, 0);
		doc_textf(doc, 0, DOC_PLAIN, "measured: %s", origin);
	}
	for (size_t side = 0; side < c->nr_sides; side++)
		print_side(doc, c, side, !c->run && !one);
}

static void print_list(const struct doc *doc, const char *before,
		       const struct texts_owned *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		doc_textf(doc, 0, DOC_PLAIN, "%s%s", before, texts->text[i]);
}

void compare_words_print(const struct compare_printing *p)
{
	const struct doc *doc = p->doc;
	const struct compare *c = p->compare;
	AUTO_FREE char *meaning = compare_meaning(c);
	doc_textf(doc, 0, DOC_BOLD, "engine %s: %s", c->engine, meaning);
	if (c->run)
		print_campaign_words(doc, c);
	else
		print_words(doc, c, &p->common);
	print_machines(doc, c);
}

static void print_heading(const struct compare_printing *p)
{
	if (p->compare->part)
		doc_heading(p->doc, p->compare->part);
	compare_words_print(p);
	print_sides(p->doc, p->compare);
	print_list(p->doc, "allowed to differ: ", &p->compare->allowed);
}

/* ---- what is said below a line ---- */

static void note_invalid(const struct doc *doc, const struct compare_cell *cell)
{
	struct text_stream stream;
	if (cell->nr_invalid > 0) {
		summary_print_invalid(text_open(&stream), cell->nr_invalid,
				      cell->nr_samples, cell->reason,
				      cell->nr_reasons);
		doc_text_owned(doc, 4, DOC_RED, text_close(&stream));
	}
	if (cell->nr_costless > 0)
		doc_textf(doc, 4, DOC_PLAIN, "left out, as what they cost is unknown or 0: %zu of %zu repetitions",
			  cell->nr_costless, cell->nr_samples);
	if (cell->varies)
		doc_text(doc, 4, DOC_RED, "INVALID: exact boots of one layout differ: expected none to");
}

/* "boot 2 of 5 panic: why; console: PATH" */
static void note_boot(const struct doc *doc, const struct compare *c,
		      const struct compare_boot *boot)
{
	const char *console = facts_text(boot->facts, "console");
	const char *outcome = facts_text(boot->facts, "outcome");
	const char *why = facts_text(boot->facts, "why");
	doc_textf(doc, 4, boot->lost ? DOC_RED : DOC_PLAIN,
		  "%s%s %.0f of %zu %s: %s%s%s", boot->lost ? "INVALID " : "",
		  c->unit, facts_number(boot->facts, "round").value + 1,
		  c->nr_planned, outcome ? outcome : "-", why ? why : "-",
		  console ? "; console: " : "", console ? console : "");
}

static void note_boots(const struct doc *doc, const struct compare_line *line)
{
	const struct compare *c = line->compare;
	for (size_t i = 0; c->run && i < c->nr_boots; i++)
		if (c->boot[i].side == line->side_nr &&
		    !text_same(facts_text(c->boot[i].facts, "outcome"), "ok"))
			note_boot(doc, c, &c->boot[i]);
}

static void note_touch(const struct doc *doc, const struct compare_line *line)
{
	const struct metric_value *value = line->cell->value;
	if (value[METRIC_TOUCH_P50].value.known)
		doc_textf(doc, 4, DOC_PLAIN,
			  "one touch: p50 %.0f, p99 %.0f, max %.0f %s",
			  value[METRIC_TOUCH_P50].value.value,
			  value[METRIC_TOUCH_P99].value.value,
			  value[METRIC_TOUCH_MAX].value.value,
			  line->compare->exact ? "instructions" : "ns");
	if (line->cell->spill.n > 0)
		doc_text_owned(doc, 4, DOC_PLAIN,
			       spill_line(&line->cell->spill,
					  line->cell->nr_samples));
}

static void put_real(FILE *out, const char *before, int decimals, struct real real)
{
	if (real.known)
		fprintf(out, "%s%.*f", before, decimals, real.value);
	else
		fprintf(out, "%s-", before);
}

static void note_limit(const struct doc *doc, const struct compare_line *line)
{
	const int decimals = line->compare->exact ? 2 : 1;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_real(out, "zeroing present pages ", decimals, line->cell->limit_cost);
	put_real(out, ", harness without a touch ", decimals,
		 line->cell->nop_cost);
	fputs(" per page", out);
	doc_text_owned(doc, 4, DOC_PLAIN, text_close(&stream));
}

static void put_p(FILE *out, const char *name, struct real p)
{
	if (p.known && p.value < 0.0001)
		fprintf(out, "%s < 0.0001", name);
	else if (p.known)
		fprintf(out, "%s %.4f", name, p.value);
	else
		fprintf(out, "%s -", name);
}

static void note_p(const struct doc *doc, const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_p(out, "p", cell->p);
	put_p(out, ", by Holm", cell->p_holm);
	if (cell->detectable.known)
		fprintf(out, "; so many %ss find %.*f%%", cell->unit,
			cell->detectable.value < 0.1 ? 2 : 0,
			100 * cell->detectable.value);
	doc_text_owned(doc, 4, DOC_PLAIN, text_close(&stream));
}

static void note_diagnostics(const struct doc *doc,
			     const struct compare_cell *cell)
{
	const struct diagnostics *d = &cell->diagnostics.other;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_real(out, "beside it, as diagnostics: bootstrap ", 3, d->bootstrap.low);
	if (d->bootstrap.low.known)
		put_real(out, "-", 3, d->bootstrap.high);
	put_p(out, ", permutation p", d->permutation.p);
	put_p(out, ", Mann-Whitney p", d->mann_whitney.p);
	if (cell->diagnostics.pooled_p.known)
		put_p(out, "; repetitions pooled, which is wrong, p would be",
		      cell->diagnostics.pooled_p);
	doc_text_owned(doc, 4, DOC_PLAIN, text_close(&stream));
}

/* The word, where its column has no room, and what limits it. */
static void note_word(const struct doc *doc, const struct compare_line *line)
{
	const struct compare_common *common = line->common;
	const struct compare_cell *cell = line->cell;
	AUTO_FREE char *word = verdict_of_cell(line->compare, cell);
	AUTO_FREE char *more = verdict_more(line->compare, cell);
	const char *limits = verdict_limits(cell);
	const bool is_common = (cell->why && common->why) ||
			       (cell->this_boot && common->this_boot) ||
			       (cell->exact_one_layout && common->one_layout &&
				!cell->identical);
	if (!doc_is_wide(doc))
		doc_text(doc, 4, DOC_PLAIN, word);
	if (*more)
		doc_text(doc, 4, DOC_PLAIN, more);
	if (*limits && !is_common)
		doc_text(doc, 4, DOC_PLAIN, limits);
}

static void print_notes(const struct doc *doc, const void *of)
{
	const struct compare_line *line = of;
	const struct compare *c = line->compare;
	const bool has_word = line->side_nr > 0 && !doc_is_page(doc);
	note_invalid(doc, line->cell);
	note_boots(doc, line);
	if (c->run && has_word && line->cell->identical)
		doc_text(doc, 4, DOC_PLAIN, "the same to the last instruction");
	if (!c->run && has_word)
		note_word(doc, line);
	note_touch(doc, line);
	if (doc->style->verbose && c->run)
		note_limit(doc, line);
	if (doc->style->verbose && !c->run && line->cell->p.known) {
		note_p(doc, line->cell);
		note_diagnostics(doc, line->cell);
	}
}

/* ---- words of a campaign's row ---- */

/* A line for all sides of one word: beside each of a dozen nobody would read it. */
static void print_word(const struct doc *doc, const struct compare *c, size_t row,
		       enum verdict_word word)
{
	const struct engine *engine = engine_find(c->engine);
	AUTO_FREE char *name = verdict_text(c, word);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *before = ": ";
	fprintf(out, "%s%s%s", name, engine->scope ? ", " : "",
		engine->scope ? engine->scope : "");
	for (size_t side = 1; side < c->nr_sides; side++) {
		const struct compare_cell *cell = compare_cell(c, row, side);
		if (!cell->has_word || cell->word != word)
			continue;
		AUTO_FREE char *more = verdict_more(c, cell);
		fprintf(out, "%s%s%s%s%s", before, cell->side->name,
			*more ? " (" : "", more, *more ? ")" : "");
		before = "; ";
	}
	AUTO_FREE char *text = text_close(&stream);
	if (*before == ';')
		doc_text(doc, 2, DOC_PLAIN, text);
}

static void print_word_lines(const struct doc *doc, const struct compare *c,
			     size_t row)
{
	print_word(doc, c, row, VERDICT_FASTER);
	print_word(doc, c, row, VERDICT_SLOWER);
	print_word(doc, c, row, VERDICT_SAME);
	print_word(doc, c, row, VERDICT_CANNOT_TELL);
}

/* ---- rows ---- */

/* The tasks, above the first line of a row. */
static void print_tasks(const struct doc *doc, const void *of)
{
	const struct compare_line *line = of;
	if (line->side_nr == 0 && *line->row->tasks)
		doc_text(doc, 0, DOC_PLAIN, line->row->tasks);
}

size_t compare_rows_together(const struct compare *c, size_t row)
{
	size_t n = 1;
	while (!c->run && row + n < c->nr_rows &&
	       text_same(c->row[row + n].heading, c->row[row].heading))
		n++;
	return n;
}

static unsigned where_of(const struct doc *doc, const struct compare *c)
{
	if (doc_is_markdown(doc) || doc_is_page(doc))
		return c->run ? IN_AB_PAGE : IN_PAGE;
	return c->run ? IN_AB : doc->style->format == TABLE_MAIL ? IN_MAIL :
								   IN_TABLE;
}

/* The color of a word says no more than the word. */
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

/* Returns the columns that the names of sides have. */
static size_t print_lines(const struct compare_printing *p, size_t row, size_t n)
{
	size_t nr_lines;
	AUTO_FREE struct compare_line *line = compare_lines(
		&(struct compare_rows){ p->compare, row, n, &p->common }, &nr_lines);
	struct grid grid = {
		.columns = &p->columns.columns,
		.where = where_of(p->doc, p->compare),
		.label = compare_line_label, .notes = print_notes,
		.lead = print_tasks, .label_title = "side",
		.name = p->compare->row[row].heading, .class_of = class_of,
	};
	grid_print_lines(p->doc, &grid,
			 &(struct grid_lines){ line, sizeof(*line), nr_lines, 0 });
	return grid.label_room;
}

void compare_rows_print(const struct compare_printing *p, size_t row, size_t n)
{
	const struct doc *doc = p->doc;
	const struct compare *c = p->compare;
	const size_t room = print_lines(p, row, n);
	if (!c->run)
		return;
	if (!doc_is_page(doc))
		print_word_lines(doc, c, row);
	differences_print(doc, c, row, room);
	locks_print(doc, c, row, room);
	pressure_print(doc, c, row);
}

static void print_row_heading(const struct doc *doc, const struct compare_row *row)
{
	doc_gap(doc);
	if (*row->name)
		doc_headingf(doc, "%s: %s", row->name, row->heading);
	else
		doc_heading(doc, row->heading);
}

static void print_all_rows(const struct compare_printing *p)
{
	const struct compare *c = p->compare;
	for (size_t row = 0, n; row < c->nr_rows; row += n) {
		n = worst_rows(p->doc, c, row);
		if (n > 1) {
			worst_print(p->doc, c, row, n);
			continue;
		}
		n = compare_rows_together(c, row);
		print_row_heading(p->doc, &c->row[row]);
		compare_rows_print(p, row, n);
	}
}

/* ---- the end ---- */

static void print_lost(const struct doc *doc, const struct compare *c)
{
	size_t gap = 0;
	for (size_t i = 0; !c->run && i < c->nr_boots; i++) {
		const struct facts *boot = c->boot[i].facts;
		const struct real round = facts_number(boot, "round");
		const char *outcome = facts_text(boot, "outcome");
		const char *why = facts_text(boot, "why");
		char number[32] = "";
		if (!c->boot[i].lost)
			continue;
		if (gap++ == 0 && c->missing.n == 0)
			doc_gap(doc);
		if (round.known)
			snprintf(number, sizeof(number), " (round %.0f)",
				 round.value + 1);
		doc_textf(doc, 0, DOC_RED, "INVALID: a boot of '%s'%s %s: %s",
			  c->side[c->boot[i].side].name, number,
			  outcome ? outcome : "-", why ? why : "-");
	}
}

static void print_each_boot(const struct doc *doc, const struct compare *c)
{
	doc_gap(doc);
	for (size_t i = 0; i < c->nr_boots; i++) {
		const struct facts *boot = c->boot[i].facts;
		const char *kernel = facts_text(boot, "kernel");
		const char *outcome = facts_text(boot, "outcome");
		struct text_stream stream;
		FILE *out = text_open(&stream);
		fprintf(out, "%s %.0f: %s, %s, ", c->unit,
			facts_number(boot, "place").value + 1,
			kernel ? kernel : "-", outcome ? outcome : "-");
		put_real(out, "", 3, facts_number(boot, "init_s"));
		put_real(out, " s to init, ", 2, facts_number(boot, "wall_s"));
		fputs(" s in all", out);
		doc_text_owned(doc, 0, DOC_PLAIN, text_close(&stream));
	}
}

static void print_campaign_command(const struct doc *doc, const struct compare *c)
{
	const struct sample of_run = { .run = c->run_id };
	AUTO_FREE char *date = caption_date(c->records, &of_run);
	AUTO_FREE char *command = caption_command(c->records, &of_run);
	doc_gap(doc);
	doc_item(doc, "date:", date);
	doc_text(doc, 0, DOC_PLAIN, "command:");
	doc_command(doc, command);
}

void compare_commands_print(const struct doc *doc, const struct compare *c,
			    const char *command)
{
	char *last = NULL;
	if (c->run) {
		print_campaign_command(doc, c);
		return;
	}
	doc_gap(doc);
	doc_text(doc, 0, DOC_PLAIN, "commands:");
	for (size_t side = 0; side < c->nr_sides; side++) {
		const struct sample *like = like_of_side(c, side);
		if (!like)
			continue;
		char *made = caption_command(c->records, like);
		if (!text_same(last, made))
			doc_command(doc, made);
		free(last);
		last = made;
	}
	free(last);
	doc_command(doc, command ? command : "");
}

static void print_for_people(const struct doc *doc, const struct compare *c,
			     const char *command)
{
	struct compare_printing *p = compare_printing_open(doc, c);
	print_heading(p);
	if (!doc_is_wide(doc) && !doc_is_markdown(doc))
		doc_text(doc, 0, DOC_PLAIN, c->run ?
			 "left out, as the terminal is narrow: +unmap and its ratio" :
			 "left out, as the terminal is narrow: present");
	print_all_rows(p);
	compare_printing_close(p);
	if (classic_any(c)) {
		doc_gap(doc);
		classic_print(doc, c);
	}
	if (doc->style->verbose && c->run)
		print_each_boot(doc, c);
	if (c->missing.n > 0)
		doc_gap(doc);
	print_lost(doc, c);
	print_list(doc, "missing: ", &c->missing);
	if (doc->style->format == TABLE_MAIL || doc_is_markdown(doc))
		compare_commands_print(doc, c, command);
}

void compare_print(FILE *out, const struct compare *c, const char *command,
		   const struct table_style *style)
{
	const struct doc doc = { out, style };
	if (style->format == TABLE_CSV || style->format == TABLE_JSON) {
		compare_data_print(out, c, style->format == TABLE_JSON);
	} else if (style->format == TABLE_CLASSIC && classic_any(c)) {
		if (c->part)
			doc_heading(&doc, c->part);
		classic_print(&doc, c);
	} else {
		print_for_people(&doc, c, command);
	}
}

void verdicts_print(FILE *out, const struct verdicts *v,
		    const struct table_style *style)
{
	const struct doc doc = { out, style };
	const bool data = style->format == TABLE_CSV ||
			  style->format == TABLE_JSON;
	if (!verdicts_any(v) || style->format == TABLE_CLASSIC ||
	    (data && !v->made))
		return;
	if (!data)
		doc_gap(&doc);
	if (!v->made)
		doc_textf(&doc, 0, DOC_PLAIN, "not compared: %s", v->why_not);
	else if (!data)
		doc_headingf(&doc, "Verdicts: the kernels above, by their labels, compared with %s",
			     v->compare.side[0].name);
	if (v->made)
		compare_print(out, &v->compare, NULL, style);
}
