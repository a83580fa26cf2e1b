/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/workload_words.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"

/* ---- setting them ---- */

static void words_close(struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free(words->word[i]);
	free(words->word);
	*words = (struct words){ 0 };
}

/* One that is named twice is meant once. The word is taken over. */
static void words_add(struct words *words, char *word)
{
	for (size_t i = 0; i < words->n; i++) {
		if (!text_same(words->word[i], word))
			continue;
		free(word);
		return;
	}
	words->word = error_unless_memory(realloc(
		words->word, (words->n + 1) * sizeof(*words->word)));
	words->word[words->n++] = word;
}

/* The field that keeps the words: of an alias the other one. */
static const struct workload_field *kept_by(const struct workload_field *field)
{
	return field->alias_of ? workload_field(field->alias_of) : field;
}

/* Words are kept as the field's text has them: "1024K" is "1M". */
static int add_word(struct words *words, const struct workload_field *field,
		    const char *value, struct error *err)
{
	struct workload scratch = { 0 };
	const struct workload_field *kept = kept_by(field);
	const int rc = field->parse(field, value, &scratch, err);
	char *word = rc == 0 ? kept->text(kept, &scratch) : NULL;
	if (word)
		words_add(words, word);
	workloads_close(&scratch, 1);
	return rc;
}

/* Each word between commas. */
static int add_list(struct words *words, const struct workload_field *field,
		    const char *value, struct error *err)
{
	AUTO_FREE char *list = text_format("%s", value);
	char *rest = list;
	int rc = 0;
	for (char *word; rc == 0 && (word = strsep(&rest, ","));)
		rc = add_word(words, field, word, err);
	return rc;
}

/* The same, each word being expanded before where the field can do it. */
static int add_expanded(struct words *words, const struct workload_field *field,
			const char *value, struct error *err)
{
	AUTO_FREE char *list = text_format("%s", value);
	char *rest = list;
	int rc = 0;
	for (char *word; rc == 0 && (word = strsep(&rest, ","));) {
		AUTO_FREE char *several = field->expand ?
			field->expand(word, err) : text_format("%s", word);
		rc = several ? add_list(words, field, several, err) : -EINVAL;
	}
	return rc;
}

int workload_words_set(struct workload_words *words,
		       const struct workload_field *field, const char *value,
		       struct error *err)
{
	struct words new = { 0 };
	const int rc = field->is_list ? add_expanded(&new, field, value, err) :
					add_word(&new, field, value, err);
	if (rc != 0) {
		words_close(&new);
		return rc;
	}
	struct words *old = &words->of[kept_by(field) - workload_fields];
	words_close(old);
	*old = new;
	return 0;
}

void workload_words_overlay(struct workload_words *words,
			    const struct workload_words *over)
{
	for (size_t f = 0; f < nr_workload_fields; f++) {
		if (over->of[f].n == 0)
			continue;
		words_close(&words->of[f]);
		for (size_t i = 0; i < over->of[f].n; i++)
			words_add(&words->of[f],
				  text_format("%s", over->of[f].word[i]));
	}
}

size_t workload_words_nr(const struct workload_words *words, const char *name)
{
	return words->of[workload_field(name) - workload_fields].n;
}

/* ---- rows ---- */

/* A word that was read before. */
static void apply(const struct workload_field *field, const char *word,
		  struct workload *w)
{
	const int rc = field->parse(field, word, w, NULL);
	assert(rc == 0);
	(void)rc;
}

/* The default of each field that has no words. */
static struct workload_words defaults_of(const struct workload_words *words)
{
	struct workload_words defaults = { .ab = words->ab };
	for (size_t f = 0; f < nr_workload_fields; f++) {
		const struct workload_field *field = &workload_fields[f];
		const char *standard = workload_field_standard(field, words->ab);
		if (standard && words->of[f].n == 0)
			workload_words_set(&defaults, field, standard, NULL);
	}
	return defaults;
}

static size_t nr_rows(const struct workload_words *words)
{
	size_t n = 1;
	for (size_t f = 0; f < nr_workload_fields; f++)
		n *= words->of[f].n ? words->of[f].n : 1;
	return n;
}

/* Combination i; the last field's words change first. */
static void apply_combination(const struct workload_words *words, size_t i,
			      struct workload *w)
{
	for (size_t f = nr_workload_fields; f-- > 0;) {
		const struct words *of = &words->of[f];
		if (of->n == 0)
			continue;
		apply(&workload_fields[f], of->word[i % of->n], w);
		i /= of->n;
	}
}

void workload_words_rows(const struct workload_words *words, uint64_t seed,
			 struct workload **row, size_t *n)
{
	struct workload_words defaults = defaults_of(words);
	/* Processes map their own: only who says otherwise is told so. */
	const bool may_share = workload_words_nr(words, "regions") > 0;
	const size_t nr_words = nr_rows(words), nr_defaults = nr_rows(&defaults);
	*n = nr_words * nr_defaults;
	*row = error_unless_memory(calloc(*n, sizeof(**row)));
	for (size_t i = 0; i < *n; i++) {
		struct workload *w = &(*row)[i];
		apply_combination(&defaults, i % nr_defaults, w);
		apply_combination(words, i / nr_defaults, w);
		w->own_regions |= w->processes && !may_share;
		w->pattern.seed = seed;
	}
	workload_words_close(&defaults);
}

void workload_words_apply(const struct workload_words *words,
			  struct workload *workload)
{
	for (size_t f = 0; f < nr_workload_fields; f++)
		if (words->of[f].n > 0)
			apply(&workload_fields[f], words->of[f].word[0], workload);
}

/* ---- all of them ---- */

char *workload_words_text(const struct workload_words *words)
{
	struct text_stream stream;
	const char *comma = "";
	FILE *out = text_open(&stream);
	for (size_t f = 0; f < nr_workload_fields; f++)
		for (size_t i = 0; i < words->of[f].n; i++, comma = ", ")
			fprintf(out, "%s%s %s", comma, workload_fields[f].name,
				words->of[f].word[i]);
	return text_close(&stream);
}

void workload_words_close(struct workload_words *words)
{
	for (size_t f = 0; f < WORKLOAD_FIELDS_MAX; f++)
		words_close(&words->of[f]);
}
