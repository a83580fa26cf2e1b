/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TAP for the unit tests. The name of a test is a sentence that is true when the
 * test passes. It is a printf format.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdbool.h>
#include <stdint.h>

#define ok(pass, ...) tap_ok((pass), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, expected, ...) \
	tap_is_int((int64_t)(got), (int64_t)(expected), __FILE__, __LINE__, __VA_ARGS__)
#define is_text(got, expected, ...) \
	tap_is_text((got), (expected), __FILE__, __LINE__, __VA_ARGS__)
/* |got - expected| <= tolerance */
#define is_near(got, expected, tolerance, ...) \
	tap_is_near((got), (expected), (tolerance), __FILE__, __LINE__, __VA_ARGS__)

#define TAP_FORMAT(n) __attribute__((format(printf, n, n + 1)))
bool tap_ok(bool pass, const char *file, int line, const char *name, ...) TAP_FORMAT(4);
bool tap_is_int(int64_t got, int64_t expected, const char *file, int line,
		const char *name, ...) TAP_FORMAT(5);
bool tap_is_text(const char *got, const char *expected, const char *file,
		 int line, const char *name, ...) TAP_FORMAT(5);
bool tap_is_near(double got, double expected, double tolerance, const char *file,
		 int line, const char *name, ...) TAP_FORMAT(6);
/* A test that cannot run here, with its reason. */
void tap_skip(const char *reason, const char *name, ...) TAP_FORMAT(2);
/* Prints the plan. Returns main's exit status. */
int tap_done(void);

#endif
