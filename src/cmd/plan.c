/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/plan.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/known.h"
#include "fault/trial.h"
#include "machine/memory.h"

/* How often the limit and the harness's own cost are measured for a row. */
enum { LIMIT_REPS = 3, NOP_REPS = 3 };

/* ---- rows ---- */

/* Whole pages, at least one a task. */
static uint64_t rounded(uint64_t bytes, uint64_t page, uint64_t nr_tasks)
{
	const uint64_t pages = bytes / page + (bytes % page != 0);
	return (pages < nr_tasks ? nr_tasks : pages) * page;
}

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
		.bytes = rounded(bytes, page, nr_tasks),
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

/* "21.9G": the largest that fits, rounded down. */
static const char *fit_text(uint64_t bytes, char *text, size_t n)
{
	if (bytes >= UINT64_C(10) << 30)
		snprintf(text, n, "%.1fG",
			 floor((double)bytes / 0x1p30 * 10) / 10);
	else
		snprintf(text, n, "%" PRIu64 "M", bytes >> 20);
	return text;
}

static int check_fits(const struct plan *plan, struct error *err)
{
	const struct count fits = memory_fits("");
	for (size_t i = 0; fits.known && i < plan->nr_rows; i++) {
		const struct workload *row = &plan->row[i];
		const uint64_t needs = trial_bytes(row);
		if (row->bytes < SIZE_MAX / 4 && needs <= fits.value)
			continue;
		char asked[24], most[24];
		const double share = (double)row->bytes / (double)needs;
		return error_set(err, -ENOMEM,
				 "%s do not fit: expected at most %s here: ask for less with -b",
				 size_format(row->requested_bytes, asked,
					     sizeof(asked)),
				 fit_text((uint64_t)((double)fits.value * share),
					  most, sizeof(most)));
	}
	return 0;
}

/* ---- the order ---- */

static void add_step(struct plan *plan, size_t row, enum role role, bool warmup,
		     uint64_t rep)
{
	plan->step[plan->nr_steps++] = (struct step){ row, role, warmup, rep };
}

static void shuffle(struct step step[], size_t n, uint64_t *state)
{
	for (size_t i = n; i > 1; i--) {
		const size_t j = (size_t)random_below(state, i);
		const struct step was = step[i - 1];
		step[i - 1] = step[j];
		step[j] = was;
	}
}

/*
 * Randomised blocks: each block has one repetition of every row, in seeded
 * order, so that a machine that drifts drifts for all rows alike. The first
 * blocks also hold the limit and the harness's own cost. One round of the
 * harness comes before, in the order asked for: readers of the records meet the
 * rows in it.
 */
static int make_order(const struct run_options *options, struct plan *plan,
		      struct error *err)
{
	const uint64_t warmup = options->classic && !options->warmup_given ?
					0 : options->warmup;
	const uint64_t extra = LIMIT_REPS + NOP_REPS;
	uint64_t state = options->seed;
	const uint64_t most = (warmup + options->reps + extra) * plan->nr_rows;
	if (most < SIZE_MAX / sizeof(*plan->step))
		plan->step = calloc((size_t)most, sizeof(*plan->step));
	if (!plan->step)
		return error_set(err, -ENOMEM, "out of memory");
	for (size_t row = 0; row < plan->nr_rows; row++)
		add_step(plan, row, ROLE_NOP, false, 0);
	for (uint64_t block = 0; block < warmup + options->reps; block++) {
		const bool warm = block < warmup;
		const uint64_t rep = warm ? block : block - warmup;
		const size_t first = plan->nr_steps;
		for (size_t row = 0; row < plan->nr_rows; row++) {
			add_step(plan, row, ROLE_MEASURE, warm, rep);
			if (!warm && rep < LIMIT_REPS)
				add_step(plan, row, ROLE_LIMIT, false, rep);
			if (!warm && rep > 0 && rep < NOP_REPS)
				add_step(plan, row, ROLE_NOP, false, rep);
		}
		shuffle(plan->step + first, plan->nr_steps - first, &state);
	}
	return 0;
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
		rc = check_fits(plan, err);
	if (rc == 0)
		rc = make_order(options, plan, err);
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
