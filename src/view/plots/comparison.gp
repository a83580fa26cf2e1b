# SPDX-License-Identifier: GPL-3.0-or-later
# Whether it helped: what a page fault costs, a bar for each kernel (or knob), its
# unmapping behind it; and in columns how it stands to the first one. A panel for each
# workload; all to one scale, or each to its own where one would hide a panel: y_high is 0
# then. A panel's low is what the first side costs; y_name is what units are called.
# plot_comparison.c fills it; common.gp has the rest.

width = 1280
left = 26
right = 0
apart = 0
title_high = 74
above = 54
columns_of(n) = 1
key_high_of(n) = 62

# Pixels from bar to bar, by whether some label has two lines; the widest label.
set datafile separator comma
set datafile columnheaders
array bars[8]
pitch = 28
label_wide = 70
stats ARG2 using (strlen(strcol('lower')) > 0 ? pitch = 38 : 0, \
	column('label_pixels') > label_wide ? label_wide = column('label_pixels') : 0, 0) nooutput
nr_bars = 0
stats 'words.csv' using (strcol('what') eq 'curve' ? nr_bars = column('y') + 1 : 0, 0) nooutput
own_scale = 0
stats 'words.csv' using (strcol('what') eq 'y' && column('high') == 0 ? own_scale = 1 : 0, 0) nooutput
below = own_scale ? 62 : 44
# Panels differ in height: these are those of all together.
panel_high_of(n) = nr_bars * pitch / real(n)

# Where the columns stand.
bars_left = left + label_wide
bars_right = 740
ratio_at = 817
verdict_at = 824
interval_at = 975
both_at = 1082
faults_at = 1146
present_at = 1206
units_at = 1266

do for [kind in 'svg png'] {
	load ARG1
	# Where the baseline's line meets a number, the number is read.
	set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4, 0.4
	top_y = title_high
	do for [i = 1:nr_panels] {
		first_y = top_y + above
		nr_lines = curve_last[i] - curve_first[i] + 1
		last_y = first_y + nr_lines * pitch
		set bmargin at screen down(last_y)
		set tmargin at screen down(first_y)
		set yrange [nr_lines + 0.5 : 0.5]

		# The bars; a number stands at the end of each.
		set lmargin at screen across(bars_left)
		set rmargin at screen across(bars_right)
		set xrange [0 : (panel_high[i] > 0 ? panel_high[i] : 1) * 1.32]
		set border 3 lw 1.2
		set grid xtics lt 1 lc rgb '#d0d0d0' lw 0.8 dt solid
		set xtics nomirror out font ',10' format '%g'
		unset ytics
		if (own_scale || i == nr_panels) {
			set xlabel x_name noenhanced font ',11' offset 0, 0.3
		} else {
			unset xlabel
		}
		more(fault) = fault + (strlen(strcol('unmapping')) > 0 ? column('unmapping') : 0)
		plot ARG2 every ::curve_first[i]::curve_last[i] \
				using (0):'bar' with points pt 7 ps 0 notitle, \
			'' every ::curve_first[i]::curve_last[i] using (0):'bar':(0):'fault': \
				(column('bar') - 0.34):(column('bar') + 0.34) \
				with boxxyerror fs solid 1.0 border lt -1 lw 1 dt solid fc rgb '#0072B2' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (0):'bar':'fault':(more(column('fault'))): \
				(column('bar') - 0.34):(column('bar') + 0.34) \
				with boxxyerror fs pattern 4 border lt -1 lw 1 dt solid fc rgb '#D55E00' notitle, \
			'' every ::curve_first[i]::curve_last[i] \
				using (panel_low[i]):(column('bar') - 0.5):(0):(1) \
				with vectors nohead lc rgb '#000000' lw 1.4 dt 2 notitle, \
			'' every ::curve_first[i]::curve_last[i] using (more(column('fault'))):'bar':(strcol('cost')) \
				with labels left noenhanced boxed font ',10' offset 0.7, 0 notitle, \
			'' every ::curve_first[i]::curve_last[i] \
				using (strlen(strcol('fault')) > 0 ? NaN : 0):'bar':(strcol('note')) \
				with labels left noenhanced boxed font ',10' offset 0.7, 0 tc rgb '#A00000' notitle

		# What stands left and right of them, by pixels of the picture.
		set lmargin at screen 0
		set rmargin at screen 1
		set xrange [0 : width]
		unset border
		unset grid
		unset xtics
		unset xlabel
		head_y = down(first_y - 13)
		set label 1 panel_name[i] at screen across(16), down(first_y - 37) \
			left noenhanced font ',12'
		set label 2 'ratio' at screen across(ratio_at), head_y right font ',10' tc rgb '#404040'
		set label 3 '95%' at screen across(interval_at), head_y center font ',10' tc rgb '#404040'
		set label 4 'with unmap' at screen across(both_at), head_y right font ',10' tc rgb '#404040'
		set label 5 'flt/page' at screen across(faults_at), head_y right font ',10' tc rgb '#404040'
		set label 6 'present' at screen across(present_at), head_y right font ',10' tc rgb '#404040'
		set label 7 y_name at screen across(units_at), head_y right noenhanced font ',10' \
			tc rgb '#404040'
		# The lines of a label are so far from the middle of its bar.
		off(sign) = column('bar') + (strlen(strcol('lower')) > 0 ? sign * 0.21 : 0)
		plot ARG2 every ::curve_first[i]::curve_last[i] using (bars_left - 10):(off(-1)):(strcol('upper')) \
				with labels right noenhanced font ',10' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (bars_left - 10):(off(1)):(strcol('lower')) \
				with labels right noenhanced font ',10' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (ratio_at):'bar':(strcol('ratio')) \
				with labels right noenhanced font ',13' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (verdict_at):'bar':(strcol('verdict')) \
				with labels left noenhanced font ',10' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (interval_at):'bar':(strcol('interval')) \
				with labels center noenhanced font ',10' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (both_at):'bar':(strcol('both_ratio')) \
				with labels right noenhanced font ',10' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (faults_at):'bar':(strcol('faults_per_page')) \
				with labels right noenhanced font ',10' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (present_at):'bar':(strcol('present_per_page')) \
				with labels right noenhanced font ',10' notitle, \
			'' every ::curve_first[i]::curve_last[i] using (units_at):'bar':(strcol('units')) \
				with labels right noenhanced font ',10' notitle
		unset label
		top_y = last_y + below
	}
	# The key, alone: a panel leaves out what it has no bars of.
	set margins at screen 0.06, at screen 0.98, at screen down(key_top + key_high), at screen down(key_top)
	set key at screen across(16), down(key_top + 24) left top horizontal Left reverse \
		font ',12' samplen 2 width 2
	set xrange [0 : 1]
	set yrange [0 : 1]
	if (own_scale) {
		set label 1 'Each panel has its own scale.' at screen across(units_at), \
			down(key_top + 34) right font ',12'
	}
	plot NaN with boxes fs solid 1.0 border lt -1 lw 1 dt solid fc rgb '#0072B2' title 'fault: start to last touch', \
		NaN with boxes fs pattern 4 border lt -1 lw 1 dt solid fc rgb '#D55E00' title 'unmapping', \
		NaN with lines lc rgb '#000000' lw 1.4 dt 2 title "the baseline's fault"
	unset multiplot
	set output
}
