/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/pool.h"

#include <obstack.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/lookup.h"

enum { CHUNK_BYTES = 1 << 18 };

struct pool {
	struct obstack pieces;
	struct lookup kept;	/* struct kept */
};

/* What pool_keep keeps. */
struct kept {
	size_t n;
	unsigned char bytes[];
};

struct wanted {
	const void *bytes;
	size_t n;
};

static void *chunk_alloc(size_t n)
{
	return error_unless_memory(malloc(n));
}

#define obstack_chunk_alloc chunk_alloc
#define obstack_chunk_free free

struct pool *pool_open(void)
{
	struct pool *pool = error_unless_memory(calloc(1, sizeof(*pool)));
	obstack_begin(&pool->pieces, CHUNK_BYTES);
	obstack_alignment_mask(&pool->pieces) = sizeof(void *) - 1;
	return pool;
}

void *pool_room(struct pool *pool, size_t n)
{
	return obstack_alloc(&pool->pieces, n);
}

static bool same_bytes(const void *thing, const void *wanted)
{
	const struct kept *kept = thing;
	const struct wanted *w = wanted;
	return kept->n == w->n && memcmp(kept->bytes, w->bytes, w->n) == 0;
}

static const struct kept *copy(struct pool *pool, const struct wanted *wanted)
{
	struct kept *kept = pool_room(pool, sizeof(*kept) + wanted->n);
	kept->n = wanted->n;
	memcpy(kept->bytes, wanted->bytes, wanted->n);
	return kept;
}

const void *pool_keep(struct pool *pool, const void *bytes, size_t n)
{
	const struct wanted wanted = { bytes, n };
	struct lookup_place *place =
		lookup_add(&pool->kept, hash_bytes(HASH_START, bytes, n),
			   same_bytes, &wanted);
	if (!place->thing)
		place->thing = copy(pool, &wanted);
	return ((const struct kept *)place->thing)->bytes;
}

void pool_close(struct pool *pool)
{
	if (!pool)
		return;
	obstack_free(&pool->pieces, NULL);
	lookup_close(&pool->kept);
	free(pool);
}
