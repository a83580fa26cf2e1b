/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "record/jsonl.h"
#include "record/row.h"
#include "stats/estimate.h"
#include "view/table/block.h"
#include "base/wrap.h"
#include "record/caption.h"
#include "view/table/classic_line.h"
#include "view/table/columns.h"
#include "view/table/csv.h"
#include "analysis/summary.h"

const char *const table_formats[] = {
	[TABLE_TABLE] = "table",
	[TABLE_CLASSIC] = "classic",
	[TABLE_MAIL] = "mail",
	[TABLE_CSV] = "csv",
	[TABLE_JSON] = "json",
	NULL,
};

enum { TABLE_COLUMNS = 80, MAIL_COLUMNS = 72, LEAST_COLUMNS = 24 };

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define PLAIN "\033[0m"

/* ---- headings and notes ---- */

static size_t room_of(const struct table_style *style)
{
	const size_t most = style->format == TABLE_MAIL ? MAIL_COLUMNS :
							  TABLE_COLUMNS;
	if (style->columns == 0 || style->columns > most)
		return most;
	return style->columns < LEAST_COLUMNS ? LEAST_COLUMNS : style->columns;
}

static const char *sgr(const struct table_style *style, const char *sequence)
{
	return style->color ? sequence : "";
}

/*
 * Text wrapped and colored, each line by itself: a pager forgets at its end.
 * start    spaces before the first line; the others have two more
 */
static void print_colored(FILE *out, const char *text, size_t start,
			  const char *sequence, const struct table_style *style)
{
	struct text_stream stream;
	wrap_text(text_open(&stream), text, room_of(style) - start,
		     start + 2);
	char *wrapped = text_close(&stream);
	char *rest = wrapped;
	fprintf(out, "%*s", (int)start, "");
	for (char *line; (line = strsep(&rest, "\n")) && *line;)
		fprintf(out, "%s%s%s\n", sgr(style, sequence), line,
			sgr(style, PLAIN));
	free(wrapped);
}

static void print_heading(FILE *out, const struct records *records,
			  const struct block_rows *part,
			  const struct table_style *style)
{
	char *heading = block_heading(part);
	char *origin = block_origin(records, part);
	print_colored(out, heading, 0, BOLD, style);
	wrap_text(out, origin, room_of(style), 2);
	free(heading);
	free(origin);
}

static void print_invalid(FILE *out, const struct summary *summary,
			  const struct table_style *style)
{
	if (summary->nr_invalid == 0)
		return;
	struct text_stream stream;
	fprintf(text_open(&stream), "INVALID %zu of %zu: ",
		summary->nr_invalid, summary->n + summary->nr_invalid);
	summary_print_reasons(stream.out, summary);
	char *text = text_close(&stream);
	print_colored(out, text, 2, RED, style);
	free(text);
}

/* What it is printed to, and how. */
struct noting {
	FILE *out;
	const struct table_style *style;
};

static void print_note(void *context, const char *text)
{
	const struct noting *noting = context;
	wrap_text(noting->out, text, room_of(noting->style), 2);
}

static void print_notes(FILE *out, const struct block_rows *part,
			const struct table_style *style)
{
	block_notes(part, print_note,
		    &(struct noting){ .out = out, .style = style });
}

static void print_dropped(FILE *out, const struct layout *layout,
			  const struct table_style *style)
{
	struct text_stream stream;
	FILE *note = text_open(&stream);
	bool any = false;
	fprintf(note, "Not shown at %zu columns:", room_of(style));
	for (size_t i = 0; i < layout->n; i++) {
		if (!layout->shown[i].dropped)
			continue;
		fprintf(note, "%s %s", any ? "," : "",
			layout_title(layout, i));
		any = true;
	}
	char *text = text_close(&stream);
	if (any)
		wrap_text(out, text, room_of(style), 2);
	free(text);
}

/* ---- what --verbose adds ---- */

static struct estimate walls_of(const struct sample_list *list)
{
	double *value = malloc((list->n + 1) * sizeof(*value));
	size_t n = 0;
	for (size_t i = 0; value && i < list->n; i++)
		if (list->sample[i]->wall_s.known)
			value[n++] = list->sample[i]->wall_s.value;
	const struct estimate estimate = estimate_of(value, value ? n : 0);
	free(value);
	return estimate;
}

static void print_role(FILE *out, const char *what, uint64_t threads,
		       const struct sample_list *list,
		       const struct table_style *style)
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
	char *text = text_close(&stream);
	fputs("  ", out);
	wrap_text(out, text, room_of(style) - 2, 4);
	free(text);
}

/* Each warning once, however many repetitions gave it. */
static void print_warnings(FILE *out, const struct sample_list *list,
			   uint64_t threads, const struct table_style *style)
{
	const char *last = NULL;
	for (size_t i = 0; i < list->n; i++) {
		for (size_t j = 0; j < list->sample[i]->warnings.n; j++) {
			const char *warning = list->sample[i]->warnings.text[j];
			if (last && strcmp(last, warning) == 0)
				continue;
			last = warning;
			struct text_stream stream;
			FILE *line = text_open(&stream);
			char *text = text_shown(warning);
			fprintf(line, "warning at %llu: %s",
				(unsigned long long)threads, text);
			free(text);
			text = text_close(&stream);
			fputs("  ", out);
			wrap_text(out, text, room_of(style) - 2, 4);
			free(text);
		}
	}
}

static void print_verbose(FILE *out, const struct block_rows *part,
			  const struct table_style *style)
{
	for (size_t i = 0; i < part->n; i++) {
		const struct row *row = part->summary[i].row;
		const uint64_t threads = row->like->threads.value;
		print_role(out, "limit (pages present, zeroed)", threads,
			   &row->limit, style);
		print_role(out, "nop (no touch)", threads, &row->nop, style);
		print_warnings(out, &row->measured, threads, style);
		print_warnings(out, &row->invalid, threads, style);
	}
}

/* ---- the formats ---- */

static void print_block(FILE *out, const struct block_rows *part,
			const struct column *const *columns,
			const struct table_style *style)
{
	struct layout layout;
	layout_fit(&layout, columns, part, room_of(style));
	layout_print_titles(out, &layout);
	for (size_t i = 0; i < part->n; i++) {
		layout_print_row(out, &layout, &part->summary[i]);
		print_invalid(out, &part->summary[i], style);
	}
	print_notes(out, part, style);
	print_dropped(out, &layout, style);
	if (style->verbose)
		print_verbose(out, part, style);
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
	classic_line_print(out, &line);
}

static void print_classic(FILE *out, const struct block_rows *part,
			  const struct table_style *style)
{
	classic_line_titles(out);
	for (size_t i = 0; i < part->n; i++) {
		print_classic_row(out, &part->summary[i]);
		print_invalid(out, &part->summary[i], style);
	}
	print_notes(out, part, style);
	if (style->verbose)
		print_verbose(out, part, style);
}

static void print_origin_line(FILE *out, const char *name, char *text)
{
	if (*text) {
		fprintf(out, "%-9s", name);
		wrap_text(out, text, MAIL_COLUMNS - 9, 9);
	}
	free(text);
}

/* Once for all blocks of a run: who made this, and how to make it again. */
static void print_mail_origin(FILE *out, const struct records *records,
			      const struct sample *like)
{
	char *command = caption_command(records, like);
	fputc('\n', out);
	print_origin_line(out, "machine:", caption_machine(records, like));
	print_origin_line(out, "kernel:", caption_kernel(records, like));
	print_origin_line(out, "date:", caption_date(records, like));
	if (*command) {
		fputs("command:\n", out);
		wrap_command(out, command, MAIL_COLUMNS);
	}
	free(command);
}

static bool same_run(const struct sample *a, const struct sample *b)
{
	return a->run == b->run || (a->run && b->run && strcmp(a->run, b->run) == 0);
}

static void print_parts(FILE *out, const struct records *records,
			const struct rows *rows, const struct summary *summary,
			const struct table_style *style)
{
	for (size_t i = 0; i < rows->nr_blocks; i++) {
		const struct block *block = &rows->block[i];
		const struct block_rows part = { summary + block->first, block->n };
		const struct sample *like = part.summary->row->like;
		if (i > 0)
			fputc('\n', out);
		print_heading(out, records, &part, style);
		if (style->format == TABLE_CLASSIC)
			print_classic(out, &part, style);
		else
			print_block(out, &part,
				    style->format == TABLE_MAIL ? mail_columns :
								  table_columns,
				    style);
		if (style->format == TABLE_MAIL &&
		    (i + 1 == rows->nr_blocks ||
		     !same_run(like, rows->row[rows->block[i + 1].first].like)))
			print_mail_origin(out, records, like);
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

void table_print_rows(FILE *out, const struct records *records,
		      const struct rows *rows, const struct summary summary[],
		      const struct table_style *style)
{
	if (style->format == TABLE_JSON)
		print_json(out, records);
	else if (style->format == TABLE_CSV)
		csv_rows(out, summary, rows->n);
	else
		print_parts(out, records, rows, summary, style);
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
