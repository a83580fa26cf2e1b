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

# Without that one no 6.1 kernel with KASAN boots as these do.
mkdir "$tmp/series"
cp "$patches/6.1-kasan.patch" "$series"/*.patch "$tmp/series"
{ echo 6.1-kasan.patch && cat "$series/series"; } >"$tmp/series/series"

debug_kernel rig-debug-6.1 x86_64 --source 6.1 --patches "$tmp/series"
rig x86_64 "$image"

# image_of LABEL: its file.
image_of() {
	"$pft" kernel list --format json | jq -r --arg name "$1" \
		'select(.label == $name and .arch == "x86_64").image'
}

# Kernels that do not look at themselves, so that nothing but the series is between them.
kernel stock-6.1 --source 6.1
kernel patched-6.1 --source 6.1 --patches "$series"
with=$(events "$(image_of patched-6.1)")
results 6.1 <"$tmp/rig"
without=$(events "$(image_of stock-6.1)")
like "$with" '^# events max .* oom_kill 1 ' "some of what was tried hits memory.max"
like "$with" '^# events high .* high [1-9]' "some of what was tried hits memory.high"
is "$with" "$without" "memory.events are those of a kernel without the patches"
done_testing
