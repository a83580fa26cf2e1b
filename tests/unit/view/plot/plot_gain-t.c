/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of gain and scaling.
 */
#include <string.h>

#include "plot-made.h"
#include "tap.h"

/* Of boot, side and row: rows 0 and 1 are one workload with 1 and 2 threads. */
static void cost(struct made *made, size_t boot, size_t side, size_t row, double ns)
{
	made_cost(made, boot, side, ",\"row\":%zu,\"engine\":\"kvm\",\"threads\":%zu,"
		  "\"wall_s\":%.9f", row, row + 1, ns * 100e-9);
}

static void open_campaign(struct made *made)
{
	made_open(made);
	made_campaign(made, "kvm", 2);
	for (size_t boot = 0; boot < 2; boot++)
		for (size_t row = 0; row < 2; row++) {
			cost(made, boot, 0, row, 3000 + 100 * (double)boot);
			cost(made, boot, 1, row, (1500 + 50 * (double)boot) / (double)(row + 1));
		}
	cost(made, 0, 2, 0, 1000);
}

static void test_gain(void)
{
	struct made made;
	struct picture picture = { 0 };
	open_campaign(&made);
	made_read(&made);
	is_int(made_fill(&made, plot_fill_gain, &picture, 0), 1,
	       "rows of several numbers of tasks are a workload");
	is_int(picture.title[0] != NULL, 1, "it has a picture");
	ok(strstr(made_table(&picture), "\none: seq,fault,k1,measured,1,2,") != NULL,
	   "with one thread a side costs half");
	is_int(picture.panel.n, 2, "there is a panel of the fault, and one with the unmapping");
	is_text(picture.panel.line[0].text, "one: seq: fault", "which have their names");
	is_int(picture.key.n, 1, "a side with a single point has no curve");
	is_text(picture.mark.line[0].text, "4.00", "the last ratio stands at the end of the curve");
	is_text(picture.y.text, "times less time", "the axis says what is drawn");
	is_text(picture.title[0], "Did it help: how many times cheaper than k0, 6.12, x86_64 guest",
		"and the title");
	picture_close(&picture);
	made_close(&made);
}

static void test_scaling(void)
{
	struct made made;
	struct picture picture = { 0 };
	open_campaign(&made);
	made_read(&made);
	is_int(made_fill(&made, plot_fill_scaling, &picture, 0), 1, "times have a picture of rates");
	is_int(picture.key.n, 2, "in which the first side has a curve as well");
	is_text(picture.mark.line[1].text, "4.00", "a curve has its last ratio at its end");
	is_text(picture.y.text, "rate: 1 is 1 thread of k0", "all are of the first with one thread");
	is_near(picture.y.low, 0, 0, "the axis begins at 0");
	picture_close(&picture);
	made_close(&made);
}

static void test_published(void)
{
	struct made made;
	struct picture picture = { 0 };
	open_campaign(&made);
	fputs("{\"type\":\"note\",\"schema\":\"pft/1\",\"id\":\"n\"}\n"
	      "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"old\",\"note\":\"a posting\"}\n",
	      made.lines.out);
	for (int kernel = 0; kernel < 2; kernel++)
		for (int threads = 1; threads <= 2; threads++)
			made_sample(&made, ",\"run\":\"old\",\"boot_id\":null,\"time\":\"2004-12-14T01:32:09Z\","
				    "\"kernel\":\"%s\",\"threads\":%d,\"wall_s\":0.0%d,\"cpu_s\":0.0%d,"
				    "\"counters\":{\"input_line\":%d}", kernel ? "patched" : "stock",
				    threads, 4 - 2 * kernel, 4 - kernel, 10 * kernel + threads);
	made_read(&made);
	is_int(made_fill(&made, plot_fill_gain, &picture, 0), 1, "a campaign is drawn beside a posting");
	is_int(picture.key.n, 3, "whose second table has two curves");
	is_text(picture.key.line[1].text, "2004: patched, wall", "by wall time");
	is_text(picture.key.line[2].text, "2004: patched, CPU", "and by CPU time");
	is_int(picture.key.line[2].style, 1, "in another style");
	ok(strstr(made_table(&picture), "\none: seq,fault and unmapping,\"2004: patched, wall\","
		  "published,2,2,,,\n") != NULL,
	   "compared with its first table, without an interval");
	picture_close(&picture);
	made_close(&made);
}

/* A campaign of one round, of sides 0 and 1 and rows with so many threads. */
static size_t workloads(const char *const row[3], bool first_side)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_campaign(&made, "kvm", 1);
	for (size_t i = 0; i < 3; i++)
		for (size_t side = i == 1 && !first_side; side < 2; side++)
			made_cost(&made, 0, side, ",\"engine\":\"kvm\",\"row\":%zu%s", i, row[i]);
	made_read(&made);
	const size_t n = made_fill(&made, plot_fill_gain, &picture, 0);
	if (n > 0) {
		is_int(picture.panel.n, 2 * n, "a workload has two panels");
		ok(strstr(made_table(&picture), ",fault,k1,measured,1,1,,,1\n") <
		   strstr(made_table(&picture), ",fault,k1,measured,4,1,,,1\n"),
		   "the fewest tasks come first");
	}
	picture_close(&picture);
	made_close(&made);
	return n;
}

static void test_workloads(void)
{
	const char *const two[] = { ",\"threads\":4", "", ",\"threads\":2,\"pattern\":\"random\"" };
	const char *const none[] = { ",\"threads\":4", ",\"threads\":4",
				     ",\"threads\":2,\"pattern\":\"random\"" };
	is_int(workloads(two, true), 1, "rows that differ in tasks alone are one workload");
	is_int(workloads(none, true), 0, "a workload with one number of tasks is left out");
	is_int(workloads(two, false), 0, "a row without the first side is of no workload");
}

int main(void)
{
	test_workloads();
	test_gain();
	test_scaling();
	test_published();
	return tap_done();
}
