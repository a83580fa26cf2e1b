/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/job.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/hash.h"
#include "base/random.h"

/* ---- the schedule ---- */

/* side     [nr_sides] those of the round before */
static void order_sides(const struct campaign *c, uint32_t round,
			uint64_t *state, size_t side[])
{
	const size_t n = c->nr_sides;
	if (campaign_drifts(c) && round % 2 == 1) {
		for (size_t i = 0; i < n / 2; i++) {
			const size_t first = side[i];
			side[i] = side[n - 1 - i];
			side[n - 1 - i] = first;
		}
		return;
	}
	for (size_t i = 0; i < n; i++)
		side[i] = i;
	if (campaign_drifts(c))
		random_shuffle(state, side, n, sizeof(*side));
}

struct schedule_step *schedule_make(const struct campaign *c, size_t *nr_steps)
{
	const uint32_t rounds = c->rounds_most ? c->rounds_most : c->rounds;
	struct schedule_step *step = error_unless_memory(
		calloc(rounds * c->nr_sides * c->nr_rows + 1, sizeof(*step)));
	AUTO_FREE size_t *side = error_unless_memory(
		calloc(c->nr_sides, sizeof(*side)));
	uint64_t state = c->seed;
	size_t n = 0;
	for (uint32_t round = 0; round < rounds; round++) {
		order_sides(c, round, &state, side);
		for (size_t i = 0; i < c->nr_sides; i++)
			for (size_t set = 0; set < c->nr_rows; set++)
				if (campaign_has_boot(c, side[i], set))
					step[n++] = (struct schedule_step){
						side[i], set, round };
	}
	*nr_steps = n;
	return step;
}

/* ---- knobs for a row's --thp in a guest ---- */

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
 * Allow one size only, as machine/thp.h does on the running kernel. After a boot,
 * sizes below the PMD's are off, and that of the PMD follows the switch for all.
 * Kernels before multi-size THP have only that switch.
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

/* ---- the job ---- */

struct campaign_job campaign_job_make(const struct campaign *c, size_t side,
				      size_t set)
{
	const struct campaign_side *s = &c->side[side];
	struct campaign_job job = {
		.job = {
			.engine = c->engine,
			.seed = c->seed, .reps = c->reps, .warmup = c->warmup,
			.limit_reps = c->limit_reps, .nop_reps = c->limit_reps,
			.swap_bytes = c->swap_bytes,
			.row = error_unless_memory(
				calloc(c->nr_rows, sizeof(*job.job.row))),
			.knob = error_unless_memory(
				calloc(s->nr_knobs + THP_KNOBS, sizeof(*job.job.knob))),
		},
		.row = error_unless_memory(calloc(c->nr_rows, sizeof(*job.row))),
		.side = side,
	};
	for (size_t i = 0; i < c->nr_rows; i++) {
		if (campaign_set(c, i) != set)
			continue;
		job.row[job.job.nr_rows] = i;
		job.job.row[job.job.nr_rows++] = campaign_workload(c, i, side);
	}
	add_thp_knobs(c, &job.job);
	/* The user's knobs are set last, so that they count. */
	for (size_t i = 0; i < s->nr_knobs; i++)
		job.job.knob[job.job.nr_knobs++] = s->knob[i];
	return job;
}

void campaign_job_close(struct campaign_job *job)
{
	free(job->job.row);
	free(job->job.knob);
	free(job->row);
	*job = (struct campaign_job){ 0 };
}

/* ---- the key ---- */

static uint64_t add_text(uint64_t hash, const char *text)
{
	/* With its terminator: "ab" "c" is not "a" "bc". */
	return hash_bytes(hash, text, strlen(text) + 1);
}

static uint64_t add_job(uint64_t hash, const struct campaign *c, size_t side,
			size_t set)
{
	struct campaign_job job = campaign_job_make(c, side, set);
	AUTO_FREE char *text = job_text(&job.job);
	campaign_job_close(&job);
	return add_text(hash, text);
}

static uint64_t add_side(uint64_t hash, const struct campaign *c, size_t side,
			 const char *image_id)
{
	hash = add_text(hash, c->side[side].label);
	hash = add_text(hash, image_id);
	for (size_t set = 0; set < c->nr_rows; set++)
		if (campaign_has_boot(c, side, set))
			hash = add_job(hash, c, side, set);
	return hash;
}

void campaign_key(const struct campaign *c,
		  const struct campaign_identity *identity,
		  char key[CAMPAIGN_KEY_SIZE])
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
	hash = add_text(hash, identity->guest_id ? identity->guest_id : "");
	hash = add_text(hash, identity->emulator ? identity->emulator : "");
	for (size_t i = 0; i < c->nr_sides; i++)
		hash = add_side(hash, c, i, identity->image_id[i]);
	/* Records hold these names: other names make other tables. */
	hash = c->part ? add_text(hash, c->part) : hash;
	for (size_t i = 0; c->row_name && i < c->nr_rows; i++)
		hash = add_text(hash, c->row_name[i] ? c->row_name[i] : "");
	snprintf(key, CAMPAIGN_KEY_SIZE, "%016" PRIx64, hash);
}
