/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"

const struct command *const commands[] = {
	&command_run, &command_ab, &command_kernel, &command_compare,
	&command_report, &command_import, &command_host,
};
const size_t nr_commands = ARRAY_SIZE(commands);

/* No other command has the file: one that started in the same second, say. */
static int make_new(const char *folder, const char *now, char *path, size_t n,
		    struct error *err)
{
	char again[24] = "";
	for (unsigned int i = 2;; i++) {
		if (snprintf(path, n, "%s/%s%s.jsonl", folder, now, again) >= (int)n)
			return error_set(err, -ENAMETOOLONG,
					 "folder '%s': expected a shorter name: name a file with -o",
					 folder);
		const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
				    0666);
		if (fd >= 0)
			return close(fd);
		if (errno != EEXIST)
			return error_set(err, -errno,
					 "record file '%s': %s: expected a file that can be written: name another with -o",
					 path, strerror(errno));
		snprintf(again, sizeof(again), "-%u", i);
	}
}

int commands_default_output(char *path, size_t n, struct error *err)
{
	char folder[2048];
	int rc = file_state_folder(folder, sizeof(folder), err);
	if (rc == 0)
		rc = file_make_folders(folder, err);
	if (rc != 0)
		return rc;
	char now[32];
	const time_t t = time(NULL);
	struct tm tm;
	strftime(now, sizeof(now), "%Y%m%dT%H%M%SZ", gmtime_r(&t, &tm));
	return make_new(folder, now, path, n, err);
}
