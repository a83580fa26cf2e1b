/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/campaign.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "fault/pattern.h"
#include "fault/workload_field.h"

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

/* ---- whether it makes sense ---- */

static int check_labels(const struct campaign *c, struct error *err)
{
	for (size_t i = 0; i < c->nr_sides; i++) {
		const char *label = c->side[i].label;
		if (!*label)
			return error_set(err, -EINVAL, "side %zu: expected a name that is not empty",
					 i + 1);
		for (size_t j = 0; j < i; j++)
			if (strcmp(label, c->side[j].label) == 0)
				return error_set(err, -EINVAL, "side '%s': given twice: expected another name for one of them",
						 label);
	}
	return 0;
}

/* Each side measures some row, and the first side measures all. */
static int check_measured(const struct campaign *c, struct error *err)
{
	for (size_t t = 0; t < c->nr_sides; t++) {
		size_t n = 0;
		for (size_t i = 0; i < c->nr_rows; i++)
			n += campaign_measures(c, i, t);
		if (n == 0)
			return error_set(err, -EINVAL, "side '%s': no workload is measured on it: expected it among the treatments of one",
					 c->side[t].label);
	}
	for (size_t i = 0; i < c->nr_rows; i++)
		if (!campaign_measures(c, i, 0))
			return error_set(err, -EINVAL, "side '%s': all others are compared with it: expected it among the treatments of each workload",
					 c->side[0].label);
	return 0;
}

static int row_twice(const struct workload *row, struct error *err)
{
	AUTO_FREE char *text = workload_text(row);
	return error_set(err, -EINVAL, "workload '%s': given twice: expected each once",
			 text);
}

static int check_rows(const struct campaign *c, struct error *err)
{
	char **key = error_unless_memory(calloc(c->nr_rows, sizeof(*key)));
	int rc = 0;
	for (size_t i = 0; i < c->nr_rows; i++) {
		key[i] = workload_key(&c->row[i]);
		for (size_t j = 0; rc == 0 && j < i; j++)
			if (text_same(key[i], key[j]))
				rc = row_twice(&c->row[i], err);
	}
	for (size_t i = 0; i < c->nr_rows; i++)
		free(key[i]);
	free(key);
	return rc;
}

/* Knobs are set once for a boot: all its rows must want the same. */
static int check_thp(const struct campaign *c, struct error *err)
{
	const struct thp_choice first = c->row[0].thp;
	for (size_t i = 1; i < c->nr_rows; i++) {
		const struct thp_choice thp = c->row[i].thp;
		const bool sets = first.mode == THP_ALWAYS ||
			first.mode == THP_SIZE || thp.mode == THP_ALWAYS ||
			thp.mode == THP_SIZE;
		if (sets && (thp.mode != first.mode || thp.bytes != first.bytes))
			return error_set(err, -EINVAL, "--thp: one boot cannot have the different values of these workloads: expected the same value, or a side for each");
	}
	return 0;
}

/* Pages that are taken back need swap, and only a guest is put under pressure. */
static int check_pressure(const struct campaign *c, struct error *err)
{
	for (size_t i = 0; i < c->nr_rows; i++) {
		if (c->row[i].pressure == 0)
			continue;
		if (!c->engine->is_guest)
			return error_set(err, -EINVAL, "--pressure: the native engine does not put this machine under pressure: expected --engine exact, kvm or tcg");
		if (c->swap_bytes == 0)
			return error_set(err, -EINVAL, "--pressure: reclaimed pages need swap: expected --swap SIZE with it");
	}
	return 0;
}

static int check_engine(const struct campaign *c, struct error *err)
{
	for (size_t i = 0; i < c->nr_sides; i++) {
		const struct campaign_side *t = &c->side[i];
		const bool kernel = t->request.word || t->request.label;
		if (!c->engine->is_guest && kernel)
			return error_set(err, -EINVAL, "side '%s': the native engine measures the running kernel: expected no kernel, but knobs: see --b-set",
					 t->label);
		if (c->engine->is_guest && !kernel)
			return error_set(err, -EINVAL, "side '%s': no kernel: expected one, such as --a stock",
					 t->label);
	}
	for (size_t i = 0; i < c->nr_rows; i++)
		if (c->row[i].classic && c->engine->counts_instructions)
			return error_set(err, -EINVAL, "--classic: the accounting of 2004 needs times, and the exact engine has none: expected --engine tcg, kvm or native with it");
	if (c->layouts && !c->engine->counts_instructions)
		return error_set(err, -EINVAL, "--layouts: only the exact engine has layouts: expected --boots with %s",
				 c->engine->word);
	return 0;
}

/* What a guest would refuse after it has booted. */
static int check_guest_row(const struct campaign *c, size_t row,
			   struct error *err)
{
	const struct list_word *policy = &c->row[row].policy;
	const struct list_word *bind = &c->row[row].bind;
	for (size_t i = 0; i < policy->list.n; i++)
		if (policy->list.values[i] >= c->nodes)
			return error_set(err, -EINVAL, "--mem: node %" PRIu64 ": the guest has %" PRIu32 " node%s, from 0: see --nodes",
					 policy->list.values[i], c->nodes,
					 c->nodes == 1 ? "" : "s");
	for (size_t i = 0; bind->mode == BIND_LIST && i < bind->list.n; i++)
		if (bind->list.values[i] >= c->cpus)
			return error_set(err, -EINVAL, "--bind list: CPU %" PRIu64 ": the guest has %" PRIu32 " CPU%s, from 0: see --cpus",
					 bind->list.values[i], c->cpus,
					 c->cpus == 1 ? "" : "s");
	return 0;
}

static uint64_t page_bytes(enum kernel_arch arch)
{
	return arch == KERNEL_ARM64 ? 16384 : 4096;
}

static int check_guest_side(const struct campaign *c, size_t row, size_t side,
			    struct error *err)
{
	const struct workload own = campaign_workload(c, row, side);
	const int rc = workload_check_words(&own, err);
	if (rc == 0 && own.thp.mode == THP_SIZE &&
	    own.thp.bytes <= page_bytes(c->arch))
		return error_set(err, -EINVAL, "--thp %" PRIu64 "K: expected more than the %" PRIu64 "K of a page of the guest",
				 own.thp.bytes >> 10, page_bytes(c->arch) >> 10);
	return rc;
}

static int check_guest(const struct campaign *c, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->nr_rows; i++)
		rc = check_guest_row(c, i, err);
	for (size_t t = 0; rc == 0 && t < c->nr_sides; t++)
		for (size_t i = 0; rc == 0 && i < c->nr_rows; i++)
			if (campaign_measures(c, i, t))
				rc = check_guest_side(c, i, t, err);
	return rc;
}

int campaign_check(const struct campaign *c, struct error *err)
{
	return check_labels(c, err) ?: check_rows(c, err) ?:
	       check_measured(c, err) ?: check_thp(c, err) ?:
	       check_pressure(c, err) ?: check_engine(c, err) ?:
	       (c->engine->is_guest ? check_guest(c, err) : 0);
}
