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
#include "view/caption.h"
#include "view/parts.h"
#include "view/plot.h"
#include "view/series.h"

struct plot_job {
	const struct records *records;
	const char *dir;	/* receives pictures and their numbers */
	const _Atomic int *stop;	/* not 0: draw no further one; may be NULL */
	char work[4096];	/* folder of the data files, inside dir */
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
/*
 * Text as lines of a data file, broken at blanks; once *lines are most no more,
 * and the last then says so.
 */
void plot_lines(FILE *out, const char *text, size_t columns, size_t most,
		size_t *lines);
/* "NaN" where unknown. */
void plot_number(FILE *out, struct real real);
/* Write and free what the stream holds, as a file in folder. */
int plot_file(const struct plot_job *job, const char *folder, const char *name,
	      struct caption_stream *stream);

/* The data files that every picture has: title, what tasks are, caption. */
int plot_title(const struct plot_job *job, const struct picture *picture);
int plot_tasks(const struct plot_job *job, const struct picture *picture);
int plot_caption(const struct plot_job *job, const struct picture *picture,
		 bool rates_shown);

/* ---- plot.c ---- */

/*
 * Run gnuplot on the data files and move the picture to dir.
 * script   file name of the script
 * argument of it, or NULL
 * name     of the picture, without ".svg"
 */
int plot_draw(const struct plot_job *job, const char *script,
	      const char *argument, const char *name);

/* ---- plot_rate.c ---- */

struct rate_plot {
	const char *name;	/* of the files */
	const char *argument;	/* of rate.gp */
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

bool plot_any_time(const struct picture *picture);
int plot_time(const struct plot_job *job, const struct picture *picture,
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

/* What comparison.gp has room for: panels, and bars in all of them. */
enum { PLOT_PANELS = 6, PLOT_BARS = 24 };

/* Bars of one row of a campaign: of the first treatment, and of some others. */
struct panel {
	const struct part *part;
	size_t row;
	/* The first of the others that are measured; bars with the first's. */
	size_t first, n;
};

size_t plot_count_panels(const struct comparison *comparison);
/* The panels of the next picture, from first on; returns how many. */
size_t plot_take_panels(const struct part *part, size_t first,
			struct panel panel[PLOT_PANELS]);
/*
 * Draw n panels of one campaign.
 * nr_left_out  panels that no picture after this one shows
 */
int plot_comparison(const struct plot_job *job, const struct panel panel[],
		    size_t n, size_t nr_left_out, const char *name);

/* The title of a picture of a campaign: words and its first treatment's label. */
int plot_comparison_title(const struct plot_job *job, const struct comparison *c,
			  const char *words);

/* ---- plot_memory.c ---- */

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

#endif
