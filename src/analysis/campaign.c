/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the run record of a campaign says: its sides, its rows, and how many units of
 * each were planned.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "analysis/build.h"

/* ---- texts of the run record ---- */

char *build_text_in_list(const struct facts *run, const char *name, double i)
{
	const struct texts texts = facts_texts(run, name);
	return text_shown(i >= 0 && i < (double)texts.n ? texts.text[(size_t)i] : "");
}

char *build_text_of_side(const struct facts *run, const char *label)
{
	const struct texts labels = facts_texts(run, "treatments");
	double found = -1;
	for (size_t i = labels.n; i-- > 0;)
		if (text_same(labels.text[i], label))
			found = (double)i;
	return build_text_in_list(run, "kernels", found);
}

/* ---- boots ---- */

static bool is_boot_of(const struct compare *c, const struct facts *facts)
{
	return strcmp(facts->type, "boot") == 0 &&
	       text_same(facts_text(facts, "run"), c->run_id);
}

static void find_boots(struct compare *c)
{
	for (size_t i = 0; i < c->records->nr_facts; i++) {
		const struct facts *boot = &c->records->facts[i];
		const struct real side = facts_number(boot, "treatment");
		if (is_boot_of(c, boot))
			build_add_boot(c, boot, side.known && side.value >= 0 &&
					side.value < (double)c->nr_sides ?
					(size_t)side.value : c->nr_sides);
	}
}

/* ---- the run record ---- */

bool compare_is_campaign(const struct facts *facts)
{
	return strcmp(facts->type, "run") == 0 && facts_find(facts, "treatments");
}

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
	for (size_t i = 0; i < c->records->nr_facts; i++) {
		const struct facts *boot = &c->records->facts[i];
		const struct real round = facts_number(boot, "round");
		if (is_boot_of(c, boot) && round.known &&
		    round.value >= (double)begun && round.value < 1e6)
			begun = (size_t)round.value + 1;
	}
	return begun ? begun : planned;
}

static int check_engines(const struct compare *c, struct error *err)
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

static void read_rows(struct build *b)
{
	const struct facts *run = b->compare->run;
	const struct texts heading = facts_texts(run, "rows");
	const struct texts name = facts_texts(run, "names");
	const struct texts measured = facts_texts(run, "measured");
	for (size_t i = 0; i < heading.n; i++) {
		struct compare_row *row = build_add_row(b);
		row->name = text_format("%s", name.n == heading.n ? name.text[i] : "");
		row->heading = text_format("%s", heading.text[i]);
		row->tasks = text_format("%s", "");
		mark_measured(b->compare, row,
			      measured.n == heading.n ? measured.text[i] : "");
	}
}

static int read_run(struct build *b, struct error *err)
{
	struct compare *c = b->compare;
	if (!c->run)
		return error_set(err, -EINVAL, "no campaign in these records: expected those of pft ab");
	c->run_id = facts_text(c->run, "id");
	c->engine = facts_text(c->run, "engine");
	c->unit = facts_text(c->run, "unit");
	c->part = facts_text(c->run, "part");
	c->nr_planned = nr_planned(c);
	c->nr_reps = plan_count(c->run, "reps");
	read_sides(c);
	read_rows(b);
	if (!c->run_id || !c->engine || !c->unit || c->nr_planned == 0 ||
	    c->nr_sides == 0 || c->nr_rows == 0)
		return error_set(err, -EINVAL, "the run record of this campaign is not whole: expected one that pft ab wrote");
	c->exact = engine_find(c->engine)->counts_instructions;
	return check_engines(c, err);
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
	int rc = read_run(&build, err);
	if (rc == 0)
		rc = build_read(&build, err);
	if (rc == 0) {
		find_boots(c);
		place(&build);
		judge_rows(&build);
	}
	build_close(&build);
	if (rc != 0)
		compare_close(c);
	return rc;
}
