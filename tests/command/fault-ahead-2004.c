/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs the patched anonymous fault function of 2.6.10-rc3-bk7 on the stand-ins of
 * fault-ahead-2004.h. Without an argument it prints a line for each check:
 * "0 SENTENCE" if the sentence is true, else "1 SENTENCE: WHAT". With "model" it
 * reads the lines of model -t and prints them as this function behaves.
 */
#include "fault-ahead-2004.h"

struct world world;
static int zero, swap_token_default_timeout;
static int proc_dointvec_jiffies(void) { return 0; }
static int sysctl_jiffies(void) { return 0; }
static int proc_dointvec_minmax(void) { return 0; }
static int sysctl_intvec(void) { return 0; }

#define CONFIG_SWAP
#include "mm/memory.c"
#include "mm/page_alloc.c"
#include "kernel/fork.c"
#include "kernel/sysctl.c"
#include "fs/exec.c"

static pte_t tables[2][NR_TABLES][NR_PTES + 1];

#define PROT (PTE_YOUNG)
#define BASE (PMD_SIZE)	/* the mapping begins in the second page table */

static void build_mm(struct mm_struct *mm, int which)
{
	memset(tables[which], 0, sizeof(tables[which]));
	for (int i = 0; i < NR_TABLES; i++) {
		tables[which][i][NR_PTES].value = PTE_TRAP;
		mm->pmds[i].table = tables[which][i];
	}
	mm->pgd.pmds = mm->pmds;
}

/* A machine with a mapping of nr pages from page first on; page 0 is at BASE. */
static void build(unsigned int knob_pages, unsigned long first, unsigned long nr)
{
	memset(&world, 0, sizeof(world));
	build_mm(&world.mm, 0);
	build_mm(&world.other, 1);
	world.vma = (struct vm_area_struct){ .vm_mm = &world.mm, .vm_page_prot = PROT,
		.vm_start = BASE + first * PAGE_SIZE, .vm_end = BASE + (first + nr) * PAGE_SIZE };
	world.task.mm = world.task.active_mm = &world.mm;
	world.zone = (struct zone){ .free_pages = 1000, .pages_high = 100 };
	for (int i = 0; i < 3; i++)
		world.node.node_zonelists[i].zones[0] = &world.zone;
	world.fail_after = -1;
	sysctl_anon_fault_ahead_bytes = (int)(knob_pages * PAGE_SIZE);
}

static pte_t *pte_at(unsigned long page)
{
	const unsigned long address = BASE + page * PAGE_SIZE;

	return pte_of(world.vma.vm_mm->pmds + address / PMD_SIZE, address);
}

static bool present(unsigned long page)
{
	return pte_at(page)->value != 0;
}

/* As handle_mm_fault() would call it, and what must hold when it is back. */
static int fault(unsigned long page, int write)
{
	const unsigned long address = BASE + page * PAGE_SIZE + 24;
	struct mm_struct *mm = world.vma.vm_mm;
	pmd_t *pmd = mm->pmds + address / PMD_SIZE;
	int rc;

	mm->page_table_lock.held = true;
	rc = do_anonymous_page(mm, &world.vma, pte_offset_map(pmd, address), pmd,
		write, address);
	demand(!mm->page_table_lock.held, "a fault that leaves the lock held");
	demand(world.nr_mapped == 0 && world.nr_nested == 0,
		"a fault that leaves a page table mapped");
	return rc;
}

/* Write fault: how many pages it mapped. -1 where it failed. */
static int write_fault(unsigned long page)
{
	const unsigned long before = world.vma.vm_mm->rss;

	if (fault(page, 1) != VM_FAULT_MINOR)
		return -1;
	return (int)(world.vma.vm_mm->rss - before);
}

/* Every page of the pool is mapped as it should be, or free. */
static void audit(void)
{
	unsigned long nr_used = 0, nr_seen = 0;

	for (int i = 0; i < NR_POOL; i++)
		nr_used += world.pool[i].used;
	for (int i = 0; i < NR_TABLES * NR_PTES; i++) {
		const pte_t pte = world.vma.vm_mm->pmds[i / NR_PTES].table[i % NR_PTES];
		const struct page *page = pte_page(pte);

		if (pte.value >> PAGE_SHIFT == 0)
			continue;
		nr_seen++;
		demand(page->address == i * PAGE_SIZE, "a page at another address than its own");
		demand(page->address >= world.vma.vm_start && page->address < world.vma.vm_end,
			"a page mapped beyond the vma");
		demand(page->clear, "a page that was not cleared");
		demand(page->nr_rmap == 1, "a page without its rmap");
		demand(page->on_lru, "a page that is not on the LRU");
		demand((pte.value & PTE_WRITE) && (pte.value & PTE_DIRTY), "a pte not writable and dirty");
	}
	demand(nr_used == nr_seen, "a page leaked");
	demand(world.vma.vm_mm->rss == nr_seen, "rss is not what is mapped");
	demand(world.nr_overwritten == 0, "a pte overwritten");
	demand(world.counts.anon_fault_ahead_tried == world.counts.anon_fault_ahead_mapped +
		world.counts.anon_fault_ahead_raced + world.counts.anon_fault_ahead_failed,
		"counters that do not add up");
}

/* The case built last is over: tell whether it went well. */
static void check(bool good, const char *sentence)
{
	audit();
	if (good && world.wrong == NULL)
		printf("0 %s\n", sentence);
	else
		printf("1 %s: %s\n", sentence, world.wrong != NULL ? world.wrong : "it is not so");
}

/* Write pages first ... first + nr - 1; the windows, as text. */
static const char *walk(unsigned long first, unsigned long nr, unsigned long *nr_faults)
{
	static char text[16384];
	unsigned long at = 0;
	size_t used = 0;

	*nr_faults = 0;
	text[0] = '\0';
	while (at < nr) {
		const int mapped = write_fault(first + at);

		if (mapped <= 0) {
			demand(false, "a fault that maps nothing");
			break;
		}
		used += (size_t)snprintf(text + used, sizeof(text) - used, " %lu+%d", at, mapped);
		at += (unsigned long)mapped;
		++*nr_faults;
	}
	return text;
}

static bool walk_is(unsigned long first, unsigned long nr, const char *windows)
{
	unsigned long nr_faults;

	return strcmp(walk(first, nr, &nr_faults), windows) == 0;
}

static int print_model(void)
{
	unsigned long offset, n, slack, nr_faults;
	unsigned int max;
	char kind, line[16384];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "%c %lu %u %lu %lu", &kind, &offset, &max, &n, &slack) != 5)
			return 1;
		build(max, offset, n + slack);
		const char *windows = walk(offset, n, &nr_faults);

		audit();
		if (world.wrong != NULL)
			printf("%s\n", world.wrong);
		if (kind == 'M')
			printf("M %lu %u %lu %lu %lu %lu\n", offset, max, n, slack,
				nr_faults, world.mm.rss);
		else
			printf("W %lu %u %lu %lu%s\n", offset, max, n, slack, windows);
	}
	return 0;
}

static void check_ramp(void)
{
	build(8, 0, 200);
	check(walk_is(0, 40, " 0+1 1+2 3+4 7+8 15+8 23+8 31+8 39+8"),
		"the ramp is 1, 2, 4, 8 and stays at 8");
	build(1000, 0, 200);
	check(walk_is(0, 30, " 0+1 1+2 3+4 7+8 15+8 23+8"),
		"a knob of more than 8 pages means 8");
	build(0, 0, 20);
	sysctl_anon_fault_ahead_bytes = (int)(8 * PAGE_SIZE - 1);
	check(walk_is(0, 12, " 0+1 1+2 3+4 7+4 11+4"), "the knob is rounded down to a power of two");
	build(1, 0, 20);
	check(walk_is(0, 3, " 0+1 1+1 2+1") && world.counts.anon_fault_ahead_hit == 0,
		"a knob of one page is off");
	build(0, 0, 20);
	check(walk_is(0, 3, " 0+1 1+1 2+1") && world.task.anon_ahead_next == 0,
		"off, no fault is remembered");
	build(8, 0, 40);
	check(walk_is(0, 7, " 0+1 1+2 3+4") && write_fault(20) == 1 && write_fault(21) == 2,
		"a fault elsewhere starts again at one page");
	build(8, 0, 40);
	bool single = true;
	for (unsigned long page = 20; page-- > 0;)
		single = single && write_fault(page) == 1;
	check(single, "a descending sequence is served page by page");
}

static void check_ends(void)
{
	build(8, 4, 10);
	check(walk_is(4, 10, " 0+1 1+2 3+4 7+3") && !present(14) && !present(3),
		"a window ends with its vma");
	build(8, 505, 40);
	check(walk_is(505, 30, " 0+1 1+2 3+4 7+8 15+8 23+8"), "a page table can end with a window");
	build(8, 507, 40);
	check(walk_is(507, 30, " 0+1 1+2 3+2 5+8 13+8 21+8 29+8"),
		"a window ends with its page table, and the next one is none the smaller");
	build(8, 0, 40);
	pte_at(5)->value = PTE_ZERO;
	bool good = walk_is(0, 5, " 0+1 1+2 3+2");
	check(good && pte_at(5)->value == PTE_ZERO && !present(6), "a window ends before a pte in use");
	build(8, 0, 40);
	good = walk_is(0, 3, " 0+1 1+2");
	pte_at(4)->value = PTE_ZERO;
	const unsigned long before = world.nr_alloc;
	good = good && write_fault(3) == 1;
	check(good && world.nr_alloc == before + 1, "nothing is allocated for what is in use");
}

static void check_reads(void)
{
	bool good;

	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4") && fault(7, 0) == VM_FAULT_MINOR;
	check(good && pte_at(7)->value == (PTE_ZERO | PROT) && !present(8),
		"a read fault maps the zero page alone, read-only");
	good = fault(8, 0) == VM_FAULT_MINOR && fault(9, 0) == VM_FAULT_MINOR && !present(10);
	check(good && world.mm.rss == 7, "read faults in sequence do so one by one");
}

static void check_shortage(void)
{
	bool good;

	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	world.fail_after = 3;
	good = good && write_fault(7) == 3;
	check(good && world.counts.anon_fault_ahead_failed == 5, "where memory ends the window ends, silently");
	world.fail_after = -1;
	check(write_fault(10) == 2, "and the ramp starts again");
	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	world.fail_after = 0;
	check(good && write_fault(7) == -1 && world.mm.rss == 7, "no first page is out of memory");
	world.fail_after = -1;
	check(write_fault(7) == 8, "which is not a fault of the sequence");
	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	world.zone.free_pages = world.zone.pages_high + 8;
	check(good && write_fault(7) == 1, "below the high watermark there is no window");
	build(8, 0, 40);
	world.task.flags = PF_MEMALLOC;
	check(walk_is(0, 3, " 0+1 1+1 2+1"), "a task that reclaims has no window");
	build(8, 0, 40);
	good = walk_is(0, 15, " 0+1 1+2 3+4 7+8");
	for (unsigned long page = 8; page < 15; page++)
		good = good && !(pte_page(*pte_at(page))->gfp & (__GFP_WAIT | __GFP_IO | __GFP_FS));
	check(good && (pte_page(*pte_at(7))->gfp & __GFP_WAIT), "only the first page may wait for memory");
}

static void check_state(void)
{
	bool good;

	build(8, 0, 40);
	good = walk_is(0, 15, " 0+1 1+2 3+4 7+8");
	for (unsigned long page = 8; page < 15; page++)
		good = good && !pte_page(*pte_at(page))->active &&
			!pte_page(*pte_at(page))->referenced && !(pte_at(page)->value & PTE_YOUNG);
	check(good, "pages ahead are old, not referenced and not active");
	check(pte_page(*pte_at(7))->active && pte_page(*pte_at(7))->referenced &&
		(pte_at(7)->value & PTE_YOUNG), "the page faulted on is as it was without the patch");
	check(world.counts.anon_fault_ahead_hit == 3 && world.counts.anon_fault_ahead_tried == 11 &&
		world.counts.anon_fault_ahead_mapped == 11, "the counters say so");
}

static void check_races(void)
{
	bool good;

	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	world.race = BASE + 10 * PAGE_SIZE;
	good = good && write_fault(7) == 3 && pte_at(10)->value == PTE_ZERO;
	check(good && world.counts.anon_fault_ahead_raced == 5 && !present(11),
		"a page that somebody else mapped meanwhile stays, ours are freed");
	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	world.race = BASE + 7 * PAGE_SIZE;
	good = good && write_fault(7) == 0 && pte_at(7)->value == PTE_ZERO;
	check(good && world.counts.anon_fault_ahead_hit == 2, "so it does where the fault itself fell");
	build(8, 0, 40);
	world.race = BASE;
	check(write_fault(0) == 0 && pte_at(0)->value == PTE_ZERO, "and where there is no window");
}

/* The mapping goes, with its pages; another one comes in its place. */
static void map_anew(unsigned long first, unsigned long nr)
{
	memset(world.pool, 0, sizeof(world.pool));
	build_mm(&world.mm, 0);
	world.mm.rss = 0;
	world.vma.vm_start = BASE + first * PAGE_SIZE;
	world.vma.vm_end = world.vma.vm_start + nr * PAGE_SIZE;
}

static void check_predictor(void)
{
	struct task_struct child;
	bool good;

	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	child = world.task;
	good = good && copy_mm(0, &child) == 0 && child.anon_ahead_next == 0 &&
		child.anon_ahead_window == 0;
	check(good && write_fault(7) == 8, "fork clears the child's predictor, not the parent's");
	good = exec_mmap(&world.mm) == 0;
	check(good && world.task.anon_ahead_next == 0 && world.task.anon_ahead_window == 0 &&
		write_fault(15) == 1, "exec clears it");
	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	map_anew(0, 40);
	check(good && write_fault(7) == 1 && write_fault(8) == 2, "munmap ends a sequence");
	build(8, 505, 40);
	good = walk_is(505, 7, " 0+1 1+2 3+4");
	map_anew(505, 40);
	check(good && write_fault(512) == 1, "so it does at the start of a page table");
	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	world.vma.vm_start = BASE + 7 * PAGE_SIZE;
	good = good && write_fault(7) == 1;
	world.vma.vm_start = BASE;
	check(good, "a sequence does not run from one vma into the next");
}

static void check_exceptions(void)
{
	struct task_struct before;
	bool good;

	build(8, 0, 40);
	good = walk_is(0, 7, " 0+1 1+2 3+4");
	before = world.task;
	world.vma.vm_mm = &world.other;
	good = good && write_fault(7) == 1 && write_fault(8) == 1 &&
		memcmp(&before, &world.task, sizeof(before)) == 0;
	world.vma.vm_mm = &world.mm;
	memset(world.pool + 7, 0, 2 * sizeof(world.pool[0]));
	check(good, "a fault on another mm is single and does not touch the predictor");
	check(write_fault(7) == 8, "and the sequence goes on after it");
	for (unsigned long flag = VM_IO; flag != 0; flag = flag == VM_IO ? VM_RAND_READ :
		flag == VM_RAND_READ ? VM_RESERVED : 0) {
		build(8, 0, 40);
		world.vma.vm_flags = flag;
		good = walk_is(0, 3, " 0+1 1+1 2+1");
		check(good, flag == VM_RAND_READ ? "MADV_RANDOM is served page by page" :
			"so is what a driver keeps for itself");
	}
}

#define NAMED(member) \
	(strcmp(vmstat_text[offsetof(struct page_state, member) / sizeof(long)], #member) == 0)

static void check_tables(void)
{
	const ctl_table *knob = vm_table;
	const struct page_state *none = NULL;

	build(0, 0, 1);
	while (knob->ctl_name != 0 && strcmp(knob->procname, "anon_fault_ahead_bytes") != 0)
		knob++;
	check(knob->ctl_name == VM_ANON_FAULT_AHEAD && VM_ANON_FAULT_AHEAD == 29 &&
		knob->data == &sysctl_anon_fault_ahead_bytes && knob->maxlen == sizeof(int) &&
		knob->extra1 == &zero, "the knob is in the table, with the next free number");
	check(sizeof(vmstat_text) / sizeof(vmstat_text[0]) == sizeof(*none) / sizeof(long) &&
		NAMED(pageoutrun) && NAMED(anon_fault_ahead_hit) && NAMED(anon_fault_ahead_tried) &&
		NAMED(anon_fault_ahead_mapped) && NAMED(anon_fault_ahead_raced) &&
		NAMED(anon_fault_ahead_failed) && NAMED(pgrotated),
		"the names of the counters stand where the counters do");
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "model") == 0)
		return print_model();
	printf("%d the knob is 0 by default\n", sysctl_anon_fault_ahead_bytes != 0);
	check_ramp();
	check_ends();
	check_reads();
	check_shortage();
	check_state();
	check_races();
	check_predictor();
	check_exceptions();
	check_tables();
	return 0;
}
