#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# results/ia64-build: its texts are what its command makes of what the build has left, and
# the build's inputs are those of this tree. No compiler and no kernel is needed.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
published=$tests/../results/ia64-build
if ! command -v xz >/dev/null; then
	echo "1..0 # SKIP xz is missing: scripts/setup test"
	exit 0
fi
texts="functions.csv functions.txt off.txt sizes.txt"

# fact WORD: the rest of its line in built.txt
fact() {
	sed -n "s/^$1 //p" "$published/built.txt"
}

# ---- made again ----

run "$published/make" "$tmp/again"
is "$status$err" 0 "results/ia64-build can be made again"
is "$(ls "$tmp/again" | tr '\n' ' ')" "$texts " "it makes four texts"
for file in $texts; do
	cmp -s "$tmp/again/$file" "$published/$file"
	ok $? "results/ia64-build/$file is what its command makes"
done
if command -v mawk >/dev/null; then
	mkdir "$tmp/mawk"
	ln -s "$(command -v mawk)" "$tmp/mawk/awk"
	run env PATH="$tmp/mawk:$PATH" "$published/make" "$tmp/by-mawk"
	is "$status$err" 0 "mawk makes it, too"
	run diff -r "$tmp/again" "$tmp/by-mawk"
	is "$out" "" "and the same"
else
	skip "mawk is not installed" "mawk makes it, too"
fi

# ---- what is changed shows ----

for file in $texts; do
	# One digit of the last number
	sed -e '$!d' -e 's/[0-9]\([^0-9]*\)$/x\1/' "$published/$file" >"$tmp/last"
	[ -n "$(tr -cd x <"$tmp/last")" ]
	ok $? "$file ends with a number"
	sed '$d' "$published/$file" | cat - "$tmp/last" >"$tmp/changed"
	! cmp -s "$tmp/again/$file" "$tmp/changed"
	ok $? "one digit of $file that is changed is noticed"
done

cp -R "$published" "$tmp/copy"
chmod -R u+w "$tmp/copy"
xz -dc "$published/patched.symbols.xz" |
	sed 's/^\([0-9a-f]* [0-9a-f]*\)0 \(t do_anonymous_ahead\)$/\10 \2/; t
		s/^\([0-9a-f]*\) 0*\([0-9a-f]*\) \([tT] do_anonymous_window\)$/\1 0000000000000040 \3/' |
	xz >"$tmp/copy/patched.symbols.xz"
