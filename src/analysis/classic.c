/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/classic.h"

#include <stdlib.h>

#include "base/text.h"
#include "stats/estimate.h"
#include "analysis/build.h"

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

/* Over repetitions. */
struct sums {
	double user, system, cpu, wall, pages;
	bool split;		/* user and system are known */
	size_t n;
};

/* Ticks see too little of less: the slowest in use are 100 a second. */
static const double TICKS_S = 1.0;

static void add(struct sums *sums, const struct sample *s)
{
	sums->user += s->user_s.value;
	sums->system += s->system_s.value;
	sums->split &= s->user_s.known && s->system_s.known;
	sums->cpu += s->cpu_s.value;
	sums->wall += s->wall_s.value;
	sums->pages += (double)s->pages.value;
	sums->n++;
}

static struct real over(double value, double by, bool known)
{
	return known && by > 0 ? real_of(value / by) : (struct real){ 0 };
}

static struct classic_row row_of(const struct sums *all, const double wall[], size_t n)
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

struct classic_row classic_of(const struct units *units)
{
	double *wall = error_unless_memory(calloc(units->n + 1, sizeof(*wall)));
	struct sums all = { .split = true };
	for (size_t i = 0; i < units->n; i++) {
		const struct unit *unit = &units->unit[i];
		for (size_t j = 0; j < unit->n; j++) {
			const struct sample *s = units->rep[unit->first + j].sample;
			add(&all, s);
			wall[i] += s->wall_s.value;
		}
	}
	const struct classic_row row = row_of(&all, wall, units->n);
	free(wall);
	return row;
}
