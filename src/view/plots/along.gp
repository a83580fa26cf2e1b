# SPDX-License-Identifier: GPL-3.0-or-later
# How long touches took along the region: a panel for each line, all to one
# scale, that of times logarithmic.
#
# gnuplot -d -c along.gp, in a folder with these files of view/plot/plot_along.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   data.txt     for each panel a line of no meaning, then for each slice of the
#                region where it begins (MiB), the median touch, the longest
#                (NaN: none); two empty lines between panels
#   panels.txt   for each panel its name, and how long its region is (MiB)
#   axis.txt     the least and the longest time, 1 for times and 0 for
#                instructions, the axis
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
stats 'axis.txt' using (least = column(1), most = column(2), times = column(3), \
	y_text = strcol(4), 0) nooutput
array panel_name[4]
array panel_long[4]
nr_panels = 0
stats 'panels.txt' using (nr_panels = nr_panels + 1, \
	panel_name[nr_panels] = strcol(1), panel_long[nr_panels] = column(2), 0) nooutput

# In pixels, from the top: title, panels with what is above and below each, the
# key, the caption.
title_high = 74
above = 30
panel_high = nr_panels > 2 ? 180 : 260
below = 40
key_high = 66
caption_high = 16 * caption_lines + 16
width = 1200
height = title_high + nr_panels * (above + panel_high + below) + key_high + caption_high
left = 96
right = 1176
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
	set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set logscale y
	set yrange [least / 1.4 : most * 1.4]
	set lmargin at screen across(left)
	set rmargin at screen across(right)
	set xtics out nomirror font ',11'
	if (times > 0) {
		set ytics out nomirror font ',11' ('1 ns' 1, '10 ns' 10, '100 ns' 100, \
			'1 µs' 1e3, '10 µs' 1e4, '100 µs' 1e5, '1 ms' 1e6, '10 ms' 1e7, \
			'100 ms' 1e8, '1 s' 1e9, '10 s' 1e10, '100 s' 1e11)
	} else {
		set ytics out nomirror font ',11' ('1' 1, '10' 10, '100' 100, '1k' 1e3, \
			'10k' 1e4, '100k' 1e5, '1M' 1e6, '10M' 1e7, '100M' 1e8, '1G' 1e9)
	}
	if (most < 100 * least && times > 0) {
		set ytics add ('2 ns' 2, '5 ns' 5, '20 ns' 20, '50 ns' 50, \
			'200 ns' 200, '500 ns' 500, '2 µs' 2e3, '5 µs' 5e3, '20 µs' 2e4, \
			'50 µs' 5e4, '200 µs' 2e5, '500 µs' 5e5, '2 ms' 2e6, '5 ms' 5e6)
	}
	if (most < 100 * least && times == 0) {
		set ytics add ('2' 2, '5' 5, '20' 20, '50' 50, '200' 200, '500' 500, \
			'2k' 2e3, '5k' 5e3, '20k' 2e4, '50k' 5e4, '200k' 2e5, '500k' 5e5)
	}
	set ylabel y_text noenhanced font ',11' offset -0.5, 0
	do for [i = 1:nr_panels] {
		panel_top = title_high + (i - 1) * (above + panel_high + below) + above
		set tmargin at screen down(panel_top)
		set bmargin at screen down(panel_top + panel_high)
		if (i == 1) {
			set label 1 title_text at screen 0.5, down(26) center noenhanced \
				font ',15'
			set label 2 text_shown at screen 0.014, \
				down(height - caption_high + 4) left noenhanced font ',10' \
				tc rgb '#404040'
		}
		set label 3 panel_name[i] at screen across(left), down(panel_top - 15) \
			left noenhanced font ',12'
		set xrange [0 : panel_long[i]]
		if (i == nr_panels) {
			set xlabel 'place in the region (MiB)' noenhanced font ',11' \
				offset 0, 0.4
		} else {
			unset xlabel
		}
		plot 'data.txt' index i - 1 every ::1 using 1:3 with points \
				pt 7 ps 0.35 lc rgb '#E69F00' notitle, \
			'' index i - 1 every ::1 using 1:2 with fsteps \
				lc rgb '#0072B2' lw 2.4 notitle
		unset label
	}
	# The key, alone.
	unset logscale
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
	set xrange [0 : 1]
	set yrange [0 : 1]
	set key at screen across(left), down(height - caption_high - key_high + 34) \
		left top horizontal Left reverse font ',12' samplen 3 width 3
	plot NaN with lines lc rgb '#0072B2' lw 2.4 title 'median of a slice', \
		NaN with points pt 7 ps 0.7 lc rgb '#E69F00' title 'longest of a slice'
	unset multiplot
	set output
}
