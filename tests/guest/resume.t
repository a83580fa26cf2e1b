#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# After a kill in the middle of boots the same command continues, with the same result.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel stock

figures() {
	"$pft" ab --engine exact --a stock --b stock -b 16M -t 1,2 --layouts 3 \
		--format json 2>/dev/null |
		jq -c '[.row, .treatment, .n, .fault_instructions_per_page,
			.fault_unmap_instructions_per_page]'
}

XDG_STATE_HOME=$tmp/whole
figures >"$tmp/whole.txt"
is "$(wc -l <"$tmp/whole.txt" | tr -d ' ')" 4 "a campaign of six boots is measured in one go"

XDG_STATE_HOME=$tmp/pieces
tries=0
for pause in 0.4 1.1 1.9 2.6; do
	"$pft" ab -q --engine exact --a stock --b stock -b 16M -t 1,2 --layouts 3 \
		>/dev/null 2>&1 </dev/null &
	killed=$!
	sleep "$pause"
	kill -KILL $killed 2>/dev/null && tries=$((tries + 1))
	wait $killed 2>/dev/null
	sleep 0.2
	is "$(pgrep -cf "qemu-system.*$tmp/pieces" || :)" 0 \
		"after $pause s: killing pft leaves no guest running"
done
ok "$([ $tries -gt 0 ]; echo $?)" "it was killed in the middle at least once"
# A line that was being written.
records=$(find "$tmp/pieces" -name records.jsonl)
printf '{"type":"sample","schema":"pft/1","ru' >>"$records"
figures >"$tmp/pieces.txt"
is "$(cat "$tmp/pieces.txt")" "$(cat "$tmp/whole.txt")" \
	"killed four times and torn, the campaign ends with the same figures"
is "$(jq -r 'select(.type == "boot").place' "$records" 2>/dev/null | sort | uniq -d | wc -l | tr -d ' ')" 0 \
	"no boot counts twice"
done_testing
