/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Child processes: started by argv, never by a shell.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/error.h"

struct child_spec {
	const char *const *argv;	/* NULL-terminated; argv[0] is looked up in PATH */
	const char *folder;		/* to run in; NULL: this one */
};

/*
 * Run a program to its end, with no standard input and its output dropped.
 * Returns  its exit status (128 + N when killed by signal N).
 * Errors   -errno when it could not be started. When it exits with another
 *          status than 0, err receives the first line it wrote to stderr.
 */
int child_run(const struct child_spec *spec, struct error *err);

#endif
