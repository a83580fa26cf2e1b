/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_campaign.h"

#include <inttypes.h>
#include "base/text.h"
#include "fault/engine.h"

size_t plot_count_in_campaigns(const struct campaigns *campaigns, plot_campaign_count_fn *count,
			   size_t first)
{
	size_t n = 0;
	for (size_t i = 0; i < campaigns->n; i++)
		n += count(&campaigns->compare[i]);
	return n > first ? n - first : 0;
}

const struct compare *plot_campaign_with(const struct campaigns *campaigns,
				  plot_campaign_count_fn *count, size_t *first)
{
	for (size_t i = 0; i < campaigns->n; i++) {
		const size_t n = count(&campaigns->compare[i]);
		if (*first < n)
			return &campaigns->compare[i];
		*first -= n;
	}
	return NULL;
}

char *plot_row_name(const struct compare *c, size_t row)
{
	const struct compare_row *of = &c->row[row];
	return text_format("%s%s%s", of->name, *of->name ? ": " : "", of->heading);
}

void plot_campaign_title(struct picture *picture, const struct compare *c,
			 const char *words, const char *text)
{
	picture->title[0] = text_format("%s%s", words, text);
	picture->title[1] = text_format("%s", engine_find(c->engine)->caption);
}

void plot_put_lost(FILE *out, const struct compare *c)
{
	size_t nr_lost = 0, nr_invalid = 0;
	for (size_t i = 0; i < c->nr_boots; i++)
		nr_lost += c->boot[i].lost;
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		nr_invalid += compare_cell(c, i / c->nr_sides, i % c->nr_sides)->nr_invalid;
	if (nr_lost > 0)
		fprintf(out, " INVALID: %zu %s%s lost.", nr_lost, c->unit,
			nr_lost == 1 ? "" : "s");
	if (nr_invalid > 0)
		fprintf(out, " INVALID: %zu repetition%s left out.", nr_invalid,
			nr_invalid == 1 ? "" : "s");
}

char *plot_tasks(uint64_t n, bool processes)
{
	return text_format("%" PRIu64 " %s%s", n, processes ? "process" : "thread",
			   n == 1 ? "" : processes ? "es" : "s");
}
