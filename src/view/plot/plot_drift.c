/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of cost against time: each unit's, with its repetitions. A cost that
 * drifts, or that depends on the order of boots, shows here and in no mean. One
 * kernel may cost several times what another does: to be seen beside each other,
 * all are drawn as what they are off their own mean.
 */
#include "view/plot/plot_group.h"
#include "view/plot/plot_types.h"

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

/* ---- which panels ---- */

/* A panel with some of the keys: so many are in one picture, others in the next. */
struct thing {
	const struct plot_group *group;
	size_t panel, first_key, end_key;
};

static bool has_curve(const struct thing *thing)
{
	for (size_t key = thing->first_key; key < thing->end_key; key++)
		if (drift_any(thing->group->records,
			      plot_group_curve(thing->group, thing->panel, key)))
			return true;
	return false;
}

static void add_things(struct thing **thing, size_t *n, const struct plot_group *group)
{
	for (size_t key = 0; key < group->nr_keys; key += KEYS)
		for (size_t panel = 0; panel < group->nr_panels; panel++) {
			const size_t end = key + KEYS;
			const struct thing next = {
				group, panel, key, end < group->nr_keys ? end : group->nr_keys };
			if (!has_curve(&next))
				continue;
			*thing = records_grow(*thing, *n, sizeof(**thing));
			(*thing)[(*n)++] = next;
		}
}

static struct thing *things_of(const struct plot_input *in, size_t *n)
{
	struct thing *thing = NULL;
	*n = 0;
	for (size_t i = 0; i < in->groups.n; i++)
		add_things(&thing, n, &in->groups.group[i]);
	return thing;
}

size_t plot_count_drift(const struct plot_input *in, size_t first)
{
	size_t n;
	free(things_of(in, &n));
	return n > first ? n - first : 0;
}

/* How many of n things share a picture with the first. */
static size_t count_alike(const struct thing thing[], size_t n)
{
	size_t alike = 1;
	while (alike < n && alike < PANELS && thing[alike].group == thing[0].group &&
	       thing[alike].first_key == thing[0].first_key)
		alike++;
	return alike;
}

/* ---- the picture ---- */

struct drawing {
	struct picture *picture;
	struct plot_curves curves;	/* by panel; those that have points */
	struct drift drift[PLOT_CURVES];	/* of them */
	size_t first_key;
	size_t nr_reps, nr_units, nr_beyond;
};

static void add_curve(struct drawing *d, const struct thing *thing, size_t key)
{
	const struct sample_list *samples = plot_group_curve(thing->group, thing->panel, key);
	struct drift *drift = &d->drift[d->curves.n];
	struct picture_axis *x = &d->picture->x;
	*drift = drift_of(thing->group->records, samples);
	if (drift->nr_reps == 0)
		return;
	d->curves.curve[d->curves.n++] = (struct plot_curve){ thing->panel, key, samples };
	d->nr_reps += drift->nr_reps;
	d->nr_units += drift->nr_units;
	for (size_t i = 0; i < drift->nr_reps; i++) {
		x->low = fmin(x->low, drift->rep[i].at_s);
		x->high = fmax(x->high, drift->rep[i].at_s);
	}
}

static void collect(struct drawing *d, const struct thing thing[], size_t n)
{
	d->curves.group = thing->group;
	d->first_key = thing->first_key;
	for (size_t i = 0; i < n; i++)
		for (size_t key = thing->first_key; key < thing->end_key; key++)
			add_curve(d, &thing[i], key);
	for (size_t key = thing->first_key; key < thing->end_key; key++)
		picture_add_key(d->picture, plot_shortened(text_shown(
			thing->group->key[key]), NAME), 0);
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
	struct picture_curve curve = { .panel = d->picture->nr_panels,
				       .key = d->curves.curve[i].key - d->first_key,
				       .style = REPETITIONS };
	picture_add_curve(d->picture, curve);
	for (size_t j = 0; j < drift->nr_reps; j += step_of(d->nr_reps))
		add_line(d, i, &drift->rep[j], "repetition");
	if (!has_units(d))
		return;
	curve.style = UNITS;
	picture_add_curve(d->picture, curve);
	for (size_t j = 0; j < drift->nr_units; j += step_of(d->nr_units))
		add_line(d, i, &drift->unit[j], unit_of(d));
}

/* The n curves from number i on; the title has what all panels share. */
static void add_panel(struct drawing *d, size_t i, size_t n)
{
	const struct drift_range range = drift_range(d->drift + i, n);
	for (size_t j = i; j < i + n; j++)
		add_lines(d, j);
	picture_add_panel(d->picture, (struct picture_axis){
		plot_shortened(plot_panel_words(&d->curves, i, false), PANEL_NAME),
		range.low, range.high, 1 });
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
	struct picture_axis *x = &d->picture->x;
	const double span_s = x->high - x->low;
	const time_t start = (time_t)x->low;
	char text[64] = "";
	struct tm tm;
	if (gmtime_r(&start, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm);
	x->unit = span_s < 180 ? 1 : span_s < 3 * 3600.0 ? 60 :
		  span_s < 3 * 86400.0 ? 3600 : 86400;
	x->name = text_format("%s since %s", x->unit < 60 ? "seconds" :
			      x->unit < 3600 ? "minutes" :
			      x->unit < 86400 ? "hours" : "days", text);
	d->picture->y.name = text_format("%s per page, off the mean",
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

static void draw(struct picture *picture, const struct thing thing[], size_t n)
{
	struct drawing d = { .picture = picture };
	picture_open(picture, "panel,series,what,boot,time_s_since_1970,ns_per_page,percent_off_mean,nr_reps",
		     NULL);
	picture->x.low = INFINITY;
	picture->x.high = -INFINITY;
	collect(&d, thing, n);
	add_panels(&d);
	name_axes(&d);
	plot_curves_words(picture, &d.curves, "Drift: cost against the time of measuring",
			  counts_of(&d));
	for (size_t i = 0; i < d.curves.n; i++)
		drift_close(&d.drift[i]);
}

size_t plot_fill_drift(struct picture *picture, const struct plot_input *in,
		       size_t first)
{
	size_t all, n = 0;
	AUTO_FREE struct thing *thing = things_of(in, &all);
	if (first < all) {
		n = count_alike(thing + first, all - first);
		draw(picture, thing + first, n);
	}
	return n;
}
