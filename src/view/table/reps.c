/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/reps.h"

#include <string.h>

#include "base/auto.h"
#include "base/stream.h"

static void print_each(FILE *out, const struct summary_reason reason[], size_t n,
		       size_t nr_invalid)
{
	size_t others = nr_invalid;
	for (size_t i = 0; i < n; i++) {
		AUTO_FREE char *text = text_shown(reason[i].text);
		fprintf(out, "%s%zu x %s", i ? "; " : "", reason[i].n, text);
		others -= reason[i].n;
	}
	if (others > 0)
		fprintf(out, "; %zu x other reasons", others);
}

void reps_print_invalid(FILE *out, const struct compare_cell *cell)
{
	fprintf(out, "INVALID %zu of %zu repetitions: ", cell->nr_invalid,
		cell->nr_invalid + cell->nr_samples);
	print_each(out, cell->reason, cell->nr_reasons, cell->nr_invalid);
}

void reps_print_reasons(FILE *out, const struct summary *s)
{
	if (s->nr_reasons != 1) {
		print_each(out, s->reason, s->nr_reasons, s->nr_invalid);
		return;
	}
	AUTO_FREE char *text = text_shown(s->reason[0].text);
	fputs(text, out);
}

void reps_print_spill(FILE *out, const struct summary_spill *spill)
{
	char least[32], most[32];
	snprintf(least, sizeof(least), "%.1f", 100 * spill->least);
	snprintf(most, sizeof(most), "%.1f", 100 * spill->most);
	if (strcmp(least, most) == 0)
		fprintf(out, "%s%%", most);
	else
		fprintf(out, "%s to %s%%", least, most);
}

char *reps_spill_line(const struct summary_spill *spill, size_t nr_all)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fprintf(text, "spill in %zu of %zu repetition%s: ", spill->n, nr_all,
		nr_all == 1 ? "" : "s");
	reps_print_spill(text, spill);
	fputs(" of the pages are on another node than their task", text);
	return text_close(&stream);
}
