/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/size.h"
#include "base/stream.h"
#include "base/text.h"
#include "cmd/ab_precision.h"
#include "cmd/commands.h"
#include "lab/campaign/installed.h"
#include "lab/campaign/native.h"
#include "machine/memory.h"

/* ---- what is compared: --a and --b, or the sides of the file ---- */

/* The second "stock" is "stock (2)": A against A is a fair question. */
static char *unlike_others(const struct campaign_sides *sides, char *label)
{
	const size_t n = strlen(label);
	size_t same = 1;
	for (size_t i = 0; i < sides->n; i++) {
		const char *other = sides->side[i].label;
		same += strncmp(other, label, n) == 0 &&
			(other[n] == '\0' || strncmp(other + n, " (", 2) == 0);
	}
	if (same == 1)
		return label;
	char *numbered = text_format("%s (%zu)", label, same);
	free(label);
	return numbered;
}

static void set_knobs(struct campaign_side *side,
		      const struct campaign_side *from)
{
	for (size_t i = 0; i < from->nr_knobs; i++)
		campaign_side_set(side, &from->knob[i]);
}

/* A side of the command line. */
static void add_side(struct campaign_sides *sides, const struct ab_options *o,
		     const struct campaign_side *given)
{
	const char *word = given->request.word ? given->request.word :
						 o->a.request.word;
	char *label = given->label ? text_format("%s", given->label) :
		unlike_others(sides, campaign_side_label(word, given->knob,
							 given->nr_knobs));
	struct campaign_side *side = campaign_sides_add(sides, label);
	side->request.word = word;
	set_knobs(side, &o->all);
	set_knobs(side, given);
}

/* Whether --a or --b say what is compared: then the file's sides do not. */
static bool sides_given(const struct ab_options *o)
{
	return o->a.request.word || o->a.nr_knobs > 0 || o->a.label || o->b.n > 0;
}

/* Make the sides of the options, or else of the file; they point into both. */
static int make_sides(const struct ab_options *o, const struct campaign_file *file,
		      struct campaign_sides *sides, struct error *err)
{
	int rc = from_file_check(file, err);
	if (rc == 0 && file->path && !sides_given(o)) {
		rc = from_file_sides(file, &o->all, sides, err);
	} else if (rc == 0) {
		add_side(sides, o, &o->a);
		for (size_t i = 0; i < o->b.n; i++)
			add_side(sides, o, &o->b.side[i]);
	}
	if (rc == 0 && sides->n < 2)
		rc = error_set(err, -EINVAL, "nothing to compare: expected --b KERNEL, --b-set KNOB=VALUE, or two sides in a campaign file");
	return rc;
}

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

/* --part: that one alone. */
static int find_part(struct ab_plan *plan, const char *name, struct error *err)
{
	const struct setting_list *parts = &plan->file.parts;
	const struct setting_group *part = setting_group_find(parts, "name", name);
	if (!part)
		return error_set(err, -EINVAL, "--part '%s': no part of the campaign file has that name: expected one of its parts",
				 name);
	plan->part = (size_t)(part - parts->group);
	return 0;
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
	AUTO_FREE char *path = rc == 0 && words.n > 0 ?
			       installed_path(*words.word, err) : NULL;
	if (rc == 0 && words.n > 0)
		rc = path ? campaign_file_read(path, file, err) : -ENOENT;
	if (rc == 0 && options->part)
		rc = find_part(plan, options->part, err);
	if (rc != 0 || words.n == 0)
		return rc;
	rc = campaign_file_choose(file, plan->part, err);
	if (rc == 0)
		find_beside(file);
	return rc;
}

/* Defaults, the file, its part, then the command line. */
static int read_options(struct arguments words, struct ab_plan *plan,
			struct error *err)
{
	const int rc = ab_options_apply(&plan->file, &plan->options, err);
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
		rc = make_sides(&plan->options, &plan->file, &plan->sides, err);
	/* --a and --b have other names than the file's sides. */
	if (rc == 0 && !sides_given(&plan->options))
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
	struct campaign_sides *sides = &plan->sides;
	char why[300];
	if (sides_given(&plan->options) || !plan->file.path)
		return 0;
	for (size_t i = 1; i < sides->n;) {
		if (!native_lacks(&sides->side[i], why, sizeof(why))) {
			i++;
			continue;
		}
		if (!plan->options.run.out.quiet)
			options_say("left out: %s: %s", sides->side[i].label, why);
		campaign_sides_remove(sides, i);
	}
	if (sides->n < 2)
		return error_set(err, -ENOTSUP, "'%s': this kernel has the knobs of no side: expected a kernel that has them",
				 plan->file.path);
	return from_file_measure(&plan->file, sides, &plan->rows, err);
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
		return error_set(err, -EINVAL, "--boots: all boots of the exact engine count the same: expected --layouts with --precision or --budget");
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

/* ---- what would be done, and how long it would take ---- */

/* What is asked for, and what is there. */
struct preview {
	const struct campaign *campaign;
	const struct run_options *options;
	bool is_open;
	uint32_t rounds;	/* that are run in any case; of open ones others follow */
	double budget_s;
	struct runner runner;
	struct records records;	/* measured before */
};

static void print_head(const struct preview *p)
{
	const struct campaign *c = p->campaign;
	char bytes[24], cpus[40];
	const char *unit = campaign_unit(c);
	printf("engine %s", c->engine->word);
	if (c->engine->is_guest)
		printf(", %s guest, %s, %s, %" PRIu32 " node%s",
		       kernel_arch_words[c->arch],
		       campaign_cpus_text(c, cpus, sizeof(cpus)),
		       size_format(c->memory_bytes, bytes, sizeof(bytes)),
		       c->nodes, c->nodes == 1 ? "" : "s");
	printf("\n%zu sides x %s%" PRIu32 " %s%s x %zu row%s x (%" PRIu64 " warm-up + %" PRIu64 ") repetitions\n",
	       c->nr_sides, p->is_open ? "at least " : "", p->rounds, unit,
	       p->rounds == 1 ? "" : "s",
	       c->nr_rows, c->nr_rows == 1 ? "" : "s", c->warmup, c->reps);
	for (size_t i = 0; i < c->nr_rows; i++) {
		AUTO_FREE char *row = workload_text(&c->row[i]);
		printf("  %s\n", row);
	}
}

static bool has_all_kernels(const struct campaign *c,
			    const struct runner_context *context)
{
	bool all = true;
	for (size_t i = 0; i < c->nr_sides; i++)
		all &= runner_has_kernel(c, i, context->backend);
	return all;
}

/*
 * A label or an image that is not there is not going to be built: what
 * resolving says of it is said now.
 */
static int check_kernels(const struct campaign *c,
			 const struct runner_context *context,
			 struct error *err)
{
	const struct kernel_context quiet = { 0 };
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->nr_sides; i++) {
		const char *word = c->side[i].request.word;
		struct kernel kernel = { 0 };
		if (!word || strcmp(word, "stock") == 0 ||
		    strcmp(word, "patched") == 0 ||
		    strncmp(word, "tree:", 5) == 0)
			continue;
		const struct kernel_request request = { .word = word,
							.arch = c->arch };
		rc = context->backend->resolve(&request, &quiet, &kernel, err);
		if (rc == 0)
			kernel_close(&kernel);
	}
	return rc;
}

/* Mean time of boots that ran to their end. */
static double mean_wall_s(const struct records *records, size_t *n)
{
	double sum = 0;
	*n = 0;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		const struct fact *wall = facts_find(facts, "wall_s");
		if (strcmp(facts->type, "boot") != 0 || !wall ||
		    wall->type != FACT_NUMBER)
			continue;
		sum += wall->number;
		(*n)++;
	}
	return *n ? sum / (double)*n : 0;
}

static void print_steps(const struct preview *p)
{
	const struct campaign *c = p->campaign;
	for (size_t i = 0; i < p->runner.nr_steps; i++) {
		const struct schedule_step *step = &p->runner.step[i];
		const bool there = state_boot(&p->records, i);
		AUTO_FREE char *label = text_shown(c->side[step->side].label);
		if (there || step->round < p->rounds)
			printf("%5zu  %s %" PRIu32 "  %s%s\n", i + 1,
			       campaign_unit(c), step->round + 1,
			       label,
			       there ? "  (there already)" : "");
	}
}

/* What follows where rounds are open, a group after another. */
static void print_open(const struct preview *p)
{
	const struct campaign *c = p->campaign;
	const uint32_t group = runner_group(c);
	if (!p->is_open)
		return;
	printf("  ...  and %" PRIu32 " more %s%s of each, again and again, ",
	       group, campaign_unit(c), group == 1 ? "" : "s");
	if (p->options->precision > 0)
		printf("until each ratio is\n       within %g%%, at the most %" PRIu32 " of each\n",
		       100 * p->options->precision, c->rounds_most);
	else
		printf("while there is\n       time, at the most %" PRIu32 " of each\n",
		       c->rounds_most);
}

/* Of one boot, and what says so; and how many are still to be run in any case. */
struct expected {
	double each_s;
	size_t nr_before, left;
};

static struct expected expect(const struct preview *p)
{
	struct expected expected = { 0 };
	expected.each_s = mean_wall_s(&p->records, &expected.nr_before);
	if (expected.nr_before == 0)
		expected.each_s = campaign_expected_s(p->campaign);
	for (size_t i = 0; i < p->runner.nr_steps; i++)
		expected.left += p->runner.step[i].round < p->rounds &&
				 !state_boot(&p->records, i);
	return expected;
}

/* The budget is an end; and what has to be measured may not be done by then. */
static void print_budget(const struct preview *p, double least_s)
{
	char time[24];
	if (p->is_open)
		printf("at the most: %s, the budget%s\n",
		       duration_format(p->budget_s, time, sizeof(time)),
		       p->options->precision > 0 && least_s > p->budget_s ?
			       ": too little for any interval to be sure of" : "");
}

static void print_expected(const struct preview *p)
{
	const struct campaign *c = p->campaign;
	const struct expected e = expect(p);
	const double least_s = e.each_s * (double)e.left;
	char time[24];
	printf("expected: %s%s for %zu %s%s of %.1f s",
	       p->is_open ? "at least " : "",
	       duration_format(least_s, time, sizeof(time)), e.left,
	       campaign_unit(c), e.left == 1 ? "" : "s", e.each_s);
	if (e.nr_before > 0)
		printf(", as %zu took before\n", e.nr_before);
	else
		printf(", assuming %s\n", c->engine->expected);
	print_budget(p, least_s);
}

/* What was measured before is found by the images' build ids. */
static int look_back(struct preview *p, const struct runner_context *context,
		     struct error *err)
{
	const int rc = runner_prepare(p->campaign, context, &p->runner, err);
	return rc || context->fresh ? rc :
	       state_look(p->runner.key, &p->records, err);
}

int ab_plan_preview(const struct ab_plan *plan, const struct runner_context *context,
		    struct error *err)
{
	const struct campaign *c = &plan->campaign;
	const struct run_options *o = &plan->options.run;
	const bool built = has_all_kernels(c, context);
	struct preview preview = {
		.campaign = c, .options = o, .is_open = run_options_are_open(o),
		.rounds = run_options_are_open(o) ?
			  ab_rounds_least(c, o->precision > 0) : c->rounds,
		.budget_s = ab_budget_s(&plan->options),
		.runner = { .state = STATE_CLOSED },
	};
	int rc = check_kernels(c, context, err);
	if (rc != 0)
		return rc;
	print_head(&preview);
	if (built)
		rc = look_back(&preview, context, err);
	else
		runner_schedule(c, &preview.runner);
	if (rc == 0) {
		print_steps(&preview);
		print_open(&preview);
		if (!built)
			puts("kernels are to be built first: minutes each, once");
		print_expected(&preview);
	}
	records_close(&preview.records);
	runner_close(&preview.runner);
	return rc;
}

void ab_plan_close(struct ab_plan *plan)
{
	from_file_close(&plan->rows);
	campaign_sides_close(&plan->sides);
	ab_options_close(&plan->options);
	campaign_file_close(&plan->file);
}
