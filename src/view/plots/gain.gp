# SPDX-License-Identifier: GPL-3.0-or-later
# Did it help, where, and how sure: ratios against tasks. A panel for each workload and
# for what is in the cost, all to one scale; a curve for each kernel or setting, with
# intervals; published tables, whose keys have style 1, dashed. Marks are the ratios at the
# ends of curves. plot_gain.c fills it; common.gp has the rest.

width = 1280
left = 76
right = 60
apart = 116
title_high = 84
above = 34
below = 66
columns_of(n) = n > 1 ? 2 : 1
panel_high_of(n) = 270
key_high_of(n) = 24 * ((n + 1) / 2) + 18

do for [kind in 'svg png'] {
	load ARG1
	# What was published is grey, dashed and open.
	array ours_color[8] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', \
		'#56B4E9', '#000000', '#6A3D9A']
	array ours_shape[8] = [7, 5, 9, 13, 11, 15, 2, 3]
	array past_color[8] = ['#404040', '#8A8A8A', '#6B6B6B', '#A0A0A0', '#404040', \
		'#8A8A8A', '#6B6B6B', '#A0A0A0']
	array past_shape[8] = [6, 4, 8, 12, 10, 14, 1, 2]
	array color[8]
	array shape[8]
	nr_ours = 0
	do for [s = 1:nr_keys] {
		nr_ours = nr_ours + (key_style[s] == 0)
		color[s] = key_style[s] == 0 ? ours_color[nr_ours] : past_color[s - nr_ours]
		shape[s] = key_style[s] == 0 ? ours_shape[nr_ours] : past_shape[s - nr_ours]
	}
	# Side by side by a hair, so that intervals of curves that meet are told apart.
	beside(s) = 2 ** ((s - (nr_keys + 1) / 2.0) * 0.02 * log(x_high / real(x_low)) / log(8))
	# A ratio without an interval has a bar of no length.
	ratio_or(name) = strlen(strcol(name)) > 0 ? column(name) : column('ratio')

	# Where a line meets a number, the number is read.
	set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4, 0.4
	set grid ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set logscale x 2
	set xrange [x_low / 1.18 : x_high * 1.18]
	set yrange [y_low : y_high]
	set xtics 2 format '%g'
	set xlabel x_name noenhanced font ',11' offset 0, 0.3
	set ylabel y_name noenhanced font ',11' offset 0.3, 0
	set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lc rgb '#000000' lw 1.6 back
	do for [i = 1:nr_panels] {
		set margins at screen edge_left(i), at screen edge_right(i), \
			at screen edge_bottom(i), at screen edge_top(i)
		set label 1 panel_name[i] at screen edge_left(i), down(panel_top(i) - 16) \
			left noenhanced font ',11'
		plot for [c = first_curve[i]:last_curve[i]] ARG2 every ::curve_first[c]::curve_last[c] \
				using (column('threads') * beside(curve_key[c])):'ratio': \
				(ratio_or('ratio_low95')):(ratio_or('ratio_high95')) with yerrorbars \
				pt 0 lw 1.8 dt solid lc rgb color[curve_key[c]] notitle, \
			for [c = first_curve[i]:last_curve[i]] ARG2 every ::curve_first[c]::curve_last[c] \
				using (column('threads') * beside(curve_key[c])):'ratio' with linespoints \
				dt key_style[curve_key[c]] + 1 pt shape[curve_key[c]] ps 1.4 lw 2.2 \
				lc rgb color[curve_key[c]] notitle, \
			for [s = 1:nr_keys] 'words.csv' \
				using (is('mark') && column('panel') == i && column('key') == s ? \
				column('x') * beside(nr_keys) : NaN):'y':(strcol('text')) with labels left \
				noenhanced boxed font ',11' offset 1.3, 0 tc rgb color[s] notitle
	}
	# The key, alone.
	unset label
	unset arrow
	unset border
	unset grid
	unset tics
	unset xlabel
	unset ylabel
	set margins at screen 0, at screen 1, at screen down(key_top + key_high), at screen down(key_top)
	set key at screen 0.5, down(key_top + 4) center top horizontal Left reverse \
		font ',12' samplen 3 width 3 maxcols 2 noenhanced
	plot for [s = 1:nr_keys] NaN with linespoints dt key_style[s] + 1 pt shape[s] \
		ps 1.4 lw 2.2 lc rgb color[s] title key_name[s]
	unset multiplot
	set output
}
