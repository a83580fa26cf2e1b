/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions to the rows of sides, and what rows must be equal in.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/known.h"
#include "base/text.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

static const double cost[] = { 100, 200, 300, 400, 500, 600, 700, 800 };

/* ---- which repetitions count ---- */

static void test_counts(void)
{
	struct records records = { 0 };
	struct made_build made;
	made_reps(&records, "native", "a1x a1x a1x a1x a1x a1x b2y c3z", cost);
	records.sample[1].warmup = true;
	records.sample[2].ok = false;
	records.sample[2].invalid = "why";
	records.sample[3].wall_s.known = false;
	records.sample[4].role = "nop";
	records.sample[5].order = records.sample[0].order;
	made_build(&made, &records);
	is_int(build_read(&made.build, NULL), 0, "labels of a side are read");
	is_int(made.build.nr_side_rows, 2, "each side has a row, and other labels none");
	const struct side_row *row = made.build.side_row[0];
	is_int(row->nr_reps, 1, "warm-ups, other roles and doubles are left out");
	is_int(row->cell.nr_samples, 2, "what has no cost is valid");
	is_int(row->cell.nr_costless, 1, "but is left out, and counted");
	is_int(row->cell.nr_invalid, 1, "what is INVALID is counted");
	is_text(row->cell.reason[0].text, "why", "with its reason");
	is_int(made.compare.nr_doubles, 1, "one place in the order of one run counts once");
	ok(build_find_row(&made.build, row, 1) == made.build.side_row[1],
	   "the row of the other side is found");
	made_build_close(&made);
	records_close(&records);
}

static void test_stretches(void)
{
	struct records records = { 0 };
	struct made_build made;
	made_reps(&records, "native", "a1x a1y b1y a2x a1x", cost);
	records.sample[1].threads = count_of(2);
	made_build(&made, &records);
	build_read(&made.build, NULL);
	const struct build *b = &made.build;
	is_int(b->nr_side_rows, 3, "another number of threads is another row");
	is_int(b->nr_stretches, 4, "run, boot and label make a stretch");
	ok(b->stretch[1]->boot_nr == 0 && b->stretch[3]->boot_nr == 0,
	   "a boot has the number of its first stretch");
	is_int(b->stretch[2]->boot_nr, 2, "another boot has its own");
	is_text(b->stretch[0]->begin, records.sample[0].time, "a stretch begins with its first repetition");
	made_build_close(&made);
	records_close(&records);
}

static void test_lost(void)
{
	struct records records = { 0 };
	struct made_build made;
	const struct made_campaign campaign = { "k", "kvm", "boot", 2, 1, 2 };
	const double costs[] = { 100, 100 }, spread[] = { 1, 1 };
	made_rounds(&records, &campaign, costs, spread);
	records.facts[1].fact[3].text = "panic";
	made_build(&made, &records);
	is_int(build_read(&made.build, NULL), 0, "a campaign is read by its labels");
	is_int(made.build.side_row[0]->nr_reps, 1, "nothing of a boot that was lost counts");
	is_int(made.build.side_row[1]->nr_reps, 2, "what is of other boots does");
	made_build_close(&made);
	records_close(&records);
}

/* The limit is measured beside a campaign's repetitions; other sides leave those out. */
static void test_campaign(void)
{
	struct records records = { 0 };
	struct made_build made;
	struct compare c;
	const struct made_campaign campaign = { "n", "native", "block", 2, 1, 1 };
	const double costs[] = { 100, 100 }, spread[] = { 1 };
	made_rounds(&records, &campaign, costs, spread);
	made_rep(&records, &(struct made_rep){ .run = "n", .kernel = "a", .engine = "native",
					       .boot = made_boot_id(&records, "n", 0, 0),
					       .cost = 30, .role = "limit" });
	compare_campaign(&records, NULL, &c, NULL);
	is_near(compare_cell(&c, 0, 0)->limit_cost.value, 30, 1e-9, "a limit is its side's");
	ok(!compare_cell(&c, 0, 1)->limit_cost.known && compare_cell(&c, 0, 0)->nr_samples == 1,
	   "it is no other's, and no repetition");
	compare_close(&c);
	made_reps(&records, "native", "a1x b1y", cost);
	made_build(&made, &records);
	made.compare.side[0].no_campaigns = true;
	build_read(&made.build, NULL);
	is_int(made.build.side_row[0]->nr_reps, 1, "a side may be without campaigns");
	is_int(made.build.side_row[1]->nr_reps, 2, "or with them");
	made_build_close(&made);
	records_close(&records);
}

/* ---- what is refused ---- */

struct refusal {
	const char *words;
	const char *label_a, *label_b;	/* of the sides; NULL: any */
	size_t most_rows;
	int rc;
	const char *text;
};

static const struct refusal refusals[] = {
	{ "a1x a2y", "a", "b", 0, -EINVAL,
	  "'b': no repetitions in it of kernel b: expected some of role measure, of a boot that was not lost" },
	{ "a1x b2y", NULL, "b", 0, -EINVAL,
	  "'a' has repetitions of kernel 'a' and of 'b': expected one: choose with --only LABEL, or put them together with --allow kernel" },
	{ "a1x", "a", NULL, 0, -EINVAL,
	  "'a' and 'b' hold the same repetitions (run x): expected measurements of their own" },
	{ "a1x b2y", "a", "b", 1, -E2BIG,
	  "more than 1 different rows: expected fewer at once" },
	{ "a1x b2y", "a", "b", 2, 0, "" },
};

static void test_refusal(const struct refusal *refusal)
{
	struct records records = { 0 };
	struct made_build made;
	struct error err = { "" };
	made_reps(&records, "native", refusal->words, cost);
	made_build(&made, &records);
	made.compare.side[0].kernel = refusal->label_a;
	made.compare.side[1].kernel = refusal->label_b;
	made.request.most_rows = refusal->most_rows;
	is_int(build_read(&made.build, &err), refusal->rc, "%s is %s", refusal->words,
	       refusal->rc ? "refused" : "read");
	is_text(err.text, refusal->text, "and the message says why");
	made_build_close(&made);
	records_close(&records);
}

static void test_parts(void)
{
	struct records records = { 0 };
	const struct side whole = { .end = 4 };
	struct side *side = NULL;
	size_t n = 0;
	made_reps(&records, "native", "b1x a1x b1x c1x", cost);
	compare_part(&records, &whole, 2, &side, &n);
	is_int(n, 2, "the search for labels ends with as many as are wanted");
	is_text(side[0].name, "b", "they are in the order first seen");
	is_text(side[1].kernel, "a", "each once");
	free(side);
	records_close(&records);
}

/* ---- keys ---- */

static const struct sample plain = {
	.kind = "anon-write", .thp = "never", .threads = { 3, true },
};

static int order(const char *name, const struct sample *a, const struct sample *b)
{
	return key_field_order(field_find(name), a, b);
}

static bool has(const struct build *build, const char *name)
{
	for (size_t i = 0; i < build->nr_keys; i++)
		if (text_same(build->key[i]->name, name))
			return true;
	return false;
}

static void test_keys(void)
{
	struct build build = { 0 };
	size_t n = 0;
	key_find(&build);
	for (size_t i = 0; i < nr_sample_fields; i++)
		n += sample_fields[i].key;
	is_int(build.nr_keys, n + 3, "rows are told apart by the row key, and three more");
	ok(has(&build, "kind") && has(&build, "thp"), "the workload and its pages are keys");
	ok(has(&build, "reps") && has(&build, "stamped") && has(&build, "oversubscribed"),
	   "so are sums, timed touches and more tasks than CPUs");
	ok(!has(&build, "kernel") && !has(&build, "run") && !has(&build, "time"),
	   "the label, the run and the time are none");
}

static void test_order(void)
{
	struct sample other = plain;
	is_int(order("kind", &plain, &other), 0, "equal texts are equal");
	is_int(order("clock", &plain, &other), 0, "both unknown is equal");
	other.kind = NULL;
	ok(order("kind", &other, &plain) < 0 && order("kind", &plain, &other) > 0,
	   "an unknown text is below all");
	other.threads = count_of(0);
	ok(order("threads", &other, &plain) < 0, "less is below");
	other.threads.known = false;
	const struct sample none = { .threads = { 0, true } };
	ok(order("threads", &other, &none) < 0, "unknown is below 0");
	other.stamped = true;
	ok(order("stamped", &plain, &other) < 0, "false is below true");
	other.reps = count_of(1);
	is_int(order("reps", &plain, &other), 0, "what is not said to be a sum is one repetition");
	other.reps = count_of(2);
	ok(order("reps", &plain, &other) < 0, "a sum over two is another row");
}

static void test_rows(void)
{
	struct compare_request request = { 0 };
	struct build build = { .request = &request };
	struct sample other = plain;
	key_find(&build);
	struct side_row a = { .build = &build, .like = &plain };
	struct side_row b = { .build = &build, .like = &other };
	other.row = count_of(7);
	is_int(key_row_order(&a, &b), 0, "rows of equal keys are one, whatever their numbers");
	request.by_row = true;
	ok(key_row_order(&a, &b) < 0, "of a campaign the number tells, and unknown is below");
	other = plain;
	other.thp = "always";
	is_int(key_row_order(&a, &b), 0, "and the number alone");
	request.by_row = false;
	ok(key_row_order(&a, &b) > 0, "else the first key that differs tells");
	b.side = 1;
	ok(key_row_order(&a, &b) < 0, "the side goes first");
}

int main(void)
{
	test_keys();
	test_order();
	test_rows();
	test_counts();
	test_stretches();
	test_lost();
	test_campaign();
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++)
		test_refusal(&refusals[i]);
	test_parts();
	return tap_done();
}
