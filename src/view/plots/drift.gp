# SPDX-License-Identifier: GPL-3.0-or-later
# Cost against the time of measuring, in percent off the mean of its own line: a panel for
# each workload, each to its own scale; a colour and shape for each kernel or setting.
# Curves of style 0 are repetitions, of style 1 units: their means, where a curve has
# several. plot_drift.c fills it; common.gp has the rest.

width = 1200
left = 104
right = 24
apart = 104
title_high = 78
above = 34
below = 62
columns_of(n) = n < 2 ? 1 : 2
panel_high_of(n) = n > 1 ? 230 : 340
key_high_of(n) = 26 * ((n + 2) / 3) + 20

do for [kind in 'svg png'] {
	load ARG1
	has_units = nr_curves > 0 && curve_style[nr_curves] == 1
	# A repetition's point: beside larger ones, in a crowd, alone.
	point_size = has_units ? 0.6 : curve_last[nr_curves] >= 300 ? 0.4 : 1.2
	span = (x_high - x_low) / x_unit
	set xtics format '%g'
	set ytics format '%+g%%'
	set ytics add ('0%%' 0)
	set xrange [-0.02 * span : 1.02 * span]
	do for [i = 1:nr_panels] {
		set margins at screen edge_left(i), at screen edge_right(i), \
			at screen edge_bottom(i), at screen edge_top(i)
		set label 1 panel_name[i] at screen edge_left(i), down(panel_top(i) - 16) \
			left noenhanced font ',11'
		low = panel_low[i]
		high = panel_high[i]
		set yrange [low : high]
		if (i > nr_panels - nr_columns) {
			set xlabel x_name noenhanced font ',11' offset 0, 0.3
		} else {
			unset xlabel
		}
		# Where tics are wide gnuplot would put it off the picture.
		if ((i - 1) % nr_columns == 0) {
			set label 2 y_name at screen across(12), (edge_top(i) + edge_bottom(i)) / 2 \
				center rotate by 90 noenhanced font ',11'
		}
		set arrow 1 from graph 0, first 0 to graph 1, first 0 \
			nohead lc rgb '#808080' lw 1.2 dt 2 back
		# Nowhere where curve c is of the other style.
		moment(c, style) = curve_style[c] == style ? \
			(column('time_s_since_1970') - x_low) / x_unit : NaN
		off(percent) = percent < low ? low : percent > high ? high : percent
		plot for [c = first_curve[i]:last_curve[i]] ARG2 every ::curve_first[c]::curve_last[c] \
				using (moment(c, 0)):(off(column('percent_off_mean'))) \
				with points lt curve_key[c] lw 1.6 ps point_size notitle, \
			for [c = first_curve[i]:last_curve[i]] ARG2 every ::curve_first[c]::curve_last[c] \
				using (moment(c, 1)):(off(column('percent_off_mean'))) \
				with linespoints lt curve_key[c] lw 1.6 ps 1.7 notitle
		unset label
		unset arrow
	}
	# The key, alone.
	unset border
	unset grid
	unset tics
	unset xlabel
	set margins at screen 0, at screen 1, at screen down(key_top + key_high), at screen down(key_top)
	set xrange [0 : 1]
	set yrange [0 : 1]
	set key at screen edge_left(1), down(key_top + 10) left top horizontal Left reverse \
		font ',12' samplen 3 width 2 maxcols 3 noenhanced
	if (has_units) {
		plot for [s = 1:nr_keys] NaN with linespoints lt s lw 1.6 ps 1.7 title key_name[s]
	} else {
		plot for [s = 1:nr_keys] NaN with points lt s lw 1.6 ps 1.2 title key_name[s]
	}
	unset multiplot
	set output
}
