#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The exact engine: the same kernel twice, and kernels with a known difference.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel stock

# What stands in the records of a boot, without what differs by purpose: ids
# and times of day.
measured() {
	jq -c 'select(.type == "sample") |
		[.order, .role, .rep, .threads, .instructions, .instructions_teardown,
		 .faults_minor, .pages_present, .ok]' "$1"
}

for run in 1 2 3; do
	ab --a stock --b stock -b 16M -t 1,2
	is "$ab_status" 0 "A/A $run: the same kernel twice is measured"
	is "$(cell 0 1 fault_ratio) $(cell 1 1 fault_ratio)" "1 1" \
		"A/A $run: A and B are the same to the last digit"
	printf '%s\n' "$json" |
		jq -c '[.row, .treatment, .fault_instructions_per_page,
			.fault_unmap_instructions_per_page]' >"$tmp/aa-$run"
done
is "$(cat "$tmp/aa-2")" "$(cat "$tmp/aa-1")" "a second run gives the digits of the first"
is "$(cat "$tmp/aa-3")" "$(cat "$tmp/aa-1")" "a third run gives the digits of the first"

# Both cores busy, and the guest in a corner.
sh -c 'while :; do :; done' &
one=$!
sh -c 'while :; do :; done' &
two=$!
ab --a stock --b stock -b 16M -t 1,2
kill $one $two
wait $one $two 2>/dev/null
printf '%s\n' "$json" |
	jq -c '[.row, .treatment, .fault_instructions_per_page,
		.fault_unmap_instructions_per_page]' >"$tmp/aa-busy"
is "$(cat "$tmp/aa-busy")" "$(cat "$tmp/aa-1")" "a run beside two busy loops gives the digits of the first"

# Known differences.
planted nops padding
ab --a stock --b test-nops --b test-padding -b 16M
is "$ab_status" 0 "stock, 20 instructions more a fault, and padding are measured"
nops=$(printf '%s\n' "$json" | jq -s '.[1].fault_instructions_per_page - .[0].fault_instructions_per_page')
echo "# 20 instructions planted in each fault: $nops a page"
ok "$(printf '%s' "$nops" | jq 'if . >= 19 and . <= 21 then 0 else 1 end')" \
	"20 instructions planted in each fault show as 20, 1 more or less"
padding=$(printf '%s\n' "$json" | jq -s '.[2].fault_instructions_per_page - .[0].fault_instructions_per_page')
echo "# padding elsewhere: $padding a page"
ok "$(printf '%s' "$padding" | jq 'if . >= -1 and . <= 1 then 0 else 1 end')" \
	"code that never runs shows as nothing, 1 more or less"
ab --a stock --b test-padding -b 16M --layouts 4
is "$(cell 0 1 n)" 4 "four layouts of memory are four units"
like "$(cell 0 1 fault_ratio_low95)" '^[01]\.' "over layouts the ratio has an interval"

# A task's own time has the others' in it or not: that of all is the work of all.
for tasks in "--tasks processes" "--regions own"; do
	# shellcheck disable=SC2086 # words
	ab --a stock --b stock -b 16M -t 1,4 $tasks
	unmap=$(printf '%s\n' "$json" | jq -s 'map(.fault_unmap_instructions_per_page -
		.fault_instructions_per_page) | .[2] / .[0]')
	echo "# unmapping by 4 tasks to that by 1, $tasks: $unmap"
	ok "$(printf '%s' "$unmap" | jq 'if . >= 0.9 and . <= 1.1 then 0 else 1 end')" \
		"4 tasks that unmap their own regions take as many instructions as one ($tasks)"
done

# What is measured is what the machine did.
ab --a stock --b-set thp:hugepages-64kB=always -b 16M
is "$(cell 0 0 faults_per_page) $(cell 0 1 faults_per_page)" "1 0.0625" \
	"pages of 64 KiB set by a knob take a sixteenth of the faults"
done_testing
