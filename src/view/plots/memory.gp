# SPDX-License-Identifier: GPL-3.0-or-later
# Memory against speed: for each named workload of a campaign a panel, in it a
# point for each treatment: what a page costs to be faulted in and unmapped, and
# how many pages are present for each that was touched. All panels to one scale,
# both axes logarithmic.
#
# gnuplot -d -c memory.gp, in a folder with these files of view/plot/plot_memory.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   data.txt     for each panel a line of no meaning, then for each treatment
#                cost and present pages per page (NaN: unknown); two empty lines
#                between panels
#   panels.txt   for each panel its name and what the first treatment costs
#   names.txt    for each treatment its name
#   axis.txt     the least and the largest cost, the most present pages, the axis
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
stats 'axis.txt' using (cost_least = column(1), cost_most = column(2), \
	present_most = column(3), axis_text = strcol(4), 0) nooutput
array panel_name[6]
array panel_first[6]
nr_panels = 0
stats 'panels.txt' using (nr_panels = nr_panels + 1, \
	panel_name[nr_panels] = strcol(1), panel_first[nr_panels] = column(2), 0) nooutput
array name[9]
nr_names = 0
stats 'names.txt' using (nr_names = nr_names + 1, \
	name[nr_names] = strcol(1), 0) nooutput

# Colours that all can tell apart (Okabe and Ito 2008), and open shapes: where
# points are in one place each is seen through the others.
array color[9] = ['#000000', '#E69F00', '#0072B2', '#009E73', '#D55E00', \
	'#CC79A7', '#56B4E9', '#6A3D9A', '#7F7F7F']
array shape[9] = [2, 6, 4, 8, 10, 12, 14, 1, 3]
array size[9] = [1.9, 2.6, 2.0, 2.1, 2.1, 2.2, 2.2, 1.8, 1.8]

# In pixels, from the top: title, rows of panels with what is above and below
# each, the key, the caption.
nr_columns = nr_panels < 3 ? nr_panels : 3
nr_rows = (nr_panels + nr_columns - 1) / nr_columns
title_high = 84
above = 34
panel_high = 250
below = 74
key_rows = (nr_names + 4) / 5
key_high = 26 * key_rows + 20
caption_high = 16 * caption_lines + 16
width = 1280
height = title_high + nr_rows * (above + panel_high + below) + key_high + caption_high
left = 84
right = 24
apart = 62
panel_wide = (width - left - right - (nr_columns - 1) * apart) / real(nr_columns)
across(x) = x / real(width)
down(y) = 1 - y / real(height)

set logscale xy
set xrange [cost_least * 0.8 : cost_most * 1.25]
set yrange [0.86 : (present_most > 1.9 ? present_most : 1.9) * 1.2]

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
	set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set xtics out nomirror font ',11' ('1' 1, '2' 2, '5' 5, '10' 10, '20' 20, \
		'50' 50, '100' 100, '200' 200, '500' 500, '1000' 1000, '2000' 2000, \
		'5000' 5000, '10000' 10000, '20000' 20000, '50000' 50000, \
		'100000' 100000, '200000' 200000, '500000' 500000)
	set ytics out nomirror font ',11' ('1' 1, '1.5' 1.5, '2' 2, '3' 3, '4' 4, \
		'6' 6, '8' 8, '12' 12, '16' 16, '32' 32, '64' 64, '128' 128, \
		'256' 256, '512' 512)
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
			down(panel_top - 16) left noenhanced font ',13'
		set xlabel axis_text noenhanced font ',11' offset 0, 0.3
		if (column_of == 0) {
			set ylabel 'pages present per page touched' font ',11' offset 1, 0
		} else {
			unset ylabel
		}
		set arrow 1 from first panel_first[i], graph 0 to first panel_first[i], graph 1 \
			nohead lc rgb '#808080' lw 1.2 dt 2 back
		set arrow 2 from graph 0, first 1 to graph 1, first 1 \
			nohead lc rgb '#808080' lw 1.2 dt 2 back
		plot for [s = 1:nr_names] 'data.txt' index i - 1 every ::s::s using 1:2 \
			with points pt shape[s] ps size[s] lw 2.4 lc rgb color[s] notitle
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
		horizontal Left reverse font ',12' samplen 1 width 3 maxcols 5 \
		noenhanced
	plot for [s = 1:nr_names] NaN with points pt shape[s] ps size[s] lw 2.4 \
		lc rgb color[s] title name[s]
	unset multiplot
	set output
}
