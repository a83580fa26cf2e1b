/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "cmd/ab_precision.h"
#include "cmd/commands.h"
#include "machine/memory.h"

/* Defaults, the file, its part, the workload in it, then the command line. */
static int parse_all(int argc, char **argv, const struct ab_plan *plan,
		     const struct setting_group *group,
		     struct ab_options *options, struct error *err)
{
	int first, rc = 0;
	*options = ab_options_default();
	if (plan->file.path)
		rc = ab_file_apply(&plan->file, &plan->file.top, AB_TOP, options,
				   err);
	if (rc == 0 && plan->part)
		rc = ab_file_apply(&plan->file, plan->part, AB_PART, options, err);
	if (rc == 0 && group)
		rc = ab_file_apply(&plan->file, group, AB_WORKLOAD, options, err);
	if (rc == 0)
		rc = options_parse(&command_ab, argc, argv, options, &first, err);
	return rc;
}

/* The file, if one is named. Returns as options_parse. */
static int read_file(int argc, char **argv, struct ab_plan *plan,
		     struct error *err)
{
	struct ab_options scratch = ab_options_default();
	int first = argc;
	int rc = options_parse(&command_ab, argc, argv, &scratch, &first, err);
	ab_options_close(&scratch);
	if (rc == 0 && argc - first > 1)
		rc = error_set(err, -EINVAL, "'%s': expected one campaign file: see pft ab --help",
			       argv[first + 1]);
	if (rc == 0 && first < argc)
		rc = campaign_file_read(argv[first], &plan->file, err);
	return rc;
}

/* ---- rows ---- */

static const char *name_of_group(const struct ab_plan *plan, size_t group)
{
	const struct setting *name = plan->file.workloads.n ?
		setting_find(&plan->file.workloads.group[group], "name") : NULL;
	return name && *name->value ? name->value : NULL;
}

static void *grow(void *array, size_t n, size_t size)
{
	return error_unless_memory(realloc(array, n * size));
}

/* The rows of a group; those of row are taken over. */
static void add_rows(struct ab_plan *plan, size_t group,
		     const struct workload row[], size_t n)
{
	const size_t all = plan->nr_rows + n;
	plan->row = grow(plan->row, all, sizeof(*plan->row));
	plan->row_name = grow(plan->row_name, all, sizeof(*plan->row_name));
	plan->row_group = grow(plan->row_group, all, sizeof(*plan->row_group));
	for (size_t i = 0; i < n; i++) {
		plan->row[plan->nr_rows] = row[i];
		plan->row_name[plan->nr_rows] = name_of_group(plan, group);
		plan->row_group[plan->nr_rows++] = group;
	}
}

static int make_rows(int argc, char **argv, struct ab_plan *plan,
		     struct error *err)
{
	const struct setting_list *list = &plan->file.workloads;
	const size_t n = list->n ? list->n : 1;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct ab_options own;
		struct workload *row;
		size_t nr_rows;
		rc = parse_all(argc, argv, plan,
			       list->n ? &list->group[i] : NULL, &own, err);
		if (rc == 0) {
			workload_words_rows(&own.run.words,
					    plan->options.run.seed, &row,
					    &nr_rows);
			add_rows(plan, i, row, nr_rows);
			free(row);
		}
		ab_options_close(&own);
	}
	return rc;
}

/* ---- parts ---- */

static int check_part(const struct ab_plan *plan, size_t i, struct error *err)
{
	const struct setting_group *group = &plan->file.parts.group[i];
	const struct setting *name = setting_find(group, "name");
	bool fine = name && *name->value;
	for (size_t j = 0; fine && j < i; j++)
		fine = strcmp(name->value, setting_find(&plan->file.parts.group[j],
							"name")->value) != 0;
	if (fine)
		return 0;
	error_set(err, -EINVAL, "expected name = \"...\" in a part, and another one in each: see pft-campaign(5)");
	return setting_bad(&plan->file, group->line, -EINVAL, err);
}

static int choose_part(struct ab_plan *plan, size_t part, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < plan->file.parts.n; i++)
		rc = check_part(plan, i, err);
	if (rc == 0 && plan->file.parts.n > 0)
		plan->part = &plan->file.parts.group[part];
	return rc;
}

/* A file names others as they lie from where it is itself. */
static int find_beside(struct ab_plan *plan, struct error *err)
{
	const char *slash = strrchr(plan->file.path ? plan->file.path : "", '/');
	const int n = slash ? (int)(slash + 1 - plan->file.path) : 0;
	for (size_t i = 0; i < plan->file.top.n; i++) {
		struct setting *setting = &plan->file.top.setting[i];
		char *path;
		if (strcmp(setting->name, "beside") != 0 || *setting->value == '/')
			continue;
		if (asprintf(&path, "%.*s%s", n, plan->file.path,
			     setting->value) < 0)
			return error_set(err, -ENOMEM, "out of memory");
		free(setting->value);
		setting->value = path;
	}
	return 0;
}

int ab_plan_make(int argc, char **argv, size_t part, struct ab_plan *plan,
		 struct error *err)
{
	*plan = (struct ab_plan){ 0 };
	int rc = read_file(argc, argv, plan, err);
	if (rc == 0)
		rc = choose_part(plan, part, err);
	if (rc == 0)
		rc = find_beside(plan, err);
	if (rc != 0)
		return rc;
	rc = parse_all(argc, argv, plan, NULL, &plan->options, err);
	if (rc == 0)
		rc = make_rows(argc, argv, plan, err);
	if (rc == 0)
		rc = ab_sides_make(plan, err);
	if (rc == 0)
		rc = ab_measured_make(plan, err);
	return rc;
}

/* ---- what depends on the engine ---- */

/* The least of them, where more are added. */
enum { LAYOUTS = 5 };

static uint32_t rounds_of(const struct ab_options *o, const struct engine *engine)
{
	if (o->layouts > 0)
		return (uint32_t)o->layouts;
	/* Of layouts, then: see below. */
	if (ab_is_open(o) && engine->counts_instructions)
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

/* What says something of a guest says nothing where there is none. */
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
			return error_set(err, -EINVAL, "--%s: it is of a guest, and the native engine measures this machine: expected none of it",
					 of_guest[i].name);
	return 0;
}

static bool has_names(const struct ab_plan *plan)
{
	for (size_t i = 0; i < plan->nr_rows; i++)
		if (plan->row_name[i])
			return true;
	return false;
}

int ab_plan_finish(struct ab_plan *plan, const struct engine *engine, struct error *err)
{
	const struct ab_options *o = &plan->options;
	struct campaign *c = &plan->campaign;
	if (o->boots > 1 && o->layouts > 0)
		return error_set(err, -EINVAL, "--layouts: each is a boot: expected no --boots with it");
	if (o->boots > 0 && ab_is_open(o) && engine->counts_instructions)
		return error_set(err, -EINVAL, "--boots: exact boots are all the same, and more of them tell nothing: expected --layouts with --precision or --budget");
	*c = (struct campaign){
		.engine = engine, .arch = o->arch,
		.part = plan->part ? setting_find(plan->part, "name")->value : NULL,
		.side = plan->side,
		.nr_sides = plan->nr_sides,
		.row = plan->row, .nr_rows = plan->nr_rows,
		.row_name = has_names(plan) ? plan->row_name : NULL,
		.measured = plan->measured,
		.limit_reps = o->limit_reps,
		.reps = reps_of(o, engine),
		.warmup = run_options_warmup(&o->run),
		.seed = o->run.seed, .rounds = rounds_of(o, engine),
		.layouts = o->layouts > 0 ||
			   (ab_is_open(o) && engine->counts_instructions),
		.nodes = o->nodes ? (uint32_t)o->nodes : 1,
		.swap_bytes = o->swap_bytes,
	};
	ab_open_rounds(o, c);
	c->memory_bytes = o->memory_bytes ? o->memory_bytes : campaign_memory(c);
	c->cpus_given = o->cpus > 0;
	c->cpus = o->cpus ? (uint32_t)o->cpus : campaign_cpus(c);
	c->boot_limit_s = o->boot_limit_s > 0 ? (double)o->boot_limit_s : limit_of(c);
	int rc = engine->is_guest ? 0 : check_native(o, err);
	if (rc == 0)
		rc = campaign_check(c, err);
	if (rc == 0)
		rc = check_memory(c, o->memory_bytes > 0, err);
	return rc;
}

void ab_plan_close(struct ab_plan *plan)
{
	workloads_close(plan->row, plan->nr_rows);
	free(plan->row);
	free(plan->row_name);
	free(plan->row_group);
	free(plan->measured);
	ab_sides_close(plan);
	ab_options_close(&plan->options);
	campaign_file_close(&plan->file);
}
