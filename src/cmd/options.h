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

/* How the shell completes an option's argument. */
enum completes { COMPLETES_NOTHING, COMPLETES_FILES, COMPLETES_WORDS };

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
	enum completes completes;
	const char *const *words;	/* NULL-terminated, for COMPLETES_WORDS */
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

/* Which fields of a workload are options of a command. */
enum option_fields { NO_FIELDS, RUN_FIELDS, AB_FIELDS };

struct command {
	const char *name;
	const char *summary;	/* one line for pft --help */
	const char *operands;	/* "FILE..." or "" */
	/* NULL-terminated, what the first operand may be; NULL: anything. */
	const char *const *actions;
	const struct option_row *options;	/* the last one has no name */
	/* The target's struct workload_words, whose fields are options too. */
	enum option_fields fields;
	size_t words_offset;
	size_t fields_at;	/* how many of options stand before them */
	/* Returns the exit status. */
	int (*main)(struct arguments *arguments);
};

/*
 * The arguments of a command.
 * argv     [argc] the first one is the command's name; it stays the caller's
 */
struct arguments arguments_make(int argc, char **argv);
void arguments_close(struct arguments *arguments);

/*
 * The i-th of all options of a command, as --help lists them.
 * Returns  false past the last.
 */
bool options_row(const struct command *command, size_t i,
		 struct option_row *row);

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

/*
 * Print "pft: text" as one line on stderr; of file names and whatever else came
 * from outside no control character gets there.
 */
void options_say(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Print the error like that and return status. */
int options_fail(const struct error *err, int status);

#endif
