/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of a sample as one table: the reader, the writer, the CSV table,
 * the comparison's key and the manual page's test all use it. A new field is a
 * member in record.h and a line here.
 */
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum field_type {
	FIELD_TEXT,	/* const char * */
	FIELD_COUNT,	/* struct count */
	FIELD_REAL,	/* struct real */
	FIELD_BOOL,	/* bool */
	FIELD_NESTED,	/* lists and objects: record/jsonl.c knows each */
};

struct field {
	const char *name;	/* as in JSON, with its unit */
	enum field_type type;
	size_t offset;		/* in struct sample */
	bool key;		/* rows that differ here are never compared */
	const char *help;
};

extern const struct field sample_fields[];
extern const size_t nr_sample_fields;

struct sample;

/* Whether two samples are of the same row: all key fields are equal. */
bool field_same_row(const struct sample *a, const struct sample *b);
/* The first key field in which they differ, or NULL. */
const struct field *field_difference(const struct sample *a,
				     const struct sample *b);

#endif
