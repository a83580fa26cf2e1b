/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands beside the bars of a comparison: labels that fit, ratios whose
 * digits tell, verdicts, and which panels go into which picture.
 */
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "tap.h"
#include "view/bar_text.h"
#include "view/plot/plot_build.h"

enum { WIDTH = 2000 };

static void is_label(const char *label, const char *first, const char *second)
{
	char *line[2];
	plot_label(label, WIDTH, line);
	is_text(line[0], first, "the label '%s' begins with '%s'", label, first);
	is_text(line[1], second, "and its second line is '%s'",
		second ? second : "none");
	free(line[0]);
	free(line[1]);
}

static void test_labels(void)
{
	is_label("stock", "stock", NULL);
	is_label("", "", NULL);
	is_label("vmlinux-x86_64 thp:hugepages-64kB=always", "vmlinux-x86_64",
		 "thp:hugepages-64kB=always");
	is_label("base-with-a-name-of-many-parts/and-no-blank",
		 "base-with-a-name-of-many-", "parts/and-no-blank");
	is_label("a kernel that was built with a patch series of its own and a name to match",
		 "a kernel that was built with a", "...of its own and a name to match");
	is_label("line\nbreak", "line?break", NULL);
}

static void test_label_widths(void)
{
	static const char *const labels[] = {
		"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
		"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
		"\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2"
		"\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2"
		"\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2",
		"CONFIG_PREEMPT_RT=y,CONFIG_SLUB_CPU_PARTIAL=y,CONFIG_DEBUG_VM=y",
		"                                                        x",
	};
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++) {
		char *line[2];
		plot_label(labels[i], WIDTH, line);
		for (size_t j = 0; j < 2 && line[j]; j++)
			ok(plot_text_width(line[j]) <= WIDTH,
			   "line %zu of long label %zu fits", j + 1, i + 1);
		free(line[0]);
		free(line[1]);
	}
}

static void test_ratios(void)
{
	static const struct {
		double ratio;
		const char *text;
	} cases[] = {
		{ 1, "1.00x" }, { 1.514, "1.51x" }, { 0.93, "0.93x" },
		{ 1.021, "1.021x" }, { 0.9997, "0.9997x" },
		{ 1.00001, "1.000010x" }, { 512.3, "512x" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct ratio ratio = { .value = real_of(cases[i].ratio) };
		char *text = bar_text_ratio(&ratio);
		is_text(text, cases[i].text, "a ratio of %.10g is %s",
			cases[i].ratio, cases[i].text);
		free(text);
	}
	char *text = bar_text_ratio(&(struct ratio){ 0 });
	is_text(text, "", "a ratio that is unknown is nothing");
	free(text);
}

static void is_verdict(const struct compare *c,
		       const struct compare_cell *cell, const char *expected,
		       const char *name)
{
	char *text = bar_text_verdict(c, cell, false);
	is_text(text, expected, "%s", name);
	free(text);
}

/* Values are shared: a cell lives until the next one is made. */
static struct compare_cell cell_of(double low, double value, double high)
{
	static struct metric_value values[NR_METRICS];
	values[METRIC_FAULT].ratio = (struct ratio){
		.value = { value, value > 0 },
		.low = { low, low > 0 }, .high = { high, low > 0 } };
	return (struct compare_cell){ .nr_units = 5, .value = values };
}

static void test_verdicts(void)
{
	const struct compare exact = { .exact = true, .one_layout = true,
				       .engine = "exact", .unit = "boot" };
	const struct compare native = { .engine = "native", .unit = "block" };
	struct compare_cell cell = cell_of(0, 1.5, 0);
	is_verdict(&exact, &cell, "cheaper", "an exact ratio above 1 is cheaper");
	is_verdict(&native, &cell, "not sure",
		   "a ratio of times without an interval is not sure");
	cell.varies = true;
	is_verdict(&exact, &cell, "boots differ",
		   "exact boots that differ are told of instead");
	cell = cell_of(0, 0.99, 0);
	is_verdict(&exact, &cell, "dearer", "an exact ratio below 1 is dearer");
	cell = cell_of(0, 0.9997, 0);
	is_verdict(&exact, &cell, "within 0.5%",
		   "one layout does not tell small differences from its own");
	cell = cell_of(0, 1, 0);
	is_verdict(&exact, &cell, "the same", "an exact ratio of 1 is the same");
	cell.identical = true;
	is_verdict(&exact, &cell, "identical",
		   "and identical where unmapping is the same too");
	cell = cell_of(0.98, 1.02, 1.06);
	is_verdict(&native, &cell, "unclear", "what the table cannot tell is unclear");
	cell = cell_of(1.01, 1.02, 1.03);
	cell.word = VERDICT_FASTER;
	is_verdict(&native, &cell, "cheaper", "what is faster there is cheaper");
	cell = cell_of(0.97, 0.98, 0.99);
	cell.word = VERDICT_SLOWER;
	is_verdict(&native, &cell, "dearer", "what is slower is dearer");
	cell = cell_of(0.999, 1, 1.001);
	cell.word = VERDICT_SAME;
	is_verdict(&native, &cell, "within 1%", "what is the same is within 1%");
	cell = cell_of(0, 0, 0);
	is_verdict(&native, &cell, "", "where nothing is known nothing is said");
}

static void test_panels(void)
{
	static struct compare_cell cell[9][25];
	static char name[] = "";
	struct compare_row row[9];
	struct part part = { .compare = { .nr_rows = 9, .nr_sides = 2, .row = row } };
	struct compare *c = &part.compare;
	struct panel panel[PLOT_PANELS];
	for (size_t i = 0; i < 9; i++)
		row[i] = (struct compare_row){ .name = name, .cell = cell[i] };
	for (size_t i = 0; i < 9 * 25; i++)
		cell[i / 25][i % 25].measured = true;
	is_int(plot_count_panels(c), 9, "each row has a panel");
	is_int(plot_take_panels(&part, 0, panel), 6, "six are in a picture");
	is_int(plot_take_panels(&part, 6, panel), 3, "the others in the next");
	is_int(panel[2].row, 8, "up to the last row");
	is_int(panel[2].n, 2, "with a bar for each side");
	c->nr_sides = 12;
	is_int(plot_take_panels(&part, 0, panel), 2,
	       "with twelve sides two panels are in a picture");
	c->nr_sides = 24;
	is_int(plot_take_panels(&part, 0, panel), 1, "with 24 there is one");
	is_int(panel[0].n, 24, "which has them all");
	c->nr_sides = 25;
	is_int(plot_count_panels(c), 18, "with one more each row has two panels");
	is_int(plot_take_panels(&part, 1, panel), 1,
	       "of which the second has no room for the next row's");
	is_int(panel[0].n, 2, "and shows the last side beside the first");
	is_int(panel[0].first, 24, "which is the 25th");
	c->nr_sides = 1;
	is_int(plot_count_panels(c), 9, "one side alone is drawn too");
	plot_take_panels(&part, 0, panel);
	is_int(panel[0].n, 1, "with one bar");
}

int main(void)
{
	test_labels();
	test_label_widths();
	test_ratios();
	test_verdicts();
	test_panels();
	return tap_done();
}
