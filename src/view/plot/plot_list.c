/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of pictures that were drawn, for those who show them.
 */
#include "view/plot/plot_build.h"

#include <stdlib.h>

#include "record/record.h"

static char *file_of(const char *name, const char *type)
{
	struct text_stream stream;
	fprintf(text_open(&stream), "%s.%s", name, type);
	return text_close(&stream);
}

static char *taken(char **text)
{
	char *own = *text ? *text : text_shown("");
	*text = NULL;
	return own;
}

void plot_list_add(const struct plot_job *job, const struct plot_kind *kind,
		   const char *name, const char *csv)
{
	struct plot_list *list = job->list;
	list->item = records_grow(list->item, list->n, sizeof(*list->item));
	list->item[list->n++] = (struct plot_item){
		.kind = kind,
		.name = text_shown(name),
		.title = taken(&job->words->title),
		.caption = taken(&job->words->caption),
		.command = taken(&job->words->command),
		.svg = file_of(name, "svg"),
		.png = file_of(name, "png"),
		.csv = file_of(csv, "csv"),
	};
}

void plot_words_close(struct plot_words *words)
{
	free(words->title);
	free(words->caption);
	free(words->command);
	*words = (struct plot_words){ 0 };
}

void plot_list_close(struct plot_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct plot_item *item = &list->item[i];
		char *const own[] = { item->name, item->title, item->caption,
				      item->command, item->svg, item->png,
				      item->csv };
		for (size_t j = 0; j < ARRAY_SIZE(own); j++)
			free(own[j]);
	}
	free(list->item);
	*list = (struct plot_list){ 0 };
}
