/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/machine.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/text.h"

enum {
	COLUMNS = 80,
	VALUE_COLUMN = 28,
	SOURCE_COLUMN = 6,
	MEND_COLUMN = 4,
	LEAST_COLUMNS = 20,
	LINES = 2,
	ALL_LINES = INT_MAX,
};

static void heading(FILE *out, const char *text,
		    const struct machine_style *style)
{
	fprintf(out, style->color ? "\033[1m%s\033[0m\n" : "%s\n", text);
}

/* Bytes of text for a line: up to the last blank that fits, if there is one. */
static size_t bytes_of_line(const char *text, size_t columns)
{
	const size_t fits = text_prefix(text, columns);
	if (text[fits] == '\0' || text[fits] == ' ')
		return fits;
	for (size_t n = fits; n > 0; n--)
		if (text[n - 1] == ' ')
			return n - 1;
	return fits;
}

/*
 * Print text in lines, all but the first indented. What does not fit into
 * max_lines is cut with "...".
 */
static void print_wrapped(FILE *out, const char *text, int indent,
			  int max_lines)
{
	const size_t columns = (size_t)(COLUMNS - indent);
	for (int line = 1; line == 1 || *text; line++) {
		fprintf(out, "%*s", line == 1 ? 0 : indent, "");
		if (line == max_lines && text_columns(text) > columns) {
			fprintf(out, "%.*s...\n",
				(int)text_prefix(text, columns - 3), text);
			return;
		}
		const size_t n = bytes_of_line(text, columns);
		fprintf(out, "%.*s\n", (int)n, text);
		text += n;
		text += strspn(text, " ");
	}
}

static bool ends_with(const char *text, const char *end)
{
	const size_t n = strlen(text), m = strlen(end);
	return n >= m && strcmp(text + n - m, end) == 0;
}

static void format_bytes(double bytes, char *text, size_t n)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	size_t unit = 0;
	while (fabs(bytes) >= 1024 && unit + 1 < ARRAY_SIZE(units)) {
		bytes /= 1024;
		unit++;
	}
	snprintf(text, n, bytes == floor(bytes) ? "%.0f %s" : "%.1f %s", bytes,
		 units[unit]);
}

/* A string the caller frees, or NULL without memory. */
static char *format_fact(const struct host_fact *fact)
{
	char text[64];
	switch (fact->type) {
	case HOST_TEXT:
		return text_printable(*fact->text ? fact->text : "none");
	case HOST_BOOL:
		return strdup(fact->number != 0 ? "yes" : "no");
	case HOST_NUMBER:
		if (ends_with(fact->name, "_bytes"))
			format_bytes(fact->number, text, sizeof(text));
		else
			snprintf(text, sizeof(text),
				 fact->number == floor(fact->number) ? "%.0f" :
								       "%.2f",
				 fact->number);
		return strdup(text);
	default:
		return strdup("-");
	}
}

static void print_fact(FILE *out, const struct host_fact *fact,
		       const struct machine_style *style)
{
	char *value = format_fact(fact);
	const char *text = value ? value : "-";
	char *title = text_printable(fact->title);
	fprintf(out, "  %-*s ", VALUE_COLUMN - 3, title ? title : fact->name);
	free(title);
	print_wrapped(out, text, VALUE_COLUMN,
		      style->verbose ? ALL_LINES : LINES);
	free(value);
	if (!style->verbose)
		return;
	char *source = text_printable(fact->source);
	fprintf(out, "%*s", SOURCE_COLUMN, "");
	print_wrapped(out, source ? source : "", SOURCE_COLUMN, ALL_LINES);
	free(source);
}

void machine_print(FILE *out, const struct host *host,
		   const struct machine_style *style)
{
	size_t nr_unknown = 0;
	for (const char *const *group = host_groups; *group; group++) {
		bool begun = false;
		for (size_t i = 0; i < host->n; i++) {
			const struct host_fact *fact = &host->fact[i];
			if (strcmp(fact->group, *group) != 0)
				continue;
			if (!begun)
				heading(out, *group, style);
			begun = true;
			print_fact(out, fact, style);
			nr_unknown += fact->type == HOST_UNKNOWN;
		}
		if (begun)
			fputc('\n', out);
	}
	fprintf(out, "Host id %s\n%zu facts, %zu of them unknown (-)%s.\n\n",
		host->id, host->n, nr_unknown,
		style->verbose ? "" : "; -v shows where they were looked for");
}

static void begin_disturbances(FILE *out, const struct disturbances *found,
			       const struct machine_style *style)
{
	heading(out, "What would disturb a measurement here", style);
	if (found->n == 0)
		fputs("  Nothing, as far as the facts are known.\n", out);
}

void machine_print_disturbances(FILE *out, const struct disturbances *found,
				const struct machine_style *style)
{
	begin_disturbances(out, found, style);
	for (size_t i = 0; i < found->n; i++) {
		const struct disturbance *d = &found->disturbance[i];
		fprintf(out, "  %s\n%*s", d->name, MEND_COLUMN, "");
		print_wrapped(out, d->what, MEND_COLUMN, ALL_LINES);
		fprintf(out, "%*sFix: ", MEND_COLUMN, "");
		print_wrapped(out, d->mend, MEND_COLUMN + 5, ALL_LINES);
	}
}

static size_t longest_name(const struct disturbances *found)
{
	size_t longest = 0;
	for (size_t i = 0; i < found->n; i++) {
		const size_t n = strlen(found->disturbance[i].name);
		longest = n > longest ? n : longest;
	}
	return longest;
}

void machine_list_disturbances(FILE *out, const struct disturbances *found,
			       const struct machine_style *style)
{
	const size_t columns = style->columns ? style->columns : COLUMNS;
	const size_t column = 2 + longest_name(found) + 2;
	/* A narrower terminal breaks the lines itself. */
	const size_t room = columns > column + LEAST_COLUMNS ? columns - column :
							       LEAST_COLUMNS;
	begin_disturbances(out, found, style);
	for (size_t i = 0; i < found->n; i++) {
		const struct disturbance *d = &found->disturbance[i];
		const bool fits = text_columns(d->what) <= room;
		const size_t n = text_prefix(d->what, fits ? room : room - 3);
		fprintf(out, "  %-*s%.*s%s\n", (int)column - 2, d->name, (int)n,
			d->what, fits ? "" : "...");
	}
	if (found->n > 0)
		fputs("pft host says more, with a fix for each.\n", out);
}
