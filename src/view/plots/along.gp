# SPDX-License-Identifier: GPL-3.0-or-later
# How long touches took along the region: a panel for each curve, all to one scale, that
# of times logarithmic. plot_along.c fills it; common.gp has the rest.

width = 1200
left = 96
right = 24
apart = 0
title_high = 74
above = 30
below = 40
columns_of(n) = 1
panel_high_of(n) = n > 2 ? 180 : 260
key_high_of(n) = 66

do for [kind in 'svg png'] {
	load ARG1
	set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set logscale y
	set yrange [y_low / 1.4 : y_high * 1.4]
	set ylabel y_name noenhanced offset -0.5, 0 font ',11'
	set ytics (short(1, 0) 1)
	do for [n = 1:11] {
		set ytics add (short(1, n) 10.0 ** n)
	}
	# Few decades have place for more.
	if (y_high < 100 * y_low) {
		do for [n = 0:11] {
			set ytics add (short(2, n) 2 * 10.0 ** n, short(5, n) 5 * 10.0 ** n)
		}
	}
	do for [i = 1:nr_panels] {
		set margins at screen edge_left(i), at screen edge_right(i), \
			at screen edge_bottom(i), at screen edge_top(i)
		set label 1 panel_name[i] at screen edge_left(i), down(panel_top(i) - 15) \
			left noenhanced font ',12'
		set xrange [0 : panel_high[i] / panel_unit[i]]
		if (i == nr_panels) {
			set xlabel 'place in the region (MiB)' font ',11' offset 0, 0.4
		}
		plot ARG2 every ::curve_first[i]::curve_last[i] \
				using (column('offset_bytes') / panel_unit[i]):(column('median_of_longest_' . variant)) \
				with points pt 7 ps 0.35 lw 1 lc rgb '#E69F00' notitle, \
			'' every ::curve_first[i]::curve_last[i] \
				using (column('offset_bytes') / panel_unit[i]):(column('median_' . variant)) \
				with fsteps lc rgb '#0072B2' lw 2.4 dt solid notitle
	}
	# The key, alone.
	reset
	unset border
	unset tics
	set margins at screen 0, at screen 1, at screen down(key_top + key_high), at screen down(key_top)
	set xrange [0 : 1]
	set yrange [0 : 1]
	set key at screen edge_left(1), down(key_top + 34) left top horizontal Left reverse \
		font ',12' samplen 3 width 3
	plot NaN with lines lc rgb '#0072B2' lw 2.4 dt solid title 'median of a slice', \
		NaN with points pt 7 ps 0.7 lc rgb '#E69F00' title 'longest of a slice'
	unset multiplot
	set output
}
