/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads what machine this is.
 */
#ifndef MACHINE_HOST_READ_H
#define MACHINE_HOST_READ_H

#include "machine/host.h"

/*
 * Read all facts. What cannot be read is an unknown fact.
 * root     "" for this machine, else the folder of a captured one, such as those
 *          of tests/machines/: files of /proc and /sys are read below it, and
 *          facts that only a system call or CPUID can tell are unknown
 * Returns  an object that host_close frees.
 */
struct host host_read(const char *root);

#endif
