/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which units of two sides are compared, and why sometimes none are.
 */
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

/* Repetitions as made_reps has them, in the order of time, and what is found. */
static const struct found {
	const char *words, *unit, *why;	/* why: its first words; NULL: there is an interval */
	size_t nr_pairs;
	bool this_boot;
} cases[] = {
	{ "a1x a2x b3y b4y", "boot", NULL, 0, false },
	{ "a1x b3y b4y", "boot", "one boot on a side", 0, false },
	{ "a1x a2y b3z", "boot", "one boot on a side", 0, false },
	{ "a-x a-y b3z b4z", "boot", "which boots they are of", 0, false },
	{ "a1x b1y b2z a2w", "boot", NULL, 2, false },
	{ "a1x a2w b1y b2z", "boot", "all of one was measured before", 0, false },
	{ "a1x b1y a2z b3w", "boot", "some boots have both", 0, false },
	{ "a1x b1y b1z a1w", "run", NULL, 2, true },
	{ "a1x b1y a1z b1v a1w", "run", NULL, 0, true },
	{ "a1x a1y b1z b1w", "run", "all of one was measured before", 0, true },
	{ "a1x b1y", "run", "one run of each", 0, true },
};

static const double cost[] = { 100, 100, 100, 100, 100 };

/* A pairing of the rows of both sides; cell and made are room for it. */
static struct pairing choose(struct made_build *made, const struct records *records,
			     struct compare_cell *cell)
{
	made_build(made, records);
	made->compare.exact = records->sample->instructions.known;
	build_read(&made->build, NULL);
	*cell = (struct compare_cell){ 0 };
	struct pairing p = { .build = &made->build, .x = made->build.side_row[0],
			     .y = made->build.side_row[1], .cell = cell };
	design_choose(&p);
	return p;
}

static void close_all(struct pairing *p, struct made_build *made, struct records *records)
{
	units_close(&p->a);
	units_close(&p->b);
	free(p->pair);
	made_build_close(made);
	records_close(records);
}

static void test_case(const struct found *found)
{
	struct records records = { 0 };
	struct made_build made;
	struct compare_cell cell;
	made_reps(&records, "native", found->words, cost);
	struct pairing p = choose(&made, &records, &cell);
	is_text(cell.unit, found->unit, "of %s the unit is the %s", found->words, found->unit);
	ok(found->why ? cell.why && strncmp(cell.why, found->why, strlen(found->why)) == 0 :
			!cell.why,
	   "%s: %s", found->words, found->why ? found->why : "it has an interval");
	is_int(p.nr_pairs, found->nr_pairs, "it has %zu pairs", found->nr_pairs);
	ok(cell.paired == (found->nr_pairs > 0) && cell.this_boot == found->this_boot,
	   "and the cell says so");
	close_all(&p, &made, &records);
}

static void test_neighbours(void)
{
	struct records records = { 0 };
	struct made_build made;
	struct compare_cell cell;
	made_reps(&records, "native", "a1x b1y b1z a1w", cost);
	const char *first = records.sample[0].time;
	records.sample[0].time = records.sample[3].time;
	records.sample[3].time = first;
	struct pairing p = choose(&made, &records, &cell);
	ok(p.pair[0].a == 1 && p.pair[0].b == 0 && p.pair[1].a == 0 && p.pair[1].b == 1,
	   "neighbours in time are pairs, whichever of both was first");
	close_all(&p, &made, &records);
	made_reps(&records, "native", "a1x b1y b1z a1w", cost);
	records.sample[2].time = NULL;
	p = choose(&made, &records, &cell);
	is_text(cell.why, "when they were measured is not known", "without a time nobody knows neighbours");
	close_all(&p, &made, &records);
}

static void test_sums(void)
{
	struct records records = { 0 };
	struct made_build made;
	struct compare_cell cell;
	made_reps(&records, "native", "a1x b2y", cost);
	records.sample[1].reps = count_of(10);
	struct pairing p = choose(&made, &records, &cell);
	is_text(cell.unit, "sum", "a repetition that is a sum makes its row one");
	ok(cell.why != NULL, "which has no interval");
	close_all(&p, &made, &records);
}

static void test_exact(void)
{
	const double same[] = { 100, 90, 100, 90 }, unlike[] = { 100, 90, 101, 90, 100 };
	struct records records = { 0 };
	struct made_build made;
	struct compare_cell cell;
	made_reps(&records, "exact", "a1x b2y a3x b4y", same);
	struct pairing p = choose(&made, &records, &cell);
	ok(cell.exact_one_layout && p.nr_pairs == 1 && !p.a_varies && !cell.varies,
	   "exact boots of one layout are one pair");
	ok(!cell.identical, "costs that differ are not identical");
	ok(design_is_one_layout(&made.build), "all that was measured is of one layout");
	close_all(&p, &made, &records);
	made_reps(&records, "exact", "a1x b2y a3x b4y a5x", unlike);
	p = choose(&made, &records, &cell);
	ok(p.a_varies && !cell.varies, "a side varies where its boots differ by one instruction a page");
	close_all(&p, &made, &records);
	made_reps(&records, "exact", "a1x b2y", cost);
	p = choose(&made, &records, &cell);
	ok(cell.identical, "equal counts are identical");
	close_all(&p, &made, &records);
}

static void test_campaigns(void)
{
	const struct made_campaign layouts = { "l", "exact", "layout", 2, 1, 2 };
	const struct made_campaign blocks = { "n", "native", "block", 2, 1, 2 };
	struct records records = { 0 };
	struct made_build made;
	struct compare_cell cell;
	made_rounds(&records, &layouts, cost, cost);
	struct pairing p = choose(&made, &records, &cell);
	ok(p.nr_pairs == 2 && cell.paired && !cell.exact_one_layout, "each layout is a pair");
	ok(!design_is_one_layout(&made.build), "and two are not one");
	close_all(&p, &made, &records);
	made_rounds(&records, &blocks, cost, cost);
	p = choose(&made, &records, &cell);
	is_text(cell.unit, "block", "blocks of a campaign are units");
	ok(p.nr_pairs == 2 && cell.this_boot, "those of one round are pairs, on this boot");
	close_all(&p, &made, &records);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		test_case(&cases[i]);
	test_neighbours();
	test_sums();
	test_exact();
	test_campaigns();
	return tap_done();
}
