/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of how long touches took along the region: windows of fault-ahead,
 * page blocks and nodes show as steps or as teeth. A panel for each curve.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/touches.h"

/* Panels of a picture, and columns of their headings. */
enum { PANELS = 4, NAME = 110 };

static bool any_along(const struct sample_list *samples)
{
	return touches_sliced(samples) != NULL;
}

static void stretch(struct picture_words *y, struct plot_reps *reps,
		    const struct touches_slice *slice)
{
	if (slice->nr_reps == 0)
		return;
	/* The axis is logarithmic: a clock that did not move is not on it. */
	if (slice->median.value > 0)
		y->low = fmin(y->low, slice->median.value);
	y->high = fmax(y->high, slice->median_of_max.value);
	plot_reps_add(reps, slice->nr_reps);
}

static void add_panel(struct picture *picture, const struct plot_curves *curves,
		      size_t i, struct plot_reps *reps)
{
	const struct sample_list *samples = curves->curve[i].samples;
	const struct sample *like = touches_sliced(samples);
	const size_t n = like->latency->nr_slices;
	const double bytes = (double)like->bytes.value;
	char *name = plot_curve_name(curves, i);
	picture_add_curve(picture, i, 0, 0);
	for (size_t j = 0; j < n; j++) {
		const struct touches_slice slice = touches_slice(samples, j);
		picture_line(picture, cell_text(name), cell_count(slice.nr_reps),
			     cell_number((double)j * (bytes / (double)n), 0),
			     cell_real(slice.median), cell_real(slice.median_of_max),
			     cell_real(slice.max));
		stretch(&picture->y, reps, &slice);
	}
	picture_add(&picture->panel, (struct picture_words){
		.text = plot_shortened(name, NAME), .high = bytes, .unit = 0x1p20 });
}

static char *counts_of(struct plot_reps reps)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("The region in equal slices (1024, or a page each); medians over ", out);
	plot_put_reps(out, reps);
	fputs(" of a slice's median, and of its longest touch. The time stamp's own cost is in each.",
	      out);
	return text_close(&stream);
}

size_t plot_fill_along(struct picture *picture, const struct plot_input *in,
		       size_t first)
{
	const struct plot_curves curves = plot_take_curves(in->group, any_along, first, PANELS);
	struct plot_reps reps = { 0 };
	if (curves.n == 0)
		return 0;
	if (!picture_open(picture, "series,nr_reps,offset_bytes,median_@,median_of_longest_@,longest_@",
			  curves.group->engine->counts_instructions ? "instructions" : "ns"))
		return curves.n;
	picture->y.low = INFINITY;
	for (size_t i = 0; i < curves.n; i++)
		add_panel(picture, &curves, i, &reps);
	picture->y.low = isfinite(picture->y.low) ? picture->y.low : 1;
	picture->y.high = picture->y.high > 0 ? picture->y.high : 10;
	picture->y.text = plot_touch_axis(curves.group);
	plot_curves_words(picture, &curves, "How long touches took along the region",
			  counts_of(reps));
	return curves.n;
}
