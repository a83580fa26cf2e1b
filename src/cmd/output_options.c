/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/output_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define OPTIONS(target) ((struct output_options *)(target))

const char *const output_compared[] = { "table", "mail", "csv", "json",
					"markdown", NULL };
const char *const output_table_or_json[] = { "table", "json", NULL };

int output_set_output(void *target, const char *value, struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "--output '': expected a name");
	OPTIONS(target)->output = value;
	return 0;
}

static bool is_word(const char *value, const char *const words[])
{
	while (*words && strcmp(value, *words) != 0)
		words++;
	return *words != NULL;
}

static int format_bad(const char *value, const char *const words[],
		      struct error *err)
{
	char text[128] = "";
	for (size_t i = 0; words[i]; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ",
			 words[i]);
	return error_set(err, -EINVAL, "--format '%s': expected %s", value, text);
}

static int set_format(struct output_options *options, const char *value,
		      const char *const words[], struct error *err)
{
	if (!is_word(value, words))
		return format_bad(value, words, err);
	for (int i = 0; table_formats[i]; i++)
		if (strcmp(value, table_formats[i]) == 0)
			options->format = (enum table_format)i;
	options->format_given = true;
	return 0;
}

int output_set_format(void *target, const char *value, struct error *err)
{
	return set_format(target, value, table_formats, err);
}

int output_set_compared(void *target, const char *value, struct error *err)
{
	return set_format(target, value, output_compared, err);
}

int output_set_table_or_json(void *target, const char *value,
			     struct error *err)
{
	return set_format(target, value, output_table_or_json, err);
}

int output_set_quiet(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	OPTIONS(target)->quiet = true;
	return 0;
}

int output_set_verbose(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	OPTIONS(target)->verbose = true;
	return 0;
}

int output_set_plain(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	OPTIONS(target)->plain = true;
	return 0;
}

bool output_is_standard(const struct output_options *options)
{
	return options->output && strcmp(options->output, "-") == 0;
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
