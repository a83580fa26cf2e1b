/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/spill.h"

#include <string.h>

#include "fault/remark.h"
#include "record/caption.h"

/* A few remote pages may be a neighbor's, at an edge: the remark tells. */
static bool is_spill(const struct sample *sample)
{
	for (size_t i = 0; i < sample->warnings.n; i++)
		if (strcmp(sample->warnings.text[i], remark_spill) == 0)
			return true;
	return false;
}

void spill_add(struct spill *spill, const struct sample *sample)
{
	const struct count all = count_add(sample->pages_local,
					   sample->pages_remote);
	if (!all.known || all.value == 0 || !is_spill(sample))
		return;
	const double share = (double)sample->pages_remote.value /
			     (double)all.value;
	if (spill->n == 0 || share < spill->least)
		spill->least = share;
	if (spill->n == 0 || share > spill->most)
		spill->most = share;
	spill->n++;
}

void spill_print_share(FILE *out, const struct spill *spill)
{
	char least[32], most[32];
	snprintf(least, sizeof(least), "%.1f", 100 * spill->least);
	snprintf(most, sizeof(most), "%.1f", 100 * spill->most);
	if (strcmp(least, most) == 0)
		fprintf(out, "%s%%", most);
	else
		fprintf(out, "%s to %s%%", least, most);
}

char *spill_line(const struct spill *spill, size_t nr_all)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fprintf(text, "spill in %zu of %zu repetition%s: ", spill->n, nr_all,
		nr_all == 1 ? "" : "s");
	spill_print_share(text, spill);
	fputs(" of the pages are on another node than their task", text);
	return text_close(&stream);
}
