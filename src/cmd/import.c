/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft import: classic tables, as they stand in mails and logs, to records.
 *
 * Records of an import hold no time of day and no machine of ours: the same
 * text and options make the same bytes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/commands.h"
#include "cmd/import_records.h"
#include "record/writer.h"
#include "view/table/run_table.h"

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
		       struct import_result *result, struct error *err)
{
	struct input input = { .path = path };
	int rc = input_read(&input, err);
	if (rc == 0)
		rc = import_input(options, &input, result, err);
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
			struct import_result *result, struct error *err)
{
	int rc = 0;
	for (; rc == 0 && *paths; paths++)
		rc = import_file(options, *paths, result, err);
	if (rc == 0)
		rc = check_names("--label", &options->labels, result->nr_groups,
				 err);
	return rc != 0 ? rc : check_names("--machine", &options->machines,
					  result->nr_groups, err);
}

static int write_all(struct writer *writer, const struct records *records,
		     struct error *err)
{
	int rc = 0;
	/* Nothing is being measured: one sync, at the end, is enough. */
	writer->syncs = false;
	for (size_t i = 0; rc == 0 && i < records->nr_facts; i++)
		rc = writer_facts(writer, &records->facts[i], err);
	for (size_t i = 0; rc == 0 && i < records->nr_samples; i++) {
		writer->syncs = i + 1 == records->nr_samples;
		rc = writer_sample(writer, &records->sample[i], err);
	}
	return rc;
}

/* Returns the exit status. */
static int save_to(const char *path, const struct records *records,
		   struct error *err)
{
	struct writer writer;
	struct error closing = { 0 };
	if (writer_open(&writer, path, stderr, err) != 0)
		return options_fail(err, 2);
	int rc = write_all(&writer, records, err);
	if (writer_close(&writer, &closing) != 0 && rc == 0) {
		*err = closing;
		rc = -EIO;
	}
	return rc != 0 ? options_fail(err, 1) : 0;
}

static int save(const struct output_options *out, const struct records *records,
		struct error *err)
{
	if (out->output)
		return save_to(out->output, records, err);
	char *path = commands_default_output(err);
	const int status = path ? save_to(path, records, err) :
				  options_fail(err, 2);
	if (status == 0 && !out->quiet)
		options_say("records are in %s", path);
	free(path);
	return status;
}

static int save_and_show(const struct output_options *out,
			 const struct import_result *result, struct error *err)
{
	const int status = save(out, &result->records, err);
	if (status != 0)
		return status;
	const struct table_style style = output_style(out);
	/* main checks that standard output could be written. */
	if (!out->quiet && !output_is_standard(out))
		table_print(stdout, &result->records, &style);
	return result->nr_invalid > 0 || result->nr_broken > 0 ? 1 : 0;
}

static int import_main(struct arguments *arguments)
{
	struct import_options options = { 0 };
	struct error err = { 0 };
	struct import_result result = { 0 };
	int rc = options_parse(&command_import, arguments, &options, &err);
	if (rc == 1)
		return 0;
	if (rc == 0 && arguments->n == 0)
		rc = error_set(&err, -EINVAL, "FILE: none given: expected files with classic tables, or - for standard input");
	if (rc == 0)
		rc = import_files(&options, arguments->word, &result, &err);
	const int status = rc ? options_fail(&err, 2) :
			   save_and_show(&options.out, &result, &err);
	records_close(&result.records);
	return status;
}

const struct command command_import = {
	.name = "import",
	.summary = "Convert classic page fault tables to records",
	.operands = "FILE...",
	.options = import_rows,
	.main = import_main,
};
