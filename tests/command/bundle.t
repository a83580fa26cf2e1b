#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft report --bundle: a report and its records in one file, which gives the same report
# again; compressed records; and files that only look like either.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

real=$tests/data/campaign-exact.jsonl
rows=$tests/data/round-trip.jsonl

# A gnuplot that makes pictures in no time, the same from the same data.
mkdir "$tmp/fast"
cat >"$tmp/fast/gnuplot" <<'END'
#!/bin/sh
case $* in
--version) echo 'gnuplot 0.0 of this test' ;;
*) cat ./words.csv "$5" >picture.svg && cp picture.svg picture.png ;;
esac
END
chmod +x "$tmp/fast/gnuplot"
fast=$tmp/fast:$PATH

# sample NAME=JSON...: a line of a record file; later fields win.
sample() {
	line='{"type":"sample","schema":"pft/1","run":"r1","boot_id":"b1","kernel":"stock"'
	line="$line"',"engine":"native","clock":"monotonic_raw","role":"measure","warmup":false'
	line="$line"',"reps":1,"accounting":"window","kind":"anon-write","pattern":"sequential"'
	line="$line"',"tasks":"threads","threads":1,"bytes":268435456,"page_bytes":4096'
	line="$line"',"pages":65536,"thp":"never","regions":"shared","cpu_s":0.2,"user_s":0.02'
	line="$line"',"system_s":0.18,"faults_minor":65536,"faults_major":0,"ok":true,"invalid":null'
	for field in "$@"; do
		line="$line,\"${field%%=*}\":${field#*=}"
	done
	printf '%s}\n' "$line"
}
for wall in 0.11 0.12 0.13; do
	sample "wall_s=$wall"
done >"$tmp/a.jsonl"
for wall in 0.21 0.22 0.23; do
	sample "wall_s=$wall" 'kernel="other"'
done >"$tmp/b.jsonl"

# report ARGUMENT...: with that gnuplot
report() {
	run env PATH="$fast" "$pft" report -q "$@"
}
# sum FILE: what tells one from another
sum() {
	cksum <"$1"
}

# ---- there and back ----

report -o "$tmp/first" --bundle "$tmp/first.tar.zst" "$real" "$tmp/a.jsonl" "$tmp/b.jsonl"
is "$status" 0 "a report of a campaign and of two files is bundled"
like "$err" "with its records is in $tmp/first.tar.zst" "stderr says where"
report -o "$tmp/second" "$tmp/first.tar.zst"
is "$status" 0 "a report is made of a bundle as of any record file"
is "$(diff -r "$tmp/first" "$tmp/second")" "" \
	"all files of it are the same to the last byte: tables, page, numbers, pictures"
report -o "$tmp/third" --bundle "$tmp/third.tar.zst" "$real" "$tmp/a.jsonl" "$tmp/b.jsonl"
ok "$(cmp -s "$tmp/first.tar.zst" "$tmp/third.tar.zst"; echo $?)" \
	"two bundles of one thing are the same to the last byte"
if command -v gnuplot >/dev/null; then
	run "$pft" report -q -o "$tmp/drawn" --bundle "$tmp/drawn.tar.zst" "$tmp/a.jsonl"
	run "$pft" report -q -o "$tmp/drawn-again" "$tmp/drawn.tar.zst"
	is "$(cd "$tmp/drawn" && cksum ./*.svg ./*.png)" \
		"$(cd "$tmp/drawn-again" && cksum ./*.svg ./*.png)" \
		"pictures of the real gnuplot are the same too"
else
	skip "gnuplot is not installed" "pictures of the real gnuplot are the same too"
fi

# ---- what is in it ----

if command -v zstd >/dev/null; then
	mkdir "$tmp/unpacked"
	zstd -qdc "$tmp/first.tar.zst" >"$tmp/first.tar"
	tar -xf "$tmp/first.tar" -C "$tmp/unpacked"
	in=$tmp/unpacked/pft-report
	is "$(ls "$tmp/unpacked")" pft-report "all of it is in one folder"
	for file in "$tmp/first"/*; do
		ok "$(cmp -s "$file" "$in/${file##*/}"; echo $?)" \
			"it has ${file##*/} as it was written"
	done
	ok "$(cmp -s "$real" "$in/records/1.jsonl"; echo $?)" "the records are as they were read"
	ok "$(cmp -s "$tmp/b.jsonl" "$in/records/3.jsonl"; echo $?)" "each file of them"
	manifest=$(cat "$in/MANIFEST")
	like "$manifest" '^pft: [0-9]' "the manifest names the version of pft"
	like "$manifest" '^gnuplot: gnuplot 0.0 of this test$' "and of gnuplot"
	like "$manifest" '^font: .' "and the font"
	like "$manifest" '^packed by: libarchive' "and what packed it"
	like "$manifest" '^records/2.jsonl	[0-9]+ bytes	was a.jsonl$' "and what each record file was called"
	unlike "$manifest" "$tmp" "but not where it was"
	is "$(printf '%s\n' "$manifest" | sed -n 's/^\(.*\)	\([0-9]*\) bytes.*/\1 \2/p' | while read -r name size; do
		[ "$(wc -c <"$in/$name")" -eq "$size" ] || echo "$name"
	done)" "" "every file has the size that the manifest says"
	is "$(cd "$in" && find . -type f | sed 's|^\./||' | LC_ALL=C sort)" \
		"$({
			printf 'README\nMANIFEST\n'
			printf '%s\n' "$manifest" | sed -n 's/	.*bytes.*//p'
		} | LC_ALL=C sort)" "and there is no file that it does not name"
	like "$(cat "$in/README")" '^    pft report -o DIR FILE.tar.zst$' "the README says how it is made again"
	report -v -o "$tmp/verbose" --bundle "$tmp/verbose.tar.zst" "$tmp/a.jsonl"
	like "$(zstd -qdc "$tmp/verbose.tar.zst" | tar -xO pft-report/README)" \
		'^    pft report -v -o DIR FILE.tar.zst$' "and with which options"
	report -o "$tmp/from-tar" "$tmp/first.tar"
	is "$(diff -r "$tmp/first" "$tmp/from-tar")" "" "a bundle that is no longer compressed will do"
else
	skip "zstd is not installed: it looks into bundles" "all of it is in one folder"
fi
report -o "$tmp/nested" --bundle "$tmp/nested.tar.zst" "$tmp/first.tar.zst"
report -o "$tmp/nested-again" "$tmp/nested.tar.zst"
is "$(diff -r "$tmp/first" "$tmp/nested-again")" "" "a bundle of a bundle has the records, and makes the same"

# ---- records are never overwritten ----

before=$(sum "$tmp/first.tar.zst")
report -o "$tmp/x" --bundle "$tmp/first.tar.zst" "$tmp/a.jsonl"
is "$status" 2 "a bundle that is there already is refused"
like "$err" 'there already, and records are never overwritten' "the message says why"
is "$(sum "$tmp/first.tar.zst")" "$before" "and it is as it was"
report -o "$tmp/x" --bundle "$tmp/nothere/x.tar.zst" "$tmp/a.jsonl"
is "$status" 2 "a bundle in a folder that is not there is refused"
status=0
env PATH="$fast" "$pft" report -q -o "$tmp/x" --bundle "$tmp/pipe.tar.zst" /dev/stdin \
	<"$tmp/a.jsonl" >"$tmp/out" 2>"$tmp/err" || status=$?
is "$status" 0 "a file as standard input can be bundled"
status=0
# shellcheck disable=SC2002 # a pipe is what is asked for
cat "$tmp/a.jsonl" | env PATH="$fast" "$pft" report -q -o "$tmp/x" --bundle "$tmp/pipe-2.tar.zst" \
	/dev/stdin >"$tmp/out" 2>"$tmp/err" || status=$?
is "$status" 2 "a pipe cannot: it can be read only once"
like "$(cat "$tmp/err")" 'records that can be read twice' "the message says so"

# A gnuplot that has somebody write to the records meanwhile, and one that has
# the program interrupted.
mkdir "$tmp/busy" "$tmp/stop" "$tmp/place"
cp "$tmp/a.jsonl" "$tmp/growing.jsonl"
cat >"$tmp/busy/gnuplot" <<END
#!/bin/sh
# It is asked for its version where the user is: nothing may be left there.
[ "\$1" != --version ] || exit 0
cat '$tmp/b.jsonl' >>'$tmp/growing.jsonl'
: >picture.svg; : >picture.png
END
cat >"$tmp/stop/gnuplot" <<'END'
#!/bin/sh
# Between the two stands the leader of its process group.
read -r pid name state pft rest <"/proc/$PPID/stat"
kill -TERM "$pft"
END
chmod +x "$tmp/busy/gnuplot" "$tmp/stop/gnuplot"
run env PATH="$tmp/busy:$PATH" "$pft" report -q -o "$tmp/x" \
	--bundle "$tmp/place/x.tar.zst" "$tmp/growing.jsonl"
is "$status" 1 "records that change while they are reported are an error"
like "$err" 'has changed since it was read' "the message says so"
heard=--default-signal=TERM
env "$heard" true 2>/dev/null || heard=LC_ALL=C
run env "$heard" PATH="$tmp/stop:$PATH" "$pft" report -q -o "$tmp/x" \
	--bundle "$tmp/place/x.tar.zst" "$tmp/a.jsonl"
is "$status" 143 "an interrupted report ends by its signal"
is "$(ls -A "$tmp/place")" "" "neither leaves a bundle, whole or in part"

# ---- records that are packed ----

report -o "$tmp/plain" "$tmp/a.jsonl"
for packer in xz zstd gzip; do
	if ! command -v $packer >/dev/null; then
		skip "$packer is not installed" "what $packer packed is read as it was"
		continue
	fi
	$packer -c <"$tmp/a.jsonl" >"$tmp/packed.$packer"
	report -o "$tmp/out-$packer" "$tmp/packed.$packer"
	is "$(diff -r "$tmp/plain" "$tmp/out-$packer")" "" "what $packer packed is read as it was"
	head -c 100 "$tmp/packed.$packer" >"$tmp/cut.$packer"
	report -o "$tmp/none" "$tmp/cut.$packer"
	is "$status" 2 "what $packer packed is refused where its end is missing"
	like "$err" "^pft: $tmp/cut.$packer: it cannot be unpacked: " "in one line that says why"
	is "$(wc -l <"$tmp/err" | tr -d ' ')" 1 "and in one alone"
done
if command -v gzip >/dev/null; then
	mkdir "$tmp/folder"
	gzip -c <"$tmp/a.jsonl" >"$tmp/folder/a.jsonl.gz"
	cp "$tmp/b.jsonl" "$tmp/folder"
	report -o "$tmp/of-folder" "$tmp/folder"
	report -o "$tmp/of-both" "$tmp/a.jsonl" "$tmp/b.jsonl"
	is "$(diff -r "$tmp/of-folder" "$tmp/of-both")" "" "a folder's packed files are read too"
	gzip -c </dev/null >"$tmp/empty.gz"
	report -o "$tmp/none" "$tmp/empty.gz"
	is "$status" 2 "nothing, packed, is refused"
	run env TMPDIR=/nowhere PATH="$fast" "$pft" report -q -o "$tmp/none" "$tmp/folder/a.jsonl.gz"
	is "$status" 2 "without room for what is packed nothing is reported"
	like "$err" 'set TMPDIR' "the message says what to do"
	run "$pft" compare "$tmp/folder/a.jsonl.gz" "$tmp/b.jsonl"
	like "$out" '^.+' "pft compare reads packed records as well"
	is "$out" "$("$pft" compare "$tmp/a.jsonl" "$tmp/b.jsonl" | sed 's/a\.jsonl/folder\/a.jsonl.gz/')" \
		"and says the same of them"
fi

# ---- what only looks like a bundle ----

# archive NAME FILE...: a tar of what is in $tmp/evil
archive() {
	name=$1
	shift
	tar -cf "$tmp/$name" -C "$tmp/evil" --format=gnu -P "$@"
}
mkdir -p "$tmp/evil/pft-report/records" "$tmp/evil/outside"
cp "$tmp/a.jsonl" "$tmp/evil/pft-report/records/1.jsonl"
cp "$tmp/b.jsonl" "$tmp/evil/outside/2.jsonl"
cp "$tmp/b.jsonl" "$tmp/secret.jsonl"

archive paths.tar --transform 's|^outside/|../../escaped/|' pft-report/records/1.jsonl outside/2.jsonl
report -o "$tmp/paths" "$tmp/paths.tar"
is "$(diff -r "$tmp/plain" "$tmp/paths")" "" "what leads out of the archive is not looked at"
is "$(find "$tmp" -name escaped)" "" "and nothing is written there"
archive names.tar --transform 's|^outside/2|pft-report/records/../x|' pft-report/records/1.jsonl outside/2.jsonl
report -o "$tmp/names" "$tmp/names.tar"
is "$(diff -r "$tmp/plain" "$tmp/names")" "" "nor are other names"
rm "$tmp/evil/pft-report/records/1.jsonl"
ln -s "$tmp/secret.jsonl" "$tmp/evil/pft-report/records/1.jsonl"
archive link.tar pft-report/records/1.jsonl
report -o "$tmp/none" "$tmp/link.tar"
is "$status" 2 "a link to a file of this machine is no record"
like "$err" 'no records in it' "the message says there are none"
rm "$tmp/evil/pft-report/records/1.jsonl"
mkfifo "$tmp/evil/pft-report/records/1.jsonl"
archive fifo.tar pft-report/records/1.jsonl
report -o "$tmp/none" "$tmp/fifo.tar"
is "$status" 2 "nor is a pipe"
rm "$tmp/evil/pft-report/records/1.jsonl"

truncate -s 9G "$tmp/evil/outside/hole"
archive hole.tar --sparse outside/hole
report -o "$tmp/none" "$tmp/hole.tar"
is "$status" 2 "a hole of 9 GiB in a small file is refused"
like "$err" 'more than 8 GiB' "the message says so"
rm "$tmp/evil/outside/hole"

# The last line of one file is not the beginning of the next one's first.
printf '%s' "$(cat "$tmp/a.jsonl")" >"$tmp/evil/pft-report/records/1.jsonl"
cp "$tmp/b.jsonl" "$tmp/evil/pft-report/records/2.jsonl"
archive joined.tar pft-report/records/1.jsonl pft-report/records/2.jsonl
report -o "$tmp/joined" "$tmp/joined.tar"
report -o "$tmp/apart" "$tmp/a.jsonl" "$tmp/b.jsonl"
is "$(diff -r "$tmp/joined" "$tmp/apart")" "" "a file without a last newline ends where it ends"
cp "$rows" "$tmp/evil/pft-report/records/1.jsonl"
printf 'garbage\n' >>"$tmp/evil/pft-report/records/1.jsonl"
archive garbage.tar pft-report/records/1.jsonl
report -o "$tmp/none" "$tmp/garbage.tar"
is "$status" 2 "garbage in a bundle's records is garbage"
like "$err" "garbage.tar:[0-9]+: not a record" "and its line is named"

{
	printf '\050\265\057\375'
	cat "$pft"
} | head -c 20000 >"$tmp/random.zst"
report -o "$tmp/none" "$tmp/random.zst"
is "$status" 2 "garbage that begins like a bundle is refused"
is "$(wc -l <"$tmp/err" | tr -d ' ')" 1 "in one line"

# Each byte of a hundred and more, one at a time, is another.
odd=
size=$(wc -c <"$tmp/verbose.tar.zst" 2>/dev/null || wc -c <"$tmp/third.tar.zst")
victim=$tmp/verbose.tar.zst
[ -s "$victim" ] || victim=$tmp/third.tar.zst
at=0
while [ "$at" -lt "$size" ]; do
	cp "$victim" "$tmp/flipped.tar.zst"
	printf '\125' | dd of="$tmp/flipped.tar.zst" bs=1 seek="$at" conv=notrunc 2>/dev/null
	report -o "$tmp/flipped" "$tmp/flipped.tar.zst"
	case $status in
	0 | 1) ;;
	2) [ "$(wc -l <"$tmp/err")" -eq 1 ] || odd="$odd $at:lines" ;;
	*) odd="$odd $at:$status" ;;
	esac
	at=$((at + size / 60 + 1))
done
is "$odd" "" "a bundle with a wrong byte is reported or refused, and crashes nothing"
ok "$(test ! -e "$tmp/none"; echo $?)" "what was refused has made no folder"

done_testing
