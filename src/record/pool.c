/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/lookup.h"

enum { CHUNK_BYTES = 1 << 18, ALIGNMENT = sizeof(void *) };

struct chunk {
	struct chunk *next;
	size_t size, used;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct pool {
	struct chunk *chunk;	/* the first one is being filled */
	struct lookup kept;	/* the bytes behind a size: struct kept */
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

/* There is no useful way to go on, and what was measured is on disk already. */
struct pool *pool_open(void)
{
	return error_unless_memory(calloc(1, sizeof(struct pool)));
}

/* Where in the first chunk n bytes begin: small odd pieces stand close. */
static size_t place_in(const struct chunk *chunk, size_t n)
{
	const size_t rest = chunk->used % ALIGNMENT;
	return n % ALIGNMENT || rest == 0 ? chunk->used :
					    chunk->used + ALIGNMENT - rest;
}

/* A large piece has a chunk of its own, behind the one that is being filled. */
static void *large_room(struct pool *pool, size_t n)
{
	struct chunk *chunk = error_unless_memory(malloc(sizeof(*chunk) + n));
	struct chunk **place = pool->chunk ? &pool->chunk->next : &pool->chunk;
	*chunk = (struct chunk){ .next = *place, .size = n, .used = n };
	*place = chunk;
	return chunk->bytes;
}

static void add_chunk(struct pool *pool)
{
	struct chunk *chunk = error_unless_memory(malloc(sizeof(*chunk) + CHUNK_BYTES));
	*chunk = (struct chunk){ .next = pool->chunk, .size = CHUNK_BYTES };
	pool->chunk = chunk;
}

void *pool_room(struct pool *pool, size_t n)
{
	if (n > CHUNK_BYTES / 4)
		return large_room(pool, n);
	if (!pool->chunk || place_in(pool->chunk, n) + n > pool->chunk->size)
		add_chunk(pool);
	struct chunk *chunk = pool->chunk;
	const size_t at = place_in(chunk, n);
	chunk->used = at + n;
	return chunk->bytes + at;
}

static bool same_bytes(const void *thing, const void *wanted)
{
	const struct kept *kept = thing;
	const struct wanted *w = wanted;
	return kept->n == w->n && memcmp(kept->bytes, w->bytes, w->n) == 0;
}

static const struct kept *copy(struct pool *pool, const struct wanted *wanted)
{
	const size_t n = sizeof(struct kept) + wanted->n;
	struct kept *kept = pool_room(pool, (n + ALIGNMENT - 1) / ALIGNMENT *
						    ALIGNMENT);
	kept->n = wanted->n;
	memcpy(kept->bytes, wanted->bytes, wanted->n);
	return kept;
}

const void *pool_keep(struct pool *pool, const void *bytes, size_t n)
{
	const struct wanted wanted = { bytes, n };
	struct lookup_place *place = error_unless_memory(
		lookup_add(&pool->kept, hash_bytes(HASH_START, bytes, n),
			   same_bytes, &wanted));
	if (!place->thing)
		place->thing = copy(pool, &wanted);
	return ((const struct kept *)place->thing)->bytes;
}

void pool_close(struct pool *pool)
{
	struct chunk *next;
	for (struct chunk *chunk = pool ? pool->chunk : NULL; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	if (pool)
		lookup_close(&pool->kept);
	free(pool);
}
