# SPDX-License-Identifier: GPL-3.0-or-later
# Pages touched per second against tasks, one line a series, with intervals.
#
# gnuplot -d -c rate.gp wall|cpu, in a folder with these files of view/plot/plot.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   data.txt     for each series its name, then lines: tasks rate low high;
#                two empty lines between series
#   ticks.txt    each number of tasks that was measured, and its label or none
#   tasks.txt    what the tasks are: Threads, Processes
#   title.txt    lines of the title
#   caption.txt  lines of the caption
# Writes picture.svg and picture.png.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ''

title_text = ''
stats 'title.txt' using (title_text = title_text . strcol(1) . "\n", 0) nooutput
text_shown = ''
stats 'caption.txt' using (text_shown = text_shown . strcol(1) . "\n", 0) nooutput
x_text = ''
stats 'tasks.txt' using (x_text = strcol(1), 0) nooutput
last_series = 0
stats 'data.txt' using (last_series = column(-2), 0) nooutput
stats 'ticks.txt' using 1 name 'tasks' nooutput
stats 'data.txt' using 4 name 'rate' nooutput
if (rate_max >= 2e6) {
	scale = 1e6
	unit = 'million pages'
} else {
	scale = rate_max >= 2e3 ? 1e3 : 1
	unit = rate_max >= 2e3 ? 'thousand pages' : 'pages'
}

# Okabe and Ito's colours; shape and dash tell the series apart in grey.
set linetype 1 lc rgb '#0072B2' dt 1 pt 7 ps 1.3 lw 2.2
set linetype 2 lc rgb '#D55E00' dt 2 pt 5 ps 1.2 lw 2.2
set linetype 3 lc rgb '#009E73' dt 4 pt 9 ps 1.5 lw 2.2
set linetype 4 lc rgb '#CC79A7' dt 5 pt 13 ps 1.6 lw 2.2
set linetype 5 lc rgb '#000000' dt 3 pt 6 ps 1.4 lw 2.2
set linetype 6 lc rgb '#E69F00' dt 1 pt 4 ps 1.3 lw 2.2
set linetype 7 lc rgb '#56B4E9' dt 2 pt 8 ps 1.5 lw 2.2
set linetype 8 lc rgb '#7F7F7F' dt 4 pt 12 ps 1.6 lw 2.2

set lmargin at screen 0.08
set rmargin at screen 0.975
set tmargin at screen 0.895
set bmargin at screen 0.352

set label 1 title_text at screen 0.5, 0.965 center noenhanced font ',15'
set label 2 text_shown at screen 0.02, 0.128 left noenhanced font ',10' tc rgb '#404040'
set key at screen 0.08, 0.264 left top Left reverse vertical maxrows 4 \
	noenhanced font ',12' samplen 4 spacing 1.15 noautotitle

set border 3 lw 1.2
set grid ytics lt 1 lc rgb '#d0d0d0' lw 0.8 dt solid
set tics nomirror out
set format y '%g'
set xlabel x_text noenhanced offset 0, 0.2
set ylabel (ARG1 eq 'cpu' ? \
	'flt/cpu/s: ' . unit . ' per second of CPU time' : \
	'fault/wsec: ' . unit . ' per second of wall time') offset -0.5, 0
set yrange [0:*]
set offsets 0, 0, graph 0.06, 0
if (tasks_max > 8 * tasks_min) {
	set logscale x 2
	set xrange [tasks_min / 1.25 : tasks_max * 1.25]
} else {
	set xrange [(tasks_min > 1 ? tasks_min - 0.5 : 0.5) : tasks_max + 0.5]
}
set xtics scale 1

do for [kind in 'svg png'] {
	if (kind eq 'svg') {
		set terminal svg size 1200,800 dynamic background rgb 'white' \
			font 'DejaVu Sans,13'
	} else {
		set terminal pngcairo size 1200,800 background rgb 'white' \
			font 'DejaVu Sans,13'
	}
	set output 'picture.' . kind
	plot 'ticks.txt' using 1:(0):xticlabels(2) with points pt 7 ps 0 notitle, \
		for [i = 0:last_series] 'data.txt' index i \
			using 1:($2 / scale):($3 / scale):($4 / scale) \
			with yerrorbars lt i + 1 dt solid lw 1.6 pt 0 notitle, \
		for [i = 0:last_series] 'data.txt' index i \
			using 1:($2 / scale) \
			with linespoints lt i + 1 title columnheader(1)
	set output
}
