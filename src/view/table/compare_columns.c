/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/compare_columns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "view/table/verdict_text.h"

/* ---- lines ---- */

struct compare_line *compare_lines(const struct compare *c, size_t row, size_t n,
				   size_t *nr_lines)
{
	struct compare_line *line = error_unless_memory(
		calloc(n * c->nr_sides + 1, sizeof(*line)));
	*nr_lines = 0;
	for (size_t i = 0; i < n * c->nr_sides; i++) {
		const size_t of = row + i / c->nr_sides, side = i % c->nr_sides;
		const struct compare_cell *cell = compare_cell(c, of, side);
		if (cell->measured && (c->run || cell->like))
			line[(*nr_lines)++] = (struct compare_line){
				c, &c->row[of], cell, of, side, NULL, NULL };
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

static struct real scaled(struct real real, double times)
{
	real.value *= times;
	return real;
}

static struct value more_units(const struct compare_cell *cell)
{
	return value_real((struct real){ (double)cell->more_units,
		cell->word == VERDICT_CANNOT_TELL && cell->more_units > 0 });
}

GET(member, value_of_member(cell->like, column->name))
GET(of_line, value_at(l, column))
GET(of_compare, value_at(c, column))
GET(of_row, value_at(l->row, column))
GET(of_side, value_at(cell->side, column))
GET(of_cell, value_at(cell, column))
GET(p, value_real(verdict_p(value_at(cell, column).real)))
GET(row_name, value_text(*l->row->name ? l->row->name : NULL))
GET(unit, value_text(c->run ? c->unit : cell->unit))
GET(reason, value_text(cell->nr_reasons ? cell->reason[0].text : NULL))
GET(metric_word, value_text(metrics[c->metric].word))
GET(word, value_text(cell->has_word ? verdict_name(c, cell->word) : NULL))
GET(verdict, value_owned(verdict_of_cell(c, cell)))
GET(page_verdict, value_owned(verdict_in_full(c, cell)))
GET(margin, value_real(real_of(100 * c->margin)))
GET(more, more_units(cell))
GET(detectable, value_real(verdict_p(scaled(cell->detectable, 100))))
GET(pressure_n, value_size(cell->value[METRIC_PRESSURE_UNUSED].nr_known))
GET(lock, value_text(l->lock->name))

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

enum { ASKED = NR_METRICS };	/* the metric that words are of */

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

static struct real half(const struct difference *d)
{
	return (struct real){ d->high.value - d->value.value,
			      d->value.known && d->high.known };
}

struct value compare_metric(const void *of, const struct column *column)
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
		[PART_SCALED] = scaled(v->value, metrics[id].scale),
		[PART_SCALED_HALF] = scaled(v->half_width, metrics[id].scale),
		[PART_RATIO] = v->ratio.value,
		[PART_RATIO_LOW] = v->ratio.low,
		[PART_RATIO_HIGH] = v->ratio.high,
		[PART_MORE] = v->more.value,
		[PART_MORE_LOW] = v->more.low,
		[PART_MORE_HIGH] = v->more.high,
		[PART_MORE_HALF] = half(&v->more),
		[PART_PERCENT] = percent_more(l, id, v->more.value),
		[PART_PERCENT_LOW] = percent_more(l, id, v->more.low),
		[PART_PERCENT_HIGH] = percent_more(l, id, v->more.high),
		[PART_PERCENT_HALF] = percent_more(l, id, half(&v->more)),
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
	if (!ratio.known || !isfinite(ratio.value))
		return value_text(NULL);
	return value_owned(text_format("%.*f", compare_ratio_decimals(ratio.value),
				       ratio.value));
}

char *compare_interval(const struct compare_cell *cell, const struct ratio *ratio,
		       bool page)
{
	const double high = ratio->high.value;
	const int decimals = page ? compare_ratio_decimals(ratio->value.value) :
			     high < 9.9995 ? 3 : high < 99.995 ? 2 : 0;
	if (cell->exact_one_layout && !cell->varies && ratio->value.known)
		return text_format("exact");
	if (!ratio->low.known)
		return text_format("%s", "");
	if (!page && high >= 9999.5)
		return text_format("%.1e-%.1e", ratio->low.value, high);
	return text_format("%.*f%s%.*f", decimals, ratio->low.value,
			   page ? " to " : "-", decimals, high);
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
	(void)column;
	if (!p.known)
		return value_text(NULL);
	return p.value < 0.0001 ? value_text("<0.0001") :
				  value_owned(text_format("%.4f", p.value));
}

static struct value get_page_least(const void *of, const struct column *column)
{
	const struct real least = ((const struct compare_line *)of)->cell->detectable;
	(void)column;
	return least.known ? value_owned(text_format("%.2g%%", 100 * least.value)) :
			     value_text(NULL);
}

/* ---- the fixed columns ---- */

enum {
	BOTH_DATA = IN_DATA | IN_AB_DATA,
	WITH_LOCKS = BOTH_DATA | IN_LOCKS,
	BOTH_PAGES = IN_PAGE | IN_AB_PAGE,
	COMPARED = IN_TABLE | IN_MAIL,
};

#define DATA(name_, where_, get_) \
	{ .name = name_, .where = where_, .get = get_ }
/* A member of what a line is of. */
#define OF(get_, struct_, name_, where_, member_)                             \
	{ .name = name_, .where = where_, .get = get_, COLUMN_AT(struct_, member_) }
#define LINE(...) OF(get_of_line, struct compare_line, __VA_ARGS__)
#define COMPARE(...) OF(get_of_compare, struct compare, __VA_ARGS__)
#define ROW(...) OF(get_of_row, struct compare_row, __VA_ARGS__)
#define SIDE(...) OF(get_of_side, struct side, __VA_ARGS__)
#define CELL(...) OF(get_of_cell, struct compare_cell, __VA_ARGS__)
#define P(...) OF(get_p, struct compare_cell, __VA_ARGS__)
#define ASK(name_, part_)                                       \
	{ .name = name_, .where = IN_DATA, .get = compare_metric,   \
	  .which = COMPARE_WHICH(ASKED, part_) }

static const struct column head[] = {
	COMPARE("run", IN_AB_DATA | IN_LOCKS, run_id),
	COMPARE("engine", WITH_LOCKS, engine),
	LINE("row", WITH_LOCKS, row_nr),
	ROW("workload", WITH_LOCKS, heading),
	DATA("clock", IN_DATA, get_member),
	DATA("accounting", IN_DATA, get_member),
	DATA("kind", BOTH_DATA, get_member),
	DATA("pattern", BOTH_DATA, get_member),
	DATA("tasks", BOTH_DATA, get_member),
	DATA("threads", WITH_LOCKS, get_member),
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
	LINE("arm", IN_DATA, side_nr),
	SIDE("name", IN_DATA, name),
	SIDE("source", IN_DATA, source),
	DATA("kernel", IN_DATA, get_member),
	LINE("treatment", IN_AB_DATA | IN_LOCKS, side_nr),
	SIDE("kernel", IN_AB_DATA | IN_LOCKS, name),
	SIDE("description", IN_AB_DATA | IN_LOCKS, what),
	DATA("unit", WITH_LOCKS, get_unit),
	CELL("n", BOTH_DATA, nr_units),
	COMPARE("n_planned", IN_AB_DATA, nr_planned),
	CELL("n_samples", BOTH_DATA, nr_samples),
	CELL("least_reps", IN_DATA, least_reps),
	CELL("most_reps", IN_DATA, most_reps),
	CELL("n_invalid", BOTH_DATA, nr_invalid),
	DATA("invalid", IN_DATA, get_reason),
	CELL("n_without_cost", IN_DATA, nr_costless),
	DATA("metric", IN_DATA, get_metric_word),
	ASK("instructions_per_page", PART_INSTRUCTIONS),
	ASK("ns_per_page", PART_NS),
	{ .title = "tasks", .left = true, .where = IN_PAGE, .get = get_of_row,
	  COLUMN_AT(struct compare_row, tasks) },
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
	P("p", BOTH_DATA, p),
	P("p_holm", BOTH_DATA, p_holm),
	DATA("margin_percent", BOTH_DATA, get_margin),
	DATA("more_units", BOTH_DATA, get_more),
	DATA("detectable_percent", BOTH_DATA, get_detectable),
	COMPARE("n_comparisons", IN_AB_DATA, nr_judged),
	CELL("paired", IN_DATA, paired),
	CELL("this_boot_only", IN_DATA, this_boot),
	CELL("one_layout", IN_DATA, exact_one_layout),
	CELL("cannot_tell_why", IN_DATA, why),
	CELL("bootstrap_low95", IN_DATA, diagnostics.bootstrap.low),
	CELL("bootstrap_high95", IN_DATA, diagnostics.bootstrap.high),
	P("permutation_p", IN_DATA, diagnostics.permutation.p),
	P("mann_whitney_p", IN_DATA, diagnostics.mann_whitney.p),
	P("pooled_p_would_be", IN_DATA, pooled_p),
	COMPARE("part", IN_AB_DATA, part),
	{ .title = "n", .width = 2, .importance = 90, .where = IN_AB,
	  .get = get_of_cell, COLUMN_AT(struct compare_cell, nr_units),
	  .help = "The number of units with a valid repetition: boots, layouts or blocks." },
};

static const struct column row_name = DATA("name", IN_AB_DATA, get_row_name);
static const struct column pressure_percent =
	CELL("pressure_percent", IN_AB_PRESSURE, pressure_percent);
static const struct column pressure_n = {
	.name = "pressure_n", .title = "n", .width = 2, .importance = 90,
	.where = IN_AB_PRESSURE | IN_PRESSURE, .get = get_pressure_n,
};
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

/* ---- of a lock ---- */

/* Which number of a lock, and which end of its interval. */
enum { LOW = 16, HIGH = 32, PART = 48, EXACT = 64, TIME = 128 };

/* Times are of the exact engine's instructions, or of nanoseconds. */
static struct value get_lock_number(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	const struct compare *c = l->compare;
	const int which = column->which;
	const struct estimate *e = &l->lock->of_page[which & 15];
	const bool is_time = which & (EXACT | TIME);
	const bool shown = !is_time || (compare_times_locks(c, l->row_nr) &&
					c->exact == !!(which & EXACT));
	const double sign = (which & PART) == LOW ? -1 :
			    (which & PART) == HIGH ? 1 : 0;
	return value_real((struct real){
		e->mean.value + sign * e->half_width.value,
		shown && (sign == 0 ? e->mean.known : e->half_width.known) });
}

#define NUMBER(name_, which_)                                                 \
	{ .name = name_, .where = IN_LOCKS, .get = get_lock_number,           \
	  .which = (which_) },                                                \
	{ .name = name_ "_low95", .where = IN_LOCKS, .get = get_lock_number,  \
	  .which = (which_) | LOW },                                          \
	{ .name = name_ "_high95", .where = IN_LOCKS, .get = get_lock_number, \
	  .which = (which_) | HIGH }

static const struct column lock_columns[] = {
	CELL("n", IN_LOCKS, locks.nr_units),
	DATA("lock", IN_LOCKS, get_lock),
	NUMBER("acquisitions_per_page", LOCK_ACQUISITIONS),
	NUMBER("contentions_per_page", LOCK_CONTENTIONS),
	NUMBER("held_instructions_per_page", LOCK_HOLD_NS | EXACT),
	NUMBER("waited_instructions_per_page", LOCK_WAIT_NS | EXACT),
	NUMBER("held_ns_per_page", LOCK_HOLD_NS | TIME),
	NUMBER("waited_ns_per_page", LOCK_WAIT_NS | TIME),
};

/* ---- columns of metrics ---- */

static struct column *add(struct columns *to, struct column column)
{
	struct column *all = records_grow((void *)to->column, to->n, sizeof(column));
	all[to->n] = column;
	to->column = all;
	return &all[to->n++];
}

static void add_all(struct columns *to, const struct column column[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(to, column[i]);
}

/* Metrics that have columns alike; a cost that --metric chooses has those of what is asked. */
enum metrics_kind { COST = 1, DIFFERENCE = 2, SHARE = 4, GROUPED = 8, OTHER = 16, PRESSURE = 32 };

static unsigned kind_of(enum metric_id id)
{
	const struct metric *m = &metrics[id];
	const bool shown = m->importance > 0 && !m->group;
	if (m->how == METRIC_OVER_UNITS)
		return PRESSURE;
	if (m->how == METRIC_COST)
		return shown ? COST | DIFFERENCE : m->word ? 0 : DIFFERENCE;
	return m->group ? GROUPED : shown ? SHARE : OTHER;
}

/* Parts of a metric, behind its name in data. */
struct data {
	const char *suffix;
	enum compare_part part;
};

/* All parts of each metric of a kind. data ends with a suffix that is NULL. */
static void add_data(struct columns *to, enum metrics_kind kind, const struct data data[])
{
	const unsigned where = kind == SHARE ? BOTH_DATA :
			       kind == PRESSURE ? IN_AB_PRESSURE : IN_AB_DATA;
	for (enum metric_id id = 0; id < NR_METRICS; id++)
		for (size_t i = 0; kind_of(id) & kind && data[i].suffix; i++)
			add(to, (struct column){
				.name = metrics[id].name, .suffix = data[i].suffix,
				.which = COMPARE_WHICH(id, data[i].part),
				.get = compare_metric, .where = where,
				.help = metrics[id].help });
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
static void add_cost(struct columns *to, const struct compare *c, int id,
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
		.where = where, .which = COMPARE_WHICH(id, PART_VALUE),
		.get = compare_metric, .help = m->help });
	add(to, (struct column){
		.title = "ratio", .decimals = 3, .whole_from = 99.5, .width = 6,
		.importance = importance, .where = tables,
		.which = COMPARE_WHICH(id, PART_RATIO), .get = compare_metric,
		.help = "Cost of the first side divided by the cost of this side: above 1 is "
			"cheaper or faster." });
	add(to, (struct column){ .title = "ratio", .where = pages,
				 .which = COMPARE_WHICH(id, 0), .get = get_page_ratio });
	if (id == METRIC_FAULT || asked)
		add(to, (struct column){
			.title = "95%", .width = 11, .importance = NEEDED,
			.where = tables, .which = COMPARE_WHICH(id, 0),
			.get = get_interval, .help = "Confidence interval of the ratio over units: Welch's over boots, on the "
				"logarithm of each boot's mean; Student's of pairs over layouts and "
				"blocks. With one layout of the exact engine it is exact, because every "
				"run counts the same. Another layout can change the count by half a "
				"percent." });
	add(to, (struct column){ .title = "95%", .where = pages,
				 .which = COMPARE_WHICH(id, 0), .get = get_interval });
}

/* Exact counts of one layout leave nothing to chance. */
static void add_chance(struct columns *to, unsigned where)
{
	add(to, (struct column){ .title = "p, Holm", .where = where,
				 .get = get_page_p });
	add(to, (struct column){ .title = "detectable", .where = where,
				 .get = get_page_least });
}

static void add_costs(struct columns *to, const struct compare *c)
{
	for (int id = 0; id < NR_METRICS; id++) {
		if (!(kind_of((enum metric_id)id) & COST))
			continue;
		add_cost(to, c, id, IN_AB | IN_AB_PAGE);
		if (id == METRIC_FAULT && !(c && c->one_layout))
			add_chance(to, IN_AB_PAGE);
	}
	add_cost(to, c, ASKED, COMPARED | IN_PAGE);
	add_chance(to, IN_PAGE);
}

/* Memory stands beside speed in every table. */
static void add_shares(struct columns *to)
{
	for (int id = 0; id < NR_METRICS; id++) {
		const struct metric *m = &metrics[id];
		if (kind_of((enum metric_id)id) != SHARE)
			continue;
		struct column column = {
			.title = m->title, .decimals = m->decimals, .width = 7,
			.importance = NEEDED - id, .where = IN_AB | BOTH_PAGES,
			.which = COMPARE_WHICH(id, PART_VALUE), .get = compare_metric,
			.help = m->help };
		add(to, column);
		column.where = COMPARED;
		column.importance = WHERE_THERE_IS_ROOM;
		if (id == METRIC_PRESENT)
			add(to, column);
	}
}

/* What is told of its spread: the shares that a verdict would be on. */
static bool has_interval(enum metric_id id)
{
	return id == METRIC_PRESSURE_GONE || id == METRIC_PRESSURE_BACK ||
	       id == METRIC_PRESSURE_ENRICHED;
}

/* What is 100.0 at most, or has no decimals. */
static bool narrow(enum metric_id id)
{
	return id == METRIC_PRESSURE_GONE || metrics[id].decimals == 0;
}

static void add_pressure(struct columns *to)
{
	add(to, pressure_percent);
	add_data(to, PRESSURE, estimates);
	for (enum metric_id id = 0; id < NR_METRICS; id++) {
		const struct metric *m = &metrics[id];
		struct column column = {
			.title = m->title, .decimals = m->decimals,
			.width = narrow(id) ? 5 : 6,
			.importance = m->importance == 1 ? NEEDED : WHERE_THERE_IS_ROOM,
			.where = IN_PRESSURE, .which = COMPARE_WHICH(id, PART_SCALED),
			.get = compare_metric };
		if (kind_of(id) != PRESSURE || m->importance == 0)
			continue;
		add(to, column);
		column.title = "+-95%";
		column.width = 5;
		column.which = COMPARE_WHICH(id, PART_SCALED_HALF);
		if (has_interval(id))
			add(to, column);
	}
	add(to, pressure_n);
}

/* As wide as the widest word, whichever there are. */
static void add_word(struct columns *to, const struct compare *c)
{
	AUTO_FREE char *widest = c ? verdict_text(c, VERDICT_SAME) : NULL;
	add(to, word)->width = widest ? strlen(widest) : 0;
}

struct columns compare_columns_make(const struct compare *c)
{
	struct columns to = { 0 };
	add_all(&to, head, ARRAY_SIZE(head));
	add_data(&to, COST, as_instructions);
	add_data(&to, COST, as_ns);
	add_data(&to, COST, ratios);
	add_data(&to, SHARE, values);
	add(&to, row_name);
	add_data(&to, DIFFERENCE, differences);
	add_data(&to, GROUPED, values);
	add_data(&to, OTHER, values);
	add_costs(&to, c);
	add_shares(&to);
	add_all(&to, tail, ARRAY_SIZE(tail));
	add_pressure(&to);
	add_all(&to, lock_columns, ARRAY_SIZE(lock_columns));
	add(&to, units_and_reps);
	add_word(&to, c);
	return to;
}

void compare_columns_close(struct columns *columns)
{
	free((void *)columns->column);
	*columns = (struct columns){ 0 };
}
