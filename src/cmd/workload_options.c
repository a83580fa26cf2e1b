/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/workload_options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/duration.h"
#include "base/known.h"
#include "cmd/run_options.h"
#include "fault/touch.h"

enum { REPS_MAX = 1000000 };

#define OPTIONS(target) ((struct run_options *)(target))

int workload_set_gib(void *target, const char *value, struct error *err)
{
	char text[64];
	snprintf(text, sizeof(text), "%sG", value);
	if (size_parse(text, &OPTIONS(target)->bytes, NULL) != 0)
		return error_set(err, -EINVAL,
				 "--gib '%s': expected a number of GiB above 0, such as 1 or 0.5",
				 value);
	return 0;
}

int workload_set_bytes(void *target, const char *value, struct error *err)
{
	return size_parse(value, &OPTIONS(target)->bytes, err);
}

int workload_set_reps(void *target, const char *value, struct error *err)
{
	OPTIONS(target)->reps_given = true;
	return number_parse("--reps", value, 1, REPS_MAX, &OPTIONS(target)->reps,
			    err);
}

int workload_set_precision(void *target, const char *value, struct error *err)
{
	return percent_parse("--precision", value, 0.01, 50,
			     &OPTIONS(target)->precision, err);
}

int workload_set_budget(void *target, const char *value, struct error *err)
{
	return duration_parse("--budget", value, &OPTIONS(target)->budget_s, err);
}

static int set_warmup(void *target, const char *value, struct error *err)
{
	OPTIONS(target)->warmup_given = true;
	return number_parse("--warmup", value, 0, REPS_MAX,
			    &OPTIONS(target)->warmup, err);
}

int run_threads_all(struct list *threads)
{
	const size_t nr_cpus = placement_nr_cpus();
	int rc = 0;
	for (uint64_t n = 1; rc == 0 && n < nr_cpus && n <= TASKS_MAX; n *= 2)
		rc = list_add(threads, n);
	if (rc == 0)
		rc = list_add(threads, nr_cpus < TASKS_MAX ? nr_cpus : TASKS_MAX);
	return rc;
}

int workload_set_threads(void *target, const char *value, struct error *err)
{
	struct list threads = { 0 };
	const int rc = strcmp(value, "all") == 0 ?
			       run_threads_all(&threads) :
			       list_parse("--threads", value, 1, TASKS_MAX,
					  &threads, err);
	if (rc != 0)
		return rc;
	list_close(&OPTIONS(target)->threads);
	OPTIONS(target)->threads = threads;
	return 0;
}

/* What a list of words is read with. */
struct word_list {
	const char *what;	/* the option */
	int most;
	int (*one)(struct run_options *, const char *, struct error *);
};

/* Call one for each word between commas. */
static int each_word(struct run_options *options, const char *value,
		     const struct word_list *list, struct error *err)
{
	char *words = strdup(value), *save = NULL;
	int rc = words ? 0 : -ENOMEM, n = 0;
	for (char *word = words ? strtok_r(words, ",", &save) : NULL;
	     rc == 0 && word; word = strtok_r(NULL, ",", &save), n++)
		rc = n < list->most ? list->one(options, word, err) :
				      error_set(err, -E2BIG,
						"--%s '%s': expected at most %d",
						list->what, value, list->most);
	if (rc == 0 && n == 0)
		rc = error_set(err, -EINVAL, "--%s '': expected a name: see pft run --help",
			       list->what);
	free(words);
	return rc;
}

static int add_kind(struct run_options *options, const char *word,
		    struct error *err)
{
	const struct kind *kind = kind_find(word);
	char names[256] = "";
	for (size_t i = 0; i < nr_kinds; i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names),
			 "%s%s", i == 0 ? "" : i + 1 < nr_kinds ? ", " : " or ",
			 kinds[i].name);
	if (!kind)
		return error_set(err, -EINVAL, "--kind '%s': expected %s", word,
				 names);
	/* One that is named twice is meant once, as with -t. */
	for (size_t i = 0; i < options->nr_kinds; i++)
		if (options->kind[i] == kind)
			return 0;
	options->kind[options->nr_kinds++] = kind;
	return 0;
}

static int set_kind(void *target, const char *value, struct error *err)
{
	static const struct word_list kinds_list = { "kind", PLAN_WORDS, add_kind };
	OPTIONS(target)->nr_kinds = 0;
	return each_word(target, value, &kinds_list, err);
}

static int add_one_pattern(struct run_options *options, const char *word,
			   struct error *err)
{
	struct pattern_choice choice = { 0 };
	const int rc = pattern_parse(word, &choice, err);
	for (size_t i = 0; rc == 0 && i < options->nr_patterns; i++) {
		const struct pattern_choice *other = &options->pattern[i];
		if (other->pattern == choice.pattern &&
		    other->low == choice.low && other->high == choice.high)
			return 0;
	}
	if (rc == 0 && options->nr_patterns == PLAN_PATTERNS)
		return error_set(err, -E2BIG, "--pattern '%s': expected at most %d",
				 word, PLAN_PATTERNS);
	if (rc == 0)
		options->pattern[options->nr_patterns++] = choice;
	return rc;
}

/* "islands:1..128" is islands:1, islands:2 and so on: a table each. */
static int add_pattern(struct run_options *options, const char *word,
		       struct error *err)
{
	const char *number = strchr(word, ':'), *dots = strstr(word, "..");
	char first[24];
	uint64_t from = 0, to = 0;
	if (!number || !dots || dots < number)
		return add_one_pattern(options, word, err);
	snprintf(first, sizeof(first), "%.*s", (int)(dots - number - 1),
		 number + 1);
	int rc = number_parse("--pattern", dots + 2, 1, UINT32_MAX, &to, err);
	if (rc == 0)
		rc = number_parse("--pattern", first, 1, to, &from, err);
	for (uint64_t i = from; rc == 0 && i <= to; i++) {
		char one[64];
		snprintf(one, sizeof(one), "%.*s%" PRIu64,
			 (int)(number + 1 - word), word, i);
		rc = add_one_pattern(options, one, err);
	}
	return rc;
}

static int set_pattern(void *target, const char *value, struct error *err)
{
	static const struct word_list patterns_list = { "pattern", PLAN_PATTERNS,
							add_pattern };
	OPTIONS(target)->nr_patterns = 0;
	return each_word(target, value, &patterns_list, err);
}

static int set_cachelines(void *target, const char *value, struct error *err)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	return number_parse("--cachelines", value, 1, page / TOUCH_LINE_BYTES,
			    &OPTIONS(target)->cachelines, err);
}

static const char *const tasks_words[] = { "threads", "processes", NULL };
static const char *const regions_words[] = { "shared", "own", NULL };
const char *const workload_faults_words[] = { "exact", "any", NULL };

/* Which of two words value is. */
static int set_either(const char *name, const char *const words[],
		      const char *value, bool *second, struct error *err)
{
	*second = strcmp(value, words[1]) == 0;
	if (*second || strcmp(value, words[0]) == 0)
		return 0;
	return error_set(err, -EINVAL, "--%s '%s': expected %s or %s", name,
			 value, words[0], words[1]);
}

static int set_tasks(void *target, const char *value, struct error *err)
{
	return set_either("tasks", tasks_words, value,
			  &OPTIONS(target)->processes, err);
}

static int set_regions(void *target, const char *value, struct error *err)
{
	OPTIONS(target)->regions_given = true;
	return set_either("regions", regions_words, value,
			  &OPTIONS(target)->own_regions, err);
}

int workload_set_faults(void *target, const char *value, struct error *err)
{
	return set_either("faults", workload_faults_words, value,
			  &OPTIONS(target)->any_faults, err);
}

static int set_bind(void *target, const char *value, struct error *err)
{
	return bind_parse(value, &OPTIONS(target)->bind, err);
}

static int set_mem(void *target, const char *value, struct error *err)
{
	return policy_parse(value, &OPTIONS(target)->policy, err);
}

int workload_set_thp(void *target, const char *value, struct error *err)
{
	return thp_parse(value, &OPTIONS(target)->thp, err);
}

static int set_seed(void *target, const char *value, struct error *err)
{
	return number_parse("--seed", value, 0, (UINT64_C(1) << 53) - 1,
			    &OPTIONS(target)->seed, err);
}

static bool kind_word(size_t i, struct option_word *word)
{
	if (i < nr_kinds)
		*word = (struct option_word){ kinds[i].name, "", kinds[i].help };
	return i < nr_kinds;
}

static bool pattern_word(size_t i, struct option_word *word)
{
	if (i < nr_patterns)
		*word = (struct option_word){ patterns[i].name,
					      patterns[i].argument,
					      patterns[i].help };
	return i < nr_patterns;
}

const struct option_row workload_rows[NR_WORKLOAD_ROWS] = {
	{ "warmup", '\0', "N", "repetitions before them that do not count (1; classic: 0)", set_warmup, COMPLETES_NOTHING, NULL, NULL },
	{ "kind", 'k', "KIND,...", "kinds of fault, a table each (anon-write)", set_kind, COMPLETES_WORDS, NULL, kind_word },
	{ "pattern", 'p', "PATTERN,...", "orders of the touches, a table each (sequential)", set_pattern, COMPLETES_WORDS, NULL, pattern_word },
	{ "cachelines", 'c', "N", "touch N cache lines of each page (1)", set_cachelines, COMPLETES_NOTHING, NULL, NULL },
	{ "tasks", '\0', "WHAT", "threads or processes (threads)", set_tasks, COMPLETES_WORDS, tasks_words, NULL },
	{ "regions", '\0', "WHAT", "shared: threads share one mapping in slices; own: each maps its slice (shared)", set_regions, COMPLETES_WORDS, regions_words, NULL },
	{ "bind", '\0', "HOW", "none, compact, scatter, core, node or list:CPUS (compact)", set_bind, COMPLETES_WORDS, bind_words, NULL },
	{ "mem", '\0', "POLICY", "default, local, bind:NODES, interleave:NODES or preferred:NODE (default)", set_mem, COMPLETES_WORDS, policy_words, NULL },
	{ "seed", '\0', "N", "seed of the orders (1)", set_seed, COMPLETES_NOTHING, NULL, NULL },
};
