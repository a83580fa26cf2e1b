/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/compare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "analysis/compare_build.h"

const char *const compare_metrics[] = { "wall", "cpu", "unmap", NULL };

/* ---- boots that nothing came of ---- */

static const char *text_of(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	return fact && fact->type == FACT_TEXT ? fact->text : NULL;
}

static bool is_lost(const struct facts *facts)
{
	const char *outcome = text_of(facts, "outcome");
	return strcmp(facts->type, "boot") == 0 && outcome &&
	       strcmp(outcome, "ok") != 0 && strcmp(outcome, "warned") != 0;
}

static void say_lost(struct compare *c, const struct compare_arm *arm,
		     const struct facts *boot)
{
	const struct fact *round = facts_find(boot, "round");
	char *name = text_shown(arm->name);
	char *outcome = text_shown(text_of(boot, "outcome"));
	char *why = text_shown(text_of(boot, "why"));
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "a boot of '%s'", name);
	if (round && round->type == FACT_NUMBER)
		fprintf(out, " (round %.0f)", round->number + 1);
	fprintf(out, " %s: %s", outcome, why);
	compare_add_text(&c->lost, text_close(&stream));
	free(name);
	free(outcome);
	free(why);
}

static void find_lost(struct compare *c)
{
	for (size_t a = 0; a < c->request->nr_arms; a++) {
		const struct compare_arm *arm = &c->request->arm[a];
		for (size_t i = arm->first_facts; i < arm->end_facts; i++) {
			const struct facts *boot = &c->records->facts[i];
			if (is_lost(boot) &&
			    (!arm->label ||
			     text_same(arm->label, text_of(boot, "kernel"))))
				say_lost(c, arm, boot);
		}
	}
}

/* ---- all of it ---- */

/* The exact engine's records are never compared with others': engine is a key. */
static int check_metric(const struct compare_build *b, struct error *err)
{
	const enum compare_metric metric = b->request->metric;
	for (size_t i = 0; i < b->compare->nr_rows * b->request->nr_arms; i++) {
		const struct arm_row *row = b->source[i];
		if (!row || row->cell.nr_samples == 0 ||
		    row->cell.nr_costless < row->cell.nr_samples)
			return 0;
	}
	if (metric == COMPARE_CPU && b->compare->is_exact)
		return error_set(err, -EINVAL, "--metric cpu: the exact engine has no times: expected wall or unmap, which count its instructions");
	return error_set(err, -EINVAL, "--metric %s: no repetition has it: expected another one",
			 compare_metrics[metric]);
}

/* Also of rows that have their like: the sets would stand in one table. */
static int check_engines(struct compare *c, struct error *err)
{
	const char *engine = c->row[0].like->engine;
	c->is_exact = engine_find(engine)->counts_instructions;
	for (size_t i = 1; i < c->nr_rows; i++) {
		const char *other = c->row[i].like->engine;
		if (!text_same(engine, other))
			return error_set(err, -EINVAL, "engine differs between rows: %s and %s: expected one: compare them one after the other",
					 engine ? engine : "-",
					 other ? other : "-");
	}
	return 0;
}

int compare_make(const struct records *records,
		 const struct compare_request *request, struct compare *c,
		 struct error *err)
{
	*c = (struct compare){ .records = records, .request = request };
	struct compare_build build = { .records = records, .request = request,
				       .compare = c };
	int rc = compare_read(&build, err);
	if (rc == 0)
		rc = compare_match(&build, err);
	if (rc == 0)
		rc = check_engines(c, err);
	if (rc == 0)
		rc = compare_check_alike(&build, err);
	if (rc == 0)
		rc = check_metric(&build, err);
	if (rc == 0) {
		compare_judge(&build);
		find_lost(c);
	}
	compare_build_close(&build);
	if (rc != 0)
		compare_close(c);
	return rc;
}

static void close_texts(struct texts_owned *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		free(texts->text[i]);
	free(texts->text);
}

void compare_close(struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows; i++) {
		free(c->row[i].heading);
		free(c->row[i].tasks);
		free(c->row[i].cell);
	}
	free(c->row);
	close_texts(&c->missing);
	close_texts(&c->allowed);
	close_texts(&c->lost);
	*c = (struct compare){ 0 };
}

bool compare_any_invalid(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		for (size_t a = 0; a < c->request->nr_arms; a++)
			if (c->row[i].cell[a].nr_invalid > 0 ||
			    c->row[i].cell[a].varies)
				return true;
	return c->lost.n > 0;
}

bool compare_any_slower(const struct compare *c, double percent)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		for (size_t a = 1; a < c->request->nr_arms; a++) {
			const struct compare_cell *cell = &c->row[i].cell[a];
			if (cell->word == VERDICT_SLOWER &&
			    100 / cell->ratio.value.value - 100 > percent)
				return true;
		}
	return false;
}
