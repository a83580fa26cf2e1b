/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hash table of pointers: 16 bytes a place, at most three quarters full. The
 * caller hashes the things and compares them.
 */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lookup_place {
	uint64_t hash;
	const void *thing;	/* NULL: an empty place */
};

/* Starts as { 0 }. */
struct lookup {
	struct lookup_place *place;
	size_t nr_places;	/* 0 or a power of two */
	size_t n;		/* those that are taken */
};

/* Whether a thing that is there is the one wanted. */
typedef bool lookup_same_fn(const void *thing, const void *wanted);

/*
 * Where wanted is, or is to be.
 * hash     of wanted; things that are the same have the same one
 * Returns  the place of a thing that is the same; or an empty one, which counts
 *          as taken: the caller puts a thing there, whose it stays. The place
 *          is good until the next call.
 */
struct lookup_place *lookup_add(struct lookup *lookup, uint64_t hash,
				lookup_same_fn *same, const void *wanted);
/* The thing that is the same, or NULL. */
const void *lookup_find(const struct lookup *lookup, uint64_t hash,
			lookup_same_fn *same, const void *wanted);
/* Accepts an empty object; the things are not ours. */
void lookup_close(struct lookup *lookup);

#endif
