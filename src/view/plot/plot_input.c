/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_input.h"

#include <stdlib.h>

#include "analysis/summary.h"

void plot_input_open(struct plot_input *in, const struct campaigns *campaigns)
{
	*in = (struct plot_input){ .campaigns = campaigns };
	campaigns_plain_rows(campaigns, &in->rows);
	in->summary = summary_all(campaigns->records, &in->rows);
	series_collect(&in->rows, in->summary, &in->series);
	series_join_sizes(&in->series, &in->joined);
	plot_groups_collect(campaigns, &in->series, &in->groups);
}

void plot_input_close(struct plot_input *in)
{
	plot_groups_close(&in->groups);
	series_close(&in->joined);
	series_close(&in->series);
	free(in->summary);
	rows_close(&in->rows);
}
