/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What on this machine would disturb a measurement, each with the mend.
 */
#ifndef MACHINE_DISTURB_H
#define MACHINE_DISTURB_H

#include <stddef.h>

#include "machine/host.h"

struct disturbance {
	const char *name;	/* short, stable: "swap", "numa_balancing"; static */
	char *what;		/* what was found and what it does to a number */
	const char *mend;	/* what to do about it; static */
};

struct disturbances {
	struct disturbance *disturbance;	/* most harmful first */
	size_t n;
};

/*
 * Look at the facts of a host. Only known facts count: what is unknown may
 * disturb or not, and is left out.
 * Returns  an object that disturb_close frees.
 */
struct disturbances disturb_find(const struct host *host);

/* Accepts an empty object. */
void disturb_close(struct disturbances *found);

#endif
