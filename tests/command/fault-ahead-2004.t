#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The patches for 2.6.10-rc3-bk7 on a reconstruction of what they change: they apply,
# compile with stand-ins for the kernel's types, and behave as described.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
old=$tests/../kernel-patches/2.6.10-rc3-bk7

if ! command -v patch >/dev/null; then
	echo "1..0 # SKIP patch is missing: scripts/setup test"
	exit 0
fi

# compile ARGUMENT...: against what lies in $tmp/tree. Functions of that time: one
# label too many, parameters that are not used.
compile() {
	# shellcheck disable=SC2086 # CC may be several words
	run ${CC:-cc} -std=gnu17 -g -Wall -Wextra -Wno-unused -Wno-unused-parameter \
		-Werror -iquote "$tmp/tree" -iquote "$tmp/tree/include" "$@"
}

cp -R "$old/preimage" "$tmp/tree"
chmod -R u+w "$tmp/tree"
while read -r file; do
	run patch -d "$tmp/tree" -p1 -F0 --no-backup-if-mismatch -i "$old/$file"
	is "$status" 0 "$file applies"
	unlike "$out" 'fuzz|offset' "all lines of $file are where it says"
	compile -fsyntax-only -include "$tests/command/fault-ahead-2004.h" \
		"$tmp/tree/mm/memory.c"
	is "$status$err" 0 "with $file the fault function compiles without a warning"
done <"$old/series"
is "$(find "$tmp/tree" -name '*.rej' -o -name '*.orig')" "" "nothing of the series is left over"
is "$(cd "$old" && ls ./*.patch)" "$(sed 's|^|./|' "$old/series")" "series names every patch"

compile -o "$tmp/harness" "$tests/command/fault-ahead-2004.c"
is "$status$err" 0 "so do all files of the series together"
run "$tmp/harness"
is "$status" 0 "the checks run to their end"
printf '%s\n' "$out" >"$tmp/checks"
[ "$(grep -c . "$tmp/checks")" -ge 35 ]
ok $? "there are at least 35 of them"
while read -r state sentence; do
	ok "$state" "$sentence"
done <"$tmp/checks"

"$old/model" -t >"$tmp/model"
[ "$(grep -c . "$tmp/model")" -gt 3000 ]
ok $? "the model has more than 3000 lines"
"$tmp/harness" model <"$tmp/model" >"$tmp/got"
is "$(diff "$tmp/model" "$tmp/got" | head -n 3)" "" "every window and count is the model's"
done_testing
