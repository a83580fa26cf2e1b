/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pft report writes: tables, data, pictures and the page.
 */
#ifndef CMD_REPORT_FILES_H
#define CMD_REPORT_FILES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "record/record.h"
#include "record/row.h"
#include "analysis/campaigns.h"
#include "view/plot/plot.h"
#include "analysis/summary.h"
#include "view/table/doc.h"
#include "view/table/compare_table.h"

/* What is reported. Once collected it is not to be moved. */
struct report_content {
	struct records records;
	struct campaigns campaigns;	/* of them */
	struct verdicts verdicts;	/* of labels, without a campaign */
	struct rows rows;	/* of plain tables */
	struct summary *summary;	/* of rows */
};

/*
 * Fill in what follows from content->records, which are read already.
 * diagnose as in struct compare_request
 * Errors   those of campaigns_collect.
 */
int report_collect(struct report_content *content, bool diagnose,
		   struct error *err);
/* Frees all of it, records too; accepts an empty object. */
void report_close(struct report_content *content);

bool report_any_invalid(const struct report_content *content);

/* Print it in one of the formats. */
void report_print(FILE *out, const struct report_content *content,
		  const struct table_style *style);
/* Whether the format csv leaves the rows of comparisons out. */
bool report_csv_is_partial(const struct report_content *content);

/* Where a report goes. */
struct report_place {
	const char *folder;
	bool verbose;			/* tables as with --verbose */
	const _Atomic int *stop;	/* not 0: no further file is wanted; may be NULL */
};

/*
 * Write the files into a folder that exists; those of the same names that an
 * earlier report left there are replaced or removed.
 * pictures receives what was drawn, after an error too; plot_list_close frees it
 * Errors   the first that happened; every file is tried, and what could be
 *          written stays. -EINTR when stopped.
 */
int report_write(const struct report_content *content,
		 const struct report_place *place,
		 struct plot_list *pictures, struct error *err);

#endif
