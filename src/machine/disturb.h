/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What on this machine would disturb a measurement, each with the mend.
 */
#ifndef MACHINE_DISTURB_H
#define MACHINE_DISTURB_H

#include <stddef.h>

#include "base/error.h"
#include "machine/host.h"

struct disturbance {
	const char *name;	/* short, stable: "swap", "numa_balancing" */
	char *what;		/* what was found and what it does to a number */
	const char *mend;	/* what to do about it */
};

struct disturbances {
	struct disturbance *disturbance;
	size_t n;
};

/* Look at the facts of a host. Errors: only -ENOMEM. */
int disturb_find(const struct host *host, struct disturbances *found,
		 struct error *err);
void disturb_close(struct disturbances *found);

#endif
