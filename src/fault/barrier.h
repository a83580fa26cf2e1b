/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A barrier on a predicate, for threads and for processes that share its
 * memory. A task that arrives early sleeps in a futex; none spins. The last one
 * to arrive stamps the time of the release and wakes the others, so that the
 * window does not include the way to the barrier.
 */
#ifndef FAULT_BARRIER_H
#define FAULT_BARRIER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct barrier {
	_Alignas(128) _Atomic uint32_t state;	/* BARRIER_CLOSED until it is settled */
	_Atomic uint32_t nr_arrived;
	uint32_t nr_expected;
	uint64_t release_ns;		/* valid once released */
};

void barrier_init(struct barrier *barrier, uint32_t nr_expected);

/* Have its page present and writable in this process, before the window. */
void barrier_present(struct barrier *barrier);

/*
 * Arrive, and wait until all have. Returns true when all have, false when the
 * barrier was aborted.
 */
bool barrier_arrive(struct barrier *barrier);
/* The same; sleeps receives how often the caller was put to sleep for it. */
bool barrier_arrive_counted(struct barrier *barrier, uint32_t *sleeps);

/*
 * Wait without being counted, at most until a signal comes.
 * Returns  whether it is settled (released or aborted).
 */
bool barrier_watch(struct barrier *barrier);

/* Release all tasks, now and later, as if all had arrived. This is final. */
void barrier_open(struct barrier *barrier);
/* The same, but barrier_arrive returns false. */
void barrier_abort(struct barrier *barrier);
bool barrier_aborted(const struct barrier *barrier);

#endif
