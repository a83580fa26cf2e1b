/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where CPUs, memory and pages are on machines with several nodes, and what is
 * fair to ask of them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "fault/locality.h"
#include "fault/trial.h"
#include "machine/bind.h"
#include "tap.h"

#define NODES TESTS_DIR "/machines/nodes"

/* ---- where CPUs are ---- */

/* "0,4 1,5": the CPUs of each set. */
static char *sets_text(const struct bind_sets *sets)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	for (size_t i = 0; i < sets->n; i++) {
		struct list *set = &sets->set[i];
		qsort(set->values, set->n, sizeof(*set->values), number_ascending);
		char *cpus = list_text(i > 0 ? " " : "", set);
		fputs(cpus, out);
		free(cpus);
	}
	fclose(out);
	return text;
}

static struct list cpus_of(size_t first, size_t last)
{
	struct list cpus = { 0 };
	for (size_t cpu = first; cpu <= last; cpu++)
		list_add(&cpus, cpu);
	return cpus;
}

static void test_orders(void)
{
	static const struct {
		enum bind_mode mode;
		size_t first, last;
		const char *order;
	} cases[] = {
		{ BIND_COMPACT, 0, 8, "0 4 2 6 1 5 3 7 8" },
		{ BIND_CORE, 0, 8, "0 2 1 3 8" },
		{ BIND_NODE, 0, 8, "0,2,4,6 1,3,5,7 8" },
		{ BIND_SCATTER, 0, 8, "0 1 8 2 3 4 5 6 7" },
		{ BIND_COMPACT, 3, 6, "4 6 5 3" },
		{ BIND_CORE, 4, 6, "4 6 5" },
		{ BIND_NODE, 4, 6, "4,6 5" },
		{ BIND_SCATTER, 4, 6, "4 5 6" },
		{ BIND_NODE, 8, 8, "8" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct list allowed = cpus_of(cases[i].first, cases[i].last);
		struct bind_sets order = { 0 };
		bind_order_of(NODES, cases[i].mode, &allowed, &order);
		char *text = sets_text(&order);
		is_text(text, cases[i].order,
			"%s gives CPUs %zu to %zu of three nodes in this order",
			bind_words.words[cases[i].mode], cases[i].first,
			cases[i].last);
		free(text);
		bind_sets_close(&order);
		list_close(&allowed);
	}
}

static void test_no_sysfs(void)
{
	static const enum bind_mode modes[] = { BIND_COMPACT, BIND_CORE,
						BIND_SCATTER, BIND_NODE };
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		struct list allowed = cpus_of(0, 3);
		struct bind_sets order = { 0 };
		bind_order_of(TESTS_DIR "/machines/none", modes[i], &allowed,
			      &order);
		char *text = sets_text(&order);
		is_text(text, modes[i] == BIND_NODE ? "0,1,2,3" : "0 1 2 3",
			"%s on a kernel that knows no nodes is as if it had one",
			bind_words.words[modes[i]]);
		free(text);
		bind_sets_close(&order);
		list_close(&allowed);
	}
}

/*
 * What hwloc and sysfs say of the machine that this runs on. hwloc also knows
 * packages and caches in a node: with many CPUs only the numbers are the same.
 */
static void test_twins(void)
{
	static const enum bind_mode modes[] = { BIND_COMPACT, BIND_CORE,
						BIND_SCATTER, BIND_NODE };
	struct list allowed;
	bind_allowed(&allowed, NULL);
	const bool small = allowed.n <= 2;
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		struct bind_sets one = { 0 };
		struct bind_sets other = { 0 };
		bind_order(modes[i], &allowed, &one, NULL);
		bind_order_of("", modes[i], &allowed, &other);
		char *a = sets_text(&one), *b = sets_text(&other);
		is_int(other.n, one.n, "%s has as many places by sysfs as by what pft is built with",
		       bind_words.words[modes[i]]);
		if (small)
			is_text(b, a, "and in the same order");
		else
			tap_skip("this machine has more than 2 CPUs",
				 "and in the same order");
		free(a);
		free(b);
		bind_sets_close(&one);
		bind_sets_close(&other);
	}
	list_close(&allowed);
}

/* ---- what nodes have ---- */

static void test_memory(void)
{
	char *text = file_text(NODES, "/proc/zoneinfo");
	struct list nodes;
	struct node_memory memory;
	policy_nodes(NODES, &nodes);
	is_int(nodes.n, 2, "nodes without memory are left out");
	list_close(&nodes);
	policy_nodes(TESTS_DIR "/machines/none", &nodes);
	is_int(nodes.n, 0, "a kernel that knows no nodes has none");
	list_close(&nodes);
	ok(memory_of_node(text, 0, 4096, &memory), "a node of several zones is found");
	is_int(memory.managed_bytes / 4096, 113840, "it has what all zones have");
	/* DMA keeps 3800 of 3840 and has its low watermark: nothing is left. */
	is_int(memory.room_bytes / 4096, 97000,
	       "there is room down to each zone's low watermark and what it keeps");
	ok(memory_of_node(text, 1, 4096, &memory) && memory.room_bytes == 0,
	   "a zone below its watermark has none");
	is_int(memory.managed_bytes / 4096, 128000, "the last node is read to its end");
	ok(!memory_of_node(text, 2, 4096, &memory), "a node that is not there is not found");
	ok(!memory_of_node("", 0, 4096, &memory), "nor is any in an empty file");
	free(text);
}

static void test_fits(void)
{
	const struct node_memory memory = { .managed_bytes = UINT64_C(128) << 20,
					    .room_bytes = UINT64_C(104) << 20 };
	ok(locality_fits(UINT64_C(98) << 20, &memory),
	   "a share that leaves a 32nd of the node fits");
	ok(!locality_fits(UINT64_C(99) << 20, &memory),
	   "one that would leave less is not sure to fit");
}

/* ---- edges ---- */

static struct workload workload_of(uint32_t nr_tasks, uint64_t pages)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	return (struct workload){
		.kind = kind_find("anon-write"), .nr_tasks = nr_tasks,
		.cachelines = 1, .page_bytes = page, .bytes = pages * page,
		.requested_bytes = pages * page,
		.pattern = { .pattern = &patterns[0] },
	};
}

static void test_edges(void)
{
	const uint64_t table = (uint64_t)sysconf(_SC_PAGESIZE) / sizeof(long);
	struct workload w = workload_of(2, 4 * table);
	struct page_edges e = locality_edges(&w, 0);
	ok(e.head == 0 && e.tail == 0,
	   "slices that meet where a page table ends have no edges");
	w = workload_of(2, 4 * table + 20);
	e = locality_edges(&w, 0);
	ok(e.head == 0 && e.tail == 10,
	   "the first slice's end is an edge as far as its last page table goes");
	e = locality_edges(&w, 1);
	ok(e.head == table - 10 && e.tail == 0,
	   "the last slice's beginning is one, and not its end");
	w.own_regions = true;
	e = locality_edges(&w, 1);
	ok(e.head == 0 && e.tail == 0, "a region of one's own has none");
}

/* ---- judgement ---- */

enum { PAGES = 1000 };

/* Two nodes with PAGES each; room and pages in units of a page of 4096. */
static struct trial_result judged(uint64_t room, uint64_t other_room,
				  uint64_t remote, uint64_t edge, bool may_map_more)
{
	struct locality_node node[2] = {
		{ .node = 2, .share_bytes = PAGES * 4096, .memory_known = true,
		  .memory = { PAGES * 4096, room * 4096 },
		  .on = { count_of(0), count_of(0), 0 } },
		{ .node = 5, .share_bytes = PAGES * 4096, .memory_known = true,
		  .memory = { PAGES * 4096, other_room * 4096 },
		  .on = { count_of(0), count_of(0), 0 } },
	};
	struct locality locality = { node, 2 };
	struct trial_result result = { .ok = true };
	result.expected.no_more_pages = !may_map_more;
	const struct page_nodes one = { count_of(PAGES - remote),
					count_of(remote), edge };
	const struct page_nodes two = { count_of(PAGES), count_of(0), 0 };
	locality_add(&locality, 2, &one);
	locality_add(&locality, 5, &two);
	locality_judge(&locality, &result);
	return result;
}

static void test_judgement(void)
{
	struct trial_result r = judged(2000, 2000, 0, 0, false);
	ok(r.ok && !r.spilled, "pages that are all on their node pass");
	ok(r.pages_local.known && r.pages_local.value == 2 * PAGES &&
		   r.pages_remote.known && r.pages_remote.value == 0,
	   "those of all nodes are counted");
	r = judged(2000, 2000, 812, 0, false);
	is_text(r.invalid, "memory: 812 of 1000 pages of tasks on node 2 are on other nodes, though 8 MiB were free there",
		"pages elsewhere, where there was room, are INVALID with their reason");
	ok(!r.ok && !r.spilled && r.pages_remote.value == 812,
	   "that is no spill, and it is counted");
	r = judged(500, 2000, 812, 0, false);
	ok(r.ok && r.spilled, "pages elsewhere are a spill, where there was no room");
	r = judged(2000, 500, 812, 0, false);
	ok(r.ok && r.spilled,
	   "also where another node had none, whose pages took the room");
	r = judged(500, 500, 0, 0, false);
	ok(r.ok && !r.spilled, "a share that fitted after all is no spill");
	r = judged(2000, 2000, 12, 12, true);
	ok(r.ok && !r.spilled && r.pages_remote.value == 12,
	   "pages at an edge may be a neighbor's, where a fault maps several");
	r = judged(2000, 2000, 12, 12, false);
	ok(!r.ok, "not where it maps one");
	r = judged(2000, 2000, 13, 12, true);
	is_text(r.invalid, "memory: 1 of 1000 pages of tasks on node 2 are on other nodes, though 8 MiB were free there",
		"one beyond the edge is INVALID");
}

static void test_unknown(void)
{
	struct locality_node node = { .node = 0, .share_bytes = 4096,
		.memory = { 1 << 20, 1 << 20 },
		.on = { count_of(0), count_of(0), 0 } };
	struct locality locality = { &node, 1 };
	struct trial_result r = { .ok = true };
	const struct page_nodes far = { count_of(0), count_of(1), 0 };
	const struct page_nodes unknown = { { 0 }, { 0 }, 0 };
	locality_add(&locality, 0, &far);
	locality_judge(&locality, &r);
	ok(r.ok && !r.spilled && r.pages_remote.value == 1,
	   "where what was free is unknown, pages elsewhere are counted alone");
	node.memory_known = true;
	locality_add(&locality, 0, &unknown);
	locality_judge(&locality, &r);
	ok(r.ok && !r.pages_local.known && !r.pages_remote.known,
	   "a task whose pages are unknown makes the counts unknown");
	r = (struct trial_result){ .ok = false, .invalid = "first" };
	node.on = (struct page_nodes){ count_of(0), count_of(1), 0 };
	locality_judge(&locality, &r);
	is_text(r.invalid, "first", "a reason that is there already stays");
}

static void test_remark(void)
{
	const struct workload w = workload_of(1, 1);
	const struct trial_result r = { .spilled = true, .concurrent = true,
		.faults_minor = count_of(1), .pages_present = count_of(1),
		.pages = 1 };
	const char *remark[TRIAL_REMARKS_MAX];
	ok(trial_remarks(&w, &r, remark) == 1 && remark[0] == trial_remark_spill,
	   "a spill is remarked on");
}

/* ---- this machine ---- */

static void test_count(void)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), n = 700;
	unsigned char *base = mmap(NULL, n * page, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(base, n * page, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < n; i += 2)
		base[i * page] = 1;
	const struct page_range range = { base, n, page };
	const struct page_edges none = { 0 }, some = { .head = 100, .tail = 51 };
	const struct page_nodes on = page_nodes_count(&range, 0, &none);
	const struct page_nodes off = page_nodes_count(&range, 1023, &some);
	if (!on.local.known) {
		tap_skip("this kernel does not tell where pages are",
			 "pages that are present are counted by their node");
	} else {
		is_int(on.local.value + on.remote.value, n / 2,
		       "pages that are present are counted by their node");
		is_int(off.remote.value, n / 2,
		       "on a node that is not theirs all are remote");
		is_int(off.remote_edge, 50 + 25, "those at the edges are told apart");
	}
	munmap(base, n * page);
}

static void test_trial(void)
{
	struct backing backing = BACKING_NONE;
	struct trial_context context = { .backing = &backing };
	struct workload w = workload_of(2, 2048);
	struct list_word bind = { .mode = BIND_COMPACT };
	struct trial_result r;
	context.machine = gate_machine_read(false);
	placement_plan(&bind, &w.placement, NULL);
	is_int(trial_run(&w, ROLE_MEASURE, &context, &r, NULL), 0, "a trial runs");
	if (w.placement.node)
		ok(!r.pages_local.known || r.pages_local.value +
			   r.pages_remote.value == r.pages,
		   "each page is on some node");
	else
		ok(!r.pages_local.known && !r.pages_remote.known,
		   "on a machine with one node nobody asks");
	trial_close(&r);
	w.classic = true;
	is_int(trial_run(&w, ROLE_MEASURE, &context, &r, NULL), 0,
	       "a classic trial runs");
	ok(!r.pages_local.known, "in classic nobody asks");
	trial_close(&r);
	placement_close(&w.placement);
}

int main(void)
{
	test_orders();
	test_no_sysfs();
	test_twins();
	test_memory();
	test_fits();
	test_edges();
	test_judgement();
	test_unknown();
	test_remark();
	test_count();
	test_trial();
	return tap_done();
}
