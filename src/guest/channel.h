/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way results go out: lines to a serial port, each counted and hashed, so
 * that the last one can say what must have arrived.
 */
#ifndef GUEST_CHANNEL_H
#define GUEST_CHANNEL_H

#include <stdint.h>

#include "base/error.h"

struct channel {
	int fd;
	uint64_t nr_lines, nr_bytes, hash;
};

/*
 * Open a device in raw mode; what is no terminal is written to as it is.
 * channel  receives memory that is shared with processes forked later: what
 *          one of them sent is known to all, also when it has died since
 * Errors   -errno with a message.
 */
int channel_open(const char *path, struct channel **channel, struct error *err);

/*
 * Send a line and a newline, and wait until they have gone: the port's
 * interrupts must not fall into a measurement.
 * line     is freed
 * Errors   -errno
 */
int channel_send(struct channel *channel, char *line);

#endif
