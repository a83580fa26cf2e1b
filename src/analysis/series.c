/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/series.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/lookup.h"
#include "record/caption.h"

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

/* Wanted: series whose parts are those of a sample. */
struct like {
	const struct sample *sample;
	unsigned but;		/* bits of the parts in which they may differ */
};

static bool is_like(const void *series, const void *like)
{
	const struct sample *sample = ((const struct series *)series)->like;
	const struct like *l = like;
	for (int part = 0; part < NR_PARTS; part++)
		if (!(l->but & 1u << part) &&
		    !same_part(sample, l->sample, (enum caption_part)part))
			return false;
	return true;
}

static uint64_t hash_like(const struct like *like)
{
	uint64_t hash = HASH_START;
	for (int part = 0; part < NR_PARTS; part++) {
		if (like->but & 1u << part)
			continue;
		char *text = caption_part(like->sample, (enum caption_part)part);
		hash = hash_bytes(hash, text, strlen(text) + 1);
		free(text);
	}
	return hash;
}

/* The first series that is like this one: itself, where none was before. */
static const struct series *first_like(struct lookup *lookup,
				       const struct series *series, unsigned but)
{
	const struct like like = { series->like, but };
	struct lookup_place *place = error_unless_memory(
		lookup_add(lookup, hash_like(&like), is_like, &like));
	if (!place->thing)
		place->thing = series;
	return place->thing;
}

static bool may_share_a_picture(const struct sample *a, const struct sample *b)
{
	return same_part(a, b, PART_ENGINE) &&
	       same_part(a, b, PART_ACCOUNTING) && same_part(a, b, PART_CLOCK);
}

/* The rows of a block that may be drawn, and how many are INVALID. */
static struct series series_of(const struct summary *summary, size_t n)
{
	struct series series = { .like = summary[0].row->like };
	series.point = error_unless_memory(calloc(n, sizeof(*series.point)));
	for (size_t i = 0; i < n; i++) {
		if (summary[i].nr_invalid > 0)
			series.nr_invalid++;
		else if (summary[i].n > 0 &&
			 summary[i].row->like->threads.known &&
			 summary[i].row->like->threads.value > 0)
			series.point[series.n++] = &summary[i];
	}
	return series;
}

/* Each set has the number of its first series: all [n]. */
static void find_sets(struct series *all, size_t n, unsigned but)
{
	struct lookup lookup = { 0 };
	for (size_t i = 0; i < n; i++)
		all[i].set = (size_t)(first_like(&lookup, &all[i],
						 but | 1u << PART_KERNEL) - all);
	lookup_close(&lookup);
}

static int compare_series(const void *left, const void *right)
{
	const struct series *a = left, *b = right;
	if (a->set != b->set)
		return a->set < b->set ? -1 : 1;
	return a->like < b->like ? -1 : a->like > b->like;
}

/*
 * Of an empty block that stands before series place: the one before or behind
 * it, whichever is of its set, or may share a picture with it.
 */
static size_t neighbour(const struct series_list *list,
			const struct empty_block *empty, size_t place)
{
	const struct series *before = place > 0 ? &list->series[place - 1] : NULL;
	const struct series *behind = place < list->n ? &list->series[place] :
							NULL;
	if (!before)
		return place;
	if (!behind || before->set == empty->set)
		return place - 1;
	if (behind->set == empty->set ||
	    !may_share_a_picture(before->like, empty->like))
		return place;
	return place - 1;
}

/* all [n], in order: what is drawn to the list's series, the rest aside. */
static void sort_out(struct series_list *list, const struct series *all,
		     size_t n)
{
	for (size_t i = 0; i < n; i++) {
		list->nr_invalid += all[i].nr_invalid;
		if (all[i].n > 0) {
			list->series[list->n++] = all[i];
			continue;
		}
		free(all[i].point);
		list->empty[list->nr_empty++] = (struct empty_block){
			.like = all[i].like,
			.nr_invalid = all[i].nr_invalid,
			.set = all[i].set,
			.beside = list->n,
		};
	}
	for (size_t i = 0; i < list->nr_empty; i++)
		list->empty[i].beside = neighbour(list, &list->empty[i],
						  list->empty[i].beside);
}

void series_collect(const struct rows *rows, const struct summary *summary,
		    struct series_list *list)
{
	const size_t n = rows->nr_blocks;
	struct series *all = error_unless_memory(calloc(n + 1, sizeof(*all)));
	*list = (struct series_list){
		.series = error_unless_memory(calloc(n + 1, sizeof(*list->series))),
		.empty = error_unless_memory(calloc(n + 1, sizeof(*list->empty))),
	};
	for (size_t i = 0; i < n; i++)
		all[i] = series_of(summary + rows->block[i].first,
				   rows->block[i].n);
	find_sets(all, n, 0);
	qsort(all, n, sizeof(*all), compare_series);
	sort_out(list, all, n);
	free(all);
}

static void append_points(struct series *to, const struct series *from)
{
	for (size_t i = 0; i < from->n; i++) {
		to->point = records_grow(to->point, to->n, sizeof(*to->point));
		to->point[to->n++] = from->point[i];
	}
	to->nr_invalid += from->nr_invalid;
}

void series_join_sizes(const struct series_list *list,
		       struct series_list *joined)
{
	const unsigned size = 1u << PART_SIZE;
	*joined = (struct series_list){
		.series = error_unless_memory(calloc(list->n + 1, sizeof(*joined->series))),
		.skip = size,
	};
	struct lookup lookup = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		const struct series *series = &list->series[i];
		struct series *next = &joined->series[joined->n];
		next->like = series->like;
		const struct series *to = first_like(&lookup, next, size);
		joined->n += to == next;
		append_points(&joined->series[to - joined->series], series);
	}
	lookup_close(&lookup);
	find_sets(joined->series, joined->n, size);
	qsort(joined->series, joined->n, sizeof(*joined->series), compare_series);
}

void series_close(struct series_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->series[i].point);
	free(list->series);
	free(list->empty);
	*list = (struct series_list){ 0 };
}

/* How many series from first on make the next span. */
static size_t span_length(const struct series_list *list, size_t first,
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
			return most;
		n += of_set;
	}
	return n;
}

struct series_span series_span(const struct series_list *list, size_t first,
			       size_t most, bool one_set)
{
	struct series_span span = {
		.series = &list->series[first],
		.n = span_length(list, first, most, one_set),
		.skip = list->skip,
	};
	for (size_t i = 0; i < span.n; i++)
		span.nr_invalid += span.series[i].nr_invalid;
	for (size_t i = 0; i < list->nr_empty; i++) {
		const struct empty_block *empty = &list->empty[i];
		const struct series *beside = &list->series[empty->beside];
		if (empty->beside >= first && empty->beside < first + span.n &&
		    (beside->set == empty->set ||
		     (!one_set && may_share_a_picture(beside->like, empty->like))))
			span.nr_invalid += empty->nr_invalid;
	}
	return span;
}

uint64_t series_threads(const struct summary *point)
{
	return point->row->like->threads.value;
}

static bool is_shared(const struct series_span *span, enum caption_part part)
{
	for (size_t i = 1; i < span->n; i++)
		if (!same_part(span->series[0].like, span->series[i].like,
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

/*
 * Of series i the parts that all share, or those that tell it from the others: the
 * kernel's label is one.
 * but      bits of parts that are left out
 */
static char *parts_of(const struct series_span *span, size_t i, bool shared, unsigned but)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (int j = 0; j < NR_PARTS; j++) {
		const enum caption_part part = (enum caption_part)j;
		if (!((span->skip | but) & 1u << j) &&
		    (part != PART_KERNEL && is_shared(span, part)) == shared)
			print_next(out, caption_part(span->series[i].like, part));
	}
	return text_close(&stream);
}

char *series_title(const struct series_span *span)
{
	return parts_of(span, 0, true, 0);
}

static bool is_only(const struct series_span *span, size_t i, const char *name,
		    unsigned but)
{
	bool only = true;
	for (size_t j = 0; only && j < span->n; j++) {
		char *other = j == i ? NULL : parts_of(span, j, false, but);
		only = !other || strcmp(other, name) != 0;
		free(other);
	}
	return only;
}

/* Long lists, which often only say again what --thp and the label do. */
static const unsigned settings = 1u << PART_KNOBS | 1u << PART_CONFIG;

char *series_name(const struct series_span *span, size_t i)
{
	char *name = parts_of(span, i, false, settings);
	if (is_only(span, i, name, settings))
		return name;
	free(name);
	name = parts_of(span, i, false, 0);
	if (is_only(span, i, name, 0) || !span->series[i].like->time)
		return name;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs(name, out);
	free(name);
	print_next(out, text_shown(span->series[i].like->time));
	return text_close(&stream);
}
