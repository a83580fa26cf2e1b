/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft kernel: build kernels, and see and clean what was built.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/interrupt.h"
#include "cmd/progress.h"
#include "lab/kernel/kernel.h"
#include "machine/clock.h"
#include "record/jsonl.h"

/* ---- options: one table for all that it does; each action takes some ---- */

enum kernel_action { KERNEL_BUILD, KERNEL_LIST, KERNEL_CHECK, KERNEL_CLEAN };

struct kernel_options {
	struct output_options output;
	enum kernel_action action;
	struct kernel_request request;
	uint64_t jobs;		/* 0: one a CPU */
	struct kernel_clean_choice clean;
};

static const char *const kernel_actions[] = { "build", "list", "check", "clean", NULL };

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

static const struct option_row kernel_options[] = {
	{ "label", '\0', "TEXT", "build, check: name of the kernel in tables and for pft ab; by default made from the other options",
	  OPTION(TEXT, kernel_options, request.label), .actions = BUILDS },
	{ "arch", '\0', "ARCH", "build, check: x86_64, i386 or arm64 (16 KiB pages)", .standard = "x86_64",
	  OPTION(WORD, kernel_options, request.arch), .actions = BUILDS, .words = kernel_arch_words },
	{ "source", '\0', "SOURCE", "build, check: a tarball, a directory, git:DIR@REVISION, tree:DIR (a tree under development), or a version that Debian packages", .standard = "6.12",
	  OPTION(TEXT, kernel_options, request.source), .actions = BUILDS, .is_file = true },
	{ "patches", '\0', "PATH", "build, check: a directory with a series file, or one patch; 6.12: the series for that version that comes with pft",
	  OPTION(TEXT, kernel_options, request.patches), .actions = BUILDS, .is_file = true },
	{ "upto", '\0', "N", "build, check: apply only the first N patches of the series",
	  OPTION_FROM(NUMBER, kernel_options, request.upto, 1, 10000), .actions = BUILDS },
	{ "config", '\0', "FILE", "build, check: file with further options, in lines such as CONFIG_SWAP=y",
	  OPTION(TEXT, kernel_options, request.config), .actions = BUILDS, .is_file = true },
	{ "jobs", 'j', "N", "build, check: number of compilers that run at the same time", .standard = "one per CPU",
	  OPTION_FROM(NUMBER, kernel_options, jobs, 1, 4096), .actions = BUILDS },
	{ "older-than", '\0', "AGE", "clean: remove what has not been used for AGE: 7d, 12h, 30m", .set = set_older, .actions = CLEANS },
	{ "keep", '\0', "SIZE", "clean: remove what was least recently used, until at most SIZE is left: 5G",
	  OPTION(SIZE, kernel_options, clean.keep_bytes), .actions = CLEANS },
	{ "all", '\0', NULL, "clean: remove everything that is not in use",
	  OPTION(BOOL, kernel_options, clean.all), .actions = CLEANS },
	{ "format", '\0', "FORMAT", "list: table, or json: one line for each kernel",
	  OPTION(FORMAT, kernel_options, output), .actions = LISTS, .words = output_table_or_json },
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

/*
 * The first operand is the action, the others are left.
 * Returns  as options_parse; -EINVAL also for an option or an operand that the
 *          action does not take.
 */
static int kernel_options_parse(struct arguments *arguments,
				struct kernel_options *options, struct error *err)
{
	unsigned int action = 0;
	*options = (struct kernel_options){ .clean = { .unused_s = -1 } };
	int rc = options_parse(&command_kernel, arguments, options, err);
	if (rc == 0)
		rc = options_action(&command_kernel, arguments, &action, err);
	options->action = (enum kernel_action)action;
	options->clean.keep_given = options->clean.keep_bytes > 0;
	return rc ? rc : check_operands(options, arguments->word, err);
}

/* ---- what is going on ---- */

struct display {
	struct progress progress;
	bool quiet, lines;	/* each step on a line of its own */
	bool counting;
	char step[32];		/* the last one's first word */
};

/* Without the name of the object: each would be a line. */
static void print_step(struct display *display, const char *what)
{
	char step[32];
	const size_t n = strcspn(what, " ");
	snprintf(step, sizeof(step), "%.*s", (int)(n < 31 ? n : 31), what);
	if (strcmp(step, display->step) == 0 && strcmp(step, "compiling") == 0)
		return;
	strcpy(display->step, step);
	options_say("%s", strcmp(step, "compiling") == 0 ? step : what);
}

static void show_progress(void *context, const char *what, double done)
{
	struct display *display = context;
	if (display->quiet)
		return;
	if (display->lines) {
		print_step(display, what);
		return;
	}
	/* Time left is reckoned from when the share is known. */
	if (done >= 0 && !display->counting)
		display->progress.start_ns = clock_wall_ns();
	display->counting = done >= 0;
	progress_show_share(&display->progress, done, what);
}

static void show_warning(void *context, const char *line)
{
	const struct display *display = context;
	progress_close(&display->progress);
	options_say("%s", line);
}

static struct kernel_context display_open(struct display *display,
					  const struct kernel_options *options)
{
	*display = (struct display){ .quiet = options->output.quiet };
	progress_open(&display->progress, options->output.quiet);
	display->lines = options->output.verbose || !display->progress.shown;
	if (display->lines)
		display->progress.shown = false;
	return (struct kernel_context){
		.progress = show_progress, .warn = show_warning,
		.context = display, .jobs = (unsigned int)options->jobs,
		.interrupts = &interrupts,
	};
}

/* 2: nothing was run, as the request or what it names is bad. */
static int status_of(int rc)
{
	return rc == -EINVAL || rc == -ENOENT ? 2 : 1;
}

/* ---- build, check ---- */

static int build(const struct kernel_options *options)
{
	struct display display;
	struct kernel kernel;
	struct error err = { "" };
	const struct kernel_context context = display_open(&display, options);
	const int rc = kernel_build(&options->request, &context, &kernel, &err);
	progress_close(&display.progress);
	if (rc != 0)
		return options_fail(&err, status_of(rc));
	if (!options->output.quiet && kernel.build_s > 0)
		printf("%s (%s, Linux %s): built in %.1f s, %" PRIu64 " object%s of the kernel compiled: %s\n",
		       kernel.label, kernel_arch_words[kernel.arch],
		       kernel.release, kernel.build_s, kernel.nr_objects,
		       kernel.nr_objects == 1 ? "" : "s", kernel.image);
	else if (!options->output.quiet)
		printf("%s (%s, Linux %s): it is in the cache: %s\n",
		       kernel.label, kernel_arch_words[kernel.arch],
		       kernel.release, kernel.image);
	kernel_close(&kernel);
	return 0;
}

static void print_findings(const struct kernel_options *options,
			   const struct kernel_findings *findings)
{
	const struct kernel_request *request = &options->request;
	printf("source    %s\n", request->source ? request->source : "6.12");
	printf("compiler  %s\n", findings->compiler);
	if (findings->nr_patches > 0)
		printf("patches   %zu apply, to %zu file%s\n",
		       findings->nr_patches, findings->nr_files,
		       findings->nr_files == 1 ? "" : "s");
	else
		puts("patches   none");
	printf("options   %zu requested", findings->nr_options);
	if (findings->nr_refused > 0)
		printf(", %zu of pft's own refused", findings->nr_refused);
	printf("\nbuilt     %s\n", findings->built ? "yes" : "not yet");
}

static int check(const struct kernel_options *options)
{
	struct display display;
	struct kernel_findings findings;
	struct error err = { "" };
	const struct kernel_context context = display_open(&display, options);
	const int rc = kernel_check(&options->request, &context, &findings, &err);
	progress_close(&display.progress);
	if (rc != 0)
		return options_fail(&err, status_of(rc));
	if (!options->output.quiet)
		print_findings(options, &findings);
	kernel_findings_close(&findings);
	return 0;
}

/* ---- list ---- */

/* Sizes of files, with two or three digits. */
static const char *short_size(uint64_t bytes, char text[24])
{
	static const char units[] = "KMGT";
	double value = (double)bytes / 1024;
	size_t unit = 0;
	while (value >= 1000 && units[unit + 1]) {
		value /= 1024;
		unit++;
	}
	snprintf(text, 24, value < 10 ? "%.1f%c" : "%.0f%c", value, units[unit]);
	return text;
}

static const char *short_age(int64_t used_at, char text[24])
{
	static const struct { int64_t s; char unit; } units[] = {
		{ 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' },
	};
	const int64_t now = time(NULL);
	const int64_t age = now > used_at ? now - used_at : 0;
	size_t i = 0;
	while (units[i].s > 1 && age < units[i].s)
		i++;
	snprintf(text, 24, "%" PRId64 "%c", age / units[i].s, units[i].unit);
	return text;
}

enum { NR_COLUMNS = 7, FIRST_RIGHT = 5 };

struct line {
	char *cell[NR_COLUMNS];
};

static struct line line_of(const struct kernel *kernel)
{
	char size[24], age[24];
	const char *slash = kernel->patches ? strrchr(kernel->patches, '/') : NULL;
	return (struct line){ {
		text_shown(kernel->label),
		text_shown(kernel_arch_words[kernel->arch]),
		text_shown(kernel->release), text_shown(kernel->source),
		text_shown(slash && slash[1] ? slash + 1 : kernel->patches),
		text_shown(short_size(kernel->bytes, size)),
		text_shown(short_age(kernel->used_at, age)),
	} };
}

static void print_line(const struct line *line, const size_t width[NR_COLUMNS])
{
	for (size_t i = 0; i < NR_COLUMNS; i++) {
		const int pad = (int)(width[i] - text_columns(line->cell[i]));
		const bool right = i >= FIRST_RIGHT;
		printf("%s%*s%s%*s", i > 0 ? "  " : "", right ? pad : 0, "",
		       line->cell[i], right ? 0 : pad, "");
	}
	putchar('\n');
}

static void print_details(const struct kernel *kernel)
{
	printf("    image %s\n    build id %s, built in %.1f s, %" PRIu64 " objects compiled\n",
	       kernel->image, kernel->build_id, kernel->build_s,
	       kernel->nr_objects);
	if (kernel->patches)
		printf("    patches %s\n", kernel->patches);
	if (kernel->config)
		printf("    options %s\n", kernel->config);
}

static void widen(size_t width[NR_COLUMNS], const struct line *line)
{
	for (size_t c = 0; c < NR_COLUMNS; c++)
		if (text_columns(line->cell[c]) > width[c])
			width[c] = text_columns(line->cell[c]);
}

static void print_table(const struct kernel *kernels, size_t n, bool verbose)
{
	const struct line titles = { { "Label", "Arch", "Release", "Source",
				       "Patches", "Size", "Used" } };
	size_t width[NR_COLUMNS] = { 0 };
	AUTO_FREE struct line *line = error_unless_memory(calloc(n, sizeof(*line)));
	widen(width, &titles);
	for (size_t i = 0; i < n; i++) {
		line[i] = line_of(&kernels[i]);
		widen(width, &line[i]);
	}
	print_line(&titles, width);
	for (size_t i = 0; i < n; i++) {
		print_line(&line[i], width);
		if (verbose)
			print_details(&kernels[i]);
		for (size_t c = 0; c < NR_COLUMNS; c++)
			free(line[i].cell[c]);
	}
}

static void print_json(const struct kernel *kernel)
{
	char used[32];
	struct tm tm;
	const time_t at = (time_t)kernel->used_at;
	strftime(used, sizeof(used), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &tm));
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "kernel");
	facts_add_text(&records, facts, "label", kernel->label);
	kernel_facts_add(&records, facts, kernel);
	facts_add_text(&records, facts, "image", kernel->image);
	facts_add_text(&records, facts, "used", used);
	facts_add_number(&records, facts, "size_bytes",
			 real_of((double)kernel->bytes));
	AUTO_FREE char *line = error_unless_memory(jsonl_facts(facts));
	puts(line);
	records_close(&records);
}

static void print_labels(const struct kernel *kernels, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (kernels[i].label &&
		    (i == 0 || !kernels[i - 1].label ||
		     strcmp(kernels[i].label, kernels[i - 1].label) != 0))
			puts(kernels[i].label);
}

static void print_rest(size_t nr_kernels)
{
	char folder[2048], size[24];
	size_t n;
	uint64_t bytes;
	struct error err;
	if (kernel_sources(&n, &bytes, &err) != 0 ||
	    kernel_cache_folder(folder, sizeof(folder), &err) != 0)
		return;
	if (nr_kernels == 0 && n == 0)
		options_say("no kernels in %s: see pft kernel build", folder);
	else
		options_say("in %s, with %zu unpacked source%s of %s", folder, n,
			    n == 1 ? "" : "s", short_size(bytes, size));
}

static int list(const struct kernel_options *options)
{
	struct kernel *kernels;
	size_t n;
	struct error err = { "" };
	if (kernel_list(&kernels, &n, &err) != 0)
		return options_fail(&err, 1);
	if (options->output.format == TABLE_JSON) {
		for (size_t i = 0; i < n; i++)
			print_json(&kernels[i]);
	} else if (options->output.quiet) {
		print_labels(kernels, n);
	} else {
		if (n > 0)
			print_table(kernels, n, options->output.verbose);
		fflush(stdout);
		print_rest(n);
	}
	for (size_t i = 0; i < n; i++)
		kernel_close(&kernels[i]);
	free(kernels);
	return 0;
}

/* ---- clean ---- */

static int clean(const struct kernel_options *options)
{
	struct kernel_cleaned cleaned;
	struct error err = { "" };
	char size[24];
	const int rc = kernel_clean(&options->clean, &cleaned, &err);
	if (rc != 0)
		return options_fail(&err, status_of(rc));
	if (cleaned.nr_in_use > 0)
		options_say("%zu kept: in use, or being made", cleaned.nr_in_use);
	if (!options->output.quiet)
		printf("freed %s: %zu kernel%s, %zu unpacked source%s\n",
		       short_size(cleaned.bytes, size), cleaned.nr_kernels,
		       cleaned.nr_kernels == 1 ? "" : "s", cleaned.nr_sources,
		       cleaned.nr_sources == 1 ? "" : "s");
	return 0;
}

static int kernel_main(struct arguments *arguments)
{
	static int (*const actions[])(const struct kernel_options *options) = {
		[KERNEL_BUILD] = build, [KERNEL_LIST] = list,
		[KERNEL_CHECK] = check, [KERNEL_CLEAN] = clean,
	};
	struct kernel_options options;
	struct error err = { "" };
	const int rc = kernel_options_parse(arguments, &options, &err);
	if (rc != 0)
		return rc > 0 ? 0 : options_fail(&err, 2);
	interrupts_catch();
	return actions[options.action](&options);
}

const struct command command_kernel = {
	.name = "kernel",
	.summary = "Build kernels from sources, patches and options; list and remove them",
	.operands = "build|list|check|clean [LABEL...]",
	.actions = kernel_actions,
	.options = kernel_options,
	.main = kernel_main,
};
