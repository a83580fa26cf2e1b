# SPDX-License-Identifier: GPL-3.0-or-later
# Where the time went: CPU time (user and system) beside wall time, bars for
# each number of tasks, one panel a series; all to one scale, or each to its own
# where one scale would hide a panel.
#
# gnuplot -d -c cpu-time.gp, in a folder with these files of view/plot/plot.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   panels.txt   for each series its name, then lines: place, tasks, user,
#                system, CPU where user and system are unknown, wall (seconds,
#                NaN: unknown); two empty lines between series
#   names.txt    for each series its name again, and the highest bar of its
#                panel's scale in seconds
#   axis.txt     the most bars of a panel, and 1 if: some bar is not split into
#                user and system; each panel has its own scale; times were sums
#   tasks.txt    what the tasks are: Threads, Processes
#   title.txt, caption.txt  lines of the title and of the caption
# Writes picture.svg and picture.png.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ''
set datafile missing 'NaN'

title_text = ''
stats 'title.txt' using (title_text = title_text . strcol(1) . "\n", 0) nooutput
text_shown = ''
stats 'caption.txt' using (text_shown = text_shown . strcol(1) . "\n", 0) nooutput
stats 'axis.txt' using (bars = column(1), unsplit = column(2), \
	own_scale = column(3), divided = column(4), 0) nooutput
x_text = ''
stats 'tasks.txt' using (x_text = strcol(1), 0) nooutput
array panel_name[4]
array panel_top[4]
nr_panels = 0
stats 'names.txt' using (nr_panels = nr_panels + 1, \
	panel_name[nr_panels] = strcol(1), panel_top[nr_panels] = column(2), 0) nooutput

note_text = (own_scale > 0 ? 'Each panel to its own scale. ' : '') . \
	(divided > 0 ? 'Sums are divided by their repetitions.' : '')

# What a panel's times are in, by its highest bar: short numbers at the axis.
scale_of(top) = top >= 2e5 ? 1e3 : top >= 2 ? 1 : top >= 2e-3 ? 1e-3 : 1e-6
unit_of(top) = top >= 2e5 ? '1000 s' : top >= 2 ? 's' : top >= 2e-3 ? 'ms' : 'µs'

set format y '%g'
set xrange [bars > 2 ? 0.4 : 0 : bars > 2 ? bars + 0.6 : bars + 1]

# Many numbers of tasks stand beside each other only upright.
upright = bars > 12
wide = nr_panels > 1 ? 2 : 1
high = nr_panels > 2 ? 2 : 1
area_bottom = 0.235
area_top = 0.915

do for [kind in 'svg png'] {
	if (kind eq 'svg') {
		set terminal svg size 1200,800 dynamic background rgb 'white' \
			font 'DejaVu Sans,13'
	} else {
		set terminal pngcairo size 1200,800 background rgb 'white' \
			font 'DejaVu Sans,13'
	}
	set output 'picture.' . kind
	set multiplot
	# Again for each file: the key has none of it.
	set border 3 lw 1.2
	set grid ytics lt 1 lc rgb '#d0d0d0' lw 0.8 dt solid
	set key off
	set ytics nomirror out
	set xtics nomirror out scale 0
	if (upright) {
		set xtics rotate by 90 right
	}
	set xlabel x_text noenhanced offset 0, 0.3
	set label 1 title_text at screen 0.5, 0.972 center noenhanced font ',15'
	set label 2 text_shown at screen 0.02, 0.128 left noenhanced font ',10' tc rgb '#404040'
	set label 3 note_text at screen 0.02, 0.16 left noenhanced font ',12'
	do for [i = 0:nr_panels - 1] {
		x = i % wide
		y = high - 1 - i / wide
		step_x = 0.975 / wide
		step_y = (area_top - area_bottom) / high
		set lmargin at screen 0.02 + x * step_x + 0.07
		set rmargin at screen 0.02 + (x + 1) * step_x - 0.015
		set bmargin at screen area_bottom + y * step_y + (upright ? 0.1 : 0.075)
		set tmargin at screen area_bottom + (y + 1) * step_y - 0.04
		set title panel_name[i + 1] noenhanced font ',12' offset 0, -0.5
		top = panel_top[i + 1]
		scale = scale_of(top)
		set yrange [0 : top > 0 ? top / scale * 1.08 : 1]
		# To one scale: one name of the axis does for all in a line.
		if (x == 0 || own_scale > 0) {
			set ylabel 'time per repetition (' . unit_of(top) . ')' \
				noenhanced font (high > 1 ? ',11' : ',12')
		} else {
			unset ylabel
		}
		plot 'panels.txt' index i every ::1 \
			using 1:(0):xticlabels(2) with points pt 7 ps 0 notitle, \
			'' index i every ::1 \
			using 1:(0):($1 - 0.37):($1 - 0.02):(0):($3 / scale) \
			with boxxyerror fs solid 1.0 border lc rgb '#000000' \
			fc rgb '#9CD3F2' notitle, \
			'' index i every ::1 \
			using 1:(0):($1 - 0.37):($1 - 0.02):($3 / scale):(($3 + $4) / scale) \
			with boxxyerror fs solid 1.0 border lc rgb '#000000' \
			fc rgb '#0072B2' notitle, \
			'' index i every ::1 \
			using 1:(0):($1 - 0.37):($1 - 0.02):(0):($5 / scale) \
			with boxxyerror fs pattern 1 border lc rgb '#000000' \
			fc rgb '#0072B2' notitle, \
			'' index i every ::1 \
			using 1:(0):($1 + 0.02):($1 + 0.37):(0):($6 / scale) \
			with boxxyerror fs pattern 4 border lc rgb '#000000' \
			fc rgb '#D55E00' notitle
		unset label
	}
	# The key, alone: a panel leaves out what it has no bars of.
	set lmargin at screen 0.06
	set rmargin at screen 0.98
	set bmargin at screen 0.17
	set tmargin at screen 0.215
	unset title
	unset border
	unset grid
	unset xtics
	unset ytics
	unset xlabel
	unset ylabel
	set key at screen 0.065, 0.21 left top horizontal Left reverse \
		font ',12' samplen 2 width 2
	plot NaN with boxes fs solid 1.0 border lc rgb '#000000' \
			fc rgb '#9CD3F2' title 'user', \
		NaN with boxes fs solid 1.0 border lc rgb '#000000' \
			fc rgb '#0072B2' title 'system', \
		NaN with boxes fs pattern 1 border lc rgb '#000000' \
			fc rgb '#0072B2' title (unsplit > 0 ? 'CPU, not split' : ''), \
		NaN with boxes fs pattern 4 border lc rgb '#000000' \
			fc rgb '#D55E00' title 'wall'
	unset multiplot
	set output
}
