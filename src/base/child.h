/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Child processes: started by argv, never by a shell.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdatomic.h>

#include "base/error.h"

struct child_spec {
	const char *const *argv;	/* NULL-terminated; argv[0] is looked up in PATH */
	const char *folder;		/* to run in; NULL: this one */
};

/*
 * Run a program to its end as child_watch() does, and drop its output.
 * Returns  its exit status (128 + N when killed by signal N).
 * Errors   -errno when it could not be started. When it exits with another
 *          status than 0, err receives the first line it wrote.
 */
int child_run(const struct child_spec *spec, struct error *err);

/* A program that takes long or starts others. */
struct child_watch {
	const char *const *argv;	/* as above */
	const char *folder;
	/* Set "NAME=VALUE", unset "NAME"; NULL-terminated. NULL: as ours is. */
	const char *const *environment;
	int log;		/* receives all it writes; -1: nothing does */
	/* Called for each line of it, without its newline; may be NULL. */
	void (*line)(void *context, const char *line);
	void *context;
	const _Atomic int *interrupts;	/* 1 or more: end it; may be NULL */
};

/*
 * Run it to its end in a process group of its own, with no standard input. When
 * interrupted, or when this process dies, even by SIGKILL, the whole group gets
 * SIGTERM, and SIGKILL if it has not ended after some seconds. Files that this
 * process had open stay open until then: a lock that it held is not free before
 * the last of the group is gone.
 * Returns  its exit status (128 + N when killed by signal N).
 * Errors   -EINTR when interrupted; -errno when it could not be started.
 */
int child_watch(const struct child_watch *watch, struct error *err);

/* Of the lines that a program wrote, without empty ones; cut to fit. */
struct child_said {
	char first[256], last[256];
};

/*
 * The same, and keep what it said.
 * watch    its line and context are not used
 * said     receives the lines; "" where there is none
 */
int child_listen(const struct child_watch *watch, struct child_said *said,
		 struct error *err);

#endif
