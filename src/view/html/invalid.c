/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page that says what is INVALID and why: before any figure,
 * because none of it is in one.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/boots.h"
#include "view/table/block.h"
#include "record/caption.h"
#include "view/html/section.h"

enum { LINES_MAX = 40 };

/* Lines that are printed, and those that were too many. */
struct listing {
	FILE *out;
	size_t n;
};

/* <li> with a link; text is taken over. */
static void print_line(struct listing *list, const char *link, size_t nr,
		       char *text)
{
	if (list->n == 0)
		fputs("<section id=\"invalid\" class=\"warning\">\n<h2>INVALID</h2>\n<p>Averaged into nothing and drawn nowhere. A row of a published table still shows what was published.</p>\n<ul>\n",
		      list->out);
	if (list->n++ < LINES_MAX) {
		fprintf(list->out, "<li><a href=\"#%s-%zu\">", link, nr);
		html_text(list->out, text);
		fputs("</a></li>\n", list->out);
	}
	free(text);
}

static void list_row(struct listing *list, const struct html_page *page,
		     const struct summary *s)
{
	struct text_stream stream;
	const size_t block = s->row->block;
	const struct block_rows rows = {
		page->summary + page->rows->block[block].first,
		page->rows->block[block].n,
	};
	char *heading = block_heading(&rows);
	char *kernel = caption_part(s->row->like, PART_KERNEL);
	FILE *text = text_open(&stream);
	fprintf(text, "%zu of %zu repetitions at %llu task%s, %s, %s: ",
		s->nr_invalid, s->n + s->nr_invalid,
		(unsigned long long)s->row->like->threads.value,
		s->row->like->threads.value == 1 ? "" : "s",
		*kernel ? kernel : "-", heading);
	summary_print_reasons(text, s);
	print_line(list, "block", block + 1, text_close(&stream));
	free(kernel);
	free(heading);
}

static void list_boot(struct listing *list, const struct compare *c,
		      size_t campaign, const struct facts *boot)
{
	struct text_stream stream;
	char *outcome = text_shown(facts_text(boot, "outcome"));
	char *why = text_shown(facts_text(boot, "why"));
	char *kernel = text_shown(facts_text(boot, "kernel"));
	fprintf(text_open(&stream), "%s %.0f of %zu of %s: %s: %s", c->unit,
		facts_number(boot, "round").value + 1, c->nr_planned,
		kernel, outcome, why);
	print_line(list, "campaign", campaign + 1, text_close(&stream));
	free(kernel);
	free(why);
	free(outcome);
}

static void list_cell(struct listing *list, const struct compare *c,
		      size_t campaign, size_t row,
		      const struct compare_cell *cell)
{
	struct text_stream stream;
	const bool differs = c->one_layout && cell->varies;
	if (cell->nr_invalid == 0 && cell->nr_units > 0 && !differs)
		return;
	char *label = text_shown(cell->side->name);
	char *name = text_shown(c->row[row].heading);
	char *reason = text_shown(cell->nr_reasons > 0 ? cell->reason[0].text :
				    differs ? "exact boots of it differ" :
					      "nothing was measured");
	FILE *text = text_open(&stream);
	fprintf(text, "%s on %s: ", label, name);
	if (cell->nr_invalid > 0)
		fprintf(text, "%zu of %zu repetitions: ", cell->nr_invalid,
			cell->nr_invalid + cell->nr_samples);
	fputs(reason, text);
	print_line(list, "campaign", campaign + 1, text_close(&stream));
	free(reason);
	free(name);
	free(label);
}

static void list_campaign(struct listing *list, const struct part *part,
			  size_t campaign)
{
	const struct compare *c = &part->compare;
	for (size_t i = 0; i < part->records.nr_facts; i++)
		if (boot_is_of(&part->records.facts[i], c->run_id) &&
		    boot_is_lost(&part->records.facts[i]))
			list_boot(list, c, campaign, &part->records.facts[i]);
	for (size_t row = 0; row < c->nr_rows; row++)
		for (size_t t = 0; t < c->nr_sides; t++)
			if (compare_cell(c, row, t)->measured)
				list_cell(list, c, campaign, row,
					  compare_cell(c, row, t));
}

void html_invalid_print(FILE *out, const struct html_page *page)
{
	struct listing list = { .out = out };
	for (size_t i = 0; i < page->parts->n; i++)
		list_campaign(&list, &page->parts->part[i], i);
	for (size_t i = 0; i < page->rows->n; i++)
		if (page->summary[i].nr_invalid > 0)
			list_row(&list, page, &page->summary[i]);
	if (list.n > LINES_MAX)
		fprintf(out, "<li>%zu more: in the tables below, each at its row</li>\n",
			list.n - LINES_MAX);
	if (list.n > 0)
		fputs("</ul>\n</section>\n", out);
}
