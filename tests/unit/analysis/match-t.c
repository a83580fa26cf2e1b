/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of sides to rows of a comparison.
 */
#include <errno.h>

#include "base/known.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

static const double cost[] = { 100, 100, 100, 100 };
static const char *const allow_thp[] = { "thp" };

/* Two repetitions of each side; of a 4 threads, then 2. */
static void make(struct records *records, struct made_build *made)
{
	*records = (struct records){ 0 };
	made_reps(records, "native", "a1x a1x b2y b2y", cost);
	records->sample[0].threads = records->sample[2].threads = count_of(4);
	records->sample[1].threads = records->sample[3].threads = count_of(2);
	made_build(made, records);
}

static int match(struct made_build *made, struct error *err)
{
	*err = (struct error){ "" };
	build_read(&made->build, NULL);
	return match_rows(&made->build, err);
}

static void close_all(struct records *records, struct made_build *made)
{
	made_build_close(made);
	records_close(records);
}

static void test_equal(void)
{
	struct records records;
	struct made_build made;
	struct error err;
	make(&records, &made);
	is_int(match(&made, &err), 0, "rows of equal keys are matched: '%s'", err.text);
	is_int(made.compare.nr_rows, 2, "each is a row of the comparison");
	is_text(made.compare.row[0].tasks, "2 threads", "of one heading they are by tasks");
	is_text(made.compare.row[1].tasks, "4 threads", "ascending");
	is_text(made.compare.row[0].heading, made.compare.row[1].heading, "which the heading has not");
	ok(made.compare.row[0].cell[1].source == made.build.side_row[3], "a cell's row moves with it");
	is_int(made.compare.missing.n, 0, "none is missing");
	close_all(&records, &made);
}

static void test_missing(void)
{
	struct records records;
	struct made_build made;
	struct error err;
	make(&records, &made);
	records.sample[3].bytes = count_of(8192);
	is_int(match(&made, &err), 0, "a workload that one side lacks is no error");
	is_int(made.compare.nr_rows, 1, "and no row");
	is_int(made.compare.missing.n, 2, "it is said of both");
	is_text(made.compare.missing.text[0], "anon-write sequential, 400K, window accounting, native, 2 threads: in no other than 'a'",
		"of the first side that no other has it");
	close_all(&records, &made);
}

static void test_unlike(void)
{
	struct records records;
	struct made_build made;
	struct error err;
	make(&records, &made);
	records.sample[3].thp = "always";
	is_int(match(&made, &err), -EINVAL, "a workload that was measured in another way is refused");
	is_text(err.text, "'a' and 'b' differ in thp: - and always: expected the same, or --allow thp",
		"and the message has the way");
	close_all(&records, &made);
	make(&records, &made);
	records.sample[3].thp = "always";
	made.request.allow = allow_thp;
	made.request.nr_allow = 1;
	is_int(match(&made, &err), 0, "what was declared may differ");
	is_int(made.compare.allowed.n, 1, "it is said once");
	is_text(made.compare.allowed.text[0], "thp: - in 'a', always in 'b'", "with both values");
	close_all(&records, &made);
}

static void is_refused(void (*set)(struct sample *sample), const char *expected)
{
	struct records records;
	struct made_build made;
	struct error err;
	make(&records, &made);
	for (size_t i = 2; i < 4; i++)
		set(&records.sample[i]);
	match(&made, &err);
	is_text(err.text, expected, "values are shown as they are");
	close_all(&records, &made);
}

static void set_stamped(struct sample *sample)
{
	sample->stamped = true;
}

static void set_cachelines(struct sample *sample)
{
	sample->cachelines = count_of(3);
}

static void set_bytes(struct sample *sample)
{
	set_stamped(sample);
	sample->bytes = count_of(8192);
}

static void test_shown(void)
{
	is_refused(set_stamped, "'a' and 'b' differ in stamped: false and true: expected the same, or --allow stamped");
	is_refused(set_cachelines, "'a' and 'b' differ in cachelines: - and 3: expected the same, or --allow cachelines");
	/* Of two differences the one that is no workload's. */
	is_refused(set_bytes, "'a' and 'b' differ in stamped: false and true: expected the same, or --allow stamped");
}

static void test_several(void)
{
	struct records records;
	struct made_build made;
	struct error err;
	make(&records, &made);
	records.sample[2].threads = records.sample[3].threads = records.sample[1].threads;
	records.sample[2].thp = "always";
	records.sample[3].thp = "never";
	made.request.allow = allow_thp;
	made.request.nr_allow = 1;
	is_int(match(&made, &err), -EINVAL, "two rows for one are refused");
	is_text(err.text, "'b' has several rows that differ only in what --allow declares: expected one for each of 'a'",
		"as nobody knows which is meant");
	close_all(&records, &made);
}

static void test_nothing(void)
{
	struct records records;
	struct made_build made;
	struct error err;
	make(&records, &made);
	records.sample[2].kind = records.sample[3].kind = "anon-read";
	is_int(match(&made, &err), -EINVAL, "sides without a row in common are refused");
	is_text(err.text, "'a' and 'b' differ in kind: anon-write and anon-read: expected the same, or --allow kind",
		"with what the nearest rows differ in");
	close_all(&records, &made);
	make(&records, &made);
	made.request.nr_sides = made.compare.nr_sides = 1;
	is_int(match(&made, &err), -EINVAL, "one side alone is refused");
	is_text(err.text, "'a': nothing to compare it with: expected another side that was measured", "too");
	close_all(&records, &made);
}

static void test_allowed(void)
{
	const struct compare_request request = { .allow = allow_thp, .nr_allow = 1 };
	ok(compare_allows(&request, "thp", NULL), "a name may be declared");
	ok(compare_allows(&request, "x", "thp"), "so may a group");
	ok(!compare_allows(&request, "x", NULL), "others are not");
}

int main(void)
{
	test_equal();
	test_missing();
	test_unlike();
	test_shown();
	test_several();
	test_nothing();
	test_allowed();
	return tap_done();
}
