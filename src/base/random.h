/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A seeded generator: SplitMix64 (Steele, Lea and Flood 2014). The same seed
 * gives the same numbers everywhere.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* The next number; *state is the seed at first. */
uint64_t random_next(uint64_t *state);
/* Below n, without bias. n at least 1. */
uint64_t random_below(uint64_t *state, uint64_t n);
/* Put n items of that many bytes, at most 64, in random order (Fisher-Yates). */
void random_shuffle(uint64_t *state, void *items, size_t n, size_t bytes);

#endif
