/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/parts.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "view/ab_table.h"

/*
 * The records of a part are copies of those they came from, but not of what
 * these own: only the two arrays are the part's.
 */

static void add_sample(struct records *to, const struct sample *sample)
{
	to->sample = records_grow(to->sample, to->nr_samples, sizeof(*to->sample));
	to->sample[to->nr_samples++] = *sample;
}

static void add_facts(struct records *to, const struct facts *facts)
{
	to->facts = records_grow(to->facts, to->nr_facts, sizeof(*to->facts));
	to->facts[to->nr_facts++] = *facts;
}

static void close_records(struct records *records)
{
	free(records->sample);
	free(records->facts);
	*records = (struct records){ 0 };
}

/* ---- what was there already ---- */

/* Whether a thing like this was seen before; without the memory to tell: no. */
static bool seen_before(void **seen, const void *thing,
			int (*compare)(const void *, const void *))
{
	void **found = tsearch(thing, seen, compare);
	return found && *(const void **)found != thing;
}

static void keep(void *thing)
{
	(void)thing;	/* the records' */
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* A boot that was killed and made again counts its repetitions alike. */
static int compare_samples(const void *left, const void *right)
{
	const struct sample *a = left, *b = right;
	const int rc = compare_texts(a->boot_id, b->boot_id);
	if (rc != 0)
		return rc;
	return (a->order.value > b->order.value) -
	       (a->order.value < b->order.value);
}

static int compare_boots(const void *left, const void *right)
{
	return compare_texts(comparison_text(left, "id"),
			     comparison_text(right, "id"));
}

/* ---- the facts of a campaign ---- */

static bool is(const struct facts *facts, const char *type)
{
	return strcmp(facts->type, type) == 0;
}

static bool is_campaign(const struct facts *facts)
{
	return is(facts, "run") && facts_find(facts, "treatments") &&
	       comparison_text(facts, "id");
}

static struct part *find_part(const struct parts *parts, const char *run)
{
	for (size_t i = 0; run && i < parts->n; i++)
		if (strcmp(parts->part[i].comparison.run_id, run) == 0)
			return &parts->part[i];
	return NULL;
}

/* The run's id stands in the comparison already: find_part looks there. */
static void add_parts(const struct records *records, struct parts *parts)
{
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		const char *id = comparison_text(facts, "id");
		if (!is_campaign(facts) || find_part(parts, id))
			continue;
		parts->part = records_grow(parts->part, parts->n, sizeof(*parts->part));
		parts->part[parts->n] =
			(struct part){ .comparison = { .run_id = id } };
		add_facts(&parts->part[parts->n++].records, facts);
	}
}

static void add_boots_and_hosts(const struct records *records,
				struct parts *parts)
{
	void *seen = NULL;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		struct part *part = is(facts, "boot") ?
			find_part(parts, comparison_text(facts, "run")) : NULL;
		if (part && !seen_before(&seen, facts, compare_boots))
			add_facts(&part->records, facts);
		for (size_t j = 0; is(facts, "host") && j < parts->n; j++)
			add_facts(&parts->part[j].records, facts);
	}
	tdestroy(seen, keep);
}

/* ---- the samples ---- */

static void place_sample(struct parts *parts, void **seen,
			 const struct sample *sample)
{
	struct part *part = find_part(parts, sample->run);
	if (!part) {
		parts->nr_others++;
		add_sample(&parts->plain, sample);
		return;
	}
	const struct facts *boot = sample->boot_id ?
		records_find(&part->records, "boot", sample->boot_id) : NULL;
	if (!boot || comparison_is_lost(boot))
		return;
	if (sample->order.known &&
	    seen_before(seen, sample, compare_samples)) {
		parts->nr_doubles++;
		return;
	}
	add_sample(&part->records, sample);
	if (!sample->engine || strcmp(sample->engine, "exact") != 0)
		add_sample(&parts->plain, sample);
}

static void add_samples(const struct records *records, struct parts *parts)
{
	void *seen = NULL;
	for (size_t i = 0; i < records->nr_samples; i++)
		place_sample(parts, &seen, &records->sample[i]);
	tdestroy(seen, keep);
}

int parts_collect(const struct records *records, struct parts *parts,
		  struct error *err)
{
	int rc = 0;
	*parts = (struct parts){ 0 };
	add_parts(records, parts);
	add_boots_and_hosts(records, parts);
	for (size_t i = 0; i < records->nr_facts; i++)
		add_facts(&parts->plain, &records->facts[i]);
	add_samples(records, parts);
	for (size_t i = 0; rc == 0 && i < parts->n; i++)
		rc = comparison_make(&parts->part[i].records,
				     &parts->part[i].comparison, err);
	return rc;
}

void parts_close(struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++) {
		comparison_close(&parts->part[i].comparison);
		close_records(&parts->part[i].records);
	}
	free(parts->part);
	close_records(&parts->plain);
	*parts = (struct parts){ 0 };
}

bool parts_any_invalid(const struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		if (comparison_any_invalid(&parts->part[i].records,
					   &parts->part[i].comparison))
			return true;
	return false;
}

void parts_print_csv(FILE *out, const struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++) {
		const struct comparison *c = &parts->part[i].comparison;
		if (i == 0)
			ab_data_print(out, c, false);
		else
			ab_data_print_more(out, c);
	}
}
