/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/kernel_options.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"

#define OPTIONS(target) ((struct kernel_options *)(target))

const char *const kernel_actions[] = { "build", "list", "check", "clean", NULL };

/* ---- the arguments ---- */

static int set_arch(void *target, const char *value, struct error *err)
{
	return kernel_arch_parse(value, &OPTIONS(target)->request.arch, err);
}

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
	OPTIONS(target)->clean.unused_s = number * seconds[unit - units];
	return 0;
}

static int set_keep(void *target, const char *value, struct error *err)
{
	OPTIONS(target)->clean.keep_given = true;
	return size_parse("--keep", value, &OPTIONS(target)->clean.keep_bytes, err);
}

/* ---- the table ---- */

enum {
	BUILDS = 1u << KERNEL_BUILD | 1u << KERNEL_CHECK,
	LISTS = 1u << KERNEL_LIST,
	CLEANS = 1u << KERNEL_CLEAN,
};

const struct option_row kernel_options[] = {
	{ .name = "label", .argument = "TEXT", .actions = BUILDS,
	  .help = "build, check: how tables and pft ab name the kernel; without, a name is made from the rest",
	  OPTION(TEXT, kernel_options, request.label) },
	{ .name = "arch", .argument = "ARCH", .actions = BUILDS,
	  .help = "build, check: x86_64 (the default), i386 or arm64 (16 KiB pages)",
	  .set = set_arch, .completes = COMPLETES_WORDS,
	  .words = kernel_arch_words },
	{ .name = "source", .argument = "SOURCE", .actions = BUILDS,
	  .help = "build, check: a tarball, a folder, git:DIR@REVISION, tree:DIR (one that is edited), or a line that Debian packages, such as 6.12 (the default)",
	  OPTION(TEXT, kernel_options, request.source),
	  .completes = COMPLETES_FILES },
	{ .name = "patches", .argument = "PATH", .actions = BUILDS,
	  .help = "build, check: a folder with a series file, or one patch; 6.12: the series of pft's own for it",
	  OPTION(TEXT, kernel_options, request.patches),
	  .completes = COMPLETES_FILES },
	{ .name = "upto", .argument = "N", .actions = BUILDS,
	  .help = "build, check: the first N patches of the series alone",
	  OPTION_FROM(NUMBER, kernel_options, request.upto, 1, 10000) },
	{ .name = "config", .argument = "FILE", .actions = BUILDS,
	  .help = "build, check: options on top of pft's own, lines such as CONFIG_SWAP=y",
	  OPTION(TEXT, kernel_options, request.config),
	  .completes = COMPLETES_FILES },
	{ .name = "jobs", .letter = 'j', .argument = "N", .actions = BUILDS,
	  .help = "build, check: that many compilers at once; without, one a CPU",
	  OPTION_FROM(NUMBER, kernel_options, jobs, 1, 4096) },
	{ .name = "older-than", .argument = "AGE", .actions = CLEANS,
	  .help = "clean: what was not used for so long: 7d, 12h, 30m",
	  .set = set_older },
	{ .name = "keep", .argument = "SIZE", .actions = CLEANS,
	  .help = "clean: the least recently used, until no more than SIZE is left: 5G",
	  .set = set_keep },
	{ .name = "all", .help = "clean: everything that is not in use",
	  .actions = CLEANS, OPTION(BOOL, kernel_options, clean.all) },
	{ .name = "format", .argument = "FORMAT", .actions = LISTS,
	  .help = "list: table, or json: one line a kernel",
	  .set = output_set_table_or_json, .completes = COMPLETES_WORDS,
	  .words = output_table_or_json },
	{ .name = "quiet", .letter = 'q',
	  .help = "no progress, and nothing when all went well; list: labels alone",
	  .set = output_set_quiet },
	{ .name = "verbose", .letter = 'v',
	  .help = "each step on a line of its own; list: also what each was built from",
	  .set = output_set_verbose },
	{ 0 },
};

static int find_action(const char *word, enum kernel_action *action,
		       struct error *err)
{
	for (int i = 0; word && kernel_actions[i]; i++) {
		if (strcmp(word, kernel_actions[i]) == 0) {
			*action = (enum kernel_action)i;
			return 0;
		}
	}
	return error_set(err, -EINVAL,
			 "%s%s%s: expected pft kernel build, list, check or clean: see pft kernel --help",
			 word ? "'" : "nothing to do", word ? word : "",
			 word ? "'" : "");
}

static int check_options(enum kernel_action action, uint64_t given,
			 struct error *err)
{
	const struct option_row *row = kernel_options;
	for (; row->name; row++, given >>= 1)
		if ((given & 1) && row->actions && !(row->actions & 1u << action))
			return error_set(err, -EINVAL,
					 "option '--%s': not for pft kernel %s: see pft kernel --help",
					 row->name, kernel_actions[action]);
	return 0;
}

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
		return error_set(err, -EINVAL, "clean: nothing to drop: expected labels, --older-than, --keep or --all");
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
	*options = (struct kernel_options){ .clean = { .unused_s = -1 } };
	const int rc = options_parse(command, arguments, options, err) ?:
		find_action(*arguments->word, &options->action, err) ?:
		check_options(options->action, arguments->given, err);
	if (rc != 0)
		return rc;
	arguments->word++;
	arguments->n--;
	return check_operands(options, arguments->word, err);
}
