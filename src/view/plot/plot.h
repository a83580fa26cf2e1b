/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plots: data files handed to static gnuplot scripts. Nothing that came from a
 * record is ever part of gnuplot code, of a shell command or of a file name.
 */
#ifndef VIEW_PLOT_H
#define VIEW_PLOT_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/error.h"
#include "analysis/campaigns.h"
#include "view/plot/plot_types.h"

/*
 * Pictures of each sort. Nobody looks at more, and thousands of boots would draw
 * for an hour.
 */
enum { PLOT_PICTURES_MAX = 32 };

/*
 * One picture that was drawn. Texts are printable UTF-8, as text_shown makes
 * them, but may have any printable character: markup and quotes too.
 */
struct plot_item {
	const struct plot_type *type;
	char *name;		/* of its files: "rate-per-wall-2" */
	char *title;		/* what is drawn: one line, never empty */
	char *caption;		/* lines of it: n, machine, kernels, date, command */
	char *command;		/* that measured it, for a shell; several: a line each; or "" */
	char *svg, *png;	/* file names, in the folder */
	char *csv;		/* of the numbers it shows; other pictures may share it */
	/* The first lines of that file; empty of comparison.csv, which is a table itself. */
	struct picture_data data;
};

/* Those drawn, in the order they should be shown in. */
struct plot_list {
	struct plot_item *item;
	size_t n;
	/*
	 * How many series, panels or curves are in no picture, because there are too
	 * many of them: of the sort of pictures where they are most.
	 */
	size_t nr_left_out;
};

struct plot_request {
	const char *dir;		/* a folder that exists */
	const _Atomic int *stop;	/* not 0: draw no further picture; may be NULL */
};

/*
 * Draw every picture that the parts of records allow, as SVG and PNG, with the
 * numbers of each beside it (.csv).
 * list     receives what was drawn, after an error too; plot_list_close frees it
 * Errors   -ENOENT without gnuplot; -EIO when it fails; the message says which
 *          picture; -EINTR when stopped. Numbers written before stay.
 */
int plot_all(const struct campaigns *campaigns, const struct plot_request *request,
	     struct plot_list *list, struct error *err);
/* Accepts an empty object. */
void plot_list_close(struct plot_list *list);

#endif
