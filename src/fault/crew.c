/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/crew.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine/lock_stat.h"

struct entry {
	const struct team *team;
	struct task *task;
};

static void *thread_main(void *argument)
{
	struct entry entry = *(struct entry *)argument;
	free(argument);
	worker_run(entry.team, entry.task);
	return NULL;
}

static int start_thread(struct crew *crew, uint32_t i, pthread_attr_t *attr)
{
	struct entry *entry = malloc(sizeof(*entry));
	if (!entry)
		return -ENOMEM;
	*entry = (struct entry){ crew->team, &crew->task[i] };
	const int rc = pthread_create(&crew->thread[i], attr, thread_main, entry);
	if (rc != 0)
		free(entry);
	return -rc;
}

/* Threads leave signals to the main thread. */
static int start_threads(struct crew *crew)
{
	pthread_attr_t attr;
	sigset_t all, was;
	int rc = 0;
	pthread_attr_init(&attr);
	const long least = sysconf(_SC_THREAD_STACK_MIN);
	pthread_attr_setstacksize(&attr, least > CREW_STACK ? (size_t)least :
							      CREW_STACK);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	while (rc == 0 && crew->nr_started < crew->team->workload->nr_tasks) {
		rc = start_thread(crew, crew->nr_started, &attr);
		crew->nr_started += rc == 0;
	}
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	pthread_attr_destroy(&attr);
	return rc;
}

void crew_be_child(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (getppid() != parent)
		_exit(1);
}

static _Noreturn void child_main(struct crew *crew, uint32_t i, pid_t parent)
{
	crew_be_child(parent);
	worker_run(crew->team, &crew->task[i]);
	_exit(0);
}

static int start_children(struct crew *crew)
{
	const pid_t parent = getpid();
	while (crew->nr_started < crew->team->workload->nr_tasks) {
		const pid_t pid = fork();
		if (pid < 0)
			return -errno;
		if (pid == 0)
			child_main(crew, crew->nr_started, parent);
		crew->child[crew->nr_started++] = pid;
	}
	return 0;
}

static bool gave_up(const struct crew *crew)
{
	return crew->interrupts &&
	       atomic_load(crew->interrupts) >= 2;
}

static void task_died(struct task *task, int status)
{
	task->rc = -ECHILD;
	task->step = WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) :
					   "it ended before its time";
}

/* A process that died without arriving would be waited for for ever. */
static bool child_lost(struct crew *crew)
{
	bool lost = false;
	for (uint32_t i = 0; crew->child && i < crew->nr_started; i++) {
		int status;
		if (crew->child[i] <= 0 ||
		    waitpid(crew->child[i], &status, WNOHANG) != crew->child[i])
			continue;
		crew->child[i] = 0;
		if (status == 0)
			continue;
		lost = true;
		task_died(&crew->task[i], status);
	}
	return lost;
}

/* Some task will not arrive: release the others. */
static void abort_all(const struct team *team)
{
	for (size_t i = 0; i < NR_MEETINGS; i++)
		barrier_abort(&team->meet[i]);
}

static void wait_for(struct crew *crew, enum meeting meeting)
{
	const struct team *team = crew->team;
	while (!barrier_watch(&team->meet[meeting])) {
		if (barrier_aborted(&team->meet[MEET_START]))
			abort_all(team);
		if (child_lost(crew) || gave_up(crew)) {
			crew->abandoned = gave_up(crew);
			abort_all(team);
		}
	}
}

/* Once all are there, ask the kernel, and open the meeting after that one. */
static void count_locks(struct crew *crew, enum meeting all, int *counts)
{
	if (!crew->team->counts_locks)
		return;
	wait_for(crew, all);
	*counts = lock_stat_open();
	barrier_open(&crew->team->meet[all + 1]);
}

/* Does not wait for MEET_LEAVE: waking up would fall into the unmapping. */
static void wait_for_end(struct crew *crew)
{
	const struct team *team = crew->team;
	count_locks(crew, MEET_READY, &crew->locks_before);
	wait_for(crew, MEET_FINISH);
	count_locks(crew, MEET_FINISH, &crew->locks_after);
	if (team_unmaps(team) && !barrier_aborted(&team->meet[MEET_START]))
		wait_for(crew, MEET_GONE);
}

static void join(struct crew *crew)
{
	for (uint32_t i = 0; i < crew->nr_started; i++) {
		/* A thread that still touches cannot be stopped, only left. */
		if (crew->thread && !crew->abandoned)
			pthread_join(crew->thread[i], NULL);
		if (!crew->child || crew->child[i] <= 0)
			continue;
		if (crew->abandoned)
			kill(crew->child[i], SIGKILL);
		int status;
		while (waitpid(crew->child[i], &status, 0) < 0 && errno == EINTR)
			;
		if (status != 0 && crew->task[i].rc == 0)
			task_died(&crew->task[i], status);
	}
}

/* The SIGCHLD handler that lets a death end the wait. */
static void noticed(int signal_number)
{
	(void)signal_number;
}

int crew_run(struct crew *crew)
{
	const struct workload *w = crew->team->workload;
	struct sigaction wake = { .sa_handler = noticed }, was;
	const size_t size = w->processes ? sizeof(*crew->child) :
					   sizeof(*crew->thread);
	void *tasks = calloc(w->nr_tasks, size);
	if (!tasks)
		return -ENOMEM;
	if (w->processes)
		crew->child = tasks;
	else
		crew->thread = tasks;
	sigaction(SIGCHLD, &wake, &was);
	const int rc = w->processes ? start_children(crew) : start_threads(crew);
	if (rc != 0)	/* those that started, for those that did not */
		abort_all(crew->team);
	wait_for_end(crew);
	join(crew);
	sigaction(SIGCHLD, &was, NULL);
	free(tasks);
	crew->child = NULL;
	crew->thread = NULL;
	return rc;
}
