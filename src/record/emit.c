/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/emit.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* Up to here every whole number is a double. */
static const double WHOLE_MAX = 9e15;

static void put_escape(FILE *out, unsigned char c)
{
	static const char bytes[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *at = strchr(bytes, c);
	if (at)
		fprintf(out, "\\%c", letters[at - bytes]);
	else
		fprintf(out, "\\u%04X", c);
}

static void put_string(FILE *out, const char *utf8)
{
	fputc('"', out);
	for (const char *at = utf8; *at; at++) {
		const char *from = at;
		while ((unsigned char)*at >= ' ' && *at != '"' && *at != '\\')
			at++;
		fwrite(from, 1, (size_t)(at - from), out);
		if (!*at)
			break;
		put_escape(out, (unsigned char)*at);
	}
	fputc('"', out);
}

/* Returns whether it had to be escaped. */
static bool put_text(FILE *out, const char *text)
{
	if (text_is_utf8(text)) {
		put_string(out, text);
		return false;
	}
	char *safe = text_utf8(text);
	put_string(out, safe);
	free(safe);
	return true;
}

/* What stands before a value. Returns the stream. */
static FILE *lead(struct emit *emit, const char *name)
{
	if (emit->comma)
		fputc(',', emit->out);
	emit->comma = true;
	if (name) {
		put_text(emit->out, name);
		fputc(':', emit->out);
	}
	return emit->out;
}

void emit_escaped(struct emit *emit, const char *name)
{
	for (size_t i = 0; i < emit->nr_escaped; i++)
		if (strcmp(emit->escaped[i], name) == 0)
			return;
	emit->escaped = error_unless_memory(
		realloc(emit->escaped,
			(emit->nr_escaped + 1) * sizeof(*emit->escaped)));
	emit->escaped[emit->nr_escaped++] = name;
}

void emit_text(struct emit *emit, const char *name, const char *text)
{
	FILE *out = lead(emit, name);
	if (!text)
		fputs("null", out);
	else if (put_text(out, text) && emit->depth == 1 && name)
		emit_escaped(emit, name);
}

void emit_json(struct emit *emit, const char *name, const char *json)
{
	fputs(json ? json : "null", lead(emit, name));
}

void emit_count(struct emit *emit, const char *name, struct count count)
{
	if (count.known)
		fprintf(lead(emit, name), "%" PRIu64, count.value);
	else
		emit_json(emit, name, NULL);
}

void emit_number(struct emit *emit, const char *name, uint64_t number)
{
	emit_count(emit, name, count_of(number));
}

void emit_real(struct emit *emit, const char *name, struct real real)
{
	char text[32];
	if (!real.known || !isfinite(real.value)) {
		emit_json(emit, name, NULL);
		return;
	}
	snprintf(text, sizeof(text), "%.*g", EMIT_REAL_DIGITS, real.value);
	char *exponent = strchr(text, 'e');
	FILE *out = lead(emit, name);
	if (exponent)		/* 1e-09 is 1e-9 */
		fprintf(out, "%.*se%d", (int)(exponent - text), text,
			atoi(exponent + 1));
	else
		fprintf(out, "%s%s", text, strchr(text, '.') ? "" : ".0");
}

void emit_seconds(struct emit *emit, const char *name, struct count ns)
{
	emit_real(emit, name, (struct real){ (double)ns.value / 1e9, ns.known });
}

void emit_double(struct emit *emit, const char *name, double value)
{
	if (value == floor(value) && fabs(value) < WHOLE_MAX)
		fprintf(lead(emit, name), "%.0f", value + 0.0);
	else
		emit_real(emit, name, real_of(value));
}

void emit_bool(struct emit *emit, const char *name, bool value)
{
	emit_json(emit, name, value ? "true" : "false");
}

void emit_begin(struct emit *emit, const char *name, char bracket)
{
	fputc(bracket, lead(emit, name));
	emit->comma = false;
	emit->depth++;
}

void emit_end(struct emit *emit, char bracket)
{
	if (emit->depth == 1 && emit->nr_escaped > 0)
		emit_texts(emit, "escaped", emit->escaped, emit->nr_escaped);
	fputc(bracket, emit->out);
	emit->comma = true;
	emit->depth--;
}

void emit_texts(struct emit *emit, const char *name, const char *const text[],
		size_t n)
{
	emit_begin(emit, name, '[');
	for (size_t i = 0; i < n; i++)
		emit_text(emit, NULL, text[i]);
	emit_end(emit, ']');
}

void emit_open(struct emit *emit)
{
	*emit = (struct emit){ 0 };
	emit->out = text_open(&emit->stream);
}

void emit_record(struct emit *emit, const char *type)
{
	emit_open(emit);
	emit_begin(emit, NULL, '{');
	emit_text(emit, "type", type);
	emit_text(emit, "schema", RECORD_SCHEMA);
}

char *emit_close(struct emit *emit)
{
	free(emit->escaped);
	return text_close(&emit->stream);
}
