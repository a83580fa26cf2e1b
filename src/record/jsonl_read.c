/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON to values, and files of it.
 */
#include "record/bundle.h"
#include "record/jsonl.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/engine.h"
#include "record/emit.h"
#include "record/field.h"
#include "record/packed.h"

/* ---- what a member may be; see record/field.h ---- */

/* A value being read. */
struct value {
	const struct field *field;
	const json_t *json;
	struct records *records;	/* keep its texts */
	struct error *err;
};

static int bad(const struct value *v, const char *expected)
{
	return error_set(v->err, -EINVAL, "'%s': expected %s", v->field->name,
			 expected);
}

/* Anything may be null: it is unknown, and its member is left as it is. */
static int get_value(const struct value *v, void *member);
/* Members of the object v. */
static int get_fields(const struct value *v, const struct field fields[],
		      size_t n, void *object);

static int get_text(const struct value *v, void *member)
{
	const char *text = json_string_value(v->json);
	const size_t n = json_string_length(v->json) + 1;
	/* To look for an equal time costs more memory than the few that are equal. */
	*(const char **)member = v->field->type == FIELD_TIME ?
		memcpy(records_room(v->records, n), text, n) :
		records_keep(v->records, text);
	return 0;
}

static int get_count(const struct value *v, void *member)
{
	const double value = json_number_value(v->json);
	if (value < 0 || value != floor(value) || value >= 0x1p63)
		return bad(v, "a whole number or null");
	*(struct count *)member = count_of(
		json_is_integer(v->json) ? (uint64_t)json_integer_value(v->json) :
					   (uint64_t)value);
	return 0;
}

static bool is_seconds(const char *name)
{
	const size_t n = strlen(name);
	return n > 2 && strcmp(name + n - 2, "_s") == 0;
}

static int get_real(const struct value *v, void *member)
{
	const double value = json_number_value(v->json);
	if (is_seconds(v->field->name) && value < 0)
		return bad(v, "seconds, not below 0, or null");
	*(struct real *)member = real_of(value);
	return 0;
}

static int get_ns(const struct value *v, void *member)
{
	struct real seconds = { 0 };
	const int rc = get_real(v, &seconds);
	if (rc != 0)
		return rc;
	if (seconds.value >= 0x1p63 / 1e9)
		return bad(v, "seconds, fewer than 9 thousand million, or null");
	*(struct count *)member = count_of((uint64_t)llround(seconds.value * 1e9));
	return 0;
}

static int get_double(const struct value *v, void *member)
{
	*(double *)member = json_number_value(v->json);
	return 0;
}

static int get_bool(const struct value *v, void *member)
{
	*(bool *)member = json_is_true(v->json);
	return 0;
}

static int get_range(const struct value *v, void *member)
{
	const struct field field = { .name = v->field->name, .type = FIELD_COUNT };
	struct value bound = { &field, NULL, v->records, v->err };
	int rc = 0;
	if (json_array_size(v->json) != 2)
		return bad(v, "[least, most] or null");
	for (size_t i = 0; i < 2 && rc == 0; i++) {
		bound.json = json_array_get(v->json, i);
		rc = get_value(&bound, (struct count *)member + i);
	}
	return rc;
}

static int get_texts(const struct value *v, void *member)
{
	const size_t n = json_array_size(v->json);
	AUTO_FREE const char **text = error_unless_memory(calloc(n + 1, sizeof(*text)));
	for (size_t i = 0; i < n; i++) {
		text[i] = json_string_value(json_array_get(v->json, i));
		if (!text[i])
			return bad(v, "a list of texts");
	}
	texts_set(v->records, member, text, n);
	return 0;
}

static int get_pairs(const struct value *v, void *member)
{
	const char *name;
	json_t *value;
	size_t n = 0;
	AUTO_FREE struct pair *pair = error_unless_memory(
		calloc(json_object_size(v->json) + 1, sizeof(*pair)));
	json_object_foreach((json_t *)v->json, name, value)
		pair[n++] = (struct pair){
			.name = name,
			.text = json_string_value(value),
			.number = { json_number_value(value),
				    json_is_number(value) },
		};
	if (v->field->type == FIELD_COUNTERS)
		counters_set(v->records, member, pair, n);
	else
		pairs_set(v->records, member, pair, n);
	return 0;
}

static int get_tasks(const struct value *v, void *member)
{
	const size_t n = json_array_size(v->json);
	struct value one = *v;
	AUTO_FREE struct task_sample *task = error_unless_memory(
		calloc(n + 1, sizeof(*task)));
	for (size_t i = 0; i < n; i++) {
		one.json = json_array_get(v->json, i);
		const int rc = json_is_object(one.json) ?
			get_fields(&one, task_fields, NR_TASK_FIELDS, &task[i]) :
			bad(v, "a list of objects");
		if (rc != 0)
			return rc;
	}
	tasks_set(v->records, member, task, n);
	return 0;
}

static void get_histogram(const json_t *json, struct latency *latency)
{
	const size_t n = json_array_size(json);
	latency->nr_buckets = n;
	latency->histogram = error_unless_memory(
		calloc(n + 1, sizeof(*latency->histogram)));
	for (size_t i = 0; i < n; i++) {
		const json_t *bucket = json_array_get(json, i);
		latency->histogram[i] = (struct latency_bucket){
			(uint64_t)json_integer_value(json_array_get(bucket, 0)),
			(uint64_t)json_integer_value(json_array_get(bucket, 1)),
		};
	}
}

/* null, where nothing was touched */
static double number_or_nan(const json_t *json)
{
	return json_is_number(json) ? json_number_value(json) : NAN;
}

static void get_along(const json_t *json, struct latency *latency)
{
	const size_t n = json_array_size(json);
	latency->nr_slices = n;
	latency->along = error_unless_memory(
		calloc(n + 1, sizeof(*latency->along)));
	for (size_t i = 0; i < n; i++) {
		const json_t *slice = json_array_get(json, i);
		latency->along[i] = (struct latency_slice){
			number_or_nan(json_array_get(slice, 0)),
			number_or_nan(json_array_get(slice, 1)),
		};
	}
}

static int get_latency(const struct value *v, void *member)
{
	const json_t *histogram = json_object_get(v->json, "histogram");
	const json_t *along = json_object_get(v->json, "along");
	struct latency **latency = member;
	if (*latency || !json_is_array(histogram) || !json_is_array(along) ||
	    json_array_size(along) > LATENCY_SLICES)
		return bad(v, "percentiles, histogram and along, in one unit");
	*latency = error_unless_memory(calloc(1, sizeof(**latency)));
	(*latency)->in_instructions = v->field->type == FIELD_TOUCH_INSTRUCTIONS;
	get_histogram(histogram, *latency);
	get_along(along, *latency);
	return get_fields(v, latency_fields, NR_LATENCY_FIELDS, *latency);
}

/* The JSON types that a member may have, as bits. */
enum {
	A_TEXT = 1 << JSON_STRING,
	A_NUMBER = 1 << JSON_INTEGER | 1 << JSON_REAL,
	A_BOOL = 1 << JSON_TRUE | 1 << JSON_FALSE,
	A_LIST = 1 << JSON_ARRAY,
	AN_OBJECT = 1 << JSON_OBJECT,
	ANYTHING = ~0,		/* it says itself what it wants */
};

static const struct {
	int (*get)(const struct value *v, void *member);
	int types;
	const char *expected;
} gets_of[NR_FIELD_TYPES] = {
	[FIELD_TEXT] = { get_text, A_TEXT, "text or null" },
	[FIELD_TIME] = { get_text, A_TEXT, "text or null" },
	[FIELD_COUNT] = { get_count, A_NUMBER, "a whole number or null" },
	[FIELD_NS] = { get_ns, A_NUMBER, "a number or null" },
	[FIELD_REAL] = { get_real, A_NUMBER, "a number or null" },
	[FIELD_DOUBLE] = { get_double, A_NUMBER, "a number or null" },
	[FIELD_BOOL] = { get_bool, A_BOOL, "true or false" },
	[FIELD_RANGE] = { get_range, ANYTHING, NULL },
	[FIELD_TEXTS] = { get_texts, A_LIST, "a list or null" },
	[FIELD_PAIRS] = { get_pairs, AN_OBJECT, "an object or null" },
	[FIELD_COUNTERS] = { get_pairs, AN_OBJECT, "an object or null" },
	[FIELD_TASKS] = { get_tasks, A_LIST, "a list" },
	[FIELD_TOUCH_NS] = { get_latency, ANYTHING, NULL },
	[FIELD_TOUCH_INSTRUCTIONS] = { get_latency, ANYTHING, NULL },
};

static int get_value(const struct value *v, void *member)
{
	const enum field_type type = v->field->type;
	if (!v->json || json_is_null(v->json))
		return 0;
	if (!(gets_of[type].types & 1 << json_typeof(v->json)))
		return bad(v, gets_of[type].expected);
	return gets_of[type].get(v, member);
}

static int get_fields(const struct value *v, const struct field fields[],
		      size_t n, void *object)
{
	struct value member = *v;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		member.field = &fields[i];
		member.json = json_object_get(v->json, fields[i].name);
		rc = get_value(&member, (char *)object + fields[i].offset);
	}
	return rc;
}

/* ---- records ---- */

/* Where a member stood in records of earlier versions, as it stands now. */
static void move_member(json_t *from, const char *old, json_t *to,
			const char *name)
{
	json_t *value = json_object_get(from, old);
	if (!value || json_object_get(to, name))
		return;
	json_object_set(to, name, value);
	json_object_del(from, old);
}

/*
 * Earlier versions kept the row among the counters, and called the
 * instructions of single touches nanoseconds.
 */
static void renew_sample(json_t *json)
{
	const char *engine = json_string_value(json_object_get(json, "engine"));
	move_member(json_object_get(json, "counters"), "row", json, "row");
	if (engine_find(engine)->counts_instructions)
		move_member(json, "latency_ns", json, "latency_instructions");
}

static int get_sample(const struct value *v, struct sample *sample)
{
	static const struct field escaped = { .name = "escaped", .type = FIELD_TEXTS };
	const struct value list = { &escaped, json_object_get(v->json, "escaped"),
				    v->records, v->err };
	int rc = get_value(&list, &sample->escaped);
	if (rc == 0)
		rc = get_fields(v, sample_fields, nr_sample_fields, sample);
	if (rc == 0 && count_is(sample->threads, 0))
		rc = error_set(v->err, -EINVAL, "'threads': expected at least 1, or null");
	return rc;
}

static int read_sample(json_t *json, struct records *records,
		       struct error *err)
{
	struct sample *sample = records_add(records, &(struct sample){ 0 });
	renew_sample(json);
	const int rc = get_sample(&(struct value){ NULL, json, records, err },
				  sample);
	if (rc != 0)	/* one that was read half-way stays out */
		records_drop(records);
	return rc;
}

/* A list or an object: kept as text. */
static void read_json(struct records *records, struct facts *facts,
		      const char *name, const json_t *json)
{
	const struct field field = { .name = name, .type = FIELD_TEXTS };
	struct texts texts = { 0 };
	if (json_is_array(json) &&
	    get_texts(&(struct value){ &field, json, records, NULL }, &texts) == 0) {
		facts_add_texts(records, facts, name, texts);
		return;
	}
	AUTO_FREE char *text = error_unless_memory(json_dumps(
		json, JSON_COMPACT | JSON_REAL_PRECISION(EMIT_REAL_DIGITS)));
	facts_add_json(records, facts, name, text);
}

static void read_facts(const char *type, const json_t *json,
		       struct records *records)
{
	struct facts *facts = records_add_facts(records, type);
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)json, name, value) {
		if (strcmp(name, "type") == 0 || strcmp(name, "schema") == 0)
			continue;
		if (json_is_string(value) || json_is_null(value))
			facts_add_text(records, facts, name,
				       json_string_value(value));
		else if (json_is_number(value))
			facts_add_number(records, facts, name,
					 real_of(json_number_value(value)));
		else if (json_is_boolean(value))
			facts_add_bool(records, facts, name, json_is_true(value));
		else
			read_json(records, facts, name, value);
	}
}

static const char *const fact_types[] = { "host", "run", "boot", "note",
					  "torn", "kernel" };

static int schema_check(const char *schema, struct error *err)
{
	static const char major[] = "pft/1";
	const size_t n = sizeof(major) - 1;
	if (!schema || strncmp(schema, "pft/", 4) != 0)
		return error_set(err, -EINVAL, "not a pft record: expected \"schema\":\"%s\"",
				 RECORD_SCHEMA);
	/* "pft/1.2" may add fields; "pft/10" is another major. */
	if (strncmp(schema, major, n) != 0 || (schema[n] && schema[n] != '.'))
		return error_set(err, -EINVAL,
				 "schema '%s': expected %s: read it with the pft that wrote it",
				 schema, RECORD_SCHEMA);
	return 0;
}

/* An object with a schema that we read and a type, which the caller frees; or NULL. */
static json_t *parse_line(const char *line, size_t n, struct error *err)
{
	json_error_t why;
	json_t *json = json_loadb(line, n, 0, &why);
	const char *schema = json_string_value(json_object_get(json, "schema"));
	int rc = json_is_object(json) ? schema_check(schema, err) :
		 error_set(err, -EINVAL, "not a record: %s",
			   json ? "expected a JSON object" : why.text);
	if (rc == 0 && !json_is_string(json_object_get(json, "type")))
		rc = error_set(err, -EINVAL,
			       "not a pft record: expected a \"type\"");
	if (rc == 0)
		return json;
	json_decref(json);
	return NULL;
}

static const char *type_of(const json_t *json)
{
	return json_string_value(json_object_get(json, "type"));
}

static int read_line(const char *line, size_t n, struct records *records,
		     struct error *err)
{
	json_t *json = parse_line(line, n, err);
	int rc = json ? 0 : -EINVAL;
	if (json && strcmp(type_of(json), "sample") == 0)
		rc = read_sample(json, records, err);
	for (size_t i = 0; json && i < ARRAY_SIZE(fact_types); i++)
		if (strcmp(type_of(json), fact_types[i]) == 0)
			read_facts(fact_types[i], json, records);
	json_decref(json);
	return rc;
}

int jsonl_read_line(const char *line, struct records *records,
		    struct error *err)
{
	return read_line(line, strlen(line), records, err);
}

int jsonl_read_facts(const char *line, struct records *records,
		     struct error *err)
{
	json_t *json = parse_line(line, strlen(line), err);
	if (!json)
		return -EINVAL;
	read_facts(type_of(json), json, records);
	json_decref(json);
	return 0;
}

/* ---- files ---- */

/* A file being read: a bad line is only forgiven once we know what follows. */
struct reading {
	const char *path;
	struct records *records;
	FILE *warn;
	struct error *err;
	unsigned long line;
	unsigned long bad_line;	/* 0: none pending */
	struct error bad;
	size_t nr_records;
	bool is_whole;		/* the last line ended with a newline */
};

static void tear_forgiven(struct reading *r)
{
	AUTO_FREE char *path = text_shown(r->path);
	if (r->warn)
		fprintf(r->warn, "pft: %s:%lu: a torn line is skipped\n", path,
			r->bad_line);
	r->bad_line = 0;
}

static int bad_line(const struct reading *r)
{
	return error_set(r->err, -EINVAL, "%s:%lu: %s", r->path, r->bad_line,
			 r->bad.text);
}

static int read_record(struct reading *r, const char *line, size_t n)
{
	const struct records *records = r->records;
	const size_t nr_facts = records->nr_facts;
	struct error why = { "" };
	const int rc = read_line(line, n, r->records, &why);
	if (r->bad_line) {
		const bool torn = rc == 0 && records->nr_facts > nr_facts &&
			strcmp(records->facts[nr_facts].type, "torn") == 0;
		if (!torn)
			return bad_line(r);
		tear_forgiven(r);
	}
	r->nr_records += rc == 0;
	if (rc != 0) {
		r->bad_line = r->line;
		r->bad = why;
	}
	return 0;
}

static int read_text(struct reading *r, const char *line, size_t n)
{
	static const char mark[] = "\xef\xbb\xbf";	/* byte order, of some editors */
	const size_t before = r->line++ == 0 && n >= strlen(mark) &&
			      memcmp(line, mark, strlen(mark)) == 0 ?
				      strlen(mark) : 0;
	r->is_whole = line[n - 1] == '\n';
	n -= before + r->is_whole;
	return strspn(line + before, " \t\r\n") >= n ?
		       0 : read_record(r, line + before, n);
}

static int read_lines(struct reading *r, FILE *file)
{
	AUTO_FREE char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int rc = 0;
	while (rc == 0 && (n = getline(&line, &size, file)) >= 0)
		rc = read_text(r, line, (size_t)n);
	if (rc == 0 && ferror(file))
		rc = error_set(r->err, -EIO, "%s: it could not be read to its end",
			       r->path);
	return rc;
}

static int end_reading(struct reading *r)
{
	if (r->bad_line && !r->is_whole && r->nr_records)
		tear_forgiven(r);
	if (r->bad_line)
		return bad_line(r);
	return r->nr_records ? 0 : error_set(r->err, -EINVAL,
			"%s: no records in it: expected a file that pft wrote",
			r->path);
}

int jsonl_read(const char *path, struct records *records, FILE *warn,
	       struct error *err)
{
	struct reading r = { .path = path, .records = records, .warn = warn,
			     .err = err };
	struct stat st;
	FILE *file;
	int rc = bundle_open(path, &file, err);
	if (rc != 0)
		return rc;
	rc = fstat(fileno(file), &st) == 0 && S_ISDIR(st.st_mode) ?
		     error_set(err, -EISDIR, "%s: %s: expected a file of records that can be read",
			       path, strerror(EISDIR)) :
		     read_lines(&r, file);
	fclose(file);
	return rc != 0 ? rc : end_reading(&r);
}
