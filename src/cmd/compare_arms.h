/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From operands to arms: one operand is parted by the kernels (or treatments)
 * that it has; of several each is an arm.
 */
#ifndef CMD_COMPARE_ARMS_H
#define CMD_COMPARE_ARMS_H

#include "cmd/compare_options.h"
#include "record/record.h"

struct compare_arms {
	struct records records;
	struct compare_arm *arm;	/* [n]; owned, its names too */
	size_t n;
	bool by_row;			/* as in struct compare_request */
};

/*
 * Read all operands and part them.
 * operands NULL-terminated: FILE, DIR, or NAME=FILE where that is no file
 * arms     compare_arms_close frees it, after an error too
 * Errors   those of reading; -EINVAL for one kernel alone, for names that are
 *          there twice, for --only in a way that means nothing.
 */
int compare_arms_read(char **operands, const struct compare_options *options,
		      struct compare_arms *arms, struct error *err);
void compare_arms_close(struct compare_arms *arms);

#endif
