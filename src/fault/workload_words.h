/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the words of options and campaign files to workloads. A field may have
 * several words: there is a row for each, and for each combination of two such
 * fields.
 */
#ifndef FAULT_WORKLOAD_WORDS_H
#define FAULT_WORKLOAD_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "fault/workload.h"
#include "fault/workload_field.h"

enum { WORKLOAD_FIELDS_MAX = 32 };

struct workload_words {
	/* Of each field, as its text function has them; owned. None: the default. */
	struct words {
		char **word;
		size_t n;
	} of[WORKLOAD_FIELDS_MAX];
	bool ab;	/* the defaults are those of pft ab */
};

/*
 * Set the words of a field, instead of those that it has.
 * value    with commas between several, where the field takes a list
 * Errors   -EINVAL with a message that begins with the field's name.
 */
int workload_words_set(struct workload_words *words,
		       const struct workload_field *field, const char *value,
		       struct error *err);

/* Replace the words of each field that has some in over by copies of those. */
void workload_words_overlay(struct workload_words *words,
			    const struct workload_words *over);

/* Words of the field of that name, 0 where it has its default. */
size_t workload_words_nr(const struct workload_words *words, const char *name);

/*
 * Make the rows of all combinations, the first fields changing last.
 * seed     of the patterns
 * row      [*n] receives them; workloads_close and free free them. What depends
 *          on the machine is 0 in them: see workloads_resolve.
 */
void workload_words_rows(const struct workload_words *words, uint64_t seed,
			 struct workload **row, size_t *n);

/* Put the first word of each field that has words into a workload. */
void workload_words_apply(const struct workload_words *words,
			  struct workload *workload);

/* "kind anon-read, thp 64K": the words that it has; the caller frees it. */
char *workload_words_text(const struct workload_words *words);

/* Accepts an empty object. */
void workload_words_close(struct workload_words *words);

#endif
