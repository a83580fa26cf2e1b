/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/campaign.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "fault/pattern.h"

bool campaign_measures(const struct campaign *c, size_t row, size_t side)
{
	return !c->measured || c->measured[row * c->nr_sides + side];
}

struct workload campaign_workload(const struct campaign *c, size_t row,
				  size_t side)
{
	struct workload own = c->row[row];
	workload_words_apply(&c->side[side].own, &own);
	return own;
}

const char *campaign_unit(const struct campaign *c)
{
	if (!c->engine->is_guest)
		return "block";
	return c->layouts ? "layout" : "boot";
}

bool campaign_drifts(const struct campaign *c)
{
	return !c->engine->counts_instructions;
}

/* ---- sets of rows ---- */

/* Whether two rows go into the same boots: see campaign_set. */
static bool same_set(const struct campaign *c, size_t a, size_t b)
{
	if (c->row_name && !text_same(c->row_name[a], c->row_name[b]))
		return false;
	return !c->measured || memcmp(&c->measured[a * c->nr_sides],
				      &c->measured[b * c->nr_sides],
				      c->nr_sides * sizeof(*c->measured)) == 0;
}

size_t campaign_set(const struct campaign *c, size_t row)
{
	size_t set = 0;
	while (!same_set(c, set, row))
		set++;
	return set;
}

bool campaign_has_boot(const struct campaign *c, size_t side, size_t set)
{
	return campaign_set(c, set) == set && campaign_measures(c, set, side);
}

/* CONFIG_NR_CPUS of our configurations. */
enum { CPUS_MOST = 8 };

uint32_t campaign_set_cpus(const struct campaign *c, size_t set)
{
	uint32_t most = 1;
	for (size_t i = 0; i < c->nr_rows; i++)
		if (campaign_set(c, i) == set && c->row[i].nr_tasks > most)
			most = c->row[i].nr_tasks;
	if (c->cpus_given)
		return c->cpus;
	return most < CPUS_MOST ? most : CPUS_MOST;
}

const char *campaign_cpus_text(const struct campaign *c, char *text, size_t n)
{
	uint32_t least = c->cpus;
	for (size_t i = 0; i < c->nr_rows; i++) {
		const uint32_t cpus = campaign_set_cpus(c, campaign_set(c, i));
		least = cpus < least ? cpus : least;
	}
	if (least < c->cpus)
		snprintf(text, n, "%" PRIu32 " to %" PRIu32 " CPUs", least, c->cpus);
	else
		snprintf(text, n, "%" PRIu32 " CPU%s", least, least == 1 ? "" : "s");
	return text;
}

/* ---- knobs ---- */

/* ---- what it needs ---- */

uint32_t campaign_cpus(const struct campaign *c)
{
	uint32_t most = 1;
	for (size_t i = 0; i < c->nr_rows; i++)
		if (campaign_set_cpus(c, campaign_set(c, i)) > most)
			most = campaign_set_cpus(c, campaign_set(c, i));
	return most;
}

/*
 * The region and its page structs, a file of that size where the kind has one, and
 * 256 MiB for the kernel and the tasks. At least 768 MiB: with less than 512 the
 * kernel turns transparent huge pages off.
 */
uint64_t campaign_memory(const struct campaign *c)
{
	const uint64_t mib = UINT64_C(1) << 20;
	uint64_t most = 768 * mib;
	for (size_t t = 0; t < c->nr_sides; t++) {
		for (size_t i = 0; i < c->nr_rows; i++) {
			const struct workload row = campaign_workload(c, i, t);
			if (!campaign_measures(c, i, t))
				continue;
			const uint64_t bytes = row.requested_bytes *
					       (row.kind->is_file ? 2 : 1);
			const uint64_t need = bytes + bytes / 8 + 256 * mib;
			const uint64_t step = 256 * mib;
			if (need > most)
				most = (need + step - 1) / step * step;
		}
	}
	return most;
}

/* Pages of 4 KiB that the window touches: of a sparse pattern these are few. */
static double pages_touched(const struct workload *row)
{
	const uint64_t each = row->requested_bytes / 4096 / row->nr_tasks;
	const size_t pages = each > 0 ? (size_t)each : 1;
	return (double)pattern_plan(&row->pattern, pages, 0).count *
	       row->nr_tasks;
}

double campaign_expected_s(const struct campaign *c)
{
	const double reps = (double)(c->reps + c->warmup + c->limit_reps);
	double pages = 0, boots = 0;
	for (size_t i = 0; i < c->nr_rows; i++) {
		const double each = pages_touched(&c->row[i]) * reps;
		for (size_t t = 0; t < c->nr_sides; t++) {
			pages += campaign_measures(c, i, t) ? each : 0;
			boots += campaign_has_boot(c, t, i);
		}
	}
	return c->engine->boot_s + pages / boots / c->engine->pages_per_s;
}
