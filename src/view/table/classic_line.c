/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/classic_line.h"

#include <inttypes.h>

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

void classic_line_titles(FILE *out)
{
	fputs(" Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec\n",
	      out);
}

void classic_line_print(FILE *out, const struct classic_line *line)
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
