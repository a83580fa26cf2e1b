/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why repetitions are INVALID, and what spilled, in words.
 */
#include "view/table/reps.h"

#include <stdlib.h>

#include "base/stream.h"
#include "tap.h"

static void is_reasons(const struct summary *of, const char *expected, const char *what)
{
	struct text_stream stream;
	reps_print_reasons(text_open(&stream), of);
	char *text = text_close(&stream);
	is_text(text, expected, "%s", what);
	free(text);
}

static void test_reasons(void)
{
	const struct summary one = { .nr_invalid = 2, .nr_reasons = 1,
				     .reason = { { "a\nb", 2 } } };
	const struct summary two = { .nr_invalid = 4, .nr_reasons = 2,
				     .reason = { { "a", 1 }, { "b", 2 } } };
	const struct summary none = { 0 };
	is_reasons(&one, "a?b", "the only reason has no number, and is printable");
	is_reasons(&two, "1 x a; 2 x b; 1 x other reasons", "several reasons have theirs");
	is_reasons(&none, "", "without one there is nothing to say");
}

static void test_invalid(void)
{
	const struct compare_cell cell = {
		.nr_invalid = 7, .nr_samples = 3, .nr_reasons = 4,
		.reason = { { "a", 2 }, { "no reason recorded", 1 }, { "b", 1 }, { "c", 1 } },
	};
	struct text_stream stream;
	reps_print_invalid(text_open(&stream), &cell);
	char *text = text_close(&stream);
	is_text(text, "INVALID 7 of 10 repetitions: 2 x a; 1 x no reason recorded; 1 x b; 1 x c; 2 x other reasons",
		"further reasons are told of by their number");
	free(text);
}

static void is_share(const struct summary_spill *spill, const char *expected, const char *what)
{
	struct text_stream stream;
	reps_print_spill(text_open(&stream), spill);
	char *text = text_close(&stream);
	is_text(text, expected, "%s", what);
	free(text);
}

static void test_spill(void)
{
	const struct summary_spill one = { 1, 0.37, 0.37 }, three = { 3, 0.36, 0.4 };
	const struct summary_spill alike = { 3, 0.36996, 0.37004 };
	is_share(&one, "37.0%", "of one repetition there is its share");
	char *text = reps_spill_line(&one, 1);
	is_text(text, "spill in 1 of 1 repetition: 37.0% of the pages are on another node than their task",
		"with what it means");
	free(text);
	text = reps_spill_line(&three, 6);
	is_text(text, "spill in 3 of 6 repetitions: 36.0 to 40.0% of the pages are on another node than their task",
		"a line has both");
	free(text);
	is_share(&alike, "37.0%", "shares that look the same are one");
}

int main(void)
{
	test_reasons();
	test_invalid();
	test_spill();
	return tap_done();
}
