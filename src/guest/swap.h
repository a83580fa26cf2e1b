/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Swap for a guest: a compressed disk in its own memory, so that there is no
 * device to wait for.
 */
#ifndef GUEST_SWAP_H
#define GUEST_SWAP_H

#include <stdint.h>

#include "base/error.h"

/*
 * Make the disk, write the header of a swap area to it, and have it used.
 * bytes    of what it can hold, before compression
 * Errors   -errno with a message; a kernel without one is told what it lacks.
 */
int swap_make(uint64_t bytes, struct error *err);

#endif
