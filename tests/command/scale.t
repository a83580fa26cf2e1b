#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Many records: 100,000 samples fit in a tenth of the gigabyte that the project allows for
# a million, besides what the programs themselves map. No time is asserted; make
# bench-scale measures it.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"


# KiB of address space: a tenth of a GiB, and 64 MiB for program and libraries.
limit=$(((1024 / 10 + 64) * 1024))

# limited COMMAND...: run within it.
limited() {
	(
		# dash and bash have it, POSIX has not
		# shellcheck disable=SC3045
		ulimit -v $limit
		exec "$@"
	)
}

nr=100000
for sort in plain campaign; do
	bench/many $nr $sort >"$tmp/$sort.jsonl"
	is "$(grep -c '"type":"sample"' "$tmp/$sort.jsonl")" "$nr" \
		"$nr samples are made: $sort"
done

# What a sanitizer maps is terabytes, of which next to nothing is used.
if nm "$pft" 2>/dev/null | grep -q '__[a-z]san_init'; then
	skip "a sanitizer maps more than that" \
		"pft compare has room in a tenth of a gigabyte"
	done_testing
fi
for sort in plain campaign; do
	run limited "$pft" compare -q "$tmp/$sort.jsonl"
	is "$status:$err" "0:" \
		"pft compare has room for $nr samples in a tenth of a gigabyte: $sort"
done
# gnuplot maps more than pft: without it the report is what was printed before.
mkdir "$tmp/bin"
printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/gnuplot"
chmod 755 "$tmp/bin/gnuplot"
for sort in plain campaign; do
	run limited env PATH="$tmp/bin:$PATH" "$pft" report -o "$tmp/report" "$tmp/$sort.jsonl"
	like "$err" "gnuplot" "pft report comes to its pictures in as little: $sort"
	[ "$(grep -c . "$tmp/report/report.txt")" -gt 10 ]
	ok $? "and its tables are there: $sort"
done
done_testing
