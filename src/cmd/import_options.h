/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of pft import.
 */
#ifndef CMD_IMPORT_OPTIONS_H
#define CMD_IMPORT_OPTIONS_H

#include <stddef.h>

#include "cmd/options.h"
#include "cmd/output_options.h"
#include "record/recover.h"

enum { IMPORT_NAMES = 64 };	/* of --label and --machine each */

/* Given once: for every table; more often: for the titled tables in order. */
struct names {
	const char *name[IMPORT_NAMES];
	size_t n;
};

struct import_options {
	struct output_options out;	/* first: see there */
	struct names labels, machines;
	const char *source, *date, *page_size, *size;	/* as given, or NULL */
	char time[24];			/* date as RFC 3339, or "" */
	struct recover_hints hints;
};

extern const struct option_row import_rows[];

#endif
