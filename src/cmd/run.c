/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft run: measure the running kernel.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/known.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/interrupt.h"
#include "cmd/plan.h"
#include "cmd/progress.h"
#include "cmd/run_precision.h"
#include "fault/trial.h"
#include "machine/clock.h"
#include "machine/host.h"
#include "machine/memory.h"
#include "record/host_facts.h"
#include "record/jsonl.h"
#include "record/measured.h"
#include "record/writer.h"
#include "view/table/run_table.h"

/* A run under way. */
struct session {
	const struct run_options *options;
	struct plan *plan;
	struct backing backing;
	struct knobs knobs;
	struct writer writer;
	struct records records;
	struct measured_context context;
	struct trial_context trial;
	struct precision precision;	/* empty: the plan is all there is */
	struct run_times *times;	/* [nr_rows] of the plan; owned */
	bool broken;		/* a repetition could not be run, or a record not be written */
	size_t nr_invalid;
	char *path;		/* of the records; owned */
};

/* ---- the host and run records ---- */

static void add_plan(struct session *s, struct facts *run)
{
	const struct run_options *o = s->options;
	char text[160];
	if (run_options_are_open(o))
		snprintf(text, sizeof(text), "{\"rows\":%zu,\"reps\":%" PRIu64 ",\"steps\":null,\"precision\":%.9g,\"budget_s\":%.9g}",
			 s->plan->nr_rows, o->reps.value, o->precision,
			 run_budget_s(o));
	else
		snprintf(text, sizeof(text), "{\"rows\":%zu,\"reps\":%" PRIu64 ",\"steps\":%zu}",
			 s->plan->nr_rows, o->reps.value, s->plan->nr_steps);
	facts_add_json(&s->records, run, "plan", text);
}

static void add_head(struct session *s, const struct arguments *arguments)
{
	const char *label = s->options->label;
	const struct run_start start = { arguments->all, arguments->nr_all,
					 s->options->seed };
	struct host host = host_read("");
	struct facts *run = host_facts_run(&s->records, &host, &start);
	struct utsname name;
	uname(&name);
	s->context.run = facts_text(run, "id");
	s->context.boot_id = records_keep(&s->records,
					  host_text(&host, "boot_id"));
	s->context.kernel = records_keep(&s->records, label ? label : name.release);
	s->context.engine = engine_find("native");
	facts_add_text(&s->records, run, "label", s->context.kernel);
	add_plan(s, run);
	host_facts_add(&s->records, run, &host, true);
	host_close(&host);
}

static int write_head(struct session *s, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < s->records.nr_facts; i++)
		rc = writer_facts(&s->writer, &s->records.facts[i], err);
	return rc;
}

/* ---- the repetitions ---- */

static int run_step(struct session *s, size_t i, struct error *err)
{
	const struct step *step = &s->plan->step[i];
	struct workload *row = &s->plan->row[step->row];
	struct trial_result result;
	char now[40];
	row->file_on_tmpfs = s->backing.is_tmpfs;
	int rc = trial_run(row, step->role, &s->trial, &result, err);
	if (rc != 0)
		return rc;
	s->context.time = records_keep(&s->records, clock_utc(now, sizeof(now)));
	s->context.step = step;
	s->context.order = i;
	s->nr_invalid += !result.ok && !step->warmup;
	const struct sample *sample = measured_add(&s->records, row, &s->context,
						   &result);
	trial_close(&result);
	if (run_options_are_open(s->options) && step->role == ROLE_MEASURE &&
	    !step->warmup)
		run_times_add(&s->times[step->row], sample);
	return writer_sample(&s->writer, sample, err);
}

/*
 * Whether step i is to be run. Where repetitions are open that is asked between
 * blocks, and without memory for more of them what is there is all.
 */
static bool wants(struct session *s, size_t i)
{
	if (!run_options_are_open(s->options))
		return i < s->plan->nr_steps;
	if (!plan_begins_block(s->plan, i))
		return true;
	return precision_wants(&s->precision, plan_rounds(s->plan, i)) &&
	       (i < s->plan->nr_steps || plan_more(s->options, s->plan) == 0);
}

static void show_progress(const struct session *s,
			  const struct progress *progress, size_t i)
{
	const struct step *step = &s->plan->step[i];
	const struct workload *row = &s->plan->row[step->row];
	const struct precision *p = &s->precision;
	const char *tasks = row->processes ? "processes" :
			    row->nr_tasks == 1 ? "thread" : "threads";
	char width[40];
	precision_text(p, width, sizeof(width));
	if (!run_options_are_open(s->options))
		progress_show(progress, i, "%s, %" PRIu32 " %s", row->kind->name,
			      row->nr_tasks, tasks);
	else
		progress_show_left(progress, precision_left_s(p),
				   "repetition %" PRIu64 "%s%s: %s, %" PRIu32 " %s",
				   p->rounds + 1, *width ? ", " : "", width,
				   row->kind->name, row->nr_tasks, tasks);
}

static int interrupted(struct session *s, size_t nr_done)
{
	struct error err;
	char of[40] = "";
	s->precision.end = PRECISION_INTERRUPTED;
	if (!run_options_are_open(s->options))
		snprintf(of, sizeof(of), " of %zu", s->plan->nr_steps);
	error_set(&err, 0, "interrupted after %zu%s repetitions: what was measured is kept",
		  nr_done, of);
	return options_fail(&err, 1);
}

/* Returns 0, or 1 after an error message. What was measured is kept. */
static int run_steps(struct session *s)
{
	struct progress progress;
	struct error err = { "" };
	progress_open(&progress, s->options->out.quiet, s->plan->nr_steps);
	size_t i = 0;
	int rc = 0;
	bool wanted = true;
	while (rc == 0 && (wanted = wants(s, i)) &&
	       atomic_load(&interrupts) == 0) {
		show_progress(s, &progress, i);
		rc = run_step(s, i++, &err);
	}
	progress_close(&progress);
	s->broken = rc != 0 && rc != -EINTR;
	if (s->broken)
		return options_fail(&err, 1);
	if (rc == 0 && !wanted)
		return 0;
	return interrupted(s, rc == 0 ? i : i - 1);
}

/* Report the precision that was reached, and record it. */
static int tell_precision(struct session *s, struct error *err)
{
	struct precision *p = &s->precision;
	if (!run_options_are_open(s->options) || s->broken)
		return 0;
	precision_look_now(p);
	precision_say(p, s->options->out.quiet);
	return writer_facts(&s->writer, precision_note(p, &s->records,
						       s->context.run), err);
}

/* ---- before and after ---- */

static int open_writer(struct session *s, struct error *err)
{
	const char *output = s->options->out.output;
	s->path = output ? text_format("%s", output) :
			   commands_default_output(err);
	return s->path ? writer_open(&s->writer, s->path, stderr, err) : -EIO;
}

static int prepare(struct session *s, const struct arguments *arguments,
		   struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < s->plan->nr_rows; i++)
		rc = backing_prepare(s->plan->row[i].kind, s->plan->row[i].bytes,
				     &s->backing, err);
	/* Set the knobs first: the run record shows them as they are during the run. */
	if (rc == 0)
		rc = thp_prepare(s->plan->row[0].thp, &s->knobs, err);
	s->context.knobs = &s->knobs;
	if (rc == 0)
		add_head(s, arguments);
	if (rc == 0)
		rc = open_writer(s, err);
	s->trial = (struct trial_context){
		.backing = &s->backing,
		.interrupts = &interrupts,
	};
	s->trial.machine = gate_machine_read(s->plan->row[0].latency);
	memory_first_victim();
	return rc;
}

static void show(struct session *s)
{
	struct table_style style = output_style(&s->options->out);
	/* Records on standard output leave no room for a table. */
	const bool taken = s->options->out.output &&
			   strcmp(s->options->out.output, "-") == 0;
	if (s->plan->row[0].classic && !s->options->out.format_given)
		style.format = TABLE_CLASSIC;
	if (!s->options->out.quiet && !taken)
		table_print(stdout, &s->records, &style);
	if (!s->options->out.output)
		options_say("records are in %s", s->path);
}

static int measure(struct session *s, const struct arguments *arguments)
{
	struct error err = { "" };
	interrupts_catch();
	if (prepare(s, arguments, &err) != 0)
		return options_fail(&err, 2);
	if (write_head(s, &err) != 0)
		return options_fail(&err, 1);
	if (run_options_are_open(s->options)) {
		s->times = error_unless_memory(calloc(s->plan->nr_rows,
						      sizeof(*s->times)));
		run_precision_open(&s->precision, s->options, s->plan, s->times);
	}
	int status = run_steps(s);
	show(s);
	fflush(stdout);
	if (tell_precision(s, &err) != 0)
		status = options_fail(&err, 1);
	if (s->nr_invalid > 0)
		status = 1;
	if (writer_close(&s->writer, &err) != 0)
		status = options_fail(&err, 1);
	return status;
}

/* Returns the exit status: a knob that was not put back is a failure. */
static int session_close(struct session *s, int status)
{
	struct error err;
	writer_close(&s->writer, NULL);
	precision_close(&s->precision);
	for (size_t i = 0; s->times && i < s->plan->nr_rows; i++)
		free(s->times[i].wall_s);
	free(s->times);
	free(s->path);
	backing_close(&s->backing);
	records_close(&s->records);
	if (knobs_close(&s->knobs, &err) != 0)
		return options_fail(&err, status ? status : 1);
	return status;
}

static int run(const struct arguments *arguments,
	       const struct run_options *options, struct plan *plan)
{
	struct session session = {
		.options = options, .plan = plan,
		.backing = BACKING_NONE, .knobs = KNOBS_CLOSED,
		.writer = { .fd = -1 },
	};
	const int status = session_close(&session, measure(&session, arguments));
	/* A thread may still be touching: _exit ends it. */
	if (atomic_load(&interrupts) >= 2) {
		fflush(NULL);
		_exit(status);
	}
	return status;
}

static int run_main(struct arguments *arguments)
{
	struct run_options options = { .reps = { RUN_REPS, false }, .seed = 1 };
	struct error err = { "" };
	struct plan plan = { 0 };
	int rc = options_parse(&command_run, arguments, &options, &err);
	if (rc == 0)
		rc = plan_make(&options, &plan, &err);
	const int status = rc == 1 ? 0 : rc < 0 ? options_fail(&err, 2) :
			   run(arguments, &options, &plan);
	plan_close(&plan);
	workload_words_close(&options.words);
	return status;
}

const struct command command_run = {
	.name = "run",
	.summary = "Measure page faults on the running kernel",
	.operands = "",
	.options = run_rows,
	.fields = RUN_FIELDS,
	.words_offset = offsetof(struct run_options, words),
	.main = run_main,
};
