/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of memory against speed.
 */
#include "plot-made.h"
#include "tap.h"

static void cost(struct made *made, size_t side, size_t row, const char *more)
{
	made_cost(made, 0, side, ",\"row\":%zu,\"engine\":\"exact\",\"wall_s\":null,"
		  "\"instructions\":%zu,\"instructions_teardown\":10000%s", row,
		  100000 * (3 - side), more);
}

int main(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_campaign(&made, "exact", 1);
	for (size_t row = 0; row < 3; row++) {
		cost(&made, 0, row, "");
		cost(&made, 1, row, ",\"pages_present\":200");
	}
	made_read(&made);
	is_int(made_fill(&made, plot_fill_memory, &picture, 0), 2,
	       "rows that have a name have a panel");
	is_text(made_table(&picture),
		"workload,treatment,both_instructions_per_page,present_per_page,nr_units\n"
		"one,k0,3100,1,1\none,k1,2100,2,1\none,k2,,,0\n"
		"two,k0,3100,1,1\ntwo,k1,2100,2,1\ntwo,k2,,,0\n",
		"a point has a cost with unmapping, and the pages that are present");
	is_text(picture.variant, "instructions", "a script knows what costs are");
	is_int(picture.key.n, 3, "each side has a key");
	is_near(picture.panel.line[1].low, 3100, 0, "a panel knows what the first side costs");
	is_near(picture.x.low, 2100, 0, "the axis begins with the least cost");
	is_near(picture.y.high, 2, 0, "the other ends with the most pages");
	is_int(made_fill(&made, plot_fill_memory, &picture, 2), 0, "there is no second picture");
	picture_close(&picture);
	made_close(&made);
	return tap_done();
}
