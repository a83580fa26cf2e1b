/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records made of lines, as pictures are filled from them.
 */
#ifndef TESTS_PLOT_MADE_H
#define TESTS_PLOT_MADE_H

#include "base/stream.h"
#include "view/plot/plot.h"
#include "view/plot/plot_input.h"

struct made {
	struct text_stream lines;	/* JSON Lines: print into lines.out */
	struct records records;
	struct campaigns campaigns;
	struct plot_input in;
};

void made_open(struct made *made);
/* A repetition: anon-write sequential of 100 pages, 1 thread, 0.1 ms, and more. */
void made_sample(struct made *made, const char *more, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * The run record of a campaign "c" of rows "row 0" to "row 2" with sides k0, k1, k2,
 * and its boots: so many of each side.
 */
void made_campaign(struct made *made, const char *engine, size_t nr_boots);
/* A repetition of it: ns or instructions of a page's fault, and as much to unmap 10. */
void made_cost(struct made *made, size_t boot, size_t side, const char *more, ...)
	__attribute__((format(printf, 4, 5)));
/* Read the lines: then in is there. */
void made_read(struct made *made);
void made_close(struct made *made);

/* Fill a picture of the first group. */
size_t made_fill(const struct made *made, plot_fill_fn *fill, struct picture *picture,
		 size_t first);

/* The picture's table so far; the picture's. */
const char *made_table(const struct picture *picture);

#endif
