/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/compare_columns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/stream.h"
#include "view/table/verdict_text.h"

/* ---- lines ---- */

struct compare_line *compare_lines(const struct compare_rows *rows, size_t *n)
{
	const struct compare *c = rows->compare;
	struct compare_line *line = error_unless_memory(
		calloc(rows->n * c->nr_sides + 1, sizeof(*line)));
	*n = 0;
	for (size_t i = 0; i < rows->n * c->nr_sides; i++) {
		const size_t row = rows->first + i / c->nr_sides;
		const size_t side = i % c->nr_sides;
		const struct compare_cell *cell = compare_cell(c, row, side);
		if (cell->measured && (c->run || cell->like))
			line[(*n)++] = (struct compare_line){
				c, &c->row[row], cell, row, side, rows->common };
	}
	return line;
}

const char *compare_line_label(const void *line)
{
	return ((const struct compare_line *)line)->cell->side->name;
}

/* ---- what is shown of a line ---- */

/* A getter of one expression; l is the line, c its comparison, cell its cell. */
#define GET(name, expression)                                                 \
	static struct value get_##name(const void *of,                        \
				       const struct column *column)           \
	{                                                                     \
		const struct compare_line *l = of;                            \
		const struct compare *c = l->compare;                         \
		const struct compare_cell *cell = l->cell;                    \
		(void)column, (void)c, (void)cell;                            \
		return expression;                                            \
	}

static struct real percent(struct real share)
{
	share.value *= 100;
	return share;
}

static struct value more_units(const struct compare_cell *cell)
{
	return value_real((struct real){ (double)cell->more_units,
		cell->word == VERDICT_CANNOT_TELL && cell->more_units > 0 });
}

GET(member, value_of_member(cell->like, column->name))
GET(run, value_text(c->run_id))
GET(engine, value_text(c->engine))
GET(row, value_size(l->row_nr))
GET(workload, value_text(l->row->heading))
GET(side, value_size(l->side_nr))
GET(label, value_text(cell->side->name))
GET(source, value_text(cell->side->source))
GET(what, value_text(cell->side->what))
GET(row_name, value_text(*l->row->name ? l->row->name : NULL))
GET(part, value_text(c->part))
GET(tasks, value_text(l->row->tasks))
GET(unit, value_text(c->run ? c->unit : cell->unit))
GET(units, value_size(cell->nr_units))
GET(planned, value_size(c->nr_planned))
GET(samples, value_size(cell->nr_samples))
GET(least_reps, value_size(cell->least_reps))
GET(most_reps, value_size(cell->most_reps))
GET(invalid, value_size(cell->nr_invalid))
GET(reason, value_text(cell->nr_reasons ? cell->reason[0].text : NULL))
GET(costless, value_size(cell->nr_costless))
GET(metric_word, value_text(metrics[c->metric].word))
GET(word, value_text(cell->has_word ? verdict_name(c, cell->word) : NULL))
GET(verdict, value_owned(verdict_of_cell(c, cell)))
GET(page_verdict, value_owned(verdict_in_full(c, cell)))
GET(p, value_real(verdict_p(cell->p)))
GET(p_holm, value_real(verdict_p(cell->p_holm)))
GET(margin, value_real(real_of(100 * c->margin)))
GET(more, more_units(cell))
GET(detectable, value_real(verdict_p(percent(cell->detectable))))
GET(family, value_size(c->nr_judged))
GET(paired, value_bool(cell->paired))
GET(this_boot, value_bool(cell->this_boot))
GET(one_layout, value_bool(cell->exact_one_layout))
GET(why, value_text(cell->why))
GET(bootstrap_low, value_real(cell->diagnostics.bootstrap.low))
GET(bootstrap_high, value_real(cell->diagnostics.bootstrap.high))
GET(permutation_p, value_real(verdict_p(cell->diagnostics.permutation.p)))
GET(ranks_p, value_real(verdict_p(cell->diagnostics.mann_whitney.p)))
GET(pooled_p, value_real(verdict_p(cell->pooled_p)))
GET(pressure, value_real(cell->pressure_percent))
GET(pressure_n, value_size(cell->value[METRIC_PRESSURE_UNUSED].nr_known))

/* "5x10", "5x8-10"; on the page "5 boots x 10", of a campaign "4 of 5". */
static struct value get_n(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	const struct compare_cell *cell = l->cell;
	const bool page = column->where & (IN_PAGE | IN_AB_PAGE);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "%zu", cell->nr_units);
	if (l->compare->run) {
		if (cell->nr_units != l->compare->nr_planned)
			fprintf(out, " of %zu", l->compare->nr_planned);
		return value_owned(text_close(&stream));
	}
	if (page)
		fprintf(out, " %s%s ", cell->unit ? cell->unit : "unit",
			cell->nr_units == 1 ? "" : "s");
	fprintf(out, page ? "x %zu" : "x%zu", cell->least_reps);
	if (cell->least_reps != cell->most_reps)
		fprintf(out, "-%zu", cell->most_reps);
	return value_owned(text_close(&stream));
}

/* ---- numbers of metrics ---- */

/* What is asked of a metric: column->which is its id, and one of these. */
enum part {
	PART_VALUE, PART_INSTRUCTIONS, PART_NS, PART_HALF,
	PART_RATIO, PART_RATIO_LOW, PART_RATIO_HIGH,
	PART_MORE, PART_MORE_LOW, PART_MORE_HIGH,
	PART_PERCENT, PART_PERCENT_LOW, PART_PERCENT_HIGH,
	NR_METRIC_PARTS
};
enum { ASKED = NR_METRICS };	/* the metric that words are of */

#define WHICH(id, part) ((int)(id) * NR_METRIC_PARTS + (part))

static enum metric_id metric_of(const struct compare_line *l,
				const struct column *column)
{
	const int id = column->which / NR_METRIC_PARTS;
	return id == ASKED ? l->compare->metric : (enum metric_id)id;
}

static struct real only_if(bool known, struct real real)
{
	real.known = real.known && known;
	return real;
}

/* In percent of what the first side costs. */
static struct real percent_more(const struct compare_line *l, enum metric_id id,
				struct real more)
{
	const struct real first =
		compare_cell(l->compare, l->row_nr, 0)->value[id].mean;
	const bool known = more.known && first.known && first.value > 0;
	return (struct real){ known ? 100 * more.value / first.value : 0, known };
}

static struct value get_metric(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	const enum metric_id id = metric_of(l, column);
	const struct metric_value *v = &l->cell->value[id];
	const bool exact = l->compare->exact;
	const struct real part[NR_METRIC_PARTS] = {
		[PART_VALUE] = v->value,
		[PART_INSTRUCTIONS] = only_if(exact, v->value),
		[PART_NS] = only_if(!exact, v->value),
		[PART_HALF] = v->half_width,
		[PART_RATIO] = v->ratio.value,
		[PART_RATIO_LOW] = v->ratio.low,
		[PART_RATIO_HIGH] = v->ratio.high,
		[PART_MORE] = v->more.value,
		[PART_MORE_LOW] = v->more.low,
		[PART_MORE_HIGH] = v->more.high,
		[PART_PERCENT] = percent_more(l, id, v->more.value),
		[PART_PERCENT_LOW] = percent_more(l, id, v->more.low),
		[PART_PERCENT_HIGH] = percent_more(l, id, v->more.high),
	};
	return value_real(part[column->which % NR_METRIC_PARTS]);
}

int compare_ratio_decimals(double ratio)
{
	const double off = fabs(ratio - 1);
	if (ratio >= 9.9995)
		return ratio >= 99.5 ? 0 : 2;
	return off == 0 || off >= 0.00995 ? 3 : off >= 0.00095 ? 4 : 5;
}

static struct value get_page_ratio(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	const struct real ratio = l->cell->value[metric_of(l, column)].ratio.value;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (ratio.known && isfinite(ratio.value))
		fprintf(out, "%.*f", compare_ratio_decimals(ratio.value),
			ratio.value);
	return value_owned(text_close(&stream));
}

char *compare_interval(const struct compare_cell *cell, const struct ratio *ratio,
		       bool page)
{
	const double high = ratio->high.value;
	const int decimals = page ? compare_ratio_decimals(ratio->value.value) :
			     high < 9.9995 ? 3 : high < 99.995 ? 2 : 0;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (cell->exact_one_layout && !cell->varies && ratio->value.known)
		fputs("exact", out);
	else if (ratio->low.known && (page || high < 9999.5))
		fprintf(out, "%.*f%s%.*f", decimals, ratio->low.value,
			page ? " to " : "-", decimals, high);
	else if (ratio->low.known)
		fprintf(out, "%.1e-%.1e", ratio->low.value, high);
	return text_close(&stream);
}

static struct value get_interval(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	if (l->side_nr == 0)
		return value_text(NULL);
	return value_owned(compare_interval(
		l->cell, &l->cell->value[metric_of(l, column)].ratio,
		column->where & (IN_PAGE | IN_AB_PAGE)));
}

static struct value get_page_p(const void *of, const struct column *column)
{
	const struct real p = ((const struct compare_line *)of)->cell->p_holm;
	char text[32] = "";
	(void)column;
	if (p.known)
		snprintf(text, sizeof(text), p.value < 0.0001 ? "<0.0001" : "%.4f",
			 p.value);
	return value_owned(text_shown(*text ? text : NULL));
}

static struct value get_page_least(const void *of, const struct column *column)
{
	const struct real least = ((const struct compare_line *)of)->cell->detectable;
	char text[32] = "";
	(void)column;
	if (least.known)
		snprintf(text, sizeof(text), "%.2g%%", 100 * least.value);
	return value_owned(text_shown(*text ? text : NULL));
}

/* ---- the fixed columns ---- */

enum {
	BOTH_DATA = IN_DATA | IN_AB_DATA,
	BOTH_PAGES = IN_PAGE | IN_AB_PAGE,
	COMPARED = IN_TABLE | IN_MAIL,
};

#define DATA(name_, where_, get_) \
	{ .name = name_, .where = where_, .get = get_ }
#define ASK(name_, part_)                                       \
	{ .name = name_, .where = IN_DATA, .get = get_metric,   \
	  .which = WHICH(ASKED, part_) }

static const struct column head[] = {
	DATA("run", IN_AB_DATA, get_run),
	DATA("engine", BOTH_DATA, get_engine),
	DATA("row", BOTH_DATA, get_row),
	DATA("workload", BOTH_DATA, get_workload),
	DATA("clock", IN_DATA, get_member),
	DATA("accounting", IN_DATA, get_member),
	DATA("kind", BOTH_DATA, get_member),
	DATA("pattern", BOTH_DATA, get_member),
	DATA("tasks", BOTH_DATA, get_member),
	DATA("threads", BOTH_DATA, get_member),
	DATA("bytes", BOTH_DATA, get_member),
	DATA("page_bytes", BOTH_DATA, get_member),
	DATA("cachelines", IN_DATA, get_member),
	DATA("bind", IN_DATA, get_member),
	DATA("mem", IN_DATA, get_member),
	DATA("thp", BOTH_DATA, get_member),
	DATA("regions", IN_DATA, get_member),
	DATA("reps", IN_DATA, get_member),
	DATA("stamped", IN_DATA, get_member),
	DATA("oversubscribed", IN_DATA, get_member),
	DATA("arm", IN_DATA, get_side),
	DATA("name", IN_DATA, get_label),
	DATA("source", IN_DATA, get_source),
	DATA("kernel", IN_DATA, get_member),
	DATA("treatment", IN_AB_DATA, get_side),
	DATA("kernel", IN_AB_DATA, get_label),
	DATA("description", IN_AB_DATA, get_what),
	DATA("unit", BOTH_DATA, get_unit),
	DATA("n", BOTH_DATA, get_units),
	DATA("n_planned", IN_AB_DATA, get_planned),
	DATA("n_samples", BOTH_DATA, get_samples),
	DATA("least_reps", IN_DATA, get_least_reps),
	DATA("most_reps", IN_DATA, get_most_reps),
	DATA("n_invalid", BOTH_DATA, get_invalid),
	DATA("invalid", IN_DATA, get_reason),
	DATA("n_without_cost", IN_DATA, get_costless),
	DATA("metric", IN_DATA, get_metric_word),
	ASK("instructions_per_page", PART_INSTRUCTIONS),
	ASK("ns_per_page", PART_NS),
	{ .title = "tasks", .left = true, .where = IN_PAGE, .get = get_tasks },
	{ .title = "verdict", .left = true, .where = BOTH_PAGES,
	  .get = get_page_verdict,
	  .help = "Whether the side differs from the first one." },
	{ .title = "n", .where = BOTH_PAGES, .get = get_n },
};

/* What is said of the metric that words are of. */
static const struct column tail[] = {
	ASK("ratio", PART_RATIO),
	ASK("ratio_low95", PART_RATIO_LOW),
	ASK("ratio_high95", PART_RATIO_HIGH),
	DATA("verdict", BOTH_DATA, get_word),
	DATA("p", BOTH_DATA, get_p),
	DATA("p_holm", BOTH_DATA, get_p_holm),
	DATA("margin_percent", BOTH_DATA, get_margin),
	DATA("more_units", BOTH_DATA, get_more),
	DATA("detectable_percent", BOTH_DATA, get_detectable),
	DATA("n_comparisons", IN_AB_DATA, get_family),
	DATA("paired", IN_DATA, get_paired),
	DATA("this_boot_only", IN_DATA, get_this_boot),
	DATA("one_layout", IN_DATA, get_one_layout),
	DATA("cannot_tell_why", IN_DATA, get_why),
	DATA("bootstrap_low95", IN_DATA, get_bootstrap_low),
	DATA("bootstrap_high95", IN_DATA, get_bootstrap_high),
	DATA("permutation_p", IN_DATA, get_permutation_p),
	DATA("mann_whitney_p", IN_DATA, get_ranks_p),
	DATA("pooled_p_would_be", IN_DATA, get_pooled_p),
	DATA("part", IN_AB_DATA, get_part),
	{ .title = "n", .width = 2, .importance = 90, .where = IN_AB,
	  .get = get_units,
	  .help = "The number of units with a valid repetition: boots, layouts or blocks." },
};

static const struct column row_name = DATA("name", IN_AB_DATA, get_row_name);
static const struct column pressure_percent =
	DATA("pressure_percent", IN_AB_DATA, get_pressure);
static const struct column pressure_n =
	DATA("pressure_n", IN_AB_DATA, get_pressure_n);
static const struct column units_and_reps = {
	.title = "n", .width = 5, .importance = 90, .where = COMPARED,
	.get = get_n,
	.help = "The number of units and of repetitions in each: 5x10 is five boots of "
		"ten repetitions.",
};
static const struct column word = {
	.title = "verdict", .left = true, .importance = 5, .where = COMPARED,
	.get = get_verdict,
	.help = "faster, slower, same within 1% or cannot tell; of instructions "
		"cheaper and dearer. If the data cannot tell, a line below says how "
		"many more units would resolve the margin, or why nothing can be "
		"said. On a narrow terminal the verdict has a line of its own.",
};

/* ---- columns of metrics ---- */

static struct column *add(struct compare_columns *to, struct column column)
{
	to->column = records_grow(to->column, to->columns.n, sizeof(column));
	to->column[to->columns.n] = column;
	return &to->column[to->columns.n++];
}

static void add_all(struct compare_columns *to, const struct column column[],
		    size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(to, column[i]);
}

/* Which metrics; a cost that --metric chooses has the columns of what is asked. */
typedef bool is_metric_fn(const struct metric *metric);

static bool is_shown(const struct metric *m)
{
	return m->importance > 0 && !m->group;
}

static bool is_cost(const struct metric *m)
{
	return m->how == METRIC_COST && is_shown(m);
}

static bool has_difference(const struct metric *m)
{
	return m->how == METRIC_COST && (is_shown(m) || !m->word);
}

static bool is_pressure(const struct metric *m)
{
	return m->how == METRIC_OVER_UNITS;
}

static bool is_share(const struct metric *m)
{
	return m->how != METRIC_COST && !is_pressure(m) && is_shown(m);
}

static bool is_of_group(const struct metric *m)
{
	return m->how != METRIC_COST && !is_pressure(m) && m->group;
}

static bool is_other(const struct metric *m)
{
	return m->how != METRIC_COST && !is_pressure(m) && !m->group &&
	       !is_shown(m);
}

/* Parts of a metric, behind its name in data. */
struct data {
	const char *suffix;
	enum part part;
};

static void add_datum(struct compare_columns *to, enum metric_id id,
		      const struct data *data)
{
	struct text_stream stream;
	fprintf(text_open(&stream), "%s%s", metrics[id].name, data->suffix);
	char *name = text_close(&stream);
	to->name = records_grow(to->name, to->nr_names, sizeof(char *));
	to->name[to->nr_names++] = name;
	add(to, (struct column){
		.name = name, .which = WHICH(id, data->part), .get = get_metric,
		.where = is_share(&metrics[id]) ? BOTH_DATA : IN_AB_DATA,
		.help = metrics[id].help });
}

/* All parts of each metric. data ends with a suffix that is NULL. */
static void add_data(struct compare_columns *to, is_metric_fn *is,
		     const struct data data[])
{
	for (int id = 0; id < NR_METRICS; id++)
		for (size_t i = 0; is(&metrics[id]) && data[i].suffix; i++)
			add_datum(to, (enum metric_id)id, &data[i]);
}

static const struct data as_instructions[] = {
	{ "_instructions_per_page", PART_INSTRUCTIONS }, { NULL, 0 } };
static const struct data as_ns[] = {
	{ "_ns_per_page", PART_NS }, { NULL, 0 } };
static const struct data ratios[] = {
	{ "_ratio", PART_RATIO }, { "_ratio_low95", PART_RATIO_LOW },
	{ "_ratio_high95", PART_RATIO_HIGH }, { NULL, 0 } };
static const struct data differences[] = {
	{ "_more", PART_MORE }, { "_more_low95", PART_MORE_LOW },
	{ "_more_high95", PART_MORE_HIGH }, { "_more_percent", PART_PERCENT },
	{ "_more_low95_percent", PART_PERCENT_LOW },
	{ "_more_high95_percent", PART_PERCENT_HIGH }, { NULL, 0 } };
static const struct data values[] = { { "", PART_VALUE }, { NULL, 0 } };
static const struct data estimates[] = {
	{ "", PART_VALUE }, { "_half95", PART_HALF }, { NULL, 0 } };

/* In tables: the cost, its ratio, its interval. */
static void add_cost(struct compare_columns *to, const struct compare *c, int id,
		     unsigned where)
{
	const struct metric *m = &metrics[id == ASKED ? METRIC_FAULT : id];
	const bool exact = c && c->exact, asked = id == ASKED;
	const unsigned tables = where & ~(unsigned)BOTH_PAGES;
	const unsigned pages = where & BOTH_PAGES;
	const int importance = asked || m->importance == 1 ? NEEDED :
							     WHERE_THERE_IS_ROOM;
	add(to, (struct column){
		.title = !asked ? m->title : exact ? "instr." : "ns/page",
		.decimals = exact ? 2 : 1, .width = asked ? 8 : 7,
		.whole_from = asked ? 99999.5 : 9999.5, .importance = importance,
		.where = where, .which = WHICH(id, PART_VALUE),
		.get = get_metric, .help = m->help });
	add(to, (struct column){
		.title = "ratio", .decimals = 3, .whole_from = 99.5, .width = 6,
		.importance = importance, .where = tables,
		.which = WHICH(id, PART_RATIO), .get = get_metric,
		.help = "Cost of the first side divided by the cost of this side: above 1 is "
			"cheaper or faster." });
	add(to, (struct column){ .title = "ratio", .where = pages,
				 .which = WHICH(id, 0), .get = get_page_ratio });
	if (id == METRIC_FAULT || asked)
		add(to, (struct column){
			.title = "95%", .width = 11, .importance = NEEDED,
			.where = tables, .which = WHICH(id, 0),
			.get = get_interval, .help = "Confidence interval of the ratio over units: Welch's over boots, on the "
				"logarithm of each boot's mean; Student's of pairs over layouts and "
				"blocks. With one layout of the exact engine it is exact, because every "
				"run counts the same. Another layout can change the count by half a "
				"percent." });
	add(to, (struct column){ .title = "95%", .where = pages,
				 .which = WHICH(id, 0), .get = get_interval });
}

/* Exact counts of one layout leave nothing to chance. */
static void add_chance(struct compare_columns *to, unsigned where)
{
	add(to, (struct column){ .title = "p, Holm", .where = where,
				 .get = get_page_p });
	add(to, (struct column){ .title = "detectable", .where = where,
				 .get = get_page_least });
}

static void add_costs(struct compare_columns *to, const struct compare *c)
{
	for (int id = 0; id < NR_METRICS; id++) {
		if (!is_cost(&metrics[id]))
			continue;
		add_cost(to, c, id, IN_AB | IN_AB_PAGE);
		if (id == METRIC_FAULT && !(c && c->one_layout))
			add_chance(to, IN_AB_PAGE);
	}
	add_cost(to, c, ASKED, COMPARED | IN_PAGE);
	add_chance(to, IN_PAGE);
}

/* Memory stands beside speed in every table. */
static void add_shares(struct compare_columns *to)
{
	for (int id = 0; id < NR_METRICS; id++) {
		const struct metric *m = &metrics[id];
		if (!is_share(m))
			continue;
		struct column column = {
			.title = m->title, .decimals = m->decimals, .width = 7,
			.importance = NEEDED - id, .where = IN_AB | BOTH_PAGES,
			.which = WHICH(id, PART_VALUE), .get = get_metric,
			.help = m->help };
		add(to, column);
		column.where = COMPARED;
		column.importance = WHERE_THERE_IS_ROOM;
		if (id == METRIC_PRESENT)
			add(to, column);
	}
}

/* As wide as the widest word, whichever there are. */
static void add_word(struct compare_columns *to, const struct compare *c)
{
	char *widest = c ? verdict_text(c, VERDICT_SAME) : NULL;
	add(to, word)->width = widest ? strlen(widest) : 0;
	free(widest);
}

struct compare_columns compare_columns_make(const struct compare *c,
					    bool pressure)
{
	struct compare_columns to = { 0 };
	add_all(&to, head, ARRAY_SIZE(head));
	add_data(&to, is_cost, as_instructions);
	add_data(&to, is_cost, as_ns);
	add_data(&to, is_cost, ratios);
	add_data(&to, is_share, values);
	add(&to, row_name);
	add_data(&to, has_difference, differences);
	add_data(&to, is_of_group, values);
	add_data(&to, is_other, values);
	add_costs(&to, c);
	add_shares(&to);
	add_all(&to, tail, ARRAY_SIZE(tail));
	if (pressure) {
		add(&to, pressure_percent);
		add_data(&to, is_pressure, estimates);
		add(&to, pressure_n);
	}
	add(&to, units_and_reps);
	add_word(&to, c);
	to.columns.column = to.column;
	return to;
}

void compare_columns_close(struct compare_columns *columns)
{
	for (size_t i = 0; i < columns->nr_names; i++)
		free(columns->name[i]);
	free(columns->name);
	free(columns->column);
	*columns = (struct compare_columns){ 0 };
}
