#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The correctness rig on arm64, with PROVE_LOCKING, DEBUG_VM and the like.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
. "$srcdir/tests/guest/rig/rig.sh"
need_lab
if [ ! -e tests/guest/rig/rig-arm64 ]; then
	echo "1..0 # SKIP there is no compiler for arm64: scripts/setup lab"
	exit 0
fi

debug_kernel rig-debug arm64 --patches "$tests/../kernel-patches/6.12"
rig arm64 "$image"
done_testing
