/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "record/jsonl.h"
#include "record/row.h"
#include "stats/estimate.h"
#include "view/caption.h"
#include "view/columns.h"
#include "view/csv.h"
#include "view/summary.h"

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

static void print_reps(FILE *out, const struct part *part)
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

static char *heading_of(const struct part *part)
{
	static const enum caption_part order[] = {
		PART_WORKLOAD, PART_SIZE, PART_PAGE, PART_TASKS, PART_REGIONS,
		PART_CACHELINES, PART_ACCOUNTING, PART_ENGINE, PART_CLOCK,
		PART_THP, PART_BIND, PART_MEM, PART_KNOBS, PART_CONFIG,
	};
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		char *text = caption_part(part->summary[0].row->like, order[i]);
		if (*text)
			fprintf(out, "%s%s", i ? ", " : "", text);
		free(text);
		if (order[i] == PART_SIZE) {
			fputs(", ", out);
			print_reps(out, part);
		}
	}
	return caption_close(&stream);
}

static char *origin_of(const struct records *records, const struct part *part)
{
	const struct sample *like = part->summary[0].row->like;
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	char *kernel = caption_kernel(records, like);
	char *time = caption_text(like->time);
	fprintf(out, "kernel %s", *kernel ? kernel : "-");
	if (like->time)
		fprintf(out, ", %s", time);
	free(kernel);
	free(time);
	return caption_close(&stream);
}

/*
 * Text wrapped and colored, each line by itself: a pager forgets at its end.
 * start    spaces before the first line; the others have two more
 */
static void print_colored(FILE *out, const char *text, size_t start,
			  const char *sequence, const struct table_style *style)
{
	struct caption_stream stream;
	caption_wrap(caption_open(&stream), text, room_of(style) - start,
		     start + 2);
	char *wrapped = caption_close(&stream);
	char *rest = wrapped;
	fprintf(out, "%*s", (int)start, "");
	for (char *line; (line = strsep(&rest, "\n")) && *line;)
		fprintf(out, "%s%s%s\n", sgr(style, sequence), line,
			sgr(style, PLAIN));
	free(wrapped);
}

static void print_heading(FILE *out, const struct records *records,
			  const struct part *part,
			  const struct table_style *style)
{
	char *heading = heading_of(part);
	char *origin = origin_of(records, part);
	print_colored(out, heading, 0, BOLD, style);
	caption_wrap(out, origin, room_of(style), 2);
	free(heading);
	free(origin);
}

static void print_invalid(FILE *out, const struct summary *summary,
			  const struct table_style *style)
{
	if (summary->nr_invalid == 0)
		return;
	struct caption_stream stream;
	fprintf(caption_open(&stream), "INVALID %zu of %zu: ",
		summary->nr_invalid, summary->n + summary->nr_invalid);
	summary_print_reasons(stream.out, summary);
	char *text = caption_close(&stream);
	print_colored(out, text, 2, RED, style);
	free(text);
}

typedef bool is_noted_fn(const struct summary *summary);

static bool has_few_ticks(const struct summary *s) { return s->few_ticks; }
static bool is_not_concurrent(const struct summary *s) { return s->not_concurrent; }
static bool is_oversubscribed(const struct summary *s) { return s->oversubscribed; }

/* "START 0.089 s at 1 thread, 0.131 s at 2" of the rows that are noted. */
static void print_note(FILE *out, const struct part *part,
		       const struct table_style *style, is_noted_fn *is_noted,
		       const char *start)
{
	struct caption_stream stream;
	FILE *note = caption_open(&stream);
	bool first = true;
	fputs(start, note);
	for (size_t i = 0; i < part->n; i++) {
		const struct summary *s = &part->summary[i];
		if (!is_noted(s))
			continue;
		fputs(first ? "" : ",", note);
		if (is_noted == has_few_ticks)
			fprintf(note, " %.*f s",
				s->cpu_s.value < 0.0095 ? 6 : 3, s->cpu_s.value);
		if (first || is_noted == has_few_ticks)
			fputs(" at", note);
		fprintf(note, " %llu",
			(unsigned long long)s->row->like->threads.value);
		if (first)
			fputs(s->row->like->threads.value == 1 ? " thread" :
								 " threads", note);
		first = false;
	}
	char *text = caption_close(&stream);
	if (!first)
		caption_wrap(out, text, room_of(style), 2);
	free(text);
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Quantile q over repetitions of one of their percentiles. */
static double latency_of(const struct sample_list *list, size_t offset, double q,
			 double values[])
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct latency *l = list->sample[i]->latency_ns;
		if (!l)
			continue;
		memcpy(&values[n++], (const char *)l + offset, sizeof(*values));
	}
	qsort(values, n, sizeof(*values), ascending);
	return estimate_quantile(values, n, q);
}

/* "p50 812, p90 ..., max 90321 at 1 thread" of a row whose touches were timed. */
static void print_latency_row(FILE *note, const struct row *row)
{
	/* The median repetition's percentiles, and the longest touch of all. */
	static const struct { const char *name; size_t offset; double q; }
	parts[] = {
		{ "p50", offsetof(struct latency, p50_ns), 0.5 },
		{ "p90", offsetof(struct latency, p90_ns), 0.5 },
		{ "p99", offsetof(struct latency, p99_ns), 0.5 },
		{ "p99.9", offsetof(struct latency, p999_ns), 0.5 },
		{ "max", offsetof(struct latency, max_ns), 1.0 },
	};
	double *values = calloc(row->measured.n, sizeof(*values));
	for (size_t i = 0; values && i < ARRAY_SIZE(parts); i++)
		fprintf(note, "%s%s %.0f", i ? ", " : "", parts[i].name,
			latency_of(&row->measured, parts[i].offset, parts[i].q,
				   values));
	fprintf(note, " at %llu", (unsigned long long)row->like->threads.value);
	free(values);
}

/* Percentiles of single touches, where they were timed. */
static void print_latency(FILE *out, const struct part *part,
			  const struct table_style *style)
{
	for (size_t i = 0; i < part->n; i++) {
		const struct row *row = part->summary[i].row;
		const struct latency *l = row->measured.n ?
			row->measured.sample[0]->latency_ns : NULL;
		struct caption_stream stream;
		if (!l)
			continue;
		FILE *note = caption_open(&stream);
		fputs("Touch, ns: ", note);
		print_latency_row(note, row);
		fputs(row->like->threads.value == 1 ? " thread" : " threads", note);
		if (l->stamp_ns.known)
			fprintf(note, "; a stamp takes %.1f of it",
				l->stamp_ns.value);
		char *text = caption_close(&stream);
		caption_wrap(out, text, room_of(style), 2);
		free(text);
	}
}

static void print_notes(FILE *out, const struct part *part,
			const struct table_style *style)
{
	print_note(out, part, style, has_few_ticks,
		   "User and System are '-' below 100 clock ticks; their sum:");
	print_note(out, part, style, is_not_concurrent,
		   "Not concurrent (tasks began more than half a window apart):");
	print_note(out, part, style, is_oversubscribed,
		   "Oversubscribed (more tasks than CPUs they may use):");
	print_latency(out, part, style);
}

static void print_dropped(FILE *out, const struct layout *layout,
			  const struct table_style *style)
{
	struct caption_stream stream;
	FILE *note = caption_open(&stream);
	bool any = false;
	fprintf(note, "Not shown at %zu columns:", room_of(style));
	for (size_t i = 0; i < layout->n; i++) {
		if (!layout->shown[i].dropped)
			continue;
		fprintf(note, "%s %s", any ? "," : "",
			layout_title(layout, i));
		any = true;
	}
	char *text = caption_close(&stream);
	if (any)
		caption_wrap(out, text, room_of(style), 2);
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
	struct caption_stream stream;
	FILE *line = caption_open(&stream);
	fprintf(line, "%s at %llu: %.9f s", what, (unsigned long long)threads,
		walls.mean.value);
	if (walls.half_width.known && walls.mean.value > 0.0)
		fprintf(line, " +- %.1f%%",
			100.0 * walls.half_width.value / walls.mean.value);
	fprintf(line, ", n %zu", walls.n);
	char *text = caption_close(&stream);
	fputs("  ", out);
	caption_wrap(out, text, room_of(style) - 2, 4);
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
			struct caption_stream stream;
			FILE *line = caption_open(&stream);
			char *text = caption_text(warning);
			fprintf(line, "warning at %llu: %s",
				(unsigned long long)threads, text);
			free(text);
			text = caption_close(&stream);
			fputs("  ", out);
			caption_wrap(out, text, room_of(style) - 2, 4);
			free(text);
		}
	}
}

static void print_verbose(FILE *out, const struct part *part,
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

static void print_block(FILE *out, const struct part *part,
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

/* As printf(" %8.3fs") in 2004, and "-" where that is unknown. */
static void print_seconds(FILE *out, int width, struct real seconds,
			  double reps)
{
	if (seconds.known)
		fprintf(out, " %*.3fs", width, seconds.value * reps);
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

static void print_classic_row(FILE *out, const struct summary *summary)
{
	const struct sample *like = summary->row->like;
	/* Always sums over the repetitions: that is what Rep means here. */
	const double reps = summary->sums ? 1.0 : (double)summary->nr_reps;
	fprintf(out, "%3llu %3llu %4llu",
		(unsigned long long)(like->bytes.value >> 30),
		(unsigned long long)summary->nr_reps,
		(unsigned long long)like->threads.value);
	print_seconds(out, 8, unless_few_ticks(summary, summary->user_s), reps);
	print_seconds(out, 10, unless_few_ticks(summary, summary->system_s), reps);
	print_seconds(out, 7, summary->wall_s, reps);
	print_rate(out, 10, summary->fault_per_cpu_s);
	fputc(' ', out);
	print_rate(out, 10, summary->fault_per_wall_s);
	fputc('\n', out);
}

static void print_classic(FILE *out, const struct part *part,
			  const struct table_style *style)
{
	fputs(" Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec\n",
	      out);
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
		caption_wrap(out, text, MAIL_COLUMNS - 9, 9);
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
		caption_wrap_command(out, command, MAIL_COLUMNS);
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
		const struct part part = { summary + block->first, block->n };
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

void table_print(FILE *out, const struct records *records,
		 const struct table_style *style)
{
	if (style->format == TABLE_JSON) {
		print_json(out, records);
		return;
	}
	struct rows rows;
	rows_collect(records, &rows);
	struct summary *summary = summary_all(records, &rows);
	if (style->format == TABLE_CSV)
		csv_rows(out, summary, rows.n);
	else
		print_parts(out, records, &rows, summary, style);
	free(summary);
	rows_close(&rows);
}
