/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/lookup.h"
#include "fault/engine.h"
#include "record/pool.h"

/* ---- what was there already ---- */

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static uint64_t hash_text(const char *text)
{
	return hash_bytes(HASH_START, or_empty(text), strlen(or_empty(text)));
}

/* Whether a thing like this was seen before. */
static bool seen_before(struct lookup *seen, uint64_t hash, const void *thing,
			lookup_same_fn *same)
{
	struct lookup_place *place =
		error_unless_memory(lookup_add(seen, hash, same, thing));
	const bool is_new = !place->thing;
	if (is_new)
		place->thing = thing;
	return !is_new;
}

/* A boot that was killed and made again counts its repetitions alike. */
static bool same_repetition(const void *left, const void *right)
{
	const struct sample *a = left, *b = right;
	return a->order.value == b->order.value &&
	       strcmp(or_empty(a->boot_id), or_empty(b->boot_id)) == 0;
}

static bool same_boot(const void *left, const void *right)
{
	return strcmp(or_empty(facts_text(left, "id")),
		      or_empty(facts_text(right, "id"))) == 0;
}

/* ---- the facts of a campaign ---- */

static bool is(const struct facts *facts, const char *type)
{
	return strcmp(facts->type, type) == 0;
}

static bool is_campaign(const struct facts *facts)
{
	return is(facts, "run") && facts_find(facts, "treatments") &&
	       facts_text(facts, "id");
}

static struct part *find_part(const struct parts *parts, const char *run)
{
	for (size_t i = 0; run && i < parts->n; i++)
		if (strcmp(parts->part[i].compare.run_id, run) == 0)
			return &parts->part[i];
	return NULL;
}

/* The run's id stands in the comparison already: find_part looks there. */
static void add_parts(const struct records *records, struct parts *parts)
{
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		const char *id = facts_text(facts, "id");
		if (!is_campaign(facts) || find_part(parts, id))
			continue;
		parts->part = records_grow(parts->part, parts->n, sizeof(*parts->part));
		parts->part[parts->n] =
			(struct part){ .compare = { .run_id = id } };
		records_lend_facts(&parts->part[parts->n++].records, facts);
	}
}

static void add_boots_and_hosts(const struct records *records,
				struct parts *parts)
{
	struct lookup seen = { 0 };
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		struct part *part = is(facts, "boot") ?
			find_part(parts, facts_text(facts, "run")) : NULL;
		if (part && !seen_before(&seen,
					 hash_text(facts_text(facts, "id")),
					 facts, same_boot))
			records_lend_facts(&part->records, facts);
		for (size_t j = 0; is(facts, "host") && j < parts->n; j++)
			records_lend_facts(&parts->part[j].records, facts);
	}
	lookup_close(&seen);
}

/* ---- the samples ---- */

/*
 * A million samples are not copied: they are put in order, each group of them
 * together, and the records of parts point to their group. Groups are the
 * parts, the repetitions of no campaign, and what is left out.
 */
struct groups {
	struct parts *parts;
	size_t *of;		/* [nr_samples] the group of each sample */
	size_t *nr;		/* [parts->n + 2] samples of each group */
	size_t *order;		/* [parts->n + 2] groups, as they are to stand */
	size_t *first;		/* [parts->n + 2] place of each group's first */
	struct lookup seen;
	const char *run;	/* of the sample before, and its part */
	struct part *part;
};

static struct part *part_of(struct groups *g, const struct sample *sample)
{
	if (!g->run || sample->run != g->run) {
		g->run = sample->run;
		g->part = find_part(g->parts, sample->run);
	}
	return g->part;
}

static size_t group_of(struct groups *g, const struct sample *sample)
{
	const size_t nr_parts = g->parts->n;
	const struct part *part = part_of(g, sample);
	if (!part)
		return nr_parts;
	const struct facts *boot = sample->boot_id ?
		records_find(&part->records, "boot", sample->boot_id) : NULL;
	if (!boot || compare_boot_is_lost(boot))
		return nr_parts + 1;
	const uint64_t hash = hash_bytes(hash_text(sample->boot_id),
					 &sample->order.value,
					 sizeof(sample->order.value));
	if (sample->order.known &&
	    seen_before(&g->seen, hash, sample, same_repetition)) {
		g->parts->nr_doubles++;
		return nr_parts + 1;
	}
	return (size_t)(part - g->parts->part);
}

/*
 * Its run record stands first. Samples of another engine are refused later. What
 * is accounted as in 2004 has tables of its own.
 */
static bool has_times(const struct part *part)
{
	const struct facts *run = &part->records.facts[0];
	const char *engine = facts_text(run, "engine");
	const char *accounting = facts_text(run, "accounting");
	return !engine_find(engine)->counts_instructions &&
	       (!accounting || strcmp(accounting, "classic") != 0);
}

/*
 * Those without times first, then all that plain tables show as it came, and
 * what is left out last.
 */
static void order_groups(struct groups *g, const struct records *records)
{
	const size_t nr_parts = g->parts->n;
	bool *placed = error_unless_memory(calloc(nr_parts + 2, sizeof(*placed)));
	size_t n = 0;
	for (size_t i = 0; i < nr_parts; i++) {
		placed[i] = !has_times(&g->parts->part[i]);
		if (placed[i])
			g->order[n++] = i;
	}
	placed[nr_parts + 1] = true;
	for (size_t i = 0; i < records->nr_samples; i++) {
		if (!placed[g->of[i]])
			g->order[n++] = g->of[i];
		placed[g->of[i]] = true;
	}
	for (size_t i = 0; i < nr_parts + 1; i++)
		if (!placed[i])
			g->order[n++] = i;
	g->order[n] = nr_parts + 1;
	free(placed);
}

/* Each sample is taken to where it belongs, and what was there goes on. */
static void move_samples(struct records *records, size_t to[])
{
	for (size_t i = 0; i < records->nr_samples; i++) {
		while (to[i] != i) {
			const size_t j = to[i];
			const struct sample sample = records->sample[j];
			records->sample[j] = records->sample[i];
			records->sample[i] = sample;
			to[i] = to[j];
			to[j] = j;
		}
	}
}

static void sort_samples(struct groups *g, struct records *records)
{
	size_t place = 0;
	for (size_t i = 0; i < g->parts->n + 2; i++) {
		g->first[g->order[i]] = place;
		place += g->nr[g->order[i]];
	}
	size_t *next = error_unless_memory(calloc(g->parts->n + 2, sizeof(*next)));
	memcpy(next, g->first, (g->parts->n + 2) * sizeof(*next));
	for (size_t i = 0; i < records->nr_samples; i++)
		g->of[i] = next[g->of[i]]++;
	free(next);
	move_samples(records, g->of);
}

/* The records of parts are slices of those they came from. */
static void share_samples(const struct groups *g, const struct records *records)
{
	struct parts *parts = g->parts;
	const size_t others = parts->n;
	size_t first = g->first[others];
	parts->plain = *records;
	parts->plain.nr_samples = g->nr[others];
	for (size_t i = 0; i < parts->n; i++) {
		struct part *part = &parts->part[i];
		part->records.sample = records->sample + g->first[i];
		part->records.nr_samples = g->nr[i];
		if (!has_times(part))
			continue;
		parts->plain.nr_samples += g->nr[i];
		first = g->first[i] < first ? g->first[i] : first;
	}
	parts->plain.sample = records->sample + first;
	parts->nr_others = g->nr[others];
	parts->first_other = g->first[others];
}

static void add_samples(struct records *records, struct parts *parts)
{
	const size_t nr_groups = parts->n + 2;
	size_t *room = error_unless_memory(calloc(3 * nr_groups, sizeof(*room)));
	struct groups g = {
		.parts = parts,
		.of = error_unless_memory(calloc(records->nr_samples + 1, sizeof(*g.of))),
		.nr = room,
		.order = room + nr_groups,
		.first = room + 2 * nr_groups,
	};
	for (size_t i = 0; i < records->nr_samples; i++) {
		g.of[i] = group_of(&g, &records->sample[i]);
		g.nr[g.of[i]]++;
	}
	lookup_close(&g.seen);
	order_groups(&g, records);
	sort_samples(&g, records);
	share_samples(&g, records);
	free(g.of);
	free(room);
}

int parts_collect(struct records *records, struct parts *parts,
		  struct error *err)
{
	int rc = 0;
	*parts = (struct parts){ 0 };
	add_parts(records, parts);
	add_boots_and_hosts(records, parts);
	add_samples(records, parts);
	for (size_t i = 0; rc == 0 && i < parts->n; i++)
		rc = compare_campaign(&parts->part[i].records,
				      &parts->part[i].compare, err);
	return rc;
}

/* Its facts and samples are others'. */
static void close_part(struct part *part)
{
	compare_close(&part->compare);
	part->records.sample = NULL;
	part->records.nr_samples = part->records.nr_facts = 0;
	records_close(&part->records);
}

void parts_close(struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		close_part(&parts->part[i]);
	free(parts->part);
	*parts = (struct parts){ 0 };
}

bool parts_any_invalid(const struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		if (compare_any_invalid(&parts->part[i].compare))
			return true;
	return false;
}

bool parts_have_locks(const struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		if (compare_has_locks(&parts->part[i].compare))
			return true;
	return false;
}
