/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/trial.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault/crew.h"
#include "fault/gate.h"
#include "fault/locality.h"
#include "fault/worker.h"
#include "machine/clock.h"

/* What tasks and we share: barriers, tasks, stamps. */
struct arena {
	/* Tasks that were left behind when we were interrupted still read it. */
	struct team team;
	struct barrier meet[NR_MEETINGS];
	struct task task[];
};

struct run {
	const struct workload *workload;
	const struct trial_context *context;
	struct team *team;		/* in the arena */
	struct arena *arena;
	size_t arena_bytes;
	struct crew crew;
	struct locality locality;
	uint64_t begin_ns;
	struct system_counters counters;
};

/* ---- the arena ---- */

static size_t stamp_bytes(const struct workload *w)
{
	return w->latency ? w->bytes / w->page_bytes * sizeof(uint32_t) : 0;
}

static size_t tasks_bytes(const struct workload *w)
{
	const size_t bytes = sizeof(struct arena) +
			     w->nr_tasks * sizeof(struct task);
	return (bytes + w->page_bytes - 1) / w->page_bytes * w->page_bytes;
}

static int arena_open(struct run *run, const struct team *team)
{
	const struct workload *w = run->workload;
	run->arena_bytes = tasks_bytes(w) + stamp_bytes(w);
	void *memory = mmap(NULL, run->arena_bytes, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return -errno;
	run->arena = memory;
	run->arena->team = *team;
	run->team = &run->arena->team;
	for (int i = 0; i < NR_MEETINGS; i++) {
		/* Tasks never are enough for these: they are opened. */
		const bool opened = i == MEET_COUNTED || i == MEET_COUNTED_AGAIN;
		barrier_init(&run->arena->meet[i], w->nr_tasks + opened);
	}
	run->team->meet = run->arena->meet;
	uint32_t *stamps = w->latency && run->team->role == ROLE_MEASURE ?
				   (uint32_t *)((char *)memory + tasks_bytes(w)) :
				   NULL;
	for (uint32_t i = 0; i < w->nr_tasks; i++) {
		struct task *task = &run->arena->task[i];
		*task = (struct task){ .index = i,
				       .slice = workload_slice(w, i) };
		if (stamps)
			task->stamp = stamps + task->slice.first_page;
	}
	run->crew = (struct crew){ .team = run->team, .task = run->arena->task,
				   .interrupts = run->context->interrupts,
				   .locks_before = -1, .locks_after = -1 };
	return 0;
}

/* ---- what came out ---- */

static int first_failure(const struct run *run, struct error *err)
{
	const struct workload *w = run->workload;
	for (uint32_t i = 0; i < w->nr_tasks; i++) {
		const struct task *task = &run->arena->task[i];
		if (task->rc == -ECHILD)
			return error_set(err, task->rc,
					 "the process of task %" PRIu32 " died: %s: if memory ran out, ask for less with -b",
					 i, task->step);
		if (task->rc != 0)
			return error_set(err, task->rc,
					 "task %" PRIu32 " could not %s: %s",
					 i, task->step, strerror(-task->rc));
	}
	/* Those who were given up say less than the one for whom they were. */
	for (uint32_t i = 0; i < w->nr_tasks; i++)
		if (!run->arena->task[i].done)
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

static void collect_tasks(const struct run *run, struct trial_result *result)
{
	const struct arena *arena = run->arena;
	const uint64_t release_ns = arena->meet[MEET_START].release_ns;
	uint64_t first_ns = UINT64_MAX, last_start_ns = 0, end_ns = 0;
	uint64_t user_ns = 0, system_ns = 0;
	uint64_t unmapped_ns = arena->meet[MEET_LEAVE].release_ns;
	const bool known = run->context->faults_known;
	result->faults_minor.known = result->faults_major.known = known;
	for (uint32_t i = 0; i < result->nr_tasks; i++) {
		const struct task *task = &arena->task[i];
		result->task[i] = (struct trial_task){
			.cpu = placement_cpu(&run->workload->placement, i),
			.pages = run->team->role == ROLE_NOP ? 0 :
							      task->nr_touched,
			.start_ns = task->start_ns - release_ns,
			.end_ns = task->end_ns - release_ns,
			.cpu_ns = task->cpu_ns,
			.nr_blocked = task->usage.voluntary > task->nr_sleeps ?
				task->usage.voluntary - task->nr_sleeps : 0,
			.faults_minor = { task->usage.faults_minor, known },
			.faults_major = { task->usage.faults_major, known },
		};
		result->pages += result->task[i].pages;
		result->cpu_ns += task->cpu_ns;
		result->faults_minor.value += task->usage.faults_minor;
		result->faults_major.value += task->usage.faults_major;
		result->voluntary += task->usage.voluntary;
		result->involuntary += task->usage.involuntary;
		user_ns += task->usage.user_ns;
		system_ns += task->usage.system_ns;
		if (task->start_ns < first_ns)
			first_ns = task->start_ns;
		if (task->start_ns > last_start_ns)
			last_start_ns = task->start_ns;
		if (task->end_ns > end_ns)
			end_ns = task->end_ns;
		if (task->unmapped_ns > unmapped_ns)
			unmapped_ns = task->unmapped_ns;
	}
	result->wall_ns = end_ns - release_ns;
	result->skew_ns = last_start_ns - first_ns;
	result->concurrent = result->skew_ns <= result->wall_ns / 2;
	result->setup_ns = count_of(release_ns - run->begin_ns);
	result->teardown_ns = count_of(unmapped_ns - arena->meet[MEET_LEAVE].release_ns);
	result->pressure = arena->task[0].pressure;
	result->pressure.faults_major.known &= known;
	split_cpu(result, user_ns, system_ns);
}

static int sum_up_latency(const struct run *run, struct trial_result *result)
{
	const struct workload *w = run->workload;
	if (!w->latency || run->team->role != ROLE_MEASURE)
		return 0;
	struct latency_touch *touch = malloc(result->pages * sizeof(*touch));
	if (!touch)
		return -ENOMEM;
	size_t n = 0;
	for (uint32_t t = 0; t < w->nr_tasks; t++) {
		const struct task *task = &run->arena->task[t];
		const size_t pages = (size_t)task->slice.nr_pages;
		const struct visits v = pattern_plan(&w->pattern, pages, t);
		uint32_t *page = malloc((v.step ? 1 : v.count) * sizeof(*page));
		if (!page || (v.step == 0 && pattern_fill(&w->pattern, pages, t,
							  page) != 0)) {
			free(page);
			free(touch);
			return -ENOMEM;
		}
		for (size_t i = 0; i < v.count; i++, n++) {
			touch[n].page = (uint32_t)(task->slice.first_page +
						   visits_page(&v, page, i));
			touch[n].stamp = task->stamp[i];
		}
		free(page);
	}
	const double unit_ns = run->context->stamp_unit_ns;
	result->latency = latency_sum_up(touch, n, w->bytes / w->page_bytes,
					 unit_ns, clock_stamp_cost_ns(unit_ns));
	free(touch);
	return result->latency ? 0 : -ENOMEM;
}

static struct gate_looks add_looks(const struct run *run,
			       const struct region_memory *shared)
{
	struct gate_looks sum = { .before = count_of(0), .after = count_of(0),
			      .huge_bytes = shared->huge_bytes };
	for (uint32_t i = 0; i < run->workload->nr_tasks; i++) {
		const struct task *task = &run->arena->task[i];
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

static void judge(const struct run *run, struct trial_result *result,
		  const struct region_memory *shared)
{
	const enum role role = run->team->role;
	struct gate_looks looked = add_looks(run, shared);
	result->expected = expect(run->workload, &run->context->machine,
				  result->pages);
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
	if (!run->team->looks)
		looked.before.known = looked.after.known = false;
	result->pages_present = looked.after;
	gate_judge(result, role, &looked);
}

static void judge_nodes(struct run *run, struct trial_result *result)
{
	for (uint32_t i = 0; i < result->nr_tasks; i++) {
		const struct count node =
			placement_node(&run->workload->placement, i);
		locality_add(&run->locality, (uint32_t)node.value,
			     &run->arena->task[i].on);
	}
	locality_judge(&run->locality, result);
}

static void collect_system(const struct run *run, struct trial_result *result)
{
	struct system_counters now;
	system_counters_read(&now);
	for (int i = 0; i < NR_SYSTEM_COUNTERS; i++) {
		const struct count *was = &run->counters.value[i];
		result->system[i].known = was->known && now.value[i].known;
		result->system[i].value = now.value[i].value - was->value;
	}
}

/* Also closes what the crew has opened. */
static void collect_locks(struct run *run, struct trial_result *result)
{
	struct lock_uses before = lock_uses_read(run->crew.locks_before);
	result->locks = lock_uses_read(run->crew.locks_after);
	lock_uses_since(&result->locks, &before);
	lock_uses_close(&before);
}

/* RSS of the own regions and the shared one together. */
static void collect_rss(const struct run *run, struct trial_result *result,
			const struct region_memory *shared)
{
	result->rss_bytes = shared->rss_bytes;
	if (!team_has_own_regions(run->team))
		return;
	result->rss_bytes = count_of(0);
	for (uint32_t i = 0; i < result->nr_tasks; i++)
		result->rss_bytes =
			count_add(result->rss_bytes,
				  run->arena->task[i].memory.rss_bytes);
}

static int collect(struct run *run, struct trial_result *result,
		   struct error *err)
{
	struct region_memory shared = { 0 };
	result->nr_tasks = run->workload->nr_tasks;
	result->task = calloc(result->nr_tasks, sizeof(*result->task));
	if (!result->task)
		return error_set(err, -ENOMEM, "out of memory");
	collect_system(run, result);
	/* In classic it was the child's, and is gone. */
	if (run->team->looks && run->team->region.base)
		shared = region_memory_read(run->team->region.base,
					    run->team->region.bytes);
	collect_tasks(run, result);
	collect_rss(run, result, &shared);
	result->oversubscribed = run->workload->placement.nr_cpus <
				 result->nr_tasks;
	judge(run, result, &shared);
	if (run->locality.n > 0)
		judge_nodes(run, result);
	return sum_up_latency(run, result) ?
		       error_set(err, -ENOMEM, "out of memory") : 0;
}

/* ---- window accounting ---- */

static int open_region(struct run *run)
{
	const struct mapping mapping = { .kind = team_kind(run->team),
					 .backing = run->team->backing,
					 .bytes = run->workload->bytes };
	if (team_has_own_regions(run->team))
		return 0;
	return region_open(run->workload, &mapping, &run->team->region);
}

/*
 * Unmapped where the first task ran: freed on a CPU of the scheduler's choice,
 * the next repetition finds other pages, and its time differs by some percent.
 */
static void close_region(struct run *run, struct trial_result *result)
{
	struct cpu_sets own = { 0 };
	if (!run->team->region.base)
		return;
	const bool known = cpu_sets_allowed(&own, NULL) == 0;
	if (known)
		placement_pin(&run->workload->placement, 0);
	const uint64_t start_ns = clock_wall_ns();
	region_unmap(&run->team->region);
	result->teardown_ns = count_of(clock_wall_ns() - start_ns);
	region_close(&run->team->region);
	if (known)
		sched_setaffinity(0, own.set_bytes, own.set[0]);
	cpu_sets_close(&own);
}

static int plan_nodes(struct run *run)
{
	if (run->team->role != ROLE_MEASURE)
		return 0;
	const int rc = locality_open(run->workload, &run->locality);
	run->team->looks_at_nodes = rc == 0 && run->locality.n > 0;
	return rc;
}

static int run_window(struct run *run, struct trial_result *result,
		      struct error *err)
{
	int rc = open_region(run);
	if (rc != 0)
		return error_set(err, rc, "map %" PRIu64 " bytes: %s: ask for less with -b, or raise ulimit -v",
				 run->workload->bytes, strerror(-rc));
	rc = plan_nodes(run);
	if (rc == 0)
		rc = crew_run(&run->crew);
	collect_locks(run, result);
	if (rc != 0)
		error_set(err, rc, "start task %" PRIu32 " of %" PRIu32 ": %s: ask for fewer with -t, or raise ulimit -u",
			  run->crew.nr_started + 1, run->workload->nr_tasks,
			  strerror(-rc));
	if (run->crew.abandoned)
		return error_set(err, -EINTR, "interrupted");
	if (rc == 0)
		rc = first_failure(run, err);
	if (rc == 0)
		rc = collect(run, result, err);
	close_region(run, result);
	return rc;
}

/* ---- classic accounting ---- */

/* The child of 2004: it starts the threads and ends with all of its memory. */
static void __attribute__((noreturn)) classic_child(struct run *run)
{
	int rc = open_region(run);
	if (rc == 0)
		rc = crew_run(&run->crew);
	_exit(rc == 0 && !run->crew.abandoned ? 0 : 1);
}

static uint64_t timeval_ns(const struct timeval *tv)
{
	return (uint64_t)tv->tv_sec * 1000000000u + (uint64_t)tv->tv_usec * 1000u;
}

static int wait_classic(struct run *run, pid_t child, struct rusage *usage)
{
	int status;
	while (wait4(child, &status, 0, usage) < 0 && errno == EINTR)
		if (run->crew.interrupts && !run->crew.abandoned &&
		    atomic_load(run->crew.interrupts) >= 2) {
			run->crew.abandoned = true;
			kill(child, SIGKILL);
		}
	return status;
}

/* From before the fork to after the wait: fork, exit and freeing are in it. */
static int run_classic(struct run *run, struct trial_result *result,
		       struct error *err)
{
	struct rusage usage;
	fflush(NULL);
	const pid_t parent = getpid();
	const uint64_t start_ns = clock_wall_ns();
	const pid_t child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGINT, SIG_IGN);
		signal(SIGTERM, SIG_IGN);
		signal(SIGHUP, SIG_IGN);
		if (getppid() != parent)
			_exit(1);
		classic_child(run);
	}
	if (child < 0)
		return error_set(err, -errno, "fork: %s", strerror(errno));
	const int status = wait_classic(run, child, &usage);
	const uint64_t wall_ns = clock_wall_ns() - start_ns;
	if (run->crew.abandoned)
		return error_set(err, -EINTR, "interrupted");
	int rc = 0;
	if (WIFSIGNALED(status))
		rc = error_set(err, -ECHILD, "the process of a repetition died: %s: if memory ran out, ask for less with -b",
			       strsignal(WTERMSIG(status)));
	if (rc == 0)
		rc = first_failure(run, err);
	if (rc == 0 && status != 0)
		rc = error_set(err, -ECHILD, "the process of a repetition could not map its region or start its tasks: ask for less with -b or -t");
	if (rc == 0)
		rc = collect(run, result, err);
	if (rc != 0)
		return rc;
	result->wall_ns = wall_ns;
	result->user_ns = count_of(timeval_ns(&usage.ru_utime));
	result->system_ns = count_of(timeval_ns(&usage.ru_stime));
	result->cpu_ns = result->user_ns.value + result->system_ns.value;
	result->setup_ns.known = result->teardown_ns.known = false;
	return 0;
}

void trial_prepare(struct trial_context *context, bool latency)
{
	context->machine = expect_machine_read();
	context->faults_known = usage_has_own_faults();
	context->stamp_unit_ns = latency ? clock_stamp_unit_ns() : 0;
}

int trial_run(const struct workload *workload, enum role role,
	      const struct trial_context *context, struct trial_result *result,
	      struct error *err)
{
	const bool classic = workload->classic && role == ROLE_MEASURE;
	struct run run = { .workload = workload, .context = context };
	const struct team team = { .workload = workload, .role = role,
				   .backing = context->backing,
				   .counts_locks = !classic && lock_stat_counts(),
				   .looks = !classic,
				   .ask = role == ROLE_MEASURE && workload->pressure ?
						  context->ask : NULL };
	*result = (struct trial_result){ 0 };
	int rc = arena_open(&run, &team);
	if (rc != 0)
		return error_set(err, rc, "map %zu bytes beside the region: %s",
				 run.arena_bytes, strerror(-rc));
	system_counters_read(&run.counters);
	run.begin_ns = clock_wall_ns();
	rc = classic ? run_classic(&run, result, err) :
		       run_window(&run, result, err);
	if (rc != 0)
		trial_close(result);
	locality_close(&run.locality);
	/* Abandoned threads still write to it. */
	if (!run.crew.abandoned)
		munmap(run.arena, run.arena_bytes);
	return rc;
}

void trial_close(struct trial_result *result)
{
	latency_close(result->latency);
	lock_uses_close(&result->locks);
	free(result->task);
	*result = (struct trial_result){ 0 };
}

uint64_t trial_bytes(const struct workload *w)
{
	const uint64_t pages = w->bytes / w->page_bytes;
	/* The limit writes to memory whatever the kind. */
	uint64_t bytes = w->bytes + (w->kind->is_file ? w->bytes : 0);
	bytes += pages * sizeof(uint64_t);	/* page tables */
	if (!w->pattern.pattern->fill)
		bytes += tasks_bytes(w);
	else
		bytes += tasks_bytes(w) + pages * sizeof(uint32_t);
	if (w->pressure)
		bytes += 3 * pages;
	if (w->latency)
		bytes += pages * (sizeof(uint32_t) + sizeof(struct latency_touch));
	return bytes + (uint64_t)w->nr_tasks * CREW_STACK;
}
