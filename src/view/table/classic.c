/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/classic.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "record/field.h"
#include "view/table/column.h"

/* As printf(" %8.3fs") in 2004, and "-" where that is unknown. */
static void print_seconds(FILE *out, int width, struct real seconds)
{
	if (seconds.known)
		fprintf(out, " %*.3fs", width, seconds.value);
	else
		fprintf(out, " %*s ", width, "-");
}

void classic_titles(FILE *out)
{
	fputs(" Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec\n",
	      out);
}

void classic_line(FILE *out, const struct sample *like, const struct compare_classic *row)
{
	fprintf(out, "%3" PRIu64 " %3zu %4" PRIu64, like->bytes.value >> 30,
		row->nr_reps, like->threads.value);
	print_seconds(out, 8, row->user_s);
	print_seconds(out, 10, row->system_s);
	print_seconds(out, 7, row->wall_s);
	value_put_fixed(out, 10, 3, row->per_cpu_s);
	fputc(' ', out);
	value_put_fixed(out, 10, 3, row->per_wall_s);
	fputc('\n', out);
}

/* ---- a campaign ---- */

static void print_title(const struct doc *doc, const struct compare *c,
			const struct compare_cell *cell)
{
	static const enum caption_part parts[] = { PART_WORKLOAD, PART_SIZE,
						   PART_PAGE, PART_TASKS, PART_THP };
	const struct engine *engine = engine_find(c->engine);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "%s:", cell->side->name);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		AUTO_FREE char *part = caption_part(cell->like, parts[i]);
		if (*part)
			fprintf(out, "%s %s", i > 0 ? "," : "", part);
	}
	fprintf(out, "; classic accounting, %s",
		engine->emulated ? "emulated" : c->engine);
	AUTO_FREE char *text = text_close(&stream);
	doc_heading(doc, "%s", text);
}

/* The columns are those of 2004: what they lack stands below. */
static void print_intervals(const struct doc *doc, const struct compare *c,
			    const struct compare_classic rows[], size_t n)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "+-95%% of fault/wsec over %zu %s%s:", rows[0].nr_boots,
		c->unit, rows[0].nr_boots == 1 ? "" : "s");
	for (size_t i = 0; i < n; i++) {
		fputs(i > 0 ? ", " : " ", out);
		if (rows[i].half_width.known)
			fprintf(out, "%.1f%%", 100 * rows[i].half_width.value);
		else
			fputc('-', out);
	}
	doc_text_owned(doc, 2, DOC_PLAIN, text_close(&stream));
}

static void print_row(const struct doc *doc, const struct compare_cell *cell,
		      const struct compare_classic *row)
{
	classic_line(doc->out, cell->like, row);
	if (cell->nr_invalid > 0)
		doc_text(doc, 2, DOC_RED, "INVALID %zu of %zu: left out: see the comparison",
			  cell->nr_invalid, cell->nr_invalid + cell->nr_samples);
}

/* Whether two rows are in one table of a side. */
static bool is_together(const struct compare *c, size_t side, size_t row, size_t other)
{
	return compare_cell_is_classic(compare_cell(c, other, side)) &&
	       field_same_but_threads(compare_cell(c, row, side)->like,
				      compare_cell(c, other, side)->like);
}

static bool begins_table(const struct compare *c, size_t side, size_t row)
{
	if (!compare_cell_is_classic(compare_cell(c, row, side)))
		return false;
	for (size_t other = 0; other < row; other++)
		if (is_together(c, side, row, other))
			return false;
	return true;
}

/* The table that begins with a row. */
static void print_table(const struct doc *doc, const struct compare *c, size_t first,
			size_t side)
{
	AUTO_FREE struct compare_classic *rows =
		error_unless_memory(calloc(c->nr_rows, sizeof(*rows)));
	size_t n = 0;
	print_title(doc, c, compare_cell(c, first, side));
	classic_titles(doc->out);
	for (size_t row = first; row < c->nr_rows; row++) {
		if (!is_together(c, side, first, row))
			continue;
		rows[n] = *compare_cell(c, row, side)->classic;
		print_row(doc, compare_cell(c, row, side), &rows[n++]);
	}
	print_intervals(doc, c, rows, n);
}

void classic_print(const struct doc *doc, const struct compare *c)
{
	bool any = false;
	for (size_t side = 0; side < c->nr_sides; side++) {
		for (size_t row = 0; row < c->nr_rows; row++) {
			if (!begins_table(c, side, row))
				continue;
			if (any)
				doc_gap(doc);
			print_table(doc, c, row, side);
			any = true;
		}
	}
}
