/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/record.h"

#include <fcntl.h>
#include <inttypes.h>
#include <obstack.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/hash.h"
#include "base/text.h"
#include "machine/clock.h"
#include "record/emit.h"

/* ---- memory ---- */

enum { CHUNK_BYTES = 1 << 18 };

/*
 * A few large pieces of memory until all of it goes: a million samples of small
 * pieces would cost more for malloc's own bookkeeping than they hold.
 */
struct pool {
	struct obstack pieces;
	struct lookup kept;	/* struct kept */
};

/* What records_keep_bytes keeps. */
struct kept {
	size_t n;
	unsigned char bytes[];
};

struct wanted {
	const void *bytes;
	size_t n;
};

static void *chunk_alloc(size_t n)
{
	return error_unless_memory(malloc(n));
}

#define obstack_chunk_alloc chunk_alloc
#define obstack_chunk_free free

static struct pool *pool_of(struct records *records)
{
	struct pool *pool = records->pool;
	if (pool)
		return pool;
	pool = error_unless_memory(calloc(1, sizeof(*pool)));
	obstack_begin(&pool->pieces, CHUNK_BYTES);
	obstack_alignment_mask(&pool->pieces) = sizeof(void *) - 1;
	records->pool = pool;
	return pool;
}

void *records_room(struct records *records, size_t n)
{
	return obstack_alloc(&pool_of(records)->pieces, n);
}

static bool same_bytes(const void *thing, const void *wanted)
{
	const struct kept *kept = thing;
	const struct wanted *w = wanted;
	return kept->n == w->n && memcmp(kept->bytes, w->bytes, w->n) == 0;
}

const void *records_keep_bytes(struct records *records, const void *bytes,
			       size_t n)
{
	const struct wanted wanted = { bytes, n };
	struct lookup_place *place = lookup_add(
		&pool_of(records)->kept, hash_bytes(HASH_START, bytes, n),
		same_bytes, &wanted);
	if (!place->thing) {
		struct kept *kept = records_room(records, sizeof(*kept) + n);
		kept->n = n;
		memcpy(kept->bytes, bytes, n);
		place->thing = kept;
	}
	return ((const struct kept *)place->thing)->bytes;
}

static void pool_close(struct pool *pool)
{
	if (!pool)
		return;
	obstack_free(&pool->pieces, NULL);
	lookup_close(&pool->kept);
	free(pool);
}

/* ---- texts and samples ---- */

const char *records_keep(struct records *records, const char *text)
{
	return text ? records_keep_bytes(records, text, strlen(text) + 1) : NULL;
}

const char *records_format(struct records *records, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	AUTO_FREE char *text = text_format_list(format, args);
	va_end(args);
	return records_keep(records, text);
}

void *records_grow(void *array, size_t n, size_t size)
{
	if (n != 0 && (n & (n - 1)) != 0)
		return array;
	return error_unless_memory(realloc(array, (n ? 2 * n : 1) * size));
}

struct sample *records_add(struct records *records, const struct sample *sample)
{
	records->sample = records_grow(records->sample, records->nr_samples,
			       sizeof(*records->sample));
	struct sample *added = &records->sample[records->nr_samples++];
	*added = *sample;
	return added;
}

/* ---- facts by their ids ---- */

/* In the records' pool. */
struct entry {
	const char *type, *id;
	size_t nr;
};

static bool same_entry(const void *thing, const void *wanted)
{
	const struct entry *a = thing, *b = wanted;
	return strcmp(a->type, b->type) == 0 && strcmp(a->id, b->id) == 0;
}

static uint64_t hash_entry(const struct entry *entry)
{
	return hash_bytes(hash_bytes(HASH_START, entry->type,
				     strlen(entry->type) + 1),
			  entry->id, strlen(entry->id));
}

/* The first of those with one id is the one that is found. */
static void enter(struct records *records, const struct facts *facts,
		  const char *id)
{
	const struct entry entry = { facts->type, id,
				     (size_t)(facts - records->facts) };
	struct lookup_place *place = lookup_add(
		&records->by_id, hash_entry(&entry), same_entry, &entry);
	if (!place->thing)
		place->thing = memcpy(records_room(records, sizeof(entry)),
				      &entry, sizeof(entry));
}

const struct facts *records_find(const struct records *records,
				 const char *type, const char *id)
{
	const struct entry wanted = { .type = type, .id = id };
	if (id) {
		const struct entry *found = lookup_find(
			&records->by_id, hash_entry(&wanted), same_entry, &wanted);
		return found ? &records->facts[found->nr] : NULL;
	}
	for (size_t i = 0; i < records->nr_facts; i++)
		if (strcmp(records->facts[i].type, type) == 0)
			return &records->facts[i];
	return NULL;
}

/* ---- facts ---- */

static struct facts *add_facts(struct records *records, struct facts facts)
{
	records->facts = records_grow(records->facts, records->nr_facts,
			      sizeof(*records->facts));
	struct facts *added = &records->facts[records->nr_facts++];
	*added = facts;
	return added;
}

struct facts *records_add_facts(struct records *records, const char *type)
{
	return add_facts(records, (struct facts){
		.type = records_keep(records, type) });
}

void records_lend_facts(struct records *records, const struct facts *facts)
{
	const char *id = facts_text(facts, "id");
	const struct facts *added = add_facts(records, *facts);
	if (id)
		enter(records, added, id);
}

static struct fact *facts_add(struct records *records, struct facts *facts,
			      const char *name)
{
	facts->fact = records_grow(facts->fact, facts->n, sizeof(*facts->fact));
	struct fact *fact = &facts->fact[facts->n++];
	*fact = (struct fact){ .name = records_keep(records, name),
			       .type = FACT_UNKNOWN };
	return fact;
}

void facts_add_text(struct records *records, struct facts *facts,
		    const char *name, const char *text)
{
	struct fact *fact = facts_add(records, facts, name);
	if (!text)
		return;
	fact->type = FACT_TEXT;
	fact->text = records_keep(records, text);
	if (strcmp(name, "id") == 0)
		enter(records, facts, fact->text);
}

void facts_add_number(struct records *records, struct facts *facts,
		      const char *name, struct real number)
{
	struct fact *fact = facts_add(records, facts, name);
	if (!number.known)
		return;
	fact->type = FACT_NUMBER;
	fact->number = number.value;
}

void facts_add_bool(struct records *records, struct facts *facts,
		    const char *name, bool value)
{
	struct fact *fact = facts_add(records, facts, name);
	fact->type = FACT_BOOL;
	fact->number = value;
}

struct fact *facts_add_json(struct records *records, struct facts *facts,
			    const char *name, const char *json)
{
	struct fact *fact = facts_add(records, facts, name);
	fact->type = FACT_JSON;
	fact->text = records_keep(records, json);
	return fact;
}

void facts_add_texts(struct records *records, struct facts *facts,
		     const char *name, struct texts texts)
{
	struct emit e;
	emit_open(&e);
	emit_texts(&e, NULL, texts.text, texts.n);
	AUTO_FREE char *json = emit_close(&e);
	texts_set(records, &facts_add_json(records, facts, name, json)->texts,
		  texts.text, texts.n);
}

const struct fact *facts_find(const struct facts *facts, const char *name)
{
	for (size_t i = 0; facts && i < facts->n; i++)
		if (strcmp(facts->fact[i].name, name) == 0)
			return &facts->fact[i];
	return NULL;
}

const char *facts_text(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	return fact && fact->type == FACT_TEXT ? fact->text : NULL;
}

struct real facts_number(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	return fact && fact->type == FACT_NUMBER ? real_of(fact->number) :
						   (struct real){ 0 };
}

struct texts facts_texts(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	return fact && fact->type == FACT_JSON ? fact->texts : (struct texts){ 0 };
}

/* ---- lists ---- */

/* A copy whose padding is zero: equal pairs are equal bytes. */
static void copy_pair(struct records *records, struct pair *to,
		      const struct pair *from)
{
	memset(to, 0, sizeof(*to));
	to->name = records_keep(records, from->name);
	to->text = records_keep(records, from->text);
	to->number.known = from->number.known;
	if (from->number.known)
		to->number.value = from->number.value;
}

void pairs_set(struct records *records, struct pairs *pairs,
	       const struct pair pair[], size_t n)
{
	*pairs = (struct pairs){ .n = n };
	if (n == 0)
		return;
	AUTO_FREE struct pair *copy = error_unless_memory(malloc(n * sizeof(*copy)));
	for (size_t i = 0; i < n; i++)
		copy_pair(records, &copy[i], &pair[i]);
	pairs->pair = records_keep_bytes(records, copy, n * sizeof(*copy));
}

void texts_set(struct records *records, struct texts *texts,
	       const char *const text[], size_t n)
{
	*texts = (struct texts){ .n = n };
	if (n == 0)
		return;
	AUTO_FREE const char **copy = error_unless_memory(malloc(n * sizeof(*copy)));
	for (size_t i = 0; i < n; i++)
		copy[i] = records_keep(records, text[i]);
	texts->text = records_keep_bytes(records, copy, n * sizeof(*copy));
}

/* ---- the end ---- */

/* All else is the pool's. */
void records_drop(struct records *records)
{
	latency_close(records->sample[--records->nr_samples].latency);
}

void records_close(struct records *records)
{
	while (records->nr_samples > 0)
		records_drop(records);
	for (size_t i = 0; i < records->nr_facts; i++)
		free(records->facts[i].fact);
	free(records->sample);
	free(records->facts);
	lookup_close(&records->by_id);
	pool_close(records->pool);
	*records = (struct records){ 0 };
}

const char *record_new_id(char *text, size_t n)
{
	uint64_t bits = clock_wall_ns() ^ (uint64_t)getpid() << 40;
	const int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		/* A short read leaves the clock's bits: an id all the same. */
		if (read(fd, &bits, sizeof(bits)) != sizeof(bits))
			bits = clock_wall_ns();
		close(fd);
	}
	snprintf(text, n, "%016" PRIx64, bits);
	return text;
}
