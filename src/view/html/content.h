/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the page shows.
 */
#ifndef VIEW_HTML_CONTENT_H
#define VIEW_HTML_CONTENT_H

#include "analysis/campaigns.h"
#include "analysis/summary.h"
#include "record/row.h"
#include "view/plot/plot.h"

/* All of it is the caller's. */
struct html_page {
	const struct records *records;	/* all: their runs and hosts are shown */
	const struct campaigns *campaigns;	/* of them */
	const struct verdicts *verdicts;	/* of labels, without a campaign */
	const struct rows *rows;	/* of plain tables */
	const struct summary *summary;	/* summary_all of rows */
	const char *dir;		/* where the report's other files are */
	const struct plot_list *pictures;	/* in dir */
	const char *why_no_pictures;	/* why some were not drawn; or NULL */
};

#endif
