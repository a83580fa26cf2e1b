#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The model of the kernel patches' ramp, which the guest must match. Here the model is
# compared with cases computed by hand, and with the promise that at most a fifth of the
# mapped pages are untouched.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
model=$tests/../kernel-patches/6.12/model

is "$("$model" 100 0 0)" "100 100 0 0" "off: each page takes a fault, and none is a hit"
is "$("$model" -w 9 8 0)" "0+1/- 1+1/0 2+1/0 3+1/0 4+1/0 5+2/0 7+2/0" \
	"from an even page the second fault is a hit, and 5 pages deserve a window of 2"
is "$("$model" -w 9 8 1)" "0+1/- 1+1/- 2+1/0 3+1/0 4+1/0 5+1/0 6+2/0 8+1/0" \
	"from an odd page it takes one page more"
is "$("$model" -w 9 8 1 --down)" "$("$model" -w 9 8 0)" \
	"downward an odd page is what an even one is upward"
# windows KNOB: "FIRST+LENGTH" where windows of another length begin.
windows() {
	"$model" -w 400 "$1" 0 --slack 64 | tr ' ' '\n' |
		awk -F '[+/]' '$2 != last { printf "%s+%s ", $1, $2; last = $2 }'
}
is "$(windows 32)" "0+1 5+2 11+4 27+8 59+16 123+32 " \
	"windows of 2, 4, 8, 16 and 32 pages begin behind 5, 11, 27, 59 and 123"
is "$(windows 4)" "0+1 5+2 11+4 " "windows are no larger than the knob"
is "$("$model" -w 12 4 502 | tr ' ' '\n' | tail -n 3 | tr '\n' ' ')" "7+2/0 9+1/0 10+2/0 " \
	"a window ends with the page table, and the next one is none the smaller"
is "$("$model" -w 35 8 0 | tr ' ' '\n' | tail -n 1)" "27+8/0" \
	"a window may come up to the end of the mapping"
is "$("$model" -w 30 8 0 | tr ' ' '\n' | tail -n 1)" "27+3/0" \
	"and no further"
is "$("$model" 30 8 0 --slack 64 | cut -d ' ' -f 2)" 35 \
	"in a mapping that goes on it is whole"

# ---- large folios ----

is "$("$model" -w 29 8 0 --sizes 2 --slack 64 | tr ' ' '\n' | tail -n 6 | tr '\n' ' ')" \
	"11+1/0 12+4/2 16+4/2 20+4/2 24+4/2 28+4/2 " \
	"up to the alignment of a folio come single pages, then folios"
is "$("$model" -w 40 8 0 --sizes 2,3 --slack 64 | tr ' ' '\n' | tail -n 2 | tr '\n' ' ')" \
	"28+4/2 32+8/3 " "the largest folio that is aligned is taken"
is "$("$model" -w 36 8 0 --sizes 2,3 | tr ' ' '\n' | tail -n 1)" "32+4/2" \
	"and fits into the mapping"
is "$("$model" -w 29 8 3 --down --sizes 2 --slack 64)" \
	"$("$model" -w 29 8 508 --sizes 2 --slack 64)" "downward folios are aligned at their end"
mirrored=0
for offset in 0 1 2 7 100 255 510 511; do
	[ "$("$model" -w 300 32 "$offset" --sizes 3,4 --slack 64)" = \
		"$("$model" -w 300 32 $((511 - offset)) --down --sizes 3,4 --slack 64)" ] ||
		mirrored=$((mirrored + 1))
done
is $mirrored 0 "downward is upward in a mirror"

# ---- how much may be wasted ----

bound=$("$model" -b 1024)
ok "$(awk -v worst="${bound%% *}" 'BEGIN { print !(worst > 1 && worst <= 1.25) }')" \
	"runs of 1 to 1024 pages, each alignment, direction, knob and set of sizes: at most 1.25 pages are present for one that is touched"
echo "# the worst: $bound"
first=$("$model" --first 8 8 0 --slack 64 | cut -d ' ' -f 2)
is "$first" 15 "2004's ramp has 15 present when 8 are touched"

# ---- 2004's ramp, corrected ----

is "$("$model" --first 512 2 0 | cut -d ' ' -f 1) $("$model" --first 512 4 0 |
	cut -d ' ' -f 1) $("$model" --first 512 8 0 | cut -d ' ' -f 1)" "257 130 67" \
	"512 pages take 257, 130 and 67 faults with windows of 2, 4 and 8"
is "$("$model" -w --first 40 8 0)" "0+1/- 1+2/0 3+4/0 7+8/0 15+8/0 23+8/0 31+8/0 39+1/0" \
	"its windows double up to the knob"

# ---- the table for the guest ----

"$model" -t >"$tmp/table"
is "$(awk '{ print $1, $2, $3, $4, $5, $6 }' "$tmp/table" | sort | uniq -d)" "" \
	"no case is there twice"
is "$(awk '$4 == 511 && $6 == 513 && $2 == "-" && $1 == 1' "$tmp/table" | wc -l)" 12 \
	"513 pages downward from the end of a page table: each knob, in both mappings"
# Present is what the faults mapped; tried is what the hits mapped besides their own page.
is "$(awk '{
	present = hit = tried = 0
	for (i = 11; i <= NF; i++) {
		split($i, part, /[+\/]/)
		present += part[2]
		if (part[3] != "-") {
			hit++
			tried += part[2] - 1
		}
	}
	if (present != $8 || NF - 10 != $7 || hit != $9 || tried != $10)
		bad++
} END { print bad + 0 }' "$tmp/table")" 0 "each case's numbers are the sums of its faults"

for bad in "" "1" "1 2" "1 2 3 4" "x 8 0" "-t 1" "--sizes"; do
	# shellcheck disable=SC2086 # words
	run "$model" $bad
	is "$status" 2 "the model refuses '$bad'"
done
done_testing
