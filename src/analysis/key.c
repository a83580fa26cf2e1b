/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rows must be equal in to be compared: the key of record/field.h, and what else
 * makes two repetitions comparable.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record/caption.h"
#include "analysis/build.h"

/* Where rows are sums, those over other numbers of repetitions are others. */
static const char *const more_keys[] = { "reps", "stamped", "oversubscribed" };

static bool is_more_key(const struct field *field)
{
	for (size_t i = 0; i < ARRAY_SIZE(more_keys); i++)
		if (strcmp(field->name, more_keys[i]) == 0)
			return true;
	return false;
}

void key_find(struct build *build)
{
	for (size_t i = 0; i < nr_sample_fields; i++)
		if ((sample_fields[i].key || is_more_key(&sample_fields[i])) &&
		    build->nr_keys < BUILD_KEYS_MAX)
			build->key[build->nr_keys++] = &sample_fields[i];
}

bool key_is_workload(const struct field *field)
{
	static const char *const workload[] = { "kind", "pattern", "tasks",
						"threads", "bytes",
						"cachelines" };
	for (size_t i = 0; i < ARRAY_SIZE(workload); i++)
		if (strcmp(field->name, workload[i]) == 0)
			return true;
	return false;
}

static int order_of_texts(const char *a, const char *b)
{
	if (a == b)
		return 0;
	return !a ? -1 : !b ? 1 : strcmp(a, b);
}

/* Unknown is below all. What is not said to be a sum is one repetition. */
static int order_of_counts(const struct field *field, struct count a,
			   struct count b)
{
	const bool reps = strcmp(field->name, "reps") == 0;
	const uint64_t x = a.known ? a.value + 1 : reps ? 2 : 0;
	const uint64_t y = b.known ? b.value + 1 : reps ? 2 : 0;
	return (x > y) - (x < y);
}

static const void *member(const struct field *field, const struct sample *s)
{
	return (const char *)s + field->offset;
}

int key_field_order(const struct field *field, const struct sample *a,
			const struct sample *b)
{
	const void *pa = member(field, a), *pb = member(field, b);
	if (field->type == FIELD_TEXT)
		return order_of_texts(*(const char *const *)pa,
				      *(const char *const *)pb);
	if (field->type == FIELD_BOOL)
		return *(const bool *)pa - *(const bool *)pb;
	return order_of_counts(field, *(const struct count *)pa,
			       *(const struct count *)pb);
}

/* Rows of a campaign are told apart by their number; unknown is below all. */
static int order_of_numbers(struct count a, struct count b)
{
	const uint64_t x = a.known ? a.value + 1 : 0, y = b.known ? b.value + 1 : 0;
	return (x > y) - (x < y);
}

int key_row_order(const struct side_row *a, const struct side_row *b)
{
	const struct build *build = a->build;
	if (a->side != b->side)
		return a->side < b->side ? -1 : 1;
	if (build->request->by_row)
		return order_of_numbers(a->like->row, b->like->row);
	for (size_t i = 0; i < build->nr_keys; i++) {
		const int order = key_field_order(build->key[i], a->like,
						      b->like);
		if (order != 0)
			return order;
	}
	return 0;
}

char *key_field_text(const struct field *field, const struct sample *s)
{
	const void *p = member(field, s);
	struct text_stream stream;
	if (field->type == FIELD_TEXT)
		return text_shown(*(const char *const *)p);
	FILE *out = text_open(&stream);
	const struct count *count = p;
	if (field->type == FIELD_BOOL)
		fputs(*(const bool *)p ? "true" : "false", out);
	else if (count->known)
		fprintf(out, "%" PRIu64, count->value);
	else
		fputc('-', out);
	return text_close(&stream);
}
