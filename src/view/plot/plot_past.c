/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_past.h"

#include <string.h>

#include "base/text.h"
#include "record/caption.h"
#include "record/packed.h"

/* Only a table that was imported knows the line that a row stood in. */
static bool is_import(const struct sample *sample)
{
	return counters_index(&sample->counters, "input_line") >= 0;
}

static bool is_beside(const struct sample *past, const struct sample *like)
{
	return is_import(past) && past->bytes.known && past->page_bytes.known &&
	       count_same(past->bytes, like->bytes) &&
	       count_same(past->page_bytes, like->page_bytes) &&
	       text_same(past->kind, like->kind) &&
	       text_same(past->pattern, like->pattern) &&
	       text_same(past->tasks, like->tasks);
}

/* What was imported from one file has one note. */
static const char *file_of(const struct records *records,
			   const struct series *series)
{
	const struct fact *note = caption_fact(records, series->like, "note");
	return note && note->type == FACT_TEXT ? note->text : NULL;
}

/* As with labels: all others are compared with what came first. */
static const struct series *first_of(const struct records *records,
				     const struct series_list *list,
				     const struct series *other)
{
	const char *file = file_of(records, other);
	for (size_t i = 0; i < list->n; i++)
		if (is_beside(list->series[i].like, other->like) &&
		    file && text_same(file_of(records, &list->series[i]), file))
			return &list->series[i];
	return other;
}

size_t plot_past_find(const struct plot_input *in, const struct sample *like,
		      bool scaling, struct past past[PASTS_MOST])
{
	size_t n = 0;
	for (size_t i = 0; i < in->series.n && n < PASTS_MOST; i++) {
		const struct series *other = &in->series.series[i];
		if (!is_beside(other->like, like))
			continue;
		const struct series *first = first_of(in->campaigns->records, &in->series, other);
		if (first == other)
			continue;
		past[n++] = (struct past){ scaling ? first : other, first, false };
		past[n++] = (struct past){ other, first, !scaling };
	}
	return n;
}

char *plot_past_name(const struct past *past)
{
	const struct sample *like = past->series->like;
	const bool dated = like->time && strspn(like->time, "0123456789") == 4;
	return text_format("%.*s%s%s, %s", dated ? 4 : 0, dated ? like->time : "",
			   dated ? ": " : "", like->kernel ? like->kernel : "-",
			   past->cpu ? "CPU" : "wall");
}

static struct real rate_of(const struct series *series, uint64_t threads, bool cpu)
{
	for (size_t i = 0; i < series->n; i++)
		if (series_threads(series->point[i]) == threads)
			return cpu ? series->point[i]->fault_per_cpu_s :
				     series->point[i]->fault_per_wall_s;
	return (struct real){ 0 };
}

struct real plot_past_ratio(const struct past *past, uint64_t threads,
			    uint64_t base_threads)
{
	const struct real rate = rate_of(past->series, threads, past->cpu);
	const struct real base = rate_of(past->base, base_threads, past->cpu);
	const bool known = rate.known && base.known && base.value > 0;
	return (struct real){ known ? rate.value / base.value : 0, known };
}
