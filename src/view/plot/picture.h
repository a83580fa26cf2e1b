/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture as gnuplot gets it: a table of numbers, and around it the words, the
 * panels, the curves and the axes. It is written once, as two files of CSV that
 * the scripts in plots/ read by column name:
 *
 *   the table    a line for each point or bar; it is also what is published
 *                beside the picture
 *   words.csv    everything else (plots/common.gp says which column is what)
 *
 * A text may have any characters. It is made printable where it is written, and is
 * text only: nothing in it can be code, markup or the end of a field.
 */
#ifndef VIEW_PICTURE_H
#define VIEW_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/known.h"
#include "base/stream.h"

/* What is around the numbers: a line of words.csv, where what has no meaning is 0. */
struct picture_words {
	char *text;		/* owned; NULL: nothing is written there */
	size_t panel, key;	/* which of them it is of, from 0 */
	int style;		/* each script has its own */
	double x, y;		/* of a mark its place; of a curve its first and last line */
	double low, high;	/* of an axis or a panel, in the numbers of the table */
	double unit;		/* what the script divides numbers by; 0: as 1 */
};

struct picture_list {
	struct picture_words *line;
	size_t n;
};

/*
 * The first lines of a table as texts, "" where unknown: for people, who look at no
 * more.
 */
enum { PICTURE_LINES_KEPT = 60 };
struct picture_data {
	char **field;		/* [nr_columns * (1 + nr_kept)], names first; owned */
	size_t nr_columns;	/* 0: nothing is kept */
	size_t nr_kept;		/* lines */
	size_t nr_lines;	/* of the table, without its header */
};

enum { PICTURE_TITLES = 2, PICTURE_CAPTIONS = 4 };

struct picture {
	char *title[PICTURE_TITLES];		/* owned, as all below; NULL or "": none */
	char *caption[PICTURE_CAPTIONS];	/* counts, machine, kernels, command */
	char *command;		/* that measured it, for a shell; several: a line each */
	char *note;		/* a line above the caption */
	struct picture_words x, y;	/* axes */
	/*
	 * Panels have headings and ranges; keys are entries of the key: one colour and
	 * shape; curves are lines of the table that belong together: a curve, or the bars
	 * of a panel; marks are words at places of panels.
	 */
	struct picture_list panel, key, curve, mark;
	struct text_stream table;
	struct picture_data data;	/* the same */
	const char *variant;	/* see picture_open */
	const char *file;	/* published instead of the table; NULL: the table */
	bool is_drawn;		/* picture_open was called */
	bool is_counted;	/* nothing is put into it: only its things are counted */
};

/* ---- the table ---- */

/* A field. Those below make one; the line that it is put into frees its text. */
struct picture_cell {
	char *text;
	enum { CELL_NUMBER, CELL_TEXT, CELL_SHOWN } type;
};
struct picture_cell cell_text(const char *text);
/* Text that the script writes into the picture; taken. */
struct picture_cell cell_shown(char *text);
struct picture_cell cell_count(uint64_t count);
/* To twelve digits. */
struct picture_cell cell_real(struct real real);
struct picture_cell cell_number(double number, int decimals);

/*
 * An empty picture, which is drawn.
 * names    of the table's columns, with commas between
 * variant  what stands where they have a '@', and what the script is told: "ns" or
 *          "instructions"; NULL: all are the same always
 * Returns  whether things are put into it; false: they are counted alone
 */
bool picture_open(struct picture *picture, const char *names, const char *variant);
/* n is the number of columns. */
void picture_put_line(struct picture *picture, const struct picture_cell cell[],
		      size_t n);
/* A line of the table; it belongs to the last curve. */
#define picture_line(picture, ...)                                             \
	picture_put_line(picture,                                              \
			 (const struct picture_cell[]){ __VA_ARGS__ },         \
			 sizeof((const struct picture_cell[]){ __VA_ARGS__ }) / \
				 sizeof(struct picture_cell))

/* ---- what is around it ---- */

/* One more line of a list; its text is taken. */
void picture_add(struct picture_list *list, struct picture_words words);
/* The next lines of the table are of this curve. */
void picture_add_curve(struct picture *picture, size_t panel, size_t key, int style);

/*
 * Give all panels the scale of the highest, which becomes y.high; where that would
 * leave another with nothing to be seen each keeps its own, and y.high is 0.
 */
void picture_share_scale(struct picture *picture);

/* Title and caption as a list has them, one string each, which the caller frees. */
char *picture_title(const struct picture *picture);
char *picture_caption(const struct picture *picture);

/* ---- written ---- */

/*
 * Write words.csv into folder, and the table as the file at path.
 * Errors   -errno of the file that could not be written
 */
int picture_write(struct picture *picture, const char *folder, const char *path,
		  struct error *err);
/* Both accept an empty object. */
void picture_close(struct picture *picture);
void picture_data_close(struct picture_data *data);

#endif
