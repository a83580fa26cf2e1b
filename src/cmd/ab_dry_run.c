/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_dry_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/size.h"
#include "base/text.h"
#include "cmd/options.h"

static void print_head(const struct campaign *c)
{
	char bytes[24], cpus[40];
	const char *unit = campaign_unit(c);
	printf("engine %s", engine_words[c->engine]);
	if (c->engine != ENGINE_NATIVE)
		printf(", %s guest, %s, %s, %" PRIu32 " node%s",
		       kernel_arch_words[c->arch],
		       campaign_cpus_text(c, cpus, sizeof(cpus)),
		       size_format(c->memory_bytes, bytes, sizeof(bytes)),
		       c->nodes, c->nodes == 1 ? "" : "s");
	printf("\n%zu treatments x %" PRIu32 " %s%s x %zu row%s x (%" PRIu64 " warm-up + %" PRIu64 ") repetitions\n",
	       c->nr_treatments, c->rounds, unit, c->rounds == 1 ? "" : "s",
	       c->nr_rows, c->nr_rows == 1 ? "" : "s", c->warmup, c->reps);
	for (size_t i = 0; i < c->nr_rows; i++) {
		char *row = campaign_row_text(c, i);
		printf("  %s\n", row ? row : "");
		free(row);
	}
}

static bool has_all_kernels(const struct campaign *c,
			    const struct runner_context *context)
{
	bool all = true;
	for (size_t i = 0; i < c->nr_treatments; i++)
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
	for (size_t i = 0; rc == 0 && i < c->nr_treatments; i++) {
		const char *word = c->treatment[i].word;
		struct kernel kernel = { 0 };
		if (!word || strcmp(word, "stock") == 0 ||
		    strcmp(word, "patched") == 0 ||
		    strncmp(word, "tree:", 5) == 0)
			continue;
		rc = context->backend->resolve(word, c->arch, &quiet, &kernel,
					       err);
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

static void print_steps(const struct campaign *c, const struct runner *runner,
			const struct records *records)
{
	for (size_t i = 0; i < runner->nr_steps; i++) {
		const struct schedule_step *step = &runner->step[i];
		char *label =
			text_printable(c->treatment[step->treatment].label);
		printf("%5zu  %s %" PRIu32 "  %s%s\n", i + 1, campaign_unit(c),
		       step->round + 1, label ? label : "?",
		       state_boot(records, i) ? "  (there already)" : "");
		free(label);
	}
}

static void print_expected(const struct campaign *c, const struct runner *runner,
			   const struct records *records)
{
	size_t n = 0, left = 0;
	double each = mean_wall_s(records, &n);
	for (size_t i = 0; i < runner->nr_steps; i++)
		left += state_boot(records, i) == NULL;
	if (n == 0)
		each = campaign_expected_s(c);
	char time[24];
	printf("expected: %s for %zu %s%s of %.1f s",
	       duration_format(each * (double)left, time, sizeof(time)), left,
	       campaign_unit(c), left == 1 ? "" : "s", each);
	if (n > 0)
		printf(", as %zu took before\n", n);
	else
		printf(", assuming %s\n", campaign_assumption(c));
}

int ab_dry_run(const struct campaign *c, const struct runner_context *context)
{
	struct records records = { 0 };
	struct error err = { "" };
	struct runner runner = { .state = STATE_CLOSED };
	const bool built = has_all_kernels(c, context);
	int rc = check_kernels(c, context, &err);
	if (rc != 0)
		return options_fail(&err, 2);
	print_head(c);
	/* What was measured is found by the images' build ids. */
	if (built)
		rc = runner_prepare(c, context, &runner, &err);
	else
		rc = runner_schedule(c, &runner, &err);
	if (rc == 0 && built && !context->fresh)
		rc = state_look(runner.key, &records, &err);
	if (rc == 0) {
		print_steps(c, &runner, &records);
		if (!built)
			puts("kernels are to be built first: minutes each, once");
		print_expected(c, &runner, &records);
	}
	records_close(&records);
	runner_close(&runner);
	return rc ? options_fail(&err, 2) : 0;
}
