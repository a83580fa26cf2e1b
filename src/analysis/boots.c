/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/boots.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/lookup.h"
#include "base/text.h"
#include "record/pool.h"

bool boot_is_of(const struct facts *facts, const char *run_id)
{
	return strcmp(facts->type, "boot") == 0 &&
	       text_same(facts_text(facts, "run"), run_id);
}

bool boot_is_lost(const struct facts *boot)
{
	const char *outcome = facts_text(boot, "outcome");
	return !text_same(outcome, "ok") && !text_same(outcome, "warned");
}

static uint64_t hash_text(const char *text)
{
	return hash_bytes(HASH_START, text, strlen(text));
}

/* Of those that are in the table: they have an id. */
static bool is_boot(const void *range, const void *id)
{
	const struct facts *boot = ((const struct boot_range *)range)->boot;
	return strcmp(facts_text(boot, "id"), id) == 0;
}

/* The first of that boot; one without an id has no samples. */
static void look_up(struct lookup *lookup, const struct boot_range *range)
{
	const char *id = facts_text(range->boot, "id");
	if (!id)
		return;
	struct lookup_place *place = error_unless_memory(
		lookup_add(lookup, hash_text(id), is_boot, id));
	if (!place->thing)
		place->thing = range;
}

static struct boot_range *range_of(const struct boots *boots,
				   const struct lookup *lookup, const char *id)
{
	const struct boot_range *range = id ?
		lookup_find(lookup, hash_text(id), is_boot, id) : NULL;
	return range ? &boots->range[range - boots->range] : NULL;
}

static void look_at_samples(struct boots *boots, const struct lookup *lookup,
			    const struct records *records)
{
	for (size_t i = 0; i < records->nr_samples; i++) {
		const struct sample *s = &records->sample[i];
		struct boot_range *range = range_of(boots, lookup, s->boot_id);
		if (!range)
			continue;
		range->first = range->end ? range->first : i;
		range->end = i + 1;
	}
}

/* Of a boot that has several records each has its samples. */
static void share(const struct boots *boots, const struct lookup *lookup)
{
	for (size_t i = 0; i < boots->n; i++) {
		struct boot_range *range = &boots->range[i];
		const struct boot_range *first = range_of(
			boots, lookup, facts_text(range->boot, "id"));
		if (!first)
			continue;
		range->first = first->first;
		range->end = first->end;
	}
}

struct boots boots_find(const struct records *records, const char *run_id)
{
	struct lookup lookup = { 0 };
	struct boots boots = {
		.range = error_unless_memory(calloc(records->nr_facts + 1,
					  sizeof(*boots.range))),
	};
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *boot = &records->facts[i];
		if (boot_is_of(boot, run_id) && !boot_is_lost(boot))
			boots.range[boots.n++].boot = boot;
	}
	for (size_t i = 0; i < boots.n; i++)
		look_up(&lookup, &boots.range[i]);
	look_at_samples(&boots, &lookup, records);
	share(&boots, &lookup);
	lookup_close(&lookup);
	return boots;
}

void boots_close(struct boots *boots)
{
	free(boots->range);
	*boots = (struct boots){ 0 };
}
