/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/emit.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/text.h"

static void put_string(struct emit *emit, const char *text)
{
	char *safe = text_utf8(text, NULL);
	fputc('"', emit->out);
	for (const char *c = safe ? safe : ""; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(emit->out, "\\%c", *c);
		else if ((unsigned char)*c < 0x20)
			fprintf(emit->out, "\\u%04x", (unsigned int)*c);
		else
			fputc(*c, emit->out);
	}
	fputc('"', emit->out);
	free(safe);
}

/* What stands before a value. Returns whether there is a line at all. */
static bool lead(struct emit *emit, const char *name)
{
	if (!emit->out)
		return false;
	if (emit->comma)
		fputc(',', emit->out);
	emit->comma = true;
	if (name) {
		put_string(emit, name);
		fputc(':', emit->out);
	}
	return true;
}

void emit_text(struct emit *emit, const char *name, const char *text)
{
	if (!lead(emit, name))
		return;
	if (text)
		put_string(emit, text);
	else
		fputs("null", emit->out);
}

void emit_count(struct emit *emit, const char *name, struct count count)
{
	if (!lead(emit, name))
		return;
	if (count.known)
		fprintf(emit->out, "%" PRIu64, count.value);
	else
		fputs("null", emit->out);
}

void emit_number(struct emit *emit, const char *name, uint64_t number)
{
	emit_count(emit, name, count_of(number));
}

/* As many digits as record/jsonl keeps. */
void emit_real(struct emit *emit, const char *name, struct real real)
{
	if (!lead(emit, name))
		return;
	if (real.known && isfinite(real.value))
		fprintf(emit->out, "%.15g", real.value);
	else
		fputs("null", emit->out);
}

void emit_bool(struct emit *emit, const char *name, bool value)
{
	if (lead(emit, name))
		fputs(value ? "true" : "false", emit->out);
}

void emit_begin(struct emit *emit, const char *name, char bracket)
{
	if (lead(emit, name))
		fputc(bracket, emit->out);
	emit->comma = false;
}

void emit_end(struct emit *emit, char bracket)
{
	if (emit->out)
		fputc(bracket, emit->out);
	emit->comma = true;
}

void emit_open(struct emit *emit, const char *type)
{
	*emit = (struct emit){ 0 };
	emit->out = open_memstream(&emit->text, &emit->n);
	emit_begin(emit, NULL, '{');
	emit_text(emit, "type", type);
	emit_text(emit, "schema", "pft/1");
}

char *emit_close(struct emit *emit)
{
	emit_end(emit, '}');
	if (!emit->out)
		return NULL;
	fputc('\n', emit->out);
	const bool failed = ferror(emit->out);
	if (fclose(emit->out) == 0 && !failed)
		return emit->text;
	free(emit->text);
	return NULL;
}
