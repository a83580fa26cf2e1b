/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often the user asked a command to stop. What one and two mean is the
 * command's to say.
 */
#ifndef CMD_INTERRUPT_H
#define CMD_INTERRUPT_H

#include <stdatomic.h>

/* With the signal behind it, the only mutable global of a command. */
extern _Atomic int interrupts;

/*
 * Count SIGINT, SIGTERM and SIGHUP from here on, instead of ending. No system call goes on where it was: a wait ends
 * when the user asks for it. What nohup and a shell's & ignore stays ignored.
 */
void interrupts_catch(void);

/*
 * Count the first of each of these signals. A second one ends the program at once.
 * System calls go on where they were.
 */
void interrupts_catch_first(void);

/*
 * End by the last of these signals, as if it had not been caught, so that a shell
 * knows that its user wants to stop. Returns if none came.
 */
void interrupts_end(void);

#endif
