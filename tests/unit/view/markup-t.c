/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTML: what becomes of text and of bytes.
 */
#include "view/markup.h"

#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/stream.h"
#include "tap.h"

static char *text_of(const char *text)
{
	struct text_stream stream;
	html_print(text_open(&stream), "%s", text);
	return text_close(&stream);
}

static void text_is_escaped(void)
{
	static const struct { const char *text, *html, *name; } cases[] = {
		{ "stock 6.12", "stock 6.12", "plain text stays" },
		{ NULL, "-", "unknown text is a dash" },
		{ "", "", "empty text is empty" },
		{ "<script>alert(1)</script>",
		  "&lt;script&gt;alert(1)&lt;/script&gt;", "markup is text" },
		{ "\" onload=\"x", "&quot; onload=&quot;x",
		  "a double quote ends no attribute" },
		{ "' onload='x", "&#39; onload=&#39;x", "nor does a single one" },
		{ "a & b &amp; &#60;", "a &amp; b &amp;amp; &amp;#60;",
		  "an entity is shown as it was written" },
		{ "a\nb\tc\033[31m\177", "a?b?c?[31m?",
		  "control bytes are question marks" },
		{ "\xc2\x9b" "31m", "?31m", "and those of C1" },
		{ "bad \xff\xc0\xaf end", "bad \\xff\\xc0\\xaf end",
		  "bytes that are no UTF-8 are shown as hexadecimal" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80", "a surrogate is no UTF-8" },
		{ "a\xe2\x80\xae" "b\xe2\x81\xa6" "c", "a?b?c",
		  "what turns the direction around does not" },
		{ "a\xe2\x80\xa8" "b\xef\xbb\xbf", "a?b?",
		  "nor does a line separator end a line" },
		{ "\xef\xbf\xbe|\xef\xbf\xbf", "?|?",
		  "what is no character of XML is none here" },
		{ "]]> --> <!-- <![CDATA[", "]]&gt; --&gt; &lt;!-- &lt;![CDATA[",
		  "no comment begins or ends" },
		{ "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xc3\xbc",
		  "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xc3\xbc",
		  "letters of any script stay" },
		{ "javascript:alert(1)", "javascript:alert(1)",
		  "an address is text like any other" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *html = text_of(cases[i].text);
		is_text(html, cases[i].html, "%s", cases[i].name);
		free(html);
	}
}

static void every_byte_is_safe(void)
{
	bool safe = true;
	for (int byte = 1; byte < 256; byte++) {
		const char text[] = { (char)byte, '\0' };
		char *html = text_of(text);
		safe = safe && !strpbrk(html, "<>\"'") &&
		       (*html != '&' || strchr(html, ';')) &&
		       (unsigned char)*html >= ' ' && (unsigned char)*html < 0x7f;
		free(html);
	}
	ok(safe, "no single byte comes out as markup or a control");
}

static void markup_is_in_formats(void)
{
	struct text_stream stream;
	html_print(text_open(&stream), "<td class=\"%s\">%s</td> %zu %%\n",
		   "a\"b", "<", (size_t)7);
	char *html = text_close(&stream);
	is_text(html, "<td class=\"a&quot;b\">&lt;</td> 7 %\n",
		"a format is markup, its arguments are text");
	free(html);
}

static void lines_are_formatted_one_by_one(void)
{
	struct text_stream stream;
	html_lines(text_open(&stream), "<p>%s</p>", "a <\n\nb");
	char *html = text_close(&stream);
	is_text(html, "<p>a &lt;</p><p></p><p>b</p>",
		"each line of a text has the format");
	free(html);
}

/* RFC 4648, section 10. */
static void base64_is_the_one_of_the_rfc(void)
{
	static const struct { const char *bytes, *text; } cases[] = {
		{ "", "" },	    { "f", "Zg==" },	    { "fo", "Zm8=" },
		{ "foo", "Zm9v" },  { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" }, { "\xff\xef\xbe", "/+++" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_stream stream;
		html_base64(text_open(&stream), cases[i].bytes,
			    strlen(cases[i].bytes));
		char *text = text_close(&stream);
		is_text(text, cases[i].text, "base64 of %zu bytes, case %zu",
			strlen(cases[i].bytes), i);
		free(text);
	}
}

int main(void)
{
	text_is_escaped();
	every_byte_is_safe();
	markup_is_in_formats();
	lines_are_formatted_one_by_one();
	base64_is_the_one_of_the_rfc();
	return tap_done();
}
