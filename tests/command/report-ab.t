#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft report of campaigns: records of pft ab as a table, as CSV and as bars.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

# Counted by QEMU on one campaign; labels, release and build id are stand-ins.
real=$tests/data/campaign-exact.jsonl
has_gnuplot=$(command -v gnuplot || true)

# A gnuplot that shows the data files it was given instead of drawing them.
mkdir "$tmp/plain-gnuplot"
cat >"$tmp/plain-gnuplot/gnuplot" <<'END'
#!/bin/sh
# In place of a picture: title and caption, the other words with commas and digits as they
# will be shown, and the table.
{
	sed -e 's/\\054/,/g' -e 's/\\06\([0-7]\)/\1/g' \
		-e 's/^\(title\|caption\),"\(.*\)",*$/\2/' words.csv
	sed -e 's/\\054/,/g' -e 's/\\06\([0-7]\)/\1/g' "$5"
} >picture.svg
cp picture.svg picture.png
END
chmod +x "$tmp/plain-gnuplot/gnuplot"

# plainly ARGUMENT...: pft report with that gnuplot
plainly() {
	run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report "$@"
}

# ---- campaigns made here: lines of a record file ----

# head_of RUN ENGINE UNIT ROUNDS LABELS ROWS [KERNELS], lists as in JSON
head_of() {
	kernels=${7-$(printf '%s' "$5" | sed 's/"[^"]*"/"6.12.117, build id 0123456789ab"/g')}
	printf '{"type":"host","schema":"pft/1","id":"h","cpu_name":"Testium","nr_cpus":2}\n'
	printf '{"type":"run","schema":"pft/1","id":"%s","time":"2026-01-02T03:04:05Z","host":"h"' "$1"
	printf ',"argv":["pft","ab","--engine","%s"],"engine":"%s","unit":"%s"' "$2" "$2" "$3"
	printf ',"rounds":%s,"reps":2,"guest":"x86_64 guest, 2 CPUs, 768M, 1 node"' "$4"
	printf ',"treatments":%s,"kernels":%s,"rows":%s}\n' "$5" "$kernels" "$6"
}

# cost RUN BOOT ENGINE ROW TREATMENT PER-PAGE FIELDS: two repetitions of 100 pages,
# with the units of the engine; FIELDS are more of them, as ",...", or nothing
order=0
cost() {
	for _ in 0 1; do
		order=$((order + 1))
		if [ "$3" = exact ]; then
			costs="\"instructions\":${6}00,\"instructions_teardown\":50000"
		else
			costs="\"wall_s\":0.0000${6},\"teardown_s\":0.00001,\"cpu_s\":0.0001"
			costs="$costs,\"user_s\":0.00001,\"system_s\":0.00009"
		fi
		printf '{"type":"sample","schema":"pft/1","run":"%s","boot_id":"%s","engine":"%s"' "$1" "$2" "$3"
		printf ',"kernel":"k%s","role":"measure","warmup":false,"order":%s,"reps":1' "$5" "$order"
		printf ',"clock":"c","accounting":"window","kind":"anon-write","pattern":"sequential"'
		printf ',"tasks":"threads","threads":%s,"bytes":409600,"page_bytes":4096,"pages":100' "$(($4 + 1))"
		printf ',"faults_minor":50,"faults_major":0,"pages_present":100,%s' "$costs"
		printf ',"counters":{"row":%s,"treatment":%s},"ok":true,"invalid":null%s}\n' "$4" "$5" "${7-}"
	done
}

# boot RUN BOOT ROUND TREATMENT OUTCOME WHY
boot() {
	printf '{"type":"boot","schema":"pft/1","id":"%s","run":"%s","place":0,"round":%s' "$2" "$1" "$3"
	printf ',"treatment":%s,"kernel":"k%s","outcome":"%s","why":"%s"}\n' "$4" "$4" "$5" "$6"
}

# plain_run: what pft run writes, cut to what a row needs
plain_run() {
	for order in 0 1 2; do
		printf '{"type":"sample","schema":"pft/1","run":"plain","boot_id":"here","order":%s' "$order"
		printf ',"kernel":"native one","engine":"native","clock":"monotonic_raw","role":"measure"'
		printf ',"warmup":false,"reps":1,"accounting":"window","kind":"anon-write"'
		printf ',"pattern":"sequential","tasks":"threads","threads":1,"bytes":268435456'
		printf ',"page_bytes":4096,"pages":65536,"wall_s":0.12,"cpu_s":0.1,"user_s":0.01'
		printf ',"system_s":0.09,"faults_minor":65536,"faults_major":0,"ok":true,"invalid":null}\n'
	done
}

# ---- memory against speed ----

# Three rows of a name of their own and one without, on three treatments, the
# third of which is measured on the first row alone.
{
	head_of mem exact boot 1 '["stock","ahead","populate"]' \
		'["r0","r1","r2","r3"]' |
		sed 's/,"rows":/,"names":["seq","runs","","twice"],"measured":["111","110","110","110"]&/'
	for row in 0 1 2 3; do
		cost mem m0 exact $row 0 3000
		cost mem m1 exact $row 1 1500
	done
	cost mem m2 exact 0 2 3100
	boot mem m0 0 0 ok ""
	boot mem m1 0 1 ok ""
	boot mem m2 0 2 ok ""
} >"$tmp/mem.jsonl"
plainly -o "$tmp/mem" "$tmp/mem.jsonl"
is "$status" 0 "a campaign with names is reported, and what is not measured is not INVALID"
is "$(cd "$tmp/mem" && echo *.png)" "comparison.png gain.png memory.png" "with a picture of memory against speed"
memory=$(cat "$tmp/mem/memory.svg")
is "$(printf '%s\n' "$memory" | grep -c '^panel,"\(seq\|runs\|twice\)",.*,3500,')" 3 \
	"a panel for each name, with what the first treatment costs"
is "$(printf '%s\n' "$memory" | sed -n 's/^key,"\([^"]*\)",.*/\1/p' | tr '\n' ' ')" "stock ahead " \
	"a point for each treatment that is on all of them"
is "$(printf '%s\n' "$memory" | grep -c ',ahead,2000,1,')" 3 "costs are with unmapping, memory beside them"
like "$memory" 'left is cheaper, down is less memory; dashed: stock' "its title says how to read it"
is "$(wc -l <"$tmp/mem/comparison.csv" | tr -d ' ')" 10 \
	"CSV has a line for each row on its treatments"
sed 's/"names":\["seq","runs","","twice"\],//' "$tmp/mem.jsonl" >"$tmp/noname.jsonl"
plainly -o "$tmp/mem" "$tmp/noname.jsonl"
is "$(cd "$tmp/mem" && echo *.png)" "comparison.png gain.png" "without names there is none, and an older one is gone"

# ---- one campaign of the exact engine ----

plainly -o "$tmp/real" "$real"
is "$status" 0 "a campaign is reported"
like "$out" '^engine exact: instructions per page' "the engine is named first"
like "$out" '^  stock +2939.77  1.000 +- 3908.24  1.000   1.0000   1.000  1$' \
	"the first treatment has its line"
like "$out" '^ +765.90  3.838 +exact  901.08  4.337   0.0625   1.000  1$' \
	"and so has the other, with its ratio and faults per page"
unlike "$out" 'flt/cpu/s' "nothing of it is printed a second time without times"
is "$(cat "$tmp/real/report.txt")" "$out" "report.txt is what is printed"
is "$(cd "$tmp/real" && echo *)" \
	"comparison.csv comparison.png comparison.svg gain.csv gain.png gain.svg mail.txt report.csv report.html report.txt" \
	"the folder has the table, the pictures and their data, and no picture of rates"
is "$(wc -l <"$tmp/real/report.csv" | tr -d ' ')" 1 \
	"report.csv has its header alone: there is no row with times"
like "$(cat "$tmp/real/report.csv")" 'fault_per_wall_s' "and that is the one it always has"
is "$(wc -l <"$tmp/real/comparison.csv" | tr -d ' ')" 5 \
	"comparison.csv has a line for each row and treatment"
like "$(sed -n 3p "$tmp/real/comparison.csv")" ',765\.90.*,3\.838.*,0\.0625,1,' \
	"with its figures"
svg=$(cat "$tmp/real/comparison.svg")
like "$svg" '^What a page fault costs, compared with stock$' "the picture says what it compares"
like "$svg" '^exact: instructions, no time is in them$' "and what its numbers are"
like "$svg" '^x,"instructions per page touched",' "the axis has its unit"
like "$svg" '^y,"boots",' "units have their name"
like "$svg" '^2,765\.[0-9]*,135\.[0-9]*,[0-9]*,"stock thp:hugepages-64kB=always",,"765.9 \+ 135.2","3.838x","cheaper","exact","4.33[67]x","0.0625","1.000","1",$' \
	"a bar has its parts, its label, ratio, verdict, faults and pages present"
like "$svg" '^Machine: x86_64 guest, 2 CPUs, 768M, 1 node, on AMD EPYC' "the caption has guest and machine"
like "$svg" '^Kernels: stock: 6.12.117, build id 0f3c5a7e9b1d' "the kernels with their build ids"
like "$svg" '^Date: 2026-11-24T07:26:57.325Z. Command: pft ab --engine exact' "the date and the command"

run env PATH=/nowhere "$pft" report --format csv -o "$tmp/csv" "$real"
is "$out" "$(cat "$tmp/real/comparison.csv")" "--format csv prints the comparison"
is "$status:$(cd "$tmp/csv" && echo *)" "1:comparison.csv gain.csv mail.txt report.csv report.html report.txt" \
	"without gnuplot text and CSV are there, and the exit status is 1"
run env PATH=/nowhere "$pft" report --format json -o "$tmp/json" "$real"
is "$(printf '%s\n' "$out" | grep -c '"type":"sample"'):$(printf '%s\n' "$out" | grep -c '"type":"comparison"')" \
	"24:4" "--format json prints the repetitions and the comparison"
run env PATH=/nowhere "$pft" report --format mail -o "$tmp/mail" "$real"
is "$(printf '%s\n' "$out" | awk 'length > 72')" "" "--format mail keeps to 72 columns"
like "$out" '^pft ab --engine exact' "and has the command"

# ---- with others ----

plain_run >"$tmp/plain.jsonl"
plainly -o "$tmp/mix" "$real" "$tmp/plain.jsonl"
is "$status" 0 "a campaign is reported together with a run"
like "$out" '765.90  3.838 +exact' "the campaign has its table"
like "$out" '^ +1 .* 546133 ' "and the run has its own"
is "$(printf '%s\n' "$out" | grep -c 'flt/cpu/s')" 1 "of one block"
is "$(cd "$tmp/mix" && echo *.png)" \
	"comparison.png cpu-time.png gain.png rate-per-cpu.png rate-per-wall.png" \
	"the campaign has its pictures and the run its own"
is "$(wc -l <"$tmp/mix/report.csv" | tr -d ' ')" 2 "report.csv has the run's row"
plainly --format csv -o "$tmp/mix" "$real" "$tmp/plain.jsonl"
is "$out" "$(cat "$tmp/mix/report.csv")" "--format csv prints the rows that are of no campaign"
like "$err" 'comparison.csv has the others' "and says where the comparison is"
plainly -q -o "$tmp/mix" "$tmp/plain.jsonl"
ok "$(test ! -e "$tmp/mix/comparison.csv" && test ! -e "$tmp/mix/comparison.png"; echo $?)" \
	"an earlier report's comparison does not stay"

cat "$real" "$real" >"$tmp/twice.jsonl"
plainly -o "$tmp/twice" "$tmp/twice.jsonl"
is "$out" "$(cat "$tmp/real/report.txt")" "records that are there twice change nothing"
like "$err" '24 repetitions are there more than once' "and are told of"

sed 's/58a837c93d722e4e/other-run/; s/"boot_id":"/&o/; s/"boot",\(.*\)"id":"/"boot",\1"id":"o/' \
	"$real" >"$tmp/other.jsonl"
plainly -o "$tmp/both" "$real" "$tmp/other.jsonl"
is "$(printf '%s\n' "$out" | grep -c '765.90  3.838')" 2 "two campaigns have two tables"
is "$(cd "$tmp/both" && echo *.png)" "comparison-2.png comparison.png gain-2.png gain.png" "and two pictures of each sort"
is "$(grep -c '^run,engine' "$tmp/both/comparison.csv"):$(wc -l <"$tmp/both/comparison.csv" | tr -d ' ')" \
	"1:9" "in one CSV with one header"

# ---- engines with times ----

labels='["k0","k1"]'
row='["row one"]'
{
	head_of nat native block 3 "$labels" "$row"
	for round in 0 1 2; do
		cost nat "n$round-0" native 0 0 "9$round"
		boot nat "n$round-0" "$round" 0 ok ""
		cost nat "n$round-1" native 0 1 "3$round"
		boot nat "n$round-1" "$round" 1 ok ""
	done
	cost nat killed native 0 1 77
} >"$tmp/native.jsonl"
plainly -o "$tmp/native" "$tmp/native.jsonl"
is "$status" 0 "a native campaign is reported"
like "$out" '^  k1 +309.9  2\.[0-9]+ +2\.[0-9]+-[0-9.]+ ' "its comparison has ratio and interval"
is "$(printf '%s\n' "$out" | grep -c '^kernel k1')" 3 \
	"its rows have times: they are printed too, but that of a block that was killed"
svg=$(cat "$tmp/native/comparison.svg")
like "$svg" '^native: this boot only$' "the picture says what its times are"
like "$svg" '^2,309.[0-9]*,100[0-9.]*,[0-9]*,"k1",,"309.9 \+ 100.0","2\.[0-9]*x","faster","2\.[0-9]+-[0-9.]+",' \
	"and has the interval beside the bar"
sed 's/"native"/"tcg"/g' "$tmp/native.jsonl" >"$tmp/tcg.jsonl"
plainly -o "$tmp/tcg" "$tmp/tcg.jsonl"
like "$(cat "$tmp/tcg/comparison.svg")" '^x,"emulated ns per page touched",' \
	"seconds of emulation are named so at the axis"

# ---- what is INVALID or lost ----

{
	head_of bad exact boot 1 '["k0","k1","k2"]' '["row one","row two"]'
	cost bad b0 exact 0 0 3000
	cost bad b0 exact 1 0 3100
	boot bad b0 0 0 ok ""
	cost bad b1 exact 0 1 2000
	cost bad b1 exact 1 1 2000 ',"ok":false,"invalid":"99 pages present: expected 100"'
	boot bad b1 0 1 ok ""
	boot bad b2 0 2 panic "Kernel panic - not syncing: no"
} >"$tmp/bad.jsonl"
plainly -o "$tmp/bad" "$tmp/bad.jsonl"
is "$status" 1 "a lost boot makes the exit status 1"
like "$out" 'INVALID 2 of 2 repetitions: 2 x 99 pages present' "an INVALID row has its reason"
like "$out" 'INVALID boot 1 of 1 panic: Kernel panic' "and so has a lost boot"
svg=$(cat "$tmp/bad/comparison.svg")
like "$svg" '^3,,.*,"0 of 1","INVALID: panic: Kernel panic - not syncing: no"$' \
	"the picture has the reason where a bar would be"
like "$svg" '^2,,.*,"0 of 1","INVALID: 99 pages present: expected 100"$' \
	"and that of an INVALID row"
like "$svg" '^2,2000,500,.*,"1.500x","cheaper","exact",' "bars beside it are drawn"
like "$svg" 'INVALID: 1 boot lost. INVALID: 2 repetitions' "the caption counts both"
sed '/"boot"/s/"outcome":"ok"/"outcome":"lost"/' "$tmp/native.jsonl" >"$tmp/partial.jsonl"
plainly -o "$tmp/partial" "$tmp/partial.jsonl"
is "$status" 1 "a campaign whose lost boots left repetitions in its file is reported"
unlike "$out" '^  k[01] +[0-9]' "these are not averaged in"
is "$(printf '%s\n' "$out" | grep -c '^kernel k')" 0 "nor are they rows of their own"
grep -v '"sample"' "$tmp/bad.jsonl" | sed 's/"outcome":"ok"/"outcome":"hang"/' >"$tmp/lost.jsonl"
plainly -o "$tmp/lost" "$tmp/lost.jsonl"
is "$status" 1 "a campaign of which all boots were lost is reported"
is "$(printf '%s\n' "$out" | grep -c 'INVALID boot')" 6 "each with its reason"
{
	head_of differ exact boot 2 '["k0"]' "$row"
	for round in 0 1; do
		cost differ "d$round" exact 0 0 "300$round"
		boot differ "d$round" "$round" 0 ok ""
	done
} >"$tmp/differ.jsonl"
plainly -q -o "$tmp/differ" "$tmp/differ.jsonl"
is "$status" 1 "exact boots that differ make the exit status 1"
like "$(cat "$tmp/differ/report.txt")" 'INVALID: exact boots of one layout differ' "and a line says so"

# ---- many ----

{
	head_of boots exact layout 1000 "$labels" "$row"
	for treatment in 0 1; do
		boot=0
		while [ $boot -lt 100 ]; do
			cost boots "t$treatment-$boot" exact 0 $treatment 3000 | head -1
			boot boots "t$treatment-$boot" $boot $treatment ok ""
			boot=$((boot + 1))
		done
	done
} >"$tmp/boots.jsonl"
plainly -q -o "$tmp/boots" "$tmp/boots.jsonl"
like "$(cat "$tmp/boots/report.txt")" ' 1\.000 100$' "a number of boots of many digits stands by itself"
is "$(awk 'length > 80' "$tmp/boots/report.txt")" "" "and the lines are no longer for it"

many='"k0"'
treatment=1
while [ $treatment -lt 30 ]; do
	many="$many,\"k$treatment\""
	treatment=$((treatment + 1))
done
{
	head_of many exact boot 1 "[$many]" "$row"
	treatment=0
	while [ $treatment -lt 30 ]; do
		cost many "m$treatment" exact 0 $treatment "$((3000 - treatment))"
		boot many "m$treatment" 0 $treatment ok ""
		treatment=$((treatment + 1))
	done
} >"$tmp/many.jsonl"
plainly -q -o "$tmp/many" "$tmp/many.jsonl"
is "$(grep -c '^[0-9]*,[23][0-9][0-9][0-9],' "$tmp/many/comparison.svg")" 24 "a panel has 24 bars and no more"
is "$(grep '^[0-9]*,[23][0-9][0-9][0-9],' "$tmp/many/comparison-2.svg" | cut -d'"' -f2 | tr '\n' ' ')" \
	"k0 k24 k25 k26 k27 k28 k29 " "the others are in the next picture, with the first one again"
rows='"row"'
while [ ${#rows} -lt 2800 ]; do
	rows="$rows,\"row ${#rows}\""
done
head_of rows exact boot 1 "$labels" "[$rows]" >"$tmp/rows.jsonl"
plainly -q -o "$tmp/rows" "$tmp/rows.jsonl"
is "$(cd "$tmp/rows" && echo comparison*.png | wc -w | tr -d ' ')" 32 "there are 32 pictures and no more"
like "$(cat "$tmp/rows/comparison-32.svg")" '[0-9]+ more left out after 32 pictures' \
	"the last one says how many panels are left out"
like "$err" 'are in no picture' "and so does a line on stderr"

# ---- what is refused ----

# refused PATTERN NAME FILE
refused() {
	plainly -o "$tmp/x" "$3"
	is "$status" 2 "$2 is refused"
	like "$err" "$1" "with the reason"
	is "$(wc -l <"$tmp/err" | tr -d ' '):$out" "1:" "in one line, without a table"
}
sed 's/"rounds":1,//' "$real" >"$tmp/torn.jsonl"
refused 'not whole' "a run record that lacks what is needed" "$tmp/torn.jsonl"
sed 's/"rounds":1,/"rounds":1e300,/' "$real" >"$tmp/huge.jsonl"
refused 'not whole' "a run of more rounds than anybody measures" "$tmp/huge.jsonl"
sed 's/"engine":"exact","clock"/"engine":"tcg","clock"/' "$real" >"$tmp/engines.jsonl"
refused 'engine' "a campaign with another engine's repetitions" "$tmp/engines.jsonl"
ok "$(test ! -e "$tmp/x"; echo $?)" "nothing was made for them"

# ---- text that would be code ----

# In JSON, with $1 as the command that must not run.
evil() {
	printf '%s' "\"$2=\`$1\` \$($1) system('$1') \\\" '; !$1\\n!$1\\n"
	printf '%s' " @GPVAL_TERM {/Symbol a}^2_3 <script>alert(1)</script> &amp; ]]>"
	printf '%s' " \\\\n\\\\042 \\u001b[31m %n\""
}
command="touch $tmp/PWNED"
{
	head_of evil exact boot 1 "[$(evil "$command" label),\"k1\",$(evil "$command" other)]" \
		"[$(evil "$command" row)]" "[$(evil "$command" kernel),\"\",\"\"]"
	for treatment in 0 1; do
		cost evil "e$treatment" exact 0 $treatment 3000
		boot evil "e$treatment" 0 $treatment ok ""
	done
	boot evil e2 0 2 panic "\`$command\` <script> {/Symbol b}"
} | sed "s|,\"rows\":|,\"names\":[$(evil "$command" name | sed 's/[&\\|]/\\&/g')]&|" >"$tmp/evil.jsonl"
run "$pft" report -o "$tmp/evil" "$tmp/evil.jsonl"
like "$out" 'label=`touch' "text that would be code is shown in the table"
unlike "$out" "$(printf '\033')" "and no escape sequence of it reaches the terminal"
ok "$(test ! -e "$tmp/PWNED"; echo $?)" "nothing of it was run"
if [ -z "$has_gnuplot" ]; then
	skip "gnuplot is not installed" "pictures show text as text"
	done_testing
fi
is "$status" 1 "it is drawn, with the reason of its lost boot"
svg=$(cat "$tmp/evil/comparison.svg")
unlike "$svg" '<script' "no picture has a script in it"
like "$svg" '&lt;script' "markup is shown, escaped"
like "$svg" '\{/Symbol a\}\^2_3' "enhanced text is not interpreted"
like "$svg" '@GPVAL_TERM' "macros are not expanded"
like "$svg" '\$\(touch' "shell substitutions are shown as they stand"
like "$svg" '\\n\\042' "escapes are shown as they stand"
memory=$(cat "$tmp/evil/memory.svg")
unlike "$memory" '<script' "the picture of memory has none either"
like "$memory" 'name=`touch' "and shows the name of its panel as it stands"
if command -v xmllint >/dev/null; then
	ok "$(xmllint --noout "$tmp/evil/comparison.svg" >/dev/null 2>&1; echo $?)" \
		"the picture is well-formed XML"
elif command -v python3 >/dev/null; then
	ok "$(python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' \
		"$tmp/evil/comparison.svg" >/dev/null 2>&1; echo $?)" \
		"the picture is well-formed XML"
else
	skip "neither xmllint nor python3 is installed" "the picture is well-formed XML"
fi

# A script that evaluates a panel's name, as ours must never: if it did not run
# the command, the tests above could not fail.
mkdir -p "$tmp/broken/plots"
cp "$srcdir"/src/view/plots/*.gp "$tmp/broken/plots"
chmod u+w "$tmp/broken/plots"/*
echo "eval 'x = ' . panel_name[1]" >>"$tmp/broken/plots/comparison.gp"
sed "s|\"anon-write sequential, 64M, 1 thread, thp inherit\"|\"system('touch $tmp/PWNED')\"|" \
	"$real" >"$tmp/call.jsonl"
run env PFT_DATADIR="$tmp/broken" "$pft" report -q -o "$tmp/caught" "$tmp/call.jsonl"
ok "$(test -e "$tmp/PWNED"; echo $?)" "a script that evaluates a row's name is caught: the command runs then"
rm -f "$tmp/PWNED"
run "$pft" report -q -o "$tmp/caught" "$tmp/call.jsonl"
is "$status" 0 "with our script the same file is reported"
ok "$(test ! -e "$tmp/PWNED"; echo $?)" "and the command does not run"

# ---- pictures ----

run "$pft" report -q -o "$tmp/drawn" "$real" "$tmp/bad.jsonl" "$tmp/native.jsonl" "$tmp/lost.jsonl"
is "$status" 1 "campaigns are drawn, also those with bars missing"
is "$(dd if="$tmp/drawn/comparison.png" bs=1 skip=1 count=3 2>/dev/null)" PNG "the PNG is one"
like "$(cat "$tmp/drawn/comparison.svg")" '3.838x' "the picture has the ratio"
like "$(cat "$tmp/drawn/comparison.svg")" 'instructions per page touched' "and its axis is named"
is "$(cd "$tmp/drawn" && echo comparison*.svg)" \
	"comparison-2.svg comparison-3.svg comparison.svg" \
	"a campaign that is there twice, once cut, is one"
sed 's/"bad"/"lost"/g' "$tmp/lost.jsonl" >"$tmp/nothing.jsonl"
run "$pft" report -q -o "$tmp/nothing" "$tmp/nothing.jsonl"
is "$status:$(cd "$tmp/nothing" && echo *.svg)" "1:comparison.svg" \
	"a campaign without any bar is drawn, with its reasons"
{
	head_of apart exact boot 1 "$labels" '["small","large"]'
	for t in 0 1; do
		cost apart "a$t" exact 0 $t 1000
		cost apart "a$t" exact 1 $t 90000
		boot apart "a$t" 0 $t ok ""
	done
} >"$tmp/apart.jsonl"
run "$pft" report -q -o "$tmp/apart" "$tmp/apart.jsonl"
like "$(cat "$tmp/apart/comparison.svg")" 'Each panel has its own scale' \
	"rows that cost many times as much have a scale of their own, and the picture says so"
is "$(grep -c 'instructions per page touched' "$tmp/apart/comparison.svg")" 2 "at an axis of their own"
like "$(cat "$tmp/apart/comparison.svg")" '>[ ]*same within 1%<' "what costs the same says so"
unlike "$(cat "$tmp/drawn/comparison.svg")" 'own scale' "else there is one scale for all"

done_testing
