/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions to the rows of arms: each once, of boots that were not lost, with
 * what it cost.
 */
#include <errno.h>
#include <math.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "analysis/compare_build.h"

void compare_add_text(struct texts_owned *texts, char *text)
{
	texts->text = records_grow(texts->text, texts->n, sizeof(*texts->text));
	texts->text[texts->n++] = text;
}

static const char *text_of(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts ? facts_find(facts, name) : NULL;
	return fact && fact->type == FACT_TEXT ? fact->text : NULL;
}

static struct real number_of(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts ? facts_find(facts, name) : NULL;
	return fact && fact->type == FACT_NUMBER ? real_of(fact->number) :
						   (struct real){ 0 };
}

/* ---- stretches ---- */

static int order_of_texts(const char *a, const char *b)
{
	return a == b ? 0 : strcmp(a ? a : "", b ? b : "");
}

static int order_of_stretches(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	int order = order_of_texts(a->run, b->run);
	if (order == 0)
		order = order_of_texts(a->boot_id, b->boot_id);
	return order ? order : order_of_texts(a->kernel, b->kernel);
}

static bool is_lost(const struct stretch *s)
{
	const char *outcome = text_of(s->boot_facts, "outcome");
	/* A boot that was killed has no record, and was made again. */
	if (s->run_facts && facts_find(s->run_facts, "treatments"))
		return !outcome || (strcmp(outcome, "ok") != 0 &&
				    strcmp(outcome, "warned") != 0);
	return false;
}

/* What a campaign calls a boot may be a block on the running one. */
static void look_up(struct stretch *s, const struct records *records)
{
	s->run_facts = s->run ? records_find(records, "run", s->run) : NULL;
	const char *unit = text_of(s->run_facts, "unit");
	s->boot_facts = s->boot_id && unit ?
		records_find(records, "boot", s->boot_id) : NULL;
	s->is_block = unit && strcmp(unit, "block") == 0;
	s->is_layout = unit && strcmp(unit, "layout") == 0;
	s->boot = s->is_block ? text_of(s->run_facts, "boot_id") : s->boot_id;
	s->round = number_of(s->boot_facts, "round");
	s->seed = number_of(s->run_facts, "seed").value;
	s->lost = is_lost(s);
}

static int order_of_boots(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	return order_of_texts(a->boot, b->boot);
}

/* A boot has the number of its first stretch. */
static void number(struct stretch *s, struct compare_build *b)
{
	s->nr = s->boot_nr = b->nr_stretches;
	if (!s->boot)
		return;
	struct stretch **first =
		error_unless_memory(tsearch(s, &b->boots, order_of_boots));
	s->boot_nr = (*first)->nr;
}

static struct stretch *stretch_of(struct compare_build *b, size_t arm,
				  const struct sample *sample)
{
	const struct stretch probe = { .run = sample->run,
				       .boot_id = sample->boot_id,
				       .kernel = sample->kernel, .arm = arm };
	if (b->last && order_of_stretches(b->last, &probe) == 0)
		return b->last;
	void **found = tfind(&probe, &b->stretches, order_of_stretches);
	if (!found) {
		struct stretch *s = error_unless_memory(malloc(sizeof(*s)));
		*s = probe;
		look_up(s, b->records);
		number(s, b);
		error_unless_memory(tsearch(s, &b->stretches, order_of_stretches));
		b->stretch = records_grow(b->stretch, b->nr_stretches,
					  sizeof(struct stretch *));
		b->stretch[b->nr_stretches++] = s;
		b->last = s;
	} else {
		b->last = *found;
	}
	return b->last;
}

/* ---- each repetition once ---- */

/* An order is a place in a plan: more than this is no place in one. */
static const uint64_t most_orders = UINT64_C(1) << 28;

static bool seen_in_order(struct stretch *s, uint64_t order)
{
	const uint64_t bit = UINT64_C(1) << (order % 64), word = order / 64;
	if (word >= s->nr_seen) {
		const uint64_t n = (word + 1) * 2;
		s->seen = error_unless_memory(realloc(s->seen, n * sizeof(*s->seen)));
		memset(s->seen + s->nr_seen, 0,
		       (n - s->nr_seen) * sizeof(*s->seen));
		s->nr_seen = n;
	}
	const bool seen = s->seen[word] & bit;
	s->seen[word] |= bit;
	return seen;
}

static double input_line(const struct sample *s)
{
	return counters_index(&s->counters, "input_line");
}

static int order_of_numbers(double x, double y)
{
	return (x > y) - (x < y);
}

/* Rows of an import may stand in one line: then their numbers tell. */
static int order_of_imports(const void *left, const void *right)
{
	const struct sample *a = left, *b = right;
	int order = order_of_texts(a->run, b->run);
	if (order == 0)
		order = order_of_numbers(input_line(a), input_line(b));
	if (order == 0)
		order = order_of_numbers((double)a->threads.value,
					 (double)b->threads.value);
	if (order == 0)
		order = order_of_numbers(a->wall_s.value, b->wall_s.value);
	return order ? order : order_of_numbers(a->cpu_s.value, b->cpu_s.value);
}

/* Of what has neither order nor line nobody can tell. */
static bool seen_before(struct compare_build *b, struct stretch *s,
			const struct sample *sample)
{
	if (!sample->run)
		return false;
	if (sample->order.known)
		return sample->order.value < most_orders &&
		       seen_in_order(s, sample->order.value);
	if (input_line(sample) < 0)
		return false;
	void **found = error_unless_memory(tsearch(sample, &b->imports,
					    order_of_imports));
	return *(const struct sample **)found != sample;
}

/* ---- what one cost ---- */

static struct real sum_of(struct real a, struct real b)
{
	return (struct real){ a.value + b.value, a.known && b.known };
}

static struct real count_real(struct count count)
{
	return (struct real){ (double)count.value, count.known };
}

static struct real amount_of(const struct sample *s, enum metric_id metric,
			     bool exact)
{
	const struct real whole = exact ? count_real(s->instructions) : s->wall_s;
	if (metric == METRIC_CPU)
		return s->cpu_s;
	if (metric == METRIC_FAULT)
		return whole;
	return sum_of(whole, exact ? count_real(s->instructions_teardown) :
				     s->teardown_s);
}

bool compare_cost(const struct sample *s, enum metric_id metric,
		  double *cost)
{
	const bool exact = engine_find(s->engine)->counts_instructions;
	const struct real amount = amount_of(s, metric, exact);
	const double reps = s->reps.known ? (double)s->reps.value : 1;
	const double pages = s->pages.known ? (double)s->pages.value * reps : 0;
	/* A table whose pages are unknown was published with rates. */
	const double rate = metric == METRIC_BOTH ? 0 :
		counters_index(&s->counters, metric == METRIC_CPU ? "flt_per_cpu_s" :
						     "fault_per_wall_s");
	if (amount.known && pages > 0)
		*cost = amount.value / pages * (exact ? 1 : 1e9);
	else
		*cost = rate > 0 ? 1e9 / rate : 0;
	return isfinite(*cost) && *cost > 0;
}

/* ---- rows ---- */

static int order_of_rows(const void *a, const void *b)
{
	return compare_rows_order(a, b);
}

static struct arm_row *row_of(struct compare_build *b, size_t arm,
			      const struct sample *sample)
{
	const struct arm_row probe = { .build = b, .arm = arm, .like = sample };
	void **found = tfind(&probe, &b->rows, order_of_rows);
	if (found)
		return *found;
	struct arm_row *row = error_unless_memory(malloc(sizeof(*row)));
	*row = probe;
	row->place = b->nr_arm_rows;
	row->cell.like = sample;
	error_unless_memory(tsearch(row, &b->rows, order_of_rows));
	b->arm_row = records_grow(b->arm_row, b->nr_arm_rows,
				  sizeof(struct arm_row *));
	b->arm_row[b->nr_arm_rows++] = row;
	return row;
}

static bool same_pairs(const struct pairs *a, const struct pairs *b)
{
	for (size_t i = 0; a->n == b->n && i < a->n; i++) {
		const struct pair *x = &a->pair[i], *y = &b->pair[i];
		if (!text_same(x->name, y->name) ||
		    !text_same(x->text, y->text) ||
		    x->number.known != y->number.known ||
		    (x->number.known && x->number.value != y->number.value))
			return false;
	}
	return a->n == b->n;
}

static void add_memory(struct arm_row *row, const struct sample *s)
{
	const struct count faults = count_add(s->faults_minor, s->faults_major);
	row->faults += (double)faults.value;
	row->faults_unknown |= !faults.known;
	row->present += (double)s->pages_present.value;
	row->present_unknown |= !s->pages_present.known;
	row->pages += (double)s->pages.value;
}

static void add_to_row(struct compare_build *b, struct arm_row *row,
		       struct stretch *stretch, const struct sample *s)
{
	double cost;
	if (!row->other && (!same_pairs(&row->like->knobs, &s->knobs) ||
			    !same_pairs(&row->like->config, &s->config)))
		row->other = s;
	if (!s->ok) {
		row->cell.nr_invalid++;
		row->cell.nr_reasons = summary_add_reason(
			row->cell.reason, row->cell.nr_reasons, s->invalid);
		return;
	}
	row->cell.nr_samples++;
	add_memory(row, s);
	if (!compare_cost(s, b->request->metric, &cost)) {
		row->cell.nr_costless++;
		return;
	}
	row->rep = records_grow(row->rep, row->nr_reps, sizeof(*row->rep));
	row->rep[row->nr_reps++] = (struct rep){ stretch, cost };
	if (s->time && (!stretch->begin || strcmp(s->time, stretch->begin) < 0))
		stretch->begin = s->time;
}

static int add_sample(struct compare_build *b, size_t arm,
		      const struct sample *sample, struct error *err)
{
	const struct side *of = &b->request->side[arm];
	if (sample->warmup || !compare_is_of(of, sample))
		return 0;
	struct stretch *stretch = stretch_of(b, arm, sample);
	if (stretch->arm != arm && sample->run)
		return error_set(err, -EINVAL, "'%s' and '%s' hold the same repetitions (run %s): expected measurements of their own",
				 b->request->side[stretch->arm].name, of->name,
				 sample->run);
	if (stretch->lost)
		return 0;
	if (seen_before(b, stretch, sample))
		b->compare->nr_doubles++;
	else
		add_to_row(b, row_of(b, arm, sample), stretch, sample);
	return 0;
}

/* An arm is one kernel, unless it was said that labels do not matter. */
static int check_label(const struct compare_build *b, size_t arm,
		       const struct sample *sample, const char **label,
		       struct error *err)
{
	const struct side *of = &b->request->side[arm];
	if (of->kernel || !text_same(sample->role, "measure"))
		return 0;
	if (!*label)
		*label = sample->kernel;
	if (!*label || text_same(*label, sample->kernel) ||
	    compare_is_allowed(b->request, "kernel", NULL))
		return 0;
	return error_set(err, -EINVAL, "'%s' has repetitions of kernel '%s' and of '%s': expected one: choose with --only LABEL, or put them together with --allow kernel",
			 of->name, *label,
			 sample->kernel ? sample->kernel : "-");
}

static int check_most(const struct compare_build *b, struct error *err)
{
	const size_t most = b->request->most_rows;
	if (most == 0 || b->nr_arm_rows <= most)
		return 0;
	return error_set(err, -E2BIG, "more than %zu different rows: expected fewer at once",
			 most);
}

static int read_arm(struct compare_build *b, size_t arm, struct error *err)
{
	const struct side *of = &b->request->side[arm];
	const char *label = NULL;
	const size_t before = b->nr_arm_rows;
	int rc = 0;
	for (size_t i = of->first; rc == 0 && i < of->end; i++) {
		const struct sample *sample = &b->records->sample[i];
		rc = check_label(b, arm, sample, &label, err);
		if (rc == 0)
			rc = add_sample(b, arm, sample, err);
		if (rc == 0)
			rc = check_most(b, err);
	}
	/* Of a treatment all boots may be lost: that is told of, and no misuse. */
	if (rc == 0 && b->nr_arm_rows == before &&
	    !(b->request->by_row && arm > 0))
		rc = error_set(err, -EINVAL, "'%s': no repetitions in it%s%s: expected some of role measure, of a boot that was not lost",
			       of->name, of->kernel ? " of kernel " : "",
			       of->kernel ? of->kernel : "");
	return rc;
}

int compare_read(struct compare_build *b, struct error *err)
{
	int rc = 0;
	compare_find_keys(b);
	for (size_t arm = 0; rc == 0 && arm < b->request->nr_sides; arm++)
		rc = read_arm(b, arm, err);
	return rc;
}

static void keep(void *node)
{
	(void)node;	/* the array has it */
}

void compare_build_close(struct compare_build *b)
{
	tdestroy(b->stretches, keep);
	tdestroy(b->boots, keep);
	tdestroy(b->rows, keep);
	tdestroy(b->imports, keep);
	for (size_t i = 0; i < b->nr_stretches; i++) {
		free(b->stretch[i]->seen);
		free(b->stretch[i]);
	}
	for (size_t i = 0; i < b->nr_arm_rows; i++) {
		free(b->arm_row[i]->rep);
		free(b->arm_row[i]);
	}
	free(b->stretch);
	free(b->arm_row);
	free(b->source);
	*b = (struct compare_build){ 0 };
}
