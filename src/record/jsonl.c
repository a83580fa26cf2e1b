/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/jsonl.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "record/field.h"

/* Digits of a real: what a decimal number keeps when read and written again. */
enum { REAL_DIGITS = 15 };

/* An object being written, and the names of members whose bytes were escaped. */
struct object {
	json_t *json;
	json_t *escaped;
};

/* ---- values to JSON ---- */

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

static void put_text(struct object *object, const char *name, const char *text)
{
	bool escaped;
	json_object_set_new(object->json, name, json_text(text, &escaped));
	if (!escaped)
		return;
	if (!object->escaped)
		object->escaped = json_array();
	json_array_append_new(object->escaped, json_string(name));
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
				JSON_COMPACT | JSON_REAL_PRECISION(REAL_DIGITS));
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
	json_object_set_new(json, "stamp", json_seconds(latency->stamp_ns));
	const struct { const char *name; double value; } values[] = {
		{ "min", latency->min_ns },   { "p50", latency->p50_ns },
		{ "p90", latency->p90_ns },   { "p99", latency->p99_ns },
		{ "p99.9", latency->p999_ns }, { "max", latency->max_ns },
	};
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		json_object_set_new(json, values[i].name,
				    json_number_of(values[i].value));
	json_t *histogram = json_array();
	for (size_t i = 0; i < latency->nr_buckets; i++)
		json_array_append_new(
			histogram,
			json_pack("[I,I]",
				  (json_int_t)latency->histogram[i].low_ns,
				  (json_int_t)latency->histogram[i].count));
	json_object_set_new(json, "histogram", histogram);
	json_t *along = json_array();
	for (size_t i = 0; i < latency->nr_slices; i++)
		json_array_append_new(
			along,
			json_pack("[o,o]",
				  json_number_of(latency->along[i].median_ns),
				  json_number_of(latency->along[i].max_ns)));
	json_object_set_new(json, "along", along);
	return json;
}

static json_t *json_tasks(const struct sample *sample)
{
	json_t *tasks = json_array();
	for (size_t i = 0; i < sample->nr_tasks; i++) {
		const struct task_sample *task = &sample->per_task[i];
		json_array_append_new(
			tasks,
			json_pack("{s:I,s:o,s:I,s:o,s:o,s:o,s:o,s:o}",
				  "task", (json_int_t)task->task,
				  "cpu", json_count(task->cpu),
				  "pages", (json_int_t)task->pages,
				  "start_s", json_seconds(task->start_s),
				  "end_s", json_seconds(task->end_s),
				  "cpu_s", json_seconds(task->cpu_s),
				  "faults_minor", json_count(task->faults_minor),
				  "faults_major", json_count(task->faults_major)));
	}
	return tasks;
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
		put_pairs(object, name, &sample->counters);
	else if (strcmp(name, "latency_ns") == 0)
		json_object_set_new(object->json, name,
				    sample->latency_ns ?
					    json_latency(sample->latency_ns) :
					    json_null());
	else if (strcmp(name, "per_task") == 0)
		json_object_set_new(object->json, name, json_tasks(sample));
	else if (strcmp(name, "warnings") == 0)
		put_texts(object, name, &sample->warnings);
}

char *jsonl_sample(const struct sample *sample)
{
	struct object object = object_begin("sample");
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

/* ---- JSON to values ---- */

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

static int get_real(const char *name, const json_t *json, struct real *real,
		    struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_number(json))
		return value_bad(name, "a number or null", err);
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

static int get_pairs(const char *name, const json_t *json,
		     struct records *records, struct pairs *pairs,
		     struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_object(json))
		return value_bad(name, "an object or null", err);
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)json, key, value) {
		const struct real number = { json_number_value(value),
					     json_is_number(value) };
		pairs_add(records, pairs, key, json_string_value(value), number);
	}
	return 0;
}

static int get_texts(const char *name, const json_t *json,
		     struct records *records, struct texts *texts,
		     struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_array(json))
		return value_bad(name, "a list or null", err);
	for (size_t i = 0; i < json_array_size(json); i++) {
		const json_t *text = json_array_get(json, i);
		if (!json_is_string(text))
			return value_bad(name, "a list of texts", err);
		texts_add(records, texts, json_string_value(text));
	}
	return 0;
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

static double latency_value(const json_t *json, const char *name)
{
	return json_number_value(json_object_get(json, name));
}

/* A list of pairs of numbers into out, each by put. */
static int get_latency(const json_t *json, struct sample *sample,
		       struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	const json_t *histogram = json_object_get(json, "histogram");
	const json_t *along = json_object_get(json, "along");
	if (!json_is_object(json) || !json_is_array(histogram) ||
	    !json_is_array(along) ||
	    json_array_size(along) > LATENCY_SLICES)
		return value_bad("latency_ns", "percentiles, histogram and along", err);
	struct latency *latency = calloc(1, sizeof(*latency));
	sample->latency_ns = latency;
	if (!latency)
		return error_set(err, -ENOMEM, "out of memory");
	latency->nr_buckets = json_array_size(histogram);
	latency->nr_slices = json_array_size(along);
	latency->histogram = calloc(latency->nr_buckets + 1,
				    sizeof(*latency->histogram));
	latency->along = calloc(latency->nr_slices + 1, sizeof(*latency->along));
	if (!latency->histogram || !latency->along)
		return error_set(err, -ENOMEM, "out of memory");
	latency->min_ns = latency_value(json, "min");
	latency->p50_ns = latency_value(json, "p50");
	latency->p90_ns = latency_value(json, "p90");
	latency->p99_ns = latency_value(json, "p99");
	latency->p999_ns = latency_value(json, "p99.9");
	latency->max_ns = latency_value(json, "max");
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
			json_number_value(json_array_get(slice, 0)),
			json_number_value(json_array_get(slice, 1)),
		};
	}
	return get_real("latency_ns.stamp", json_object_get(json, "stamp"),
			&latency->stamp_ns, err);
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
		rc = get_real("start_s", json_object_get(json, "start_s"),
			      &task->start_s, err);
	if (rc == 0)
		rc = get_real("end_s", json_object_get(json, "end_s"),
			      &task->end_s, err);
	if (rc == 0)
		rc = get_real("cpu_s", json_object_get(json, "cpu_s"),
			      &task->cpu_s, err);
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

static int get_tasks(const json_t *json, struct sample *sample,
		     struct error *err)
{
	if (!json || json_is_null(json))
		return 0;
	if (!json_is_array(json))
		return value_bad("per_task", "a list", err);
	const size_t n = json_array_size(json);
	sample->per_task = calloc(n + 1, sizeof(*sample->per_task));
	if (!sample->per_task)
		return error_set(err, -ENOMEM, "out of memory");
	sample->nr_tasks = n;
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = get_task(json_array_get(json, i), &sample->per_task[i], err);
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
		return get_pairs(name, json, records, &sample->counters, err);
	if (strcmp(name, "latency_ns") == 0)
		return get_latency(json, sample, err);
	if (strcmp(name, "per_task") == 0)
		return get_tasks(json, sample, err);
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

static int read_sample(const json_t *json, struct records *records,
		       struct error *err)
{
	struct sample *sample = records_add(records, &(struct sample){ 0 });
	for (size_t i = 0; i < nr_sample_fields; i++) {
		const struct field *field = &sample_fields[i];
		const int rc = get_field(field,
					 json_object_get(json, field->name),
					 records, sample, err);
		if (rc != 0) {
			/* One that was read half-way stays out. */
			records_drop(records);
			return rc;
		}
	}
	return 0;
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
					JSON_REAL_PRECISION(REAL_DIGITS));
			facts_add_json(records, facts, name, text);
			free(text);
		}
	}
	return 0;
}

static const char *const fact_types[] = { "host", "run", "boot", "note", "torn" };

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

static int read_line(const char *line, size_t n, struct records *records,
		     struct error *err)
{
	json_error_t why;
	json_t *json = json_loadb(line, n, 0, &why);
	if (!json_is_object(json)) {
		error_set(err, -EINVAL, "not a record: %s",
			  json ? "expected a JSON object" : why.text);
		json_decref(json);
		return -EINVAL;
	}
	int rc = schema_check(json_string_value(json_object_get(json, "schema")),
			      err);
	const char *type = json_string_value(json_object_get(json, "type"));
	if (rc == 0 && !type)
		rc = error_set(err, -EINVAL, "not a pft record: expected a \"type\"");
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
	if (r->warn)
		fprintf(r->warn, "pft: %s:%lu: a torn line is skipped\n",
			r->path, r->bad_line);
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
	r->line++;
	if (n == 0)
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
	FILE *file = fopen(path, "re");
	if (file && fstat(fileno(file), &st) == 0 && S_ISDIR(st.st_mode)) {
		fclose(file);
		file = NULL;
		errno = EISDIR;
	}
	if (!file)
		return error_set(err, -errno,
				 "%s: %s: expected a file of records that can be read",
				 path, strerror(errno));
	struct reading r = { .path = path, .warn = warn };
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int rc = 0;
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

/* ---- the writer ---- */

static int put_line(struct writer *writer, char *line, struct error *err)
{
	if (!line)
		return error_set(err, -ENOMEM, "out of memory");
	const size_t length = strlen(line);
	line[length] = '\n';	/* over the terminator: written by length */
	size_t at = 0;
	int rc = 0;
	while (rc == 0 && at <= length) {
		const ssize_t put = write(writer->fd, line + at, length + 1 - at);
		if (put >= 0)
			at += (size_t)put;
		else if (errno != EINTR)
			rc = -errno;
	}
	free(line);
	/* EINVAL and EROFS: a pipe or a device, which has nothing to sync. */
	if (rc == 0 && writer->syncs && fdatasync(writer->fd) != 0 &&
	    errno != EINVAL && errno != EROFS)
		rc = -errno;
	if (rc != 0)
		error_set(err, rc, "record file '%s': %s: what was written before is kept",
			  writer->path, strerror(-rc));
	return rc;
}

int writer_sample(struct writer *writer, const struct sample *sample,
		  struct error *err)
{
	return put_line(writer, jsonl_sample(sample), err);
}

int writer_facts(struct writer *writer, const struct facts *facts,
		 struct error *err)
{
	return put_line(writer, jsonl_facts(facts), err);
}

static int open_bad(const char *path, int code, struct error *err)
{
	return error_set(err, -code,
			 "record file '%s': %s: expected a file that can be written: name another with -o",
			 path, strerror(code));
}

static int lock(struct writer *writer, struct error *err)
{
	if (flock(writer->fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return open_bad(writer->path, errno, err);
	char holder[64];
	file_lock_holder(writer->fd, holder, sizeof(holder));
	return error_set(err, -EBUSY,
			 "record file '%s': held by %s: wait for it to end, or name another with -o",
			 writer->path, holder);
}

/* Whether the file ends in the middle of a line; *size receives its length. */
static bool is_torn(int fd, off_t *size)
{
	struct stat st;
	char last;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
		return false;
	*size = st.st_size;
	return pread(fd, &last, 1, st.st_size - 1) == 1 && last != '\n';
}

/* Close a torn end: what stands there stays, a reader is told to skip it. */
static int mend(struct writer *writer, FILE *warn, struct error *err)
{
	off_t size;
	if (!is_torn(writer->fd, &size))
		return 0;
	if (write(writer->fd, "\n", 1) != 1)
		return open_bad(writer->path, errno, err);
	char now[32];
	const time_t t = time(NULL);
	struct tm tm;
	strftime(now, sizeof(now), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
	struct records records = { 0 };
	struct facts *torn = records_add_facts(&records, "torn");
	facts_add_text(&records, torn, "time", now);
	facts_add_number(&records, torn, "offset_bytes", real_of((double)size));
	const int rc = writer_facts(writer, torn, err);
	records_close(&records);
	if (rc == 0 && warn)
		fprintf(warn, "pft: record file '%s': its last line was torn: it is kept and marked, readers skip it\n",
			writer->path);
	return rc;
}

int writer_open(struct writer *writer, const char *path, FILE *warn,
		struct error *err)
{
	*writer = (struct writer){ .path = path, .syncs = true };
	/* Reading as well, to see how the file ends; a pipe may refuse that. */
	writer->fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY,
			  0666);
	if (writer->fd < 0 && errno == EACCES)
		writer->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY);
	if (writer->fd < 0)
		return open_bad(path, errno, err);
	int rc = lock(writer, err);
	if (rc == 0)
		rc = mend(writer, warn, err);
	if (rc != 0) {
		close(writer->fd);
		writer->fd = -1;
	}
	return rc;
}

int writer_close(struct writer *writer, struct error *err)
{
	const int fd = writer->fd;
	writer->fd = -1;
	if (fd >= 0 && close(fd) != 0)
		return error_set(err, -errno, "record file '%s': %s",
				 writer->path, strerror(errno));
	return 0;
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
