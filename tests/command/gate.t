#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What users see if a measurement is not what it claims to be, and that there is no false
# alarm. tests/unit/gate-t.c tests the gate itself.
# shellcheck disable=SC1091,SC2154 # status, out and err are set by run
. "${srcdir:=.}/tests/tap.sh"

# AddressSanitizer wants to be the first library.
plant=$tmp/plant.so
# shellcheck disable=SC2086 # CC may be several words
${CC:-gcc} -shared -fPIC -o "$plant" "$tests/command/plant.c" 2>"$tmp/cc.err" ||
	plant=
first=$(ldd "$pft" 2>/dev/null | sed -n 's/.*=> \(.*libasan[^ ]*\).*/\1/p')
[ -z "$first" ] || plant="$first $plant"

# planted WHAT REASON NAME
planted() {
	if [ -z "$plant" ]; then
		skip "there is no compiler: $(head -n 1 "$tmp/cc.err")" "$3"
		return
	fi
	run env LD_PRELOAD="$plant" PFT_PLANT="$1" \
		"$pft" run -b 8M -r 3 -t 1,2 -o "$tmp/$1.jsonl"
	is "$status" 1 "$3: exit status 1"
	like "$out" INVALID "$3: the table says INVALID"
	like "$out" "$2" "$3: and the reason"
	is "$(jq -s '[.[] | select(.role == "measure" and .ok)] | length' "$tmp/$1.jsonl")" \
		0 "$3: every repetition's record says so"
	unlike "$out" '^ +[12] .*[0-9]{5}' "$3: no rate is made of them"
}

case $(cat /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null) in
*'[never]'* | '')
	skip "this kernel makes no huge pages" "a huge page that was not asked for is caught"
	;;
*)
	planted huge 'MiB are huge pages' "a huge page that was not asked for is caught"
	;;
esac
planted populated 'pages were present before' "a region populated beforehand is caught"

run "$pft" run -b 16M -r 100 -t 1,2 --warmup 0 -o "$tmp/fine.jsonl"
is "$status" 0 "200 default repetitions of 16 MiB raise no alarm"
is "$(jq -s '[.[] | select(.type == "sample" and (.ok | not))] | length' "$tmp/fine.jsonl")" \
	0 "and none of their records is INVALID"
is "$(jq -s '[.[] | select(.role == "measure")] | length' "$tmp/fine.jsonl")" 200 \
	"each of them has its record"
is "$(jq -s '[.[] | select(.role == "measure" and .faults_minor != null and .faults_minor != .pages)] | length' "$tmp/fine.jsonl")" \
	0 "each took exactly one fault a page"

for kind in anon-write anon-read file-private-read; do
	for pattern in sequential descending stride:3 random random:7 runs:2-9 islands:2-9; do
		run "$pft" run -k $kind -p $pattern -b 3M -r 2 -t 1,2 -q -o "$tmp/k.jsonl"
		is "$status" 0 "$kind $pattern passes the gate"
	done
done
is "$(jq -s '[.[] | select(.type == "sample" and (.ok | not)) | .invalid] | unique | length' "$tmp/k.jsonl")" \
	0 "and so say their records"

done_testing
