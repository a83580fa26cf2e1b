#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Bad requests: exit status 2, one line, nothing run.
# shellcheck disable=SC1091,SC2154 # status, out and err are set by run
. "${srcdir:=.}/tests/tap.sh"

# bad NAME PATTERN OPTION...: refused before anything runs.
bad() {
	name=$1 pattern=$2
	shift 2
	rm -f "$tmp/bad.jsonl"
	run "$pft" run -o "$tmp/bad.jsonl" "$@"
	is "$status" 2 "$name is refused with 2"
	is "$(printf '%s\n' "$err" | wc -l | tr -d ' ')" 1 "$name: one line"
	like "$err" "^pft: .*$pattern" "$name: it says what was wrong"
	[ -z "$out" ] && [ ! -s "$tmp/bad.jsonl" ]
	ok $? "$name: nothing was run"
}

bad "an unknown option" "'--colour': no such option" --colour
bad "an option with a slip" "'--formt=csv': no such option: did you mean --format\?$" --formt=csv
bad "a kind with a slip" "expected anon-write, .*: did you mean anon-write\?$" -k anon-wirte
bad "a pattern with a slip" "expected sequential, .*: did you mean stride\?$" -p strdie:4
bad "a format with a slip" "or markdown: did you mean csv\?$" --format cvs
bad "a word with a slip" "or processes: did you mean threads\?$" --tasks thread
bad "a kind like no other" "'xyzzy': expected [a-z, -]*$" -k xyzzy
bad "an unknown letter" "'-z': no such option" -z
bad "a missing argument" "'-b': expected an argument" -b
bad "an operand" "'file': expected no operand" file
bad "an unknown kind" "'anon': expected anon-write" -k anon
bad "an empty kind" "--kind '': expected anon-write" -k ''
bad "an unknown pattern" "'backwards': expected sequential" -p backwards
bad "a pattern without its number" "expected stride:N" -p stride
bad "stride 0" "expected a whole number from 1" -p stride:0
bad "no threads" "'0': expected numbers from 1 to 4096" -t 0
bad "too many threads" "'4097'" -t 4097
bad "a range downwards" "'5-2'" -t 5-2
bad "an open range" "'1-'" -t 1-
bad "no repetitions" "--reps '0': expected a whole number from 1" -r 0
bad "a negative number" "--reps '-3'" -r -3
bad "no bytes" "'0': expected a number of bytes" -b 0
bad "an unknown unit" "'1Q'" -b 1Q
bad "bytes that overflow" "below 2\^63" -b 99999999999T
bad "gibibytes that are none" "--gib 'x'" -g x
bad "more than fits" "does not fit: expected at most [0-9.]+[MG]" -b 4000T
bad "more than fits in MiB" "does not fit: expected at most [0-9.]+[MG]" -g 100000
bad "no cache line" "--cachelines '0'" -c 0
bad "more cache lines than a page has" "--cachelines [0-9]+: expected at most" -c 5000
bad "a CPU that does not exist" "CPU 60000: expected one that exists" --bind list:60000
bad "an unknown binding" "expected none, compact" --bind near
bad "a node that does not exist" "node 1000|no NUMA" --mem bind:1000
bad "an unknown policy" "expected default, local" --mem near
bad "an unknown THP mode" "expected never, inherit" --thp maybe
bad "a THP size that no kernel has" "no (huge pages of that size|transparent huge pages)" --thp 512G
bad "an unknown task" "expected threads or processes" --tasks fibers
bad "an unknown gate" "expected exact or any" --faults none
bad "an unknown format" "--format 'xml': expected table, classic, mail, csv, json or markdown" \
	--format xml
bad "an output without a name" "--output '': expected a text" -o ''
bad "an empty label" "--label '': expected" --label ''
bad "a seed that is no number" "--seed 'x'" --seed x
bad "nothing between two commas" "--kind '': expected anon-write" -k anon-read,,anon-write

bad "interleaved streams without a number" "expected interleaved:N" -p interleaved
bad "a range of patterns downwards" "expected a whole number from 1 to 3" -p islands:4..3
bad "a range of patterns without an end" "expected a whole number" -p islands:4..
bad "a range of patterns of no number" "expected a whole number" -p sequential:a..3
bad "patterns beyond counting" "at most 256" -p islands:1..257
bad "no stream" "expected a whole number from 1" -p interleaved:0
bad "populating at random" "expected --pattern sequential" -k anon-populate -p random
bad "populating among other kinds at random" "expected --pattern sequential" \
	-k anon-write,anon-populate -p sequential,random
bad "timing touches that are none" "no touch to be timed" -k anon-populate --latency
bad "cache lines that nobody touches" "expected --cachelines 1" -k anon-populate -c 2

bad "processes in one mapping" "expected --regions own" --tasks processes --regions shared

# More than ulimit -v allows is seen before anything runs, too. Sanitizers map
# more than any limit themselves.
if prlimit --as=1000000000 "$pft" --version >"$tmp/null" 2>&1; then
	run prlimit --as=1000000000 "$pft" run -b 2G -t 1 -o "$tmp/limit.jsonl"
	is "$status" 2 "more than ulimit -v allows is refused with 2"
	like "$err" "does not fit: expected at most" "and it is said how much fits"
else
	skip "this build runs under no limit of its address space" \
		"more than ulimit -v allows is refused with 2"
fi

# Output that cannot be written: also where root may do everything.
: >"$tmp/file"
for output in "$tmp/file/x.jsonl" "$tmp" /proc/nonexistent/x; do
	run "$pft" run -b 64K -r 1 -t 1 -o "$output"
	is "$status" 2 "output to '${output#"$tmp"}' is refused with 2"
	like "$err" "^pft: record file .*expected a file that can be written" "and it is said why"
	is "$out" "" "and nothing was run"
done

# Held by another: named.
if command -v flock >/dev/null; then
	: >"$tmp/held.jsonl"
	run flock -x "$tmp/held.jsonl" "$pft" run -b 64K -r 1 -t 1 -o "$tmp/held.jsonl"
	is "$status" 2 "a record file that another process holds is refused with 2"
	like "$err" "held by (pid [0-9]+ \(flock\)|another process)" "and the holder is named"
else
	skip "flock is missing" "a record file that another process holds is refused with 2"
fi

# Garbage where records should be.
printf 'garbage\n{}\n' >"$tmp/garbage.jsonl"
run "$pft" report -o "$tmp/report" "$tmp/garbage.jsonl"
is "$status" 2 "garbage is refused with 2"
like "$err" "garbage.jsonl:1: " "with file and line"
run "$pft" report -o "$tmp/report" "$tmp/none.jsonl"
is "$status" 2 "a file that is not there is refused with 2"

run "$pft"
is "$status" 2 "pft without a command is refused with 2"
run "$pft" walk
is "$status" 2 "an unknown command is refused with 2"
is "$err" "pft: 'walk': no such command: see pft --help" "and named"
run "$pft" comapre
is "$status$err" "2pft: 'comapre': no such command: did you mean compare?" \
	"a command with a slip is refused with the one that was meant"
run "$pft" help kernal
is "$status$err" "2pft: 'kernal': no such command: did you mean kernel?" "also behind help"
run "$pft" kernel lsit
is "$status" 2 "an action with a slip is refused with 2"
like "$err" "^pft: 'lsit': expected pft kernel .*: did you mean list\?$" "and with the one that was meant"
# Of every command: its own --quiet.
for command in ab compare host import kernel report run; do
	run "$pft" "$command" --quite
	is "$status$err" "2pft: option '--quite': no such option: did you mean --quiet?" \
		"pft $command finds the option that was meant"
done
run "$pft" run --help
is "$status/$err" "0/" "help is no error"

done_testing
