# SPDX-License-Identifier: GPL-3.0-or-later
# Memory present after the touches against memory touched, a shape for each series, and
# the line on which they are the same. Both axes are logarithmic, to one scale.
# plot_rss.c fills it; common.gp has the rest.

width = 1200
left = 96
right = 30
apart = 0
title_high = 84
above = 0
below = 68
columns_of(n) = 1
panel_high_of(n) = 410
key_high_of(n) = 22 * (n > 3 ? 5 : n + 1) + 20

# Names of powers of two.
unit(n) = n >= 40 ? 'T' : n >= 30 ? 'G' : n >= 20 ? 'M' : n >= 10 ? 'K' : ''
size_text(n) = sprintf('%d', 2 ** (n % 10 + (n >= 50 ? 10 : 0))) . unit(n)

do for [kind in 'svg png'] {
	load ARG1
	set margins at screen edge_left(1), at screen edge_right(1), \
		at screen edge_bottom(1), at screen edge_top(1)
	set key at screen edge_left(1), down(key_top) left top Left reverse vertical \
		maxrows (nr_keys > 3 ? 5 : 4) noenhanced font ',12' samplen 3 spacing 1.2 noautotitle
	set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
	set logscale xy 2
	set xrange [x_low / 2 : x_high * 2]
	set yrange [x_low / 2 : x_high * 2]
	set xlabel 'bytes touched' offset 0, 0.2
	set label 1 'bytes present afterwards' at screen across(18), \
		(edge_top(1) + edge_bottom(1)) / 2 center rotate by 90 font ',13'
	step = x_high / x_low > 5e3 ? 4 : x_high / x_low > 64 ? 2 : 1
	set xtics ('1' 1)
	set ytics ('1' 1)
	do for [n = 2:48:step] {
		set xtics add (size_text(n) 2.0 ** n)
		set ytics add (size_text(n) 2.0 ** n)
	}
	plot x with lines dt 2 lw 1.6 lc rgb '#808080' title 'as much as was touched', \
		for [c = 1:nr_curves] ARG2 every ::curve_first[c]::curve_last[c] \
			using 'touched_bytes':'rss_bytes' with points \
			pt open_shape[curve_key[c]] ps open_size[curve_key[c]] lw 2.4 \
			lc rgb open_color[curve_key[c]] title key_name[curve_key[c]]
	unset multiplot
	set output
}
