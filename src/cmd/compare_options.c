/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/compare_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

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
	words->word[words->n++] = word;
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
	char *list = text_format("%s", value), *rest = list;
	o->list = error_unless_memory(realloc(
		o->list, (o->nr_lists + 1) * sizeof(*o->list)));
	o->list[o->nr_lists++] = list;
	int rc = 0;
	for (char *word; rc == 0 && (word = strsep(&rest, ","));)
		rc = allow_word(o, word, err);
	return rc;
}

static int set_only(void *target, const char *value, struct error *err)
{
	return add_word(&OPTIONS(target)->only, "--only", value, err);
}

const struct option_row compare_rows[] = {
	{ "metric", '\0', "WHAT", "what to compare: wall (wall time of the window), cpu (its CPU time) or unmap (wall time with unmapping); with the exact engine, instructions", .standard = "wall",
	  .set = set_metric, .completes = COMPLETES_WORDS, .words = metric_words },
	{ "margin", '\0', "PERCENT", "treat costs within PERCENT of each other as the same", .standard = "1",
	  OPTION_FROM(PERCENT, compare_options, margin, 0, 1000) },
	{ "only", '\0', "LABEL", "use only records of the kernel LABEL; repeated, with one FILE: compare these kernels, the first is the baseline",
	  .set = set_only },
	{ "allow", '\0', "KEY,...", "compare even if KEY differs: a name from an error message, or knobs, config, mitigations, host, cpus or kernel",
	  .set = set_allow },
	{ "fail-if-slower", '\0', "PERCENT", "exit with status 3 if a side is slower by more than PERCENT",
	  OPTION_FROM(SHARE, compare_options, fail_share, 0, 1000) },
	{ "format", '\0', "FORMAT", "output format: table, mail, csv, json or markdown", .standard = "table",
	  OPTION(FORMAT, compare_options, out), .completes = COMPLETES_WORDS, .words = output_compared },
	{ "quiet", 'q', NULL, "print no table; the exit status tells the result",
	  OPTION(BOOL, compare_options, out.quiet) },
	{ "verbose", 'v', NULL, "also print p values and the results of other tests",
	  OPTION(BOOL, compare_options, out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, compare_options, out.plain) },
	{ 0 },
};

struct compare_options compare_options_default(void)
{
	return (struct compare_options){ .margin = 0.01 };
}

void compare_options_close(struct compare_options *options)
{
	for (size_t i = 0; i < options->nr_lists; i++)
		free(options->list[i]);
	free(options->list);
	options->list = NULL;
	options->nr_lists = 0;
}
