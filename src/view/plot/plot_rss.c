/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of the memory that is present after a run against the memory that was
 * touched. Where the region's RSS is unknown its pages present stand for it.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

#include <math.h>

/* Series of a picture; above three names the key has two columns (rss.gp). */
enum { SERIES = 8, ONE_COLUMN = 3, WIDE_NAME = 100, NAME = 62 };

/* Means over repetitions; both known, or none. */
struct memory {
	struct real touched_bytes, present_bytes;
};

static struct real bytes_of(struct count pages, struct count page_bytes)
{
	return (struct real){ (double)pages.value * (double)page_bytes.value,
			      pages.known && page_bytes.known };
}

static struct real present_in(const struct sample *sample)
{
	if (sample->rss_bytes.known)
		return real_of((double)sample->rss_bytes.value);
	return bytes_of(sample->pages_present, sample->page_bytes);
}

static void add(struct real *sum, struct real part, double n)
{
	sum->value += part.value / n;
	sum->known = sum->known && part.known;
}

static struct memory memory_of(const struct summary *point)
{
	const struct sample_list *samples = &point->row->measured;
	struct memory memory = { { 0, true }, { 0, true } };
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		add(&memory.touched_bytes,
		    bytes_of(sample->pages, sample->page_bytes), (double)samples->n);
		add(&memory.present_bytes, present_in(sample), (double)samples->n);
	}
	/* Logarithms are taken of both. */
	const bool known = memory.touched_bytes.known && memory.present_bytes.known &&
			   memory.touched_bytes.value > 0 &&
			   memory.present_bytes.value > 0;
	return known ? memory : (struct memory){ 0 };
}

static bool is_near(double a, double b)
{
	return fabs(a - b) <= 0.001 * fabs(b);
}

/* A single point at which all that was touched is present shows nothing. */
static bool shows_something(const struct series_span *span)
{
	double first = 0;
	for (size_t i = 0; i < span->n; i++)
		for (size_t j = 0; j < span->series[i].n; j++) {
			const struct memory at = memory_of(span->series[i].point[j]);
			if (!at.touched_bytes.known)
				continue;
			first = first > 0 ? first : at.touched_bytes.value;
			if (!is_near(at.present_bytes.value, at.touched_bytes.value) ||
			    !is_near(at.touched_bytes.value, first))
				return true;
		}
	return false;
}

static void add_points(struct picture *picture, const struct series *series,
		       const char *name)
{
	struct picture_words *x = &picture->x;
	for (size_t i = 0; i < series->n; i++) {
		const struct summary *s = series->point[i];
		const struct memory at = memory_of(s);
		picture_line(picture, cell_text(name), cell_count(series_threads(s)),
			     cell_real(at.touched_bytes), cell_real(at.present_bytes),
			     cell_count(s->nr_reps));
		if (!at.touched_bytes.known)
			continue;
		x->low = fmin(x->low, fmin(at.touched_bytes.value, at.present_bytes.value));
		x->high = fmax(x->high, fmax(at.touched_bytes.value, at.present_bytes.value));
	}
}

size_t plot_fill_rss(struct picture *picture, const struct plot_input *in,
		     size_t first)
{
	if (in->group || first >= in->joined.n)
		return 0;
	const struct series_span span = series_span(&in->joined, first, SERIES, false);
	if (!shows_something(&span))
		return span.n;
	if (!picture_open(picture, "series,threads,touched_bytes,rss_bytes,nr_reps", NULL))
		return span.n;
	picture->x.low = INFINITY;
	for (size_t i = 0; i < span.n; i++) {
		char *name = series_name(&span, i);
		picture_add_curve(picture, 0, i, 0);
		add_points(picture, &span.series[i], name);
		picture_add(&picture->key, (struct picture_words){ .text = plot_shortened(
			name, span.n > ONE_COLUMN ? NAME : WIDE_NAME) });
	}
	picture->title[0] = text_shown("Memory present against memory touched");
	plot_series_words(picture, in->campaigns->records, &span, "a point");
	return span.n;
}
