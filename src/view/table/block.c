/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/block.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "stats/estimate.h"
#include "record/caption.h"
#include "view/table/reps.h"

/* ---- above the rows ---- */

static void print_reps(FILE *out, const struct block_rows *part)
{
	uint64_t least = UINT64_MAX, most = 0;
	for (size_t i = 0; i < part->n; i++) {
		const struct summary *s = &part->summary[i];
		/* A published row that is shown counts once. */
		const uint64_t reps = s->n == 0 && s->nr_reps > 0 ?
			s->nr_reps : s->nr_reps + s->nr_invalid;
		least = reps < least ? reps : least;
		most = reps > most ? reps : most;
	}
	fputs(part->summary[0].sums ? "sums over " : "", out);
	if (least != most)
		fprintf(out, "%llu to ", (unsigned long long)least);
	fprintf(out, "%llu rep%s", (unsigned long long)most,
		most == 1 ? "" : "s");
}

char *block_heading(const struct block_rows *part)
{
	static const enum caption_part order[] = {
		PART_WORKLOAD, PART_SIZE, PART_PAGE, PART_TASKS, PART_REGIONS,
		PART_CACHELINES, PART_ACCOUNTING, PART_ENGINE, PART_CLOCK,
		PART_THP, PART_BIND, PART_MEM, PART_KNOBS, PART_CONFIG,
	};
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		char *text = caption_part(part->summary[0].row->like, order[i]);
		if (*text)
			fprintf(out, "%s%s", i ? ", " : "", text);
		free(text);
		if (order[i] == PART_SIZE) {
			fputs(", ", out);
			print_reps(out, part);
		}
	}
	return text_close(&stream);
}

char *block_origin(const struct records *records,
		   const struct block_rows *part)
{
	const struct sample *like = part->summary[0].row->like;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	char *kernel = caption_kernel(records, like);
	char *time = text_shown(like->time);
	fprintf(out, "kernel %s", *kernel ? kernel : "-");
	if (like->time)
		fprintf(out, ", %s", time);
	free(kernel);
	free(time);
	return text_close(&stream);
}

/* ---- below them ---- */

/* Who is told a note. */
struct noting {
	block_note_fn *each;
	void *context;
};

typedef bool is_noted_fn(const struct summary *summary);

static bool has_few_ticks(const struct summary *s) { return s->few_ticks; }
static bool is_not_concurrent(const struct summary *s) { return s->not_concurrent; }
static bool is_oversubscribed(const struct summary *s) { return s->oversubscribed; }

/* "START 0.089 s at 1 thread, 0.131 s at 2" of the rows that are noted. */
static void note_rows(const struct block_rows *part, const struct noting *to,
		      is_noted_fn *is_noted, const char *start)
{
	struct text_stream stream;
	FILE *note = text_open(&stream);
	bool first = true;
	fputs(start, note);
	for (size_t i = 0; i < part->n; i++) {
		const struct summary *s = &part->summary[i];
		if (!is_noted(s))
			continue;
		fputs(first ? "" : ",", note);
		if (is_noted == has_few_ticks)
			fprintf(note, " %.*f s",
				s->cpu_s.value < 0.0095 ? 6 : 3, s->cpu_s.value);
		if (first || is_noted == has_few_ticks)
			fputs(" at", note);
		fprintf(note, " %llu",
			(unsigned long long)s->row->like->threads.value);
		if (first)
			fputs(s->row->like->threads.value == 1 ? " thread" :
								 " threads", note);
		first = false;
	}
	char *text = text_close(&stream);
	if (!first)
		to->each(to->context, text);
	free(text);
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Quantile q over repetitions of one of their percentiles. */
static double latency_of(const struct sample_list *list, size_t offset, double q,
			 double values[])
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct latency *l = list->sample[i]->latency;
		if (!l)
			continue;
		memcpy(&values[n++], (const char *)l + offset, sizeof(*values));
	}
	qsort(values, n, sizeof(*values), ascending);
	return estimate_quantile(values, n, q);
}

/* "p50 812, p90 ..., max 90321 at 1 thread" of a row whose touches were timed. */
static void print_latency_row(FILE *note, const struct row *row)
{
	/* The median repetition's percentiles, and the longest touch of all. */
	static const struct { const char *name; size_t offset; double q; }
	parts[] = {
		{ "p50", offsetof(struct latency, p50), 0.5 },
		{ "p90", offsetof(struct latency, p90), 0.5 },
		{ "p99", offsetof(struct latency, p99), 0.5 },
		{ "p99.9", offsetof(struct latency, p999), 0.5 },
		{ "max", offsetof(struct latency, max), 1.0 },
	};
	double *values = calloc(row->measured.n, sizeof(*values));
	for (size_t i = 0; values && i < ARRAY_SIZE(parts); i++)
		fprintf(note, "%s%s %.0f", i ? ", " : "", parts[i].name,
			latency_of(&row->measured, parts[i].offset, parts[i].q,
				   values));
	fprintf(note, " at %llu", (unsigned long long)row->like->threads.value);
	free(values);
}

/* Percentiles of single touches, where they were timed. */
static void note_latency(const struct block_rows *part,
			 const struct noting *to)
{
	for (size_t i = 0; i < part->n; i++) {
		const struct row *row = part->summary[i].row;
		const struct latency *l = row->measured.n ?
			row->measured.sample[0]->latency : NULL;
		struct text_stream stream;
		if (!l)
			continue;
		FILE *note = text_open(&stream);
		fprintf(note, "Touch, %s: ",
			l->in_instructions ? "instructions" : "ns");
		print_latency_row(note, row);
		fputs(row->like->threads.value == 1 ? " thread" : " threads", note);
		if (l->stamp.known)
			fprintf(note, "; a stamp takes %.1f of it",
				l->stamp.value);
		char *text = text_close(&stream);
		to->each(to->context, text);
		free(text);
	}
}

/* "START 37.2% at 1 thread, 12.0% at 2" of the rows that spilled. */
static void note_spills(const struct block_rows *part, const struct noting *to)
{
	struct text_stream stream;
	FILE *note = text_open(&stream);
	bool first = true;
	fputs("Spill (the tasks' nodes had no room; pages on other nodes):", note);
	for (size_t i = 0; i < part->n; i++) {
		const struct row *row = part->summary[i].row;
		const unsigned long long threads = row->like->threads.value;
		struct summary_spill spill = { 0 };
		for (size_t j = 0; j < row->measured.n; j++)
			summary_add_spill(&spill, row->measured.sample[j]);
		if (spill.n == 0)
			continue;
		fputs(first ? " " : ", ", note);
		reps_print_spill(note, &spill);
		fprintf(note, " in %zu of %zu reps at %llu%s", spill.n,
			row->measured.n, threads, !first ? "" : threads == 1 ?
			" thread" : " threads");
		first = false;
	}
	char *text = text_close(&stream);
	if (!first)
		to->each(to->context, text);
	free(text);
}

void block_notes(const struct block_rows *part, block_note_fn *each,
		 void *context)
{
	const struct noting to = { each, context };
	note_rows(part, &to, has_few_ticks,
		  "User and System are '-' below 100 clock ticks; their sum:");
	note_rows(part, &to, is_not_concurrent,
		  "Not concurrent (tasks began more than half a window apart):");
	note_rows(part, &to, is_oversubscribed,
		  "Oversubscribed (more tasks than CPUs they may use):");
	note_spills(part, &to);
	note_latency(part, &to);
}
