/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that every command with output has: where it goes and how it
 * looks. Each command's table keeps its own words about them for --help.
 *
 * A struct output_options is the FIRST member of the command's own options:
 * options_parse hands the same target to every setter, and those here take it
 * as a pointer to that member.
 */
#ifndef CMD_OUTPUT_OPTIONS_H
#define CMD_OUTPUT_OPTIONS_H

#include <stdbool.h>

#include "base/error.h"
#include "view/table/table.h"

struct output_options {
	const char *output;		/* file or folder, as given; NULL: none */
	enum table_format format;	/* TABLE_TABLE unless given */
	bool format_given, quiet, verbose;
	bool plain;			/* no colors, whatever takes them */
};

/* For option_row.set. Errors: -EINVAL with a message that names the option. */
int output_set_output(void *target, const char *value, struct error *err);
/* One of table_formats. */
int output_set_format(void *target, const char *value, struct error *err);
/* One of output_table_or_json. */
int output_set_table_or_json(void *target, const char *value,
			     struct error *err);
int output_set_compared(void *target, const char *value, struct error *err);
int output_set_quiet(void *target, const char *value, struct error *err);
int output_set_verbose(void *target, const char *value, struct error *err);
int output_set_plain(void *target, const char *value, struct error *err);

/* "table", "json", NULL: for a command that knows no rows. */
extern const char *const output_table_or_json[];
/* What a comparison has: the columns of 2004 have no room for it. */
extern const char *const output_compared[];

/* Whether -o - was given: records go to standard output, and no table does. */
bool output_is_standard(const struct output_options *options);

/*
 * How standard output is to look: with colors on a terminal, unless the user
 * or NO_COLOR (https://no-color.org) says otherwise; as wide as the terminal.
 */
struct table_style output_style(const struct output_options *options);

#endif
