/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rows must be equal in to be compared.
 */
#include <stdlib.h>

#include "base/known.h"
#include "base/text.h"
#include "tap.h"
#include "analysis/build.h"

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
	ok(key_is_workload(field_find("bytes")) && !key_is_workload(field_find("thp")),
	   "the size is part of the workload, and the page is not");
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

static void is_shown(const char *name, const char *expected)
{
	char *text = key_field_text(field_find(name), &plain);
	is_text(text, expected, "%s is shown as %s", name, expected);
	free(text);
}

int main(void)
{
	test_keys();
	test_order();
	test_rows();
	is_shown("threads", "3");
	is_shown("thp", "never");
	is_shown("stamped", "false");
	is_shown("cachelines", "-");
	return tap_done();
}
