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

/* The result of all texts. */
struct import_result {
	struct records records;
	size_t nr_groups;	/* tables with a title of their own */
	size_t nr_invalid, nr_broken;	/* rows */
};

/*
 * Append notes, runs and samples of the text to the result of those before it;
 * broken rows, and tables whose bytes or pages stay unknown, are told of on stderr.
 * Errors   -EINVAL for a text without any table.
 */
int import_input(const struct import_options *options,
		 const struct input *input, struct import_result *result,
		 struct error *err);

#endif
