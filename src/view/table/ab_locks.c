/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Below a row of a comparison, where its kernels count their locks: how often each
 * page takes them, and for how long.
 */
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "view/table/ab_lines.h"
#include "record/caption.h"

enum { COLUMNS_MOST = 16, HALF = 7 };

static const char WAITS[] = "waits/M", OTHERS[] = "others";

/* Taken by fewer pages than this in all cells, a lock has no column. */
static const double FEWEST = 0.01;

/* Where there is room, in this order. */
static const struct shown {
	const char *lock, *title;
} shown[] = {
	{ "page_table", "page table" }, { "vma.read", "VMA" },
	{ "mmap.read", "mmap" }, { "pcp", "pcp" }, { "memcg_stock", "memcg" },
	{ "lru", "LRU" }, { "zone", "zone" },
};

struct column {
	const char *title;
	const char *lock;	/* NULL: all that have no column with times */
	int width, decimals;
	enum lock_number number;
	bool of_million;	/* acquisitions that were waited for */
	bool half;		/* half the interval follows */
};

struct columns {
	struct column column[COLUMNS_MOST];
	size_t n, room;
	const char *with_time[2];	/* the first two that have a column */
	size_t nr_with_time;
	bool timed;
};

/* ---- which columns there are ---- */

static bool is_taken(const struct compare *c, const char *name)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const struct lock_cost *lock = locks_find(
			&compare_cell(c, i / c->nr_sides, i % c->nr_sides)->locks, name);
		if (lock && lock->of_page[LOCK_ACQUISITIONS].mean.value >= FEWEST)
			return true;
	}
	return false;
}

static void add_column(struct columns *c, struct column column)
{
	const size_t width = (size_t)column.width + (column.half ? HALF : 0);
	if (c->n == COLUMNS_MOST || width > c->room)
		return;
	c->room -= width;
	c->column[c->n++] = column;
}

static void add_lock(struct columns *c, const struct shown *lock, bool spread)
{
	const size_t least = strlen(lock->title) + 1;
	struct column column = {
		.title = lock->title, .lock = lock->lock, .decimals = 4,
		.width = least > 8 ? (int)least : 8, .half = spread,
		.number = LOCK_ACQUISITIONS,
	};
	add_column(c, column);
	if (c->nr_with_time == ARRAY_SIZE(c->with_time))
		return;
	c->with_time[c->nr_with_time++] = lock->lock;
	column.title = "held";
	column.number = LOCK_HOLD_NS;
	column.width = 9;
	column.decimals = 1;
	if (c->timed)
		add_column(c, column);
}

static struct columns choose(const struct compare *comparison,
			     size_t row,
			     const struct table_style *style)
{
	const bool spread = !comparison->one_layout;
	struct columns c = { .room = ab_room(style) -
				     ab_label_room(comparison, style),
			     .timed = locks_are_timed(comparison, row) };
	for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
		const bool first = c.nr_with_time < ARRAY_SIZE(c.with_time);
		if (!is_taken(comparison, shown[i].lock))
			continue;
		add_lock(&c, &shown[i], spread);
		if (!first || c.nr_with_time < ARRAY_SIZE(c.with_time))
			continue;
		if (!comparison->exact)
			add_column(&c, (struct column){
				.title = WAITS, .lock = c.with_time[0],
				.width = 9, .of_million = true });
		add_column(&c, (struct column){ .title = OTHERS, .width = 9,
						.decimals = 4,
						.number = LOCK_ACQUISITIONS });
	}
	return c;
}

/* ---- lines ---- */

static struct estimate sum_of_others(const struct columns *c,
				     const struct lock_costs *costs)
{
	struct estimate sum = { .mean = real_of(0) };
	for (size_t i = 0; i < costs->n; i++) {
		bool own = false;
		for (size_t k = 0; k < c->nr_with_time; k++)
			own |= strcmp(costs->lock[i].name, c->with_time[k]) == 0;
		if (!own)
			sum.mean.value += costs->lock[i]
				.of_page[LOCK_ACQUISITIONS].mean.value;
	}
	return sum;
}

/* A lock that is not there was not taken, or is none of this kernel's. */
static struct estimate value_of(const struct columns *c,
				const struct column *column,
				const struct lock_costs *costs)
{
	const struct estimate unknown = { 0 };
	if (costs->nr_units == 0)
		return unknown;
	if (!column->lock)
		return sum_of_others(c, costs);
	const struct lock_cost *lock = locks_find(costs, column->lock);
	if (!lock || !column->of_million)
		return lock ? lock->of_page[column->number] : unknown;
	const double taken = lock->of_page[LOCK_ACQUISITIONS].mean.value;
	const double waits = lock->of_page[LOCK_CONTENTIONS].mean.value;
	return (struct estimate){
		.mean = { taken > 0 ? 1e6 * waits / taken : 0, taken > 0 } };
}

static void print_line(FILE *out, const struct columns *c,
		       const struct lock_costs *costs)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct column *column = &c->column[i];
		const struct estimate e = value_of(c, column, costs);
		ab_print_number(out, column->width, column->decimals, e.mean);
		if (column->half)
			ab_print_number(out, HALF, column->decimals,
					e.half_width);
	}
	fputc('\n', out);
}

static void print_titles(FILE *out, const struct columns *c, size_t label_room)
{
	fprintf(out, "%*s", (int)label_room, "");
	for (size_t i = 0; i < c->n; i++)
		fprintf(out, "%*s%s", c->column[i].width, c->column[i].title,
			c->column[i].half ? "  +-95%" : "");
	fputc('\n', out);
}

static bool has_column(const struct columns *c, const char *title)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->column[i].title, title) == 0)
			return true;
	return false;
}

static void print_meaning(FILE *out, const struct compare *c,
			  const struct columns *columns,
			  const struct table_style *style)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fputs("locks taken for each page touched", text);
	if (has_column(columns, "held"))
		fprintf(text, "; held: %s a page, with what counting takes, as in all costs of such a kernel",
			c->exact ? "instructions" : "ns");
	if (has_column(columns, WAITS))
		fputs("; waits/M: of a million times that the first lock is taken, those that wait", text);
	if (has_column(columns, OTHERS))
		fputs("; others: all further locks", text);
	fputc(':', text);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 2, "", style);
	free(line);
}

void ab_locks_print(FILE *out, const struct compare *c,
		    size_t row,
		    const struct table_style *style)
{
	if (!locks_any_in_row(c, row))
		return;
	const struct columns columns = choose(c, row, style);
	print_meaning(out, c, &columns, style);
	print_titles(out, &columns, ab_label_room(c, style));
	for (size_t t = 0; t < c->nr_sides; t++) {
		const struct compare_cell *cell = compare_cell(c, row, t);
		if (!cell->measured)
			continue;
		ab_print_label(out, cell->side->name, ab_label_room(c, style), style);
		print_line(out, &columns, &cell->locks);
	}
}
