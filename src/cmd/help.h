/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pft says of itself: its list of commands, and its manual pages.
 */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include <stdio.h>

/* The list of commands. */
void help_usage(FILE *out);

/*
 * pft help [COMMAND]: become man(1) with the page of pft or of the command. Where there
 * is no man or no page, print what --help prints.
 * word     NULL-terminated, what stands behind "help"
 * Returns  the exit status.
 */
int help_main(char *const word[]);

#endif
