/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/precision.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/size.h"
#include "base/stream.h"
#include "cmd/options.h"
#include "machine/clock.h"
#include "record/jsonl.h"

/* At most so many rows are reported one by one. */
enum { ROWS_TOLD = 8 };

/* In the records. */
static const char *const end_words[] = {
	[PRECISION_REACHED] = "reached",
	[PRECISION_TIME] = "time",
	[PRECISION_MOST] = "most",
	[PRECISION_INVALID] = "invalid",
	[PRECISION_INTERRUPTED] = "interrupted",
};

/* ---- the time that may be spent ---- */

static double since_s(const struct budget *budget, uint64_t start_ns)
{
	return (double)(budget->now_ns() - start_ns) / 1e9;
}

void budget_start(struct budget *budget, double total_s,
		  uint64_t (*now_ns)(void))
{
	*budget = (struct budget){
		.total_s = total_s, .now_ns = now_ns, .start_ns = now_ns(),
	};
}

void budget_took(struct budget *budget, double seconds)
{
	budget->took_s[budget->nr_rounds++ % BUDGET_ROUNDS] = seconds;
}

void budget_round(struct budget *budget)
{
	if (budget->in_round)
		budget_took(budget, since_s(budget, budget->round_ns));
	budget->round_ns = budget->now_ns();
	budget->in_round = true;
}

double budget_round_s(const struct budget *budget)
{
	double most = 0;
	for (size_t i = 0; i < budget->nr_rounds && i < BUDGET_ROUNDS; i++)
		if (budget->took_s[i] > most)
			most = budget->took_s[i];
	return most;
}

bool budget_fits(const struct budget *budget)
{
	if (budget->total_s <= 0 || budget->nr_rounds == 0)
		return true;
	return budget_used_s(budget) + budget_round_s(budget) <= budget->total_s;
}

double budget_used_s(const struct budget *budget)
{
	return since_s(budget, budget->start_ns);
}

double budget_left_s(const struct budget *budget)
{
	const double left = budget->total_s - budget_used_s(budget);
	return left > 0 ? left : 0;
}

/* ---- going on ---- */

static bool is_done(const struct precision *p, enum precision_end *end)
{
	*end = PRECISION_REACHED;
	for (size_t i = 0; i < p->nr_rows; i++) {
		if (p->row[i].is_invalid)
			*end = PRECISION_INVALID;
		else if (!p->row[i].look.enough)
			return false;
	}
	return p->wanted > 0;
}

static bool is_more_wanted(struct precision *p)
{
	enum precision_end end;
	if (p->rounds == 0)
		return true;
	if (p->rounds >= p->least && is_done(p, &end))
		p->end = end;
	else if (p->rounds >= p->most)
		p->end = PRECISION_MOST;
	else if (!budget_fits(&p->budget))
		p->end = PRECISION_TIME;
	else
		return true;
	return false;
}

/* Rounds between looks. */
static uint64_t step_of(const struct precision *p)
{
	if (!p->looks_get_rare || p->rounds < 200)
		return 1;
	return p->rounds < 2000 ? 10 : 100;
}

static void forget_rows(struct precision *p)
{
	for (size_t i = 0; i < p->nr_rows; i++)
		free(p->row[i].name);
	p->nr_rows = 0;
}

void precision_look_now(struct precision *p)
{
	forget_rows(p);
	p->look(p, p->source);
}

bool precision_wants(struct precision *p, uint64_t rounds)
{
	budget_round(&p->budget);
	p->rounds = rounds;
	if (p->wanted > 0 && rounds % step_of(p) == 0)
		precision_look_now(p);
	return is_more_wanted(p);
}

/* ---- rows ---- */

struct sequential_rule precision_rule(const struct precision *p)
{
	return (struct sequential_rule){
		.precision = p->wanted, .first = (size_t)p->least,
		.step = p->units * (size_t)step_of(p),
	};
}

struct precision_row *precision_add(struct precision *p, char *name,
				    struct sequential_look look)
{
	p->row = records_grow(p->row, p->nr_rows, sizeof(*p->row));
	p->row[p->nr_rows] = (struct precision_row){
		.name = name, .look = look,
		.is_invalid = !look.half_width.known &&
			      p->rounds >= SEQUENTIAL_FIRST,
	};
	return &p->row[p->nr_rows++];
}

/* ---- so far ---- */

static const struct precision_row *widest_row(const struct precision *p)
{
	const struct precision_row *widest = NULL;
	for (size_t i = 0; i < p->nr_rows; i++) {
		const struct precision_row *row = &p->row[i];
		if (row->look.half_width.known && !row->is_invalid &&
		    (!widest || row->look.half_width.value >
				widest->look.half_width.value))
			widest = row;
	}
	return widest;
}

double precision_left_s(const struct precision *p)
{
	size_t units = 0;
	for (size_t i = 0; i < p->nr_rows; i++)
		if (!p->row[i].is_invalid && p->row[i].look.more_units > units)
			units = p->row[i].look.more_units;
	const double left_s = budget_left_s(&p->budget);
	const double units_s = (double)units / (double)p->units *
			       budget_round_s(&p->budget);
	return p->wanted > 0 && units_s > 0 && units_s < left_s ? units_s :
								 left_s;
}

/* "+-0.25%", "+-2.3%", "+-140%": two significant figures, or whole percent. */
static void width_text(const struct precision_row *row, char *text, size_t n)
{
	const double percent = 100 * row->look.half_width.value;
	snprintf(text, n, percent < 9.95 ? "+-%.2g%%" : "+-%.0f%%", percent);
}

const char *precision_text(const struct precision *p, char *text, size_t n)
{
	const struct precision_row *widest = widest_row(p);
	char width[40];
	*text = '\0';
	if (p->wanted <= 0 || !widest)
		return text;
	width_text(widest, width, sizeof(width));
	snprintf(text, n, "%s of %g%%", width, 100 * p->wanted);
	return text;
}

/* ---- the end ---- */

static void say_end(const struct precision *p)
{
	char used[24], total[24], new[64] = "", how[64];
	if (p->end == PRECISION_REACHED)
		snprintf(how, sizeof(how), "precision %g%% reached",
			 100 * p->wanted);
	else
		snprintf(how, sizeof(how), "%s",
			 p->end == PRECISION_TIME ? "time is up" :
			 p->end == PRECISION_INVALID ? "the rest is INVALID" :
			 p->wanted > 0 ? "no more than that" : "done");
	if (p->rounds_before > 0)
		snprintf(new, sizeof(new), ", %" PRIu64 " of them new,",
			 p->rounds - p->rounds_before);
	options_say("%s: %" PRIu64 " %s%s of %s%s in %s of %s", how, p->rounds,
		    p->unit, p->rounds == 1 ? "" : "s", p->of, new,
		    duration_format(budget_used_s(&p->budget), used, sizeof(used)),
		    duration_format(p->budget.total_s, total, sizeof(total)));
}

static bool is_missed(const struct precision_row *row)
{
	return row->is_invalid || !row->look.enough;
}

/* Round up to two significant figures: 2155 is 2200. */
static size_t two_figures(size_t n)
{
	size_t unit = 1;
	while (n / unit >= 100)
		unit *= 10;
	return (n + unit - 1) / unit * unit;
}

static void say_row(const struct precision *p, const struct precision_row *row)
{
	const struct sequential_look *look = &row->look;
	char width[40] = "no interval", more[64] = "";
	if (row->is_invalid)
		snprintf(width, sizeof(width), "nothing valid");
	else if (look->half_width.known)
		width_text(row, width, sizeof(width));
	if (!row->is_invalid && p->rounds + look->more_units > p->most)
		snprintf(more, sizeof(more), ", needs more than %" PRIu64, p->most);
	else if (!row->is_invalid && look->more_units > 0)
		snprintf(more, sizeof(more), ", needs some %zu more",
			 two_figures(look->more_units));
	options_say("precision %g%% not reached: %s: %s%s", 100 * p->wanted,
		    row->name, width, more);
}

void precision_say(const struct precision *p, bool quiet)
{
	size_t told = 0;
	/* After an interrupt another line was printed already. */
	if (!quiet && p->end != PRECISION_INTERRUPTED)
		say_end(p);
	for (size_t i = 0; p->wanted > 0 && i < p->nr_rows; i++)
		if (is_missed(&p->row[i]) && told++ < ROWS_TOLD)
			say_row(p, &p->row[i]);
	if (told > ROWS_TOLD)
		options_say("precision %g%% not reached: %zu more", 100 * p->wanted,
			    told - ROWS_TOLD);
}

/* ---- the note ---- */

/* "[0.01,null]" */
static char *widths_text(const struct precision *p)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < p->nr_rows; i++) {
		const struct real width = p->row[i].look.half_width;
		fputc(i ? ',' : '[', out);
		if (width.known)
			fprintf(out, "%.9g", width.value);
		else
			fputs("null", out);
	}
	fputc(']', out);
	return text_close(&stream);
}

static void add_rows(const struct precision *p, struct records *records,
		     struct facts *note)
{
	const char **name = error_unless_memory(
		calloc(p->nr_rows + 1, sizeof(*name)));
	for (size_t i = 0; i < p->nr_rows; i++)
		name[i] = p->row[i].name;
	char *widths = widths_text(p);
	facts_add_texts(records, note, "rows", (struct texts){ name, p->nr_rows });
	facts_add_json(records, note, "half_widths", widths);
	free(widths);
	free(name);
}

const struct facts *precision_note(const struct precision *p,
				   struct records *records, const char *run)
{
	char now[40];
	const struct real wanted = { p->wanted, p->wanted > 0 };
	struct facts *note = records_add_facts(records, "note");
	facts_add_text(records, note, "run", run);
	facts_add_text(records, note, "time", clock_utc(now, sizeof(now)));
	facts_add_text(records, note, "text", "precision");
	facts_add_number(records, note, "precision", wanted);
	facts_add_number(records, note, "budget_s", real_of(p->budget.total_s));
	facts_add_number(records, note, "used_s",
			 real_of(budget_used_s(&p->budget)));
	facts_add_text(records, note, "outcome", end_words[p->end]);
	facts_add_text(records, note, "unit", p->unit);
	facts_add_number(records, note, "units", real_of((double)p->rounds));
	if (p->nr_rows > 0)
		add_rows(p, records, note);
	return note;
}

void precision_close(struct precision *p)
{
	forget_rows(p);
	free(p->row);
	*p = (struct precision){ 0 };
}
