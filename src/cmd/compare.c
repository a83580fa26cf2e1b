/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft compare: ratio, interval and verdict of records, row by row.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/auto.h"
#include "cmd/commands.h"
#include "cmd/compare_sides.h"
#include "cmd/compare_options.h"
#include "record/caption.h"
#include "analysis/compare.h"
#include "view/table/compare_table.h"

/* How it was asked for, fit to be pasted into a shell; the caller frees. */
static char *command_text(const char **words)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (const char **word = words; *word; word++) {
		AUTO_FREE char *quoted = text_quoted(*word);
		fprintf(out, "%s%s", word > words ? " " : "", quoted);
	}
	return text_close(&stream);
}

static int status_of(const struct compare *c, const struct compare_options *o)
{
	struct error err;
	if (compare_any_invalid(c)) {
		error_set(&err, 0, "something is INVALID: see the reasons in the table");
		return options_fail(&err, 1);
	}
	return o->fail_share.known &&
	       compare_any_slower(c, 100 * o->fail_share.value) ? 3 : 0;
}

/* Returns the exit status. */
static int print(const struct compare *c, const struct compare_options *o,
		 const char *command)
{
	const struct table_style style = output_style(&o->out);
	if (c->nr_doubles > 0)
		options_say("%zu repetitions are there more than once: each is counted once",
			    c->nr_doubles);
	if (!o->out.quiet)
		compare_print(stdout, c, command, &style);
	return status_of(c, o);
}

static int compare(const struct compare_options *o, char **operands,
		   const char *command)
{
	struct compare_sides sides;
	struct compare c;
	struct error err = { "" };
	int rc = compare_sides_read(operands, o, &sides, &err);
	const struct compare_request request = {
		.side = sides.side, .nr_sides = sides.n, .metric = o->metric,
		.margin = o->margin, .allow = o->allow.word,
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
	struct compare_options options = compare_options_default();
	struct error err = { "" };
	AUTO_FREE char *command = command_text(arguments->all);
	int rc = options_parse(&command_compare, arguments, &options, &err);
	if (rc == 0 && arguments->n == 0)
		rc = error_set(&err, -EINVAL, "nothing to compare: expected FILE or DIR, one or more: see pft compare --help");
	const int status = rc == 1 ? 0 : rc != 0 ? options_fail(&err, 2) :
			   compare(&options, arguments->word, command);
	compare_options_close(&options);
	return status;
}

const struct command command_compare = {
	.name = "compare",
	.summary = "Compare records: ratio, interval and verdict, row by row",
	.operands = "[NAME=]FILE...",
	.options = compare_rows,
	.main = compare_main,
};
