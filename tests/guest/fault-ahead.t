#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The patches for 6.12: stock compared with patched; faults are those of the model.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel stock
kernel patched --patches "$tests/../kernel-patches/6.12"
model=$tests/../kernel-patches/6.12/model
pages=4096

ab --a stock --b patched \
	--b patched --b-set vm.anon_fault_ahead_bytes=8192 \
	--b patched --b-set vm.anon_fault_ahead_bytes=16384 \
	--b patched --b-set vm.anon_fault_ahead_bytes=32768 \
	--b stock --b-set thp:hugepages-16kB=always \
	--b stock --b-set thp:hugepages-32kB=always \
	--b stock --b-set thp:hugepages-64kB=always \
	--b stock --b-set thp:enabled=always -b 16M
is "$ab_status" 0 "stock, the patch's windows and the kernel's own large pages are measured"
is "$(cell 0 1 faults_per_page)" 1 "the patch is off by default"
treatment=2
for max in 2 4 8; do
	is "$(printf '%s\n' "$(cell 0 $treatment faults_per_page) * $pages" | bc | cut -d. -f1)" \
		"$("$model" $pages $max 0 | awk '{ print $1 }')" \
		"windows of $max pages take exactly the faults of the model"
	is "$(cell 0 $treatment present_per_page)" 1 \
		"windows of $max pages leave no page more than was touched"
	treatment=$((treatment + 1))
done
is "$(cell 0 5 faults_per_page) $(cell 0 6 faults_per_page) $(cell 0 7 faults_per_page)" \
	"0.25 0.125 0.0625" "large pages of 16, 32 and 64 KiB take effect"
like "$(cell 0 8 faults_per_page)" '^0\.00' "huge pages take effect"
for t in 2 3 4; do
	printf '# windows of %s: %s instructions a page, ratio %s\n' \
		"$(cell 0 $t kernel)" "$(cell 0 $t fault_instructions_per_page)" \
		"$(cell 0 $t fault_ratio)"
done

ab --a stock --b patched --b-set vm.anon_fault_ahead_bytes=32768 -b 16M \
	-p stride:2,descending,random
is "$(cell 0 1 faults_per_page) $(cell 0 1 present_per_page)" "1 1" \
	"without a sequence ($(cell 0 1 pattern)) every page takes its own fault and no other is mapped"
is "$(printf '%s\n' "$(cell 1 1 faults_per_page) * $pages" | bc | cut -d. -f1) $(cell 1 1 present_per_page)" \
	"$("$model" $pages 8 511 --down | awk '{ print $1 }') 1" \
	"downward windows of 8 pages take exactly the faults of the model, too"
# By chance one touch in some thousand follows the page before it.
like "$(cell 2 1 faults_per_page) $(cell 2 1 present_per_page)" \
	'^(1|0\.999[0-9]*) 1$' "in random order nearly every page takes its own fault"
done_testing
