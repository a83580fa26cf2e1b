/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures of a campaign share.
 */
#include "view/plot/plot_campaign.h"

#include <stdlib.h>

#include "base/auto.h"
#include "tap.h"

static size_t count_rows(const struct compare *c)
{
	return c->nr_rows;
}

static void test_numbers(void)
{
	struct compare two[] = { { .nr_rows = 2 }, { .nr_rows = 3 } };
	const struct campaigns all = { .compare = two, .n = 2 };
	size_t first = 3;
	is_int(plot_count_in_campaigns(&all, count_rows, 0), 5,
	       "things of all campaigns are counted");
	is_int(plot_count_in_campaigns(&all, count_rows, 4), 1, "counting begins with a number");
	is_int(plot_count_in_campaigns(&all, count_rows, 9), 0,
	       "nothing is counted behind the last");
	ok(plot_campaign_with(&all, count_rows, &first) == &two[1],
	   "the fourth is of the second campaign");
	is_int(first, 1, "it is the second one there");
	first = 5;
	ok(!plot_campaign_with(&all, count_rows, &first), "the sixth is of none");
}

static void test_words(void)
{
	struct compare_row row[] = {
		{ .name = (char *)"one", .heading = (char *)"seq, 1 thread" },
		{ .name = (char *)"", .heading = (char *)"random" },
	};
	const struct compare c = { .engine = "kvm", .row = row, .nr_rows = 2 };
	struct picture picture = { 0 };
	AUTO_FREE char *named = plot_row_name(&c, 0), *plain = plot_row_name(&c, 1);
	is_text(named, "one: seq, 1 thread", "a row is called by its name and what it is");
	is_text(plain, "random", "a row without a name is called by what it is");
	plot_campaign_title(&picture, &c, "drift of ", "k0");
	is_text(picture.title[0], "drift of k0", "a title has words and a text behind them");
	is_text(picture.title[1], "kvm: time in guests on this machine",
		"what is measured stands below");
	picture_close(&picture);
	AUTO_FREE char *one = plot_tasks(1, true), *many = plot_tasks(4, true),
			*two = plot_tasks(2, false);
	is_text(one, "1 process", "one process is singular");
	is_text(many, "4 processes", "four processes are plural");
	is_text(two, "2 threads", "threads are called threads");
}

static void is_lost(const struct compare *c, const char *expected, const char *name)
{
	struct text_stream stream;
	plot_put_lost(text_open(&stream), c);
	AUTO_FREE char *text = text_close(&stream);
	is_text(text, expected, "%s", name);
}

static void test_lost(void)
{
	struct compare_boot boot[3] = { { .lost = true }, { .lost = false }, { .lost = true } };
	struct compare_cell cell[2] = { { .nr_invalid = 0 }, { .nr_invalid = 1 } };
	struct compare_row row = { .cell = cell };
	struct compare c = { .unit = "boot", .boot = boot, .nr_boots = 3,
			     .row = &row, .nr_rows = 1, .nr_sides = 2 };
	is_lost(&c, " INVALID: 2 boots lost. INVALID: 1 repetition left out.",
		"lost boots and INVALID repetitions of all sides are counted");
	c.nr_boots = 1;
	c.nr_sides = 1;
	is_lost(&c, " INVALID: 1 boot lost.", "one boot is singular");
	c.nr_boots = 0;
	is_lost(&c, "", "nothing is said where all is well");
}

int main(void)
{
	test_numbers();
	test_words();
	test_lost();
	return tap_done();
}
