/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/auto.h"
#include "base/text.h"
#include "cmd/commands.h"

#define OPTIONS(target) ((struct ab_options *)(target))

static int set_engine(void *target, const char *value, struct error *err)
{
	return engine_parse(value, &OPTIONS(target)->engine, err);
}

static bool engine_choice(size_t i, struct text_choice *choice)
{
	if (i < nr_engines)
		*choice = (struct text_choice){ engines[i].word, "", engines[i].help };
	return i < nr_engines;
}

/* Knobs and a name that were given before the first --b are its. */
static int set_b(void *target, const char *value, struct error *err)
{
	struct campaign_sides *b = &OPTIONS(target)->b;
	if (!*value)
		return error_set(err, -EINVAL, "--b '': expected a kernel, such as patched");
	struct campaign_side *side = b->n == 1 && !b->side[0].request.word ?
		&b->side[0] : campaign_sides_add(b, NULL);
	side->request.word = value;
	return 0;
}

static int set_knob(struct campaign_side *side, const char *value,
		    struct error *err)
{
	struct knob knob;
	const int rc = campaign_knob(value, &knob, err);
	if (rc == 0)
		campaign_side_set(side, &knob);
	return rc;
}

static int set_a_set(void *target, const char *value, struct error *err)
{
	return set_knob(&OPTIONS(target)->a, value, err);
}

/* The side of the preceding --b, or of the first one to come. */
static struct campaign_side *last_b(void *target)
{
	struct campaign_sides *b = &OPTIONS(target)->b;
	return b->n > 0 ? &b->side[b->n - 1] : campaign_sides_add(b, NULL);
}

static int set_b_set(void *target, const char *value, struct error *err)
{
	return set_knob(last_b(target), value, err);
}

static int set_name(struct campaign_side *side, const char *option,
		    const char *value, struct error *err)
{
	AUTO_FREE char *shown = text_printable(value);
	if (!*value || strcmp(shown, value) != 0)
		return error_set(err, -EINVAL, "%s '%s': expected a name that is not empty, without control characters",
				 option, shown);
	if (side->label)
		return error_set(err, -EINVAL, "%s '%s': the side is named '%s' already: expected one name for each side",
				 option, value, side->label);
	side->label = text_format("%s", value);
	return 0;
}

static int set_a_name(void *target, const char *value, struct error *err)
{
	return set_name(&OPTIONS(target)->a, "--a-name", value, err);
}

static int set_b_name(void *target, const char *value, struct error *err)
{
	return set_name(last_b(target), "--b-name", value, err);
}

static int set_all(void *target, const char *value, struct error *err)
{
	return set_knob(&OPTIONS(target)->all, value, err);
}

static int set_beside(void *target, const char *value, struct error *err)
{
	struct ab_options *options = OPTIONS(target);
	if (!*value)
		return error_set(err, -EINVAL, "--beside '': expected a file of records");
	if (options->nr_beside == AB_BESIDE)
		return error_set(err, -E2BIG, "--beside: expected at most %d",
				 AB_BESIDE);
	options->beside[options->nr_beside++] = value;
	return 0;
}

const struct option_row ab_rows[] = {
	{ "engine", '\0', "ENGINE", "how to measure", .standard = "kvm if it works here, else exact",
	  .set = set_engine, .choices = engine_choice },
	{ "a", '\0', "KERNEL", "kernel of the first side, the baseline: stock, patched, a label of pft kernel, tree:DIR or a kernel image",
	  OPTION(TEXT, ab_options, a.request.word), .is_file = true },
	{ "b", '\0', "KERNEL", "kernel of a side to compare with the baseline; may be repeated", .standard = "with --b-set: the kernel of --a",
	  .set = set_b, .is_file = true },
	{ "a-set", '\0', "KNOB=VALUE", "set a kernel knob for the first side: vm.NAME, thp:NAME or a path", .set = set_a_set },
	{ "b-set", '\0', "KNOB=VALUE", "set a kernel knob for the side of the preceding --b", .set = set_b_set },
	{ "a-name", '\0', "NAME", "name of the first side in tables and records", .standard = "from --a and --a-set", .set = set_a_name },
	{ "b-name", '\0', "NAME", "name of the side of the preceding --b", .standard = "from --b and --b-set", .set = set_b_name },
	{ "set", '\0', "KNOB=VALUE", "set a kernel knob for all sides", .set = set_all },
	{ "arch", '\0', "ARCH", "architecture of the kernels: x86_64, i386 or arm64", .standard = "this machine's",
	  OPTION(WORD, ab_options, arch), .words = kernel_arch_words },
	{ "workload", OPTION(AB_FIELDS, ab_options, run.words) },
	{ "reps", 'r', "N", "number of repetitions of each row in each boot or block", .standard = "exact, native: 3; else 10",
	  OPTION_FROM(COUNT, ab_options, run.reps, 1, REPS_MOST) },
	OPTION_WARMUP(ab_options, run.warmup),
	OPTION_SEED(ab_options, run.seed),
	{ "memory", 'm', "SIZE", "memory of the guest", .standard = "enough for all rows",
	  OPTION(SIZE, ab_options, memory_bytes) },
	{ "cpus", '\0', "N", "number of CPUs of the guest", .standard = "the largest number of tasks, at most 8",
	  OPTION_FROM(NUMBER, ab_options, cpus, 1, 64) },
	{ "nodes", '\0', "N", "number of NUMA nodes of the guest", .standard = "1",
	  OPTION_FROM(NUMBER, ab_options, nodes, 1, 16) },
	{ "swap", '\0', "SIZE", "give the guest SIZE of swap on compressed memory (zram)", .standard = "none",
	  OPTION(SIZE, ab_options, swap_bytes) },
	{ "boots", '\0', "N", "number of boots of each side; with the native engine, of blocks", .standard = "exact: 1; native: 10; else 5",
	  OPTION_FROM(NUMBER, ab_options, boots, 1, 10000) },
	{ "layouts", '\0', "N", "exact engine: boot each side N times, each time with another layout of memory",
	  OPTION_FROM(NUMBER, ab_options, layouts, 1, 10000) },
	{ "precision", '\0', "PERCENT", "add rounds until the 95% interval of each ratio is within PERCENT on either side",
	  OPTION_FROM(PERCENT, ab_options, run.precision, 0.01, 50) },
	{ "budget", '\0', "TIME", "measure for TIME: 90s, 10m, 1h30m; with --precision: the maximum time", .standard = "1h",
	  OPTION(TIME, ab_options, run.budget_s) },
	{ "limit", '\0', "N", "also measure N repetitions that zero present pages, and N that touch nothing, of each row in each boot", .standard = "1",
	  OPTION_FROM(NUMBER, ab_options, limit_reps, 0, 10000) },
	{ "boot-limit", '\0', "SECONDS", "end a boot that takes longer, as hung", .standard = "ten times the expected time",
	  OPTION_FROM(NUMBER, ab_options, boot_limit_s, 1, 86400) },
	{ "part", '\0', "NAME", "measure only this part of the campaign file",
	  OPTION(TEXT, ab_options, part) },
	{ "dry-run", '\0', NULL, "print the schedule and the expected time; measure nothing",
	  OPTION(BOOL, ab_options, dry_run) },
	{ "fresh", '\0', NULL, "measure everything again; earlier records are kept",
	  OPTION(BOOL, ab_options, fresh) },
	{ "fail-if-slower", '\0', "PERCENT", "exit with status 3 if a side is slower or dearer by more than PERCENT",
	  OPTION_FROM(SHARE, ab_options, fail_share, 0, 1000) },
	{ "output", 'o', "FILE", "also append the records to FILE; - means standard output",
	  OPTION(TEXT, ab_options, run.out.output), .is_file = true },
	{ "report", '\0', "DIR", "write a report to DIR, as pft report does",
	  OPTION(TEXT, ab_options, report), .is_file = true },
	{ "beside", '\0', "FILE", "also include the records of FILE in the report; may be repeated",
	  .set = set_beside, .is_file = true },
	{ "format", '\0', "FORMAT", "output format: table, mail, csv, json or markdown", .standard = "table",
	  OPTION(FORMAT, ab_options, run.out), .words = output_compared },
	{ "quiet", 'q', NULL, "print no progress, and no table unless --format is csv or json",
	  OPTION(BOOL, ab_options, run.out.quiet) },
	{ "verbose", 'v', NULL, "also print each boot, the cost of zeroing present pages, and every row",
	  OPTION(BOOL, ab_options, run.out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, ab_options, run.out.plain) },
	{ 0 },
};

enum kernel_arch ab_host_arch(void)
{
	struct utsname name;
	if (uname(&name) == 0 && strcmp(name.machine, "aarch64") == 0)
		return KERNEL_ARM64;
	if (uname(&name) == 0 && name.machine[0] == 'i' &&
	    strcmp(name.machine + 2, "86") == 0)
		return KERNEL_I386;
	return KERNEL_X86_64;
}

struct ab_options ab_options_default(void)
{
	return (struct ab_options){
		.run = { .words.ab = true, .seed = 1 },
		.arch = ab_host_arch(),
		.limit_reps = 1,
	};
}

void ab_options_close(struct ab_options *options)
{
	workload_words_close(&options->run.words);
	campaign_side_close(&options->all);
	campaign_side_close(&options->a);
	campaign_sides_close(&options->b);
}

/* ---- from the settings of a campaign file to options ---- */

/*
 * Settings of a campaign file are options of pft ab, by the same names, with the
 * same words.
 */

/* What only a command line can say. */
static const char command_only[] =
	"a b a-set b-set a-name b-name output format quiet verbose no-color dry-run fresh part help";
/* A report is made of all parts. */
static const char none_of_part[] = "report beside";

static const struct option_row *find_row(const struct option_row rows[],
					 const char *name, bool is_part)
{
	if (text_has_word(command_only, name) ||
	    (is_part && text_has_word(none_of_part, name)))
		return NULL;
	while (rows->name && strcmp(rows->name, name) != 0)
		rows++;
	return rows->name ? rows : NULL;
}

/* Messages name options; a file has no dashes. */
static void without_dashes(struct error *err)
{
	if (strncmp(err->text, "--", 2) == 0)
		memmove(err->text, err->text + 2, strlen(err->text + 2) + 1);
}

static int apply_group(const struct campaign_file *file,
		       const struct setting_group *group,
		       struct ab_options *options, struct error *err)
{
	const bool is_part = group == file->part;
	struct option_row rows[OPTIONS_MAX];
	options_rows(&command_ab, rows);
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		const struct option_row *row =
			find_row(rows, setting->name, is_part);
		if (is_part && text_has_word("name treatments", setting->name))
			continue;
		if (!row)
			return setting_unknown(setting, err);
		const int rc = options_set(row, options, setting->value, err);
		if (rc != 0) {
			without_dashes(err);
			return setting_bad(setting->at, rc, err);
		}
	}
	return 0;
}

int ab_options_apply(const struct campaign_file *file,
		     struct ab_options *options, struct error *err)
{
	const int rc = apply_group(file, &file->top, options, err);
	return rc || !file->part ? rc : apply_group(file, file->part, options, err);
}
