/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of text broken to a width.
 */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include <stdio.h>

/*
 * Print text broken at spaces to lines of at most columns, each after indent
 * spaces but the first, and a newline; a longer word is cut in pieces.
 * columns  more than indent
 */
void wrap_text(FILE *out, const char *text, size_t columns, size_t indent);

/*
 * The same for a command, which a shell still takes as it is: lines go on after
 * a backslash, and quoted words are cut outside their quotes.
 * command  of words as text_command makes them
 * columns  at least 8
 */
void wrap_command(FILE *out, const char *command, size_t columns);

#endif
