#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# scripts/ia64-toolchain, with a fake gcc source that builds in a moment: unfinished work is
# never taken for a compiler, and an existing compiler is not made again.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
for program in flock setsid make tar; do
	command -v $program >/dev/null && continue
	echo "1..0 # SKIP $program is missing: scripts/setup test"
	exit 0
done

# ---- a tree with a set-up that installs nothing, tools, and a source ----

mkdir -p "$tmp/tree/scripts" "$tmp/tools" "$tmp/gcc-99"
cp "$tests/../scripts/ia64-toolchain" "$tmp/tree/scripts"
# shellcheck disable=SC2016 # for the other shell
printf '#!/bin/sh\necho "$*" >>"%s"\n' "$tmp/set-up" >"$tmp/tree/scripts/setup"
for tool in as ld; do
	printf '#!/bin/sh\necho GNU %s of a test\n' $tool >"$tmp/tools/ia64-linux-gnu-$tool"
done
cat >"$tmp/gcc-99/configure" <<'END'
#!/bin/sh
echo "$*" >>"$FAKE/configured"
for option in "$@"; do
	case $option in
	--prefix=*) prefix=${option#--prefix=} ;;
	esac
done
mkdir gcc
cat >Makefile <<MAKE
all-gcc:
	echo building >>"$FAKE/built"
	test ! -e "$FAKE/fail"
	while test -e "$FAKE/hang"; do sleep 0.1; done
MAKE
cat >gcc/Makefile <<MAKE
install-common:
	mkdir -p "\$(DESTDIR)$prefix/bin"
	cp "$FAKE/compiler" "\$(DESTDIR)$prefix/bin/ia64-linux-gnu-gcc"
install-headers install-driver:
MAKE
END
cat >"$tmp/compiler" <<'END'
#!/bin/sh
echo object >"$4"
END
chmod +x "$tmp/tree/scripts"/* "$tmp/tools"/* "$tmp/gcc-99/configure" "$tmp/compiler"
tar -C "$tmp" -cf "$tmp/gcc-99.tar" gcc-99

FAKE=$tmp
GCC_SOURCE=$tmp/gcc-99.tar
XDG_CACHE_HOME=$tmp/cache
PATH=$tmp/tools:$PATH
export FAKE GCC_SOURCE XDG_CACHE_HOME PATH
toolchain=$tmp/tree/scripts/ia64-toolchain
cache=$tmp/cache/pft
compiler=$cache/ia64-toolchain/bin/ia64-linux-gnu-gcc

# made: how often it has been built
made() {
	grep -cs . "$tmp/built"
}

# await FILE: until it is there, at most a minute
await() {
	tries=0
	until [ -s "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || return 1
		sleep 0.1
	done
}

# ---- words ----

run "$toolchain" --help
is "$status" 0 "ia64-toolchain --help works"
like "$out" '8 minutes' "it says how long it takes"
like "$out" 'pft/ia64-toolchain' "it says where the compiler is"
is "$err" "" "nothing else is said"
for word in compiler -x ''; do
	[ -n "$word" ] || continue
	run "$toolchain" "$word"
	is "$status" 2 "ia64-toolchain $word is misuse"
	like "$err" "^ia64-toolchain: '$word': expected .* see ia64-toolchain --help$" "it says so in one line"
done
run env XDG_CACHE_HOME="$tmp/with space" "$toolchain"
is "$status" 2 "a folder whose name gcc cannot take is refused"
like "$err" 'set XDG_CACHE_HOME' "it says what to do"
is "$(ls "$tmp/set-up" "$tmp/built" 2>/dev/null)" "" "nothing was installed or built so far"

# ---- made, and found ----

touch "$tmp/fail"
run "$toolchain"
is "$status" 1 "a build that fails is a failure"
like "$err" 'building failed: .* whole log is .*ia64-toolchain.log' "it says where to look"
is "$(ls -d "$cache"/ia64-toolchain "$cache"/ia64-toolchain.making 2>/dev/null)" "" "and leaves no folder"
rm "$tmp/fail"

run "$toolchain"
is "$status" 0 "then it works"
is "$out" "$compiler" "standard output is the path of the compiler"
[ -x "$compiler" ]
ok $? "the compiler is there"
like "$err" '3 of 4: build' "it says what it does"
is "$(sort -u "$tmp/set-up")" "ia64" "the packages are those of scripts/setup ia64"
like "$(cat "$tmp/configured")" "--target=ia64-linux-gnu .*--with-as=$tmp/tools/ia64-linux-gnu-as" \
	"gcc is configured for ia64 and its packaged assembler"
is "$(ls -d "$cache"/ia64-toolchain.making 2>/dev/null)" "" "what it worked in is gone"
is "$(made)" 2 "it was built twice so far"
run "$toolchain"
is "$status $out" "0 $compiler" "a second call finds it"
like "$err" 'nothing to do' "and says that there is nothing to do"
is "$(made)" 2 "and builds nothing"

# ---- what it is made of has changed ----

printf '#!/bin/sh\necho another assembler\n' >"$tmp/tools/ia64-linux-gnu-as"
run "$toolchain"
is "$status $(made)" "0 3" "another assembler makes another compiler"
like "$(cat "$cache/ia64-toolchain/made-from")" 'another assembler' "the folder says what it is made from"
is "$(ls "$cache")" "ia64-toolchain
ia64-toolchain.lock
logs" "the old one is gone"
cp "$tmp/compiler" "$tmp/good"
printf '#!/bin/sh\nexit 1\n' >"$tmp/compiler"
printf '#!/bin/sh\necho a third assembler\n' >"$tmp/tools/ia64-linux-gnu-as"
run "$toolchain"
is "$status" 1 "a compiler that does not compile is not taken"
like "$(cat "$cache/ia64-toolchain/made-from")" 'another assembler' "the one before it stays"
mv "$tmp/good" "$tmp/compiler"

# ---- interrupted, killed, two at once ----

# begin: start one that does not end
begin() {
	: >"$tmp/built"
	touch "$tmp/hang"
	"$toolchain" >"$tmp/first" 2>"$tmp/first.err" &
	first=$!
	await "$tmp/built"
}

begin
ok $? "one has begun"
[ -d "$cache/ia64-toolchain.making" ]
ok $? "it works in a folder aside"
kill -TERM $first
status=0
wait $first || status=$?
is "$status" 1 "interrupted, it fails"
like "$(cat "$tmp/first.err")" 'interrupted' "and says so"
is "$(ls -d "$cache"/ia64-toolchain.making 2>/dev/null)" "" "nothing half-made is left"
run flock -w 20 "$cache/ia64-toolchain.lock" true
is "$status" 0 "what it had started is gone, too"

begin
kill -KILL $first
wait $first 2>/dev/null
# A build that outlives its script holds the lock.
run flock -n "$cache/ia64-toolchain.lock" true
is "$status" 1 "a build whose script was killed goes on"
"$toolchain" >"$tmp/second" 2>"$tmp/second.err" &
second=$!
await "$tmp/second.err"
like "$(cat "$tmp/second.err")" 'another ia64-toolchain is running; waiting' "a second call waits for it"
rm "$tmp/hang"
status=0
wait $second || status=$?
is "$status $(cat "$tmp/second")" "0 $compiler" "then it makes its own"
is "$(made)" 2 "for what was half-made is not used"
is "$(ls "$cache")" "ia64-toolchain
ia64-toolchain.lock
logs" "and is not left either"

rm -r "$cache"
begin
"$toolchain" >"$tmp/second" 2>"$tmp/second.err" &
second=$!
await "$tmp/second.err"
rm "$tmp/hang"
wait $first
is "$?" 0 "of two at once the first makes it"
wait $second
is "$? $(made)" "0 1" "and the second finds it made"
like "$(cat "$tmp/second.err")" 'nothing to do' "as it says"
done_testing
