/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons for programs: a line for each row and side, the same values as CSV and
 * as JSON Lines; and the locks of a campaign.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "view/table/compare_columns.h"
#include "view/table/compare_data.h"

struct printing {
	FILE *out;
	bool json, names;	/* names: first a line of them */
	bool pressure;		/* with the columns of memory pressure */
};

static void print_line(const struct printing *p, const struct columns *columns,
		       const struct compare_line *line)
{
	const bool campaign = line->compare->run != NULL;
	const unsigned where = campaign ? IN_AB_DATA : IN_DATA;
	if (p->json)
		column_json_line(p->out, columns, where,
				 campaign ? "comparison" : "compare", line);
	else
		column_csv_line(p->out, columns, where, line);
}

static void print(const struct printing *p, const struct compare *c)
{
	struct compare_columns columns = compare_columns_make(c, p->pressure);
	if (p->names && !p->json)
		column_csv_names(p->out, &columns.columns,
				 c->run ? IN_AB_DATA : IN_DATA);
	for (size_t row = 0; row < c->nr_rows; row++) {
		size_t n;
		struct compare_line *line = compare_lines(
		&(struct compare_rows){ c, row, 1, NULL }, &n);
		for (size_t i = 0; i < n; i++)
			print_line(p, &columns.columns, &line[i]);
		free(line);
	}
	compare_columns_close(&columns);
}

void compare_data_print(FILE *out, const struct compare *c, bool json)
{
	print(&(struct printing){ out, json, true, compare_has_pressure(c) }, c);
}

void compare_data_go_on(FILE *out, const struct compare *c)
{
	print(&(struct printing){ out, false, false, compare_has_pressure(c) }, c);
}

void campaigns_print_csv(FILE *out, const struct campaigns *campaigns)
{
	struct printing p = { .out = out, .names = true };
	for (size_t i = 0; i < campaigns->n; i++)
		p.pressure |= compare_has_pressure(&campaigns->compare[i]);
	for (size_t i = 0; i < campaigns->n; i++) {
		print(&p, &campaigns->compare[i]);
		p.names = false;
	}
}

/* ---- locks ---- */

/* A lock of a cell. */
struct lock_line {
	struct compare_line line;
	const struct lock_cost *lock;
};

/* Of those taken less often than by one page in so many there is one line. */
static const double FEWEST = 1e-3;

#define GET(name, expression) COLUMN_GET(name, struct lock_line, expression)
GET(run, value_text(l->line.compare->run_id))
GET(engine, value_text(l->line.compare->engine))
GET(row, value_size(l->line.row_nr))
GET(workload, value_text(l->line.row->heading))
GET(member, value_of_member(l->line.cell->like, column->name))
GET(side, value_size(l->line.side_nr))
GET(label, value_text(l->line.cell->side->name))
GET(what, value_text(l->line.cell->side->what))
GET(unit, value_text(l->line.compare->unit))
GET(units, value_size(l->line.cell->locks.nr_units))
GET(lock, value_text(l->lock->name))

/* Which number of a lock, and which end of its interval. */
enum { MEAN = 0, LOW = 16, HIGH = 32, PART = 48, EXACT = 64, TIME = 128 };

/* Times are of the exact engine's instructions, or of nanoseconds. */
static struct value get_number(const void *of, const struct column *column)
{
	const struct lock_line *l = of;
	const struct compare *c = l->line.compare;
	const int which = column->which;
	const struct estimate *e = &l->lock->of_page[which & 15];
	const bool is_time = which & (EXACT | TIME);
	const bool shown = !is_time || (compare_times_locks(c, l->line.row_nr) &&
					c->exact == !!(which & EXACT));
	const double sign = (which & PART) == LOW ? -1 :
			    (which & PART) == HIGH ? 1 : 0;
	return value_real((struct real){
		e->mean.value + sign * e->half_width.value,
		shown && (sign == 0 ? e->mean.known : e->half_width.known) });
}

#define DATA(name_, get_) { .name = name_, .where = IN_DATA, .get = get_ }
#define NUMBER(name_, which_)                                                 \
	{ .name = name_, .where = IN_DATA, .get = get_number,                 \
	  .which = (which_) | MEAN },                                         \
	{ .name = name_ "_low95", .where = IN_DATA, .get = get_number,        \
	  .which = (which_) | LOW },                                          \
	{ .name = name_ "_high95", .where = IN_DATA, .get = get_number,       \
	  .which = (which_) | HIGH }

static const struct column lock_columns[] = {
	DATA("run", get_run),
	DATA("engine", get_engine),
	DATA("row", get_row),
	DATA("workload", get_workload),
	DATA("threads", get_member),
	DATA("treatment", get_side),
	DATA("kernel", get_label),
	DATA("description", get_what),
	DATA("unit", get_unit),
	DATA("n", get_units),
	DATA("lock", get_lock),
	NUMBER("acquisitions_per_page", LOCK_ACQUISITIONS),
	NUMBER("contentions_per_page", LOCK_CONTENTIONS),
	NUMBER("held_instructions_per_page", LOCK_HOLD_NS | EXACT),
	NUMBER("waited_instructions_per_page", LOCK_WAIT_NS | EXACT),
	NUMBER("held_ns_per_page", LOCK_HOLD_NS | TIME),
	NUMBER("waited_ns_per_page", LOCK_WAIT_NS | TIME),
};
static const struct columns locks = { lock_columns, ARRAY_SIZE(lock_columns) };

static void print_lock(FILE *out, const struct compare_line *line,
		       const struct lock_cost *lock)
{
	column_csv_line(out, &locks, IN_DATA, &(struct lock_line){ *line, lock });
}

/* The locks from first on as one: units are added, so that it has an interval. */
static void print_rest(FILE *out, const struct compare_line *line, size_t first)
{
	const struct lock_costs *costs = &line->cell->locks;
	char name[] = "(others)";
	struct lock_cost rest = { .name = name };
	locks_sum(costs, first, &rest);
	print_lock(out, line, &rest);
}

static void print_locks(FILE *out, const struct compare_line *line)
{
	const struct lock_costs *costs = &line->cell->locks;
	size_t n = 0;
	if (costs->nr_units == 0)
		return;
	while (n < costs->n &&
	       costs->lock[n].of_page[LOCK_ACQUISITIONS].mean.value >= FEWEST)
		print_lock(out, line, &costs->lock[n++]);
	print_rest(out, line, n);
}

void campaigns_print_locks(FILE *out, const struct campaigns *campaigns)
{
	if (campaigns_have_locks(campaigns))
		column_csv_names(out, &locks, IN_DATA);
	for (size_t i = 0; i < campaigns->n; i++) {
		const struct compare *c = &campaigns->compare[i];
		for (size_t row = 0; row < c->nr_rows; row++) {
			size_t n;
			struct compare_line *line = compare_lines(
		&(struct compare_rows){ c, row, 1, NULL }, &n);
			for (size_t k = 0; k < n; k++)
				print_locks(out, &line[k]);
			free(line);
		}
	}
}
