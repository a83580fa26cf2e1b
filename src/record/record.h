/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The record: what one repetition produced, and what it was produced on. This
 * is the only bridge between those who measure and those who show.
 *
 * Text that is NULL, and counts and reals that are not known, are null in JSON
 * and "-" in a table. All text in a struct records belongs to it and lives as
 * long as it does.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/known.h"
#include "base/lookup.h"
#include "fault/latency.h"
#include "fault/workload.h"

/* A name and what it was: a knob, a counter, a configuration option. */
struct pair {
	const char *name;
	const char *text;	/* NULL: unknown */
	struct real number;	/* known: the value is this number, not text */
};

/* Lists that are equal are kept once, however many samples have them. */
struct pairs {
	const struct pair *pair;
	size_t n;
};

struct texts {
	const char *const *text;
	size_t n;
};

/* Pairs that differ from sample to sample: record/packed.h takes them out. */
struct counters {
	struct texts name;
	const unsigned char *value;	/* [name.n] packed */
};

/* One task of a repetition; start_ns and end_ns are since the release. */
struct task_sample {
	struct count task;
	struct count cpu;		/* bound to this one; unknown: to none */
	struct count pages;
	struct count start_ns, end_ns, cpu_ns;
	struct count faults_minor, faults_major;
};

/* struct task_sample n times: record/packed.h takes them out. */
struct tasks {
	const unsigned char *packed;
	size_t n;
};

#define SAMPLE_MEMBER(type, name, key, help) SAMPLE_##type(name)
#define SAMPLE_TEXT(name) const char *name;
#define SAMPLE_COUNT(name) struct count name;
#define SAMPLE_BOOL(name) bool name;

/* design: "sample". Member names are the JSON names; record/field.c lists them. */
struct sample {
	const char *run, *boot_id, *time, *kernel, *engine, *clock, *role;
	bool warmup;
	bool oversubscribed;
	bool stamped;		/* each touch was timed, which takes time itself */
	bool ok;
	struct count order, rep, reps;
	struct count row;		/* of its job or campaign, from 0 */
	WORKLOAD_RECORD(SAMPLE_MEMBER)	/* what was measured: see fault/workload.h */
	struct real wall_s, user_s, system_s, cpu_s, setup_s, teardown_s;
	struct count instructions, instructions_teardown;
	struct count faults_minor, faults_major;
	struct count faults_expected_min, faults_expected_max;
	struct count pages_present, pages_local, pages_remote;
	struct count rss_bytes, skew_ns;
	struct pairs knobs, config;
	struct counters counters;
	struct latency *latency;	/* NULL: not measured */
	struct tasks per_task;
	const char *invalid;		/* NULL or the reason */
	struct texts warnings;
	struct texts escaped;		/* names of members that a writer escaped */
};

/*
 * A record that is a list of facts: host, run, boot, note and torn records.
 * Values that are lists or objects are kept as JSON text.
 */
struct fact {
	const char *name;
	enum { FACT_UNKNOWN, FACT_TEXT, FACT_NUMBER, FACT_BOOL, FACT_JSON } type;
	const char *text;	/* FACT_TEXT, FACT_JSON */
	union {
		double number;	/* FACT_NUMBER, FACT_BOOL (0 or 1) */
		struct texts texts;	/* FACT_JSON: where it is a list of texts */
	};
};

struct facts {
	const char *type;	/* "host", "run", "boot", "note", "torn", "kernel" */
	struct fact *fact;
	size_t n;
};

struct records {
	struct sample *sample;
	size_t nr_samples;
	struct facts *facts;	/* in file order */
	size_t nr_facts;
	struct pool *pool;	/* owns every text and list above */
	struct lookup by_id;	/* facts: records_find */
};

/*
 * n bytes of memory that live as long as records, aligned for a pointer where n
 * is a multiple of its size. Without memory the program stops: there is no mend
 * for that here.
 */
void *records_room(struct records *records, size_t n);
/* A copy of n bytes, aligned for any pointer; equal ones are kept once. */
const void *records_keep_bytes(struct records *records, const void *bytes,
			       size_t n);

/*
 * Keep a copy of text as long as records live; equal texts are kept once.
 * Bytes that are not UTF-8 are kept as they are: the writer escapes them.
 * Returns  the copy; NULL for NULL.
 */
const char *records_keep(struct records *records, const char *text);

/* The same of a text made as by printf. */
const char *records_format(struct records *records, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Room for one more element of size bytes behind the n of an array, which
 * doubles at powers of two.
 * Returns  the array, moved perhaps; the caller frees it.
 * Errors   without memory the program stops, as above.
 */
void *records_grow(void *array, size_t n, size_t size);

/* Append a copy of *sample, whose text must already be kept or outlive. */
struct sample *records_add(struct records *records, const struct sample *sample);
/* Take the last sample away again. */
void records_drop(struct records *records);
/* Append an empty list of facts of that type. */
struct facts *records_add_facts(struct records *records, const char *type);
/*
 * Append facts that stay those of other records, which must outlive these.
 * Before records_close nr_facts is to be set to 0.
 */
void records_lend_facts(struct records *records, const struct facts *facts);

/* facts are those of records. */
void facts_add_text(struct records *records, struct facts *facts,
		    const char *name, const char *text);
void facts_add_number(struct records *records, struct facts *facts,
		      const char *name, struct real number);
void facts_add_bool(struct records *records, struct facts *facts,
		    const char *name, bool value);
struct fact *facts_add_json(struct records *records, struct facts *facts,
			    const char *name, const char *json);
void facts_add_texts(struct records *records, struct facts *facts,
		     const char *name, struct texts texts);
/* The texts of a list; none where it is no list of texts. facts may be NULL. */
struct texts facts_texts(const struct facts *facts, const char *name);
/* The fact of that name, or NULL; where it is text, fact->text. */
const struct fact *facts_find(const struct facts *facts, const char *name);
/* The text, or the number, of the fact of that name; NULL or unknown: there is none. */
const char *facts_text(const struct facts *facts, const char *name);
struct real facts_number(const struct facts *facts, const char *name);
/*
 * The first facts of type, or of that type whose text "id" is id; or NULL.
 */
const struct facts *records_find(const struct records *records,
				 const char *type, const char *id);

/* pair, text: [n], the caller's; names and texts are copied. */
void pairs_set(struct records *records, struct pairs *pairs,
	       const struct pair pair[], size_t n);
void texts_set(struct records *records, struct texts *texts,
	       const char *const text[], size_t n);

/* 64 random bits as the id of a run or a boot; text [n], 17 bytes are enough. */
const char *record_new_id(char *text, size_t n);

/* Free everything; accepts an empty object. */
void records_close(struct records *records);

#endif
