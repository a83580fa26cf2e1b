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

/* That of a row in a list of the run record, or "". */
static const char *text_in_list(const struct facts *run, const char *name, struct count row)
{
	const struct texts texts = facts_texts(run, name);
	return row.known && row.value < texts.n ? texts.text[row.value] : "";
}

static char *campaign_heading(const struct build *b, const struct sample *like)
{
	const struct facts *run = like->run ?
		records_find(b->records, "run", like->run) : NULL;
	const char *name = text_in_list(run, "names", like->row);
	char *text = text_format("%s%s%s", name, *name ? ": " : "",
				 text_in_list(run, "rows", like->row));
	char *heading = text_shown(text);
	free(text);
	return heading;
}

static char *key_heading(const struct sample *like)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (int part = PART_WORKLOAD; part <= PART_MEM; part++) {
		char *text = caption_part(like, (enum caption_part)part);
		if (*text)
			fprintf(out, "%s%s", part > PART_WORKLOAD ? ", " : "", text);
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

/* Whether two rows differ in this field, and must not. */
static bool is_unlike(const struct build *b, const struct field *field,
		      const struct sample *x, const struct sample *y)
{
	return !compare_allows(b->request, field->name, NULL) &&
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

/* "3", "never", "-"; the caller frees. */
static char *field_text(const struct field *field, const struct sample *s)
{
	const void *member = (const char *)s + field->offset;
	const struct count *count = member;
	if (field->type == FIELD_TEXT)
		return text_shown(*(const char *const *)member);
	if (field->type == FIELD_BOOL)
		return text_format(*(const bool *)member ? "true" : "false");
	return count->known ? text_format("%" PRIu64, count->value) : text_format("-");
}

static struct difference_of difference_in(const struct field *field, const struct side_row *x,
					  const struct side_row *y)
{
	return (struct difference_of){
		.name = field->name, .side_x = x->side, .side_y = y->side,
		.x = field_text(field, x->like), .y = field_text(field, y->like),
	};
}

static void say_allowed(struct build *b, const struct side_row *first,
			const struct side_row *row)
{
	for (size_t i = 0; i < b->nr_keys; i++) {
		if (key_field_order(b->key[i], first->like, row->like) == 0)
			continue;
		const struct difference_of d = difference_in(b->key[i], first, row);
		alike_say_allowed(b, &d);
	}
}

static void add_row(struct build *b, struct side_row *const of[])
{
	struct compare_row *row = compare_add_row(b->compare);
	row->name = "";
	row->heading = compare_add_text(&b->compare->texts, heading_of(b, of[0]->like));
	row->tasks = compare_add_text(&b->compare->texts, tasks_of(b, of[0]->like));
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

/* Fields that are part of the workload, rather than of how it was measured. */
static const char workload[] = "kind pattern tasks threads bytes cachelines";

struct unlike {
	const struct side_row *x, *y;
	const struct field *first;	/* that must not differ */
	const struct field *how;	/* the first that is no workload's */
	size_t n;			/* fields that differ */
	bool same_workload;
};

static int refuse(const struct build *b, const struct unlike *u, struct error *err)
{
	const struct difference_of d = difference_in(u->how ? u->how : u->first, u->x, u->y);
	return alike_refuse(b, &d, err);
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
		if (text_has_word(workload, field->name))
			u.same_workload = false;
		else if (!u.how)
			u.how = field;
	}
	return u;
}

static const struct side_row *source_of(const struct build *b, size_t row, size_t side)
{
	return b->compare->row[row].cell[side].source;
}

/* A row of the first side may be matched, and yet lack this other side. */
static bool is_left(const struct build *b, const struct side_row *row, size_t with)
{
	return !row->matched || !source_of(b, row->row, with);
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
		if (source_of(b, i, side))
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
	compare_add_text(&b->compare->missing,
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
	size_t heading, place;
};

static int order_of_placed(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	const uint64_t x[] = { a->heading, a->row.like->threads.value, a->place };
	const uint64_t y[] = { b->heading, b->row.like->threads.value, b->place };
	size_t i = 0;
	while (i < 2 && x[i] == y[i])
		i++;
	return (x[i] > y[i]) - (x[i] < y[i]);
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
	const size_t n = b->compare->nr_rows;
	struct placed *placed = error_unless_memory(calloc(n + 1, sizeof(*placed)));
	for (size_t i = 0; i < n; i++)
		placed[i] = (struct placed){ b->compare->row[i],
					     heading_number(b, placed, i), i };
	qsort(placed, n, sizeof(*placed), order_of_placed);
	for (size_t i = 0; i < n; i++)
		b->compare->row[i] = placed[i].row;
	free(placed);
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
