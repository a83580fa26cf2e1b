/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/classic.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "stats/estimate.h"

bool classic_is(const struct compare_cell *cell)
{
	return cell->like && text_same(cell->like->accounting, "classic");
}

bool classic_any(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		if (classic_is(compare_cell(c, i / c->nr_sides, i % c->nr_sides)))
			return true;
	return false;
}

/* Of one boot, over its repetitions. */
struct sums {
	double user, system, cpu, wall, pages;
	bool split;		/* user and system are known */
	size_t n;
};

static struct sums sums_of(const struct records *records,
			   const struct boot_range *range, size_t row)
{
	struct sums sums = { .split = true };
	for (size_t i = range->first; i < range->end; i++) {
		const struct sample *s = &records->sample[i];
		if (!count_is(s->row, row) || s->warmup || !s->ok ||
		    !text_same(s->role, "measure") || !s->wall_s.known ||
		    !text_same(s->boot_id, facts_text(range->boot, "id")))
			continue;
		sums.user += s->user_s.value;
		sums.system += s->system_s.value;
		sums.split &= s->user_s.known && s->system_s.known;
		sums.cpu += s->cpu_s.value;
		sums.wall += s->wall_s.value;
		sums.pages += (double)s->pages.value;
		sums.n++;
	}
	return sums;
}

/* Ticks see too little of less: the slowest that are in use are 100 a second. */
static const double TICKS_S = 1.0;

static void add_boot(struct sums *all, const struct sums *boot)
{
	all->user += boot->user;
	all->system += boot->system;
	all->split &= boot->split;
	all->cpu += boot->cpu;
	all->wall += boot->wall;
	all->pages += boot->pages;
	all->n += boot->n;
}

static struct real over(double value, double by, bool known)
{
	return known && by > 0 ? real_of(value / by) : (struct real){ 0 };
}

static struct classic_row row_of(const struct sums *all, const double wall[],
				 size_t n)
{
	const struct estimate walls = estimate_of(wall, n);
	const double boots = (double)n;
	const bool split = all->split && all->cpu >= TICKS_S;
	return (struct classic_row){
		.user_s = over(all->user, boots, split),
		.system_s = over(all->system, boots, split),
		.wall_s = over(all->wall, boots, true),
		.per_cpu_s = over(all->pages, all->cpu, true),
		.per_wall_s = over(all->pages, all->wall, true),
		.half_width = over(walls.half_width.value, walls.mean.value,
				   walls.half_width.known),
		.nr_boots = n,
		.nr_reps = n > 0 ? (all->n + n / 2) / n : 0,
	};
}

struct classic_row classic_row_of(const struct compare *c,
				  const struct boots *boots, size_t row,
				  size_t side)
{
	double *wall = error_unless_memory(calloc(boots->n + 1, sizeof(*wall)));
	struct sums all = { .split = true };
	size_t n = 0;
	for (size_t i = 0; i < boots->n; i++) {
		const struct boot_range *range = &boots->range[i];
		const struct real of = facts_number(range->boot, "treatment");
		if (!of.known || of.value != (double)side)
			continue;
		const struct sums sums = sums_of(c->records, range, row);
		if (sums.n == 0)
			continue;
		add_boot(&all, &sums);
		wall[n++] = sums.wall;
	}
	const struct classic_row made = row_of(&all, wall, n);
	free(wall);
	return made;
}
