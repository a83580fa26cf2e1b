/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of a workload, as one table. The options of pft run and pft ab, their
 * help and completion, campaign files, jobs, records and the texts of rows read it.
 * A new option of a workload is a member of struct workload, perhaps a line of
 * WORKLOAD_RECORD below it, and a line of the table.
 */
#ifndef FAULT_WORKLOAD_FIELD_H
#define FAULT_WORKLOAD_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "fault/workload.h"

struct workload_field {
	/* The long option's name, and the setting's in a campaign file. */
	const char *name;
	char letter;		/* of the short option; or '\0' */
	const char *argument;	/* how --help names the value; NULL: a switch */
	const char *help;
	const char *standard;	/* the default as text; NULL: none here */
	const char *standard_ab;	/* of pft ab; NULL: the same */
	bool ab_alone;		/* pft run does not have it */
	/* Another option for the member of the field of that name; NULL: its own. */
	const char *alias_of;
	const char *job;	/* its word in a job; NULL: its name */
	const char *record;	/* the member of a record; NULL: it has none */
	bool may_lack;		/* a job need not have it */
	bool is_list;		/* an option may give several: a row for each */
	bool of_side;		/* a side of a comparison may have its own */
	bool is_same_row;	/* rows that differ here alone are the same row */
	/*
	 * How the text of a row says it, as a printf format for the value; NULL:
	 * it is not said. is_extra: said behind the others, and only where it is
	 * not the default.
	 */
	const char *phrase;
	bool is_extra;
	bool has_caption;	/* of its own: record/caption.h */
	size_t offset;		/* of the member in struct workload */
	uint32_t most;		/* of a number: 1 to most */
	/* NULL-terminated, for completion; of a switch those of a record. */
	const char *const *words;
	const struct list_words *lists;	/* the same where lists may follow; or NULL */
	text_choices *choices;	/* the same with help; NULL: there is none */
	/*
	 * Read a value into the member, of which what it held is freed.
	 * Errors   -EINVAL with "NAME 'VALUE': expected ...".
	 */
	int (*parse)(const struct workload_field *field, const char *value,
		     struct workload *workload, struct error *err);
	/*
	 * The other way. Returns a string the caller frees; NULL: the workload
	 * does not have it.
	 */
	char *(*text)(const struct workload_field *field,
		      const struct workload *workload);
	/*
	 * Of a list: a word that stands for several ("1-8"), as those with commas
	 * between, which the caller frees. NULL with a message: it is wrong.
	 */
	char *(*expand)(const char *word, struct error *err);
	/* How the text of a row says it, where a format is not enough. */
	void (*say)(const struct workload_field *field,
		    const struct workload *workload, FILE *out);
};

extern const struct workload_field workload_fields[];
extern const size_t nr_workload_fields;

/* The field of that name, or NULL. */
const struct workload_field *workload_field(const char *name);

/* Its word in a job. */
const char *workload_field_job(const struct workload_field *field);

/* The default as text, of pft ab or of pft run; or NULL. */
const char *workload_field_standard(const struct workload_field *field, bool ab);

/*
 * What a row is known by: equal for two workloads that ask for the same row.
 * Returns  a string the caller frees.
 */
char *workload_key(const struct workload *workload);

/*
 * "anon-write sequential, 64M, 2 threads, thp inherit, 4 cachelines".
 * Returns  a string the caller frees.
 */
char *workload_text(const struct workload *workload);

#endif
