#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft kernel with a fake kernel of three files that builds in a moment: what is built once,
# what is built again, what a killed build leaves, and what users see. The guest tests
# build real kernels.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

case $(uname -m) in
x86_64) arch=x86_64 image=vmlinux goal=vmlinux config=CONFIG_X86_64 ;;
aarch64) arch=arm64 image=Image goal=Image config=CONFIG_ARM64 ;;
*) arch= ;;
esac
for tool in gcc patch make; do
	command -v $tool >/dev/null || arch=
done
if [ -z "$arch" ]; then
	skip "not on x86_64 or arm64 with gcc, make and patch" \
		"pft kernel builds a kernel"
	done_testing
fi

XDG_CACHE_HOME=$tmp/cache
CCACHE_DISABLE=1
# Each compilation of the kernels below adds its object's name to this file; a
# file that is named by $hold is waited for while it is there.
made=$tmp/made
hold=$tmp/hold
export XDG_CACHE_HOME CCACHE_DISABLE made hold
: >"$made"
cache=$XDG_CACHE_HOME/pft

# ---- a kernel ----

# small_kernel FOLDER
small_kernel() {
	mkdir -p "$1/mm" "$1/init" "$1/include" "$1/scripts/kconfig"
	cat >"$1/Makefile" <<-'END'
	.RECIPEPREFIX = >
	VERSION = 6
	PATCHLEVEL = 99
	O ?= .
	objects = $(addprefix $(O)/,init/main.o mm/memory.o mm/mmap.o)
	tinyconfig:
	> @mkdir -p $(O)/include/config
	> @echo 'CONFIG_TINY=y' >$(O)/.config
	olddefconfig:
	> @sed -i -e /CONFIG_REFUSED=/d $(O)/.config
	> @grep -q OPTIONAL Kconfig || sed -i -e /CONFIG_OPTIONAL=/d $(O)/.config
	$(O)/%.o: %.c include/head.h
	> @mkdir -p $(@D)
	> @echo '  CC      $(@:$(O)/%=%)'
	> @echo $* >>$$made
	> @while [ "$*" = mm/memory ] && [ -e $$hold ]; do sleep 0.05; done
	> @$(CROSS_COMPILE)gcc -Iinclude -c -o $@ $<
	vmlinux: $(objects)
	> @echo '  LD      vmlinux'
	> @$(CROSS_COMPILE)ld -r -o $(O)/vmlinux $(objects)
	> @nm $(O)/vmlinux >$(O)/System.map
	> @mkdir -p $(O)/include/config
	> @echo 6.99.0-small >$(O)/include/config/kernel.release
	Image: vmlinux
	> @mkdir -p $(O)/arch/arm64/boot
	> @objcopy -O binary $(O)/vmlinux $(O)/arch/arm64/boot/Image
	> @nm $(O)/vmlinux >>$(O)/arch/arm64/boot/Image
	END
	cat >"$1/scripts/kconfig/merge_config.sh" <<-'EOF'
	# -m -O FOLDER FILE...: the last word about an option counts
	shift 3
	cat "$@" >"$1.new"
	awk -F'[ =]' '{ name = $1 == "#" ? $2 : $1; text[name] = $0 }
		END { for (name in text) if (name ~ /^CONFIG_/) print text[name] }' \
		"$1.new" >"$1"
	EOF
	echo 'config TINY' >"$1/Kconfig"
	echo '#define HEAD 1' >"$1/include/head.h"
	for file in init/main mm/memory mm/mmap; do
		cat >"$1/$file.c" <<-END
		#include "head.h"

		int ${file#*/}_first = HEAD;
		int ${file#*/}_second = 2;
		int ${file#*/}_third = 3;
		END
	done
}

# compiled: what was, since the last time this was asked.
compiled() {
	LC_ALL=C sort "$made" | tr '\n' ' '
	: >"$made"
}

# kernel ARGUMENT...: pft kernel, the action first.
kernel() {
	action=$1
	shift
	run "$pft" kernel "$action" --arch "$arch" "$@"
}

# patch_of FILE: the difference of $tmp/b from $tmp/a, both made by the caller.
patch_of() {
	(cd "$tmp" && diff -urN a b >"$1")
}

# changed FILE FROM TO PATCH: a patch that changes one thing in one file.
changed() {
	rm -rf "$tmp/a" "$tmp/b"
	small_kernel "$tmp/a"
	small_kernel "$tmp/b"
	sed -i "s/$2/$3/" "$tmp/b/$1"
	patch_of "$4"
}

mkdir "$tmp/src"
small_kernel "$tmp/src/linux-6.99"
tar -C "$tmp/src" -cf "$tmp/linux-6.99.tar" linux-6.99
tarball=$tmp/linux-6.99.tar

# ---- build ----

run "$pft" kernel list
is "$status$out" 0 "without a cache pft kernel list lists nothing"
like "$err" 'no kernels in .*see pft kernel build' "it says so, and what to do"

kernel build --source "$tarball" --label plain
is "$status" 0 "a tarball is built"
like "$out" '^plain \('$arch', Linux 6.99.0-small\): built in .* 3 objects of the kernel compiled: /' \
	"pft says what came out, and how many objects were compiled"
like "$err" 'unpacking linux-6.99.tar' "it says what it is doing"
is "$(compiled)" "init/main mm/memory mm/mmap " "every object was compiled"
folder=$(dirname "${out##*: }")
for file in $image System.map config kernel.json build.log; do
	[ -s "$folder/$file" ]
	ok $? "it keeps $file"
done
like "$(cat "$folder/config")" '^CONFIG_MEMCG=y$' \
	"the configuration has our fragment for $arch"
plain=$folder/$image

kernel build --source "$tarball" --label again
is "$status" 0 "the same kernel is built again under another label"
like "$out" '^again .* it is in the cache: /' "it is taken from the cache"
is "$(compiled)" "" "nothing is compiled"
kernel build -q --source "$tarball" --label again
is "$status$out$err" 0 "with -q there is nothing to say"

# ---- patches ----

changed mm/memory.c 'memory_second = 2' 'memory_second = 22' "$tmp/memory.patch"
kernel build --source "$tarball" --patches "$tmp/memory.patch"
is "$status" 0 "a patched kernel is built"
like "$out" '^memory .* 1 object of the kernel compiled' \
	"it is named after the patch, and one object was compiled"
is "$(compiled)" "mm/memory " "that of the file that the patch touches"
patched=${out##*: }
! cmp -s "$plain" "$patched"
ok $? "the image is another"
[ ! -e "$(dirname "$patched")/tree" ]
ok $? "of a patched kernel no tree is kept"
is "$(grep -c 22 "$(dirname "$plain")/tree/mm/memory.c" \
	"$cache"/sources/*/tree/mm/memory.c | sed 's/.*://' | tr '\n' ' ')" "0 0 " \
	"the patch is not in the stock tree nor in the source, which share files"

changed include/head.h 'HEAD 1' 'HEAD 5' "$tmp/head.patch"
kernel build --source "$tarball" --patches "$tmp/head.patch"
like "$out" ' 3 objects of the kernel compiled' \
	"a patch to a header recompiles what includes it"
compiled >/dev/null

mkdir "$tmp/series"
cp "$tmp/memory.patch" "$tmp/series/0001-memory.patch"
changed mm/mmap.c 'mmap_third = 3' 'mmap_third = 33' "$tmp/series/0002-mmap.patch"
printf '# in this order\n0001-memory.patch\n\n0002-mmap.patch -p1 # the last\n' \
	>"$tmp/series/series"
kernel build --source "$tarball" --patches "$tmp/series"
is "$status $(compiled)" "0 mm/memory mm/mmap " "a series is applied whole"
kernel build --source "$tarball" --patches "$tmp/series" --upto 1
like "$out" '^series-upto-1 ' "a kernel of the first patch alone is named so"
kernel build --source "$tarball" --patches "$tmp/series" --upto 2
like "$out" '^series-upto-2 .*it is in the cache' \
	"all of a series is the kernel that is there"
kernel build --source "$tarball" --patches "$tmp/series" --upto 3
is "$status" 2 "more patches than there are are refused"
like "$err" 'the first 3 of 2 patches' "and counted"
mkdir -p "$tmp/data/kernel-patches"
cp -r "$tmp/series" "$tmp/data/kernel-patches/6.99"
PFT_DATADIR=$tmp/data kernel check --source "$tarball" --patches 6.99 --upto 1
like "$out" '^patches   1 apply' "a line names the series that comes with pft"

# A cold cache: the stock kernel is made after the patches were applied.
XDG_CACHE_HOME=$tmp/cold
kernel build --source "$tarball" --patches "$tmp/series" --label cold
is "$status $(compiled)" "0 init/main mm/memory mm/memory mm/mmap mm/mmap " \
	"from nothing, the stock kernel is built first, then what the patches touch"
is "$(cksum <"${out##*: }")" \
	"$(cksum <"$(XDG_CACHE_HOME=$tmp/cache "$pft" kernel list --format json |
		sed -n 's/.*"label":"series".*"image":"\([^"]*\)".*/\1/p')")" \
	"the image is the same as with the stock kernel there before"
XDG_CACHE_HOME=$tmp/cache

# ---- patches that do not apply ----

changed mm/memory.c 'memory_second = 2' 'memory_second = 22' "$tmp/bad.patch"
sed -i 's/memory_third = 3/memory_third = 4/' "$tmp/bad.patch"
kernel build --source "$tarball" --patches "$tmp/bad.patch" --label bad
is "$status" 2 "with a patch that does not apply nothing is run"
is "$(compiled)" "" "nothing is compiled"
like "$(tail -n 1 "$tmp/err")" "^pft: patch 'bad.patch' does not apply: mm/memory.c: Hunk #1 FAILED at [0-9]+" \
	"the error names patch, file and hunk"
like "$(tail -n 1 "$tmp/err")" '-int memory_second = 2;.*memory_second = 22' \
	"it shows the hunk"
like "$err" '^pft: -int memory_second = 2;$' "and before it the hunk as it is"
XDG_CACHE_HOME=$tmp/fresh
kernel build --source "$tarball" --patches "$tmp/bad.patch"
is "$status$(compiled)" 2 "nor is the stock kernel, where it is not there yet"
XDG_CACHE_HOME=$tmp/cache
is "$(find "$cache/kernels" -name 'rejects*' -o -name '*.rej' | grep -c .)" 0 \
	"nothing is left of it"
echo 'no patch' >"$tmp/no.patch"
kernel build --source "$tarball" --patches "$tmp/no.patch"
is "$status" 2 "what is no patch is refused"
like "$err" "it changes no file: expected" "it says what was expected"
kernel build --source "$tarball" --patches "$tmp/src"
is "$status" 2 "a folder without series file is refused"
like "$err" "no file 'series' in it" "it says what is missing"

# ---- errors of the compiler ----

changed mm/memory.c 'memory_third = 3' 'memory_third = nonsense' "$tmp/broken.patch"
kernel build --source "$tarball" --patches "$tmp/broken.patch" --label broken
is "$status" 1 "a kernel that does not compile fails"
like "$(tail -n 1 "$tmp/err")" "^pft: mm/memory.c:5:[0-9]+: error: .*nonsense.*: the whole log is /" \
	"the error is the compiler's first, with file and line"
log=${err##*the whole log is }
like "$(cat "$log")" 'nonsense' "the log is there"
run "$pft" kernel list -q
unlike "$out" broken "it is not listed"
[ -s "$plain" ]
ok $? "nothing else is lost"
compiled >/dev/null

# ---- options ----

echo 'CONFIG_MINE="yes"' >"$tmp/mine.config"
kernel build --source "$tarball" --config "$tmp/mine.config"
is "$status" 0 "a kernel with options of the user's is built"
like "$(cat "$(dirname "${out##*: }")/config")" '^CONFIG_MINE="yes"$' "it has them"
like "$out" '^mine ' "it is named after the file"
printf 'CONFIG_MINE=y\nCONFIG_REFUSED=y\n' >"$tmp/refused.config"
compiled >/dev/null
kernel build --source "$tarball" --config "$tmp/refused.config"
is "$status$(compiled)" 2 "where the kernel refuses an option nothing is built"
like "$err" "the kernel refused CONFIG_REFUSED=y \(it has n\)" "it says which"
echo 'CONFIG_MINE' >"$tmp/line.config"
kernel build --source "$tarball" --config "$tmp/line.config"
is "$status" 2 "a line that is no option is refused"
like "$err" "line.config:1': 'CONFIG_MINE': expected" "it says which line"

# An option that only the patch brings.
echo 'CONFIG_OPTIONAL=y' >"$tmp/optional.config"
changed Kconfig 'config TINY' 'config OPTIONAL' "$tmp/optional.patch"
kernel build --source "$tarball" --config "$tmp/optional.config" --label optional
is "$status" 2 "an option that the stock kernel does not have is refused"
kernel build --source "$tarball" --config "$tmp/optional.config" \
	--patches "$tmp/optional.patch" --label optional
is "$status" 0 "with the patch that brings it, it is built"
like "$(cat "$(dirname "${out##*: }")/config")" '^CONFIG_OPTIONAL=y$' "and set"
kernel build --source "$tarball" --config "$tmp/optional.config"
is "$status" 2 "the stock kernel beneath it is still refused"
compiled >/dev/null

# ---- check ----

kernel check --source "$tarball" --patches "$tmp/series"
is "$status" 0 "pft kernel check passes a series that applies"
is "$(compiled)" "" "it builds nothing"
like "$out" '^patches   2 apply, to 2 files$' "it counts patches and files"
like "$out" '^built     yes$' "it says that the cache has the kernel"
kernel check --source "$tarball" --patches "$tmp/bad.patch"
is "$status" 2 "it refuses a patch that does not apply"
kernel check --source "$tarball" --config "$tmp/refused.config"
is "$status" 2 "it refuses options that the kernel refuses"
like "$err" 'CONFIG_REFUSED=y' "it says which"
kernel check --source "$tmp/nowhere"
is "$status" 2 "it refuses a source that is not there"
is "$(find "$cache/kernels" -name 'check-*')" "" "it leaves nothing"

# ---- other sources ----

kernel build --source "$tmp/src/linux-6.99" --label folder
is "$status $(compiled)" "0 init/main mm/memory mm/mmap " "a folder is built"
[ ! -e "$tmp/src/linux-6.99/build" ]
ok $? "nothing is written into it"
kernel build --source "$tmp/src/linux-6.99" --patches "$tmp/memory.patch" --label f
is "$status $(compiled)" "0 mm/memory " "patched, only what is touched"
is "$(grep -c 22 "$tmp/src/linux-6.99/mm/memory.c")" 0 \
	"the patch is not in the user's folder"
sed -i 's/third = 3/third = 7/' "$tmp/src/linux-6.99/mm/mmap.c"
kernel build --source "$tmp/src/linux-6.99" --label folder
like "$out" '3 objects' "when the folder has changed, it is another kernel"
compiled >/dev/null
cp -a "$tmp/src/linux-6.99" "$tmp/src/inplace"
echo "$config=y" >"$tmp/src/inplace/.config"
kernel build --source "$tmp/src/inplace"
is "$status" 2 "a folder that was built in place is refused"
like "$err" 'make mrproper there, or say tree:' "with both mends"
run "$pft" kernel build --source 0.1
is "$status" 2 "a line without its package is refused"
like "$err" 'install linux-source-0.1' "with the package's name"
mkdir "$tmp/empty"
kernel build --source "$tmp/empty"
is "$status" 2 "a folder that is no kernel is refused"

if command -v git >/dev/null; then
	cp -a "$tmp/src/linux-6.99" "$tmp/git"
	in_git() {
		git -C "$tmp/git" -c user.name=a -c user.email=a@example.org \
			-c init.defaultBranch=main "$@" >/dev/null 2>&1
	}
	in_git init && in_git add . && in_git commit -m one
	sed -i 's/third = 3/third = 9/' "$tmp/git/mm/memory.c"
	kernel build --source "git:$tmp/git@main" --label git
	is "$status" 0 "a revision in git is built"
	like "$(cat "$(dirname "${out##*: }")/tree/mm/memory.c")" 'third = 3' \
		"it is the revision, not what is edited"
	is "$(git -C "$tmp/git" status --porcelain)" " M mm/memory.c" \
		"the work tree and its index are as they were"
	kernel build --source "git:$tmp/git@nowhere"
	is "$status" 2 "a revision that is not there is refused"
	like "$err" 'git knows no such revision' "it says so"
else
	skip "git is not installed" "a revision in git is built"
fi
compiled >/dev/null

# ---- a tree that is edited ----

small_kernel "$tmp/edited"
kernel build --source "tree:$tmp/edited"
is "$status $(compiled)" "0 init/main mm/memory mm/mmap " "a tree is built"
first=${out##*: }
kernel build --source "tree:$tmp/edited"
is "$status $(compiled)" "0 " "unchanged, nothing is compiled"
is "${out##*: }" "$first" "the image is the same"
sed -i 's/second = 2/second = 4/' "$tmp/edited/mm/memory.c"
kernel build --source "tree:$tmp/edited"
is "$status $(compiled)" "0 mm/memory " "edited, what was edited is compiled"
[ "${out##*: }" != "$first" ] && [ -s "$first" ]
ok $? "the image is another, and the one before is still there"
is "$(ls "$tmp/edited")" "$(ls "$tmp/a")" "nothing is written into the tree"
kernel build --source "tree:$tmp/edited" --patches "$tmp/memory.patch"
is "$status" 2 "patches for a tree are refused"
sed -i 's/second = 4/second = oops/' "$tmp/edited/mm/memory.c"
kernel build --source "tree:$tmp/edited"
like "$status $(tail -n 1 "$tmp/err")" '^1 pft: mm/memory.c:4:.*oops' \
	"an error in it is shown"
kernel build --source "tree:$tmp/src/inplace" --label inplace
is "$status" 0 "a tree that was built in place is built in place"
[ -e "$tmp/src/inplace/$goal" ] || [ -e "$tmp/src/inplace/vmlinux" ]
ok $? "with the user's own configuration"
compiled >/dev/null

# ---- two at once, and killed ones ----

rm -rf "$cache"
"$pft" kernel build --arch "$arch" --source "$tarball" --label one >"$tmp/one" 2>&1 &
one=$!
"$pft" kernel build --arch "$arch" --source "$tarball" --label two >"$tmp/two" 2>&1 &
two=$!
wait $one && wait $two
is "$?" 0 "two that build the same at once both succeed"
is "$(compiled)" "init/main mm/memory mm/mmap " "one of them built it"

# until_made N: until N objects have been begun, at most a minute.
until_made() {
	wait_lines "$made" "$1" || echo "# nothing was compiled"
}

# killed SIGNAL: a build that gets it while it compiles; sets status.
killed() {
	rm -rf "$cache"
	: >"$made"
	: >"$hold"
	# What a shell runs in the background ignores SIGINT.
	env --default-signal=INT "$pft" kernel build --arch "$arch" -j3 \
		--source "$tarball" --label k >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	until_made 3
	kill -s "$1" $pid
	status=0
	wait $pid 2>/dev/null || status=$?
}

# make_left: the processes that still work for a kernel in our cache.
make_left() {
	for process in /proc/[0-9]*; do
		case $(readlink "$process/cwd" 2>/dev/null) in
		"$cache"*) echo "${process#/proc/}" ;;
		esac
	done
}

killed KILL
tries=0
while [ -n "$(make_left)" ] && [ $tries -lt 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
is "$(make_left)" "" "make ends when pft is killed"
run "$pft" kernel list
is "$status$out" 0 "what a killed build left is not listed"
rm "$hold"
: >"$made"
kernel build --source "$tarball" --label k
is "$status $(compiled)" "0 init/main mm/memory mm/mmap " \
	"after SIGKILL the next build begins again, and completes"
like "$(nm "$(dirname "${out##*: }")/tree/build/vmlinux")" 'memory_third' \
	"with everything in it"

killed INT
is "$status" 130 "an interrupted build ends by its signal"
is "$(tail -n 1 "$tmp/err")" "pft: interrupted" "it says that it was interrupted"
is "$(make_left)" "" "make is ended before pft is"
is "$(ls "$cache/kernels")" "" "what was half-way is removed"
rm "$hold"

# A build that waits for one that is killed.
: >"$made"
: >"$hold"
"$pft" kernel build --arch "$arch" -j3 --source "$tarball" >/dev/null 2>&1 &
pid=$!
until_made 3
rm "$tmp/err"	# or the last one's line would be taken for its own
"$pft" kernel build --arch "$arch" --source "$tarball" --label w >"$tmp/out" 2>"$tmp/err" &
waiting=$!
wait_lines "$tmp/err" 1
like "$(cat "$tmp/err")" "waiting for (pid $pid \(pft\)|another process), which makes the same" \
	"one that waits for another says for which"
kill -9 $pid
wait $pid 2>/dev/null || :
rm "$hold"
wait $waiting
is "$?" 0 "when that one is killed, it builds the kernel itself"
: >"$made"

# ---- list and clean ----

kernel build --source "$tarball" --patches "$tmp/memory.patch" --label fixed
run "$pft" kernel list
is "$status" 0 "pft kernel list lists what there is"
is "$(printf '%s\n' "$out" | head -n 1 | tr -s ' ')" \
	"Label Arch Release Source Patches Size Used" "with these columns"
like "$out" "^fixed +$arch +6.99.0-small +.*linux-6.99.tar +memory.patch +[0-9.]+[KMG] +[0-9]+s\$" \
	"a patched kernel's line has all of them"
like "$out" "^w +$arch .* -  +[0-9.]+[KMG]" "one without patches has none"
like "$err" 'with 1 unpacked source of [0-9.]+[KM]' "it says what sources take"
run "$pft" kernel list -q
is "$out" "fixed
w" "with -q it prints the labels"
run "$pft" kernel list -v
like "$out" 'build id [0-9a-f]{16}, built in' "with -v also what each is"
run "$pft" kernel list --format json
if command -v jq >/dev/null; then
	is "$(printf '%s\n' "$out" | jq -r 'select(.label == "fixed") |
		"\(.type) \(.arch) \(.nr_objects) \(.size_bytes > 0)"')" \
		"kernel $arch 1 true" "--format json has a line for each"
else
	skip "jq is not installed: it reads JSON" "--format json has a line for each"
fi

run "$pft" kernel clean
is "$status" 2 "pft kernel clean without a choice is refused"
run "$pft" kernel clean nothing
is "$status" 2 "a label that is not there is refused"
run "$pft" kernel clean fixed nothing
is "$status $("$pft" kernel list -q | grep -c fixed)" "2 1" \
	"and then nothing is dropped"
run "$pft" kernel clean fixed
is "$status" 0 "a kernel is dropped by its label"
like "$out" '^freed [0-9.]+K: 1 kernel, 0 unpacked sources$' "it says what was freed"
is "$("$pft" kernel list -q | tr '\n' ' ')" "w " "the others stay"
run "$pft" kernel clean --older-than 1h
like "$out" ': 0 kernels, 0 unpacked sources$' "what was used is not too old"
find "$cache" -name 'kernel.json' -exec touch -d '3 days ago' {} +
run "$pft" kernel clean --older-than 2d
like "$out" ': 1 kernel, 0 unpacked sources$' "what was not used is"
kernel build --source "$tarball" --label plain
kernel build --source "$tarball" --patches "$tmp/memory.patch" --label fixed
find "$cache" -name 'kernel.json' -path "*$(dirname "${out##*: }" |
	sed 's|.*/||')*" -exec touch -d '3 days ago' {} +
run "$pft" kernel clean --keep 1G
like "$out" ': 0 kernels, 0 unpacked sources$' "what fits is kept"
mkdir -p "$cache/kernels/half-way/tree"
run "$pft" kernel clean --keep 1G
[ ! -e "$cache/kernels/half-way" ]
ok $? "what a killed build left goes in any case"
run "$pft" kernel clean --keep 1
like "$out" ': 2 kernels, 1 unpacked source$' "what does not fit goes"
kernel build --source "$tarball" --label plain
run "$pft" kernel clean --all
like "$out" ': 1 kernel, 1 unpacked source$' "--all drops everything"
run "$pft" kernel list -q
is "$out" "" "then there is nothing"

# ---- misuse ----

for words in '' 'paint' 'build label' 'list --all' 'clean --keep many' \
	'clean --older-than old' 'build --arch ia64' 'build --jobs 0' \
	'build --label a/b' 'build --label stock --config Makefile'; do
	# shellcheck disable=SC2086 # several words
	run "$pft" kernel $words
	is "$status" 2 "pft kernel $words is refused"
	is "$(grep -c . "$tmp/err")" 1 "in one line"
done

run env XDG_CACHE_HOME=/proc/self/none "$pft" kernel build --arch "$arch" --source "$tarball"
is "$status" 2 "a cache that cannot be made is refused"
like "$err" 'set XDG_CACHE_HOME' "with the mend"

done_testing
