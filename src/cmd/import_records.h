/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From one text with classic tables to records.
 */
#ifndef CMD_IMPORT_RECORDS_H
#define CMD_IMPORT_RECORDS_H

#include <stddef.h>

#include "base/error.h"
#include "cmd/import_options.h"
#include "record/record.h"

struct input {
	const char *path;	/* "-": standard input */
	char *text;		/* any bytes */
	size_t n;
};

/* Of all texts together. */
struct import_totals {
	size_t nr_groups, nr_invalid, nr_broken;
};

/*
 * Append notes, runs and samples of the text to records; broken rows, and
 * tables whose bytes or pages stay unknown, are told of on stderr.
 * totals   what the texts before had; this one's is added
 * Errors   -EINVAL for a text without any table.
 */
int import_input(const struct import_options *options,
		 const struct input *input, struct records *records,
		 struct import_totals *totals, struct error *err);

#endif
