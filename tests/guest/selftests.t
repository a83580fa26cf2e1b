#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The memory management selftests of the kernel, tools/testing/selftests/mm: they give the
# same results on a kernel without the patches and with them, with windows of 128 KiB of
# single pages and of large folios.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
folder=$tests/guest/selftests
series=$tests/../kernel-patches/6.12

run "$folder/build" "$tmp/selftests" "$series"
is "$status" 0 "the kernel's own tests can be built"
sed 's/^/# not built: /' "$tmp/selftests/missing"

# selftest_kernel LABEL [OPTION...]: $image
selftest_kernel() {
	kernel "$@" --config "$folder/kernel.config"
	image=$("$pft" kernel list --format json | jq -r --arg name "$1" \
		'select(.label == $name and .arch == "x86_64").image')
}

# boot NAME [LINE...]: $tmp/NAME has a line for each test, $tmp/NAME.said all that was said.
boot() {
	name=$1
	shift
	CONSOLE=$tmp/$name.console "$folder/run" "$image" "$tmp/selftests/bin" "$@" \
		>"$tmp/$name.said" 2>"$tmp/$name.err"
	ok $? "the tests run to their end ($name)"
	sed 's/^/# /' "$tmp/$name.err"
	is "$(grep -aE 'WARNING|BUG|Oops|INFO: |Bad page' "$tmp/$name.console")" "" \
		"the kernel has nothing to say of itself ($name)"
	# How a test ended, and each of its own results; what differs by chance is left out.
	awk -v folder="$tmp/$name" '
		/^@begin / {
			file = $0
			gsub(/^@begin [.]\/|[^A-Za-z0-9_-]/, "-", file)
			file = folder "." file
			title = substr($0, 10)
			print title "\t" file
			printf "" >file
		}
		/^(not )?ok |[[]PASS]|[[]FAIL]|^Testing .*[.][.][.]|^@end / {
			sub(/ [0-9]+s$/, "")
			sub(/Extra pages.*/, "")
			# mrelease_test takes twice as much until a child is slow enough.
			sub(/ with [0-9]+MB of memory/, "")
			print >file
		}' "$tmp/$name.said" >"$tmp/$name"
}

selftest_kernel selftest-stock
boot stock
selftest_kernel selftest-patched --patches "$series"
boot pages 'set /proc/sys/vm/anon_fault_ahead_bytes 131072'
set --
for size in 16 32 64 128; do
	set -- "$@" "set /sys/kernel/mm/transparent_hugepage/hugepages-${size}kB/enabled ahead"
done
boot folios 'set /proc/sys/vm/anon_fault_ahead_bytes 131072' "$@"

for name in pages folios; do
	is "$(grep -a '^@cannot-set' "$tmp/$name.said")" "" "all knobs can be set ($name)"
	while IFS="$(printf '\t')" read -r title file; do
		other=$tmp/stock.${file#"$tmp/$name."}
		case $title in
		anon_fault_ahead)
			is "$(grep -c '^ok' "$file") $(grep -E '^not ok|^@end' "$file")" \
				"32 @end status 0" "anon_fault_ahead passes ($name)"
			is "$(cat "$other")" "@end status 4" \
				"anon_fault_ahead is skipped without the patches"
			continue
			;;
		esac
		if grep -q '^@end signal 9' "$other"; then
			skip "it does not end in time without the patches" "$title"
			continue
		fi
		is "$(cat "$file")" "$(cat "$other")" \
			"$title gives the same result on stock and patched ($name)"
		grep -q '^@end status 0' "$file" || echo "# on both: $(grep '^@end' "$file")"
	done <"$tmp/$name"
done
done_testing
