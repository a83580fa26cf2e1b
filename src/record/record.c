/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/record.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/lookup.h"
#include "machine/clock.h"
#include "record/pool.h"

/* Facts by type and id; things are struct entry of the records' pool. */
struct fact_table {
	struct lookup by_id;
	size_t nr_seen;		/* facts that were looked at */
};

struct entry {
	const char *type, *id;
	size_t nr;
};

struct pool *records_pool(struct records *records)
{
	if (!records->pool)
		records->pool = pool_open();
	return records->pool;
}

const char *records_keep(struct records *records, const char *text)
{
	return text ? pool_keep(records_pool(records), text, strlen(text) + 1) :
		      NULL;
}

const char *records_format(struct records *records, const char *format, ...)
{
	char *text;
	va_list args;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	const char *kept = records_keep(records, error_unless_memory(text));
	free(text);
	return kept;
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

static struct facts *add_facts(struct records *records, struct facts facts)
{
	if (!records->table)
		records->table = error_unless_memory(calloc(1, sizeof(*records->table)));
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
	records_pool(records);
	add_facts(records, *facts);
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

void facts_add_json(struct records *records, struct facts *facts,
		    const char *name, const char *json)
{
	struct fact *fact = facts_add(records, facts, name);
	fact->type = FACT_JSON;
	fact->text = records_keep(records, json);
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
	const struct fact *fact = facts ? facts_find(facts, name) : NULL;
	return fact && fact->type == FACT_TEXT ? fact->text : NULL;
}

struct real facts_number(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts ? facts_find(facts, name) : NULL;
	return fact && fact->type == FACT_NUMBER ? real_of(fact->number) :
						   (struct real){ 0 };
}

static const char *id_of(const struct facts *facts)
{
	const struct fact *id = facts_find(facts, "id");
	return id && id->type == FACT_TEXT ? id->text : NULL;
}

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

/* The first of those that are alike is the one that is found. */
static void enter(const struct records *records, size_t nr)
{
	const struct facts *facts = &records->facts[nr];
	const struct entry entry = { facts->type, id_of(facts), nr };
	if (!entry.id)
		return;
	struct lookup_place *place = error_unless_memory(
		lookup_add(&records->table->by_id, hash_entry(&entry),
			   same_entry, &entry));
	if (!place->thing)
		place->thing = memcpy(pool_room(records->pool, sizeof(entry)),
				      &entry, sizeof(entry));
}

/* The last facts may still be growing: their id may come. */
static const struct facts *find_by_id(const struct records *records,
				      const char *type, const char *id)
{
	struct fact_table *table = records->table;
	const struct entry wanted = { .type = type, .id = id };
	if (!table || records->nr_facts == 0)
		return NULL;
	const struct facts *last = &records->facts[records->nr_facts - 1];
	while (table->nr_seen < records->nr_facts - 1)
		enter(records, table->nr_seen++);
	const struct entry *found = lookup_find(
		&table->by_id, hash_entry(&wanted), same_entry, &wanted);
	if (found)
		return &records->facts[found->nr];
	const char *last_id = id_of(last);
	return last_id && strcmp(last->type, type) == 0 &&
		       strcmp(last_id, id) == 0 ? last : NULL;
}

const struct facts *records_find(const struct records *records,
				 const char *type, const char *id)
{
	if (id)
		return find_by_id(records, type, id);
	for (size_t i = 0; i < records->nr_facts; i++)
		if (strcmp(records->facts[i].type, type) == 0)
			return &records->facts[i];
	return NULL;
}

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
	struct pair *copy = error_unless_memory(malloc(n * sizeof(*copy)));
	for (size_t i = 0; i < n; i++)
		copy_pair(records, &copy[i], &pair[i]);
	pairs->pair = pool_keep(records_pool(records), copy, n * sizeof(*copy));
	free(copy);
}

void texts_set(struct records *records, struct texts *texts,
	       const char *const text[], size_t n)
{
	*texts = (struct texts){ .n = n };
	if (n == 0)
		return;
	const char **copy = error_unless_memory(malloc(n * sizeof(*copy)));
	for (size_t i = 0; i < n; i++)
		copy[i] = records_keep(records, text[i]);
	texts->text = pool_keep(records_pool(records), copy, n * sizeof(*copy));
	free(copy);
}

void pairs_add(struct records *records, struct pairs *pairs, const char *name,
	       const char *text, struct real number)
{
	const size_t n = pairs->n;
	struct pair *more = error_unless_memory(calloc(n + 1, sizeof(*more)));
	if (n > 0)
		memcpy(more, pairs->pair, n * sizeof(*more));
	more[n] = (struct pair){ name, text, number };
	pairs_set(records, pairs, more, n + 1);
	free(more);
}

void texts_add(struct records *records, struct texts *texts, const char *text)
{
	const size_t n = texts->n;
	const char **more = error_unless_memory(calloc(n + 1, sizeof(*more)));
	if (n > 0)
		memcpy(more, texts->text, n * sizeof(*more));
	more[n] = text;
	texts_set(records, texts, more, n + 1);
	free(more);
}

/* All else is the pool's. */
static void sample_close(struct sample *sample)
{
	latency_close(sample->latency);
}

void records_drop(struct records *records)
{
	sample_close(&records->sample[--records->nr_samples]);
}

void records_close(struct records *records)
{
	for (size_t i = 0; i < records->nr_samples; i++)
		sample_close(&records->sample[i]);
	for (size_t i = 0; i < records->nr_facts; i++)
		free(records->facts[i].fact);
	free(records->sample);
	free(records->facts);
	if (records->table)
		lookup_close(&records->table->by_id);
	free(records->table);
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
