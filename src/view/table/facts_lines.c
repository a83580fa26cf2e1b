/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/facts_lines.h"

#include <stdlib.h>

#include "record/jsonl.h"
#include "view/table/csv.h"

static void print_value(FILE *out, const struct fact *fact)
{
	if (fact->type == FACT_TEXT)
		csv_text(out, fact->text);
	else if (fact->type == FACT_NUMBER)
		csv_real(out, real_of(fact->number));
	else if (fact->type == FACT_BOOL)
		fputs(fact->number != 0 ? "true" : "false", out);
}

void facts_print_csv(FILE *out, const struct facts *facts, bool names)
{
	for (size_t i = 0; names && i < facts->n; i++)
		fprintf(out, "%s%s", i ? "," : "", facts->fact[i].name);
	if (names)
		fputc('\n', out);
	for (size_t i = 0; i < facts->n; i++) {
		if (i)
			fputc(',', out);
		print_value(out, &facts->fact[i]);
	}
	fputc('\n', out);
}

void facts_print_json(FILE *out, const struct facts *facts)
{
	char *line = jsonl_facts(facts);
	if (line)
		fprintf(out, "%s\n", line);
	free(line);
}
