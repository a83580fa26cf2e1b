/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records as JSON Lines, schema pft/1: text from them and back. Only
 * jsonl_read.c has jansson.h.
 */
#ifndef RECORD_JSONL_H
#define RECORD_JSONL_H

#include <stdio.h>

#include "base/error.h"
#include "record/record.h"

/*
 * A record as one line of text without its newline, which the caller frees.
 * Without memory the program stops, as in record.h.
 */
char *jsonl_sample(const struct sample *sample);
char *jsonl_facts(const struct facts *facts);

/* Read one line into records, as jsonl_read does for a file. */
int jsonl_read_line(const char *line, struct records *records,
		    struct error *err);
/*
 * Read one line as facts, whatever its type: for lines that are no records but
 * talk between two of our programs. They become the last of records->facts.
 */
int jsonl_read_facts(const char *line, struct records *records,
		     struct error *err);

/*
 * Read all records of a file, packed or not (bundle.h), into records (appended
 * to what is there). Unknown
 * fields and types are ignored, and so are lines of blanks and a byte order
 * mark at the beginning. A bad line right before a "torn" record, or a
 * last line without newline that does not parse, is skipped with one line on
 * warn (may be NULL).
 * Errors   -EINVAL for any other bad line, another schema major, or a file
 *          without any record; the message says file:line.
 */
int jsonl_read(const char *path, struct records *records, FILE *warn,
	       struct error *err);

#endif
