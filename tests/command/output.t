#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What happens to records if the disk is full, a line is torn, nobody reads the output,
# or pft is killed.
# shellcheck disable=SC1091,SC2154 # status, out and err are set by run
. "${srcdir:=.}/tests/tap.sh"

run "$pft" run -b 64K -r 1 -t 1 -o /dev/full
is "$status" 1 "a full disk ends the run with 1"
like "$err" "No space left on device: what was written before is kept" "and says so"

# More than one buffer of stdio: the first write fails long before the last.
status=0
"$pft" run -b 64K -r 1 -p "stride:1,stride:2,stride:4" --format json -t 1 \
	-o "$tmp/full.jsonl" >/dev/full 2>"$tmp/err" || status=$?
is "$status" 1 "a full disk under a table ends the run with 1"
is "$(cat "$tmp/err")" "pft: standard output: No space left on device: expected a place that can be written" \
	"it is told as what it is"
is "$(jq -r 'select(.role == "measure" and (.warmup | not)) | .pattern' "$tmp/full.jsonl" | wc -l)" 3 \
	"and the records are kept"

# unread COMMAND...: run it with a standard output whose reader is gone; sets status.
mkfifo "$tmp/fifo"
unread() {
	: <"$tmp/fifo" &
	exec 4>"$tmp/fifo"
	wait $!
	status=0
	"$@" >&4 2>"$tmp/err" </dev/null || status=$?
	exec 4>&-
}
# A signal that whoever runs this test ignores would be ignored by pft too.
if env --default-signal=PIPE true 2>/dev/null; then
	for command in "run -b 64K -r 2 -t 1 -o $tmp/unread.jsonl" \
		"report -o $tmp/unread $tmp/full.jsonl" "host -o $tmp/host.jsonl" --help; do
		# shellcheck disable=SC2086 # words
		unread env --default-signal=PIPE "$pft" $command
		is "$status $(grep -vE ': (records are|tables, pictures .*) in ' "$tmp/err")" "141 " \
			"pft ${command%% *} ends by SIGPIPE, without a complaint, if nobody reads its output"
	done
	is "$(jq -r 'select(.role == "measure") | .rep' "$tmp/unread.jsonl" | wc -l)" 3 \
		"all repetitions are kept then"
	is "$(wc -l <"$tmp/host.jsonl")" 1 "as is the record of the host"
	ok "$(test -s "$tmp/unread/report.html"; echo $?)" "and the whole report"
else
	skip "env cannot reset signals" "pft ends by SIGPIPE if nobody reads its output"
fi
unread sh -c "trap '' PIPE; exec \"\$@\"" sh "$pft" --help
is "$status $(cat "$tmp/err")" "1 pft: standard output: Broken pipe: expected a place that can be written" \
	"where SIGPIPE is ignored, it is told"

"$pft" run -b 64K -r 3 -t 1 -q -o "$tmp/keep.jsonl"
whole=$(wc -l <"$tmp/keep.jsonl")
cp "$tmp/keep.jsonl" "$tmp/before.jsonl"
printf '{"type":"sample","schema":"pft/1","ru' >>"$tmp/keep.jsonl"
run "$pft" run -b 64K -r 1 -t 1 -q -o "$tmp/keep.jsonl"
is "$status" 0 "a file with a torn last line can be written on"
like "$err" "its last line was torn" "and it is said"
is "$(head -n "$whole" "$tmp/keep.jsonl")" "$(cat "$tmp/before.jsonl")" \
	"what stood before is not changed"
is "$(sed -n "$((whole + 1))p" "$tmp/keep.jsonl")" '{"type":"sample","schema":"pft/1","ru' \
	"the torn line stands as it was"
is "$(sed -n "$((whole + 2))p" "$tmp/keep.jsonl" | jq -r .type)" torn "and is marked"
run "$pft" report -o "$tmp/report" "$tmp/keep.jsonl"
is "$status" 0 "a mended file can be reported"
like "$err" "keep.jsonl:$((whole + 1)): a torn line is skipped" "with a warning"

printf '{"type":"sample","schema":"pft/1","ru' >>"$tmp/before.jsonl"
run "$pft" report -o "$tmp/report" "$tmp/before.jsonl"
is "$status" 0 "a torn last line is only a warning"
like "$err" "a torn line is skipped" "that is given"

# One file given twice over is not twice the repetitions.
"$pft" run -b 64K -r 3 -t 1 -q -o "$tmp/once.jsonl"
cat "$tmp/once.jsonl" "$tmp/once.jsonl" >"$tmp/twice.jsonl"
run "$pft" report --format csv -o "$tmp/report" "$tmp/once.jsonl"
once=$out
run "$pft" report --format csv -o "$tmp/report" "$tmp/twice.jsonl" "$tmp/once.jsonl"
is "$out" "$once" "repetitions that are there twice are counted once"
like "$err" "are there more than once" "and it is said"

# What is not alike is not averaged together.
"$pft" run -b 64K -r 3 -t 2 -q -o "$tmp/mixed.jsonl"
"$pft" run -b 64K -r 3 -t 2 -q --latency -o "$tmp/mixed.jsonl"
first=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
taskset -c "$first" "$pft" run -b 64K -r 3 -t 2 -q -o "$tmp/mixed.jsonl"
run "$pft" report -o "$tmp/report" "$tmp/mixed.jsonl"
is "$(printf '%s\n' "$out" | grep -c '^  *2 ')" \
	$(($(nproc) < 2 ? 2 : 3)) \
	"runs with stamps, and oversubscribed ones, have rows of their own"
like "$out" "each touch timed" "and the heading says so"

# Killed in the middle: whole lines up to then.
"$pft" run -b 8M -r 100000 -t 1 -q -o "$tmp/kill.jsonl" 2>/dev/null &
pid=$!
wait_lines "$tmp/kill.jsonl" 10
kill -KILL $pid
wait $pid 2>/dev/null
run "$pft" report -q -o "$tmp/report" "$tmp/kill.jsonl"
is "$status" 0 "what a killed run wrote can be reported"

# Two at once: the second is told who holds the file.
"$pft" run -b 8M -r 100000 -t 1 -q -o "$tmp/two.jsonl" 2>/dev/null &
pid=$!
wait_lines "$tmp/two.jsonl" 3
run "$pft" run -b 64K -r 1 -t 1 -o "$tmp/two.jsonl"
kill -TERM $pid
wait $pid 2>/dev/null
is "$status" 2 "a file that another pft holds is refused with 2"
like "$err" "held by (pid $pid \(|another process)" "and the message names it"

# Labels are text and nothing else.
# shellcheck disable=SC2016 # that is the point
label="$(printf 'a"b`touch %s/PWNED`$(touch %s/PWNED)<script>\nnew\377line' "$tmp" "$tmp")"
run "$pft" run -b 64K -r 2 -t 1 --label "$label" -o "$tmp/label.jsonl"
is "$status" 0 "a label may hold anything"
is "$(printf '%s\n' "$out" | grep -c '^new')" 0 "a newline in it does not break the table"
run "$pft" report -q -o "$tmp/label" "$tmp/label.jsonl"
is "$status" 0 "and it can be reported"
[ ! -e "$tmp/PWNED" ] && [ ! -e "$tmp/label/PWNED" ]
ok $? "no shell and no gnuplot ran what it says"
is "$(jq -r 'select(.type == "sample") | .escaped[0]' "$tmp/label.jsonl" | sort -u)" kernel \
	"bytes that are no UTF-8 are flagged"
# shellcheck disable=SC2016
is "$(jq -rs '.[2].kernel' "$tmp/label.jsonl" | head -n 1)" \
	"$(printf 'a"b`touch %s/PWNED`$(touch %s/PWNED)<script>' "$tmp" "$tmp")" \
	"and the rest of it is recorded as it was"

# A knob that pft sets is put back, also when it is killed.
thp=/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled
if [ "$(id -u)" = 0 ] && [ -w $thp ] && [ -w /run/lock ]; then
	was=$(cat $thp)
	run "$pft" run -b 4M -r 2 -t 1 --thp 64K -o "$tmp/thp.jsonl"
	is "$status" 0 "one size of huge pages can be asked for"
	is "$(jq -s '[.[] | select(.role == "measure") | .faults_minor <= .pages and .faults_minor >= .bytes / 65536] | all' "$tmp/thp.jsonl")" \
		true "and serves several pages a fault"
	is "$(jq -s '[.[] | select(.role == "measure") | .faults_minor == .bytes / 65536] | any' "$tmp/thp.jsonl")" \
		true "sixteen, where memory allows it"
	is "$(cat $thp)" "$was" "and the knob is put back"
	"$pft" run -b 8M -r 100000 -t 1 --thp 64K -q -o "$tmp/thp2.jsonl" 2>/dev/null &
	pid=$!
	wait_lines "$tmp/thp2.jsonl" 4
	like "$(cat $thp)" '\[madvise\]' "while it runs the knob is set"
	run "$pft" run -b 64K -r 1 -t 1 --thp 32K -o "$tmp/thp3.jsonl"
	is "$status" 2 "nobody else may set knobs meanwhile"
	like "$err" "knobs are held by" "and is told so"
	kill -TERM $pid
	status=0
	wait $pid 2>/dev/null || status=$?
	is "$status $(cat $thp)" "143 $was" "SIGTERM ends it when the knob is put back"
	"$pft" run -b 8M -r 100000 -t 1 --thp 64K -q -o "$tmp/thp4.jsonl" 2>/dev/null &
	pid=$!
	wait_lines "$tmp/thp4.jsonl" 4
	kill -KILL $pid
	wait $pid 2>/dev/null
	n=0
	while [ "$(cat $thp)" != "$was" ] && [ $n -lt 50 ]; do
		sleep 0.1
		n=$((n + 1))
	done
	is "$(cat $thp)" "$was" "after SIGKILL it is put back"
else
	skip "not root, or this kernel has no 64 KiB pages" "a knob that pft sets is put back"
fi

done_testing
