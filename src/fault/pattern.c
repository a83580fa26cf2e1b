/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/pattern.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/size.h"
#include "fault/pattern_runs.h"

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint64_t random_below(uint64_t *state, uint64_t n)
{
	/* Draw again in the last, incomplete span of n. */
	const uint64_t limit = UINT64_MAX - UINT64_MAX % n;
	uint64_t value;
	do
		value = random_next(state);
	while (value >= limit);
	return value % n;
}

static struct visits plan_sequential(const struct pattern_choice *choice,
				     size_t nr_pages, uint64_t seed)
{
	(void)choice;
	(void)seed;
	return (struct visits){ .count = nr_pages, .first = 0, .step = 1 };
}

static struct visits plan_descending(const struct pattern_choice *choice,
				     size_t nr_pages, uint64_t seed)
{
	(void)choice;
	(void)seed;
	return (struct visits){ .count = nr_pages, .first = nr_pages - 1,
				.step = -1 };
}

static struct visits plan_stride(const struct pattern_choice *choice,
				 size_t nr_pages, uint64_t seed)
{
	(void)seed;
	const size_t count = (nr_pages + choice->low - 1) / choice->low;
	/* The step is not taken then, and might not fit an address. */
	return (struct visits){ .count = count, .first = 0,
				.step = count > 1 ? choice->low : 1 };
}

static struct visits plan_random(const struct pattern_choice *choice,
				 size_t nr_pages, uint64_t seed)
{
	(void)seed;
	const size_t count = (size_t)((uint64_t)nr_pages * choice->low / 100);
	return (struct visits){ .count = count ? count : 1 };
}

/* Streams there can be: each has a page at least. */
static size_t nr_streams(const struct pattern_choice *choice, size_t nr_pages)
{
	return choice->low < nr_pages ? choice->low : nr_pages;
}

static struct visits plan_interleaved(const struct pattern_choice *choice,
				      size_t nr_pages, uint64_t seed)
{
	if (nr_streams(choice, nr_pages) == 1)
		return plan_sequential(choice, nr_pages, seed);
	return (struct visits){ .count = nr_pages };
}

static struct visits plan_interleaved_down(const struct pattern_choice *choice,
					   size_t nr_pages, uint64_t seed)
{
	if (nr_streams(choice, nr_pages) == 1)
		return plan_descending(choice, nr_pages, seed);
	return (struct visits){ .count = nr_pages };
}

/* Where the part of a stream begins: parts differ by one page at the most. */
static size_t stream_start(size_t stream, size_t n, size_t nr_pages)
{
	return (size_t)((uint64_t)stream * nr_pages / n);
}

/* A round is the next page of each stream that has one left. */
static void fill_streams(size_t streams, size_t nr_pages, uint32_t page[],
			 size_t count, bool down)
{
	size_t n = 0;
	for (size_t round = 0; n < count; round++)
		for (size_t s = 0; s < streams && n < count; s++) {
			const size_t start = stream_start(s, streams, nr_pages);
			const size_t end = stream_start(s + 1, streams, nr_pages);
			if (round < end - start)
				page[n++] = (uint32_t)(down ? end - 1 - round :
							      start + round);
		}
}

static int fill_interleaved(const struct pattern_choice *choice,
			    size_t nr_pages, uint64_t seed, uint32_t page[],
			    size_t count)
{
	(void)seed;
	fill_streams(nr_streams(choice, nr_pages), nr_pages, page, count, false);
	return 0;
}

static int fill_interleaved_down(const struct pattern_choice *choice,
				 size_t nr_pages, uint64_t seed,
				 uint32_t page[], size_t count)
{
	(void)seed;
	fill_streams(nr_streams(choice, nr_pages), nr_pages, page, count, true);
	return 0;
}

static void swap(uint32_t *a, uint32_t *b)
{
	const uint32_t was = *a;
	*a = *b;
	*b = was;
}

/*
 * All pages in random order, or a random part of them: selection sampling
 * (Knuth 3.4.2 S) picks which, Fisher-Yates the order.
 */
static int fill_random(const struct pattern_choice *choice, size_t nr_pages,
		       uint64_t seed, uint32_t page[], size_t count)
{
	(void)choice;
	size_t n = 0;
	for (size_t i = 0; i < nr_pages && n < count; i++)
		if (random_below(&seed, nr_pages - i) < count - n)
			page[n++] = (uint32_t)i;
	for (size_t i = count; i > 1; i--)
		swap(&page[i - 1], &page[random_below(&seed, i)]);
	return 0;
}

const struct pattern patterns[] = {
	{ .name = "sequential", .argument = "",
	  .help = "every page, upwards",
	  .plan = plan_sequential },
	{ .name = "descending", .argument = "",
	  .help = "every page, downwards",
	  .plan = plan_descending },
	{ .name = "stride", .argument = ":N",
	  .help = "every N-th page, upwards",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .plan = plan_stride },
	{ .name = "interleaved", .argument = ":N",
	  .help = "N sequential streams, a page of each in turn",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .plan = plan_interleaved, .fill = fill_interleaved },
	{ .name = "interleaved-down", .argument = ":N",
	  .help = "N streams downwards, a page of each in turn",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .plan = plan_interleaved_down, .fill = fill_interleaved_down },
	{ .name = "random", .argument = "[:PERCENT]",
	  .help = "every page (or so many of 100), once, in seeded random order",
	  .nr_numbers = 1, .least = 1, .most = 100, .standard = 100,
	  .plan = plan_random, .fill = fill_random },
	{ .name = "runs", .argument = ":[N-]M",
	  .help = "runs of N to M pages with gaps, in seeded random order",
	  .nr_numbers = 2, .least = 1, .most = 1 << 20,
	  .plan = plan_runs, .fill = fill_runs },
	{ .name = "islands", .argument = ":[N-]M",
	  .help = "runs of N to M pages, 32 or more apart, from every place of 16 on",
	  .nr_numbers = 2, .least = 1, .most = 1 << 20,
	  .plan = plan_islands, .fill = fill_islands },
	{ .name = "islands-down", .argument = ":[N-]M",
	  .help = "the same runs, each downwards",
	  .nr_numbers = 2, .least = 1, .most = 1 << 20,
	  .plan = plan_islands, .fill = fill_islands_down },
	{ .name = "geometric", .argument = ":N",
	  .help = "islands of N pages in the mean: few are long, many short",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .plan = plan_geometric, .fill = fill_geometric },
};
const size_t nr_patterns = ARRAY_SIZE(patterns);

static const struct pattern *find(const char *text, size_t n)
{
	for (size_t i = 0; i < nr_patterns; i++)
		if (strlen(patterns[i].name) == n &&
		    strncmp(patterns[i].name, text, n) == 0)
			return &patterns[i];
	return NULL;
}

static int parse_numbers(const struct pattern *pattern, const char *text,
			 struct pattern_choice *choice, struct error *err)
{
	char low[24] = "";
	const char *high = text;
	const char *dash = pattern->nr_numbers == 2 ? strchr(text, '-') : NULL;
	if (dash && (size_t)(dash - text) < sizeof(low)) {
		memcpy(low, text, (size_t)(dash - text));
		high = dash + 1;
	}
	uint64_t from, to;
	char what[48];
	snprintf(what, sizeof(what), "pattern %s:", pattern->name);
	int rc = number_parse(NUMBERS(what, pattern->least, pattern->most),
			      high, &to, err);
	from = to;
	if (rc == 0 && dash)
		rc = number_parse(NUMBERS(what, pattern->least, to), low, &from,
				  err);
	if (rc != 0)
		return rc;
	choice->low = (uint32_t)from;
	choice->high = (uint32_t)to;
	return 0;
}

static int no_such_pattern(const char *text, struct error *err)
{
	char names[320] = "";
	for (size_t i = 0; i < nr_patterns; i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names),
			 "%s%s%s",
			 i == 0 ? "" : i + 1 < nr_patterns ? ", " : " or ",
			 patterns[i].name, patterns[i].argument);
	return error_set(err, -EINVAL, "pattern '%s': expected %s", text,
			 names);
}

int pattern_parse(const char *text, struct pattern_choice *choice,
		  struct error *err)
{
	const size_t n = strcspn(text, ":");
	const struct pattern *pattern = find(text, n);
	if (!pattern)
		return no_such_pattern(text, err);
	struct pattern_choice parsed = {
		.pattern = pattern, .seed = choice->seed,
		.low = pattern->standard, .high = pattern->standard,
	};
	if (text[n] ? pattern->nr_numbers == 0 :
		      pattern->nr_numbers && !pattern->standard)
		return error_set(err, -EINVAL, "pattern '%s': expected %s%s",
				 text, pattern->name, pattern->argument);
	if (text[n]) {
		const int rc = parse_numbers(pattern, text + n + 1, &parsed, err);
		if (rc != 0)
			return rc;
	}
	*choice = parsed;
	return 0;
}

const char *pattern_text(const struct pattern_choice *choice, char *text,
			 size_t n)
{
	const struct pattern *pattern = choice->pattern;
	if (pattern->nr_numbers == 0 ||
	    (pattern->standard && choice->low == pattern->standard))
		snprintf(text, n, "%s", pattern->name);
	else if (choice->low == choice->high)
		snprintf(text, n, "%s:%" PRIu32, pattern->name, choice->low);
	else
		snprintf(text, n, "%s:%" PRIu32 "-%" PRIu32, pattern->name,
			 choice->low, choice->high);
	return text;
}

/* Each task's own stream of random numbers. */
static uint64_t task_seed(const struct pattern_choice *choice, size_t task)
{
	uint64_t state = choice->seed * UINT64_C(0x2545f4914f6cdd1d) + task;
	return random_next(&state);
}

struct visits pattern_plan(const struct pattern_choice *choice, size_t nr_pages,
			   size_t task)
{
	return choice->pattern->plan(choice, nr_pages, task_seed(choice, task));
}

int pattern_fill(const struct pattern_choice *choice, size_t nr_pages,
		 size_t task, uint32_t page[], size_t count)
{
	return choice->pattern->fill(choice, nr_pages, task_seed(choice, task),
				     page, count);
}
