/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft host: what machine this is, and what on it would disturb a measurement.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/known.h"
#include "cmd/commands.h"
#include "cmd/options.h"
#include "machine/host.h"
#include "record/host_facts.h"
#include "record/jsonl.h"
#include "record/writer.h"
#include "view/machine.h"

struct host_target {
	struct output_options out;
	bool check;	/* the exit status says whether anything disturbs */
};

static const struct option_row host_options[] = {
	{ "output", 'o', "FILE", "also append the host record to FILE; - means standard output, and prints nothing else",
	  OPTION(TEXT, host_target, out.output), .is_file = true },
	{ "format", '\0', "FORMAT", "output format: table, or json (one line with all facts)",
	  OPTION(FORMAT, host_target, out), .words = output_table_or_json },
	{ "quiet", 'q', NULL, "print only what would disturb a measurement, on one line each; with -v in full",
	  OPTION(BOOL, host_target, out.quiet) },
	{ "check", '\0', NULL, "print the same as -q; exit with 1 if anything would disturb, otherwise with 0",
	  OPTION(BOOL, host_target, check) },
	{ "verbose", 'v', NULL, "print long values in full, and where each fact was read",
	  OPTION(BOOL, host_target, out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, host_target, out.plain) },
	{ 0 },
};

static void print_table(const struct host *host,
			const struct disturbances *found,
			const struct output_options *options)
{
	const struct table_style shared = output_style(options);
	const struct machine_style style = { .color = shared.color,
					     .verbose = shared.verbose,
					     .columns = shared.columns };
	if (!options->quiet)
		machine_print(stdout, host, &style);
	if (options->quiet && !options->verbose)
		machine_list_disturbances(stdout, found, &style);
	else
		machine_print_disturbances(stdout, found, &style);
}

static void print_json(const struct host *host,
		       const struct disturbances *found, bool quiet)
{
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "host");
	if (quiet) {
		facts_add_text(&records, facts, "id", host->id);
	} else {
		host_facts_add(&records, facts, host, false);
		host_facts_add_now(&records, facts, host);
	}
	host_facts_add_disturbances(&records, facts, found);
	AUTO_FREE char *line = error_unless_memory(jsonl_facts(facts));
	puts(line);
	records_close(&records);
}

static int append_record(struct writer *writer, const struct host *host,
			 struct error *err)
{
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "host");
	host_facts_add(&records, facts, host, false);
	int rc = writer_facts(writer, facts, err);
	const int close_rc = writer_close(writer, rc == 0 ? err : NULL);
	records_close(&records);
	return rc != 0 ? rc : close_rc;
}

static void print_all(const struct host *host,
		      const struct disturbances *found,
		      const struct output_options *options)
{
	if (options->format == TABLE_JSON)
		print_json(host, found, options->quiet);
	else
		print_table(host, found, options);
}

static int host_main(struct arguments *arguments)
{
	struct host_target target = { 0 };
	struct output_options *const options = &target.out;
	struct error err = { "" };
	const int parsed = options_parse(&command_host, arguments, &target, &err);
	if (parsed != 0)
		return parsed > 0 ? 0 : options_fail(&err, 2);
	options->quiet |= target.check;
	struct writer writer = { .fd = -1 };
	if (options->output &&
	    writer_open(&writer, options->output, stderr, &err) != 0)
		return options_fail(&err, 2);
	struct host host = host_read("");
	struct disturbances found = disturb_find(&host);
	const bool is_bad = target.check && found.n > 0;
	if (!output_is_standard(options))
		print_all(&host, &found, options);
	const int rc = options->output ? append_record(&writer, &host, &err) : 0;
	disturb_close(&found);
	host_close(&host);
	return rc == 0 ? is_bad : options_fail(&err, 1);
}

const struct command command_host = {
	.name = "host",
	.summary = "Show facts about this machine, and what would disturb a measurement",
	.operands = "",
	.options = host_options,
	.main = host_main,
};
