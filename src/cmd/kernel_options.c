/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/kernel_options.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *const kernel_actions[] = { "build", "list", "check", "clean", NULL };

/* "45s", "30m", "12h", "7d", "2w". */
static int set_older(void *target, const char *value, struct error *err)
{
	static const char units[] = "smhdw";
	static const int64_t seconds[] = { 1, 60, 3600, 86400, 604800 };
	char *end = NULL;
	const long number = isdigit((unsigned char)*value) ?
				    strtol(value, &end, 10) : -1;
	const char *unit = end && *end ? strchr(units, *end) : NULL;
	if (!unit || end[1] || number > 100000)
		return error_set(err, -EINVAL, "--older-than '%s': expected an age such as 7d, 12h or 30m",
				 value);
	((struct kernel_options *)target)->clean.unused_s = number * seconds[unit - units];
	return 0;
}

enum {
	BUILDS = 1u << KERNEL_BUILD | 1u << KERNEL_CHECK,
	LISTS = 1u << KERNEL_LIST, CLEANS = 1u << KERNEL_CLEAN,
};

const struct option_row kernel_options[] = {
	{ "label", '\0', "TEXT", "build, check: name of the kernel in tables and for pft ab; by default made from the other options",
	  OPTION(TEXT, kernel_options, request.label), .actions = BUILDS },
	{ "arch", '\0', "ARCH", "build, check: x86_64, i386 or arm64 (16 KiB pages)", .standard = "x86_64",
	  OPTION(WORD, kernel_options, request.arch), .actions = BUILDS, .completes = COMPLETES_WORDS, .words = kernel_arch_words },
	{ "source", '\0', "SOURCE", "build, check: a tarball, a directory, git:DIR@REVISION, tree:DIR (a tree under development), or a version that Debian packages", .standard = "6.12",
	  OPTION(TEXT, kernel_options, request.source), .actions = BUILDS, .completes = COMPLETES_FILES },
	{ "patches", '\0', "PATH", "build, check: a directory with a series file, or one patch; 6.12: the series for that version that comes with pft",
	  OPTION(TEXT, kernel_options, request.patches), .actions = BUILDS, .completes = COMPLETES_FILES },
	{ "upto", '\0', "N", "build, check: apply only the first N patches of the series",
	  OPTION_FROM(NUMBER, kernel_options, request.upto, 1, 10000), .actions = BUILDS },
	{ "config", '\0', "FILE", "build, check: file with further options, in lines such as CONFIG_SWAP=y",
	  OPTION(TEXT, kernel_options, request.config), .actions = BUILDS, .completes = COMPLETES_FILES },
	{ "jobs", 'j', "N", "build, check: number of compilers that run at the same time", .standard = "one per CPU",
	  OPTION_FROM(NUMBER, kernel_options, jobs, 1, 4096), .actions = BUILDS },
	{ "older-than", '\0', "AGE", "clean: remove what has not been used for AGE: 7d, 12h, 30m", .set = set_older, .actions = CLEANS },
	{ "keep", '\0', "SIZE", "clean: remove what was least recently used, until at most SIZE is left: 5G",
	  OPTION(SIZE, kernel_options, clean.keep_bytes), .actions = CLEANS },
	{ "all", '\0', NULL, "clean: remove everything that is not in use",
	  OPTION(BOOL, kernel_options, clean.all), .actions = CLEANS },
	{ "format", '\0', "FORMAT", "list: table, or json: one line for each kernel",
	  OPTION(FORMAT, kernel_options, output), .actions = LISTS, .completes = COMPLETES_WORDS, .words = output_table_or_json },
	{ "quiet", 'q', NULL, "print nothing unless something fails; list: print only labels",
	  OPTION(BOOL, kernel_options, output.quiet) },
	{ "verbose", 'v', NULL, "print each step on a separate line; list: also print what each kernel was built from",
	  OPTION(BOOL, kernel_options, output.verbose) },
	{ 0 },
};

static int check_operands(struct kernel_options *options, char **operands,
			  struct error *err)
{
	const struct kernel_clean_choice *clean = &options->clean;
	if (options->action != KERNEL_CLEAN)
		return !*operands ? 0 :
			error_set(err, -EINVAL, "operand '%s': expected none after pft kernel %s: see pft kernel --help",
				  *operands, kernel_actions[options->action]);
	const bool chosen = clean->all || clean->keep_given ||
			    clean->unused_s >= 0;
	if (!chosen && !*operands)
		return error_set(err, -EINVAL, "clean: nothing to remove: expected labels, --older-than, --keep or --all");
	if (chosen && *operands)
		return error_set(err, -EINVAL, "operand '%s': expected either labels or --older-than, --keep, --all",
				 *operands);
	options->clean.labels = (const char *const *)operands;
	return 0;
}

int kernel_options_parse(const struct command *command,
			 struct arguments *arguments,
			 struct kernel_options *options, struct error *err)
{
	unsigned int action = 0;
	*options = (struct kernel_options){ .clean = { .unused_s = -1 } };
	int rc = options_parse(command, arguments, options, err);
	if (rc == 0)
		rc = options_action(command, arguments, &action, err);
	options->action = (enum kernel_action)action;
	options->clean.keep_given = options->clean.keep_bytes > 0;
	return rc ? rc : check_operands(options, arguments->word, err);
}
