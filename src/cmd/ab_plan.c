/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/text.h"
#include "cmd/ab_precision.h"
#include "cmd/ab_settings.h"
#include "cmd/ab_sides.h"
#include "cmd/commands.h"
#include "machine/memory.h"

/* ---- options and file ---- */

/* A file names others as they lie from where it is itself. */
static void find_beside(struct campaign_file *file)
{
	const char *slash = strrchr(file->path, '/');
	const int n = slash ? (int)(slash + 1 - file->path) : 0;
	for (size_t i = 0; i < file->top.n; i++) {
		struct setting *setting = &file->top.setting[i];
		if (strcmp(setting->name, "beside") != 0 || *setting->value == '/')
			continue;
		char *path = text_format("%.*s%s", n, file->path,
					 setting->value);
		free(setting->value);
		setting->value = path;
	}
}

/*
 * The file that the words name, if any, and the part of it.
 * options  receive what the words say
 * Returns  as options_parse.
 */
static int read_file(struct arguments words, struct ab_plan *plan,
		     struct ab_options *options, struct error *err)
{
	struct campaign_file *file = &plan->file;
	int rc = options_parse(&command_ab, &words, options, err);
	if (rc == 0 && words.n > 1)
		rc = error_set(err, -EINVAL, "'%s': expected one campaign file: see pft ab --help",
			       words.word[1]);
	if (rc != 0 || words.n == 0)
		return rc;
	rc = campaign_file_read(*words.word, file, err);
	if (rc == 0)
		rc = campaign_file_choose(file, plan->part, err);
	if (rc == 0)
		find_beside(file);
	return rc;
}

/* Defaults, the file, its part, then the command line. */
static int read_options(struct arguments words, struct ab_plan *plan,
			struct error *err)
{
	const int rc = ab_settings_apply(&plan->file, &plan->options, err);
	return rc ? rc : options_parse(&command_ab, &words, &plan->options, err);
}

static int make_rows(struct ab_plan *plan, const struct ab_options *given,
		     struct error *err)
{
	const struct from_file_words words = {
		.before = &plan->options.run.words, .after = &given->run.words,
		.seed = plan->options.run.seed,
	};
	int rc = from_file_rows(&plan->file, &words, &plan->rows, err);
	if (rc == 0)
		rc = ab_sides_make(&plan->options, &plan->file, &plan->sides, err);
	/* --a and --b have other names than the file's sides. */
	if (rc == 0 && !ab_sides_given(&plan->options))
		rc = from_file_measure(&plan->file, &plan->sides, &plan->rows,
				       err);
	return rc;
}

int ab_plan_make(const struct arguments *arguments, size_t part,
		 struct ab_plan *plan, struct error *err)
{
	struct ab_options given = ab_options_default();
	*plan = (struct ab_plan){ .part = part, .options = ab_options_default() };
	int rc = read_file(*arguments, plan, &given, err);
	if (rc == 0)
		rc = read_options(*arguments, plan, err);
	if (rc == 0)
		rc = make_rows(plan, &given, err);
	ab_options_close(&given);
	return rc;
}

int ab_plan_leave_out(struct ab_plan *plan, struct error *err)
{
	if (ab_sides_given(&plan->options) || !plan->file.path)
		return 0;
	if (!ab_sides_leave_out(&plan->sides, plan->options.run.out.quiet))
		return error_set(err, -ENOTSUP, "'%s': this kernel has nothing of what is compared: expected one with the knobs of its sides",
				 plan->file.path);
	return from_file_measure(&plan->file, &plan->sides, &plan->rows, err);
}

/* ---- what depends on the engine ---- */

/* The least of them, where more are added. */
enum { LAYOUTS = 5 };

static uint32_t rounds_of(const struct ab_options *o, const struct engine *engine)
{
	if (o->layouts > 0)
		return (uint32_t)o->layouts;
	/* Of layouts, then: see below. */
	if (run_options_are_open(&o->run) && engine->counts_instructions)
		return LAYOUTS;
	return o->boots ? (uint32_t)o->boots : engine->rounds;
}

static uint64_t reps_of(const struct ab_options *o, const struct engine *engine)
{
	return o->run.reps.known ? o->run.reps.value : engine->reps;
}

static double limit_of(const struct campaign *c)
{
	const double ten = 10 * campaign_expected_s(c);
	return ten < 60 ? 60 : ten;
}

static int check_memory(const struct campaign *c, bool given, struct error *err)
{
	const struct count fits = memory_fits("");
	char asked[24], least[24];
	uint64_t most = 0;
	if (!c->engine->is_guest)
		return 0;
	for (size_t i = 0; i < c->nr_rows; i++)
		if (c->row[i].requested_bytes > most)
			most = c->row[i].requested_bytes;
	if (given && c->memory_bytes / 8 * 7 < most)
		return error_set(err, -EINVAL, "--memory %s: the rows do not fit: expected %s, or ask for less with -b",
				 size_format(c->memory_bytes, asked, sizeof(asked)),
				 size_format(campaign_memory(c), least, sizeof(least)));
	if (fits.known && c->memory_bytes > fits.value)
		return error_set(err, -ENOMEM, "a guest of %s does not fit: expected at most %" PRIu64 "M here: ask for less with -b or -m",
				 size_format(c->memory_bytes, asked, sizeof(asked)),
				 fits.value >> 20);
	return 0;
}

/* Options of a guest: the native engine has none. */
static int check_native(const struct ab_options *o, struct error *err)
{
	const struct { const char *name; bool given; } of_guest[] = {
		{ "arch", o->arch != ab_host_arch() },
		{ "memory", o->memory_bytes > 0 }, { "cpus", o->cpus > 0 },
		{ "nodes", o->nodes > 0 }, { "swap", o->swap_bytes > 0 },
		{ "boot-limit", o->boot_limit_s > 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(of_guest); i++)
		if (of_guest[i].given)
			return error_set(err, -EINVAL, "--%s: the native engine has no guest: expected --engine exact, kvm or tcg with it",
					 of_guest[i].name);
	return 0;
}

static int check_rounds(const struct ab_options *o, const struct engine *engine,
			struct error *err)
{
	if (o->boots > 1 && o->layouts > 0)
		return error_set(err, -EINVAL, "--layouts: each is a boot: expected no --boots with it");
	if (o->boots > 0 && run_options_are_open(&o->run) && engine->counts_instructions)
		return error_set(err, -EINVAL, "--boots: exact boots are all the same: expected --layouts with --precision or --budget");
	return 0;
}

static struct campaign campaign_of(const struct ab_plan *plan,
				   const struct engine *engine)
{
	const struct ab_options *o = &plan->options;
	const struct campaign_rows *rows = &plan->rows;
	return (struct campaign){
		.engine = engine, .arch = o->arch,
		.part = plan->file.part ?
			setting_text(plan->file.part, "name") : NULL,
		.side = plan->sides.side, .nr_sides = plan->sides.n,
		.row = rows->row, .nr_rows = rows->n,
		.row_name = rows->is_named ? rows->name : NULL,
		.measured = rows->measured,
		.limit_reps = o->limit_reps, .reps = reps_of(o, engine),
		.warmup = run_options_warmup(&o->run),
		.seed = o->run.seed, .rounds = rounds_of(o, engine),
		.layouts = o->layouts > 0 ||
			   (run_options_are_open(&o->run) && engine->counts_instructions),
		.nodes = o->nodes ? (uint32_t)o->nodes : 1,
		.swap_bytes = o->swap_bytes,
		.cpus_given = o->cpus > 0,
	};
}

int ab_plan_finish(struct ab_plan *plan, const struct engine *engine,
		   struct error *err)
{
	const struct ab_options *o = &plan->options;
	struct campaign *c = &plan->campaign;
	int rc = check_rounds(o, engine, err);
	if (rc != 0)
		return rc;
	*c = campaign_of(plan, engine);
	ab_open_rounds(o, c);
	c->memory_bytes = o->memory_bytes ? o->memory_bytes : campaign_memory(c);
	c->cpus = o->cpus ? (uint32_t)o->cpus : campaign_cpus(c);
	c->boot_limit_s = o->boot_limit_s > 0 ? (double)o->boot_limit_s :
						limit_of(c);
	rc = engine->is_guest ? 0 : check_native(o, err);
	if (rc == 0)
		rc = campaign_check(c, err);
	if (rc == 0)
		rc = check_memory(c, o->memory_bytes > 0, err);
	return rc;
}

void ab_plan_close(struct ab_plan *plan)
{
	from_file_close(&plan->rows);
	campaign_sides_close(&plan->sides);
	ab_options_close(&plan->options);
	campaign_file_close(&plan->file);
}
