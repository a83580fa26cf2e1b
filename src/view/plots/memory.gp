# SPDX-License-Identifier: GPL-3.0-or-later
# Memory against speed: for each named workload of a campaign a panel, in it a point for
# each side: what a page costs to be faulted in and unmapped, and how many pages are
# present for each that was touched. All panels to one scale, both axes logarithmic. A
# panel's low is what the first side costs. plot_memory.c fills it; common.gp has the rest.

width = 1280
left = 84
right = 24
apart = 62
title_high = 84
above = 34
below = 74
columns_of(n) = n < 3 ? n : 3
panel_high_of(n) = 250
key_high_of(n) = 26 * ((n + 4) / 5) + 20

do for [kind in 'svg png'] {
	load ARG1
	cost = 'both_' . variant . '_per_page'
	set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set logscale xy
	set xrange [x_low * 0.8 : x_high * 1.25]
	set yrange [0.86 : (y_high > 1.9 ? y_high : 1.9) * 1.2]
	set xtics ('1' 1)
	do for [n = 0:5] {
		set xtics add (sprintf('%d', 10 ** n) 10.0 ** n, \
			sprintf('%d', 2 * 10 ** n) 2 * 10.0 ** n, sprintf('%d', 5 * 10 ** n) 5 * 10.0 ** n)
	}
	set ytics ('1' 1, '1.5' 1.5, '2' 2, '3' 3, '4' 4, '6' 6, '8' 8, '12' 12, '16' 16, \
		'32' 32, '64' 64, '128' 128, '256' 256, '512' 512)
	set xlabel x_name noenhanced font ',11' offset 0, 0.3
	do for [i = 1:nr_panels] {
		set margins at screen edge_left(i), at screen edge_right(i), \
			at screen edge_bottom(i), at screen edge_top(i)
		set label 1 panel_name[i] at screen edge_left(i), down(panel_top(i) - 16) \
			left noenhanced font ',13'
		if ((i - 1) % nr_columns == 0) {
			set ylabel 'pages present per page touched' font ',11' offset 1, 0
		} else {
			unset ylabel
		}
		if (panel_low[i] > 0) {
			set arrow 1 from first panel_low[i], graph 0 to first panel_low[i], graph 1 \
				nohead lc rgb '#808080' lw 1.2 dt 2 back
		}
		set arrow 2 from graph 0, first 1 to graph 1, first 1 \
			nohead lc rgb '#808080' lw 1.2 dt 2 back
		plot for [c = first_curve[i]:last_curve[i]] ARG2 every ::curve_first[c]::curve_last[c] \
			using cost:'present_per_page' with points pt open_shape[curve_key[c]] \
			ps open_size[curve_key[c]] lw 2.4 lc rgb open_color[curve_key[c]] notitle
		unset label
		unset arrow
	}
	# The key, alone.
	unset border
	unset grid
	unset tics
	unset logscale
	unset xlabel
	unset ylabel
	set margins at screen 0, at screen 1, at screen down(key_top + key_high), at screen down(key_top)
	set key at screen 0.5, down(key_top + 4) center top horizontal Left reverse \
		font ',12' samplen 1 width 3 maxcols 5 noenhanced
	plot for [s = 1:nr_keys] NaN with points pt open_shape[s] ps open_size[s] lw 2.4 \
		lc rgb open_color[s] title key_name[s]
	unset multiplot
	set output
}
