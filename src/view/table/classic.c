/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/classic.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "record/field.h"

/* As printf(" %8.3fs") in 2004, and "-" where that is unknown. */
static void print_seconds(FILE *out, int width, struct real seconds)
{
	if (seconds.known)
		fprintf(out, " %*.3fs", width, seconds.value);
	else
		fprintf(out, " %*s ", width, "-");
}

static void print_rate(FILE *out, int width, struct real rate)
{
	if (rate.known)
		fprintf(out, "%*.3f", width, rate.value);
	else
		fprintf(out, "%*s", width, "-");
}

void classic_titles(FILE *out)
{
	fputs(" Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec\n",
	      out);
}

void classic_line(FILE *out, const struct classic_line *line)
{
	fprintf(out, "%3" PRIu64 " %3" PRIu64 " %4" PRIu64, line->bytes >> 30,
		line->reps, line->threads);
	print_seconds(out, 8, line->user_s);
	print_seconds(out, 10, line->system_s);
	print_seconds(out, 7, line->wall_s);
	print_rate(out, 10, line->per_cpu_s);
	fputc(' ', out);
	print_rate(out, 10, line->per_wall_s);
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
		char *part = caption_part(cell->like, parts[i]);
		if (*part)
			fprintf(out, "%s %s", i > 0 ? "," : "", part);
		free(part);
	}
	fprintf(out, "; classic accounting, %s",
		engine->emulated ? "emulated" : c->engine);
	char *text = text_close(&stream);
	doc_heading(doc, text);
	free(text);
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
	const struct classic_line line = {
		.bytes = cell->like->bytes.value, .reps = row->nr_reps,
		.threads = cell->like->threads.value,
		.user_s = row->user_s, .system_s = row->system_s,
		.wall_s = row->wall_s, .per_cpu_s = row->per_cpu_s,
		.per_wall_s = row->per_wall_s,
	};
	classic_line(doc->out, &line);
	if (cell->nr_invalid > 0)
		doc_textf(doc, 2, DOC_RED, "INVALID %zu of %zu: left out: see the comparison",
			  cell->nr_invalid, cell->nr_invalid + cell->nr_samples);
}

/* Where the tables of a campaign are being printed. */
struct printing {
	const struct doc *doc;
	const struct compare *compare;
	bool *done;		/* [nr_rows] of this side */
};

/* The table that begins with a row. Marks the rows that it has. */
static void print_table(const struct printing *p, size_t first, size_t side)
{
	const struct compare *c = p->compare;
	const struct compare_cell *cell = compare_cell(c, first, side);
	struct compare_classic *rows =
		error_unless_memory(calloc(c->nr_rows, sizeof(*rows)));
	size_t n = 0;
	print_title(p->doc, c, cell);
	classic_titles(p->doc->out);
	for (size_t row = first; row < c->nr_rows; row++) {
		const struct compare_cell *other = compare_cell(c, row, side);
		if (!compare_cell_is_classic(other) ||
		    !field_same_but_threads(cell->like, other->like))
			continue;
		p->done[row] = true;
		rows[n] = *compare_cell(c, row, side)->classic;
		print_row(p->doc, other, &rows[n++]);
	}
	print_intervals(p->doc, c, rows, n);
	free(rows);
}

void classic_print(const struct doc *doc, const struct compare *c)
{
	const struct printing p = {
		doc, c, error_unless_memory(calloc(c->nr_rows, sizeof(bool))),
	};
	bool any = false;
	for (size_t side = 0; side < c->nr_sides; side++) {
		memset(p.done, 0, c->nr_rows * sizeof(*p.done));
		for (size_t row = 0; row < c->nr_rows; row++) {
			if (p.done[row] || !compare_cell_is_classic(compare_cell(c, row, side)))
				continue;
			if (any)
				doc_gap(doc);
			print_table(&p, row, side);
			any = true;
		}
	}
	free(p.done);
}
