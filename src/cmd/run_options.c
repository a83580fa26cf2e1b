/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/run_options.h"

#include <errno.h>

#include "base/known.h"
#include "cmd/commands.h"
#include "cmd/workload_options.h"

#define OPTIONS(target) ((struct run_options *)(target))

int workload_set_latency(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	OPTIONS(target)->latency = true;
	return 0;
}

int workload_set_classic(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	OPTIONS(target)->classic = true;
	return 0;
}

static int set_label(void *target, const char *value, struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "--label '': expected a text");
	OPTIONS(target)->label = value;
	return 0;
}

static const struct option_row rows[] = {
	{ "gib", 'g', "N", "map N GiB in all (-b 256M, or a quarter of what is available)", workload_set_gib, COMPLETES_NOTHING, NULL, NULL },
	{ "bytes", 'b', "SIZE", "map SIZE bytes in all: 64K, 256M, 1.5G", workload_set_bytes, COMPLETES_NOTHING, NULL, NULL },
	{ "reps", 'r', "N", "repetitions of each row (10)", workload_set_reps, COMPLETES_NOTHING, NULL, NULL },
	{ "precision", '\0', "PERCENT", "go on until each row's 95% interval is no wider than PERCENT to either side, -r times at the least", workload_set_precision, COMPLETES_NOTHING, NULL, NULL },
	{ "budget", '\0', "TIME", "go on for so long: 90s, 10m, 1h30m; with --precision at the most so long (10m)", workload_set_budget, COMPLETES_NOTHING, NULL, NULL },
	{ "threads", 't', "LIST", "numbers of tasks, a row each: 1,2,4 or 1-8, or all: 1, 2, 4 ... and every CPU (all)", workload_set_threads, COMPLETES_NOTHING, NULL, NULL },
	{ "thp", '\0', "MODE", "never, inherit, always or one SIZE such as 64K (never)", workload_set_thp, COMPLETES_WORDS, thp_words, NULL },
	{ "faults", '\0', "GATE", "exact: the kernel's fault count must be as predicted; any: it is a result (exact)", workload_set_faults, COMPLETES_WORDS, workload_faults_words, NULL },
	{ "latency", '\0', NULL, "time each touch as well", workload_set_latency, COMPLETES_NOTHING, NULL, NULL },
	{ "classic", '\0', NULL, "account as in 2004: fork to wait, sums over repetitions; implies --format classic", workload_set_classic, COMPLETES_NOTHING, NULL, NULL },
	{ "label", '\0', "TEXT", "name of the kernel in tables and plots (uname -r)", set_label, COMPLETES_NOTHING, NULL, NULL },
	{ "output", 'o', "FILE", "append the records to FILE; - is standard output", output_set_output, COMPLETES_FILES, NULL, NULL },
	{ "format", '\0', "FORMAT", "table, classic, mail, csv or json (table)", output_set_format, COMPLETES_WORDS, table_formats, NULL },
	{ "quiet", 'q', NULL, "no table and no progress: records only", output_set_quiet, COMPLETES_NOTHING, NULL, NULL },
	{ "verbose", 'v', NULL, "say more: the limit, the harness, warnings", output_set_verbose, COMPLETES_NOTHING, NULL, NULL },
	{ "no-color", '\0', NULL, "no colors, as with NO_COLOR set", output_set_plain, COMPLETES_NOTHING, NULL, NULL },
};
const struct command command_run = {
	.name = "run",
	.summary = "Measure page faults on the running kernel",
	.operands = "",
	.options = rows,
	.nr_options = ARRAY_SIZE(rows),
	.shared = workload_rows,
	.nr_shared = NR_WORKLOAD_ROWS,
	.shared_at = 6,
	.main = run_main,
};

struct run_options run_options_default(void)
{
	return (struct run_options){
		.reps = 10,
		.warmup = 1,
		.kind = { &kinds[0] },
		.nr_kinds = 1,
		.pattern = { { .pattern = &patterns[0] } },
		.nr_patterns = 1,
		.cachelines = 1,
		.bind = { .mode = BIND_COMPACT },
		.seed = 1,
	};
}

uint64_t run_options_warmup(const struct run_options *options)
{
	return options->classic && !options->warmup_given ? 0 : options->warmup;
}

void run_options_close(struct run_options *options)
{
	list_close(&options->threads);
	bind_close(&options->bind);
	policy_close(&options->policy);
}
