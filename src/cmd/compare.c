/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft compare: ratio, interval and verdict of records, row by row.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/compare.h"
#include "base/auto.h"
#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/record_files.h"
#include "record/jsonl.h"
#include "view/table/compare_table.h"

/* ---- options ---- */

enum { COMPARE_WORDS = 64 };

struct compare_words {
	char *word[COMPARE_WORDS];	/* [n]; owned */
	size_t n;
};

struct compare_options {
	struct output_options out;
	enum metric_id metric;
	double margin;			/* 0.01 is 1% */
	struct real fail_share;		/* --fail-if-slower: 0.05 is 5% */
	struct compare_words allow, only;
};

#define OPTIONS(target) ((struct compare_options *)(target))

static int set_metric(void *target, const char *value, struct error *err)
{
	const enum metric_id metric = metric_find(value);
	if (metric != NR_METRICS) {
		OPTIONS(target)->metric = metric;
		return 0;
	}
	return error_set(err, -EINVAL, "--metric '%s': expected wall, cpu or unmap",
			 value);
}

static int add_word(struct compare_words *words, const char *option,
		    const char *word, struct error *err)
{
	if (!*word)
		return error_set(err, -EINVAL, "%s: expected a name", option);
	if (words->n == COMPARE_WORDS)
		return error_set(err, -E2BIG, "%s: expected at most %d names",
				 option, COMPARE_WORDS);
	words->word[words->n++] = text_format("%s", word);
	return 0;
}

static int allow_word(struct compare_options *o, const char *word,
		      struct error *err)
{
	if (*word && !compare_knows_name(word))
		return error_set(err, -EINVAL, "--allow '%s': expected the name of a difference, as in the message that refused: see pft-compare(1)",
				 word);
	return add_word(&o->allow, "--allow", word, err);
}

/* A path of a knob may have a comma in it: then it stands alone. */
static int set_allow(void *target, const char *value, struct error *err)
{
	struct compare_options *o = OPTIONS(target);
	if (*value == '/')
		return allow_word(o, value, err);
	AUTO_FREE char *list = text_format("%s", value);
	char *rest = list;
	int rc = 0;
	for (char *word; rc == 0 && (word = strsep(&rest, ","));)
		rc = allow_word(o, word, err);
	return rc;
}

static int set_only(void *target, const char *value, struct error *err)
{
	return add_word(&OPTIONS(target)->only, "--only", value, err);
}

static const struct option_row compare_rows[] = {
	{ "metric", '\0', "WHAT", "what to compare: wall (wall time of the window), cpu (its CPU time) or unmap (wall time with unmapping); with the exact engine, instructions", .standard = "wall",
	  .set = set_metric, .words = metric_words },
	{ "margin", '\0', "PERCENT", "treat costs within PERCENT of each other as the same", .standard = "1",
	  OPTION_FROM(PERCENT, compare_options, margin, 0, 1000) },
	{ "only", '\0', "LABEL", "use only records of the kernel LABEL; if repeated, with one FILE: compare these kernels with the first one",
	  .set = set_only },
	{ "allow", '\0', "KEY,...", "compare even if KEY differs: a name from an error message, or knobs, config, mitigations, host, cpus or kernel",
	  .set = set_allow },
	{ "fail-if-slower", '\0', "PERCENT", "exit with status 3 if a side is slower or dearer by more than PERCENT",
	  OPTION_FROM(SHARE, compare_options, fail_share, 0, 1000) },
	{ "format", '\0', "FORMAT", "output format: table, mail, csv, json or markdown", .standard = "table",
	  OPTION(FORMAT, compare_options, out), .words = output_compared },
	{ "quiet", 'q', NULL, "print no table unless --format is csv or json; set the exit status",
	  OPTION(BOOL, compare_options, out.quiet) },
	{ "verbose", 'v', NULL, "also print p values and the results of other tests",
	  OPTION(BOOL, compare_options, out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, compare_options, out.plain) },
	{ 0 },
};

static void words_close(struct compare_words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free(words->word[i]);
}

/* ---- sides ---- */

struct compare_sides {
	struct records records;
	struct side *side;	/* [n]; owned, its names too */
	size_t n;
	bool by_row;			/* as in struct compare_request */
};

/* "NAME=FILE", unless a file is called so. */
static const char *split_name(struct compare_sides *sides, const char *operand,
			      const char **path)
{
	const char *equals = strchr(operand, '=');
	*path = operand;
	if (!equals || equals == operand || access(operand, F_OK) == 0)
		return NULL;
	AUTO_FREE char *name = text_format("%.*s", (int)(equals - operand),
					   operand);
	*path = equals + 1;
	return records_keep(&sides->records, name);
}

static int read_operand(struct compare_sides *sides, const char *operand,
			struct error *err)
{
	struct record_files files = { 0 };
	const char *path;
	const char *name = split_name(sides, operand, &path);
	const size_t first = sides->records.nr_samples;
	const size_t first_facts = sides->records.nr_facts;
	const int rc = record_files_read(&files, path, &sides->records, err);
	record_files_close(&files);
	if (rc != 0)
		return rc;
	sides->side = records_grow(sides->side, sides->n, sizeof(*sides->side));
	sides->side[sides->n++] = (struct side){
		.name = name, .source = path,
		.first = first, .end = sides->records.nr_samples,
		.first_facts = first_facts, .end_facts = sides->records.nr_facts,
	};
	return 0;
}

/* ---- names ---- */

/* The one kernel that a side measured; NULL: several, or none. */
static const char *label_of(const struct compare_sides *sides,
			    const struct side *side)
{
	const char *label = NULL;
	if (side->kernel)
		return side->kernel;
	for (size_t i = side->first; i < side->end; i++) {
		const struct sample *s = &sides->records.sample[i];
		if (!text_same(s->role, "measure"))
			continue;
		if (!s->kernel || (label && strcmp(label, s->kernel) != 0))
			return NULL;
		label = s->kernel;
	}
	return label;
}

static bool all_unique(const char *const names[], size_t n)
{
	bool unique = true;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++)
			unique &= names[i] && (j == i || !text_same(names[i], names[j]));
	return unique;
}

static const char *file_of(const struct side *side)
{
	const char *slash = strrchr(side->source, '/');
	return slash && slash[1] ? slash + 1 : side->source;
}

/* Labels if each tells a side from the others, else file names, else paths. */
static void name_sides(struct compare_sides *sides)
{
	enum { BY_LABEL, BY_FILE, BY_PATH };
	AUTO_FREE const char **name = error_unless_memory(
		calloc(sides->n, sizeof(*name)));
	for (int by = BY_LABEL; by <= BY_PATH; by++) {
		for (size_t i = 0; i < sides->n; i++) {
			const struct side *side = &sides->side[i];
			name[i] = by == BY_LABEL ? label_of(sides, side) :
				  by == BY_FILE ? file_of(side) : side->source;
		}
		if (all_unique(name, sides->n))
			break;
	}
	for (size_t i = 0; i < sides->n; i++)
		if (!sides->side[i].name)
			sides->side[i].name = name[i];
}

static int check_names(const struct compare_sides *sides, struct error *err)
{
	for (size_t i = 0; i < sides->n; i++)
		for (size_t j = 0; j < i; j++)
			if (text_same(sides->side[i].name, sides->side[j].name) &&
			    strcmp(sides->side[i].source, sides->side[j].source) != 0)
				return error_set(err, -EINVAL, "'%s': two sides have this name: expected NAME=FILE with names of their own",
						 sides->side[i].name);
	return 0;
}

/* ---- one operand: its kernels ---- */

/* The one campaign that all repetitions are of; or NULL. */
static const struct facts *only_campaign(const struct records *records)
{
	const struct facts *campaign = NULL;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *run = &records->facts[i];
		const char *id = facts_text(run, "id");
		if (strcmp(run->type, "run") != 0 || !id ||
		    !facts_find(run, "treatments"))
			continue;
		if (campaign && !text_same(facts_text(campaign, "id"), id))
			return NULL;
		campaign = run;
	}
	const char *id = facts_text(campaign, "id");
	for (size_t i = 0; id && i < records->nr_samples; i++)
		if (!text_same(records->sample[i].run, id))
			return NULL;
	return campaign;
}

static void add_label(struct compare_sides *sides, const struct side *whole,
		      const char *label)
{
	compare_add_label(&sides->side, &sides->n, whole,
			  records_keep(&sides->records, label));
}

static void add_treatments(struct compare_sides *sides,
			   const struct side *whole,
			   const struct facts *campaign)
{
	const struct texts label = facts_texts(campaign, "treatments");
	for (size_t i = 0; i < label.n; i++)
		add_label(sides, whole, label.text[i]);
}

static int check_only(const struct compare_sides *sides,
		      const struct compare_words *only, struct error *err)
{
	for (size_t i = 0; i < only->n; i++) {
		bool found = false;
		for (size_t j = 0; j < sides->n; j++)
			found |= text_same(sides->side[j].kernel, only->word[i]);
		if (!found)
			return error_set(err, -EINVAL, "--only '%s': no repetition is of that kernel: expected one of the labels in the file",
					 only->word[i]);
	}
	return 0;
}

static int part_one(struct compare_sides *sides, const struct compare_words *only,
		    struct error *err)
{
	const struct side whole = sides->side[0];
	const struct facts *campaign = only_campaign(&sides->records);
	sides->by_row = campaign != NULL;
	sides->n = 0;
	if (campaign)
		add_treatments(sides, &whole, campaign);
	else
		compare_part(&sides->records, &whole, SIZE_MAX, &sides->side,
			     &sides->n);
	int rc = check_only(sides, only, err);
	if (rc == 0 && only->n > 0) {
		sides->n = 0;
		for (size_t i = 0; i < only->n; i++)
			add_label(sides, &whole, only->word[i]);
	}
	if (rc == 0 && sides->n < 2)
		rc = error_set(err, -EINVAL, "'%s': %s: expected two to compare: name another file, or measure with another --label",
			       whole.source, sides->n ? "one kernel alone" :
						       "no repetitions in it");
	return rc;
}

/* ---- all ---- */

static int part_several(struct compare_sides *sides,
			const struct compare_words *only, struct error *err)
{
	if (only->n > 1)
		return error_set(err, -EINVAL, "--only: expected one label for several operands");
	for (size_t i = 0; only->n && i < sides->n; i++)
		sides->side[i].kernel = records_keep(&sides->records, only->word[0]);
	name_sides(sides);
	return check_names(sides, err);
}

/*
 * Read all operands and part them: one operand by the kernels (or treatments)
 * that it has; of several each is an arm.
 * operands NULL-terminated: FILE, DIR, or NAME=FILE where that is no file
 * sides    empty; compare_sides_close frees it, after an error too
 * Errors   those of reading; -EINVAL for one kernel alone, for names that are
 *          there twice, for --only in a way that means nothing.
 */
static int compare_sides_read(char **operands, const struct compare_options *options,
			      struct compare_sides *sides, struct error *err)
{
	int rc = 0;
	for (; rc == 0 && *operands; operands++)
		rc = read_operand(sides, *operands, err);
	if (rc != 0)
		return rc;
	return sides->n == 1 ? part_one(sides, &options->only, err) :
			      part_several(sides, &options->only, err);
}

static void compare_sides_close(struct compare_sides *sides)
{
	free(sides->side);
	records_close(&sides->records);
}

/* ---- the comparison ---- */

static int status_of(const struct compare *c, const struct compare_options *o)
{
	struct error err;
	if (compare_any_invalid(c)) {
		error_set(&err, 0, "something is INVALID: see the reasons in the table");
		return options_fail(&err, 1);
	}
	return commands_fail_if_slower(c, o->fail_share);
}

/* Returns the exit status. */
static int print(const struct compare *c, const struct compare_options *o,
		 const char *command)
{
	const struct table_style style = output_style(&o->out);
	if (c->nr_doubles > 0)
		options_say("%zu repetitions are there more than once: each is counted once",
			    c->nr_doubles);
	if (output_has_table(&o->out))
		compare_print(stdout, c, command, &style);
	return status_of(c, o);
}

static int compare(const struct compare_options *o, char **operands,
		   const char *command)
{
	struct compare_sides sides = { 0 };
	struct compare c;
	struct error err = { "" };
	int rc = compare_sides_read(operands, o, &sides, &err);
	const struct compare_request request = {
		.side = sides.side, .nr_sides = sides.n, .metric = o->metric,
		.margin = o->margin, .allow = (const char *const *)o->allow.word,
		.nr_allow = o->allow.n, .by_row = sides.by_row,
		.diagnose = o->out.verbose || o->out.format == TABLE_CSV ||
			    o->out.format == TABLE_JSON,
	};
	if (rc == 0)
		rc = compare_records(&sides.records, &request, &c, &err);
	const int status = rc ? options_fail(&err, 2) : print(&c, o, command);
	if (rc == 0)
		compare_close(&c);
	compare_sides_close(&sides);
	return status;
}

static int compare_main(struct arguments *arguments)
{
	struct compare_options options = { .margin = 0.01 };
	struct error err = { "" };
	AUTO_FREE char *command = text_command(arguments->all, arguments->nr_all);
	int rc = options_parse(&command_compare, arguments, &options, &err);
	if (rc == 0 && arguments->n == 0)
		rc = error_set(&err, -EINVAL, "nothing to compare: expected FILE or DIR, one or more: see pft compare --help");
	const int status = rc == 1 ? 0 : rc != 0 ? options_fail(&err, 2) :
			   compare(&options, arguments->word, command);
	words_close(&options.allow);
	words_close(&options.only);
	return status;
}

const struct command command_compare = {
	.name = "compare",
	.summary = "Compare records: ratio, interval and verdict, row by row",
	.operands = "[NAME=]FILE...",
	.options = compare_rows,
	.main = compare_main,
};
