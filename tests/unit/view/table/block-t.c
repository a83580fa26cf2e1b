/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands above and below the rows of a block.
 */
#include <stdlib.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/block.h"

static void count(void *context, const char *text)
{
	size_t *n = context;
	(*n)++;
	printf("# %s\n", text);
}

int main(void)
{
	const struct sample like = {
		.kind = "anon-write", .pattern = "sequential", .accounting = "window",
		.engine = "native", .kernel = "stock", .time = "2026-01-02T03:04:06Z",
		.bytes = { UINT64_C(1) << 28, true }, .threads = { 2, true } };
	const struct row row = { .like = &like };
	struct summary s = { .row = &row, .n = 9, .nr_reps = 9, .nr_invalid = 1 };
	const struct block_rows rows = { &s, 1 };
	const struct records records = { 0 };
	char *text = block_heading(&rows);
	is_text(text, "anon-write sequential, 0.25 Gb, 10 reps, window accounting, native",
		"the heading counts INVALID repetitions too");
	free(text);
	text = block_origin(&records, &rows);
	is_text(text, "kernel stock, 2026-01-02T03:04:06Z", "the kernel and the date stand below it");
	free(text);
	size_t n = 0;
	block_notes(&rows, count, &n);
	is_int(n, 0, "a row without a flaw has no note");
	s.few_ticks = s.not_concurrent = s.oversubscribed = true;
	block_notes(&rows, count, &n);
	is_int(n, 3, "each flaw has one");
	return tap_done();
}
