# SPDX-License-Identifier: GPL-3.0-or-later
# Pages touched per second against tasks, one line a series, with intervals. Marks are
# the numbers of tasks that were measured. plot_rate.c fills it; common.gp has the rest.

width = 1200
left = 96
right = 30
apart = 0
title_high = 84
above = 0
below = 68
columns_of(n) = 1
panel_high_of(n) = 434
key_high_of(n) = 22 * (n > 4 ? 4 : n) + 20

do for [kind in 'svg png'] {
	load ARG1
	per = 'fault_per_' . variant . '_s'
	low = per . '_low95'
	high = per . '_high95'
	# A rate without an interval has bars of no length.
	rate_or(name) = (strlen(strcol(name)) > 0 ? column(name) : column(per)) / y_unit
	set margins at screen edge_left(1), at screen edge_right(1), at screen edge_bottom(1), at screen edge_top(1)
	set key at screen edge_left(1), down(key_top) left top Left reverse vertical \
		maxrows 4 noenhanced font ',12' samplen 4 spacing 1.15 noautotitle
	set xtics scale 1 font ',13'
	set ytics font ',13'
	set xlabel x_name noenhanced offset 0, 0.2
	set ylabel y_name noenhanced offset -0.5, 0
	set yrange [0 : *]
	set offsets 0, 0, graph 0.06, 0
	if (x_high > 8 * x_low) {
		set logscale x 2
		set xrange [x_low / 1.25 : x_high * 1.25]
	} else {
		set xrange [(x_low > 1 ? x_low - 0.5 : 0.5) : x_high + 0.5]
	}
	plot 'words.csv' using (is('mark') ? column('x') : NaN):(0):xticlabels(strcol('text')) \
			with points pt 7 ps 0 notitle, \
		for [c = 1:nr_curves] ARG2 every ::curve_first[c]::curve_last[c] \
			using 'threads':(rate_or(per)):(rate_or(low)):(rate_or(high)) \
			with yerrorbars lt c dt solid lw 1.6 pt 0 notitle, \
		for [c = 1:nr_curves] ARG2 every ::curve_first[c]::curve_last[c] \
			using 'threads':(column(per) / y_unit) \
			with linespoints lt curve_key[c] title key_name[curve_key[c]]
	unset multiplot
	set output
}
