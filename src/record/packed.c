/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A packed value is a number of 7 bits a byte, the lower ones first, the top bit
 * set in all but the last byte, as in DWARF's LEB128: 0 for unknown, 1 before a
 * double as it is, 2 before a pointer to text, else 3 more than a whole number.
 */
#include "record/packed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record/field.h"

enum { UNKNOWN, DOUBLE, TEXT, FIRST_NUMBER };

/* The longest value: ten bytes of a number. */
enum { VALUE_BYTES = 10 };

static unsigned char *put_whole(unsigned char *at, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		*at++ = (unsigned char)(value | 0x80);
	*at++ = (unsigned char)value;
	return at;
}

static const unsigned char *get_whole(const unsigned char *at, uint64_t *value)
{
	*value = 0;
	for (int shift = 0;; shift += 7) {
		*value |= (uint64_t)(*at & 0x7f) << shift;
		if (!(*at++ & 0x80))
			return at;
	}
}

static unsigned char *put_bytes(unsigned char *at, int mark, const void *bytes,
				size_t n)
{
	*at++ = (unsigned char)mark;
	memcpy(at, bytes, n);
	return at + n;
}

static unsigned char *put_count(unsigned char *at, struct count count)
{
	if (!count.known)
		return put_whole(at, UNKNOWN);
	/* Near the end of the range they would not fit: none is read from JSON. */
	return put_whole(at, count.value > UINT64_MAX - FIRST_NUMBER ?
				     UINT64_MAX : count.value + FIRST_NUMBER);
}

static const unsigned char *get_count(const unsigned char *at,
				      struct count *count)
{
	const struct count none = { 0 };
	uint64_t value;
	at = get_whole(at, &value);
	*count = value == UNKNOWN ? none : count_of(value - FIRST_NUMBER);
	return at;
}

static const unsigned char *store(struct records *records,
				  const unsigned char *from,
				  const unsigned char *to)
{
	const size_t n = (size_t)(to - from);
	return memcpy(records_room(records, n), from, n);
}

/* ---- counters ---- */

static unsigned char *put_value(struct records *records, unsigned char *at,
				const struct pair *pair)
{
	const char *text = records_keep(records, pair->text);
	const double value = pair->number.value;
	if (!pair->number.known)
		return text ? put_bytes(at, TEXT, &text, sizeof(text)) :
			      put_whole(at, UNKNOWN);
	if (value >= 0 && value < 0x1p53 && !signbit(value) && value == floor(value))
		return put_whole(at, (uint64_t)value + FIRST_NUMBER);
	return put_bytes(at, DOUBLE, &value, sizeof(value));
}

/* pair is of zeros, but for its name. */
static const unsigned char *get_value(const unsigned char *at,
				      struct pair *pair)
{
	uint64_t mark;
	at = get_whole(at, &mark);
	if (mark == TEXT) {
		memcpy(&pair->text, at, sizeof(pair->text));
		return at + sizeof(pair->text);
	}
	pair->number.known = mark != UNKNOWN;
	if (mark == DOUBLE) {
		memcpy(&pair->number.value, at, sizeof(pair->number.value));
		return at + sizeof(pair->number.value);
	}
	if (mark != UNKNOWN)
		pair->number.value = (double)(mark - FIRST_NUMBER);
	return at;
}

static void set_names(struct records *records, struct texts *names,
		      const struct pair pair[], size_t n)
{
	const char **name = error_unless_memory(malloc((n + 1) * sizeof(*name)));
	for (size_t i = 0; i < n; i++)
		name[i] = pair[i].name;
	texts_set(records, names, name, n);
	free(name);
}

void counters_set(struct records *records, struct counters *counters,
		  const struct pair pair[], size_t n)
{
	*counters = (struct counters){ 0 };
	if (n == 0)
		return;
	unsigned char *values = error_unless_memory(malloc(n * VALUE_BYTES));
	unsigned char *at = values;
	for (size_t i = 0; i < n; i++)
		at = put_value(records, at, &pair[i]);
	counters->value = store(records, values, at);
	free(values);
	set_names(records, &counters->name, pair, n);
}

void counters_add(struct records *records, struct counters *counters,
		  const char *name, struct real number)
{
	const size_t n = counters->name.n;
	struct pair *pair = counters_pairs(counters);
	pair[n] = (struct pair){ .name = name, .number = number };
	counters_set(records, counters, pair, n + 1);
	free(pair);
}

struct real counters_number(const struct counters *counters, const char *name)
{
	const unsigned char *at = counters->value;
	for (size_t i = 0; i < counters->name.n; i++) {
		struct pair pair = { 0 };
		at = get_value(at, &pair);
		if (strcmp(counters->name.text[i], name) == 0)
			return pair.number;
	}
	return (struct real){ 0 };
}

double counters_index(const struct counters *counters, const char *name)
{
	const struct real number = counters_number(counters, name);
	return number.known ? number.value : -1;
}

struct pair *counters_pairs(const struct counters *counters)
{
	const size_t n = counters->name.n;
	/* Room for one more, of counters_add. */
	struct pair *pair = error_unless_memory(calloc(n + 1, sizeof(*pair)));
	const unsigned char *at = counters->value;
	for (size_t i = 0; i < n; i++) {
		pair[i].name = counters->name.text[i];
		at = get_value(at, &pair[i]);
	}
	return pair;
}

/* ---- tasks ---- */

static struct count *task_member(struct task_sample *task, size_t i)
{
	return (struct count *)((char *)task + task_fields[i].offset);
}

void tasks_set(struct records *records, struct tasks *tasks,
	       const struct task_sample task[], size_t n)
{
	*tasks = (struct tasks){ .n = n };
	if (n == 0)
		return;
	unsigned char *values = error_unless_memory(
		malloc(n * NR_TASK_FIELDS * VALUE_BYTES));
	unsigned char *at = values;
	for (size_t i = 0; i < n; i++) {
		struct task_sample one = task[i];
		for (size_t k = 0; k < NR_TASK_FIELDS; k++)
			at = put_count(at, *task_member(&one, k));
	}
	tasks->packed = store(records, values, at);
	free(values);
}

struct task_sample *tasks_all(const struct tasks *tasks)
{
	struct task_sample *task = error_unless_memory(calloc(tasks->n + 1, sizeof(*task)));
	const unsigned char *at = tasks->packed;
	for (size_t i = 0; i < tasks->n; i++)
		for (size_t k = 0; k < NR_TASK_FIELDS; k++)
			at = get_count(at, task_member(&task[i], k));
	return task;
}
