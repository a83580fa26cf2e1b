# SPDX-License-Identifier: GPL-3.0-or-later
# Whether it helped: what a page fault costs, a bar for each kernel (or knob),
# its unmapping behind it; and in columns how it stands to the first one. A panel
# for each workload; all to one scale, or each to its own where one scale would
# hide a panel.
#
# gnuplot -d -c comparison.gp, in a folder with these files of view/plot/plot.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   bars.txt     for each panel a line of no meaning, then for each bar: place,
#                fault and unmapping (NaN: unknown; 0: none), how far the lines
#                of the label are from its middle, upper and lower line, cost,
#                ratio, what it means, interval, ratio with unmapping, faults and
#                present pages per page, units, why there is no bar; two empty
#                lines between panels
#   panels.txt   for each panel its name, number of bars, the longest bar of its
#                scale, and the first bar's fault (NaN: unknown)
#   axis.txt     width of the widest label and distance of bars in pixels; 1 if
#                each panel has its own scale; the axis; what units are
#   title.txt, caption.txt  lines of the title and of the caption
# Writes picture.svg and picture.png, as high as the bars need.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ''

title_text = ''
stats 'title.txt' using (title_text = title_text . strcol(1) . "\n", 0) nooutput
text_shown = ''
caption_lines = 0
stats 'caption.txt' using (text_shown = text_shown . strcol(1) . "\n", \
	caption_lines = caption_lines + 1, 0) nooutput
stats 'axis.txt' using (label_width = column(1), pitch = column(2), \
	own_scale = column(3), axis_text = strcol(4), units_text = strcol(5), 0) nooutput
array panel_name[6]
array panel_bars[6]
array panel_top[6]
array panel_first[6]
nr_panels = 0
nr_bars = 0
stats 'panels.txt' using (nr_panels = nr_panels + 1, \
	panel_name[nr_panels] = strcol(1), panel_bars[nr_panels] = column(2), \
	nr_bars = nr_bars + column(2), panel_top[nr_panels] = column(3), \
	panel_first[nr_panels] = column(4), 0) nooutput

# In pixels, from the top: title, panels with what is above and below their bars,
# the key, the caption.
title_high = 74
above_bars = 54
below_bars = own_scale > 0 ? 62 : 44
key_high = 62
caption_high = 16 * caption_lines + 16
width = 1280
height = title_high + nr_panels * (above_bars + below_bars) + nr_bars * pitch + \
	key_high + caption_high
bars_left = 26 + label_width
bars_right = 740
across(x) = x / real(width)
down(y) = 1 - y / real(height)

# Where the columns stand.
ratio_at = 818
verdict_at = 826
interval_at = 954
both_at = 1078
faults_at = 1146
present_at = 1206
units_at = 1266

do for [kind in 'svg png'] {
	if (kind eq 'svg') {
		set terminal svg size width, height dynamic background rgb 'white' \
			font 'DejaVu Sans,13'
	} else {
		set terminal pngcairo size width, height background rgb 'white' \
			font 'DejaVu Sans,13'
	}
	set output 'picture.' . kind
	set multiplot
	set key off
	# Where the baseline's line meets a number, the number is read.
	set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4, 0.4
	set label 1 title_text at screen 0.5, down(24) center noenhanced font ',15'
	set label 2 text_shown at screen 0.014, down(height - caption_high + 4) \
		left noenhanced font ',10' tc rgb '#404040'
	top_y = title_high
	do for [i = 1:nr_panels] {
		first_y = top_y + above_bars
		last_y = first_y + panel_bars[i] * pitch
		longest = panel_top[i] > 0 ? panel_top[i] : 1
		set bmargin at screen down(last_y)
		set tmargin at screen down(first_y)
		set yrange [panel_bars[i] + 0.5 : 0.5]

		# The bars; a number stands at the end of each.
		set lmargin at screen across(bars_left)
		set rmargin at screen across(bars_right)
		set xrange [0 : longest * 1.32]
		set border 3 lw 1.2
		set grid xtics lt 1 lc rgb '#d0d0d0' lw 0.8 dt solid
		set xtics nomirror out font ',10' format '%g'
		unset ytics
		if (own_scale > 0 || i == nr_panels) {
			set xlabel axis_text noenhanced font ',11' offset 0, 0.3
		} else {
			unset xlabel
		}
		plot 'bars.txt' index i - 1 every ::1 \
			using (0):1 with points pt 7 ps 0 notitle, \
			'' index i - 1 every ::1 \
			using (0):1:(0):2:($1 - 0.34):($1 + 0.34) \
			with boxxyerror fs solid 1.0 border lc rgb '#000000' \
			fc rgb '#0072B2' notitle, \
			'' index i - 1 every ::1 \
			using (0):1:2:($2 + $3):($1 - 0.34):($1 + 0.34) \
			with boxxyerror fs pattern 4 border lc rgb '#000000' \
			fc rgb '#D55E00' notitle, \
			'' index i - 1 every ::1 \
			using (panel_first[i]):($1 - 0.5):(0):(1) with vectors nohead \
			lc rgb '#000000' lw 1.4 dt 2 notitle, \
			'' index i - 1 every ::1 using ($2 + $3):1:7 \
			with labels left noenhanced boxed font ',10' \
			offset 0.7, 0 notitle, \
			'' index i - 1 every ::1 using (valid(2) ? NaN : 0):1:15 \
			with labels left noenhanced boxed font ',10' \
			offset 0.7, 0 tc rgb '#A00000' notitle
		unset label 1
		unset label 2

		# What stands left and right of them, by pixels of the picture.
		set lmargin at screen 0
		set rmargin at screen 1
		set xrange [0 : width]
		unset border
		unset grid
		unset xtics
		unset xlabel
		head_y = first_y - 13
		set label 3 panel_name[i] at screen across(16), down(first_y - 37) \
			left noenhanced font ',12'
		set label 4 'ratio' at screen across(ratio_at), down(head_y) \
			right noenhanced font ',10' tc rgb '#404040'
		set label 5 '95%' at screen across(interval_at), down(head_y) \
			center noenhanced font ',10' tc rgb '#404040'
		set label 6 'with unmap' at screen across(both_at), down(head_y) \
			right noenhanced font ',10' tc rgb '#404040'
		set label 7 'flt/page' at screen across(faults_at), down(head_y) \
			right noenhanced font ',10' tc rgb '#404040'
		set label 8 'present' at screen across(present_at), down(head_y) \
			right noenhanced font ',10' tc rgb '#404040'
		set label 9 units_text at screen across(units_at), down(head_y) \
			right noenhanced font ',10' tc rgb '#404040'
		plot 'bars.txt' index i - 1 every ::1 \
			using (bars_left - 10):($1 - $4):5 \
			with labels right noenhanced font ',10' notitle, \
			'' index i - 1 every ::1 \
			using (bars_left - 10):($1 + $4):6 \
			with labels right noenhanced font ',10' notitle, \
			'' index i - 1 every ::1 using (ratio_at):1:8 \
			with labels right noenhanced font ',13' notitle, \
			'' index i - 1 every ::1 using (verdict_at):1:9 \
			with labels left noenhanced font ',10' notitle, \
			'' index i - 1 every ::1 using (interval_at):1:10 \
			with labels center noenhanced font ',10' notitle, \
			'' index i - 1 every ::1 using (both_at):1:11 \
			with labels right noenhanced font ',10' notitle, \
			'' index i - 1 every ::1 using (faults_at):1:12 \
			with labels right noenhanced font ',10' notitle, \
			'' index i - 1 every ::1 using (present_at):1:13 \
			with labels right noenhanced font ',10' notitle, \
			'' index i - 1 every ::1 using (units_at):1:14 \
			with labels right noenhanced font ',10' notitle
		unset label
		top_y = last_y + below_bars
	}
	# The key, alone: a panel leaves out what it has no bars of.
	set lmargin at screen 0.06
	set rmargin at screen 0.98
	set bmargin at screen down(height - caption_high)
	set tmargin at screen down(height - caption_high - 40)
	set key at screen across(16), down(height - caption_high - key_high + 24) \
		left top horizontal Left reverse font ',12' samplen 2 width 2
	set xrange [0:1]
	set yrange [0:1]
	if (own_scale > 0) {
		set label 1 'Each panel to its own scale.' at screen across(units_at), \
			down(height - caption_high - key_high + 34) right noenhanced font ',12'
	}
	plot NaN with boxes fs solid 1.0 border lc rgb '#000000' \
			fc rgb '#0072B2' title 'fault: mapping to last touch', \
		NaN with boxes fs pattern 4 border lc rgb '#000000' \
			fc rgb '#D55E00' title 'unmapping', \
		NaN with lines lc rgb '#000000' lw 1.4 dt 2 \
			title "the baseline's fault"
	unset label
	unset multiplot
	set output
}
