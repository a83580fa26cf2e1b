/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/run_columns.h"

#include <stdlib.h>

#include "base/stream.h"
#include "record/caption.h"
#include "record/field.h"
#include "view/table/reps.h"

struct real unless_few_ticks(const struct summary *s, struct real real)
{
	real.known = real.known && !s->few_ticks;
	return real;
}

static struct value get_unless_few_ticks(const void *of, const struct column *column)
{
	return value_real(unless_few_ticks(of, value_at(of, column).real));
}

/* A member of the row's samples that has the column's name. */
static struct value get_member(const void *of, const struct column *column)
{
	const struct summary *s = of;
	return value_of_member(s->row->like, column->name);
}

#define GET(name, expression) COLUMN_GET(name, struct summary, expression)
#define REAL(name, expression) GET(name, value_real(expression))

/* The bounds of a rate whose interval is a ratio to it. */
static struct real bound(struct real rate, struct real interval, double sign)
{
	const double value = rate.value * (1.0 + sign * interval.value);
	return (struct real){ .value = value > 0.0 ? value : 0.0,
			      .known = rate.known && interval.known };
}

REAL(per_cpu_low, bound(l->fault_per_cpu_s, l->cpu_interval, -1))
REAL(per_cpu_high, bound(l->fault_per_cpu_s, l->cpu_interval, 1))
REAL(per_wall_low, bound(l->fault_per_wall_s, l->wall_interval, -1))
REAL(per_wall_high, bound(l->fault_per_wall_s, l->wall_interval, 1))
GET(reps, value_count(count_of(l->nr_reps)))

static struct value get_reasons(const void *of, const struct column *column)
{
	struct text_stream stream;
	(void)column;
	reps_print_reasons(text_open(&stream), of);
	return value_owned(text_close(&stream));
}

/* Knobs and configuration, each as one text. */
static struct value get_part(const void *of, const struct column *column)
{
	const struct summary *s = of;
	return value_owned(caption_part(s->row->like,
					(enum caption_part)column->which));
}

enum {
	ALL = IN_TABLE | IN_MAIL | IN_PAGE | IN_DATA,
	NO_MAIL = IN_TABLE | IN_PAGE | IN_DATA,
};

/* A member of the samples, which only programs want beside the heading. */
#define MEMBER(name_) { .name = name_, .where = IN_DATA, .get = get_member }
#define SUMMARY(name_, member_, help_) \
	{ .name = name_, .where = IN_DATA, .get = value_at, .help = help_, \
	  COLUMN_AT(struct summary, member_) }
#define DATA(name_, get_, help_) \
	{ .name = name_, .where = IN_DATA, .get = get_, .help = help_ }

static const struct column columns[] = {
	MEMBER("kernel"),
	MEMBER("engine"),
	MEMBER("accounting"),
	MEMBER("clock"),
	MEMBER("kind"),
	MEMBER("pattern"),
	MEMBER("tasks"),
	{ .name = "threads", .title = "Threads", .width = 7, .importance = 99,
	  .where = ALL, .get = get_member,
	  .help = "The number of tasks, threads or processes." },
	MEMBER("bytes"),
	MEMBER("requested_bytes"),
	MEMBER("page_bytes"),
	MEMBER("pages"),
	MEMBER("cachelines"),
	MEMBER("bind"),
	MEMBER("mem"),
	MEMBER("thp"),
	MEMBER("regions"),
	{ .name = "knobs", .where = IN_DATA, .which = PART_KNOBS, .get = get_part },
	{ .name = "config", .where = IN_DATA, .which = PART_CONFIG,
	  .get = get_part },
	SUMMARY("nr_valid", n, "valid repetitions"),
	SUMMARY("nr_invalid", nr_invalid, "INVALID repetitions"),
	DATA("invalid", get_reasons, "why they are INVALID"),
	{ .name = "nr_reps", .title = "n", .width = 4, .importance = 90,
	  .where = IN_MAIL | IN_PAGE | IN_DATA, .get = get_reps,
	  .help = "The number of valid repetitions. Only in a mail, in Markdown and in report.html." },
	SUMMARY("times_are_sums", sums,
	     "times are sums over the repetitions, not means"),
	{ .name = "user_s", .title = "User", .decimals = 3, .width = 6,
	  .importance = 39, .where = ALL, .get = get_unless_few_ticks,
	  COLUMN_AT(struct summary, user_s),
	  .help = "CPU time of all tasks in user mode, in seconds, mean of a repetition." },
	{ .name = "system_s", .title = "System", .decimals = 3, .width = 6,
	  .importance = 40, .where = ALL, .get = get_unless_few_ticks,
	  COLUMN_AT(struct summary, system_s),
	  .help = "CPU time of all tasks in the kernel, in seconds, mean of a repetition. "
		  "Where the kernel samples it at clock ticks, a row with fewer than 100 "
		  "ticks shows - for User and System. Their sum is exact and is printed "
		  "below the table." },
	SUMMARY("cpu_s", cpu_s, "CPU time of all tasks, seconds"),
	{ .name = "wall_s", .title = "Wall", .decimals = 3, .width = 6,
	  .importance = 60, .where = ALL, .get = value_at,
	  COLUMN_AT(struct summary, wall_s),
	  .help = "Length of the window in seconds, mean of a repetition." },
	SUMMARY("rep_wall_sd_s", wall.sd, "standard deviation of wall_s"),
	SUMMARY("rep_wall_cv_ratio", wall.cv, "the same over the mean"),
	SUMMARY("rep_wall_min_s", wall.min, "shortest repetition"),
	SUMMARY("rep_wall_median_s", wall.median, "median repetition"),
	SUMMARY("rep_wall_max_s", wall.max, "longest repetition"),
	{ .name = "fault_per_cpu_s", .title = "flt/cpu/s", .width = 9,
	  .importance = 50, .where = ALL, .get = value_at,
	  COLUMN_AT(struct summary, fault_per_cpu_s),
	  .help = "Pages touched per second of CPU time." },
	DATA("fault_per_cpu_s_low95", get_per_cpu_low, "its 95% interval"),
	DATA("fault_per_cpu_s_high95", get_per_cpu_high, "its 95% interval"),
	{ .name = "fault_per_wall_s", .title = "fault/wsec", .width = 10,
	  .importance = 98, .where = ALL, .get = value_at,
	  COLUMN_AT(struct summary, fault_per_wall_s),
	  .help = "Pages touched per second of wall time. This and flt/cpu/s keep their "
		  "names of 2004. They count pages, however many faults the kernel took." },
	DATA("fault_per_wall_s_low95", get_per_wall_low, "its 95% interval"),
	DATA("fault_per_wall_s_high95", get_per_wall_high, "its 95% interval"),
	{ .name = "fault_per_wall_s_interval95_ratio", .title = "+-95%",
	  .unit = "%", .decimals = 1, .width = 6, .importance = 70,
	  .where = ALL, .get = value_at,
	  COLUMN_AT(struct summary, wall_interval),
	  .help = "Half the width of the 95% confidence interval of fault/wsec, from the "
		  "spread of the repetitions. It is valid for this boot only." },
	{ .name = "faults_per_page", .title = "flt/page", .decimals = 4,
	  .width = 8, .importance = 30, .where = ALL, .get = value_at,
	  COLUMN_AT(struct summary, faults_per_page),
	  .help = "Faults that the kernel counted, minor and major, per page touched." },
	{ .name = "ns_per_page", .title = "ns/page", .decimals = 1, .width = 7,
	  .importance = 20, .where = NO_MAIL, .get = value_at,
	  COLUMN_AT(struct summary, ns_per_page),
	  .help = "Wall time per page touched: 10^9 / fault/wsec. If several tasks touch "
		  "pages at the same time, this is less than the duration of a fault." },
	SUMMARY("limit_per_wall_s", limit_per_wall_s,
	     "pages zeroed per second of wall time, without a fault"),
	{ .name = "limit_ratio", .title = "limit", .unit = "%", .width = 5,
	  .importance = 10, .where = NO_MAIL, .get = value_at,
	  COLUMN_AT(struct summary, limit_ratio),
	  .help = "The rate fault/wsec as a share of the limit: that at which the same tasks "
		  "zero pages that are present." },
	SUMMARY("skew_ns", skew_ns, "first to last task's first touch, mean"),
	SUMMARY("rss_bytes", rss_bytes, "resident memory of the region, mean"),
	SUMMARY("pages_local", pages_local, "pages on the node of their task, mean"),
	SUMMARY("pages_remote", pages_remote, "pages on another node, mean"),
	SUMMARY("few_ticks", few_ticks,
	     "too few clock ticks for User and System"),
	SUMMARY("not_concurrent", not_concurrent,
	     "tasks began more than half a window apart"),
	SUMMARY("oversubscribed", oversubscribed, "more tasks than CPUs"),
	MEMBER("run"),
	MEMBER("boot_id"),
	MEMBER("time"),
};

const struct columns run_columns = { columns, ARRAY_SIZE(columns) };
