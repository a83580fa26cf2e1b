/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/known.h"

const struct command *const commands[] = {
	&command_run, &command_report, &command_import, &command_host,
};
const size_t nr_commands = ARRAY_SIZE(commands);

int commands_default_output(char *path, size_t n, struct error *err)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	char folder[2048];
	/* The base directory specification: a relative one is to be ignored. */
	if (state && *state == '/')
		snprintf(folder, sizeof(folder), "%s/pft", state);
	else if (home && *home == '/')
		snprintf(folder, sizeof(folder), "%s/.local/state/pft", home);
	else
		return error_set(err, -ENOENT,
				 "neither XDG_STATE_HOME nor HOME is set: expected a place for records: name one with -o");
	const int rc = file_make_folders(folder, err);
	if (rc != 0)
		return rc;
	char now[32];
	const time_t t = time(NULL);
	struct tm tm;
	strftime(now, sizeof(now), "%Y%m%dT%H%M%SZ", gmtime_r(&t, &tm));
	if (snprintf(path, n, "%s/%s.jsonl", folder, now) >= (int)n)
		return error_set(err, -ENAMETOOLONG, "%s: name too long", folder);
	return 0;
}
