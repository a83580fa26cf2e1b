/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Options of a command as one table, read by the parser, by --help and by the
 * bash completion.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "fault/workload_field.h"
#include "view/table/doc.h"

/* What every command with output has: where it goes and how it looks. */
struct output_options {
	const char *output;		/* file or folder, as given; NULL: none */
	enum table_format format;	/* TABLE_TABLE unless given */
	bool format_given, quiet, verbose;
	bool plain;			/* no colors, whatever takes them */
};

/* How an option's argument is read into a member of the command's target. */
enum option_type {
	OPTION_BY_CALL,		/* set does it */
	OPTION_BOOL,		/* no argument: bool, true */
	OPTION_TEXT,		/* const char *; not empty */
	OPTION_NUMBER,		/* uint64_t; least to most */
	OPTION_COUNT,		/* struct count: known once it is given */
	OPTION_SIZE,		/* uint64_t bytes: "64M" */
	OPTION_TIME,		/* double seconds: "10m" */
	OPTION_PERCENT,		/* double share: least to most percent */
	OPTION_SHARE,		/* struct real: the same, known once it is given */
	OPTION_WORD,		/* an enum: which of words */
	OPTION_FORMAT,		/* struct output_options: one of words */
	/* Not one option: struct workload_words, a field each; of pft run, pft ab. */
	OPTION_RUN_FIELDS, OPTION_AB_FIELDS,
	OPTION_HELP,		/* prints the command's help */
};

struct option_row {
	const char *name;	/* long name, without dashes */
	char letter;		/* or '\0' */
	const char *argument;	/* how --help names it; NULL: takes none */
	const char *help;
	const char *standard;	/* the default, for --help; NULL: it says none */
	enum option_type type;
	size_t offset;		/* of the member in the target */
	double least, most;
	unsigned int actions;	/* bit i: the i-th action takes it; 0: all do */
	/*
	 * Check and store the argument (NULL if it takes none) in the
	 * command's own target. Errors: -errno with the one-line message.
	 */
	int (*set)(void *target, const char *value, struct error *err);
	const struct workload_field *field;	/* it is that one; or NULL */
	/* How the shell completes its argument: by names of files, or by words. */
	bool is_file;
	const char *const *words;	/* NULL-terminated; or NULL */
	text_choices *choices;	/* the same with help; NULL: there is none */
};

/* The type and the place of a member, for a struct option_row. */
#define OPTION(t, target, member) \
	.type = OPTION_##t, .offset = offsetof(struct target, member)
#define OPTION_FROM(t, target, member, from, to) \
	OPTION(t, target, member), .least = (from), .most = (to)

/* Words of a command line. */
struct arguments {
	char **word;	/* [n] that are not read yet; word[n] is NULL */
	int n;
	/* [nr_all] "pft", then all of them as they were given; then NULL. */
	const char **all;
	size_t nr_all;
	uint64_t given;		/* bit i: the i-th option of the command */
};

struct command {
	const char *name;
	const char *summary;	/* one line for pft --help */
	const char *operands;	/* "FILE..." or "" */
	/* NULL-terminated, what the first operand may be; NULL: anything. */
	const char *const *actions;
	/* Names of files that come with pft and are operands too, for file_names_close;
	 * NULL: none are. */
	char **(*names)(void);
	const struct option_row *options;	/* the last one has no name */
	/* Returns the exit status. */
	int (*main)(struct arguments *arguments);
};

/*
 * The arguments of a command.
 * argv     [argc] the first one is the command's name; it stays the caller's
 */
struct arguments arguments_make(int argc, char **argv);
void arguments_close(struct arguments *arguments);

enum { OPTIONS_MAX = 64 };

/*
 * All options of a command, as --help lists them; behind them a row without a name.
 * Returns  how many they are.
 */
size_t options_rows(const struct command *command,
		    struct option_row row[OPTIONS_MAX]);

/*
 * Read one option into the target.
 * value    NULL for an option without an argument
 * Errors   as set of struct option_row: the message begins with "--NAME".
 */
int options_set(const struct option_row *row, void *target, const char *value,
		struct error *err);

/*
 * Read the options among the words by the command's table; "--help" is known
 * everywhere and prints the command's help to stdout.
 * arguments    word[0] is the command's name. Only operands are left in word; they
 *              come after the options or between them
 * target       whose members the table names
 * Returns  0 to go on, 1 when help was printed, -errno with a message.
 */
int options_parse(const struct command *command, struct arguments *arguments,
		  void *target, struct error *err);

/*
 * Read the operand that says what the command does.
 * action   receives which of command->actions it is
 * Errors   -EINVAL: there is none, or an option was given that it does not take.
 */
int options_action(const struct command *command, struct arguments *arguments,
		   unsigned int *action, struct error *err);

void options_help(const struct command *command, FILE *out);

/* What a comparison has: the columns of 2004 have no room for it. */
extern const char *const output_compared[];
/* "table", "json", NULL: for a command that knows no rows. */
extern const char *const output_table_or_json[];

/* Whether -o - was given: records go to standard output, and no table does. */
bool output_is_standard(const struct output_options *options);

/*
 * Whether a table is to be printed: --quiet leaves out those for people, not the CSV
 * or JSON that was asked for.
 */
bool output_has_table(const struct output_options *options);

/*
 * How standard output is to look: with colors on a terminal, unless the user
 * or NO_COLOR (https://no-color.org) says otherwise; as wide as the terminal.
 */
struct table_style output_style(const struct output_options *options);

/*
 * Print "pft: text" as one line on stderr; of file names and whatever else came
 * from outside no control character gets there.
 */
void options_say(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Print the error like that and return status. */
int options_fail(const struct error *err, int status);

#endif
