/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of arms to rows of the comparison. A row of the first arm and one of
 * another are one where their keys are equal, or differ in nothing but what was
 * declared; what then is left over is missing, or unlike and refused.
 */
#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/caption.h"
#include "analysis/compare_build.h"

static const char *name_of(const struct compare_build *b, size_t arm)
{
	return b->request->side[arm].name;
}

/* ---- texts of a row ---- */

static char *campaign_heading(const struct compare_build *b,
			      const struct sample *like)
{
	const struct facts *run = like->run ?
		records_find(b->records, "run", like->run) : NULL;
	const double row = compare_number_of_row(like);
	char *name = compare_text_in_list(run, "names", row);
	char *text = compare_text_in_list(run, "rows", row);
	struct text_stream stream;
	fprintf(text_open(&stream), "%s%s%s", name, *name ? ": " : "", text);
	free(name);
	free(text);
	return text_close(&stream);
}

static char *heading_of(const struct compare_build *b,
			const struct sample *like)
{
	static const enum caption_part order[] = {
		PART_WORKLOAD, PART_SIZE, PART_PAGE, PART_TASKS, PART_REGIONS,
		PART_CACHELINES, PART_ACCOUNTING, PART_ENGINE, PART_CLOCK,
		PART_THP, PART_BIND, PART_MEM,
	};
	struct text_stream stream;
	if (b->request->by_row)
		return campaign_heading(b, like);
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		char *text = caption_part(like, order[i]);
		if (*text)
			fprintf(out, "%s%s", i ? ", " : "", text);
		free(text);
	}
	if (like->reps.known && like->reps.value != 1)
		fprintf(out, ", sums over %" PRIu64 " repetitions",
			like->reps.value);
	return text_close(&stream);
}

static char *tasks_of(const struct compare_build *b, const struct sample *like)
{
	const char *word = text_same(like->tasks, "processes") ?
				   "process" : "thread";
	const bool one = like->threads.value == 1;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (b->request->by_row)
		return text_close(&stream);
	if (like->threads.known)
		fprintf(out, "%" PRIu64 " %s%s%s", like->threads.value, word,
			one ? "" : *word == 'p' ? "es" : "s",
			like->oversubscribed ? ", more than CPUs" : "");
	else
		fputs("threads unknown", out);
	return text_close(&stream);
}

static char *row_text(const struct compare_build *b, const struct sample *like)
{
	char *heading = heading_of(b, like), *tasks = tasks_of(b, like);
	struct text_stream stream;
	fprintf(text_open(&stream), "%s%s%s", heading, *tasks ? ", " : "",
		tasks);
	free(heading);
	free(tasks);
	return text_close(&stream);
}

/* ---- matching ---- */

static int order_of_rows(const void *a, const void *b)
{
	return compare_rows_order(a, b);
}

static bool is_allowed(const struct compare_build *b, const struct field *field)
{
	return compare_is_allowed(b->request, field->name, NULL);
}

/* The first field in which they differ and must not; NULL: none. */
static const struct field *difference(const struct compare_build *b,
				      const struct sample *x,
				      const struct sample *y)
{
	for (size_t i = 0; i < b->nr_keys; i++)
		if (!is_allowed(b, b->key[i]) &&
		    compare_field_order(b->key[i], x, y) != 0)
			return b->key[i];
	return NULL;
}

static bool has_equal(const struct compare_build *b, const struct arm_row *row)
{
	struct arm_row probe = *row;
	probe.arm = 0;
	return tfind(&probe, &b->rows, order_of_rows);
}

/* Where several rows would do, which one is meant nobody knows. */
static int find_allowed(const struct compare_build *b,
			const struct arm_row *first, size_t arm,
			struct arm_row **found, struct error *err)
{
	*found = NULL;
	if (b->request->nr_allow == 0 || b->request->by_row)
		return 0;
	for (size_t i = 0; i < b->nr_arm_rows; i++) {
		struct arm_row *row = b->arm_row[i];
		if (row->arm != arm || row->matched || has_equal(b, row) ||
		    difference(b, first->like, row->like))
			continue;
		if (*found)
			return error_set(err, -EINVAL, "'%s' has several rows that differ only in what --allow declares: expected one for each of '%s'",
					 name_of(b, arm), name_of(b, first->arm));
		*found = row;
	}
	return 0;
}

static int find_partner(const struct compare_build *b,
			const struct arm_row *first, size_t arm,
			struct arm_row **found, struct error *err)
{
	struct arm_row probe = *first;
	probe.arm = arm;
	void **at = tfind(&probe, &b->rows, order_of_rows);
	if (!at)
		return find_allowed(b, first, arm, found, err);
	*found = *at;
	return 0;
}

static void say_allowed(struct compare_build *b, const struct arm_row *first,
			const struct arm_row *row)
{
	for (size_t i = 0; i < b->nr_keys; i++) {
		if (compare_field_order(b->key[i], first->like, row->like) == 0)
			continue;
		char *x = compare_field_text(b->key[i], first->like);
		char *y = compare_field_text(b->key[i], row->like);
		char *text = NULL;
		if (asprintf(&text, "%s: %s in '%s', %s in '%s'",
			     b->key[i]->name, x, name_of(b, first->arm), y,
			     name_of(b, row->arm)) < 0)
			text = NULL;
		compare_say_allowed(b, error_unless_memory(text));
		free(x);
		free(y);
	}
}

/* Said once, however many rows it is true of. */
void compare_say_allowed(struct compare_build *b, char *text)
{
	struct texts_owned *allowed = &b->compare->allowed;
	for (size_t i = 0; i < allowed->n; i++) {
		if (strcmp(allowed->text[i], text) != 0)
			continue;
		free(text);
		return;
	}
	compare_add_text(allowed, text);
}

static void add_row(struct compare_build *b, struct arm_row *const of[])
{
	const size_t n = b->request->nr_sides;
	struct compare *c = b->compare;
	c->row = records_grow(c->row, c->nr_rows, sizeof(*c->row));
	c->row[c->nr_rows] = (struct compare_row){
		.name = error_unless_memory(strdup("")),
		.heading = heading_of(b, of[0]->like),
		.tasks = tasks_of(b, of[0]->like),
		.like = of[0]->like,
		.cell = compare_cells(c->side, n),
	};
	b->source = error_unless_memory(realloc(b->source, (c->nr_rows + 1) * n *
						    sizeof(struct arm_row *)));
	for (size_t arm = 0; arm < n; arm++) {
		b->source[c->nr_rows * n + arm] = of[arm];
		if (!of[arm])
			continue;
		of[arm]->matched = true;
		if (arm > 0 && !b->request->by_row)
			say_allowed(b, of[0], of[arm]);
	}
	c->nr_rows++;
}

static int match_row(struct compare_build *b, struct arm_row *first,
		     struct arm_row **of, struct error *err)
{
	size_t nr_found = 0;
	int rc = 0;
	of[0] = first;
	for (size_t arm = 1; rc == 0 && arm < b->request->nr_sides; arm++) {
		rc = find_partner(b, first, arm, &of[arm], err);
		nr_found += rc == 0 && of[arm];
	}
	if (rc == 0 && nr_found > 0)
		add_row(b, of);
	return rc;
}

/* ---- what is left over ---- */

static int refuse(const struct compare_build *b, const struct arm_row *x,
		  const struct arm_row *y, const struct field *field,
		  struct error *err)
{
	char *in_x = compare_field_text(field, x->like);
	char *in_y = compare_field_text(field, y->like);
	const int rc = error_set(err, -EINVAL, "'%s' and '%s' differ in %s: %s and %s: expected the same, or --allow %s",
				 name_of(b, x->arm), name_of(b, y->arm),
				 field->name, in_x, in_y, field->name);
	free(in_x);
	free(in_y);
	return rc;
}

struct unlike {
	const struct field *first;	/* that must not differ */
	const struct field *how;	/* the first that is no workload's */
	size_t n;			/* fields that differ */
	bool same_workload;
};

static struct unlike unlike_of(const struct compare_build *b,
			       const struct arm_row *x, const struct arm_row *y)
{
	struct unlike unlike = { .same_workload = true };
	for (size_t i = 0; i < b->nr_keys; i++) {
		const struct field *field = b->key[i];
		if (is_allowed(b, field) ||
		    compare_field_order(field, x->like, y->like) == 0)
			continue;
		unlike.n++;
		if (!unlike.first)
			unlike.first = field;
		if (compare_is_workload(field))
			unlike.same_workload = false;
		else if (!unlike.how)
			unlike.how = field;
	}
	return unlike;
}

static bool is_left(const struct compare_build *b, const struct arm_row *row,
		    size_t arm, size_t with)
{
	if (row->arm != arm)
		return false;
	if (!row->matched)
		return true;
	/* A row of the first arm may lack this other one. */
	for (size_t i = 0; arm == 0 && i < b->compare->nr_rows; i++)
		if (b->source[i * b->request->nr_sides] == row)
			return !b->source[i * b->request->nr_sides + with];
	return false;
}

struct nearest {
	const struct arm_row *x, *y;
	struct unlike unlike;
};

/*
 * Of what is left, two rows of one workload that were measured in different ways
 * are what people mistake for each other; and of arms that have nothing in
 * common the two rows that differ least.
 */
static int check_left(const struct compare_build *b, size_t arm, bool none,
		      struct error *err)
{
	struct nearest nearest = { 0 };
	for (size_t i = 0; i < b->nr_arm_rows; i++) {
		const struct arm_row *x = b->arm_row[i];
		if (!is_left(b, x, 0, arm))
			continue;
		for (size_t j = 0; j < b->nr_arm_rows; j++) {
			const struct arm_row *y = b->arm_row[j];
			if (!is_left(b, y, arm, 0))
				continue;
			const struct unlike u = unlike_of(b, x, y);
			if (u.same_workload && u.how)
				return refuse(b, x, y, u.how, err);
			if (!nearest.x || u.n < nearest.unlike.n)
				nearest = (struct nearest){ x, y, u };
		}
	}
	if (!none || !nearest.x || !nearest.unlike.first)
		return 0;
	return refuse(b, nearest.x, nearest.y,
		      nearest.unlike.how ? nearest.unlike.how :
					   nearest.unlike.first, err);
}

static bool has_none(const struct compare_build *b, size_t arm)
{
	for (size_t i = 0; i < b->compare->nr_rows; i++)
		if (b->source[i * b->request->nr_sides + arm])
			return false;
	return true;
}

static void say_missing(struct compare_build *b)
{
	for (size_t arm = 0; arm < b->request->nr_sides; arm++) {
		for (size_t i = 0; i < b->nr_arm_rows; i++) {
			const struct arm_row *row = b->arm_row[i];
			if (row->arm != arm || row->matched)
				continue;
			char *text = row_text(b, row->like), *line = NULL;
			if (asprintf(&line, "%s: %s '%s'", text,
				     arm ? "not in" : "in no other than",
				     name_of(b, 0)) < 0)
				line = NULL;
			compare_add_text(&b->compare->missing, error_unless_memory(line));
			free(text);
		}
	}
}

static int check_all_left(struct compare_build *b, struct error *err)
{
	for (size_t arm = 1; arm < b->request->nr_sides; arm++) {
		const bool none = has_none(b, arm);
		const int rc = b->request->by_row ? 0 :
			check_left(b, arm, none, err);
		if (rc != 0)
			return rc;
		if (none && !b->request->by_row)
			return error_set(err, -EINVAL, "'%s' and '%s' have no row in common: expected the same workload in both",
					 name_of(b, 0), name_of(b, arm));
	}
	return 0;
}

/* ---- their order ---- */

struct placed {
	struct compare_row row;
	struct arm_row **source;
	size_t heading, place;
};

static int order_of_placed(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	if (a->heading != b->heading)
		return a->heading < b->heading ? -1 : 1;
	const uint64_t x = a->row.like->threads.value;
	const uint64_t y = b->row.like->threads.value;
	if (x != y)
		return x < y ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* Rows of a campaign have their numbers; others are by their first heading. */
static size_t heading_number(const struct compare_build *b,
			     const struct placed placed[], size_t i)
{
	const struct compare_row *row = &b->compare->row[i];
	const double number = compare_number_of_row(row->like);
	if (b->request->by_row && number >= 0 && number < 1e9)
		return (size_t)number;
	for (size_t j = i; j-- > 0;)
		if (strcmp(placed[j].row.heading, row->heading) == 0)
			return placed[j].heading;
	return i;
}

/* Rows of one heading stand together, tasks ascending. */
static void sort_rows(struct compare_build *b)
{
	const size_t n = b->compare->nr_rows, nr_sides = b->request->nr_sides;
	struct placed *placed = error_unless_memory(calloc(n + 1, sizeof(*placed)));
	struct arm_row **source = error_unless_memory(calloc(n * nr_sides + 1,
						      sizeof(struct arm_row *)));
	for (size_t i = 0; i < n; i++) {
		placed[i] = (struct placed){ b->compare->row[i],
					     b->source + i * nr_sides,
					     heading_number(b, placed, i), i };
	}
	qsort(placed, n, sizeof(*placed), order_of_placed);
	for (size_t i = 0; i < n; i++) {
		b->compare->row[i] = placed[i].row;
		for (size_t arm = 0; arm < nr_sides; arm++)
			source[i * nr_sides + arm] = placed[i].source[arm];
	}
	free(placed);
	free(b->source);
	b->source = source;
}

int compare_match(struct compare_build *b, struct error *err)
{
	struct arm_row **of = error_unless_memory(calloc(b->request->nr_sides,
						  sizeof(struct arm_row *)));
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->nr_arm_rows; i++)
		if (b->arm_row[i]->arm == 0)
			rc = match_row(b, b->arm_row[i], of, err);
	free(of);
	if (rc == 0)
		rc = check_all_left(b, err);
	if (rc == 0 && b->compare->nr_rows == 0)
		rc = error_set(err, -EINVAL, "'%s': nothing to compare it with: expected another treatment that was measured",
			       name_of(b, 0));
	if (rc != 0)
		return rc;
	say_missing(b);
	sort_rows(b);
	return 0;
}
