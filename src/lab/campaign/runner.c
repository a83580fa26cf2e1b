/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "lab/campaign/collect.h"
#include "lab/campaign/native.h"
#include "lab/campaign/run_record.h"
#include "machine/clock.h"

static bool is_native(const struct runner *r)
{
	return !r->campaign.engine->is_guest;
}

static bool interrupted(const struct runner *r)
{
	return r->context.interrupts && atomic_load(r->context.interrupts) > 0;
}

static void tell(const struct runner *r, size_t i, size_t n, const char *what)
{
	if (r->context.progress)
		r->context.progress(r->context.progress_context, i, n, what);
}

/* ---- kernels ---- */

static void tell_kernel(void *context, const char *what, double done)
{
	char text[160];
	if (done < 0)
		snprintf(text, sizeof(text), "%s", what);
	else
		snprintf(text, sizeof(text), "%s, %.0f%%", what, 100 * done);
	tell(context, 0, 0, text);
}

static bool same_kernel(const struct campaign_side *a, const struct campaign_side *b)
{
	return text_same(a->request.word, b->request.word) &&
	       text_same(a->request.label, b->request.label) &&
	       text_same(a->request.source, b->request.source) &&
	       text_same(a->request.patches, b->request.patches) &&
	       a->request.upto == b->request.upto &&
	       text_same(a->request.config, b->request.config);
}

static int make_kernel(struct runner *r, size_t i, struct error *err)
{
	const struct lab_backend *backend = r->context.backend;
	const struct campaign_side *t = &r->campaign.side[i];
	const struct kernel_context context = {
		.progress = tell_kernel, .context = r,
		.interrupts = r->context.interrupts,
	};
	struct kernel_request request = t->request;
	request.arch = r->campaign.arch;
	return backend->resolve(&request, &context, &r->kernel[i], err);
}

/* Copies share the texts of the first side with the same kernel. */
static int make_kernels(struct runner *r, struct error *err)
{
	const struct campaign *c = &r->campaign;
	for (size_t i = 0; i < c->nr_sides; i++) {
		size_t j = 0;
		while (!same_kernel(&c->side[j], &c->side[i]))
			j++;
		if (j < i) {
			r->kernel[i] = r->kernel[j];
			continue;
		}
		if (interrupted(r))
			return error_set(err, -EINTR, "interrupted");
		const int rc = make_kernel(r, i, err);
		if (rc != 0) {
			r->kernel[i] = (struct kernel){ 0 };
			return rc;
		}
	}
	return 0;
}

/* From the last on: whose texts they share is then still there to be seen. */
static void close_kernels(struct runner *r)
{
	for (size_t i = r->campaign.nr_sides; i-- > 0;) {
		bool shared = false;
		for (size_t j = 0; j < i; j++)
			shared |= r->kernel[j].image == r->kernel[i].image;
		if (!shared)
			kernel_close(&r->kernel[i]);
	}
	free(r->kernel);
}

bool runner_has_kernel(const struct campaign *campaign, size_t side,
		       const struct lab_backend *backend)
{
	const struct campaign_side *t = &campaign->side[side];
	const char *word = t->request.word;
	struct kernel kernel = { 0 };
	if (!campaign->engine->is_guest)
		return true;
	if (word && strchr(word, '/'))
		return strncmp(word, "tree:", 5) != 0 &&
		       access(word, R_OK) == 0;
	if (backend->find(word ? word : t->request.label, campaign->arch, &kernel, NULL) != 0)
		return false;
	kernel_close(&kernel);
	return true;
}

/* ---- the key ---- */

static int make_key(struct runner *r, struct error *err)
{
	const size_t n = r->campaign.nr_sides;
	char *native = is_native(r) ? native_image_id() : NULL;
	const char **id = calloc(n, sizeof(*id));
	int rc = id ? 0 : -ENOMEM;
	for (size_t i = 0; rc == 0 && i < n; i++)
		id[i] = native ? native :
			r->kernel[i].build_id ? r->kernel[i].build_id :
			r->kernel[i].image ? r->kernel[i].image : "";
	if (rc == 0)
		rc = campaign_key(&r->campaign, id, r->guest_id ? r->guest_id : "",
				  r->emulator ? r->emulator : "", r->key,
				  sizeof(r->key));
	free(id);
	free(native);
	return rc ? error_set(err, rc, "out of memory") : 0;
}

/* A step for each set of rows that is measured on the step's side. */
static int part_into_sets(struct runner *r)
{
	const struct campaign *c = &r->campaign;
	struct schedule_step *parted =
		calloc(r->nr_steps * c->nr_rows + 1, sizeof(*parted));
	size_t n = 0;
	if (!parted)
		return -ENOMEM;
	for (size_t i = 0; i < r->nr_steps; i++)
		for (size_t set = 0; set < c->nr_rows; set++) {
			if (!campaign_has_boot(c, r->step[i].side, set))
				continue;
			parted[n] = r->step[i];
			parted[n++].set = set;
		}
	free(r->step);
	r->step = parted;
	r->nr_steps = n;
	return 0;
}

int runner_schedule(const struct campaign *campaign, struct runner *r,
		    struct error *err)
{
	*r = (struct runner){ .campaign = *campaign, .state = STATE_CLOSED };
	const struct schedule_choice choice = {
		.nr_sides = campaign->nr_sides,
		.rounds = campaign->rounds_most ? campaign->rounds_most :
						  campaign->rounds,
		.seed = campaign->seed, .drifts = campaign_drifts(campaign),
	};
	r->kernel = calloc(campaign->nr_sides, sizeof(*r->kernel));
	if (!r->kernel || schedule_make(&choice, &r->step, &r->nr_steps) != 0 ||
	    part_into_sets(r) != 0)
		return error_set(err, -ENOMEM, "out of memory");
	return 0;
}

int runner_prepare(const struct campaign *campaign,
		   const struct runner_context *context, struct runner *r,
		   struct error *err)
{
	int rc = runner_schedule(campaign, r, err);
	r->context = *context;
	if (is_native(r))
		for (size_t i = 0; rc == 0 && i < campaign->nr_sides; i++)
			rc = native_check_knobs(campaign->side[i].knob,
						campaign->side[i].nr_knobs,
						err);
	if (rc == 0 && !is_native(r))
		rc = make_kernels(r, err);
	if (rc == 0 && !is_native(r))
		rc = context->backend->guest(campaign->arch, &r->guest,
					     &r->guest_id, err);
	if (rc == 0 && !is_native(r))
		r->emulator = context->backend->emulator(campaign->arch);
	return rc ? rc : make_key(r, err);
}

/* ---- boots ---- */

/* One place of the schedule, from its job to its records. */
struct turn {
	struct runner *r;
	size_t place;
	const struct schedule_step *step;
	const struct campaign_side *side;
	struct job job;
	size_t *row;		/* of the campaign, by row of the job; owned */
	char id[24];
	struct boot_result result;
	char why[sizeof(((struct boot_result *)0)->why)];
};

static struct collect_context context_of(const struct turn *turn)
{
	struct records *records = &turn->r->state.records;
	const struct job *job = &turn->job;
	/* Of the largest job: places are of different ones. */
	const uint64_t most = turn->r->campaign.nr_rows * (job->reps + job->warmup +
			      2 * (job->limit_reps + job->nop_reps));
	return (struct collect_context){
		.run = turn->r->run,
		.boot_id = records_keep(records, turn->id),
		.kernel = records_keep(records, turn->side->label),
		.engine = turn->r->campaign.engine,
		.side = turn->step->side,
		.first_order = turn->place * most,
		.job = job,
		.row = turn->row,
	};
}

static int boot_folder(const struct turn *turn, char *folder, size_t n,
		       struct error *err)
{
	snprintf(folder, n, "%s/boot-%zu", turn->r->state.folder,
		 turn->place + 1);
	return file_make_folders(folder, err);
}

static int boot_guest(struct turn *turn, struct error *err)
{
	const struct campaign *c = &turn->r->campaign;
	char folder[2600];
	int rc = boot_folder(turn, folder, sizeof(folder), err);
	char *job = job_text(&turn->job);
	if (rc == 0 && !job)
		rc = error_set(err, -ENOMEM, "out of memory");
	const struct boot_spec spec = {
		.engine = c->engine, .arch = c->arch,
		.image = turn->r->kernel[turn->step->side].image,
		.guest = turn->r->guest, .job = job,
		.cpus = campaign_set_cpus(c, turn->step->set), .nodes = c->nodes,
		.release = turn->r->kernel[turn->step->side].release,
		.memory_bytes = c->memory_bytes,
		.seed = c->layouts ? c->seed + turn->step->round + 1 : 0,
		.limit_s = c->boot_limit_s, .folder = folder,
		.interrupts = turn->r->context.interrupts,
	};
	if (rc == 0)
		rc = turn->r->context.backend->boot(&spec, &turn->result, err);
	free(job);
	return rc;
}

/* Results that are not whole are no results: the boot was lost. */
static void collect_guest(struct turn *turn)
{
	struct records *records = &turn->r->state.records;
	const struct collect_context context = context_of(turn);
	struct boot_result *result = &turn->result;
	const bool whole = result->outcome == BOOT_OK ||
			   result->outcome == BOOT_WARNED;
	snprintf(turn->why, sizeof(turn->why), "%s", result->why);
	if (!whole)
		return;
	char why[400];
	const size_t n = collect_lines(result->lines, &context, records, why,
				       sizeof(why));
	if (!*why)
		return;
	result->outcome = BOOT_LOST;
	snprintf(turn->why, sizeof(turn->why), "%s", why);
	for (size_t i = 0; i < n; i++)
		records_drop(records);
}

static int run_native(struct turn *turn, struct error *err)
{
	const struct collect_context context = context_of(turn);
	const uint64_t start_ns = clock_wall_ns();
	const int rc = native_run(&context, turn->r->context.interrupts,
				  &turn->r->state.records, err);
	turn->result.outcome = BOOT_OK;
	turn->result.wall_s = (double)(clock_wall_ns() - start_ns) / 1e9;
	return rc;
}

/* Samples first: the boot record makes them count. */
static int write_turn(struct turn *turn, size_t first, struct error *err)
{
	struct state *state = &turn->r->state;
	const struct boot_facts boot = {
		.id = turn->id, .run = turn->r->run, .place = turn->place,
		.round = turn->step->round,
		.side = turn->step->side,
		.result = &turn->result, .why = turn->why,
		.kernel = &turn->r->kernel[turn->step->side],
		.emulator = turn->r->emulator,
	};
	const struct facts *facts =
		run_record_boot(&state->records, &turn->r->campaign, &boot);
	int rc = 0;
	for (size_t i = first; rc == 0 && i < state->records.nr_samples; i++)
		rc = writer_sample(&state->writer, &state->records.sample[i], err);
	return rc ? rc : writer_facts(&state->writer, facts, err);
}

static int make_job(struct turn *turn, struct error *err)
{
	const struct campaign *c = &turn->r->campaign;
	const size_t set = turn->step->set;
	int rc = campaign_job(c, turn->step->side, set, &turn->job);
	if (rc == 0)
		turn->row = calloc(turn->job.nr_rows + 1, sizeof(*turn->row));
	for (size_t i = 0; turn->row && i < turn->job.nr_rows; i++)
		turn->row[i] = campaign_job_row(c, set, i);
	return rc == 0 && turn->row ? 0 : error_set(err, -ENOMEM, "out of memory");
}

static int take_turn(struct runner *r, size_t place, struct error *err)
{
	struct turn turn = {
		.r = r, .place = place, .step = &r->step[place],
		.side = &r->campaign.side[r->step[place].side],
	};
	const size_t first = r->state.records.nr_samples;
	int rc = make_job(&turn, err);
	record_new_id(turn.id, sizeof(turn.id));
	if (rc == 0 && is_native(r)) {
		rc = run_native(&turn, err);
	} else if (rc == 0) {
		rc = boot_guest(&turn, err);
		if (rc == 0)
			collect_guest(&turn);
	}
	if (rc == 0)
		rc = write_turn(&turn, first, err);
	else
		while (r->state.records.nr_samples > first)
			records_drop(&r->state.records);
	boot_close(&turn.result);
	campaign_job_close(&turn.job);
	free(turn.row);
	return rc;
}

/* ---- open rounds ---- */

uint32_t runner_group(const struct campaign *campaign)
{
	return campaign_drifts(campaign) ? 2 : 1;
}

static bool begins_group(const struct runner *r, size_t i)
{
	return (i == 0 || r->step[i].round != r->step[i - 1].round) &&
	       r->step[i].round % runner_group(&r->campaign) == 0;
}

/* Whether anything is there of the group of rounds that begins with step i. */
static bool is_begun(const struct runner *r, size_t i)
{
	size_t j = i;
	do
		if (state_boot(&r->state.records, j))
			return true;
	while (++j < r->nr_steps && !begins_group(r, j));
	return false;
}

static bool wants(const struct runner *r, size_t i)
{
	const struct runner_context *context = &r->context;
	const uint32_t rounds = r->step[i].round;
	if (r->campaign.rounds_most == 0 || !begins_group(r, i) || is_begun(r, i))
		return true;
	return context->more ? context->more(context->more_context,
					     &r->state.records, rounds) :
			       rounds < r->campaign.rounds;
}

static uint32_t whole_rounds(const struct runner *r)
{
	for (size_t i = 0; i < r->nr_steps; i++)
		if (!state_boot(&r->state.records, i))
			return r->step[i].round;
	return r->campaign.rounds_most ? r->campaign.rounds_most :
					 r->campaign.rounds;
}

static int take_turns(struct runner *r, struct error *err)
{
	for (size_t i = 0; i < r->nr_steps; i++) {
		if (state_boot(&r->state.records, i))
			continue;
		if (!wants(r, i)) {
			r->nr_steps = i;
			break;
		}
		if (interrupted(r))
			return error_set(err, -EINTR, "interrupted");
		tell(r, i, r->nr_steps,
		     r->campaign.side[r->step[i].side].label);
		const int rc = take_turn(r, i, err);
		if (rc != 0)
			return rc;
		r->nr_new++;
	}
	return 0;
}

/* The run record of what was begun before, or a new one. */
static int begin(struct runner *r, struct error *err)
{
	const struct facts *run = records_find(&r->state.records, "run", NULL);
	const struct fact *id = run ? facts_find(run, "id") : NULL;
	if (id && id->type == FACT_TEXT) {
		r->run = id->text;
		return 0;
	}
	const struct run_head head = {
		.argv = r->context.argv, .nr_argv = r->context.nr_argv,
		.kernel = r->kernel, .key = r->key,
	};
	const size_t first = r->state.records.nr_facts;
	int rc = run_record_head(&r->state.records, &r->campaign, &head, &r->run,
				 err);
	for (size_t i = first; rc == 0 && i < r->state.records.nr_facts; i++)
		rc = writer_facts(&r->state.writer, &r->state.records.facts[i],
				  err);
	return rc;
}

int runner_run(struct runner *r, struct error *err)
{
	int rc = state_open(r->key, r->context.fresh, &r->state, err);
	if (rc == 0)
		rc = begin(r, err);
	r->rounds_before = whole_rounds(r);
	return rc ? rc : take_turns(r, err);
}

int runner_note(struct runner *r, const struct facts *note, struct error *err)
{
	return writer_facts(&r->state.writer, note, err);
}

void runner_close(struct runner *r)
{
	state_close(&r->state);
	if (r->kernel)
		close_kernels(r);
	free(r->guest);
	free(r->guest_id);
	free(r->emulator);
	free(r->step);
	*r = (struct runner){ .state = STATE_CLOSED };
}
