/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pages that went to other nodes, because there was no room.
 */
#include "analysis/spill.h"

#include <stdlib.h>

#include "base/known.h"
#include "base/stream.h"
#include "fault/remark.h"
#include "tap.h"

static const char *const spilled[] = { "another remark", remark_spill };

static void add(struct spill *spill, struct count local, struct count remote,
		size_t nr_warnings)
{
	const struct sample sample = { .pages_local = local, .pages_remote = remote,
				       .warnings = { spilled, nr_warnings } };
	spill_add(spill, &sample);
}

static char *share_text(const struct spill *spill)
{
	struct text_stream stream;
	spill_print_share(text_open(&stream), spill);
	return text_close(&stream);
}

int main(void)
{
	struct spill spill = { 0 };
	add(&spill, count_of(988), count_of(12), 1);
	is_int(spill.n, 0, "a few pages at an edge are no spill");
	add(&spill, (struct count){ 0 }, (struct count){ 0 }, 2);
	add(&spill, count_of(0), count_of(0), 2);
	is_int(spill.n, 0, "nor is one of which no pages are known");
	add(&spill, count_of(630), count_of(370), 2);
	char *text = share_text(&spill);
	is_text(text, "37.0%", "of one repetition there is its share");
	free(text);
	text = spill_line(&spill, 1);
	is_text(text, "spill in 1 of 1 repetition: 37.0% of the pages are on another node than their task",
		"with what it means");
	free(text);
	add(&spill, count_of(600), count_of(400), 2);
	add(&spill, count_of(640), count_of(360), 2);
	is_int(spill.n, 3, "each repetition with a spill counts");
	is_near(spill.least, 0.36, 1e-12, "the least share is kept");
	is_near(spill.most, 0.4, 1e-12, "and the most");
	text = spill_line(&spill, 6);
	is_text(text, "spill in 3 of 6 repetitions: 36.0 to 40.0% of the pages are on another node than their task",
		"a line has both");
	free(text);
	spill.least = 0.36996;
	spill.most = 0.37004;
	text = share_text(&spill);
	is_text(text, "37.0%", "shares that look the same are one");
	free(text);
	return tap_done();
}
