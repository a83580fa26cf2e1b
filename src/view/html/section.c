/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the sections of the page have in common.
 */
#include "view/html/section.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record/caption.h"

void html_fold_open(FILE *out, const char *title, const char *more, bool open)
{
	fprintf(out, "<details%s>\n<summary><b>", open ? " open=\"\"" : "");
	html_text(out, title);
	fputs("</b>", out);
	if (more && *more) {
		fputs(" <span>", out);
		html_text(out, more);
		fputs("</span>", out);
	}
	fputs("</summary>\n", out);
}

void html_fold_close(FILE *out)
{
	fputs("</details>\n", out);
}

void html_command(FILE *out, const char *command)
{
	if (*command == '\0')
		return;
	fputs("<pre><code>", out);
	html_lines(out, command);
	fputs("</code></pre>\n", out);
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

void html_invalid(FILE *out, size_t columns, const char *text)
{
	print_wide(out, "invalid", columns, text);
}

void html_remark(FILE *out, size_t columns, const char *text)
{
	print_wide(out, "note", columns, text);
}

char *html_count(size_t n, const char *what)
{
	struct text_stream stream;
	fprintf(text_open(&stream), "%zu %s%s", n, what, n == 1 ? "" : "s");
	return text_close(&stream);
}

void html_distinct_add(struct html_distinct *distinct, char *text)
{
	bool known = *text == '\0';
	for (size_t i = 0; !known && i < distinct->n; i++)
		known = strcmp(distinct->text[i], text) == 0;
	if (known) {
		free(text);
		return;
	}
	distinct->text = records_grow(distinct->text, distinct->n,
				      sizeof(*distinct->text));
	distinct->text[distinct->n++] = text;
}

void html_distinct_print(FILE *out, const char *what,
			 struct html_distinct *distinct)
{
	if (distinct->n > 0)
		fprintf(out, "<dt>%s</dt><dd>", what);
	for (size_t i = 0; i < distinct->n; i++) {
		if (i < HTML_SHOWN) {
			fputs(i ? "; <bdi>" : "<bdi>", out);
			html_text(out, distinct->text[i]);
			fputs("</bdi>", out);
		}
		free(distinct->text[i]);
	}
	if (distinct->n > HTML_SHOWN)
		fprintf(out, "; and %zu more", distinct->n - HTML_SHOWN);
	if (distinct->n > 0)
		fputs("</dd>\n", out);
	free(distinct->text);
	*distinct = (struct html_distinct){ 0 };
}
