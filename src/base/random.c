/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include <assert.h>
#include <string.h>

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint64_t random_below(uint64_t *state, uint64_t n)
{
	/* Draw again in the last, incomplete span of n. */
	const uint64_t limit = UINT64_MAX - UINT64_MAX % n;
	uint64_t value;
	do
		value = random_next(state);
	while (value >= limit);
	return value % n;
}

void random_shuffle(uint64_t *state, void *items, size_t n, size_t bytes)
{
	unsigned char *item = items, was[64];
	assert(bytes <= sizeof(was));
	for (size_t i = n; i > 1; i--) {
		unsigned char *a = item + (i - 1) * bytes;
		unsigned char *b = item + (size_t)random_below(state, i) * bytes;
		memcpy(was, a, bytes);
		memmove(a, b, bytes);
		memcpy(b, was, bytes);
	}
}
