/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/columns.h"

#include <math.h>
#include <string.h>

enum { CELL_SIZE = 40 };

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

struct real unless_few_ticks(const struct summary *s, struct real real)
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

const struct column *const table_columns[] = {
	&column_threads, &column_user, &column_system, &column_wall,
	&column_per_cpu, &column_per_wall, &column_interval, &column_faults,
	&column_ns, &column_limit, NULL,
};

const struct column *const mail_columns[] = {
	&column_threads, &column_n, &column_user, &column_system, &column_wall,
	&column_per_cpu, &column_per_wall, &column_interval, &column_faults,
	NULL,
};

const struct column *const page_columns[] = {
	&column_threads, &column_n, &column_user, &column_system, &column_wall,
	&column_per_cpu, &column_per_wall, &column_interval, &column_faults,
	&column_ns, &column_limit, NULL,
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

const char *column_title(const struct column *column)
{
	return column->title;
}

void column_print(FILE *out, const struct column *column,
		  const struct summary *summary)
{
	char text[CELL_SIZE];
	print_cell(text, column, summary, column->decimals);
	fputs(text, out);
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

static size_t width_of(const struct shown *shown, const struct block_rows *part)
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

void layout_fit(struct layout *layout, const struct column *const *columns,
		const struct block_rows *part, size_t room)
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

/* ---- printing them ---- */

void layout_print_titles(FILE *out, const struct layout *layout)
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

void layout_print_row(FILE *out, const struct layout *layout,
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

const char *layout_title(const struct layout *layout, size_t i)
{
	return layout->shown[i].column->title;
}
