/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/import_options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/known.h"
#include "base/size.h"

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

/* strptime accepts days that do not exist; timegm changes them. */
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

const struct option_row import_rows[] = {
	{ "bytes", 'b', "SIZE", "bytes that each row mapped, if the text does not give them", .set = set_bytes },
	{ "page-size", '\0', "SIZE", "base page size of the machine, if the text does not determine it", .set = set_page_size },
	{ "label", '\0', "TEXT", "name of the kernel, instead of the label that was found; if given several times: one for each title, in order", .set = set_label },
	{ "machine", '\0', "TEXT", "machine on which the tables were measured; if given several times: one for each title, in order", .set = set_machine },
	{ "source", '\0', "TEXT", "where the tables were published; stored in the records",
	  OPTION(TEXT, import_options, source) },
	{ "date", '\0', "DATE", "date of the measurement: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ", .standard = "unknown", .set = set_date },
	{ "output", 'o', "FILE", "append the records to FILE; - means standard output, without a table",
	  OPTION(TEXT, import_options, out.output), .completes = COMPLETES_FILES },
	{ "format", '\0', "FORMAT", "output format: table, classic, mail, csv, json or markdown", .standard = "table",
	  OPTION(FORMAT, import_options, out), .completes = COMPLETES_WORDS, .words = table_formats },
	{ "quiet", 'q', NULL, "print no table", OPTION(BOOL, import_options, out.quiet) },
	{ "verbose", 'v', NULL, "print for each row what was corrected and what is unknown",
	  OPTION(BOOL, import_options, out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set", OPTION(BOOL, import_options, out.plain) },
	{ 0 },
};
