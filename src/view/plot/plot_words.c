/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words around the axes that every picture has: its title, and its caption
 * of what was counted, on which machine and kernels, when, by which command.
 */
#include "view/plot/plot_build.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "view/bar_text.h"

/* Different machines, kernels, dates or commands that a caption tells. */
enum { TOLD = 3 };

/* Each distinct text once, the first few in order, the others counted. */
struct distinct {
	const char *text[TOLD];
	size_t n, others;
	void *seen;		/* a tree of all of them: it owns them */
};

static int compare_texts(const void *left, const void *right)
{
	return strcmp(left, right);
}

static void distinct_add(struct distinct *distinct, char *text)
{
	char **place = *text ? tsearch(text, &distinct->seen, compare_texts) : NULL;
	if (!place || *place != text) {
		free(text);
		return;
	}
	if (distinct->n < TOLD)
		distinct->text[distinct->n++] = text;
	else
		distinct->others++;
}

static struct distinct distinct_of(const struct plot_source *source,
				   char *(*word)(const struct records *,
						 const struct sample *))
{
	struct distinct distinct = { 0 };
	for (size_t i = 0; i < source->nr_likes; i++)
		distinct_add(&distinct, word(source->records, source->like[i]));
	return distinct;
}

static void distinct_print(FILE *out, const char *what,
			   const struct distinct *distinct, const char *between)
{
	if (distinct->n > 0)
		fprintf(out, "%s%s", ftell(out) > 0 ? ". " : "", what);
	for (size_t i = 0; i < distinct->n; i++)
		fprintf(out, "%s%s", i ? between : "", distinct->text[i]);
	if (distinct->others > 0 && *what)
		fprintf(out, " and %zu more", distinct->others);
}

static void distinct_close(struct distinct *distinct)
{
	tdestroy(distinct->seen, free);
}

static void put_words(FILE *out, const struct plot_source *source,
		      const char *what,
		      char *(*word)(const struct records *, const struct sample *))
{
	struct distinct distinct = distinct_of(source, word);
	distinct_print(out, what, &distinct, "; ");
	distinct_close(&distinct);
}

static char *machine_of(const struct plot_source *source)
{
	struct text_stream stream;
	if (source->part)
		return bar_text_machine(&source->part->records,
					&source->part->compare);
	put_words(text_open(&stream), source, "Machine: ", caption_machine);
	return text_close(&stream);
}

static char *kernels_of(const struct plot_source *source)
{
	struct text_stream stream;
	if (source->part)
		return bar_text_kernels(&source->part->compare,
					source->treatment, source->nr_sides);
	FILE *out = text_open(&stream);
	put_words(out, source, "Kernel: ", caption_kernel);
	put_words(out, source, "Date: ", caption_date);
	return text_close(&stream);
}

static char *command_of(const struct plot_source *source)
{
	struct text_stream stream;
	if (source->part)
		return bar_text_command(&source->part->records,
					&source->part->compare);
	put_words(text_open(&stream), source, "Command: ", caption_command);
	return text_close(&stream);
}

static char *commands_for_shell(const struct plot_source *source)
{
	const struct sample of_run = {
		.run = source->part ? source->part->compare.run_id : NULL
	};
	struct text_stream stream;
	if (source->part)
		return caption_command(&source->part->records, &of_run);
	struct distinct commands = distinct_of(source, caption_command);
	distinct_print(text_open(&stream), "", &commands, "\n");
	distinct_close(&commands);
	return text_close(&stream);
}

static void keep(char **place, char *text)
{
	free(*place);
	*place = text;
}

/* Lines as a list has them: they are wrapped by who shows them. */
static char *joined(char *const line[], size_t n, const char *between)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < n; i++)
		if (line[i] && *line[i])
			fprintf(out, "%s%s", ftell(out) > 0 ? between : "",
				line[i]);
	return text_close(&stream);
}

int plot_title(const struct plot_job *job, char *const line[], size_t n,
	       size_t columns)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	size_t lines = 0;
	/* What follows finds a line of the n. */
	for (size_t i = 0; i < n; i++)
		plot_lines(out, line[i], columns, PLOT_TITLE_LINES - (n - 1 - i),
			   &lines);
	keep(&job->words->title, joined(line, n, ", "));
	return plot_file(job, job->work, "title.txt", &file);
}

static size_t lesser(size_t a, size_t b)
{
	return a < b ? a : b;
}

int plot_caption(const struct plot_job *job, const struct plot_source *source,
		 char *counts, const struct plot_room *room)
{
	char *const text[PLOT_CAPTION_TEXTS] = {
		counts, machine_of(source), kernels_of(source),
		command_of(source),
	};
	struct text_stream file;
	FILE *out = text_open(&file);
	size_t lines = 0;
	/* Each may wrap, but leaves lines for those after it. */
	for (size_t i = 0; i < ARRAY_SIZE(text); i++)
		plot_lines(out, text[i], room->columns,
			   lesser(lines + room->most[i],
				  room->lines - (ARRAY_SIZE(text) - 1 - i)),
			   &lines);
	keep(&job->words->caption, joined(text, ARRAY_SIZE(text), "\n"));
	keep(&job->words->command, commands_for_shell(source));
	for (size_t i = 0; i < ARRAY_SIZE(text); i++)
		free(text[i]);
	return plot_file(job, job->work, "caption.txt", &file);
}

const struct plot_room plot_room_fixed = {
	.columns = 150, .lines = 7, .most = { 7, 7, 7, 7 },
};
const struct plot_room plot_room_grows = {
	.columns = 155, .lines = 17, .most = { 3, 2, 9, 3 },
};
