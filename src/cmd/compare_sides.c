/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/compare_sides.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/record_files.h"
#include "record/jsonl.h"

static struct side *add_side(struct compare_sides *sides)
{
	sides->side = records_grow(sides->side, sides->n, sizeof(*sides->side));
	sides->side[sides->n] = (struct side){ 0 };
	return &sides->side[sides->n++];
}

/* ---- operands ---- */

/* "NAME=FILE", unless a file is called so. */
static const char *split_name(struct compare_sides *sides, const char *operand,
			      const char **path)
{
	const char *equals = strchr(operand, '=');
	*path = operand;
	if (!equals || equals == operand || access(operand, F_OK) == 0)
		return NULL;
	char *name = strndup(operand, (size_t)(equals - operand));
	const char *kept = name ? records_keep(&sides->records, name) : NULL;
	free(name);
	*path = equals + 1;
	return kept;
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
	*add_side(sides) = (struct side){
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

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash[1] ? slash + 1 : path;
}

/* What a side may be called by. */
struct names {
	const char **label, **file, **path;	/* [n of sides]; owned */
};

static void find_names(const struct compare_sides *sides, struct names *names)
{
	for (size_t i = 0; i < sides->n; i++) {
		names->label[i] = label_of(sides, &sides->side[i]);
		names->path[i] = sides->side[i].source;
		names->file[i] = last_part(names->path[i]);
	}
}

/* Labels where each tells a side from the others, else file names. */
static int name_sides(struct compare_sides *sides, struct error *err)
{
	const size_t n = sides->n;
	struct names names = {
		.label = calloc(n + 1, sizeof(char *)),
		.file = calloc(n + 1, sizeof(char *)),
		.path = calloc(n + 1, sizeof(char *)),
	};
	const bool whole = names.label && names.file && names.path;
	if (whole) {
		find_names(sides, &names);
		const char **name = all_unique(names.label, n) ? names.label :
				    all_unique(names.file, n) ? names.file :
								names.path;
		for (size_t i = 0; i < n; i++)
			if (!sides->side[i].name)
				sides->side[i].name = name[i];
	}
	free(names.label);
	free(names.file);
	free(names.path);
	return whole ? 0 : error_set(err, -ENOMEM, "out of memory");
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
		const struct fact *id = facts_find(run, "id");
		if (strcmp(run->type, "run") != 0 || !id ||
		    id->type != FACT_TEXT || !facts_find(run, "treatments"))
			continue;
		if (campaign && strcmp(facts_find(campaign, "id")->text,
				       id->text) != 0)
			return NULL;
		campaign = run;
	}
	const char *id = campaign ? facts_find(campaign, "id")->text : NULL;
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
	const struct fact *fact = facts_find(campaign, "treatments");
	char **label = fact->type == FACT_JSON ? jsonl_texts(fact->text) : NULL;
	for (size_t i = 0; label && label[i]; i++)
		add_label(sides, whole, label[i]);
	free(label);
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
	const int rc = name_sides(sides, err);
	return rc ? rc : check_names(sides, err);
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
