/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/campaign.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/known.h"
#include "base/size.h"
#include "base/text.h"
#include "fault/workload_field.h"
#include "machine/knobs.h"

bool campaign_measures(const struct campaign *c, size_t row, size_t side)
{
	return !c->measured || c->measured[row * c->nr_sides + side];
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
	const char *name_a = c->row_name ? c->row_name[a] : NULL;
	const char *name_b = c->row_name ? c->row_name[b] : NULL;

	if (name_a != name_b && (!name_a || !name_b || strcmp(name_a, name_b) != 0))
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

/* ---- what makes sense ---- */

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

/* What is measured on nothing, or compared with nothing, is a mistake. */
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

static int row_twice(const struct campaign *c, size_t row, struct error *err)
{
	char *text = campaign_row_text(c, row);
	error_set(err, -EINVAL, "workload '%s': given twice: expected each once",
		  text);
	free(text);
	return -EINVAL;
}

static int check_rows(const struct campaign *c, struct error *err)
{
	char **key = error_unless_memory(calloc(c->nr_rows, sizeof(*key)));
	int rc = 0;
	for (size_t i = 0; i < c->nr_rows; i++) {
		key[i] = workload_key(&c->row[i]);
		for (size_t j = 0; rc == 0 && j < i; j++)
			if (text_same(key[i], key[j]))
				rc = row_twice(c, i, err);
	}
	for (size_t i = 0; i < c->nr_rows; i++)
		free(key[i]);
	free(key);
	return rc;
}

/* Knobs are set once for a boot: its rows cannot want different ones. */
static int check_thp(const struct campaign *c, struct error *err)
{
	const struct thp_choice first = c->row[0].thp;
	for (size_t i = 1; i < c->nr_rows; i++) {
		const struct thp_choice thp = c->row[i].thp;
		const bool sets = first.mode == THP_ALWAYS ||
			first.mode == THP_SIZE || thp.mode == THP_ALWAYS ||
			thp.mode == THP_SIZE;
		if (sets && (thp.mode != first.mode || thp.bytes != first.bytes))
			return error_set(err, -EINVAL, "--thp: workloads want different large pages, which one boot cannot have: expected the same, or a side for each");
	}
	return 0;
}

/* What is taken back needs a place to go to, which this machine is not asked for. */
static int check_pressure(const struct campaign *c, struct error *err)
{
	for (size_t i = 0; i < c->nr_rows; i++) {
		if (c->row[i].pressure == 0)
			continue;
		if (!c->engine->is_guest)
			return error_set(err, -EINVAL, "--pressure: this machine's memory is not put under pressure: expected the engine of a guest");
		if (c->swap_bytes == 0)
			return error_set(err, -EINVAL, "--pressure: what is taken back has no place to go: expected --swap SIZE with it");
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
			return error_set(err, -EINVAL, "--classic: 2004's accounting is of times, and the exact engine counts instructions: expected --engine tcg, kvm or native with it");
	if (c->layouts && !c->engine->counts_instructions)
		return error_set(err, -EINVAL, "--layouts: for the exact engine alone: expected --boots with %s",
				 c->engine->word);
	return 0;
}

/* With what a side has of its own. */
static struct workload row_for(const struct campaign_side *t,
			       const struct workload *row)
{
	struct workload own = *row;
	workload_words_apply(&t->own, &own);
	return own;
}

/* What a guest would refuse, row by row, once it had booted. */
static int check_guest_row(const struct campaign *c, size_t row,
			   struct error *err)
{
	const struct policy *policy = &c->row[row].policy;
	const struct bind_choice *bind = &c->row[row].bind;
	for (size_t i = 0; i < policy->nodes.n; i++)
		if (policy->nodes.values[i] >= c->nodes)
			return error_set(err, -EINVAL, "--mem: node %" PRIu64 ": the guest has %" PRIu32 " node%s, from 0: see --nodes",
					 policy->nodes.values[i], c->nodes,
					 c->nodes == 1 ? "" : "s");
	for (size_t i = 0; bind->mode == BIND_LIST && i < bind->cpus.n; i++)
		if (bind->cpus.values[i] >= c->cpus)
			return error_set(err, -EINVAL, "--bind list: CPU %" PRIu64 ": the guest has %" PRIu32 " CPU%s, from 0: see --cpus",
					 bind->cpus.values[i], c->cpus,
					 c->cpus == 1 ? "" : "s");
	return 0;
}

static uint64_t page_bytes(enum kernel_arch arch)
{
	return arch == KERNEL_ARM64 ? 16384 : 4096;
}

static int check_guest(const struct campaign *c, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->nr_rows; i++)
		rc = check_guest_row(c, i, err);
	for (size_t t = 0; rc == 0 && t < c->nr_sides; t++)
		for (size_t i = 0; rc == 0 && i < c->nr_rows; i++) {
			const struct workload row =
				row_for(&c->side[t], &c->row[i]);
			if (!campaign_measures(c, i, t))
				continue;
			rc = workload_check_words(&row, err);
			if (rc == 0 && row.thp.mode == THP_SIZE &&
			    row.thp.bytes <= page_bytes(c->arch))
				rc = error_set(err, -EINVAL, "--thp %" PRIu64 "K: expected more than the %" PRIu64 "K of a page of the guest",
					       row.thp.bytes >> 10,
					       page_bytes(c->arch) >> 10);
		}
	return rc;
}

int campaign_check(const struct campaign *c, struct error *err)
{
	int rc = check_labels(c, err);
	if (rc == 0)
		rc = check_rows(c, err);
	if (rc == 0)
		rc = check_measured(c, err);
	if (rc == 0)
		rc = check_thp(c, err);
	if (rc == 0)
		rc = check_pressure(c, err);
	if (rc == 0)
		rc = check_engine(c, err);
	return rc || !c->engine->is_guest ? rc : check_guest(c, err);
}

/* ---- jobs ---- */

/* ---- what a row's --thp needs of a guest's kernel ---- */

enum { THP_KNOBS = 2 };

/* kib      the size that the knob is of; 0: the switch for all */
static void add_knob(struct job *job, const char *value, uint64_t kib)
{
	struct knob *knob = &job->knob[job->nr_knobs++];
	char name[64] = "thp:enabled";
	if (kib > 0)
		snprintf(name, sizeof(name), "thp:hugepages-%" PRIu64 "kB", kib);
	knobs_path(name, knob->path, sizeof(knob->path), NULL);
	snprintf(knob->value, sizeof(knob->value), "%s", value);
}

static uint64_t pmd_bytes(enum kernel_arch arch)
{
	static const uint64_t mib[NR_KERNEL_ARCHS] = {
		[KERNEL_X86_64] = 2, [KERNEL_I386] = 4,
		[KERNEL_ARM64] = 32,	/* pages of 16 KiB */
	};
	return mib[arch] << 20;
}

/*
 * One size alone, as machine/thp.h has it for the running kernel. A guest's
 * kernel has just booted: sizes below the PMD's are off, and that one follows
 * the switch for all. Before multi-size THP there is that switch alone.
 */
static void add_thp_knobs(const struct campaign *c, struct job *job)
{
	const struct thp_choice thp = job->row[0].thp;
	const uint64_t pmd = pmd_bytes(c->arch);
	if (!c->engine->is_guest)
		return;		/* its rows prepare the machine themselves */
	if (thp.mode == THP_ALWAYS || (thp.mode == THP_SIZE && thp.bytes == pmd))
		add_knob(job, "madvise", 0);
	if (thp.mode != THP_SIZE || thp.bytes == pmd)
		return;
	add_knob(job, "madvise", thp.bytes >> 10);
	add_knob(job, "never", pmd >> 10);
}

int campaign_job(const struct campaign *c, size_t side, size_t set,
		 struct job *job)
{
	const struct campaign_side *t = &c->side[side];
	*job = (struct job){
		.engine = c->engine,
		.seed = c->seed, .reps = c->reps, .warmup = c->warmup,
		.limit_reps = c->limit_reps, .nop_reps = c->limit_reps,
		.swap_bytes = c->swap_bytes,
		.row = calloc(c->nr_rows + 1, sizeof(*job->row)),
		.knob = calloc(t->nr_knobs + THP_KNOBS, sizeof(*job->knob)),
	};
	if (!job->row || !job->knob) {
		campaign_job_close(job);
		return -ENOMEM;
	}
	for (size_t i = 0; i < c->nr_rows; i++)
		if (campaign_set(c, i) == set)
			job->row[job->nr_rows++] = row_for(t, &c->row[i]);
	add_thp_knobs(c, job);
	/* Then those that were asked for: they have the last word. */
	for (size_t i = 0; i < t->nr_knobs; i++)
		job->knob[job->nr_knobs++] = t->knob[i];
	return 0;
}

size_t campaign_job_row(const struct campaign *c, size_t set, size_t i)
{
	size_t row = 0;
	for (;; row++)
		if (campaign_set(c, row) == set && i-- == 0)
			return row;
}

void campaign_job_close(struct job *job)
{
	free(job->row);
	free(job->knob);
	*job = (struct job){ 0 };
}

/* ---- the key ---- */

static uint64_t add_text(uint64_t hash, const char *text)
{
	/* With its terminator, or "ab" "c" were "a" "bc". */
	return hash_bytes(hash, text, strlen(text) + 1);
}

static int add_job(const struct campaign *c, size_t side, size_t set,
		   uint64_t *hash)
{
	struct job job;
	int rc = campaign_job(c, side, set, &job);
	if (rc != 0)
		return rc;
	char *text = job_text(&job);
	campaign_job_close(&job);
	if (!text)
		return -ENOMEM;
	*hash = add_text(*hash, text);
	free(text);
	return 0;
}

int campaign_key(const struct campaign *c, const char *const image_id[],
		 const char *guest_id, const char *emulator, char *key,
		 size_t n)
{
	char rounds[24] = "open", numbers[256];
	if (c->rounds_most == 0)
		snprintf(rounds, sizeof(rounds), "%" PRIu32, c->rounds);
	snprintf(numbers, sizeof(numbers),
		 "%s %s rounds %s layouts %d seed %" PRIu64
		 " memory %" PRIu64 " cpus %" PRIu32 " nodes %" PRIu32,
		 c->engine->word, kernel_arch_words[c->arch], rounds,
		 c->layouts, c->seed, c->memory_bytes, c->cpus, c->nodes);
	uint64_t hash = add_text(HASH_START, numbers);
	hash = add_text(hash, guest_id);
	hash = add_text(hash, emulator);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->nr_sides; i++) {
		hash = add_text(hash, c->side[i].label);
		hash = add_text(hash, image_id[i]);
		for (size_t set = 0; rc == 0 && set < c->nr_rows; set++)
			if (campaign_has_boot(c, i, set))
				rc = add_job(c, i, set, &hash);
	}
	/* Records hold the names: with others they would be another table's. */
	hash = c->part ? add_text(hash, c->part) : hash;
	for (size_t i = 0; c->row_name && i < c->nr_rows; i++)
		hash = add_text(hash, c->row_name[i] ? c->row_name[i] : "");
	snprintf(key, n, "%016" PRIx64, hash);
	return rc;
}

/* ---- words ---- */

char *campaign_row_text(const struct campaign *c, size_t row)
{
	return workload_text(&c->row[row]);
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
 * The region, what describes its pages, a file of that size where it is one,
 * and 256 MiB for the kernel and the tasks. Not below 768 MiB: with less than
 * 512 a kernel turns transparent huge pages off.
 */
uint64_t campaign_memory(const struct campaign *c)
{
	const uint64_t mib = UINT64_C(1) << 20;
	uint64_t most = 768 * mib;
	for (size_t t = 0; t < c->nr_sides; t++) {
		for (size_t i = 0; i < c->nr_rows; i++) {
			const struct workload row =
				row_for(&c->side[t], &c->row[i]);
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

const char *campaign_assumption(const struct campaign *c)
{
	return c->engine->expected;
}

/* Of 4 KiB, in the window: planning is quick, and sparse patterns have few. */
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
	return c->engine->boot_s +
	       pages / boots / c->engine->pages_per_s;
}
