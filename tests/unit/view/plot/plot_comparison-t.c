/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of what a page fault costs, compared.
 */
#include <string.h>

#include "plot-made.h"
#include "tap.h"

/* A side of 1000 instructions over a ratio, on one row. */
static void exact(struct made *made, size_t side, double instructions)
{
	made_cost(made, 0, side, ",\"row\":0,\"engine\":\"exact\",\"wall_s\":null,"
		  "\"instructions\":%.0f,\"instructions_teardown\":10000", 100 * instructions);
}

static void has(const char *text, const char *part, const char *name)
{
	ok(strstr(text, part) != NULL, "%s", name);
}

static void test_bars(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_campaign(&made, "exact", 1);
	exact(&made, 0, 3000);
	exact(&made, 1, 2000);
	exact(&made, 2, 2980);
	made_read(&made);
	is_int(made_fill(&made, plot_fill_comparison, &picture, 0), 3, "each row has a panel");
	const char *table = made_table(&picture);
	has(table, "\n1,3000,100,", "the first bar has its cost and its unmapping");
	has(table, ",\"3000.0 + 100.0\",\"1.000x\",\"baseline\",,", "and is the baseline");
	has(table, ",\"1.500x\",\"cheaper\",\"exact\",", "a ratio above 1 is cheaper");
	has(table, ",\"same within 1%\",\"exact\",", "one of 1.0067 is the same");
	has(table, ",\"INVALID: nothing was measured\"\n", "where there is no bar there is a reason");
	is_near(picture.panel.line[0].high, 3100, 1e-9, "a panel is as long as its longest bar");
	is_near(picture.panel.line[0].low, 3000, 1e-9, "and knows what the first side costs");
	is_text(picture.panel.line[0].text, "one: seq, 1 thread", "a row has its name");
	is_text(picture.x.text, "instructions per page touched", "the axis its unit");
	is_text(picture.y.text, "boots", "and units theirs");
	is_text(picture.file, "comparison.csv", "what is published is the table of all");
	is_text(picture.caption[1], "Machine: x86_64 guest, 4 CPUs, on -", "the caption has the guest");
	is_text(picture.caption[2], "Kernels: k0: 6.12, a; k1: 6.12, b; k2: 6.12, c", "and the kernels");
	picture_close(&picture);
	made_close(&made);
}

static void test_labels(const char *label, const char *expected)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	fprintf(made.lines.out, "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"c\",\"engine\":\"exact\","
		"\"unit\":\"boot\",\"rounds\":1,\"reps\":1,\"treatments\":[\"%s\"],\"kernels\":[\"\"],"
		"\"rows\":[\"row\"]}\n", label);
	made_read(&made);
	is_int(made_fill(&made, plot_fill_comparison, &picture, 0), 1, "one side alone is drawn too");
	has(made_table(&picture), expected, label);
	picture_close(&picture);
	made_close(&made);
}

int main(void)
{
	test_bars();
	test_labels("stock", ",45,\"stock\",,");
	test_labels("vmlinux-x86_64 thp:hugepages-64kB=always",
		    ",225,\"vmlinux-x86_64\",\"thp:hugepages-64kB=always\",");
	return tap_done();
}
