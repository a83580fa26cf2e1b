/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/barrier.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "machine/clock.h"

enum { BARRIER_CLOSED, BARRIER_OPEN, BARRIER_ABORTED };

/* The call that takes our struct timespec: its time may be longer than a long. */
#ifdef SYS_futex_time64
enum { FUTEX_CALL = sizeof(time_t) > sizeof(long) ? SYS_futex_time64 : SYS_futex };
#else
enum { FUTEX_CALL = SYS_futex };
#endif

/* Not FUTEX_PRIVATE: processes share it. */
static long futex_wait(_Atomic uint32_t *word, uint32_t value,
		       const struct timespec *timeout)
{
	return syscall(FUTEX_CALL, word, FUTEX_WAIT, value, timeout, NULL, 0);
}

static void settle(struct barrier *barrier, uint32_t state)
{
	uint32_t closed = BARRIER_CLOSED;
	if (atomic_compare_exchange_strong(&barrier->state, &closed, state))
		syscall(FUTEX_CALL, &barrier->state, FUTEX_WAKE, INT_MAX, NULL,
			NULL, 0);
}

void barrier_init(struct barrier *barrier, uint32_t nr_expected)
{
	atomic_init(&barrier->state, BARRIER_CLOSED);
	atomic_init(&barrier->nr_arrived, 0);
	barrier->nr_expected = nr_expected;
	barrier->release_ns = 0;
}

void barrier_present(struct barrier *barrier)
{
	atomic_fetch_add(&barrier->nr_arrived, 0);
}

bool barrier_arrive_counted(struct barrier *barrier, uint32_t *sleeps)
{
	*sleeps = 0;
	if (atomic_fetch_add(&barrier->nr_arrived, 1) + 1 ==
	    barrier->nr_expected) {
		barrier->release_ns = clock_wall_ns();
		settle(barrier, BARRIER_OPEN);
	}
	while (atomic_load(&barrier->state) == BARRIER_CLOSED)
		*sleeps += futex_wait(&barrier->state, BARRIER_CLOSED, NULL) == 0;
	return atomic_load(&barrier->state) == BARRIER_OPEN;
}

bool barrier_arrive(struct barrier *barrier)
{
	uint32_t sleeps;
	return barrier_arrive_counted(barrier, &sleeps);
}

bool barrier_watch(struct barrier *barrier)
{
	/* A signal that came just before the wait is noticed a second later. */
	const struct timespec second = { .tv_sec = 1 };
	if (atomic_load(&barrier->state) == BARRIER_CLOSED)
		futex_wait(&barrier->state, BARRIER_CLOSED, &second);
	return atomic_load(&barrier->state) != BARRIER_CLOSED;
}

void barrier_open(struct barrier *barrier)
{
	settle(barrier, BARRIER_OPEN);
}

void barrier_abort(struct barrier *barrier)
{
	settle(barrier, BARRIER_ABORTED);
}

bool barrier_aborted(const struct barrier *barrier)
{
	return atomic_load(&barrier->state) == BARRIER_ABORTED;
}
