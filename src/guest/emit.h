/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records as lines of JSON, where there is no jansson: just what a guest's
 * lines need. What is unknown is null, as everywhere.
 */
#ifndef GUEST_EMIT_H
#define GUEST_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/known.h"

/* A line being written. Without memory it comes to NULL in the end. */
struct emit {
	FILE *out;
	char *text;
	size_t n;
	bool comma;		/* something stands before in this list */
};

/* Begin a record: its type and the schema. */
void emit_open(struct emit *emit, const char *type);
/*
 * End it.
 * Returns  the line with its newline, which the caller frees; NULL without
 *          memory.
 */
char *emit_close(struct emit *emit);

/* A member; in a list, without its name (NULL). */
void emit_text(struct emit *emit, const char *name, const char *text);
void emit_count(struct emit *emit, const char *name, struct count count);
void emit_number(struct emit *emit, const char *name, uint64_t number);
void emit_real(struct emit *emit, const char *name, struct real real);
void emit_bool(struct emit *emit, const char *name, bool value);

/* An object ('{') or a list ('[') within; ended by '}' or ']'. */
void emit_begin(struct emit *emit, const char *name, char bracket);
void emit_end(struct emit *emit, char bracket);

#endif
