/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/worker.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "fault/locality.h"
#include "fault/pressure.h"
#include "fault/touch.h"
#include "machine/clock.h"

enum { STACK_PRESENT = 12 << 10 };

/* What a task has for itself; on its stack. */
struct own {
	struct region region;
	struct page_range range;	/* its slice */
	struct visits visits;
	struct touch_plan plan;
	uint32_t *page;		/* irregular order */
	uint64_t *touched;	/* after the window: a bit a page */
	size_t populate_bytes;	/* 0: touched */
};

bool team_has_own_regions(const struct team *team)
{
	return team->workload->processes || team->workload->own_regions;
}

bool team_unmaps(const struct team *team)
{
	return team_has_own_regions(team) && team->looks;
}

const struct kind *team_kind(const struct team *team)
{
	return team->role == ROLE_LIMIT ? &kinds[0] : team->workload->kind;
}

/* Memory of our own: not malloc's, which would give each thread an arena. */
static void *own_memory(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

static void own_memory_free(void *memory, size_t bytes)
{
	if (memory)
		munmap(memory, bytes);
}

/* What the window will use of the stack is there before. */
static void __attribute__((noinline)) stack_present(void)
{
	volatile unsigned char stack[STACK_PRESENT];
	for (size_t i = 0; i < sizeof(stack); i += 1024)
		stack[i] = 0;
}

static int fail(struct task *task, int rc, const char *step)
{
	task->rc = rc;
	task->step = step;
	return rc;
}

static int map_slice(const struct team *team, struct task *task, struct own *own)
{
	const struct workload *w = team->workload;
	const struct mapping mapping = {
		.kind = team_kind(team), .backing = team->backing,
		.bytes = task->slice.nr_pages * w->page_bytes,
		.offset = task->slice.first_page * w->page_bytes,
	};
	int rc = 0;
	own->range = (struct page_range){ .nr_pages = task->slice.nr_pages,
					  .page_bytes = w->page_bytes };
	if (team_has_own_regions(team)) {
		rc = region_open(w, &mapping, &own->region);
		own->range.base = own->region.base;
	} else {
		own->range.base = team->region.base + mapping.offset;
	}
	return rc;
}

/* Work out the visits, and have all that the loop will read or write present. */
static int plan_touches(const struct team *team, struct task *task,
			struct own *own)
{
	const struct workload *w = team->workload;
	const size_t n = (size_t)task->slice.nr_pages;
	own->visits = pattern_plan(&w->pattern, n, task->index);
	const struct visits *v = &own->visits;
	own->plan = (struct touch_plan){
		.first = own->range.base + v->first * w->page_bytes,
		.step_bytes = v->step * (ptrdiff_t)w->page_bytes,
		.count = v->count,
		.page_bytes = w->page_bytes,
		.writes = w->kind->access == TOUCH_WRITE,
		.cachelines = w->cachelines,
	};
	task->nr_touched = v->count;
	if (v->step == 0) {
		own->page = own_memory(v->count * sizeof(*own->page));
		own->plan.page = own->page;
		if (!own->page || pattern_fill(&w->pattern, n, task->index,
					       own->page) != 0)
			return -ENOMEM;
	}
	if (team->role == ROLE_MEASURE && w->kind->populates)
		own->populate_bytes = n * w->page_bytes;
	if (team->role == ROLE_MEASURE && task->stamp) {
		memset(task->stamp, 0, v->count * sizeof(*task->stamp));
		own->plan.stamp = task->stamp;
	}
	return 0;
}

/* Go through the window once without a touch: code, clocks, stack, vDSO. */
static void rehearse(const struct team *team, struct task *task,
		     const struct own *own)
{
	struct touch_plan nothing = own->plan;
	struct barrier alone;
	struct usage usage;
	nothing.count = 0;
	stack_present();
	barrier_present(&team->meet[MEET_START]);
	touch_code_present();
	task->start_ns = task->end_ns = 0;
	task->done = false;
	barrier_init(&alone, 1);
	for (int i = 0; i < 2; i++) {
		usage_read(&usage);
		clock_cpu_ns();
		barrier_arrive_counted(&alone, &task->nr_sleeps);
		clock_wall_ns();
		touch_all(&nothing);
		touch_zero(own->range.base, 0, own->plan.page_bytes);
		/* Where the kernel cannot, it is not this kind. */
		if (team->workload->kind->populates)
			touch_populate(own->range.base, 0);
	}
}

static int prepare(const struct team *team, struct task *task, struct own *own)
{
	const struct workload *w = team->workload;
	int rc = placement_pin(&w->placement, task->index);
	if (rc != 0)
		return fail(task, rc, "bind a task to its CPU");
	rc = map_slice(team, task, own);
	if (rc != 0)
		return fail(task, rc, "map the region");
	rc = plan_touches(team, task, own);
	if (rc != 0)
		return fail(task, rc, "prepare the order of touches");
	if (team->role == ROLE_LIMIT) {
		const struct touch_plan populate = {
			.first = own->range.base,
			.step_bytes = (ptrdiff_t)w->page_bytes,
			.count = own->visits.count,
			.page_bytes = w->page_bytes,
			.writes = true,
			.cachelines = 1,
		};
		touch_all(&populate);
	} else if (team->looks) {
		task->before = presence_read(&own->range, NULL);
	}
	rehearse(team, task, own);
	return 0;
}

/*
 * THE WINDOW. Between the barrier's release and end_ns there are two clock
 * readings and the touches, or the one call that populates instead.
 */
static void __attribute__((noinline))
window(const struct team *team, struct task *task, const struct own *own)
{
	if (!barrier_arrive_counted(&team->meet[MEET_START], &task->nr_sleeps))
		return;
	task->start_ns = clock_wall_ns();
	if (own->populate_bytes)
		task->rc = touch_populate(own->range.base, own->populate_bytes);
	else if (team->role == ROLE_MEASURE)
		touch_all(&own->plan);
	else if (team->role == ROLE_LIMIT)
		touch_zero(own->range.base, own->plan.count, own->plan.page_bytes);
	task->end_ns = clock_wall_ns();
}

static void usage_since(struct usage *usage, const struct usage *before)
{
	usage->faults_minor -= before->faults_minor;
	usage->faults_major -= before->faults_major;
	usage->user_ns -= before->user_ns;
	usage->system_ns -= before->system_ns;
	usage->voluntary -= before->voluntary;
	usage->involuntary -= before->involuntary;
}

static void measure(const struct team *team, struct task *task,
		    const struct own *own)
{
	struct usage before;
	usage_read(&before);
	const uint64_t cpu_ns = clock_cpu_ns();
	window(team, task, own);
	task->cpu_ns = clock_cpu_ns() - cpu_ns;
	usage_read(&task->usage);
	usage_since(&task->usage, &before);
	task->done = task->end_ns != 0;
	if (task->done && task->rc != 0)
		task->step = "populate its slice";
}

/*
 * A bit for each page of the slice that was touched. There is no bitmap without
 * memory.
 */
static void mark_touched(const struct team *team, struct own *own)
{
	const struct visits *v = &own->visits;
	own->touched = own_memory(page_bits_bytes(own->range.nr_pages));
	if (!own->touched || team->role == ROLE_NOP)
		return;
	for (size_t i = 0; i < v->count; i++) {
		size_t page = i;	/* what the limit populates */
		if (team->role == ROLE_MEASURE)
			page = visits_page(v, own->page, i);
		page_bit_set(own->touched, page);
	}
}

static void look_at_nodes(const struct team *team, struct task *task,
			  const struct own *own)
{
	const struct workload *w = team->workload;
	const struct page_edges edges = locality_edges(w, task->index);
	const struct count node = placement_node(&w->placement, task->index);
	task->on = page_nodes_count(&own->range, (uint32_t)node.value, &edges);
}

static void look(const struct team *team, struct task *task,
		 const struct own *own)
{
	if (!own->touched)
		return;	/* presence stays unknown */
	task->after = presence_read(&own->range, own->touched);
	if (team->looks_at_nodes)
		look_at_nodes(team, task, own);
	if (team->workload->processes)
		task->memory = region_memory_read(own->region.base,
						  own->region.bytes);
	else if (team_has_own_regions(team) && team_kind(team)->takes_memory)
		/* Each thread's look into smaps would walk those of all. */
		task->memory.rss_bytes = (struct count){
			task->after.present.value * team->workload->page_bytes,
			task->after.present.known };
}

/* Locked, or the kernel would take it in place of the region. */
static int keep(const struct own *own)
{
	if (mlock(own->touched, page_bits_bytes(own->range.nr_pages)) != 0 ||
	    (own->page && mlock(own->page, own->visits.count *
						   sizeof(*own->page)) != 0))
		return -errno;
	return 0;
}

/* After the window, where the row asks for it. */
static void press(const struct team *team, struct task *task,
		  const struct own *own)
{
	const struct pressure_plan plan = {
		.range = own->range, .touched = own->touched, .touches = &own->plan,
		.percent = team->workload->pressure, .ask = team->ask,
	};
	const char *what = "keep its own memory";
	int rc = own->touched ? keep(own) : -ENOMEM;
	if (rc == 0)
		rc = pressure_run(&plan, &task->pressure, &what);
	if (rc != 0)
		fail(task, rc, what);
}

/*
 * All tasks together, as they touched: timed from when the last one has looked to
 * when the last one has unmapped. Where tasks share CPUs, the time of one task may
 * include work of others; only the time of all is the work of all. So no task
 * returns before.
 */
static void unmap_together(const struct team *team, struct task *task,
			   struct own *own)
{
	barrier_arrive(&team->meet[MEET_LEAVE]);
	region_unmap(&own->region);
	task->unmapped_ns = clock_wall_ns();
	barrier_arrive(&team->meet[MEET_GONE]);
}

static void clean_up(struct own *own)
{
	own_memory_free(own->page, own->visits.count * sizeof(*own->page));
	own_memory_free(own->touched, page_bits_bytes(own->range.nr_pages));
	region_close(&own->region);
}

/* Wait for the process that started the tasks: it reads the lock counts. */
static void wait_for_count(const struct team *team, struct barrier *counted)
{
	if (team->counts_locks)
		barrier_arrive(counted);
}

static void be_counted(const struct team *team)
{
	if (team->counts_locks && barrier_arrive(&team->meet[MEET_READY]))
		wait_for_count(team, &team->meet[MEET_COUNTED]);
}

void worker_run(const struct team *team, struct task *task)
{
	struct own own = { 0 };
	if (prepare(team, task, &own) != 0)
		barrier_abort(&team->meet[MEET_START]);
	be_counted(team);
	measure(team, task, &own);
	/* Stay put until the last one is done: looking would disturb it. */
	if (!barrier_aborted(&team->meet[MEET_START]) && barrier_arrive(&team->meet[MEET_FINISH]) &&
	    team->looks) {
		wait_for_count(team, &team->meet[MEET_COUNTED_AGAIN]);
		mark_touched(team, &own);
		look(team, task, &own);
		if (team->ask)
			press(team, task, &own);
		if (team_unmaps(team))
			unmap_together(team, task, &own);
	}
	clean_up(&own);
}
