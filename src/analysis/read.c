/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions to the rows of sides: each once, of boots that were not lost. What rows must
 * be equal in is the key of record/field.h, and what else makes two repetitions comparable.
 */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "record/packed.h"
#include "record/row.h"
#include "analysis/build.h"

/* ---- what rows must be equal in ---- */

/* Where rows are sums, those over other numbers of repetitions are others. */
static const char more_keys[] = "reps stamped oversubscribed";

void key_find(struct build *b)
{
	for (size_t i = 0; i < nr_sample_fields; i++)
		if ((sample_fields[i].key ||
		     text_has_word(more_keys, sample_fields[i].name)) &&
		    b->nr_keys < BUILD_KEYS_MAX)
			b->key[b->nr_keys++] = &sample_fields[i];
}

/* Unknown is below all. */
static int order_of_texts(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return a == b ? 0 : strcmp(a, b);
}

/* unknown  what unknown is: 0 is below all, 2 is 1 */
static int order_of_counts(struct count a, struct count b, uint64_t unknown)
{
	const uint64_t x = a.known ? a.value + 1 : unknown;
	const uint64_t y = b.known ? b.value + 1 : unknown;
	return (x > y) - (x < y);
}

static const void *member(const struct field *field, const struct sample *s)
{
	return (const char *)s + field->offset;
}

int key_field_order(const struct field *field, const struct sample *a,
		    const struct sample *b)
{
	const void *x = member(field, a), *y = member(field, b);
	if (field->type == FIELD_TEXT)
		return order_of_texts(*(const char *const *)x, *(const char *const *)y);
	if (field->type == FIELD_BOOL)
		return *(const bool *)x - *(const bool *)y;
	/* What is not said to be a sum is one repetition. */
	return order_of_counts(*(const struct count *)x, *(const struct count *)y,
			       field->offset == offsetof(struct sample, reps) ? 2 : 0);
}

/* By side, then by key; rows of a campaign are told apart by their number. */
int key_row_order(const void *left, const void *right)
{
	const struct side_row *a = left, *b = right;
	const struct build *build = a->build;
	int order = (a->side > b->side) - (a->side < b->side);
	if (order == 0 && build->request->by_row)
		return order_of_counts(a->like->row, b->like->row, 0);
	for (size_t i = 0; order == 0 && i < build->nr_keys; i++)
		order = key_field_order(build->key[i], a->like, b->like);
	return order;
}

/* ---- stretches ---- */

static int order_of_stretches(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	int order = order_of_texts(a->run, b->run);
	if (order == 0)
		order = order_of_texts(a->boot_id, b->boot_id);
	return order ? order : order_of_texts(a->kernel, b->kernel);
}

/* What is beyond the plan of a campaign is none's. */
size_t build_side_of_boot(const struct compare *c, const struct facts *boot)
{
	const struct real side = facts_number(boot, "treatment");
	return side.known && side.value >= 0 && side.value < (double)c->nr_sides ?
		       (size_t)side.value : c->nr_sides;
}

/*
 * What a campaign calls a boot may be a block on the running one. A boot that was killed
 * has no record, and was made again. Of a campaign its boots say whose they are.
 */
static void look_up(struct stretch *s, const struct build *b)
{
	s->run_facts = s->run ? records_find(b->records, "run", s->run) : NULL;
	const char *unit = facts_text(s->run_facts, "unit");
	s->boot_facts = s->boot_id && unit ?
		records_find(b->records, "boot", s->boot_id) : NULL;
	s->is_campaign = s->run_facts && compare_is_campaign(s->run_facts);
	s->is_block = text_same(unit, "block");
	s->is_layout = text_same(unit, "layout");
	s->boot = s->is_block ? facts_text(s->run_facts, "boot_id") : s->boot_id;
	s->round = facts_number(s->boot_facts, "round");
	s->seed = facts_number(s->run_facts, "seed").value;
	s->lost = s->is_campaign && compare_boot_is_lost(s->boot_facts);
	if (!b->is_campaign)
		return;
	s->side = build_side_of_boot(b->compare, s->boot_facts);
	s->lost |= s->round.known && s->round.value >= (double)b->compare->nr_planned;
}

static int order_of_boots(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	return order_of_texts(a->boot, b->boot);
}

/* A boot has the number of its first stretch. */
static void number(struct stretch *s, struct build *b)
{
	s->nr = s->boot_nr = b->nr_stretches;
	if (!s->boot)
		return;
	struct stretch **first =
		error_unless_memory(tsearch(s, &b->boots, order_of_boots));
	s->boot_nr = (*first)->nr;
}

static struct stretch *add_stretch(struct build *b, const struct stretch *probe)
{
	struct stretch *s = error_unless_memory(malloc(sizeof(*s)));
	*s = *probe;
	look_up(s, b);
	number(s, b);
	error_unless_memory(tsearch(s, &b->stretches, order_of_stretches));
	b->stretch = records_grow(b->stretch, b->nr_stretches,
				  sizeof(struct stretch *));
	b->stretch[b->nr_stretches++] = s;
	return s;
}

static struct stretch *stretch_of(struct build *b, size_t side,
				  const struct sample *sample)
{
	const struct stretch probe = { .run = sample->run,
				       .boot_id = sample->boot_id,
				       .kernel = sample->kernel, .side = side };
	if (b->last && order_of_stretches(b->last, &probe) == 0)
		return b->last;
	void **found = tfind(&probe, &b->stretches, order_of_stretches);
	b->last = found ? *found : add_stretch(b, &probe);
	return b->last;
}

/* ---- each repetition once ---- */

/* An order is a place in a plan: more than this is no place in one. */
static const uint64_t most_orders = UINT64_C(1) << 28;

/* Room for a word of bits. Orders of a stretch are near each other, wherever they begin. */
static uint64_t *seen_word(struct stretch *s, uint64_t word)
{
	const uint64_t first = s->nr_seen == 0 || word < s->first_seen ? word :
									  s->first_seen;
	const uint64_t end = s->first_seen + s->nr_seen;
	if (first == s->first_seen && word < end)
		return &s->seen[word - first];
	const uint64_t n = word < end ? end - first : (word - first + 1) * 2;
	uint64_t *seen = error_unless_memory(calloc(n, sizeof(*seen)));
	if (s->nr_seen > 0)
		memcpy(seen + (s->first_seen - first), s->seen, s->nr_seen * sizeof(*seen));
	free(s->seen);
	s->seen = seen;
	s->first_seen = first;
	s->nr_seen = n;
	return &seen[word - first];
}

static bool seen_in_order(struct stretch *s, uint64_t order)
{
	const uint64_t bit = UINT64_C(1) << (order % 64);
	uint64_t *word = seen_word(s, order / 64);
	const bool seen = *word & bit;
	*word |= bit;
	return seen;
}

/* Only a table that was imported knows the line that a row stood in. */
static bool is_import(const struct sample *sample)
{
	return counters_index(&sample->counters, "input_line") >= 0;
}

/* What has neither order nor line cannot be told apart. */
static bool seen_before(struct build *b, struct stretch *s,
			const struct sample *sample)
{
	if (!sample->run)
		return false;
	if (sample->order.known)
		return sample->order.value < most_orders &&
		       seen_in_order(s, sample->order.value);
	return is_import(sample) && rows_seen_before(&b->imports, sample);
}

/* ---- rows ---- */

struct side_row *build_find_row(const struct build *b, const struct side_row *like,
				size_t side)
{
	struct side_row probe = *like;
	probe.side = side;
	void **found = tfind(&probe, &b->rows, key_row_order);
	return found ? *found : NULL;
}

static struct side_row *add_row(struct build *b, const struct side_row *probe)
{
	struct side_row *row = error_unless_memory(malloc(sizeof(*row)));
	*row = *probe;
	row->cell.like = probe->like;
	error_unless_memory(tsearch(row, &b->rows, key_row_order));
	b->side_row = records_grow(b->side_row, b->nr_side_rows,
				   sizeof(struct side_row *));
	b->side_row[b->nr_side_rows++] = row;
	return row;
}

void build_put(struct build *b, size_t row, struct side_row *of)
{
	struct compare_cell *cell = &b->compare->row[row].cell[of->side];
	of->cell.measured = cell->measured || !b->is_campaign;
	of->cell.side = cell->side;
	of->cell.source = of;
	*cell = of->cell;
	cell->value = error_unless_memory(calloc(NR_METRICS, sizeof(*cell->value)));
	of->matched = true;
	of->row = row;
}

static struct side_row *row_of(struct build *b, size_t side,
			       const struct sample *sample)
{
	const struct side_row probe = { .build = b, .side = side, .like = sample };
	if (b->last_row && key_row_order(b->last_row, &probe) == 0)
		return b->last_row;
	struct side_row *found = build_find_row(b, &probe, side);
	b->last_row = found ? found : add_row(b, &probe);
	return b->last_row;
}

static bool same_pairs(const struct pairs *a, const struct pairs *b)
{
	for (size_t i = 0; a->pair != b->pair && a->n == b->n && i < a->n; i++) {
		const struct pair *x = &a->pair[i], *y = &b->pair[i];
		if (!text_same(x->name, y->name) ||
		    !text_same(x->text, y->text) ||
		    x->number.known != y->number.known ||
		    (x->number.known && x->number.value != y->number.value))
			return false;
	}
	return a->n == b->n;
}

static bool counts_instructions(const struct side_row *row)
{
	return engine_find(row->like->engine)->counts_instructions;
}

static void add_rep(struct side_row *row, struct stretch *stretch,
		    const struct sample *s)
{
	row->cell.nr_samples++;
	if (!metric_cost(row->build->request->metric, s,
			 counts_instructions(row)).known) {
		row->cell.nr_costless++;
		return;
	}
	summary_add_spill(&row->cell.spill, s);
	row->rep = records_grow(row->rep, row->nr_reps, sizeof(*row->rep));
	row->rep[row->nr_reps++] = (struct rep){ s, stretch };
	if (s->time && (!stretch->begin || strcmp(s->time, stretch->begin) < 0))
		stretch->begin = s->time;
}

static void add_measured(struct side_row *row, struct stretch *stretch,
			 const struct sample *s)
{
	struct compare_cell *cell = &row->cell;
	if (cell->nr_samples + cell->nr_invalid == 0)
		row->like = cell->like = s;
	if (!row->other && (!same_pairs(&row->like->knobs, &s->knobs) ||
			    !same_pairs(&row->like->config, &s->config)))
		row->other = s;
	if (s->ok)
		add_rep(row, stretch, s);
	else
		summary_add_reason(cell->reason, &cell->nr_reasons, s->invalid);
	cell->nr_invalid += !s->ok;
}

/* The limit, and the harness without a touch: of campaigns alone. */
static void add_other(struct side_row *row, const struct sample *s)
{
	struct amount *to = text_same(s->role, "limit") ? &row->limit : &row->nop;
	const struct real amount = metric_amount_of(METRIC_FAULT, 0, s,
						    counts_instructions(row));
	if (!s->ok || !amount.known)
		return;
	to->value += amount.value;
	to->pages += (double)s->pages.value;
	to->n++;
}

/* ---- sides of records ---- */

static bool is_of(const struct side *side, const struct sample *sample)
{
	return text_same(sample->role, "measure") &&
	       (!side->kernel || text_same(side->kernel, sample->kernel)) &&
	       !(side->no_imports && is_import(sample));
}

static int add_sample(struct build *b, size_t side, const struct sample *sample,
		      struct error *err)
{
	const struct side *of = &b->compare->side[side];
	if (sample->warmup || !is_of(of, sample))
		return 0;
	struct stretch *stretch = stretch_of(b, side, sample);
	if (of->no_campaigns && stretch->is_campaign)
		return 0;
	if (stretch->side != side && sample->run)
		return error_set(err, -EINVAL, "'%s' and '%s' hold the same repetitions (run %s): expected measurements of their own",
				 b->compare->side[stretch->side].name, of->name,
				 sample->run);
	if (stretch->lost)
		return 0;
	if (seen_before(b, stretch, sample))
		b->compare->nr_doubles++;
	else
		add_measured(row_of(b, side, sample), stretch, sample);
	return 0;
}

/* A side is one kernel, unless it was said that labels do not matter. */
static int check_label(struct build *b, const struct side *of, const struct sample *sample,
		       struct error *err)
{
	if (of->kernel || !text_same(sample->role, "measure"))
		return 0;
	if (!b->label)
		b->label = sample->kernel;
	if (!b->label || text_same(b->label, sample->kernel) ||
	    compare_allows(b->request, "kernel", NULL))
		return 0;
	return error_set(err, -EINVAL, "'%s' has repetitions of kernel '%s' and of '%s': expected one: choose with --only LABEL, or put them together with --allow kernel",
			 of->name, b->label, sample->kernel ? sample->kernel : "-");
}

static int check_most(const struct build *b, struct error *err)
{
	const size_t most = b->request->most_rows;
	if (most == 0 || b->nr_side_rows <= most)
		return 0;
	return error_set(err, -E2BIG, "more than %zu different rows: expected fewer at once",
			 most);
}

static int read_side(struct build *b, size_t side, struct error *err)
{
	const struct side *of = &b->compare->side[side];
	const size_t before = b->nr_side_rows;
	int rc = 0;
	b->label = NULL;
	for (size_t i = of->first; rc == 0 && i < of->end; i++) {
		const struct sample *sample = &b->records->sample[i];
		rc = check_label(b, of, sample, err);
		if (rc == 0)
			rc = add_sample(b, side, sample, err);
		if (rc == 0)
			rc = check_most(b, err);
	}
	/* All boots of a campaign's side may be lost: that is said, and no misuse. */
	if (rc == 0 && b->nr_side_rows == before &&
	    !(b->request->by_row && side > 0))
		rc = error_set(err, -EINVAL, "'%s': no repetitions in it%s%s: expected some of role measure, of a boot that was not lost",
			       of->name, of->kernel ? " of kernel " : "",
			       of->kernel ? of->kernel : "");
	return rc;
}

void compare_add_label(struct side **side, size_t *n, const struct side *whole,
		       const char *label)
{
	for (size_t i = 0; i < *n; i++)
		if (text_same((*side)[i].kernel, label))
			return;
	*side = records_grow(*side, *n, sizeof(**side));
	(*side)[*n] = *whole;
	(*side)[*n].kernel = (*side)[*n].name = label;
	(*n)++;
}

static bool is_of_campaign(const struct records *records, const struct sample *s)
{
	const struct facts *run = s->run ? records_find(records, "run", s->run) : NULL;
	return run && compare_is_campaign(run);
}

void compare_part(const struct records *records, const struct side *whole,
		  size_t most, struct side **side, size_t *n)
{
	const char *last = NULL;
	for (size_t i = whole->first; i < whole->end && *n < most; i++) {
		const struct sample *s = &records->sample[i];
		if (s->warmup || !s->kernel || s->kernel == last ||
		    !is_of(whole, s) || (whole->no_campaigns && is_of_campaign(records, s)))
			continue;
		last = s->kernel;
		compare_add_label(side, n, whole, last);
	}
}

/* ---- a campaign ---- */

/* Its boots say whose a repetition is. */
static void read_campaign(struct build *b)
{
	const struct compare *c = b->compare;
	for (size_t i = 0; i < b->records->nr_samples; i++) {
		const struct sample *s = &b->records->sample[i];
		if (!s->row.known || s->row.value >= c->nr_rows ||
		    !text_same(s->run, c->run_id))
			continue;
		struct stretch *stretch = stretch_of(b, c->nr_sides, s);
		if (stretch->lost || stretch->side == c->nr_sides)
			continue;
		if (seen_before(b, stretch, s))
			b->compare->nr_doubles++;
		else if (!s->warmup && text_same(s->role, "measure"))
			add_measured(row_of(b, stretch->side, s), stretch, s);
		else if (!s->warmup)
			add_other(row_of(b, stretch->side, s), s);
	}
}

int build_read(struct build *b, struct error *err)
{
	int rc = 0;
	key_find(b);
	if (b->is_campaign)
		read_campaign(b);
	for (size_t i = 0; !b->is_campaign && rc == 0 && i < b->compare->nr_sides; i++)
		rc = read_side(b, i, err);
	return rc;
}

static void keep(void *node)
{
	(void)node;	/* the array has it */
}

void build_close(struct build *b)
{
	tdestroy(b->stretches, keep);
	tdestroy(b->boots, keep);
	tdestroy(b->rows, keep);
	lookup_close(&b->imports);
	for (size_t i = 0; i < b->nr_stretches; i++) {
		free(b->stretch[i]->seen);
		free(b->stretch[i]);
	}
	for (size_t i = 0; i < b->nr_side_rows; i++) {
		free(b->side_row[i]->rep);
		free(b->side_row[i]);
	}
	free(b->stretch);
	free(b->side_row);
	*b = (struct build){ 0 };
}
