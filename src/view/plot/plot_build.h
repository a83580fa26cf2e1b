/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How pictures are put together. Only plot*.c include this.
 *
 * A picture is a few data files in a folder of its own and a static gnuplot
 * script that reads them there. Where a function can fail it returns 0 or
 * -errno, the message in the job's err.
 */
#ifndef VIEW_PLOT_BUILD_H
#define VIEW_PLOT_BUILD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/known.h"
#include "record/record.h"
#include "record/caption.h"
#include "analysis/parts.h"
#include "view/plot/plot.h"
#include "analysis/series.h"

/* Words of the picture that is being made, for the list; owned. */
struct plot_words {
	char *title, *caption, *command;
};

struct plot_job {
	const struct records *records;
	const char *dir;	/* receives pictures and their numbers */
	const _Atomic int *stop;	/* not 0: draw no further one; may be NULL */
	char work[4096];	/* folder of the data files, inside dir */
	struct plot_list *list;	/* of the pictures drawn */
	struct plot_words *words;
	struct error *err;
};

/* ---- plot_text.c ---- */

/* Text as one field of a data file, which gnuplot takes as text and no more. */
void plot_field(FILE *out, const char *text);
/*
 * A legend's entry: one line of at most so many columns, cut in its middle.
 * name     well-formed UTF-8; freed or returned
 */
char *plot_legend(char *name, size_t columns);
/* name, which is freed, as a field of at most so many columns; "-" for "". */
void plot_name(FILE *out, char *name, size_t columns);
/*
 * Text as lines of a data file, broken at blanks; once *lines are most no more,
 * and the last then says so.
 */
void plot_lines(FILE *out, const char *text, size_t columns, size_t most,
		size_t *lines);
/* "n = 3 to 5 repetitions" */
void plot_put_n(FILE *out, uint64_t least, uint64_t most);
/* "NaN" where unknown. */
void plot_number(FILE *out, struct real real);
/* Write and free what the stream holds, as a file in folder. */
int plot_file(const struct plot_job *job, const char *folder, const char *name,
	      struct text_stream *stream);
/* The same as the numbers of picture name, beside it. */
int plot_csv(const struct plot_job *job, const char *name,
	     struct text_stream *stream);

/* ---- plot_words.c ---- */

/* Where a picture's words come from: a campaign, or repetitions like some. */
struct plot_source {
	const struct part *part;	/* or NULL */
	const size_t *treatment;	/* those drawn; NULL: all */
	size_t nr_sides;
	const struct records *records;	/* where part is NULL */
	const struct sample **like;	/* [nr_likes] the same */
	size_t nr_likes;
};

/* The texts of a caption: counts, machine, kernels, command. */
enum { PLOT_CAPTION_TEXTS = 4, PLOT_TITLE_LINES = 2 };

/* The room that a script has for a caption; each text finds a line at least. */
struct plot_room {
	size_t columns, lines;
	size_t most[PLOT_CAPTION_TEXTS];	/* lines of each text */
};

extern const struct plot_room plot_room_fixed;	/* rate.gp, cpu-time.gp, rss.gp */
extern const struct plot_room plot_room_grows;	/* pictures as high as they need */

/*
 * Write title.txt, what is drawn, and keep it for the list.
 * line     [n] one or two, printable
 */
int plot_title(const struct plot_job *job, char *const line[], size_t n,
	       size_t columns);
/*
 * Write caption.txt and keep it for the list, with the command.
 * counts   how much of what is drawn, and what is left out; freed
 */
int plot_caption(const struct plot_job *job, const struct plot_source *source,
		 char *counts, const struct plot_room *room);

/* ---- plot_series.c ---- */

/* What repetitions are counted of: as a caption puts it. */
enum plot_marks { PLOT_RATES, PLOT_BAR_PAIRS, PLOT_POINTS };

/*
 * Title, caption, and what tasks are.
 * words    the title's first line, or NULL: what series share alone
 */
int plot_series_words(const struct plot_job *job, const struct picture *picture,
		      const char *words, enum plot_marks marks);

/* ---- plot_list.c ---- */

/* Add the picture whose words are job's, and take them. */
void plot_list_add(const struct plot_job *job, const struct plot_kind *kind,
		   const char *name, const char *csv);
/* Accepts an empty object. */
void plot_words_close(struct plot_words *words);

/* ---- plot.c ---- */

/*
 * Run gnuplot on the data files, move the picture to dir and add it to the list.
 * name     of the picture, without ".svg"
 * csv      name of the file of its numbers, without ".csv"
 */
int plot_draw(const struct plot_job *job, const struct plot_kind *kind,
	      const char *name, const char *csv);

/* ---- plot_rate.c ---- */

struct rate_plot {
	struct plot_kind kind;
	struct real (*get)(const struct summary *summary);
	struct real (*interval)(const struct summary *summary);
};

extern const struct rate_plot rate_plots[];
extern const size_t nr_rate_plots;

/* Whether there is anything to draw. */
bool plot_any_rate(const struct rate_plot *rate, const struct picture *picture);
int plot_rate(const struct plot_job *job, const struct rate_plot *rate,
	      const struct picture *picture, const char *name);

/* ---- plot_time.c ---- */

extern const struct plot_kind plot_time_kind;

bool plot_any_time(const struct picture *picture);
int plot_time(const struct plot_job *job, const struct picture *picture,
	      const char *name);

/* ---- plot_rss.c ---- */

extern const struct plot_kind plot_rss_kind;

/* Of series_join_sizes' series. */
bool plot_any_rss(const struct picture *picture);
int plot_rss(const struct plot_job *job, const struct picture *picture,
	     const char *name);

/* ---- plot_label.c ---- */

/* What text takes in pictures, in hundredths of the font's size. */
unsigned plot_text_width(const char *text);
/*
 * A bar's label in one line or two of at most that width; what is longer has
 * dots in its middle.
 * line     receives strings the caller frees; line[1] is NULL where one does
 */
void plot_label(const char *text, unsigned width, char *line[2]);

/* ---- plot_comparison.c ---- */

extern const struct plot_kind plot_comparison_kind;

/* What comparison.gp has room for: panels, and bars in all of them. */
enum { PLOT_PANELS = 6, PLOT_BARS = 24 };

/* Bars of one row of a campaign: of the first treatment, and of some others. */
struct panel {
	const struct part *part;
	size_t row;
	/* The first of the others that are measured; bars with the first's. */
	size_t first, n;
};

size_t plot_count_panels(const struct compare *comparison);
/* The panels of the next picture, from first on; returns how many. */
size_t plot_take_panels(const struct part *part, size_t first,
			struct panel panel[PLOT_PANELS]);
/*
 * Draw n panels of one campaign.
 * nr_left_out  panels that no picture after this one shows
 */
int plot_comparison(const struct plot_job *job, const struct panel panel[],
		    size_t n, size_t nr_left_out, const char *name);

/* A row's name and what it is, printable: the caller frees it. */
char *plot_row_name(const struct compare *comparison, size_t row);
/*
 * The title of a picture of a campaign: words, a text of its records behind
 * them, and what its numbers are.
 */
int plot_campaign_title(const struct plot_job *job, const struct compare *c,
			const char *words, const char *text);

/* ---- plot_memory.c ---- */

extern const struct plot_kind plot_memory_kind;

/* What memory.gp has room for. */
enum { MEMORY_PANELS = 6 };

struct memory_plot {
	const struct part *part;
	size_t row[MEMORY_PANELS];	/* of the campaign */
	size_t nr_panels;
};

/*
 * The panels of the next picture, from *row of the campaign on, which becomes
 * the one after its last; returns how many.
 */
size_t plot_take_memory(const struct part *part, size_t *row,
			struct memory_plot *plot);
int plot_memory(const struct plot_job *job, const struct memory_plot *plot,
		const char *name);

/* ---- plot_past.c ---- */

/* Imported tables of one file, alike but for the kernel: its first, another. */
struct past {
	const struct series *first, *other;
};

enum { PASTS_MOST = 2 };

/*
 * The imported tables that may stand beside a workload of a campaign: those of
 * the same bytes, page size, kind, pattern and tasks, of a file that has two.
 * records  what list is of
 * Returns  how many; further ones are left out
 */
size_t plot_past_find(const struct records *records,
		      const struct series_list *list, const struct sample *like,
		      struct past past[PASTS_MOST]);
/* Pages touched per second of wall or CPU time; unknown where there is no row. */
struct real plot_past_rate(const struct series *series, uint64_t threads,
			   bool cpu);

/* ---- plot_gain.c ---- */

/* Gain: to the first treatment; scaling: to its rate with the fewest threads. */
extern const struct plot_kind plot_gain_kind, plot_scaling_kind;

/* What gain.gp has room for. */
enum { GAIN_WORKLOADS = 3, GAIN_CURVES = 8 };

struct gain_plot {
	const struct part *part;
	const struct records *plain;	/* what past is of */
	const struct series_list *past;	/* has imported tables, if any are there */
	bool scaling;
	size_t row[GAIN_WORKLOADS];	/* the first row of each workload */
	size_t nr_workloads;
};

/*
 * The workloads of the next picture, from *row of the campaign on, which becomes
 * the one after: those that are measured with two numbers of tasks or more.
 * Returns  how many
 */
size_t plot_take_gain(struct gain_plot *plot, size_t *row);
int plot_gain(const struct plot_job *job, const struct gain_plot *plot,
	      const char *name);

#endif
