/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/compare_heading.h"

#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "view/table/classic.h"
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
		compare_any_classic(c) ?
			"fault: a whole repetition of classic accounting, from fork to wait. present and +unmap are not known of it" :
			"fault: start to last touch. +unmap: with the unmapping",
		c->side[0].name);
	if (!c->one_layout)
		fprintf(out, "95%%: interval over %ss. ", c->unit);
	fprintf(out, "n: %ss of %zu repetition%s each", c->unit, c->nr_reps,
		c->nr_reps == 1 ? "" : "s");
	if (c->one_layout)
		fprintf(out, ". Verdicts are for the fault and for this one layout of memory; within %.4g%% is the same",
			100 * c->margin);
	put_family(out, c, ". Verdicts are for the fault,");
	doc_text_owned(doc, 0, DOC_PLAIN, text_close(&stream));
}

struct compare_common compare_common_of(const struct compare *c)
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
		doc_text(doc, 0, DOC_BOLD, "cannot tell: %s", common->why);
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

typedef char *text_of_fn(const struct compare *compare, const struct sample *like);

/* A text of each side, those that follow each other and are the same once. */
static void print_once(const struct doc *doc, const struct compare *c, text_of_fn *text_of,
		       void (*print)(const struct doc *doc, const char *text))
{
	char *last = NULL;
	for (size_t side = 0; side < c->nr_sides; side++) {
		const struct sample *like = like_of_side(c, side);
		char *text = like ? text_of(c, like) : NULL;
		if (!text)
			continue;
		if (!text_same(last, text))
			print(doc, text);
		free(last);
		last = text;
	}
	free(last);
}

static void print_line(const struct doc *doc, const char *text)
{
	doc_text(doc, 0, DOC_PLAIN, "%s", text);
}

/* Machines differ only where that is allowed. */
static void print_machines(const struct doc *doc, const struct compare *c)
{
	const struct sample of_run = { .run = c->run_id };
	if (c->run)
		doc_text_owned(doc, 0, DOC_PLAIN, machine_of(c, &of_run));
	else
		print_once(doc, c, machine_of, print_line);
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
	doc_text(doc, 2, DOC_PLAIN, "%s:%s%s%s%s", name, named ? " " : "",
		  !named ? "" : *kernel ? kernel : "-",
		  origin ? named ? ", " : " " : "", origin ? origin : "");
}

void compare_sides_print(const struct doc *doc, const struct compare *c)
{
	const bool one = !c->run && have_one_origin(c);
	if (one) {
		AUTO_FREE char *origin = origin_of(c, 0);
		doc_text(doc, 0, DOC_PLAIN, "measured: %s", origin);
	}
	for (size_t side = 0; side < c->nr_sides; side++)
		print_side(doc, c, side, !c->run && !one);
}

void compare_words_print(const struct doc *doc, const struct compare *c,
			 const struct compare_common *common)
{
	AUTO_FREE char *meaning = compare_meaning(c);
	doc_text(doc, 0, DOC_BOLD, "engine %s: %s", c->engine, meaning);
	if (c->run)
		print_campaign_words(doc, c);
	else
		print_words(doc, c, common);
	print_machines(doc, c);
}

/* ---- the commands ---- */

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

static char *command_of(const struct compare *c, const struct sample *like)
{
	return caption_command(c->records, like);
}

void compare_commands_print(const struct doc *doc, const struct compare *c,
			    const char *command)
{
	if (c->run) {
		print_campaign_command(doc, c);
		return;
	}
	doc_gap(doc);
	doc_text(doc, 0, DOC_PLAIN, "commands:");
	print_once(doc, c, command_of, doc_command);
	doc_command(doc, command ? command : "");
}
