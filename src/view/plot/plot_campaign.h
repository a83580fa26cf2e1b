/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures of a campaign share: their titles and the names of rows.
 */
#ifndef VIEW_PLOT_CAMPAIGN_H
#define VIEW_PLOT_CAMPAIGN_H

#include "analysis/campaigns.h"
#include "view/plot/picture.h"

/* How many things of one campaign a picture could show. */
typedef size_t plot_campaign_count_fn(const struct compare *c);

/* Those of all campaigns, from number first on. */
size_t plot_count_in_campaigns(const struct campaigns *campaigns, plot_campaign_count_fn *count,
			   size_t first);
/*
 * The campaign that has thing number *first, which becomes its number there.
 * Returns  NULL: there are fewer
 */
const struct compare *plot_campaign_with(const struct campaigns *campaigns,
				  plot_campaign_count_fn *count, size_t *first);

/* A row's name and what it is, printable: the caller frees it. */
char *plot_row_name(const struct compare *comparison, size_t row);
/* The title: words, a text of the records behind them, and what is measured. */
void plot_campaign_title(struct picture *picture, const struct compare *c,
			 const char *words, const char *text);
/* " INVALID: 2 boots lost.", and repetitions left out; nothing where all is well. */
void plot_put_lost(FILE *out, const struct compare *compare);
/* "1 thread", "4 processes"; the caller frees it. */
char *plot_tasks(uint64_t n, bool processes);

#endif
