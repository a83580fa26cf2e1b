/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a campaign makes sense.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "fault/workload_field.h"
#include "lab/campaign/campaign.h"

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
