/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page with the rows that have times: a table for each
 * block, as in report.txt.
 */
#include <stdlib.h>

#include "view/table/block.h"
#include "record/caption.h"
#include "view/table/columns.h"
#include "view/html/html_build.h"

/* More would be a page that nobody reads; so many stand open. */
enum { BLOCKS_MAX = 512, BLOCKS_OPEN = 6 };

static size_t nr_columns(void)
{
	size_t n = 0;
	while (page_columns[n])
		n++;
	return n;
}

static void print_titles(FILE *out)
{
	fputs("<thead><tr>", out);
	for (size_t i = 0; page_columns[i]; i++)
		html_element(out, "th scope=\"col\"", column_title(page_columns[i]));
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void print_invalid(FILE *out, const struct summary *s)
{
	struct text_stream stream;
	if (s->nr_invalid == 0)
		return;
	FILE *text = text_open(&stream);
	fprintf(text, "INVALID %zu of %zu: ", s->nr_invalid,
		s->n + s->nr_invalid);
	summary_print_reasons(text, s);
	char *line = text_close(&stream);
	html_invalid(out, nr_columns(), line);
	free(line);
}

/* "<0.001" is no markup. */
static void print_column(FILE *out, const struct column *column,
			 const struct summary *s)
{
	struct text_stream stream;
	column_print(text_open(&stream), column, s);
	char *text = text_close(&stream);
	html_text(out, text);
	free(text);
}

static void print_row(FILE *out, const struct summary *s)
{
	fputs("<tr>", out);
	for (size_t i = 0; page_columns[i]; i++) {
		fputs(i == 0 ? "<th scope=\"row\">" : "<td>", out);
		print_column(out, page_columns[i], s);
		fputs(i == 0 ? "</th>" : "</td>", out);
	}
	fputs("</tr>\n", out);
	print_invalid(out, s);
}

static void print_note(void *context, const char *text)
{
	html_element(context, "p class=\"note\"", text);
}

static void print_block(FILE *out, const struct html_page *page, size_t i,
			bool open)
{
	const struct block *block = &page->rows->block[i];
	const struct block_rows rows = { page->summary + block->first, block->n };
	char *heading = block_heading(&rows);
	char *origin = block_origin(&page->parts->plain, &rows);
	fprintf(out, "<div class=\"block\" id=\"block-%zu\">\n", i + 1);
	html_fold_open(out, origin, heading, open);
	html_table_open(out, heading);
	print_titles(out);
	for (size_t j = 0; j < rows.n; j++)
		print_row(out, &rows.summary[j]);
	html_table_close(out);
	block_notes(&rows, print_note, out);
	html_fold_close(out);
	fputs("</div>\n", out);
	free(origin);
	free(heading);
}

void html_rows_print(FILE *out, const struct html_page *page)
{
	const size_t n = page->rows->nr_blocks;
	const size_t shown = n < BLOCKS_MAX ? n : BLOCKS_MAX;
	if (n == 0)
		return;
	fputs("<section id=\"rows\">\n<h2>Times, row by row</h2>\n", out);
	fputs("<p>Each table is one workload on one kernel in one boot, a line for each number of tasks. <b>n</b> is repetitions; <b>+-95%</b> is the interval of fault/wsec within this boot, as a share of it.</p>\n",
	      out);
	for (size_t i = 0; i < shown; i++)
		print_block(out, page, i, i < BLOCKS_OPEN);
	if (shown < n)
		fprintf(out, "<p class=\"note\">%zu more tables are in report.txt, and their rows in report.csv.</p>\n",
			n - shown);
	fputs("</section>\n", out);
}
