/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/near.h"
#include "base/size.h"
#include "base/stream.h"
#include "base/text.h"
#include "base/wrap.h"
#include "fault/workload_words.h"

enum { FIRST_LONG = 256, HELP_COLUMN = 26 };

/* ---- the table of a command ---- */

/* Returns how many rows there are for the row that stands for them all. */
static size_t add_fields(const struct option_row *all, struct option_row row[])
{
	const bool ab = all->type == OPTION_AB_FIELDS;
	size_t n = 0;
	for (size_t i = 0; i < nr_workload_fields; i++) {
		const struct workload_field *field = &workload_fields[i];
		if (field->ab_alone && !ab)
			continue;
		row[n++] = (struct option_row){
			.name = field->name, .letter = field->letter,
			.argument = field->argument, .help = field->help,
			.standard = workload_field_standard(field, ab),
			.field = field, .offset = all->offset,
			.words = field->lists ? field->lists->words : field->words,
			.choices = field->choices,
		};
	}
	return n;
}

size_t options_rows(const struct command *command,
		    struct option_row row[OPTIONS_MAX])
{
	size_t n = 0;
	for (const struct option_row *own = command->options; own->name; own++)
		if (own->type == OPTION_RUN_FIELDS || own->type == OPTION_AB_FIELDS)
			n += add_fields(own, &row[n]);
		else
			row[n++] = *own;
	row[n++] = (struct option_row){
		.name = "help", .letter = 'h', .help = "print this help",
		.type = OPTION_HELP,
	};
	row[n] = (struct option_row){ 0 };
	return n;
}

/* ---- reading ---- */

static void getopt_tables(const struct option_row row[], char *letters,
			  struct option *longs)
{
	*letters++ = ':';	/* getopt then returns ':' for a missing argument */
	for (size_t i = 0; row[i].name; i++) {
		longs[i] = (struct option){
			.name = row[i].name,
			.has_arg = row[i].argument ? required_argument :
						     no_argument,
			.val = FIRST_LONG + (int)i,
		};
		if (row[i].letter) {
			*letters++ = row[i].letter;
			if (row[i].argument)
				*letters++ = ':';
		}
	}
	*letters = '\0';
}

/* The number of the option that getopt found. */
static size_t number_of(const struct option_row row[], int c)
{
	size_t i = 0;
	if (c >= FIRST_LONG)
		return (size_t)(c - FIRST_LONG);
	while (row[i].letter != c)
		i++;
	return i;
}

static int set_text(const char *name, const char **text, const char *value,
		    struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "%s '': expected a text that is not empty", name);
	*text = value;
	return 0;
}

static int set_count(const struct number_range *range, struct count *count,
		     const char *value, struct error *err)
{
	count->known = true;
	return number_parse(range, value, &count->value, err);
}

static int set_share(const struct percent_range *range, struct real *share,
		     const char *value, struct error *err)
{
	share->known = true;
	return percent_parse(range, value, &share->value, err);
}

/* Which of the words it is, from 0; -1: none. */
static int index_of(const char *const words[], const char *value)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(value, words[i]) == 0)
			return i;
	return -1;
}

/* An enum counts its words from 0. */
static int set_word(const struct option_row *row, unsigned int *number,
		    const char *value, struct error *err)
{
	const int i = index_of(row->words, value);
	if (i >= 0) {
		*number = (unsigned int)i;
		return 0;
	}
	AUTO_FREE char *list = text_alternatives(row->words);
	AUTO_FREE char *end = near_end_of(value, row->words, "");
	return error_set(err, -EINVAL, "--%s '%s': expected %s%s", row->name,
			 value, list, end);
}

/* The format of that name: a command may have only some of them. */
static int set_format(const struct option_row *row, struct output_options *out,
		      const char *value, struct error *err)
{
	unsigned int i;
	const int rc = set_word(row, &i, value, err);
	if (rc != 0)
		return rc;
	out->format = (enum table_format)index_of(table_formats, value);
	out->format_given = true;
	return 0;
}

static int set_field(struct workload_words *words,
		     const struct workload_field *field, const char *value,
		     struct error *err)
{
	struct error why = { "" };
	const int rc = workload_words_set(words, field, value ? value : "true",
					  &why);
	return rc ? error_set(err, rc, "--%s", why.text) : 0;
}

int options_set(const struct option_row *row, void *target, const char *value,
		struct error *err)
{
	void *const member = (char *)target + row->offset;
	char name[40];
	if (row->field)
		return set_field(member, row->field, value, err);
	const struct number_range range = { name, (uint64_t)row->least,
					    (uint64_t)row->most };
	snprintf(name, sizeof(name), "--%s", row->name);
	switch (row->type) {
	case OPTION_BY_CALL:
		return row->set(target, value, err);
	case OPTION_BOOL:
		*(bool *)member = true;
		return 0;
	case OPTION_TEXT:
		return set_text(name, member, value, err);
	case OPTION_NUMBER:
		return number_parse(&range, value, member, err);
	case OPTION_COUNT:
		return set_count(&range, member, value, err);
	case OPTION_SIZE:
		return size_parse(name, value, member, err);
	case OPTION_TIME:
		return duration_parse(name, value, member, err);
	case OPTION_PERCENT:
		return percent_parse(PERCENTS(name, row->least, row->most),
				     value, member, err);
	case OPTION_SHARE:
		return set_share(PERCENTS(name, row->least, row->most), member,
				 value, err);
	case OPTION_WORD:
		return set_word(row, member, value, err);
	case OPTION_FORMAT:
		return set_format(row, member, value, err);
	case OPTION_RUN_FIELDS:
	case OPTION_AB_FIELDS:
	case OPTION_HELP:
		break;
	}
	return -EINVAL;
}

struct arguments arguments_make(int argc, char **argv)
{
	struct arguments arguments = {
		.word = argv, .n = argc, .nr_all = (size_t)argc + 1,
		.all = error_unless_memory(calloc((size_t)argc + 2,
						  sizeof(*arguments.all))),
	};
	arguments.all[0] = "pft";
	for (int i = 0; i < argc; i++)
		arguments.all[i + 1] = argv[i];
	return arguments;
}

void arguments_close(struct arguments *arguments)
{
	free(arguments->all);
}

/* The end of the message about a word that is no option. */
static char *no_option_end(const struct command *command, const char *word)
{
	struct option_row row[OPTIONS_MAX];
	const bool is_long = strncmp(word, "--", 2) == 0;
	struct near near = near_start(word + 2, is_long ? strcspn(word + 2, "=") : 0);
	const size_t n = options_rows(command, row);
	for (size_t i = 0; i < n; i++)
		near_try(&near, row[i].name);
	AUTO_FREE char *see = text_format(": see pft %s --help", command->name);
	return near_end(&near, "--", see);
}

static int option_bad(const struct command *command, int c, const char *last,
		      struct error *err)
{
	/* Of a group of letters ("-qx") name the bad one only. */
	char letter[3] = { '-', (char)optopt, '\0' };
	const char *word = optopt > 0 && optopt < FIRST_LONG ? letter : last;
	if (c == ':')
		return error_set(err, -EINVAL, "option '%s': expected an argument: see pft %s --help",
				 word, command->name);
	AUTO_FREE char *end = no_option_end(command, word);
	return error_set(err, -EINVAL, "option '%s': no such option%s", word, end);
}

int options_parse(const struct command *command, struct arguments *arguments,
		  void *target, struct error *err)
{
	struct option_row row[OPTIONS_MAX];
	struct option longs[OPTIONS_MAX] = { 0 };
	char letters[2 * OPTIONS_MAX + 2];
	int c;
	options_rows(command, row);
	getopt_tables(row, letters, longs);
	optind = 0;
	opterr = 0;
	while ((c = getopt_long(arguments->n, arguments->word, letters, longs,
				NULL)) != -1) {
		if (c == '?' || c == ':')
			return option_bad(command, c, arguments->word[optind - 1],
					  err);
		const size_t i = number_of(row, c);
		if (row[i].type == OPTION_HELP) {
			options_help(command, stdout);
			return 1;
		}
		arguments->given |= UINT64_C(1) << i;
		const int rc = options_set(&row[i], target, optarg, err);
		if (rc != 0)
			return rc;
	}
	arguments->word += optind;
	arguments->n -= optind;
	if (arguments->n > 0 && !*command->operands)
		return error_set(err, -EINVAL, "'%s': expected no operand: see pft %s --help",
				 *arguments->word, command->name);
	return 0;
}

static int find_action(const struct command *command, const char *word,
		       unsigned int *action, struct error *err)
{
	const int i = word ? index_of(command->actions, word) : -1;
	if (i >= 0) {
		*action = (unsigned int)i;
		return 0;
	}
	AUTO_FREE char *list = text_alternatives(command->actions);
	AUTO_FREE char *see = text_format(": see pft %s --help", command->name);
	AUTO_FREE char *end = near_end_of(word ? word : "", command->actions, see);
	return error_set(err, -EINVAL, "%s%s%s: expected pft %s %s%s",
			 word ? "'" : "nothing to do", word ? word : "",
			 word ? "'" : "", command->name, list, end);
}

int options_action(const struct command *command, struct arguments *arguments,
		   unsigned int *action, struct error *err)
{
	struct option_row row[OPTIONS_MAX];
	const size_t n = options_rows(command, row);
	const int rc = find_action(command, *arguments->word, action, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		if ((arguments->given >> i & 1) && row[i].actions &&
		    !(row[i].actions >> *action & 1))
			return error_set(err, -EINVAL, "option '--%s': not for pft %s %s: see pft %s --help",
					 row[i].name, command->name,
					 command->actions[*action], command->name);
	arguments->word++;
	arguments->n--;
	return 0;
}

/* ---- output ---- */

const char *const output_compared[] = { "table", "mail", "csv", "json",
					"markdown", NULL };
const char *const output_table_or_json[] = { "table", "json", NULL };

bool output_is_standard(const struct output_options *options)
{
	return options->output && strcmp(options->output, "-") == 0;
}

bool output_has_table(const struct output_options *options)
{
	return !output_is_standard(options) &&
	       (!options->quiet || options->format == TABLE_CSV ||
		options->format == TABLE_JSON);
}

static bool takes_color(const struct output_options *options)
{
	const char *no_color = getenv("NO_COLOR");
	return !options->plain && !(no_color && *no_color) &&
	       isatty(STDOUT_FILENO);
}

static size_t terminal_columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

struct table_style output_style(const struct output_options *options)
{
	return (struct table_style){
		.format = options->format,
		.color = takes_color(options),
		.verbose = options->verbose,
		.columns = terminal_columns(),
	};
}

/* ---- help ---- */

static size_t help_columns(void)
{
	const size_t n = terminal_columns();
	return n == 0 ? 80 : n < 40 ? 40 : n > 100 ? 100 : n;
}

/* Print text wrapped at words from column indent on. */
static void help_text(const char *text, size_t indent, size_t columns, FILE *out)
{
	for (size_t at = indent;;) {
		const size_t word = strcspn(text, " ");
		fprintf(out, "%.*s", (int)word, text);
		at += word + 1;
		text += word;
		if (!*text)
			break;
		if (at + strcspn(++text, " ") <= columns) {
			fputc(' ', out);
		} else {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		}
	}
	fputc('\n', out);
}

/* The words of an option's table, each with what it means. */
static void help_words(const struct option_row *row, size_t columns, FILE *out)
{
	enum { WORD_COLUMN = HELP_COLUMN + 20 };
	struct text_choice word;
	for (size_t i = 0; row->choices && row->choices(i, &word); i++) {
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
	AUTO_FREE char *help = row->standard ?
		text_format("%s (%s)", row->help, row->standard) :
		text_format("%s", row->help);
	help_text(help, HELP_COLUMN, columns, out);
	help_words(row, columns, out);
}

/* The operand is a file, or one of these. */
static void help_names(const struct command *command, size_t columns, FILE *out)
{
	char **names = command->names();
	AUTO_FREE char *list = text_alternatives((const char *const *)names);
	AUTO_FREE char *text = text_format("%s: a file, or one that comes with pft: %s.",
					   command->operands, list);
	file_names_close(names);
	fputc('\n', out);
	wrap_text(out, text, columns, 2);
}

void options_help(const struct command *command, FILE *out)
{
	const size_t columns = help_columns();
	fprintf(out, "Usage: pft %s [OPTION]...%s%s\n%s.\n\n", command->name,
		*command->operands ? " " : "", command->operands,
		command->summary);
	struct option_row row[OPTIONS_MAX];
	const size_t n = options_rows(command, row);
	for (size_t i = 0; i < n; i++)
		help_option(&row[i], columns, out);
	if (command->names)
		help_names(command, columns, out);
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
	va_list args;
	va_start(args, format);
	AUTO_FREE char *line = text_format_list(format, args);
	va_end(args);
	AUTO_FREE char *printable = text_shown(line);
	fprintf(stderr, "pft: %s\n", printable);
}
