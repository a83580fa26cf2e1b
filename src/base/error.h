/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Errors as pft reports them: one line, which says what was wrong, what was
 * expected, and the mend. Rooms fill a struct error and return a negative
 * errno; only main prints it and ends the program.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

enum { ERROR_TEXT_SIZE = 1024 };

struct error {
	char text[ERROR_TEXT_SIZE];	/* "" while nothing failed */
};

/*
 * Set the message and hand the code through, so that a caller can write
 * "return error_set(err, -EINVAL, ...)".
 * err      may be NULL: then the message is dropped
 * code     a negative errno
 * format   as printf; control characters in the result become '?', so that a
 *          file name or a label cannot break the one line or the terminal
 * Returns  code.
 */
int error_set(struct error *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Checks what an allocation returned. If it is NULL, the program says that it is
 * out of memory and exits with status 1.
 * Returns  memory, never NULL.
 */
void *error_unless_memory(void *memory);

#endif
