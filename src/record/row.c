/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/row.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/lookup.h"
#include "base/text.h"
#include "record/field.h"
#include "record/packed.h"

/*
 * A row that is being collected. Tables find it by the sample that made it: no
 * sample is compared with all rows, because there may be a million of them.
 */
struct collected {
	struct row row;
	const struct sample *first;
	size_t nr;		/* rows that were there before */
};

struct collection {
	struct collected **row;		/* [n], in the order first seen */
	size_t n, nr_blocks, nr_doubles;
	struct lookup by_key;
	struct lookup by_bytes, by_request;	/* the last row of a block */
	struct lookup seen;		/* samples */
};

static void list_append(struct sample_list *list, const struct sample *sample)
{
	list->sample = records_grow(list->sample, list->n, sizeof(*list->sample));
	list->sample[list->n++] = sample;
}

static bool pair_same(const struct pair *a, const struct pair *b)
{
	return text_same(a->name, b->name) && text_same(a->text, b->text) &&
	       a->number.known == b->number.known &&
	       (!a->number.known || a->number.value == b->number.value);
}

static bool pairs_same(const struct pairs *a, const struct pairs *b)
{
	if (a->n != b->n)
		return false;
	if (a->pair == b->pair)	/* of the same records they nearly always are */
		return true;
	for (size_t i = 0; i < a->n; i++)
		if (!pair_same(&a->pair[i], &b->pair[i]))
			return false;
	return true;
}

static bool same_boot(const struct sample *a, const struct sample *b)
{
	if (a->boot_id && b->boot_id)
		return strcmp(a->boot_id, b->boot_id) == 0;
	return !a->boot_id && !b->boot_id && text_same(a->run, b->run);
}

/* One heading for both, as far as it does not tell of bytes. */
static bool same_heading(const struct sample *a, const struct sample *b)
{
	struct sample like = *a;
	like.bytes = b->bytes;
	return same_boot(a, b) && text_same(a->kernel, b->kernel) &&
	       a->stamped == b->stamped &&
	       text_same(a->accounting, b->accounting) &&
	       count_same(a->reps, b->reps) &&
	       field_same_but_threads(&like, b) &&
	       pairs_same(&a->knobs, &b->knobs) &&
	       pairs_same(&a->config, &b->config);
}

static bool is_of_bytes(const void *thing, const void *sample)
{
	const struct sample *a = ((const struct collected *)thing)->first;
	const struct sample *b = sample;
	return count_same(a->bytes, b->bytes) && same_heading(a, b);
}

static bool is_of_request(const void *thing, const void *sample)
{
	const struct sample *a = ((const struct collected *)thing)->first;
	const struct sample *b = sample;
	return count_same(a->requested_bytes, b->requested_bytes) &&
	       same_heading(a, b);
}

static bool is_of_row(const void *thing, const void *sample)
{
	const struct sample *a = ((const struct collected *)thing)->first;
	const struct sample *b = sample;
	return count_same(a->threads, b->threads) &&
	       a->oversubscribed == b->oversubscribed && is_of_bytes(thing, b);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
	return text ? hash_bytes(hash, text, strlen(text) + 1) : hash;
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
	return hash_bytes(hash, &number, sizeof(number));
}

/* Of some that a heading is of: those that tell most of them apart. */
static uint64_t hash_heading(const struct sample *s)
{
	const char *const texts[] = {
		s->boot_id ? s->boot_id : s->run, s->kernel, s->kind,
		s->pattern, s->tasks, s->bind, s->mem, s->thp, s->regions,
	};
	uint64_t hash = hash_number(HASH_START, s->cachelines.value);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		hash = hash_text(hash, texts[i]);
	for (size_t i = 0; i < s->knobs.n; i++)
		hash = hash_text(hash, s->knobs.pair[i].text);
	for (size_t i = 0; i < s->config.n; i++)
		hash = hash_text(hash, s->config.pair[i].text);
	return hash;
}

static bool role_is(const struct sample *sample, const char *role)
{
	return text_same(sample->role, role);
}

/*
 * Threads may differ in a block; and bytes, where they were rounded from one
 * request to whole pages for each task. A new row that is like rows of two
 * blocks goes to the block of the later one.
 */
static size_t block_of(const struct collected *like,
		       const struct collected *other, size_t nr_blocks)
{
	if (!like || (other && other->nr > like->nr))
		like = other;
	return like ? like->row.block : nr_blocks;
}

/* row is the last one of its block now. Returns the one that was before, or NULL. */
static const struct collected *note_last(struct lookup *lookup, uint64_t hash,
					 lookup_same_fn *same,
					 const struct collected *row)
{
	struct lookup_place *place = lookup_add(lookup, hash, same, row->first);
	const struct collected *before = place->thing;
	place->thing = row;
	return before;
}

static struct collected *add_row(struct collection *c,
				 const struct sample *sample, uint64_t heading)
{
	struct collected *row = error_unless_memory(calloc(1, sizeof(*row)));
	const struct collected *other = NULL;
	*row = (struct collected){ .row.like = sample, .first = sample, .nr = c->n };
	const struct collected *like = note_last(
		&c->by_bytes, hash_number(heading, sample->bytes.value),
		is_of_bytes, row);
	if (sample->requested_bytes.known)
		other = note_last(&c->by_request,
				  hash_number(heading, sample->requested_bytes.value),
				  is_of_request, row);
	row->row.block = block_of(like, other, c->nr_blocks);
	c->nr_blocks += row->row.block == c->nr_blocks;
	c->row = records_grow(c->row, c->n, sizeof(struct collected *));
	c->row[c->n++] = row;
	return row;
}

/* While collecting, blocks are numbered and rows stand in any order. */
static struct row *row_of(struct collection *c, const struct sample *sample)
{
	const uint64_t heading = hash_heading(sample);
	const uint64_t hash = hash_number(
		hash_number(heading, sample->threads.value), sample->bytes.value);
	struct lookup_place *place = lookup_add(&c->by_key, hash, is_of_row, sample);
	if (!place->thing)
		place->thing = add_row(c, sample, heading);
	/* The table's pointer is const, the row is ours. */
	return &c->row[((const struct collected *)place->thing)->nr]->row;
}

static void row_add(struct row *row, const struct sample *sample)
{
	const bool is_measure = role_is(sample, "measure");
	if (is_measure && row->measured.n + row->invalid.n == 0)
		row->like = sample;
	if (sample->warmup)
		return;
	if (is_measure)
		list_append(sample->ok ? &row->measured : &row->invalid, sample);
	else if (sample->ok && role_is(sample, "limit"))
		list_append(&row->limit, sample);
	else if (sample->ok && role_is(sample, "nop"))
		list_append(&row->nop, sample);
}

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	const uint64_t x = a->like->threads.value, y = b->like->threads.value;
	if (x != y)
		return x < y ? -1 : 1;
	return a->like < b->like ? -1 : a->like > b->like;
}

static void row_close(struct row *row)
{
	free(row->measured.sample);
	free(row->invalid.sample);
	free(row->limit.sample);
	free(row->nop.sample);
}

/* What was only warmed up, or is a limit of nothing, is no row. */
static void drop_unmeasured(struct rows *rows)
{
	size_t n = 0;
	for (size_t i = 0; i < rows->n; i++) {
		struct row *row = &rows->row[i];
		if (row->measured.n + row->invalid.n > 0)
			rows->row[n++] = *row;
		else
			row_close(row);
	}
	rows->n = n;
}

/* Blocks from 0 without gaps, rows being sorted by them. */
static void number_blocks(struct rows *rows)
{
	size_t last = SIZE_MAX;
	rows->block = error_unless_memory(calloc(rows->n + 1, sizeof(*rows->block)));
	for (size_t i = 0; i < rows->n; i++) {
		if (rows->row[i].block != last)
			rows->block[rows->nr_blocks++].first = i;
		last = rows->row[i].block;
		rows->row[i].block = rows->nr_blocks - 1;
		rows->block[rows->nr_blocks - 1].n++;
	}
}

/* Place of a sample in its run: its order, or the line it was imported from. */
static double place_of(const struct sample *sample)
{
	if (sample->order.known)
		return (double)sample->order.value;
	const struct real line = counters_number(&sample->counters, "input_line");
	return line.known ? line.value : -1;
}

/* Rows of an import may stand in one line: then their numbers tell. */
static bool is_same_place(const void *thing, const void *wanted)
{
	const struct sample *a = thing, *b = wanted;
	return strcmp(a->run, b->run) == 0 && place_of(a) == place_of(b) &&
	       (a->order.known || (a->threads.value == b->threads.value &&
				   a->wall_s.value == b->wall_s.value &&
				   a->cpu_s.value == b->cpu_s.value));
}

bool rows_seen_before(struct lookup *seen, const struct sample *sample)
{
	const double nr = sample->run ? place_of(sample) : -1;
	if (nr < 0)
		return false;
	const uint64_t hash = hash_text(hash_bytes(HASH_START, &nr, sizeof(nr)),
					sample->run);
	struct lookup_place *place = lookup_add(seen, hash, is_same_place, sample);
	const bool before = place->thing;
	if (!before)
		place->thing = sample;
	return before;
}

static void collect(const struct records *records, const struct rows_filter *filter,
		    struct collection *c)
{
	for (size_t i = 0; i < records->nr_samples; i++) {
		const struct sample *sample = &records->sample[i];
		if (filter && !filter->is_wanted(filter->arg, sample))
			continue;
		if (rows_seen_before(&c->seen, sample))
			c->nr_doubles++;
		else
			row_add(row_of(c, sample), sample);
	}
	lookup_close(&c->seen);
	lookup_close(&c->by_key);
	lookup_close(&c->by_request);
	lookup_close(&c->by_bytes);
}

static void take_rows(struct collection *c, struct rows *rows)
{
	*rows = (struct rows){ .n = c->n, .nr_doubles = c->nr_doubles };
	rows->row = error_unless_memory(calloc(c->n + 1, sizeof(*rows->row)));
	for (size_t i = 0; i < c->n; i++) {
		rows->row[i] = c->row[i]->row;
		free(c->row[i]);
	}
	free(c->row);
}

void rows_collect_some(const struct records *records,
		       const struct rows_filter *filter, struct rows *rows)
{
	struct collection c = { 0 };
	collect(records, filter, &c);
	take_rows(&c, rows);
	drop_unmeasured(rows);
	qsort(rows->row, rows->n, sizeof(*rows->row), compare_rows);
	number_blocks(rows);
}

void rows_collect(const struct records *records, struct rows *rows)
{
	rows_collect_some(records, NULL, rows);
}

void rows_close(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		row_close(&rows->row[i]);
	free(rows->row);
	free(rows->block);
	*rows = (struct rows){ 0 };
}
