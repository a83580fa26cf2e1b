/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/classic_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/text.h"
#include "fault/engine.h"
#include "record/pool.h"
#include "stats/estimate.h"
#include "view/table/ab_lines.h"
#include "analysis/boots.h"
#include "record/caption.h"
#include "view/table/classic_line.h"

/* ---- which rows ---- */

static bool is_classic(const struct sample *s)
{
	return s && s->accounting && strcmp(s->accounting, "classic") == 0;
}

static const struct sample *like(const struct compare *c, size_t row, size_t t)
{
	return compare_cell(c, row, t)->like;
}

bool classic_rows_any(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		if (is_classic(compare_cell(c, i / c->nr_sides, i % c->nr_sides)->like))
			return true;
	return false;
}

/* They stand under one heading: only threads differ. */
static bool same_table(const struct sample *a, const struct sample *b)
{
	return text_same(a->kind, b->kind) && text_same(a->pattern, b->pattern) &&
	       text_same(a->tasks, b->tasks) && text_same(a->thp, b->thp) &&
	       text_same(a->regions, b->regions) && text_same(a->bind, b->bind) &&
	       text_same(a->mem, b->mem) && a->bytes.value == b->bytes.value &&
	       a->cachelines.value == b->cachelines.value;
}

/* ---- a row ---- */

/* Of one boot, over its repetitions. */
struct sums {
	double user, system, cpu, wall, pages;
	bool split;		/* user and system are known */
	size_t n;
};

/* Over boots. */
struct classic_row {
	struct real user_s, system_s, wall_s, per_cpu_s, per_wall_s;
	struct real half_width;	/* of fault/wsec, as a share */
	size_t nr_boots, nr_reps;
};

static struct sums sums_of(const struct records *records,
			   const struct boot_range *range, size_t row)
{
	struct sums sums = { .split = true };
	for (size_t i = range->first; i < range->end; i++) {
		const struct sample *s = &records->sample[i];
		if (!count_is(s->row, row) || s->warmup || !s->ok ||
		    !text_same(s->role, "measure") || !s->wall_s.known ||
		    !text_same(s->boot_id, facts_text(range->boot, "id")))
			continue;
		sums.user += s->user_s.value;
		sums.system += s->system_s.value;
		sums.split &= s->user_s.known && s->system_s.known;
		sums.cpu += s->cpu_s.value;
		sums.wall += s->wall_s.value;
		sums.pages += (double)s->pages.value;
		sums.n++;
	}
	return sums;
}

/* Ticks see too little of less: the slowest that are in use are 100 a second. */
static const double TICKS_S = 1.0;

static void add_boot(struct sums *all, const struct sums *boot)
{
	all->user += boot->user;
	all->system += boot->system;
	all->split &= boot->split;
	all->cpu += boot->cpu;
	all->wall += boot->wall;
	all->pages += boot->pages;
	all->n += boot->n;
}

static struct real over(double value, double by, bool known)
{
	return known && by > 0 ? real_of(value / by) : (struct real){ 0 };
}

static struct classic_row row_of(const struct sums *all, const double wall[],
				 size_t n)
{
	const struct estimate walls = estimate_of(wall, n);
	const double boots = (double)n;
	const bool split = all->split && all->cpu >= TICKS_S;
	return (struct classic_row){
		.user_s = over(all->user, boots, split),
		.system_s = over(all->system, boots, split),
		.wall_s = over(all->wall, boots, true),
		.per_cpu_s = over(all->pages, all->cpu, true),
		.per_wall_s = over(all->pages, all->wall, true),
		.half_width = over(walls.half_width.value, walls.mean.value,
				   walls.half_width.known),
		.nr_boots = n,
		.nr_reps = n > 0 ? (all->n + n / 2) / n : 0,
	};
}

static struct classic_row make_row(const struct records *records,
				   const struct boots *boots, size_t row,
				   size_t treatment)
{
	double *wall = error_unless_memory(calloc(boots->n + 1, sizeof(*wall)));
	struct sums all = { .split = true };
	size_t n = 0;
	for (size_t i = 0; i < boots->n; i++) {
		const struct boot_range *range = &boots->range[i];
		const struct real of = facts_number(range->boot, "treatment");
		if (!of.known || of.value != (double)treatment)
			continue;
		const struct sums sums = sums_of(records, range, row);
		if (sums.n == 0)
			continue;
		add_boot(&all, &sums);
		wall[n++] = sums.wall;
	}
	const struct classic_row made = row_of(&all, wall, n);
	free(wall);
	return made;
}

/* ---- printing ---- */

struct printing {
	FILE *out;
	const struct records *records;
	const struct boots *boots;
	const struct compare *comparison;
	const struct table_style *style;
};

static void print_title(const struct printing *p, const struct sample *s, size_t t)
{
	const struct compare *c = p->comparison;
	struct text_stream stream;
	FILE *text = text_open(&stream);
	static const enum caption_part parts[] = { PART_WORKLOAD, PART_SIZE,
						   PART_PAGE, PART_TASKS, PART_THP };
	char *label = text_shown(c->side[t].name);
	fprintf(text, "%s:", label);
	free(label);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		char *part = caption_part(s, parts[i]);
		if (*part)
			fprintf(text, "%s %s", i > 0 ? "," : "", part);
		free(part);
	}
	fprintf(text, "; classic accounting, %s",
		engine_find(c->engine)->emulated ? "emulated" : c->engine);
	char *line = text_close(&stream);
	ab_print_wrapped(p->out, line, 0, AB_BOLD, p->style);
	free(line);
}

static void print_row(const struct printing *p, const struct sample *s,
		      const struct classic_row *row)
{
	const struct classic_line line = {
		.bytes = s->bytes.value, .reps = row->nr_reps,
		.threads = s->threads.value,
		.user_s = row->user_s, .system_s = row->system_s,
		.wall_s = row->wall_s, .per_cpu_s = row->per_cpu_s,
		.per_wall_s = row->per_wall_s,
	};
	classic_line_print(p->out, &line);
}

/* The columns are those of 2004: what they lack stands below. */
static void print_intervals(const struct printing *p,
			    const struct classic_row rows[], size_t n)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	fprintf(text, "+-95%% of fault/wsec over %zu %s%s:", rows[0].nr_boots,
		p->comparison->unit, rows[0].nr_boots == 1 ? "" : "s");
	for (size_t i = 0; i < n; i++) {
		fputs(i > 0 ? ", " : " ", text);
		if (rows[i].half_width.known)
			fprintf(text, "%.1f%%", 100 * rows[i].half_width.value);
		else
			fputc('-', text);
	}
	char *line = text_close(&stream);
	ab_print_wrapped(p->out, line, 2, "", p->style);
	free(line);
}

static void print_invalid(const struct printing *p, size_t row, size_t t)
{
	const struct compare_cell *cell = compare_cell(p->comparison, row, t);
	struct text_stream stream;
	if (cell->nr_invalid == 0)
		return;
	fprintf(text_open(&stream), "INVALID %zu of %zu: left out: see the comparison",
		cell->nr_invalid, cell->nr_invalid + cell->nr_samples);
	char *line = text_close(&stream);
	ab_print_wrapped(p->out, line, 2, AB_RED, p->style);
	free(line);
}

/* The table that begins with a row. Marks the rows that it has. */
static void print_table(const struct printing *p, size_t first, size_t t,
			bool done[])
{
	const struct compare *c = p->comparison;
	const struct sample *s = like(c, first, t);
	struct classic_row *rows =
		error_unless_memory(calloc(c->nr_rows, sizeof(*rows)));
	size_t n = 0;
	print_title(p, s, t);
	classic_line_titles(p->out);
	for (size_t row = first; row < c->nr_rows; row++) {
		const struct sample *other = like(c, row, t);
		if (!is_classic(other) || !same_table(s, other))
			continue;
		done[row] = true;
		rows[n] = make_row(p->records, p->boots, row, t);
		print_row(p, other, &rows[n++]);
		print_invalid(p, row, t);
	}
	print_intervals(p, rows, n);
	free(rows);
}

void classic_rows_print(FILE *out, const struct records *records,
			const struct compare *c,
			const struct table_style *style)
{
	struct boots boots = boots_find(records, c->run_id);
	const struct printing p = { out, records, &boots, c, style };
	bool *done = error_unless_memory(calloc(c->nr_rows, sizeof(*done)));
	const char *gap = "";
	for (size_t t = 0; t < c->nr_sides; t++) {
		memset(done, 0, c->nr_rows * sizeof(*done));
		for (size_t row = 0; row < c->nr_rows; row++) {
			if (done[row] || !is_classic(like(c, row, t)))
				continue;
			fputs(gap, out);
			print_table(&p, row, t, done);
			gap = "\n";
		}
	}
	free(done);
	boots_close(&boots);
}
