/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The knob: which values it accepts, what it returns, and that it takes effect at once.
 */
#include <stdio.h>
#include <stdlib.h>

#include "rig.h"

#define KNOB "/proc/sys/vm/anon_fault_ahead_bytes"

static long knob_pages(void)
{
	char text[64];
	get(KNOB, text, sizeof(text));
	return strtol(text, NULL, 10) / (long)page_bytes;
}

static void values(void)
{
	static const struct { unsigned int eighths, pages; const char *what; } cases[] = {
		{ 0, 0, "nothing is off" },
		{ 8, 0, "one page is off" },
		{ 15, 0, "less than two pages is off" },
		{ 16, 2, "two pages are two" },
		{ 31, 2, "less than four pages are two" },
		{ 78, 8, "what is no power of two is rounded down" },
		{ 256, 32, "32 pages are 32" },
		{ 8000, 32, "there are no more than 32" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ok(putf(KNOB, "%zu", cases[i].eighths * (page_bytes / 8)),
		   "the knob takes %u eighths of a page", cases[i].eighths);
		is(knob_pages(), cases[i].pages, "the knob: %s", cases[i].what);
	}
}

static void nonsense(void)
{
	static const char *const bad[] = { "-1", "x", "99999999999", "8k" };
	set_knob(8);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ok(!put(KNOB, bad[i]), "the knob refuses '%s'", bad[i]);
		is(knob_pages(), 8, "and stays as it was");
		set_knob(8);
	}
}

/* Off in the middle of a sequence, and on again. */
static void at_once(struct lane lane)
{
	lane.base = map_at(area(), lane.n = 128);
	set_knob(8);
	const size_t at = lead(8);
	lane_run(&lane, 0, at);
	set_knob(0);
	lane_touch(&lane, at);
	is(lane_present(&lane), (long)at + 1, "off: the next fault %s maps one page",
	   lane_word(&lane));
	lane_run(&lane, at + 1, at + 8);
	is(lane_present(&lane), (long)at + 8, "off: all faults %s map one page",
	   lane_word(&lane));
	set_knob(8);
	const struct ahead_counts before = ahead_counts();
	lane_touch(&lane, at + 8);
	ok(ahead_since(before).hit <= 1, "on again: a fault %s counts at most once",
	   lane_word(&lane));
	unmap(lane.base, 128);
}

void check_knob(void)
{
	is(knob_pages(), 0, "the knob is off after boot");
	values();
	nonsense();
	for (size_t i = 0; i < nr_directions(); i++)
		at_once((struct lane){ .down = directions[i] });
}
