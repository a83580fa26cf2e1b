/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values as JSON text.
 */
#include "record/emit.h"

#include <math.h>
#include <stdlib.h>

#include "tap.h"

static void test_values(void)
{
	struct emit e;
	emit_record(&e, "x");
	emit_text(&e, "text", "a \"b\" \\ / \b\f\n\r\t\x01\x1f\x7f \xc3\xa4");
	emit_text(&e, "none", NULL);
	emit_number(&e, "most", UINT64_MAX);
	emit_count(&e, "unknown", (struct count){ 7, false });
	emit_bool(&e, "yes", true);
	emit_json(&e, "json", "[1]");
	emit_begin(&e, "list", '[');
	emit_number(&e, NULL, 1);
	emit_begin(&e, NULL, '{');
	emit_end(&e, '}');
	emit_text(&e, NULL, "two");
	emit_end(&e, ']');
	emit_bool(&e, "no", false);
	emit_end(&e, '}');
	char *line = emit_close(&e);
	is_text(line, "{\"type\":\"x\",\"schema\":\"pft/1\","
		      "\"text\":\"a \\\"b\\\" \\\\ / \\b\\f\\n\\r\\t\\u0001\\u001F\x7f \xc3\xa4\","
		      "\"none\":null,\"most\":18446744073709551615,"
		      "\"unknown\":null,\"yes\":true,\"json\":[1],"
		      "\"list\":[1,{},\"two\"],\"no\":false}",
		"every kind of value is written");
	free(line);
}

static void test_numbers(void)
{
	static const struct { double value; const char *real, *number; } cases[] = {
		{ 0, "0.0", "0" }, { -0.0, "-0.0", "0" }, { 2, "2.0", "2" },
		{ -3, "-3.0", "-3" }, { 0.1, "0.1", "0.1" },
		{ 1.0 / 3, "0.333333333333333", "0.333333333333333" },
		{ 1e-9, "1e-9", "1e-9" }, { 1.5e-10, "1.5e-10", "1.5e-10" },
		{ 8e15, "8e15", "8000000000000000" }, { 9e15, "9e15", "9e15" },
		{ 1e300, "1e300", "1e300" }, { NAN, "null", "null" },
		{ INFINITY, "null", "null" }, { -INFINITY, "null", "null" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct emit e;
		emit_open(&e);
		emit_real(&e, NULL, real_of(cases[i].value));
		char *text = emit_close(&e);
		is_text(text, cases[i].real, "%g as a real", cases[i].value);
		free(text);
		emit_open(&e);
		emit_double(&e, NULL, cases[i].value);
		text = emit_close(&e);
		is_text(text, cases[i].number, "%g as a number", cases[i].value);
		free(text);
	}
}

static void test_seconds(void)
{
	struct emit e;
	emit_open(&e);
	emit_begin(&e, NULL, '[');
	emit_seconds(&e, NULL, count_of(123456789));
	emit_seconds(&e, NULL, count_of(1));
	emit_seconds(&e, NULL, count_of(UINT64_C(2000000000)));
	emit_seconds(&e, NULL, count_of(UINT64_C(99999999999999)));
	emit_seconds(&e, NULL, (struct count){ 0 });
	emit_end(&e, ']');
	char *text = emit_close(&e);
	is_text(text, "[0.123456789,1e-9,2.0,99999.999999999,null]",
		"nanoseconds are written as seconds, and none is lost");
	free(text);
}

static void test_escaped(void)
{
	struct emit e;
	emit_open(&e);
	emit_begin(&e, NULL, '{');
	emit_escaped(&e, "earlier");
	emit_text(&e, "a", "\xff");
	emit_text(&e, "a", "\xfe");
	emit_begin(&e, "inner", '{');
	emit_text(&e, "\xfd", "\xfc");
	emit_end(&e, '}');
	emit_end(&e, '}');
	char *text = emit_close(&e);
	is_text(text, "{\"a\":\"\\\\xff\",\"a\":\"\\\\xfe\","
		      "\"inner\":{\"\\\\xfd\":\"\\\\xfc\"},"
		      "\"escaped\":[\"earlier\",\"a\"]}",
		"members of the outermost object that had to be escaped are listed once");
	free(text);
}

int main(void)
{
	test_values();
	test_numbers();
	test_seconds();
	test_escaped();
	return tap_done();
}
