#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What pft report shows about locks, with records made here.
# shellcheck disable=SC1091,SC2154 # status, out and err are set by run
. "${srcdir:=.}/tests/tap.sh"
pft=$PWD/pft

# campaign ENGINE UNIT ROUNDS: the run of two treatments and two rows
campaign() {
	printf '{"type":"run","schema":"pft/1","id":"r","time":"2026-01-02T03:04:05Z"'
	printf ',"argv":["pft","ab"],"engine":"%s","unit":"%s","rounds":%s,"reps":1' "$1" "$2" "$3"
	printf ',"guest":"a guest","treatments":["stock","ahead"],"kernels":["one","other"]'
	printf ',"rows":["one thread","two threads"]}\n'
}

# unit ENGINE ROUND TREATMENT COUNTERS: a boot with a sample of 100 pages in both rows;
# COUNTERS are ",..." or nothing
unit() {
	for row in 0 1; do
		if [ "$1" = exact ]; then
			cost='"instructions":100000,"instructions_teardown":50000'
		else
			cost='"wall_s":0.0001,"teardown_s":0.0001,"cpu_s":0.0001'
		fi
		printf '{"type":"sample","schema":"pft/1","run":"r","boot_id":"b%s-%s"' "$2" "$3"
		printf ',"engine":"%s","kernel":"k","role":"measure","warmup":false,"reps":1' "$1"
		printf ',"order":%s,"clock":"c","kind":"anon-write","pattern":"sequential"' "$row"
		printf ',"tasks":"threads","threads":%s,"bytes":409600,"page_bytes":4096' "$((row + 1))"
		printf ',"pages":100,"faults_minor":100,"faults_major":0,"pages_present":100,%s' "$cost"
		printf ',"counters":{"row":%s,"treatment":%s%s},"ok":true,"invalid":null}\n' "$row" "$3" "$4"
	done
	printf '{"type":"boot","schema":"pft/1","id":"b%s-%s","run":"r","round":%s' "$2" "$3" "$2"
	printf ',"treatment":%s,"kernel":"k","engine":"%s","outcome":"ok"}\n' "$3" "$1"
}

# lock NAME TAKEN WAITED HELD: as counters
lock() {
	printf ',"lock.%s.acquisitions":%s,"lock.%s.contentions":%s' "$1" "$2" "$1" "$3"
	printf ',"lock.%s.hold_ns":%s,"lock.%s.wait_ns":0' "$1" "$4" "$1"
}
few="$(lock page_table 25 0 5000)$(lock vma.read 12 0 90000)$(lock '&a.b' 7 0 70)"
many="$(lock page_table 102 0 40000)$(lock vma.read 100 0 800000)$(lock '&a.b' 1 0 10)"

# ---- one boot stands for all ----

{
	campaign exact boot 1
	unit exact 0 0 "$many"
	unit exact 0 1 "$few"
} >"$tmp/exact.jsonl"
run "$pft" report -o "$tmp/exact" "$tmp/exact.jsonl"
is "$status" 0 "records with counts of locks are reported"
like "$out" '^ +page table +held +VMA +held +others$' "below a row of one thread stand the locks that are known"
like "$out" '^  stock +1\.0200 +400\.0 +1\.0000 +8000\.0 +0\.0100$' "for each page: taken, and held"
like "$out" '^  ahead +0\.2500 +50\.0 +0\.1200 +900\.0 +0\.0700$' "of each treatment"
like "$out" '^ +page table +VMA +others$' "of several threads on the engine exact it is not said how long"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "the table keeps to 80 columns"
run "$pft" report --format mail -o "$tmp/mail" "$tmp/exact.jsonl"
is "$(printf '%s\n' "$out" | awk 'length > 72')" "" "a mail to 72"
like "$out" '^  stock +1\.0200' "and has them"
if script -qec true /dev/null </dev/null >"$tmp/null" 2>&1; then
	narrow=$(script -qec "stty cols 50; '$pft' report --no-color -o '$tmp/narrow' '$tmp/exact.jsonl' 2>/dev/null" \
		/dev/null </dev/null | tr -d '\r')
	is "$(printf '%s\n' "$narrow" | awk 'length > 50')" "" "a narrow terminal is kept to"
	like "$narrow" '^ +1\.0200 +400\.0 +1\.0000 +8000\.0' "with the same numbers"
else
	skip "script is not installed" "a narrow terminal is kept to"
fi

# ---- locks.csv ----

csv="$tmp/exact/locks.csv"
is "$(sed 's/"[^"]*"/text/g' "$csv" | awk -F, '{ print NF }' | LC_ALL=C sort -u | wc -l | tr -d ' ')" 1 \
	"each line of locks.csv has as many fields as its header"
# Fields: 7 kernel, 10 n, 11 lock, 12 taken, 15 waited for, 18 instructions
is "$(sed 's/"[^"]*"/text/g' "$csv" | awk -F, '$3 == 0 && $7 == "ahead" { print $11, $10, $12, $13, $18 }')" \
	"page_table 1 0.25  50
vma.read 1 0.12  900
&a.b 1 0.07  0.7
(others) 1 0  0" "a line for each lock, those most often taken first, and one for the others"
is "$(sed 's/"[^"]*"/text/g' "$csv" | awk -F, '$3 == 1 && $7 == "stock" { print $11, $12, $18 }' | head -n 1)" \
	"page_table 1.02 " "what is not said in the table is not there either"

# ---- several units ----

{
	campaign tcg boot 2
	unit tcg 0 0 "$(lock page_table 100 1 40000)$(lock vma.read 100 0 80000)"
	unit tcg 0 1 "$few"
	unit tcg 1 0 "$(lock page_table 110 1 42000)$(lock vma.read 100 0 80000)"
	unit tcg 1 1 ""
} >"$tmp/tcg.jsonl"
run "$pft" report -o "$tmp/tcg" "$tmp/tcg.jsonl"
# Student's t of one degree of freedom: 12.706 times 0.05 of both.
like "$out" '^  stock +1\.0500 +0\.6353 +410\.0 +127\.1 +1\.0000 +0\.0000' \
	"with several boots each number has half its interval beside it"
like "$out" '^  ahead +0\.2500 +- ' "a boot without counts is none of them"
like "$(printf '%s' "$out" | tr -s '\n ' ' ')" 'waits/M: how many of a million acquisitions' \
	"where CPUs run at once it is said how often one waits"
like "$out" '^  stock .* 9524$' "of those that take the page-table lock"
unlike "$(printf '%s' "$out" | tr -s '\n ' ' ')" 'all further locks' "and what there is no room for is not explained"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "that, too, keeps to 80 columns"

# ---- none, and odd ones ----

{
	campaign exact boot 1
	unit exact 0 0 ""
	unit exact 0 1 ""
} >"$tmp/none.jsonl"
: >"$tmp/exact/locks.csv"
run "$pft" report -o "$tmp/exact" "$tmp/none.jsonl"
is "$status:$(printf '%s' "$out" | grep -c 'locks taken')" "0:0" "without counts there is nothing about locks"
ok "$(test ! -e "$csv"; echo $?)" "and an earlier locks.csv is gone"
{
	campaign exact boot 1
	unit exact 0 0 ',"lock.":1,"lock..acquisitions":2,"lock.x":3,"lock.x.":4,"lock.x.hold_ns":null,"lock.\u001b[31m.acquisitions":9'
	unit exact 0 1 ',"lock.page_table.acquisitions":1e300'
} >"$tmp/odd.jsonl"
run "$pft" report -o "$tmp/odd" "$tmp/odd.jsonl"
is "$status" 0 "counters of odd names and numbers do no harm"
is "$(cat "$tmp/odd/locks.csv" "$tmp/odd/report.txt" | LC_ALL=C tr -cd '\033' | wc -c | tr -d ' ')" 0 \
	"and reach neither file as they are"
# ---- results/locks ----

run env PFT="$pft" "$srcdir/results/locks/make" "$tmp/published"
is "$status" 0 'results/locks can be made again'
for file in table.txt locks.csv; do
	cmp -s "$tmp/published/$file" "$srcdir/results/locks/$file"
	ok $? "results/locks/$file is what its command makes"
done

done_testing
