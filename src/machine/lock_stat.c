/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/lock_stat.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/text.h"

/* "class name" is 40 wide, then a colon and twelve numbers. */
enum { NR_NUMBERS = 12 };
static const size_t places[NR_LOCK_NUMBERS] = {
	[LOCK_ACQUISITIONS] = 7, [LOCK_CONTENTIONS] = 1,
	[LOCK_HOLD_NS] = 10, [LOCK_WAIT_NS] = 4,
};

const char *const lock_number_names[NR_LOCK_NUMBERS] = {
	"acquisitions", "contentions", "hold_ns", "wait_ns",
};

/* What is in a class's name, and what we call it. */
static const struct {
	const char *part, *name;
} known[] = {
	{ "ptlock", "page_table" },	/* ptlock_ptr(page), ptlock_ptr(ptdesc) */
	{ "vm_lock", "vma" },		/* &vma->vm_lock->lock, vm_lock */
	{ "mmap_lock", "mmap" },
	{ "zone->lock", "zone" },
	{ "pcp->lock", "pcp" },
	{ "lru_lock", "lru" },
	{ "stock_lock", "memcg_stock" },
};

/*
 * What is no lock: sections and waits that the kernel marks as if they were, so
 * that it can tell a wrong order.
 */
static const char *const marks[] = {
	"rcu_read_lock", "rcu_callback", "fs_reclaim", "mmu_notifier_",
	"(wq_completion)", "(work_completion)",
};

static bool is_mark(const char *class)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (strncmp(class, marks[i], strlen(marks[i])) == 0)
			return true;
	return strstr(class, "seqcount") != NULL;
}

/* Without "#2", the second class of the name, and "/1", how deep it nests. */
static size_t base_length(const char *class, size_t n)
{
	static const char digits[] = "0123456789";
	for (size_t i = 0; i < 2; i++) {
		const char mark = "/#"[i];
		size_t at = n;
		while (at > 0 && strchr(digits, class[at - 1]))
			at--;
		if (at > 1 && at < n && class[at - 1] == mark)
			n = at - 1;
	}
	return n;
}

/* Not in the middle of a word: kvm_lock is none of a VMA. */
static bool has_part(const char *class, const char *part)
{
	const char *at = strstr(class, part);
	return at && (at == class || strchr("&>.", at[-1]));
}

/* class [n] */
static void set_name(struct lock_use *lock, const char *class, size_t n,
		     bool shared)
{
	char text[LOCK_NAME_SIZE];
	snprintf(text, sizeof(text), "%.*s", (int)n, class);
	const char *name = text;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (has_part(text, known[i].part))
			name = known[i].name;
	/* A class has 40 bytes at the most. */
	snprintf(lock->name, sizeof(lock->name), "%.50s%s", name,
		 shared ? ".read" : "");
}

/* The numbers of a line: counts as they are, microseconds as nanoseconds. */
static bool read_numbers(const char *text, uint64_t number[NR_NUMBERS])
{
	for (size_t i = 0; i < NR_NUMBERS; i++) {
		char *end;
		text += strspn(text, " ");
		if (*text < '0' || *text > '9')
			return false;
		number[i] = strtoull(text, &end, 10);
		if (*end == '.') {
			char *start = end + 1;
			const uint64_t hundredths = strtoull(start, &end, 10);
			if (end != start + 2)
				return false;
			number[i] = number[i] * 1000 + hundredths * 10;
		}
		text = end;
	}
	return text[strspn(text, " ")] == '\0';
}

/*
 * A line of a class. Names have blanks and colons of their own: the one that ends
 * the name is the last in the line.
 */
static bool read_line(const char *line, struct lock_use *lock)
{
	uint64_t number[NR_NUMBERS];
	const char *colon = strrchr(line, ':');
	if (!colon || !read_numbers(colon + 1, number))
		return false;
	const char *class = line + strspn(line, " ");
	size_t n = (size_t)(colon - class);
	const bool shared = n > 2 && strncmp(colon - 2, "-R", 2) == 0;
	if (shared || (n > 2 && strncmp(colon - 2, "-W", 2) == 0))
		n -= 2;
	if (class >= colon || is_mark(class))
		return false;
	for (size_t i = 0; i < NR_LOCK_NUMBERS; i++)
		lock->number[i] = number[places[i]];
	set_name(lock, class, base_length(class, n), shared);
	return true;
}

static struct lock_use *find(const struct lock_uses *uses, const char *name)
{
	for (size_t i = 0; i < uses->n; i++)
		if (strcmp(uses->lock[i].name, name) == 0)
			return &uses->lock[i];
	return NULL;
}

static void add(struct lock_uses *uses, const struct lock_use *more)
{
	struct lock_use *lock = find(uses, more->name);
	for (size_t i = 0; lock && i < NR_LOCK_NUMBERS; i++)
		lock->number[i] += more->number[i];
	if (lock)
		return;
	uses->lock = error_unless_memory(
		realloc(uses->lock, (uses->n + 1) * sizeof(*lock)));
	uses->lock[uses->n++] = *more;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct lock_use *)a)->name,
		      ((const struct lock_use *)b)->name);
}

struct lock_uses lock_uses_parse(const char *text)
{
	struct lock_uses uses = { 0 };
	/* Lockdep that has found a mistake counts no further. */
	uses.known = strncmp(text, "lock_stat version", 17) == 0 &&
		     !strstr(text, "lock debugging disabled");
	while (uses.known && *text) {
		char line[512];
		struct lock_use lock;
		const size_t n = strcspn(text, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		if (n < sizeof(line) && read_line(line, &lock))
			add(&uses, &lock);
		text += n + (text[n] == '\n');
	}
	if (uses.n > 0)
		qsort(uses.lock, uses.n, sizeof(*uses.lock), by_name);
	return uses;
}

bool lock_stat_counts(void)
{
	if (access("/proc/lock_stat", R_OK) != 0)
		return false;
	AUTO_FREE char *on = file_text("", "/proc/sys/kernel/lock_stat");
	return !text_same(on, "0");
}

/* The kernel counts when it is opened; what is read later is of that moment. */
int lock_stat_open(void)
{
	return open("/proc/lock_stat", O_RDONLY | O_CLOEXEC);
}

struct lock_uses lock_uses_read(int fd)
{
	size_t n;
	AUTO_CLOSE const int own = fd;
	AUTO_FREE char *text = own < 0 ? NULL : file_rest(own, 16 << 20, &n);
	return text ? lock_uses_parse(text) : (struct lock_uses){ 0 };
}

/* Someone may have set them to zero in between. */
static uint64_t since(uint64_t now, uint64_t before)
{
	return now >= before ? now - before : now;
}

void lock_uses_since(struct lock_uses *now, const struct lock_uses *before)
{
	size_t n = 0;
	for (size_t i = 0; i < now->n; i++) {
		struct lock_use lock = now->lock[i];
		const struct lock_use *was = find(before, lock.name);
		for (size_t k = 0; was && k < NR_LOCK_NUMBERS; k++)
			lock.number[k] = since(lock.number[k], was->number[k]);
		if (lock.number[LOCK_ACQUISITIONS] > 0)
			now->lock[n++] = lock;
	}
	now->n = n;
	now->known = now->known && before->known && n > 0;
	if (!now->known)
		lock_uses_close(now);
}

const char *lock_counter(const struct lock_use *lock, enum lock_number number,
			 char counter[LOCK_COUNTER_SIZE])
{
	snprintf(counter, LOCK_COUNTER_SIZE, "lock.%s.%s", lock->name,
		 lock_number_names[number]);
	return counter;
}

void lock_uses_close(struct lock_uses *uses)
{
	free(uses->lock);
	*uses = (struct lock_uses){ 0 };
}
