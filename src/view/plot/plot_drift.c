/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of cost against time: each unit's, with its repetitions. A cost that
 * drifts, or that depends on the order of boots, shows here and in no mean. One
 * kernel may cost several times what another does: to be seen beside each other,
 * all are drawn as what they are off their own mean.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "analysis/drift.h"
#include "base/auto.h"
#include "base/text.h"

/* Panels and keys of a picture; columns of their names. */
enum { PANELS = 6, KEYS = 8, NAME = 36, PANEL_NAME = 70 };
/* More would be a cloud, and a file of megabytes: every so many-th is drawn. */
enum { POINTS_MOST = 4000 };
/* Styles of curves. */
enum { REPETITIONS, UNITS };

struct drawing {
	struct picture *picture;
	size_t panel[PANELS], nr_panels;
	size_t first_key, end_key;	/* others are in another picture */
	struct plot_curves curves;	/* by panel; those that have points */
	struct drift drift[PLOT_CURVES];	/* of them */
	size_t nr_reps, nr_units, nr_beyond;
};

/* ---- which panels ---- */

static bool has_curve(const struct drawing *d, size_t panel)
{
	const struct plot_group *group = d->curves.group;
	for (size_t key = d->first_key; key < d->end_key; key++)
		if (drift_any(group->records, plot_group_curve(group, panel, key)))
			return true;
	return false;
}

/* The panels from number first on that have the same keys. */
static void take_panels(struct drawing *d, size_t first)
{
	const struct plot_group *group = d->curves.group;
	for (size_t key = 0; key < group->nr_keys && d->nr_panels == 0; key += KEYS) {
		d->first_key = key;
		d->end_key = key + KEYS < group->nr_keys ? key + KEYS : group->nr_keys;
		for (size_t i = 0; i < group->nr_panels && d->nr_panels < PANELS; i++) {
			if (!has_curve(d, i))
				continue;
			if (first > 0)
				first--;
			else
				d->panel[d->nr_panels++] = i;
		}
	}
}

/* ---- the picture ---- */

static void add_curve(struct drawing *d, size_t panel, size_t key)
{
	const struct plot_group *group = d->curves.group;
	const struct sample_list *samples = plot_group_curve(group, panel, key);
	struct drift *drift = &d->drift[d->curves.n];
	struct picture_words *x = &d->picture->x;
	*drift = drift_of(group->records, samples);
	if (drift->nr_reps == 0)
		return;
	d->curves.curve[d->curves.n++] = (struct plot_curve){ panel, key, samples };
	d->nr_reps += drift->nr_reps;
	d->nr_units += drift->nr_units;
	for (size_t i = 0; i < drift->nr_reps; i++) {
		x->low = fmin(x->low, drift->rep[i].at_s);
		x->high = fmax(x->high, drift->rep[i].at_s);
	}
}

static void collect(struct drawing *d)
{
	for (size_t i = 0; i < d->nr_panels; i++)
		for (size_t key = d->first_key; key < d->end_key; key++)
			add_curve(d, d->panel[i], key);
	for (size_t key = d->first_key; key < d->end_key; key++)
		picture_add(&d->picture->key, (struct picture_words){
			.text = plot_shortened(text_shown(d->curves.group->key[key]), NAME) });
}

/* One unit in each curve is no more than its repetitions show. */
static bool has_units(const struct drawing *d)
{
	return d->nr_units > d->curves.n;
}

static const char *unit_of(const struct drawing *d)
{
	const struct compare *c = d->curves.group->compare;
	return c ? c->unit : "run";
}

static size_t step_of(size_t n)
{
	return n / POINTS_MOST + 1;
}

static void add_line(struct drawing *d, size_t i, const struct drift_point *at,
		     const char *what)
{
	const struct plot_group *group = d->curves.group;
	const struct plot_curve *curve = &d->curves.curve[i];
	picture_line(d->picture, cell_text(group->panel[curve->panel]),
		     cell_text(group->key[curve->key]), cell_text(what),
		     cell_text(drift_boot(at->like)), cell_number(at->at_s, 3),
		     cell_real(real_of(at->cost)),
		     cell_number(drift_off(&d->drift[i], at->cost), 6),
		     cell_count(at->nr_reps));
}

static void add_lines(struct drawing *d, size_t i)
{
	const struct drift *drift = &d->drift[i];
	const size_t panel = d->picture->panel.n, key = d->curves.curve[i].key - d->first_key;
	picture_add_curve(d->picture, panel, key, REPETITIONS);
	for (size_t j = 0; j < drift->nr_reps; j += step_of(d->nr_reps))
		add_line(d, i, &drift->rep[j], "repetition");
	if (!has_units(d))
		return;
	picture_add_curve(d->picture, panel, key, UNITS);
	for (size_t j = 0; j < drift->nr_units; j += step_of(d->nr_units))
		add_line(d, i, &drift->unit[j], unit_of(d));
}

/* The n curves from number i on; the title has what all panels share. */
static void add_panel(struct drawing *d, size_t i, size_t n)
{
	const struct drift_range range = drift_range(d->drift + i, n);
	for (size_t j = i; j < i + n; j++)
		add_lines(d, j);
	picture_add(&d->picture->panel, (struct picture_words){
		.text = plot_shortened(plot_panel_words(&d->curves, i, false), PANEL_NAME),
		.low = range.low, .high = range.high });
	d->nr_beyond += range.nr_beyond;
}

static void add_panels(struct drawing *d)
{
	for (size_t i = 0, n; i < d->curves.n; i += n) {
		n = 1;
		while (i + n < d->curves.n &&
		       d->curves.curve[i + n].panel == d->curves.curve[i].panel)
			n++;
		add_panel(d, i, n);
	}
}

/* ---- the words ---- */

static void name_axes(struct drawing *d)
{
	struct picture_words *x = &d->picture->x;
	const double span_s = x->high - x->low;
	const time_t start = (time_t)x->low;
	char text[64] = "";
	struct tm tm;
	if (gmtime_r(&start, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm);
	x->unit = span_s < 180 ? 1 : span_s < 3 * 3600.0 ? 60 :
		  span_s < 3 * 86400.0 ? 3600 : 86400;
	x->text = text_format("%s since %s", x->unit < 60 ? "seconds" :
			      x->unit < 3600 ? "minutes" :
			      x->unit < 86400 ? "hours" : "days", text);
	d->picture->y.text = text_format("%s per page, off the mean",
					 d->curves.group->engine->unit);
}

static char *counts_of(const struct drawing *d)
{
	const size_t step = step_of(d->nr_reps);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (has_units(d))
		fprintf(out, "Large: the mean of a %s, n = %zu in all. Small: its repetitions, n = %zu in all.",
			unit_of(d), d->nr_units, d->nr_reps);
	else
		fprintf(out, "A point is a repetition, n = %zu in all.", d->nr_reps);
	if (step > 1)
		fprintf(out, " One in %zu is drawn.", step);
	fputs(" 0% is the mean of a line's repetitions in its panel. Each panel has its own scale.",
	      out);
	if (d->nr_beyond > 0)
		fprintf(out, " %zu repetition%s beyond it, drawn at its edge.",
			d->nr_beyond, d->nr_beyond == 1 ? " is" : "s are");
	return text_close(&stream);
}

size_t plot_fill_drift(struct picture *picture, const struct plot_input *in,
		       size_t first)
{
	struct drawing d = { .picture = picture, .curves.group = in->group };
	if (in->group)
		take_panels(&d, first);
	if (d.nr_panels == 0)
		return 0;
	if (!picture_open(picture, "panel,series,what,boot,time_s_since_1970,ns_per_page,percent_off_mean,nr_reps",
			  NULL))
		return d.nr_panels;
	picture->x.low = INFINITY;
	picture->x.high = -INFINITY;
	collect(&d);
	add_panels(&d);
	name_axes(&d);
	plot_curves_words(picture, &d.curves, "Drift: cost against the time of measuring",
			  counts_of(&d));
	for (size_t i = 0; i < d.curves.n; i++)
		drift_close(&d.drift[i]);
	return d.nr_panels;
}
