# SPDX-License-Identifier: GPL-3.0-or-later
# Did it help, where, and how sure: ratios against tasks. A panel for each workload
# and for what is in the cost, all to one scale; a curve for each kernel or setting,
# with intervals; published tables dashed.
#
# gnuplot -d -c gain.gp gain|scaling, in a folder with these files of
# view/plot/plot_gain.c, fields separated by tabs, and no record's text anywhere but in
# fields:
#   data.txt     for each panel and in it each curve a line of no meaning, then
#                lines: tasks, ratio, low, high, where the ratio is written (NaN:
#                nowhere) and that text; two empty lines between curves
#   names.txt    for each curve its name, and 1 if it was published
#   panels.txt   for each panel its name
#   axis.txt     fewest and most tasks, least and largest ratio, the axis, what
#                tasks are
#   title.txt, caption.txt  lines of the title and of the caption
# Writes picture.svg and picture.png.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ''
set datafile missing 'NaN'

title_text = ''
stats 'title.txt' using (title_text = title_text . strcol(1) . "\n", 0) nooutput
text_shown = ''
caption_lines = 0
stats 'caption.txt' using (text_shown = text_shown . strcol(1) . "\n", \
	caption_lines = caption_lines + 1, 0) nooutput
stats 'axis.txt' using (tasks_least = column(1), tasks_most = column(2), \
	ratio_least = column(3), ratio_most = column(4), axis_text = strcol(5), \
	tasks_text = strcol(6), 0) nooutput
array panel_name[6]
nr_panels = 0
stats 'panels.txt' using (nr_panels = nr_panels + 1, \
	panel_name[nr_panels] = strcol(1), 0) nooutput
array name[8]
array published[8]
nr_curves = 0
stats 'names.txt' using (nr_curves = nr_curves + 1, \
	name[nr_curves] = strcol(1), published[nr_curves] = column(2), 0) nooutput

# Colours that all can tell apart (Okabe and Ito 2008), and shapes; what was
# published is grey, dashed and open.
array ours_color[8] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', \
	'#56B4E9', '#000000', '#6A3D9A']
array ours_shape[8] = [7, 5, 9, 13, 11, 15, 2, 3]
array past_color[8] = ['#404040', '#8A8A8A', '#6B6B6B', '#A0A0A0', '#404040', \
	'#8A8A8A', '#6B6B6B', '#A0A0A0']
array past_shape[8] = [6, 4, 8, 12, 10, 14, 1, 2]
array color[8]
array shape[8]
array dashes[8]
nr_ours = 0
nr_past = 0
do for [s = 1:nr_curves] {
	if (published[s] > 0) {
		nr_past = nr_past + 1
		color[s] = past_color[nr_past]
		shape[s] = past_shape[nr_past]
		dashes[s] = 2
	} else {
		nr_ours = nr_ours + 1
		color[s] = ours_color[nr_ours]
		shape[s] = ours_shape[nr_ours]
		dashes[s] = 1
	}
}
# Side by side by a hair, so that intervals of curves that meet are told apart.
beside(s) = 2 ** ((s - (nr_curves + 1) / 2.0) * 0.02 * \
	log(tasks_most / real(tasks_least)) / log(8))

# In pixels, from the top: title, rows of panels with what is above and below
# each, the key, the caption.
nr_columns = nr_panels > 1 ? 2 : 1
nr_rows = (nr_panels + nr_columns - 1) / nr_columns
title_high = 84
above = 34
panel_high = 270
below = 66
key_columns = 2
key_rows = (nr_curves + key_columns - 1) / key_columns
key_high = 24 * key_rows + 18
caption_high = 16 * caption_lines + 16
width = 1280
height = title_high + nr_rows * (above + panel_high + below) + key_high + caption_high
left = 76
right = 60
apart = 116
panel_wide = (width - left - right - (nr_columns - 1) * apart) / real(nr_columns)
across(x) = x / real(width)
down(y) = 1 - y / real(height)

set logscale x 2
set xrange [tasks_least / 1.18 : tasks_most * 1.18]
set yrange [ratio_least : ratio_most]

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
	# Where a line meets a number, the number is read.
	set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4, 0.4
	set border 3 lw 1.2
	set grid ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set xtics out nomirror font ',11' 2 format '%g'
	set ytics out nomirror font ',11' format '%g'
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
		set xlabel tasks_text noenhanced font ',11' offset 0, 0.3
		set ylabel axis_text noenhanced font ',11' offset 0.3, 0
		set arrow 1 from graph 0, first 1 to graph 1, first 1 \
			nohead lc rgb '#000000' lw 1.6 back
		first_of = (i - 1) * nr_curves - 1
		plot for [s = 1:nr_curves] 'data.txt' index first_of + s every ::1 \
				using ($1 * beside(s)):2:3:4 with yerrorbars \
				pt 0 lw 1.8 lc rgb color[s] notitle, \
			for [s = 1:nr_curves] 'data.txt' index first_of + s every ::1 \
				using ($1 * beside(s)):2 with linespoints dt dashes[s] \
				pt shape[s] ps 1.4 lw 2.2 lc rgb color[s] notitle, \
			for [s = 1:nr_curves] 'data.txt' index first_of + s every ::1 \
				using ($1 * beside(nr_curves)):5:6 with labels left \
				noenhanced boxed font ',11' offset 1.3, 0 tc rgb color[s] notitle
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
	unset ylabel
	unset xtics
	unset ytics
	set key at screen 0.5, down(height - caption_high - key_high + 4) center top \
		horizontal Left reverse font ',12' samplen 3 width 3 maxcols key_columns \
		noenhanced
	plot for [s = 1:nr_curves] NaN with linespoints dt dashes[s] pt shape[s] \
		ps 1.4 lw 2.2 lc rgb color[s] title name[s]
	unset multiplot
	set output
}
