/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values to JSON.
 */
#include "record/jsonl.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/field.h"
#include "record/packed.h"

/* An object being written, and the names of members whose bytes were escaped. */
struct object {
	json_t *json;
	json_t *escaped;
};

static json_t *json_text(const char *text, bool *escaped)
{
	*escaped = false;
	if (!text)
		return json_null();
	json_t *json = json_string(text);	/* NULL unless UTF-8 */
	if (json)
		return json;
	char *copy = text_utf8(text, escaped);
	json = json_string(copy);
	free(copy);
	return json;
}

static json_t *json_count(struct count count)
{
	return count.known ? json_integer((json_int_t)count.value) : json_null();
}

static json_t *json_number_of(double value)
{
	json_t *json = NULL;
	if (value == floor(value) && fabs(value) < 9e15)
		json = json_integer((json_int_t)value);
	else
		json = json_real(value);	/* NULL for NaN and infinity */
	return json ? json : json_null();
}

static json_t *json_seconds(struct real real)
{
	json_t *json = real.known ? json_real(real.value) : NULL;
	return json ? json : json_null();
}

/* Nanoseconds, in seconds. */
static json_t *json_ns(struct count ns)
{
	return json_seconds((struct real){ (double)ns.value / 1e9, ns.known });
}

/* Once each. */
static void flag_escaped(struct object *object, const char *name)
{
	if (!object->escaped)
		object->escaped = json_array();
	for (size_t i = 0; i < json_array_size(object->escaped); i++)
		if (strcmp(json_string_value(json_array_get(object->escaped, i)),
			   name) == 0)
			return;
	json_array_append_new(object->escaped, json_string(name));
}

static void put_text(struct object *object, const char *name, const char *text)
{
	bool escaped;
	json_object_set_new(object->json, name, json_text(text, &escaped));
	if (escaped)
		flag_escaped(object, name);
}

static struct object object_begin(const char *type)
{
	struct object object = { .json = json_object() };
	put_text(&object, "type", type);
	put_text(&object, "schema", RECORD_SCHEMA);
	return object;
}

static char *object_end(struct object *object)
{
	if (object->escaped)
		json_object_set_new(object->json, "escaped", object->escaped);
	char *line = json_dumps(object->json,
				JSON_COMPACT | JSON_REAL_PRECISION(JSONL_REAL_DIGITS));
	json_decref(object->json);
	return line;
}

static void put_pairs(struct object *object, const char *name,
		      const struct pairs *pairs)
{
	struct object nested = { .json = json_object() };
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = &pairs->pair[i];
		/* A name that is not UTF-8 could only come from a bad file. */
		if (!text_is_utf8(pair->name))
			continue;
		if (pair->number.known)
			json_object_set_new(nested.json, pair->name,
					    json_number_of(pair->number.value));
		else
			put_text(&nested, pair->name, pair->text);
	}
	json_decref(nested.escaped);
	json_object_set_new(object->json, name, nested.json);
}

static json_t *json_latency(const struct latency *latency)
{
	json_t *json = json_object();
	json_object_set_new(json, "stamp", json_seconds(latency->stamp));
	const struct { const char *name; double value; } values[] = {
		{ "min", latency->min },   { "p50", latency->p50 },
		{ "p90", latency->p90 },   { "p99", latency->p99 },
		{ "p99.9", latency->p999 }, { "max", latency->max },
	};
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		json_object_set_new(json, values[i].name,
				    json_number_of(values[i].value));
	json_t *histogram = json_array();
	for (size_t i = 0; i < latency->nr_buckets; i++)
		json_array_append_new(
			histogram,
			json_pack("[I,I]",
				  (json_int_t)latency->histogram[i].low,
				  (json_int_t)latency->histogram[i].count));
	json_object_set_new(json, "histogram", histogram);
	json_t *along = json_array();
	for (size_t i = 0; i < latency->nr_slices; i++)
		json_array_append_new(
			along,
			json_pack("[o,o]",
				  json_number_of(latency->along[i].median),
				  json_number_of(latency->along[i].max)));
	json_object_set_new(json, "along", along);
	return json;
}

/* Under the name of its unit. */
static void put_latency(struct object *object, const char *name,
			const struct sample *sample, bool instructions)
{
	const struct latency *latency = sample->latency;
	json_object_set_new(object->json, name,
			    latency && latency->in_instructions == instructions ?
				    json_latency(latency) : json_null());
}

static void put_counters(struct object *object, const char *name,
			 const struct counters *counters)
{
	struct pair *pair = counters_pairs(counters);
	const struct pairs pairs = { pair, counters->name.n };
	put_pairs(object, name, &pairs);
	free(pair);
}

static json_t *json_tasks(const struct tasks *tasks)
{
	json_t *list = json_array();
	struct task_sample *all = tasks_all(tasks);
	for (size_t i = 0; i < tasks->n; i++) {
		const struct task_sample *task = &all[i];
		json_array_append_new(
			list,
			json_pack("{s:I,s:o,s:I,s:o,s:o,s:o,s:o,s:o}",
				  "task", (json_int_t)task->task,
				  "cpu", json_count(task->cpu),
				  "pages", (json_int_t)task->pages,
				  "start_s", json_ns(task->start_ns),
				  "end_s", json_ns(task->end_ns),
				  "cpu_s", json_ns(task->cpu_ns),
				  "faults_minor", json_count(task->faults_minor),
				  "faults_major", json_count(task->faults_major)));
	}
	free(all);
	return list;
}

static void put_texts(struct object *object, const char *name,
		      const struct texts *texts)
{
	json_t *list = json_array();
	bool escaped;
	for (size_t i = 0; i < texts->n; i++)
		json_array_append_new(list, json_text(texts->text[i], &escaped));
	json_object_set_new(object->json, name, list);
}

static void put_nested(struct object *object, const char *name,
		       const struct sample *sample)
{
	if (strcmp(name, "faults_expected") == 0)
		json_object_set_new(
			object->json, name,
			sample->faults_expected_min.known ?
				json_pack("[o,o]",
					  json_count(sample->faults_expected_min),
					  json_count(sample->faults_expected_max)) :
				json_null());
	else if (strcmp(name, "knobs") == 0)
		put_pairs(object, name, &sample->knobs);
	else if (strcmp(name, "config") == 0)
		put_pairs(object, name, &sample->config);
	else if (strcmp(name, "counters") == 0)
		put_counters(object, name, &sample->counters);
	else if (strcmp(name, "latency_ns") == 0)
		put_latency(object, name, sample, false);
	else if (strcmp(name, "latency_instructions") == 0)
		put_latency(object, name, sample, true);
	else if (strcmp(name, "per_task") == 0)
		json_object_set_new(object->json, name, json_tasks(&sample->per_task));
	else if (strcmp(name, "warnings") == 0)
		put_texts(object, name, &sample->warnings);
}

char *jsonl_sample(const struct sample *sample)
{
	struct object object = object_begin("sample");
	/* What was escaped when it was first written still is. */
	for (size_t i = 0; i < sample->escaped.n; i++)
		flag_escaped(&object, sample->escaped.text[i]);
	for (size_t i = 0; i < nr_sample_fields; i++) {
		const struct field *field = &sample_fields[i];
		const void *p = (const char *)sample + field->offset;
		json_t *json = NULL;
		switch (field->type) {
		case FIELD_TEXT:
			put_text(&object, field->name, *(const char *const *)p);
			continue;
		case FIELD_COUNT:
			json = json_count(*(const struct count *)p);
			break;
		case FIELD_REAL:
			json = json_seconds(*(const struct real *)p);
			break;
		case FIELD_BOOL:
			json = json_boolean(*(const bool *)p);
			break;
		case FIELD_NESTED:
			put_nested(&object, field->name, sample);
			continue;
		}
		json_object_set_new(object.json, field->name, json);
	}
	return object_end(&object);
}

static void put_facts(struct object *object, const struct facts *facts)
{
	for (size_t i = 0; i < facts->n; i++) {
		const struct fact *fact = &facts->fact[i];
		json_t *json = NULL;
		if (!text_is_utf8(fact->name))
			continue;
		switch (fact->type) {
		case FACT_TEXT:
			put_text(object, fact->name, fact->text);
			continue;
		case FACT_NUMBER:
			json = json_number_of(fact->number);
			break;
		case FACT_BOOL:
			json = json_boolean(fact->number != 0);
			break;
		case FACT_JSON:
			json = json_loads(fact->text, JSON_DECODE_ANY, NULL);
			break;
		case FACT_UNKNOWN:
			break;
		}
		json_object_set_new(object->json, fact->name,
				    json ? json : json_null());
	}
}

char *jsonl_facts(const struct facts *facts)
{
	struct object object = object_begin(facts->type);
	put_facts(&object, facts);
	return object_end(&object);
}

char *jsonl_object(const struct facts *facts)
{
	struct object object = { .json = json_object() };
	put_facts(&object, facts);
	return object_end(&object);
}

char *jsonl_text_list(const char *const texts[], size_t n)
{
	json_t *list = json_array();
	bool escaped;
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_text(texts[i], &escaped));
	char *json = json_dumps(list, JSON_COMPACT);
	json_decref(list);
	return json;
}
