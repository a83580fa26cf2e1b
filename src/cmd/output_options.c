/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/output_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"

const char *const output_compared[] = { "table", "mail", "csv", "json",
					"markdown", NULL };
const char *const output_table_or_json[] = { "table", "json", NULL };

static int format_bad(const char *value, const char *const words[],
		      struct error *err)
{
	char *list = text_alternatives(words);
	error_set(err, -EINVAL, "--format '%s': expected %s", value, list);
	free(list);
	return -EINVAL;
}

int output_set_format(struct output_options *options, const char *value,
		      const char *const words[], struct error *err)
{
	const char *const *word = words;
	while (*word && strcmp(value, *word) != 0)
		word++;
	if (!*word)
		return format_bad(value, words, err);
	for (int i = 0; table_formats[i]; i++)
		if (strcmp(value, table_formats[i]) == 0)
			options->format = (enum table_format)i;
	options->format_given = true;
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
