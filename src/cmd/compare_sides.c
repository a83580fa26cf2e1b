/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/compare_sides.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/text.h"
#include "cmd/record_files.h"
#include "record/jsonl.h"

/* ---- operands ---- */

/* "NAME=FILE", unless a file is called so. */
static const char *split_name(struct compare_sides *sides, const char *operand,
			      const char **path)
{
	const char *equals = strchr(operand, '=');
	*path = operand;
	if (!equals || equals == operand || access(operand, F_OK) == 0)
		return NULL;
	AUTO_FREE char *name = text_format("%.*s", (int)(equals - operand),
					   operand);
	*path = equals + 1;
	return records_keep(&sides->records, name);
}

static int read_operand(struct compare_sides *sides, const char *operand,
			struct error *err)
{
	struct record_files files = { 0 };
	const char *path;
	const char *name = split_name(sides, operand, &path);
	const size_t first = sides->records.nr_samples;
	const size_t first_facts = sides->records.nr_facts;
	const int rc = record_files_read(&files, path, &sides->records, err);
	record_files_close(&files);
	if (rc != 0)
		return rc;
	sides->side = records_grow(sides->side, sides->n, sizeof(*sides->side));
	sides->side[sides->n++] = (struct side){
		.name = name, .source = path,
		.first = first, .end = sides->records.nr_samples,
		.first_facts = first_facts, .end_facts = sides->records.nr_facts,
	};
	return 0;
}

/* ---- names ---- */

/* The one kernel that a side measured; NULL: several, or none. */
static const char *label_of(const struct compare_sides *sides,
			    const struct side *side)
{
	const char *label = NULL;
	if (side->kernel)
		return side->kernel;
	for (size_t i = side->first; i < side->end; i++) {
		const struct sample *s = &sides->records.sample[i];
		if (!text_same(s->role, "measure"))
			continue;
		if (!s->kernel || (label && strcmp(label, s->kernel) != 0))
			return NULL;
		label = s->kernel;
	}
	return label;
}

static bool is_unique(const char *const names[], size_t n, size_t i)
{
	for (size_t j = 0; j < n; j++)
		if (j != i && text_same(names[i], names[j]))
			return false;
	return names[i] != NULL;
}

static bool all_unique(const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_unique(names, n, i))
			return false;
	return true;
}

static const char *file_of(const struct compare_sides *sides,
			   const struct side *side)
{
	const char *slash = strrchr(side->source, '/');
	(void)sides;
	return slash && slash[1] ? slash + 1 : side->source;
}

static const char *path_of(const struct compare_sides *sides,
			   const struct side *side)
{
	(void)sides;
	return side->source;
}

/* Labels if each tells a side from the others, else file names, else paths. */
static void name_sides(struct compare_sides *sides)
{
	static const char *(*const ways[])(const struct compare_sides *sides,
					   const struct side *side) = {
		label_of, file_of, path_of,
	};
	AUTO_FREE const char **name = error_unless_memory(
		calloc(sides->n, sizeof(*name)));
	for (size_t way = 0; way < ARRAY_SIZE(ways); way++) {
		for (size_t i = 0; i < sides->n; i++)
			name[i] = ways[way](sides, &sides->side[i]);
		if (all_unique(name, sides->n))
			break;
	}
	for (size_t i = 0; i < sides->n; i++)
		if (!sides->side[i].name)
			sides->side[i].name = name[i];
}

static int check_names(const struct compare_sides *sides, struct error *err)
{
	for (size_t i = 0; i < sides->n; i++)
		for (size_t j = 0; j < i; j++)
			if (text_same(sides->side[i].name, sides->side[j].name) &&
			    strcmp(sides->side[i].source, sides->side[j].source) != 0)
				return error_set(err, -EINVAL, "'%s': two sides have this name: expected NAME=FILE with names of their own",
						 sides->side[i].name);
	return 0;
}

/* ---- one operand: its kernels ---- */

/* The one campaign that all repetitions are of; or NULL. */
static const struct facts *only_campaign(const struct records *records)
{
	const struct facts *campaign = NULL;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *run = &records->facts[i];
		const char *id = facts_text(run, "id");
		if (strcmp(run->type, "run") != 0 || !id ||
		    !facts_find(run, "treatments"))
			continue;
		if (campaign && !text_same(facts_text(campaign, "id"), id))
			return NULL;
		campaign = run;
	}
	const char *id = facts_text(campaign, "id");
	for (size_t i = 0; id && i < records->nr_samples; i++)
		if (!text_same(records->sample[i].run, id))
			return NULL;
	return campaign;
}

static void add_label(struct compare_sides *sides, const struct side *whole,
		      const char *label)
{
	compare_add_label(&sides->side, &sides->n, whole,
			  records_keep(&sides->records, label));
}

static void add_treatments(struct compare_sides *sides,
			   const struct side *whole,
			   const struct facts *campaign)
{
	const struct texts label = facts_texts(campaign, "treatments");
	for (size_t i = 0; i < label.n; i++)
		add_label(sides, whole, label.text[i]);
}

static int check_only(const struct compare_sides *sides,
		      const struct compare_words *only, struct error *err)
{
	for (size_t i = 0; i < only->n; i++) {
		bool found = false;
		for (size_t j = 0; j < sides->n; j++)
			found |= text_same(sides->side[j].kernel, only->word[i]);
		if (!found)
			return error_set(err, -EINVAL, "--only '%s': no repetition is of that kernel: expected one of the labels in the file",
					 only->word[i]);
	}
	return 0;
}

static int part_one(struct compare_sides *sides, const struct compare_words *only,
		    struct error *err)
{
	const struct side whole = sides->side[0];
	const struct facts *campaign = only_campaign(&sides->records);
	sides->by_row = campaign != NULL;
	sides->n = 0;
	if (campaign)
		add_treatments(sides, &whole, campaign);
	else
		compare_part(&sides->records, &whole, SIZE_MAX, &sides->side,
			     &sides->n);
	int rc = check_only(sides, only, err);
	if (rc == 0 && only->n > 0) {
		sides->n = 0;
		for (size_t i = 0; i < only->n; i++)
			add_label(sides, &whole, only->word[i]);
	}
	if (rc == 0 && sides->n < 2)
		rc = error_set(err, -EINVAL, "'%s': %s: expected two to compare: name another file, or measure with another --label",
			       whole.source, sides->n ? "one kernel alone" :
						       "no repetitions in it");
	return rc;
}

/* ---- all ---- */

static int part_several(struct compare_sides *sides,
			const struct compare_words *only, struct error *err)
{
	if (only->n > 1)
		return error_set(err, -EINVAL, "--only: expected one label for several operands");
	for (size_t i = 0; only->n && i < sides->n; i++)
		sides->side[i].kernel = records_keep(&sides->records, only->word[0]);
	name_sides(sides);
	return check_names(sides, err);
}

int compare_sides_read(char **operands, const struct compare_options *options,
		      struct compare_sides *sides, struct error *err)
{
	int rc = 0;
	*sides = (struct compare_sides){ 0 };
	for (; rc == 0 && *operands; operands++)
		rc = read_operand(sides, *operands, err);
	if (rc != 0)
		return rc;
	return sides->n == 1 ? part_one(sides, &options->only, err) :
			      part_several(sides, &options->only, err);
}

void compare_sides_close(struct compare_sides *sides)
{
	free(sides->side);
	records_close(&sides->records);
	*sides = (struct compare_sides){ 0 };
}
