/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels of bars: as wide as there is room for, in one line or two. What they
 * take in DejaVu Sans is estimated, rather too high: what is cut off at the edge
 * of a picture cannot be read.
 */
#ifndef VIEW_PLOT_LABEL_H
#define VIEW_PLOT_LABEL_H

/* What text takes in pictures, in hundredths of the font's size. */
unsigned plot_text_width(const char *text);
/*
 * A bar's label in one line or two of at most that width; what is longer has
 * dots in its middle.
 * line     receives strings the caller frees; line[1] is "" where one does
 */
void plot_label(const char *text, unsigned width, char *line[2]);

#endif
