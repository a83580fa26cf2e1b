/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/pressure.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "machine/clock.h"
#include "machine/counters.h"

/* Where each used page has its own number: not where touches write. */
enum { MARK_AT = 8 };
/* More than a kernel drops translations of one by one. */
enum { SCRATCH_PAGES = 64 };

struct pressing {
	const struct pressure_plan *plan;
	struct pressure *out;
	unsigned char *before, *now;	/* [nr_pages] enum page_state */
	uint64_t present;		/* pages, before the first step */
	void *scratch;			/* [SCRATCH_PAGES] present */
};

static bool is_used(const struct pressure_plan *plan, size_t page)
{
	return page_bit(plan->touched, page);
}

static volatile uint64_t *mark_of(const struct pressure_plan *plan, size_t page)
{
	return (volatile uint64_t *)(plan->range.base + page * plan->range.page_bytes + MARK_AT);
}

/* Unlike its neighbours', and no zero. */
static uint64_t mark_value(size_t page)
{
	return (page + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

/* ---- looking ---- */

static int look(const struct pressing *p, unsigned char state[])
{
	return page_states_read(&p->plan->range, state);
}

/* Each used page is given its number, and what is present is counted. */
static int begin(struct pressing *p)
{
	const struct pressure_plan *plan = p->plan;
	const int rc = look(p, p->before);
	for (size_t i = 0; rc == 0 && i < plan->range.nr_pages; i++) {
		const bool present = p->before[i] == PAGE_PRESENT;
		p->present += present;
		p->out->used += is_used(plan, i);
		p->out->unused += present && !is_used(plan, i);
		if (is_used(plan, i))
			*mark_of(plan, i) = mark_value(i);
	}
	return rc;
}

/* What was present before, and is not now. */
static void count_taken(struct pressing *p)
{
	for (size_t i = 0; i < p->plan->range.nr_pages; i++) {
		if (p->before[i] != PAGE_PRESENT || p->now[i] == PAGE_PRESENT)
			continue;
		if (is_used(p->plan, i))
			p->out->used_taken++;
		else
			p->out->unused_taken++;
		p->out->lost += p->now[i] == PAGE_NOWHERE;
	}
}

/* The kernel often takes more than was asked for: which pages it takes first shows
 * in the early steps. */
static void count_half(struct pressing *p)
{
	struct pressure *out = p->out;
	if (out->half_steps > 0 && 2 * out->half_unused_taken >= out->unused)
		return;
	out->half_used_taken = out->used_taken;
	out->half_unused_taken = out->unused_taken;
	out->half_steps++;
}

/* ---- steps ---- */

/*
 * The accessed bit of a page is set when its translation is loaded, and the x86
 * kernel does not flush the translation when it clears the bit. A real processor has
 * room for few translations; an emulated one keeps all, and the bit would never be
 * set again.
 * Source: ptep_clear_flush_young in arch/x86/mm/pgtable.c, and
 * tlb_single_page_flush_ceiling: taking a right from so many pages drops all.
 */
static int drop_translations(const struct pressing *p)
{
	const size_t bytes = SCRATCH_PAGES * p->plan->range.page_bytes;
	if (mprotect(p->scratch, bytes, PROT_READ) != 0 ||
	    mprotect(p->scratch, bytes, PROT_READ | PROT_WRITE) != 0)
		return -errno;
	memset(p->scratch, 1, bytes);	/* or the next time it is there already */
	return 0;
}

/* The program's own code and stack may have been taken too: bring them back first. */
static void come_back(const struct pressing *p)
{
	struct touch_plan nothing = *p->plan->touches;
	struct usage usage;
	nothing.count = 0;
	touch_code_present();
	for (int i = 0; i < 2; i++) {
		usage_read(&usage);
		clock_wall_ns();
		touch_all(&nothing);
	}
}

/* The program goes on: all of its touches, timed, and their major faults. */
static void use_again(struct pressing *p, uint64_t *ns, uint64_t *faults)
{
	struct usage before, after;
	come_back(p);
	usage_read(&before);
	const uint64_t start_ns = clock_wall_ns();
	touch_all(p->plan->touches);
	*ns += clock_wall_ns() - start_ns;
	usage_read(&after);
	*faults += after.faults_major - before.faults_major;
}

static int step(struct pressing *p, uint64_t i, const char **what)
{
	const uint64_t all = p->present * p->plan->percent / 100;
	const uint64_t pages = all * (i + 1) / PRESSURE_STEPS -
			       all * i / PRESSURE_STEPS;
	const uint64_t bytes = pages * p->plan->range.page_bytes;
	*what = "ask memory back from its control group";
	int rc = bytes > 0 ? p->plan->ask(bytes) : 0;
	if (rc != 0)
		return rc;
	p->out->asked_bytes += bytes;
	*what = "look where its pages are";
	rc = look(p, p->now);
	if (rc != 0)
		return rc;
	count_taken(p);
	count_half(p);
	rc = drop_translations(p);
	if (rc != 0)
		return rc;
	use_again(p, &p->out->touch_ns, &p->out->faults_major.value);
	return look(p, p->before);
}

/* ---- the end ---- */

static bool is_zero(const unsigned char *page, size_t bytes)
{
	const volatile uint64_t *word = (const volatile uint64_t *)page;
	for (size_t i = 0; i < bytes / sizeof(*word); i++)
		if (word[i] != 0)
			return false;
	return true;
}

static bool holds(const struct pressure_plan *plan, size_t page)
{
	const unsigned char *at = plan->range.base + page * plan->range.page_bytes;
	if (is_used(plan, page))
		return *(const volatile unsigned char *)at == 1 &&
		       *mark_of(plan, page) == mark_value(page);
	return is_zero(at, plan->range.page_bytes);
}

/* States are those of before the pages were read. */
static void finish(struct pressing *p)
{
	for (size_t i = 0; i < p->plan->range.nr_pages; i++) {
		const bool used = is_used(p->plan, i);
		const unsigned char state = p->before[i];
		if (!used && state == PAGE_NOWHERE)
			continue;	/* was never there: a read would map it */
		p->out->absent += used && state != PAGE_PRESENT;
		p->out->unused_gone += !used && state != PAGE_PRESENT;
		p->out->wrong += !holds(p->plan, i);
	}
	p->out->done = true;
}

static int press(struct pressing *p, const char **what)
{
	uint64_t faults = 0;
	*what = "look where its pages are";
	int rc = begin(p);
	if (rc == 0)
		use_again(p, &p->out->calm_ns, &faults);
	p->out->faults_major = count_of(0);
	for (uint64_t i = 0; rc == 0 && i < PRESSURE_STEPS; i++)
		rc = step(p, i, what);
	if (rc == 0)
		finish(p);
	return rc;
}

int pressure_run(const struct pressure_plan *plan, struct pressure *pressure,
		 const char **what)
{
	struct pressing p = { .plan = plan, .out = pressure };
	/* Locked, or the kernel would take it in place of the region. */
	const size_t scratch = SCRATCH_PAGES * plan->range.page_bytes;
	const size_t bytes = scratch + 2 * plan->range.nr_pages;
	unsigned char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*pressure = (struct pressure){ 0 };
	*what = "keep its own memory";
	if (memory == MAP_FAILED)
		return -errno;
	int rc = mlock(memory, bytes) == 0 ? 0 : -errno;
	p.scratch = memory;
	p.before = memory + scratch;
	p.now = p.before + plan->range.nr_pages;
	if (rc == 0)
		rc = press(&p, what);
	munmap(memory, bytes);
	return rc;
}

bool pressure_judge(const struct pressure *p, char *why, size_t n)
{
	const uint64_t taken = p->used_taken + p->unused_taken;
	*why = '\0';
	if (p->lost > 0)
		snprintf(why, n, "%" PRIu64 " pages are neither in memory nor in swap: expected none lost",
			 p->lost);
	else if (p->wrong > 0)
		snprintf(why, n, "%" PRIu64 " pages do not hold what was written to them, or zeroes: expected none",
			 p->wrong);
	else if (p->absent > 0)
		snprintf(why, n, "%" PRIu64 " pages are not present right after they were touched again: expected none",
			 p->absent);
	else if (p->unused_gone > p->unused || p->unused_gone > p->unused_taken)
		snprintf(why, n, "%" PRIu64 " unused pages are gone, of %" PRIu64 " and taken %" PRIu64 " times: expected no more",
			 p->unused_gone, p->unused, p->unused_taken);
	else if (p->faults_major.known && p->faults_major.value > p->used_taken)
		snprintf(why, n, "%" PRIu64 " major faults for %" PRIu64 " pages that were taken: expected no more",
			 p->faults_major.value, p->used_taken);
	else if (p->asked_bytes > 0 && taken == 0)
		snprintf(why, n, "no page was taken back of %" PRIu64 " bytes asked for: expected swap with room: see --swap",
			 p->asked_bytes);
	return *why == '\0';
}
