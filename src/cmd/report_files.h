/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pft report writes: tables, data, pictures and the page.
 */
#ifndef CMD_REPORT_FILES_H
#define CMD_REPORT_FILES_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "cmd/record_files.h"
#include "record/record.h"
#include "record/row.h"
#include "analysis/campaigns.h"
#include "view/plot/plot.h"
#include "analysis/summary.h"
#include "view/table/doc.h"
#include "view/table/compare_table.h"

/* What is reported. Once collected it is not to be moved. */
struct report_content {
	bool verbose;		/* tables and comparisons are as with --verbose */
	struct record_files files;	/* that records were read from */
	struct records records;
	struct campaigns campaigns;	/* of them */
	struct verdicts verdicts;	/* of labels, without a campaign */
	struct rows rows;	/* of plain tables */
	struct summary *summary;	/* of rows */
	struct plot_list pictures;	/* that report_write drew */
};

/*
 * Read further record files, as record_files_read does.
 * paths    NULL-terminated
 */
int report_read(struct report_content *content, const char *const *paths,
		struct error *err);
/*
 * Fill in what follows from content->records, which are read already.
 * Errors   those of campaigns_collect.
 */
int report_collect(struct report_content *content, struct error *err);
/* Frees all of it, records too; accepts an empty object. */
void report_close(struct report_content *content);

bool report_any_invalid(const struct report_content *content);

/* Print it in one of the formats. */
void report_print(FILE *out, const struct report_content *content,
		  const struct table_style *style);
/* Whether the format csv leaves the rows of comparisons out. */
bool report_csv_is_partial(const struct report_content *content);

/*
 * Write the files into a folder that exists; those of the same names that an
 * earlier report left there are replaced or removed.
 * content  receives the pictures, after an error too
 * Errors   the first that happened; every file is tried, and what could be
 *          written stays. -EINTR when the user asked to stop.
 */
int report_write(struct report_content *content, const char *folder,
		 struct error *err);

/* The name of the i-th file that is no picture's; NULL past the last. */
const char *report_file(size_t i);
/* Whether there is something to write into it. */
bool report_has_file(const struct report_content *content, size_t i);

#endif
