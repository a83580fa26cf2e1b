#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft run as a user runs it.
# shellcheck disable=SC1091,SC2154 # status, out and err are set by run
. "${srcdir:=.}/tests/tap.sh"

# value FILTER FILE: what jq finds in all records.
value() {
	jq -s -r "$1" "$2"
}
measured='[.[] | select(.role == "measure" and (.warmup | not))]'

run "$pft" run -b 4M -r 3 -o "$tmp/a.jsonl"
is "$status" 0 "pft run measures"
like "$out" '^Threads +User System +Wall flt/cpu/s fault/wsec +\+-95% flt/page ns/page limit$' \
	"the table has its columns"
unlike "$out" '.{81}' "no line is wider than 80 columns"
like "$out" 'anon-write sequential' "the heading says what was measured"
like "$out" "$(uname -r)" "and on which kernel"
is "$(value '.[0].type + .[1].type' "$tmp/a.jsonl")" hostrun \
	"the records begin with the machine and the run"
is "$(value "${measured} | map(.rep) | sort | unique | length" "$tmp/a.jsonl")" 3 \
	"each repetition has its record"
is "$(value '[.[] | select(.warmup)] | length > 0' "$tmp/a.jsonl")" true \
	"warm-up repetitions are kept, marked as such"
is "$(value '[.[] | select(.type == "sample") | .order] == [range(length - 2)]' "$tmp/a.jsonl")" \
	true "the order that was run is recorded"
is "$(value '[.[] | select(.role == "limit")] | length > 0 and all(.faults_minor == 0 or .faults_minor == null)' "$tmp/a.jsonl")" \
	true "the limit is measured, without a fault"
is "$(value "${measured} | all(.wall_s > 0 and .cpu_s > 0 and .pages == 1024)" "$tmp/a.jsonl")" \
	true "every repetition has its times and pages"
is "$(value "${measured} | all((.per_task | map(.pages) | add) == .pages)" "$tmp/a.jsonl")" \
	true "the tasks' pages add up"

# The order is seeded: the same seed, the same order; another, another.
order() {
	"$pft" run -b 64K -r 5 -t 1,2 -q --seed "$1" -o "$tmp/o$2.jsonl" 2>/dev/null
	value 'map(select(.type == "sample") | .role + (.threads | tostring)) | join(" ")' "$tmp/o$2.jsonl"
}
one=$(order 1 1)
is "$(order 1 2)" "$one" "the same seed runs the same order"
if [ "$(order 2 3)" != "$one" ]; then ok 0 "another seed another order"; else ok 1 "another seed another order"; fi
unlike "$one" '(measure1 ){6}|(measure2 ){6}' "rows are interleaved"

run "$pft" run -b 1000001 -r 1 -t 3 -q -o "$tmp/b.jsonl"
is "$(value "${measured}[0] | .requested_bytes" "$tmp/b.jsonl")" 1000001 \
	"what was asked for is kept"
page=$(getconf PAGESIZE)
is "$(value "${measured}[0] | .bytes" "$tmp/b.jsonl")" \
	$(((1000001 + page - 1) / page * page)) "and what was mapped is whole pages"
run "$pft" run -b 1 -r 1 -t 1 -q -o "$tmp/c.jsonl"
is "$status/$(value "${measured}[0] | .pages" "$tmp/c.jsonl")" 0/1 "one byte is one page"
run "$pft" run -b 1 -r 1 -t 7 -q -o "$tmp/d.jsonl"
is "$status/$(value "${measured}[0] | .pages" "$tmp/d.jsonl")" 0/7 "a task has one page at least"

run "$pft" run -b 1M -r 1 -t 300 -q -o "$tmp/e.jsonl"
is "$status/$(value "${measured}[0] | .per_task | length" "$tmp/e.jsonl")" 0/300 "300 threads run"
is "$(value "${measured}[0] | .oversubscribed" "$tmp/e.jsonl")" \
	"$([ "$(nproc)" -lt 300 ] && echo true || echo false)" "oversubscription is recorded"
run "$pft" run -b 1M -r 1 -t 20 --tasks processes -q -o "$tmp/f.jsonl"
is "$status/$(value "${measured}[0] | .tasks + .regions" "$tmp/f.jsonl")" 0/processesown \
	"processes run, with regions of their own"

run "$pft" run -b 2M -r 2 -t 1 --latency -o "$tmp/g.jsonl"
is "$(value "${measured}[0].latency_ns | .histogram | map(.[1]) | add" "$tmp/g.jsonl")" \
	$((2 * 1024 * 1024 / page)) "--latency times every touch"

run "$pft" run --classic -b 4M -r 2 -t 1,2 -o "$tmp/h.jsonl"
is "$status" 0 "pft run --classic measures"
like "$out" '^ +Gb +Rep +Threads +User +System +Wall +flt/cpu/s +fault/wsec$' \
	"with the columns of 2004"
is "$(value '[.[] | select(.warmup)] | length' "$tmp/h.jsonl")" 0 "and without warm-up"
is "$(value "${measured} | map(.accounting) | unique[0]" "$tmp/h.jsonl")" classic \
	"its records say so"
is "$(value "[${measured}[] | .wall_s > (.per_task | map(.end_s) | max)] | all" "$tmp/h.jsonl")" \
	true "its times hold more than the window"

for format in table classic mail csv json; do
	run "$pft" run -b 64K -r 2 -t 1 --format $format -o "$tmp/i.jsonl"
	is "$status" 0 "--format $format prints"
	[ -n "$out" ]
	ok $? "--format $format prints something"
done
like "$out" '^\{"type":"sample"' "json is the samples"
run "$pft" run -b 64K -r 2 -t 1 --format mail -o "$tmp/i.jsonl"
unlike "$out" '.{73}' "a mail has no line wider than 72 columns"
like "$out" 'pft run' "and the command that reproduces it"

run "$pft" run -b 64K -r 1 -t 1 -q -o "$tmp/j.jsonl"
is "$out$err" "" "-q says nothing"
run "$pft" run -b 64K -r 1 -t 1 -o -
is "$(printf '%s\n' "$out" | jq -s 'map(.schema) | unique == ["pft/1"]')" true \
	"-o - writes the records to standard output, and nothing else"
run "$pft" run -b 64K -r 1 -t 1
like "$err" "records are in $tmp/state/pft/[0-9TZ]*.jsonl" \
	"without -o it is said where the records are"
unlike "$out$err" "$(printf '\033')" "no terminal, no escape sequence"

# Interrupted: what was measured is kept. The run would take minutes.
"$pft" run -b 16M -r 100000 -t 1 -o "$tmp/k.jsonl" >"$tmp/k.out" 2>"$tmp/k.err" &
pid=$!
wait_lines "$tmp/k.jsonl" 12
kill -TERM $pid
status=0
wait $pid || status=$?
is $status 143 "an interrupted run ends by its signal"
like "$(cat "$tmp/k.err")" 'interrupted after [0-9]+ of [0-9]+' "and says how far it came"
like "$(cat "$tmp/k.out")" '^Threads' "and prints the table so far"
is "$(tail -n 1 "$tmp/k.jsonl" | jq -r .type)" sample "and its last record is whole"

# nohup means it.
(
	trap '' HUP
	exec "$pft" run -b 16M -r 40 -t 1 -q -o "$tmp/hup.jsonl"
) &
pid=$!
wait_lines "$tmp/hup.jsonl" 4
kill -HUP $pid
status=0
wait $pid || status=$?
is $status 0 "a hangup that is ignored stays ignored"

run "$pft" run -b 1M -r 2 -t 1,2 -p interleaved:4 -o "$tmp/il.jsonl"
is "$status" 0 "interleaved streams are measured"
is "$(value "${measured} | all(.ok and .pattern == \"interleaved:4\")" "$tmp/il.jsonl")" true \
	"and recorded as asked for"
run "$pft" run -b 1M -r 1 -t 1 -p islands:3..5,geometric:8,interleaved-down:4,islands-down:1-128 \
	-o "$tmp/is.jsonl"
is "$status" 0 "islands of each length of a range are measured"
is "$(value "[${measured} | .[].pattern] | unique | join(\" \")" "$tmp/is.jsonl")" \
	"geometric:8 interleaved-down:4 islands-down:1-128 islands:3 islands:4 islands:5" \
	"each as a pattern of its own"
run "$pft" run -b 1M -r 2 -t 1,2 -k anon-populate -o "$tmp/po.jsonl"
case $err in
*"this kernel cannot populate"*)
	skip "this kernel has no MADV_POPULATE_WRITE" "memory is populated by the kernel" ;;
*)
	is "$status" 0 "memory is populated by the kernel"
	is "$(value "${measured} | all(.ok and .pages_present == .pages)" "$tmp/po.jsonl")" \
		true "its pages are present, and its faults as they must be" ;;
esac

# A kind named twice is one row, not one with twice the repetitions.
"$pft" run -b 64K -r 2 -t 1 -k anon-write,anon-write -p random,random -q -o "$tmp/dup.jsonl"
is "$(value "${measured} | length" "$tmp/dup.jsonl")" 2 "a kind or pattern named twice is meant once"

# Unprivileged: what cannot be read is unknown, nothing fails.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	mkdir "$tmp/nobody" && cp "$pft" "$tmp/nobody/pft" && chmod -R go+rx "$tmp/nobody"
	chmod go+x "$tmp" && mkdir -m 777 "$tmp/theirs"
	run setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$tmp/nobody/pft" run -b 1M -r 2 -t 1 -o "$tmp/theirs/n.jsonl"
	is "$status" 0 "an unprivileged user can measure"
	is "$(value "${measured} | all(.ok)" "$tmp/theirs/n.jsonl")" true "and the gate passes"
else
	skip "this test is not run as root" "an unprivileged user can measure"
fi

# NUMA and placement, as far as any machine has them.
run "$pft" run -b 1M -r 1 -t 2 --bind scatter --mem local -q -o "$tmp/l.jsonl"
is "$status/$(value "${measured}[0] | .bind + .mem" "$tmp/l.jsonl")" 0/scatterlocal \
	"placement and policy are recorded"
first=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
"$pft" run -b 1M -r 1 -t 2 --bind "list:$first,$first" -q -o "$tmp/list.jsonl"
is "$(value "${measured}[0].per_task | map(.cpu) | join(\" \")" "$tmp/list.jsonl")" \
	"$first $first" "a CPU listed twice is given twice"
for bind in none core node "list:$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')"; do
	run "$pft" run -b 1M -r 1 -t 2 --bind "$bind" -q -o "$tmp/m.jsonl"
	is "$status" 0 "--bind $bind measures"
done

done_testing
