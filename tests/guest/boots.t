#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# Kernels that misbehave: each is reported, and none leaves a gap.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel stock
planted panic hang warn

# boot LABEL MEMBER: of the boot record of that kernel.
boot() {
	jq -r --arg k "$1" "select(.type == \"boot\" and .kernel == \$k).$2" \
		"$tmp/boots.jsonl"
}

run "$pft" ab --engine exact --a stock --b test-panic --b test-hang \
	--b test-warn -b 4M --boot-limit 8 -o "$tmp/boots.jsonl"
is "$status" 1 "a campaign in which boots are lost ends with status 1"
is "$(boot stock outcome)" ok "the kernel that behaves is measured"
is "$(boot test-panic outcome)" panic "a kernel that panics is recorded as a panic"
is "$(boot test-hang outcome)" hang "a kernel that hangs is recorded as a hang"
is "$(boot test-warn outcome)" warned "a kernel that warns is recorded as warned"
like "$(boot test-panic why)" 'planted for a test' "the panic's own words are in the record"
like "$(boot test-warn why)" 'planted|WARNING' "the warning's own words are in the record"
like "$out" 'test-panic' "the table has a line for the kernel that panics"
like "$out" 'INVALID' "a lost boot is INVALID in the table, with its reason"
is "$(jq -r 'select(.type == "sample" and .kernel == "test-panic") | .kernel' \
	"$tmp/boots.jsonl" | wc -l | tr -d ' ')" 0 "a kernel that panics at boot has no samples"
for label in test-panic test-hang test-warn; do
	ok "$(test -e "$(boot "$label" console)"; echo $?)" \
		"the console log of $label is kept"
done
# Only an empty machine is left behind.
is "$(pgrep -cf "qemu-system.*$tmp" || :)" 0 "no guest is left running"
done_testing
