/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Below a row of a comparison, where its kernels count their locks: how often each
 * page takes them, and for how long.
 */
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "view/table/compare_columns.h"
#include "view/table/below.h"
#include "view/table/grid.h"

enum { COLUMNS_MOST = 16, WITH_TIME = 2, HALF = 6 };

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

/* ---- which locks there are ---- */

static bool is_taken(const struct compare *c, const char *name)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const struct lock_cost *lock = locks_find(
			&compare_cell(c, i / c->nr_sides, i % c->nr_sides)->locks,
			name);
		if (lock && lock->of_page[LOCK_ACQUISITIONS].mean.value >= FEWEST)
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

/* ---- what is shown: of the lock that has the column's name ---- */

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

static struct value get_half(const void *of, const struct column *column)
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

/* ---- which columns there is room for ---- */

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
	column.get = get_half;
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

/* ---- printing ---- */

static void print_meaning(const struct doc *doc, const struct compare *c,
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
	struct compare_line *line = compare_lines(
		&(struct compare_rows){ c, row, 1, NULL }, &n);
	print_meaning(doc, c, &columns);
	grid_print_lines(doc, &(struct grid){
		.name = "Locks", .columns = &all, .where = IN_TABLE,
		.label = compare_line_label,
		.label_title = "side", .label_room = label_room,
	}, &(struct grid_lines){ line, sizeof(*line), n, 0 });
	free(line);
}
