/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From operands to sides: one operand is parted by the kernels (or treatments)
 * that it has; of several each is an arm.
 */
#ifndef CMD_COMPARE_SIDES_H
#define CMD_COMPARE_SIDES_H

#include "cmd/compare_options.h"
#include "record/record.h"

struct compare_sides {
	struct records records;
	struct side *side;	/* [n]; owned, its names too */
	size_t n;
	bool by_row;			/* as in struct compare_request */
};

/*
 * Read all operands and part them.
 * operands NULL-terminated: FILE, DIR, or NAME=FILE where that is no file
 * sides     compare_sides_close frees it, after an error too
 * Errors   those of reading; -EINVAL for one kernel alone, for names that are
 *          there twice, for --only in a way that means nothing.
 */
int compare_sides_read(char **operands, const struct compare_options *options,
		      struct compare_sides *sides, struct error *err);
void compare_sides_close(struct compare_sides *sides);

#endif
