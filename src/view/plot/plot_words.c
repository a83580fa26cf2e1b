/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_words.h"

#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"

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

/* ---- words of its runs ---- */

enum { TEXTS_SHOWN = 3 };

typedef char *word_fn(const struct records *records, const struct sample *like);

static int compare_texts(const void *left, const void *right)
{
	return strcmp(left, right);
}

/*
 * "a; b; c and 2 more": each distinct text once, the first few in order. Where they
 * are lines there is no word of others.
 */
static char *words_of(const struct plot_source *source, word_fn *word,
		      const char *between)
{
	void *seen = NULL;	/* a tree of all of them: it owns them */
	size_t n = 0;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < source->nr_likes; i++) {
		char *text = word(source->records, source->like[i]);
		char **place = *text ? tsearch(text, &seen, compare_texts) : NULL;
		if (!place || *place != text)
			free(text);
		else if (n++ < TEXTS_SHOWN)
			fprintf(out, "%s%s", n > 1 ? between : "", text);
	}
	if (n > TEXTS_SHOWN && *between == ';')
		fprintf(out, " and %zu more", n - TEXTS_SHOWN);
	tdestroy(seen, free);
	return text_close(&stream);
}

/* Of a campaign with its guest. */
static char *machine_of(const struct plot_source *source)
{
	const struct compare *c = source->compare;
	AUTO_FREE char *machine = words_of(source, caption_machine, "; ");
	if (!c || !engine_find(c->engine)->is_guest)
		return text_format("%s%s", *machine ? "Machine: " : "", machine);
	const char *guest = facts_text(c->run, "guest");
	return text_format("Machine: %s, on %s", guest ? guest : "-",
			   *machine ? machine : "-");
}

/* Each side with the kernel that it is. */
static char *sides_of(const struct plot_source *source)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < source->nr_sides; i++) {
		const struct side *side = &source->compare->side[source->side[i]];
		fprintf(out, "%s%s: %s", i ? "; " : "Kernels: ", side->name,
			*side->what ? side->what : "the running kernel as it is");
	}
	return text_close(&stream);
}

static char *kernels_of(const struct plot_source *source)
{
	AUTO_FREE char *kernels = words_of(source, caption_kernel, "; ");
	return text_format("%s%s", *kernels ? "Kernel: " : "", kernels);
}

static char *origin_of(const struct plot_source *source)
{
	AUTO_FREE char *date = words_of(source, caption_date, "; ");
	AUTO_FREE char *command = words_of(source, caption_command, "; ");
	return text_format("%s%s%s%s%s", *date ? "Date: " : "", date,
			   *date && *command ? ". " : "", *command ? "Command: " : "",
			   command);
}

void plot_caption(struct picture *picture, struct plot_source *source, char *counts)
{
	const struct sample of_run = { .run = source->compare ? source->compare->run_id : NULL };
	if (source->compare)
		plot_source_add_run(source, &of_run);
	picture->caption[0] = counts;
	picture->caption[1] = machine_of(source);
	picture->caption[2] = source->compare ? sides_of(source) : kernels_of(source);
	picture->caption[3] = origin_of(source);
	picture->command = words_of(source, caption_command, "\n");
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

static bool has_part(const char *text, const char *part, size_t n)
{
	for (const char *at = text; at; at = strstr(at, ", ")) {
		at += at == text ? 0 : 2;
		if (strncmp(at, part, n) == 0 &&
		    (at[n] == '\0' || strncmp(at + n, ", ", 2) == 0))
			return true;
	}
	return false;
}

static bool all_have(char *const text[], size_t n, const char *part, size_t bytes)
{
	for (size_t i = 0; i < n; i++)
		if (!has_part(text[i], part, bytes))
			return false;
	return true;
}

char *plot_parts(char *const text[], size_t n, size_t i, bool shared)
{
	const char *end;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (const char *at = text[i]; at; at = end ? end + 2 : NULL) {
		end = strstr(at, ", ");
		const size_t bytes = end ? (size_t)(end - at) : strlen(at);
		if (bytes > 0 && all_have(text, n, at, bytes) == shared)
			fprintf(out, "%s%.*s", ftell(out) > 0 ? ", " : "", (int)bytes, at);
	}
	return text_close(&stream);
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

char *plot_shortened(char *name, size_t columns)
{
	const size_t has = text_columns(name), half = (columns - 3) / 2;
	if (has <= columns)
		return name;
	/* What tells names apart is at both ends. */
	AUTO_FREE char *whole = name;
	return text_format("%.*s...%s", (int)bytes_of(whole, half), whole,
			   whole + bytes_of(whole, has - half));
}
