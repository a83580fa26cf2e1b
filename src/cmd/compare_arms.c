/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/compare_arms.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/record_files.h"
#include "record/jsonl.h"

static struct compare_arm *add_arm(struct compare_arms *arms)
{
	arms->arm = records_grow(arms->arm, arms->n, sizeof(*arms->arm));
	arms->arm[arms->n] = (struct compare_arm){ 0 };
	return &arms->arm[arms->n++];
}

/* ---- operands ---- */

/* "NAME=FILE", unless a file is called so. */
static const char *split_name(struct compare_arms *arms, const char *operand,
			      const char **path)
{
	const char *equals = strchr(operand, '=');
	*path = operand;
	if (!equals || equals == operand || access(operand, F_OK) == 0)
		return NULL;
	char *name = strndup(operand, (size_t)(equals - operand));
	const char *kept = name ? records_keep(&arms->records, name) : NULL;
	free(name);
	*path = equals + 1;
	return kept;
}

static int read_operand(struct compare_arms *arms, const char *operand,
			struct error *err)
{
	struct record_files files = { 0 };
	const char *path;
	const char *name = split_name(arms, operand, &path);
	const size_t first = arms->records.nr_samples;
	const size_t first_facts = arms->records.nr_facts;
	const int rc = record_files_read(&files, path, &arms->records, err);
	record_files_close(&files);
	if (rc != 0)
		return rc;
	*add_arm(arms) = (struct compare_arm){
		.name = name, .source = path,
		.first = first, .end = arms->records.nr_samples,
		.first_facts = first_facts, .end_facts = arms->records.nr_facts,
	};
	return 0;
}

/* ---- names ---- */

/* The one kernel that an arm measured; NULL: several, or none. */
static const char *label_of(const struct compare_arms *arms,
			    const struct compare_arm *arm)
{
	const char *label = NULL;
	if (arm->label)
		return arm->label;
	for (size_t i = arm->first; i < arm->end; i++) {
		const struct sample *s = &arms->records.sample[i];
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

/* What an arm may be called by. */
struct names {
	const char **label, **file, **path;	/* [n of arms]; owned */
};

static void find_names(const struct compare_arms *arms, struct names *names)
{
	for (size_t i = 0; i < arms->n; i++) {
		names->label[i] = label_of(arms, &arms->arm[i]);
		names->path[i] = arms->arm[i].source;
		names->file[i] = last_part(names->path[i]);
	}
}

/* Labels where each tells an arm from the others, else file names. */
static int name_arms(struct compare_arms *arms, struct error *err)
{
	const size_t n = arms->n;
	struct names names = {
		.label = calloc(n + 1, sizeof(char *)),
		.file = calloc(n + 1, sizeof(char *)),
		.path = calloc(n + 1, sizeof(char *)),
	};
	const bool whole = names.label && names.file && names.path;
	if (whole) {
		find_names(arms, &names);
		const char **name = all_unique(names.label, n) ? names.label :
				    all_unique(names.file, n) ? names.file :
								names.path;
		for (size_t i = 0; i < n; i++)
			if (!arms->arm[i].name)
				arms->arm[i].name = name[i];
	}
	free(names.label);
	free(names.file);
	free(names.path);
	return whole ? 0 : error_set(err, -ENOMEM, "out of memory");
}

static int check_names(const struct compare_arms *arms, struct error *err)
{
	for (size_t i = 0; i < arms->n; i++)
		for (size_t j = 0; j < i; j++)
			if (text_same(arms->arm[i].name, arms->arm[j].name) &&
			    strcmp(arms->arm[i].source, arms->arm[j].source) != 0)
				return error_set(err, -EINVAL, "'%s': two arms have this name: expected NAME=FILE with names of their own",
						 arms->arm[i].name);
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

static void add_label(struct compare_arms *arms, const struct compare_arm *whole,
		      const char *label)
{
	compare_add_label(&arms->arm, &arms->n, whole,
			  records_keep(&arms->records, label));
}

static void add_treatments(struct compare_arms *arms,
			   const struct compare_arm *whole,
			   const struct facts *campaign)
{
	const struct fact *fact = facts_find(campaign, "treatments");
	char **label = fact->type == FACT_JSON ? jsonl_texts(fact->text) : NULL;
	for (size_t i = 0; label && label[i]; i++)
		add_label(arms, whole, label[i]);
	free(label);
}

static int check_only(const struct compare_arms *arms,
		      const struct compare_words *only, struct error *err)
{
	for (size_t i = 0; i < only->n; i++) {
		bool found = false;
		for (size_t j = 0; j < arms->n; j++)
			found |= text_same(arms->arm[j].label, only->word[i]);
		if (!found)
			return error_set(err, -EINVAL, "--only '%s': no repetition is of that kernel: expected one of the labels in the file",
					 only->word[i]);
	}
	return 0;
}

static int part_one(struct compare_arms *arms, const struct compare_words *only,
		    struct error *err)
{
	const struct compare_arm whole = arms->arm[0];
	const struct facts *campaign = only_campaign(&arms->records);
	arms->by_row = campaign != NULL;
	arms->n = 0;
	if (campaign)
		add_treatments(arms, &whole, campaign);
	else
		compare_part(&arms->records, &whole, SIZE_MAX, &arms->arm,
			     &arms->n);
	int rc = check_only(arms, only, err);
	if (rc == 0 && only->n > 0) {
		arms->n = 0;
		for (size_t i = 0; i < only->n; i++)
			add_label(arms, &whole, only->word[i]);
	}
	if (rc == 0 && arms->n < 2)
		rc = error_set(err, -EINVAL, "'%s': %s: expected two to compare: name another file, or measure with another --label",
			       whole.source, arms->n ? "one kernel alone" :
						       "no repetitions in it");
	return rc;
}

/* ---- all ---- */

static int part_several(struct compare_arms *arms,
			const struct compare_words *only, struct error *err)
{
	if (only->n > 1)
		return error_set(err, -EINVAL, "--only: expected one label for several operands");
	for (size_t i = 0; only->n && i < arms->n; i++)
		arms->arm[i].label = records_keep(&arms->records, only->word[0]);
	const int rc = name_arms(arms, err);
	return rc ? rc : check_names(arms, err);
}

int compare_arms_read(char **operands, const struct compare_options *options,
		      struct compare_arms *arms, struct error *err)
{
	int rc = 0;
	*arms = (struct compare_arms){ 0 };
	for (; rc == 0 && *operands; operands++)
		rc = read_operand(arms, *operands, err);
	if (rc != 0)
		return rc;
	return arms->n == 1 ? part_one(arms, &options->only, err) :
			      part_several(arms, &options->only, err);
}

void compare_arms_close(struct compare_arms *arms)
{
	free(arms->arm);
	records_close(&arms->records);
	*arms = (struct compare_arms){ 0 };
}
