/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Locks of a page touched, from the counters of repetitions of 100 pages.
 */
#include "analysis/locks.h"

#include "base/known.h"
#include "record/packed.h"
#include "tap.h"

/* Append a repetition with n of these counters: those of no number last. */
static void add(struct records *records, double table, double vma, size_t n)
{
	const struct pair pair[] = {
		{ "faults", NULL, real_of(7) },
		{ "lock.page_table.acquisitions", NULL, real_of(table) },
		{ "lock.page_table.hold_ns", NULL, real_of(1000) },
		{ "lock.vma.read.acquisitions", NULL, real_of(vma) },
		{ "lock.mmap.acquisitions", NULL, real_of(50) },
		{ "lock.mmap.unheard_of", NULL, real_of(50) },
		{ "lock.acquisitions", NULL, real_of(50) },
		{ "lock..acquisitions", NULL, real_of(50) },
		{ "lock.zone.acquisitions", NULL, { 0, false } },
	};
	struct sample *s = records_add(records, &(struct sample){ .pages = count_of(100) });
	counters_set(records, &s->counters, pair, n < ARRAY_SIZE(pair) ? n : ARRAY_SIZE(pair));
}

/* Of units of so many repetitions each. */
static struct lock_costs costs_of(const struct records *records, const size_t nr_reps[],
				  size_t n)
{
	const struct sample *sample[8];
	struct sample_list unit[8];
	struct lock_costs costs = { 0 };
	for (size_t i = 0; i < records->nr_samples; i++)
		sample[i] = &records->sample[i];
	for (size_t i = 0, first = 0; i < n; first += nr_reps[i++])
		unit[i] = (struct sample_list){ sample + first, nr_reps[i] };
	locks_fill(&costs, unit, n);
	return costs;
}

static double taken(const struct lock_cost *lock)
{
	return lock->of_page[LOCK_ACQUISITIONS].mean.value;
}

static void test_costs(void)
{
	struct records records = { 0 };
	const size_t nr_reps[] = { 1, 2, 2 };
	add(&records, 200, 100, 99);
	add(&records, 300, 100, 99);
	add(&records, 500, 100, 99);
	add(&records, 200, 100, 99);
	add(&records, 200, 100, 1);
	struct lock_costs costs = costs_of(&records, nr_reps, ARRAY_SIZE(nr_reps));
	is_int(costs.nr_units, 2, "a unit of which a repetition has no counts has none");
	is_int(costs.n, 3, "what is no lock's number is none");
	is_text(costs.lock[0].name, "page_table", "the lock most often taken is the first");
	is_text(costs.lock[1].name, "vma.read", "a lock's name may have dots");
	is_near(costs.lock[0].unit[LOCK_ACQUISITIONS][1], 4, 1e-12,
		"a unit's number is over all its pages");
	is_near(taken(&costs.lock[0]), 3, 1e-12, "a lock's is the mean over units, 2 and 4");
	is_near(costs.lock[0].of_page[LOCK_ACQUISITIONS].half_width.value, 12.7062047, 1e-6,
		"with its interval");
	is_near(costs.lock[0].of_page[LOCK_HOLD_NS].mean.value, 10, 1e-12,
		"each number by itself");
	ok(locks_find(&costs, "mmap") == &costs.lock[2], "a lock is found by its name");
	ok(!locks_find(&costs, "zone"), "one that was not counted is not");
	struct lock_cost sum = { 0 };
	locks_sum(&costs, 1, &sum);
	is_near(taken(&sum), 1.5, 1e-12, "locks from one on have a sum");
	is_near(sum.of_page[LOCK_ACQUISITIONS].half_width.value, 0, 1e-12,
		"whose interval is that of the units' sums");
	locks_close(&costs);
	locks_close(&costs);
	records_close(&records);
}

static void test_none(void)
{
	struct records records = { 0 };
	add(&records, 200, 100, 1);
	struct lock_costs costs = costs_of(&records, &(size_t){ 1 }, 1);
	ok(costs.n == 0 && costs.nr_units == 0, "other counters are no locks");
	locks_close(&costs);
	records_close(&records);
}

int main(void)
{
	test_costs();
	test_none();
	return tap_done();
}
