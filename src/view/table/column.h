/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A column: what it is called, and what stands in it. A table, a mail, Markdown,
 * CSV, JSON, the page's tables and the lists of the manual pages are all made of
 * the same arrays of columns: run_columns.c has the rows of a run,
 * compare_columns.c the cells that were compared.
 */
#ifndef VIEW_TABLE_COLUMN_H
#define VIEW_TABLE_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/known.h"
#include "record/record.h"

/* What stands in a cell. Text that is NULL and numbers not known are "-". */
struct value {
	enum value_type { VALUE_TEXT, VALUE_REAL, VALUE_COUNT, VALUE_BOOL } type;
	const char *text;	/* lives as long as what the column shows */
	char *owned;		/* instead of text: value_close frees it */
	struct real real;
	struct count count;
	bool flag;
};

struct value value_text(const char *text);
struct value value_owned(char *text);
struct value value_real(struct real real);
struct value value_count(struct count count);
struct value value_size(size_t n);
struct value value_bool(bool flag);
/* The sample's member of that JSON name; unknown where sample is NULL. */
struct value value_of_member(const struct sample *sample, const char *name);
void value_close(struct value *value);

/* Where a column is shown. */
enum column_where {
	IN_TABLE = 1,	/* on a terminal */
	IN_MAIL = 2,
	IN_PAGE = 4,	/* report.html, and Markdown */
	IN_DATA = 8,	/* CSV and JSON */
	IN_AB = 16,	/* the same of pft ab, where it is not as of pft compare */
	IN_AB_DATA = 32,
	IN_AB_PAGE = 64,
};

struct column {
	const char *name;	/* in CSV and JSON; NULL: in neither */
	const char *title;	/* above it in tables; NULL: in none */
	const char *unit;	/* "%": values are shares, shown in percent; or NULL */
	int decimals;		/* as many as there is room for */
	/* A cost: from this value on without decimals, and where it is tiny or
	 * huge with an exponent; 0: not so. */
	double whole_from;
	size_t width;		/* at least */
	bool left;		/* text that begins under its title */
	int importance;		/* where there is no room, the lowest goes first */
	unsigned where;		/* bits of enum column_where */
	const char *help;	/* a sentence of the manual page */
	int which;		/* for get: of several that are alike */
	struct value (*get)(const void *of, const struct column *column);
};

/* A getter of one expression of l, which is the thing as that type. */
#define COLUMN_GET(name, type, expression)                                    \
	static struct value get_##name(const void *of,                        \
				       const struct column *column)           \
	{                                                                     \
		const type *l = of;                                           \
		(void)column, (void)l;                                        \
		return expression;                                            \
	}

/* The importance of what is shown where there is room, and of what is needed. */
enum { WHERE_THERE_IS_ROOM = 10, NEEDED = 50 };

/* An array of columns. */
struct columns {
	const struct column *column;
	size_t n;
};

/* Which of them are shown somewhere, as pointers: the caller frees the array. */
const struct column **columns_in(const struct columns *columns, unsigned where,
				 size_t *n);

/*
 * A value for people, with at most so many decimals; a positive number that
 * would look like 0 is "<0.001".
 * Returns  a string the caller frees.
 */
char *column_shown(const struct column *column, const struct value *value,
		   int decimals);
/* What column shows of a thing, with all its decimals; the caller frees it. */
char *column_text(const struct column *column, const void *of);

/* One field of CSV, as csv.h writes it. */
void column_put_csv(FILE *out, const struct value *value);
/* A line of the names of columns, those that are in where. */
void column_csv_names(FILE *out, const struct columns *columns, unsigned where);
void column_csv_line(FILE *out, const struct columns *columns, unsigned where,
		     const void *of);
/* The same as a record of that type: a line of JSON. */
void column_json_line(FILE *out, const struct columns *columns, unsigned where,
		      const char *type, const void *of);

#endif
