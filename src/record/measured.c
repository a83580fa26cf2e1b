/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/measured.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/size.h"
#include "fault/workload_field.h"
#include "machine/clock.h"
#include "record/field.h"
#include "record/packed.h"

/* ---- what was measured, by the words that it was asked for with ---- */

/* A member that the table of workload_fields names. */
static void add_field(struct records *records, struct sample *sample,
		      const struct workload_field *from, const struct workload *w)
{
	const struct field *field = field_find(from->record);
	void *member = (char *)sample + field->offset;
	char *text = from->text(from, w);
	struct count *count = member;
	if (field->type == FIELD_BOOL)
		*(bool *)member = text != NULL;
	else if (field->type == FIELD_COUNT)
		count->known = text && size_parse(field->name, text,
						  &count->value, NULL) == 0;
	else if (from->argument)
		*(const char **)member = records_keep(records, text);
	else	/* a switch has a word for off and one for on */
		*(const char **)member = from->words[text != NULL];
	free(text);
}

static void add_workload(struct records *records, struct sample *sample,
			 const struct workload *w)
{
	for (size_t i = 0; i < nr_workload_fields; i++)
		if (workload_fields[i].record)
			add_field(records, sample, &workload_fields[i], w);
	sample->bytes = count_of(w->bytes);
	sample->page_bytes = count_of(w->page_bytes);
}

/* ---- times, which are instructions where those are counted ---- */

static struct real seconds(struct count ns, bool told)
{
	return (struct real){ (double)ns.value / 1e9, ns.known && told };
}

static struct count only_if(struct count count, bool told)
{
	return told ? count : (struct count){ 0 };
}

static void add_times(struct sample *sample, const struct trial_result *r,
		      bool instructions)
{
	const struct count wall = count_of(r->wall_ns);
	const bool time = !instructions;
	sample->clock = instructions ? "instructions" : CLOCK_NAME;
	sample->wall_s = seconds(wall, time);
	sample->cpu_s = seconds(count_of(r->cpu_ns), time);
	sample->user_s = seconds(r->user_ns, time);
	sample->system_s = seconds(r->system_ns, time);
	sample->setup_s = seconds(r->setup_ns, time);
	sample->teardown_s = seconds(r->teardown_ns, time);
	sample->skew_ns = only_if(count_of(r->skew_ns), time);
	sample->instructions = only_if(wall, instructions);
	sample->instructions_teardown = only_if(r->teardown_ns, instructions);
}

static void add_tasks(struct records *records, struct sample *sample,
		      const struct trial_result *r, bool instructions)
{
	struct task_sample *task = error_unless_memory(
		calloc(r->nr_tasks + 1, sizeof(*task)));
	for (uint32_t i = 0; i < r->nr_tasks; i++) {
		const struct trial_task *from = &r->task[i];
		task[i] = (struct task_sample){
			.task = count_of(i),
			.cpu = from->cpu,
			.pages = count_of(from->pages),
			.start_ns = only_if(count_of(from->start_ns), !instructions),
			.end_ns = only_if(count_of(from->end_ns), !instructions),
			.cpu_ns = only_if(count_of(from->cpu_ns), !instructions),
			.faults_minor = from->faults_minor,
			.faults_major = from->faults_major,
		};
	}
	tasks_set(records, &sample->per_task, task, r->nr_tasks);
	free(task);
}

/* The sample's from now on. */
static struct latency *take_latency(struct trial_result *r, bool instructions)
{
	struct latency *latency = r->latency;
	if (latency)
		latency->in_instructions = instructions;
	r->latency = NULL;
	return latency;
}

/* ---- counters ---- */

struct counting {
	struct records *records;
	struct pair *pair;	/* [n]; owned */
	size_t n;
};

static void add_counter(struct counting *c, const char *name, struct count count)
{
	c->pair = records_grow(c->pair, c->n, sizeof(*c->pair));
	c->pair[c->n++] = (struct pair){
		.name = records_keep(c->records, name),
		.number = { (double)count.value, count.known },
	};
}

static void add_system(struct counting *c, const struct trial_result *r)
{
	char name[64];
	for (int i = 0; i < NR_SYSTEM_COUNTERS; i++) {
		snprintf(name, sizeof(name), "system_%s", system_counter_names[i]);
		add_counter(c, name, r->system[i]);
	}
}

static void add_locks(struct counting *c, const struct lock_uses *locks)
{
	char name[LOCK_COUNTER_SIZE];
	for (size_t i = 0; i < locks->n; i++)
		for (int k = 0; k < NR_LOCK_NUMBERS; k++)
			add_counter(c, lock_counter(&locks->lock[i], k, name),
				    count_of(locks->lock[i].number[k]));
}

static void add_pressure(struct counting *c, const struct pressure *p,
			 bool instructions)
{
	const struct { const char *name; struct count count; } counters[] = {
		{ "pressure_asked_bytes", count_of(p->asked_bytes) },
		{ "pressure_pages_used", count_of(p->used) },
		{ "pressure_pages_unused", count_of(p->unused) },
		{ "pressure_used_taken", count_of(p->used_taken) },
		{ "pressure_unused_taken", count_of(p->unused_taken) },
		{ "pressure_half_used_taken", count_of(p->half_used_taken) },
		{ "pressure_half_unused_taken", count_of(p->half_unused_taken) },
		{ "pressure_half_steps", count_of(p->half_steps) },
		{ "pressure_unused_gone", count_of(p->unused_gone) },
		{ "pressure_faults_major", p->faults_major },
		{ instructions ? "pressure_calm_instructions" :
				 "pressure_calm_ns", count_of(p->calm_ns) },
		{ instructions ? "pressure_touch_instructions" :
				 "pressure_touch_ns", count_of(p->touch_ns) },
	};
	for (size_t i = 0; p->done && i < ARRAY_SIZE(counters); i++)
		add_counter(c, counters[i].name, counters[i].count);
}

static void add_counters(struct records *records, struct sample *sample,
			 const struct trial_result *r, bool instructions)
{
	struct counting c = { .records = records };
	add_counter(&c, "voluntary_switches", count_of(r->voluntary));
	add_counter(&c, "involuntary_switches", count_of(r->involuntary));
	add_system(&c, r);
	add_locks(&c, &r->locks);
	add_pressure(&c, &r->pressure, instructions);
	counters_set(records, &sample->counters, c.pair, c.n);
	free(c.pair);
}

/* ---- the sample ---- */

static void add_knobs(struct records *records, struct sample *sample,
		      const struct knobs *knobs)
{
	AUTO_FREE struct pair *pair = error_unless_memory(
		calloc(knobs->n + 1, sizeof(*pair)));
	for (size_t i = 0; i < knobs->n; i++)
		pair[i] = (struct pair){ .name = knobs->knob[i].path,
					 .text = knobs->knob[i].value };
	pairs_set(records, &sample->knobs, pair, knobs->n);
}

static void add_warnings(struct records *records, struct sample *sample,
			 const struct workload *w, const struct trial_result *r)
{
	const char *remark[TRIAL_REMARKS_MAX];
	texts_set(records, &sample->warnings, remark, trial_remarks(w, r, remark));
}

/* What the step and the result say as they are. */
static struct sample sample_of(const struct measured_context *context,
			       const struct trial_result *r)
{
	const struct step *step = context->step;
	return (struct sample){
		.run = context->run,
		.boot_id = context->boot_id,
		.time = context->time,
		.kernel = context->kernel,
		.engine = context->engine->word,
		.role = role_words[step->role],
		.warmup = step->warmup,
		.order = count_of(context->order),
		.rep = count_of(step->rep),
		.reps = count_of(1),
		.row = count_of(step->row),
		.pages = count_of(r->pages),
		.faults_minor = r->faults_minor,
		.faults_major = r->faults_major,
		.faults_expected_min = r->expected.faults_min,
		.faults_expected_max = r->expected.faults_max,
		.pages_present = r->pages_present,
		.pages_local = r->pages_local,
		.pages_remote = r->pages_remote,
		.rss_bytes = r->rss_bytes,
		.oversubscribed = r->oversubscribed,
		.ok = r->ok,
	};
}

struct sample *measured_add(struct records *records,
			    const struct workload *workload,
			    const struct measured_context *context,
			    struct trial_result *r)
{
	const bool instructions = context->engine->counts_instructions;
	struct sample sample = sample_of(context, r);
	if (!r->ok)
		sample.invalid = records_keep(records, r->invalid);
	sample.latency = take_latency(r, instructions);
	add_workload(records, &sample, workload);
	add_times(&sample, r, instructions);
	add_tasks(records, &sample, r, instructions);
	add_counters(records, &sample, r, instructions);
	add_knobs(records, &sample, context->knobs);
	add_warnings(records, &sample, workload, r);
	return records_add(records, &sample);
}

/* ---- a job ---- */

/*
 * Not of the empty loop: two of them are over before the second one has been
 * woken, and nobody counts what they take.
 */
static void judge_exact(enum role role, struct trial_result *result)
{
	/* One CPU is run after the other there: nothing ever is concurrent. */
	result->concurrent = true;
	if (role == ROLE_NOP || !result->ok)
		return;
	const uint64_t idle = trial_idle_bound_ns(result);
	if (idle > trial_idle_allowed_ns(result))
		trial_reject(result, "all CPUs may have idled for up to %" PRIu64 " instructions of the window",
			     idle);
}

static int run_step(struct measuring *m, struct workload *row,
		    const struct step *step, struct error *err)
{
	struct trial_result result;
	char now[40];
	row->file_on_tmpfs = m->trial.backing->is_tmpfs;
	const int rc = trial_run(row, step->role, &m->trial, &result, err);
	if (rc != 0)
		return rc;
	if (m->context.engine->counts_instructions)
		judge_exact(step->role, &result);
	/* What a host knows better is null in a guest: run, boot, time and label. */
	if (!m->context.engine->is_guest)
		m->context.time = records_keep(m->records,
					       clock_utc(now, sizeof(now)));
	m->context.step = step;
	struct sample *sample = measured_add(m->records, row, &m->context, &result);
	trial_close(&result);
	m->context.order++;
	return m->take(m, sample, err);
}

static int run_steps(struct measuring *m, struct job *job, struct error *err)
{
	const struct order_choice choice = job_order(job);
	const _Atomic int *interrupts = m->trial.interrupts;
	AUTO_FREE struct step *step = NULL;
	size_t n;
	int rc = order_make(&choice, &step, &n);
	if (rc != 0)
		return error_set(err, rc, "out of memory");
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = interrupts && atomic_load(interrupts) > 0 ?
			error_set(err, -EINTR, "interrupted") :
			run_step(m, &job->row[step[i].row], &step[i], err);
	return rc;
}

int measured_job(struct measuring *m, struct job *job, struct error *err)
{
	struct backing backing = BACKING_NONE;
	bool latency = false;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < job->nr_rows; i++) {
		rc = backing_prepare(job->row[i].kind, job->row[i].bytes, &backing,
				     err);
		latency |= job->row[i].latency;
	}
	m->trial.backing = &backing;
	m->trial.machine = gate_machine_read(latency);
	if (rc == 0)
		rc = run_steps(m, job, err);
	backing_close(&backing);
	return rc;
}
