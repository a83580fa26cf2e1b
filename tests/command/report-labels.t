#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft report of kernels by their labels, without a campaign: the result of pft compare is in
# the tables, the mail, the page, the CSV and the bundle, or the reason why it is missing.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

python=$(command -v python3 || true)

# Pictures are report.t's: without gnuplot all else of a report is the same.
mkdir "$tmp/bin"
printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/gnuplot"
chmod 755 "$tmp/bin/gnuplot"

# report ARGUMENT...: as run, without pictures; the page is in $html
report() {
	run env PATH="$tmp/bin:$PATH" "$pft" report -o "$tmp/report" "$@"
	html=$(cat "$tmp/report/report.html")
	mail=$(cat "$tmp/report/mail.txt")
}

# has PATTERN NAME: whether the page in $html has it on a line
has() {
	printf '%s\n' "$html" | grep -Eq -- "$1"
	ok $? "$2"
}

# arm LABEL COSTS...: a run on a boot of its own for each of COSTS, ns a page, of 4
# repetitions that spread by 0.1% around it at 1 and at 2 threads
knob=madvise
arm() {
	label=$1
	shift
	echo '{"type":"host","schema":"pft/1","id":"h","cpu_name":"Testium","nr_cpus":2}'
	echo "$*" | tr ' ' '\n' | awk -v label="$label" -v knob="$knob" '{
		id = label "-" NR
		time = sprintf("2026-01-02T03:%02d", NR)
		printf "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"%s\",\"time\":\"%s:00Z\"", id, time
		printf ",\"host\":\"h\",\"argv\":[\"pft\",\"run\",\"--label\",\"%s\"]", label
		printf ",\"thp_enabled\":\"%s\"}\n", knob
		for (i = 0; i < 8; i++) {
			threads = i % 2 + 1
			wall = $1 * (1 + 0.001 * (int(i / 2) - 1.5)) * 100 / 1e6 / threads
			printf "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"%s\",\"boot_id\":\"boot %s\"", id, id
			printf ",\"time\":\"%s:%02dZ\",\"kernel\":\"%s\",\"engine\":\"native\"", time, i, label
			printf ",\"clock\":\"monotonic_raw\",\"role\":\"measure\",\"warmup\":false,\"order\":%d,\"rep\":%d", i, i / 2
			printf ",\"reps\":1,\"accounting\":\"window\",\"kind\":\"anon-write\",\"pattern\":\"sequential\""
			printf ",\"tasks\":\"threads\",\"threads\":%d,\"bytes\":409600000,\"page_bytes\":4096,\"pages\":100000", threads
			printf ",\"cachelines\":1,\"bind\":\"compact\",\"mem\":\"default\",\"thp\":\"never\",\"regions\":\"shared\""
			printf ",\"wall_s\":%.12g,\"cpu_s\":%.12g,\"teardown_s\":0.00001,\"faults_minor\":100000", wall, wall / 2
			printf ",\"faults_major\":0,\"pages_present\":100000,\"knobs\":{},\"config\":{}"
			printf ",\"ok\":true,\"invalid\":null}\n"
		}
	}'
}

arm old 1000 1010 990 1005 995 >"$tmp/old.jsonl"
arm new 900 910 890 905 895 >"$tmp/new.jsonl"
arm like 1001 1009 989 1006 996 >"$tmp/like.jsonl"
cat "$tmp/old.jsonl" "$tmp/new.jsonl" "$tmp/like.jsonl" >"$tmp/three.jsonl"

# ---- several labels ----

report -v "$tmp/three.jsonl"
is "$(cat "$tmp/report/report.txt")" "$out" "report.txt is what was printed"
like "$out" '^Verdicts: .* compared with old$' "three labels are compared with the first of them"
like "$out" '^  new +900\.0  1\.111 1\.[0-9]+-1\.[0-9]+ +1\.000 +5x4  faster$' \
	"with ratio, interval, n and the verdict in a word"
like "$out" '^    [0-9]+ more boots would resolve 1%$' \
	"and how many more boots would tell, where they cannot"
is "$(printf '%s\n' "$out" | awk '/^Verdicts/ { n = NR } /^Threads/ { last = NR } END { print (n > last) }')" 1 \
	"the rows stand above it"
is "$(printf '%s\n' "$out" | awk 'length > 80' | head -n 1)" "" "in no more than 80 columns"

like "$mail" '^  new +900\.0  1\.111 1\.[0-9]+-1\.[0-9]+ +1\.000 +5x4  faster$' \
	"mail.txt has ratio, interval, n and verdict too"
is "$(printf '%s\n' "$mail" | sed '1,/^Verdicts/d' | grep -c '^machine: Testium, 2 CPUs$')" 1 \
	"with the machine beside it"
is "$(printf '%s\n' "$mail" | sed '1,/^commands:/d' | tr '\n' '|')" \
	"pft run --label old|pft run --label new|pft run --label like|" \
	"and the commands that made each of them"
is "$(printf '%s\n' "$mail" | awk 'length > 72' | head -n 1)" "" "in no more than 72 columns"

"$pft" compare -v "$tmp/three.jsonl" | sed -n '/^anon-write/,$p' >"$tmp/compared"
printf '%s\n' "$out" | sed '1,/^Verdicts/d' | sed -n '/^anon-write/,$p' >"$tmp/reported"
is "$(cat "$tmp/reported")" "$(cat "$tmp/compared")" \
	"it is, to the last digit, what pft compare prints of the file"
source=$(head -n 1 "$tmp/report/compare.csv" | tr , '\n' | grep -n '^source$' | cut -d: -f1)
# The one field with commas is quoted, and stands before it.
fields() {
	sed 's/"[^"]*"/W/' "$1" | cut -d, -f"1-$((source - 1)),$((source + 1))-"
}
"$pft" compare --format csv "$tmp/three.jsonl" >"$tmp/compared.csv"
is "$(fields "$tmp/report/compare.csv")" "$(fields "$tmp/compared.csv")" \
	"compare.csv has the figures of pft compare --format csv"
is "$(wc -l <"$tmp/report/compare.csv" | tr -d ' ')" 7 "a line for each row and label"
unlike "$(cat "$tmp/report"/*.*)" "$tmp" "the folder that the records were in is named nowhere"

has '<li><a href="#verdicts">' "the page's contents lead to the verdicts"
has '^<section id="verdicts">' "which are a section of their own"
has '<td class="text good">faster</td><td>5 boots x 4</td>' \
	"with the verdict as a word, and n boots of so many repetitions"
has 'cannot tell: [0-9]+ more boots would resolve 1%</td>' "how many more boots would tell"
has '<td>900\.0</td><td>1\.111</td><td>1\.[0-9]+ to 1\.[0-9]+</td><td>&lt;0\.0001</td>' \
	"cost, ratio, interval and p"
has '<summary><b>anon-write sequential.*<span>2 faster, 2 cannot tell</span>' \
	"and above each table what came out in it"
has '<th scope="col">p, Holm</th>' "its columns have heads"
section=$(printf '%s\n' "$html" | sed -n '/^<section id="verdicts">/,/^<.section>/p')
is "$(printf '%s\n' "$section" | grep -c '<th scope="row">[a-z]*</th><td class="text">[0-9] thread')" 6 \
	"and each line one"

report --format json "$tmp/three.jsonl"
is "$(printf '%s\n' "$out" | grep -c '^{"type":"compare"')" 6 "--format json has the verdicts after the repetitions"
report --format csv "$tmp/three.jsonl"
is "$out" "$(cat "$tmp/report/report.csv")" "--format csv has the rows alone"
report --format classic "$tmp/three.jsonl"
unlike "$out" 'erdict|faster' "the columns of 2004 have no room for a verdict"

report -q "$tmp/old.jsonl" "$tmp/new.jsonl"
like "$mail" '^  new .*  faster$' "labels of two files are compared as those of one"

# ---- one boot, or few ----

arm first 1000 >"$tmp/few.jsonl"
arm second 900 >>"$tmp/few.jsonl"
report "$tmp/few.jsonl"
like "$out" '^cannot tell: one boot on a side' "one boot each tells nothing, and why is said"
has 'cannot tell: one boot on a side' "in the page too"
sed 's/"boot_id":"[^"]*"/"boot_id":"b"/' "$tmp/three.jsonl" >"$tmp/here.jsonl"
report "$tmp/here.jsonl"
like "$out" '^this boot only: ' "of runs on one boot is said that it holds for this boot only"
has '<td class="text good">faster, this boot only</td><td>5 runs x 4</td>' \
	"beside each verdict in the page, and that runs were counted"
{
	cat "$tmp/old.jsonl"
	sed '/"order":0,/s/"ok":true,"invalid":null/"ok":false,"invalid":"a <b>fault"/' "$tmp/new.jsonl"
} >"$tmp/invalid.jsonl"
report "$tmp/invalid.jsonl"
like "$(printf '%s\n' "$out" | sed '1,/^Verdicts/d')" 'INVALID 5 of 20 repetitions: 5 x a <b>fault' \
	"INVALID repetitions are told of beside the verdict"
has '<p class="invalid">INVALID 5 of 20 repetitions: 5 x a &lt;b&gt;fault' "and in the page, as text"

# ---- what is not compared ----

{
	cat "$tmp/old.jsonl"
	knob=always
	arm new 900 910 890 905 895
	knob=madvise
} >"$tmp/unlike.jsonl"
report "$tmp/unlike.jsonl"
like "$(printf '%s\n' "$out" | tr '\n' ' ' | tr -s ' ')" \
	"not compared: 'old' and 'new' differ in thp_enabled: madvise and always: expected the same, or --allow thp_enabled: see pft-compare\\(1\\)" \
	"what must not differ and does is named, and nothing compared"
is "$(printf '%s\n' "$out" | grep -c '^not compared'):$(printf '%s\n' "$mail" | grep -c '^not compared')" 1:1 \
	"once, in the mail as well"
unlike "$out$mail" '^Verdicts|faster' "without a verdict"
unlike "$err" 'thp_enabled' "it is no error of the report"
if command -v gnuplot >/dev/null; then
	run "$pft" report -q -o "$tmp/drawn" "$tmp/unlike.jsonl"
	is "$status" 0 "and is done"
else
	skip "gnuplot is not here" "and is done"
fi
has '^<p>Not compared: .*differ in thp_enabled' "the page says so too"
ok "$(test ! -e "$tmp/report/compare.csv"; echo $?)" "an earlier report's compare.csv does not stay"
is "$(printf '%s\n' "$mail" | awk 'length > 72' | head -n 1)" "" "the reason is broken at 72 columns"

i=0
while [ $((i += 1)) -le 65 ]; do
	arm "kernel-$i" 1000
done >"$tmp/labels.jsonl"
report -q "$tmp/labels.jsonl"
like "$mail" '^not compared: labels of more than 64 kernels' "too many labels are not compared"
for label in old new; do
	sed -n '/"threads":1,/{s/old/'$label'/g;p;q;}' "$tmp/old.jsonl" | awk '{
		for (i = 0; i < 2100; i++) {
			line = $0
			sub(/"bytes":/, "&" i + 1, line)
			sub(/"order":0/, "\"order\":" i, line)
			print line
		}
	}'
done >"$tmp/rows.jsonl"
report -q "$tmp/rows.jsonl"
like "$mail" '^not compared: more than 4096 different rows' "nor are too many rows"

# ---- what there is nothing to be said of ----

# none NAME: whether the report says nothing of verdicts
none() {
	is "$(printf '%s\n' "$out$mail$html" | grep -ciE 'verdicts: the|verdicts on|not compared:' | tr -d ' '):$(test -e "$tmp/report/compare.csv"; echo $?)" \
		0:1 "$1"
}
report "$tmp/old.jsonl"
none "one label is compared with nothing"
report "$srcdir/results/2004/records.jsonl"
none "nor are imported tables, which know no interval"
report "$srcdir/results/2004/records.jsonl" "$tmp/old.jsonl"
none "nor is one label with them"
report "$tests/data/campaign-exact.jsonl"
none "a campaign has its own comparison"

# ---- text of records, and the report made again ----

sed 's/"kernel":"new"/"kernel":"<b>\\u001b[31m\&\\"\\u202e"/' "$tmp/three.jsonl" >"$tmp/markup.jsonl"
report "$tmp/markup.jsonl"
is "$(cat "$tmp/report"/*.txt "$tmp/report/report.html" | grep -c "$(printf '\033')\\|$(printf '\342\200\256')")" 0 \
	"no label reaches the terminal as what it is"
has '<th scope="row">&lt;b&gt;' "and none is markup in the page"
if [ -n "$python" ]; then
	run "$python" -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$tmp/report/report.html"
	is "$status" 0 "which is well-formed"
	arm tiny 0.001 >"$tmp/tiny.jsonl"
	report -q "$tmp/tiny.jsonl"
	run "$python" -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$tmp/report/report.html"
	is "$status" 0 "with a time of less than a millisecond too"
else
	skip "python3 is not here" "which is well-formed" \
		"with a time of less than a millisecond too"
fi

report -q --bundle "$tmp/bundle.tar.zst" "$tmp/three.jsonl"
cp -r "$tmp/report" "$tmp/before"
run env PATH="$tmp/bin:$PATH" "$pft" report -q -o "$tmp/again" "$tmp/bundle.tar.zst"
is "$(diff -r "$tmp/before" "$tmp/again" 2>&1)" "" "a bundle makes the same verdicts again, to the last byte"
mkdir "$tmp/unpacked"
tar --zstd -xf "$tmp/bundle.tar.zst" -C "$tmp/unpacked"
is "$(cat "$tmp/unpacked/pft-report/compare.csv")" "$(cat "$tmp/before/compare.csv")" "and holds compare.csv"
done_testing
