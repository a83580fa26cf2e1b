/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Options of a command as one table, read by the parser, by --help and by the
 * bash completion.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

/* How the shell completes an option's argument. */
enum completes { COMPLETES_NOTHING, COMPLETES_FILES, COMPLETES_WORDS };

/* A word of a table that an option chooses from. */
struct option_word {
	const char *word;
	const char *argument;	/* that may follow it: "", ":N" */
	const char *help;
};

struct option_row {
	const char *name;	/* long name, without dashes */
	char letter;		/* or '\0' */
	const char *argument;	/* how --help names it; NULL: takes none */
	const char *help;
	/*
	 * Check and store the argument (NULL if it takes none) in the
	 * command's own target. Errors: -errno with the one-line message.
	 */
	int (*set)(void *target, const char *value, struct error *err);
	enum completes completes;
	const char *const *words;	/* NULL-terminated, for COMPLETES_WORDS */
	/* The i-th word of a table; false past the last. NULL: no table. */
	bool (*word)(size_t i, struct option_word *word);
};

struct command {
	const char *name;
	const char *summary;	/* one line for pft --help */
	const char *operands;	/* "FILE..." or "" */
	/* NULL-terminated, what the first operand may be; NULL: anything. */
	const char *const *actions;
	const struct option_row *options;
	size_t nr_options;
	/* Rows that it has in common with other commands; NULL: none. */
	const struct option_row *shared;
	size_t nr_shared;
	size_t shared_at;	/* how many of options stand before them */
	/* argv[0] is the command's name. Returns the exit status. */
	int (*main)(int argc, char **argv);
};

/* The i-th of all options of a command, as --help lists them; NULL past the last. */
const struct option_row *options_row(const struct command *command, size_t i);

/*
 * Parse argv[1..] by the command's table; "--help" is known everywhere and
 * prints the command's help to stdout.
 * target         handed to each set
 * first_operand  index of the first operand; operands come after the options
 *                or between them (argv is permuted, as getopt does)
 * Returns  0 to go on, 1 when help was printed, -errno with a message.
 */
int options_parse(const struct command *command, int argc, char **argv,
		  void *target, int *first_operand, struct error *err);

void options_help(const struct command *command, FILE *out);

/*
 * Print "pft: text" as one line on stderr; of file names and whatever else came
 * from outside no control character gets there.
 */
void options_say(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Print the error like that and return status. */
int options_fail(const struct error *err, int status);

#endif
