/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft: hands over to a command. Only here and in the commands does the program
 * end.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/commands.h"
#include "cmd/help.h"
#include "config.h"

/* Standard output may be a file on a full disk. */
static int close_stdout(int status)
{
	struct error err;
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	error_set(&err, -EIO, "standard output: %s: expected a place that can be written",
		  strerror(errno ? errno : EIO));
	return options_fail(&err, status == 2 ? 2 : 1);
}

static int run(const struct command *command, int argc, char **argv)
{
	struct arguments arguments = arguments_make(argc, argv);
	const int status = command->main(&arguments);
	arguments_close(&arguments);
	return close_stdout(status);
}

static bool is_option(const char *word, const char *letter, const char *name)
{
	return strcmp(word, letter) == 0 || strcmp(word, name) == 0;
}

int main(int argc, char **argv)
{
	struct error err;
	if (argc < 2) {
		help_usage(stderr);
		return 2;
	}
	if (strcmp(argv[1], "help") == 0)
		return close_stdout(help_main(argv + 2));
	if (is_option(argv[1], "-h", "--help")) {
		help_usage(stdout);
		return close_stdout(0);
	}
	if (is_option(argv[1], "-V", "--version")) {
		puts(PACKAGE_STRING);
		return close_stdout(0);
	}
	const struct command *command = commands_find(argv[1], &err);
	return command ? run(command, argc - 1, argv + 1) : options_fail(&err, 2);
}
