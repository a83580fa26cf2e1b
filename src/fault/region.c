/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/region.h"

#include <errno.h>
#include <sys/mman.h>

static int reserve(struct region *region, size_t bytes, size_t align)
{
	region->bytes = bytes;
	region->reserved_bytes = bytes + 2 * align;
	region->reserved = mmap(NULL, region->reserved_bytes, PROT_NONE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
				0);
	if (region->reserved == MAP_FAILED)
		return -errno;
	/* At least a page of reservation stays before and after. */
	const uintptr_t start = (uintptr_t)region->reserved + 1;
	region->base = (unsigned char *)((start + align - 1) / align * align);
	return 0;
}

int region_open(const struct workload *workload, const struct mapping *mapping,
		struct region *region)
{
	/* What one page table maps: 2 MiB with pages of 4 KiB, 32 with 16; where
	 * its entries may be as short as a long, as on i386, 4 MiB. */
	const size_t align = workload->page_bytes / sizeof(long) *
			     workload->page_bytes;
	*region = (struct region){ 0 };
	int rc = reserve(region, mapping->bytes, align);
	if (rc != 0) {
		*region = (struct region){ 0 };
		return rc;
	}
	region->mapped = true;	/* reserved, at least */
	rc = kind_map(mapping, region->base);
	if (rc == 0)
		rc = thp_advise(workload->thp, region->base, region->bytes);
	if (rc == 0)
		rc = policy_apply(&workload->policy, region->base, region->bytes);
	if (rc != 0)
		region_close(region);
	return rc;
}

void region_unmap(struct region *region)
{
	munmap(region->base, region->bytes);
	region->mapped = false;
}

/*
 * Where the memory was, another thread may have mapped something since: only
 * what is still ours goes.
 */
void region_close(struct region *region)
{
	if (!region->base)
		return;
	unsigned char *const start = region->reserved;
	unsigned char *const after = region->base + region->bytes;
	if (region->mapped)
		region_unmap(region);
	munmap(start, (size_t)(region->base - start));
	munmap(after, (size_t)(start + region->reserved_bytes - after));
	*region = (struct region){ 0 };
}
