/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/known.h"
#include "cmd/ab_plan.h"
#include "lab-fake.h"
#include "lab/campaign/runner.h"
#include "record/jsonl.h"
#include "tap.h"
#include "analysis/compare.h"

static char folder[] = "/tmp/pft-lab-XXXXXX";
static char path[64];

/* ---- schedule ---- */

/* "ABBA BAAB" of sides 0 and 1, a blank between pairs of rounds. */
static const char *letters(const struct campaign *c)
{
	static char text[256];
	struct schedule_step *step;
	size_t n, at = 0;
	step = schedule_make(c, &n);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && step[i].round != step[i - 1].round &&
		    step[i].round % 2 == 0)
			text[at++] = ' ';
		text[at++] = (char)('A' + step[i].side);
	}
	text[at] = '\0';
	free(step);
	return text;
}

static void test_schedule(void)
{
	struct campaign choice = { .engine = engine_find("exact"), .nr_sides = 2,
				   .nr_rows = 1, .rounds = 3, .seed = 1 };
	is_text(letters(&choice), "ABAB AB",
		"what does not drift keeps the order of sides");
	choice.engine = engine_find("tcg");
	choice.rounds = 64;
	const char *text = letters(&choice);
	size_t nr_abba = 0, nr_baab = 0;
	for (const char *c = text; *c; c += strcspn(c, " "), c += *c == ' ') {
		nr_abba += strncmp(c, "ABBA", 4) == 0;
		nr_baab += strncmp(c, "BAAB", 4) == 0;
	}
	is_int(nr_abba + nr_baab, 32, "two rounds are always ABBA or BAAB");
	ok(nr_abba > 0 && nr_baab > 0, "both are drawn");
	char first[256];
	snprintf(first, sizeof(first), "%s", text);
	is_text(letters(&choice), first, "the same seed gives the same schedule");
	choice.seed = 2;
	ok(strcmp(letters(&choice), first) != 0, "another seed gives another");
	choice.rounds = 1;
	is_int(strlen(letters(&choice)), 2, "an odd last round has each once");
}

/* ---- campaigns ---- */

static const char *write_file(const char *text)
{
	snprintf(path, sizeof(path), "%s/test.conf", folder);
	FILE *out = fopen(path, "w");
	fputs(text, out);
	fclose(out);
	return path;
}

/* The plan of "ab FILE WORD..."; words end with NULL. */
static int plan_of(const char *text, const char *const words[],
		   struct ab_plan *plan, struct error *err)
{
	char *argv[16] = { "ab" };
	int argc = 1;
	if (text)
		argv[argc++] = (char *)write_file(text);
	for (; words && *words; words++)
		argv[argc++] = (char *)*words;
	struct arguments arguments = arguments_make(argc, argv);
	int rc = ab_plan_make(&arguments, 0, plan, err);
	arguments_close(&arguments);
	if (rc == 0)
		rc = ab_plan_finish(plan, engine_find("exact"), err);
	return rc;
}

static const char good[] =
	"# a comment\n"
	"seed = 7; reps = 2; set = ( \"vm.swappiness=1\" );\n"
	"kernels = ( { label = \"old\"; kernel = \"stock\"; },\n"
	"  { label = \"new\"; source = \"6.12\"; patches = \"p\"; set = ( \"vm.a=2\" ); } );\n"
	"treatments = ( { name = \"one\"; kernel = \"old\"; },\n"
	"  { name = \"two\"; kernel = \"new\"; set = ( \"thp:enabled=always\", \"vm.b=3\" ); },\n"
	"  { name = \"read\"; kernel = \"old\"; kind = \"anon-read\"; thp = \"never\"; } );\n"
	"workloads = ( { bytes = \"1M\"; threads = [ 1, 2 ]; },\n"
	"  { bytes = \"2M\"; threads = 4; pattern = \"random\"; } );\n";

static void test_file(void)
{
	struct error err = { "" };
	struct ab_plan plan;
	is_int(plan_of(good, NULL, &plan, &err), 0, "a campaign file is read: %s",
	       err.text);
	const struct campaign *c = &plan.campaign;
	is_int(c->nr_sides, 3, "it has three sides");
	is_int(c->nr_rows, 3, "and three rows");
	is_int(c->seed, 7, "the seed is the file's");
	is_int(c->cpus, 4, "a guest has as many CPUs as the largest row tasks");
	is_text(c->side[0].request.word, "stock", "a kernel by its word");
	is_text(c->side[1].request.source, "6.12", "a kernel to be built");
	is_int(c->side[1].nr_knobs, 4, "knobs of all, of the kernel, of the side");
	is_text(c->side[1].knob[0].path, "/proc/sys/vm/swappiness",
		"those of all come first");
	is_text(c->side[1].knob[3].value, "3", "and its own last");
	struct campaign_job job = campaign_job_make(c, 2, 0);
	is_text(job.job.row[0].kind->name, "anon-read", "a side has its own kind");
	is_int(job.job.row[0].thp.mode, THP_NEVER, "and its own thp");
	campaign_job_close(&job);
	char *row = workload_text(&c->row[2]);
	is_text(row, "anon-write random, 2M, 4 threads, thp inherit",
		"a row in words");
	free(row);
	ab_plan_close(&plan);
}

static void test_override(void)
{
	static const char *const words[] = { "--reps", "5", "-b", "4M", NULL };
	struct error err = { "" };
	struct ab_plan plan;
	is_int(plan_of("reps = 2;\nkernels = ( { label = \"a\"; kernel = \"x\"; }, { label = \"b\"; kernel = \"y\"; } );\n"
		       "workloads = ( { bytes = \"1M\"; } );", words, &plan, &err),
	       0, "a file with kernels alone is a campaign: %s", err.text);
	is_int(plan.campaign.reps, 5, "the command line overrides the file");
	is_int(plan.campaign.row[0].requested_bytes, 4 << 20,
	       "also within a workload");
	is_text(plan.campaign.side[1].label, "b", "kernels are sides then");
	ab_plan_close(&plan);
}

static void test_bad_files(void)
{
	static const struct { const char *text, *message; } bad[] = {
		{ "seed = ;\n", ":1: syntax error" },
		{ "\n\nspeed = 3;\n", ":3: 'speed': no such setting here" },
		{ "quiet = true;\n", ":1: 'quiet': no such setting here" },
		{ "a = \"stock\";\n", ":1: 'a': no such setting here" },
		{ "workloads = ( { latency = 3; } );\n", ":1: latency '3': expected true or false" },
		{ "reps = 0;\n", ":1: reps '0': expected a whole number" },
		{ "reps = 1.5;\n", ":1: reps '1.5': expected a whole number" },
		{ "engine = \"fast\";\n", ":1: engine 'fast': expected" },
		{ "workloads = ( { bytes = \"1M\";\n  kind = \"anon\"; } );\n",
		  ":2: kind 'anon': expected" },
		{ "workloads = ( { boots = 2; } );\n", ":1: 'boots': no such setting here" },
		{ "workloads = { bytes = 1; };\n", ":1: 'workloads': expected a list of groups" },
		{ "workloads = ( 3 );\n", ":1: 'workloads': expected groups" },
		{ "seed = { a = 1; };\n", ":1: 'seed': expected a text" },
		{ "kernels = ( { kernel = \"x\"; } );\n", ":1: expected label" },
		{ "kernels = ( { label = \"x\"; colour = 1; } );\n", ":1: 'colour': no such setting here" },
		{ "treatments = ( { name = \"x\"; bytes = 1; } );\n", ":1: 'bytes': no such setting here" },
		{ "treatments = ( { name = \"x\"; kernel = \"k\";\n set = ( \"vm\" ); } );\n",
		  ":2: knob 'vm': expected KNOB=VALUE" },
		{ "treatments = ( { name = \"x\"; kernel = \"k\"; set = ( \"vm=1\" ); } );\n",
		  ":1: knob 'vm': expected vm.NAME" },
		{ "treatments = ( { name = \"x\"; kernel = \"k\"; kind = \"anon-read,anon-write\"; } );\n",
		  ":1: expected one kind" },
		{ "treatments = ( { name = \"x\"; kernel = \"k\"; }, { name = \"x\"; kernel = \"l\"; } );\n",
		  "side 'x': given twice" },
		{ "treatments = ( { name = \"x\"; kernel = \"k\"; }, { name = \"y\"; } );\n",
		  "side 'y': no kernel" },
		{ "treatments = ( { name = \"x\"; kernel = \"k\"; } );\n",
		  "nothing to compare" },
		{ "", "nothing to compare" },
		{ "kernels = ( { label = \"a\"; kernel = \"x\"; }, { label = \"b\"; kernel = \"y\"; } );\n"
		  "workloads = ( { bytes = \"1M\"; }, { bytes = \"1M\"; } );\n",
		  "thp inherit': given twice" },
		{ "kernels = ( { label = \"a\"; kernel = \"x\"; }, { label = \"b\"; kernel = \"y\"; } );\n"
		  "workloads = ( { thp = \"64K\"; }, { thp = \"32K\"; } );\n",
		  "thp: one boot cannot have the different values" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct error err = { "" };
		struct ab_plan plan;
		const int rc = plan_of(bad[i].text, NULL, &plan, &err);
		ok(rc < 0 && strstr(err.text, bad[i].message),
		   "a bad file says '%s': %s", bad[i].message, err.text);
		ab_plan_close(&plan);
	}
}

static void test_sides(void)
{
	static const char *const words[] = {
		"--set", "vm.all=0", "--a", "/boot/k/vmlinuz", "--b-set",
		"thp:hugepages-64kB=always", "--b", "stock", "--b", "stock", NULL };
	struct error err = { "" };
	struct ab_plan plan;
	is_int(plan_of(NULL, words, &plan, &err), 0, "kernels are given as words: %s",
	       err.text);
	const struct campaign_side *t = plan.sides.side;
	is_text(t[0].label, "vmlinuz", "an image is called by its file's name");
	is_text(t[1].label, "stock thp:hugepages-64kB=always",
		"knobs before the first --b are its, and in its label");
	is_int(t[1].nr_knobs, 2, "beside those of all");
	is_text(t[2].label, "stock", "the next has none");
	is_int(t[2].nr_knobs, 1, "but those of all");
	ab_plan_close(&plan);
	static const char *const same[] = { "--a", "x", "--b", "x", NULL };
	plan_of(NULL, same, &plan, &err);
	is_text(plan.sides.side[1].label, "x (2)", "A against A has two labels");
	ab_plan_close(&plan);
	static const char *const knobs[] = { "--a", "x", "--b-set", "vm.y=1", NULL };
	plan_of(NULL, knobs, &plan, &err);
	is_text(plan.sides.side[1].request.word, "x", "without --b the kernel is that of A");
	ab_plan_close(&plan);
}

static void test_key(void)
{
	static const char *const one[] = { "--a", "x", "--b", "y", NULL };
	static const char *const two[] = { "--a", "x", "--b", "y", "-t", "2", NULL };
	const char *id[] = { "i", "j" }, *other[] = { "i", "k" };
	struct ab_plan plan, more;
	char key[20], again[20];
	plan_of(NULL, one, &plan, NULL);
	plan_of(NULL, two, &more, NULL);
	campaign_key(&plan.campaign, &(struct campaign_identity){ id, "g", "q" }, key);
	campaign_key(&plan.campaign, &(struct campaign_identity){ id, "g", "q" }, again);
	is_text(again, key, "the same plan has the same key");
	is_int(strlen(key), 16, "of 16 digits");
	campaign_key(&plan.campaign, &(struct campaign_identity){ other, "g", "q" }, again);
	ok(strcmp(key, again) != 0, "another image has another");
	campaign_key(&plan.campaign, &(struct campaign_identity){ id, "h", "q" }, again);
	ok(strcmp(key, again) != 0, "another guest program has another");
	campaign_key(&plan.campaign, &(struct campaign_identity){ id, "g", "r" }, again);
	ok(strcmp(key, again) != 0, "another emulator has another");
	campaign_key(&more.campaign, &(struct campaign_identity){ id, "g", "q" }, again);
	ok(strcmp(key, again) != 0, "another workload has another");
	ab_plan_close(&plan);
	ab_plan_close(&more);
}

/* ---- rows on some sides ---- */

static const char some[] =
	"treatments = ( { name = \"one\"; kernel = \"stock\"; },\n"
	"  { name = \"two, off\"; kernel = \"stock\"; },\n"
	"  { name = \"three\"; kernel = \"stock\"; kind = \"anon-populate\"; } );\n"
	"workloads = ( { name = \"all\"; bytes = \"1M\"; },\n"
	"  { name = \"some\"; bytes = \"1M\"; pattern = [ \"islands:1..3\" ]; threads = 2;\n"
	"    treatments = ( \"one\", \"two, off\" ); },\n"
	"  { bytes = \"2M\"; }, { bytes = \"4M\"; treatments = ( \"one\", \"three\" ); },\n"
	"  { bytes = \"8M\"; } );\n";

static void test_measured(void)
{
	struct error err = { "" };
	struct ab_plan plan;
	is_int(plan_of(some, NULL, &plan, &err), 0,
	       "a pattern that one side cannot have is no mistake where it is not measured on it: %s",
	       err.text);
	const struct campaign *c = &plan.campaign;
	is_int(c->nr_rows, 7, "a range of patterns is a row each");
	ok(campaign_measures(c, 1, 1) && !campaign_measures(c, 1, 2) &&
	   campaign_measures(c, 0, 2), "rows are measured on the sides they name, or on all");
	is_text(c->row_name[1], "some", "a row has its workload's name");
	ok(c->row_name[4] == NULL, "or none");
	is_int(campaign_set(c, 6), 4, "rows on the same sides are one set");
	is_int(campaign_set(c, 3), 1, "those on others another");
	is_int(campaign_set(c, 0), 0, "and so are those of another name");
	ok(campaign_has_boot(c, 1, 1) && !campaign_has_boot(c, 2, 1) &&
	   !campaign_has_boot(c, 1, 2), "a set has a boot on its sides");
	is_int(campaign_set_cpus(c, 0), 1, "with as many CPUs as its tasks");
	is_int(campaign_set_cpus(c, 1), 2, "whatever other sets have");
	struct campaign_job job = campaign_job_make(c, 0, 4);
	is_int(job.job.nr_rows, 2, "the job of a set has its rows alone");
	is_int(job.row[1], 6, "which know what rows they are");
	campaign_job_close(&job);
	ab_plan_close(&plan);
}

static void test_bad_measured(void)
{
	static const struct { const char *from, *to, *says; } cases[] = {
		{ "\"two, off\" ); },\n  { bytes", "\"four\" ); },\n  { bytes",
		  ":6: treatments 'four': no side" },
		{ "( \"one\", \"three\" )", "( \"three\" )",
		  "side 'one': all others are compared with it" },
		{ "( \"one\", \"three\" )", "[ \"one\", \"three\" ]",
		  "treatments 'one,three': no side" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char text[2000];
		struct error err = { "" };
		struct ab_plan plan;
		const char *at = strstr(some, cases[i].from);
		snprintf(text, sizeof(text), "%.*s%s%s", (int)(at ? at - some : 0),
			 some, cases[i].to, at ? at + strlen(cases[i].from) : "");
		is_int(plan_of(text, NULL, &plan, &err), -EINVAL,
		       "sides that cannot be are refused: %zu", i);
		ok(strstr(err.text, cases[i].says), "and it is said why: %s",
		   err.text);
		ab_plan_close(&plan);
	}
}

/* ---- thp ---- */

static void test_thp_knobs(void)
{
	static const char *const words[] = { "--a", "x", "--b-set", "vm.y=1",
					     "--thp", "64K", NULL };
	struct ab_plan plan;
	plan_of(NULL, words, &plan, NULL);
	struct campaign_job job = campaign_job_make(&plan.campaign, 1, 0);
	is_int(job.job.nr_knobs, 3, "--thp 64K sets knobs in a guest");
	ok(strstr(job.job.knob[0].path, "hugepages-64kB/enabled") &&
	   strcmp(job.job.knob[0].value, "madvise") == 0, "that size follows the advice");
	is_text(job.job.knob[2].path, "/proc/sys/vm/y", "the user's knobs come last");
	campaign_job_close(&job);
	ab_plan_close(&plan);
}

/* ---- runs ---- */

static _Atomic int interrupts;

/* Run "ab WORD..." with the fake lab; 0 or what runner_run says. */
static int run_lab(const char *const words[], bool fresh, struct ab_plan *plan,
		   struct runner *runner, struct error *err)
{
	static const char *const argv[] = { "pft", "ab" };
	const struct runner_context context = {
		.backend = &lab_fake, .argv = argv, .nr_argv = 2,
		.fresh = fresh, .interrupts = &interrupts,
	};
	*runner = (struct runner){ .state = STATE_CLOSED };
	int rc = plan_of(NULL, words, plan, err);
	if (rc == 0)
		rc = runner_prepare(&plan->campaign, &context, runner, err);
	return rc ? rc : runner_run(runner, err);
}

static void close_lab(struct ab_plan *plan, struct runner *runner)
{
	runner_close(runner);
	ab_plan_close(plan);
}

static const char *const half[] = { "--a", "stock", "--b", "half", "-b", "1M",
				    "-t", "1,2", NULL };

static void test_run(void)
{
	struct error err = { "" };
	struct ab_plan plan;
	struct runner runner;
	lab_fake_boots = 0;
	is_int(run_lab(half, false, &plan, &runner, &err), 0,
	       "a campaign is run: %s", err.text);
	is_int(lab_fake_boots, 2, "each kernel is booted once");
	is_int(lab_fake_spec.cpus, 2, "with as many CPUs as tasks");
	const struct sample *s = &runner.state.records.sample[0];
	is_text(s->kernel, "stock", "samples have the kernel's label");
	is_text(s->engine, "exact", "and the engine");
	ok(!s->wall_s.known && s->instructions.known,
	   "exact samples have instructions and no seconds");
	is_int(runner.state.records.sample[4].row.value, 1,
	       "and their row");
	struct compare c;
	compare_campaign(&runner.state.records, NULL, &c, &err);
	const struct compare_cell *cell = compare_cell(&c, 1, 1);
	is_near(cell->value[METRIC_FAULT].value.value, 1000, 1e-9, "half costs 1000 instructions");
	is_near(cell->value[METRIC_FAULT].ratio.value.value, 2.0, 1e-12, "and is twice as fast");
	is_near(cell->value[METRIC_BOTH].ratio.value.value, 1.5, 1e-12,
		"1.5 times with unmapping");
	is_near(cell->value[METRIC_FAULTS].value.value, 1, 0, "a fault a page");
	is_int(cell->nr_units, 1, "of one boot");
	ok(!compare_any_invalid(&c), "all of it is valid");
	compare_close(&c);
	close_lab(&plan, &runner);
	lab_fake_boots = 0;
	run_lab(half, false, &plan, &runner, &err);
	is_int(lab_fake_boots, 0, "the same again boots nothing");
	is_int(runner.state.records.nr_samples, 16, "and has all samples");
	close_lab(&plan, &runner);
	run_lab(half, true, &plan, &runner, &err);
	is_int(lab_fake_boots, 2, "fresh boots all again");
	const size_t n = strlen(runner.state.folder);
	is_text(runner.state.folder + n - 2, "-2", "beside the old one");
	close_lab(&plan, &runner);
}

/* Cut the records of a campaign and see that it ends with the same result. */
static void cut_and_resume(const char *const words[], off_t keep,
			   const char *what)
{
	struct error err = { "" };
	struct ab_plan plan;
	struct runner runner;
	char records[2600];
	struct compare c;
	run_lab(words, true, &plan, &runner, &err);
	snprintf(records, sizeof(records), "%s", runner.state.path);
	const size_t nr_samples = runner.state.records.nr_samples;
	close_lab(&plan, &runner);
	struct stat st;
	stat(records, &st);
	if (truncate(records, keep < 0 ? st.st_size + keep : keep) != 0)
		return;
	is_int(run_lab(words, false, &plan, &runner, &err), 0,
	       "after %s it goes on: %s", what, err.text);
	is_int(runner.state.records.nr_samples, nr_samples,
	       "after %s all samples are there once", what);
	compare_campaign(&runner.state.records, NULL, &c, &err);
	is_near(compare_cell(&c, 0, 1)->value[METRIC_FAULT].ratio.value.value, 2.0, 1e-12,
		"after %s the result is the same", what);
	compare_close(&c);
	close_lab(&plan, &runner);
	struct records all = { 0 };
	is_int(jsonl_read(records, &all, NULL, &err), 0,
	       "after %s the file can be read: %s", what, err.text);
	records_close(&all);
}

static void test_resume(void)
{
	cut_and_resume(half, 0, "a kill before the first record");
	cut_and_resume(half, 10, "a kill in the first line");
	cut_and_resume(half, -1, "a kill before the last newline");
	cut_and_resume(half, -40, "a kill in the last boot record");
	cut_and_resume(half, -4000, "a kill among a boot's samples");
}

static void test_interrupt(void)
{
	static const char *const words[] = { "--a", "stock", "--b", "stop",
					     "-b", "1M", NULL };
	struct error err = { "" };
	struct ab_plan plan;
	struct runner runner;
	/* The fake raises it; commands catch it. */
	signal(SIGTERM, SIG_IGN);
	is_int(run_lab(words, false, &plan, &runner, &err), -EINTR,
	       "a boot that is interrupted ends the run");
	ok(state_boot(&runner.state.records, 0) &&
	   !state_boot(&runner.state.records, 1), "the boot before it is kept");
	close_lab(&plan, &runner);
}

static void test_outcomes(void)
{
	static const struct { const char *word, *outcome, *why; bool kept; } cases[] = {
		{ "panic", "panic", "Kernel panic - not syncing: fake", false },
		{ "warned", "warned", "WARNING: fake", true },
		{ "short", "lost", "row 1: 1 of 3 repetitions came", false },
		{ "torn", "lost", "line 6 of its results", false },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *const words[] = { "--a", "stock", "--b",
					      cases[i].word, "-b", "1M", NULL };
		struct error err = { "" };
		struct ab_plan plan;
		struct runner runner;
		is_int(run_lab(words, false, &plan, &runner, &err), 0,
		       "a kernel that is %s is no error: %s", cases[i].word,
		       err.text);
		const struct facts *boot = state_boot(&runner.state.records, 1);
		is_text(facts_text(boot, "outcome"), cases[i].outcome,
			"its outcome is recorded");
		is_text(facts_text(boot, "emulator"), "fake emulator 1",
			"and what booted it");
		const char *why = facts_text(boot, "why");
		ok(why && strncmp(why, cases[i].why, strlen(cases[i].why)) == 0,
		   "and why: %s", why);
		is_int(runner.state.records.nr_samples, cases[i].kept ? 8 : 4,
		       "its samples are %s", cases[i].kept ? "kept" : "not there");
		close_lab(&plan, &runner);
	}
}

static void test_locked(void)
{
	struct error err = { "" };
	struct ab_plan plan, other;
	struct runner runner, second;
	run_lab(half, true, &plan, &runner, &err);
	is_int(run_lab(half, false, &other, &second, &err), -EBUSY,
	       "the same campaign twice at once is refused: %s", err.text);
	ok(strstr(err.text, "--fresh") && !strstr(err.text, " -o"),
		"with a mend that helps");
	close_lab(&other, &second);
	close_lab(&plan, &runner);
}

static void test_mixed_engines(void)
{
	struct error err = { "" };
	struct ab_plan plan;
	struct runner runner;
	struct compare c;
	run_lab(half, true, &plan, &runner, &err);
	runner.state.records.sample[3].engine = "tcg";
	is_int(compare_campaign(&runner.state.records, NULL, &c, &err), -EINVAL,
	       "engines are not mixed: %s", err.text);
	close_lab(&plan, &runner);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	setenv("XDG_STATE_HOME", folder, 1);
	test_schedule();
	test_file();
	test_override();
	test_bad_files();
	test_sides();
	test_key();
	test_measured();
	test_bad_measured();
	test_thp_knobs();
	test_run();
	test_resume();
	test_interrupt();
	test_outcomes();
	test_locked();
	test_mixed_engines();
	const char *const remove[] = { "rm", "-rf", folder, NULL };
	child_run(&(struct child_spec){ .argv = remove }, NULL);
	return tap_done();
}
