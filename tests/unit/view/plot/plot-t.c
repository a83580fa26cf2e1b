/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All pictures of a report, where there is no gnuplot.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "plot-made.h"
#include "tap.h"
#include "view/plot/plot.h"

static bool has_file(const char *folder, const char *name)
{
	char *path = text_format("%s/%s", folder, name);
	const bool has = access(path, F_OK) == 0;
	unlink(path);
	free(path);
	return has;
}

int main(void)
{
	char folder[] = "/tmp/plot-t-XXXXXX";
	struct error err = { "" };
	struct plot_list list;
	struct made made;
	if (!mkdtemp(folder) || setenv("PATH", "/nowhere", 1) != 0)
		return 1;
	char *old = text_format("%s/latency.csv", folder);
	FILE *file = fopen(old, "we");
	if (file)
		fclose(file);
	free(old);
	made_open(&made);
	made_sample(&made, " ");
	for (int i = 0; i < 40; i++)
		made_sample(&made, ",\"kernel\":\"k%d\",\"boot_id\":\"x%d\",\"engine\":\"e%d\",\"cpu_s\":null",
			    i, i, i);
	made_sample(&made, ",\"time\":\"2026-01-02T03:05:00Z\",\"order\":1");
	made_campaign(&made, "kvm", 2);
	for (size_t boot = 0; boot < 2; boot++)
		made_cost(&made, boot, 0, ",\"row\":0,\"engine\":\"kvm\",\"order\":%zu", 50 + boot);
	made_read(&made);
	is_int(plot_all(&made.campaigns, &(struct plot_request){ .dir = folder }, &list, &err),
	       -ENOENT,
	       "without gnuplot there are no pictures");
	ok(strstr(err.text, "install gnuplot") != NULL, "the message says what to install");
	is_int(list.n, 0, "none is in the list");
	is_int(list.nr_left_out, 11, "what has no room in 32 pictures is counted");
	ok(has_file(folder, "rate-per-wall.csv"), "but their numbers are there");
	ok(has_file(folder, "rate-per-wall-32.csv"), "of 32 pictures of a sort");
	ok(!has_file(folder, "rate-per-wall-33.csv"), "and no more");
	ok(!has_file(folder, "latency.csv"), "what an earlier report left is gone");
	ok(has_file(folder, "drift.csv") && has_file(folder, "drift-2.csv"),
	   "of a campaign, and of what is in none");
	has_file(folder, "comparison.csv");
	has_file(folder, "memory.csv");
	for (int i = 2; i < 33; i++) {
		char *name = text_format("rate-per-wall-%d.csv", i);
		has_file(folder, name);
		free(name);
		name = text_format("cpu-time-%d.csv", i);
		has_file(folder, name);
		free(name);
	}
	has_file(folder, "cpu-time.csv");
	has_file(folder, "rate-per-cpu.csv");
	has_file(folder, "rate-per-cpu-2.csv");
	is_int(rmdir(folder), 0, "nothing else stays");
	plot_list_close(&list);
	made_close(&made);
	return tap_done();
}
