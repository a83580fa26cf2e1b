# SPDX-License-Identifier: GPL-3.0-or-later
# What all pictures share: the words around the panels, the layout, the colours, and
# the files that are drawn.
#
# A script of this folder is run as
#     gnuplot -d -c SCRIPT common.gp TABLE
# in a folder that has words.csv and receives picture.svg and picture.png. It reads
# TABLE, the picture's numbers, by the names of their columns. It sets its layout (see
# below) and then, for each kind of file, loads this and draws its panels:
#     do for [kind in 'svg png'] { load ARG1; ...; unset multiplot; set output }
#
# words.csv, which view/plot/picture.c writes, has a line for each thing that is around
# the numbers. Its columns, of which most are empty in most lines:
#     what     title, caption (a line of them each), note (a line above the caption),
#              variant (a part of the names of TABLE's columns), x, y (an axis), panel,
#              key (a line of the key), curve (some lines of TABLE), mark (a word at a place)
#     text     its words
#     panel, key, style      which of them it is of, from 1; style: each script has its own
#     x, y     of a mark its place; of a curve its first and last line in TABLE, from 0
#     low, high, unit        of an axis or panel: its range, and what numbers are divided by
# Text from records is in text and in the text columns of TABLE, and nowhere else: no
# script may evaluate it, and what shows it says noenhanced.

reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set datafile commentschars ''

# ---- words.csv ----

is(word) = strcol('what') eq word
# A number of a column; NaN where the field is empty.
number(name) = strlen(strcol(name)) > 0 ? column(name) : NaN

title_text = ''
caption_text = ''
note_text = ''
variant = ''
caption_lines = 0
stats 'words.csv' using (is('title') ? title_text = title_text . strcol('text') . "\n" : 0, 0) nooutput
stats 'words.csv' using (is('caption') ? (caption_text = caption_text . strcol('text') . "\n", \
	caption_lines = caption_lines + 1) : 0, 0) nooutput
stats 'words.csv' using (is('note') ? note_text = strcol('text') : 0, 0) nooutput
stats 'words.csv' using (is('variant') ? variant = strcol('text') : 0, 0) nooutput
stats 'words.csv' using (is('x') ? (x_name = strcol('text'), x_low = number('low'), \
	x_high = number('high'), x_unit = number('unit')) : 0, 0) nooutput
stats 'words.csv' using (is('y') ? (y_name = strcol('text'), y_low = number('low'), \
	y_high = number('high'), y_unit = number('unit')) : 0, 0) nooutput

array panel_name[8]
array panel_low[8]
array panel_high[8]
array panel_unit[8]
nr_panels = 0
stats 'words.csv' using (is('panel') ? (nr_panels = nr_panels + 1, \
	panel_name[nr_panels] = strcol('text'), panel_low[nr_panels] = number('low'), \
	panel_high[nr_panels] = number('high'), panel_unit[nr_panels] = number('unit')) : 0, 0) nooutput

array key_name[16]
array key_style[16]
nr_keys = 0
stats 'words.csv' using (is('key') ? (nr_keys = nr_keys + 1, \
	key_name[nr_keys] = strcol('text'), key_style[nr_keys] = int(column('style'))) : 0, 0) nooutput

# Curves stand in the order of their panels.
array curve_key[128]
array curve_style[128]
array curve_first[128]
array curve_last[128]
array first_curve[8] = [1, 1, 1, 1, 1, 1, 1, 1]
array last_curve[8] = [0, 0, 0, 0, 0, 0, 0, 0]
nr_curves = 0
stats 'words.csv' using (is('curve') ? (nr_curves = nr_curves + 1, \
	curve_key[nr_curves] = int(column('key')), curve_style[nr_curves] = int(column('style')), \
	curve_first[nr_curves] = int(column('x')), curve_last[nr_curves] = int(column('y')), \
	first_curve[int(column('panel'))] = last_curve[int(column('panel'))] > 0 ? \
		first_curve[int(column('panel'))] : nr_curves, \
	last_curve[int(column('panel'))] = nr_curves) : 0, 0) nooutput

# Whether a line is a mark of a panel, in a style.
is_mark(p, s) = is('mark') && column('panel') == p && column('style') == s

# What m * 10**n nanoseconds are called at an axis, or so many instructions.
short(m, n) = variant eq 'ns' ? \
	sprintf('%d ', m * 10 ** (n % 3)) . word('ns µs ms s', n / 3 + 1) : \
	sprintf('%d', m * 10 ** (n % 3)) . (n < 3 ? '' : word('k M G', n / 3))

# ---- layout ----

# In pixels, from the top: the title, rows of panels with what is above and below each,
# the key, the note, the caption. A script sets
#     width, left, right, apart          of the picture, beside and between panels
#     title_high, above, below
#     columns_of(panels), panel_high_of(rows), key_high_of(keys)
nr_columns = columns_of(nr_panels > 0 ? nr_panels : 1)
nr_rows = ((nr_panels > 0 ? nr_panels : 1) + nr_columns - 1) / nr_columns
panel_wide = (width - left - right - (nr_columns - 1) * apart) / real(nr_columns)
panel_tall = panel_high_of(nr_rows)
key_top = title_high + nr_rows * (above + panel_tall + below)
key_high = key_high_of(nr_keys)
caption_top = key_top + key_high + (note_text eq '' ? 0 : 22)
height = caption_top + 16 * caption_lines + 16
across(pixel) = pixel / real(width)
down(pixel) = 1 - pixel / real(height)

# The edges of panel i.
panel_left(i) = left + (i - 1) % nr_columns * (panel_wide + apart)
panel_top(i) = title_high + (i - 1) / nr_columns * (above + panel_tall + below) + above
edge_left(i) = across(panel_left(i))
edge_right(i) = across(panel_left(i) + panel_wide)
edge_top(i) = down(panel_top(i))
edge_bottom(i) = down(panel_top(i) + panel_tall)

# ---- colours ----

# Okabe and Ito 2008: all can tell them apart. Dash and shape tell them apart in grey.
set linetype 1 lc rgb '#0072B2' dt 1 pt 7 ps 1.3 lw 2.2
set linetype 2 lc rgb '#D55E00' dt 2 pt 5 ps 1.2 lw 2.2
set linetype 3 lc rgb '#009E73' dt 4 pt 9 ps 1.5 lw 2.2
set linetype 4 lc rgb '#CC79A7' dt 5 pt 13 ps 1.6 lw 2.2
set linetype 5 lc rgb '#000000' dt 3 pt 6 ps 1.4 lw 2.2
set linetype 6 lc rgb '#E69F00' dt 1 pt 4 ps 1.3 lw 2.2
set linetype 7 lc rgb '#56B4E9' dt 2 pt 8 ps 1.5 lw 2.2
set linetype 8 lc rgb '#7F7F7F' dt 4 pt 12 ps 1.6 lw 2.2
# Open shapes: where points are in one place each is seen through the others.
array open_color[9] = ['#000000', '#E69F00', '#0072B2', '#009E73', '#D55E00', \
	'#CC79A7', '#56B4E9', '#6A3D9A', '#7F7F7F']
array open_shape[9] = [2, 6, 4, 8, 10, 12, 14, 1, 3]
array open_size[9] = [1.9, 2.6, 2.0, 2.1, 2.1, 2.2, 2.2, 1.8, 1.8]

# ---- the file, and the words in it ----

if (kind eq 'svg') {
	set terminal svg size width, height dynamic background rgb 'white' font 'DejaVu Sans,13'
} else {
	set terminal pngcairo size width, height background rgb 'white' font 'DejaVu Sans,13'
}
set output 'picture.' . kind
set multiplot
set key off
set margins at screen 0, at screen 1, at screen 0, at screen 1
set xrange [0 : 1]
set yrange [0 : 1]
unset border
unset tics
set label 1 title_text at screen 0.5, down(26) center noenhanced font ',15'
set label 2 note_text at screen 0.014, down(caption_top - 10) left noenhanced font ',12'
set label 3 caption_text at screen 0.014, down(caption_top + 12) left noenhanced \
	font ',10' tc rgb '#404040'
plot NaN notitle
unset label
set border 3 lw 1.2
set xtics out nomirror font ',11'
set ytics out nomirror font ',11'
set grid ytics lt 1 lc rgb '#d0d0d0' lw 0.8 dt solid
set format y '%g'
