/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table-fake.h"

#include <stdio.h>
#include <string.h>

#include "tap.h"

static void make_value(struct metric_value *value, double cost, double first)
{
	value->value = value->mean = real_of(cost);
	value->ratio = (struct ratio){ real_of(first / cost),
				       real_of(first / cost - 0.01),
				       real_of(first / cost + 0.01) };
	value->more = (struct difference){ real_of(cost - first),
					   real_of(cost - first - 2),
					   real_of(cost - first + 2) };
}

static void make_cell(struct table_fake *fake, size_t row, size_t side)
{
	struct compare_cell *cell = &fake->cell[row][side];
	struct metric_value *value = fake->value[row][side];
	const double cost = side ? 800 + (double)row : 1000;
	*cell = (struct compare_cell){
		.side = &fake->side[side], .measured = true, .like = &fake->like,
		.nr_units = 5, .nr_samples = 15, .least_reps = 3, .most_reps = 3,
		.value = value, .unit = "layout", .paired = true,
		.has_word = side > 0, .word = VERDICT_FASTER,
	};
	make_value(&value[METRIC_FAULT], cost, 1000);
	make_value(&value[METRIC_BOTH], cost + 500, 1500);
	make_value(&value[METRIC_UNMAP], 500, 500);
	value[METRIC_FAULTS].value = real_of(side ? 0.5 : 1);
	value[METRIC_PRESENT].value = real_of(side ? 1.25 : 1);
	cell->p = cell->p_holm = (struct real){ 0.00001, side > 0 };
}

void table_fake_make(struct table_fake *fake, size_t nr_rows)
{
	*fake = (struct table_fake){
		.compare = {
			.records = &fake->records, .run = &fake->run, .run_id = "run", .unit = "layout",
			.nr_planned = 5, .nr_reps = 3, .engine = "exact",
			.exact = true, .margin = 0.01, .nr_judged = 1,
			.side = fake->side, .nr_sides = 2,
			.row = fake->row, .nr_rows = nr_rows },
		.like = { .kind = "anon-write", .pattern = "islands:3",
			  .threads = { 2, true } },
		.side = { { .name = "stock", .what = "6.12" },
			  { .name = "ahead", .what = "" } },
	};
	for (size_t row = 0; row < nr_rows; row++) {
		fake->row[row] = (struct compare_row){
			.name = (char *)(nr_rows > 1 ? "rows" : ""),
			.heading = (char *)"anon-write, 64M", .tasks = (char *)"",
			.like = &fake->like, .cell = fake->cell[row] };
		make_cell(fake, row, 0);
		make_cell(fake, row, 1);
	}
}

const struct doc *fake_open(struct fake_print *print, enum table_format format,
			    size_t columns)
{
	*print = (struct fake_print){
		.style = { .format = format, .columns = columns } };
	print->doc = (struct doc){ open_memstream(&print->text, &print->n),
				   &print->style };
	return &print->doc;
}

char *fake_close(struct fake_print *print)
{
	fclose(print->doc.out);
	return print->text;
}

void has(const char *text, const char *part, const char *name)
{
	if (!ok(strstr(text, part) != NULL, "%s", name))
		printf("# expected '%s' in:\n# %s\n", part, text);
}

void has_not(const char *text, const char *part, const char *name)
{
	if (!ok(strstr(text, part) == NULL, "%s", name))
		printf("# unexpected '%s' in:\n# %s\n", part, text);
}
