/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/known.h"
#include "base/size.h"
#include "base/text.h"
#include "cmd/output_options.h"
#include "fault/workload_words.h"

enum { MAX_OPTIONS = 64, FIRST_LONG = 256, HELP_COLUMN = 26 };

static const struct option_row help_row = {
	.name = "help", .letter = 'h', .help = "print this help",
};

/* ---- the table of a command ---- */

static bool takes_field(const struct command *command,
			const struct workload_field *field)
{
	return command->fields == AB_FIELDS ||
	       (command->fields == RUN_FIELDS && !field->ab_alone);
}

/* The i-th field that is an option of the command; NULL past the last. */
static const struct workload_field *find_field(const struct command *command,
					       size_t i)
{
	for (size_t f = 0; f < nr_workload_fields; f++)
		if (takes_field(command, &workload_fields[f]) && i-- == 0)
			return &workload_fields[f];
	return NULL;
}

static size_t nr_fields(const struct command *command)
{
	size_t n = 0;
	while (find_field(command, n))
		n++;
	return n;
}

static struct option_row row_of_field(const struct command *command,
				      const struct workload_field *field)
{
	const char *const *words = field->lists ? field->lists->words :
						  field->words;
	return (struct option_row){
		.name = field->name, .letter = field->letter,
		.argument = field->argument, .help = field->help,
		.standard = workload_field_standard(field, command->fields ==
							   AB_FIELDS),
		.field = field, .offset = command->words_offset,
		.completes = words || field->choices ? COMPLETES_WORDS :
						       COMPLETES_NOTHING,
		.words = words, .choices = field->choices,
	};
}

bool options_row(const struct command *command, size_t i,
		 struct option_row *row)
{
	const size_t n = nr_fields(command);
	if (i >= command->fields_at && i < command->fields_at + n) {
		*row = row_of_field(command,
				    find_field(command, i - command->fields_at));
		return true;
	}
	if (i >= command->fields_at)
		i -= n;
	for (const struct option_row *own = command->options; own->name; own++)
		if (i-- == 0) {
			*row = *own;
			return true;
		}
	return false;
}

/* ---- reading ---- */

static void getopt_tables(const struct command *command, char *letters,
			  struct option *longs)
{
	struct option_row row;
	bool more = true;
	*letters++ = ':';	/* getopt then returns ':' for a missing argument */
	for (size_t i = 0; more; i++) {
		more = options_row(command, i, &row);
		if (!more)
			row = help_row;
		longs[i] = (struct option){
			.name = row.name,
			.has_arg = row.argument ? required_argument :
						  no_argument,
			.val = FIRST_LONG + (int)i,
		};
		if (row.letter) {
			*letters++ = row.letter;
			if (row.argument)
				*letters++ = ':';
		}
	}
	*letters = '\0';
}

/* The number of the option that getopt found; that of help behind the last. */
static size_t number_of(const struct command *command, int c)
{
	struct option_row row;
	size_t i = 0;
	while (options_row(command, i, &row) && c != FIRST_LONG + (int)i &&
	       !(row.letter && c == row.letter))
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

/* An enum counts the words from 0. */
static int set_word(const struct option_row *row, unsigned int *number,
		    const char *value, struct error *err)
{
	for (unsigned int i = 0; row->words[i]; i++) {
		if (strcmp(value, row->words[i]) != 0)
			continue;
		*number = i;
		return 0;
	}
	char *list = text_alternatives(row->words);
	error_set(err, -EINVAL, "--%s '%s': expected %s", row->name, value,
		  list);
	free(list);
	return -EINVAL;
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
		return output_set_format(member, value, row->words, err);
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

static int option_bad(const struct command *command, int c, const char *last,
		      struct error *err)
{
	/* Of a group of letters ("-qx") name the bad one only. */
	char letter[3] = { '-', (char)optopt, '\0' };
	const char *word = optopt > 0 && optopt < FIRST_LONG ? letter : last;
	return error_set(err, -EINVAL,
			 c == ':' ? "option '%s': expected an argument: see pft %s --help" :
				    "option '%s': no such option: see pft %s --help",
			 word, command->name);
}

int options_parse(const struct command *command, struct arguments *arguments,
		  void *target, struct error *err)
{
	struct option longs[MAX_OPTIONS + 2] = { 0 };
	char letters[2 * MAX_OPTIONS + 4];
	int c;
	getopt_tables(command, letters, longs);
	optind = 0;
	opterr = 0;
	while ((c = getopt_long(arguments->n, arguments->word, letters, longs,
				NULL)) != -1) {
		if (c == '?' || c == ':')
			return option_bad(command, c, arguments->word[optind - 1],
					  err);
		struct option_row row;
		const size_t i = number_of(command, c);
		if (!options_row(command, i, &row)) {
			options_help(command, stdout);
			return 1;
		}
		arguments->given |= UINT64_C(1) << i;
		const int rc = options_set(&row, target, optarg, err);
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

static size_t help_columns(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col < 40 ? 40 : size.ws_col > 100 ? 100 : size.ws_col;
}

static int find_action(const struct command *command, const char *word,
		       unsigned int *action, struct error *err)
{
	for (unsigned int i = 0; word && command->actions[i]; i++) {
		if (strcmp(word, command->actions[i]) != 0)
			continue;
		*action = i;
		return 0;
	}
	char *list = text_alternatives(command->actions);
	error_set(err, -EINVAL, "%s%s%s: expected pft %s %s: see pft %s --help",
		  word ? "'" : "nothing to do", word ? word : "",
		  word ? "'" : "", command->name, list, command->name);
	free(list);
	return -EINVAL;
}

int options_action(const struct command *command, struct arguments *arguments,
		   unsigned int *action, struct error *err)
{
	struct option_row row;
	const int rc = find_action(command, *arguments->word, action, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; options_row(command, i, &row); i++)
		if ((arguments->given >> i & 1) && row.actions &&
		    !(row.actions >> *action & 1))
			return error_set(err, -EINVAL, "option '--%s': not for pft %s %s: see pft %s --help",
					 row.name, command->name,
					 command->actions[*action], command->name);
	arguments->word++;
	arguments->n--;
	return 0;
}

/* ---- help ---- */

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
	char *help = row->standard ?
			     text_format("%s (%s)", row->help, row->standard) :
			     text_format("%s", row->help);
	help_text(help, HELP_COLUMN, columns, out);
	free(help);
	help_words(row, columns, out);
}

void options_help(const struct command *command, FILE *out)
{
	const size_t columns = help_columns();
	fprintf(out, "Usage: pft %s [OPTION]...%s%s\n%s.\n\n", command->name,
		*command->operands ? " " : "", command->operands,
		command->summary);
	struct option_row row;
	for (size_t i = 0; options_row(command, i, &row); i++)
		help_option(&row, columns, out);
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
