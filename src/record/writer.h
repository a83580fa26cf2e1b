/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of records being written, a JSON line each.
 *
 * It is only ever appended to, under an exclusive flock, a whole line at a
 * time. What stands in it is never changed: a torn end is closed by a newline
 * and a "torn" record.
 */
#ifndef RECORD_WRITER_H
#define RECORD_WRITER_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "record/record.h"

struct writer {
	int fd;			/* -1: closed */
	const char *path;	/* the caller's, for messages */
	bool syncs;		/* fdatasync after each record */
};

/*
 * Open path for appending; create it, and mend a torn last line. "-" is standard
 * output.
 * warn     receives one line about a mended tear; may be NULL
 * Errors   -EBUSY when another process holds it (the message names the
 *          holder), -EISDIR, or what open says; the message names path.
 */
int writer_open(struct writer *writer, const char *path, FILE *warn,
		struct error *err);
/* Append one line each. Errors: what write says; then the line is not whole. */
int writer_sample(struct writer *writer, const struct sample *sample,
		  struct error *err);
int writer_facts(struct writer *writer, const struct facts *facts,
		 struct error *err);
int writer_close(struct writer *writer, struct error *err);

#endif
