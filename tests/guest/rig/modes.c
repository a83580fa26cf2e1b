/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mappings that must get their pages one by one, and mappings that may have windows. Each
 * gets a sequence first, so that the mode prevents the window and not a missing sequence.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rig.h"

#define WINDOW 8
#define PAGES 64
#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE 0x08
#endif
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED 24
#endif
#define MLOCK_LATER 1	/* MLOCK_ONFAULT */

/* A mapping in which the next fault would map a window. */
static size_t primed(struct lane *lane)
{
	lane->n = PAGES;
	lane->base = map_at(area(), PAGES);
	lane_run(lane, 0, lead(WINDOW));
	return lead(WINDOW);
}

static void one_page_only(struct lane *lane, size_t at, const char *mode)
{
	const struct ahead_counts before = ahead_counts();
	lane_touch(lane, at);
	is(lane_present(lane), (long)at + 1, "%s: a fault %s maps one page", mode,
	   lane_word(lane));
	is(ahead_since(before).tried, 0, "%s: no window is tried %s", mode, lane_word(lane));
	unmap(lane->base, lane->n);
}

static void without_mode(struct lane lane)
{
	const size_t at = primed(&lane);
	lane_touch(&lane, at);
	is(lane_present(&lane), (long)at + WINDOW, "without any mode a fault %s maps 8 pages",
	   lane_word(&lane));
	unmap(lane.base, lane.n);
}

static void random_advice(struct lane lane)
{
	const size_t at = primed(&lane);
	madvise(lane.base, PAGES * page_bytes, MADV_RANDOM);
	one_page_only(&lane, at, "MADV_RANDOM");
}

static void lock_on_fault(struct lane lane)
{
	const size_t at = primed(&lane);
	ok(syscall(SYS_mlock2, lane.base, PAGES * page_bytes, MLOCK_LATER) == 0,
	   "a mapping can be locked on fault");
	one_page_only(&lane, at, "MLOCK_ONFAULT");
}

static void droppable(struct lane lane)
{
	lane.n = PAGES;
	lane.base = mmap(area(), PAGES * page_bytes, PROT_READ | PROT_WRITE,
			 MAP_DROPPABLE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (lane.base == MAP_FAILED) {
		skip("this kernel has no MAP_DROPPABLE", "MAP_DROPPABLE: a fault maps one page");
		return;
	}
	lane_run(&lane, 0, lead(WINDOW));
	one_page_only(&lane, lead(WINDOW), "MAP_DROPPABLE");
}

static void shared(struct lane lane)
{
	lane.n = PAGES;
	lane.base = mmap(area(), PAGES * page_bytes, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	lane_run(&lane, 0, lead(WINDOW));
	one_page_only(&lane, lead(WINDOW), "shared memory");
}

/* ---- userfaultfd ---- */

static int uffd_open(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	const int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	if (fd >= 0 && ioctl(fd, UFFDIO_API, &api) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool uffd_arm(int fd, const struct lane *lane, uint64_t mode)
{
	struct uffdio_register what = {
		.range = { (uintptr_t)lane->base, lane->n * page_bytes }, .mode = mode };
	return ioctl(fd, UFFDIO_REGISTER, &what) == 0;
}

static long asked;

static void *serve(void *argument)
{
	const int fd = *(int *)argument;
	struct uffd_msg message;
	while (read(fd, &message, sizeof(message)) == sizeof(message)) {
		struct uffdio_zeropage zero = { .range = {
			message.arg.pagefault.address & ~(uint64_t)(page_bytes - 1),
			page_bytes } };
		__atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
		ioctl(fd, UFFDIO_ZEROPAGE, &zero);
	}
	return NULL;
}

static void uffd_missing(struct lane lane)
{
	pthread_t server;
	int fd = uffd_open();
	const size_t at = primed(&lane);
	if (!ok(fd >= 0 && uffd_arm(fd, &lane, UFFDIO_REGISTER_MODE_MISSING),
		"userfaultfd can be armed for missing pages"))
		return;
	asked = 0;
	pthread_create(&server, NULL, serve, &fd);
	lane_run(&lane, at, PAGES);
	is(asked, (long)(PAGES - at), "userfaultfd is asked for each page of a %s sequence",
	   lane_word(&lane));
	pthread_cancel(server);
	pthread_join(server, NULL);
	close(fd);
	unmap(lane.base, PAGES);
}

static void uffd_wp(struct lane lane)
{
	const int fd = uffd_open();
	const size_t at = primed(&lane);
	if (fd >= 0 && uffd_arm(fd, &lane, UFFDIO_REGISTER_MODE_WP))
		one_page_only(&lane, at, "userfaultfd armed for write protection");
	else
		skip("no write protection by userfaultfd here",
		     "userfaultfd armed for write protection: one page");
	close(fd);
	munmap(lane.base, PAGES * page_bytes);
}

/* ---- those that may ---- */

static void populate(void)
{
	unsigned char *p = mmap(area(), 512 * page_bytes, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE |
				MAP_POPULATE, -1, 0);
	is(present(p, 512), 512, "MAP_POPULATE makes all pages present");
	is(dirt(p, 512), 0, "pages of MAP_POPULATE read zero");
	unmap(p, 512);
}

/* What is locked and still empty: pages thrown away with MADV_DONTNEED_LOCKED. */
static void locked(struct lane lane)
{
	long evictable = 0;
	lane.n = PAGES;
	lane.base = map_at(area(), PAGES);
	ok(mlock(lane.base, PAGES * page_bytes) == 0, "a mapping can be locked");
	is(lane_present(&lane), PAGES, "mlock makes all pages present");
	madvise(lane.base, PAGES * page_bytes, MADV_DONTNEED_LOCKED);
	lane_run(&lane, 0, lead(WINDOW) + 1);
	is(lane_present(&lane), (long)lead(WINDOW) + WINDOW,
	   "a locked mapping has windows %s", lane_word(&lane));
	drain();
	for (size_t i = 0; i < lead(WINDOW) + WINDOW; i++)
		evictable += !(page_flags(lane_page(&lane, i)) & FLAG_UNEVICTABLE);
	is(evictable, 0, "all pages of a locked mapping's window %s are unevictable",
	   lane_word(&lane));
	unmap(lane.base, PAGES);
}

/* A copy of the kernel's to user memory faults as the task. */
static void kernel_copies(struct lane lane)
{
	const int zero = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	const size_t at = primed(&lane);
	ok(pread(zero, lane_page(&lane, at), 1, (off_t)(uintptr_t)&page_bytes) == 1,
	   "a system call can write where nothing is present");
	is(lane_present(&lane), (long)at + WINDOW,
	   "a system call's fault %s continues the task's sequence", lane_word(&lane));
	close(zero);
	unmap(lane.base, PAGES);
}

/* The fault that makes a page writable again is no fault of a sequence. */
static void protected_neighbour(struct lane lane)
{
	unsigned char *all = map_at(area(), 2 * PAGES);
	lane.n = PAGES;
	lane.base = all + (lane.down ? PAGES * page_bytes : 0);
	unsigned char *other = all + (lane.down ? 0 : PAGES * page_bytes);
	mprotect(other, PAGES * page_bytes, PROT_READ);
	lane_run(&lane, 0, PAGES);
	is(present(all, 2 * PAGES), PAGES, "a read-only neighbour stays empty, %s",
	   lane_word(&lane));
	unmap(all, 2 * PAGES);
}

void check_modes(void)
{
	set_knob(WINDOW);
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		without_mode(lane);
		random_advice(lane);
		lock_on_fault(lane);
		droppable(lane);
		shared(lane);
		uffd_missing(lane);
		uffd_wp(lane);
		locked(lane);
		kernel_copies(lane);
		protected_neighbour(lane);
	}
	populate();
}
