/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/series.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/caption.h"

static void *checked(void *memory)
{
	if (!memory) {
		fputs("pft: out of memory\n", stderr);
		abort();
	}
	return memory;
}

static bool same_part(const struct sample *a, const struct sample *b,
		      enum caption_part part)
{
	char *x = caption_part(a, part);
	char *y = caption_part(b, part);
	const bool same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

static bool same_set(const struct sample *a, const struct sample *b)
{
	for (int part = 0; part < NR_PARTS; part++)
		if (part != PART_KERNEL &&
		    !same_part(a, b, (enum caption_part)part))
			return false;
	return true;
}

static bool may_share_a_picture(const struct sample *a, const struct sample *b)
{
	return same_part(a, b, PART_ENGINE) &&
	       same_part(a, b, PART_ACCOUNTING) && same_part(a, b, PART_CLOCK);
}

static void add_block(struct series_list *list, const struct summary *summary,
		      size_t n)
{
	struct series series = { .like = summary[0].row->like };
	series.point = checked(calloc(n, sizeof(*series.point)));
	for (size_t i = 0; i < n; i++) {
		if (summary[i].nr_invalid > 0)
			series.nr_invalid++;
		else if (summary[i].n > 0 &&
			 summary[i].row->like->threads.known &&
			 summary[i].row->like->threads.value > 0)
			series.point[series.n++] = &summary[i];
	}
	list->nr_invalid += series.nr_invalid;
	if (series.n == 0) {
		free(series.point);
		return;
	}
	series.set = list->n;
	for (size_t i = list->n; i-- > 0;)
		if (same_set(list->series[i].like, series.like))
			series.set = list->series[i].set;
	list->series[list->n++] = series;
}

static int compare_series(const void *left, const void *right)
{
	const struct series *a = left, *b = right;
	if (a->set != b->set)
		return a->set < b->set ? -1 : 1;
	return a->like < b->like ? -1 : a->like > b->like;
}

void series_collect(const struct rows *rows, const struct summary *summary,
		    struct series_list *list)
{
	*list = (struct series_list){ 0 };
	list->series = checked(calloc(rows->nr_blocks + 1, sizeof(*list->series)));
	for (size_t i = 0; i < rows->nr_blocks; i++)
		add_block(list, summary + rows->block[i].first,
			  rows->block[i].n);
	qsort(list->series, list->n, sizeof(*list->series), compare_series);
}

void series_close(struct series_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->series[i].point);
	free(list->series);
	*list = (struct series_list){ 0 };
}

struct picture series_picture(const struct series_list *list, size_t first,
			      size_t most, bool one_set)
{
	const struct series *start = &list->series[first];
	size_t n = 0;
	while (first + n < list->n) {
		const size_t set = start[n].set;
		size_t of_set = 0;
		while (first + n + of_set < list->n &&
		       start[n + of_set].set == set)
			of_set++;
		if (n > 0 && (one_set || n + of_set > most ||
			      !may_share_a_picture(start->like, start[n].like)))
			break;
		if (of_set > most)	/* a set too large for any picture */
			return (struct picture){ start, most };
		n += of_set;
	}
	return (struct picture){ start, n };
}

static bool is_shared(const struct picture *picture, enum caption_part part)
{
	for (size_t i = 1; i < picture->n; i++)
		if (!same_part(picture->series[0].like, picture->series[i].like,
			       part))
			return false;
	return true;
}

static void print_next(FILE *out, char *text)
{
	if (*text)
		fprintf(out, "%s%s", ftell(out) > 0 ? ", " : "", text);
	free(text);
}

char *series_title(const struct picture *picture)
{
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	for (int i = 0; i < NR_PARTS; i++) {
		const enum caption_part part = (enum caption_part)i;
		if (part != PART_KERNEL && is_shared(picture, part))
			print_next(out, caption_part(picture->series[0].like,
						     part));
	}
	return caption_close(&stream);
}

static char *name_by_parts(const struct picture *picture, size_t i)
{
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	for (int j = 0; j < NR_PARTS; j++) {
		const enum caption_part part = (enum caption_part)j;
		if (part == PART_KERNEL || !is_shared(picture, part))
			print_next(out, caption_part(picture->series[i].like,
						     part));
	}
	return caption_close(&stream);
}

char *series_name(const struct picture *picture, size_t i)
{
	char *name = name_by_parts(picture, i);
	bool only = true;
	for (size_t j = 0; only && j < picture->n; j++) {
		char *other = j == i ? NULL : name_by_parts(picture, j);
		only = !other || strcmp(other, name) != 0;
		free(other);
	}
	if (only || !picture->series[i].like->time)
		return name;
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	fputs(name, out);
	free(name);
	print_next(out, caption_text(picture->series[i].like->time));
	return caption_close(&stream);
}
