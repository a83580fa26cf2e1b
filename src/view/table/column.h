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

enum value_type { VALUE_TEXT, VALUE_REAL, VALUE_COUNT, VALUE_BOOL, VALUE_SIZE };

/* What stands in a cell. Text that is NULL and numbers not known are "-". */
struct value {
	enum value_type type;	/* a VALUE_SIZE becomes a VALUE_COUNT */
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
/*
 * One field of comma-separated values as in RFC 4180, without comma; what is unknown is
 * empty. Text is made printable and quoted where it must be; text that a spreadsheet
 * would take for a formula (=, +, -, @ first) gets an apostrophe before it. A real has
 * twelve digits, a thousand seconds to the nanosecond: more would only show which
 * processor did the arithmetic.
 */
void value_put_csv(FILE *out, const struct value *value);

/* Where a column is shown. */
enum column_where {
	IN_TABLE = 1,	/* on a terminal */
	IN_MAIL = 2,
	IN_PAGE = 4,	/* report.html, and Markdown */
	IN_DATA = 8,	/* CSV and JSON */
	IN_AB = 16,	/* the same of pft ab, where it is not as of pft compare */
	IN_AB_DATA = 32,
	IN_AB_PAGE = 64,
	IN_AB_PRESSURE = 128,	/* further data, where there was memory pressure */
	IN_PRESSURE = 256,	/* a table of that */
	IN_LOCKS = 512,		/* data of locks */
};

struct column {
	const char *name;	/* in CSV and JSON; NULL: in neither */
	const char *suffix;	/* behind name there; or NULL */
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
	enum value_type type;	/* for value_at: what the member is, and where: COLUMN_AT */
	size_t offset;
	struct value (*get)(const void *of, const struct column *column);
};

/* The members of a column that shows a member of a struct. */
#define COLUMN_AT(struct_type, member)                                        \
	.offset = offsetof(struct_type, member),                              \
	.type = _Generic(((struct_type *)NULL)->member,                       \
			 char *: VALUE_TEXT, const char *: VALUE_TEXT,        \
			 struct real: VALUE_REAL, struct count: VALUE_COUNT,  \
			 bool: VALUE_BOOL, size_t: VALUE_SIZE)
/* That member of the struct at of. */
struct value value_at(const void *of, const struct column *column);

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

/* A number for people, at least so wide; "-" where it is unknown. */
void value_put_fixed(FILE *out, int width, int decimals, struct real real);
/*
 * What column shows of a thing to people, with at most so many decimals; a positive
 * number that would look like 0 is "<0.001".
 * Returns  a string the caller frees.
 */
char *column_text(const struct column *column, const void *of, int decimals);

/* A line of the names of columns, those that are in where. */
void column_csv_names(FILE *out, const struct columns *columns, unsigned where);
void column_csv_line(FILE *out, const struct columns *columns, unsigned where,
		     const void *of);
/* The same as a record of that type: a line of JSON. */
void column_json_line(FILE *out, const struct columns *columns, unsigned where,
		      const char *type, const void *of);

#endif
