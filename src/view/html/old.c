/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sections use that do not print their tables from columns yet.
 */
#include "view/html/old.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "base/text.h"
#include "view/html/markup.h"

void html_text(FILE *out, const char *text)
{
	html_print(out, "%s", text);
}

void html_textf(FILE *out, const char *format, ...)
{
	struct text_stream stream;
	va_list args;
	va_start(args, format);
	vfprintf(text_open(&stream), format, args);
	va_end(args);
	char *text = text_close(&stream);
	html_text(out, text);
	free(text);
}

void html_element(FILE *out, const char *name, const char *text)
{
	fprintf(out, "<%s>", name);
	html_text(out, text);
	fprintf(out, "</%.*s>\n", (int)strcspn(name, " "), name);
}

/* ---- tables ---- */

void html_table_open(FILE *out, const char *name)
{
	fputs("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
	      out);
	html_text(out, name);
	fputs("\">\n<table>\n<caption>", out);
	html_text(out, name);
	fputs("</caption>\n", out);
}

void html_table_close(FILE *out)
{
	fputs("</tbody>\n</table>\n</div>\n", out);
}

void html_titles(FILE *out, const char *const titles[])
{
	fputs("<thead><tr>", out);
	for (; *titles; titles++) {
		const bool left = **titles == '<';
		html_element(out, left ? "th scope=\"col\" class=\"text\"" :
					 "th scope=\"col\"", *titles + left);
	}
	fputs("</tr></thead>\n<tbody>\n", out);
}

void html_number(FILE *out, struct real number, int decimals)
{
	if (!number.known || !isfinite(number.value))
		fputs("<td>-</td>", out);
	else
		fprintf(out, "<td>%.*f</td>", decimals, number.value);
}

void html_owned(FILE *out, const char *attributes, char *text)
{
	fprintf(out, "<td%s>", attributes);
	html_text(out, *text ? text : "-");
	fputs("</td>", out);
	free(text);
}

int html_ratio_decimals(double ratio)
{
	const double off = fabs(ratio - 1);
	if (ratio >= 9.9995)
		return ratio >= 99.5 ? 0 : 2;
	return off == 0 || off >= 0.00995 ? 3 : off >= 0.00095 ? 4 : 5;
}

void html_probability(FILE *out, struct real p)
{
	if (p.known && p.value < 0.0001)
		fputs("<td>&lt;0.0001</td>", out);
	else
		html_number(out, p, 4);
}

void html_percent(FILE *out, struct real share)
{
	if (share.known)
		fprintf(out, "<td>%.2g%%</td>", 100 * share.value);
	else
		fputs("<td>-</td>", out);
}

const char *html_verdict_class(enum verdict_word word)
{
	static const char *const classes[] = {
		[VERDICT_CANNOT_TELL] = "text unsure",
		[VERDICT_FASTER] = "text good",
		[VERDICT_SLOWER] = "text bad",
		[VERDICT_SAME] = "text same",
	};
	return classes[word];
}

static void print_wide(FILE *out, const char *class, size_t columns,
		       const char *text)
{
	fprintf(out, "<tr class=\"%s\"><td class=\"text\" colspan=\"%zu\">",
		class, columns);
	html_text(out, text);
	fputs("</td></tr>\n", out);
}

void html_invalid_line(FILE *out, size_t columns, const char *text)
{
	print_wide(out, "invalid", columns, text);
}

void html_remark(FILE *out, size_t columns, const char *text)
{
	print_wide(out, "note", columns, text);
}
