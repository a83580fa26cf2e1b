/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/workload_field.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/near.h"
#include "base/size.h"
#include "base/stream.h"
#include "fault/pressure.h"

/* ---- members that are a switch, one of two words, or a number ---- */

static int parse_switch(const struct workload_field *field, const char *value,
			struct workload *w, struct error *err)
{
	bool *is_on = (bool *)((char *)w + field->offset);
	*is_on = strcmp(value, "true") == 0;
	if (*is_on || strcmp(value, "false") == 0)
		return 0;
	return error_set(err, -EINVAL, "%s '%s': expected true or false",
			 field->name, value);
}

static char *text_switch(const struct workload_field *field,
			 const struct workload *w)
{
	const bool *is_on = (const bool *)((const char *)w + field->offset);
	return *is_on ? text_format("true") : NULL;
}

static int parse_either(const struct workload_field *field, const char *value,
			struct workload *w, struct error *err)
{
	bool *is_second = (bool *)((char *)w + field->offset);
	*is_second = strcmp(value, field->words[1]) == 0;
	if (*is_second || strcmp(value, field->words[0]) == 0)
		return 0;
	AUTO_FREE char *end = near_end_of(value, field->words, "");
	return error_set(err, -EINVAL, "%s '%s': expected %s or %s%s", field->name,
			 value, field->words[0], field->words[1], end);
}

static char *text_either(const struct workload_field *field,
			 const struct workload *w)
{
	const bool *is_second = (const bool *)((const char *)w + field->offset);
	return text_format("%s", field->words[*is_second]);
}

static int parse_number(const struct workload_field *field, const char *value,
			struct workload *w, struct error *err)
{
	uint64_t number;
	const int rc = number_parse(NUMBERS(field->name, 1, field->most), value,
				    &number, err);
	if (rc == 0)
		*(uint32_t *)((char *)w + field->offset) = (uint32_t)number;
	return rc;
}

static char *text_number(const struct workload_field *field,
			 const struct workload *w)
{
	const uint32_t *number =
		(const uint32_t *)((const char *)w + field->offset);
	return *number ? text_format("%" PRIu32, *number) : NULL;
}

/* ---- kind, pattern ---- */

static bool kind_choice(size_t i, struct text_choice *choice)
{
	if (i < nr_kinds)
		*choice = (struct text_choice){ kinds[i].name, "", kinds[i].help };
	return i < nr_kinds;
}

static int parse_kind(const struct workload_field *field, const char *value,
		      struct workload *w, struct error *err)
{
	const struct kind *kind = kind_find(value);
	char names[256] = "";
	if (kind)
		return w->kind = kind, 0;
	struct near near = near_start(value, strlen(value));
	for (size_t i = 0; i < nr_kinds; i++) {
		snprintf(names + strlen(names), sizeof(names) - strlen(names),
			 "%s%s", i == 0 ? "" : i + 1 < nr_kinds ? ", " : " or ",
			 kinds[i].name);
		near_try(&near, kinds[i].name);
	}
	AUTO_FREE char *end = near_end(&near, "", "");
	return error_set(err, -EINVAL, "%s '%s': expected %s%s", field->name,
			 value, names, end);
}

static char *text_kind(const struct workload_field *field,
		       const struct workload *w)
{
	(void)field;
	return text_format("%s", w->kind->name);
}

static bool pattern_choice(size_t i, struct text_choice *choice)
{
	if (i < nr_patterns)
		*choice = (struct text_choice){ patterns[i].name,
						patterns[i].argument,
						patterns[i].help };
	return i < nr_patterns;
}

static int parse_pattern(const struct workload_field *field, const char *value,
			 struct workload *w, struct error *err)
{
	(void)field;
	return pattern_parse(value, &w->pattern, err);
}

static char *text_pattern(const struct workload_field *field,
			  const struct workload *w)
{
	char text[40];
	(void)field;
	return text_format("%s", pattern_text(&w->pattern, text, sizeof(text)));
}

enum { RANGE_MOST = 256 };

/* "islands:1..128" is islands:1, islands:2 and so on. */
static char *expand_pattern(const char *word, struct error *err)
{
	const char *number = strchr(word, ':'), *dots = strstr(word, "..");
	struct text_stream stream;
	char first[24];
	uint64_t from = 0, to = 0;
	if (!number || !dots || dots < number)
		return text_format("%s", word);
	snprintf(first, sizeof(first), "%.*s", (int)(dots - number - 1),
		 number + 1);
	if (number_parse(NUMBERS("pattern", 1, UINT32_MAX), dots + 2, &to,
			 err) != 0 ||
	    number_parse(NUMBERS("pattern", 1, to), first, &from, err) != 0)
		return NULL;
	if (to - from >= RANGE_MOST) {
		error_set(err, -E2BIG, "pattern '%s': expected at most %d", word,
			  RANGE_MOST);
		return NULL;
	}
	FILE *out = text_open(&stream);
	for (uint64_t i = from; i <= to; i++)
		fprintf(out, "%s%.*s%" PRIu64, i > from ? "," : "",
			(int)(number + 1 - word), word, i);
	return text_close(&stream);
}

/* ---- bytes, threads ---- */

static int parse_bytes(const struct workload_field *field, const char *value,
		       struct workload *w, struct error *err)
{
	return size_parse(field->name, value, &w->requested_bytes, err);
}

static int parse_gib(const struct workload_field *field, const char *value,
		     struct workload *w, struct error *err)
{
	char text[64];
	snprintf(text, sizeof(text), "%sG", value);
	if (size_parse(field->name, text, &w->requested_bytes, NULL) == 0)
		return 0;
	return error_set(err, -EINVAL, "%s '%s': expected a number of GiB above 0, such as 1 or 0.5",
			 field->name, value);
}

static char *text_bytes(const struct workload_field *field,
			const struct workload *w)
{
	char text[24];
	(void)field;
	return text_format("%s", size_format(w->requested_bytes, text,
					     sizeof(text)));
}

/* 1, 2, 4 ... and every CPU that this process may use. */
static char *all_threads(void)
{
	const uint64_t cpus = placement_nr_cpus();
	const uint64_t last = cpus < TASKS_MAX ? cpus : TASKS_MAX;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (uint64_t n = 1; n < last; n *= 2)
		fprintf(out, "%" PRIu64 ",", n);
	fprintf(out, "%" PRIu64, last);
	return text_close(&stream);
}

static char *expand_threads(const char *word, struct error *err)
{
	struct list threads;
	if (strcmp(word, "all") == 0)
		return all_threads();
	if (list_parse(NUMBERS("threads", 1, TASKS_MAX), word, &threads, err) != 0)
		return NULL;
	char *text = list_text("", &threads);
	list_close(&threads);
	return text;
}

static void say_threads(const struct workload_field *field,
			const struct workload *w, FILE *out)
{
	(void)field;
	fprintf(out, ", %" PRIu32 " %s%s", w->nr_tasks,
		w->processes ? "process" : "thread",
		w->nr_tasks == 1 ? "" : w->processes ? "es" : "s");
}

/* ---- where they run, what memory they get ---- */

/* Processes cannot do otherwise. */
static void say_regions(const struct workload_field *field,
			const struct workload *w, FILE *out)
{
	(void)field;
	if (w->own_regions && !w->processes)
		fputs(", own regions", out);
}

static int parse_listed(const struct workload_field *field, const char *value,
			struct workload *w, struct error *err)
{
	struct list_word *word = (struct list_word *)((char *)w + field->offset);
	return list_word_parse(field->lists, value, word, err);
}

static char *text_listed(const struct workload_field *field,
			 const struct workload *w)
{
	const struct list_word *word =
		(const struct list_word *)((const char *)w + field->offset);
	return list_word_text(field->lists, word);
}

static int parse_thp(const struct workload_field *field, const char *value,
		     struct workload *w, struct error *err)
{
	(void)field;
	return thp_parse(value, &w->thp, err);
}

static char *text_thp(const struct workload_field *field,
		      const struct workload *w)
{
	char text[24];
	(void)field;
	return text_format("%s", thp_text(w->thp, text, sizeof(text)));
}

/* ---- the table ---- */

static const char *const tasks_words[] = { "threads", "processes", NULL };
static const char *const regions_words[] = { "shared", "own", NULL };
static const char *const accounting_words[] = { "window", "classic", NULL };
static const char *const faults_words[] = { "exact", "any", NULL };

#define MEMBER(m) .offset = offsetof(struct workload, m)
#define EITHER(m, w) MEMBER(m), .words = (w), \
	.parse = parse_either, .text = text_either
#define LISTED(m, l) MEMBER(m), .lists = (l), \
	.parse = parse_listed, .text = text_listed
#define NUMBER(m, n) MEMBER(m), .most = (n), \
	.parse = parse_number, .text = text_number
#define SWITCH(m) MEMBER(m), .may_lack = true, .is_extra = true, \
	.parse = parse_switch, .text = text_switch

/* In the order of a job's words: campaigns are known by the text of their jobs. */
const struct workload_field workload_fields[] = {
	{ .name = "kind", .record = "kind", .letter = 'k', .argument = "KIND,...",
	  .help = "kinds of page fault to measure, one table for each",
	  .standard = "anon-write", .is_list = true, .of_side = true,
	  .phrase = "%s", .choices = kind_choice,
	  .parse = parse_kind, .text = text_kind },
	{ .name = "pattern", .record = "pattern", .letter = 'p', .argument = "PATTERN,...",
	  .help = "orders in which pages are touched, one table for each",
	  .standard = "sequential", .is_list = true, .phrase = " %s",
	  .choices = pattern_choice, .expand = expand_pattern,
	  .parse = parse_pattern, .text = text_pattern },
	{ .name = "bytes", .record = "requested_bytes", .letter = 'b', .argument = "SIZE",
	  .help = "map SIZE bytes in total: 64K, 256M, 1.5G",
	  .standard = "256M", .standard_ab = "64M", .phrase = ", %s",
	  .parse = parse_bytes, .text = text_bytes },
	{ .name = "gib", .letter = 'g', .argument = "N",
	  .help = "map N GiB in total", .alias_of = "bytes", .parse = parse_gib },
	{ .name = "tasks", .record = "tasks", .argument = "WHAT", .help = "run the tasks as threads or as processes",
	  .standard = "threads", EITHER(processes, tasks_words) },
	{ .name = "threads", .record = "threads", .letter = 't', .argument = "LIST", .job = "n",
	  .help = "numbers of tasks, one row for each: 1,2,4 or 1-8; all: 1, 2, 4 ... up to one per CPU",
	  .standard = "all", .standard_ab = "1", .is_list = true,
	  .expand = expand_threads, .say = say_threads,
	  NUMBER(nr_tasks, TASKS_MAX) },
	{ .name = "cachelines", .record = "cachelines", .letter = 'c', .argument = "N",
	  .help = "touch N cache lines of each page",
	  .standard = "1", .phrase = ", %s cachelines", .is_extra = true, .has_caption = true,
	  NUMBER(cachelines, UINT32_MAX) },
	{ .name = "regions", .record = "regions", .argument = "WHAT",
	  .help = "shared: one mapping for all threads, each touches its slice; own: each thread maps its own",
	  .standard = "shared", .say = say_regions,
	  EITHER(own_regions, regions_words) },
	{ .name = "bind", .record = "bind", .argument = "HOW",
	  .help = "bind tasks to CPUs: none, compact, scatter, core, node or list:CPUS",
	  .standard = "compact", LISTED(bind, &bind_words) },
	{ .name = "mem", .record = "mem", .argument = "POLICY",
	  .help = "NUMA policy: default, local, bind:NODES, interleave:NODES or preferred:NODE",
	  .standard = "default", .phrase = ", mem %s", .is_extra = true,
	  .has_caption = true, LISTED(policy, &policy_words) },
	{ .name = "thp", .record = "thp", .argument = "MODE",
	  .help = "transparent huge pages: never, inherit (the system's setting), always or one SIZE such as 64K",
	  .standard = "never", .standard_ab = "inherit", .of_side = true,
	  .phrase = ", thp %s", .words = thp_words,
	  .parse = parse_thp, .text = text_thp },
	{ .name = "faults", .argument = "GATE",
	  .help = "exact: a repetition is INVALID unless the kernel counts the predicted faults; any: any count is valid",
	  .standard = "exact", .standard_ab = "any", .is_same_row = true,
	  EITHER(any_faults, faults_words) },
	{ .name = "pressure", .record = "pressure_percent", .argument = "PERCENT",
	  .may_lack = true, .ab_alone = true,
	  .phrase = ", pressure %s%%", .is_extra = true,
	  .help = "memory pressure: after the window reclaim PERCENT of the present pages in 16 steps, and touch the used pages again after each step; requires --swap",
	  NUMBER(pressure, PRESSURE_PERCENT_MAX) },
	{ .name = "latency", .record = "stamped", .help = "also time each touch",
	  .phrase = ", each touch timed", SWITCH(latency) },
	{ .name = "classic", .record = "accounting",
	  .help = "account as in 2004: time each repetition from fork to wait, print sums over repetitions in the columns of 2004",
	  .phrase = ", classic accounting", .has_caption = true,
	  .words = accounting_words, SWITCH(classic) },
};
const size_t nr_workload_fields = ARRAY_SIZE(workload_fields);

const struct workload_field *workload_field(const char *name)
{
	for (size_t i = 0; i < nr_workload_fields; i++)
		if (strcmp(workload_fields[i].name, name) == 0)
			return &workload_fields[i];
	return NULL;
}

const char *workload_field_job(const struct workload_field *field)
{
	return field->job ? field->job : field->name;
}

const char *workload_field_standard(const struct workload_field *field, bool ab)
{
	return ab && field->standard_ab ? field->standard_ab : field->standard;
}

/* ---- rows ---- */

char *workload_key(const struct workload *workload)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < nr_workload_fields; i++) {
		const struct workload_field *field = &workload_fields[i];
		AUTO_FREE char *value =
			field->is_same_row || field->alias_of ? NULL :
			field->text(field, workload);
		if (value)
			fprintf(out, " %s=%s", field->name, value);
	}
	return text_close(&stream);
}

static void say(const struct workload_field *field, const struct workload *w,
		FILE *out)
{
	if (field->say) {
		field->say(field, w, out);
		return;
	}
	AUTO_FREE char *value = field->phrase ? field->text(field, w) : NULL;
	if (value && !(field->is_extra && text_same(value, field->standard)))
		fprintf(out, field->phrase, value);
}

char *workload_text(const struct workload *workload)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (int extra = 0; extra < 2; extra++)
		for (size_t i = 0; i < nr_workload_fields; i++)
			if (workload_fields[i].is_extra == extra)
				say(&workload_fields[i], workload, out);
	return text_close(&stream);
}
