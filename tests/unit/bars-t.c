/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands beside the bars of a comparison: ratios whose digits tell, and
 * verdicts.
 */
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "tap.h"
#include "view/bar_text.h"

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

int main(void)
{
	test_ratios();
	test_verdicts();
	return tap_done();
}
