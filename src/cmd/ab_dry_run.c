/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_dry_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/size.h"
#include "base/text.h"
#include "cmd/ab_precision.h"
#include "cmd/options.h"

/* What is asked for, and what is there. */
struct preview {
	const struct campaign *campaign;
	const struct ab_options *options;
	const struct runner *runner;
	const struct records *records;	/* measured before */
};

/* Rounds that are run in any case; of open ones others follow. */
static uint32_t sure_rounds(const struct campaign *c,
			    const struct ab_options *o)
{
	return run_options_are_open(&o->run) ? ab_rounds_least(c, o->run.precision > 0) :
			       c->rounds;
}

static void print_head(const struct campaign *c, const struct ab_options *o)
{
	const uint32_t rounds = sure_rounds(c, o);
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
	       c->nr_sides, run_options_are_open(&o->run) ? "at least " : "", rounds, unit,
	       rounds == 1 ? "" : "s",
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

static void print_steps(const struct preview *preview)
{
	const struct campaign *c = preview->campaign;
	const struct runner *runner = preview->runner;
	const uint32_t rounds = sure_rounds(c, preview->options);
	for (size_t i = 0; i < runner->nr_steps; i++) {
		const struct schedule_step *step = &runner->step[i];
		const bool there = state_boot(preview->records, i);
		char *label =
			text_printable(c->side[step->side].label);
		if (there || step->round < rounds)
			printf("%5zu  %s %" PRIu32 "  %s%s\n", i + 1,
			       campaign_unit(c), step->round + 1,
			       label ? label : "?",
			       there ? "  (there already)" : "");
		free(label);
	}
}

/* What follows where rounds are open, a group after another. */
static void print_open(const struct preview *preview)
{
	const struct campaign *c = preview->campaign;
	const struct ab_options *o = preview->options;
	const uint32_t group = runner_group(c);
	if (!run_options_are_open(&o->run))
		return;
	printf("  ...  and %" PRIu32 " more %s%s of each, again and again, ",
	       group, campaign_unit(c), group == 1 ? "" : "s");
	if (o->run.precision > 0)
		printf("until each ratio is\n       within %g%%, at the most %" PRIu32 " of each\n",
		       100 * o->run.precision, c->rounds_most);
	else
		printf("while there is\n       time, at the most %" PRIu32 " of each\n",
		       c->rounds_most);
}

/* Of one boot, and what says so; and how many are still to be run in any case. */
struct expected {
	double each_s;
	size_t nr_before, left;
};

static struct expected expect(const struct preview *preview)
{
	const struct campaign *c = preview->campaign;
	const struct runner *runner = preview->runner;
	const uint32_t rounds = sure_rounds(c, preview->options);
	struct expected expected = { 0 };
	expected.each_s = mean_wall_s(preview->records, &expected.nr_before);
	if (expected.nr_before == 0)
		expected.each_s = campaign_expected_s(c);
	for (size_t i = 0; i < runner->nr_steps; i++)
		expected.left += runner->step[i].round < rounds &&
				 !state_boot(preview->records, i);
	return expected;
}

/* The budget is an end; and what has to be measured may not be done by then. */
static void print_budget(const struct preview *preview, double least_s)
{
	const struct ab_options *o = preview->options;
	const double budget_s = ab_budget_s(o);
	char time[24];
	if (!run_options_are_open(&o->run))
		return;
	duration_format(budget_s, time, sizeof(time));
	printf("at the most: %s, the budget%s\n", time,
	       o->run.precision > 0 && least_s > budget_s ?
		       ": too little for any interval to be sure of" : "");
}

static void print_expected(const struct preview *preview)
{
	const struct campaign *c = preview->campaign;
	const struct expected e = expect(preview);
	const double least_s = e.each_s * (double)e.left;
	char time[24];
	printf("expected: %s%s for %zu %s%s of %.1f s",
	       run_options_are_open(&preview->options->run) ? "at least " : "",
	       duration_format(least_s, time, sizeof(time)), e.left,
	       campaign_unit(c), e.left == 1 ? "" : "s", e.each_s);
	if (e.nr_before > 0)
		printf(", as %zu took before\n", e.nr_before);
	else
		printf(", assuming %s\n", c->engine->expected);
	print_budget(preview, least_s);
}

int ab_dry_run(const struct campaign *c, const struct ab_options *options,
	       const struct runner_context *context)
{
	struct records records = { 0 };
	struct error err = { "" };
	struct runner runner = { .state = STATE_CLOSED };
	const bool built = has_all_kernels(c, context);
	int rc = check_kernels(c, context, &err);
	if (rc != 0)
		return options_fail(&err, 2);
	print_head(c, options);
	/* What was measured is found by the images' build ids. */
	if (built)
		rc = runner_prepare(c, context, &runner, &err);
	else
		runner_schedule(c, &runner);
	if (rc == 0 && built && !context->fresh)
		rc = state_look(runner.key, &records, &err);
	if (rc == 0) {
		const struct preview preview = { c, options, &runner, &records };
		print_steps(&preview);
		print_open(&preview);
		if (!built)
			puts("kernels are to be built first: minutes each, once");
		print_expected(&preview);
	}
	records_close(&records);
	runner_close(&runner);
	return rc ? options_fail(&err, 2) : 0;
}
