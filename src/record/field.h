/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The members of a sample as one table: the reader, the writer, the comparison's
 * key and the manual page's test all use it. A new field is a member in record.h
 * and a line here. The objects within a sample have tables of their own.
 */
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum field_type {
	FIELD_TEXT,	/* const char * */
	FIELD_TIME,	/* const char *, nearly always another one */
	FIELD_COUNT,	/* struct count */
	FIELD_NS,	/* struct count of nanoseconds: seconds in JSON */
	FIELD_REAL,	/* struct real */
	FIELD_DOUBLE,	/* double */
	FIELD_BOOL,	/* bool */
	FIELD_RANGE,	/* struct count twice: least, most */
	FIELD_TEXTS,	/* struct texts */
	FIELD_PAIRS,	/* struct pairs */
	FIELD_COUNTERS,	/* struct counters */
	FIELD_TASKS,	/* struct tasks */
	FIELD_TOUCH_NS, FIELD_TOUCH_INSTRUCTIONS,	/* struct latency *, by its unit */
	NR_FIELD_TYPES,
};

struct field {
	const char *name;	/* as in JSON, with its unit */
	enum field_type type;
	size_t offset;		/* in the struct */
	bool key;		/* rows that differ here are never compared */
	bool later;		/* came after the first records: left out if unknown */
	const char *help;
};

/* Of struct sample, in the order in which they are written. */
extern const struct field sample_fields[];
extern const size_t nr_sample_fields;

/* The member of a sample that JSON names so; NULL: there is none. */
const struct field *field_find(const char *name);

/* Of struct task_sample: members of per_task, all FIELD_COUNT or FIELD_NS. */
enum { NR_TASK_FIELDS = 8 };
extern const struct field task_fields[NR_TASK_FIELDS];
/* Of struct latency, but for its lists. */
enum { NR_LATENCY_FIELDS = 7 };
extern const struct field latency_fields[NR_LATENCY_FIELDS];

struct sample;

/* Whether all key fields of two samples but the number of tasks are equal. */
bool field_same_but_threads(const struct sample *a, const struct sample *b);

#endif
