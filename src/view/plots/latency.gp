# SPDX-License-Identifier: GPL-3.0-or-later
# How long single touches took: for each share of them, the rarest at the right,
# the time within which they were done. Both axes logarithmic.
#
# gnuplot -d -c latency.gp, in a folder with these files of view/plot/plot_latency.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   data.txt     for each line a line of no meaning, then points: the share of
#                touches that took longer, the time (NaN: none), the longest touch
#                (NaN but for the last); two empty lines between lines
#   key.txt      for each line its name, three percentiles and the maximum as
#                words, repetitions
#   axis.txt     the least and the longest time, the rarest share, what a time
#                stamp costs (NaN: unknown), 1 for times and 0 for instructions,
#                the axis, words for the time stamp
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
stats 'axis.txt' using (least = column(1), most = column(2), rarest = column(3), \
	stamp = strcol(4) eq 'NaN' ? 0 : column(4), times = column(5), \
	y_text = strcol(6), stamp_text = strcol(7), 0) nooutput
nr_lines = 0
stats 'key.txt' using (nr_lines = nr_lines + 1, 0) nooutput

# Okabe and Ito's colours; dash and the last point's shape tell the lines apart
# in grey.
set linetype 1 lc rgb '#0072B2' dt 1 pt 7 ps 1.3 lw 2.4
set linetype 2 lc rgb '#D55E00' dt 2 pt 5 ps 1.2 lw 2.4
set linetype 3 lc rgb '#009E73' dt 4 pt 9 ps 1.5 lw 2.4
set linetype 4 lc rgb '#CC79A7' dt 5 pt 13 ps 1.6 lw 2.4
set linetype 5 lc rgb '#000000' dt 3 pt 6 ps 1.4 lw 2.4
set linetype 6 lc rgb '#E69F00' dt 1 pt 4 ps 1.3 lw 2.4
set linetype 7 lc rgb '#56B4E9' dt 2 pt 8 ps 1.5 lw 2.4
set linetype 8 lc rgb '#7F7F7F' dt 4 pt 12 ps 1.6 lw 2.4

# In pixels, from the top: title, axes, the key, the caption.
title_high = 80
area_high = 440
below = 68
row_high = 23
key_high = (nr_lines + 1) * row_high + 16
caption_high = 16 * caption_lines + 16
width = 1200
height = title_high + area_high + below + key_high + caption_high
left = 96
right = 1176
across(x) = x / real(width)
down(y) = 1 - y / real(height)
key_top = title_high + area_high + below

low = stamp > 0 && stamp < least ? stamp : least

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
	set lmargin at screen across(left)
	set rmargin at screen across(right)
	set tmargin at screen down(title_high)
	set bmargin at screen down(title_high + area_high)
	set label 1 title_text at screen 0.5, down(26) center noenhanced font ',15'
	set label 2 text_shown at screen 0.014, down(height - caption_high + 4) \
		left noenhanced font ',10' tc rgb '#404040'
	set border 3 lw 1.2
	set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set logscale xy
	set xrange [1 : rarest / 1.3]
	set yrange [low / 1.6 : most * 1.6]
	set xtics out nomirror font ',11' ('0%%' 1, '50%%' 0.5, '90%%' 0.1, '99%%' 1e-2, \
		'99.9%%' 1e-3, '99.99%%' 1e-4, '99.999%%' 1e-5, '99.9999%%' 1e-6, \
		'99.99999%%' 1e-7, '99.999999%%' 1e-8, '99.9999999%%' 1e-9)
	if (times > 0) {
		set ytics out nomirror font ',11' ('1 ns' 1, '10 ns' 10, '100 ns' 100, \
			'1 µs' 1e3, '10 µs' 1e4, '100 µs' 1e5, '1 ms' 1e6, '10 ms' 1e7, \
			'100 ms' 1e8, '1 s' 1e9, '10 s' 1e10, '100 s' 1e11)
	} else {
		set ytics out nomirror font ',11' ('1' 1, '10' 10, '100' 100, '1k' 1e3, \
			'10k' 1e4, '100k' 1e5, '1M' 1e6, '10M' 1e7, '100M' 1e8, '1G' 1e9)
	}
	set xlabel 'share of touches that took at most so long' noenhanced \
		font ',12' offset 0, 0.2
	set ylabel y_text noenhanced font ',12' offset 0.7, 0
	if (stamp > 0) {
		set arrow 1 from graph 0, first stamp to graph 1, first stamp \
			nohead lc rgb '#606060' lw 1.6 dt 3 back
		set label 3 stamp_text at graph 0.995, first stamp right \
			offset 0, 0.6 noenhanced font ',11' tc rgb '#404040'
	}
	plot for [i = 0:nr_lines - 1] 'data.txt' index i every ::1 using 1:2 \
			with lines lt i + 1 notitle, \
		for [i = 0:nr_lines - 1] 'data.txt' index i every ::1 using 1:3 \
			with points lt i + 1 notitle
	unset label
	unset arrow
	# The key: each line's figures in columns.
	unset logscale
	unset border
	unset grid
	unset xtics
	unset ytics
	unset xlabel
	unset ylabel
	set lmargin at screen 0
	set rmargin at screen 1
	set tmargin at screen down(key_top)
	set bmargin at screen down(key_top + key_high)
	set xrange [0 : width]
	set yrange [key_high : 0]
	set label 1 'p50' at 760, row_high / 2 right font ',11' tc rgb '#404040'
	set label 2 'p99' at 860, row_high / 2 right font ',11' tc rgb '#404040'
	set label 3 'p99.9' at 960, row_high / 2 right font ',11' tc rgb '#404040'
	set label 4 'longest' at 1060, row_high / 2 right font ',11' tc rgb '#404040'
	set label 5 'repetitions' at 1170, row_high / 2 right font ',11' tc rgb '#404040'
	row(n) = (n + 1.5) * row_high
	plot for [i = 0:nr_lines - 1] 'key.txt' every ::i::i \
			using (left):(row(i)):(52):(0) with vectors nohead lt i + 1 notitle, \
		for [i = 0:nr_lines - 1] 'key.txt' every ::i::i \
			using (left + 26):(row(i)) with points lt i + 1 notitle, \
		'key.txt' using (left + 64):(row($0)):1 with labels left noenhanced \
			font ',12' notitle, \
		'' using (760):(row($0)):2 with labels right noenhanced font ',12' notitle, \
		'' using (860):(row($0)):3 with labels right noenhanced font ',12' notitle, \
		'' using (960):(row($0)):4 with labels right noenhanced font ',12' notitle, \
		'' using (1060):(row($0)):5 with labels right noenhanced font ',12' notitle, \
		'' using (1170):(row($0)):6 with labels right noenhanced font ',12' notitle
	unset label
	unset multiplot
	set output
}
