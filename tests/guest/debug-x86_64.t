#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The correctness rig on x86_64: with KASAN, PROVE_LOCKING, DEBUG_VM and the like, four CPUs
# and two nodes; then what only the exact engine can tell, beside a kernel without patches.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
. "$srcdir/tests/guest/rig/rig.sh"
need_lab
series=$tests/../kernel-patches/6.12

debug_kernel rig-debug x86_64 --patches "$series"
patched=$image
rig x86_64 "$patched"

# The two kernels have nothing else in common that matters.
with=$(events "$patched")
results x86_64 <"$tmp/rig"
debug_kernel rig-debug-stock x86_64
without=$(events "$image")
like "$with" '^# events max .* oom_kill 1 ' "some of what was tried hits memory.max"
like "$with" '^# events high .* high [1-9]' "some of what was tried hits memory.high"
is "$with" "$without" "memory.events are those of a kernel without the patches"

# What the rig must see: a kernel that warns.
planted warn
image=$("$pft" kernel list --format json |
	jq -r 'select(.label == "test-warn" and .arch == "x86_64").image')
run "$rig/run" "$image" knob
is "$status" 1 "the rig fails on a kernel that warns"
like "$out" '^not ok [0-9]* - the kernel has nothing to say of itself' "and says so"
done_testing
