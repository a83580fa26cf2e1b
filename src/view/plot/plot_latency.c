/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of how long single touches took: for each share of them the time
 * within which they were done. The histograms of a curve's repetitions are put
 * together.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/touches.h"
#include "base/auto.h"
#include "base/text.h"

/* Curves of a picture, and columns of their names in the key. */
enum { CURVES = 8, NAME = 56 };
/* Styles of marks: the longest touch, the stamp's cost, figures of the key. */
enum { LONGEST, STAMP, FIGURE };

/* Three digits, with the unit that needs the fewest zeros. */
static char *short_number(double value, bool instructions)
{
	static const char *const of_time[] = { " ns", " \xc2\xb5s", " ms", " s" };
	static const char *const of_count[] = { "", "k", "M", "G" };
	size_t i = 0;
	for (; i < 3 && value >= 999.5; i++)
		value /= 1000;
	return text_format("%.*f%s", value < 9.995 ? 2 : value < 99.95 ? 1 : 0,
			   value, (instructions ? of_count : of_time)[i]);
}

static bool in_instructions(const struct plot_curves *curves)
{
	return curves->group->engine->counts_instructions;
}

/* The figures of a curve beside its name, in the order of the key's columns. */
static void add_figures(struct picture *picture, const struct plot_curves *curves,
			size_t i, const struct touches *touches)
{
	char *const figure[] = {
		short_number(touches_quantile(touches, 0.5), in_instructions(curves)),
		short_number(touches_quantile(touches, 0.99), in_instructions(curves)),
		short_number(touches_quantile(touches, 0.999), in_instructions(curves)),
		short_number(touches->max, in_instructions(curves)),
		text_format("%zu", touches->nr_reps),
	};
	for (size_t j = 0; j < ARRAY_SIZE(figure); j++)
		picture_add(&picture->mark, (struct picture_words){
			.text = figure[j], .key = i, .style = FIGURE,
			.x = (double)j, .y = (double)i });
}

static void add_buckets(struct picture *picture, const struct touches *touches,
			const char *name)
{
	const double all = (double)touches->nr_touches;
	uint64_t below = 0;
	for (size_t i = 0; i < touches->n; i++) {
		const struct latency_bucket *bucket = &touches->bucket[i];
		below += bucket->count;
		picture_line(picture, cell_text(name), cell_count(touches->nr_reps),
			     cell_real(touches->stamp), cell_count(bucket->low),
			     cell_number(touches_bucket_end(bucket), 0),
			     cell_count(bucket->count),
			     cell_real(real_of((double)below / all)));
	}
}

/* The rarest of the shares: no share is above the longest touch but half of its own. */
static double rarest_of(const struct touches *touches)
{
	return 0.5 / (double)touches->nr_touches;
}

/* Of all curves. */
struct sums {
	struct plot_reps reps;
	struct real stamp;
};

static void stretch(struct picture *picture, struct sums *sums,
		    const struct touches *touches)
{
	picture->x.low = fmin(picture->x.low, rarest_of(touches));
	picture->y.low = fmin(picture->y.low, touches_bucket_middle(touches, 0));
	picture->y.high = fmax(picture->y.high, touches->max);
	plot_reps_add(&sums->reps, touches->nr_reps);
	sums->stamp.value += touches->stamp.value;
	sums->stamp.known = sums->stamp.known && touches->stamp.known;
}

static void add_curve(struct picture *picture, const struct plot_curves *curves,
		      size_t i, struct sums *sums)
{
	struct touches touches = touches_of(curves->curve[i].samples);
	char *name = plot_curve_name(curves, i);
	picture_add_curve(picture, 0, i, 0);
	add_buckets(picture, &touches, name);
	add_figures(picture, curves, i, &touches);
	picture_add(&picture->mark, (struct picture_words){
		.key = i, .style = LONGEST, .x = rarest_of(&touches), .y = touches.max });
	picture_add(&picture->key, (struct picture_words){ .text = plot_shortened(name, NAME) });
	stretch(picture, sums, &touches);
	touches_close(&touches);
}

static void add_stamp(struct picture *picture, const struct plot_curves *curves,
		      struct real sum)
{
	const double stamp = sum.value / (double)curves->n;
	if (!sum.known || !(stamp > 0))
		return;
	AUTO_FREE char *cost = short_number(stamp, in_instructions(curves));
	picture_add(&picture->mark, (struct picture_words){
		.text = text_format("a time stamp alone: %s", cost),
		.style = STAMP, .y = stamp });
}

static char *counts_of(struct plot_reps reps)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("Every touch of the repetitions of a line, put together: ", out);
	plot_put_reps(out, reps);
	fputs(" a line. Values are in buckets 1/16 of an octave wide; the time stamp's own cost is in each. The point is the longest touch.",
	      out);
	return text_close(&stream);
}

size_t plot_fill_latency(struct picture *picture, const struct plot_input *in,
			 size_t first)
{
	const struct plot_curves curves = plot_take_curves(in->group, touches_any, first, CURVES);
	struct sums sums = { .stamp.known = true };
	if (curves.n == 0)
		return 0;
	if (!picture_open(picture, "series,nr_reps,stamp_@,from_@,below_@,touches,share_up_to",
			  in_instructions(&curves) ? "instructions" : "ns"))
		return curves.n;
	picture->x.low = 1;
	picture->y.low = INFINITY;
	for (size_t i = 0; i < curves.n; i++)
		add_curve(picture, &curves, i, &sums);
	add_stamp(picture, &curves, sums.stamp);
	picture->y.text = plot_touch_axis(curves.group);
	plot_curves_words(picture, &curves, "How long single touches took",
			  counts_of(sums.reps));
	return curves.n;
}
