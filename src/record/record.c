/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/record.h"

#include <fcntl.h>
#include <inttypes.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/clock.h"

/* Interned texts: a balanced tree of copies, each freed once. */
struct text_pool {
	void *tree;
};

/* There is no useful way to go on, and what was measured is on disk already. */
static void *must(void *memory)
{
	if (!memory) {
		fputs("pft: out of memory: expected more: measure or read less at once\n",
		      stderr);
		exit(1);
	}
	return memory;
}

static int text_order(const void *a, const void *b)
{
	return strcmp(a, b);
}

const char *records_keep(struct records *records, const char *text)
{
	if (!text)
		return NULL;
	if (!records->pool)
		records->pool = must(calloc(1, sizeof(*records->pool)));
	void **found = tfind(text, &records->pool->tree, text_order);
	if (!found)
		found = must(tsearch(must(strdup(text)), &records->pool->tree,
				     text_order));
	return *(const char **)found;
}

void *records_grow(void *array, size_t n, size_t size)
{
	if (n != 0 && (n & (n - 1)) != 0)
		return array;
	return must(realloc(array, (n ? 2 * n : 1) * size));
}

struct sample *records_add(struct records *records, const struct sample *sample)
{
	records->sample = records_grow(records->sample, records->nr_samples,
			       sizeof(*records->sample));
	struct sample *added = &records->sample[records->nr_samples++];
	*added = *sample;
	return added;
}

struct facts *records_add_facts(struct records *records, const char *type)
{
	records->facts = records_grow(records->facts, records->nr_facts,
			      sizeof(*records->facts));
	struct facts *added = &records->facts[records->nr_facts++];
	*added = (struct facts){ .type = records_keep(records, type) };
	return added;
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

const struct facts *records_find(const struct records *records,
				 const char *type, const char *id)
{
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		if (strcmp(facts->type, type) != 0)
			continue;
		if (!id)
			return facts;
		const struct fact *own = facts_find(facts, "id");
		if (own && own->type == FACT_TEXT && strcmp(own->text, id) == 0)
			return facts;
	}
	return NULL;
}

void pairs_add(struct records *records, struct pairs *pairs, const char *name,
	       const char *text, struct real number)
{
	pairs->pair = records_grow(pairs->pair, pairs->n, sizeof(*pairs->pair));
	pairs->pair[pairs->n++] = (struct pair){
		.name = records_keep(records, name),
		.text = records_keep(records, text),
		.number = number,
	};
}

void texts_add(struct records *records, struct texts *texts, const char *text)
{
	texts->text = records_grow(texts->text, texts->n, sizeof(*texts->text));
	texts->text[texts->n++] = records_keep(records, text);
}

static void sample_close(struct sample *sample)
{
	free(sample->knobs.pair);
	free(sample->config.pair);
	free(sample->counters.pair);
	latency_close(sample->latency_ns);
	free(sample->per_task);
	free(sample->warnings.text);
	free(sample->escaped.text);
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
	if (records->pool)
		tdestroy(records->pool->tree, free);
	free(records->pool);
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
