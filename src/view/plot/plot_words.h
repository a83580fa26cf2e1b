/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a picture that come from records: its title, its caption, which says
 * what was counted, on which machine and kernels, when, by which command, and the names
 * of its parts.
 */
#ifndef VIEW_PLOT_WORDS_H
#define VIEW_PLOT_WORDS_H

#include <stdio.h>

#include "view/plot/picture.h"
#include "view/plot/plot_input.h"

/* ---- captions ---- */

/* What a picture shows: sides of a campaign, or runs. plot_caption frees it. */
struct plot_source {
	const struct records *records;
	const struct compare *compare;	/* of a campaign; NULL: runs */
	size_t *side, nr_sides;		/* of the campaign */
	const struct sample **like;	/* a repetition of each run */
	size_t nr_likes;
};

/* One more side, or one more run and kernel; each is kept once. */
void plot_source_add_side(struct plot_source *source, size_t side);
void plot_source_add_run(struct plot_source *source, const struct sample *like);

/*
 * Fill the caption and the command.
 * counts   how much of what is drawn, and what is left out; taken
 */
void plot_caption(struct picture *picture, struct plot_source *source,
		  char *counts);

/*
 * Title and caption of a picture of curves.
 * words    what it shows; the title has what all panels say behind it
 * counts   taken; what is left out is put behind it
 */
void plot_curves_words(struct picture *picture, const struct plot_curves *curves,
		       const char *words, char *counts);

/*
 * Title, caption, and what the x axis counts of a picture of series. A title that
 * is set stays, with what the series share in a second line.
 * a        "a point": of what the repetitions are counted
 */
void plot_series_words(struct picture *picture, const struct records *records,
		       const struct series_span *span, const char *a);

/* The title of a campaign's picture: words, a text behind them, and what is measured. */
void plot_campaign_title(struct picture *picture, const struct plot_group *group,
			 const char *words, const char *text);

/* ---- their pieces ---- */

/* Repetitions of what has the fewest of them, and the most. */
struct plot_reps {
	size_t least, most;	/* 0: of nothing yet */
};
void plot_reps_add(struct plot_reps *reps, size_t n);
/* "n = 3 to 5 repetitions" */
void plot_put_reps(FILE *out, struct plot_reps reps);
/* " INVALID: 2 boots lost.", and repetitions left out; nothing where all is well. */
void plot_put_lost(FILE *out, const struct compare *compare);

/* What follows a word of which there are n: "" or "s". */
static inline const char *plot_plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* ---- names; each is the caller's to free ---- */

/* name, which is taken, with dots in its middle where it has more columns. */
char *plot_shortened(char *name, size_t columns);

/*
 * Of texts whose parts commas set off: the parts of text i that all of them have, or
 * those that not all of them have; "" for none.
 * text     [n]
 */
char *plot_parts(char *const text[], size_t n, size_t i, bool shared);
/* The same of the panels of all curves. */
char *plot_panel_words(const struct plot_curves *curves, size_t i, bool shared);
/*
 * What tells curve i from the others: its key, and what its panel says that not
 * all of them say; never empty.
 */
char *plot_curve_name(const struct plot_curves *curves, size_t i);
/* "time of a touch": what an axis of single touches shows. */
char *plot_touch_axis(const struct plot_group *group);

#endif
