/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text for pictures: as fields and as lines of data files.
 */
#include "view/plot/plot_build.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/wrap.h"

/* ---- text in data files ---- */

/*
 * Text as a field of a data file. gnuplot takes a field as text and nothing
 * else, but for these: a quotation mark begins a string, a backslash an escape;
 * and in an SVG, where it escapes no '>', "]]>" is an error, as are two
 * characters of Unicode.
 */
void plot_field(FILE *out, const char *text)
{
	char *printable = text_shown(text);
	for (const char *c = printable; *c; c++) {
		if (*c == '"')
			fputs("\xe2\x80\x9d", out);
		else if (*c == '\\')
			fputs("\\\\", out);
		else if (strncmp(c, "]]>", 3) == 0)	/* parted by a space of no width */
			c += 2, fputs("]]\xe2\x80\x8b>", out);
		else if (strncmp(c, "\xef\xbf\xbe", 3) == 0 ||
			 strncmp(c, "\xef\xbf\xbf", 3) == 0)
			c += 2, fputc('?', out);
		else
			fputc(*c, out);
	}
	free(printable);
}

void plot_lines(FILE *out, const char *text, size_t columns, size_t most,
		size_t *lines)
{
	struct text_stream stream;
	wrap_text(text_open(&stream), text, columns, 2);
	char *wrapped = text_close(&stream);
	char *rest = wrapped, *line;
	while ((line = strsep(&rest, "\n")) && *line) {
		if (*lines == most)
			break;
		++*lines;
		const bool cut = *lines == most && rest && *rest;
		/* A field loses its leading blanks: a no-break one stays. */
		if (*line == ' ')
			fputs("\xc2\xa0\xc2\xa0", out);
		plot_field(out, line + strspn(line, " "));
		fputs(cut ? " ...\n" : "\n", out);
	}
	free(wrapped);
}

/* Bytes of the first n columns of UTF-8 text. */
static size_t bytes_of(const char *text, size_t n)
{
	size_t at = 0;
	for (; text[at] && n > 0; n--) {
		at++;
		while ((text[at] & 0xc0) == 0x80)
			at++;
	}
	return at;
}

/* Its middle goes: what tells series apart is at both ends. */
char *plot_legend(char *name, size_t columns)
{
	const size_t has = text_columns(name), half = (columns - 3) / 2;
	if (has <= columns)
		return name;
	struct text_stream stream;
	fprintf(text_open(&stream), "%.*s...%s", (int)bytes_of(name, half),
		name, name + bytes_of(name, has - half));
	free(name);
	return text_close(&stream);
}

void plot_name(FILE *out, char *name, size_t columns)
{
	char *shorter = plot_legend(name, columns);
	plot_field(out, *shorter ? shorter : "-");
	free(shorter);
}

void plot_put_n(FILE *out, uint64_t least, uint64_t most)
{
	fprintf(out, "n = %" PRIu64, least);
	if (least != most)
		fprintf(out, " to %" PRIu64, most);
	fprintf(out, " repetition%s", most == 1 ? "" : "s");
}

void plot_number(FILE *out, struct real real)
{
	if (real.known && isfinite(real.value))
		fprintf(out, "%.10g", real.value);
	else
		fputs("NaN", out);
}

int plot_file(const struct plot_job *job, const char *folder,
	      const char *name, struct text_stream *stream)
{
	char path[8192];
	char *text = text_close(stream);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	const int rc = file_replace(path, text, stream->n, job->err);
	free(text);
	return rc;
}

int plot_csv(const struct plot_job *job, const char *name,
	     struct text_stream *stream)
{
	char path[300];
	snprintf(path, sizeof(path), "%s.csv", name);
	return plot_file(job, job->dir, path, stream);
}
