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
#include "base/size.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/interrupt.h"
#include "cmd/progress.h"
#include "cmd/run.h"
#include "fault/resolve.h"
#include "fault/trial.h"
#include "machine/clock.h"
#include "machine/host.h"
#include "machine/memory.h"
#include "record/host_facts.h"
#include "record/jsonl.h"
#include "record/measured.h"
#include "record/writer.h"
#include "view/table/run_table.h"

/* ---- options ---- */

static const struct option_row run_rows[] = {
	{ "workload", OPTION(RUN_FIELDS, run_options, words) },
	{ "reps", 'r', "N", "number of repetitions of each row", .standard = "10",
	  OPTION_FROM(COUNT, run_options, reps, 1, REPS_MOST) },
	OPTION_WARMUP(run_options, warmup),
	{ "precision", '\0', "PERCENT", "repeat each row, at least -r times, until its 95% interval is within PERCENT on either side",
	  OPTION_FROM(PERCENT, run_options, precision, 0.01, 50) },
	{ "budget", '\0', "TIME", "measure for TIME: 90s, 10m, 1h30m; with --precision: the maximum time", .standard = "10m",
	  OPTION(TIME, run_options, budget_s) },
	OPTION_SEED(run_options, seed),
	{ "label", '\0', "TEXT", "name of the kernel in tables and pictures", .standard = "uname -r",
	  OPTION(TEXT, run_options, label) },
	{ "output", 'o', "FILE", "append the records to FILE; - means standard output",
	  OPTION(TEXT, run_options, out.output), .is_file = true },
	{ "format", '\0', "FORMAT", "output format: table, classic, mail, csv, json or markdown", .standard = "table; with --classic classic",
	  OPTION(FORMAT, run_options, out), .words = table_formats },
	{ "quiet", 'q', NULL, "print no progress, and no table unless --format is csv or json",
	  OPTION(BOOL, run_options, out.quiet) },
	{ "verbose", 'v', NULL, "also print the limit, the overhead of the harness, and warnings",
	  OPTION(BOOL, run_options, out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, run_options, out.plain) },
	{ 0 },
};

bool run_options_are_open(const struct run_options *options)
{
	return options->precision > 0 || options->budget_s > 0;
}

uint64_t run_options_warmup(const struct run_options *options)
{
	if (options->warmup.known)
		return options->warmup.value;
	return workload_words_nr(&options->words, "classic") > 0 ? 0 : 1;
}

/* ---- the plan ---- */

/* How often the limit and the harness's own cost are measured for a row. */
enum { LIMIT_REPS = 3, NOP_REPS = 3 };

/* A quarter of what is available, in whole MiB: for machines without 1 GiB. */
static int default_bytes(struct workload_words *words, struct error *err)
{
	const struct count available = memory_available("");
	const uint64_t mib = UINT64_C(1) << 20;
	const uint64_t quarter = available.value / 4 / mib * mib;
	char text[24];
	if (!available.known || quarter >= 256 * mib)
		return 0;
	return workload_words_set(words, workload_field("bytes"),
				  size_format(quarter ? quarter : mib, text,
					      sizeof(text)), err);
}

static int make_order(const struct run_options *options, uint64_t reps,
		      struct plan *plan)
{
	const struct order_choice choice = {
		.nr_rows = plan->nr_rows,
		.reps = reps,
		.warmup = run_options_warmup(options),
		.limit_reps = LIMIT_REPS,
		.nop_reps = NOP_REPS,
		.seed = options->seed,
	};
	struct step *step;
	size_t nr_steps;
	if (order_make(&choice, &step, &nr_steps) != 0)
		return -ENOMEM;
	free(plan->step);
	plan->step = step;
	plan->nr_steps = nr_steps;
	plan->reps = reps;
	return 0;
}

/* The order of the first repetitions does not depend on how many follow. */
int plan_more(const struct run_options *options, struct plan *plan)
{
	return make_order(options, 2 * plan->reps, plan);
}

bool plan_begins_block(const struct plan *plan, size_t i)
{
	return i == 0 || i >= plan->nr_steps ||
	       plan->step[i].warmup != plan->step[i - 1].warmup ||
	       plan->step[i].rep != plan->step[i - 1].rep;
}

uint64_t plan_rounds(const struct plan *plan, size_t i)
{
	if (i >= plan->nr_steps)
		return plan->reps;
	return plan->step[i].warmup ? 0 : plan->step[i].rep;
}

int plan_make(struct run_options *options, struct plan *plan, struct error *err)
{
	int rc = 0;
	*plan = (struct plan){ 0 };
	if (workload_words_nr(&options->words, "bytes") == 0)
		rc = default_bytes(&options->words, err);
	if (rc == 0) {
		workload_words_rows(&options->words, options->seed, &plan->row,
				    &plan->nr_rows);
		plan->times = error_unless_memory(calloc(plan->nr_rows,
							 sizeof(*plan->times)));
		rc = workloads_resolve(plan->row, plan->nr_rows, err);
	}
	if (rc == 0 && make_order(options, options->reps.value, plan) != 0)
		rc = error_set(err, -ENOMEM, "out of memory");
	if (rc != 0)
		plan_close(plan);
	return rc;
}

void plan_close(struct plan *plan)
{
	for (size_t i = 0; i < plan->nr_rows; i++)
		free(plan->times[i].wall_s);
	free(plan->times);
	workloads_close(plan->row, plan->nr_rows);
	free(plan->row);
	free(plan->step);
	*plan = (struct plan){ 0 };
}

/* ---- --precision and --budget ---- */

enum { OPEN_REPS_MOST = 10000, BUDGET_S = 600 };

double run_budget_s(const struct run_options *o)
{
	return o->budget_s > 0 ? o->budget_s : BUDGET_S;
}

/* Of a budget alone -r is the most that is wanted, of a precision the least. */
static uint64_t most_reps(const struct run_options *o)
{
	if (o->precision <= 0 && o->reps.known)
		return o->reps.value;
	return o->reps.value > OPEN_REPS_MOST ? o->reps.value : OPEN_REPS_MOST;
}

/* "anon-write sequential, 2 threads": what the rows of a run differ by. */
static char *name_of(const struct workload *row)
{
	char pattern[40];
	const char *task = row->processes ? "process" : "thread";
	return text_format("%s %s, %" PRIu32 " %s%s", row->kind->name,
			   pattern_text(&row->pattern, pattern, sizeof(pattern)),
			   row->nr_tasks, task, row->nr_tasks == 1 ? "" :
			   row->processes ? "es" : "s");
}

static void look(struct precision *p, const void *source)
{
	const struct plan *plan = source;
	const struct sequential_rule rule = precision_rule(p);
	for (size_t i = 0; i < plan->nr_rows; i++) {
		const struct run_times *times = &plan->times[i];
		struct precision_row *row =
			precision_add(p, name_of(&plan->row[i]),
				      sequential_mean(&rule, times->wall_s,
						      times->n));
		row->is_invalid &= times->n == 0;
	}
}

void run_precision_open(struct precision *precision, const struct run_options *o,
			const struct plan *plan)
{
	*precision = (struct precision){
		.wanted = o->precision, .least = o->reps.value,
		.most = most_reps(o), .units = 1, .looks_get_rare = true,
		.unit = "repetition", .of = "each row",
		.look = look, .source = plan, .end = PRECISION_INTERRUPTED,
	};
	budget_start(&precision->budget, run_budget_s(o), clock_wall_ns);
}

void run_times_add(struct run_times *times, const struct sample *sample)
{
	if (!sample->ok || !sample->wall_s.known)
		return;
	times->wall_s = records_grow(times->wall_s, times->n,
				     sizeof(*times->wall_s));
	times->wall_s[times->n++] = sample->wall_s.value;
}

/* ---- a run under way ---- */

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
		run_times_add(&s->plan->times[step->row], sample);
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
	const struct workload *row = &s->plan->row[s->plan->step[i].row];
	const struct precision *p = &s->precision;
	char width[40], left[24], what[128];
	snprintf(what, sizeof(what), "%s, %" PRIu32 " %s", row->kind->name,
		 row->nr_tasks, row->processes ? "processes" :
		 row->nr_tasks == 1 ? "thread" : "threads");
	if (!run_options_are_open(s->options)) {
		progress_show_step(progress, i, s->plan->nr_steps, what);
		return;
	}
	precision_text(p, width, sizeof(width));
	progress_show(progress, "%s left: repetition %" PRIu64 "%s%s: %s",
		      duration_format(precision_left_s(p), left, sizeof(left)),
		      p->rounds + 1, *width ? ", " : "", width, what);
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
	progress_open(&progress, s->options->out.quiet);
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
		rc = commands_open_output(s->options->out.output, &s->writer,
					  &s->path, err);
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
	if (s->plan->row[0].classic && !s->options->out.format_given)
		style.format = TABLE_CLASSIC;
	if (output_has_table(&s->options->out))
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
	if (run_options_are_open(s->options))
		run_precision_open(&s->precision, s->options, s->plan);
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
		interrupts_end();
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
	.main = run_main,
};
