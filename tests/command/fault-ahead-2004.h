/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stand-ins in user space for what a kernel of 2004 gives its anonymous fault
 * function: an address space of a few page tables, pages from a pool, one lock.
 * Nothing happens in the background; a hook does what other threads would do.
 * struct world remembers whatever a kernel would forbid; this never stops a test.
 */
#ifndef FAULT_AHEAD_2004_H
#define FAULT_AHEAD_2004_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PMD_SIZE (1UL << 21)
#define PMD_MASK (~(PMD_SIZE - 1))
#define NR_TABLES 6
#define NR_PTES 512
#define NR_POOL (NR_TABLES * NR_PTES)

#define likely(x) (x)
#define unlikely(x) (x)
#define min(a, b) ((a) < (b) ? (a) : (b))

#define VM_FAULT_OOM (-1)
#define VM_FAULT_MINOR 1
#define VM_IO 0x4000UL
#define VM_RAND_READ 0x10000UL
#define VM_RESERVED 0x80000UL
#define PF_MEMALLOC 0x800UL
#define PF_MEMDIE 0x1000UL
#define __GFP_HIGHMEM 0x02U
#define GFP_ZONEMASK 0x03U
#define __GFP_WAIT 0x10U
#define __GFP_IO 0x40U
#define __GFP_FS 0x80U
#define __GFP_NOWARN 0x200U
#define __GFP_NORETRY 0x1000U
#define GFP_HIGHUSER (__GFP_WAIT | __GFP_IO | __GFP_FS | __GFP_HIGHMEM)

/* A pte is the number of its page and these bits. */
#define PTE_WRITE 1UL
#define PTE_DIRTY 2UL
#define PTE_YOUNG 4UL
#define PTE_ZERO 8UL
/* What lies behind a page table: nobody may look at it. */
#define PTE_TRAP (~0UL)

typedef struct { unsigned long value; } pte_t;
typedef struct { pte_t *table; } pmd_t;
typedef struct { pmd_t *pmds; } pgd_t;
typedef unsigned long pgprot_t;
typedef struct { bool held; } spinlock_t;

struct list_head { struct list_head *next, *prev; };

struct page {
	bool used, clear, active, referenced, on_lru;
	int nr_rmap;
	unsigned long address;	/* of the policy, and of the mapping */
	unsigned int gfp;
};

struct mm_struct {
	pgd_t pgd;
	pmd_t pmds[NR_TABLES];
	unsigned long rss;
	spinlock_t page_table_lock;
};

struct vm_area_struct {
	struct mm_struct *vm_mm;
	unsigned long vm_start, vm_end, vm_flags;
	pgprot_t vm_page_prot;
	bool prepared;
};

struct zone { unsigned long free_pages, pages_high; };
struct zonelist { struct zone *zones[2]; };
struct pglist_data { struct zonelist node_zonelists[3]; };

#include "linux/sched.h"
#include "linux/page-flags.h"
#include "linux/sysctl.h"

/* The machine; zeroed and built again for each case. */
struct world {
	struct page pool[NR_POOL];
	struct mm_struct mm, other;
	struct vm_area_struct vma;
	struct task_struct task;
	struct page_state counts;
	struct zone zone;
	struct pglist_data node;
	int nr_mapped, nr_nested;	/* page tables in KM_PTE0 and KM_PTE1 */
	long fail_after;		/* allocations left, -1: all succeed */
	unsigned long race;		/* somebody maps this when the lock is free */
	unsigned long nr_alloc, nr_overwritten;
	const char *wrong;		/* the first thing a kernel forbids */
};

extern struct world world;
#define current (&world.task)
#define NODE_DATA(id) ((void)(id), &world.node)
#define numa_node_id() 0
#define inc_page_state(member) (world.counts.member++)
#define add_page_state(member, n) (world.counts.member += (n))

static inline void demand(bool good, const char *what)
{
	if (!good && world.wrong == NULL)
		world.wrong = what;
}

static inline int fls(unsigned int x)
{
	return x == 0 ? 0 : 32 - __builtin_clz(x);
}

static inline void spin_unlock(spinlock_t *lock)
{
	demand(lock->held, "a lock released that is not held");
	lock->held = false;
}

/* Here another thread gets its turn. */
static inline void spin_lock(spinlock_t *lock)
{
	demand(!lock->held, "a lock taken twice");
	lock->held = true;
	if (world.race != 0) {
		pte_t *table = world.mm.pmds[world.race / PMD_SIZE].table;

		table[world.race % PMD_SIZE / PAGE_SIZE].value = PTE_ZERO;
		world.race = 0;
	}
}

static inline int pte_none(pte_t pte)
{
	demand(pte.value != PTE_TRAP, "a look behind the end of a page table");
	demand(world.mm.page_table_lock.held || world.other.page_table_lock.held,
		"a look at a pte without the lock");
	return pte.value == 0;
}

static inline pte_t *pte_of(pmd_t *pmd, unsigned long address)
{
	return pmd->table + address % PMD_SIZE / PAGE_SIZE;
}

static inline pte_t *pte_offset_map(pmd_t *pmd, unsigned long address)
{
	demand(world.nr_mapped++ == 0, "two page tables in KM_PTE0");
	return pte_of(pmd, address);
}

static inline void pte_unmap(pte_t *pte)
{
	(void)pte;
	demand(world.nr_mapped-- == 1, "a page table unmapped that is not mapped");
}

static inline pte_t *pte_offset_map_nested(pmd_t *pmd, unsigned long address)
{
	demand(world.nr_nested++ == 0, "two page tables in KM_PTE1");
	return pte_of(pmd, address);
}

static inline void pte_unmap_nested(pte_t *pte)
{
	(void)pte;
	world.nr_nested--;
}

static inline pgd_t *pgd_offset(struct mm_struct *mm, unsigned long address)
{
	(void)address;
	return &mm->pgd;
}

static inline pmd_t *pmd_offset(pgd_t *pgd, unsigned long address)
{
	return pgd->pmds + address / PMD_SIZE;
}

#define pgd_none(pgd) ((pgd).pmds == NULL)
#define pgd_bad(pgd) 0
#define pmd_none(pmd) ((pmd).table == NULL)
#define pmd_bad(pmd) 0

static inline pte_t mk_pte(struct page *page, pgprot_t prot)
{
	if (page == NULL)
		return (pte_t){ PTE_ZERO | prot };
	return (pte_t){ (unsigned long)(page - world.pool + 1) << PAGE_SHIFT | prot };
}

static inline struct page *pte_page(pte_t pte)
{
	return world.pool + (pte.value >> PAGE_SHIFT) - 1;
}

#define ZERO_PAGE(address) ((struct page *)NULL)
#define pte_wrprotect(pte) ((pte_t){ (pte).value & ~PTE_WRITE })
#define pte_mkdirty(pte) ((pte_t){ (pte).value | PTE_DIRTY })
#define pte_mkold(pte) ((pte_t){ (pte).value & ~PTE_YOUNG })
#define maybe_mkwrite(pte, vma) ((void)(vma), (pte_t){ (pte).value | PTE_WRITE })

static inline int anon_vma_prepare(struct vm_area_struct *vma)
{
	vma->prepared = true;
	return 0;
}

static inline struct page *alloc_page_vma(unsigned int gfp,
	struct vm_area_struct *vma, unsigned long address)
{
	struct page *page = world.pool;

	demand(!vma->vm_mm->page_table_lock.held, "an allocation under the lock");
	if (world.fail_after == 0)
		return NULL;
	if (world.fail_after > 0)
		world.fail_after--;
	while (page->used)
		page++;
	*page = (struct page){ .used = true, .address = address & PAGE_MASK, .gfp = gfp };
	world.nr_alloc++;
	return page;
}

static inline void page_cache_release(struct page *page)
{
	demand(page->used && page->nr_rmap == 0, "a page freed that is in use");
	page->used = false;
}

static inline void clear_user_highpage(struct page *page, unsigned long address)
{
	demand(page->address == (address & PAGE_MASK), "a page cleared for another address");
	demand(!world.mm.page_table_lock.held, "a page cleared under the lock");
	page->clear = true;
}

static inline void set_pte(pte_t *ptep, pte_t pte)
{
	demand(world.nr_mapped == 1, "a pte set in no page table");
	world.nr_overwritten += !pte_none(*ptep);
	*ptep = pte;
}

static inline void lru_cache_add(struct page *page)
{
	demand(!page->on_lru, "a page twice on the LRU");
	page->on_lru = true;
}

static inline void lru_cache_add_active(struct page *page)
{
	lru_cache_add(page);
	page->active = true;
}

static inline void mark_page_accessed(struct page *page)
{
	page->referenced = true;
}

static inline void page_add_anon_rmap(struct page *page,
	struct vm_area_struct *vma, unsigned long address)
{
	demand(vma->prepared, "rmap of a vma without anon_vma");
	demand(page->address == (address & PAGE_MASK), "rmap at another address than allocated for");
	page->nr_rmap++;
}

static inline void update_mmu_cache(struct vm_area_struct *vma,
	unsigned long address, pte_t pte)
{
	const pte_t *now = pte_of(vma->vm_mm->pmds + address / PMD_SIZE, address);

	demand(now->value == pte.value, "another pte than the one of the address");
}

/* What the other files of the patch need. */
#define mm_release(task, mm) ((void)(task), (void)(mm))
#define task_lock(task) ((void)(task))
#define task_unlock(task) ((void)(task))
#define activate_mm(old, new) ((void)(old), (void)(new))
#define arch_pick_mmap_layout(mm) ((void)(mm))
#define copy_mm_rest(flags, task, mm, oldmm, retval) \
	((void)(flags), (void)(task), (void)(mm), (void)(oldmm), (void)(retval), 0)

typedef struct ctl_table {
	int ctl_name;
	const char *procname;
	void *data;
	int maxlen, mode;
	int (*proc_handler)(void), (*strategy)(void);
	void *extra1;
} ctl_table;

#endif
