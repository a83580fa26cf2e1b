/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/column.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/stream.h"
#include "record/field.h"
#include "record/jsonl.h"
#include "view/table/csv.h"

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

static const struct field *field_of(const char *name)
{
	for (size_t i = 0; i < nr_sample_fields; i++)
		if (strcmp(sample_fields[i].name, name) == 0)
			return &sample_fields[i];
	return NULL;
}

struct value value_of_member(const struct sample *sample, const char *name)
{
	static const struct sample none;
	const struct field *field = field_of(name);
	const char *at = (const char *)(sample ? sample : &none) + field->offset;
	if (field->type == FIELD_TEXT || field->type == FIELD_TIME)
		return value_text(*(const char *const *)at);
	if (field->type == FIELD_REAL)
		return value_real(*(const struct real *)at);
	if (field->type == FIELD_BOOL)
		return value_bool(*(const bool *)at);
	return value_count(*(const struct count *)at);
}

void value_close(struct value *value)
{
	free(value->owned);
	*value = (struct value){ 0 };
}

const struct column **columns_in(const struct columns *columns, unsigned where,
				 size_t *n)
{
	const struct column **in = error_unless_memory(
		calloc(columns->n + 1, sizeof(struct column *)));
	*n = 0;
	for (size_t i = 0; i < columns->n; i++)
		if (columns->column[i].where & where)
			in[(*n)++] = &columns->column[i];
	return in;
}

/* ---- for people ---- */

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

char *column_shown(const struct column *column, const struct value *value,
		   int decimals)
{
	if (value->type == VALUE_TEXT)
		return text_shown(value->text && *value->text ? value->text : NULL);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (value->type == VALUE_REAL)
		put_real(out, column, value->real, decimals);
	else if (value->type == VALUE_BOOL)
		fputs(value->flag ? "yes" : "no", out);
	else if (value->count.known)
		fprintf(out, "%" PRIu64, value->count.value);
	else
		fputc('-', out);
	return text_close(&stream);
}

char *column_text(const struct column *column, const void *of)
{
	struct value value = column->get(of, column);
	char *text = column_shown(column, &value, column->decimals);
	value_close(&value);
	return text;
}

/* ---- for programs ---- */

void column_put_csv(FILE *out, const struct value *value)
{
	if (value->type == VALUE_TEXT)
		csv_text(out, value->text);
	else if (value->type == VALUE_REAL)
		csv_real(out, value->real);
	else if (value->type == VALUE_COUNT)
		csv_count(out, value->count);
	else
		fputs(value->flag ? "true" : "false", out);
}

void column_csv_names(FILE *out, const struct columns *columns, unsigned where)
{
	const char *comma = "";
	for (size_t i = 0; i < columns->n; i++) {
		if (!(columns->column[i].where & where))
			continue;
		fprintf(out, "%s%s", comma, columns->column[i].name);
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
		column_put_csv(out, &value);
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
		add_fact(&scratch, facts, column->name, &value);
		value_close(&value);
	}
	char *line = error_unless_memory(jsonl_facts(facts));
	fprintf(out, "%s\n", line);
	free(line);
	records_close(&scratch);
}
