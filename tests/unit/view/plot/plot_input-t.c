/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all pictures of a report are made from.
 */
#include "view/plot/plot_input.h"

#include "base/auto.h"
#include "plot-made.h"
#include "tap.h"

/* Two sizes of one workload, and a campaign that counts instructions. */
static void test_input(void)
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
	ok(in->nr_groups > 1 && in->groups[0].compare == &made.campaigns.compare[0],
	   "the campaign is the first group of repetitions");
	ok(in->nr_groups > 1 && !in->groups[1].compare, "plain records are the next group");
	made_close(&made);
}

static bool any(const struct sample_list *samples)
{
	return samples->n > 0;
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
	const struct plot_group *group = made.in.groups;
	is_int(made.in.nr_groups, 1, "kernels of one workload are a group");
	is_int(group->nr_panels, 2, "with a panel for each number of threads");
	is_text(group->panel[1], "4 threads", "the fewest first");
	is_int(plot_group_curve(group, 0, 1)->n, 2, "boots of a kernel are together");
	is_int(plot_take_curves(group, any, 1, 8).n, 2, "curves that have something are taken");
	is_int(plot_take_curves(group, any, 0, 2).n, 2, "as many as there is room for");
	is_int(plot_take_curves(NULL, any, 0, 2).n, 0, "and none without a group");
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
	const struct plot_group *group = made.in.groups;
	is_int(made.in.nr_groups, 1, "a campaign is a group, and not plain records as well");
	is_text(group->panel[0], "one: seq, 1 thread", "its rows are panels");
	is_text(group->panel[1], "seq, 2 threads", "a row without a name is called by what it is");
	is_text(group->key[2], "k2", "its sides are keys");
	is_int(plot_group_curve(group, 1, 1)->n, 1, "a repetition is where it belongs");
	is_int(plot_take_curves(group, any, 0, 8).n, 2, "one of a row that is not there is in none");
	made_close(&made);
}

static bool has_cpu(const struct summary *point)
{
	return point->fault_per_cpu_s.known;
}

static bool has_none(const struct summary *point)
{
	(void)point;
	return false;
}

/* Two kernels, of which one knows no CPU time. */
static void open_kernels(struct made *made)
{
	static const int threads[] = { 40, 1, 39, 1 };
	made_open(made);
	for (int i = 0; i < 4; i++)
		made_sample(made, ",\"threads\":%d,\"order\":%d", threads[i], i);
	made_sample(made, ",\"kernel\":\"other\",\"boot_id\":\"b2\",\"cpu_s\":null,\"threads\":2");
	made_read(made);
}

static void test_series(void)
{
	struct made made;
	size_t n;
	open_kernels(&made);
	const struct series_span span = series_span(&made.in.series, 0, 8, false);
	is_int(made.in.series.n, 2, "each kernel is a series");
	ok(plot_any_series(&span, has_cpu), "a span with a point to draw can be drawn");
	ok(!plot_any_series(&span, has_none), "a span without one cannot be drawn");
	AUTO_FREE uint64_t *threads = plot_series_threads(&span, &n);
	ok(n == 4 && threads[0] == 1 && threads[1] == 2 && threads[2] == 39 && threads[3] == 40,
	   "each number of tasks is there once, ascending");
	made_close(&made);
}

static void test_tasks(void)
{
	AUTO_FREE char *one = plot_tasks(1, true), *many = plot_tasks(4, true),
			*two = plot_tasks(2, false);
	is_text(one, "1 process", "one process is singular");
	is_text(many, "4 processes", "four processes are plural");
	is_text(two, "2 threads", "threads are called threads");
}

int main(void)
{
	test_input();
	test_plain();
	test_campaign();
	test_series();
	test_tasks();
	return tap_done();
}
