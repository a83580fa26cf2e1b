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

static const struct option_row host_options[] = {
	{ "output", 'o', "FILE", "also append the host record to FILE; - means standard output, and prints nothing else",
	  OPTION(TEXT, output_options, output), .is_file = true },
	{ "format", '\0', "FORMAT", "output format: table, or json (one line with all facts)",
	  .type = OPTION_FORMAT, .words = output_table_or_json },
	{ "quiet", 'q', NULL, "print only what would disturb a measurement, on one line each; with -v in full",
	  OPTION(BOOL, output_options, quiet) },
	{ "verbose", 'v', NULL, "print long values in full, and where each fact was read",
	  OPTION(BOOL, output_options, verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, output_options, plain) },
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
		      const struct output_options *options)
{
	struct disturbances found = disturb_find(host);
	if (options->format == TABLE_JSON)
		print_json(host, &found, options->quiet);
	else
		print_table(host, &found, options);
	disturb_close(&found);
}

static int host_main(struct arguments *arguments)
{
	struct output_options options = { 0 };
	struct error err = { "" };
	const int parsed = options_parse(&command_host, arguments, &options, &err);
	if (parsed != 0)
		return parsed > 0 ? 0 : options_fail(&err, 2);
	struct writer writer = { .fd = -1 };
	if (options.output &&
	    writer_open(&writer, options.output, stderr, &err) != 0)
		return options_fail(&err, 2);
	struct host host = host_read("");
	if (!output_is_standard(&options))
		print_all(&host, &options);
	const int rc = options.output ? append_record(&writer, &host, &err) : 0;
	host_close(&host);
	return rc == 0 ? 0 : options_fail(&err, 1);
}

const struct command command_host = {
	.name = "host",
	.summary = "Show facts about this machine, and what would disturb a measurement",
	.operands = "",
	.options = host_options,
	.main = host_main,
};
