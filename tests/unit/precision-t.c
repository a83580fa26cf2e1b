/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --precision and --budget: budgets, when enough is, and open campaigns. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/known.h"
#include "cmd/ab_plan.h"
#include "cmd/ab_precision.h"
#include "cmd/precision.h"
#include "cmd/run.h"
#include "fault/order.h"
#include "lab-fake.h"
#include "lab/campaign/runner.h"
#include "tap.h"
#include "analysis/compare.h"

static char folder[] = "/tmp/pft-precision-XXXXXX";

/* ---- budgets ---- */

static uint64_t clock_ns;

static uint64_t fake_clock(void)
{
	return clock_ns;
}

static void pass(struct budget *budget, double seconds)
{
	budget_round(budget);
	clock_ns += (uint64_t)(seconds * 1e9);
}

static void test_budget(void)
{
	struct budget budget;
	clock_ns = 7000000000;
	budget_start(&budget, 10, fake_clock);
	ok(budget_fits(&budget), "the first round fits in any time");
	pass(&budget, 3);
	pass(&budget, 2);
	budget_round(&budget);
	is_near(budget_round_s(&budget), 3, 1e-9, "a round takes as long as the longest");
	is_near(budget_used_s(&budget), 5, 1e-9, "five seconds are used");
	ok(budget_fits(&budget), "three more fit");
	pass(&budget, 2.5);
	budget_round(&budget);
	ok(!budget_fits(&budget), "three more than 7.5 do not");
	is_near(budget_left_s(&budget), 2.5, 1e-9, "although there is time left");
	for (int i = 0; i < 4; i++)
		pass(&budget, 0.25);
	budget_round(&budget);
	is_near(budget_round_s(&budget), 0.25, 1e-9, "one that was slow long ago is forgotten");
	ok(budget_fits(&budget), "and others fit again");
	clock_ns += 60000000000;
	ok(!budget_fits(&budget), "after the end none does");
	is_near(budget_left_s(&budget), 0, 0, "and nothing is left");
	budget_start(&budget, 1, fake_clock);
	budget_took(&budget, 2);
	ok(!budget_fits(&budget), "what another command knows of rounds is believed");
}

/* ---- another round, or the end ---- */

/* Both rows are as the test has set them. */
static void look_at_two(struct precision *precision, const void *source)
{
	(void)source;
	precision->nr_rows = 2;
}

static void test_wants(void)
{
	struct precision_row row[2] = { { .look.enough = true }, { 0 } };
	struct precision p = { .wanted = 0.01, .least = 3, .most = 5,
			       .units = 1, .row = row, .nr_rows = 2,
			       .look = look_at_two };
	clock_ns = 0;
	budget_start(&p.budget, 100, fake_clock);
	ok(precision_wants(&p, 0), "the first round is wanted");
	ok(precision_wants(&p, 4), "a row that is not narrow wants another");
	row[1].look.enough = true;
	ok(precision_wants(&p, 2), "narrow rows do below the least number of rounds");
	ok(!precision_wants(&p, 3), "but not from then on");
	is_int(p.end, PRECISION_REACHED, "the precision is reached");
	row[1] = (struct precision_row){ .is_invalid = true };
	ok(!precision_wants(&p, 3), "a row of which nothing comes is not waited for");
	is_int(p.end, PRECISION_INVALID, "and is why it is not reached");
	row[1].is_invalid = false;
	ok(!precision_wants(&p, 5), "there is a largest number of rounds");
	is_int(p.end, PRECISION_MOST, "and that is said");
	budget_took(&p.budget, 101);
	ok(!precision_wants(&p, 3), "time is up when no round fits");
	is_int(p.end, PRECISION_TIME, "and that is said");
	p.wanted = 0;
	row[1].look.enough = true;
	budget_start(&p.budget, 100, fake_clock);
	ok(precision_wants(&p, 4), "with a budget alone nothing is narrow enough");
}

/* ---- blocks of pft run ---- */

static bool same_step(const struct step *a, const struct step *b)
{
	return a->row == b->row && a->role == b->role &&
	       a->warmup == b->warmup && a->rep == b->rep;
}

static void test_order(void)
{
	struct order_choice choice = { .nr_rows = 3, .reps = 2, .warmup = 1,
				       .limit_reps = 3, .nop_reps = 3, .seed = 9 };
	struct step *few, *many;
	size_t nr_few, nr_many;
	order_make(&choice, &few, &nr_few);
	choice.reps = 40;
	order_make(&choice, &many, &nr_many);
	size_t alike = 0;
	while (alike < nr_few && same_step(&few[alike], &many[alike]))
		alike++;
	ok(nr_many > nr_few && alike == nr_few,
	   "more repetitions begin with the same order");
	free(few);
	free(many);
}

static void test_blocks(void)
{
	struct run_options options = { .reps = { 2, true }, .seed = 1 };
	struct plan plan;
	struct error err = { "" };
	workload_words_set(&options.words, workload_field("threads"), "1", NULL);
	workload_words_set(&options.words, workload_field("bytes"), "1M", NULL);
	is_int(plan_make(&options, &plan, &err), 0, "a run is planned: %s",
	       err.text);
	/* nop; warm-up; measure, limit; measure, limit, nop */
	is_int(plan.nr_steps, 7, "it has seven steps");
	ok(plan_begins_block(&plan, 0) && plan_begins_block(&plan, 1) &&
	   plan_begins_block(&plan, 2) && !plan_begins_block(&plan, 3) &&
	   plan_begins_block(&plan, 4) && !plan_begins_block(&plan, 5) &&
	   plan_begins_block(&plan, 7), "in blocks");
	is_int(plan_rounds(&plan, 1), 0, "a warm-up comes before the first repetition");
	is_int(plan_rounds(&plan, 4), 1, "one is there before the second");
	is_int(plan_rounds(&plan, 7), 2, "and two at the end");
	is_int(plan_more(&options, &plan), 0, "more can be planned");
	is_int(plan.reps, 4, "twice as many");
	ok(plan_begins_block(&plan, 7) && plan_rounds(&plan, 7) == 2,
	   "they follow where the others ended");
	plan_close(&plan);
	workload_words_close(&options.words);
}

/* Repetitions of 99 and 101 ms in turn, until they are enough. */
static uint64_t repeat(const struct run_options *options, const struct plan *plan,
		       bool valid, struct precision *run)
{
	uint64_t n = 0;
	run_precision_open(run, options, plan);
	for (; n < 200 && precision_wants(run, n); n++) {
		const struct sample sample = {
			.ok = valid, .wall_s = real_of(n % 2 ? 0.101 : 0.099),
		};
		run_times_add(plan->times, &sample);
	}
	free(plan->times->wall_s);
	*plan->times = (struct run_times){ 0 };
	return n;
}

static void test_repetitions(void)
{
	struct workload row = { .kind = &kinds[0], .nr_tasks = 2,
				.pattern.pattern = &patterns[0] };
	struct run_times times = { 0 };
	const struct plan plan = { .row = &row, .nr_rows = 1, .times = &times };
	struct run_options options = { .reps = { 3, true }, .precision = 0.003 };
	struct precision run;
	/*
	 * By hand: with 46 the half width is 2.014 x 1.011 / sqrt(46) = 0.3002%,
	 * with 47 2.013 x 1.011 / sqrt(47) = 0.297%; and further looks.
	 */
	is_int(repeat(&options, &plan, true, &run), 47 + SEQUENTIAL_RUN - 1,
	       "repetitions stop when enough looks in a row were narrow");
	is_int(run.end, PRECISION_REACHED, "the precision is reached");
	is_text(run.row[0].name, "anon-write sequential, 2 threads",
		"rows have names");
	precision_close(&run);
	options.precision = 0.5;
	is_int(repeat(&options, &plan, true, &run), 24,
	       "however wide, not before the 24th that pft-run(1) names");
	precision_close(&run);
	options.reps = count_of(30);
	is_int(repeat(&options, &plan, true, &run), 30 + SEQUENTIAL_RUN - 1,
	       "-r is the first number that is looked at");
	precision_close(&run);
	options.reps = count_of(3);
	is_int(repeat(&options, &plan, false, &run), SEQUENTIAL_FIRST,
	       "rows that are INVALID throughout are given up");
	is_int(run.end, PRECISION_INVALID, "and said to be");
	precision_close(&run);
	options = (struct run_options){ .reps = { 7, true },
					.budget_s = 1000 };
	is_int(repeat(&options, &plan, true, &run), 7,
	       "with a budget alone -r is the most");
	precision_close(&run);
}

/* ---- open campaigns ---- */

/* What a runner asked, and until which round it is told to go on. */
struct asked {
	uint32_t rounds[64];
	size_t n;
	uint32_t until;
};

static bool more(void *context, const struct records *records, uint32_t rounds)
{
	struct asked *asked = context;
	(void)records;
	asked->rounds[asked->n++] = rounds;
	return rounds < asked->until;
}

static int plan_of(const char *const words[], const struct engine *engine,
		   struct ab_plan *plan, struct error *err)
{
	char *argv[16] = { "ab" };
	int argc = 1;
	for (; *words; words++)
		argv[argc++] = (char *)*words;
	struct arguments arguments = arguments_make(argc, argv);
	const int rc = ab_plan_make(&arguments, 0, plan, err);
	arguments_close(&arguments);
	return rc ? rc : ab_plan_finish(plan, engine, err);
}

static int run_lab(const char *const words[], const struct engine *engine,
		   struct asked *asked, struct ab_plan *plan,
		   struct runner *runner)
{
	static const char *const argv[] = { "pft", "ab" };
	const struct runner_context context = {
		.backend = &lab_fake, .argv = argv, .nr_argv = 2,
		.more = asked ? more : NULL, .more_context = asked,
	};
	struct error err = { "" };
	*runner = (struct runner){ .state = STATE_CLOSED };
	if (asked)
		asked->n = 0;
	int rc = plan_of(words, engine, plan, &err);
	if (rc == 0)
		rc = runner_prepare(&plan->campaign, &context, runner, &err);
	if (rc == 0)
		rc = runner_run(runner, &err);
	ok(rc == 0, "an open campaign is run: %s", err.text);
	return rc;
}

static void close_lab(struct ab_plan *plan, struct runner *runner)
{
	runner_close(runner);
	ab_plan_close(plan);
}

static const char *const words[] = { "--a", "stock", "--b", "half", "-b", "1M",
				     "--precision", "1", NULL };

static void test_rounds(void)
{
	struct asked asked = { .until = 3 };
	struct ab_plan plan;
	struct runner runner;
	struct compare c;
	lab_fake_boots = 0;
	run_lab(words, engine_find("exact"), &asked, &plan, &runner);
	ok(asked.n == 4 && asked.rounds[0] == 0 && asked.rounds[3] == 3,
	   "somebody is asked before each round");
	is_int(lab_fake_boots, 6, "and those that are wanted are run");
	is_int(runner.nr_steps, 6, "which then are all there are");
	compare_campaign(&runner.state.records, NULL, &c, NULL);
	is_int(c.nr_planned, 3, "none is missing");
	is_int(compare_cell(&c, 0, 1)->nr_units, 3, "and all of them count");
	compare_close(&c);
	close_lab(&plan, &runner);
	asked.until = 5;
	run_lab(words, engine_find("exact"), &asked, &plan, &runner);
	ok(asked.n == 3 && asked.rounds[0] == 3,
	   "what was measured before is not asked about");
	is_int(lab_fake_boots, 10, "nor run again");
	compare_campaign(&runner.state.records, NULL, &c, NULL);
	is_int(compare_cell(&c, 0, 1)->nr_units, 5,
	       "more than the first command had count as well");
	compare_close(&c);
	close_lab(&plan, &runner);
}

/* Cut the last boot off: its round was begun. */
static void test_begun(void)
{
	struct asked asked = { .until = 4 };
	struct ab_plan plan;
	struct runner runner;
	struct stat st;
	char records[2600];
	run_lab(words, engine_find("tcg"), &asked, &plan, &runner);
	ok(asked.n == 3 && asked.rounds[1] == 2 && asked.rounds[2] == 4,
	   "where the host drifts rounds come in twos");
	snprintf(records, sizeof(records), "%s", runner.state.path);
	close_lab(&plan, &runner);
	if (stat(records, &st) != 0 || truncate(records, st.st_size - 40) != 0)
		return;
	lab_fake_boots = 0;
	asked.until = 0;
	run_lab(words, engine_find("tcg"), &asked, &plan, &runner);
	ok(asked.n == 1 && asked.rounds[0] == 4,
	   "rounds that were begun are finished without being asked about");
	is_int(lab_fake_boots, 1, "by the one boot that was missing");
	close_lab(&plan, &runner);
}

static void test_least(void)
{
	struct ab_plan plan;
	struct runner runner;
	run_lab(words, engine_find("kvm"), NULL, &plan, &runner);
	is_int(runner.nr_steps, 12,
	       "without anybody to ask there are five boots of each, in twos: six");
	close_lab(&plan, &runner);
}

static void key_of(const char *const option[], const struct engine *engine, char key[20])
{
	const char *all[16] = { "--a", "stock", "--b", "half" };
	const char *const id[] = { "i", "j" };
	struct ab_plan plan;
	struct error err = { "" };
	for (size_t i = 0; option[i]; i++)
		all[4 + i] = option[i];
	if (plan_of(all, engine, &plan, &err) == 0)
		campaign_key(&plan.campaign, &(struct campaign_identity){ id, "g", "q" }, key);
	else
		snprintf(key, 20, "%s", err.text);
	ab_plan_close(&plan);
}

static void test_key(void)
{
	static const char *const same[][5] = {
		{ "--precision", "1" }, { "--precision", "0.5" },
		{ "--budget", "5m" }, { "--precision", "2", "--budget", "1h" },
		{ "--precision", "1", "--boots", "8" },
	};
	static const char *const fixed[] = { "--boots", "5", NULL };
	char first[20], other[20];
	key_of(same[0], engine_find("tcg"), first);
	is_int(strlen(first), 16, "an open campaign has a key");
	for (size_t i = 1; i < ARRAY_SIZE(same); i++) {
		key_of(same[i], engine_find("tcg"), other);
		is_text(other, first, "it is the same whatever was asked of it: %s %s",
			same[i][0], same[i][1]);
	}
	key_of(fixed, engine_find("tcg"), other);
	ok(strcmp(first, other) != 0, "a number of boots is another campaign");
}

static void test_opened(void)
{
	static const char *const native[] = { "--b-set", "vm.swappiness=1",
					      "--precision", "1", NULL };
	static const char *const budget[] = { "--a", "x", "--b", "y", "--budget",
					      "1m", "--boots", "7", NULL };
	static const char *const boots[] = { "--a", "x", "--b", "y",
					     "--precision", "1", "--boots", "7",
					     NULL };
	struct ab_plan plan;
	struct error err = { "" };
	plan_of(words, engine_find("exact"), &plan, &err);
	ok(plan.campaign.layouts, "exact boots are layouts where more are added");
	is_int(ab_rounds_least(&plan.campaign, true), 24,
	       "at least the 24 that pft-ab(1) names");
	ab_plan_close(&plan);
	plan_of(words, engine_find("kvm"), &plan, &err);
	is_int(ab_rounds_least(&plan.campaign, true), 14, "or its 14 boots of each");
	ab_plan_close(&plan);
	plan_of(native, engine_find("native"), &plan, &err);
	is_int(ab_rounds_least(&plan.campaign, true), 28, "or its 28 blocks");
	ab_plan_close(&plan);
	plan_of(boots, engine_find("tcg"), &plan, &err);
	is_int(plan.campaign.rounds, 7, "--boots is the least with a precision");
	is_int(ab_rounds_least(&plan.campaign, true),
	       8 + 2 * (SEQUENTIAL_RUN - 1),
	       "with further looks after the first, in twos");
	is_int(plan.campaign.rounds_most, 1000, "and a thousand the most");
	ab_plan_close(&plan);
	plan_of(budget, engine_find("tcg"), &plan, &err);
	is_int(plan.campaign.rounds_most, 7, "it is the most with a budget alone");
	is_int(ab_rounds_least(&plan.campaign, false), 2, "and the first two are sure");
	ab_plan_close(&plan);
	is_int(plan_of(boots, engine_find("exact"), &plan, &err), -EINVAL,
	       "exact boots are refused: %s", err.text);
	ab_plan_close(&plan);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	setenv("XDG_STATE_HOME", folder, 1);
	test_budget();
	test_wants();
	test_order();
	test_blocks();
	test_repetitions();
	test_rounds();
	test_begun();
	test_least();
	test_key();
	test_opened();
	const char *const remove[] = { "rm", "-rf", folder, NULL };
	child_run(&(struct child_spec){ .argv = remove }, NULL);
	return tap_done();
}
