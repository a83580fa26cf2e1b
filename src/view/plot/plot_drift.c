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
	const struct plot_group *group;
	size_t first_key, nr_keys;
	size_t panel[PANELS], nr_panels;
	struct drift drift[PANELS][KEYS];
	struct plot_curves curves;	/* those that have points */
	size_t nr_reps, nr_units, nr_beyond;
};

static void add_curve(struct drawing *d, size_t panel, size_t key)
{
	struct drift *drift = &d->drift[d->nr_panels][key - d->first_key];
	const struct sample_list *samples = plot_group_curve(d->group, panel, key);
	struct picture_axis *x = &d->picture->x;
	*drift = drift_of(d->group->records, samples);
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

static void collect(struct drawing *d, const struct thing thing[], size_t n)
{
	d->group = d->curves.group = thing->group;
	d->first_key = thing->first_key;
	d->nr_keys = thing->end_key - thing->first_key;
	for (size_t i = 0; i < n; i++) {
		for (size_t key = thing->first_key; key < thing->end_key; key++)
			add_curve(d, thing[i].panel, key);
		d->panel[d->nr_panels++] = thing[i].panel;
	}
}

/* One unit in each curve is no more than its repetitions show. */
static bool has_units(const struct drawing *d)
{
	return d->nr_units > d->curves.n;
}

static const char *unit_of(const struct drawing *d)
{
	return d->group->part ? d->group->part->compare.unit : "run";
}

static size_t step_of(size_t n)
{
	return n / POINTS_MOST + 1;
}

/* Every so many-th of the points of one curve. */
struct points {
	const struct drift_point *point;
	size_t n, step;
	const char *what;
};

static void add_lines(struct drawing *d, struct picture_curve curve,
		      const struct points *points)
{
	const struct drift *drift = &d->drift[curve.panel][curve.key];
	picture_add_curve(d->picture, curve);
	for (size_t i = 0; i < points->n; i += points->step) {
		const struct drift_point *at = &points->point[i];
		picture_line(d->picture, cell_text(d->group->panel[d->panel[curve.panel]]),
			     cell_text(d->group->key[d->first_key + curve.key]),
			     cell_text(points->what), cell_text(drift_boot(at->like)),
			     cell_number(at->at_s, 3), cell_real(real_of(at->cost)),
			     cell_number(drift_off(drift, at->cost), 6),
			     cell_count(at->nr_reps));
	}
}

static void add_curves(struct drawing *d, size_t panel, size_t key)
{
	const struct drift *drift = &d->drift[panel][key];
	add_lines(d, (struct picture_curve){ panel, key, .style = REPETITIONS },
		  &(struct points){ drift->rep, drift->nr_reps, step_of(d->nr_reps),
				    "repetition" });
	if (has_units(d))
		add_lines(d, (struct picture_curve){ panel, key, .style = UNITS },
			  &(struct points){ drift->unit, drift->nr_units,
					    step_of(d->nr_units), unit_of(d) });
}

/* What tells a panel from the others: the title has what they share. */
static char *heading_of(const struct drawing *d, size_t panel)
{
	size_t i = 0;
	while (d->curves.curve[i].panel != d->panel[panel])
		i++;
	return plot_shortened(plot_panel_words(&d->curves, i, false), PANEL_NAME);
}

static void add_panels(struct drawing *d)
{
	for (size_t i = 0; i < d->nr_panels; i++) {
		const struct drift_range range = drift_range(d->drift[i], d->nr_keys);
		picture_add_panel(d->picture, (struct picture_axis){
			heading_of(d, i), range.low, range.high, 1 });
		d->nr_beyond += range.nr_beyond;
		for (size_t key = 0; key < d->nr_keys; key++)
			add_curves(d, i, key);
	}
	for (size_t key = 0; key < d->nr_keys; key++)
		picture_add_key(d->picture, plot_shortened(text_shown(
			d->group->key[d->first_key + key]), NAME), 0);
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
	d->picture->y.name = text_format("%s per page, off the mean", d->group->engine->unit);
	/* The size of a repetition's point: beside larger ones, in a crowd, alone. */
	d->picture->y.unit = has_units(d) ? 0.6 : d->nr_reps > 300 ? 0.4 : 1.2;
}

static char *counts_of(const struct drawing *d)
{
	const size_t step = step_of(d->nr_reps);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	char *unit = text_shown(unit_of(d));
	if (has_units(d))
		fprintf(out, "Large: the mean of a %s, n = %zu in all. Small: its repetitions, n = %zu in all.",
			unit, d->nr_units, d->nr_reps);
	else
		fprintf(out, "A point is a repetition, n = %zu in all.", d->nr_reps);
	if (step > 1)
		fprintf(out, " One in %zu is drawn.", step);
	fputs(" 0% is the mean of a line's repetitions in its panel. Each panel has its own scale.",
	      out);
	if (d->nr_beyond > 0)
		fprintf(out, " %zu repetition%s beyond it, drawn at its edge.",
			d->nr_beyond, d->nr_beyond == 1 ? " is" : "s are");
	free(unit);
	return text_close(&stream);
}

static void close_drawing(struct drawing *d)
{
	for (size_t i = 0; i < PANELS; i++)
		for (size_t j = 0; j < KEYS; j++)
			drift_close(&d->drift[i][j]);
}

size_t plot_fill_drift(struct picture *picture, const struct plot_input *in,
		       size_t first)
{
	struct drawing d = { .picture = picture };
	size_t all, n = 0;
	struct thing *thing = things_of(in, &all);
	if (first < all) {
		n = count_alike(thing + first, all - first);
		picture_open(picture, "panel,series,what,boot,time_s_since_1970,ns_per_page,percent_off_mean,nr_reps",
			     NULL);
		picture->x.low = INFINITY;
		picture->x.high = -INFINITY;
		collect(&d, thing + first, n);
		add_panels(&d);
		name_axes(&d);
		plot_curves_words(picture, &d.curves,
				  "Drift: cost against the time of measuring",
				  counts_of(&d));
		close_drawing(&d);
	}
	free(thing);
	return n;
}
