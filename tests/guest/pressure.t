#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2154 # set by what is sourced
# Swap and memory pressure in a guest. Its kernel with swap takes minutes to build, so this
# is not one of the daily tests.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel test-pressure --config "$tests/../campaigns/pressure.config"

# samples FILTER: of the last records, those that count.
samples() {
	jq -c "select(.type == \"sample\" and .role == \"measure\") | $1" "$ab_records"
}

ab --a test-pressure --b test-pressure --b-set thp:hugepages-64kB=always \
	--b test-pressure --b-set /sys/kernel/mm/lru_gen/enabled=0x0007 \
	-b 64M -p geometric:16 -r 1 --swap 128M --pressure 25
is "$ab_status" 0 "a guest with swap is put under memory pressure ($err)"
is "$(samples .ok | sort -u)" true \
	"what was written is there afterwards, and what was not is zero"
is "$(samples '.counters | .pressure_used_taken > 0' | sort -u)" true \
	"pages in use are taken, and come back"
is "$(samples 'select(.thp == "inherit" and (.knobs | length) == 0 or (.kernel | test("lru_gen"))) | .counters | .pressure_faults_major > .pressure_used_taken * 0.99' | sort -u)" \
	true "a single page by a major fault each, but for a few that were still in the swap cache"
is "$(samples 'select(.kernel | test("64kB")) | .counters | .pressure_faults_major * 4 < .pressure_used_taken' | sort -u)" \
	true "pages of a large folio by fewer"
is "$(samples '.counters.pressure_pages_used + .counters.pressure_pages_unused == .pages_present' | sort -u)" \
	true "what is present is used or unused"
is "$(samples '.counters.pressure_asked_bytes == (.pages_present * 25 / 100 | floor) * .page_bytes' | sort -u)" \
	true "so much is asked back as was told"
is "$(samples 'select(.kernel | test("64kB") | not) | .counters.pressure_pages_unused' | sort -u)" 0 \
	"stock maps nothing that is not used"
is "$(samples '.counters.system_pswpout >= .counters.pressure_used_taken' | sort -u)" true \
	"the kernel's own count of pages swapped out is as large"
like "$(cell 0 1 pressure_unused_of_present)" '^0\.[3-7]' "of large folios about half is unused"
first=$(samples '.counters | del(.row, .treatment)')

ab --a test-pressure --b test-pressure --b-set thp:hugepages-64kB=always \
	--b test-pressure --b-set /sys/kernel/mm/lru_gen/enabled=0x0007 \
	-b 64M -p geometric:16 -r 1 --swap 128M --pressure 25
is "$(samples '.counters | del(.row, .treatment)')" "$first" \
	"the same again is the same to the last page and instruction"

ab --a test-pressure --b test-pressure -b 8M -r 1 --swap 1M --pressure 100 --limit 0
is "$ab_status" 0 "a disk that is too small takes what it can hold ($err)"
like "$(samples .counters.pressure_used_taken | head -n 1)" '^[1-9]' "some pages were taken all the same"
done_testing
