/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft import: classic tables, as they stand in mails and logs, to records.
 *
 * Records of an import hold no time of day and no machine of ours: the same
 * text and options make the same bytes.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/commands.h"
#include "cmd/import_records.h"
#include "record/writer.h"
#include "view/table/table.h"

enum { INPUT_BYTES_MAX = 64 << 20 };

static int input_bad(const char *path, int code, struct error *err)
{
	return error_set(err, -code, "%s: %s: expected a text with a classic table",
			 path, code == EFBIG ? "more than 64 MiB" : strerror(code));
}

/* Room for more text; doubles. */
static int input_grow(struct input *input, size_t *size)
{
	if (input->n < *size)
		return 0;
	const size_t more = *size ? 2 * *size : 1 << 16;
	char *text = realloc(input->text, more);
	if (!text)
		return -ENOMEM;
	input->text = text;
	*size = more;
	return 0;
}

static int input_read_fd(struct input *input, int fd)
{
	size_t size = 0;
	for (;;) {
		if (input_grow(input, &size) != 0)
			return -ENOMEM;
		const ssize_t got = read(fd, input->text + input->n,
					 size - input->n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return 0;
		input->n += (size_t)got;
		if (input->n > INPUT_BYTES_MAX)
			return -EFBIG;
	}
}

static int input_read(struct input *input, struct error *err)
{
	const bool standard = strcmp(input->path, "-") == 0;
	const int fd = standard ? STDIN_FILENO :
				  open(input->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return input_bad(input->path, errno, err);
	const int rc = input_read_fd(input, fd);
	if (!standard)
		close(fd);
	return rc != 0 ? input_bad(input->path, -rc, err) : 0;
}

static int import_file(const struct import_options *options, const char *path,
		       struct records *records, struct import_totals *totals,
		       struct error *err)
{
	struct input input = { .path = path };
	int rc = input_read(&input, err);
	if (rc == 0)
		rc = import_input(options, &input, records, totals, err);
	free(input.text);
	return rc;
}

static int check_names(const char *what, const struct names *names,
		       size_t nr_groups, struct error *err)
{
	if (names->n <= nr_groups)
		return 0;
	return error_set(err, -EINVAL,
			 "%s '%s': expected at most %zu, one for each table with a title of its own",
			 what, names->name[nr_groups], nr_groups);
}

static int import_files(const struct import_options *options, char **paths,
			struct records *records, struct import_totals *totals,
			struct error *err)
{
	for (; *paths; paths++) {
		const int rc = import_file(options, *paths, records, totals, err);
		if (rc != 0)
			return rc;
	}
	const int rc = check_names("--label", &options->labels, totals->nr_groups,
				   err);
	return rc != 0 ? rc : check_names("--machine", &options->machines,
					  totals->nr_groups, err);
}

static int write_all(struct writer *writer, const struct records *records,
		     struct error *err)
{
	/* Nothing is being measured: one sync, at the end, is enough. */
	writer->syncs = false;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const int rc = writer_facts(writer, &records->facts[i], err);
		if (rc != 0)
			return rc;
	}
	for (size_t i = 0; i < records->nr_samples; i++) {
		writer->syncs = i + 1 == records->nr_samples;
		const int rc = writer_sample(writer, &records->sample[i], err);
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* Returns the exit status. */
static int save(const struct import_options *options,
		const struct records *records, struct error *err)
{
	char path[PATH_MAX];
	struct writer writer;
	if (options->out.output)
		snprintf(path, sizeof(path), "%s", options->out.output);
	else if (commands_default_output(path, sizeof(path), err) != 0)
		return options_fail(err, 2);
	if (writer_open(&writer, path, stderr, err) != 0)
		return options_fail(err, 2);
	int rc = write_all(&writer, records, err);
	struct error closing = { 0 };
	if (writer_close(&writer, &closing) != 0 && rc == 0) {
		*err = closing;
		rc = -EIO;
	}
	if (rc != 0)
		return options_fail(err, 1);
	if (!options->out.output && !options->out.quiet)
		options_say("records: %s", path);
	return 0;
}

static int save_and_show(const struct import_options *options,
			 const struct records *records,
			 const struct import_totals *totals, struct error *err)
{
	const int status = save(options, records, err);
	if (status != 0)
		return status;
	const struct table_style style = output_style(&options->out);
	/* main sees to it that the stream took it. */
	if (!options->out.quiet && !output_is_standard(&options->out))
		table_print(stdout, records, &style);
	return totals->nr_invalid > 0 || totals->nr_broken > 0 ? 1 : 0;
}

int import_main(int argc, char **argv)
{
	struct import_options options = { 0 };
	struct error err = { 0 };
	struct records records = { 0 };
	struct import_totals totals = { 0 };
	int operand;
	const int rc = options_parse(&command_import, argc, argv, &options,
				     &operand, &err);
	if (rc != 0)
		return rc > 0 ? 0 : options_fail(&err, 2);
	if (operand == argc) {
		error_set(&err, -EINVAL,
			  "FILE: none given: expected files with classic tables, or - for standard input");
		return options_fail(&err, 2);
	}
	int status;
	if (import_files(&options, argv + operand, &records, &totals, &err) != 0)
		status = options_fail(&err, 2);
	else
		status = save_and_show(&options, &records, &totals, &err);
	records_close(&records);
	return status;
}
