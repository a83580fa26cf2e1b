/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/compare_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"

#define OPTIONS(target) ((struct compare_options *)(target))

int compare_fail_parse(const char *value, struct real *percent,
		       struct error *err)
{
	double share;
	const int rc = percent_parse(PERCENTS("--fail-if-slower", 0, 1000),
				     value, &share, err);
	if (rc == 0)
		*percent = real_of(share * 100);
	return rc;
}

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

static int set_margin(void *target, const char *value, struct error *err)
{
	return percent_parse(PERCENTS("--margin", 0, 1000), value,
			     &OPTIONS(target)->margin, err);
}

static int set_fail(void *target, const char *value, struct error *err)
{
	return compare_fail_parse(value, &OPTIONS(target)->fail_percent, err);
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
	char *list = strdup(value), *rest = list;
	char **more = realloc(o->list, (o->nr_lists + 1) * sizeof(*more));
	if (more)
		o->list = more;
	if (!list || !more) {
		free(list);
		return error_set(err, -ENOMEM, "out of memory");
	}
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
	{ .name = "metric", .argument = "WHAT",
	  .help = "wall, cpu or unmap: the window's wall time, its CPU time, or the wall time with unmapping; with the exact engine instructions (wall)",
	  .set = set_metric, .completes = COMPLETES_WORDS,
	  .words = metric_words },
	{ .name = "margin", .argument = "PERCENT",
	  .help = "costs within PERCENT of each other are the same (1)",
	  .set = set_margin },
	{ .name = "only", .argument = "LABEL",
	  .help = "of all records only those of the kernel LABEL; given again, with one operand: these, the first is what all are compared with",
	  .set = set_only },
	{ .name = "allow", .argument = "KEY,...",
	  .help = "compare although KEY differs: a name that a refusal gave, or knobs, config, mitigations, host, cpus, kernel",
	  .set = set_allow },
	{ .name = "fail-if-slower", .argument = "PERCENT",
	  .help = "exit with 3 if a verdict is slower and the cost more than PERCENT above",
	  .set = set_fail },
	{ .name = "format", .argument = "FORMAT",
	  .help = "table, mail, csv, json or markdown (table)",
	  .set = output_set_compared, .completes = COMPLETES_WORDS,
	  .words = output_compared },
	{ .name = "quiet", .letter = 'q',
	  .help = "print no table: the exit status tells", .set = output_set_quiet },
	{ .name = "verbose", .letter = 'v',
	  .help = "also p values and other tests beside the verdict",
	  .set = output_set_verbose },
	{ .name = "no-color",
	  .help = "no colors, as where NO_COLOR is set or output is no terminal",
	  .set = output_set_plain },
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
