/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lists of columns in the manual pages, from the columns themselves: "manual PAGE"
 * copies a page with each list between '.\" columns NAME' and '.\" end' made anew.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/known.h"
#include "view/table/compare_columns.h"
#include "view/table/run_columns.h"

/* As roff takes it: a sentence a line. */
static void put_text(const char *text)
{
	putchar(toupper((unsigned char)*text));
	for (const char *c = text + 1; *c; c++) {
		if (c[-1] == '.' && *c == ' ')
			putchar('\n');
		else if (*c == '-')
			fputs("\\-", stdout);
		else
			putchar(*c);
	}
	puts(text[strlen(text) - 1] == '.' ? "" : ".");
}

static bool was_before(const struct columns *columns, size_t i, unsigned where)
{
	const char *title = columns->column[i].title;
	for (size_t j = 0; j < i; j++)
		if ((columns->column[j].where & where) &&
		    strcmp(columns->column[j].title, title) == 0)
			return true;
	return false;
}

static void put_columns(const struct columns *columns, unsigned where)
{
	for (size_t i = 0; i < columns->n; i++) {
		const struct column *column = &columns->column[i];
		if (!(column->where & where) || was_before(columns, i, where))
			continue;
		printf(".TP\n.B ");
		for (const char *c = column->title; *c; c++)
			printf(*c == '-' ? "\\-" : "%c", *c);
		putchar('\n');
		put_text(column->help);
	}
}

static void put_list(const char *name)
{
	struct columns compare = compare_columns_make(NULL);
	if (strcmp(name, "run\n") == 0)
		put_columns(&run_columns, IN_TABLE | IN_MAIL);
	else if (strcmp(name, "ab\n") == 0)
		put_columns(&compare, IN_AB);
	else if (strcmp(name, "compare\n") == 0)
		put_columns(&compare, IN_TABLE);
	compare_columns_close(&compare);
}

int main(int argc, char **argv)
{
	static const char begin[] = ".\\\" columns ", end[] = ".\\\" end\n";
	char line[1024];
	bool in_list = false;
	FILE *page = argc == 2 ? fopen(argv[1], "r") : NULL;
	if (!page) {
		fputs("manual: expected a manual page\n", stderr);
		return 2;
	}
	while (fgets(line, sizeof(line), page)) {
		in_list &= strcmp(line, end) != 0;
		if (!in_list)
			fputs(line, stdout);
		if (strncmp(line, begin, strlen(begin)) != 0)
			continue;
		in_list = true;
		put_list(line + strlen(begin));
	}
	return fclose(page) != 0 || fflush(stdout) != 0;
}
