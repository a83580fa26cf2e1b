/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said below a line of a comparison.
 */
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "view/table/below.h"
#include "view/table/compare_columns.h"
#include "view/table/compare_heading.h"
#include "view/table/reps.h"
#include "view/table/verdict_text.h"

static void note_invalid(const struct doc *doc, const struct compare_cell *cell)
{
	struct text_stream stream;
	if (cell->nr_invalid > 0) {
		reps_print_invalid(text_open(&stream), cell);
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
			       reps_spill_line(&line->cell->spill,
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
	const struct diagnostics *d = &cell->diagnostics;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_real(out, "beside it, as diagnostics: bootstrap ", 3, d->bootstrap.low);
	if (d->bootstrap.low.known)
		put_real(out, "-", 3, d->bootstrap.high);
	put_p(out, ", permutation p", d->permutation.p);
	put_p(out, ", Mann-Whitney p", d->mann_whitney.p);
	if (cell->pooled_p.known)
		put_p(out, "; repetitions pooled, which is wrong, p would be",
		      cell->pooled_p);
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

void compare_notes_print(const struct doc *doc, const void *of)
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
