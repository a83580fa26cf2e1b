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

struct compare_line *compare_lines(const struct compare *c, size_t row, size_t *n)
{
	struct compare_line *line = error_unless_memory(
		calloc(c->nr_sides + 1, sizeof(*line)));
	*n = 0;
	for (size_t side = 0; side < c->nr_sides; side++) {
		const struct compare_cell *cell = compare_cell(c, row, side);
		if (cell->measured && (c->run || cell->like))
			line[(*n)++] = (struct compare_line){
				c, &c->row[row], cell, row, side };
	}
	return line;
}

const char *compare_line_label(const void *line)
{
	return ((const struct compare_line *)line)->cell->side->name;
}

/* ---- what is shown of a line ---- */

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

static struct value size_unless(bool unknown, size_t n)
{
	return unknown ? value_real((struct real){ 0 }) : value_size(n);
}

static const struct metric_value *asked(const struct compare_line *l)
{
	return &l->cell->value[l->compare->metric];
}

static struct real only_if(bool known, struct real real)
{
	real.known = real.known && known;
	return real;
}

static struct real percent(struct real share)
{
	share.value *= 100;
	return share;
}

static const char *or_null(const char *text)
{
	return text && *text ? text : NULL;
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
GET(row_name, value_text(or_null(l->row->name)))
GET(part, value_text(c->part))
GET(tasks, value_text(or_null(l->row->tasks)))
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
GET(more, size_unless(cell->word != VERDICT_CANNOT_TELL || !cell->more_units,
		      cell->more_units))
GET(detectable, value_real(verdict_p(percent(cell->detectable))))
GET(family, value_size(c->nr_judged))
GET(paired, value_bool(cell->paired))
GET(this_boot, value_bool(cell->this_boot))
GET(one_layout, value_bool(cell->exact_one_layout))
GET(why, value_text(cell->why))
GET(asked_instructions, value_real(only_if(c->exact, asked(l)->value)))
GET(asked_ns, value_real(only_if(!c->exact, asked(l)->value)))
GET(asked_ratio, value_real(asked(l)->ratio.value))
GET(asked_low, value_real(asked(l)->ratio.low))
GET(asked_high, value_real(asked(l)->ratio.high))
GET(bootstrap_low, value_real(cell->diagnostics.other.bootstrap.low))
GET(bootstrap_high, value_real(cell->diagnostics.other.bootstrap.high))
GET(permutation_p, value_real(verdict_p(cell->diagnostics.other.permutation.p)))
GET(ranks_p, value_real(verdict_p(cell->diagnostics.other.mann_whitney.p)))
GET(pooled_p, value_real(verdict_p(cell->diagnostics.pooled_p)))
GET(pressure_percent, value_real(cell->pressure_percent))
GET(pressure_units,
    value_size(cell->value[METRIC_PRESSURE_UNUSED].nr_known))

/* "5", or "4 of 5" */
static struct value get_page_units(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	const struct compare_cell *cell = l->cell;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	(void)column;
	fprintf(out, "%zu", cell->nr_units);
	if (!l->compare->run)
		fprintf(out, " %s%s x %zu", cell->unit ? cell->unit : "unit",
			cell->nr_units == 1 ? "" : "s", cell->least_reps);
	else if (cell->nr_units != l->compare->nr_planned)
		fprintf(out, " of %zu", l->compare->nr_planned);
	if (!l->compare->run && cell->least_reps != cell->most_reps)
		fprintf(out, "-%zu", cell->most_reps);
	return value_owned(text_close(&stream));
}

/* "5x10", "5x8-10"; of a campaign the units alone */
static struct value get_n(const void *of, const struct column *column)
{
	const struct compare_cell *cell = ((const struct compare_line *)of)->cell;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	(void)column;
	fprintf(out, "%zux%zu", cell->nr_units, cell->least_reps);
	if (cell->least_reps != cell->most_reps)
		fprintf(out, "-%zu", cell->most_reps);
	return value_owned(text_close(&stream));
}

/* ---- ratios ---- */

int compare_ratio_decimals(double ratio)
{
	const double off = fabs(ratio - 1);
	if (ratio >= 9.9995)
		return ratio >= 99.5 ? 0 : 2;
	return off == 0 || off >= 0.00995 ? 3 : off >= 0.00095 ? 4 : 5;
}

static bool is_exact(const struct compare_cell *cell, const struct ratio *ratio)
{
	return cell->exact_one_layout && !cell->varies && ratio->value.known;
}

char *compare_interval(const struct compare_cell *cell, const struct ratio *ratio)
{
	const double high = ratio->high.value;
	const int decimals = high < 9.9995 ? 3 : high < 99.995 ? 2 : 0;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (is_exact(cell, ratio))
		fputs("exact", out);
	else if (ratio->low.known && high < 9999.5)
		fprintf(out, "%.*f-%.*f", decimals, ratio->low.value, decimals,
			ratio->high.value);
	else if (ratio->low.known)
		fprintf(out, "%.1e-%.1e", ratio->low.value, ratio->high.value);
	return text_close(&stream);
}

static const struct ratio *ratio_of(const struct compare_line *l,
				    const struct column *column)
{
	return &l->cell->value[column->which].ratio;
}

static struct value get_interval(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	if (l->side_nr == 0)
		return value_text(NULL);
	return value_owned(compare_interval(l->cell, ratio_of(l, column)));
}

static struct value get_page_ratio(const void *of, const struct column *column)
{
	const struct real ratio = ratio_of(of, column)->value;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (ratio.known && isfinite(ratio.value))
		fprintf(out, "%.*f", compare_ratio_decimals(ratio.value),
			ratio.value);
	return value_owned(text_close(&stream));
}

static struct value get_page_interval(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	const struct ratio *ratio = ratio_of(l, column);
	const int decimals = compare_ratio_decimals(ratio->value.value);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (l->side_nr > 0 && is_exact(l->cell, ratio))
		fputs("exact", out);
	else if (l->side_nr > 0 && ratio->low.known)
		fprintf(out, "%.*f to %.*f", decimals, ratio->low.value,
			decimals, ratio->high.value);
	return value_owned(text_close(&stream));
}

static struct value get_page_p(const void *of, const struct column *column)
{
	const struct real p = ((const struct compare_line *)of)->cell->p_holm;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	(void)column;
	if (p.known && p.value < 0.0001)
		fputs("<0.0001", out);
	else if (p.known)
		fprintf(out, "%.4f", p.value);
	return value_owned(text_close(&stream));
}

static struct value get_page_detectable(const void *of,
					const struct column *column)
{
	const struct real least = ((const struct compare_line *)of)->cell->detectable;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	(void)column;
	if (least.known)
		fprintf(out, "%.2g%%", 100 * least.value);
	return value_owned(text_close(&stream));
}

/* ---- metrics ---- */

static const struct metric_value *value_at(const void *of,
					   const struct column *column)
{
	return &((const struct compare_line *)of)->cell->value[column->which];
}

static struct value get_metric(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->value);
}

static struct value get_instructions(const void *of, const struct column *column)
{
	const bool exact = ((const struct compare_line *)of)->compare->exact;
	return value_real(only_if(exact, value_at(of, column)->value));
}

static struct value get_ns(const void *of, const struct column *column)
{
	const bool exact = ((const struct compare_line *)of)->compare->exact;
	return value_real(only_if(!exact, value_at(of, column)->value));
}

static struct value get_ratio(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->ratio.value);
}

static struct value get_low(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->ratio.low);
}

static struct value get_high(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->ratio.high);
}

static struct value get_half(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->half_width);
}

static struct value get_more_value(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->more.value);
}

static struct value get_more_low(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->more.low);
}

static struct value get_more_high(const void *of, const struct column *column)
{
	return value_real(value_at(of, column)->more.high);
}

/* Of 100 percent of what the first side costs. */
static struct value more_percent(const void *of, const struct column *column,
				 struct real more)
{
	const struct compare_line *l = of;
	const struct real first =
		compare_cell(l->compare, l->row_nr, 0)->value[column->which].mean;
	const bool known = more.known && first.known && first.value > 0;
	return value_real((struct real){
		known ? 100 * more.value / first.value : 0, known });
}

static struct value get_percent(const void *of, const struct column *column)
{
	return more_percent(of, column, value_at(of, column)->more.value);
}

static struct value get_percent_low(const void *of, const struct column *column)
{
	return more_percent(of, column, value_at(of, column)->more.low);
}

static struct value get_percent_high(const void *of, const struct column *column)
{
	return more_percent(of, column, value_at(of, column)->more.high);
}

/* ---- the fixed columns ---- */

enum {
	BOTH_DATA = IN_DATA | IN_AB_DATA,
	BOTH_PAGES = IN_PAGE | IN_AB_PAGE,
	COMPARED = IN_TABLE | IN_MAIL,
};

#define DATA(name_, where_, get_) \
	{ .name = name_, .where = where_, .get = get_ }

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
	DATA("instructions_per_page", IN_DATA, get_asked_instructions),
	DATA("ns_per_page", IN_DATA, get_asked_ns),
	{ .title = "tasks", .left = true, .where = IN_PAGE, .get = get_tasks },
	{ .title = "verdict", .left = true, .where = BOTH_PAGES,
	  .get = get_page_verdict,
	  .help = "Whether the side differs from the first one." },
	{ .title = "n", .where = BOTH_PAGES, .get = get_page_units },
};

/* What is said of the metric that words are of. */
static const struct column verdicts[] = {
	DATA("ratio", IN_DATA, get_asked_ratio),
	DATA("ratio_low95", IN_DATA, get_asked_low),
	DATA("ratio_high95", IN_DATA, get_asked_high),
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
};

static const struct column row_name =
	DATA("name", IN_AB_DATA, get_row_name);
static const struct column pressure_percent =
	DATA("pressure_percent", IN_AB_DATA, get_pressure_percent);
static const struct column pressure_units =
	DATA("pressure_n", IN_AB_DATA, get_pressure_units);
static const struct column campaign_units = {
	.title = "n", .width = 2, .importance = 90, .where = IN_AB,
	.get = get_units,
	.help = "The number of boots, layouts or blocks of the side.",
};
static const struct column units_and_reps = {
	.title = "n", .width = 5, .importance = 90, .where = COMPARED,
	.get = get_n,
	.help = "The number of units, and of repetitions in each.",
};
static const struct column word = {
	.title = "verdict", .left = true, .importance = 5, .where = COMPARED,
	.get = get_verdict,
	.help = "Whether the side differs from the first one.",
};

/* ---- all of them ---- */

static struct column *add(struct compare_columns *to, const struct column *column)
{
	to->column = records_grow(to->column, to->columns.n, sizeof(*column));
	to->column[to->columns.n] = *column;
	return &to->column[to->columns.n++];
}

static void add_all(struct compare_columns *to, const struct column column[],
		    size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(to, &column[i]);
}

typedef struct value get_fn(const void *of, const struct column *column);

/* A column of data with a metric's name, before it what format has. */
static void add_data(struct compare_columns *to, enum metric_id id,
		     const char *format, get_fn *get)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (const char *c = format; *c; c++)
		if (*c == '*')
			fputs(metrics[id].name, out);
		else
			fputc(*c, out);
	char *name = text_close(&stream);
	to->name = records_grow(to->name, to->nr_names, sizeof(char *));
	to->name[to->nr_names++] = name;
	add(to, &(struct column){ .name = name, .where = IN_AB_DATA,
				  .which = (int)id, .get = get,
				  .help = metrics[id].help });
}

/* A cost that people choose has the columns of what was asked for alone. */
static bool is_shown(const struct metric *metric)
{
	return metric->importance > 0 && !metric->group;
}

static bool has_difference(const struct metric *metric)
{
	return metric->how == METRIC_COST && (is_shown(metric) || !metric->word);
}

static void add_costs_data(struct compare_columns *to)
{
	static const struct { const char *format; get_fn *get; } each[] = {
		{ "*_instructions_per_page", get_instructions },
		{ "*_ns_per_page", get_ns },
	};
	for (size_t i = 0; i < ARRAY_SIZE(each); i++)
		for (int id = 0; id < NR_METRICS; id++)
			if (metrics[id].how == METRIC_COST && is_shown(&metrics[id]))
				add_data(to, (enum metric_id)id, each[i].format,
					 each[i].get);
	for (int id = 0; id < NR_METRICS; id++) {
		if (metrics[id].how != METRIC_COST || !is_shown(&metrics[id]))
			continue;
		add_data(to, (enum metric_id)id, "*_ratio", get_ratio);
		add_data(to, (enum metric_id)id, "*_ratio_low95", get_low);
		add_data(to, (enum metric_id)id, "*_ratio_high95", get_high);
	}
}

static void add_differences_data(struct compare_columns *to)
{
	static const struct { const char *format; get_fn *get; } each[] = {
		{ "*_more", get_more_value },
		{ "*_more_low95", get_more_low },
		{ "*_more_high95", get_more_high },
		{ "*_more_percent", get_percent },
		{ "*_more_low95_percent", get_percent_low },
		{ "*_more_high95_percent", get_percent_high },
	};
	for (int id = 0; id < NR_METRICS; id++)
		for (size_t i = 0; has_difference(&metrics[id]) &&
				   i < ARRAY_SIZE(each); i++)
			add_data(to, (enum metric_id)id, each[i].format,
				 each[i].get);
}

/* Of metrics that are no costs: those in the main tables, of a group, in none. */
enum shares { MAIN_SHARES, GROUPED_SHARES, OTHER_SHARES };

static void add_shares_data(struct compare_columns *to, enum shares shares)
{
	for (int id = 0; id < NR_METRICS; id++) {
		const struct metric *m = &metrics[id];
		const bool shown = is_shown(m);
		if (m->how == METRIC_COST || m->how == METRIC_OVER_UNITS ||
		    shares != (shown ? MAIN_SHARES : m->group ? GROUPED_SHARES :
								OTHER_SHARES))
			continue;
		add_data(to, (enum metric_id)id, "*", get_metric);
		if (shown)
			to->column[to->columns.n - 1].where |= IN_DATA;
	}
}

static void add_pressure_data(struct compare_columns *to)
{
	add(to, &pressure_percent);
	for (int id = 0; id < NR_METRICS; id++) {
		if (metrics[id].how != METRIC_OVER_UNITS)
			continue;
		add_data(to, (enum metric_id)id, "*", get_metric);
		add_data(to, (enum metric_id)id, "*_half95", get_half);
	}
	add(to, &pressure_units);
}

/* ---- columns of tables ---- */

static void add_cost(struct compare_columns *to, const struct compare *c,
		     enum metric_id id, unsigned where)
{
	const struct metric *m = &metrics[id];
	const bool exact = c && c->exact;
	struct column cost = {
		.title = m->title, .decimals = exact ? 2 : 1,
		.whole_from = 9999.5, .width = 7, .which = (int)id,
		.importance = m->importance == 1 ? NEEDED : WHERE_THERE_IS_ROOM,
		.where = where, .get = get_metric, .help = m->help,
	};
	if (where & COMPARED) {
		cost.title = exact ? "instr." : "ns/page";
		cost.width = 8;
		cost.whole_from = 99999.5;
		cost.importance = NEEDED;
	}
	add(to, &cost);
	cost = (struct column){
		.title = "ratio", .decimals = 3, .whole_from = 99.5, .width = 6,
		.importance = cost.importance, .which = (int)id,
		.where = where & ~(unsigned)BOTH_PAGES, .get = get_ratio,
		.help = "What the first side costs over what this one costs.",
	};
	add(to, &cost);
	cost.where = where & BOTH_PAGES;
	cost.get = get_page_ratio;
	add(to, &cost);
}

static void add_interval(struct compare_columns *to, enum metric_id id,
			 unsigned where)
{
	add(to, &(struct column){
		.title = "95%", .width = 11, .importance = NEEDED,
		.which = (int)id, .where = where & ~(unsigned)BOTH_PAGES,
		.get = get_interval, .help = "Its 95% interval." });
	add(to, &(struct column){
		.title = "95%", .which = (int)id, .where = where & BOTH_PAGES,
		.get = get_page_interval });
}

/* Exact counts of one layout leave nothing to chance. */
static void add_chance(struct compare_columns *to, const struct compare *c,
		       unsigned where)
{
	if (c && c->one_layout && where == IN_AB_PAGE)
		return;
	add(to, &(struct column){ .title = "p, Holm", .where = where,
				  .get = get_page_p });
	add(to, &(struct column){ .title = "detectable", .where = where,
				  .get = get_page_detectable });
}

static void add_campaign_costs(struct compare_columns *to,
			       const struct compare *c)
{
	for (int id = 0; id < NR_METRICS; id++) {
		if (metrics[id].how != METRIC_COST || !is_shown(&metrics[id]))
			continue;
		const bool first = id == METRIC_FAULT;
		add_cost(to, c, (enum metric_id)id, IN_AB | IN_AB_PAGE);
		add_interval(to, (enum metric_id)id,
			     first ? IN_AB | IN_AB_PAGE : IN_AB_PAGE);
		if (first)
			add_chance(to, c, IN_AB_PAGE);
	}
}

static void add_asked_costs(struct compare_columns *to, const struct compare *c)
{
	const enum metric_id id = c ? c->metric : METRIC_FAULT;
	add_cost(to, c, id, COMPARED | IN_PAGE);
	add_interval(to, id, COMPARED | IN_PAGE);
	add_chance(to, c, IN_PAGE);
}

/* Memory stands beside speed in every table. */
static void add_shares(struct compare_columns *to)
{
	for (int id = 0; id < NR_METRICS; id++) {
		const struct metric *m = &metrics[id];
		if (m->how != METRIC_SHARE || !is_shown(m))
			continue;
		add(to, &(struct column){
			.title = m->title, .decimals = m->decimals, .width = 7,
			.importance = NEEDED - id, .which = id, .get = get_metric,
			.where = IN_AB | BOTH_PAGES, .help = m->help });
		if (id != METRIC_PRESENT)
			continue;
		struct column present = to->column[to->columns.n - 1];
		present.where = COMPARED;
		present.importance = WHERE_THERE_IS_ROOM;
		add(to, &present);
	}
}

/* As wide as the widest word, whichever there are. */
static void add_word(struct compare_columns *to, const struct compare *c)
{
	char *widest = c ? verdict_text(c, VERDICT_SAME) : NULL;
	add(to, &word)->width = widest ? strlen(widest) : 0;
	free(widest);
}

struct compare_columns compare_columns_make(const struct compare *c,
					    bool pressure)
{
	struct compare_columns to = { 0 };
	add_all(&to, head, ARRAY_SIZE(head));
	add_costs_data(&to);
	add_shares_data(&to, MAIN_SHARES);
	add(&to, &row_name);
	add_differences_data(&to);
	add_shares_data(&to, GROUPED_SHARES);
	add_shares_data(&to, OTHER_SHARES);
	add_all(&to, verdicts, ARRAY_SIZE(verdicts));
	if (pressure)
		add_pressure_data(&to);
	add_campaign_costs(&to, c);
	add_asked_costs(&to, c);
	add_shares(&to);
	add(&to, &campaign_units);
	add(&to, &units_and_reps);
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
