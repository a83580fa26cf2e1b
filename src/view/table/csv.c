/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/csv.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record/caption.h"

void csv_text(FILE *out, const char *text)
{
	if (!text)
		return;
	char *printable = text_shown(text);
	/* A field that begins with a blank would lose it in some readers. */
	const bool quoted = strpbrk(printable, ",\"';") || *printable == ' ';
	if (quoted)
		fputc('"', out);
	if (*printable && strchr("=+-@", *printable))
		fputc('\'', out);
	for (const char *c = printable; *c; c++) {
		if (*c == '"')
			fputc('"', out);
		fputc(*c, out);
	}
	if (quoted)
		fputc('"', out);
	free(printable);
}

void csv_real(FILE *out, struct real real)
{
	if (!real.known || !isfinite(real.value))
		return;
	fprintf(out, "%.12g", real.value);
}

void csv_count(FILE *out, struct count count)
{
	if (count.known)
		fprintf(out, "%" PRIu64, count.value);
}

/* ---- one function a column ---- */

#define TEXT(member)                                                     \
	static void put_##member(FILE *out, const struct summary *s)     \
	{                                                                \
		csv_text(out, s->row->like->member);                     \
	}
#define COUNT(member)                                                    \
	static void put_##member(FILE *out, const struct summary *s)     \
	{                                                                \
		csv_count(out, s->row->like->member);                    \
	}
#define REAL(name, value)                                                \
	static void put_##name(FILE *out, const struct summary *s)       \
	{                                                                \
		csv_real(out, value);                                    \
	}
#define BOOL(member)                                                     \
	static void put_##member(FILE *out, const struct summary *s)     \
	{                                                                \
		fputs(s->member ? "true" : "false", out);                \
	}

TEXT(kernel)
TEXT(engine)
TEXT(clock)
TEXT(accounting)
TEXT(kind)
TEXT(pattern)
TEXT(tasks)
TEXT(bind)
TEXT(mem)
TEXT(thp)
TEXT(regions)
TEXT(run)
TEXT(boot_id)
TEXT(time)
COUNT(threads)
COUNT(bytes)
COUNT(requested_bytes)
COUNT(page_bytes)
COUNT(pages)
COUNT(cachelines)
BOOL(sums)
BOOL(few_ticks)
BOOL(not_concurrent)
BOOL(oversubscribed)

static struct real unless_few_ticks(const struct summary *s, struct real real)
{
	real.known = real.known && !s->few_ticks;
	return real;
}

/* The bounds of a rate whose interval is a ratio to it. */
static struct real bound(struct real rate, struct real interval, double sign)
{
	const double value = rate.value * (1.0 + sign * interval.value);
	return (struct real){ .value = value > 0.0 ? value : 0.0,
			      .known = rate.known && interval.known };
}

REAL(user, unless_few_ticks(s, s->user_s))
REAL(system, unless_few_ticks(s, s->system_s))
REAL(cpu, s->cpu_s)
REAL(wall, s->wall_s)
REAL(wall_sd, s->wall.sd)
REAL(wall_median, s->wall.median)
REAL(wall_min, s->wall.min)
REAL(wall_max, s->wall.max)
REAL(per_cpu, s->fault_per_cpu_s)
REAL(per_cpu_low, bound(s->fault_per_cpu_s, s->cpu_interval, -1))
REAL(per_cpu_high, bound(s->fault_per_cpu_s, s->cpu_interval, 1))
REAL(per_wall, s->fault_per_wall_s)
REAL(per_wall_low, bound(s->fault_per_wall_s, s->wall_interval, -1))
REAL(per_wall_high, bound(s->fault_per_wall_s, s->wall_interval, 1))
REAL(interval, s->wall_interval)
REAL(wall_cv, s->wall.cv)
REAL(faults_per_page, s->faults_per_page)
REAL(ns_per_page, s->ns_per_page)
REAL(limit_per_wall, s->limit_per_wall_s)
REAL(limit_ratio, s->limit_ratio)
REAL(skew, s->skew_ns)
REAL(rss, s->rss_bytes)
REAL(local, s->pages_local)
REAL(remote, s->pages_remote)

static void put_valid(FILE *out, const struct summary *s)
{
	fprintf(out, "%zu", s->n);
}

static void put_reps(FILE *out, const struct summary *s)
{
	fprintf(out, "%" PRIu64, s->nr_reps);
}

static void put_invalid(FILE *out, const struct summary *s)
{
	fprintf(out, "%zu", s->nr_invalid);
}

static void put_reason(FILE *out, const struct summary *s)
{
	struct text_stream stream;
	summary_print_reasons(text_open(&stream), s);
	char *text = text_close(&stream);
	csv_text(out, text);
	free(text);
}

static void put_knobs(FILE *out, const struct summary *s)
{
	char *text = caption_part(s->row->like, PART_KNOBS);
	csv_text(out, text);
	free(text);
}

static void put_config(FILE *out, const struct summary *s)
{
	char *text = caption_part(s->row->like, PART_CONFIG);
	csv_text(out, text);
	free(text);
}

static const struct csv_column {
	const char *name;
	void (*put)(FILE *out, const struct summary *s);
} columns[] = {
	{ "kernel", put_kernel },
	{ "engine", put_engine },
	{ "accounting", put_accounting },
	{ "clock", put_clock },
	{ "kind", put_kind },
	{ "pattern", put_pattern },
	{ "tasks", put_tasks },
	{ "threads", put_threads },
	{ "bytes", put_bytes },
	{ "requested_bytes", put_requested_bytes },
	{ "page_bytes", put_page_bytes },
	{ "pages", put_pages },
	{ "cachelines", put_cachelines },
	{ "bind", put_bind },
	{ "mem", put_mem },
	{ "thp", put_thp },
	{ "regions", put_regions },
	{ "knobs", put_knobs },
	{ "config", put_config },
	{ "nr_valid", put_valid },
	{ "nr_invalid", put_invalid },
	{ "invalid", put_reason },
	{ "nr_reps", put_reps },
	{ "times_are_sums", put_sums },
	{ "user_s", put_user },
	{ "system_s", put_system },
	{ "cpu_s", put_cpu },
	{ "wall_s", put_wall },
	{ "rep_wall_sd_s", put_wall_sd },
	{ "rep_wall_cv_ratio", put_wall_cv },
	{ "rep_wall_min_s", put_wall_min },
	{ "rep_wall_median_s", put_wall_median },
	{ "rep_wall_max_s", put_wall_max },
	{ "fault_per_cpu_s", put_per_cpu },
	{ "fault_per_cpu_s_low95", put_per_cpu_low },
	{ "fault_per_cpu_s_high95", put_per_cpu_high },
	{ "fault_per_wall_s", put_per_wall },
	{ "fault_per_wall_s_low95", put_per_wall_low },
	{ "fault_per_wall_s_high95", put_per_wall_high },
	{ "fault_per_wall_s_interval95_ratio", put_interval },
	{ "faults_per_page", put_faults_per_page },
	{ "ns_per_page", put_ns_per_page },
	{ "limit_per_wall_s", put_limit_per_wall },
	{ "limit_ratio", put_limit_ratio },
	{ "skew_ns", put_skew },
	{ "rss_bytes", put_rss },
	{ "pages_local", put_local },
	{ "pages_remote", put_remote },
	{ "few_ticks", put_few_ticks },
	{ "not_concurrent", put_not_concurrent },
	{ "oversubscribed", put_oversubscribed },
	{ "run", put_run },
	{ "boot_id", put_boot_id },
	{ "time", put_time },
};

void csv_rows(FILE *out, const struct summary summary[], size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		fprintf(out, "%s%s", i ? "," : "", columns[i].name);
	fputc('\n', out);
	for (size_t row = 0; row < n; row++) {
		for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
			if (i)
				fputc(',', out);
			columns[i].put(out, &summary[row]);
		}
		fputc('\n', out);
	}
}
