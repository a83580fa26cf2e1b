#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
# The correctness rig on 6.1, x86_64: with KASAN, PROVE_LOCKING, DEBUG_VM and the like, four
# CPUs and two nodes; then memory.events, beside a kernel without patches.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
. "$srcdir/tests/guest/rig/rig.sh"
need_lab
if [ ! -r /usr/src/linux-source-6.1.tar.xz ]; then
	echo "1..0 # SKIP linux-source-6.1 is missing: scripts/setup test"
	exit 0
fi
series=$tests/../kernel-patches/6.1
skips_of=6.1
debug_config=$tmp/debug.config
cat "$rig/debug-x86_64.config" "$rig/debug-6.1.config" >"$debug_config"

# Without a little help no 6.1 kernel with KASAN boots as these do.
mkdir "$tmp/none" "$tmp/all"
cp "$patches/6.1-kasan.patch" "$tmp/none"
cp "$patches/6.1-kasan.patch" "$series"/*.patch "$tmp/all"
echo 6.1-kasan.patch >"$tmp/none/series"
{ echo 6.1-kasan.patch && cat "$series/series"; } >"$tmp/all/series"

debug_kernel rig-debug-6.1 x86_64 --source 6.1 --patches "$tmp/all"
patched=$image
rig x86_64 "$patched"

with=$(events "$patched")
results 6.1 <"$tmp/rig"
debug_kernel rig-debug-stock-6.1 x86_64 --source 6.1 --patches "$tmp/none"
without=$(events "$image")
like "$with" '^# events max .* oom_kill 1 ' "some of what was tried hits memory.max"
like "$with" '^# events high .* high [1-9]' "some of what was tried hits memory.high"
is "$with" "$without" "memory.events are those of a kernel without the patches"
done_testing
