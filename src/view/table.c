/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/jsonl.h"
#include "record/row.h"
#include "view/caption.h"
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

enum { TABLE_COLUMNS = 80, MAIL_COLUMNS = 72, LEAST_COLUMNS = 24,
       CELL_SIZE = 40, MAX_COLUMNS = 12 };

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define PLAIN "\033[0m"

/* ---- what is in a column ---- */

struct column {
	const char *title;
	size_t width;		/* while numbers are no wider */
	int decimals;		/* as many as there is room for */
	int importance;		/* the least important is dropped first */
	double factor;
	const char *unit;
	struct real (*get)(const struct summary *summary);
};

static struct real get_threads(const struct summary *s)
{
	return (struct real){ .value = (double)s->row->like->threads.value,
			      .known = s->row->like->threads.known };
}

static struct real get_n(const struct summary *s)
{
	return real_of((double)s->nr_reps);
}

static struct real unless_few_ticks(const struct summary *s, struct real real)
{
	real.known = real.known && !s->few_ticks;
	return real;
}

static struct real get_user(const struct summary *s)
{
	return unless_few_ticks(s, s->user_s);
}

static struct real get_system(const struct summary *s)
{
	return unless_few_ticks(s, s->system_s);
}

static struct real get_wall(const struct summary *s) { return s->wall_s; }
static struct real get_per_cpu(const struct summary *s) { return s->fault_per_cpu_s; }
static struct real get_per_wall(const struct summary *s) { return s->fault_per_wall_s; }
static struct real get_interval(const struct summary *s) { return s->wall_interval; }
static struct real get_faults(const struct summary *s) { return s->faults_per_page; }
static struct real get_ns(const struct summary *s) { return s->ns_per_page; }
static struct real get_limit(const struct summary *s) { return s->limit_ratio; }

static const struct column column_threads =
	{ "Threads", 7, 0, 99, 1, "", get_threads };
static const struct column column_n = { "n", 4, 0, 90, 1, "", get_n };
static const struct column column_user =
	{ "User", 6, 3, 39, 1, "", get_user };
static const struct column column_system =
	{ "System", 6, 3, 40, 1, "", get_system };
static const struct column column_wall =
	{ "Wall", 6, 3, 60, 1, "", get_wall };
static const struct column column_per_cpu =
	{ "flt/cpu/s", 9, 0, 50, 1, "", get_per_cpu };
static const struct column column_per_wall =
	{ "fault/wsec", 10, 0, 98, 1, "", get_per_wall };
static const struct column column_interval =
	{ "+-95%", 6, 1, 70, 100, "%", get_interval };
static const struct column column_faults =
	{ "flt/page", 8, 4, 30, 1, "", get_faults };
static const struct column column_ns =
	{ "ns/page", 7, 1, 20, 1, "", get_ns };
static const struct column column_limit =
	{ "limit", 5, 0, 10, 100, "%", get_limit };

static const struct column *const table_columns[] = {
	&column_threads, &column_user, &column_system, &column_wall,
	&column_per_cpu, &column_per_wall, &column_interval, &column_faults,
	&column_ns, &column_limit, NULL,
};

static const struct column *const mail_columns[] = {
	&column_threads, &column_n, &column_user, &column_system, &column_wall,
	&column_per_cpu, &column_per_wall, &column_interval, &column_faults,
	NULL,
};

static void print_cell(char text[CELL_SIZE], const struct column *column,
		       const struct summary *summary, int decimals)
{
	const struct real real = column->get(summary);
	const double value = real.value * column->factor;
	if (!real.known || !isfinite(value))
		snprintf(text, CELL_SIZE, "-");
	else if (fabs(value) >= 1e15)
		snprintf(text, CELL_SIZE, "%.3g%s", value, column->unit);
	else if (column->decimals == 3 && value > 0.0 && value < 0.0005)
		/* Not nothing: a window of a few pages. */
		snprintf(text, CELL_SIZE, "<0.001");
	else
		snprintf(text, CELL_SIZE, "%.*f%s", decimals, value,
			 column->unit);
}

/* As many decimals as there is room for, now that the width is set. */
static void print_fitting(char text[CELL_SIZE], const struct column *column,
			  const struct summary *summary, size_t width)
{
	int decimals = column->decimals;
	do
		print_cell(text, column, summary, decimals);
	while (strlen(text) > width && decimals-- > 0);
}

/* ---- which columns there is room for ---- */

struct shown {
	const struct column *column;
	int decimals;
	size_t width;
	bool dropped;
};

struct layout {
	struct shown shown[MAX_COLUMNS];
	size_t n;
};

/* The rows of one block. */
struct part {
	const struct summary *summary;
	size_t n;
};

static size_t width_of(const struct shown *shown, const struct part *part)
{
	size_t width = shown->column->width;
	for (size_t i = 0; i < part->n; i++) {
		char text[CELL_SIZE];
		print_cell(text, shown->column, &part->summary[i],
			   shown->decimals);
		if (strlen(text) > width)
			width = strlen(text);
	}
	return width;
}

static size_t layout_width(const struct layout *layout)
{
	size_t width = 0;
	for (size_t i = 0; i < layout->n; i++)
		if (!layout->shown[i].dropped)
			width += layout->shown[i].width + (width > 0);
	return width;
}

/* The column that decimals have made wider than it need be, most of all. */
static struct shown *widest(struct layout *layout)
{
	struct shown *widest = NULL;
	size_t most = 0;
	for (size_t i = 0; i < layout->n; i++) {
		struct shown *shown = &layout->shown[i];
		const size_t over = shown->width - shown->column->width;
		if (!shown->dropped && shown->decimals > 0 && over > most) {
			most = over;
			widest = shown;
		}
	}
	return widest;
}

/* From the right among equals. */
static struct shown *least_important(struct layout *layout)
{
	struct shown *least = NULL;
	size_t left = 0;
	for (size_t i = layout->n; i-- > 0;) {
		struct shown *shown = &layout->shown[i];
		if (shown->dropped)
			continue;
		left++;
		if (!least || shown->column->importance <
				      least->column->importance)
			least = shown;
	}
	return left > 1 ? least : NULL;
}

static void layout_fit(struct layout *layout, const struct column *const *columns,
		       const struct part *part, size_t room)
{
	*layout = (struct layout){ 0 };
	for (; columns[layout->n]; layout->n++) {
		struct shown *shown = &layout->shown[layout->n];
		shown->column = columns[layout->n];
		shown->decimals = shown->column->decimals;
		shown->width = width_of(shown, part);
	}
	while (layout_width(layout) > room) {
		struct shown *shown = widest(layout);
		if (shown) {
			shown->decimals--;
			shown->width = width_of(shown, part);
			continue;
		}
		shown = least_important(layout);
		if (!shown)
			break;
		shown->dropped = true;
	}
}

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

static void print_notes(FILE *out, const struct part *part,
			const struct table_style *style)
{
	print_note(out, part, style, has_few_ticks,
		   "User and System are '-' below 100 clock ticks; their sum:");
	print_note(out, part, style, is_not_concurrent,
		   "Not concurrent (tasks began more than half a window apart):");
	print_note(out, part, style, is_oversubscribed,
		   "Oversubscribed (more tasks than CPUs they may use):");
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
			layout->shown[i].column->title);
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

static void print_titles(FILE *out, const struct layout *layout)
{
	const char *space = "";
	for (size_t i = 0; i < layout->n; i++) {
		const struct shown *shown = &layout->shown[i];
		if (shown->dropped)
			continue;
		fprintf(out, "%s%*s", space, (int)shown->width,
			shown->column->title);
		space = " ";
	}
	fputc('\n', out);
}

static void print_row(FILE *out, const struct layout *layout,
		      const struct summary *summary)
{
	const char *space = "";
	for (size_t i = 0; i < layout->n; i++) {
		const struct shown *shown = &layout->shown[i];
		char text[CELL_SIZE];
		if (shown->dropped)
			continue;
		print_fitting(text, shown->column, summary, shown->width);
		fprintf(out, "%s%*s", space, (int)shown->width, text);
		space = " ";
	}
	fputc('\n', out);
}

static void print_block(FILE *out, const struct part *part,
			const struct column *const *columns,
			const struct table_style *style)
{
	struct layout layout;
	layout_fit(&layout, columns, part, room_of(style));
	print_titles(out, &layout);
	for (size_t i = 0; i < part->n; i++) {
		print_row(out, &layout, &part->summary[i]);
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
	print_seconds(out, 8, get_user(summary), reps);
	print_seconds(out, 10, get_system(summary), reps);
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
