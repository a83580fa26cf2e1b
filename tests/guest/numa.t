#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Nodes in a guest: tasks are bound to nodes and have their pages there. Pages that do not
# fit a node are reported; pages on another node without need are INVALID.
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel stock

# of THREADS BIND FILTER: of each sample that was measured with so many threads.
of() {
	jq -r --argjson n "$1" --arg bind "$2" "select(.type == \"sample\" and
		.role == \"measure\" and .threads == \$n and .bind == \$bind) | $3" \
		"$ab_records" | sort -u
}

# Four nodes of 128 MiB, a CPU each: without ACPI the kernel makes them.
cat >"$tmp/nodes.conf" <<'END'
reps = 1; warmup = 0; limit = 0; memory = "512M"; cpus = 4; nodes = 4;
treatments = (
	{ name = "stock"; kernel = "stock"; },
	{ name = "again"; kernel = "stock"; }
);
workloads = (
	{ bind = "node"; threads = [ 1, 4 ]; bytes = "120M"; },
	{ bind = "node"; threads = 4; bytes = "8M"; tasks = "processes"; },
	{ bind = "scatter"; threads = 4; bytes = "8M"; },
	{ bind = "core"; threads = 4; bytes = "8M"; },
	{ bind = "none"; threads = 2; bytes = "8M"; },
	{ bind = "node"; mem = "interleave:0-3"; threads = 2; bytes = "8M"; }
);
END
ab "$tmp/nodes.conf"
is "$ab_status" 0 "a machine with four nodes is measured"
for bind in node scatter core; do
	is "$(of 4 $bind '[.per_task[].cpu] | join(" ")')" "0 1 2 3" \
		"bind $bind gives each of four tasks a node of its own"
	is "$(of 4 $bind '.ok and .pages_local == .pages and .pages_remote == 0')" true \
		"and all pages are on the nodes of their tasks"
done
is "$(of 1 node '.ok and .pages_remote > 0 and .pages_local + .pages_remote == .pages')" \
	true "of a thread with more bytes than its node has, each page is on some node"
like "$(of 1 node '.warnings | join("|")')" '^spill: ' "that is a warning"
is "$(of 4 node '.warnings | length')" 0 "and no warning where they fit"
printf '# of 120 MiB on a node of 128 MiB, elsewhere: %s\n' \
	"$(of 1 node '.pages_remote / .pages')"
is "$(cell 0 0 'remote_per_page * 30720 | round')" "$(of 1 node .pages_remote)" \
	"the comparison has the share of pages that are elsewhere"
run "$pft" report -o "$tmp/report" "$ab_records"
like "$(printf '%s' "$out" | tr -s ' \n' ' ')" \
	'spill in 1 of 1 repetition: [0-9.]+% of the pages are on another node than their task' \
	"the table tells of it"
is "$(printf '%s\n' "$out" | grep -c spill)" 2 "below the rows that spilled, and no other"
is "$(of 2 none '.pages_local, .pages_remote')" null \
	"tasks that are bound to no node have no pages of their own"
is "$(of 2 node '.pages_local, .pages_remote')" null \
	"nor has memory whose nodes were asked for"

# Tasks that go where the next one should.
if [ -e tests/guest/astray/pft-guest-x86_64 ]; then
	PFT_DATADIR=$PWD/tests/guest/astray:$PFT_DATADIR
	ab --a stock --b stock --cpus 4 --nodes 4 --bind node -t 4 -b 8M -m 512M \
		-r 1 --warmup 0
	is "$ab_status" 1 "tasks that touch on the wrong node are found out"
	is "$(of 4 node '.ok, .pages_local')" "0
false" "all of their pages are elsewhere"
	like "$(of 4 node .invalid)" \
		'^memory: 512 of 512 pages of tasks on node 0 are on other nodes, though [0-9]+ MiB were free there$' \
		"that is INVALID, with its reason"
else
	skip "there is no compiler for guests" "tasks on the wrong node are INVALID"
fi
done_testing
