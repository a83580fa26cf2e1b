/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/run_precision.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/clock.h"

enum { OPEN_REPS_MOST = 10000, BUDGET_S = 600 };

bool run_is_open(const struct run_options *o)
{
	return o->precision > 0 || o->budget_s > 0;
}

double run_budget_s(const struct run_options *o)
{
	return o->budget_s > 0 ? o->budget_s : BUDGET_S;
}

/* "anon-write sequential, 2 threads": what the rows of a run differ by. */
static char *name_of(const struct workload *row)
{
	char pattern[40], *name = NULL;
	const char *task = row->processes ? "process" : "thread";
	if (asprintf(&name, "%s %s, %" PRIu32 " %s%s", row->kind->name,
		     pattern_text(&row->pattern, pattern, sizeof(pattern)),
		     row->nr_tasks, task, row->nr_tasks == 1 ? "" :
		     row->processes ? "es" : "s") < 0)
		return NULL;
	return name;
}

/* Of a budget alone -r is the most that is wanted, of a precision the least. */
static uint64_t most_reps(const struct run_options *o)
{
	if (o->precision <= 0 && o->reps.known)
		return o->reps.value;
	return o->reps.value > OPEN_REPS_MOST ? o->reps.value : OPEN_REPS_MOST;
}

int run_precision_open(struct run_precision *run, const struct run_options *o,
		       const struct plan *plan)
{
	*run = (struct run_precision){
		.precision = {
			.wanted = o->precision, .least = o->reps.value,
			.most = most_reps(o),
			.unit = "repetition", .of = "each row",
			.row = calloc(plan->nr_rows, sizeof(*run->precision.row)),
			.end = PRECISION_INTERRUPTED,
		},
		.times = calloc(plan->nr_rows, sizeof(*run->times)),
	};
	if (!run->precision.row || !run->times)
		return -ENOMEM;
	run->precision.nr_rows = plan->nr_rows;
	for (size_t i = 0; i < plan->nr_rows; i++)
		if (!(run->precision.row[i].name = name_of(&plan->row[i])))
			return -ENOMEM;
	budget_start(&run->precision.budget, run_budget_s(o), clock_wall_ns);
	return 0;
}

void run_precision_add(struct run_precision *run, size_t row,
		       const struct sample *sample)
{
	struct run_times *times = &run->times[row];
	if (!sample->ok || !sample->wall_s.known)
		return;
	times->wall_s = records_grow(times->wall_s, times->n,
				     sizeof(*times->wall_s));
	times->wall_s[times->n++] = sample->wall_s.value;
}

/* Between looks; where there are many repetitions one more tells little. */
static uint64_t step_of(uint64_t rounds)
{
	return rounds < 200 ? 1 : rounds < 2000 ? 10 : 100;
}

void run_precision_look(struct run_precision *run)
{
	struct precision *p = &run->precision;
	const uint64_t rounds = p->rounds;
	const struct sequential_rule rule = {
		.precision = p->wanted, .first = (size_t)p->least,
		.step = (size_t)step_of(rounds),
	};
	for (size_t i = 0; i < p->nr_rows; i++) {
		p->row[i].look = sequential_mean(&rule, run->times[i].wall_s,
						 run->times[i].n);
		p->row[i].is_invalid = run->times[i].n == 0 &&
				       rounds >= SEQUENTIAL_FIRST;
	}
}

bool run_precision_wants(struct run_precision *run, uint64_t rounds)
{
	budget_round(&run->precision.budget);
	run->precision.rounds = rounds;
	if (run->precision.wanted > 0 && rounds % step_of(rounds) == 0)
		run_precision_look(run);
	return precision_wants(&run->precision, rounds);
}

void run_precision_close(struct run_precision *run)
{
	for (size_t i = 0; run->times && i < run->precision.nr_rows; i++)
		free(run->times[i].wall_s);
	free(run->times);
	precision_close(&run->precision);
	*run = (struct run_precision){ 0 };
}
