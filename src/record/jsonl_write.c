/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values to JSON, on libc alone: a guest writes its samples with this, too.
 */
#include "record/jsonl.h"

#include <stdlib.h>

#include "record/emit.h"
#include "record/field.h"
#include "record/packed.h"

/* ---- what a member may be; see record/field.h ---- */

static void put_fields(struct emit *e, const struct field fields[], size_t n,
		       const void *object);

static void put_text(struct emit *e, const char *name, const void *member)
{
	emit_text(e, name, *(const char *const *)member);
}

static void put_count(struct emit *e, const char *name, const void *member)
{
	emit_count(e, name, *(const struct count *)member);
}

static void put_ns(struct emit *e, const char *name, const void *member)
{
	emit_seconds(e, name, *(const struct count *)member);
}

static void put_real(struct emit *e, const char *name, const void *member)
{
	emit_real(e, name, *(const struct real *)member);
}

static void put_double(struct emit *e, const char *name, const void *member)
{
	emit_double(e, name, *(const double *)member);
}

static void put_bool(struct emit *e, const char *name, const void *member)
{
	emit_bool(e, name, *(const bool *)member);
}

static void put_range(struct emit *e, const char *name, const void *member)
{
	const struct count *bound = member;
	if (!bound[0].known) {
		emit_json(e, name, NULL);
		return;
	}
	emit_begin(e, name, '[');
	emit_count(e, NULL, bound[0]);
	emit_count(e, NULL, bound[1]);
	emit_end(e, ']');
}

static void put_texts(struct emit *e, const char *name, const void *member)
{
	const struct texts *texts = member;
	emit_texts(e, name, texts->text, texts->n);
}

static void put_pairs(struct emit *e, const char *name, const void *member)
{
	const struct pairs *pairs = member;
	emit_begin(e, name, '{');
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = &pairs->pair[i];
		if (pair->number.known)
			emit_double(e, pair->name, pair->number.value);
		else
			emit_text(e, pair->name, pair->text);
	}
	emit_end(e, '}');
}

static void put_counters(struct emit *e, const char *name, const void *member)
{
	const struct counters *counters = member;
	struct pair *pair = counters_pairs(counters);
	put_pairs(e, name, &(struct pairs){ pair, counters->name.n });
	free(pair);
}

static void put_tasks(struct emit *e, const char *name, const void *member)
{
	const struct tasks *tasks = member;
	struct task_sample *task = tasks_all(tasks);
	emit_begin(e, name, '[');
	for (size_t i = 0; i < tasks->n; i++) {
		emit_begin(e, NULL, '{');
		put_fields(e, task_fields, NR_TASK_FIELDS, &task[i]);
		emit_end(e, '}');
	}
	emit_end(e, ']');
	free(task);
}

static void put_histogram(struct emit *e, const struct latency *latency)
{
	emit_begin(e, "histogram", '[');
	for (size_t i = 0; i < latency->nr_buckets; i++) {
		emit_begin(e, NULL, '[');
		emit_number(e, NULL, latency->histogram[i].low);
		emit_number(e, NULL, latency->histogram[i].count);
		emit_end(e, ']');
	}
	emit_end(e, ']');
}

static void put_along(struct emit *e, const struct latency *latency)
{
	emit_begin(e, "along", '[');
	for (size_t i = 0; i < latency->nr_slices; i++) {
		emit_begin(e, NULL, '[');
		emit_double(e, NULL, latency->along[i].median);
		emit_double(e, NULL, latency->along[i].max);
		emit_end(e, ']');
	}
	emit_end(e, ']');
}

/* Under the name of its unit; under the other one it is null. */
static void put_latency(struct emit *e, const char *name,
			const struct latency *latency, bool instructions)
{
	if (!latency || latency->in_instructions != instructions) {
		emit_json(e, name, NULL);
		return;
	}
	emit_begin(e, name, '{');
	put_fields(e, latency_fields, NR_LATENCY_FIELDS, latency);
	put_histogram(e, latency);
	put_along(e, latency);
	emit_end(e, '}');
}

static void put_touch_ns(struct emit *e, const char *name, const void *member)
{
	put_latency(e, name, *(struct latency *const *)member, false);
}

static void put_touch_instructions(struct emit *e, const char *name,
				   const void *member)
{
	put_latency(e, name, *(struct latency *const *)member, true);
}

static void (*const puts_of[NR_FIELD_TYPES])(struct emit *e, const char *name,
					     const void *member) = {
	[FIELD_TEXT] = put_text,
	[FIELD_TIME] = put_text,
	[FIELD_COUNT] = put_count,
	[FIELD_NS] = put_ns,
	[FIELD_REAL] = put_real,
	[FIELD_DOUBLE] = put_double,
	[FIELD_BOOL] = put_bool,
	[FIELD_RANGE] = put_range,
	[FIELD_TEXTS] = put_texts,
	[FIELD_PAIRS] = put_pairs,
	[FIELD_COUNTERS] = put_counters,
	[FIELD_TASKS] = put_tasks,
	[FIELD_TOUCH_NS] = put_touch_ns,
	[FIELD_TOUCH_INSTRUCTIONS] = put_touch_instructions,
};

/* So that records of before are written again as they were. */
static bool is_left_out(const struct field *field, const void *member)
{
	if (!field->later)
		return false;
	if (field->type == FIELD_COUNT)
		return !((const struct count *)member)->known;
	const struct latency *latency = *(struct latency *const *)member;
	return !latency || !latency->in_instructions;
}

static void put_fields(struct emit *e, const struct field fields[], size_t n,
		       const void *object)
{
	for (size_t i = 0; i < n; i++) {
		const void *member = (const char *)object + fields[i].offset;
		if (!is_left_out(&fields[i], member))
			puts_of[fields[i].type](e, fields[i].name, member);
	}
}

/* ---- records ---- */

char *jsonl_sample(const struct sample *sample)
{
	struct emit e;
	emit_record(&e, "sample");
	/* What was escaped when it was first written still is. */
	for (size_t i = 0; i < sample->escaped.n; i++)
		emit_escaped(&e, sample->escaped.text[i]);
	put_fields(&e, sample_fields, nr_sample_fields, sample);
	emit_end(&e, '}');
	return emit_close(&e);
}

static void put_fact(struct emit *e, const struct fact *fact)
{
	if (fact->type == FACT_NUMBER)
		emit_double(e, fact->name, fact->number);
	else if (fact->type == FACT_BOOL)
		emit_bool(e, fact->name, fact->number != 0);
	else if (fact->type == FACT_JSON)
		emit_json(e, fact->name, fact->text);
	else
		emit_text(e, fact->name, fact->text);
}

char *jsonl_facts(const struct facts *facts)
{
	struct emit e;
	emit_record(&e, facts->type);
	for (size_t i = 0; i < facts->n; i++)
		put_fact(&e, &facts->fact[i]);
	emit_end(&e, '}');
	return emit_close(&e);
}
