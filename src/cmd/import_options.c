/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/import_options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/known.h"
#include "base/size.h"
#include "cmd/commands.h"

static int names_add(struct names *names, const char *what, const char *value,
		     struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "%s '': expected a name", what);
	if (names->n == IMPORT_NAMES)
		return error_set(err, -E2BIG, "%s '%s': expected at most %d of them: import fewer tables at once",
				 what, value, IMPORT_NAMES);
	names->name[names->n++] = value;
	return 0;
}

static int set_label(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	return names_add(&options->labels, "--label", value, err);
}

static int set_machine(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	return names_add(&options->machines, "--machine", value, err);
}

static int set_source(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	(void)err;
	options->source = value;
	return 0;
}

/* strptime takes days that do not exist; a calendar gives them back changed. */
static bool date_exists(const char *text, const char *format)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, format, &tm);
	const int day = tm.tm_mday;
	return end && !*end && timegm(&tm) != -1 && tm.tm_mday == day;
}

static int set_date(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	const size_t n = strlen(value);
	if (n == 10 && date_exists(value, "%Y-%m-%d"))
		snprintf(options->time, sizeof(options->time), "%sT00:00:00Z",
			 value);
	else if (n == 20 && date_exists(value, "%Y-%m-%dT%H:%M:%SZ"))
		snprintf(options->time, sizeof(options->time), "%s", value);
	else
		return error_set(err, -EINVAL,
				 "--date '%s': expected YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ",
				 value);
	options->date = value;
	return 0;
}

static int set_page_size(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	const int rc = size_parse("--page-size", value, &options->hints.page_bytes, err);
	const uint64_t bytes = options->hints.page_bytes;
	if (rc != 0)
		return rc;
	if ((bytes & (bytes - 1)) != 0 || bytes < 512 || bytes > 1 << 30)
		return error_set(err, -EINVAL,
				 "--page-size '%s': expected a power of two from 512 to 1G, such as 4K or 16K",
				 value);
	options->page_size = value;
	return 0;
}

static int set_bytes(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	options->size = value;
	return size_parse("--bytes", value, &options->hints.bytes, err);
}

static const struct option_row option_rows[] = {
	{ .name = "bytes", .letter = 'b', .argument = "SIZE",
	  .help = "what each row mapped, where the text does not tell it",
	  .set = set_bytes },
	{ .name = "page-size", .argument = "SIZE",
	  .help = "base page of the machine, where the rates leave it open",
	  .set = set_page_size },
	{ .name = "label", .argument = "TEXT",
	  .help = "name of the kernel, instead of the words above a table; may be repeated, for the titled tables in order",
	  .set = set_label },
	{ .name = "machine", .argument = "TEXT",
	  .help = "what it ran on; once for all tables, or repeated as --label",
	  .set = set_machine },
	{ .name = "source", .argument = "TEXT",
	  .help = "where the tables were published, kept with the records",
	  .set = set_source },
	{ .name = "date", .argument = "DATE",
	  .help = "when: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ (default: unknown)",
	  .set = set_date },
	{ .name = "output", .letter = 'o', .argument = "FILE",
	  .help = "append the records to FILE; - is standard output, then no table is printed", .set = output_set_output,
	  .completes = COMPLETES_FILES },
	{ .name = "format", .argument = "FORMAT",
	  .help = "table (default), classic, mail, csv or json",
	  .set = output_set_format, .completes = COMPLETES_WORDS,
	  .words = table_formats },
	{ .name = "quiet", .letter = 'q', .help = "print no table",
	  .set = output_set_quiet },
	{ .name = "verbose", .letter = 'v',
	  .help = "print what was undone and what stays unknown, row by row",
	  .set = output_set_verbose },
	{ .name = "no-color", .help = "never print colors", .set = output_set_plain },
	{ 0 },
};

const struct command command_import = {
	.name = "import",
	.summary = "Turn classic page fault tables into records",
	.operands = "FILE...",
	.options = option_rows,
	.main = import_main,
};
