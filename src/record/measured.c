/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/measured.h"

#include <stdio.h>
#include <stdlib.h>

#include "fault/remark.h"
#include "machine/clock.h"
#include "record/packed.h"

static struct real seconds(struct count ns)
{
	return (struct real){ (double)ns.value / 1e9, ns.known };
}

/* What was measured, as the words that were asked with. */
static void add_workload(struct records *records, struct sample *sample,
			 const struct workload *w)
{
	char pattern[40], thp[24];
	char *mem = policy_text(&w->policy);
	sample->accounting = w->classic ? "classic" : "window";
	sample->kind = records_keep(records, w->kind->name);
	sample->pattern = records_keep(records, pattern_text(&w->pattern, pattern,
							     sizeof(pattern)));
	sample->tasks = w->processes ? "processes" : "threads";
	sample->threads = count_of(w->nr_tasks);
	sample->bytes = count_of(w->bytes);
	sample->requested_bytes = count_of(w->requested_bytes);
	sample->page_bytes = count_of(w->page_bytes);
	sample->cachelines = count_of(w->cachelines);
	sample->bind = records_keep(records, w->bind_text);
	sample->mem = records_keep(records, mem);
	sample->thp = records_keep(records, thp_text(w->thp, thp, sizeof(thp)));
	sample->regions = w->own_regions || w->processes ? "own" : "shared";
	sample->pressure_percent = (struct count){ w->pressure,
						   w->pressure > 0 };
	free(mem);
}

static void add_times(struct sample *sample, const struct trial_result *r)
{
	sample->wall_s = real_of((double)r->wall_ns / 1e9);
	sample->cpu_s = real_of((double)r->cpu_ns / 1e9);
	sample->user_s = seconds(r->user_ns);
	sample->system_s = seconds(r->system_ns);
	sample->setup_s = seconds(r->setup_ns);
	sample->teardown_s = seconds(r->teardown_ns);
	sample->skew_ns = count_of(r->skew_ns);
}

/* pair [n]: four to a lock, with their names. */
static void put_locks(struct records *records, const struct lock_uses *locks,
		      struct pair *pair)
{
	for (size_t i = 0; i < locks->n; i++) {
		const struct lock_use *lock = &locks->lock[i];
		for (int k = 0; k < NR_LOCK_NUMBERS; k++) {
			char name[LOCK_COUNTER_SIZE];
			*pair++ = (struct pair){
				.name = records_keep(records,
						     lock_counter(lock, k, name)),
				.number = real_of((double)lock->number[k]),
			};
		}
	}
}

static void add_counters(struct records *records, struct sample *sample,
			 const struct trial_result *r)
{
	char name[NR_SYSTEM_COUNTERS][64];
	const size_t n = 2 + NR_SYSTEM_COUNTERS, all = n + r->locks.n * NR_LOCK_NUMBERS;
	struct pair *pair = error_unless_memory(calloc(all, sizeof(*pair)));
	pair[0] = (struct pair){ .name = "voluntary_switches",
				 .number = real_of((double)r->voluntary) };
	pair[1] = (struct pair){ .name = "involuntary_switches",
				 .number = real_of((double)r->involuntary) };
	for (int i = 0; i < NR_SYSTEM_COUNTERS; i++) {
		snprintf(name[i], sizeof(name[i]), "system_%s",
			 system_counter_names[i]);
		pair[2 + i] = (struct pair){
			.name = name[i],
			.number = { (double)r->system[i].value,
				    r->system[i].known },
		};
	}
	put_locks(records, &r->locks, &pair[n]);
	counters_set(records, &sample->counters, pair, all);
	free(pair);
}

static void add_tasks(struct records *records, struct sample *sample,
		      const struct trial_result *r)
{
	struct task_sample *task = calloc(r->nr_tasks, sizeof(*task));
	if (!task)
		return;		/* the sums are there */
	for (uint32_t i = 0; i < r->nr_tasks; i++) {
		const struct trial_task *from = &r->task[i];
		task[i] = (struct task_sample){
			.task = i,
			.cpu = from->cpu,
			.pages = from->pages,
			.start_ns = count_of(from->start_ns),
			.end_ns = count_of(from->end_ns),
			.cpu_ns = count_of(from->cpu_ns),
			.faults_minor = from->faults_minor,
			.faults_major = from->faults_major,
		};
	}
	tasks_set(records, &sample->per_task, task, r->nr_tasks);
	free(task);
}

static void add_warnings(struct records *records, struct sample *sample,
			 const struct workload *w, const struct trial_result *r)
{
	const char *remark[REMARKS_MAX];
	const size_t n = remarks(w, r, remark);
	for (size_t i = 0; i < n; i++)
		texts_add(records, &sample->warnings, remark[i]);
}

struct sample *measured_add(struct records *records,
			    const struct workload *workload,
			    const struct measured_context *context,
			    struct trial_result *r)
{
	char now[40];
	struct sample sample = {
		.run = context->run,
		.boot_id = context->boot_id,
		.time = records_keep(records, clock_utc(now, sizeof(now))),
		.kernel = context->kernel,
		.engine = context->engine,
		.clock = CLOCK_NAME,
		.role = role_words[context->role],
		.warmup = context->warmup,
		.order = count_of(context->order),
		.rep = count_of(context->rep),
		.reps = count_of(1),
		.row = count_of(context->row),
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
		.stamped = workload->latency,
		.ok = r->ok,
		.latency = r->latency,
	};
	r->latency = NULL;
	for (size_t i = 0; i < context->knobs->n; i++)
		pairs_add(records, &sample.knobs, context->knobs->knob[i].path,
			  context->knobs->knob[i].value, (struct real){ 0 });
	if (!r->ok)
		sample.invalid = records_keep(records, r->invalid);
	add_workload(records, &sample, workload);
	add_times(&sample, r);
	add_counters(records, &sample, r);
	add_tasks(records, &sample, r);
	add_warnings(records, &sample, workload, r);
	return records_add(records, &sample);
}
