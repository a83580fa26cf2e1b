#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The patches for 6.1: stock compared with patched; faults are those of the model. Not part of
# make check-guest, because it builds two kernels of its own.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
if [ ! -r /usr/src/linux-source-6.1.tar.xz ]; then
	echo "1..0 # SKIP linux-source-6.1 is missing: scripts/setup test"
	exit 0
fi
kernel stock-6.1 --source 6.1
kernel patched-6.1 --source 6.1 --patches "$tests/../kernel-patches/6.1"
model=$tests/../kernel-patches/6.12/model
pages=4096

# faults ROW TREATMENT: of the whole region
faults() {
	printf '%s\n' "$(cell "$1" "$2" faults_per_page) * $pages" | bc | cut -d. -f1
}

ab --a stock-6.1 --b patched-6.1 \
	--b patched-6.1 --b-set vm.anon_fault_ahead_bytes=8192 \
	--b patched-6.1 --b-set vm.anon_fault_ahead_bytes=16384 \
	--b patched-6.1 --b-set vm.anon_fault_ahead_bytes=32768 \
	--b patched-6.1 --b-set vm.anon_fault_ahead_bytes=65536 \
	--b patched-6.1 --b-set vm.anon_fault_ahead_bytes=131072 \
	-b 16M -p sequential,descending
is "$ab_status" 0 "stock and the patch's windows are measured on 6.1"
for row in 0 1; do
	is "$(cell $row 1 faults_per_page)" 1 \
		"the patch is off by default ($(cell $row 1 pattern))"
done
treatment=2
for max in 2 4 8 16 32; do
	# The region begins with a page table; the last page of one is odd.
	is "$(faults 0 $treatment)" "$("$model" $pages $max 0 | awk '{ print $1 }')" \
		"windows of $max pages take exactly the faults of the model"
	is "$(faults 1 $treatment)" \
		"$("$model" $pages $max 511 --down | awk '{ print $1 }')" \
		"so they do from top to bottom"
	is "$(cell 0 $treatment present_per_page) $(cell 1 $treatment present_per_page)" \
		"1 1" "windows of $max pages leave no page more than was touched"
	treatment=$((treatment + 1))
done
for t in 2 3 4 5 6; do
	printf '# windows of %s: %s instructions a page, ratio %s\n' \
		"$(cell 0 $t kernel)" "$(cell 0 $t fault_instructions_per_page)" \
		"$(cell 0 $t fault_ratio)"
done

ab --a stock-6.1 --b patched-6.1 --b-set vm.anon_fault_ahead_bytes=131072 -b 16M \
	-p stride:2,random
is "$(cell 0 1 faults_per_page) $(cell 0 1 present_per_page)" "1 1" \
	"every second page takes its own fault and no other is mapped"
# By chance one touch in some hundred has another page of its pair before it.
like "$(cell 1 1 faults_per_page) $(cell 1 1 present_per_page)" \
	'^(1|0\.999[0-9]*) 1$' "in random order nearly every page takes its own fault"
done_testing
