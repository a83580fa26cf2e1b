#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --precision and --budget as users see them. pft ab runs as tests/unit/ab-fake, where a boot
# takes half a second of a simulated clock and nothing else takes time.
# shellcheck disable=SC1091,SC2154 # status, out and err are set by run
. "${srcdir:=.}/tests/tap.sh"
fake=$PWD/tests/unit/ab-fake

# flat: standard input on one line, single blanks.
flat() {
	tr -s '\n ' '  '
}

# note FILE: the last note in it.
note() {
	grep '^{"type":"note"' "$1" | tail -n 1
}

# ---- pft run ----

run "$pft" run -b 16M --precision 5 --budget 20s -t 1,2 -o "$tmp/run.jsonl"
is "$status" 0 "a run until rows are narrow, or for 20 seconds, is status 0"
like "$err" '^pft: (precision 5% reached|time is up): [0-9]+ repetitions of each row in 0:[0-2][0-9] of 0:20$' \
	"it says how that ended"
reps=$(printf '%s\n' "$err" | sed -n 's/.*: \([0-9]*\) repetitions of each row.*/\1/p')
[ "$reps" -ge 1 ]
ok $? "with how many repetitions"
like "$(printf '%s' "$out" | flat)" ", $reps reps, " "the table has as many"
for n in 1 2; do
	is "$(grep -c "\"role\":\"measure\",\"warmup\":false.*\"threads\":$n," "$tmp/run.jsonl")" \
		"$reps" "and so have the records, of the row with $n"
done
like "$(note "$tmp/run.jsonl")" '"text":"precision","precision":0.05,"budget_s":20,"used_s":[0-9.]+,"outcome":"(reached|time)","unit":"repetition","units":[0-9]+,"rows":\["anon-write sequential, 1 thread","anon-write sequential, 2 threads"\],"half_widths":\[[0-9.e-]+,[0-9.e-]+\]' \
	"a note in them says what was asked for and what came of it"
like "$(grep '"type":"run"' "$tmp/run.jsonl")" '"plan":\{"rows":2,"reps":10,"steps":null,"precision":0.05,"budget_s":20\}' \
	"and the run what was planned"
run "$pft" report -o "$tmp/report" "$tmp/run.jsonl"
is "$status" 0 "pft report reads them"

run "$pft" run -b 1M -t 1 --precision 50 --budget 1m
case $err in
*"precision 50% reached"*)
	reps=$(printf '%s\n' "$err" | sed -n 's/.*reached: \([0-9]*\) rep.*/\1/p')
	[ "$reps" -ge 24 ]
	ok $? "however wide, not before 24 repetitions"
	;;
*)
	skip "this machine is not within 50%: $err" "however wide, not before 24 repetitions"
	;;
esac

run "$pft" run -b 1M -t 1,2 --precision 0.01 --budget 0.5s -o "$tmp/never.jsonl"
is "$status" 0 "a precision that is not reached is status 0"
like "$err" '^pft: time is up: ' "it says that time was up"
like "$err" '^pft: precision 0\.01% not reached: anon-write sequential, 1 thread: (no interval|\+-[0-9.]+%, needs (some|more than) [0-9]+)' \
	"and which row is not narrow, and what it needs"
like "$err" '^pft: precision 0\.01% not reached: anon-write sequential, 2 threads: ' \
	"each of them"
like "$(note "$tmp/never.jsonl")" '"outcome":"time"' "the note has it, too"
run "$pft" run -b 1M -t 1 --precision 0.01 --budget 0.3s -q
like "$err" 'precision 0\.01% not reached' "-q says what is not reached"
unlike "$err" 'time is up' "and no more"
is "$out" "" "and prints no table"

run "$pft" run -b 64K -t 1 --budget 0.3s -o "$tmp/budget.jsonl"
is "$status" 0 "a budget alone is a time to measure for"
like "$err" '^pft: time is up: [0-9]+ repetitions of each row in 0:0[0-9] of 0:00$' \
	"which is used"
unlike "$err" 'not reached' "nothing is missed"
like "$(note "$tmp/budget.jsonl")" '"precision":null,"budget_s":0.3,' "the note says so"
run "$pft" run -b 64K -t 1 --budget 1m -r 4
like "$err" '^pft: done: 4 repetitions of each row in ' "then -r is the most"
run "$pft" run -b 16M -t 1 --budget 0.001s -r 4
like "$err" '^pft: time is up: 1 repetition of each row in ' \
	"one repetition is measured however short the time is"

timeout -s INT 4 "$pft" run -b 16M --precision 0.01 -t 1 -o "$tmp/int.jsonl" >"$tmp/out" 2>"$tmp/err"
err=$(cat "$tmp/err")
like "$err" 'interrupted after [0-9]+ repetitions: what was measured is kept' \
	"an interrupt ends it"
like "$err" 'precision 0\.01% not reached: anon-write' "it says what is not narrow yet"
like "$(cat "$tmp/out")" 'fault/wsec' "what was measured is shown"
like "$(note "$tmp/int.jsonl")" '"outcome":"interrupted"' "and kept, with a note"

# ---- pft ab ----

# The fake's boots on tcg cost 0, 1 or 2% more.
run "$fake" --engine tcg --a stock --b half -b 1M --precision 1
is "$status" 0 "pft ab goes on until the ratio is narrow"
like "$err" '^pft: precision 1% reached: 14 boots of each in 0:14 of 1:00:00$' \
	"which takes five looks, at 6, 8, 10, 12 and 14 boots"
like "$out" '^  half .* 14$' "all of them are in the table"
kept=$(printf '%s\n' "$err" | sed -n 's/^pft: records are in //p')
like "$(note "$kept")" '"outcome":"reached","unit":"boot","units":14,"rows":\["half, anon-write sequential, 1M, 1 thread, thp inherit"\]' \
	"and in a note"
table=$out
run "$fake" --engine tcg --a stock --b half -b 1M --precision 1
is "$out" "$table" "the same command shows the same table"
like "$err" 'measured before' "at once"
is "$(grep -c '"type":"note"' "$kept")" 1 "without another note"

run "$fake" --engine tcg --a stock --b half -b 1M --precision 0.2 --budget 15s -o "$tmp/ab.jsonl"
is "$status" 0 "a precision that is not reached is status 0"
like "$err" '^pft: time is up: 28 boots of each, 14 of them new, in 0:14 of 0:15$' \
	"what was measured counts, and no round is begun that would not fit"
like "$err" '^pft: precision 0\.2% not reached: half, anon-write sequential, 1M, 1 thread, thp inherit: \+-0\.[0-9]+%, needs some [0-9]+ more$' \
	"it says which ratio is not narrow"
is "$(grep -c '"type":"boot"' "$tmp/ab.jsonl")" 56 "-o has all boots"
run "$fake" --engine tcg --a stock --b half -b 1M --precision 0.2 --budget 3s -o "$tmp/ab.jsonl"
like "$err" '30 boots of each, 2 of them new' "the next command goes on"
is "$(grep -c '"type":"boot"' "$tmp/ab.jsonl")" 60 "and adds the new ones to a file that has the others"
run "$pft" report -o "$tmp/report" "$tmp/ab.jsonl"
like "$(cat "$tmp/report/comparison.csv")" ',half,.*,boot,30,30,' "pft report reads them"
unlike "$(cat "$tmp/report"/*.txt)" ' of 1000' "boots that nobody wanted are not missing"

run "$fake" --engine exact --a stock --b half -b 1M --precision 1
like "$err" 'precision 1% reached: [0-9]+ layouts of each' \
	"exact boots are layouts then: all others are the same"
run env LAB_FAKE_KVM=1 "$fake" --a stock --b half -b 1M --precision 1
like "$err" 'precision 1% reached: 14 boots of each' "and boots with kvm"
run "$fake" --engine tcg --a stock --b half -b 2M --budget 5.2s
like "$err" '^pft: time is up: 4 boots of each in 0:04 of 0:05$' \
	"a budget alone is a time to measure for, in whole pairs of rounds"
run "$fake" --engine tcg --a stock --b half -b 3M --budget 1h --boots 3
like "$err" '^pft: done: 3 boots of each' "then --boots is the most"
run "$fake" --engine tcg --a stock --b half -b 3M --budget 1h --boots 5
like "$err" '^pft: done: 5 boots of each, 2 of them new, in' "it may be more the next time"
run "$fake" --engine tcg --a stock --b half -b 3M --budget 1h --boots 1
like "$err" '^pft: done: 5 boots of each, 0 of them new, in' "and nothing is lost when it is less"
like "$out" '^  half .* 5$' "nor left out"
run "$fake" --engine tcg --a stock --b panic -b 1M --precision 1
is "$status" 1 "a kernel that never works is status 1"
like "$err" '^pft: the rest is INVALID: 6 boots of each' "it is given up"
like "$err" 'not reached: panic, .*: nothing valid$' "and said why"
run "$fake" --engine tcg --a stock --b stop -b 1M --precision 1
is "$status" 143 "an interrupt ends by its signal"
like "$err" 'interrupted after 1 boot: what is complete is kept: the same command continues' \
	"and says what to do"

# Killed among the second rounds, the same result comes of it.
run "$fake" --engine tcg --a stock --b half -b 4M --precision 1 --format csv
LAB_FAKE_KILL=7 "$fake" --engine tcg --a stock --b half -b 4M --precision 1 --fresh \
	>"$tmp/out" 2>&1
is "$?" 137 "it is killed in boot 7"
run "$fake" --engine tcg --a stock --b half -b 4M --precision 1
is "$status" 0 "the same command goes on"
like "$err" 'precision 1% reached: [0-9]+ boots of each, [0-9]+ of them new' "until it is narrow"
like "$out" '^  half .* 1[0-9]$' "with as many boots of each"

# ---- the plan, campaign files ----

run "$fake" --engine tcg --a stock --b half -b 8M --precision 1 --budget 10m --dry-run
is "$status" 0 "--dry-run prints the plan"
is "$(printf '%s\n' "$out" | grep -cE '^ +[0-9]+  boot [0-9]+  (stock|half)$')" 28 \
	"each boot that is sure"
like "$(printf '%s' "$out" | flat)" 'at least 14 boots .*2 more boots of each, again and again, until each ratio is within 1%, at the most 1000' \
	"and what follows"
like "$out" '^expected: at least [0-9]:[0-9]{2} for 28 boots' "the least time"
like "$out" '^at the most: 10:00, the budget$' "and the most"
run "$fake" --engine tcg --a stock --b half -b 8M --precision 1 --budget 10s --dry-run
like "$out" 'budget: too little for any interval to be sure of' "too little time is told of"
cat >"$tmp/c.conf" <<'END'
engine = "tcg"; precision = 1; budget = "20m";
kernels = ( { label = "A"; kernel = "stock"; }, { label = "B"; kernel = "half"; } );
workloads = ( { bytes = "1M"; } );
END
run "$fake" "$tmp/c.conf"
like "$err" 'precision 1% reached: 14 boots of each in 0:14 of 20:00' \
	"a campaign file has both"
run "$fake" "$tmp/c.conf" --precision 0.5
like "$err" 'precision 0\.5% reached: [0-9]+ boots of each, [0-9]+ of them new' \
	"the command line overrides it, and goes on with the same campaign"

# ---- bad requests ----

# bad NAME PATTERN COMMAND...
bad() {
	name=$1 pattern=$2
	shift 2
	run "$@"
	is "$status" 2 "$name is refused with 2"
	like "$err" "^pft: .*$pattern" "$name: it says what was wrong"
	is "$(printf '%s\n' "$err" | wc -l | tr -d ' ')" 1 "$name: one line"
}
for value in 0 -1 51 x 1.2.3 nan ''; do
	bad "a precision of '$value'" "--precision '$value': expected a percentage from 0\\.01 to 50" \
		"$pft" run --precision "$value"
done
for value in 90 0s -1s 1d 30m1h x ''; do
	bad "a budget of '$value'" "--budget '$value': expected a time with its unit, such as 90s, 10m or 1h30m" \
		"$pft" run --budget "$value"
done
bad "a precision for ab" "expected a percentage" "$fake" --a x --b y --precision 0
bad "a budget for ab" "expected a time" "$fake" --a x --b y --budget 5
bad "exact boots" "--boots: all boots of the exact engine count the same" \
	"$fake" --engine exact --a x --b y --precision 1 --boots 3
printf 'reps = 3;\nbudget = 90;\n' >"$tmp/bad.conf"
bad "a budget in a file" "bad.conf:2: budget '90': expected a time" "$fake" "$tmp/bad.conf"

done_testing
