/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/column.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "record/field.h"
#include "record/jsonl.h"

struct value value_text(const char *text)
{
	return (struct value){ .type = VALUE_TEXT, .text = text };
}

struct value value_owned(char *text)
{
	return (struct value){ .type = VALUE_TEXT, .text = text, .owned = text };
}

struct value value_real(struct real real)
{
	return (struct value){ .type = VALUE_REAL, .real = real };
}

struct value value_count(struct count count)
{
	return (struct value){ .type = VALUE_COUNT, .count = count };
}

struct value value_size(size_t n)
{
	return value_count(count_of(n));
}

struct value value_bool(bool flag)
{
	return (struct value){ .type = VALUE_BOOL, .flag = flag };
}

static struct value value_in(const void *at, enum value_type type)
{
	switch (type) {
	case VALUE_TEXT:
		return value_text(*(const char *const *)at);
	case VALUE_REAL:
		return value_real(*(const struct real *)at);
	case VALUE_BOOL:
		return value_bool(*(const bool *)at);
	case VALUE_SIZE:
		return value_size(*(const size_t *)at);
	default:
		return value_count(*(const struct count *)at);
	}
}

struct value value_at(const void *of, const struct column *column)
{
	return value_in((const char *)of + column->offset, column->type);
}

struct value value_of_member(const struct sample *sample, const char *name)
{
	static const enum value_type types[NR_FIELD_TYPES] = {
		[FIELD_TEXT] = VALUE_TEXT, [FIELD_TIME] = VALUE_TEXT,
		[FIELD_REAL] = VALUE_REAL, [FIELD_BOOL] = VALUE_BOOL,
		[FIELD_COUNT] = VALUE_COUNT,
	};
	static const struct sample none;
	const struct field *field = field_find(name);
	return value_in((const char *)(sample ? sample : &none) + field->offset,
			types[field->type]);
}

void value_close(struct value *value)
{
	free(value->owned);
	*value = (struct value){ 0 };
}

/* ---- for people ---- */

void value_put_fixed(FILE *out, int width, int decimals, struct real real)
{
	if (real.known)
		fprintf(out, "%*.*f", width, decimals, real.value);
	else
		fprintf(out, "%*s", width, "-");
}

static void put_real(FILE *out, const struct column *column, struct real real,
		     int decimals)
{
	const char *unit = column->unit ? column->unit : "";
	const double value = real.value * (*unit == '%' ? 100 : 1);
	if (!real.known || !isfinite(value))
		fputc('-', out);
	else if (fabs(value) >= 1e15)
		fprintf(out, "%.3g%s", value, unit);
	else if (column->whole_from > 0 && value > 0 &&
		 (value < 0.05 || value >= 9999999.5))
		fprintf(out, "%.1e%s", value, unit);
	else if (column->whole_from > 0 && value >= column->whole_from)
		fprintf(out, "%.0f%s", value, unit);
	else if (column->decimals == 3 && value > 0 && value < 0.0005)
		/* Not nothing: a window of a few pages. */
		fputs("<0.001", out);
	else
		fprintf(out, "%.*f%s", decimals, value, unit);
}

char *column_text(const struct column *column, const void *of, int decimals)
{
	struct value value = column->get(of, column);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (value.type == VALUE_TEXT) {
		AUTO_FREE char *text = text_shown(
			value.text && *value.text ? value.text : NULL);
		fputs(text, out);
	} else if (value.type == VALUE_REAL) {
		put_real(out, column, value.real, decimals);
	} else if (value.type == VALUE_BOOL) {
		fputs(value.flag ? "yes" : "no", out);
	} else if (value.count.known) {
		fprintf(out, "%" PRIu64, value.count.value);
	} else {
		fputc('-', out);
	}
	value_close(&value);
	return text_close(&stream);
}

/* ---- for programs ---- */

static void put_csv_text(FILE *out, const char *text)
{
	AUTO_FREE char *printable = text_shown(text ? text : "");
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
}

void value_put_csv(FILE *out, const struct value *value)
{
	if (value->type == VALUE_TEXT)
		put_csv_text(out, value->text);
	else if (value->type == VALUE_BOOL)
		fputs(value->flag ? "true" : "false", out);
	else if (value->type == VALUE_REAL && value->real.known &&
		 isfinite(value->real.value))
		fprintf(out, "%.12g", value->real.value);
	else if (value->type == VALUE_COUNT && value->count.known)
		fprintf(out, "%" PRIu64, value->count.value);
}

void column_csv_names(FILE *out, const struct columns *columns, unsigned where)
{
	const char *comma = "";
	for (size_t i = 0; i < columns->n; i++) {
		const struct column *column = &columns->column[i];
		if (!(column->where & where))
			continue;
		fprintf(out, "%s%s%s", comma, column->name,
			column->suffix ? column->suffix : "");
		comma = ",";
	}
	fputc('\n', out);
}

void column_csv_line(FILE *out, const struct columns *columns, unsigned where,
		     const void *of)
{
	const char *comma = "";
	for (size_t i = 0; i < columns->n; i++) {
		const struct column *column = &columns->column[i];
		if (!(column->where & where))
			continue;
		struct value value = column->get(of, column);
		fputs(comma, out);
		value_put_csv(out, &value);
		value_close(&value);
		comma = ",";
	}
	fputc('\n', out);
}

static void add_fact(struct records *records, struct facts *facts,
		     const char *name, const struct value *value)
{
	if (value->type == VALUE_TEXT)
		facts_add_text(records, facts, name, value->text);
	else if (value->type == VALUE_BOOL)
		facts_add_bool(records, facts, name, value->flag);
	else if (value->type == VALUE_REAL)
		facts_add_number(records, facts, name, value->real);
	else
		facts_add_number(records, facts, name, (struct real){
			(double)value->count.value, value->count.known });
}

void column_json_line(FILE *out, const struct columns *columns, unsigned where,
		      const char *type, const void *of)
{
	struct records scratch = { 0 };
	struct facts *facts = records_add_facts(&scratch, type);
	for (size_t i = 0; i < columns->n; i++) {
		const struct column *column = &columns->column[i];
		if (!(column->where & where))
			continue;
		struct value value = column->get(of, column);
		AUTO_FREE char *name = text_format("%s%s", column->name,
			column->suffix ? column->suffix : "");
		add_fact(&scratch, facts, name, &value);
		value_close(&value);
	}
	AUTO_FREE char *line = jsonl_facts(facts);
	fprintf(out, "%s\n", line);
	records_close(&scratch);
}
