/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page with the rows that have times: a table for each block, as in
 * report.txt.
 */
#include <stdlib.h>

#include "record/caption.h"
#include "view/html/grid.h"
#include "view/html/section.h"
#include "view/table/block.h"
#include "view/table/run_columns.h"

/* More would be a page that nobody reads; so many stand open. */
enum { BLOCKS_MAX = 512, BLOCKS_OPEN = 6 };

static void print_invalid(FILE *out, size_t nr_columns, const void *of)
{
	const struct summary *s = of;
	struct text_stream stream;
	FILE *text = text_open(&stream);
	if (s->nr_invalid > 0) {
		fprintf(text, "INVALID %zu of %zu: ", s->nr_invalid,
			s->n + s->nr_invalid);
		summary_print_reasons(text, s);
	}
	char *line = text_close(&stream);
	html_grid_note(out, "invalid", nr_columns, line);
	free(line);
}

static void print_note(void *context, const char *text)
{
	html_print(context, "<p class=\"note\">%s</p>\n", text);
}

static void print_block(FILE *out, const struct html_page *page, size_t i)
{
	const struct block *block = &page->rows->block[i];
	const struct block_rows rows = { page->summary + block->first, block->n };
	char *heading = block_heading(&rows);
	char *origin = block_origin(&page->parts->plain, &rows);
	fprintf(out, "<div class=\"block\" id=\"block-%zu\">\n", i + 1);
	html_fold_open(out, origin, heading, i < BLOCKS_OPEN);
	html_grid_print(out, &(struct html_grid){
		.name = heading, .columns = &run_columns, .where = IN_PAGE,
		.notes = print_invalid, .of = rows.summary,
		.size = sizeof(*rows.summary), .n = rows.n });
	block_notes(&rows, print_note, out);
	html_fold_close(out);
	fputs("</div>\n", out);
	free(origin);
	free(heading);
}

static void print(FILE *out, const struct html_page *page, size_t nr)
{
	const size_t n = page->rows->nr_blocks;
	const size_t shown = n < BLOCKS_MAX ? n : BLOCKS_MAX;
	(void)nr;
	fputs("<p>Each table is one workload on one kernel in one boot, with a line for each number of tasks. <b>n</b> is the number of repetitions. <b>+-95%</b> is half the 95% interval of fault/wsec within this boot, as a share of it.</p>\n",
	      out);
	for (size_t i = 0; i < shown; i++)
		print_block(out, page, i);
	html_more(out, "p", n - shown,
		  "tables are in report.txt, and their rows in report.csv.");
}

static size_t count(const struct html_page *page)
{
	return page->rows->n > 0;
}

const struct html_section html_rows = {
	.id = "rows", .title = "Times, row by row", .count = count, .print = print,
};
