/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/run_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"
#include "record/caption.h"
#include "record/jsonl.h"
#include "record/row.h"
#include "stats/estimate.h"
#include "view/table/block.h"
#include "view/table/classic.h"
#include "view/table/doc.h"
#include "view/table/grid.h"
#include "view/table/reps.h"
#include "view/table/run_columns.h"

/* ---- headings and notes ---- */

static void print_heading(const struct doc *doc, const struct records *records,
			  const struct block_rows *part)
{
	char *heading = block_heading(part);
	doc_heading(doc, heading);
	free(heading);
	doc_text_owned(doc, 0, DOC_PLAIN, block_origin(records, part));
}

static void print_invalid(const struct doc *doc, const void *of)
{
	const struct summary *s = of;
	struct text_stream stream;
	if (s->nr_invalid == 0)
		return;
	fprintf(text_open(&stream), "INVALID %zu of %zu: ", s->nr_invalid,
		s->n + s->nr_invalid);
	reps_print_reasons(stream.out, s);
	doc_text_owned(doc, 2, DOC_RED, text_close(&stream));
}

static void print_note(void *context, const char *text)
{
	doc_text(context, 0, DOC_PLAIN, text);
}

static void print_notes(const struct doc *doc, const struct block_rows *part)
{
	block_notes(part, print_note, (void *)doc);
}

/* ---- what --verbose adds ---- */

static struct estimate walls_of(const struct sample_list *list)
{
	double *value = error_unless_memory(calloc(list->n + 1, sizeof(*value)));
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++)
		if (list->sample[i]->wall_s.known)
			value[n++] = list->sample[i]->wall_s.value;
	const struct estimate estimate = estimate_of(value, n);
	free(value);
	return estimate;
}

static void print_role(const struct doc *doc, const char *what,
		       uint64_t threads, const struct sample_list *list)
{
	const struct estimate walls = walls_of(list);
	if (!walls.mean.known)
		return;
	struct text_stream stream;
	FILE *line = text_open(&stream);
	fprintf(line, "%s at %llu: %.9f s", what, (unsigned long long)threads,
		walls.mean.value);
	if (walls.half_width.known && walls.mean.value > 0.0)
		fprintf(line, " +- %.1f%%",
			100.0 * walls.half_width.value / walls.mean.value);
	fprintf(line, ", n %zu", walls.n);
	doc_text_owned(doc, 2, DOC_PLAIN, text_close(&stream));
}

/* Each warning once, however many repetitions gave it. */
static void print_warnings(const struct doc *doc, uint64_t threads,
			   const struct sample_list *list)
{
	const char *last = NULL;
	for (size_t i = 0; i < list->n; i++) {
		const struct texts *warnings = &list->sample[i]->warnings;
		for (size_t j = 0; j < warnings->n; j++) {
			if (!text_same(last, warnings->text[j]))
				doc_textf(doc, 2, DOC_PLAIN,
					  "warning at %llu: %s",
					  (unsigned long long)threads,
					  warnings->text[j]);
			last = warnings->text[j];
		}
	}
}

static void print_verbose(const struct doc *doc, const struct block_rows *part)
{
	for (size_t i = 0; i < part->n; i++) {
		const struct row *row = part->summary[i].row;
		const uint64_t threads = row->like->threads.value;
		print_role(doc, "limit (pages present, zeroed)", threads,
			   &row->limit);
		print_role(doc, "nop (no touch)", threads, &row->nop);
		print_warnings(doc, threads, &row->measured);
		print_warnings(doc, threads, &row->invalid);
	}
}

/* ---- the formats ---- */

static unsigned where_of(const struct table_style *style)
{
	return style->format == TABLE_MAIL ? IN_MAIL :
	       style->format == TABLE_MARKDOWN ||
	       style->format == TABLE_PAGE ? IN_PAGE : IN_TABLE;
}

void table_print_block(const struct doc *doc, const struct block_rows *part)
{
	char *heading = block_heading(part);
	struct grid grid = {
		.name = heading, .columns = &run_columns, .where = where_of(doc->style),
		.of = error_unless_memory(calloc(part->n, sizeof(void *))),
		.n = part->n, .notes = print_invalid,
	};
	for (size_t i = 0; i < part->n; i++)
		grid.of[i] = &part->summary[i];
	char *left_out = grid_print(doc, &grid);
	print_notes(doc, part);
	grid_print_left_out(doc, left_out);
	free(grid.of);
	free(heading);
}

/* As a sum over the repetitions: that is what Rep means here. */
static struct real sum_of_reps(const struct summary *summary, struct real mean)
{
	if (!summary->sums)
		mean.value *= (double)summary->nr_reps;
	return mean;
}

static void print_classic_row(FILE *out, const struct summary *summary)
{
	const struct sample *like = summary->row->like;
	const struct classic_line line = {
		.bytes = like->bytes.value, .reps = summary->nr_reps,
		.threads = like->threads.value,
		.user_s = sum_of_reps(summary, unless_few_ticks(
					       summary, summary->user_s)),
		.system_s = sum_of_reps(summary, unless_few_ticks(
						summary, summary->system_s)),
		.wall_s = sum_of_reps(summary, summary->wall_s),
		.per_cpu_s = summary->fault_per_cpu_s,
		.per_wall_s = summary->fault_per_wall_s,
	};
	classic_line(out, &line);
}

static void print_classic(const struct doc *doc, const struct block_rows *part)
{
	classic_titles(doc->out);
	for (size_t i = 0; i < part->n; i++) {
		print_classic_row(doc->out, &part->summary[i]);
		print_invalid(doc, &part->summary[i]);
	}
	print_notes(doc, part);
}

static void print_item(const struct doc *doc, const char *name, char *text)
{
	if (*text)
		doc_item(doc, name, text);
	free(text);
}

/* Once for all blocks of a run: who made this, and how to make it again. */
static void print_origin(const struct doc *doc, const struct records *records,
			 const struct sample *like)
{
	char *command = caption_command(records, like);
	doc_gap(doc);
	print_item(doc, "machine:", caption_machine(records, like));
	print_item(doc, "kernel:", caption_kernel(records, like));
	print_item(doc, "date:", caption_date(records, like));
	if (*command)
		doc_text(doc, 0, DOC_PLAIN, "command:");
	doc_command(doc, command);
	free(command);
}

/* Whether a block is the last of its run. */
static bool ends_run(const struct rows *rows, size_t i)
{
	const struct block *next = &rows->block[i + 1];
	return i + 1 == rows->nr_blocks ||
	       !text_same(rows->row[rows->block[i].first].like->run,
			  rows->row[next->first].like->run);
}

static void print_blocks(const struct doc *doc, const struct records *records,
			 const struct rows *rows, const struct summary *summary)
{
	const enum table_format format = doc->style->format;
	for (size_t i = 0; i < rows->nr_blocks; i++) {
		const struct block *block = &rows->block[i];
		const struct block_rows part = { summary + block->first, block->n };
		if (i > 0)
			doc_gap(doc);
		print_heading(doc, records, &part);
		if (format == TABLE_CLASSIC)
			print_classic(doc, &part);
		else
			table_print_block(doc, &part);
		if (doc->style->verbose)
			print_verbose(doc, &part);
		if ((format == TABLE_MAIL || format == TABLE_MARKDOWN) &&
		    ends_run(rows, i))
			print_origin(doc, records, part.summary->row->like);
	}
}

static void print_json(FILE *out, const struct records *records)
{
	for (size_t i = 0; i < records->nr_samples; i++) {
		char *line = jsonl_sample(&records->sample[i]);
		if (line)
			fprintf(out, "%s\n", line);
		free(line);
	}
}

static void print_csv(FILE *out, const struct summary summary[], size_t n)
{
	column_csv_names(out, &run_columns, IN_DATA);
	for (size_t i = 0; i < n; i++)
		column_csv_line(out, &run_columns, IN_DATA, &summary[i]);
}

void table_print_rows(FILE *out, const struct records *records,
		      const struct rows *rows, const struct summary summary[],
		      const struct table_style *style)
{
	if (style->format == TABLE_JSON)
		print_json(out, records);
	else if (style->format == TABLE_CSV)
		print_csv(out, summary, rows->n);
	else
		print_blocks(&(struct doc){ out, style }, records, rows, summary);
}

void table_print(FILE *out, const struct records *records,
		 const struct table_style *style)
{
	struct rows rows;
	rows_collect(records, &rows);
	struct summary *summary = summary_all(records, &rows);
	table_print_rows(out, records, &rows, summary, style);
	free(summary);
	rows_close(&rows);
}
