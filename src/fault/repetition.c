/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/repetition.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine/clock.h"
#include "machine/lock_stat.h"

/* A worker needs 12 KiB of stack, its libraries as much; only what is touched
 * is memory. */
enum { TASK_STACK = 64 << 10 };

struct shared {
	/* Tasks that were left behind when we were interrupted still read it. */
	struct team team;
	struct barrier meet[NR_MEETINGS];
	struct task task[];	/* then stamps, from a page's start on */
};

static size_t tasks_bytes(const struct workload *w)
{
	const size_t bytes = sizeof(struct shared) +
			     w->nr_tasks * sizeof(struct task);
	return (bytes + w->page_bytes - 1) / w->page_bytes * w->page_bytes;
}

static size_t stamp_bytes(const struct workload *w)
{
	return w->latency ? w->bytes / w->page_bytes * sizeof(uint32_t) : 0;
}

static void set_up_tasks(struct shared *shared)
{
	const struct workload *w = shared->team.workload;
	uint32_t *stamps = (uint32_t *)((char *)shared + tasks_bytes(w));
	const bool stamped = w->latency && shared->team.role == ROLE_MEASURE;
	for (int i = 0; i < NR_MEETINGS; i++) {
		/* Tasks never are enough for these: they are opened. */
		const bool opened = i == MEET_COUNTED || i == MEET_COUNTED_AGAIN;
		barrier_init(&shared->meet[i], w->nr_tasks + opened);
	}
	shared->team.meet = shared->meet;
	for (uint32_t i = 0; i < w->nr_tasks; i++) {
		const struct task_slice slice = workload_slice(w, i);
		shared->task[i] = (struct task){
			.team = &shared->team, .index = i, .slice = slice,
			.stamp = stamped ? stamps + slice.first_page : NULL,
		};
	}
}

int repetition_open(struct repetition *repetition, const struct team *team,
		    const _Atomic int *interrupts)
{
	const struct workload *w = team->workload;
	const size_t bytes = tasks_bytes(w) + stamp_bytes(w);
	*repetition = (struct repetition){
		.workload = w, .shared_bytes = bytes, .interrupts = interrupts,
		.locks_before = -1, .locks_after = -1,
	};
	struct shared *shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return -errno;
	shared->team = *team;
	set_up_tasks(shared);
	repetition->team = &shared->team;
	repetition->task = shared->task;
	system_counters_read(&repetition->counters);
	repetition->begin_ns = clock_wall_ns();
	return 0;
}

void repetition_close(struct repetition *repetition)
{
	locality_close(&repetition->locality);
	/* Abandoned threads still write to it. */
	if (!repetition->abandoned)
		munmap(repetition->team, repetition->shared_bytes);
}

int repetition_map(struct repetition *repetition)
{
	struct team *team = repetition->team;
	const struct mapping mapping = { .kind = team_kind(team),
					 .backing = team->backing,
					 .bytes = repetition->workload->bytes };
	if (team_has_own_regions(team))
		return 0;
	return region_open(repetition->workload, &mapping, &team->region);
}

uint64_t repetition_bytes(const struct workload *w)
{
	const uint64_t pages = w->bytes / w->page_bytes;
	/* The limit writes to memory whatever the kind. */
	uint64_t bytes = w->bytes + (w->kind->is_file ? w->bytes : 0);
	bytes += pages * sizeof(uint64_t);	/* page tables */
	bytes += tasks_bytes(w);
	if (w->pattern.pattern->fill)
		bytes += pages * sizeof(uint32_t);
	if (w->pressure)
		bytes += 3 * pages;
	if (w->latency)
		bytes += pages * (sizeof(uint32_t) + sizeof(struct latency_touch));
	return bytes + (uint64_t)w->nr_tasks * TASK_STACK;
}

/* ---- its tasks ---- */

static void *thread_main(void *argument)
{
	struct task *task = argument;
	worker_run(task->team, task);
	return NULL;
}

/* Threads leave signals to the main thread. */
static int start_threads(struct repetition *rep)
{
	pthread_attr_t attr;
	sigset_t all, was;
	int rc = 0;
	pthread_attr_init(&attr);
	const long least = sysconf(_SC_THREAD_STACK_MIN);
	pthread_attr_setstacksize(&attr, least > TASK_STACK ? (size_t)least :
							      TASK_STACK);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	while (rc == 0 && rep->nr_started < rep->workload->nr_tasks) {
		rc = -pthread_create(&rep->running[rep->nr_started].thread,
				     &attr, thread_main,
				     &rep->task[rep->nr_started]);
		rep->nr_started += rc == 0;
	}
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	pthread_attr_destroy(&attr);
	return rc;
}

void repetition_be_child(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (getppid() != parent)
		_exit(1);
}

static _Noreturn void child_main(struct repetition *rep, uint32_t i, pid_t parent)
{
	repetition_be_child(parent);
	worker_run(rep->team, &rep->task[i]);
	_exit(0);
}

static int start_children(struct repetition *rep)
{
	const pid_t parent = getpid();
	while (rep->nr_started < rep->workload->nr_tasks) {
		const pid_t pid = fork();
		if (pid < 0)
			return -errno;
		if (pid == 0)
			child_main(rep, rep->nr_started, parent);
		rep->running[rep->nr_started++].child = pid;
	}
	return 0;
}

static bool gave_up(const struct repetition *rep)
{
	return rep->interrupts &&
	       atomic_load(rep->interrupts) >= 2;
}

static void task_died(struct task *task, int status)
{
	task->rc = -ECHILD;
	task->step = WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) :
					   "it ended before its time";
}

/* A process that died without arriving would be waited for for ever. */
static bool child_lost(struct repetition *rep)
{
	bool lost = false;
	for (uint32_t i = 0; i < rep->nr_started; i++) {
		int status;
		pid_t *child = &rep->running[i].child;
		if (*child <= 0 || waitpid(*child, &status, WNOHANG) != *child)
			continue;
		*child = 0;
		if (status == 0)
			continue;
		lost = true;
		task_died(&rep->task[i], status);
	}
	return lost;
}

/* Some task will not arrive: release the others. */
static void abort_all(const struct team *team)
{
	for (size_t i = 0; i < NR_MEETINGS; i++)
		barrier_abort(&team->meet[i]);
}

static void wait_for(struct repetition *rep, enum meeting meeting)
{
	const struct team *team = rep->team;
	while (!barrier_watch(&team->meet[meeting])) {
		if (barrier_aborted(&team->meet[MEET_START]))
			abort_all(team);
		if (child_lost(rep) || gave_up(rep)) {
			rep->abandoned = gave_up(rep);
			abort_all(team);
		}
	}
}

/* Once all are there, ask the kernel, and open the meeting after that one. */
static void count_locks(struct repetition *rep, enum meeting all, int *counts)
{
	if (!rep->team->counts_locks)
		return;
	wait_for(rep, all);
	*counts = lock_stat_open();
	barrier_open(&rep->team->meet[all + 1]);
}

/* Does not wait for MEET_LEAVE: waking up would fall into the unmapping. */
static void wait_for_end(struct repetition *rep)
{
	const struct team *team = rep->team;
	count_locks(rep, MEET_READY, &rep->locks_before);
	wait_for(rep, MEET_FINISH);
	count_locks(rep, MEET_FINISH, &rep->locks_after);
	if (team_unmaps(team) && !barrier_aborted(&team->meet[MEET_START]))
		wait_for(rep, MEET_GONE);
}

static void join(struct repetition *rep)
{
	for (uint32_t i = 0; i < rep->nr_started; i++) {
		const pid_t child = rep->running[i].child;
		/* A thread that still touches cannot be stopped, only left. */
		if (!rep->workload->processes && !rep->abandoned)
			pthread_join(rep->running[i].thread, NULL);
		if (child <= 0)
			continue;
		if (rep->abandoned)
			kill(child, SIGKILL);
		int status;
		while (waitpid(child, &status, 0) < 0 && errno == EINTR)
			;
		if (status != 0 && rep->task[i].rc == 0)
			task_died(&rep->task[i], status);
	}
}

/* The SIGCHLD handler that lets a death end the wait. */
static void noticed(int signal_number)
{
	(void)signal_number;
}

int repetition_run(struct repetition *rep)
{
	const bool processes = rep->workload->processes;
	struct sigaction wake = { .sa_handler = noticed }, was;
	rep->running = calloc(rep->workload->nr_tasks, sizeof(*rep->running));
	if (!rep->running)
		return -ENOMEM;
	sigaction(SIGCHLD, &wake, &was);
	const int rc = processes ? start_children(rep) : start_threads(rep);
	if (rc != 0)	/* those that started, for those that did not */
		abort_all(rep->team);
	wait_for_end(rep);
	join(rep);
	sigaction(SIGCHLD, &was, NULL);
	free(rep->running);
	return rc;
}
