/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft ab: compare kernels, or one kernel's knobs.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/size.h"
#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/stream.h"
#include "cmd/ab_plan.h"
#include "cmd/ab_precision.h"
#include "cmd/commands.h"
#include "cmd/interrupt.h"
#include "cmd/options.h"
#include "cmd/progress.h"
#include "cmd/report_files.h"
#include "lab/campaign/installed.h"
#include "lab/campaign/runner.h"
#include "view/table/compare_table.h"

/* A campaign under way, or one part of it. */
struct session {
	struct ab_plan plan;
	struct runner runner;
	struct runner_context context;
	struct ab_precision precision;	/* empty: the plan is all there is */
	struct progress progress;
	bool counting;		/* progress is of boots */
	size_t first;		/* boot then */
	size_t nr_before;	/* parts of the same file that are printed */
	char *path;		/* of its records; owned; NULL: there are none */
};

static const struct output_options *out_of(const struct session *s)
{
	return &s->plan.options.run.out;
}

static bool is_open(const struct session *s)
{
	return run_options_are_open(&s->plan.options.run);
}

/* ---- progress ---- */

/* "boot 3, +-2.1% of 1%: patched" */
static void show_left(const struct session *s, size_t i, const char *what)
{
	const struct precision *p = &s->precision.precision;
	char width[40], left[24];
	precision_text(p, width, sizeof(width));
	progress_show(&s->progress, "%s left: %s %" PRIu32 "%s%s: %s",
		      duration_format(precision_left_s(p), left, sizeof(left)),
		      p->unit, s->runner.step[i].round + 1, *width ? ", " : "",
		      width, what);
}

/* Time left is counted from the first boot of this command. */
static void show_counted(struct session *s, size_t i, size_t n, const char *what)
{
	if (!s->counting) {
		progress_open(&s->progress, out_of(s)->quiet);
		s->first = i;
	}
	s->counting = true;
	progress_show_step(&s->progress, i - s->first, n - s->first, what);
}

static void show_progress(void *context, size_t i, size_t n, const char *what)
{
	struct session *s = context;
	if (n == 0)
		progress_show(&s->progress, "%.78s", what);
	else if (is_open(s))
		show_left(s, i, what);
	else
		show_counted(s, i, n, what);
}

/* ---- the engine ---- */

/*
 * Whether a guest really runs under kvm here.
 * why      receives the reason if not
 * Returns  1 or 0.
 * Errors   a kernel that cannot be made, with its message.
 */
static int try_kvm(const struct session *s, struct error *why,
		   struct error *err)
{
	const struct campaign *c = &s->plan.campaign;
	struct runner runner;
	if (c->arch != ab_host_arch())
		return error_set(why, 0, "%s is not this machine's architecture",
				 kernel_arch_words[c->arch]);
	int rc = runner_prepare(c, &s->context, &runner, err);
	if (rc == 0)
		rc = s->context.backend->kvm_works(runner.kernel[0].image, c->arch,
						   why);
	runner_close(&runner);
	return rc;
}

/* The plan with the engine that was asked for: kvm, unless another one was. */
static int plan_asked(struct session *s, struct error *err)
{
	const struct engine *given = s->plan.options.engine;
	const struct engine *asked = given ? given : engine_find("kvm");
	const int rc = asked->is_guest ? 0 : ab_plan_leave_out(&s->plan, err);
	return rc ? rc : ab_plan_finish(&s->plan, asked, err);
}

/* Whether the kvm of plan_asked works; else exact, if nothing was asked for. */
static int choose_engine(struct session *s, struct error *err)
{
	const struct ab_options *o = &s->plan.options;
	const struct engine *kvm = engine_find("kvm");
	struct error why = { "kvm is tried when its kernel is built" };
	int rc = 0;
	if ((o->engine && o->engine != kvm) || (o->dry_run && o->engine))
		return 0;
	if (!o->dry_run || runner_has_kernel(&s->plan.campaign, 0,
					     s->context.backend))
		rc = try_kvm(s, &why, err);
	if (rc != 0)
		return rc > 0 ? 0 : rc;
	if (o->engine)
		return error_set(err, -ENOTSUP, "--engine kvm: it does not work here: %.600s: expected exact or tcg",
				 why.text);
	progress_close(&s->progress);
	if (!out_of(s)->quiet)
		options_say("engine exact: %s", why.text);
	return ab_plan_finish(&s->plan, engine_find("exact"), err);
}

/* ---- results ---- */

static void say_interrupted(const struct session *s)
{
	const char *unit = campaign_unit(&s->plan.campaign);
	char of[40] = "";
	size_t done = 0;
	for (size_t i = 0; i < s->runner.nr_steps; i++)
		done += state_boot(&s->runner.state.records, i) != NULL;
	if (!is_open(s))
		snprintf(of, sizeof(of), " of %zu", s->runner.nr_steps);
	options_say("interrupted after %zu%s %s%s: what is complete is kept: the same command continues",
		    done, of, unit, done == 1 && !*of ? "" : "s");
}

/* Parts of one file follow each other. */
static void print(const struct session *s, const struct compare *comparison,
		  const struct table_style *style)
{
	if (s->nr_before > 0 && style->format == TABLE_CSV) {
		/* One header serves all parts: their workloads have the same columns. */
		compare_csv_print(stdout, comparison, 1, false);
		return;
	}
	if (s->nr_before > 0 && style->format != TABLE_JSON)
		putchar('\n');
	compare_print(stdout, comparison, NULL, style);
}

static int show(const struct session *s)
{
	const struct records *records = &s->runner.state.records;
	const struct output_options *o = out_of(s);
	const struct table_style style = output_style(o);
	struct compare comparison;
	struct error err = { "" };
	if (compare_campaign(records, NULL, &comparison, &err) != 0)
		return options_fail(&err, 1);
	if (output_has_table(o))
		print(s, &comparison, &style);
	const int status = compare_any_invalid(&comparison) ? 1 :
		commands_fail_if_slower(&comparison, s->plan.options.fail_share);
	compare_close(&comparison);
	return status;
}

static void say_where(const struct session *s)
{
	const struct output_options *o = out_of(s);
	if (s->runner.nr_new == 0 &&
	    (!is_open(s) || s->precision.precision.end == PRECISION_REACHED))
		options_say("everything was measured before, see the date of %s: --fresh measures it again",
			    s->runner.state.path);
	else if (!o->output)
		options_say("records are in %s", s->runner.state.path);
}

/* Report the precision that was reached, and record it if anything is new. */
static int tell_precision(struct session *s, struct error *err)
{
	struct runner *r = &s->runner;
	struct precision *p = &s->precision.precision;
	if (!is_open(s))
		return 0;
	precision_look_now(p);
	p->rounds_before = r->nr_new == 0 ? p->rounds : r->rounds_before;
	precision_say(p, out_of(s)->quiet || (r->nr_new == 0 &&
					      p->end == PRECISION_REACHED));
	return r->nr_new == 0 ? 0 : runner_note(r,
		precision_note(p, &r->state.records, r->run), err);
}

/* Interrupted: with an open number of rounds the whole ones are still shown. */
static int stop(struct session *s)
{
	struct error err = { "" };
	struct precision *p = &s->precision.precision;
	say_interrupted(s);
	if (!is_open(s) || p->rounds == 0)
		return 1;
	p->end = PRECISION_INTERRUPTED;
	show(s);
	fflush(stdout);
	if (tell_precision(s, &err) != 0)
		options_fail(&err, 1);
	return 1;
}

static int finish(struct session *s)
{
	struct error err = { "" };
	const uint32_t most = s->plan.campaign.rounds_most;
	/* All possible rounds were there already, so nobody asked for more. */
	if (is_open(s) && s->precision.precision.end == PRECISION_INTERRUPTED)
		ab_precision_wants(&s->precision, &s->runner.state.records, most);
	int status = show(s);
	fflush(stdout);
	if (tell_precision(s, &err) != 0)
		status = options_fail(&err, 1);
	say_where(s);
	if (out_of(s)->output &&
	    runner_copy(&s->runner, out_of(s)->output, &err) != 0)
		status = options_fail(&err, 1);
	return status;
}

static int measure(struct session *s)
{
	struct error err = { "" };
	int rc = runner_prepare(&s->plan.campaign, &s->context, &s->runner, &err);
	if (rc != 0) {
		progress_close(&s->progress);
		return options_fail(&err, rc == -EINTR ? 1 : 2);
	}
	if (is_open(s))
		ab_precision_start(&s->precision, &s->plan.options,
				   &s->plan.campaign, s->context.backend);
	rc = runner_run(&s->runner, &err);
	progress_close(&s->progress);
	if (rc == -EINTR)
		return stop(s);
	if (rc != 0)
		return options_fail(&err, s->runner.nr_new > 0 ||
					  rc == -ENOSPC ? 1 : 2);
	return finish(s);
}

static int choose(struct session *s, struct error *err)
{
	progress_open(&s->progress, out_of(s)->quiet);
	const int rc = choose_engine(s, err);
	progress_close(&s->progress);
	return rc;
}

/* The records stay where they are; their path is what a report needs. */
static int run(struct session *s)
{
	const int status = measure(s);
	if (s->runner.state.path)
		s->path = strdup(s->runner.state.path);
	precision_close(&s->precision.precision);
	runner_close(&s->runner);
	return status;
}

static void prepare_context(struct session *s, const struct arguments *arguments,
			    const struct lab_backend *backend)
{
	s->context = (struct runner_context){
		.backend = backend, .argv = arguments->all,
		.nr_argv = arguments->nr_all,
		.fresh = s->plan.options.fresh, .interrupts = &interrupts,
		.progress = show_progress, .progress_context = s,
		.more = ab_precision_wants, .more_context = &s->precision,
	};
}

/* ---- all parts of a campaign ---- */

struct sessions {
	struct session *session;	/* [n], one for each part */
	size_t n;
};

static void close_all(struct sessions *all)
{
	for (size_t i = 0; i < all->n; i++) {
		ab_plan_close(&all->session[i].plan);
		free(all->session[i].path);
	}
	free(all->session);
}

static int add_session(struct sessions *all, const struct arguments *arguments,
		       size_t part, struct error *err)
{
	all->session = error_unless_memory(realloc(
		all->session, (all->n + 1) * sizeof(*all->session)));
	struct session *s = &all->session[all->n++];
	*s = (struct session){ .runner = { .state = STATE_CLOSED } };
	return ab_plan_make(arguments, part, &s->plan, err);
}

static int open_all(struct sessions *all, const struct arguments *arguments,
		    const struct lab_backend *backend, struct error *err)
{
	int rc = add_session(all, arguments, 0, err);
	const size_t n = all->session[0].plan.options.part ? 1 :
			 all->session[0].plan.file.parts.n;
	for (size_t i = 1; rc == 0 && i < n; i++)
		rc = add_session(all, arguments, i, err);
	for (size_t i = 0; rc == 0 && i < all->n; i++)
		prepare_context(&all->session[i], arguments, backend);
	return rc;
}

/*
 * Whether the folder can be written to and the records beside can be read,
 * before hours of boots.
 */
static int check_report(const struct ab_options *o, struct error *err)
{
	if (!o->report)
		return 0;
	for (size_t i = 0; i < o->nr_beside; i++)
		if (access(o->beside[i], R_OK) != 0)
			return error_set(err, -errno, "--beside '%s': %s: expected a file of records",
					 o->beside[i], strerror(errno));
	const int rc = file_make_folders(o->report, err);
	if (rc == 0 && access(o->report, W_OK | X_OK) != 0)
		return error_set(err, -errno, "--report '%s': %s: expected a directory that can be written to",
				 o->report, strerror(errno));
	return rc;
}

/*
 * Find out now what would otherwise fail after minutes of builds or hours of boots,
 * in any of the parts.
 */
static int check_all(const struct sessions *all, struct error *err)
{
	const struct ab_options *o = &all->session[0].plan.options;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < all->n; i++)
		rc = plan_asked(&all->session[i], err);
	if (rc != 0 || o->dry_run)
		return rc;
	for (size_t i = 0; rc == 0 && i < all->n; i++)
		rc = runner_check(&all->session[i].plan.campaign,
				  all->session[i].context.backend, err);
	if (rc == 0 && o->run.out.output)
		rc = runner_copy_check(o->run.out.output, err);
	return rc ? rc : check_report(o, err);
}

static int dry_run_all(struct sessions *all)
{
	struct error err = { "" };
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < all->n; i++) {
		const struct session *s = &all->session[i];
		const char *part = s->plan.campaign.part;
		AUTO_FREE char *name = text_shown(part);
		if (part && *part)
			printf("%s%s:\n", i > 0 ? "\n" : "", name);
		rc = ab_plan_preview(&s->plan, &s->context, &err);
	}
	return rc ? options_fail(&err, 2) : 0;
}

/* The worse of two statuses: 1 (INVALID, lost) before 3 (slower); 2 counts only first. */
static int worse(int a, int b, bool some_run)
{
	if (b == 2 && some_run)
		b = 1;
	return a == 0 || b == 1 ? b : b == 0 ? a : a < b ? a : b;
}

/* What pft report makes, of what was measured and of the records beside. */
static int report_all(const struct sessions *all)
{
	const struct ab_options *o = &all->session[0].plan.options;
	struct report_content content = { .verbose = o->run.out.verbose };
	struct error err = { "" };
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < all->n; i++)
		rc = report_read(&content, (const char *const[]){
			all->session[i].path, NULL }, &err);
	if (rc == 0 && content.files.n == 0)
		return 0;
	if (rc == 0)
		rc = report_read(&content, o->beside, &err);
	if (rc == 0)
		rc = report_collect(&content, &err);
	if (rc == 0)
		rc = report_write(&content, o->report, &err);
	if (rc == 0)
		options_say("tables, pictures and the page report.html are in %s",
			    o->report);
	report_close(&content);
	return rc ? options_fail(&err, 1) : 0;
}

static int measure_all(struct sessions *all)
{
	int status = 0, last = 0;
	for (size_t i = 0; i < all->n && last != 2 && !atomic_load(&interrupts); i++) {
		struct session *s = &all->session[i];
		s->nr_before = i;
		last = run(s);
		status = worse(status, last, i > 0);
	}
	if (all->session[0].plan.options.report && status != 2 &&
	    !atomic_load(&interrupts))
		status = worse(status, report_all(all), true);
	return status;
}

static int run_all(struct sessions *all)
{
	struct error err = { "" };
	interrupts_catch();
	int rc = check_all(all, &err);
	for (size_t i = 0; rc == 0 && i < all->n; i++)
		rc = choose(&all->session[i], &err);
	if (rc != 0)
		return options_fail(&err, rc == -EINTR ? 1 : 2);
	return all->session[0].plan.options.dry_run ? dry_run_all(all) :
						      measure_all(all);
}

int ab_main(struct arguments *arguments, const struct lab_backend *backend)
{
	struct sessions all = { 0 };
	struct error err = { "" };
	atomic_store(&interrupts, 0);
	int status = 0;
	const int rc = open_all(&all, arguments, backend, &err);
	if (rc < 0)
		status = options_fail(&err, 2);
	else if (rc == 0)
		status = run_all(&all);
	close_all(&all);
	return status;
}

static int real_main(struct arguments *arguments)
{
	return ab_main(arguments, &lab_backend_real);
}

const struct command command_ab = {
	.name = "ab",
	.summary = "Compare kernels, or settings of one kernel",
	.operands = "[CAMPAIGN]",
	.names = installed_names,
	.options = ab_rows,
	.main = real_main,
};
