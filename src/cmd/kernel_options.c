/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/kernel_options.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"

#define OPTIONS(target) ((struct kernel_options *)(target))

const char *const kernel_actions[] = { "build", "list", "check", "clean", NULL };

enum {
	OPTION_LABEL, OPTION_ARCH, OPTION_SOURCE, OPTION_PATCHES, OPTION_UPTO,
	OPTION_CONFIG,
	OPTION_JOBS, OPTION_OLDER, OPTION_KEEP, OPTION_ALL, OPTION_FORMAT,
	OPTION_QUIET, OPTION_VERBOSE,
};

/* ---- the arguments ---- */

static void give(void *target, int option)
{
	OPTIONS(target)->given |= 1u << option;
}

static int set_label(void *target, const char *value, struct error *err)
{
	(void)err;
	give(target, OPTION_LABEL);
	OPTIONS(target)->request.label = value;
	return 0;
}

static int set_arch(void *target, const char *value, struct error *err)
{
	give(target, OPTION_ARCH);
	return kernel_arch_parse(value, &OPTIONS(target)->request.arch, err);
}

static int set_source(void *target, const char *value, struct error *err)
{
	(void)err;
	give(target, OPTION_SOURCE);
	OPTIONS(target)->request.source = value;
	return 0;
}

static int set_patches(void *target, const char *value, struct error *err)
{
	(void)err;
	give(target, OPTION_PATCHES);
	OPTIONS(target)->request.patches = value;
	return 0;
}

static int set_upto(void *target, const char *value, struct error *err)
{
	give(target, OPTION_UPTO);
	return number_parse(NUMBERS("--upto", 1, 10000), value,
			    &OPTIONS(target)->request.upto, err);
}

static int set_config(void *target, const char *value, struct error *err)
{
	(void)err;
	give(target, OPTION_CONFIG);
	OPTIONS(target)->request.config = value;
	return 0;
}

static int set_jobs(void *target, const char *value, struct error *err)
{
	give(target, OPTION_JOBS);
	return number_parse(NUMBERS("--jobs", 1, 4096), value,
			    &OPTIONS(target)->jobs, err);
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
	give(target, OPTION_OLDER);
	if (!unit || end[1] || number > 100000)
		return error_set(err, -EINVAL, "--older-than '%s': expected an age such as 7d, 12h or 30m",
				 value);
	OPTIONS(target)->clean.unused_s = number * seconds[unit - units];
	return 0;
}

static int set_keep(void *target, const char *value, struct error *err)
{
	give(target, OPTION_KEEP);
	OPTIONS(target)->clean.keep_given = true;
	return size_parse("--keep", value, &OPTIONS(target)->clean.keep_bytes, err);
}

static int set_all(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	give(target, OPTION_ALL);
	OPTIONS(target)->clean.all = true;
	return 0;
}

static int set_format(void *target, const char *value, struct error *err)
{
	give(target, OPTION_FORMAT);
	return output_set_table_or_json(target, value, err);
}

static int set_quiet(void *target, const char *value, struct error *err)
{
	give(target, OPTION_QUIET);
	return output_set_quiet(target, value, err);
}

static int set_verbose(void *target, const char *value, struct error *err)
{
	give(target, OPTION_VERBOSE);
	return output_set_verbose(target, value, err);
}

/* ---- the table ---- */

const struct option_row kernel_options[] = {
	[OPTION_LABEL] =
	{ .name = "label", .argument = "TEXT",
	  .help = "build, check: how tables and pft ab name the kernel; without, a name is made from the rest",
	  .set = set_label },
	[OPTION_ARCH] =
	{ .name = "arch", .argument = "ARCH",
	  .help = "build, check: x86_64 (the default), i386 or arm64 (16 KiB pages)",
	  .set = set_arch, .completes = COMPLETES_WORDS,
	  .words = kernel_arch_words },
	[OPTION_SOURCE] =
	{ .name = "source", .argument = "SOURCE",
	  .help = "build, check: a tarball, a folder, git:DIR@REVISION, tree:DIR (one that is edited), or a line that Debian packages, such as 6.12 (the default)",
	  .set = set_source, .completes = COMPLETES_FILES },
	[OPTION_PATCHES] =
	{ .name = "patches", .argument = "PATH",
	  .help = "build, check: a folder with a series file, or one patch; 6.12: the series of pft's own for it",
	  .set = set_patches, .completes = COMPLETES_FILES },
	[OPTION_UPTO] =
	{ .name = "upto", .argument = "N",
	  .help = "build, check: the first N patches of the series alone",
	  .set = set_upto },
	[OPTION_CONFIG] =
	{ .name = "config", .argument = "FILE",
	  .help = "build, check: options on top of pft's own, lines such as CONFIG_SWAP=y",
	  .set = set_config, .completes = COMPLETES_FILES },
	[OPTION_JOBS] =
	{ .name = "jobs", .letter = 'j', .argument = "N",
	  .help = "build, check: that many compilers at once; without, one a CPU",
	  .set = set_jobs },
	[OPTION_OLDER] =
	{ .name = "older-than", .argument = "AGE",
	  .help = "clean: what was not used for so long: 7d, 12h, 30m",
	  .set = set_older },
	[OPTION_KEEP] =
	{ .name = "keep", .argument = "SIZE",
	  .help = "clean: what was not used for longest, until no more than so much is left: 5G",
	  .set = set_keep },
	[OPTION_ALL] =
	{ .name = "all", .help = "clean: everything that is not in use",
	  .set = set_all },
	[OPTION_FORMAT] =
	{ .name = "format", .argument = "FORMAT",
	  .help = "list: table, or json: one line a kernel",
	  .set = set_format, .completes = COMPLETES_WORDS,
	  .words = output_table_or_json },
	[OPTION_QUIET] =
	{ .name = "quiet", .letter = 'q',
	  .help = "no progress, and nothing when all went well; list: labels alone",
	  .set = set_quiet },
	[OPTION_VERBOSE] =
	{ .name = "verbose", .letter = 'v',
	  .help = "each step on a line of its own; list: also what each was built from",
	  .set = set_verbose },
	{ 0 },
};

/* ---- which action takes which ---- */

static const unsigned int taken[] = {
	[KERNEL_BUILD] = 1u << OPTION_LABEL | 1u << OPTION_ARCH |
			 1u << OPTION_SOURCE | 1u << OPTION_PATCHES |
			 1u << OPTION_UPTO | 1u << OPTION_CONFIG |
			 1u << OPTION_JOBS,
	[KERNEL_LIST] = 1u << OPTION_FORMAT,
	[KERNEL_CHECK] = 1u << OPTION_LABEL | 1u << OPTION_ARCH |
			 1u << OPTION_SOURCE | 1u << OPTION_PATCHES |
			 1u << OPTION_UPTO | 1u << OPTION_CONFIG |
			 1u << OPTION_JOBS,
	[KERNEL_CLEAN] = 1u << OPTION_OLDER | 1u << OPTION_KEEP |
			 1u << OPTION_ALL,
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

static int check_options(const struct kernel_options *options, struct error *err)
{
	const unsigned int common = 1u << OPTION_QUIET | 1u << OPTION_VERBOSE;
	const unsigned int bad = options->given &
				 ~(taken[options->action] | common);
	for (size_t i = 0; kernel_options[i].name; i++)
		if (bad & 1u << i)
			return error_set(err, -EINVAL,
					 "option '--%s': not for pft kernel %s: see pft kernel --help",
					 kernel_options[i].name,
					 kernel_actions[options->action]);
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
	int rc = options_parse(command, arguments, options, err);
	if (rc == 0)
		rc = find_action(*arguments->word, &options->action, err);
	if (rc == 0)
		rc = check_options(options, err);
	if (rc == 0) {
		arguments->word++;
		arguments->n--;
		rc = check_operands(options, arguments->word, err);
	}
	return rc;
}
