/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/doc.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "base/wrap.h"
#include "view/markup.h"

enum { TABLE_COLUMNS = 80, MAIL_COLUMNS = 72, LEAST_COLUMNS = 24 };

const char *const table_formats[] = {
	[TABLE_TABLE] = "table",
	[TABLE_CLASSIC] = "classic",
	[TABLE_MAIL] = "mail",
	[TABLE_CSV] = "csv",
	[TABLE_JSON] = "json",
	[TABLE_MARKDOWN] = "markdown",
	NULL,
};

static const char *const looks[] = {
	[DOC_PLAIN] = "", [DOC_BOLD] = "\033[1m", [DOC_RED] = "\033[31m",
};

size_t doc_room(const struct doc *doc)
{
	const size_t columns = doc->style->columns;
	const size_t most = doc->style->format == TABLE_MAIL ? MAIL_COLUMNS :
							       TABLE_COLUMNS;
	if (columns == 0 || columns > most)
		return most;
	return columns < LEAST_COLUMNS ? LEAST_COLUMNS : columns;
}

bool doc_is_wide(const struct doc *doc)
{
	return doc_room(doc) >= MAIL_COLUMNS;
}

bool doc_is_markdown(const struct doc *doc)
{
	return doc->style->format == TABLE_MARKDOWN;
}

bool doc_is_page(const struct doc *doc)
{
	return doc->style->format == TABLE_PAGE;
}

/* ---- the page ---- */

static void put_page(const struct doc *doc, size_t indent, enum doc_look look,
		     const char *text)
{
	static const char *const formats[] = {
		[DOC_PLAIN] = "<p>%s</p>\n",
		[DOC_BOLD] = "<p><b>%s</b></p>\n",
		[DOC_RED] = "<p class=\"invalid\">%s</p>\n",
	};
	if (look == DOC_PLAIN && indent > 0)
		html_print(doc->out, "<p class=\"note\">%s</p>\n", text);
	else
		html_print(doc->out, formats[look], text);
}

/* ---- Markdown ---- */

void doc_put_markdown(FILE *out, const char *text)
{
	AUTO_FREE char *shown = text_shown(text);
	for (const char *c = shown; *c; c++) {
		if (*c == '<' || *c == '>' || *c == '&')
			fputs(*c == '<' ? "&lt;" : *c == '>' ? "&gt;" : "&amp;",
			      out);
		else if (strchr("\\`*_{}[]#|~$@", *c))
			fprintf(out, "\\%c", *c);
		else
			fputc(*c, out);
	}
}

static void put_paragraph(const struct doc *doc, size_t indent,
			  enum doc_look look, const char *text)
{
	const char *mark = look == DOC_PLAIN ? "" : "**";
	fprintf(doc->out, "%s%s", indent > 0 ? "- " : "\n", mark);
	doc_put_markdown(doc->out, text);
	fprintf(doc->out, "%s\n", mark);
}

/* ---- lines ---- */

/* Each line is colored by itself: a pager forgets the color at its end. */
static void put_lines(const struct doc *doc, size_t indent, enum doc_look look,
		      const char *text)
{
	const bool color = doc->style->color && *looks[look];
	struct text_stream stream;
	wrap_text(text_open(&stream), text, doc_room(doc) - indent, indent + 2);
	AUTO_FREE char *wrapped = text_close(&stream);
	char *rest = wrapped;
	fprintf(doc->out, "%*s", (int)indent, "");
	for (char *line; (line = strsep(&rest, "\n")) && *line;)
		fprintf(doc->out, "%s%s%s\n", color ? looks[look] : "", line,
			color ? "\033[0m" : "");
}

void doc_text_owned(const struct doc *doc, size_t indent, enum doc_look look,
		    char *text)
{
	AUTO_FREE char *shown = text_shown(text);
	if (doc_is_page(doc))
		put_page(doc, indent, look, shown);
	else if (doc_is_markdown(doc))
		put_paragraph(doc, indent, look, shown);
	else
		put_lines(doc, indent, look, shown);
	free(text);
}

void doc_text(const struct doc *doc, size_t indent, enum doc_look look,
	      const char *format, ...)
{
	va_list args;
	va_start(args, format);
	doc_text_owned(doc, indent, look, text_format_list(format, args));
	va_end(args);
}

void doc_heading(const struct doc *doc, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	AUTO_FREE char *text = text_format_list(format, args);
	va_end(args);
	if (doc_is_page(doc)) {
		html_print(doc->out, "<h4>%s</h4>\n", text);
	} else if (doc_is_markdown(doc)) {
		fputs("\n### ", doc->out);
		doc_put_markdown(doc->out, text);
		fputc('\n', doc->out);
	} else {
		doc_text(doc, 0, DOC_BOLD, "%s", text);
	}
}

void doc_item(const struct doc *doc, const char *name, const char *text)
{
	enum { NAMES = 9 };
	AUTO_FREE char *shown = text_shown(text);
	if (doc_is_page(doc)) {
		html_print(doc->out, "<p><b>%s</b> %s</p>\n", name, text);
	} else if (doc_is_markdown(doc)) {
		doc_text(doc, 2, DOC_PLAIN, "%s %s", name, text);
	} else {
		fprintf(doc->out, "%-*s", NAMES, name);
		wrap_text(doc->out, shown, doc_room(doc) - NAMES, NAMES);
	}
}

void doc_command(const struct doc *doc, const char *command)
{
	if (!*command)
		return;
	if (doc_is_page(doc)) {
		fputs("<pre><code>", doc->out);
		html_lines(doc->out, "%s\n", command);
		fputs("</code></pre>\n", doc->out);
		return;
	}
	const char *fence = doc_is_markdown(doc) ? "```\n" : "";
	fputs(*fence ? "\n```sh\n" : "", doc->out);
	wrap_command(doc->out, command, MAIL_COLUMNS);
	fputs(fence, doc->out);
}

void doc_gap(const struct doc *doc)
{
	if (!doc_is_page(doc))
		fputc('\n', doc->out);
}
