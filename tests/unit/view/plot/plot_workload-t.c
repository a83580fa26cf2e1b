/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workloads of a campaign that are measured with several numbers of tasks.
 */
#include "view/plot/plot_workload.h"

#include "plot-made.h"
#include "tap.h"

static void cost(struct made *made, size_t side, size_t row, const char *more)
{
	made_cost(made, 0, side, ",\"engine\":\"kvm\",\"row\":%zu%s", row, more);
}

static void test_several(void)
{
	struct made made;
	made_open(&made);
	made_campaign(&made, "kvm", 1);
	cost(&made, 0, 0, ",\"threads\":4");
	cost(&made, 0, 1, ",\"threads\":1");
	cost(&made, 0, 2, ",\"threads\":2,\"pattern\":\"random\"");
	made_read(&made);
	const struct compare *c = &made.campaigns.compare[0];
	is_int(plot_row_tasks(c, 0), 4, "a row has a number of tasks");
	struct plot_workloads all = plot_workloads_of(c);
	is_int(all.n, 1, "a workload with one number of tasks is left out");
	is_int(all.n ? all.workload[0].n : 0, 2,
	       "rows that differ in tasks alone are one workload");
	ok(all.n && all.workload[0].row[0] == 1 && all.workload[0].row[1] == 0,
	   "the fewest tasks come first");
	plot_workloads_close(&all);
	ok(all.n == 0 && !all.workload, "nothing is left of what is closed");
	made_close(&made);
}

static void test_unmeasured(void)
{
	struct made made;
	made_open(&made);
	made_campaign(&made, "kvm", 1);
	cost(&made, 0, 0, "");
	cost(&made, 1, 1, ",\"threads\":2");
	made_read(&made);
	const struct compare *c = &made.campaigns.compare[0];
	ok(!plot_row_like(c, 1), "a row without the first side has no repetition of it");
	struct plot_workloads all = plot_workloads_of(c);
	is_int(all.n, 0, "a row without the first side is of no workload");
	plot_workloads_close(&all);
	made_close(&made);
}

int main(void)
{
	test_several();
	test_unmeasured();
	return tap_done();
}
