/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions one by one: groups, their panels, keys and curves.
 */
#include <stdlib.h>

#include "plot-made.h"
#include "tap.h"

static bool any(const struct sample_list *samples)
{
	return samples->n > 0;
}

static void is_name(const struct plot_curves *curves, size_t i, const char *expected)
{
	char *name = plot_curve_name(curves, i);
	is_text(name, expected, "curve %zu is called '%s'", i, expected);
	free(name);
}

static void test_plain(void)
{
	struct made made;
	made_open(&made);
	made_sample(&made, ",\"threads\":4");
	made_sample(&made, " ");
	made_sample(&made, ",\"order\":1,\"warmup\":true");
	made_sample(&made, ",\"kernel\":\"other\",\"boot_id\":\"b2\"");
	made_sample(&made, ",\"kernel\":\"other\",\"boot_id\":\"b3\"");
	made_read(&made);
	const struct plot_groups *groups = &made.in.groups;
	is_int(groups->n, 1, "kernels of one workload are a group");
	is_int(groups->group[0].nr_panels, 2, "with a panel for each number of threads");
	is_text(groups->group[0].panel[1], "4 threads", "the fewest first");
	is_int(plot_group_curve(&groups->group[0], 0, 1)->n, 2, "boots of a kernel are together");
	is_int(plot_count_curves(&made.in.groups, any, 1), 2, "curves that have something are counted");
	struct plot_curves curves = plot_take_curves(&made.in.groups, any, 0, 8);
	is_int(curves.n, 3, "and taken");
	is_name(&curves, 0, "stock, 1 thread");
	is_name(&curves, 2, "stock, 4 threads");
	curves = plot_take_curves(&made.in.groups, any, 0, 2);
	is_name(&curves, 0, "stock");
	is_name(&curves, 1, "other");
	made_close(&made);
}

static void test_campaign(void)
{
	struct made made;
	made_open(&made);
	made_campaign(&made, "kvm", 1);
	made_cost(&made, 0, 0, ",\"row\":0,\"engine\":\"kvm\"");
	made_cost(&made, 0, 1, ",\"row\":1,\"engine\":\"kvm\",\"threads\":2");
	made_cost(&made, 0, 1, ",\"row\":7,\"engine\":\"kvm\",\"order\":9");
	made_read(&made);
	const struct plot_groups *groups = &made.in.groups;
	is_int(groups->n, 1, "a campaign is a group, and not plain records as well");
	is_text(groups->group[0].panel[0], "one: seq, 1 thread", "its rows are panels");
	is_text(groups->group[0].key[2], "k2", "its sides are keys");
	is_int(plot_group_curve(&groups->group[0], 1, 1)->n, 1, "a repetition is where it belongs");
	is_int(plot_count_curves(&made.in.groups, any, 0), 2, "one of a row that is not there is in none");
	made_close(&made);
}

int main(void)
{
	test_plain();
	test_campaign();
	return tap_done();
}
