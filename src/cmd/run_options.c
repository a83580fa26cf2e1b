/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/run_options.h"


const struct option_row run_rows[] = {
	{ "reps", 'r', "N", "number of repetitions of each row", .standard = "10",
	  OPTION_FROM(COUNT, run_options, reps, 1, REPS_MOST) },
	OPTION_WARMUP(run_options, warmup),
	{ "precision", '\0', "PERCENT", "repeat each row, at least -r times, until its 95% interval is within PERCENT on either side",
	  OPTION_FROM(PERCENT, run_options, precision, 0.01, 50) },
	{ "budget", '\0', "TIME", "measure for TIME: 90s, 10m, 1h30m; with --precision: the maximum time", .standard = "10m",
	  OPTION(TIME, run_options, budget_s) },
	OPTION_SEED(run_options, seed),
	{ "label", '\0', "TEXT", "name of the kernel in tables and pictures", .standard = "uname -r",
	  OPTION(TEXT, run_options, label) },
	{ "output", 'o', "FILE", "append the records to FILE; - means standard output",
	  OPTION(TEXT, run_options, out.output), .completes = COMPLETES_FILES },
	{ "format", '\0', "FORMAT", "output format: table, classic, mail, csv, json or markdown", .standard = "table; with --classic classic",
	  OPTION(FORMAT, run_options, out), .completes = COMPLETES_WORDS, .words = table_formats },
	{ "quiet", 'q', NULL, "print no table and no progress",
	  OPTION(BOOL, run_options, out.quiet) },
	{ "verbose", 'v', NULL, "also print the limit, the overhead of the harness, and warnings",
	  OPTION(BOOL, run_options, out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, run_options, out.plain) },
	{ 0 },
};

bool run_options_are_open(const struct run_options *options)
{
	return options->precision > 0 || options->budget_s > 0;
}

uint64_t run_options_warmup(const struct run_options *options)
{
	if (options->warmup.known)
		return options->warmup.value;
	return workload_words_nr(&options->words, "classic") > 0 ? 0 : 1;
}
