#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What results/ publishes: every folder with records is made again from them, and nothing
# differs; a number changed by hand is found. The same holds for the tables of the index.
# The fault counts of exact campaigns are those of the model of the ramp.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

top=$(cd "$srcdir" && pwd)
PFT=$pft
export PFT

# ---- every folder ----

folders=
for folder in "$top"/results/*/; do
	name=$(basename "$folder")
	[ "$name" != local ] || continue
	grep -q "^EXTRA_DIST += results/$name\$" "$top/Makefile.am"
	ok $? "results/$name is in what is distributed"
	ok "$([ -s "$folder/README.md" ]; echo $?)" "results/$name says what it is"
	if [ -e "$folder/records.jsonl" ] || [ -e "$folder/records.jsonl.xz" ]; then
		folders="$folders $name"
	fi
done
for name in 2004 fault-ahead-6.12 verdicts; do
	like "$folders " " $name " "results/$name has records"
done
for name in $folders; do
	run "$top/results/render" --check "$top/results/$name"
	is "$status:$out" 0: "all that is published in results/$name is what its records make"
done

# ---- what nobody should publish ----

# private FILE: print what in it tells of the machine's owner: the command line of its
# kernel, and paths below a home directory.
private() {
	case $1 in
	*.xz) xz -dc "$1" ;;
	*) cat "$1" ;;
	esac | grep -oaE '"kernel_command_line":"[^"[][^"]*"|/(home|root)/[A-Za-z0-9._-]+' | LC_ALL=C sort -u
}
printf '{"argv":["/home/somebody/x"],"kernel_command_line":"a=b"}\n' >"$tmp/private.jsonl"
is "$(private "$tmp/private.jsonl")" '"kernel_command_line":"a=b"
/home/somebody' "a kernel command line and a path below a home directory are found"
told=
for file in "$top"/results/*/* "$top"/results/*/plots/*; do
	case $file in
	"$top"/results/local/*) ;;
	*) [ ! -f "$file" ] || told=$told$(private "$file") ;;
	esac
done
is "$told" "" "no published file has either of them"

# ---- the index of claims ----

index() {
	run "$top/results/make-index" --check
	is "$status:$out$err" 0: 'the tables of results/README.md are what the folders say'
	mkdir "$tmp/index"
	cp "$top/results/README.md" "$tmp/index"
	for file in "$top"/results/*/*.csv "$top"/results/*/records.jsonl.xz; do
		folder=$tmp/index/$(basename "$(dirname "$file")")
		mkdir -p "$folder"
		cp "$file" "$folder"
	done
	RESULTS=$tmp/index
	export RESULTS
	sed -i '/2004, wall time/s/1\.06/1.16/' "$tmp/index/README.md"
	run "$top/results/make-index" --check
	is "$status" 1 'a number of it changed by hand is found'
	like "$out" '^< .*2004, wall time.* 1\.16 ' 'and shown'
	rm -rf "$tmp/index/2004"
	run "$top/results/make-index"
	is "$status" 2 'without a folder that it needs nothing is made'
	like "$err" '^make-index: not published yet: results/2004/rows.csv' 'and the folder is named'
	unset RESULTS
}
if command -v jq >/dev/null; then
	index
else
	skip 'jq is not installed' 'the tables of results/README.md are what the folders say'
fi

# ---- what is found ----

# A campaign of two rows and two kernels, with 1 and 2 threads, in instructions.
mkdir -p "$tmp/results/small"
awk 'BEGIN {
	printf "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"c\",\"time\":\"2026-01-02T03:04:05Z\",\"argv\":[\"pft\",\"ab\",\"-o\",\"/home/me/small.jsonl\"],\"engine\":\"exact\""
	printf ",\"guest\":\"x86_64 guest, 2 CPUs\",\"unit\":\"boot\",\"rounds\":1,\"reps\":1,\"treatments\":[\"stock\",\"ahead\"]"
	printf ",\"kernels\":[\"6.12\",\"6.12\"],\"rows\":[\"seq, 1 thread\",\"seq, 2 threads\"],\"now\":{\"kernel_command_line\":\"secret\"}}\n"
	for (t = 0; t < 2; t++) {
		printf "{\"type\":\"boot\",\"schema\":\"pft/1\",\"id\":\"b%d\",\"run\":\"c\",\"round\":0,\"treatment\":%d,\"kernel\":\"k\",\"image\":\"/home/me/.cache/pft/kernels/x86_64-1/vmlinux\",\"outcome\":\"ok\"}\n", t, t
		for (row = 0; row < 2; row++) {
			slice = 1024 / (row + 1)
			faults = t ? (row ? 146 : 137) : 1024
			printf "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"c\",\"boot_id\":\"b%d\",\"kernel\":\"%s\",\"engine\":\"exact\",\"clock\":\"instructions\"", t, t ? "ahead" : "stock"
			printf ",\"role\":\"measure\",\"warmup\":false,\"order\":%d,\"reps\":1,\"accounting\":\"window\",\"kind\":\"anon-write\",\"pattern\":\"sequential\",\"tasks\":\"threads\"", row
			printf ",\"threads\":%d,\"bytes\":4194304,\"page_bytes\":4096,\"pages\":1024,\"thp\":\"inherit\",\"regions\":\"shared\",\"instructions\":%d,\"instructions_teardown\":1000000", row + 1, t ? 1200000 : 3000000
			printf ",\"faults_minor\":%d,\"faults_major\":0,\"pages_present\":1024,\"knobs\":{%s}", faults, t ? "\"/proc/sys/vm/anon_fault_ahead_bytes\":\"32768\"" : ""
			printf ",\"counters\":{\"row\":%d,\"treatment\":%d},\"per_task\":[", row, t
			for (i = 0; i <= row; i++)
				printf "%s{\"task\":%d,\"cpu\":%d,\"pages\":%d,\"faults_minor\":%d,\"faults_major\":0}", i ? "," : "", i, i, slice, t ? (row ? 73 : 137) : slice
			printf "],\"ok\":true,\"invalid\":null}\n"
		}
	}
}' >"$tmp/small.jsonl"
render=$top/results/render
run "$render" --pack "$tmp/results/small" "$tmp/small.jsonl"
is "$status:$err" 0: 'records are packed for publication'
packed=$(xz -dc "$tmp/results/small/records.jsonl.xz")
unlike "$packed" '/home|secret' 'without the paths and the kernel command line of the machine'
like "$packed" '"kernels/x86_64-1/vmlinux"' 'with what the cache calls a kernel'
like "$packed" '"small.jsonl"' 'and files of the command by their bare names'
sed 's#"pft","ab"#"pft","ab","--a","/home/me/linux"#' "$tmp/small.jsonl" >"$tmp/paths.jsonl"
run "$render" --pack "$tmp/results/paths" "$tmp/paths.jsonl"
is "$status" 2 'a path that nobody knows how to shorten is refused'
like "$err" '^render: .*paths of this machine: "/home/me/linux"' 'and named'
run "$render" --check "$tmp/results/nowhere"
is "$status" 2 'a folder that is not there is refused'

echo 'A small one.' >"$tmp/results/small/README.md"
cat >"$tmp/gnuplot" <<'END'
#!/bin/sh
echo a picture >picture.svg
echo a picture >picture.png
END
chmod +x "$tmp/gnuplot"
run env PATH="$tmp:$PATH" "$render" "$tmp/results/small"
is "$status:$err" 0: 'a campaign is rendered'
is "$(cd "$tmp/results/small" && find . -type f | LC_ALL=C sort | tr '\n' ' ')" \
	"./README.md ./comparison.csv ./plots/comparison.png ./plots/comparison.svg ./plots/gain.csv ./plots/gain.png ./plots/gain.svg ./records.jsonl.xz ./table.txt " \
	'into a table, numbers and pictures with theirs'
run "$render" --check "$tmp/results/small"
is "$status:$out" 0: 'nothing differs when it is rendered again'

# planted FILE COMMAND...: the folder is copied, COMMAND changes FILE in it
planted() {
	file=$1
	shift
	rm -rf "$tmp/results/planted"
	cp -R "$tmp/results/small" "$tmp/results/planted"
	(cd "$tmp/results/planted" && "$@" "$file")
	run "$render" --check "$tmp/results/planted"
	is "$status" 1 "$file: changed by hand, the check fails"
	like "$out" "^planted: $file" "$file: and says so"
}
planted table.txt sed -i 's/2\.500/2.600/'
planted comparison.csv sed -i '2s/2929/2930/'
planted plots/gain.csv sed -i '2s/2\.5/2.6/'
planted plots/gain.svg rm
planted plots/comparison.png truncate -s 0
planted plots/extra.csv touch
rm -rf "$tmp/results/planted"
cp -R "$tmp/results/small" "$tmp/results/planted"
sed 's/"instructions":1200000/"instructions":1300000/' "$tmp/small.jsonl" >"$tmp/other.jsonl"
"$render" --pack "$tmp/results/planted" "$tmp/other.jsonl"
run "$render" --check "$tmp/results/planted"
is "$status:$(printf '%s\n' "$out" | tr '\n' ' ')" \
	"1:planted: comparison.csv is not what the records make planted: plots/gain.csv is not what the records make planted: table.txt is not what the records make " \
	'other records: all that was made of the old ones is told of'

# ---- published tables beside a campaign ----

sed 's/"bytes":4194304,"page_bytes":4096/"bytes":268435456,"page_bytes":4096/' "$tmp/small.jsonl" >"$tmp/beside.jsonl"
"$render" --pack "$tmp/results/beside" "$tmp/beside.jsonl"
cp -R "$top/results/2004" "$tmp/results/2004"
printf 'beside ../2004/records.jsonl\npictures gain\n' >"$tmp/results/beside/recipe"
run env PATH="$tmp:$PATH" "$render" "$tmp/results/beside"
like "$(cat "$tmp/results/beside/plots/gain.csv")" '^"?seq.*,fault and unmapping,"2004: i386 2.6.10-rc3-bk3 patches, wall",published,2,1\.13' \
	'a recipe has published tables drawn beside a campaign'
is "$(cd "$tmp/results/beside" && find plots -type f | LC_ALL=C sort | tr '\n' ' ')" \
	"plots/gain.csv plots/gain.png plots/gain.svg " 'and names the pictures that are published'
{
	cat "$tmp/beside.jsonl"
	sed 's/"id":"c"/"id":"d"/; s/"run":"c"/"run":"d"/; s/"b\([01]\)"/"d\1"/' "$tmp/beside.jsonl"
} >"$tmp/twice.jsonl"
"$render" --pack "$tmp/results/twice" "$tmp/twice.jsonl"
cp "$tmp/results/beside/recipe" "$tmp/results/twice"
run env PATH="$tmp:$PATH" "$render" "$tmp/results/twice"
is "$(cd "$tmp/results/twice/plots" && echo *.svg)" "gain-2.svg gain.svg" 'those numbered behind them too'
unlike "$(cat "$tmp/results/beside/table.txt")" 'Pentium|2\.6\.10' 'the table is of the campaign alone'
run "$render" --check "$tmp/results/beside"
is "$status:$out" 0: 'nothing differs there either'

# ---- faults ----

if ! command -v jq >/dev/null; then
	skip 'jq is not installed' 'fault counts are held against the model'
	done_testing
	exit
fi
for name in $folders; do
	records=$top/results/$name/records.jsonl.xz
	[ -e "$records" ] || continue
	run "$top/results/faults" "$records"
	is "$status:$(printf '%s\n' "$out" | grep '^not as')" 0: \
		"results/$name: every count of faults that the model speaks of is the model's"
done
run "$top/results/faults" "$top/results/fault-ahead-6.12/records.jsonl.xz"
like "$out" "^x86_64, 0003 2004's ramp, windows of 8 pages, 16384 pages, 1 thread: 2051 faults, 0\.1252 a page, n = 16\$" \
	"2004's ramp is among them"
like "$out" '^x86_64, ahead 32K, windows of 8 pages, 16384 pages, 8 threads: 2120 faults' 'and so are 8 threads'
run "$top/results/faults" "$tmp/small.jsonl"
is "$status:$out" "0:x86_64, ahead, windows of 8 pages, 1024 pages, 1 thread: 137 faults, 0.1338 a page, n = 1
x86_64, ahead, windows of 8 pages, 1024 pages, 2 threads: 146 faults, 0.1426 a page, n = 1" 'two small rows are as the model says'

# wrong SED-COMMAND TOLD NAME: as the model does not say
wrong() {
	sed "$1" "$tmp/small.jsonl" >"$tmp/wrong.jsonl"
	run "$top/results/faults" "$tmp/wrong.jsonl"
	is "$status" 1 "$3: found"
	like "$out" "^not as the model says: .*$2" "$3: and told"
}
wrong 's/"faults_minor":137/"faults_minor":138/' '138 faults, expected 137$' 'one fault more'
wrong 's/"faults_minor":73,/"faults_minor":74,/' 'thread 0 has 74, expected 73' 'one more in a thread'
wrong 's/"kernel":"ahead"/"kernel":"2004'"'"'s way"/' '137 faults, expected 131' 'the other ramp'
wrong 's/"32768"/"65536"/' 'windows of 16 pages.*137 faults, expected 77' 'another window'

done_testing
