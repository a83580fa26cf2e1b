/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lookup.h"

#include <stdlib.h>

#include "base/error.h"

enum { LEAST_PLACES = 64 };

/* FNV's upper bits are the better mixed ones. */
static size_t first_place(const struct lookup *lookup, uint64_t hash)
{
	return (size_t)(hash ^ hash >> 32) & (lookup->nr_places - 1);
}

static size_t next_place(const struct lookup *lookup, size_t i)
{
	return (i + 1) & (lookup->nr_places - 1);
}

static void move_all(const struct lookup *from, struct lookup *to)
{
	for (size_t i = 0; i < from->nr_places; i++) {
		if (!from->place[i].thing)
			continue;
		size_t j = first_place(to, from->place[i].hash);
		while (to->place[j].thing)
			j = next_place(to, j);
		to->place[j] = from->place[i];
	}
}

static void make_room(struct lookup *lookup)
{
	if (lookup->n < lookup->nr_places / 4 * 3)
		return;
	struct lookup more = {
		.nr_places = lookup->nr_places ? 2 * lookup->nr_places :
						 LEAST_PLACES,
		.n = lookup->n,
	};
	more.place = error_unless_memory(calloc(more.nr_places,
						sizeof(*more.place)));
	move_all(lookup, &more);
	free(lookup->place);
	*lookup = more;
}

/* Of a table that is never full: an empty place ends the search. */
static struct lookup_place *place_of(const struct lookup *lookup, uint64_t hash,
				     lookup_same_fn *same, const void *wanted)
{
	size_t i = first_place(lookup, hash);
	while (lookup->place[i].thing &&
	       (lookup->place[i].hash != hash ||
		!same(lookup->place[i].thing, wanted)))
		i = next_place(lookup, i);
	return &lookup->place[i];
}

struct lookup_place *lookup_add(struct lookup *lookup, uint64_t hash,
				lookup_same_fn *same, const void *wanted)
{
	make_room(lookup);
	struct lookup_place *place = place_of(lookup, hash, same, wanted);
	if (!place->thing) {
		place->hash = hash;
		lookup->n++;
	}
	return place;
}

const void *lookup_find(const struct lookup *lookup, uint64_t hash,
			lookup_same_fn *same, const void *wanted)
{
	return lookup->n > 0 ? place_of(lookup, hash, same, wanted)->thing :
			       NULL;
}

void lookup_close(struct lookup *lookup)
{
	free(lookup->place);
	*lookup = (struct lookup){ 0 };
}
