/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all pictures of a report are made from, found once.
 */
#ifndef VIEW_PLOT_INPUT_H
#define VIEW_PLOT_INPUT_H

#include "analysis/campaigns.h"
#include "analysis/series.h"
#include "view/plot/plot_group.h"

struct plot_input {
	const struct campaigns *campaigns;
	struct rows rows;		/* of plain tables */
	struct summary *summary;	/* of them */
	struct series_list series;	/* of them */
	struct series_list joined;	/* the same, sizes put together */
	struct plot_groups groups;
};

/* campaigns must outlive it; plot_input_close frees it. */
void plot_input_open(struct plot_input *in, const struct campaigns *campaigns);
void plot_input_close(struct plot_input *in);

#endif
