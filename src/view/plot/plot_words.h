/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a picture that come from records: its caption says what was
 * counted, on which machine and kernels, when, by which command.
 */
#ifndef VIEW_PLOT_WORDS_H
#define VIEW_PLOT_WORDS_H

#include "analysis/compare.h"
#include "view/plot/picture.h"

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

/* "n = 3 to 5 repetitions" */
void plot_put_n(FILE *out, uint64_t least, uint64_t most);
/* " 2 INVALID rows left out."; nothing for 0 */
void plot_put_invalid(FILE *out, size_t nr_rows);

/*
 * Of texts whose parts commas set off: the parts of text i that all of them have, or
 * those that not all of them have.
 * text     [n]
 * Returns  a string the caller frees; "" for none
 */
char *plot_parts(char *const text[], size_t n, size_t i, bool shared);

/* name, which is taken, with dots in its middle where it has more columns. */
char *plot_shortened(char *name, size_t columns);

#endif
