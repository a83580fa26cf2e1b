/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A comparison, made step by step: of sides of records, or of what the run record of a
 * campaign says: its sides, its rows, and how many units of each were planned.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "base/text.h"
#include "fault/engine.h"
#include "analysis/build.h"

/* ---- boots ---- */

static void add_boot(struct compare *c, const struct facts *facts, size_t side)
{
	c->boot = records_grow(c->boot, c->nr_boots, sizeof(*c->boot));
	c->boot[c->nr_boots++] =
		(struct compare_boot){ facts, side, compare_boot_is_lost(facts) };
}

static void find_campaign_boots(struct compare *c)
{
	for (size_t i = 0; i < c->records->nr_facts; i++) {
		const struct facts *boot = &c->records->facts[i];
		if (strcmp(boot->type, "boot") == 0 &&
		    text_same(facts_text(boot, "run"), c->run_id))
			add_boot(c, boot, build_side_of_boot(c, boot));
	}
}

/* ---- a campaign ---- */

/* The last one: a file may hold several. */
static const struct facts *find_run(const struct records *records)
{
	for (size_t i = records->nr_facts; i-- > 0;)
		if (compare_is_campaign(&records->facts[i]))
			return &records->facts[i];
	return NULL;
}

/* A count from a file: 0 where it is none, or more than anybody measures. */
static size_t plan_count(const struct facts *facts, const char *name)
{
	const struct real number = facts_number(facts, name);
	return number.known && number.value >= 1 && number.value <= 1e6 ?
		       (size_t)number.value : 0;
}

/*
 * Where the rounds are open the planned ones are those that were begun: boots beyond
 * the least that nobody wanted are not missing.
 */
static size_t nr_planned(const struct compare *c)
{
	const size_t planned = plan_count(c->run, "rounds");
	size_t begun = 0;
	if (plan_count(c->run, "rounds_most") == 0)
		return planned;
	for (size_t i = 0; i < c->nr_boots; i++) {
		const struct real round = facts_number(c->boot[i].facts, "round");
		if (round.known && round.value >= (double)begun && round.value < 1e6)
			begun = (size_t)round.value + 1;
	}
	return begun ? begun : planned;
}

static int check_campaign_engines(const struct compare *c, struct error *err)
{
	for (size_t i = 0; i < c->records->nr_samples; i++) {
		const struct sample *s = &c->records->sample[i];
		if (s->run && text_same(s->run, c->run_id) &&
		    !text_same(s->engine, c->engine))
			return error_set(err, -EINVAL, "samples of engine %s in a run of %s: expected one: they are never compared",
					 s->engine ? s->engine : "unknown",
					 c->engine);
	}
	return 0;
}

static void read_sides(struct compare *c)
{
	const struct texts name = facts_texts(c->run, "treatments");
	const struct texts what = facts_texts(c->run, "kernels");
	c->nr_sides = name.n == what.n ? name.n : 0;
	c->side = error_unless_memory(calloc(c->nr_sides + 1, sizeof(*c->side)));
	for (size_t i = 0; i < c->nr_sides; i++)
		c->side[i] = (struct side){ .name = name.text[i], .what = what.text[i],
					    .kernel = name.text[i] };
}

/* "1101" for a row: of each side, whether it is measured. */
static void mark_measured(const struct compare *c, struct compare_row *row,
			  const char *marks)
{
	const bool whole = strlen(marks) == c->nr_sides;
	for (size_t side = 0; side < c->nr_sides; side++)
		row->cell[side].measured = !whole || marks[side] == '1';
}

static void read_rows(struct compare *c)
{
	const struct texts heading = facts_texts(c->run, "rows");
	const struct texts name = facts_texts(c->run, "names");
	const struct texts measured = facts_texts(c->run, "measured");
	for (size_t i = 0; i < heading.n; i++) {
		struct compare_row *row = compare_add_row(c);
		row->name = name.n == heading.n ? name.text[i] : "";
		row->heading = heading.text[i];
		row->tasks = "";
		mark_measured(c, row, measured.n == heading.n ? measured.text[i] : "");
	}
}

static int read_run(struct compare *c, struct error *err)
{
	if (!c->run)
		return error_set(err, -EINVAL, "no campaign in these records: expected those of pft ab");
	c->run_id = facts_text(c->run, "id");
	c->engine = facts_text(c->run, "engine");
	c->unit = facts_text(c->run, "unit");
	c->part = facts_text(c->run, "part");
	c->nr_reps = plan_count(c->run, "reps");
	read_sides(c);
	read_rows(c);
	find_campaign_boots(c);
	c->nr_planned = nr_planned(c);
	if (!c->run_id || !c->engine || !c->unit || c->nr_planned == 0 ||
	    c->nr_sides == 0 || c->nr_rows == 0)
		return error_set(err, -EINVAL, "the run record of this campaign is not whole: expected one that pft ab wrote");
	c->exact = engine_find(c->engine)->counts_instructions;
	return check_campaign_engines(c, err);
}

/* The rows of sides that were read to the rows of the campaign. */
static void place(struct build *b)
{
	struct compare *c = b->compare;
	for (size_t i = 0; i < b->nr_side_rows; i++)
		build_put(b, b->side_row[i]->like->row.value, b->side_row[i]);
	for (size_t i = 0; i < c->nr_rows; i++)
		for (size_t side = 0; !c->row[i].like && side < c->nr_sides; side++)
			c->row[i].like = c->row[i].cell[side].like;
}

int compare_campaign(const struct records *records, const struct facts *run,
		     struct compare *c, struct error *err)
{
	*c = (struct compare){ .records = records, .metric = METRIC_FAULT,
			       .run = run ? run : find_run(records),
			       .margin = COMPARE_MARGIN };
	const struct compare_request request = { .metric = c->metric, .by_row = true };
	struct build build = { .records = records, .request = &request,
			       .compare = c, .is_campaign = true };
	int rc = read_run(c, err);
	if (rc == 0)
		rc = build_read(&build, err);
	if (rc == 0) {
		place(&build);
		judge_rows(&build);
	}
	build_close(&build);
	if (rc != 0)
		compare_close(c);
	return rc;
}

/* ---- sides of records ---- */

static void find_boots(struct compare *c)
{
	for (size_t i = 0; i < c->nr_sides; i++) {
		const struct side *side = &c->side[i];
		for (size_t j = side->first_facts; j < side->end_facts; j++) {
			const struct facts *facts = &c->records->facts[j];
			if (strcmp(facts->type, "boot") == 0 &&
			    facts_text(facts, "outcome") &&
			    (!side->kernel ||
			     text_same(side->kernel, facts_text(facts, "kernel"))))
				add_boot(c, facts, i);
		}
	}
}

/* As the campaign says that measured it, if one did. */
static void find_what(struct compare *c, const struct side_row *row)
{
	struct side *side = &c->side[row->side];
	if (side->what || row->nr_reps == 0)
		return;
	const struct facts *run = row->rep[0].stretch->run_facts;
	const struct texts label = facts_texts(run, "treatments");
	const struct texts what = facts_texts(run, "kernels");
	size_t i = 0;
	while (i < label.n && !text_same(label.text[i], row->rep[0].sample->kernel))
		i++;
	if (i == label.n || i >= what.n || !*what.text[i])
		return;
	side->what = compare_add_text(&c->texts, text_shown(what.text[i]));
}

/* The exact engine's records are never compared with others': engine is a key. */
static int check_metric(const struct build *b, struct error *err)
{
	const enum metric_id metric = b->request->metric;
	size_t nr_costless = 0;
	for (size_t i = 0; i < b->nr_side_rows; i++) {
		const struct side_row *row = b->side_row[i];
		if (row->matched && row->nr_reps > 0)
			return 0;
		nr_costless += row->matched ? row->cell.nr_costless : 0;
	}
	if (nr_costless == 0)
		return 0;
	if (metric == METRIC_CPU && b->compare->exact)
		return error_set(err, -EINVAL, "--metric cpu: the exact engine has no times: expected wall or unmap, which count its instructions");
	return error_set(err, -EINVAL, "--metric %s: no repetition has it: expected another one",
			 metrics[metric].word);
}

/* Also of rows that have their like: the sets would stand in one table. */
static int check_engines(struct compare *c, struct error *err)
{
	c->engine = c->row[0].like->engine;
	c->exact = engine_find(c->engine)->counts_instructions;
	for (size_t i = 1; i < c->nr_rows; i++) {
		const char *other = c->row[i].like->engine;
		if (!text_same(c->engine, other))
			return error_set(err, -EINVAL, "engine differs between rows: %s and %s: expected one: compare them one after the other",
					 c->engine ? c->engine : "-",
					 other ? other : "-");
	}
	return 0;
}

static struct side *copy_sides(const struct compare_request *request)
{
	struct side *side = error_unless_memory(
		calloc(request->nr_sides + 1, sizeof(*side)));
	return memcpy(side, request->side, request->nr_sides * sizeof(*side));
}

int compare_records(const struct records *records,
		    const struct compare_request *request, struct compare *c,
		    struct error *err)
{
	*c = (struct compare){ .records = records, .metric = request->metric,
			       .margin = request->margin,
			       .side = copy_sides(request),
			       .nr_sides = request->nr_sides };
	struct build build = { .records = records, .request = request,
				       .compare = c };
	int rc = build_read(&build, err);
	if (rc == 0)
		rc = match_rows(&build, err);
	if (rc == 0)
		rc = check_engines(c, err);
	if (rc == 0)
		rc = alike_check(&build, err);
	if (rc == 0)
		rc = check_metric(&build, err);
	if (rc == 0) {
		judge_rows(&build);
		find_boots(c);
		for (size_t i = 0; i < build.nr_side_rows; i++)
			find_what(c, build.side_row[i]);
	}
	build_close(&build);
	if (rc != 0)
		compare_close(c);
	return rc;
}
