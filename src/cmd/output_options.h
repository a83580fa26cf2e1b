/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that every command with output has: where it goes and how it
 * looks. Each command's table keeps its own words about them for --help.
 */
#ifndef CMD_OUTPUT_OPTIONS_H
#define CMD_OUTPUT_OPTIONS_H

#include <stdbool.h>

#include "base/error.h"
#include "view/table/doc.h"

struct output_options {
	const char *output;		/* file or folder, as given; NULL: none */
	enum table_format format;	/* TABLE_TABLE unless given */
	bool format_given, quiet, verbose;
	bool plain;			/* no colors, whatever takes them */
};

/*
 * Set the format to one of words, which table_formats has.
 * words    NULL-terminated
 * Errors   -EINVAL with a message that names the option.
 */
int output_set_format(struct output_options *options, const char *value,
		      const char *const words[], struct error *err);

/* What a comparison has: the columns of 2004 have no room for it. */
extern const char *const output_compared[];
/* "table", "json", NULL: for a command that knows no rows. */
extern const char *const output_table_or_json[];

/* Whether -o - was given: records go to standard output, and no table does. */
bool output_is_standard(const struct output_options *options);

/*
 * How standard output is to look: with colors on a terminal, unless the user
 * or NO_COLOR (https://no-color.org) says otherwise; as wide as the terminal.
 */
struct table_style output_style(const struct output_options *options);

#endif
