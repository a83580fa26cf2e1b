# SPDX-License-Identifier: GPL-3.0-or-later
# Memory present after the touches against memory touched, a shape for each
# series, and the line on which they are the same. Both axes logarithmic.
#
# gnuplot -d -c rss.gp, in a folder with these files of view/plot/plot_rss.c,
# fields separated by tabs, and no record's text anywhere but in fields:
#   data.txt     for each series a line of no meaning, then for each point bytes
#                touched and present (NaN: unknown); two empty lines between series
#   names.txt    for each series its name
#   axis.txt     the least and the most bytes of all
#   title.txt, caption.txt  lines of the title and of the caption
# Writes picture.svg and picture.png.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ''

title_text = ''
stats 'title.txt' using (title_text = title_text . strcol(1) . "\n", 0) nooutput
text_shown = ''
stats 'caption.txt' using (text_shown = text_shown . strcol(1) . "\n", 0) nooutput
stats 'axis.txt' using (least = column(1), most = column(2), 0) nooutput
array name[8]
nr_names = 0
stats 'names.txt' using (nr_names = nr_names + 1, \
	name[nr_names] = strcol(1), 0) nooutput

# Okabe and Ito's colours, and open shapes: where points are in one place each is
# seen through the others.
array color[8] = ['#000000', '#E69F00', '#0072B2', '#009E73', '#D55E00', \
	'#CC79A7', '#56B4E9', '#7F7F7F']
array shape[8] = [2, 6, 4, 8, 10, 12, 14, 3]
array size[8] = [1.9, 2.6, 2.0, 2.1, 2.1, 2.2, 2.2, 1.8]

set lmargin at screen 0.08
set rmargin at screen 0.975
set tmargin at screen 0.895
set bmargin at screen 0.382

set label 1 title_text at screen 0.5, 0.965 center noenhanced font ',15'
set label 2 text_shown at screen 0.02, 0.128 left noenhanced font ',10' tc rgb '#404040'
set label 3 'bytes present afterwards' at screen 0.014, 0.638 center rotate by 90 \
	font ',13'
set key at screen 0.08, 0.298 left top Left reverse vertical \
	maxrows (nr_names > 3 ? 5 : 4) noenhanced font ',12' samplen 3 \
	spacing 1.2 noautotitle

set border 3 lw 1.2
set grid xtics ytics lt 1 lc rgb '#e0e0e0' lw 0.8 dt solid
set logscale xy 2
set xrange [least / 2 : most * 2]
set yrange [least / 2 : most * 2]
set xlabel 'bytes touched' offset 0, 0.2
step = most / least > 5e3 ? 16 : most / least > 64 ? 4 : 2
set tics nomirror out font ',11'
unit(n) = n >= 40 ? 'T' : n >= 30 ? 'G' : n >= 20 ? 'M' : n >= 10 ? 'K' : ''
base(n) = n >= 40 ? 40 : n >= 30 ? 30 : n >= 20 ? 20 : n >= 10 ? 10 : 0
size_text(n) = sprintf('%d', 2 ** (n - base(n))) . unit(n)
set xtics ('1' 1)
set ytics ('1' 1)
do for [n = 2:48:(step == 16 ? 4 : step == 4 ? 2 : 1)] {
	set xtics add (size_text(n) 2.0 ** n)
	set ytics add (size_text(n) 2.0 ** n)
}

do for [kind in 'svg png'] {
	if (kind eq 'svg') {
		set terminal svg size 1200,800 dynamic background rgb 'white' \
			font 'DejaVu Sans,13'
	} else {
		set terminal pngcairo size 1200,800 background rgb 'white' \
			font 'DejaVu Sans,13'
	}
	set output 'picture.' . kind
	plot x with lines dt 2 lw 1.6 lc rgb '#808080' title 'as much as was touched', \
		for [s = 1:nr_names] 'data.txt' index s - 1 every ::1 using 1:2 \
			with points pt shape[s] ps size[s] lw 2.4 lc rgb color[s] \
			title name[s]
	set output
}
