/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page with the rows that have times: a table for each block, as in
 * report.txt.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "view/html/section.h"
#include "view/table/run_table.h"
#include "view/table/run_table.h"

/* More would be a page that nobody reads; so many stand open. */
enum { BLOCKS_MAX = 512, BLOCKS_OPEN = 6 };

static void print_block(const struct doc *doc, const struct html_page *page, size_t i)
{
	const struct block *block = &page->rows->block[i];
	const struct block_rows rows = { page->summary + block->first, block->n };
	AUTO_FREE char *heading = block_heading(&rows);
	AUTO_FREE char *origin = block_origin(page->campaigns->records, &rows);
	fprintf(doc->out, "<div class=\"block\" id=\"block-%zu\">\n", i + 1);
	html_fold_open(doc->out, origin, heading, i < BLOCKS_OPEN);
	table_print_block(doc, &rows);
	html_fold_close(doc->out);
	fputs("</div>\n", doc->out);
}

static void print(const struct doc *doc, const struct html_page *page, size_t nr)
{
	const size_t n = page->rows->nr_blocks;
	const size_t shown = n < BLOCKS_MAX ? n : BLOCKS_MAX;
	(void)nr;
	fputs("<p>Each table is one workload on one kernel in one boot, with a line for each number of tasks. <b>n</b> is the number of repetitions. <b>+-95%</b> is half the 95% interval of fault/wsec within this boot, as a share of it.</p>\n",
	      doc->out);
	for (size_t i = 0; i < shown; i++)
		print_block(doc, page, i);
	html_more(doc->out, "p", n - shown,
		  "tables are in report.txt, and their rows in report.csv.");
}

static size_t count(const struct html_page *page)
{
	return page->rows->n > 0;
}

const struct html_section html_rows = {
	.id = "rows", .title = "Times, row by row", .count = count, .print = print,
};
