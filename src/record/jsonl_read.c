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

#include "base/text.h"
#include "fault/engine.h"
#include "record/field.h"
#include "record/packed.h"
#include "record/pool.h"

static int value_bad(const char *name, const char *expected, struct error *err)
{
	return error_set(err, -EINVAL, "'%s': expected %s", name, expected);
}

static int get_count(const char *name, const json_t *json, struct count *count,
		     struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	const double value = json_number_value(json);
	if (!json_is_number(json) || value < 0 || value != floor(value) ||
	    value >= 0x1p63)
		return value_bad(name, "a whole number or null", err);
	*count = count_of(json_is_integer(json) ?
				  (uint64_t)json_integer_value(json) :
				  (uint64_t)value);
	return 0;
}

static bool is_seconds(const char *name)
{
	const size_t n = strlen(name);
	return n > 2 && strcmp(name + n - 2, "_s") == 0;
}

static int get_real(const char *name, const json_t *json, struct real *real,
		    struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_number(json))
		return value_bad(name, "a number or null", err);
	if (is_seconds(name) && json_number_value(json) < 0)
		return value_bad(name, "seconds, not below 0, or null", err);
	*real = real_of(json_number_value(json));
	return 0;
}

static int get_text(const char *name, const json_t *json,
		    struct records *records, const char **text,
		    struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_string(json))
		return value_bad(name, "text or null", err);
	*text = records_keep(records, json_string_value(json));
	return 0;
}

/* The members of an object: an array the caller frees; NULL for none. */
static struct pair *pairs_of(const json_t *json, size_t *n)
{
	const char *key;
	json_t *value;
	*n = 0;
	if (json_object_size(json) == 0)
		return NULL;
	struct pair *pair = error_unless_memory(calloc(json_object_size(json),
					     sizeof(*pair)));
	json_object_foreach((json_t *)json, key, value)
		pair[(*n)++] = (struct pair){
			.name = key,
			.text = json_string_value(value),
			.number = { json_number_value(value),
				    json_is_number(value) },
		};
	return pair;
}

/* Unknown, or an object: *pair receives its members, which the caller frees. */
static int get_members(const char *name, const json_t *json,
		       struct pair **pair, size_t *n, struct error *err)
{
	*pair = NULL;
	*n = 0;
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_object(json))
		return value_bad(name, "an object or null", err);
	*pair = pairs_of(json, n);
	return 0;
}

static int get_pairs(const char *name, const json_t *json,
		     struct records *records, struct pairs *pairs,
		     struct error *err)
{
	struct pair *pair;
	size_t n;
	const int rc = get_members(name, json, &pair, &n, err);
	if (n > 0)
		pairs_set(records, pairs, pair, n);
	free(pair);
	return rc;
}

static int get_counters(const char *name, const json_t *json,
			struct records *records, struct counters *counters,
			struct error *err)
{
	struct pair *pair;
	size_t n;
	const int rc = get_members(name, json, &pair, &n, err);
	if (n > 0)
		counters_set(records, counters, pair, n);
	free(pair);
	return rc;
}

static int get_texts(const char *name, const json_t *json,
		     struct records *records, struct texts *texts,
		     struct error *err)
{
	const size_t n = json_array_size(json);
	int rc = 0;
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_array(json))
		return value_bad(name, "a list or null", err);
	const char **text = error_unless_memory(calloc(n + 1, sizeof(*text)));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		text[i] = json_string_value(json_array_get(json, i));
		if (!text[i])
			rc = value_bad(name, "a list of texts", err);
	}
	if (rc == 0)
		texts_set(records, texts, text, n);
	free(text);
	return rc;
}

static int get_expected(const json_t *json, struct sample *sample,
			struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_array(json) || json_array_size(json) != 2)
		return value_bad("faults_expected", "[least, most] or null", err);
	const int rc = get_count("faults_expected", json_array_get(json, 0),
				 &sample->faults_expected_min, err);
	return rc ? rc : get_count("faults_expected", json_array_get(json, 1),
				   &sample->faults_expected_max, err);
}

/* null, where nothing was touched */
static double number_or_nan(const json_t *json)
{
	return json_is_number(json) ? json_number_value(json) : NAN;
}

static double latency_value(const json_t *json, const char *name)
{
	return json_number_value(json_object_get(json, name));
}

static int get_latency(const char *name, const json_t *json,
		       struct sample *sample, struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	const json_t *histogram = json_object_get(json, "histogram");
	const json_t *along = json_object_get(json, "along");
	if (!json_is_object(json) || !json_is_array(histogram) ||
	    !json_is_array(along) || sample->latency ||
	    json_array_size(along) > LATENCY_SLICES)
		return value_bad(name, "percentiles, histogram and along, in one unit", err);
	struct latency *latency = calloc(1, sizeof(*latency));
	sample->latency = latency;
	if (!latency)
		return error_set(err, -ENOMEM, "out of memory");
	latency->in_instructions = strcmp(name, "latency_instructions") == 0;
	latency->nr_buckets = json_array_size(histogram);
	latency->nr_slices = json_array_size(along);
	latency->histogram = calloc(latency->nr_buckets + 1,
				    sizeof(*latency->histogram));
	latency->along = calloc(latency->nr_slices + 1, sizeof(*latency->along));
	if (!latency->histogram || !latency->along)
		return error_set(err, -ENOMEM, "out of memory");
	latency->min = latency_value(json, "min");
	latency->p50 = latency_value(json, "p50");
	latency->p90 = latency_value(json, "p90");
	latency->p99 = latency_value(json, "p99");
	latency->p999 = latency_value(json, "p99.9");
	latency->max = latency_value(json, "max");
	for (size_t i = 0; i < latency->nr_buckets; i++) {
		const json_t *bucket = json_array_get(histogram, i);
		latency->histogram[i] = (struct latency_bucket){
			(uint64_t)json_integer_value(json_array_get(bucket, 0)),
			(uint64_t)json_integer_value(json_array_get(bucket, 1)),
		};
	}
	for (size_t i = 0; i < latency->nr_slices; i++) {
		const json_t *slice = json_array_get(along, i);
		latency->along[i] = (struct latency_slice){
			number_or_nan(json_array_get(slice, 0)),
			number_or_nan(json_array_get(slice, 1)),
		};
	}
	return get_real(name, json_object_get(json, "stamp"), &latency->stamp,
			err);
}

/* Seconds, as whole nanoseconds. */
static int get_ns(const char *name, const json_t *json, struct count *ns,
		  struct error *err)
{
	struct real seconds = { 0 };
	const int rc = get_real(name, json, &seconds, err);
	if (seconds.known && seconds.value >= 0x1p63 / 1e9)
		return value_bad(name, "seconds, fewer than 9 thousand million, or null", err);
	*ns = (struct count){ (uint64_t)llround(seconds.value * 1e9),
			      seconds.known };
	return rc;
}

static int get_task(const json_t *json, struct task_sample *task,
		    struct error *err)
{
	struct count number = { 0 }, pages = { 0 };
	if (!json_is_object(json))
		return value_bad("per_task", "a list of objects", err);
	int rc = get_count("task", json_object_get(json, "task"), &number, err);
	if (rc == 0)
		rc = get_count("pages", json_object_get(json, "pages"), &pages, err);
	if (rc == 0)
		rc = get_count("cpu", json_object_get(json, "cpu"), &task->cpu, err);
	if (rc == 0)
		rc = get_ns("start_s", json_object_get(json, "start_s"),
			    &task->start_ns, err);
	if (rc == 0)
		rc = get_ns("end_s", json_object_get(json, "end_s"),
			    &task->end_ns, err);
	if (rc == 0)
		rc = get_ns("cpu_s", json_object_get(json, "cpu_s"),
			    &task->cpu_ns, err);
	if (rc == 0)
		rc = get_count("faults_minor",
			       json_object_get(json, "faults_minor"),
			       &task->faults_minor, err);
	if (rc == 0)
		rc = get_count("faults_major",
			       json_object_get(json, "faults_major"),
			       &task->faults_major, err);
	task->task = number.value;
	task->pages = pages.value;
	return rc;
}

static int get_tasks(const json_t *json, struct records *records,
		     struct tasks *tasks, struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_array(json))
		return value_bad("per_task", "a list", err);
	const size_t n = json_array_size(json);
	struct task_sample *task = error_unless_memory(calloc(n + 1, sizeof(*task)));
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = get_task(json_array_get(json, i), &task[i], err);
	if (rc == 0)
		tasks_set(records, tasks, task, n);
	free(task);
	return rc;
}

static int get_nested(const char *name, const json_t *json,
		      struct records *records, struct sample *sample,
		      struct error *err)
{
	if (strcmp(name, "faults_expected") == 0)
		return get_expected(json, sample, err);
	if (strcmp(name, "knobs") == 0)
		return get_pairs(name, json, records, &sample->knobs, err);
	if (strcmp(name, "config") == 0)
		return get_pairs(name, json, records, &sample->config, err);
	if (strcmp(name, "counters") == 0)
		return get_counters(name, json, records, &sample->counters, err);
	if (strncmp(name, "latency_", strlen("latency_")) == 0)
		return get_latency(name, json, sample, err);
	if (strcmp(name, "per_task") == 0)
		return get_tasks(json, records, &sample->per_task, err);
	return get_texts(name, json, records, &sample->warnings, err);
}

static int get_field(const struct field *field, const json_t *json,
		     struct records *records, struct sample *sample,
		     struct error *err)
{
	void *p = (char *)sample + field->offset;
	switch (field->type) {
	case FIELD_TEXT:
		return get_text(field->name, json, records, p, err);
	case FIELD_COUNT:
		return get_count(field->name, json, p, err);
	case FIELD_REAL:
		return get_real(field->name, json, p, err);
	case FIELD_BOOL:
		if (json && !json_is_boolean(json) && !json_is_null(json))
			return value_bad(field->name, "true or false", err);
		*(bool *)p = json_is_true(json);
		return 0;
	case FIELD_NESTED:
		return get_nested(field->name, json, records, sample, err);
	}
	return 0;
}

static int get_sample(const json_t *json, struct records *records,
		      struct sample *sample, struct error *err)
{
	int rc = get_texts("escaped", json_object_get(json, "escaped"), records,
			   &sample->escaped, err);
	for (size_t i = 0; rc == 0 && i < nr_sample_fields; i++)
		rc = get_field(&sample_fields[i],
			       json_object_get(json, sample_fields[i].name),
			       records, sample, err);
	if (rc == 0 && sample->threads.known && sample->threads.value == 0)
		rc = value_bad("threads", "at least 1, or null", err);
	return rc;
}

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

static int read_sample(json_t *json, struct records *records,
		       struct error *err)
{
	struct sample *sample = records_add(records, &(struct sample){ 0 });
	renew_sample(json);
	const int rc = get_sample(json, records, sample, err);
	if (rc != 0)	/* one that was read half-way stays out */
		records_drop(records);
	return rc;
}

static int read_facts(const char *type, const json_t *json,
		      struct records *records)
{
	struct facts *facts = records_add_facts(records, type);
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)json, name, value) {
		if (strcmp(name, "type") == 0 || strcmp(name, "schema") == 0)
			continue;
		if (json_is_string(value) || json_is_null(value)) {
			facts_add_text(records, facts, name,
				       json_string_value(value));
		} else if (json_is_number(value)) {
			facts_add_number(records, facts, name,
					 real_of(json_number_value(value)));
		} else if (json_is_boolean(value)) {
			facts_add_bool(records, facts, name, json_is_true(value));
		} else {
			char *text = json_dumps(value, JSON_COMPACT |
					JSON_REAL_PRECISION(JSONL_REAL_DIGITS));
			facts_add_json(records, facts, name, text);
			free(text);
		}
	}
	return 0;
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

/* *json receives the object, the caller's; *type is a part of it. */
static int parse_line(const char *line, size_t n, json_t **json,
		      const char **type, struct error *err)
{
	json_error_t why;
	*json = json_loadb(line, n, 0, &why);
	if (!json_is_object(*json))
		return error_set(err, -EINVAL, "not a record: %s",
				 *json ? "expected a JSON object" : why.text);
	const int rc = schema_check(
		json_string_value(json_object_get(*json, "schema")), err);
	*type = json_string_value(json_object_get(*json, "type"));
	if (rc == 0 && !*type)
		return error_set(err, -EINVAL,
				 "not a pft record: expected a \"type\"");
	return rc;
}

static int read_line(const char *line, size_t n, struct records *records,
		     struct error *err)
{
	json_t *json;
	const char *type;
	int rc = parse_line(line, n, &json, &type, err);
	if (rc == 0 && strcmp(type, "sample") == 0)
		rc = read_sample(json, records, err);
	for (size_t i = 0; rc == 0 && i < ARRAY_SIZE(fact_types); i++)
		if (strcmp(type, fact_types[i]) == 0)
			rc = read_facts(fact_types[i], json, records);
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
	json_t *json;
	const char *type;
	int rc = parse_line(line, strlen(line), &json, &type, err);
	if (rc == 0)
		rc = read_facts(records_keep(records, type), json, records);
	json_decref(json);
	return rc;
}

/* A file being read: a bad line is only forgiven once we know what follows. */
struct reading {
	const char *path;
	FILE *warn;
	unsigned long line;
	unsigned long bad_line;	/* 0: none pending */
	struct error bad;
	size_t nr_records;
};

static void tear_forgiven(struct reading *r)
{
	if (r->warn) {
		char *path = text_printable(r->path);
		fprintf(r->warn, "pft: %s:%lu: a torn line is skipped\n",
			path ? path : "", r->bad_line);
		free(path);
	}
	r->bad_line = 0;
}

static int bad_line(const struct reading *r, struct error *err)
{
	return error_set(err, -EINVAL, "%s:%lu: %s", r->path, r->bad_line,
			 r->bad.text);
}

static int read_one(struct reading *r, const char *line, size_t n,
		    struct records *records, struct error *err)
{
	static const char mark[] = "\xef\xbb\xbf";	/* byte order, of some editors */
	const size_t nr_mark = sizeof(mark) - 1;
	if (r->line++ == 0 && n >= nr_mark && memcmp(line, mark, nr_mark) == 0) {
		line += nr_mark;
		n -= nr_mark;
	}
	if (strspn(line, " \t\r\n") >= n)
		return 0;
	const size_t nr_facts = records->nr_facts;
	struct error why = { "" };
	const int rc = read_line(line, n, records, &why);
	if (r->bad_line) {
		const bool torn = rc == 0 && records->nr_facts > nr_facts &&
			strcmp(records->facts[nr_facts].type, "torn") == 0;
		if (!torn)
			return bad_line(r, err);
		tear_forgiven(r);
	}
	if (rc == 0) {
		r->nr_records++;
		return 0;
	}
	r->bad_line = r->line;
	r->bad = why;
	return 0;
}

int jsonl_read(const char *path, struct records *records, FILE *warn,
	       struct error *err)
{
	struct stat st;
	FILE *file;
	int rc = bundle_open(path, &file, err);
	if (rc != 0)
		return rc;
	if (fstat(fileno(file), &st) == 0 && S_ISDIR(st.st_mode)) {
		fclose(file);
		return error_set(err, -EISDIR,
				 "%s: %s: expected a file of records that can be read",
				 path, strerror(EISDIR));
	}
	struct reading r = { .path = path, .warn = warn };
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	bool whole = true;
	while (rc == 0 && (n = getline(&line, &size, file)) >= 0) {
		whole = line[n - 1] == '\n';
		rc = read_one(&r, line, (size_t)n - whole, records, err);
	}
	if (rc == 0 && ferror(file))
		rc = error_set(err, -EIO, "%s: it could not be read to its end",
			       path);
	if (rc == 0 && r.bad_line && !whole && r.nr_records)
		tear_forgiven(&r);
	else if (rc == 0 && r.bad_line)
		rc = bad_line(&r, err);
	if (rc == 0 && r.nr_records == 0)
		rc = error_set(err, -EINVAL,
			       "%s: no records in it: expected a file that pft wrote",
			       path);
	free(line);
	fclose(file);
	return rc;
}

static bool texts_bytes(const json_t *list, size_t *bytes)
{
	*bytes = sizeof(char *);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		if (!json_is_string(item))
			return false;
		*bytes += sizeof(char *) + json_string_length(item) + 1;
	}
	return json_is_array(list);
}

char **jsonl_texts(const char *json)
{
	json_t *list = json_loads(json, 0, NULL);
	size_t bytes;
	char **texts = texts_bytes(list, &bytes) ? malloc(bytes) : NULL;
	if (texts) {
		const size_t n = json_array_size(list);
		char *at = (char *)(texts + n + 1);
		for (size_t i = 0; i < n; i++) {
			texts[i] = at;
			at = stpcpy(at, json_string_value(json_array_get(list, i))) + 1;
		}
		texts[n] = NULL;
	}
	json_decref(list);
	return texts;
}
