/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of rows of a run.
 */
#include <stdlib.h>
#include <string.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/run_columns.h"

static const struct column *column_of(const char *name)
{
	for (size_t i = 0; i < run_columns.n; i++)
		if (run_columns.column[i].name &&
		    strcmp(run_columns.column[i].name, name) == 0)
			return &run_columns.column[i];
	return NULL;
}

static void every_column_is_whole(void)
{
	size_t wrong = 0;
	for (size_t i = 0; i < run_columns.n; i++) {
		const struct column *c = &run_columns.column[i];
		wrong += !c->get || !c->where || !c->name;
		wrong += (c->where & (IN_TABLE | IN_MAIL | IN_PAGE)) &&
			 (!c->title || !c->help);
		for (size_t j = 0; j < i; j++)
			wrong += strcmp(c->name, run_columns.column[j].name) == 0;
	}
	is_int(wrong, 0, "each has a name of its own, a getter, and where it is in tables a title and a help");
}

static void values_come_from_the_summary(void)
{
	const struct sample like = { .kind = "shmem", .threads = { 4, true } };
	const struct row row = { .like = &like };
	struct summary s = { .row = &row, .n = 3, .nr_reps = 3,
			     .user_s = real_of(0.5), .wall_s = real_of(2) };
	is_text(column_of("kind")->get(&s, column_of("kind")).text, "shmem",
		"members come from the samples");
	ok(column_of("user_s")->get(&s, column_of("user_s")).real.known,
	   "User is known");
	s.few_ticks = true;
	ok(!column_of("user_s")->get(&s, column_of("user_s")).real.known,
	   "and unknown where it is noise");
	char *text = column_text(column_of("wall_s"), &s, 3);
	is_text(text, "2.000", "Wall has three decimals");
	free(text);
}

int main(void)
{
	every_column_is_whole();
	values_come_from_the_summary();
	return tap_done();
}
