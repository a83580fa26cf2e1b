/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values that may be unknown. Missing is not zero: an unknown value prints as
 * "-" and is null in JSON.
 */
#ifndef BASE_KNOWN_H
#define BASE_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

struct count {
	uint64_t value;
	bool known;
};

struct real {
	double value;
	bool known;
};

static inline struct count count_of(uint64_t value)
{
	return (struct count){ .value = value, .known = true };
}

static inline struct real real_of(double value)
{
	return (struct real){ .value = value, .known = true };
}

static inline struct real real_of_count(struct count count)
{
	return (struct real){ .value = (double)count.value, .known = count.known };
}

/* Unknown where it is over nothing. */
static inline struct real real_over(double value, double by)
{
	return (struct real){ .value = by > 0 ? value / by : 0, .known = by > 0 };
}

/* Known only if both are. */
static inline struct real real_minus(struct real a, struct real b)
{
	return (struct real){ .value = a.value - b.value, .known = a.known && b.known };
}

/* Both unknown are the same. */
static inline bool count_same(struct count a, struct count b)
{
	return a.known == b.known && (!a.known || a.value == b.value);
}

static inline bool count_is(struct count count, uint64_t value)
{
	return count.known && count.value == value;
}

/* The sum is known only if both parts are. */
static inline struct count count_add(struct count a, struct count b)
{
	return (struct count){ .value = a.value + b.value,
			       .known = a.known && b.known };
}

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
