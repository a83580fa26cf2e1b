/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/sample.h"

#include <stdlib.h>
#include <string.h>

#include "fault/remark.h"
#include "guest/emit.h"

static struct real seconds(struct count ns, bool exact)
{
	return (struct real){ (double)ns.value / 1e9, ns.known && !exact };
}

static struct count if_exact(struct count ns, bool exact)
{
	ns.known = ns.known && exact;
	return ns;
}

static void put_workload(struct emit *e, const struct workload *w)
{
	char pattern[40], thp[24];
	char *mem = policy_text(&w->policy);
	emit_text(e, "accounting", w->classic ? "classic" : "window");
	emit_text(e, "kind", w->kind->name);
	emit_text(e, "pattern", pattern_text(&w->pattern, pattern,
					     sizeof(pattern)));
	emit_text(e, "tasks", w->processes ? "processes" : "threads");
	emit_number(e, "threads", w->nr_tasks);
	emit_number(e, "bytes", w->bytes);
	emit_number(e, "requested_bytes", w->requested_bytes);
	emit_number(e, "page_bytes", w->page_bytes);
	emit_number(e, "cachelines", w->cachelines);
	emit_text(e, "bind", w->bind_text);
	emit_text(e, "mem", mem);
	emit_text(e, "thp", thp_text(w->thp, thp, sizeof(thp)));
	emit_text(e, "regions", w->own_regions || w->processes ? "own" : "shared");
	emit_bool(e, "stamped", w->latency);
	emit_count(e, "pressure_percent",
		   (struct count){ w->pressure, w->pressure > 0 });
	free(mem);
}

static void put_times(struct emit *e, const struct trial_result *r, bool exact)
{
	const struct count wall = count_of(r->wall_ns);
	emit_text(e, "clock", exact ? "instructions" : CLOCK_NAME);
	emit_real(e, "wall_s", seconds(wall, exact));
	emit_real(e, "user_s", seconds(r->user_ns, exact));
	emit_real(e, "system_s", seconds(r->system_ns, exact));
	emit_real(e, "cpu_s", seconds(count_of(r->cpu_ns), exact));
	emit_real(e, "setup_s", seconds(r->setup_ns, exact));
	emit_real(e, "teardown_s", seconds(r->teardown_ns, exact));
	emit_count(e, "instructions", if_exact(wall, exact));
	emit_count(e, "instructions_teardown", if_exact(r->teardown_ns, exact));
	emit_count(e, "skew_ns", (struct count){ r->skew_ns, !exact });
}

static void put_faults(struct emit *e, const struct trial_result *r)
{
	emit_number(e, "pages", r->pages);
	emit_count(e, "faults_minor", r->faults_minor);
	emit_count(e, "faults_major", r->faults_major);
	if (r->expected.faults_min.known) {
		emit_begin(e, "faults_expected", '[');
		emit_count(e, NULL, r->expected.faults_min);
		emit_count(e, NULL, r->expected.faults_max);
		emit_end(e, ']');
	} else {
		emit_text(e, "faults_expected", NULL);
	}
	emit_count(e, "pages_present", r->pages_present);
	emit_count(e, "pages_local", r->pages_local);
	emit_count(e, "pages_remote", r->pages_remote);
	emit_count(e, "rss_bytes", r->rss_bytes);
}

static void put_knobs(struct emit *e, const struct job *job)
{
	emit_begin(e, "knobs", '{');
	for (size_t i = 0; i < job->nr_knobs; i++)
		emit_text(e, job->knob[i].path, job->knob[i].value);
	emit_end(e, '}');
}

static void put_locks(struct emit *e, const struct lock_uses *locks)
{
	for (size_t i = 0; i < locks->n; i++) {
		const struct lock_use *lock = &locks->lock[i];
		for (int k = 0; k < NR_LOCK_NUMBERS; k++) {
			char name[LOCK_COUNTER_SIZE];
			emit_number(e, lock_counter(lock, k, name),
				    lock->number[k]);
		}
	}
}

static void put_pressure(struct emit *e, const struct pressure *p, bool exact)
{
	if (!p->done)
		return;
	emit_number(e, "pressure_asked_bytes", p->asked_bytes);
	emit_number(e, "pressure_pages_used", p->used);
	emit_number(e, "pressure_pages_unused", p->unused);
	emit_number(e, "pressure_used_taken", p->used_taken);
	emit_number(e, "pressure_unused_taken", p->unused_taken);
	emit_number(e, "pressure_half_used_taken", p->half_used_taken);
	emit_number(e, "pressure_half_unused_taken", p->half_unused_taken);
	emit_number(e, "pressure_half_steps", p->half_steps);
	emit_number(e, "pressure_unused_gone", p->unused_gone);
	emit_count(e, "pressure_faults_major", p->faults_major);
	emit_number(e, exact ? "pressure_calm_instructions" : "pressure_calm_ns",
		    p->calm_ns);
	emit_number(e, exact ? "pressure_touch_instructions" : "pressure_touch_ns",
		    p->touch_ns);
}

static void put_counters(struct emit *e, const struct trial_result *r, bool exact)
{
	emit_begin(e, "counters", '{');
	emit_number(e, "voluntary_switches", r->voluntary);
	emit_number(e, "involuntary_switches", r->involuntary);
	for (int i = 0; i < NR_SYSTEM_COUNTERS; i++) {
		char name[64];
		snprintf(name, sizeof(name), "system_%s", system_counter_names[i]);
		emit_count(e, name, r->system[i]);
	}
	put_locks(e, &r->locks);
	put_pressure(e, &r->pressure, exact);
	emit_end(e, '}');
}

static void put_tasks(struct emit *e, const struct trial_result *r, bool exact)
{
	emit_begin(e, "per_task", '[');
	for (uint32_t i = 0; i < r->nr_tasks; i++) {
		const struct trial_task *task = &r->task[i];
		emit_begin(e, NULL, '{');
		emit_number(e, "task", i);
		emit_count(e, "cpu", task->cpu);
		emit_number(e, "pages", task->pages);
		emit_real(e, "start_s", seconds(count_of(task->start_ns), exact));
		emit_real(e, "end_s", seconds(count_of(task->end_ns), exact));
		emit_real(e, "cpu_s", seconds(count_of(task->cpu_ns), exact));
		emit_count(e, "faults_minor", task->faults_minor);
		emit_count(e, "faults_major", task->faults_major);
		emit_end(e, '}');
	}
	emit_end(e, ']');
}

static void put_latency(struct emit *e, const struct latency *l, bool exact)
{
	if (!l)
		return;
	emit_begin(e, exact ? "latency_instructions" : "latency_ns", '{');
	emit_real(e, "stamp", l->stamp);
	emit_real(e, "min", real_of(l->min));
	emit_real(e, "p50", real_of(l->p50));
	emit_real(e, "p90", real_of(l->p90));
	emit_real(e, "p99", real_of(l->p99));
	emit_real(e, "p99.9", real_of(l->p999));
	emit_real(e, "max", real_of(l->max));
	emit_begin(e, "histogram", '[');
	for (size_t i = 0; i < l->nr_buckets; i++) {
		emit_begin(e, NULL, '[');
		emit_number(e, NULL, l->histogram[i].low);
		emit_number(e, NULL, l->histogram[i].count);
		emit_end(e, ']');
	}
	emit_end(e, ']');
	emit_begin(e, "along", '[');
	for (size_t i = 0; i < l->nr_slices; i++) {
		emit_begin(e, NULL, '[');
		emit_real(e, NULL, real_of(l->along[i].median));
		emit_real(e, NULL, real_of(l->along[i].max));
		emit_end(e, ']');
	}
	emit_end(e, ']');
	emit_end(e, '}');
}

static void put_remarks(struct emit *e, const struct workload *w,
			const struct trial_result *r)
{
	const char *remark[REMARKS_MAX];
	const size_t n = remarks(w, r, remark);
	emit_begin(e, "warnings", '[');
	for (size_t i = 0; i < n; i++)
		emit_text(e, NULL, remark[i]);
	emit_end(e, ']');
}

char *sample_line(const struct job *job, const struct step *step,
		  uint64_t order, const struct trial_result *r)
{
	const struct workload *w = &job->row[step->row];
	const bool exact = job->engine->counts_instructions;
	struct emit e;
	emit_open(&e, "sample");
	emit_text(&e, "engine", job->engine->word);
	emit_text(&e, "role", role_words[step->role]);
	emit_bool(&e, "warmup", step->warmup);
	emit_number(&e, "order", order);
	emit_number(&e, "rep", step->rep);
	emit_number(&e, "reps", 1);
	emit_number(&e, "row", step->row);
	put_workload(&e, w);
	put_times(&e, r, exact);
	put_faults(&e, r);
	emit_bool(&e, "oversubscribed", r->oversubscribed);
	put_knobs(&e, job);
	put_counters(&e, r, exact);
	put_latency(&e, r->latency, exact);
	put_tasks(&e, r, exact);
	emit_bool(&e, "ok", r->ok);
	emit_text(&e, "invalid", r->ok ? NULL : r->invalid);
	put_remarks(&e, w, r);
	return emit_close(&e);
}
