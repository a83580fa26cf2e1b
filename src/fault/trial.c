/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/trial.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault/repetition.h"

/* ---- the results of tasks that have ended ---- */

static int collect_failure(const struct repetition *rep, struct error *err)
{
	const struct workload *w = rep->workload;
	for (uint32_t i = 0; i < w->nr_tasks; i++) {
		const struct task *task = &rep->task[i];
		if (task->rc == -ECHILD)
			return error_set(err, task->rc,
					 "the process of task %" PRIu32 " died: %s: if memory ran out, ask for less with -b",
					 i, task->step);
		if (task->rc != 0)
			return error_set(err, task->rc,
					 "task %" PRIu32 " could not %s: %s",
					 i, task->step, strerror(-task->rc));
	}
	/* Tasks that were given up come last: another one is the reason. */
	for (uint32_t i = 0; i < w->nr_tasks; i++)
		if (!rep->task[i].done)
			return error_set(err, -ECHILD,
					 "task %" PRIu32 " did not come to its end",
					 i);
	return 0;
}

/*
 * The kernel's user and system times only say how CPU time splits: their sum is
 * a tick late. Source: kernel/sched/cputime.c, cputime_adjust().
 */
static void split_cpu(struct trial_result *result, uint64_t user_ns,
		      uint64_t system_ns)
{
	const uint64_t sum = user_ns + system_ns;
	if (sum == 0)
		return;
	const double user = (double)result->cpu_ns * (double)user_ns /
			    (double)sum;
	result->user_ns = count_of((uint64_t)user);
	result->system_ns = count_of(result->cpu_ns - (uint64_t)user);
}

static struct trial_task task_result(const struct repetition *rep, uint32_t i)
{
	const struct task *task = &rep->task[i];
	const struct usage *usage = &task->usage;
	const uint64_t release_ns = rep->team->meet[MEET_START].release_ns;
	const bool known = rep->machine->faults_known;
	return (struct trial_task){
		.cpu = placement_cpu(&rep->workload->placement, i),
		.pages = rep->team->role == ROLE_NOP ? 0 : task->nr_touched,
		.start_ns = task->start_ns - release_ns,
		.end_ns = task->end_ns - release_ns,
		.cpu_ns = task->cpu_ns,
		.nr_blocked = usage->voluntary > task->nr_sleeps ?
				      usage->voluntary - task->nr_sleeps : 0,
		.faults_minor = { usage->faults_minor, known },
		.faults_major = { usage->faults_major, known },
	};
}

/* The sums over all tasks. */
static void collect_tasks(const struct repetition *rep,
			  struct trial_result *result)
{
	uint64_t user_ns = 0, system_ns = 0;
	result->faults_minor = result->faults_major = count_of(0);
	for (uint32_t i = 0; i < result->nr_tasks; i++) {
		const struct usage *usage = &rep->task[i].usage;
		const struct trial_task task = task_result(rep, i);
		result->task[i] = task;
		result->pages += task.pages;
		result->cpu_ns += task.cpu_ns;
		result->faults_minor = count_add(result->faults_minor,
						 task.faults_minor);
		result->faults_major = count_add(result->faults_major,
						 task.faults_major);
		result->voluntary += usage->voluntary;
		result->involuntary += usage->involuntary;
		user_ns += usage->user_ns;
		system_ns += usage->system_ns;
	}
	split_cpu(result, user_ns, system_ns);
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* From the release to the last of all tasks. */
static void collect_times(const struct repetition *rep,
			  struct trial_result *result)
{
	const struct barrier *meet = rep->team->meet;
	const uint64_t leave_ns = meet[MEET_LEAVE].release_ns;
	uint64_t first_ns = UINT64_MAX, last_ns = 0, unmapped_ns = leave_ns;
	for (uint32_t i = 0; i < result->nr_tasks; i++) {
		const struct trial_task *task = &result->task[i];
		first_ns = task->start_ns < first_ns ? task->start_ns : first_ns;
		last_ns = later(last_ns, task->start_ns);
		result->wall_ns = later(result->wall_ns, task->end_ns);
		unmapped_ns = later(unmapped_ns, rep->task[i].unmapped_ns);
	}
	result->skew_ns = last_ns - first_ns;
	result->concurrent = result->skew_ns <= result->wall_ns / 2;
	result->setup_ns = count_of(meet[MEET_START].release_ns - rep->begin_ns);
	result->teardown_ns = count_of(unmapped_ns - leave_ns);
}

/* touch [those of the task] receives its touches. Returns how many. */
static size_t take_touches(const struct repetition *rep, const struct task *task,
			   struct latency_touch touch[])
{
	const struct workload *w = rep->workload;
	const size_t nr_pages = (size_t)task->slice.nr_pages;
	const struct visits v = pattern_plan(&w->pattern, nr_pages, task->index);
	uint32_t *page = NULL;
	if (v.step == 0) {
		page = error_unless_memory(malloc(v.count * sizeof(*page)));
		if (pattern_fill(&w->pattern, nr_pages, task->index, page) != 0)
			error_unless_memory(NULL);
	}
	for (size_t i = 0; i < v.count; i++)
		touch[i] = (struct latency_touch){
			.page = (uint32_t)(task->slice.first_page +
					   visits_page(&v, page, i)),
			.stamp = task->stamp[i],
		};
	free(page);
	return v.count;
}

static void collect_latency(const struct repetition *rep,
			    struct trial_result *result)
{
	const struct workload *w = rep->workload;
	const double unit_ns = rep->machine->stamp_unit_ns;
	if (!w->latency || rep->team->role != ROLE_MEASURE)
		return;
	struct latency_touches touches = {
		.touch = error_unless_memory(
			malloc(result->pages * sizeof(*touches.touch))),
		.nr_pages = w->bytes / w->page_bytes,
		.unit_ns = unit_ns, .stamp_ns = clock_stamp_cost_ns(unit_ns),
	};
	for (uint32_t i = 0; i < w->nr_tasks; i++)
		touches.n += take_touches(rep, &rep->task[i],
					  touches.touch + touches.n);
	result->latency = latency_sum_up(&touches);
	free(touches.touch);
}

static struct gate_looks add_looks(const struct repetition *rep,
				   const struct region_memory *shared)
{
	struct gate_looks sum = { .before = count_of(0), .after = count_of(0),
				  .huge_bytes = shared->huge_bytes };
	for (uint32_t i = 0; i < rep->workload->nr_tasks; i++) {
		const struct task *task = &rep->task[i];
		sum.before = count_add(sum.before, task->before.present);
		sum.after = count_add(sum.after, task->after.present);
		sum.missing += task->after.missing;
		sum.extra += task->after.extra;
		if (!task->memory.huge_bytes.known)
			continue;
		sum.huge_bytes.value += task->memory.huge_bytes.value;
		sum.huge_bytes.known = true;
	}
	return sum;
}

static void judge(const struct repetition *rep, struct trial_result *result,
		  const struct region_memory *shared)
{
	const enum role role = rep->team->role;
	struct gate_looks looked = add_looks(rep, shared);
	result->expected = gate_expect(rep->workload, rep->machine, result->pages);
	if (role != ROLE_MEASURE) {
		/* Pages are there already, or not touched at all. */
		result->expected.faults_min = count_of(0);
		result->expected.faults_max = count_of(0);
		result->expected.no_more_pages &= role == ROLE_NOP;
	}
	/* Hinting faults of NUMA balancing are minor faults too. */
	const struct count hints = result->system[SYSTEM_NUMA_HINT_FAULTS];
	if (hints.known && result->expected.faults_max.known)
		result->expected.faults_max.value += hints.value;
	if (!rep->team->looks)
		looked.before.known = looked.after.known = false;
	result->pages_present = looked.after;
	gate_judge(result, role, &looked);
}

static void judge_nodes(struct repetition *rep, struct trial_result *result)
{
	for (uint32_t i = 0; i < result->nr_tasks; i++) {
		const struct count node =
			placement_node(&rep->workload->placement, i);
		locality_add(&rep->locality, (uint32_t)node.value,
			     &rep->task[i].on);
	}
	locality_judge(&rep->locality, result);
}

static void collect_system(const struct repetition *rep,
			   struct trial_result *result)
{
	struct system_counters now;
	system_counters_read(&now);
	for (int i = 0; i < NR_SYSTEM_COUNTERS; i++) {
		const struct count *was = &rep->counters.value[i];
		result->system[i].known = was->known && now.value[i].known;
		result->system[i].value = now.value[i].value - was->value;
	}
}

static void collect_locks(struct repetition *rep, struct trial_result *result)
{
	struct lock_uses before = lock_uses_read(rep->locks_before);
	result->locks = lock_uses_read(rep->locks_after);
	lock_uses_since(&result->locks, &before);
	lock_uses_close(&before);
}

/* RSS of the own regions and the shared one together. */
static void collect_rss(const struct repetition *rep,
			struct trial_result *result,
			const struct region_memory *shared)
{
	result->rss_bytes = shared->rss_bytes;
	if (!team_has_own_regions(rep->team))
		return;
	result->rss_bytes = count_of(0);
	for (uint32_t i = 0; i < result->nr_tasks; i++)
		result->rss_bytes =
			count_add(result->rss_bytes,
				  rep->task[i].memory.rss_bytes);
}

static void collect_result(struct repetition *rep, struct trial_result *result)
{
	const struct team *team = rep->team;
	struct region_memory shared = { 0 };
	result->nr_tasks = rep->workload->nr_tasks;
	result->task = error_unless_memory(
		calloc(result->nr_tasks, sizeof(*result->task)));
	collect_system(rep, result);
	/* In classic it was the child's, and is gone. */
	if (team->looks && team->region.base)
		shared = region_memory_read(team->region.base, team->region.bytes);
	collect_tasks(rep, result);
	collect_times(rep, result);
	collect_rss(rep, result, &shared);
	result->pressure = rep->task[0].pressure;
	result->pressure.faults_major.known &= rep->machine->faults_known;
	result->oversubscribed = rep->workload->placement.nr_cpus <
				 result->nr_tasks;
	judge(rep, result, &shared);
	if (rep->locality.n > 0)
		judge_nodes(rep, result);
	collect_latency(rep, result);
}

/* ---- a window ---- */

/*
 * Unmapped where the first task ran: freed on a CPU of the scheduler's choice,
 * the next repetition finds other pages, and its time differs by some percent.
 */
static void close_region(struct repetition *rep, struct trial_result *result)
{
	struct list own = { 0 };
	if (!rep->team->region.base)
		return;
	const bool known = bind_allowed(&own, NULL) == 0;
	if (known)
		placement_pin(&rep->workload->placement, 0);
	const uint64_t start_ns = clock_wall_ns();
	region_unmap(&rep->team->region);
	result->teardown_ns = count_of(clock_wall_ns() - start_ns);
	region_close(&rep->team->region);
	if (known)
		bind_to(&own);
	list_close(&own);
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
	rc = repetition_run(rep);
	collect_locks(rep, result);
	if (rc != 0)
		error_set(err, rc, "start task %" PRIu32 " of %" PRIu32 ": %s: ask for fewer with -t, or raise ulimit -u",
			  rep->nr_started + 1, rep->workload->nr_tasks,
			  strerror(-rc));
	if (rep->abandoned)
		return error_set(err, -EINTR, "interrupted");
	if (rc == 0)
		rc = collect_failure(rep, err);
	if (rc == 0)
		collect_result(rep, result);
	close_region(rep, result);
	return rc;
}

/* ---- by 2004's accounting: from before the fork of a child to after the wait for it,
 * so that fork, exit and freeing are in it ---- */

/* The child of 2004: it starts the threads and ends with all of its memory. */
static _Noreturn void classic_child(struct repetition *rep)
{
	int rc = repetition_map(rep);
	if (rc == 0)
		rc = repetition_run(rep);
	_exit(rc == 0 && !rep->abandoned ? 0 : 1);
}

static int wait_classic(struct repetition *rep, pid_t child, struct rusage *usage)
{
	int status;
	while (wait4(child, &status, 0, usage) < 0 && errno == EINTR)
		if (rep->interrupts && !rep->abandoned &&
		    atomic_load(rep->interrupts) >= 2) {
			rep->abandoned = true;
			kill(child, SIGKILL);
		}
	return status;
}

/* What the child or one of its tasks failed at; 0: nothing. */
static int failure(const struct repetition *rep, int status, struct error *err)
{
	if (rep->abandoned)
		return error_set(err, -EINTR, "interrupted");
	if (WIFSIGNALED(status))
		return error_set(err, -ECHILD, "the process of a repetition died: %s: if memory ran out, ask for less with -b",
				 strsignal(WTERMSIG(status)));
	const int rc = collect_failure(rep, err);
	if (rc == 0 && status != 0)
		return error_set(err, -ECHILD, "the process of a repetition could not map its region or start its tasks: ask for less with -b or -t");
	return rc;
}

static int classic_run(struct repetition *rep, struct trial_result *result,
		struct error *err)
{
	struct rusage usage;
	fflush(NULL);
	const pid_t parent = getpid();
	const uint64_t start_ns = clock_wall_ns();
	const pid_t child = fork();
	if (child == 0) {
		repetition_be_child(parent);
		classic_child(rep);
	}
	if (child < 0)
		return error_set(err, -errno, "fork: %s", strerror(errno));
	const int status = wait_classic(rep, child, &usage);
	const uint64_t wall_ns = clock_wall_ns() - start_ns;
	const int rc = failure(rep, status, err);
	if (rc != 0)
		return rc;
	collect_result(rep, result);
	result->wall_ns = wall_ns;
	result->user_ns = count_of(clock_timeval_ns(&usage.ru_utime));
	result->system_ns = count_of(clock_timeval_ns(&usage.ru_stime));
	result->cpu_ns = result->user_ns.value + result->system_ns.value;
	result->setup_ns.known = result->teardown_ns.known = false;
	return 0;
}

/* ---- one or the other ---- */

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
