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
#include "view/table/grid.h"
#include "view/table/verdict_text.h"
#include "view/table/worst.h"

/* ---- for programs: the same values as CSV and as JSON Lines ---- */

static void print_csv(FILE *out, const struct columns *columns, unsigned where,
		      const struct compare *c)
{
	size_t n;
	AUTO_FREE struct compare_line *line = compare_lines(c, 0, c->nr_rows, &n);
	for (size_t i = 0; i < n; i++)
		column_csv_line(out, columns, where, &line[i]);
}

static unsigned data_of(const struct compare *c)
{
	if (!c->run)
		return IN_DATA;
	return compare_has_pressure(c) ? IN_AB_DATA | IN_AB_PRESSURE : IN_AB_DATA;
}

void compare_csv_print(FILE *out, const struct compare compare[], size_t n, bool names)
{
	struct columns columns = compare_columns_make(NULL);
	unsigned where = 0;
	for (size_t i = 0; i < n; i++)
		where |= data_of(&compare[i]);
	if (names)
		column_csv_names(out, &columns, where);
	for (size_t i = 0; i < n; i++)
		print_csv(out, &columns, where, &compare[i]);
	compare_columns_close(&columns);
}

void compare_json_print(FILE *out, const struct compare *c)
{
	struct columns columns = compare_columns_make(NULL);
	size_t n;
	AUTO_FREE struct compare_line *line = compare_lines(c, 0, c->nr_rows, &n);
	for (size_t i = 0; i < n; i++)
		column_json_line(out, &columns, data_of(c),
				 c->run ? "comparison" : "compare", &line[i]);
	compare_columns_close(&columns);
}

/* Of those taken less often than by one page in so many there is one line. */
static const double RARELY = 1e-3;

static void print_locks(FILE *out, const struct columns *columns,
			struct compare_line *line)
{
	const struct lock_costs *costs = &line->cell->locks;
	char others[] = "(others)";
	struct lock_cost rest = { .name = others };
	size_t n = 0;
	if (costs->nr_units == 0)
		return;
	for (; n < costs->n &&
	       costs->lock[n].of_page[LOCK_ACQUISITIONS].mean.value >= RARELY; n++) {
		line->lock = &costs->lock[n];
		column_csv_line(out, columns, IN_LOCKS, line);
	}
	/* The others as one: units are added, so that it has an interval. */
	locks_sum(costs, n, &rest);
	line->lock = &rest;
	column_csv_line(out, columns, IN_LOCKS, line);
}

void campaigns_print_locks(FILE *out, const struct campaigns *campaigns)
{
	struct columns columns = compare_columns_make(NULL);
	if (campaigns_have_locks(campaigns))
		column_csv_names(out, &columns, IN_LOCKS);
	for (size_t i = 0; i < campaigns->n; i++) {
		const struct compare *c = &campaigns->compare[i];
		size_t n;
		AUTO_FREE struct compare_line *line = compare_lines(c, 0, c->nr_rows, &n);
		for (size_t k = 0; k < n; k++)
			print_locks(out, &columns, &line[k]);
	}
	compare_columns_close(&columns);
}

/* ---- for people ---- */

struct compare_printing compare_printing_open(const struct doc *doc,
					      const struct compare *c)
{
	return (struct compare_printing){ doc, c, compare_columns_make(c),
					  compare_common_of(c) };
}

void compare_printing_close(struct compare_printing *p)
{
	compare_columns_close(&p->columns);
}

static void print_list(const struct doc *doc, const char *before,
		       const struct texts_owned *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		doc_text(doc, 0, DOC_PLAIN, "%s%s", before, texts->text[i]);
}

static void print_heading(const struct compare_printing *p)
{
	if (p->compare->part)
		doc_heading(p->doc, "%s", p->compare->part);
	compare_words_print(p->doc, p->compare, &p->common);
	compare_sides_print(p->doc, p->compare);
	print_list(p->doc, "allowed to differ: ", &p->compare->allowed);
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
		doc_text(doc, 2, DOC_PLAIN, "%s", text);
}

/* ---- rows ---- */

/* The tasks, above the first line of a row. */
static void print_tasks(const struct doc *doc, const void *of)
{
	const struct compare_line *line = of;
	if (line->side_nr == 0 && *line->row->tasks)
		doc_text(doc, 0, DOC_PLAIN, "%s", line->row->tasks);
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
	struct grid grid = {
		.columns = &p->columns, .where = where_of(p->doc, p->compare),
		.size = sizeof(struct compare_line),
		.label = compare_line_label, .notes = compare_notes_print,
		.lead = print_tasks, .label_title = "side",
		.name = p->compare->row[row].heading, .class_of = class_of,
	};
	AUTO_FREE struct compare_line *line = compare_lines(p->compare, row, n, &grid.n);
	for (size_t i = 0; i < grid.n; i++)
		line[i].common = &p->common;
	grid.first = line;
	grid_print(p->doc, &grid);
	return grid.label_room;
}

void compare_rows_print(const struct compare_printing *p, size_t row, size_t n)
{
	const struct doc *doc = p->doc;
	const struct compare *c = p->compare;
	const size_t room = print_lines(p, row, n);
	if (!c->run)
		return;
	/* The page and Markdown have the word in each line. */
	if (!doc_is_page(doc) && !doc_is_markdown(doc))
		for (size_t i = 0; i < VERDICT_WORDS; i++)
			print_word(doc, c, row, verdict_order[i]);
	differences_print(doc, c, row, room);
	locks_print(doc, c, row, room);
	pressure_print(doc, c, &p->columns, row);
}

static void print_row_heading(const struct doc *doc, const struct compare_row *row)
{
	doc_gap(doc);
	if (*row->name)
		doc_heading(doc, "%s: %s", row->name, row->heading);
	else
		doc_heading(doc, "%s", row->heading);
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
		doc_text(doc, 0, DOC_RED, "INVALID: a boot of '%s'%s %s: %s",
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
		value_put_fixed(out, 0, 3, facts_number(boot, "init_s"));
		fputs(" s to init, ", out);
		value_put_fixed(out, 0, 2, facts_number(boot, "wall_s"));
		fputs(" s in all", out);
		doc_text_owned(doc, 0, DOC_PLAIN, text_close(&stream));
	}
}

static void print_for_people(const struct doc *doc, const struct compare *c,
			     const char *command)
{
	struct compare_printing p = compare_printing_open(doc, c);
	print_heading(&p);
	if (!doc_is_wide(doc) && !doc_is_markdown(doc))
		doc_text(doc, 0, DOC_PLAIN, "left out, as the terminal is narrow: %s", c->run ?
			 "+unmap and its ratio" :
			 "present");
	print_all_rows(&p);
	compare_printing_close(&p);
	if (compare_any_classic(c)) {
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
	if (style->format == TABLE_CSV) {
		compare_csv_print(out, c, 1, true);
	} else if (style->format == TABLE_JSON) {
		compare_json_print(out, c);
	} else if (style->format == TABLE_CLASSIC && compare_any_classic(c)) {
		if (c->part)
			doc_heading(&doc, "%s", c->part);
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
		doc_text(&doc, 0, DOC_PLAIN, "not compared: %s", v->why_not);
	else if (!data)
		doc_heading(&doc, "Verdicts: the kernels above, by their labels, compared with %s",
			     v->compare.side[0].name);
	if (v->made)
		compare_print(out, &v->compare, NULL, style);
}
