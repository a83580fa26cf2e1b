/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/classic.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault/collect.h"
#include "machine/clock.h"

/* The child of 2004: it starts the threads and ends with all of its memory. */
static _Noreturn void classic_child(struct repetition *rep)
{
	int rc = repetition_map(rep);
	if (rc == 0)
		rc = crew_run(&rep->crew);
	_exit(rc == 0 && !rep->crew.abandoned ? 0 : 1);
}

static uint64_t timeval_ns(const struct timeval *tv)
{
	return (uint64_t)tv->tv_sec * 1000000000u + (uint64_t)tv->tv_usec * 1000u;
}

static int wait_classic(struct repetition *rep, pid_t child, struct rusage *usage)
{
	int status;
	while (wait4(child, &status, 0, usage) < 0 && errno == EINTR)
		if (rep->crew.interrupts && !rep->crew.abandoned &&
		    atomic_load(rep->crew.interrupts) >= 2) {
			rep->crew.abandoned = true;
			kill(child, SIGKILL);
		}
	return status;
}

/* What the child or one of its tasks failed at; 0: nothing. */
static int failure(const struct repetition *rep, int status, struct error *err)
{
	if (rep->crew.abandoned)
		return error_set(err, -EINTR, "interrupted");
	if (WIFSIGNALED(status))
		return error_set(err, -ECHILD, "the process of a repetition died: %s: if memory ran out, ask for less with -b",
				 strsignal(WTERMSIG(status)));
	const int rc = collect_failure(rep, err);
	if (rc == 0 && status != 0)
		return error_set(err, -ECHILD, "the process of a repetition could not map its region or start its tasks: ask for less with -b or -t");
	return rc;
}

int classic_run(struct repetition *rep, struct trial_result *result,
		struct error *err)
{
	struct rusage usage;
	fflush(NULL);
	const pid_t parent = getpid();
	const uint64_t start_ns = clock_wall_ns();
	const pid_t child = fork();
	if (child == 0) {
		crew_be_child(parent);
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
	result->user_ns = count_of(timeval_ns(&usage.ru_utime));
	result->system_ns = count_of(timeval_ns(&usage.ru_stime));
	result->cpu_ns = result->user_ns.value + result->system_ns.value;
	result->setup_ns.known = result->teardown_ns.known = false;
	return 0;
}
