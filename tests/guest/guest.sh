# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# Functions for the guest tests. Source it after tap.sh. Kernels are built once and kept in
# the user's cache; measurements go to the folder of the test.
patches=$tests/guest/patches

# need_lab: skip the whole test if kernels cannot be built or booted.
need_lab() {
	for program in qemu-system-x86_64 bc bison flex jq; do
		command -v "$program" >/dev/null && continue
		echo "1..0 # SKIP $program is missing: scripts/setup test"
		exit 0
	done
	if [ "$(uname -m)" != x86_64 ]; then
		echo "1..0 # SKIP guests of another architecture than this $(uname -m)"
		exit 0
	fi
}

# kernel LABEL [OPTION...]: build the kernel, or fail and end the test.
kernel() {
	kernel_label=$1
	shift
	if ! "$pft" kernel build -q --label "$kernel_label" "$@" \
		>"$tmp/build.log" 2>&1 </dev/null; then
		ok 1 "the kernel $kernel_label can be built"
		sed 's/^/# /' "$tmp/build.log"
		done_testing
	fi
}

# planted NAME...: build kernels test-NAME: stock with tests/guest/patches/NAME.patch.
planted() {
	for planted_name; do
		kernel "test-$planted_name" --patches "$patches/$planted_name.patch"
	done
}

# ab OPTION...: run a fresh exact A/B and set $json to its rows, one per line.
ab() {
	ab_records=$tmp/records-$tap_n.jsonl
	run "$pft" ab -q --engine exact --fresh -o "$ab_records" "$@"
	ab_status=$status
	json=$("$pft" ab --engine exact "$@" --format json 2>/dev/null)
}

# cell ROW TREATMENT MEMBER: of $json.
cell() {
	printf '%s\n' "$json" | jq -r --argjson row "$1" --argjson t "$2" \
		"select(.row == \$row and .treatment == \$t).$3"
}
