/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_words.h"

#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/caption.h"
#include "view/bar_text.h"

/* ---- the source ---- */

void plot_source_add_side(struct plot_source *source, size_t side)
{
	for (size_t i = 0; i < source->nr_sides; i++)
		if (source->side[i] == side)
			return;
	source->side = records_grow(source->side, source->nr_sides,
				    sizeof(*source->side));
	source->side[source->nr_sides++] = side;
}

void plot_source_add_run(struct plot_source *source, const struct sample *like)
{
	for (size_t i = source->nr_likes; i-- > 0;)
		if (source->like[i]->run == like->run &&
		    source->like[i]->kernel == like->kernel)
			return;
	source->like = records_grow(source->like, source->nr_likes,
				    sizeof(*source->like));
	source->like[source->nr_likes++] = like;
}

/* ---- words of runs: each distinct text once, the first few in order ---- */

enum { TEXTS_SHOWN = 3 };

typedef char *word_fn(const struct records *records, const struct sample *like);

struct distinct {
	const char *text[TEXTS_SHOWN];
	size_t n, nr_others;
	void *seen;		/* a tree of all of them: it owns them */
};

static int compare_texts(const void *left, const void *right)
{
	return strcmp(left, right);
}

static void add_distinct(struct distinct *distinct, char *text)
{
	char **place = *text ? tsearch(text, &distinct->seen, compare_texts) : NULL;
	if (!place || *place != text) {
		free(text);
		return;
	}
	if (distinct->n < TEXTS_SHOWN)
		distinct->text[distinct->n++] = text;
	else
		distinct->nr_others++;
}

static struct distinct distinct_of(const struct plot_source *source, word_fn *word)
{
	struct distinct distinct = { 0 };
	for (size_t i = 0; i < source->nr_likes; i++)
		add_distinct(&distinct, word(source->records, source->like[i]));
	return distinct;
}

/* "Kernel: a; b; c and 2 more"; nothing where no run knows it. */
static void put_words(FILE *out, const struct plot_source *source,
		      const char *what, word_fn *word)
{
	struct distinct distinct = distinct_of(source, word);
	if (distinct.n > 0)
		fprintf(out, "%s%s", ftell(out) > 0 ? ". " : "", what);
	for (size_t i = 0; i < distinct.n; i++)
		fprintf(out, "%s%s", i ? "; " : "", distinct.text[i]);
	if (distinct.nr_others > 0)
		fprintf(out, " and %zu more", distinct.nr_others);
	tdestroy(distinct.seen, free);
}

static char *machine_of(const struct plot_source *source)
{
	struct text_stream stream;
	put_words(text_open(&stream), source, "Machine: ", caption_machine);
	return text_close(&stream);
}

static char *kernels_of(const struct plot_source *source)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_words(out, source, "Kernel: ", caption_kernel);
	put_words(out, source, "Date: ", caption_date);
	return text_close(&stream);
}

static char *command_of(const struct plot_source *source)
{
	struct text_stream stream;
	put_words(text_open(&stream), source, "Command: ", caption_command);
	return text_close(&stream);
}

/* A line each. */
static char *commands_of(const struct plot_source *source)
{
	struct distinct commands = distinct_of(source, caption_command);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < commands.n; i++)
		fprintf(out, "%s%s", i ? "\n" : "", commands.text[i]);
	tdestroy(commands.seen, free);
	return text_close(&stream);
}

static void caption_runs(struct picture *picture, const struct plot_source *source)
{
	picture->caption[1] = machine_of(source);
	picture->caption[2] = kernels_of(source);
	picture->caption[3] = command_of(source);
	picture->command = commands_of(source);
}

/* ---- words of a campaign ---- */

static void caption_campaign(struct picture *picture,
			     const struct plot_source *source)
{
	const struct records *records = &source->part->records;
	const struct compare *c = &source->part->compare;
	const struct sample of_run = { .run = c->run_id };
	picture->caption[1] = bar_text_machine(records, c);
	picture->caption[2] = bar_text_kernels(c, source->side, source->nr_sides);
	picture->caption[3] = bar_text_command(records, c);
	picture->command = caption_command(records, &of_run);
}

void plot_caption(struct picture *picture, struct plot_source *source,
		  char *counts)
{
	picture->caption[0] = counts;
	if (source->part)
		caption_campaign(picture, source);
	else
		caption_runs(picture, source);
	free(source->side);
	free(source->like);
}

/* ---- pieces ---- */

void plot_put_n(FILE *out, uint64_t least, uint64_t most)
{
	fprintf(out, "n = %" PRIu64, least);
	if (least != most)
		fprintf(out, " to %" PRIu64, most);
	fprintf(out, " repetition%s", most == 1 ? "" : "s");
}

void plot_put_invalid(FILE *out, size_t nr_rows)
{
	if (nr_rows > 0)
		fprintf(out, " %zu INVALID row%s left out.", nr_rows,
			nr_rows == 1 ? "" : "s");
}

/* Bytes of the first n columns of UTF-8 text. */
static size_t bytes_of(const char *text, size_t n)
{
	size_t at = 0;
	for (; text[at] && n > 0; n--) {
		at++;
		while ((text[at] & 0xc0) == 0x80)
			at++;
	}
	return at;
}

/* What tells names apart is at both ends. */
char *plot_shortened(char *name, size_t columns)
{
	const size_t has = text_columns(name), half = (columns - 3) / 2;
	if (has <= columns)
		return name;
	char *shorter = text_format("%.*s...%s", (int)bytes_of(name, half), name,
				    name + bytes_of(name, has - half));
	free(name);
	return shorter;
}
