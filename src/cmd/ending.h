/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the program ends: standard output is closed, and a signal that stopped a
 * command, or a pipe that nobody reads, ends it as it would end cat.
 */
#ifndef CMD_ENDING_H
#define CMD_ENDING_H

/*
 * Before anything is printed: standard output keeps the reason of its first
 * failed write, and no write to a pipe without a reader ends the program while
 * records are open.
 */
void ending_prepare(void);

/*
 * Close standard output; after an interrupt, or where its reader is gone, do not
 * return but end by that signal. Everything must be saved and put back.
 * status   of the command
 * Returns  the exit status: status, or 1 with a message if output was lost
 */
int ending_end(int status);

#endif
