/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A section of the page, and what sections have in common. Only files of this room
 * include this.
 */
#ifndef VIEW_HTML_SECTION_H
#define VIEW_HTML_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "view/html/content.h"
#include "view/markup.h"
#include "view/table/doc.h"
#include "view/table/grid.h"

/* No text of records is part of an id. doc is of the page's style: TABLE_PAGE. */
struct html_section {
	const char *id;		/* of its element, where links lead to */
	const char *title;	/* its heading, and its entry in the contents */
	/*
	 * Instead of title, where there may be several of this section: prints the
	 * title of number i, whose id is "ID-1" for the first.
	 */
	void (*print_title)(FILE *out, const struct html_page *page, size_t i);
	/* How many there are; 0: it is left out. */
	size_t (*count)(const struct html_page *page);
	/* Prints what stands below the heading. */
	void (*print)(const struct doc *doc, const struct html_page *page, size_t i);
};

/* In the order of the page. */
extern const struct html_section html_invalid, html_campaigns, html_labels,
	html_rows, html_pictures, html_runs;

/* ---- parts of sections ---- */

/*
 * Open a part that a reader folds and unfolds.
 * more     said beside its title; NULL or "": nothing
 * open     whether it starts unfolded
 */
void html_fold_open(FILE *out, const char *title, const char *more, bool open);
void html_fold_close(FILE *out);

/*
 * "12 more tables are in report.txt": that something is left out.
 * element  "p" or "li"
 * n        how much; 0 prints nothing
 * what     the words after the number
 */
void html_more(FILE *out, const char *element, size_t n, const char *what);

/* Machines, dates and kernels, for the top of the page: runs.c. */
void html_origin_print(FILE *out, const struct html_page *page);

#endif
