/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What machine this is. Each fact is known or unknown, never guessed, and says
 * where it was read.
 *
 * Files under /proc and /sys are read below a root folder, so that a captured
 * machine (tests/machines/) can be looked at anywhere.
 */
#ifndef MACHINE_HOST_H
#define MACHINE_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum host_type { HOST_UNKNOWN, HOST_TEXT, HOST_NUMBER, HOST_BOOL };

struct host_fact {
	const char *name;	/* JSON name, with its unit */
	const char *title;	/* for people */
	enum host_type type;
	char *text;		/* HOST_TEXT; owned */
	double number;		/* HOST_NUMBER, HOST_BOOL */
	bool changes;		/* can change between two runs: it goes into the
				   run record; the others are the host record */
	const char *source;	/* where it was or would have been read */
};

struct host {
	struct host_fact *fact;
	size_t n;
	char id[17];		/* hash of the stable facts' canonical form */
};

/*
 * Read all facts. root: "" for this machine, else the folder of a captured
 * one (then facts that only a system call can tell are unknown).
 * Errors   only -ENOMEM; what cannot be read is an unknown fact.
 */
int host_read(const char *root, struct host *host, struct error *err);
const struct host_fact *host_find(const struct host *host, const char *name);
void host_close(struct host *host);

#endif
