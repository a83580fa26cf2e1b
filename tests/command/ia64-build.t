#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# results/ia64-build: its texts are what its command makes of the remains of the build, and
# they contain the figures of its README. No compiler and no kernel is needed.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
published=$tests/../results/ia64-build
if ! command -v xz >/dev/null; then
	echo "1..0 # SKIP xz is missing: scripts/setup test"
	exit 0
fi
texts="functions.csv functions.txt off.txt sizes.txt"

# ---- words ----

for script in make build; do
	run "$published/$script" --help
	is "$status$err" 0 "$script --help works"
	like "$out" "^$script" "it says what it does"
	run "$published/$script" --backwards
	is "$status" 2 "$script --backwards is misuse"
	like "$err" "^$script: '--backwards': expected .* see $script --help$" "it says so in one line"
done

# ---- made again ----

# stale FOLDER: which texts of it are not what make has made
stale() {
	for text in $texts; do
		cmp -s "$tmp/again/$text" "$1/$text" || echo "$text"
	done
}

run "$published/make" "$tmp/again"
is "$status$err" 0 "results/ia64-build can be made again"
is "$(cd "$tmp/again" && echo ./*)" "./functions.csv ./functions.txt ./off.txt ./sizes.txt" \
	"it makes four texts"
is "$(stale "$published")" "" "what is published is what it makes, byte by byte"
cp -R "$published" "$tmp/copy"
chmod -R u+w "$tmp/copy"
for text in $texts; do
	cp "$published/$text" "$tmp/copy"
	# The first number of more than two digits, by one
	awk '!done && match($0, /[0-9][0-9][0-9]+/) {
		n = substr($0, RSTART, RLENGTH) + 1
		$0 = substr($0, 1, RSTART - 1) n substr($0, RSTART + RLENGTH)
		done = 1
	} { print }' "$published/$text" >"$tmp/copy/$text"
	is "$(stale "$tmp/copy")" "$text" "a number of $text that is changed by hand is noticed"
	cp "$published/$text" "$tmp/copy"
done
if command -v mawk >/dev/null; then
	mkdir "$tmp/mawk"
	ln -s "$(command -v mawk)" "$tmp/mawk/awk"
	run env PATH="$tmp/mawk:$PATH" "$published/make" "$tmp/by-mawk"
	is "$status$err$(stale "$tmp/by-mawk")" 0 "mawk makes the same"
else
	skip "mawk is not installed" "mawk makes the same"
fi

# ---- what it is made from ----

# make_with FILE: with the text in $tmp/other in place of FILE, packed
make_with() {
	xz -0 <"$tmp/other" >"$tmp/copy/$1"
	run "$tmp/copy/make" "$tmp/of-copy"
	cp "$published/$1" "$tmp/copy"
}

xz -dc "$published/patched.symbols.xz" >"$tmp/symbols"
sed 's/ [0-9a-f]* \([tT] do_anonymous_window\)$/ 0000000000009000 \1/' "$tmp/symbols" >"$tmp/other"
make_with patched.symbols.xz
is "$status" 1 "symbols that do not fit the code are refused"
like "$err" '^do_anonymous_window#1: 36864 bytes, but [0-9]+ bundles' "it says which do not"
like "$err" '^make: patched.symbols.xz and patched.code.xz are not of one kernel: ' "and what to do"
grep -v ' anon_ahead_key$' "$tmp/symbols" >"$tmp/other"
make_with patched.symbols.xz
is "$status" 1 "a patched kernel without the key is refused"
like "$err" '^make: patched.symbols.xz: no anon_ahead_key' "it says so"
xz -dc "$published/stock.code.xz" >"$tmp/other"
make_with patched.code.xz
is "$status" 1 "so is the code of the stock kernel for that of the patched one"

# ---- what was built ----

# fact WORD: the rest of its line in built.txt
fact() {
	sed -n "s/^$1 //p" "$published/built.txt"
}

for kernel in stock patched; do
	is "$(fact "$kernel file")" elf64-ia64-little "$kernel is linked for ia64"
	xz -dc "$published/$kernel.symbols.xz" >"$tmp/$kernel"
	[ "$(grep -c ' [tT] ' "$tmp/$kernel")" -gt 10000 ]
	ok $? "$kernel has more than 10000 functions"
done
is "$(grep -c anon_ahead "$tmp/stock")" 0 "the stock kernel knows nothing of fault-ahead"
like "$(cat "$tmp/patched")" ' [tT] do_anonymous_ahead$' "the patched one does"
is "$(fact fragment_sha256)" "$(sha256sum <"$published/ia64.config" | cut -d ' ' -f 1)" \
	"ia64.config is what they were configured with"
for option in IA64_PAGE_SIZE_16KB SMP NUMA MEMCG; do
	grep -qx "CONFIG_$option=y" "$published/ia64.config"
	ok $? "it asks for $option"
done
series=$tests/../kernel-patches/6.1
if [ "$(fact series_sha256)" = "$(cd "$series" && xargs cat <series | sha256sum | cut -d ' ' -f 1)" ]; then
	ok 0 "the series is that of kernel-patches/6.1"
else
	skip "it has changed since: results/ia64-build/make --build builds it again" \
		"the series is that of kernel-patches/6.1"
fi

# ---- the README ----

# What is a result and not a version or a name: more than two digits in a row
# shellcheck disable=SC2016 # what is between backquotes is a name
sed -n '/^## What it shows/,/^## What it does not/p' "$published/README.md" |
	sed -e 's/`[^`]*`//g' | tr -cs '0-9' '\n' | grep '...' >"$tmp/numbers"
[ "$(grep -c . "$tmp/numbers")" -ge 4 ]
ok $? "the README gives at least four figures"
# The functions that both kernels have: a sum of two lines of sizes.txt
both=$(awk '/^(grown|shrunk|of the same size) / { n += $(NF - 3) } END { print n }' \
	"$published/sizes.txt")
while read -r number; do
	[ "$number" = "$both" ] || grep -qE "(^|[^0-9])$number([^0-9]|$)" \
		"$published/sizes.txt" "$published/functions.txt" "$published/off.txt"
	ok $? "$number, in the README, is in the texts"
done <"$tmp/numbers"
done_testing
