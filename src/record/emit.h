/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON text on libc alone: what writes every record, on a host and in a guest.
 * Members stand in the order in which they are put; what is unknown is null.
 *
 * A text that is no UTF-8 is written as text_utf8 says, and the outermost object
 * ends with a list "escaped" of the members to which that happened.
 */
#ifndef RECORD_EMIT_H
#define RECORD_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/known.h"
#include "base/stream.h"

/* Of all records; a reader refuses another number before the point. */
#define RECORD_SCHEMA "pft/1"

/* Digits of a real: a decimal number of so many is the same when read and written. */
enum { EMIT_REAL_DIGITS = 15 };

/* A text being written. */
struct emit {
	struct text_stream stream;
	FILE *out;		/* the stream's */
	size_t depth;		/* lists and objects that are open */
	bool comma;		/* something stands before in this one */
	const char **escaped;	/* [nr_escaped] names, the caller's; the list is owned */
	size_t nr_escaped;
};

void emit_open(struct emit *emit);
/* Open, and begin an object with the members "type" and "schema". */
void emit_record(struct emit *emit, const char *type);
/*
 * End the text.
 * Returns  it, without a newline; the caller frees it. Without memory the
 *          program stops.
 */
char *emit_close(struct emit *emit);

/* An object ('{') or a list ('['), ended by '}' or ']'. */
void emit_begin(struct emit *emit, const char *name, char bracket);
void emit_end(struct emit *emit, char bracket);

/* A member of an object; in a list name is NULL. Names must live until the end. */
void emit_text(struct emit *emit, const char *name, const char *text);
void emit_count(struct emit *emit, const char *name, struct count count);
void emit_number(struct emit *emit, const char *name, uint64_t number);
/* With a point or an exponent: "2.0". Not a number, and infinity, are null. */
void emit_real(struct emit *emit, const char *name, struct real real);
/* Nanoseconds, as seconds. */
void emit_seconds(struct emit *emit, const char *name, struct count ns);
/* A whole number as such: "2"; others as emit_real. */
void emit_double(struct emit *emit, const char *name, double value);
void emit_bool(struct emit *emit, const char *name, bool value);
void emit_texts(struct emit *emit, const char *name, const char *const text[],
		size_t n);
/* json is JSON text, or NULL. */
void emit_json(struct emit *emit, const char *name, const char *json);

/* Name a member that another writer escaped; each is listed once. */
void emit_escaped(struct emit *emit, const char *name);

#endif
