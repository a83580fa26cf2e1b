/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tap.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int nr_tests, nr_failed;

static bool result(bool pass, const char *file, int line, const char *name,
		   va_list args)
{
	nr_tests++;
	nr_failed += !pass;
	printf("%s %d - ", pass ? "ok" : "not ok", nr_tests);
	/* A '#' in a name would read as a directive. */
	char text[512];
	vsnprintf(text, sizeof(text), name, args);
	for (char *c = text; *c; c++)
		if (*c == '#' || *c == '\n')
			*c = '.';
	printf("%s\n", text);
	if (!pass)
		printf("# failed at %s:%d\n", file, line);
	fflush(stdout);
	return pass;
}

#define RESULT(pass)                                           \
	va_list args;                                          \
	va_start(args, name);                                  \
	const bool passed = result((pass), file, line, name, args); \
	va_end(args)

bool tap_ok(bool pass, const char *file, int line, const char *name, ...)
{
	RESULT(pass);
	return passed;
}

bool tap_is_int(int64_t got, int64_t expected, const char *file, int line,
		const char *name, ...)
{
	RESULT(got == expected);
	if (!passed)
		printf("# got %" PRId64 ", expected %" PRId64 "\n", got, expected);
	return passed;
}

bool tap_is_text(const char *got, const char *expected, const char *file,
		 int line, const char *name, ...)
{
	RESULT(got && expected ? strcmp(got, expected) == 0 : got == expected);
	if (!passed)
		printf("# got '%s', expected '%s'\n", got ? got : "(null)",
		       expected ? expected : "(null)");
	return passed;
}

bool tap_is_near(double got, double expected, double tolerance, const char *file,
		 int line, const char *name, ...)
{
	RESULT(fabs(got - expected) <= tolerance);
	if (!passed)
		printf("# got %.17g, expected %.17g\n", got, expected);
	return passed;
}

void tap_skip(const char *reason, const char *name, ...)
{
	va_list args;
	va_start(args, name);
	printf("ok %d - ", ++nr_tests);
	vprintf(name, args);
	printf(" # SKIP %s\n", reason);
	va_end(args);
}

int tap_done(void)
{
	printf("1..%d\n", nr_tests);
	return nr_failed != 0;
}
