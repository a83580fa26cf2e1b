#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# A campaign like campaigns/fault-ahead-6.12.conf with small regions: patterns of runs, rows
# on some sides only, kernels with the first patches of a series.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel stock
kernel patched --patches "$tests/../kernel-patches/6.12"

cat >"$tmp/small.conf" <<'END'
layouts = 2; reps = 1; limit = 0;
kernels = ( { label = "first"; patches = "6.12"; upto = 3; } );
treatments = (
	{ name = "stock"; kernel = "stock"; },
	{ name = "0003"; kernel = "first"; set = ( "vm.anon_fault_ahead_bytes=32768" ); },
	{ name = "series"; kernel = "patched"; set = ( "vm.anon_fault_ahead_bytes=32768" ); },
	{ name = "mTHP 64K"; kernel = "stock"; set = ( "thp:hugepages-64kB=always" ); },
	{ name = "populate"; kernel = "stock"; kind = "anon-populate"; }
);
workloads = (
	{ name = "sequence"; bytes = "1M"; },
	{
		pattern = [ "islands:4..9", "islands-down:5", "geometric:8", "interleaved-down:4",
			"stride:512" ];
		bytes = "4M";
		treatments = ( "stock", "0003", "series", "mTHP 64K" );
	},
	{ pattern = "interleaved:2"; bytes = "2M"; threads = 2; treatments = ( "stock", "series" ); }
);
END
ab "$tmp/small.conf"
is "$ab_status" 0 "runs that end are measured on all, and no surplus of large pages is INVALID"
is "$(printf '%s\n' "$json" | wc -l | tr -d ' ')" 47 "each row on the treatments that it names"
is "$(printf '%s\n' "$json" | jq -rs '[.[] | select(.n != 2 or .n_invalid > 0)] | length')" 0 \
	"both layouts of each count"

# faults PATTERN TREATMENT, present PATTERN TREATMENT
of() {
	printf '%s\n' "$json" | jq -r --arg p "$2" --arg k "$3" \
		"select(.pattern == \$p and .kernel == \$k).$1"
}
for pattern in islands:4 islands:9 islands-down:5 geometric:8 stride:512; do
	is "$(of faults_per_page $pattern stock) $(of present_per_page $pattern stock)" "1 1" \
		"stock takes a fault for each page of $pattern, and maps no other"
done
# 1, 2, 4 and 8 pages: a run of 4 has 7 present, one of 8 has 15, but where a page
# table ends. The gaps are wide enough for all of it.
between() {
	ok "$(printf '%s\n' "$1" | jq "if . >= $2 and . <= $3 then 0 else 1 end")" "$4"
}
between "$(of present_per_page islands:4 0003)" 1.6 1.75 \
	"after the third patch runs of 4 pages have 7 present"
between "$(of present_per_page islands:8 0003)" 1.7 1.875 "and runs of 8 pages 15"
between "$(of faults_per_page islands:4 0003)" 0.74 0.8 "for three faults"
like "$(of present_per_page islands:8 'mTHP 64K')" '^[2-9]\.|^1[0-9]\.' \
	"large pages of 64 KiB make more than twice as many present"
is "$(of present_per_page stride:512 'mTHP 64K')" 16 "sixteen for one page in 2 MiB"
is "$(of present_per_page stride:512 series)" 1 "the series maps that page alone"
worst=$(printf '%s\n' "$json" |
	jq -rs '[.[] | select(.kernel == "series") | .present_per_page] | max')
printf '# the most that the series makes present for a page touched: %s\n' "$worst"
between "$worst" 1 1.25 \
	"the whole series makes at most a quarter more present than is touched"
is "$(jq -rs '[.[] | select(.type == "sample") | .per_task | length] | unique | join(" ")' "$ab_records")" \
	"1 2" "two threads stream through one mapping"
like "$(printf '%s\n' "$json" | jq -rs '.[1].fault_unmap_more_high95_percent')" '^-?[0-9]' \
	"the upper end of the interval is told in percent"
done_testing
