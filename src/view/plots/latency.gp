# SPDX-License-Identifier: GPL-3.0-or-later
# How long single touches took: for each share of them, the rarest at the right, the time
# within which they were done. Both axes are logarithmic. Marks: style 0 is the longest
# touch of a curve, style 1 what a time stamp costs, style 2 a figure of the key, at its
# column and line. plot_latency.c fills it; common.gp has the rest.

width = 1200
left = 96
right = 24
apart = 0
title_high = 80
above = 0
below = 68
columns_of(n) = 1
panel_high_of(n) = 440
row_high = 23
key_high_of(n) = (n + 1) * row_high + 16

do for [kind in 'svg png'] {
	load ARG1
	array longest[8]
	array rarest[8]
	stamp = 0
	stats 'words.csv' using (is_mark(1, 0) ? (longest[int(column('key'))] = column('y'), \
		rarest[int(column('key'))] = column('x')) : 0, 0) nooutput
	stats 'words.csv' using (is_mark(1, 1) ? (stamp = column('y'), stamp_text = strcol('text')) : 0, 0) nooutput
	set margins at screen edge_left(1), at screen edge_right(1), \
		at screen edge_bottom(1), at screen edge_top(1)
	set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set logscale xy
	set xrange [1 : x_low / 1.3]
	set xtics ('0%%' 1, '50%%' 0.5, '90%%' 0.1, '99%%' 1e-2, '99.9%%' 1e-3, '99.99%%' 1e-4, \
		'99.999%%' 1e-5, '99.9999%%' 1e-6, '99.99999%%' 1e-7, '99.999999%%' 1e-8, \
		'99.9999999%%' 1e-9)
	set ytics (short(1, 0) 1)
	do for [n = 1:11] {
		set ytics add (short(1, n) 10.0 ** n)
	}
	set xlabel 'share of touches that took at most so long' font ',12' offset 0, 0.2
	set ylabel y_name noenhanced font ',12' offset 0.7, 0
	set yrange [(stamp > 0 && stamp < y_low ? stamp : y_low) / 1.6 : y_high * 1.6]
	if (stamp > 0) {
		set arrow 1 from graph 0, first stamp to graph 1, first stamp \
			nohead lc rgb '#606060' lw 1.6 dt 3 back
		set label 1 stamp_text at graph 0.995, first stamp right \
			offset 0, 0.6 noenhanced font ',11' tc rgb '#404040'
	}
	# The value that stands for a bucket: its middle, if it has one.
	low_of = 'from_' . variant
	high_of = 'below_' . variant
	inside(c) = column(high_of) - column(low_of) <= 1 ? column(low_of) : (column(low_of) + column(high_of)) / 2
	middle(c) = inside(c) > longest[c] ? longest[c] : inside(c) < 0.5 ? 0.5 : inside(c)
	# The longest touch has half of its own share.
	share(c) = column('share_up_to') < 1 ? 1 - column('share_up_to') : rarest[c]
	plot for [c = 1:nr_curves] ARG2 every ::curve_first[c]::curve_first[c] \
			using (1):(middle(c)):(share(c) - 1):(0) with vectors nohead lt c lw 2.4 notitle, \
		for [c = 1:nr_curves] ARG2 every ::curve_first[c]::curve_last[c] \
			using (share(c)):(middle(c)) with fsteps lt c lw 2.4 notitle, \
		for [c = 1:nr_curves] 'words.csv' \
			using (is_mark(1, 0) && column('key') == c ? column('x') : NaN):'y' \
			with points lt c notitle
	# The key: each curve's figures in columns, at pixels of the picture.
	unset label
	unset arrow
	unset logscale
	unset border
	unset grid
	unset tics
	unset xlabel
	unset ylabel
	set margins at screen 0, at screen 1, at screen down(key_top + key_high), at screen down(key_top)
	set xrange [0 : width]
	set yrange [key_high : 0]
	array figure_name[5] = ['p50', 'p99', 'p99.9', 'longest', 'repetitions']
	array figure_at[5] = [760, 860, 960, 1060, 1170]
	do for [i = 1:5] {
		set label i figure_name[i] at figure_at[i], row_high / 2 right font ',11' tc rgb '#404040'
	}
	row(n) = (n + 0.5) * row_high
	plot for [c = 1:nr_keys] '+' every ::::0 using (left):(row(c)):(52):(0) with vectors nohead lt c lw 2.4 notitle, \
		for [c = 1:nr_keys] '+' every ::::0 using (left + 26):(row(c)) with points lt c notitle, \
		for [c = 1:nr_keys] '+' every ::::0 using (left + 64):(row(c)):(key_name[c]) \
			with labels left noenhanced font ',12' notitle, \
		'words.csv' using (is_mark(1, 2) ? figure_at[int(column('x')) + 1] : NaN): \
			(row(column('y') + 1)):(strcol('text')) with labels right noenhanced font ',12' notitle
	unset multiplot
	set output
}
