/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/run_table.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "record/caption.h"
#include "record/jsonl.h"
#include "record/row.h"
#include "stats/estimate.h"
#include "view/table/classic.h"
#include "view/table/doc.h"
#include "view/table/grid.h"
#include "view/table/reps.h"
#include "view/table/run_columns.h"

/* ---- above the rows ---- */

static void print_reps(FILE *out, const struct block_rows *part)
{
	uint64_t least = UINT64_MAX, most = 0;
	for (size_t i = 0; i < part->n; i++) {
		const struct summary *s = &part->summary[i];
		/* A published row that is shown counts once. */
		const uint64_t reps = s->n == 0 && s->nr_reps > 0 ?
			s->nr_reps : s->nr_reps + s->nr_invalid;
		least = reps < least ? reps : least;
		most = reps > most ? reps : most;
	}
	fputs(part->summary[0].sums ? "sums over " : "", out);
	if (least != most)
		fprintf(out, "%llu to ", (unsigned long long)least);
	fprintf(out, "%llu rep%s", (unsigned long long)most,
		most == 1 ? "" : "s");
}

char *block_heading(const struct block_rows *part)
{
	static const enum caption_part order[] = {
		PART_WORKLOAD, PART_SIZE, PART_PAGE, PART_TASKS, PART_REGIONS,
		PART_CACHELINES, PART_ACCOUNTING, PART_ENGINE, PART_CLOCK,
		PART_THP, PART_BIND, PART_MEM, PART_KNOBS, PART_CONFIG,
	};
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		AUTO_FREE char *text = caption_part(part->summary[0].row->like, order[i]);
		if (*text)
			fprintf(out, "%s%s", i ? ", " : "", text);
		if (order[i] == PART_SIZE) {
			fputs(", ", out);
			print_reps(out, part);
		}
	}
	return text_close(&stream);
}

char *block_origin(const struct records *records,
		   const struct block_rows *part)
{
	const struct sample *like = part->summary[0].row->like;
	AUTO_FREE char *kernel = caption_kernel(records, like);
	AUTO_FREE char *time = text_shown(like->time);
	return text_format("kernel %s%s%s", *kernel ? kernel : "-",
			   like->time ? ", " : "", like->time ? time : "");
}

static void print_heading(const struct doc *doc, const struct records *records,
			  const struct block_rows *part)
{
	AUTO_FREE char *heading = block_heading(part);
	doc_heading(doc, "%s", heading);
	doc_text_owned(doc, 0, DOC_PLAIN, block_origin(records, part));
}

/* ---- notes ---- */

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

/* Prints what is noted of a row, before " at 1 thread"; returns whether anything is. */
typedef bool note_fn(FILE *out, const struct summary *summary);

static bool put_few_ticks(FILE *out, const struct summary *s)
{
	if (s->few_ticks)
		fprintf(out, " %.*f s at", s->cpu_s.value < 0.0095 ? 6 : 3, s->cpu_s.value);
	return s->few_ticks;
}

static bool is_not_concurrent(FILE *out, const struct summary *s)
{
	(void)out;
	return s->not_concurrent;
}

static bool is_oversubscribed(FILE *out, const struct summary *s)
{
	(void)out;
	return s->oversubscribed;
}

static bool put_spill(FILE *out, const struct summary *s)
{
	const struct sample_list *measured = &s->row->measured;
	struct summary_spill spill = { 0 };
	for (size_t i = 0; i < measured->n; i++)
		summary_add_spill(&spill, measured->sample[i]);
	if (spill.n == 0)
		return false;
	fputc(' ', out);
	reps_print_spill(out, &spill);
	fprintf(out, " in %zu of %zu reps at", spill.n, measured->n);
	return true;
}

/* What rows have in common, each with its number of tasks. */
static const struct note {
	const char *start;
	note_fn *put;
	bool at;	/* once for all rows */
} notes[] = {
	{ "User and System are '-' below 100 clock ticks; their sum:", put_few_ticks, false },
	{ "Not concurrent (tasks began more than half a window apart):", is_not_concurrent, true },
	{ "Oversubscribed (more tasks than CPUs they may use):", is_oversubscribed, true },
	{ "Spill (the tasks' nodes had no room; pages on other nodes):", put_spill, false },
};

/* "START 0.089 s at 1 thread, 0.131 s at 2" of the rows that are noted. */
static void print_note(const struct doc *doc, const struct block_rows *part,
		       const struct note *note)
{
	struct text_stream all, one;
	FILE *out = text_open(&all);
	bool first = true;
	fputs(note->start, out);
	for (size_t i = 0; i < part->n; i++) {
		const uint64_t threads = part->summary[i].row->like->threads.value;
		const bool noted = note->put(text_open(&one), &part->summary[i]);
		AUTO_FREE char *text = text_close(&one);
		if (!noted)
			continue;
		fprintf(out, "%s%s%s %" PRIu64 "%s", first ? "" : ",", text,
			note->at && first ? " at" : "", threads,
			!first ? "" : threads == 1 ? " thread" : " threads");
		first = false;
	}
	AUTO_FREE char *text = text_close(&all);
	if (!first)
		doc_text(doc, 0, DOC_PLAIN, "%s", text);
}

/* Quantile q over repetitions of one of their percentiles. */
static double latency_of(const struct sample_list *list, size_t offset, double q,
			 double values[])
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct latency *l = list->sample[i]->latency;
		if (!l)
			continue;
		memcpy(&values[n++], (const char *)l + offset, sizeof(*values));
	}
	estimate_sort(values, n);
	return estimate_quantile(values, n, q);
}

/* "p50 812, p90 ..., max 90321 at 1 thread" of a row whose touches were timed. */
static void print_latency_row(FILE *note, const struct row *row)
{
	/* The median repetition's percentiles, and the longest touch of all. */
	static const struct { const char *name; size_t offset; double q; }
	parts[] = {
		{ "p50", offsetof(struct latency, p50), 0.5 },
		{ "p90", offsetof(struct latency, p90), 0.5 },
		{ "p99", offsetof(struct latency, p99), 0.5 },
		{ "p99.9", offsetof(struct latency, p999), 0.5 },
		{ "max", offsetof(struct latency, max), 1.0 },
	};
	AUTO_FREE double *values = error_unless_memory(
		calloc(row->measured.n, sizeof(*values)));
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		fprintf(note, "%s%s %.0f", i ? ", " : "", parts[i].name,
			latency_of(&row->measured, parts[i].offset, parts[i].q,
				   values));
	fprintf(note, " at %llu", (unsigned long long)row->like->threads.value);
}

/* Percentiles of single touches, where they were timed. */
static void print_latency(const struct doc *doc, const struct block_rows *part)
{
	for (size_t i = 0; i < part->n; i++) {
		const struct row *row = part->summary[i].row;
		const struct latency *l = row->measured.n ?
			row->measured.sample[0]->latency : NULL;
		struct text_stream stream;
		if (!l)
			continue;
		FILE *note = text_open(&stream);
		fprintf(note, "Touch, %s: ",
			l->in_instructions ? "instructions" : "ns");
		print_latency_row(note, row);
		fputs(row->like->threads.value == 1 ? " thread" : " threads", note);
		if (l->stamp.known)
			fprintf(note, "; a stamp takes %.1f of it",
				l->stamp.value);
		doc_text_owned(doc, 0, DOC_PLAIN, text_close(&stream));
	}
}

static void print_notes(const struct doc *doc, const struct block_rows *part)
{
	for (size_t i = 0; i < ARRAY_SIZE(notes); i++)
		print_note(doc, part, &notes[i]);
	print_latency(doc, part);
}

/* ---- what --verbose adds ---- */

static struct estimate walls_of(const struct sample_list *list)
{
	AUTO_FREE double *value = error_unless_memory(
		calloc(list->n + 1, sizeof(*value)));
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++)
		if (list->sample[i]->wall_s.known)
			value[n++] = list->sample[i]->wall_s.value;
	return estimate_of(value, n);
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
				doc_text(doc, 2, DOC_PLAIN,
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
	AUTO_FREE char *heading = block_heading(part);
	AUTO_FREE char *left_out = NULL;
	grid_print(doc, &(struct grid){
		.name = heading, .columns = &run_columns, .where = where_of(doc->style),
		.first = part->summary, .size = sizeof(*part->summary), .n = part->n,
		.notes = print_invalid, .left_out = &left_out,
	});
	print_notes(doc, part);
	if (*left_out)
		doc_text(doc, 0, DOC_PLAIN, "Not shown at %zu columns: %s",
			 doc_room(doc), left_out);
}

/* As a sum over the repetitions: that is what Rep means here. */
static struct real sum_of_reps(const struct summary *summary, struct real mean)
{
	if (!summary->sums)
		mean.value *= (double)summary->nr_reps;
	return mean;
}

static void print_classic_row(FILE *out, const struct summary *s)
{
	const struct compare_classic row = {
		.nr_reps = s->nr_reps,
		.user_s = sum_of_reps(s, unless_few_ticks(s, s->user_s)),
		.system_s = sum_of_reps(s, unless_few_ticks(s, s->system_s)),
		.wall_s = sum_of_reps(s, s->wall_s),
		.per_cpu_s = s->fault_per_cpu_s, .per_wall_s = s->fault_per_wall_s,
	};
	classic_line(out, s->row->like, &row);
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
	AUTO_FREE char *command = caption_command(records, like);
	doc_gap(doc);
	print_item(doc, "machine:", caption_machine(records, like));
	print_item(doc, "kernel:", caption_kernel(records, like));
	print_item(doc, "date:", caption_date(records, like));
	if (*command)
		doc_text(doc, 0, DOC_PLAIN, "command:");
	doc_command(doc, command);
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
		AUTO_FREE char *line = jsonl_sample(&records->sample[i]);
		if (line)
			fprintf(out, "%s\n", line);
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
	AUTO_FREE struct summary *summary = summary_all(records, &rows);
	table_print_rows(out, records, &rows, summary, style);
	rows_close(&rows);
}
