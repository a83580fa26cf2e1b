/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/plan.h"

#include <errno.h>
#include <stdlib.h>

#include "base/size.h"
#include "fault/resolve.h"
#include "machine/memory.h"

/* How often the limit and the harness's own cost are measured for a row. */
enum { LIMIT_REPS = 3, NOP_REPS = 3 };

/* A quarter of what is available, in whole MiB: for machines without 1 GiB. */
static int default_bytes(struct workload_words *words, struct error *err)
{
	const struct count available = memory_available("");
	const uint64_t mib = UINT64_C(1) << 20;
	const uint64_t quarter = available.value / 4 / mib * mib;
	char text[24];
	if (!available.known || quarter >= 256 * mib)
		return 0;
	return workload_words_set(words, workload_field("bytes"),
				  size_format(quarter ? quarter : mib, text,
					      sizeof(text)), err);
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

/* The order of the first repetitions does not depend on how many follow. */
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

int plan_make(struct run_options *options, struct plan *plan, struct error *err)
{
	int rc = 0;
	*plan = (struct plan){ 0 };
	if (workload_words_nr(&options->words, "bytes") == 0)
		rc = default_bytes(&options->words, err);
	if (rc == 0) {
		workload_words_rows(&options->words, options->seed, &plan->row,
				    &plan->nr_rows);
		rc = workloads_resolve(plan->row, plan->nr_rows, err);
	}
	if (rc == 0 && make_order(options, options->reps.value, plan) != 0)
		rc = error_set(err, -ENOMEM, "out of memory");
	if (rc != 0)
		plan_close(plan);
	return rc;
}

void plan_close(struct plan *plan)
{
	workloads_close(plan->row, plan->nr_rows);
	free(plan->row);
	free(plan->step);
	*plan = (struct plan){ 0 };
}
