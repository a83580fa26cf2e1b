/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Find the causes of the spread of a fault rate on this machine, for make bench:
 *   spread [BYTES [REPS [BLOCKS]]]    touch 512M, in 2 blocks of 20 repetitions
 *
 * It measures with 1 thread and with 2, without the comb (comb.h) and with it, in
 * alternating blocks: without, with, with, without. It distinguishes three causes
 * (judge.h): slow touches, interruptions, and the speed of the CPU. For the last
 * one, each repetition includes a loop of arithmetic: if the rate follows the speed
 * of the CPU, the rate times the time of the loop spreads less than the rate.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/size.h"
#include "machine/memory.h"

#include "comb.h"
#include "fresh.h"
#include "judge.h"
#include "rep.h"

/* Of fewer touches, 1 in 100 is too few. */
#define LEAST_BYTES (UINT64_C(16) << 20)

enum { WITHOUT, WITH, NR_SORTS };

struct options {
	uint64_t bytes, nr_reps, nr_blocks;
};

/* All repetitions with one number of threads. */
struct group {
	struct rep *rep;	/* [nr_sorts * of_sort]: without, then with the comb */
	size_t nr_done[NR_SORTS];
	double limit_ns;	/* above it a touch is slow */
	struct figures figures[NR_SORTS];
};

struct spread {
	struct rep_plan plan;
	struct placement placement;
	uint64_t nr_reps, nr_blocks;
	size_t of_sort;		/* repetitions of one sort in a group */
	int nr_sorts;		/* 1: there is no comb; the reason follows */
	struct error no_comb;
	struct count small_bytes;	/* free in blocks as small as the comb's */
	uint32_t nr_groups;	/* group i has i + 1 threads */
	struct group group[REP_MAX_THREADS];
	struct rep *reps;	/* of all groups; the last is for warming up */
	size_t nr_all;
	uint32_t *stamps;	/* of all repetitions */
	size_t stamps_bytes;
};

/* ---- prepare ---- */

/* More than twice the touched memory: page tables and others need some, too. */
static uint64_t comb_bytes(uint64_t bytes)
{
	return 2 * bytes + bytes / 8;
}

static uint64_t needed_bytes(const struct spread *s, uint64_t bytes)
{
	const uint64_t stamps = s->nr_all * (bytes / s->plan.page_bytes) *
				sizeof(*s->stamps);
	return stamps + (s->nr_sorts == NR_SORTS ? comb_bytes(bytes) : bytes);
}

/* Halve the touched memory until all of it fits. */
static int fit(const struct spread *s, uint64_t *bytes, struct error *err)
{
	const struct count fits = memory_fits("");
	const uint64_t wanted = *bytes;
	while (fits.known && needed_bytes(s, *bytes) > fits.value) {
		*bytes /= 2;
		if (*bytes < LEAST_BYTES)
			return error_set(err, -ENOMEM,
					 "too little memory is available to touch 16 MiB");
	}
	if (*bytes < wanted)
		fprintf(stderr, "spread: memory is short: touching less\n");
	return 0;
}

/* Keep main on the CPU of the first task, and with it the comb and unmapping. */
static int place(struct spread *s, struct error *err)
{
	const struct list_word compact = { .mode = BIND_COMPACT };
	int rc = placement_plan(&compact, &s->placement, err);
	if (rc != 0)
		return rc;
	rc = placement_pin(&s->placement, 0);
	if (rc != 0)
		return error_set(err, rc, "bind to a CPU: %s", strerror(-rc));
	s->nr_groups = s->placement.nr_cpus < REP_MAX_THREADS ?
			       (uint32_t)s->placement.nr_cpus : REP_MAX_THREADS;
	return 0;
}

/* Find out with the smallest possible comb. */
static void try_comb(struct spread *s)
{
	struct comb comb;
	const int rc = comb_open(&comb, s->plan.page_bytes, &s->no_comb);
	s->nr_sorts = rc == 0 ? NR_SORTS : WITHOUT + 1;
	comb_close(&comb);
	s->small_bytes = comb_already_free();
}

static int make_room(struct spread *s, struct error *err)
{
	const size_t n = s->plan.nr_pages;
	s->stamps_bytes = s->nr_all * n * sizeof(*s->stamps);
	s->reps = calloc(s->nr_all, sizeof(*s->reps));
	s->stamps = (uint32_t *)(void *)fresh_map(s->stamps_bytes);
	if (!s->reps || !s->stamps)
		return error_set(err, -ENOMEM, "room for stamps: %s",
				 strerror(ENOMEM));
	memset(s->stamps, 1, s->stamps_bytes);
	for (size_t i = 0; i < s->nr_all; i++)
		s->reps[i].stamp = s->stamps + i * n;
	for (uint32_t i = 0; i < s->nr_groups; i++)
		s->group[i].rep =
			s->reps + i * (size_t)s->nr_sorts * s->of_sort;
	return 0;
}

static int prepare(struct spread *s, const struct options *options,
		   struct error *err)
{
	uint64_t bytes = options->bytes;
	*s = (struct spread){
		.plan = { .page_bytes = (size_t)sysconf(_SC_PAGESIZE),
			  .placement = &s->placement },
		.nr_reps = options->nr_reps,
		.nr_blocks = options->nr_blocks,
		.of_sort = options->nr_reps * options->nr_blocks,
	};
	int rc = place(s, err);
	if (rc != 0)
		return rc;
	try_comb(s);
	s->nr_all = s->nr_groups * (size_t)s->nr_sorts * s->of_sort + 1;
	rc = fit(s, &bytes, err);
	if (rc != 0)
		return rc;
	s->plan.nr_pages = bytes / s->plan.page_bytes / REP_MAX_THREADS *
			   REP_MAX_THREADS;
	return make_room(s, err);
}

static void clean_up(struct spread *s)
{
	if (s->stamps)
		munmap(s->stamps, s->stamps_bytes);
	free(s->reps);
	placement_close(&s->placement);
}

/* ---- measure ---- */

static int measure_reps(struct spread *s, uint32_t group, int sort,
			struct error *err)
{
	struct group *g = &s->group[group];
	struct rep *rep = g->rep + (size_t)sort * s->of_sort;
	int rc = rep_measure(&s->plan, group + 1, &s->reps[s->nr_all - 1], err);
	for (uint64_t i = 0; rc == 0 && i < s->nr_reps; i++)
		rc = rep_measure(&s->plan, group + 1, &rep[g->nr_done[sort]++],
				 err);
	return rc;
}

static int measure_block(struct spread *s, uint32_t group, int sort,
			 struct error *err)
{
	const size_t bytes = s->plan.nr_pages * s->plan.page_bytes;
	struct comb comb = { 0 };
	int rc = 0;
	if (sort == WITH)
		rc = comb_open(&comb, comb_bytes(bytes), err);
	if (rc == 0)
		rc = measure_reps(s, group, sort, err);
	comb_close(&comb);
	return rc;
}

/* Both orders in turn: a drift adds the same to both sorts. */
static int measure(struct spread *s, struct error *err)
{
	int rc = 0;
	for (uint64_t block = 0; rc == 0 && block < s->nr_blocks; block++)
		for (uint32_t group = 0; rc == 0 && group < s->nr_groups; group++)
			for (int i = 0; rc == 0 && i < s->nr_sorts; i++)
				rc = measure_block(s, group, block % 2 ?
						   s->nr_sorts - 1 - i : i, err);
	return rc;
}

/* ---- judge ---- */

static int judge_group(const struct spread *s, struct group *g)
{
	const size_t n = (size_t)s->nr_sorts * s->of_sort;
	struct found *found = calloc(n, sizeof(*found));
	int rc = found ? 0 : -ENOMEM;
	if (rc == 0) {
		g->limit_ns = judge_look(g->rep, n, s->plan.nr_pages, found);
		rc = g->limit_ns > 0 ? 0 : -ENOMEM;
	}
	for (int sort = 0; rc == 0 && sort < s->nr_sorts; sort++)
		rc = judge_sum_up(found + (size_t)sort * s->of_sort, s->of_sort,
				  &g->figures[sort]);
	free(found);
	return rc;
}

static int judge(struct spread *s, struct error *err)
{
	int rc = 0;
	for (uint32_t i = 0; rc == 0 && i < s->nr_groups; i++)
		rc = judge_group(s, &s->group[i]);
	return rc ? error_set(err, rc, "figures: %s", strerror(-rc)) : 0;
}

/* ---- show ---- */

struct text {
	char text[16];
};

/* "1.6%", or "-" where it is unknown. */
static struct text percent(struct real share)
{
	struct text t = { "-" };
	if (share.known)
		snprintf(t.text, sizeof(t.text), "%.1f%%", 100 * share.value);
	return t;
}

static void show_row(uint32_t nr_threads, int sort, const struct figures *f)
{
	printf("  %7u %4s %4zu %6s %4zu %7.0f %5s %6s %5s %5s %5s %5s\n",
	       nr_threads, sort == WITH ? "yes" : "no", f->nr_reps,
	       percent(f->cv[VALUE_RATE]).text, f->nr_with_slow, f->nr_slow,
	       percent(f->slow_share).text, percent(f->cv_others).text,
	       percent(f->cv[VALUE_CALM]).text,
	       percent(f->cv[VALUE_CLEAR]).text,
	       percent(f->cv[VALUE_ADJUSTED]).text,
	       percent(f->cv[VALUE_ALU]).text);
}

static void show_table(const struct spread *s)
{
	puts("                    cv of with slow touches  cv of cv of all,\n"
	     "  threads comb reps   all reps touches  time others  calm clear  adj.   ALU");
	for (uint32_t i = 0; i < s->nr_groups; i++)
		for (int sort = 0; sort < s->nr_sorts; sort++)
			show_row(i + 1, sort, &s->group[i].figures[sort]);
}

static void show_words(const struct spread *s)
{
	char size[24];
	printf("  Slow: above");
	for (uint32_t i = 0; i < s->nr_groups; i++)
		printf("%s %.1f us", i ? ", with 2 threads" : "",
		       s->group[i].limit_ns / 1e3);
	puts("; interrupted: above 3 times that.\n"
	     "  Calm: rate less what slow touches took longer; clear: and interruptions;\n"
	     "  adjusted: times ALU, the time of a loop of arithmetic on the same CPUs.\n"
	     "  Comb: what is free lies in blocks that a guest is not to report to its host.");
	if (s->small_bytes.known)
		printf("  Free in such blocks before all: %s.\n",
		       size_format(s->small_bytes.value >> 20 << 20, size,
				   sizeof(size)));
	if (s->nr_sorts == WITHOUT + 1)
		printf("  No comb: %s.\n", s->no_comb.text);
}

/* Shares of the variance, and the cause that has the largest. */
static void show_causes(uint32_t nr_threads, int sort, const struct figures *f)
{
	static const char *const names[] = {
		[CAUSE_SLOW] = "slow touches",
		[CAUSE_INTERRUPTED] = "interruptions",
		[CAUSE_SPEED] = "CPU speed",
		[CAUSE_NONE] = "none of these",
	};
	double share[NR_CAUSES];
	int most = 0;
	if (!judge_causes(f, share))
		return;
	for (int i = 1; i < NR_CAUSES; i++)
		if (share[i] > share[most])
			most = i;
	printf("  %7u %4s %7.0f%% %14.0f%% %10.0f%% %6.0f%%   %s\n", nr_threads,
	       sort == WITH ? "yes" : "no", 100 * share[CAUSE_SLOW],
	       100 * share[CAUSE_INTERRUPTED], 100 * share[CAUSE_SPEED],
	       100 * share[CAUSE_NONE], names[most]);
}

/* The cause of slow touches, as the comb shows it. */
static void show_comb(const struct spread *s)
{
	size_t with_slow[NR_SORTS] = { 0 };
	for (uint32_t i = 0; i < s->nr_groups; i++)
		for (int sort = 0; sort < s->nr_sorts; sort++)
			with_slow[sort] +=
				s->group[i].figures[sort].nr_with_slow;
	const size_t n = s->nr_groups * s->of_sort;
	if (with_slow[WITHOUT] + with_slow[WITH] == 0)
		printf("  No repetition had slow touches%s.\n",
		       s->small_bytes.value > s->plan.nr_pages * s->plan.page_bytes ?
		       ";\n  but small blocks held enough also without the comb" : "");
	else if (s->nr_sorts == NR_SORTS)
		printf("  Slow touches: in %zu of %zu repetitions without the comb, in %zu with it:\n"
		       "  %s.\n", with_slow[WITHOUT], n, with_slow[WITH],
		       with_slow[WITH] * 4 <= with_slow[WITHOUT] ?
		       "they depend on free blocks, which a host takes away" :
		       "a host that takes free blocks away is not the cause, or not the only one");
}

static void show(const struct spread *s)
{
	show_table(s);
	puts("                        shares of the variance of the rate\n"
	     "  threads comb     slow  interruptions  CPU speed   none   limited by");
	for (uint32_t i = 0; i < s->nr_groups; i++)
		for (int sort = 0; sort < s->nr_sorts; sort++)
			show_causes(i + 1, sort, &s->group[i].figures[sort]);
	show_words(s);
	show_comb(s);
}

/* ---- main ---- */

static int parse(int argc, char **argv, struct options *options,
		 struct error *err)
{
	*options = (struct options){ UINT64_C(512) << 20, 20, 2 };
	if (argc > 4)
		return error_set(err, -EINVAL,
				 "expected BYTES, REPS and BLOCKS at most");
	int rc = argc > 1 ? size_parse("BYTES", argv[1], &options->bytes, err) : 0;
	if (rc == 0 && options->bytes < LEAST_BYTES)
		rc = error_set(err, -EINVAL, "BYTES: expected 16M at least");
	if (rc == 0 && argc > 2)
		rc = number_parse(NUMBERS("REPS", 2, 1000), argv[2],
				  &options->nr_reps, err);
	if (rc == 0 && argc > 3)
		rc = number_parse(NUMBERS("BLOCKS", 1, 1000), argv[3],
				  &options->nr_blocks, err);
	return rc;
}

static int run(const struct options *options, struct error *err)
{
	struct spread s;
	char size[24];
	int rc = prepare(&s, options, err);
	if (rc == 0)
		printf("Spread of the rate (%s touched with stamps; %llu blocks of %llu repetitions):\n",
		       size_format(s.plan.nr_pages * s.plan.page_bytes, size,
				   sizeof(size)),
		       (unsigned long long)s.nr_blocks,
		       (unsigned long long)s.nr_reps);
	if (rc == 0)
		rc = measure(&s, err);
	if (rc == 0)
		rc = judge(&s, err);
	if (rc == 0)
		show(&s);
	clean_up(&s);
	return rc;
}

static int fail(const char *why, int status)
{
	fprintf(stderr, "spread: %s\n", why);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;
	struct error err = { "" };
	if (parse(argc, argv, &options, &err) != 0)
		return fail(err.text, 2);
	if (run(&options, &err) != 0)
		return fail(err.text, 1);
	if (fflush(stdout) != 0)
		return fail(strerror(errno), 1);
	return 0;
}
