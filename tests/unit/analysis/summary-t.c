/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Summaries of the rows of one file made by hand, tests/expected/view.jsonl.
 */
#include "analysis/summary.h"

#include <math.h>
#include <stdlib.h>

#include "fault/trial_result.h"
#include "record/jsonl.h"
#include "tap.h"

static struct records records;
static struct rows rows;
static struct summary *summary;

static const struct summary *summary_at(size_t block, size_t i)
{
	return &summary[rows.block[block].first + i];
}

static void test_window(void)
{
	const struct summary *s = summary_at(0, 0);
	is_near(s->wall_s.value, 0.110, 1e-12, "wall is the mean of 0.10, 0.11, 0.12");
	is_near(s->fault_per_wall_s.value, 65536 / 0.110, 1e-6,
		"fault/wsec is pages over mean wall");
	is_near(s->fault_per_cpu_s.value, 65536 / 0.109, 1e-6,
		"flt/cpu/s is pages over mean CPU time");
	/* sd is 0.01; t is 4.3026527 for n = 3. */
	is_near(s->wall_interval.value, 4.3026527 * 0.01 / sqrt(3) / 0.110, 1e-7,
		"the interval is that of the mean wall, relative");
	is_near(s->faults_per_page.value, 1.0, 1e-12, "one fault a page");
	is_near(s->ns_per_page.value, 0.110e9 / 65536, 1e-6,
		"ns/page is wall time over pages");
	is_near(s->limit_ratio.value, 0.5, 1e-12,
		"the row takes twice the time of its limit");
	ok(s->few_ticks, "0.33 s of CPU time is less than 100 ticks");
	ok(!summary_at(0, 1)->few_ticks, "1.5 s of CPU time is more");
	ok(!summary_at(0, 1)->limit_ratio.known,
	   "a row without limit samples has no limit");
}

static void test_invalid(void)
{
	const struct summary *some = summary_at(0, 2), *all = summary_at(0, 3);
	is_near(some->wall_s.value, 0.2, 1e-12,
		"an INVALID repetition of 9.9 s is not averaged in");
	is_int(some->nr_invalid, 1, "it is counted");
	is_text(some->reason[0].text,
		"128 faults instead of 65536: a huge page appeared",
		"its reason is kept");
	ok(!all->wall_s.known && !all->fault_per_wall_s.known && all->n == 0,
	   "a row without a valid repetition has no figures");
	is_int(all->nr_reasons, 2, "equal reasons are told once");
	is_int(all->reason[0].n, 2, "with their number");
	ok(summary_any_invalid(&rows), "a file with INVALID rows is known as such");
}

static void test_circumstances(void)
{
	const struct summary *alone = summary_at(0, 4);
	ok(alone->wall_s.known && !alone->wall_interval.known,
	   "one repetition has a wall time and no interval");
	ok(alone->not_concurrent, "30 ms of skew in a window of 50 ms is noted");
	ok(alone->oversubscribed, "and so is oversubscription");
	ok(!summary_at(0, 1)->not_concurrent, "2 us in 260 ms is not");
	is_near(alone->faults_per_page.value, 0.125, 1e-12,
		"faults that map eight pages each are an eighth a page");
	ok(!summary_at(1, 0)->wall_s.known && !summary_at(1, 0)->ns_per_page.known,
	   "a row that was counted and not timed has unknown times");
}

static void test_sums(void)
{
	const struct summary *published = summary_at(2, 1);
	const struct summary *classic = summary_at(3, 0);
	is_int(published->nr_reps, 3, "an imported row stands for its repetitions");
	ok(!published->wall_interval.known && published->wall.n == 0,
	   "and has no interval");
	/* The posting of 2004 printed 155162.903 with its wall cut short. */
	is_near(published->fault_per_wall_s.value, 3 * 65536 / 1.26, 1e-6,
		"its rate is all pages over the sum");
	is_near(published->fault_per_cpu_s.value, 3 * 65536 / 2.433, 1e-6,
		"its CPU time is user plus system");
	ok(!published->few_ticks, "and is never dashed");
	ok(summary_at(2, 0)->nr_invalid == 1 && summary_at(2, 0)->wall_s.known,
	   "a published row that cannot be right keeps its figures and its reason");
	is_near(classic->wall_s.value, 2.2, 1e-12, "classic times are sums");
	is_near(classic->fault_per_wall_s.value, 2 * 1048576 / 2.2, 1e-6,
		"and classic rates are total pages over them");
	/* sd of 1.0 and 1.2 is 0.141421; t is 12.7062047. */
	is_near(classic->wall_interval.value, 12.7062047 * 0.1 / 1.1, 1e-6,
		"their interval is that of single repetitions");
}

/* ---- reasons ---- */

static void test_reasons(void)
{
	static const char *const told[] = { "a", NULL, "a", "b", "c", "d", "d" };
	struct summary_reason reason[SUMMARY_REASONS];
	size_t n = 0;
	for (size_t i = 0; i < ARRAY_SIZE(told); i++)
		summary_add_reason(reason, &n, told[i]);
	is_int(n, SUMMARY_REASONS, "only so many reasons are kept");
	is_int(reason[0].n, 2, "a reason that comes again is counted");
}

/* ---- spills ---- */

static void add(struct summary_spill *spill, struct count local, struct count remote,
		size_t nr_warnings)
{
	static const char *const spilled[] = { "another remark", trial_remark_spill };
	const struct sample sample = { .pages_local = local, .pages_remote = remote,
				       .warnings = { spilled, nr_warnings } };
	summary_add_spill(spill, &sample);
}

static void test_spill(void)
{
	struct summary_spill spill = { 0 };
	add(&spill, count_of(988), count_of(12), 1);
	is_int(spill.n, 0, "a few pages at an edge are no spill");
	add(&spill, (struct count){ 0 }, (struct count){ 0 }, 2);
	add(&spill, count_of(0), count_of(0), 2);
	is_int(spill.n, 0, "nor is one of which no pages are known");
	add(&spill, count_of(630), count_of(370), 2);
	ok(spill.n == 1 && spill.least == spill.most, "of one repetition there is its share");
	add(&spill, count_of(600), count_of(400), 2);
	add(&spill, count_of(640), count_of(360), 2);
	is_int(spill.n, 3, "each repetition with a spill counts");
	is_near(spill.least, 0.36, 1e-12, "the least share is kept");
	is_near(spill.most, 0.4, 1e-12, "and the most");
}

int main(void)
{
	struct error err = { "" };
	if (!is_int(jsonl_read(TESTS_DIR "/expected/view.jsonl", &records, NULL,
			       &err), 0, "the file is read: '%s'", err.text))
		return tap_done();
	rows_collect(&records, &rows);
	summary = summary_all(&records, &rows);
	test_window();
	test_invalid();
	test_circumstances();
	test_sums();
	test_reasons();
	test_spill();
	free(summary);
	rows_close(&rows);
	records_close(&records);
	return tap_done();
}
