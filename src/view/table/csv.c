/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/csv.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record/caption.h"

void csv_text(FILE *out, const char *text)
{
	if (!text)
		return;
	char *printable = text_shown(text);
	/* A field that begins with a blank would lose it in some readers. */
	const bool quoted = strpbrk(printable, ",\"';") || *printable == ' ';
	if (quoted)
		fputc('"', out);
	if (*printable && strchr("=+-@", *printable))
		fputc('\'', out);
	for (const char *c = printable; *c; c++) {
		if (*c == '"')
			fputc('"', out);
		fputc(*c, out);
	}
	if (quoted)
		fputc('"', out);
	free(printable);
}

void csv_real(FILE *out, struct real real)
{
	if (!real.known || !isfinite(real.value))
		return;
	fprintf(out, "%.12g", real.value);
}

void csv_count(FILE *out, struct count count)
{
	if (count.known)
		fprintf(out, "%" PRIu64, count.value);
}
