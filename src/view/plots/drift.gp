# SPDX-License-Identifier: GPL-3.0-or-later
# Cost against the time of measuring, in percent off the mean of its own line: a
# panel for each workload, each to its own scale; a colour and shape for each
# kernel or setting.
#
# gnuplot -d -c drift.gp, in a folder with these files of view/plot/plot_drift.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   data.txt     for each panel and in it for each name a line of no meaning,
#                then for each repetition its time and percentage; two empty lines
#                between these parts
#   units.txt    the same of boots or runs: means; none, where there is one each
#   panels.txt   for each panel its name, and from which to which percentage
#                it goes
#   names.txt    for each kernel or setting its name
#   axis.txt     how long it took, 1 where units.txt has points, how large a
#                repetition's point is, the axis of percentages, that of times
#   title.txt, caption.txt  lines of the title and of the caption
# Writes picture.svg and picture.png.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ''

title_text = ''
stats 'title.txt' using (title_text = title_text . strcol(1) . "\n", 0) nooutput
text_shown = ''
caption_lines = 0
stats 'caption.txt' using (text_shown = text_shown . strcol(1) . "\n", \
	caption_lines = caption_lines + 1, 0) nooutput
stats 'axis.txt' using (span = column(1), units = column(2), \
	point_size = column(3), y_text = strcol(4), x_text = strcol(5), 0) nooutput
array panel_name[6]
array panel_low[6]
array panel_high_end[6]
nr_panels = 0
stats 'panels.txt' using (nr_panels = nr_panels + 1, \
	panel_name[nr_panels] = strcol(1), panel_low[nr_panels] = column(2), \
	panel_high_end[nr_panels] = column(3), 0) nooutput
array name[8]
nr_names = 0
stats 'names.txt' using (nr_names = nr_names + 1, \
	name[nr_names] = strcol(1), 0) nooutput

# Okabe and Ito's colours; shape and dash tell the series apart in grey.
set linetype 1 lc rgb '#0072B2' dt 1 pt 7 lw 1.6
set linetype 2 lc rgb '#D55E00' dt 2 pt 5 lw 1.6
set linetype 3 lc rgb '#009E73' dt 4 pt 9 lw 1.6
set linetype 4 lc rgb '#CC79A7' dt 5 pt 13 lw 1.6
set linetype 5 lc rgb '#000000' dt 3 pt 6 lw 1.6
set linetype 6 lc rgb '#E69F00' dt 1 pt 4 lw 1.6
set linetype 7 lc rgb '#56B4E9' dt 2 pt 8 lw 1.6
set linetype 8 lc rgb '#7F7F7F' dt 4 pt 12 lw 1.6

# In pixels, from the top: title, rows of panels with what is above and below
# each, the key, the caption.
nr_columns = nr_panels < 2 ? 1 : 2
nr_rows = (nr_panels + nr_columns - 1) / nr_columns
title_high = 78
above = 34
panel_high = nr_rows > 1 ? 230 : 340
below = 62
key_rows = (nr_names + 2) / 3
key_high = 26 * key_rows + 20
caption_high = 16 * caption_lines + 16
width = 1200
height = title_high + nr_rows * (above + panel_high + below) + key_high + caption_high
left = 104
right = 24
apart = 104
panel_wide = (width - left - right - (nr_columns - 1) * apart) / real(nr_columns)
across(x) = x / real(width)
down(y) = 1 - y / real(height)

do for [kind in 'svg png'] {
	if (kind eq 'svg') {
		set terminal svg size width, height dynamic background rgb 'white' \
			font 'DejaVu Sans,13'
	} else {
		set terminal pngcairo size width, height background rgb 'white' \
			font 'DejaVu Sans,13'
	}
	set output 'picture.' . kind
	set multiplot
	set key off
	set border 3 lw 1.2
	set grid ytics lt 1 lc rgb '#d0d0d0' lw 0.8 dt solid
	set xtics out nomirror font ',11' format '%g'
	set ytics out nomirror font ',11' format '%+g%%'
	set ytics add ('0%%' 0)
	set xrange [-0.02 * span : 1.02 * span]
	do for [i = 1:nr_panels] {
		column_of = (i - 1) % nr_columns
		row_of = (i - 1) / nr_columns
		panel_left = left + column_of * (panel_wide + apart)
		panel_top = title_high + row_of * (above + panel_high + below) + above
		set lmargin at screen across(panel_left)
		set rmargin at screen across(panel_left + panel_wide)
		set tmargin at screen down(panel_top)
		set bmargin at screen down(panel_top + panel_high)
		if (i == 1) {
			set label 1 title_text at screen 0.5, down(26) center noenhanced \
				font ',15'
			set label 2 text_shown at screen 0.014, \
				down(height - caption_high + 4) left noenhanced font ',10' \
				tc rgb '#404040'
		}
		set label 3 panel_name[i] at screen across(panel_left), \
			down(panel_top - 16) left noenhanced font ',11'
		set yrange [panel_low[i] : panel_high_end[i]]
		if (i > nr_panels - nr_columns) {
			set xlabel x_text noenhanced font ',11' offset 0, 0.3
		} else {
			unset xlabel
		}
		# Where tics are wide gnuplot would put it off the picture.
		if (column_of == 0) {
			set label 4 y_text at screen across(12), \
				down(panel_top + panel_high / 2.0) center rotate by 90 \
				noenhanced font ',11'
		}
		set arrow 1 from graph 0, first 0 to graph 1, first 0 \
			nohead lc rgb '#808080' lw 1.2 dt 2 back
		plot for [s = 1:nr_names] 'data.txt' \
				index (i - 1) * nr_names + s - 1 every ::1 using 1:2 \
				with points lt s ps point_size notitle, \
			for [s = 1:nr_names] 'units.txt' \
				index (i - 1) * nr_names + s - 1 every ::1 using 1:2 \
				with linespoints lt s ps 1.7 notitle
		unset label
		unset arrow
	}
	# The key, alone.
	set lmargin at screen 0
	set rmargin at screen 1
	set tmargin at screen down(height - caption_high - key_high)
	set bmargin at screen down(height - caption_high)
	unset border
	unset grid
	unset xlabel
	unset xtics
	unset ytics
	set xrange [0 : 1]
	set yrange [0 : 1]
	set key at screen across(left), down(height - caption_high - key_high + 10) \
		left top horizontal Left reverse font ',12' samplen 3 width 2 maxcols 3 \
		noenhanced
	if (units > 0) {
		plot for [s = 1:nr_names] NaN with linespoints lt s ps 1.7 title name[s]
	} else {
		plot for [s = 1:nr_names] NaN with points lt s ps 1.2 title name[s]
	}
	unset multiplot
	set output
}
