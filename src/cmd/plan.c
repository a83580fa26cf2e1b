/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/known.h"
#include "machine/memory.h"

/* How often the limit and the harness's own cost are measured for a row. */
enum { LIMIT_REPS = 3, NOP_REPS = 3 };

/* ---- rows ---- */

static uint64_t default_bytes(void)
{
	const struct count available = memory_available("");
	const uint64_t most = UINT64_C(256) << 20;
	const uint64_t mib = UINT64_C(1) << 20;
	if (!available.known || available.value / 4 >= most)
		return most;
	return available.value / 4 > mib ? available.value / 4 / mib * mib : mib;
}

static struct workload row_of(const struct run_options *options,
			      const struct plan *plan, size_t kind,
			      size_t pattern, uint32_t nr_tasks)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	const uint64_t bytes = plan->bytes;
	struct workload row = {
		.kind = options->kind[kind],
		.pattern = options->pattern[pattern],
		.requested_bytes = bytes,
		.bytes = workload_whole_pages(bytes, page, nr_tasks),
		.page_bytes = page,
		.nr_tasks = nr_tasks,
		.processes = options->processes,
		.own_regions = options->own_regions || options->processes,
		.cachelines = (uint32_t)options->cachelines,
		.thp = options->thp,
		.any_faults = options->any_faults,
		.latency = options->latency,
		.classic = options->classic,
		.placement = plan->placement,
		.bind_text = plan->bind_text,
		.policy = options->policy,
	};
	row.pattern.seed = options->seed;
	return row;
}

static int make_rows(const struct run_options *options, struct plan *plan,
		     struct error *err)
{
	const struct list *threads = &options->threads;
	plan->bytes = options->bytes ? options->bytes : default_bytes();
	plan->row = calloc(options->nr_kinds * options->nr_patterns * threads->n,
			   sizeof(*plan->row));
	if (!plan->row)
		return error_set(err, -ENOMEM, "out of memory");
	for (size_t k = 0; k < options->nr_kinds; k++)
		for (size_t p = 0; p < options->nr_patterns; p++)
			for (size_t t = 0; t < threads->n; t++)
				plan->row[plan->nr_rows++] =
					row_of(options, plan, k, p,
					       (uint32_t)threads->values[t]);
	return 0;
}

static int check_rows(const struct plan *plan, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < plan->nr_rows; i++)
		rc = workload_check(&plan->row[i], err);
	return rc;
}

/* ---- the order ---- */

static int make_order(const struct run_options *options, uint64_t reps,
		      struct plan *plan)
{
	const struct order_choice choice = {
		.nr_rows = plan->nr_rows,
		.reps = reps,
		.warmup = run_options_warmup(options),
		.limit_reps = LIMIT_REPS,
		.nop_reps = NOP_REPS,
		.seed = options->seed,
	};
	struct step *step;
	size_t nr_steps;
	if (order_make(&choice, &step, &nr_steps) != 0)
		return -ENOMEM;
	free(plan->step);
	plan->step = step;
	plan->nr_steps = nr_steps;
	plan->reps = reps;
	return 0;
}

/* Of more repetitions the first are in the same order: see fault/order.h. */
int plan_more(const struct run_options *options, struct plan *plan)
{
	return make_order(options, 2 * plan->reps, plan);
}

bool plan_begins_block(const struct plan *plan, size_t i)
{
	return i == 0 || i >= plan->nr_steps ||
	       plan->step[i].warmup != plan->step[i - 1].warmup ||
	       plan->step[i].rep != plan->step[i - 1].rep;
}

uint64_t plan_rounds(const struct plan *plan, size_t i)
{
	if (i >= plan->nr_steps)
		return plan->reps;
	return plan->step[i].warmup ? 0 : plan->step[i].rep;
}

int plan_make(const struct run_options *options, struct plan *plan,
	      struct error *err)
{
	*plan = (struct plan){ 0 };
	int rc = 0;
	if (options->processes && options->regions_given && !options->own_regions)
		rc = error_set(err, -EINVAL,
			       "--regions shared: processes map their own: expected --regions own, or --tasks threads");
	if (rc == 0)
		rc = policy_check(&options->policy, err);
	if (rc == 0)
		rc = placement_plan(&options->bind, &plan->placement, err);
	if (rc == 0) {
		plan->bind_text = bind_text(&options->bind);
		rc = plan->bind_text ? 0 : error_set(err, -ENOMEM, "out of memory");
	}
	if (rc == 0)
		rc = make_rows(options, plan, err);
	if (rc == 0)
		rc = check_rows(plan, err);
	if (rc == 0)
		rc = make_order(options, options->reps, plan) == 0 ? 0 :
			error_set(err, -ENOMEM, "out of memory");
	if (rc != 0)
		plan_close(plan);
	return rc;
}

void plan_close(struct plan *plan)
{
	free(plan->row);
	free(plan->step);
	free(plan->bind_text);
	placement_close(&plan->placement);
	*plan = (struct plan){ 0 };
}
