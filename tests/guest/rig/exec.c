/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the program does if it is started with an argument: as the child of a check, or on
 * the host to print what it supports.
 */
#include <stdio.h>
#include <string.h>

#include "rig.h"

static int list_groups(void)
{
	for (size_t i = 0; i < nr_groups; i++)
		printf("%-8s %s\n", groups[i].name, groups[i].help);
	return 0;
}

int exec_main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "nothing") == 0)
		return 0;
	if (argc == 2 && strcmp(argv[1], "--list") == 0)
		return list_groups();
	if (argc == 3 && strncmp(argv[1], "exec-", 5) == 0)
		return lives_after_exec(strcmp(argv[1], "exec-down") == 0,
					strcmp(argv[2], "first") == 0);
	fprintf(stderr, "rig: '%s': expected --list\n", argv[1]);
	return 2;
}
