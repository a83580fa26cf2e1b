/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page that says what is INVALID and why: before any figure, as none
 * of it is in one.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "base/text.h"
#include "record/caption.h"
#include "view/html/section.h"
#include "view/table/reps.h"
#include "view/table/run_table.h"

enum { LINES_MAX = 40 };

/* Lines that are printed, and those that were too many. */
struct listing {
	FILE *out;
	size_t n;
	char *id;	/* of the section that the next lines link to; owned */
};

/* What the next lines link to; id is taken over. */
static void link_to(struct listing *list, char *id)
{
	free(list->id);
	list->id = id;
}

/* text is freed. */
static void add_line(struct listing *list, char *text)
{
	if (list->n++ < LINES_MAX)
		html_print(list->out, "<li><a href=\"#%s\">%s</a></li>\n",
			   list->id, text);
	free(text);
}

static void add_row(struct listing *list, const struct html_page *page,
		    const struct summary *s)
{
	struct text_stream stream;
	const struct block *block = &page->rows->block[s->row->block];
	const struct block_rows rows = { page->summary + block->first, block->n };
	const size_t tasks = s->row->like->threads.value;
	AUTO_FREE char *heading = block_heading(&rows);
	AUTO_FREE char *kernel = caption_part(s->row->like, PART_KERNEL);
	FILE *text = text_open(&stream);
	fprintf(text, "%zu of %zu repetitions at %zu task%s, %s, %s: ",
		s->nr_invalid, s->n + s->nr_invalid, tasks,
		tasks == 1 ? "" : "s", *kernel ? kernel : "-", heading);
	reps_print_reasons(text, s);
	link_to(list, text_format("block-%zu", s->row->block + 1));
	add_line(list, text_close(&stream));
}

static void add_boot(struct listing *list, const struct compare *c,
		     const struct facts *boot)
{
	const char *kernel = facts_text(boot, "kernel");
	const char *outcome = facts_text(boot, "outcome");
	const char *why = facts_text(boot, "why");
	add_line(list, text_format("%s %.0f of %zu of %s: %s: %s", c->unit,
		facts_number(boot, "round").value + 1, c->nr_planned,
		kernel ? kernel : "-", outcome ? outcome : "-", why ? why : "-"));
}

static void add_cell(struct listing *list, const struct compare_row *row,
		     const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fprintf(text, "%s on %s: ", cell->side->name, row->heading);
	if (cell->nr_invalid > 0)
		reps_print_invalid(text, cell);
	else
		fputs(cell->varies ? "exact boots of one layout differ" :
				     "nothing was measured", text);
	add_line(list, text_close(&stream));
}

/* What is INVALID in labels is in their rows too, but exact boots that differ. */
static bool is_listed(const struct compare *c, const struct compare_cell *cell)
{
	return c->run ? compare_cell_is_invalid(cell) : cell->varies;
}

static void add_compare(struct listing *list, const struct compare *c)
{
	for (size_t i = 0; i < c->nr_boots; i++)
		if (c->boot[i].lost)
			add_boot(list, c, c->boot[i].facts);
	for (size_t row = 0; row < c->nr_rows; row++)
		for (size_t side = 0; side < c->nr_sides; side++)
			if (is_listed(c, compare_cell(c, row, side)))
				add_cell(list, &c->row[row],
					 compare_cell(c, row, side));
}

static void print(const struct doc *doc, const struct html_page *page, size_t nr)
{
	FILE *out = doc->out;
	struct listing list = { .out = out };
	(void)nr;
	fputs("<p>What is INVALID is in no mean and in no picture. A row of a published table still shows what was published.</p>\n<ul>\n",
	      out);
	for (size_t i = 0; i < page->campaigns->n; i++) {
		link_to(&list, text_format("campaign-%zu", i + 1));
		add_compare(&list, &page->campaigns->compare[i]);
	}
	link_to(&list, text_format("verdicts"));
	if (page->verdicts->made)
		add_compare(&list, &page->verdicts->compare);
	for (size_t i = 0; i < page->rows->n; i++)
		if (page->summary[i].nr_invalid > 0)
			add_row(&list, page, &page->summary[i]);
	html_more(out, "li", list.n > LINES_MAX ? list.n - LINES_MAX : 0,
		  "are in the tables below, each at its row");
	fputs("</ul>\n", out);
	free(list.id);
}

static size_t count(const struct html_page *page)
{
	return campaigns_any_invalid(page->campaigns) ||
	       verdicts_any_invalid(page->verdicts) ||
	       summary_any_invalid(page->rows);
}

const struct html_section html_invalid = {
	.id = "invalid", .title = "What is INVALID, and why",
	.count = count, .print = print,
};
