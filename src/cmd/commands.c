/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/near.h"
#include "base/text.h"
#include "view/table/verdict_text.h"

const struct command *const commands[] = {
	&command_run, &command_ab, &command_kernel, &command_compare,
	&command_report, &command_import, &command_host,
};
const size_t nr_commands = ARRAY_SIZE(commands);

const struct command *commands_find(const char *name, struct error *err)
{
	struct near near = near_start(name, strlen(name));
	for (size_t i = 0; i < nr_commands; i++) {
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
		near_try(&near, commands[i]->name);
	}
	AUTO_FREE char *end = near_end(&near, "", ": see pft --help");
	error_set(err, -EINVAL, "'%s': no such command%s", name, end);
	return NULL;
}

/* No other command has the file: one that started in the same second, say. */
static char *make_new(const char *folder, const char *now, struct error *err)
{
	for (unsigned int i = 1;; i++) {
		char *path = i == 1 ? text_format("%s/%s.jsonl", folder, now) :
			text_format("%s/%s-%u.jsonl", folder, now, i);
		const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
				    0666);
		const int code = errno;
		if (fd >= 0) {
			close(fd);
			return path;
		}
		if (code != EEXIST)
			error_set(err, -code, "record file '%s': %s: expected a file that can be written: name another with -o",
				  path, strerror(code));
		free(path);
		if (code != EEXIST)
			return NULL;
	}
}

static char *default_output(struct error *err)
{
	char folder[2048], now[32];
	const time_t t = time(NULL);
	struct tm tm;
	if (file_state_folder(folder, sizeof(folder), err) != 0 ||
	    file_make_folders(folder, err) != 0)
		return NULL;
	strftime(now, sizeof(now), "%Y%m%dT%H%M%SZ", gmtime_r(&t, &tm));
	return make_new(folder, now, err);
}

int commands_open_output(const char *output, struct writer *writer, char **path,
			 struct error *err)
{
	*path = output ? text_format("%s", output) : default_output(err);
	return *path ? writer_open(writer, *path, stderr, err) : -EIO;
}

int commands_fail_if_slower(const struct compare *c, struct real share)
{
	if (!share.known)
		return 0;
	const struct compare_slower found = compare_slower(c, 100 * share.value);
	if (found.nr == 0)
		return 0;
	const struct compare_row *row = &c->row[found.row];
	char others[48] = "";
	if (found.nr > 1)
		snprintf(others, sizeof(others), ", the worst of %zu", found.nr);
	options_say("%s, %s%s%s%s%s: %.2f%% %s than %s%s: --fail-if-slower allows %.9g%%",
		    c->side[found.side].name, row->name, *row->name ? ": " : "",
		    row->heading, *row->tasks ? ", " : "", row->tasks,
		    found.percent, verdict_name(c, VERDICT_SLOWER),
		    c->side[0].name, others, 100 * share.value);
	return 3;
}
