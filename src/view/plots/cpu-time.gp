# SPDX-License-Identifier: GPL-3.0-or-later
# Where the time went: CPU time (user and system) beside wall time, bars for each number
# of tasks, a panel for each series. All panels have one scale, or each its own where
# one would hide a panel: y_high is 0 then. A curve's style says that each so many-th
# bar has a label. plot_cpu_time.c fills it; common.gp has the rest.

width = 1200
left = 108
right = 18
apart = 92
title_high = 68
above = 32
columns_of(n) = n > 1 ? 2 : 1
panel_high_of(n) = n > 1 ? 180 : 446
key_high_of(n) = 40

do for [kind in 'svg png'] {
	below = 60
	load ARG1
	# Many numbers of tasks stand beside each other only upright.
	if (x_high > 12) {
		set xtics rotate by 90 right
	}
	set xtics scale 0 font ',13'
	set ytics font ',13'
	set xlabel x_name noenhanced offset 0, 0.3
	set xrange [x_high > 2 ? 0.4 : 0 : x_high > 2 ? x_high + 0.6 : x_high + 1]
	do for [i = 1:nr_panels] {
		set margins at screen edge_left(i), at screen edge_right(i), \
			at screen edge_bottom(i), at screen edge_top(i)
		set title panel_name[i] noenhanced font ',12' offset 0, -0.5
		top = panel_high[i]
		unit = panel_unit[i]
		set yrange [0 : top > 0 ? top / unit * 1.08 : 1]
		# To one scale: one name of the axis does for all in a line.
		if (i % nr_columns == 1 || nr_columns == 1 || y_high == 0) {
			set ylabel 'time per repetition (' . (unit == 1e3 ? '1000 s' : \
				unit == 1 ? 's' : unit == 1e-3 ? 'ms' : 'µs') . ')' \
				noenhanced font (nr_rows > 1 ? ',11' : ',12')
		} else {
			unset ylabel
		}
		step = curve_style[i]
		from(x) = column(0) + 1 - x
		plot ARG2 every ::curve_first[i]::curve_last[i] \
			using (column(0) + 1):(0):xticlabels(int(column(0)) % step == 0 ? \
			strcol('threads') : '') with points pt 7 ps 0 notitle, \
			'' every ::curve_first[i]::curve_last[i] using (0):(0):(from(0.37)):(from(0.02)): \
			(0):(number('user_s') / unit) \
			with boxxyerror fs solid 1.0 border lt -1 lw 1 dt solid fc rgb '#9CD3F2' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (0):(0):(from(0.37)):(from(0.02)): \
			(number('user_s') / unit):((number('user_s') + number('system_s')) / unit) \
			with boxxyerror fs solid 1.0 border lt -1 lw 1 dt solid fc rgb '#0072B2' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (0):(0):(from(0.37)):(from(0.02)): \
			(0):(strcol('user_s') eq '' ? number('cpu_s') / unit : NaN) \
			with boxxyerror fs pattern 1 border lt -1 lw 1 dt solid fc rgb '#0072B2' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (0):(0):(from(-0.02)):(from(-0.37)): \
			(0):(number('wall_s') / unit) \
			with boxxyerror fs pattern 4 border lt -1 lw 1 dt solid fc rgb '#D55E00' notitle
	}
	# The key, alone: a panel leaves out what it has no bars of.
	unset title
	unset border
	unset grid
	unset tics
	unset xlabel
	unset ylabel
	set margins at screen 0.06, at screen 0.98, at screen down(key_top + key_high), at screen down(key_top)
	set key at screen 0.065, down(key_top + 8) left top horizontal Left reverse \
		font ',12' samplen 2 width 2
	plot NaN with boxes fs solid 1.0 border lt -1 lw 1 dt solid fc rgb '#9CD3F2' title 'user', \
		NaN with boxes fs solid 1.0 border lt -1 lw 1 dt solid fc rgb '#0072B2' title 'system', \
		NaN with boxes fs pattern 1 border lt -1 lw 1 dt solid fc rgb '#0072B2' \
			title (variant eq 'unsplit' ? 'CPU, not split' : ''), \
		NaN with boxes fs pattern 4 border lt -1 lw 1 dt solid fc rgb '#D55E00' title 'wall'
	unset multiplot
	set output
}
