/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/below.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/pressure.h"
#include "view/table/compare_heading.h"
#include "view/table/grid.h"
#include "view/table/reps.h"
#include "view/table/verdict_text.h"

/* ---- below a line ---- */

static void note_invalid(const struct doc *doc, const struct compare_cell *cell)
{
	struct text_stream stream;
	if (cell->nr_invalid > 0) {
		reps_print_invalid(text_open(&stream), cell);
		doc_text_owned(doc, 4, DOC_RED, text_close(&stream));
	}
	if (cell->nr_costless > 0)
		doc_text(doc, 4, DOC_PLAIN, "left out, as what they cost is unknown or 0: %zu of %zu repetitions",
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
	doc_text(doc, 4, boot->lost ? DOC_RED : DOC_PLAIN,
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
		doc_text(doc, 4, DOC_PLAIN,
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

static void note_limit(const struct doc *doc, const struct compare_line *line)
{
	const int decimals = line->compare->exact ? 2 : 1;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("zeroing present pages ", out);
	value_put_fixed(out, 0, decimals, line->cell->limit_cost);
	fputs(", harness without a touch ", out);
	value_put_fixed(out, 0, decimals, line->cell->nop_cost);
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
	fputs("beside it, as diagnostics: bootstrap ", out);
	value_put_fixed(out, 0, 3, d->bootstrap.low);
	if (d->bootstrap.low.known)
		fprintf(out, "-%.3f", d->bootstrap.high.value);
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
		doc_text(doc, 4, DOC_PLAIN, "%s", word);
	if (*more)
		doc_text(doc, 4, DOC_PLAIN, "%s", more);
	if (*limits && !is_common)
		doc_text(doc, 4, DOC_PLAIN, "%s", limits);
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

/* ---- below a row ---- */

/* A line for each of n sides. */
static void print_sides(const struct doc *doc, struct grid *grid,
			const struct compare_line line[], size_t n)
{
	grid->first = line;
	grid->size = sizeof(*line);
	grid->n = n;
	grid->label = compare_line_label;
	grid->label_title = "side";
	grid_print(doc, grid);
}

/* ---- differences ---- */

/* So many decimals as there is room for. */
static int decimals_of(double value)
{
	const double size = fabs(value);
	return size < 99.995 ? 2 : size < 999.5 ? 1 : 0;
}

static struct value get_more(const void *of, const struct column *column)
{
	const struct real more = compare_metric(of, column).real;
	return !more.known ? value_text(NULL) :
		value_owned(text_format("%+.*f", decimals_of(more.value), more.value));
}

static struct value get_half(const void *of, const struct column *column)
{
	const struct real half = compare_metric(of, column).real;
	return !half.known ? value_text(NULL) :
		value_owned(text_format("%.*f", decimals_of(half.value), half.value));
}

enum { EXACT_WIDE = 1, EXACT_NARROW = 2, TIME_WIDE = 4, TIME_NARROW = 8 };
enum {
	WIDE = EXACT_WIDE | TIME_WIDE, EACH = WIDE | EXACT_NARROW | TIME_NARROW,
};

#define HALF(id, where_, part)                                                \
	{ .title = "+-95%", .width = 6, .where = where_,                      \
	  .which = COMPARE_WHICH(id, part), .get = get_half }
#define MORE(title_, id, where_, part)                                        \
	{ .title = title_, .width = 7, .where = where_,                       \
	  .which = COMPARE_WHICH(id, part), .get = get_more }

static const struct column difference_columns[] = {
	MORE("fault %", METRIC_FAULT, EACH, PART_PERCENT),
	HALF(METRIC_FAULT, EACH, PART_PERCENT_HALF),
	MORE("unmap %", METRIC_UNMAP, WIDE, PART_PERCENT),
	HALF(METRIC_UNMAP, WIDE, PART_PERCENT_HALF),
	MORE("both %", METRIC_BOTH, WIDE, PART_PERCENT),
	HALF(METRIC_BOTH, WIDE, PART_PERCENT_HALF),
	MORE("instr.", METRIC_BOTH, EXACT_WIDE, PART_MORE),
	MORE("ns", METRIC_BOTH, TIME_WIDE, PART_MORE),
	HALF(METRIC_BOTH, WIDE, PART_MORE_HALF),
	MORE("instr.", METRIC_FAULT, EXACT_NARROW, PART_MORE),
	MORE("ns", METRIC_FAULT, TIME_NARROW, PART_MORE),
	HALF(METRIC_FAULT, EXACT_NARROW | TIME_NARROW, PART_MORE_HALF),
};
static const struct columns differences = {
	difference_columns, ARRAY_SIZE(difference_columns)
};

static bool has_difference(const struct compare *c, size_t row)
{
	for (size_t side = 1; side < c->nr_sides; side++)
		if (compare_cell(c, row, side)->value[METRIC_FAULT].more.low.known)
			return true;
	return false;
}

/* A ratio of three digits is too coarse to be compared with a bound of 0.2%. */
void differences_print(const struct doc *doc, const struct compare *c, size_t row,
		       size_t label_room)
{
	const bool wide = doc_is_wide(doc) || doc_is_markdown(doc);
	size_t n;
	if (!has_difference(c, row))
		return;
	AUTO_FREE struct compare_line *line = compare_lines(c, row, 1, &n);
	doc_text(doc, 2, DOC_PLAIN,
		 "more than %s, mean of the differences over %ss and half its interval:",
		 c->side[0].name, c->unit);
	print_sides(doc, &(struct grid){
		.name = "Differences", .columns = &differences, .label_room = label_room,
		.where = wide ? (c->exact ? EXACT_WIDE : TIME_WIDE) :
				(c->exact ? EXACT_NARROW : TIME_NARROW),
	}, &line[1], n - 1);
}

/* ---- locks ---- */

enum { COLUMNS_MOST = 16, WITH_TIME = 2, HALF = 6 };

/* Taken by fewer pages than this in all cells, a lock has no column. */
static const double LEAST = 0.01;

/* Where there is room, in this order. */
static const struct shown {
	const char *lock, *title;
} shown[] = {
	{ "page_table", "page table" }, { "vma.read", "VMA" },
	{ "mmap.read", "mmap" }, { "pcp", "pcp" }, { "memcg_stock", "memcg" },
	{ "lru", "LRU" }, { "zone", "zone" },
};

static bool is_taken(const struct compare *c, const char *name)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const struct lock_cost *lock = locks_find(
			&compare_cell(c, i / c->nr_sides, i % c->nr_sides)->locks,
			name);
		if (lock && lock->of_page[LOCK_ACQUISITIONS].mean.value >= LEAST)
			return true;
	}
	return false;
}

/* The first ones that are taken have a column of times as well. */
struct timed {
	const char *lock[WITH_TIME];
	size_t n;
};

static struct timed timed_locks(const struct compare *c)
{
	struct timed timed = { .n = 0 };
	for (size_t i = 0; i < ARRAY_SIZE(shown) && timed.n < WITH_TIME; i++)
		if (is_taken(c, shown[i].lock))
			timed.lock[timed.n++] = shown[i].lock;
	return timed;
}

static bool is_timed(const struct timed *timed, const char *lock)
{
	for (size_t i = 0; i < timed->n; i++)
		if (strcmp(timed->lock[i], lock) == 0)
			return true;
	return false;
}

/* What is shown is of the lock that has the column's name. */

/* A lock that is not there was not taken, or this kernel has none of it. */
static const struct estimate *lock_of(const void *of, const char *name,
				      enum lock_number number)
{
	static const struct estimate unknown;
	const struct lock_costs *costs = &((const struct compare_line *)of)->cell->locks;
	const struct lock_cost *lock = costs->nr_units ? locks_find(costs, name) :
							 NULL;
	return lock ? &lock->of_page[number] : &unknown;
}

static struct value get_lock(const void *of, const struct column *column)
{
	return value_real(lock_of(of, column->name,
				  (enum lock_number)column->which)->mean);
}

static struct value get_lock_half(const void *of, const struct column *column)
{
	return value_real(lock_of(of, column->name,
				  (enum lock_number)column->which)->half_width);
}

/* Of a million acquisitions. */
static struct value get_waits(const void *of, const struct column *column)
{
	const double taken = lock_of(of, column->name, LOCK_ACQUISITIONS)->mean.value;
	const double waits = lock_of(of, column->name, LOCK_CONTENTIONS)->mean.value;
	return value_real((struct real){ taken > 0 ? 1e6 * waits / taken : 0,
					 taken > 0 });
}

static struct value get_others(const void *of, const struct column *column)
{
	const struct compare_line *line = of;
	const struct lock_costs *costs = &line->cell->locks;
	const struct timed timed = timed_locks(line->compare);
	double sum = 0;
	(void)column;
	for (size_t i = 0; i < costs->n; i++)
		if (!is_timed(&timed, costs->lock[i].name))
			sum += costs->lock[i].of_page[LOCK_ACQUISITIONS].mean.value;
	return value_real((struct real){ sum, costs->nr_units > 0 });
}

struct lock_columns {
	struct column column[COLUMNS_MOST];
	size_t n, room;
	bool has_held, has_waits, has_others;
};

/* Returns whether it has found room. */
static bool add(struct lock_columns *to, struct column column, bool spread)
{
	const size_t width = column.width + 1 + (spread ? HALF + 1 : 0);
	if (to->n + 2 > COLUMNS_MOST || width > to->room)
		return false;
	to->room -= width;
	column.where = IN_TABLE;
	to->column[to->n++] = column;
	if (!spread)
		return true;
	column.title = "+-95%";
	column.width = HALF;
	column.get = get_lock_half;
	to->column[to->n++] = column;
	return true;
}

/* Behind the last lock that has times. */
static void add_sums(struct lock_columns *to, const struct compare *c,
		     const char *first)
{
	if (!c->exact)
		to->has_waits = add(to, (struct column){
			.name = first, .title = "waits/M", .width = 8,
			.get = get_waits }, false);
	to->has_others = add(to, (struct column){
		.title = "others", .width = 8, .decimals = 4,
		.get = get_others }, false);
}

static void add_lock(struct lock_columns *to, const struct shown *lock,
		     bool spread, bool timed)
{
	const size_t least = strlen(lock->title);
	struct column column = {
		.name = lock->lock, .title = lock->title, .decimals = 4,
		.width = least > 7 ? least : 7, .which = LOCK_ACQUISITIONS,
		.get = get_lock,
	};
	add(to, column, spread);
	if (!timed)
		return;
	column.title = "held";
	column.width = 8;
	column.decimals = 1;
	column.which = LOCK_HOLD_NS;
	to->has_held |= add(to, column, spread);
}

static struct lock_columns columns_of(const struct compare *c, size_t row,
				      size_t room)
{
	struct lock_columns to = { .room = room };
	const struct timed timed = timed_locks(c);
	size_t nr_timed = 0;
	for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
		if (!is_taken(c, shown[i].lock))
			continue;
		const bool with_time = is_timed(&timed, shown[i].lock);
		add_lock(&to, &shown[i], !c->one_layout,
			 with_time && compare_times_locks(c, row));
		if (with_time && ++nr_timed == WITH_TIME)
			add_sums(&to, c, timed.lock[0]);
	}
	return to;
}

static void print_lock_meaning(const struct doc *doc, const struct compare *c,
			  const struct lock_columns *columns)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("locks taken for each page touched", out);
	if (columns->has_held)
		fprintf(out, "; held: %s a page, with what counting takes, as in all costs of such a kernel",
			c->exact ? "instructions" : "ns");
	if (columns->has_waits)
		fputs("; waits/M: how many of a million acquisitions of the first lock had to wait", out);
	if (columns->has_others)
		fputs("; others: all further locks", out);
	fputc(':', out);
	doc_text_owned(doc, 2, DOC_PLAIN, text_close(&stream));
}

void locks_print(const struct doc *doc, const struct compare *c, size_t row,
		 size_t label_room)
{
	if (!compare_row_has_locks(c, row))
		return;
	const size_t room = doc_is_markdown(doc) || doc_is_page(doc) ? SIZE_MAX :
						   doc_room(doc) - label_room;
	const struct lock_columns columns = columns_of(c, row, room);
	const struct columns all = { columns.column, columns.n };
	size_t n;
	AUTO_FREE struct compare_line *line = compare_lines(c, row, 1, &n);
	print_lock_meaning(doc, c, &columns);
	print_sides(doc, &(struct grid){
		.name = "Locks", .columns = &all, .where = IN_TABLE,
		.label_room = label_room,
	}, line, n);
}

/* ---- memory pressure ---- */

static bool row_has_pressure(const struct compare *c, size_t row)
{
	for (size_t side = 0; side < c->nr_sides; side++)
		if (compare_cell(c, row, side)->pressure_percent.known)
			return true;
	return false;
}

static bool is_first_pressed(const struct compare *c, size_t row)
{
	while (row-- > 0)
		if (row_has_pressure(c, row))
			return false;
	return true;
}

static void put_pressure_columns(FILE *out, const struct compare *c, bool all)
{
	fprintf(out, ". In percent: unused, of what is present what was mapped and never touched; %sgone, of the unused those not present in the end; back, for 100 used those taken and brought back. ",
		all ? "taken, what was taken in all, of what is present; " : "");
	if (all)
		fprintf(out, "enriched: share of unused among what was taken until half of them were, against their share of what is present: 1 is by chance, above it they go first. cost: %s that it added for a page used. ",
			c->exact ? "instructions" : "ns");
	fprintf(out, "+-95%%: over %ss%s", c->unit,
		all ? "" : ". Left out here: taken, enriched and cost");
}

static void print_pressure_meaning(const struct doc *doc, const struct compare *c,
			  size_t row)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t side = 0; side < c->nr_sides; side++) {
		const struct real percent =
			compare_cell(c, row, side)->pressure_percent;
		if (!percent.known)
			continue;
		fprintf(out, "under pressure: %.0f%% of what is present asked back in %d steps, and what is in use touched again after each",
			percent.value, PRESSURE_STEPS);
		break;
	}
	if (is_first_pressed(c, row))
		put_pressure_columns(out, c, doc_is_wide(doc) || doc_is_markdown(doc));
	doc_text_owned(doc, 2, DOC_PLAIN, text_close(&stream));
}

void pressure_print(const struct doc *doc, const struct compare *c,
		    const struct columns *columns, size_t row)
{
	size_t n;
	if (!row_has_pressure(c, row))
		return;
	AUTO_FREE struct compare_line *line = compare_lines(c, row, 1, &n);
	print_pressure_meaning(doc, c, row);
	print_sides(doc, &(struct grid){
		.name = "Memory pressure", .columns = columns, .where = IN_PRESSURE,
	}, line, n);
}
