/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/trial.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "fault/classic.h"
#include "fault/collect.h"
#include "fault/repetition.h"

/*
 * Unmapped where the first task ran: freed on a CPU of the scheduler's choice,
 * the next repetition finds other pages, and its time differs by some percent.
 */
static void close_region(struct repetition *rep, struct trial_result *result)
{
	struct cpu_sets own = { 0 };
	if (!rep->team->region.base)
		return;
	const bool known = cpu_sets_allowed(&own, NULL) == 0;
	if (known)
		placement_pin(&rep->workload->placement, 0);
	const uint64_t start_ns = clock_wall_ns();
	region_unmap(&rep->team->region);
	result->teardown_ns = count_of(clock_wall_ns() - start_ns);
	region_close(&rep->team->region);
	if (known)
		sched_setaffinity(0, own.set_bytes, own.set[0]);
	cpu_sets_close(&own);
}

static void plan_nodes(struct repetition *rep)
{
	if (rep->team->role != ROLE_MEASURE)
		return;
	rep->locality = locality_open(rep->workload);
	rep->team->looks_at_nodes = rep->locality.n > 0;
}

static int run_window(struct repetition *rep, struct trial_result *result,
		      struct error *err)
{
	int rc = repetition_map(rep);
	if (rc != 0)
		return error_set(err, rc, "map %" PRIu64 " bytes: %s: ask for less with -b, or raise ulimit -v",
				 rep->workload->bytes, strerror(-rc));
	plan_nodes(rep);
	rc = crew_run(&rep->crew);
	collect_locks(rep, result);
	if (rc != 0)
		error_set(err, rc, "start task %" PRIu32 " of %" PRIu32 ": %s: ask for fewer with -t, or raise ulimit -u",
			  rep->crew.nr_started + 1, rep->workload->nr_tasks,
			  strerror(-rc));
	if (rep->crew.abandoned)
		return error_set(err, -EINTR, "interrupted");
	if (rc == 0)
		rc = collect_failure(rep, err);
	if (rc == 0)
		collect_result(rep, result);
	close_region(rep, result);
	return rc;
}

int trial_run(const struct workload *workload, enum role role,
	      const struct trial_context *context, struct trial_result *result,
	      struct error *err)
{
	const bool classic = workload->classic && role == ROLE_MEASURE;
	const bool pressed = workload->pressure && role == ROLE_MEASURE;
	const struct team team = { .workload = workload, .role = role,
				   .backing = context->backing,
				   .counts_locks = !classic && lock_stat_counts(),
				   .looks = !classic,
				   .ask = pressed ? context->ask : NULL };
	struct repetition repetition;
	*result = (struct trial_result){ 0 };
	int rc = repetition_open(&repetition, &team, context->interrupts);
	if (rc != 0)
		return error_set(err, rc, "map %zu bytes beside the region: %s",
				 repetition.shared_bytes, strerror(-rc));
	repetition.machine = &context->machine;
	rc = classic ? classic_run(&repetition, result, err) :
		       run_window(&repetition, result, err);
	if (rc != 0)
		trial_close(result);
	repetition_close(&repetition);
	return rc;
}

void trial_close(struct trial_result *result)
{
	latency_close(result->latency);
	lock_uses_close(&result->locks);
	free(result->task);
	*result = (struct trial_result){ 0 };
}
