#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The patches for 6.12 on 32-bit x86, where page tables have 1024 entries and the
# middle level is folded.
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
if [ ! -e pft-guest-i386 ]; then
	echo "1..0 # SKIP there is no compiler for i386: scripts/setup lab"
	exit 0
fi
kernel patched --arch i386 --patches "$tests/../kernel-patches/6.12"
pages=4096

ab --arch i386 --a patched --b patched --b-set vm.anon_fault_ahead_bytes=32768 \
	-b 16M -t 1,2
is "$ab_status" 0 "the patched kernel of i386 is measured"
is "$(jq -r 'select(.type == "boot").outcome' "$ab_records" | sort -u)" ok \
	"it boots, and warns of nothing"
is "$(cell 0 0 faults_per_page)" 1 "without the knob each page takes a fault"
is "$(printf '%s\n' "$(cell 0 1 faults_per_page) * $pages" | bc | cut -d. -f1)" \
	"$(PTES=1024 "$tests/../kernel-patches/6.12/model" $pages 8 0 | awk '{ print $1 }')" \
	"windows of 8 pages take exactly the faults of the model"
is "$(cell 0 1 present_per_page) $(cell 1 1 present_per_page)" "1 1" \
	"no page is mapped that is not touched, with one thread or two"
done_testing
