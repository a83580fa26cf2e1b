/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft: hands over to a command. Only here and in the commands does the program
 * end.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/commands.h"
#include "cmd/ending.h"
#include "cmd/help.h"
#include "config.h"

static int run(const struct command *command, int argc, char **argv)
{
	struct arguments arguments = arguments_make(argc, argv);
	const int status = command->main(&arguments);
	arguments_close(&arguments);
	return ending_end(status);
}

static bool is_option(const char *word, const char *letter, const char *name)
{
	return strcmp(word, letter) == 0 || strcmp(word, name) == 0;
}

int main(int argc, char **argv)
{
	struct error err;
	ending_prepare();
	if (argc < 2) {
		help_usage(stderr);
		return 2;
	}
	if (strcmp(argv[1], "help") == 0)
		return ending_end(help_main(argv + 2));
	if (is_option(argv[1], "-h", "--help")) {
		help_usage(stdout);
		return ending_end(0);
	}
	if (is_option(argv[1], "-V", "--version")) {
		puts(PACKAGE_STRING);
		return ending_end(0);
	}
	const struct command *command = commands_find(argv[1], &err);
	return command ? run(command, argc - 1, argv + 1) : options_fail(&err, 2);
}
