/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "lab/campaign/native.h"
#include "lab/campaign/run_record.h"
#include "machine/clock.h"

/* ---- what it needs from elsewhere ---- */

static int guest(enum kernel_arch arch, char **path, char **id,
		 struct error *err)
{
	*path = boot_guest_path(arch, err);
	*id = *path ? boot_guest_id(*path, err) : NULL;
	if (*id)
		return 0;
	free(*path);
	*path = NULL;
	return -ENOENT;
}

const struct lab_backend lab_backend_real = {
	.resolve = kernel_resolve,
	.find = kernel_find,
	.resolvable = kernel_resolvable,
	.bootable = boot_check,
	.boot = boot_run,
	.kvm_works = boot_kvm_works,
	.guest = guest,
	.emulator = boot_emulator_version,
	.now_ns = clock_wall_ns,
};

/* ---- what it says ---- */

static bool is_native(const struct runner *r)
{
	return !r->campaign.engine->is_guest;
}

static int check_interrupts(const struct runner *r, struct error *err)
{
	const _Atomic int *interrupts = r->context.interrupts;
	return !interrupts || atomic_load(interrupts) == 0 ? 0 :
		error_set(err, -EINTR, "interrupted");
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

static bool same_kernel(const struct kernel_request *a,
			const struct kernel_request *b)
{
	return text_same(a->word, b->word) && text_same(a->label, b->label) &&
	       text_same(a->source, b->source) &&
	       text_same(a->patches, b->patches) && a->upto == b->upto &&
	       text_same(a->config, b->config);
}

static int make_kernel(struct runner *r, size_t i, struct error *err)
{
	const struct kernel_context context = {
		.progress = tell_kernel, .context = r,
		.interrupts = r->context.interrupts,
	};
	struct kernel_request request = r->campaign.side[i].request;
	request.arch = r->campaign.arch;
	return r->context.backend->resolve(&request, &context, &r->kernel[i],
					   err);
}

/* The first side with the kernel of side i. */
static size_t first_with_kernel(const struct campaign *c, size_t i)
{
	size_t j = 0;
	while (!same_kernel(&c->side[j].request, &c->side[i].request))
		j++;
	return j;
}

int runner_check(const struct campaign *campaign,
		 const struct lab_backend *backend, struct error *err)
{
	if (!campaign->engine->is_guest)
		return 0;
	int rc = backend->bootable(campaign->arch, err);
	for (size_t i = 0; rc == 0 && i < campaign->nr_sides; i++) {
		struct kernel_request request = campaign->side[i].request;
		request.arch = campaign->arch;
		if (first_with_kernel(campaign, i) == i)
			rc = backend->resolvable(&request, err);
	}
	return rc;
}

/* Copies share the texts of the first side with the same kernel. */
static int make_kernels(struct runner *r, struct error *err)
{
	const struct campaign *c = &r->campaign;
	for (size_t i = 0; i < c->nr_sides; i++) {
		const size_t j = first_with_kernel(c, i);
		if (j < i) {
			r->kernel[i] = r->kernel[j];
			continue;
		}
		const int rc = check_interrupts(r, err) ?: make_kernel(r, i, err);
		if (rc != 0) {
			r->kernel[i] = (struct kernel){ 0 };
			return rc;
		}
	}
	return 0;
}

/* Backwards: of kernels that share texts the first is closed last. */
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
	const struct kernel_request *request = &campaign->side[side].request;
	const char *word = request->word;
	struct kernel kernel = { 0 };
	if (!campaign->engine->is_guest)
		return true;
	if (word && strchr(word, '/'))
		return strncmp(word, "tree:", 5) != 0 &&
		       access(word, R_OK) == 0;
	if (backend->find(word ? word : request->label, campaign->arch, &kernel,
			  NULL) != 0)
		return false;
	kernel_close(&kernel);
	return true;
}

/* ---- the key ---- */

static void make_key(struct runner *r)
{
	const size_t n = r->campaign.nr_sides;
	AUTO_FREE char *native = is_native(r) ? native_image_id() : NULL;
	AUTO_FREE const char **id = error_unless_memory(calloc(n, sizeof(*id)));
	for (size_t i = 0; i < n; i++)
		id[i] = native ? native :
			r->kernel[i].build_id ? r->kernel[i].build_id :
			r->kernel[i].image ? r->kernel[i].image : "";
	campaign_key(&r->campaign, &(struct campaign_identity){
			     .image_id = id, .guest_id = r->guest_id,
			     .emulator = r->emulator }, r->key);
}

void runner_schedule(const struct campaign *campaign, struct runner *r)
{
	*r = (struct runner){ .campaign = *campaign, .state = STATE_CLOSED };
	r->kernel = error_unless_memory(calloc(campaign->nr_sides,
					       sizeof(*r->kernel)));
	r->step = schedule_make(campaign, &r->nr_steps);
}

static int check_native(const struct campaign *c, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->nr_sides; i++)
		rc = native_check_knobs(c->side[i].knob, c->side[i].nr_knobs, err);
	return rc;
}

int runner_prepare(const struct campaign *campaign,
		   const struct runner_context *context, struct runner *r,
		   struct error *err)
{
	runner_schedule(campaign, r);
	r->context = *context;
	const int rc = is_native(r) ? check_native(campaign, err) :
		       make_kernels(r, err) ?:
		       context->backend->guest(campaign->arch, &r->guest,
					       &r->guest_id, err);
	if (rc != 0)
		return rc;
	if (!is_native(r))
		r->emulator = context->backend->emulator(campaign->arch);
	make_key(r);
	return 0;
}

/* ---- one step of the schedule ---- */

static int boot_guest(const struct runner *r, struct campaign_boot *b,
		      struct error *err)
{
	const struct campaign *c = &r->campaign;
	AUTO_FREE char *folder = text_format("%s/boot-%zu", r->state.folder,
					     b->place + 1);
	AUTO_FREE char *job = job_text(&b->job.job);
	const struct boot_spec spec = {
		.engine = c->engine, .arch = c->arch,
		.image = b->kernel->image, .release = b->kernel->release,
		.guest = r->guest, .job = job,
		.cpus = campaign_set_cpus(c, b->step->set), .nodes = c->nodes,
		.memory_bytes = c->memory_bytes,
		.seed = c->layouts ? c->seed + b->step->round + 1 : 0,
		.limit_s = c->boot_limit_s, .folder = folder,
		.interrupts = r->context.interrupts,
	};
	return file_make_folders(folder, err) ?:
	       r->context.backend->boot(&spec, &b->result, err);
}

static void drop_samples(struct records *records, size_t n)
{
	while (records->nr_samples > n)
		records_drop(records);
}

/* If results are missing, none is used: the boot was lost. */
static void collect_guest(struct records *records, struct campaign_boot *b)
{
	struct boot_result *result = &b->result;
	const size_t before = records->nr_samples;
	struct error why = { "" };
	if ((result->outcome != BOOT_OK && result->outcome != BOOT_WARNED) ||
	    run_record_samples(records, b, &why) == 0)
		return;
	result->outcome = BOOT_LOST;
	snprintf(result->why, sizeof(result->why), "%.500s", why.text);
	drop_samples(records, before);
}

static int run_native(struct runner *r, struct campaign_boot *b,
		      struct error *err)
{
	const uint64_t start_ns = clock_wall_ns();
	const int rc = native_run(b, r->context.interrupts, &r->state.records, err);
	b->result.outcome = BOOT_OK;
	b->result.wall_s = (double)(clock_wall_ns() - start_ns) / 1e9;
	return rc;
}

static int measure(struct runner *r, struct campaign_boot *b, struct error *err)
{
	if (is_native(r))
		return run_native(r, b, err);
	const int rc = boot_guest(r, b, err);
	if (rc == 0)
		collect_guest(&r->state.records, b);
	return rc;
}

/* Samples first: they count once the boot record is there. */
static int write_step(struct state *state, const struct campaign_boot *b,
		      size_t first, struct error *err)
{
	const struct facts *facts = run_record_boot(&state->records, b);
	int rc = 0;
	for (size_t i = first; rc == 0 && i < state->records.nr_samples; i++)
		rc = writer_sample(&state->writer, &state->records.sample[i], err);
	return rc ?: writer_facts(&state->writer, facts, err);
}

/* The most samples that a job has: jobs differ. */
static uint64_t most_samples(const struct campaign *c)
{
	return c->nr_rows * (c->reps + c->warmup + 4 * c->limit_reps);
}

static int run_step(struct runner *r, size_t place, struct error *err)
{
	const struct campaign *c = &r->campaign;
	const struct schedule_step *step = &r->step[place];
	struct records *records = &r->state.records;
	const size_t first = records->nr_samples;
	char id[24];
	struct campaign_boot b = {
		.campaign = c, .step = step, .place = place, .run = r->run,
		.id = records_keep(records, record_new_id(id, sizeof(id))),
		.kernel = &r->kernel[step->side], .emulator = r->emulator,
		.first_order = place * most_samples(c),
		.job = campaign_job_make(c, step->side, step->set),
	};
	int rc = measure(r, &b, err);
	if (rc == 0)
		rc = write_step(&r->state, &b, first, err);
	else
		drop_samples(records, first);
	boot_close(&b.result);
	campaign_job_close(&b.job);
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

static int run_schedule(struct runner *r, struct error *err)
{
	for (size_t i = 0; i < r->nr_steps; i++) {
		if (state_boot(&r->state.records, i))
			continue;
		if (!wants(r, i)) {
			r->nr_steps = i;
			break;
		}
		int rc = check_interrupts(r, err);
		if (rc == 0) {
			tell(r, i, r->nr_steps,
			     r->campaign.side[r->step[i].side].label);
			rc = run_step(r, i, err);
		}
		if (rc != 0)
			return rc;
		r->nr_new++;
	}
	return 0;
}

/* The run record of what was begun before, or a new one. */
static int begin(struct runner *r, struct error *err)
{
	struct records *records = &r->state.records;
	r->run = facts_text(records_find(records, "run", NULL), "id");
	if (r->run)
		return 0;
	const struct run_head head = {
		.argv = r->context.argv, .nr_argv = r->context.nr_argv,
		.kernel = r->kernel, .key = r->key,
	};
	int rc = 0;
	size_t i = records->nr_facts;
	r->run = run_record_head(records, &r->campaign, &head);
	for (; rc == 0 && i < records->nr_facts; i++)
		rc = writer_facts(&r->state.writer, &records->facts[i], err);
	return rc;
}

int runner_run(struct runner *r, struct error *err)
{
	const int rc = state_open(r->key, r->context.fresh, &r->state, err) ?:
		       begin(r, err);
	r->rounds_before = whole_rounds(r);
	return rc ?: run_schedule(r, err);
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
