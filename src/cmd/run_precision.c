/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/run_precision.h"

#include <inttypes.h>

#include "base/text.h"
#include "fault/workload_field.h"
#include "machine/clock.h"

enum { OPEN_REPS_MOST = 10000, BUDGET_S = 600 };

double run_budget_s(const struct run_options *o)
{
	return o->budget_s > 0 ? o->budget_s : BUDGET_S;
}

/* Of a budget alone -r is the most that is wanted, of a precision the least. */
static uint64_t most_reps(const struct run_options *o)
{
	if (o->precision <= 0 && o->reps.known)
		return o->reps.value;
	return o->reps.value > OPEN_REPS_MOST ? o->reps.value : OPEN_REPS_MOST;
}

static void look(struct precision *p, const void *source)
{
	const struct run_times *times = source;
	const struct sequential_rule rule = precision_rule(p);
	for (size_t i = 0; i < p->nr_rows; i++) {
		precision_set(p, &p->row[i], sequential_mean(&rule, times[i].wall_s,
							     times[i].n));
		p->row[i].is_invalid &= times[i].n == 0;
	}
}

/* "anon-write sequential, 2 threads": what the rows of a run differ by. */
static char *name_of(const struct workload *row)
{
	char pattern[40];
	const char *task = row->processes ? "process" : "thread";
	return text_format("%s %s, %" PRIu32 " %s%s", row->kind->name,
			   pattern_text(&row->pattern, pattern, sizeof(pattern)),
			   row->nr_tasks, task, row->nr_tasks == 1 ? "" :
			   row->processes ? "es" : "s");
}

void run_precision_open(struct precision *precision, const struct run_options *o,
			const struct plan *plan, const struct run_times *times)
{
	*precision = (struct precision){
		.wanted = o->precision, .least = o->reps.value,
		.most = most_reps(o), .units = 1, .looks_get_rare = true,
		.unit = "repetition", .of = "each row",
		.look = look, .source = times, .end = PRECISION_INTERRUPTED,
	};
	for (size_t i = 0; i < plan->nr_rows; i++)
		precision_add(precision, name_of(&plan->row[i]));
	budget_start(&precision->budget, run_budget_s(o), clock_wall_ns);
}

void run_times_add(struct run_times *times, const struct sample *sample)
{
	if (!sample->ok || !sample->wall_s.known)
		return;
	times->wall_s = records_grow(times->wall_s, times->n,
				     sizeof(*times->wall_s));
	times->wall_s[times->n++] = sample->wall_s.value;
}
