/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rep.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "fault/barrier.h"
#include "fault/touch.h"
#include "machine/clock.h"

#include "fresh.h"

/*
 * The arithmetic is timed in pieces of about 0.2 ms: few of them are interrupted.
 * Half of them come after the touches.
 */
enum { ALU_STEPS = 250000, ALU_PIECES = 40, ALU_QUARTER = ALU_PIECES / 4 };

struct task {
	pthread_t thread;
	uint32_t index;
	const struct placement *placement;
	struct barrier *ready, *start, *finish;	/* the touches lie between the
						   last two */
	struct touch_plan touches;
	uint64_t piece_ns[ALU_PIECES];
	uint64_t end_ns;
	int rc;
};

/* Each step depends on the previous one, and none reads memory. */
static void time_pieces(uint64_t piece_ns[], size_t n)
{
	static volatile uint64_t seed = 1;
	uint64_t x = seed;
	for (size_t piece = 0; piece < n; piece++) {
		const uint64_t start_ns = clock_wall_ns();
		for (int i = 0; i < ALU_STEPS; i++)
			x = x * 6364136223846793005u + 1442695040888963407u;
		/* x is never 0; the test keeps the compiler from removing the loop. */
		piece_ns[piece] = x == 0 ? 0 : clock_wall_ns() - start_ns;
	}
}

static void *work(void *argument)
{
	struct task *task = argument;
	task->rc = placement_pin(task->placement, task->index);
	if (task->rc != 0)
		barrier_abort(task->ready);
	if (!barrier_arrive(task->ready))
		return NULL;
	time_pieces(task->piece_ns, ALU_PIECES / 2);
	barrier_arrive(task->start);
	touch_all(&task->touches);
	task->end_ns = clock_wall_ns();
	/* Arithmetic could slow down a thread that is still touching. */
	barrier_arrive(task->finish);
	time_pieces(task->piece_ns + ALU_PIECES / 2, ALU_PIECES / 2);
	return NULL;
}

static int run_tasks(struct task task[], uint32_t n)
{
	uint32_t nr_started = 0;
	int rc = 0;
	while (rc == 0 && nr_started < n) {
		struct task *t = &task[nr_started];
		rc = -pthread_create(&t->thread, NULL, work, t);
		nr_started += rc == 0;
	}
	if (rc != 0)
		barrier_abort(task[0].ready);
	for (uint32_t i = 0; i < nr_started; i++) {
		pthread_join(task[i].thread, NULL);
		if (rc == 0)
			rc = task[i].rc;
	}
	return rc;
}

static long nr_faults(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

static int ascending(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* The time of all pieces if each took the first quartile. */
static double alu_ns(struct task *task)
{
	qsort(task->piece_ns, ALU_PIECES, sizeof(task->piece_ns[0]), ascending);
	return (double)task->piece_ns[ALU_QUARTER] * ALU_PIECES;
}

static void collect(struct task task[], uint32_t n, struct rep *rep)
{
	rep->nr_threads = n;
	rep->alu_ns = 0;
	for (uint32_t i = 0; i < n; i++) {
		const double alu = alu_ns(&task[i]);
		rep->wall_ns[i] =
			(double)(task[i].end_ns - task[i].start->release_ns);
		if (alu > rep->alu_ns)
			rep->alu_ns = alu;
	}
}

/* Each thread touches its share; the shares are adjacent. */
static struct touch_plan share_of(const struct rep_plan *plan, uint32_t n,
				  uint32_t i, unsigned char *memory)
{
	const size_t share = plan->nr_pages / n;
	return (struct touch_plan){
		.first = memory + i * share * plan->page_bytes,
		.step_bytes = (ptrdiff_t)plan->page_bytes,
		.count = share,
		.page_bytes = plan->page_bytes,
		.writes = true,
		.cachelines = 1,
	};
}

static int measure_on(const struct rep_plan *plan, uint32_t n,
		      unsigned char *memory, struct rep *rep)
{
	struct task task[REP_MAX_THREADS];
	struct barrier ready, start, finish;
	barrier_init(&ready, n);
	barrier_init(&start, n);
	barrier_init(&finish, n);
	for (uint32_t i = 0; i < n; i++) {
		task[i] = (struct task){
			.index = i,
			.placement = plan->placement,
			.ready = &ready,
			.start = &start,
			.finish = &finish,
			.touches = share_of(plan, n, i, memory),
		};
		task[i].touches.stamp = rep->stamp + i * (plan->nr_pages / n);
	}
	const int rc = run_tasks(task, n);
	if (rc == 0)
		collect(task, n, rep);
	return rc;
}

int rep_measure(const struct rep_plan *plan, uint32_t nr_threads,
		struct rep *rep, struct error *err)
{
	const size_t bytes = plan->nr_pages * plan->page_bytes;
	unsigned char *memory = fresh_map(bytes);
	if (!memory)
		return error_set(err, -errno, "map memory: %s", strerror(errno));
	touch_code_present();
	const long faults = nr_faults();
	const int rc = measure_on(plan, nr_threads, memory, rep);
	const long taken = nr_faults() - faults;
	munmap(memory, bytes);
	if (rc != 0)
		return error_set(err, rc, "run threads: %s", strerror(-rc));
	if (taken < (long)plan->nr_pages)
		return error_set(err, -EIO,
				 "touch fresh memory: fewer faults than pages");
	return 0;
}
