/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel complained of since it started.
 */
#ifndef GUEST_KLOG_H
#define GUEST_KLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KLOG_LINES = 16, KLOG_WIDTH = 256 };

struct klog {
	char line[KLOG_LINES][KLOG_WIDTH];	/* the first ones */
	size_t nr_lines;
	uint64_t nr_all;	/* also those that had no place */
	uint64_t nr_lost;	/* records that were overwritten before we read */
};

/* Whether a line of the kernel's log begins a complaint. */
bool klog_complains(const char *line);

/* Read the whole log. Errors: -errno where there is none. */
int klog_read(const char *path, struct klog *klog);

#endif
