/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The life of a prediction: which task owns it, what ends it, and what must not change it.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rig.h"

#define WINDOW 8
#define PAGES 256

static size_t primed(struct lane *lane)
{
	lane->n = PAGES;
	lane->base = map_at(area(), PAGES);
	lane_run(lane, 0, lead(WINDOW));
	return lead(WINDOW);
}

/* ---- fork, threads, exec ---- */

static int child_goes_on(void *argument)
{
	const struct lane *lane = argument;
	const long before = lane_present(lane);
	lane_touch(lane, (size_t)before);
	return (int)(lane_present(lane) - before);
}

static void forked(struct lane lane)
{
	const size_t at = primed(&lane);
	is(in_child(child_goes_on, &lane), 1, "a child does not go on with its parent's %s sequence",
	   lane_word(&lane));
	is(lane_present(&lane), (long)at, "what a child maps is not its parent's");
	lane_touch(&lane, at);
	is(lane_present(&lane), (long)at + WINDOW, "a parent goes on %s after fork with 8 pages",
	   lane_word(&lane));
	unmap(lane.base, PAGES);
}

static int child_writes_all(void *argument)
{
	const struct lane *lane = argument;
	for (size_t i = 0; i < lead(WINDOW) + WINDOW; i++)
		memset(lane_page(lane, i), 0x77, page_bytes);
	return 0;
}

/* Ahead pages are copied on write like all others. */
static void copied_on_write(struct lane lane)
{
	const size_t at = primed(&lane);
	lane_touch(&lane, at);
	is(in_child(child_writes_all, &lane), 0, "a child can write all pages of a window");
	long bad = 0;
	for (size_t i = 0; i < at + WINDOW; i++)
		bad += *lane_page(&lane, i) != (i <= at);
	is(bad, 0, "what a child writes to a %s window its parent does not see",
	   lane_word(&lane));
	is(dirt_behind_first(lane.base, PAGES), 0, "the parent's pages are as they were");
	unmap(lane.base, PAGES);
}

static void *thread_goes_on(void *argument)
{
	return (void *)(intptr_t)child_goes_on(argument);
}

static void threads(struct lane lane)
{
	pthread_t other;
	void *mapped;
	const size_t at = primed(&lane);
	pthread_create(&other, NULL, thread_goes_on, &lane);
	pthread_join(other, &mapped);
	is((intptr_t)mapped, 1, "another thread does not go on with a %s sequence",
	   lane_word(&lane));
	is(lane_present(&lane), (long)at + 1, "and maps one page");
	unmap(lane.base, PAGES);
}

/*
 * What is started anew finds the page before as the zero page, which is no sequence. The
 * faults of its own start, with the knob off, leave what there is alone.
 */
static int exec_goes_on(void *argument)
{
	const struct lane *lane = argument;
	lane_run(lane, 0, lead(WINDOW));
	set_knob(0);
	execl("/init", "init", lane->down ? "exec-down" : "exec-up",
	      ramp_is_first() ? "first" : "series", (char *)NULL);
	return 99;
}

int lives_after_exec(bool down, bool first)
{
	struct lane lane = { .n = PAGES, .down = down };
	const size_t at = first ? WINDOW - 1 : 4 * WINDOW - 5;
	lane.base = mmap(area(), PAGES * page_bytes, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (lane.base != area())
		return 98;
	peek(lane_page(&lane, at - 1), 0);
	set_knob(WINDOW);
	lane_touch(&lane, at);
	return (int)lane_present(&lane) - 1;
}

static void executed(struct lane lane)
{
	lane.n = PAGES;
	lane.base = map_at(area(), PAGES);
	is(in_child(exec_goes_on, &lane), 1, "exec forgets a %s sequence", lane_word(&lane));
	set_knob(WINDOW);
	unmap(lane.base, PAGES);
}

/* ---- the mapping changes ---- */

static void next_is_alone(struct lane *lane, size_t at, long expected, const char *what)
{
	lane_touch(lane, at);
	is(lane_present(lane), expected, "%s: the next fault %s maps one page", what,
	   lane_word(lane));
	munmap(lane->base, PAGES * page_bytes);
}

static void mapping_changes(struct lane lane)
{
	size_t at = primed(&lane);
	unmap(lane.base, PAGES);
	map_at(lane.base, PAGES);
	next_is_alone(&lane, at, 1, "munmap, and mapped again");
	at = primed(&lane);
	madvise(lane.base, PAGES * page_bytes, MADV_DONTNEED);
	next_is_alone(&lane, at, 1, "MADV_DONTNEED");
	at = primed(&lane);
	mmap(lane.base, PAGES * page_bytes, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	next_is_alone(&lane, at, 1, "MAP_FIXED over it");
	at = primed(&lane);
	void *away = mremap(lane.base, PAGES * page_bytes, PAGES * page_bytes,
			    MREMAP_MAYMOVE | MREMAP_FIXED,
			    area() + 2 * table_pages * page_bytes);
	map_at(lane.base, PAGES);
	next_is_alone(&lane, at, 1, "mremap, and mapped again");
	struct lane moved = { away, PAGES, lane.down };
	next_is_alone(&moved, at, (long)at + 1, "at the new place after mremap");
}

/* The window that a sequence of so many pages deserves. */
static long window_behind(long known, long knob)
{
	long window = knob;
	while (window > 1 && known < (long)lead((unsigned int)window))
		window /= 2;
	return window;
}

/*
 * The page before is the zero page of a mapping that has not had a page yet: the first
 * attempt of the fault finds that something is missing, and it is tried again.
 */
static void fault_is_retried(size_t length)
{
	struct lane lane = { .n = PAGES };
	const long knob = 32;
	set_knob((unsigned int)knob);
	lane.base = map_at(area(), PAGES);
	lane_run(&lane, 0, length);
	unmap(lane.base, PAGES);
	map_at(lane.base, PAGES);
	peek(lane_page(&lane, length - 1), 0);
	const struct ahead_counts before = ahead_counts();
	lane_touch(&lane, length);
	const struct ahead_counts since = ahead_since(before);
	const long first = lane_present(&lane) - 1;
	ok(since.hit <= 1 && since.tried == first - 1,
	   "behind %zu pages a fault that is tried twice counts once", length);
	/* Whatever it was taken for: the ramp goes on from there as if tried once. */
	size_t at = length + (size_t)first;
	long known = since.hit ? (long)at : 0, bad = 0;
	while (known && at < PAGES - (size_t)knob) {
		const long window = window_behind(known, knob), was = lane_present(&lane);
		lane_touch(&lane, at);
		bad += lane_present(&lane) - was != window;
		known += window;
		at += (size_t)window;
	}
	is(bad, 0, "the windows behind a fault that was tried twice are the ramp's");
	unmap(lane.base, PAGES);
	set_knob(WINDOW);
}

/* Gone and wanted again: a page is not beside itself. */
static void same_page(struct lane lane)
{
	lane.base = map_at(area(), lane.n = PAGES);
	const struct ahead_counts before = ahead_counts();
	for (size_t i = 10; i < 50; i += 13) {
		lane_touch(&lane, i);
		madvise(lane_page(&lane, i), page_bytes, MADV_DONTNEED);
		lane_touch(&lane, i);
	}
	is(ahead_since(before).hit, 0, "a page %s that is faulted on twice is no sequence",
	   lane_word(&lane));
	unmap(lane.base, PAGES);
}

/* ---- others ---- */

struct visit {
	struct lane *own;	/* of the visitor */
	unsigned char *at;	/* what it writes of the other */
	pid_t other;
	int how;
};
static const char *const visit_words[] = {
	"/proc/PID/mem", "process_vm_writev", "ptrace",
};

static bool write_other(const struct visit *visit, int fd, unsigned char *at)
{
	long word = 0x101;
	struct iovec from = { &word, 1 }, to = { at, 1 };
	switch (visit->how) {
	case 0: return pwrite(fd, &word, 1, (off_t)(uintptr_t)at) == 1;
	case 1: return process_vm_writev(visit->other, &from, 1, &to, 1, 0) == 1;
	default: return ptrace(PTRACE_POKEDATA, visit->other, at, word) == 0;
	}
}

/* Writes 8 pages of the other task one after the other, amid a sequence of its own. */
static int visit_other(void *argument)
{
	const struct visit *visit = argument;
	char path[64];
	struct lane *own = visit->own;
	own->n = PAGES;
	own->base = map_at(area() + 4 * table_pages * page_bytes, PAGES);
	lane_run(own, 0, lead(WINDOW));
	snprintf(path, sizeof(path), "/proc/%d/mem", (int)visit->other);
	const int fd = open(path, O_RDWR | O_CLOEXEC);
	if (visit->how == 2) {
		if (ptrace(PTRACE_ATTACH, visit->other, NULL, NULL) != 0 ||
		    waitpid(visit->other, NULL, __WALL) != visit->other)
			return 90;
	}
	bool fine = true;
	for (size_t i = 0; i < 8; i++)
		fine = write_other(visit, fd, visit->at + i * page_bytes) && fine;
	if (visit->how == 2)
		ptrace(PTRACE_DETACH, visit->other, NULL, NULL);
	if (!fine)
		return 91;
	lane_touch(own, lead(WINDOW));
	return (int)(lane_present(own) - (long)lead(WINDOW));
}

/* The visited: primed, waits, goes on; says by its status what its next fault mapped. */
static int visited(struct lane *lane, int ready, int go)
{
	char byte = 0;
	const size_t at = primed(lane);
	if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 1)
		return 92;
	const long before = lane_present(lane);
	if (before != (long)at + 8)
		return 93;
	lane_touch(lane, at);
	return (int)(lane_present(lane) - before);
}

static void visit(int how)
{
	struct lane lane = { 0 }, own = { 0 };
	int ready[2], go[2], status = 0;
	char byte = 0;
	if (how == 1 && process_vm_writev(getpid(), NULL, 0, NULL, 0, 0) != 0) {
		skip("this kernel has no process_vm_writev", "%s: one by one", visit_words[how]);
		return;
	}
	if (pipe(ready) != 0 || pipe(go) != 0)
		return;
	const pid_t other = fork();
	if (other == 0)
		_exit(visited(&lane, ready[1], go[0]));
	bool fine = read(ready[0], &byte, 1) == 1;
	/* Far from where its sequence goes on, for its window of 8. */
	struct visit what = { &own, area() + 100 * page_bytes, other, how };
	is(in_child(visit_other, &what), WINDOW,
	   "%s: who writes to another task goes on with a sequence of its own",
	   visit_words[how]);
	fine = write(go[1], &byte, 1) == 1 && fine;
	fine = waitpid(other, &status, 0) == other && fine && WIFEXITED(status);
	is(fine ? WEXITSTATUS(status) : -1, WINDOW,
	   "%s: 8 pages are written one by one, and the written task goes on as before",
	   visit_words[how]);
	for (int i = 0; i < 2; i++) {
		close(ready[i]);
		close(go[i]);
	}
}

/* Through its own /proc/self/mem a task is a visitor, too. */
static void visit_self(struct lane lane)
{
	const int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	const size_t at = primed(&lane);
	for (size_t i = at; i < at + 4; i++)
		ok(pwrite(fd, "x", 1, (off_t)(uintptr_t)lane_page(&lane, i)) == 1,
		   "page %zu can be written through /proc/self/mem", i);
	is(lane_present(&lane), (long)at + 4, "writes %s through /proc/self/mem map one page each",
	   lane_word(&lane));
	close(fd);
	unmap(lane.base, PAGES);
}

/* Nor do they take the place of its sequences. */
static void visit_self_elsewhere(struct lane lane)
{
	const int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	const size_t at = primed(&lane);
	long written = 0;
	for (size_t i = 0; i < 8; i++)
		written += pwrite(fd, "x", 1, (off_t)(uintptr_t)lane_page(&lane, 128 + 8 * i));
	lane_touch(&lane, at);
	is(lane_present(&lane) - written, (long)at + WINDOW,
	   "a sequence %s goes on after writes elsewhere through /proc/self/mem",
	   lane_word(&lane));
	close(fd);
	unmap(lane.base, PAGES);
}

void check_lives(void)
{
	set_knob(WINDOW);
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		forked(lane);
		copied_on_write(lane);
		threads(lane);
		executed(lane);
		mapping_changes(lane);
		if (!ramp_is_first())
			same_page(lane);
		visit_self(lane);
		visit_self_elsewhere(lane);
	}
	fault_is_retried(lead(WINDOW));
	fault_is_retried(lead(4));
	if (!ramp_is_first())
		fault_is_retried(2);
	for (int how = 0; how < 3; how++)
		visit(how);
}
