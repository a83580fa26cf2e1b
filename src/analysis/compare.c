/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/compare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "analysis/build.h"

/* All unknown: of cells in which nothing was measured. */
static const struct metric_value unknown_values[NR_METRICS];

/* ---- rows ---- */

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

struct compare_row *build_add_row(struct build *b)
{
	struct compare *c = b->compare;
	const size_t n = c->nr_sides, size = sizeof(struct side_row *);
	c->row = records_grow(c->row, c->nr_rows, sizeof(*c->row));
	b->source = error_unless_memory(realloc(b->source,
						(c->nr_rows + 1) * n * size + 1));
	for (size_t i = 0; i < n; i++)
		b->source[c->nr_rows * n + i] = NULL;
	c->row[c->nr_rows] = (struct compare_row){ .cell = empty_cells(c) };
	return &c->row[c->nr_rows++];
}

void build_put(struct build *b, size_t row, struct side_row *of)
{
	struct compare *c = b->compare;
	struct compare_cell *cell = &c->row[row].cell[of->side];
	of->cell.measured = cell->measured || !b->is_campaign;
	of->cell.side = cell->side;
	*cell = of->cell;
	cell->value = error_unless_memory(calloc(NR_METRICS, sizeof(*cell->value)));
	b->source[row * c->nr_sides + of->side] = of;
	of->matched = true;
}

/* ---- boots ---- */

bool compare_boot_is_lost(const struct facts *boot)
{
	const char *outcome = facts_text(boot, "outcome");
	return !text_same(outcome, "ok") && !text_same(outcome, "warned");
}

void build_add_boot(struct compare *c, const struct facts *facts, size_t side)
{
	c->boot = records_grow(c->boot, c->nr_boots, sizeof(*c->boot));
	c->boot[c->nr_boots++] =
		(struct compare_boot){ facts, side, compare_boot_is_lost(facts) };
}

void build_add_text(struct texts_owned *texts, char *text)
{
	texts->text = records_grow(texts->text, texts->n, sizeof(*texts->text));
	texts->text[texts->n++] = text;
}

static void find_boots(struct compare *c)
{
	for (size_t i = 0; i < c->nr_sides; i++) {
		const struct side *side = &c->side[i];
		for (size_t j = side->first_facts; j < side->end_facts; j++) {
			const struct facts *facts = &c->records->facts[j];
			if (strcmp(facts->type, "boot") == 0 &&
			    facts_text(facts, "outcome") &&
			    (!side->kernel ||
			     text_same(side->kernel, facts_text(facts, "kernel"))))
				build_add_boot(c, facts, i);
		}
	}
}

/* ---- what kernels are ---- */

/* As the campaign says that measured it, if one did. */
static void find_what(struct compare *c, const struct side_row *row)
{
	struct side *side = &c->side[row->side];
	if (side->what || row->nr_reps == 0)
		return;
	char *text = build_text_of_side(row->rep[0].stretch->run_facts,
					row->rep[0].sample->kernel);
	build_add_text(&c->texts, text);
	side->what = *text ? text : NULL;
}

/* ---- all of it ---- */

/* The exact engine's records are never compared with others': engine is a key. */
static int check_metric(const struct build *b, struct error *err)
{
	const enum metric_id metric = b->request->metric;
	size_t nr_costless = 0;
	for (size_t i = 0; i < b->nr_side_rows; i++) {
		const struct side_row *row = b->side_row[i];
		if (row->matched && row->nr_reps > 0)
			return 0;
		nr_costless += row->matched ? row->cell.nr_costless : 0;
	}
	if (nr_costless == 0)
		return 0;
	if (metric == METRIC_CPU && b->compare->exact)
		return error_set(err, -EINVAL, "--metric cpu: the exact engine has no times: expected wall or unmap, which count its instructions");
	return error_set(err, -EINVAL, "--metric %s: no repetition has it: expected another one",
			 metrics[metric].word);
}

/* Also of rows that have their like: the sets would stand in one table. */
static int check_engines(struct compare *c, struct error *err)
{
	c->engine = c->row[0].like->engine;
	c->exact = engine_find(c->engine)->counts_instructions;
	for (size_t i = 1; i < c->nr_rows; i++) {
		const char *other = c->row[i].like->engine;
		if (!text_same(c->engine, other))
			return error_set(err, -EINVAL, "engine differs between rows: %s and %s: expected one: compare them one after the other",
					 c->engine ? c->engine : "-",
					 other ? other : "-");
	}
	return 0;
}

static struct side *copy_sides(const struct compare_request *request)
{
	struct side *side = error_unless_memory(
		calloc(request->nr_sides + 1, sizeof(*side)));
	return memcpy(side, request->side, request->nr_sides * sizeof(*side));
}

int compare_records(const struct records *records,
		    const struct compare_request *request, struct compare *c,
		    struct error *err)
{
	*c = (struct compare){ .records = records, .metric = request->metric,
			       .margin = request->margin,
			       .side = copy_sides(request),
			       .nr_sides = request->nr_sides };
	struct build build = { .records = records, .request = request,
				       .compare = c };
	int rc = build_read(&build, err);
	if (rc == 0)
		rc = match_rows(&build, err);
	if (rc == 0)
		rc = check_engines(c, err);
	if (rc == 0)
		rc = alike_check(&build, err);
	if (rc == 0)
		rc = check_metric(&build, err);
	if (rc == 0) {
		judge_rows(&build);
		find_boots(c);
		for (size_t i = 0; i < build.nr_side_rows; i++)
			find_what(c, build.side_row[i]);
	}
	build_close(&build);
	if (rc != 0)
		compare_close(c);
	return rc;
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
		free(c->row[i].name);
		free(c->row[i].heading);
		free(c->row[i].tasks);
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

size_t compare_nr_measured(const struct compare *c, size_t row)
{
	size_t n = 0;
	for (size_t i = 0; i < c->nr_sides; i++)
		n += c->row[row].cell[i].measured;
	return n;
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

/* Whether any cell is so. */
static bool any_cell(const struct compare *c,
		     bool (*is)(const struct compare_cell *cell))
{
	for (size_t i = 0; i < c->nr_rows; i++)
		for (size_t j = 0; j < c->nr_sides; j++)
			if (is(&c->row[i].cell[j]))
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

bool compare_any_slower(const struct compare *c, double percent)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const struct compare_cell *cell =
			compare_cell(c, i / c->nr_sides, i % c->nr_sides);
		if (cell->has_word && cell->word == VERDICT_SLOWER &&
		    100 / cell->value[c->metric].ratio.value.value - 100 > percent)
			return true;
	}
	return false;
}

static bool has_locks(const struct compare_cell *cell)
{
	return cell->locks.nr_units > 0;
}

bool compare_has_locks(const struct compare *c)
{
	return any_cell(c, has_locks);
}

static bool has_pressure(const struct compare_cell *cell)
{
	return cell->pressure_percent.known;
}

bool compare_has_pressure(const struct compare *c)
{
	return any_cell(c, has_pressure);
}

/* ---- two cells ---- */

/* Their costs: of units that are pairs those of the rounds that both have. */
struct two_costs {
	struct verdict_row row;
	double *a, *b;		/* owned */
};

static void pair_up(struct two_costs *two, const struct compare_cell *a,
		    const struct compare_cell *b, enum metric_id metric)
{
	size_t n = 0;
	two->a = error_unless_memory(calloc(a->nr_units + 1, sizeof(double)));
	two->b = error_unless_memory(calloc(a->nr_units + 1, sizeof(double)));
	for (size_t i = 0; i < a->nr_units; i++) {
		for (size_t j = 0; j < b->nr_units; j++) {
			if (a->round[i] != b->round[j])
				continue;
			two->a[n] = a->value[metric].unit[i];
			two->b[n++] = b->value[metric].unit[j];
			break;
		}
	}
	two->row = (struct verdict_row){ .a = two->a, .nr_a = n, .b = two->b,
					 .nr_b = n, .design = VERDICT_PAIRED };
}

static struct two_costs two_costs_of(const struct compare *c,
				     const struct compare_cell *a,
				     const struct compare_cell *b,
				     enum metric_id metric)
{
	const double *x = a->value[metric].unit, *y = b->value[metric].unit;
	struct two_costs two = {
		.row = { .a = x, .nr_a = a->nr_units, .b = y, .nr_b = b->nr_units,
			 .design = VERDICT_INDEPENDENT },
	};
	if (!x || !y)
		return (struct two_costs){ 0 };
	if (!text_same(c->unit, "boot") && a->round && b->round)
		pair_up(&two, a, b, metric);
	return two;
}

struct ratio compare_ratio(const struct compare *c, const struct compare_cell *a,
			   const struct compare_cell *b, enum metric_id metric)
{
	struct two_costs two = two_costs_of(c, a, b, metric);
	const struct verdict_row *row = &two.row;
	const struct ratio ratio = row->design == VERDICT_PAIRED ?
		ratio_paired(row->a, row->b, row->nr_a) :
		ratio_welch(row->a, row->nr_a, row->b, row->nr_b);
	free(two.a);
	free(two.b);
	return ratio;
}

struct sequential_look compare_look(const struct compare *c, size_t row, size_t side,
				    const struct sequential_rule *rule)
{
	struct two_costs two = two_costs_of(c, compare_cell(c, row, 0),
					    compare_cell(c, row, side), c->metric);
	const struct sequential_look look = sequential_ratio(rule, &two.row);
	free(two.a);
	free(two.b);
	return look;
}
