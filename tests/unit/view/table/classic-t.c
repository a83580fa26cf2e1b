/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of 2004.
 */
#include <stdlib.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/classic.h"

int main(void)
{
	struct fake_print print;
	FILE *out = fake_open(&print, TABLE_CLASSIC, 0)->out;
	classic_titles(out);
	const struct sample like = { .bytes = count_of(UINT64_C(4) << 30),
				     .threads = count_of(8) };
	classic_line(out, &like, &(struct compare_classic){
		.nr_reps = 3, .user_s = real_of(0.171), .system_s = real_of(23.257),
		.wall_s = real_of(4.289), .per_cpu_s = real_of(33566.19),
		.per_wall_s = real_of(183349.31) });
	const struct sample one = { .threads = count_of(1) };
	classic_line(out, &one, &(struct compare_classic){ 0 });
	char *text = fake_close(&print);
	is_text(text,
		" Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec\n"
		"  4   3    8    0.171s     23.257s   4.289s 33566.190 183349.310\n"
		"  0   0    1        -           -        -          -          -\n",
		"a line is as in 2004, with - where that is unknown");
	free(text);
	return tap_done();
}
