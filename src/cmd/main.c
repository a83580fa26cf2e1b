/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft: hands over to a command. Only here and in the commands does the program
 * end.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/commands.h"
#include "config.h"

static void usage(FILE *out)
{
	fputs("Usage: pft COMMAND [OPTION]...\n"
	      "A page fault benchmark: what a fault costs, and how certain the result is.\n\n",
	      out);
	for (size_t i = 0; i < nr_commands; i++)
		fprintf(out, "  %-8s %s\n", commands[i]->name,
			commands[i]->summary);
	fputs("\npft COMMAND --help lists the options of a command. Start with: pft run\n"
	      "Manual page: pft(1).\n",
	      out);
}

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

int main(int argc, char **argv)
{
	struct error err;
	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return close_stdout(0);
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts(PACKAGE_STRING);
		return close_stdout(0);
	}
	for (size_t i = 0; i < nr_commands; i++)
		if (strcmp(argv[1], commands[i]->name) == 0)
			return run(commands[i], argc - 1, argv + 1);
	error_set(&err, -EINVAL, "'%s': no such command: see pft --help", argv[1]);
	return options_fail(&err, 2);
}
