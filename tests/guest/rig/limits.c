/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Limits of memory cgroups: a window must not cause an event, must not be larger than the
 * room below the limit of any ancestor, and must leave no charge behind.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rig.h"

/* The tasks are two levels below the limit. */
#define LIMITED "limited"
#define WITHIN LIMITED "/in/within"
#define PATH "/sys/fs/cgroup/" LIMITED
#define LIMIT 1024		/* pages */

static void make(const char *file, long pages)
{
	cgroup_make(LIMITED);
	put(PATH "/cgroup.subtree_control", "+memory");
	cgroup_make(LIMITED "/in");
	put(PATH "/in/cgroup.subtree_control", "+memory");
	cgroup_make(WITHIN);
	putf(file, "%zu", (size_t)pages * page_bytes);
}

static void forget(void)
{
	cgroup_remove(WITHIN);
	cgroup_remove(LIMITED "/in");
	cgroup_remove(LIMITED);
}

static void stay_on_cpu(int cpu)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* ---- events ---- */

static int fill(void *argument)
{
	const long n = *(const long *)argument;
	stay_on_cpu(0);
	unsigned char *p = map_at(area(), (size_t)n);
	for (long i = 0; i < n; i++)
		touch(p, i);
	return 0;
}

/* Every page that is mapped is used: "STATUS low 0 high 0 ...". */
static void events_of(const char *file, long n, char text[512])
{
	make(file, LIMIT);
	usleep(30000);
	const int status = in_cgroup(WITHIN, fill, &n);
	const int at = snprintf(text, 512, "%d ", status);
	get(PATH "/memory.events", text + at, 512 - (size_t)at);
	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = ' ';
	forget();
}

/* Sizes around the limit, a fifth of a batch of charges apart. */
#define NR_SIZES 22
#define SIZE(i) (LIMIT - 183 + 13 * (long)(i))

/* Page by page: what others are compared with. The lines "events ..." are also compared
 * with those of a kernel without the patch. */
static void events_without(const char *file, const char *word, char text[NR_SIZES][512])
{
	set_knob(0);
	for (size_t i = 0; i < NR_SIZES; i++) {
		events_of(file, SIZE(i), text[i]);
		note("events %s %ld: %s", word, SIZE(i), text[i]);
	}
}

/* The count of high as none or some. */
static const char *roughly(const char *text)
{
	static char copy[2][512];
	static int turn;
	char *rough = copy[turn ^= 1];
	snprintf(rough, sizeof(copy[0]), "%s", text);
	char *high = strstr(rough, " high ");
	if (high && high[6] != '0') {
		const size_t digits = strspn(high + 6, "0123456789");
		high[6] = '+';
		memmove(high + 7, high + 6 + digits, strlen(high + 6 + digits) + 1);
	}
	return rough;
}

/*
 * The charge of a large folio moves the batches, of 64 pages, in which charges are taken
 * from the parents, by up to a folio: then high is compared as none or some, and with the
 * sizes next to this one, too.
 */
static bool same_events(const char *with, char without[NR_SIZES][512], size_t i, bool exactly)
{
	if (exactly)
		return strcmp(with, without[i]) == 0;
	for (size_t k = i - 1; k <= i + 1; k++)
		if (strcmp(roughly(with), roughly(without[k])) == 0)
			return true;
	return false;
}

static void events(const char *file, const char *word, char without[NR_SIZES][512],
		   unsigned int knob, const char *sizes)
{
	long same = 0;
	if (!set_ahead_sizes(sizes) || !set_knob(knob))
		return;
	for (size_t i = 1; i < NR_SIZES - 1; i++) {
		char with[512];
		events_of(file, SIZE(i), with);
		if (same_events(with, without, i, strcmp(sizes, "-") == 0))
			same++;
		else
			note("%s, %ld pages, windows of %u: %s, without %s", word, SIZE(i), knob,
			     with, without[i]);
	}
	set_ahead_sizes("-");
	is(same, NR_SIZES - 2,
	   "memory.%s of an ancestor: windows of %u pages, orders %s, raise the events that single pages raise",
	   word, knob, sizes);
}

/* ---- room ---- */

struct room_case { const char *file; bool down; long limit; };

static long room(long limit)
{
	char text[64];
	get(PATH "/memory.current", text, sizeof(text));
	return limit - strtol(text, NULL, 10) / (long)page_bytes;
}

/*
 * Fills up to the limit; how many windows were larger than the room before them. Where
 * there is more room after a window than before it, a batch of charges was given back
 * between the look and the fault, which then had the room it took.
 */
static int fill_looking(void *argument)
{
	const struct room_case *what = argument;
	struct lane lane = { .n = (size_t)what->limit + 64, .down = what->down };
	int bad = 0, windows = 0;
	long left;
	stay_on_cpu(0);
	lane.base = map_at(area(), lane.n);
	size_t i = 0;
	while (i < lane.n && (left = room(what->limit)) > 1) {
		const long before = lane_present(&lane);
		lane_touch(&lane, i);
		const long mapped = lane_present(&lane) - before;
		windows += mapped > 1;
		bad += mapped > 1 && mapped > left && room(what->limit) <= left;
		i += (size_t)(mapped > 0 ? mapped : 1);
	}
	return windows == 0 ? 200 : bad;
}

/*
 * A batch that is given back may also hide behind the one that the window takes. Those of
 * an earlier group come back when the kernel gets to it, once: windows that do not look at
 * the room are too large each time.
 */
static bool is_larger_than_room(struct room_case *what)
{
	int status = 1;
	for (int i = 0; i < 3 && status != 0; i++) {
		make(what->file, what->limit);
		status = in_cgroup(WITHIN, fill_looking, what);
		forget();
	}
	return status != 0;
}

static void no_larger_than_room(struct lane lane, const char *file, const char *word)
{
	struct room_case what = { file, lane.down, LIMIT };
	int bad = 0;
	set_knob(32);
	/* Charges come in batches of 64: whatever is left below the limit by then. */
	for (; what.limit < LIMIT + 64; what.limit += 8)
		bad += is_larger_than_room(&what);
	is(bad, 0,
	   "memory.%s of an ancestor: no window %s is larger than the room below it", word,
	   lane_word(&lane));
}

/* ---- what is left ---- */

static int fill_too_much(void *argument)
{
	long n = 8 * LIMIT;
	(void)argument;
	return fill(&n);
}

static void killed(unsigned int knob)
{
	set_knob(knob);
	make(PATH "/memory.max", LIMIT);
	put(PATH "/memory.swap.max", "0");
	is(in_cgroup(WITHIN, fill_too_much, NULL), 256 + 9,
	   "windows of %u pages: who fills more than memory.max is killed", knob);
	is(cgroup_left(LIMITED), 0, "windows of %u pages: nothing of the killed stays charged",
	   knob);
	forget();
}

#define NR_RIVALS 4
/*
 * Rivals whose memory does not fit at once where they can swap: at the limit others take the
 * room between the look at it and the charge.
 */
static bool swaps;
static int rival(void)
{
	const size_t n = swaps ? LIMIT / 2 : LIMIT / NR_RIVALS - 24;
	unsigned char *p = area();
	for (int round = 0; round < 20; round++) {
		map_at(p, n);
		for (size_t i = 0; i < n; i++)
			touch(p, (long)i);
		unmap(p, n);
	}
	return 0;
}

static int rivals(void *argument)
{
	pid_t child[NR_RIVALS];
	(void)argument;
	for (int i = 0; i < NR_RIVALS; i++) {
		child[i] = fork();
		if (child[i] == 0)
			_exit(rival());
	}
	for (int i = 0; i < NR_RIVALS; i++)
		wait_for(child[i]);
	return 0;
}

static void rivalry(unsigned int knob, const char *sizes)
{
	if (!set_knob(knob) || !set_ahead_sizes(sizes))
		return;
	const struct ahead_counts before = ahead_counts();
	make(PATH "/memory.max", LIMIT);
	in_cgroup(WITHIN, rivals, NULL);
	const struct ahead_counts since = ahead_since(before);
	is(cgroup_left(LIMITED), 0,
	   "%d tasks at memory.max, windows of %u pages, orders %s: nothing stays charged",
	   NR_RIVALS, knob, sizes);
	is(since.tried, since.mapped + since.raced + since.failed,
	   "tried = mapped + raced + failed at memory.max, windows of %u pages", knob);
	note("%ld pages tried, %ld failed", since.tried, since.failed);
	forget();
	set_ahead_sizes("-");
}

/* Free, or held back by a CPU for its next allocation. */
static long free_pages(void)
{
	char line[256];
	long sum = 0, n;
	put("/proc/sys/vm/stat_refresh", "1");
	FILE *file = fopen("/proc/zoneinfo", "r");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, " pages free %ld", &n) == 1 ||
		    sscanf(line, " count: %ld", &n) == 1)
			sum += n;
	if (file)
		fclose(file);
	return sum;
}

/* A page that nobody has and that is not charged is missed only among all of them. */
static void none_lost(void)
{
	swaps = false;
	rivalry(8, "-");
	const long before = free_pages();
	rivalry(8, "-");
	const long lost = before - free_pages();
	if (!ok(before > 0 && lost < 256,
		"the pages that tasks at memory.max have used are free again"))
		note("%ld of %ld free pages are lost", lost, before);
}

/*
 * Exact only on one CPU whose time is instructions: charges are taken from the parents in
 * batches, by each CPU.
 */
void check_events(void)
{
	static const char *const limits[][2] = {
		{ PATH "/memory.high", "high" }, { PATH "/memory.max", "max" },
	};
	static char without[NR_SIZES][512];
	for (size_t i = 0; i < 2; i++) {
		events_without(limits[i][0], limits[i][1], without);
		events(limits[i][0], limits[i][1], without, 8, "-");
		events(limits[i][0], limits[i][1], without, 32, "-");
		if (!ramp_is_first())
			events(limits[i][0], limits[i][1], without, 32, "2,3,4");
	}
}

void check_limits(void)
{
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		no_larger_than_room(lane, PATH "/memory.high", "high");
		no_larger_than_room(lane, PATH "/memory.max", "max");
	}
	killed(8);
	killed(32);
	none_lost();
	swaps = swap_start();
	if (!swaps)
		skip("this kernel has nothing to swap to", "tasks at memory.max can swap");
	rivalry(8, "-");
	rivalry(32, "-");
	if (!ramp_is_first())
		rivalry(32, "2,3,4");
	swap_stop();
}
