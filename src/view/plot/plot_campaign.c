/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_campaign.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/text.h"
#include "fault/engine.h"

size_t plot_count_in_parts(const struct plot_input *in, plot_part_count_fn *count,
			   size_t first)
{
	size_t n = 0;
	for (size_t i = 0; i < in->parts->n; i++)
		n += count(&in->parts->part[i]);
	return n > first ? n - first : 0;
}

const struct part *plot_part_with(const struct plot_input *in,
				  plot_part_count_fn *count, size_t *first)
{
	for (size_t i = 0; i < in->parts->n; i++) {
		const size_t n = count(&in->parts->part[i]);
		if (*first < n)
			return &in->parts->part[i];
		*first -= n;
	}
	return NULL;
}

char *plot_row_name(const struct compare *c, size_t row)
{
	const bool named = *c->row[row].name;
	char *name = text_shown(named ? c->row[row].name : "");
	char *text = text_shown(c->row[row].heading);
	char *both = text_format("%s%s%s", name, named ? ": " : "", text);
	free(text);
	free(name);
	return both;
}

void plot_campaign_title(struct picture *picture, const struct compare *c,
			 const char *words, const char *text)
{
	char *shown = text_shown(text);
	picture->title[0] = text_format("%s%s", words, shown);
	picture->title[1] = text_shown(engine_find(c->engine)->caption);
	free(shown);
}

char *plot_tasks(uint64_t n, bool processes)
{
	return text_format("%" PRIu64 " %s%s", n, processes ? "process" : "thread",
			   n == 1 ? "" : processes ? "es" : "s");
}
