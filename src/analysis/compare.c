/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* All unknown: of cells in which nothing was measured. */
static const struct metric_value unknown_values[NR_METRICS];

static struct compare_cell *empty_cells(const struct compare *c)
{
	struct compare_cell *cell =
		error_unless_memory(calloc(c->nr_sides + 1, sizeof(*cell)));
	for (size_t i = 0; i < c->nr_sides; i++) {
		cell[i].side = &c->side[i];
		cell[i].value = (struct metric_value *)unknown_values;
	}
	return cell;
}

struct compare_row *compare_add_row(struct compare *c)
{
	c->row = records_grow(c->row, c->nr_rows, sizeof(*c->row));
	c->row[c->nr_rows] = (struct compare_row){ .cell = empty_cells(c) };
	return &c->row[c->nr_rows++];
}

const char *compare_add_text(struct texts_owned *texts, char *text)
{
	texts->text = records_grow(texts->text, texts->n, sizeof(*texts->text));
	texts->text[texts->n++] = text;
	return text;
}

bool compare_allows(const struct compare_request *request, const char *name,
		    const char *group)
{
	for (size_t i = 0; i < request->nr_allow; i++)
		if (strcmp(request->allow[i], name) == 0 ||
		    (group && strcmp(request->allow[i], group) == 0))
			return true;
	return false;
}

static void close_texts(struct texts_owned *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		free(texts->text[i]);
	free(texts->text);
}

static void close_cell(struct compare_cell *cell)
{
	free(cell->reps.sample);
	free(cell->round);
	free(cell->classic);
	locks_close(&cell->locks);
	if (cell->value == unknown_values)
		return;
	for (size_t i = 0; i < NR_METRICS; i++)
		free(cell->value[i].unit);
	free(cell->value);
}

void compare_close(struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows; i++) {
		for (size_t j = 0; j < c->nr_sides; j++)
			close_cell(&c->row[i].cell[j]);
		free(c->row[i].cell);
	}
	free(c->row);
	free(c->side);
	free(c->boot);
	close_texts(&c->texts);
	close_texts(&c->missing);
	close_texts(&c->allowed);
	*c = (struct compare){ 0 };
}

/* ---- what is asked of it ---- */

const struct compare_cell *compare_cell(const struct compare *c, size_t row,
					size_t side)
{
	return &c->row[row].cell[side];
}

size_t compare_rows_alike(const struct compare *c, size_t row)
{
	size_t n = 0;
	if (!*c->row[row].name)
		return 1;
	for (size_t i = 0; i < c->nr_rows; i++)
		n += strcmp(c->row[i].name, c->row[row].name) == 0;
	return n;
}

bool compare_cell_is_invalid(const struct compare_cell *cell)
{
	return cell->measured &&
	       (cell->nr_invalid > 0 || cell->varies ||
		(cell->nr_units == 0 && cell->nr_costless == 0));
}

typedef bool cell_is(const struct compare_cell *cell);

static bool any_in_row(const struct compare *c, size_t row, cell_is *is)
{
	for (size_t i = 0; i < c->nr_sides; i++)
		if (is(&c->row[row].cell[i]))
			return true;
	return false;
}

static bool any_cell(const struct compare *c, cell_is *is)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (any_in_row(c, i, is))
			return true;
	return false;
}

bool compare_any_invalid(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_boots; i++)
		if (c->boot[i].lost)
			return true;
	return any_cell(c, compare_cell_is_invalid);
}

struct compare_slower compare_slower(const struct compare *c, double percent)
{
	struct compare_slower found = { .nr = 0 };
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const size_t row = i / c->nr_sides, side = i % c->nr_sides;
		const struct compare_cell *cell = compare_cell(c, row, side);
		const double more =
			100 / cell->value[c->metric].ratio.value.value - 100;
		if (!cell->has_word || cell->word != VERDICT_SLOWER ||
		    !(more > percent))
			continue;
		if (found.nr++ == 0 || more > found.percent) {
			found.row = row;
			found.side = side;
			found.percent = more;
		}
	}
	return found;
}

static bool has_locks(const struct compare_cell *cell)
{
	return cell->locks.nr_units > 0;
}

bool compare_has_locks(const struct compare *c)
{
	return any_cell(c, has_locks);
}

bool compare_row_has_locks(const struct compare *c, size_t row)
{
	return any_in_row(c, row, has_locks);
}

static bool has_tasks(const struct compare_cell *cell)
{
	return cell->like && cell->like->threads.value > 1;
}

bool compare_times_locks(const struct compare *c, size_t row)
{
	return !c->exact || !any_in_row(c, row, has_tasks);
}

static bool has_pressure(const struct compare_cell *cell)
{
	return cell->pressure_percent.known;
}

bool compare_has_pressure(const struct compare *c)
{
	return any_cell(c, has_pressure);
}

bool compare_cell_is_classic(const struct compare_cell *cell)
{
	return cell->like && text_same(cell->like->accounting, "classic");
}

bool compare_any_classic(const struct compare *c)
{
	return any_cell(c, compare_cell_is_classic);
}

bool compare_is_campaign(const struct facts *facts)
{
	return strcmp(facts->type, "run") == 0 && facts_find(facts, "treatments");
}

bool compare_boot_is_lost(const struct facts *boot)
{
	const char *outcome = facts_text(boot, "outcome");
	return !text_same(outcome, "ok") && !text_same(outcome, "warned");
}

/* ---- two cells ---- */

/* The units of the rounds that both have; a is owned, and b is behind it. */
static struct ratio_sides pairs_of(const struct compare_cell *a,
				   const struct compare_cell *b, enum metric_id metric)
{
	double *x = error_unless_memory(calloc(2 * a->nr_units + 1, sizeof(*x)));
	double *y = x + a->nr_units;
	size_t n = 0;
	for (size_t i = 0; i < a->nr_units; i++) {
		for (size_t j = 0; j < b->nr_units; j++) {
			if (a->round[i] != b->round[j])
				continue;
			x[n] = a->value[metric].unit[i];
			y[n++] = b->value[metric].unit[j];
			break;
		}
	}
	return (struct ratio_sides){ x, y, n, n, RATIO_PAIRED };
}

static struct ratio_sides sides_of(const struct compare *c, const struct compare_cell *a,
				   const struct compare_cell *b, enum metric_id metric)
{
	const double *x = a->value[metric].unit, *y = b->value[metric].unit;
	if (!x || !y)
		return (struct ratio_sides){ 0 };
	if (!text_same(c->unit, "boot") && a->round && b->round)
		return pairs_of(a, b, metric);
	return (struct ratio_sides){ x, y, a->nr_units, b->nr_units, RATIO_INDEPENDENT };
}

static void sides_close(struct ratio_sides *sides)
{
	if (sides->design == RATIO_PAIRED)
		free((double *)sides->a);
}

struct ratio compare_ratio(const struct compare *c, const struct compare_cell *a,
			   const struct compare_cell *b, enum metric_id metric)
{
	struct ratio_sides sides = sides_of(c, a, b, metric);
	const struct ratio ratio = ratio_of(&sides);
	sides_close(&sides);
	return ratio;
}

struct sequential_look compare_look(const struct compare *c, size_t row, size_t side,
				    const struct sequential_rule *rule)
{
	struct ratio_sides sides = sides_of(c, compare_cell(c, row, 0),
					    compare_cell(c, row, side), c->metric);
	const struct sequential_look look = sequential_ratio(rule, &sides);
	sides_close(&sides);
	return look;
}
