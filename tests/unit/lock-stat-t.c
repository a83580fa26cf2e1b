/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lock statistics of the kernel: texts of two guests, from before and after 16384
 * pages were touched one after the other, and texts that are none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/known.h"
#include "machine/lock_stat.h"
#include "tap.h"

enum { PAGES = 16384 };

static struct lock_uses read_data(const char *name)
{
	char *text = file_text(TESTS_DIR, "/data/%s", name);
	struct lock_uses uses = lock_uses_parse(text ? text : "");
	free(text);
	return uses;
}

static const struct lock_use *find(const struct lock_uses *uses,
				   const char *name)
{
	for (size_t i = 0; i < uses->n; i++)
		if (strcmp(uses->lock[i].name, name) == 0)
			return &uses->lock[i];
	return NULL;
}

static uint64_t number(const struct lock_uses *uses, const char *name,
		       enum lock_number which)
{
	const struct lock_use *lock = find(uses, name);
	return lock ? lock->number[which] : 0;
}

static void test_parse(void)
{
	struct lock_uses uses = read_data("lock-stat-6.12-after.txt");
	ok(uses.known, "what Linux 6.12 shows is understood");
	is_int(number(&uses, "page_table", LOCK_ACQUISITIONS), 36 + 16453,
	       "both classes of page-table locks are added up");
	is_int(number(&uses, "page_table", LOCK_HOLD_NS), 14780 + 42560410,
	       "microseconds with two decimals are nanoseconds");
	is_int(number(&uses, "mmap", LOCK_ACQUISITIONS), 17,
	       "writers of mmap_lock are one thing");
	is_int(number(&uses, "mmap.read", LOCK_ACQUISITIONS), 10,
	       "and its readers another");
	is_int(number(&uses, "&port_lock_key", LOCK_CONTENTIONS), 2,
	       "how often a lock was waited for is read");
	is_int(number(&uses, "&port_lock_key", LOCK_WAIT_NS), 11210,
	       "and for how long");
	is_int(number(&uses, "drivers/char/random.c:1024", LOCK_ACQUISITIONS), 2,
	       "a class may have a colon in its name");
	is_int(number(&uses, "(console_sem).lock", LOCK_ACQUISITIONS), 164,
	       "and parentheses");
	is_int(number(&uses, "lock", LOCK_ACQUISITIONS), 1 + 16566,
	       "classes of one name are added up");
	ok(!find(&uses, "rcu_read_lock.read") && !find(&uses, "fs_reclaim"),
	   "what the kernel only marks is no lock");
	lock_uses_close(&uses);
}

static void test_since(const char *line, const char *fault_lock)
{
	char name[64];
	snprintf(name, sizeof(name), "lock-stat-%s-before.txt", line);
	struct lock_uses before = read_data(name);
	snprintf(name, sizeof(name), "lock-stat-%s-after.txt", line);
	struct lock_uses uses = read_data(name);
	lock_uses_since(&uses, &before);
	is_int(number(&uses, "page_table", LOCK_ACQUISITIONS),
	       PAGES + PAGES / 512,
	       "%s: the page-table lock is taken once a page, and once for each table",
	       line);
	is_int(number(&uses, fault_lock, LOCK_ACQUISITIONS) / PAGES, 1,
	       "%s: %s is taken once a page", line, fault_lock);
	ok(number(&uses, fault_lock, LOCK_HOLD_NS) >
		   number(&uses, "page_table", LOCK_HOLD_NS),
	   "%s: it is held while the page-table lock is", line);
	ok(!find(&uses, "text_mutex"), "%s: what was not taken is not there",
	   line);
	lock_uses_close(&uses);
	lock_uses_close(&before);
}

static void test_bad(void)
{
	static const char *const bad[] = {
		"", "\n", "lock_stat", "Permission denied",
		"lock_stat version 0.4\n*WARNING* lock debugging disabled!! - possibly due to a lockdep warning\n",
	};
	static const char *const passed_over[] = {
		"a: 1 2 3", ": 1 2 0.00 0.00 0.00 0.00 7 8 0.00 0.00 0.00 0.00",
		"a: 1 2 0.00 0.00 0.00 0.00 7 8 0.00 0.00 0.00 0.00 13",
		"a: 1 2 0.00 0.00 0.00 0.00 7 8 0.00 0.00 -1.00 0.00",
		"a: 1 2 0.00 0.00 0.00 0.00 7 8 0.00 0.00 1.5 0.00",
		"a 1 2 0.00 0.00 0.00 0.00 7 8 0.00 0.00 0.00 0.00",
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct lock_uses uses = lock_uses_parse(bad[i]);
		ok(!uses.known && uses.n == 0, "of bad text %zu nothing is known", i);
		lock_uses_close(&uses);
	}
	for (size_t i = 0; i < ARRAY_SIZE(passed_over); i++) {
		char text[256];
		snprintf(text, sizeof(text), "lock_stat version 0.4\n%s\n",
			 passed_over[i]);
		struct lock_uses uses = lock_uses_parse(text);
		ok(uses.known && uses.n == 0, "line '%s' is of no class",
		   passed_over[i]);
		lock_uses_close(&uses);
	}
}

static struct lock_uses one_lock(const char *class, int acquisitions)
{
	char text[256];
	snprintf(text, sizeof(text), "lock_stat version 0.4\n%s: 0 1 0.00 0.00 0.50 0.00 7 %d 0.00 0.00 1.25 0.00\n",
		 class, acquisitions);
	return lock_uses_parse(text);
}

static void test_names(void)
{
	static const struct {
		const char *class, *name;
	} cases[] = {
		{ "ptlock_ptr(page)", "page_table" },
		{ "ptlock_ptr(ptdesc)#2/1", "page_table" },
		{ "&vma->vm_lock->lock-R", "vma.read" },
		{ "&vma->vm_lock->lock-W", "vma" }, { "vm_lock", "vma" },
		{ "kvm_lock", "kvm_lock" }, { "&rq->__lock/1", "&rq->__lock" },
		{ "&mm->mmap_lock#3-R", "mmap.read" }, { "#1", "#1" },
		{ "a/b#", "a/b#" }, { "x-R", "x.read" }, { "-R", "-R" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lock_uses uses = one_lock(cases[i].class, 8);
		is_text(uses.n == 1 ? uses.lock[0].name : "", cases[i].name,
			"class %s is %s", cases[i].class, cases[i].name);
		lock_uses_close(&uses);
	}
}

static void test_counter(void)
{
	char counter[LOCK_COUNTER_SIZE];
	struct lock_uses uses = one_lock("ptlock_ptr(page)", 8);
	is_text(lock_counter(&uses.lock[0], LOCK_HOLD_NS, counter),
		"lock.page_table.hold_ns", "a record has it under this name");
	lock_uses_close(&uses);
}

static void test_stopped(void)
{
	struct lock_uses before = one_lock("a", 8), now = one_lock("a", 8);
	lock_uses_since(&now, &before);
	ok(!now.known && now.n == 0,
	   "where no lock was taken at all the kernel does not count");
	lock_uses_close(&now);
	now = one_lock("a", 3);
	lock_uses_since(&now, &before);
	is_int(number(&now, "a", LOCK_ACQUISITIONS), 3,
	       "counts that were set to zero meanwhile are those since");
	lock_uses_close(&now);
	lock_uses_close(&before);
	now = lock_uses_read(-1);
	ok(!now.known, "what could not be opened is unknown");
	lock_uses_close(&now);
}

int main(void)
{
	test_parse();
	test_since("6.12", "vma.read");
	test_since("6.1", "mmap.read");
	test_bad();
	test_names();
	test_counter();
	test_stopped();
	return tap_done();
}
