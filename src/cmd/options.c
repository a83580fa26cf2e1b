/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"

enum { MAX_OPTIONS = 64, FIRST_LONG = 256, HELP_COLUMN = 26 };

static const struct option_row help_row = {
	.name = "help", .letter = 'h', .help = "print this help",
};

const struct option_row *options_row(const struct command *command, size_t i)
{
	if (i >= command->shared_at && i - command->shared_at < command->nr_shared)
		return &command->shared[i - command->shared_at];
	if (i >= command->shared_at)
		i -= command->nr_shared;
	return i < command->nr_options ? &command->options[i] : NULL;
}

static void getopt_tables(const struct command *command, char *letters,
			  struct option *longs)
{
	*letters++ = ':';	/* tell a missing argument from an unknown option */
	const struct option_row *row = NULL;
	for (size_t i = 0; row != &help_row; i++) {
		row = options_row(command, i);
		if (!row)
			row = &help_row;
		longs[i] = (struct option){
			.name = row->name,
			.has_arg = row->argument ? required_argument :
						   no_argument,
			.val = FIRST_LONG + (int)i,
		};
		if (row->letter) {
			*letters++ = row->letter;
			if (row->argument)
				*letters++ = ':';
		}
	}
	*letters = '\0';
}

static const struct option_row *row_of(const struct command *command, int c)
{
	const struct option_row *row;
	for (size_t i = 0; (row = options_row(command, i)); i++)
		if (c == FIRST_LONG + (int)i || (row->letter && c == row->letter))
			return row;
	return &help_row;
}

static int option_bad(const struct command *command, int c, char **argv,
		      struct error *err)
{
	/* A bad letter in a group ("-qx") is told by itself. */
	char letter[3] = { '-', (char)optopt, '\0' };
	const char *word = optopt > 0 && optopt < FIRST_LONG ? letter :
							       argv[optind - 1];
	return error_set(err, -EINVAL,
			 c == ':' ? "option '%s': expected an argument: see pft %s --help" :
				    "option '%s': no such option: see pft %s --help",
			 word, command->name);
}

int options_parse(const struct command *command, int argc, char **argv,
		  void *target, int *first_operand, struct error *err)
{
	struct option longs[MAX_OPTIONS + 2] = { 0 };
	char letters[2 * MAX_OPTIONS + 4];
	getopt_tables(command, letters, longs);
	optind = 0;
	opterr = 0;
	for (;;) {
		const int c = getopt_long(argc, argv, letters, longs, NULL);
		if (c == -1)
			break;
		if (c == '?' || c == ':')
			return option_bad(command, c, argv, err);
		const struct option_row *row = row_of(command, c);
		if (row == &help_row) {
			options_help(command, stdout);
			return 1;
		}
		const int rc = row->set(target, optarg, err);
		if (rc != 0)
			return rc;
	}
	*first_operand = optind;
	return 0;
}

static size_t help_columns(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col < 40 ? 40 : size.ws_col > 100 ? 100 : size.ws_col;
}

/* Print text wrapped at words from column indent on. */
static void help_text(const char *text, size_t indent, size_t columns, FILE *out)
{
	size_t at = indent;
	while (*text) {
		const size_t word = strcspn(text, " ");
		if (at + word > columns && at > indent) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		}
		fprintf(out, "%.*s", (int)word, text);
		at += word;
		text += word;
		if (*text == ' ') {
			text++;
			if (at + 1 + strcspn(text, " ") <= columns) {
				fputc(' ', out);
				at++;
			} else {
				at = columns;
			}
		}
	}
	fputc('\n', out);
}

/* The words of an option's table, each with what it means. */
static void help_words(const struct option_row *row, size_t columns, FILE *out)
{
	enum { WORD_COLUMN = HELP_COLUMN + 20 };
	struct option_word word;
	for (size_t i = 0; row->word && row->word(i, &word); i++) {
		char left[80];
		snprintf(left, sizeof(left), "%*s%s%s ", HELP_COLUMN, "",
			 word.word, word.argument);
		fprintf(out, "%-*s", WORD_COLUMN, left);
		help_text(word.help, WORD_COLUMN, columns, out);
	}
}

static void help_option(const struct option_row *row, size_t columns, FILE *out)
{
	char left[80];
	const int n = snprintf(left, sizeof(left), "  %c%c%s --%s%s%s",
			       row->letter ? '-' : ' ',
			       row->letter ? row->letter : ' ',
			       row->letter ? "," : " ", row->name,
			       row->argument ? " " : "",
			       row->argument ? row->argument : "");
	if (n > HELP_COLUMN - 2)
		fprintf(out, "%s\n%*s", left, HELP_COLUMN, "");
	else
		fprintf(out, "%-*s", HELP_COLUMN, left);
	help_text(row->help, HELP_COLUMN, columns, out);
	help_words(row, columns, out);
}

void options_help(const struct command *command, FILE *out)
{
	const size_t columns = help_columns();
	fprintf(out, "Usage: pft %s [OPTION]...%s%s\n%s.\n\n", command->name,
		*command->operands ? " " : "", command->operands,
		command->summary);
	const struct option_row *row;
	for (size_t i = 0; (row = options_row(command, i)); i++)
		help_option(row, columns, out);
	help_option(&help_row, columns, out);
	fprintf(out, "\nManual page: pft-%s(1).\n", command->name);
}

int options_fail(const struct error *err, int status)
{
	fflush(stdout);
	options_say("%s", err->text);
	return status;
}

void options_say(const char *format, ...)
{
	char *line = NULL;
	va_list args;
	va_start(args, format);
	const int n = vasprintf(&line, format, args);
	va_end(args);
	char *printable = n < 0 ? NULL : text_printable(line);
	fprintf(stderr, "pft: %s\n", printable ? printable : "out of memory");
	free(printable);
	if (n >= 0)
		free(line);
}
