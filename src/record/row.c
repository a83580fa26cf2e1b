/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/row.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/field.h"

static void list_append(struct sample_list *list, const struct sample *sample)
{
	list->sample = records_grow(list->sample, list->n, sizeof(*list->sample));
	list->sample[list->n++] = sample;
}

static bool text_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool count_same(struct count a, struct count b)
{
	return a.known == b.known && (!a.known || a.value == b.value);
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

/*
 * One heading for both. Threads may differ; and bytes, where they were rounded
 * from one request to whole pages for each task.
 */
static bool same_block(const struct sample *a, const struct sample *b)
{
	struct sample like = *a;
	like.threads = b->threads;
	if (a->requested_bytes.known && b->requested_bytes.known &&
	    a->requested_bytes.value == b->requested_bytes.value)
		like.bytes = b->bytes;
	return same_boot(a, b) && text_same(a->kernel, b->kernel) &&
	       a->stamped == b->stamped &&
	       text_same(a->accounting, b->accounting) &&
	       count_same(a->reps, b->reps) && field_same_row(&like, b) &&
	       pairs_same(&a->knobs, &b->knobs) &&
	       pairs_same(&a->config, &b->config);
}

static bool same_row(const struct sample *a, const struct sample *b)
{
	return count_same(a->threads, b->threads) &&
	       count_same(a->bytes, b->bytes) &&
	       a->oversubscribed == b->oversubscribed;
}

static bool role_is(const struct sample *sample, const char *role)
{
	return text_same(sample->role, role);
}

/* While collecting, blocks are numbered and rows stand in any order. */
static struct row *row_of(struct rows *rows, const struct sample *sample)
{
	size_t block = rows->nr_blocks;
	/* From the end: a file is written row after row of one block. */
	for (size_t i = rows->n; i-- > 0;) {
		if (same_block(rows->row[i].like, sample)) {
			block = rows->row[i].block;
			break;
		}
	}
	for (size_t i = 0; i < rows->n; i++)
		if (rows->row[i].block == block &&
		    same_row(rows->row[i].like, sample))
			return &rows->row[i];
	rows->row = records_grow(rows->row, rows->n, sizeof(*rows->row));
	rows->row[rows->n] = (struct row){ .like = sample, .block = block };
	if (block == rows->nr_blocks)
		rows->nr_blocks++;
	return &rows->row[rows->n++];
}

static void row_add(struct row *row, const struct sample *sample)
{
	if (role_is(sample, "measure")) {
		if (row->measured.n + row->invalid.n == 0)
			row->like = sample;
		if (sample->warmup)
			row->nr_warmups++;
		else
			list_append(sample->ok ? &row->measured : &row->invalid,
				    sample);
	} else if (sample->ok && !sample->warmup) {
		if (role_is(sample, "limit"))
			list_append(&row->limit, sample);
		else if (role_is(sample, "nop"))
			list_append(&row->nop, sample);
	}
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

static void blocks_of(struct rows *rows)
{
	rows->block = calloc(rows->nr_blocks + 1, sizeof(*rows->block));
	if (!rows->block)
		abort();
	for (size_t i = rows->n; i-- > 0;) {
		struct block *block = &rows->block[rows->row[i].block];
		block->first = i;
		block->n++;
	}
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
static void renumber_blocks(struct rows *rows)
{
	size_t last = 0;
	rows->nr_blocks = 0;
	for (size_t i = 0; i < rows->n; i++) {
		const size_t block = rows->row[i].block;
		if (i == 0 || block != last)
			rows->nr_blocks++;
		last = block;
		rows->row[i].block = rows->nr_blocks - 1;
	}
}

static const struct pair *pair_find(const struct pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (strcmp(pairs->pair[i].name, name) == 0)
			return &pairs->pair[i];
	return NULL;
}

/* Place of a sample in its run: its order, or the line it was imported from. */
static double place_of(const struct sample *sample)
{
	const struct pair *line = pair_find(&sample->counters, "input_line");
	if (sample->order.known)
		return (double)sample->order.value;
	return line && line->number.known ? line->number.value : -1;
}

static int compare_numbers(double x, double y)
{
	return (x > y) - (x < y);
}

/* Rows of an import may stand in one line: then their numbers tell. */
static int compare_places(const void *left, const void *right)
{
	const struct sample *a = left, *b = right;
	int rc = strcmp(a->run, b->run);
	if (rc == 0)
		rc = compare_numbers(place_of(a), place_of(b));
	if (rc == 0 && !a->order.known)
		rc = compare_numbers((double)a->threads.value,
				     (double)b->threads.value);
	if (rc == 0 && !a->order.known)
		rc = compare_numbers(a->wall_s.value, b->wall_s.value);
	if (rc == 0 && !a->order.known)
		rc = compare_numbers(a->cpu_s.value, b->cpu_s.value);
	return rc;
}

/*
 * Whether this repetition was seen before: the same file twice, or copies of
 * it put together, must not look like more repetitions.
 */
static bool seen_before(void **seen, const struct sample *sample)
{
	if (!sample->run || place_of(sample) < 0)
		return false;
	void **found = tsearch(sample, seen, compare_places);
	if (!found)
		abort();
	return *(const struct sample **)found != sample;
}

static void keep(void *sample)
{
	(void)sample;	/* the records' */
}

void rows_collect(const struct records *records, struct rows *rows)
{
	void *seen = NULL;
	*rows = (struct rows){ 0 };
	for (size_t i = 0; i < records->nr_samples; i++) {
		const struct sample *sample = &records->sample[i];
		if (seen_before(&seen, sample))
			rows->nr_doubles++;
		else
			row_add(row_of(rows, sample), sample);
	}
	tdestroy(seen, keep);
	drop_unmeasured(rows);
	if (rows->n > 0)
		qsort(rows->row, rows->n, sizeof(*rows->row), compare_rows);
	renumber_blocks(rows);
	blocks_of(rows);
}

void rows_close(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		row_close(&rows->row[i]);
	free(rows->row);
	free(rows->block);
	*rows = (struct rows){ 0 };
}
