/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all pictures of a report are made from.
 */
#include "view/plot/plot_input.h"

#include "plot-made.h"
#include "tap.h"

/* Two sizes of one workload, and a campaign that counts instructions. */
int main(void)
{
	struct made made;
	made_open(&made);
	made_campaign(&made, "exact", 1);
	made_cost(&made, 0, 0, ",\"row\":0,\"engine\":\"exact\",\"wall_s\":null,"
		  "\"instructions\":1000");
	made_sample(&made, " ");
	made_sample(&made, ",\"bytes\":819200,\"pages\":200,\"order\":1");
	made_read(&made);
	const struct plot_input *in = &made.in;
	ok(in->campaigns == &made.campaigns, "the input has the campaigns that it was opened with");
	is_int(in->rows.n, 2, "plain rows are without those of a campaign of instructions");
	ok(in->summary[0].row == &in->rows.row[0], "there is a summary of each row");
	is_near(in->summary[0].fault_per_wall_s.value, 1e6, 1e-3, "a summary has its rate");
	is_int(in->series.n, 2, "each size is a series");
	is_int(in->joined.n, 1, "sizes that are joined are one series");
	is_int(in->joined.series[0].n, 2, "it has the points of both");
	ok(in->groups.n > 1 && in->groups.group[0].compare == &made.campaigns.compare[0],
	   "the campaign is the first group of repetitions");
	ok(in->groups.n > 1 && !in->groups.group[1].compare, "plain records are the next group");
	made_close(&made);
	return tap_done();
}
