/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of sides to rows of the comparison. A row of the first side and one of another
 * are one where their keys are equal, or differ in nothing but what was declared. Rows
 * that are left over are missing, or are unlike and refused.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/caption.h"
#include "analysis/build.h"

static const char *name_of(const struct build *b, size_t side)
{
	return b->compare->side[side].name;
}

/* ---- texts of a row ---- */

static char *campaign_heading(const struct build *b, const struct sample *like)
{
	const struct facts *run = like->run ?
		records_find(b->records, "run", like->run) : NULL;
	const double row = like->row.known ? (double)like->row.value : -1;
	char *name = build_text_in_list(run, "names", row);
	char *text = build_text_in_list(run, "rows", row);
	char *heading = text_format("%s%s%s", name, *name ? ": " : "", text);
	free(name);
	free(text);
	return heading;
}

static char *key_heading(const struct sample *like)
{
	static const enum caption_part order[] = {
		PART_WORKLOAD, PART_SIZE, PART_PAGE, PART_TASKS, PART_REGIONS,
		PART_CACHELINES, PART_ACCOUNTING, PART_ENGINE, PART_CLOCK,
		PART_THP, PART_BIND, PART_MEM,
	};
	struct text_stream stream;
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

static char *heading_of(const struct build *b, const struct sample *like)
{
	return b->request->by_row ? campaign_heading(b, like) : key_heading(like);
}

/* The heading of a campaign's row has its tasks. */
static char *tasks_of(const struct build *b, const struct sample *like)
{
	const bool processes = text_same(like->tasks, "processes");
	const char *many = like->threads.value == 1 ? "" : processes ? "es" : "s";
	if (b->request->by_row)
		return text_format("%s", "");
	if (!like->threads.known)
		return text_format("threads unknown");
	return text_format("%" PRIu64 " %s%s%s", like->threads.value,
			   processes ? "process" : "thread", many,
			   like->oversubscribed ? ", more than CPUs" : "");
}

/* ---- matching ---- */

bool match_is_allowed(const struct compare_request *request, const char *name,
		      const char *group)
{
	for (size_t i = 0; i < request->nr_allow; i++)
		if (strcmp(request->allow[i], name) == 0 ||
		    (group && strcmp(request->allow[i], group) == 0))
			return true;
	return false;
}

/* Whether two rows differ in this field, and must not. */
static bool is_unlike(const struct build *b, const struct field *field,
		      const struct sample *x, const struct sample *y)
{
	return !match_is_allowed(b->request, field->name, NULL) &&
	       key_field_order(field, x, y) != 0;
}

static bool any_unlike(const struct build *b, const struct sample *x,
		       const struct sample *y)
{
	for (size_t i = 0; i < b->nr_keys; i++)
		if (is_unlike(b, b->key[i], x, y))
			return true;
	return false;
}

/* The row of another side that is compared with one of the first. */
struct partner {
	struct side_row *row;	/* NULL: there is none */
	bool several;		/* which one is meant is unknown */
};

/* One that differs only in what was declared, and has no equal on the first side. */
static struct partner find_allowed(const struct build *b, const struct side_row *first,
				   size_t side)
{
	struct partner partner = { NULL, false };
	for (size_t i = 0; i < b->nr_side_rows; i++) {
		struct side_row *row = b->side_row[i];
		if (row->side != side || row->matched ||
		    build_find_row(b, row, first->side) ||
		    any_unlike(b, first->like, row->like))
			continue;
		partner.several = partner.row != NULL;
		partner.row = row;
	}
	return partner;
}

static struct partner find_partner(const struct build *b, const struct side_row *first,
				   size_t side)
{
	struct side_row *row = build_find_row(b, first, side);
	if (row || b->request->nr_allow == 0 || b->request->by_row)
		return (struct partner){ row, false };
	return find_allowed(b, first, side);
}

void match_say_allowed(struct build *b, char *text)
{
	struct texts_owned *allowed = &b->compare->allowed;
	for (size_t i = 0; i < allowed->n; i++) {
		if (strcmp(allowed->text[i], text) != 0)
			continue;
		free(text);
		return;
	}
	build_add_text(allowed, text);
}

static void say_allowed(struct build *b, const struct side_row *first,
			const struct side_row *row)
{
	for (size_t i = 0; i < b->nr_keys; i++) {
		if (key_field_order(b->key[i], first->like, row->like) == 0)
			continue;
		char *x = key_field_text(b->key[i], first->like);
		char *y = key_field_text(b->key[i], row->like);
		match_say_allowed(b, text_format("%s: %s in '%s', %s in '%s'",
						 b->key[i]->name, x,
						 name_of(b, first->side), y,
						 name_of(b, row->side)));
		free(x);
		free(y);
	}
}

static void add_row(struct build *b, struct side_row *const of[])
{
	struct compare_row *row = build_add_row(b);
	row->name = text_format("%s", "");
	row->heading = heading_of(b, of[0]->like);
	row->tasks = tasks_of(b, of[0]->like);
	row->like = of[0]->like;
	for (size_t side = 0; side < b->compare->nr_sides; side++) {
		if (!of[side])
			continue;
		build_put(b, b->compare->nr_rows - 1, of[side]);
		if (side > 0 && !b->request->by_row)
			say_allowed(b, of[0], of[side]);
	}
}

/* of       [nr_sides] room for what is found */
static int match_row(struct build *b, struct side_row *first, struct side_row **of,
		     struct error *err)
{
	size_t nr_found = 0;
	of[0] = first;
	for (size_t side = 1; side < b->compare->nr_sides; side++) {
		const struct partner partner = find_partner(b, first, side);
		if (partner.several)
			return error_set(err, -EINVAL, "'%s' has several rows that differ only in what --allow declares: expected one for each of '%s'",
					 name_of(b, side), name_of(b, 0));
		of[side] = partner.row;
		nr_found += partner.row != NULL;
	}
	if (nr_found > 0)
		add_row(b, of);
	return 0;
}

/* ---- what is left over ---- */

struct unlike {
	const struct side_row *x, *y;
	const struct field *first;	/* that must not differ */
	const struct field *how;	/* the first that is no workload's */
	size_t n;			/* fields that differ */
	bool same_workload;
};

static int refuse(const struct build *b, const struct unlike *u, struct error *err)
{
	const struct field *field = u->how ? u->how : u->first;
	char *in_x = key_field_text(field, u->x->like);
	char *in_y = key_field_text(field, u->y->like);
	const int rc = error_set(err, -EINVAL, "'%s' and '%s' differ in %s: %s and %s: expected the same, or --allow %s",
				 name_of(b, u->x->side), name_of(b, u->y->side),
				 field->name, in_x, in_y, field->name);
	free(in_x);
	free(in_y);
	return rc;
}

static struct unlike unlike_of(const struct build *b, const struct side_row *x,
			       const struct side_row *y)
{
	struct unlike u = { .x = x, .y = y, .same_workload = true };
	for (size_t i = 0; i < b->nr_keys; i++) {
		const struct field *field = b->key[i];
		if (!is_unlike(b, field, x->like, y->like))
			continue;
		u.n++;
		if (!u.first)
			u.first = field;
		if (key_is_workload(field))
			u.same_workload = false;
		else if (!u.how)
			u.how = field;
	}
	return u;
}

/* A row of the first side may be matched, and yet lack this other side. */
static bool is_left(const struct build *b, const struct side_row *row, size_t with)
{
	const size_t n = b->compare->nr_sides;
	for (size_t i = 0; row->matched && i < b->compare->nr_rows; i++)
		if (b->source[i * n + row->side] == row)
			return !b->source[i * n + with];
	return true;
}

/*
 * Of what is left, two rows of one workload that were measured in different ways are
 * easily taken for each other; and of sides that have nothing in common the two rows
 * that differ least.
 */
static int check_left(const struct build *b, size_t side, bool none, struct error *err)
{
	struct unlike nearest = { 0 };
	for (size_t i = 0; i < b->nr_side_rows; i++) {
		const struct side_row *x = b->side_row[i];
		if (x->side != 0 || !is_left(b, x, side))
			continue;
		for (size_t j = 0; j < b->nr_side_rows; j++) {
			const struct side_row *y = b->side_row[j];
			if (y->side != side || y->matched)
				continue;
			const struct unlike u = unlike_of(b, x, y);
			if (u.same_workload && u.how)
				return refuse(b, &u, err);
			if (!nearest.x || u.n < nearest.n)
				nearest = u;
		}
	}
	return none && nearest.first ? refuse(b, &nearest, err) : 0;
}

static bool has_none(const struct build *b, size_t side)
{
	for (size_t i = 0; i < b->compare->nr_rows; i++)
		if (b->source[i * b->compare->nr_sides + side])
			return false;
	return true;
}

static int check_all_left(const struct build *b, struct error *err)
{
	for (size_t side = 1; !b->request->by_row && side < b->compare->nr_sides; side++) {
		const bool none = has_none(b, side);
		const int rc = check_left(b, side, none, err);
		if (rc != 0)
			return rc;
		if (none)
			return error_set(err, -EINVAL, "'%s' and '%s' have no row in common: expected the same workload in both",
					 name_of(b, 0), name_of(b, side));
	}
	return 0;
}

static void say_missing(struct build *b, const struct side_row *row)
{
	char *heading = heading_of(b, row->like), *tasks = tasks_of(b, row->like);
	build_add_text(&b->compare->missing,
		       text_format("%s%s%s: %s '%s'", heading, *tasks ? ", " : "", tasks,
				   row->side ? "not in" : "in no other than",
				   name_of(b, 0)));
	free(heading);
	free(tasks);
}

static void say_all_missing(struct build *b)
{
	for (size_t side = 0; side < b->compare->nr_sides; side++)
		for (size_t i = 0; i < b->nr_side_rows; i++)
			if (b->side_row[i]->side == side && !b->side_row[i]->matched)
				say_missing(b, b->side_row[i]);
}

/* ---- their order ---- */

struct placed {
	struct compare_row row;
	struct side_row **source;
	size_t heading, place;
};

static int order_of_sizes(uint64_t x, uint64_t y)
{
	return (x > y) - (x < y);
}

static int order_of_placed(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	int order = order_of_sizes(a->heading, b->heading);
	if (order == 0)
		order = order_of_sizes(a->row.like->threads.value,
				       b->row.like->threads.value);
	return order ? order : order_of_sizes(a->place, b->place);
}

/* Rows of a campaign have their numbers; others are by their first heading. */
static size_t heading_number(const struct build *b, const struct placed placed[],
			     size_t i)
{
	const struct compare_row *row = &b->compare->row[i];
	if (b->request->by_row && row->like->row.known)
		return row->like->row.value;
	for (size_t j = i; j-- > 0;)
		if (strcmp(placed[j].row.heading, row->heading) == 0)
			return placed[j].heading;
	return i;
}

/* Rows of one heading stand together, tasks ascending. */
static void sort_rows(struct build *b)
{
	const size_t n = b->compare->nr_rows, nr_sides = b->compare->nr_sides;
	const size_t size = nr_sides * sizeof(struct side_row *);
	struct placed *placed = error_unless_memory(calloc(n + 1, sizeof(*placed)));
	struct side_row **source = error_unless_memory(calloc(n + 1, size));
	for (size_t i = 0; i < n; i++)
		placed[i] = (struct placed){ b->compare->row[i],
					     b->source + i * nr_sides,
					     heading_number(b, placed, i), i };
	qsort(placed, n, sizeof(*placed), order_of_placed);
	for (size_t i = 0; i < n; i++) {
		b->compare->row[i] = placed[i].row;
		memcpy(source + i * nr_sides, placed[i].source, size);
	}
	free(placed);
	free(b->source);
	b->source = source;
}

static int match_all(struct build *b, struct error *err)
{
	struct side_row **of = error_unless_memory(
		calloc(b->compare->nr_sides + 1, sizeof(struct side_row *)));
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->nr_side_rows; i++)
		if (b->side_row[i]->side == 0)
			rc = match_row(b, b->side_row[i], of, err);
	free(of);
	return rc;
}

int match_rows(struct build *b, struct error *err)
{
	int rc = match_all(b, err);
	if (rc == 0)
		rc = check_all_left(b, err);
	if (rc == 0 && b->compare->nr_rows == 0)
		rc = error_set(err, -EINVAL, "'%s': nothing to compare it with: expected another side that was measured",
			       name_of(b, 0));
	if (rc != 0)
		return rc;
	say_all_missing(b);
	sort_rows(b);
	return 0;
}
