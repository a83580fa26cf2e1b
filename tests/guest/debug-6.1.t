#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The correctness rig on 6.1, x86_64: with KASAN, PROVE_LOCKING, DEBUG_VM and the like, four
# CPUs and two nodes.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
. "$srcdir/tests/guest/rig/rig.sh"
need_lab
if [ ! -r /usr/src/linux-source-6.1.tar.xz ]; then
	echo "1..0 # SKIP linux-source-6.1 is missing: scripts/setup test"
	exit 0
fi

debug_kernel rig-debug-6.1 x86_64 --source 6.1 --patches "$tests/../kernel-patches/6.1"
"$rig/run" --log "$tmp/console" "$image" >"$tmp/rig" 2>"$tmp/rig.err" || :
grep -q '^1\.\.' "$tmp/rig"
ok $? "the rig runs on 6.1"
results 6.1 <"$tmp/rig"
sed 's/^/# /' "$tmp/rig.err"
done_testing
