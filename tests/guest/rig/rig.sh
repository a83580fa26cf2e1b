# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# Functions for the tests that run the rig. Source it after guest.sh. Kernels are kept in
# the user's cache.
rig=$tests/guest/rig

# A test may set these: another configuration than that of the architecture, and another
# first word of the lines in the file skips.
debug_config='' skips_of=''

# debug_kernel LABEL ARCH [OPTION...]: build a debug kernel and set $image to its file.
debug_kernel() {
	debug_label=$1 debug_arch=$2
	shift 2
	kernel "$debug_label" --arch "$debug_arch" \
		--config "${debug_config:-$rig/debug-$debug_arch.config}" "$@"
	image=$("$pft" kernel list --format json | jq -r --arg name "$debug_label" \
		--arg arch "$debug_arch" 'select(.label == $name and .arch == $arch).image')
}

# listed WORD REASON: succeed if the file skips lists this skip for WORD, an architecture or
# a line of kernels.
listed() {
	grep -qxF "$1: $2" "$rig/skips"
}

# results WORD: make each result of the rig (on stdin) a result of this test. A skip that is
# not listed is a failure.
results() {
	while read -r line; do
		case $line in
		'ok '*' # SKIP '*)
			name=${line#* - }
			reason=${name##* # SKIP }
			name=${name% # SKIP *}
			if listed "$1" "$reason"; then
				skip "$reason" "$name"
			else
				ok 1 "$name: $reason: a skip that is listed"
			fi
			;;
		'ok '*) ok 0 "${line#* - }" ;;
		'not ok '*) ok 1 "${line#* - }" ;;
		'# '*) echo "$line" ;;
		esac
	done
}

# rig ARCH OPTION-OR-IMAGE-OR-GROUP...: run the rig and take over its results. The console
# goes to $tmp/console.
rig() {
	rig_arch=$1
	shift
	"$rig/run" --arch "$rig_arch" --log "$tmp/console" "$@" >"$tmp/rig" 2>"$tmp/rig.err" || :
	grep -q '^1\.\.' "$tmp/rig"
	ok $? "the rig runs on $rig_arch"
	results "${skips_of:-$rig_arch}" <"$tmp/rig"
	sed 's/^/# /' "$tmp/rig.err"
}

# events IMAGE: print the memory.events of an x86_64 kernel line by line; all results are in
# $tmp/rig.
events() {
	"$rig/run" --exact --cpus 1 "$1" events >"$tmp/rig" 2>"$tmp/rig.err" || :
	grep '^# events ' "$tmp/rig"
}
