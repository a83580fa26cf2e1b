#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft compare: which sides and units it compares, what it refuses, and what it prints.
# figures.t checks the figures.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

campaign=$tests/data/campaign-exact.jsonl

# ---- records made here ----

# arm LABEL REPS COSTS...: a run on a boot of its own for each of COSTS, ns a page,
# of REPS repetitions that spread by 0.1% around it, with 1 thread; begun at minute
# $start of an hour, and every $step minutes.
start=0
step=1
arm() {
	label=$1 reps=$2
	shift 2
	echo '{"type":"host","schema":"pft/1","id":"h","cpu_name":"Testium","nr_cpus":2}'
	echo "$*" | tr ' ' '\n' | awk -v label="$label" -v reps="$reps" \
		-v start="$start" -v step="$step" '{
		id = label "-" NR
		time = sprintf("2026-01-02T03:%02d", start + (NR - 1) * step)
		printf "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"%s\",\"time\":\"%s:00Z\"", id, time
		printf ",\"host\":\"h\",\"argv\":[\"pft\",\"run\",\"--label\",\"%s\"],\"thp_enabled\":\"madvise\"", label
		printf ",\"config_memcg\":true,\"mitigation_mds\":\"none\"}\n"
		for (i = 0; i < reps; i++) {
			wall = $1 * (1 + 0.001 * (i - (reps - 1) / 2)) * 100 / 1e9
			printf "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"%s\",\"boot_id\":\"boot %s\"", id, id
			printf ",\"time\":\"%s:%02dZ\",\"kernel\":\"%s\",\"engine\":\"native\"", time, i, label
			printf ",\"clock\":\"monotonic_raw\",\"role\":\"measure\",\"warmup\":false,\"order\":%d,\"rep\":%d", i, i
			printf ",\"reps\":1,\"accounting\":\"window\",\"kind\":\"anon-write\",\"pattern\":\"sequential\""
			printf ",\"tasks\":\"threads\",\"threads\":1,\"bytes\":409600,\"page_bytes\":4096,\"pages\":100"
			printf ",\"cachelines\":1,\"bind\":\"compact\",\"mem\":\"default\",\"thp\":\"never\",\"regions\":\"shared\""
			printf ",\"wall_s\":%.12g,\"cpu_s\":%.12g,\"teardown_s\":0.00001,\"faults_minor\":100", wall, wall / 2
			printf ",\"faults_major\":0,\"pages_present\":100,\"knobs\":{},\"config\":{}"
			printf ",\"ok\":true,\"invalid\":null}\n"
		}
	}'
}

# compare ARGUMENT...: as run, with the folder's name cut from what it says
compare() {
	run "$pft" compare "$@"
	out=$(printf '%s\n' "$out" | sed "s|$tmp/||g")
	err=$(printf '%s\n' "$err" | sed "s|$tmp/||g")
}

# refused PATTERN NAME ARGUMENT...
refused() {
	pattern=$1 name=$2
	shift 2
	compare "$@"
	is "$status:$out" "2:" "$name is refused, and nothing printed"
	like "$err" "^pft: .*$pattern" "with the reason, $pattern"
	is "$(wc -l <"$tmp/err" | tr -d ' ')" 1 "in one line"
}

# golden NAME TITLE: what was printed is what stands in tests/expected
golden() {
	is "$out" "$(cat "$tests/expected/compare-$1.txt")" "$2"
}

arm old 4 1000 1010 990 1005 995 >"$tmp/old.jsonl"
arm new 4 900 910 890 905 895 >"$tmp/new.jsonl"
arm like 4 1001 1009 989 1006 996 >"$tmp/like.jsonl"

# ---- boots of their own ----

compare "$tmp/old.jsonl" "$tmp/new.jsonl"
is "$status:$err" "0:" "two files are compared without a word on stderr"
golden boots "boots are the units, and 10% less is faster"
compare -v "$tmp/old.jsonl" "$tmp/new.jsonl"
like "$out" 'p < 0.0001, by Holm < 0.0001; so many boots find' "-v has p, and what could be found"
like "$out" 'bootstrap 1\.[0-9]+-1\.[0-9]+, permutation p 0\.0079' "and the other tests, named diagnostics"
like "$out" 'repetitions pooled, which is' "and what pooling would say, which is named wrong"
compare "$tmp/new.jsonl" "$tmp/old.jsonl"
like "$out" '  old +1000\.0  0\.900 0\.[0-9]+-0\.[0-9]+ .*  slower$' "the other way round it is slower"
compare "$tmp/old.jsonl" "$tmp/like.jsonl"
like "$out" 'cannot tell$' "a difference in the noise cannot be told"
like "$out" '^    [0-9]+ more boots would resolve 1%$' "and how many more boots would tell stands below"
compare --margin 5 "$tmp/old.jsonl" "$tmp/like.jsonl"
like "$out" 'same within 5%$' "within a wide margin it is the same"
compare --margin 20 "$tmp/old.jsonl" "$tmp/new.jsonl"
like "$out" 'same within 20%$' "and so is a true difference that is smaller"
compare "$tmp/old.jsonl" "$tmp/new.jsonl" "$tmp/like.jsonl"
is "$(printf '%s\n' "$out" | grep -c 'old: \|new: \|like: ')" 3 "three files are three arms"
like "$out" 'by Holm over 2 comparisons' "and two comparisons, one family"
compare base="$tmp/old.jsonl" "$tmp/new.jsonl"
like "$out" '^  base: ' "NAME=FILE names an arm"
mkdir "$tmp/dir"
cp "$tmp/new.jsonl" "$tmp/dir/a=b.jsonl"
compare "$tmp/old.jsonl" "$tmp/dir"
like "$out" 'new +9' "a folder is an arm of all that is in it"
(cd "$tmp/dir" && "$pft" compare "$tmp/old.jsonl" a=b.jsonl) >"$tmp/equals" 2>&1
like "$(cat "$tmp/equals")" '^  new: .*from a=b.jsonl' "a file whose name has = in it is a file"
arm new 4 900 910 890 905 895 >"$tmp/again.jsonl"
cat "$tmp/new.jsonl" >>"$tmp/again.jsonl"
compare "$tmp/old.jsonl" "$tmp/again.jsonl"
like "$err" '20 repetitions are there more than once' "repetitions that are there twice count once"
like "$out" ' 5x4  faster' "and make no more units"

if command -v xz >/dev/null; then
	xz -c "$tmp/new.jsonl" >"$tmp/new.jsonl.xz"
	compare "$tmp/old.jsonl" "$tmp/new.jsonl.xz"
	like "$out" ' 5x4  faster$' "packed records are read as well"
else
	skip "xz is not installed" "packed records are read as well"
fi

# ---- metrics ----

compare --metric cpu "$tmp/old.jsonl" "$tmp/new.jsonl"
like "$out" '^engine native: ns of CPU time' "CPU time can be compared"
like "$out" '  old +500\.0' "it is the CPU time of a page"
compare --metric unmap "$tmp/old.jsonl" "$tmp/new.jsonl"
like "$out" '  old +1100\.0' "the unmapping can be part of it"
sed 's/"cpu_s":[^,]*,//' "$tmp/new.jsonl" >"$tmp/nocpu.jsonl"
sed 's/"cpu_s":[^,]*,//' "$tmp/old.jsonl" >"$tmp/nocpu2.jsonl"
refused 'no repetition has it' "a metric that nobody measured" --metric cpu "$tmp/nocpu2.jsonl" "$tmp/nocpu.jsonl"
refused 'exact engine has no times' "CPU time of the exact engine" --metric cpu "$campaign"

# ---- few and equal ----

arm one 4 1000 >"$tmp/one.jsonl"
arm other 4 900 >"$tmp/other.jsonl"
compare "$tmp/one.jsonl" "$tmp/other.jsonl"
golden one "one boot on each side: a ratio, and why nothing can be told"
is "$status" 0 "which is no failure"
arm two 4 1000 1020 >"$tmp/two.jsonl"
arm duo 4 900 910 >"$tmp/duo.jsonl"
compare "$tmp/two.jsonl" "$tmp/duo.jsonl"
golden two "two boots on each side have an interval"
arm equal 1 1000 1000 1000 >"$tmp/equal.jsonl"
arm same 1 1000 1000 >"$tmp/same.jsonl"
compare "$tmp/equal.jsonl" "$tmp/same.jsonl"
golden equal "costs that are all equal are the same"
arm less 1 900 900 >"$tmp/less.jsonl"
compare "$tmp/equal.jsonl" "$tmp/less.jsonl"
like "$out" '1\.111 1\.111-1\.111 .* faster$' "and without any spread a difference is one"

# ---- no cost ----

sed '/"order":0,/s/"wall_s":[^,]*/"wall_s":0/' "$tmp/new.jsonl" >"$tmp/zero.jsonl"
compare "$tmp/old.jsonl" "$tmp/zero.jsonl"
golden zero "a repetition of no time is left out, and told of"
sed 's/"wall_s":[^,]*/"wall_s":null/' "$tmp/new.jsonl" >"$tmp/null.jsonl"
compare "$tmp/old.jsonl" "$tmp/null.jsonl"
like "$out" 'no repetition with a cost on both sides' "an arm of unknown times cannot be compared"
sed 's/"pages":100/"pages":0/' "$tmp/new.jsonl" >"$tmp/nopages.jsonl"
compare "$tmp/old.jsonl" "$tmp/nopages.jsonl"
like "$out" 'no repetition with a cost on both sides' "nor one that touched nothing"
sed '0,/"wall_s":[^,]*/s//"wall_s":-1/' "$tmp/new.jsonl" >"$tmp/negative.jsonl"
refused 'negative.jsonl:3: .wall_s.: expected seconds, not below 0' "a negative time" "$tmp/old.jsonl" "$tmp/negative.jsonl"
sed '0,/"wall_s":[^,]*/s//"wall_s":NaN/' "$tmp/new.jsonl" >"$tmp/nan.jsonl"
refused 'nan.jsonl:3: not a record' "NaN, which is no JSON," "$tmp/old.jsonl" "$tmp/nan.jsonl"
sed 's/"wall_s":[^,]*/"wall_s":1e300/; s/"pages":100/"pages":1/' "$tmp/new.jsonl" >"$tmp/huge.jsonl"
compare "$tmp/old.jsonl" "$tmp/huge.jsonl"
is "$status" 0 "absurd times are compared"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "and break no column"
compare --format json "$tmp/old.jsonl" "$tmp/huge.jsonl"
unlike "$out" '[^a-z_](nan|inf)' "JSON has no NaN and no infinity"

# ---- INVALID ----

sed '/"order":[01],/s/"ok":true,"invalid":null/"ok":false,"invalid":"99 pages present: expected 100"/' \
	"$tmp/new.jsonl" >"$tmp/invalid.jsonl"
compare "$tmp/old.jsonl" "$tmp/invalid.jsonl"
is "$status" 1 "INVALID repetitions make the exit status 1"
golden invalid "they are not averaged in, and have their reason below the row"
sed 's/"ok":true,"invalid":null/"ok":false,"invalid":"no"/' "$tmp/new.jsonl" >"$tmp/all-invalid.jsonl"
compare "$tmp/old.jsonl" "$tmp/all-invalid.jsonl"
is "$status" 1 "an arm of nothing but INVALID repetitions is told of"
like "$out" 'new +- +- +- .* 0x0  -$' "and has no figures"

# ---- one boot ----

# here: all on one boot
here() {
	sed 's/"boot_id":"[^"]*"/"boot_id":"here"/'
}
step=2
{
	start=0
	arm a 3 1000 1010 990 1004 | here
	start=1
	arm b 3 900 908 892 905 | here
} >"$tmp/here.jsonl"
compare "$tmp/here.jsonl"
golden here "runs of two labels in one file alternate: they are pairs, of this boot only"
step=1
{
	start=0
	arm a 3 1000 1010 990 1004 | here
	start=20
	arm b 3 900 908 892 905 | here
} >"$tmp/apart.jsonl"
compare "$tmp/apart.jsonl"
like "$out" '^cannot tell: all of one was measured before the other' "runs that do not alternate tell nothing"
unlike "$out" 'faster$|slower$' "however far they are apart"
{
	start=0
	step=2
	arm a 3 1000 1010 990 1004 | here
	start=1
	arm b 3 900 908 892 | here
} >"$tmp/odd.jsonl"
compare "$tmp/odd.jsonl"
like "$out" "by Welch's t" "runs that alternate without being pairs are compared as they are"
like "$out" 'this boot only: what is told here' "of this boot only as well"
start=0
step=1
{
	arm a 3 1000 | here
	arm b 3 900 | here
} >"$tmp/once.jsonl"
compare "$tmp/once.jsonl"
like "$out" '^cannot tell: one run of each on one boot: let several of both alternate' \
	"one run of each tells nothing, and what would is said"
# Three boots, each of which has both.
{
	step=2
	start=0
	arm a 3 1000 1010 990 | sed 's/"boot_id":"boot a-/"boot_id":"boot /'
	start=1
	arm b 3 900 910 890 | sed 's/"boot_id":"boot b-/"boot_id":"boot /'
} >"$tmp/both.jsonl"
compare --format csv "$tmp/both.jsonl"
like "$out" ',b,boot,3,9,3,3,.*,faster,[0-9.e-]+,[0-9.e-]+,1,,[0-9.]+,true,false,false,' "boots that have both are pairs of boots"
sed 's/"boot_id":"boot 3"/"boot_id":"boot b-3"/; /a-3/s/boot b-3/boot 3/' "$tmp/both.jsonl" >"$tmp/some.jsonl"
compare "$tmp/some.jsonl"
like "$out" '^cannot tell: some boots have both' "where only some have both nothing is told"
sed 's/"boot_id":"[^"]*"/"boot_id":null/' "$tmp/new.jsonl" >"$tmp/noboot.jsonl"
compare "$tmp/old.jsonl" "$tmp/noboot.jsonl"
like "$out" '^cannot tell: which boots they are of is not known' "nor where the boots are unknown"
start=0
step=1

# ---- the exact engine ----

# Under a short name: where lines are broken depends on it.
cp "$campaign" "$tmp/campaign.jsonl"
here=$PWD
cd "$tmp" || exit
compare campaign.jsonl
cd "$here" || exit
golden exact "a campaign is parted into its treatments: differences are exact"
compare --only 'stock thp:hugepages-64kB=always' --only stock "$campaign"
like "$out" '  stock +2939\.77  0\.261       exact .*  dearer$' "--only says what is compared with what"
compare --metric unmap "$campaign"
like "$out" 'with unmapping' "the unmapping's instructions can be part of it"
# Measured again: another run of the same plan, in the same file.
{
	cat "$campaign"
	sed 's/58a837c93d722e4e/other-run/; s/"boot_id":"/&o/; s/"boot",\(.*\)"id":"/"boot",\1"id":"o/' "$campaign"
} >"$tmp/again-exact.jsonl"
compare "$tmp/again-exact.jsonl"
is "$status:$err" "0:" "what the treatments of one plan differ in was declared, whichever run they are of"
like "$out" ' 2939\.77 +- +- +1\.000 +2x3  baseline$' "runs of one plan are put together"
like "$out" ' 765\.90  3\.838 +exact ' "and exact ones count the same"
refused 'no repetition is of that kernel' "a label that is not there" --only nothing "$campaign"
sed 's/"engine":"native"/"engine":"exact"/; s/"wall_s"/"instructions":90000,&/' \
	"$tmp/new.jsonl" >"$tmp/engine.jsonl"
refused 'differ in engine: native and exact' "another engine" "$tmp/old.jsonl" "$tmp/engine.jsonl"

# layouts FILE LABEL COSTS...: a campaign file of one treatment on layouts
layouts() {
	label=$1
	shift
	printf '{"type":"run","schema":"pft/1","id":"%s","seed":1,"engine":"exact","unit":"layout","rounds":%s,"reps":1' "$label" "$#"
	printf ',"guest":"g","treatments":["%s"],"kernels":["6.12"],"rows":["r"]}\n' "$label"
	round=0
	for cost in "$@"; do
		printf '{"type":"sample","schema":"pft/1","run":"%s","boot_id":"%s-%s","order":%s' "$label" "$label" $round $round
		printf ',"kernel":"%s","engine":"exact","clock":"instructions","role":"measure","warmup":false' "$label"
		printf ',"reps":1,"accounting":"window","kind":"anon-write","pattern":"sequential","tasks":"threads"'
		printf ',"threads":1,"bytes":4096,"page_bytes":4096,"pages":1,"pages_present":1,"instructions":%s' "$cost"
		printf ',"counters":{"row":0,"treatment":0},"ok":true,"invalid":null}\n'
		printf '{"type":"boot","schema":"pft/1","id":"%s-%s","run":"%s","round":%s,"outcome":"ok"}\n' \
			"$label" $round "$label" $round
		round=$((round + 1))
	done
}
layouts stock 1000 1010 1020 1030 >"$tmp/stock.jsonl"
layouts tuned 950 960 969 978 >"$tmp/tuned.jsonl"
compare "$tmp/stock.jsonl" "$tmp/tuned.jsonl"
golden layouts "layouts of two campaigns are pairs by their rounds"
sed '/stock-2/s/"outcome":"ok"/"outcome":"panic","why":"Kernel panic"/' "$tmp/stock.jsonl" >"$tmp/lost.jsonl"
compare "$tmp/lost.jsonl" "$tmp/tuned.jsonl"
is "$status" 1 "a lost boot makes the exit status 1"
like "$out" "^INVALID: a boot of 'stock' \(round 3\) panic: Kernel panic" "with its reason"
like "$out" 'tuned .* 4x1  cheaper$' "the others are compared"
sed 's/"unit":"layout"/"unit":"boot"/' "$tmp/stock.jsonl" >"$tmp/differ.jsonl"
sed 's/"unit":"layout"/"unit":"boot"/' "$tmp/tuned.jsonl" >"$tmp/differ-too.jsonl"
compare "$tmp/differ.jsonl" "$tmp/differ-too.jsonl"
is "$status" 1 "exact boots of one layout that differ are INVALID"
like "$out" 'INVALID: exact boots of one layout differ' "which is said"

layouts old 1000 | cat "$tmp/old.jsonl" - >"$tmp/mixed.jsonl"
layouts new 950 | cat "$tmp/new.jsonl" - >"$tmp/mixed-too.jsonl"
refused 'native and exact: expected one' "a table of two engines" \
	"$tmp/mixed.jsonl" "$tmp/mixed-too.jsonl"

# ---- unlike things ----

# unlike KEY EDIT: new.jsonl, edited, is not compared unless --allow says so
unlike_key() {
	sed "$2" "$tmp/new.jsonl" >"$tmp/unlike.jsonl"
	refused "'old' and 'new' differ in $1: .*: expected the same, or --allow $1" "another $1" \
		"$tmp/old.jsonl" "$tmp/unlike.jsonl"
	compare --allow "$1" "$tmp/old.jsonl" "$tmp/unlike.jsonl"
	is "$status" 0 "--allow $1 compares them"
	like "$out" "^allowed to differ: $1: .* in 'old', .* in 'new'$" "and the table says what was allowed"
}
unlike_key kind 's/"kind":"[^"]*"/"kind":"shmem-write"/'
unlike_key pattern 's/"pattern":"[^"]*"/"pattern":"random"/'
unlike_key tasks 's/"tasks":"[^"]*"/"tasks":"processes"/'
unlike_key threads 's/"threads":1/"threads":2/'
unlike_key bytes 's/"bytes":409600/"bytes":819200/'
unlike_key page_bytes 's/"page_bytes":4096/"page_bytes":16384/'
unlike_key cachelines 's/"cachelines":1/"cachelines":2/'
unlike_key bind 's/"bind":"[^"]*"/"bind":"none"/'
unlike_key mem 's/"mem":"[^"]*"/"mem":"interleave:0"/'
unlike_key thp 's/"thp":"[^"]*"/"thp":"always"/'
unlike_key regions 's/"regions":"[^"]*"/"regions":"own"/'
unlike_key clock 's/"clock":"[^"]*"/"clock":"tsc"/'
unlike_key engine 's/"engine":"[^"]*"/"engine":"kvm"/'
unlike_key accounting 's/"accounting":"[^"]*"/"accounting":"classic"/'
unlike_key stamped 's/"warmup":false/&,"stamped":true/'
unlike_key oversubscribed 's/"warmup":false/&,"oversubscribed":true/'
unlike_key thp_enabled 's/"thp_enabled":"[^"]*"/"thp_enabled":"always"/'
unlike_key host 's/"host":"h"/"host":"other"/'
unlike_key config_memcg 's/"config_memcg":true/"config_memcg":false/'
unlike_key mitigation_mds 's/"mitigation_mds":"[^"]*"/"mitigation_mds":"on"/'
unlike_key /proc/sys/vm/swappiness 's|"knobs":{}|"knobs":{"/proc/sys/vm/swappiness":"1"}|'
compare --allow knobs,mitigations "$tmp/old.jsonl" "$tmp/unlike.jsonl"
is "$status" 0 "--allow takes several, and groups"
compare --allow mitigations --allow knobs "$tmp/old.jsonl" "$tmp/unlike.jsonl"
is "$status" 0 "and may be given again"
refused "'old' and 'new' differ in /proc/sys" "what another group has" \
	--allow config "$tmp/old.jsonl" "$tmp/unlike.jsonl"
refused 'expected the name of a difference' "a key that there is not" --allow colour "$tmp/old.jsonl" "$tmp/new.jsonl"
sed 's/"id":"[^"]*","time"/&/; s/"mitigation_mds":"none"/"anon_fault_ahead_bytes":32768/' \
	"$tmp/new.jsonl" >"$tmp/ahead.jsonl"
refused 'differ in anon_fault_ahead_bytes: 0 and 32768' "fault-ahead, of which the other kernel knows nothing," \
	"$tmp/old.jsonl" "$tmp/ahead.jsonl"
sed 's/,"mitigation_mds":"none"//' "$tmp/new.jsonl" >"$tmp/unknown.jsonl"
compare "$tmp/old.jsonl" "$tmp/unknown.jsonl"
is "$status" 0 "what one side does not know is no difference"
sed '/"new-3"/s/"thp_enabled":"madvise"/"thp_enabled":"never"/' "$tmp/new.jsonl" >"$tmp/within.jsonl"
refused "differ in thp_enabled" "a difference within one arm" "$tmp/old.jsonl" "$tmp/within.jsonl"
sed '/"new-3"/s/"kernel":"new"/"kernel":"newer"/' "$tmp/new.jsonl" >"$tmp/two-kernels.jsonl"
refused "has repetitions of kernel 'new' and of 'newer'" "an arm of two kernels" \
	"$tmp/old.jsonl" "$tmp/two-kernels.jsonl"
compare --allow kernel "$tmp/old.jsonl" "$tmp/two-kernels.jsonl"
is "$status" 0 "--allow kernel puts them together"

# The mistake of 2004: sums over 3 repetitions beside sums over 10.
cat >"$tmp/tables" <<'END'
ia64 three:

 Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec
  1   3    1    0.300s   6.000s   6.330s 31207.619 31059.716

ia64 ten:

 Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec
  1  10    1    1.000s   20.000s   21.100s 31207.619 31059.716
END
"$pft" import -q -o "$tmp/tables.jsonl" "$tmp/tables"
refused "'ia64 three' and 'ia64 ten' differ in reps: 3 and 10" "Rep 3 against Rep 10" "$tmp/tables.jsonl"
compare --allow reps "$tmp/tables.jsonl"
like "$out" "^allowed to differ: reps: 3 in 'ia64 three', 10 in 'ia64 ten'$" "unless that is declared"
like "$out" 'ia64 ten .* 1\.000 .* 1x10  cannot tell$' "and then a page's cost is the same"
compare --only 'ia64 2.6.10-rc3-bk7' --only 'ia64 Patched kernel' "$srcdir/results/2004/records.jsonl"
is "$status" 0 "the tables of 2004 are compared"
like "$out" '^cannot tell: each is one sum over its repetitions: no interval$' "without an interval, which is said"
like "$out" 'Patched kernel  +4465.8  1.299 +- .* 1x3  cannot tell$' "with the ratio"

# ---- rows that one has not ----

sed 's/"threads":1/"threads":2/; s/"order":/"order":1/' "$tmp/old.jsonl" | grep '"sample"' >"$tmp/more.jsonl"
cat "$tmp/old.jsonl" >>"$tmp/more.jsonl"
compare "$tmp/more.jsonl" "$tmp/new.jsonl"
is "$status" 0 "rows in common are compared"
like "$out" '^  compact, 2 threads: in no other than .old.$' "the others are named as missing"
compare "$tmp/new.jsonl" "$tmp/more.jsonl"
like "$out" '^  compact, 2 threads: not in .new.$' "whoever has them"

# ---- what is no comparison ----

refused 'nothing to compare: expected FILE or DIR' "no operand"
refused 'expected a name' "an empty label" --only '' "$tmp/old.jsonl"
refused 'No such file' "an operand of no characters" '' "$tmp/old.jsonl"
refused 'one kernel alone: expected two' "one kernel alone" "$tmp/old.jsonl"
refused 'hold the same repetitions' "a file that is both arms" "$tmp/old.jsonl" "$tmp/old.jsonl"
cp "$tmp/old.jsonl" "$tmp/copy.jsonl"
refused 'hold the same repetitions' "and a copy of it" "$tmp/old.jsonl" "$tmp/copy.jsonl"
refused 'two sides have this name' "one name for two" x="$tmp/old.jsonl" x="$tmp/new.jsonl"
refused 'No such file' "a file that is not there" "$tmp/old.jsonl" "$tmp/none.jsonl"
: >"$tmp/empty.jsonl"
refused 'empty.jsonl' "an empty file" "$tmp/old.jsonl" "$tmp/empty.jsonl"
echo 'not a record' >"$tmp/garbage.jsonl"
refused 'garbage.jsonl:1: not a record' "garbage" "$tmp/old.jsonl" "$tmp/garbage.jsonl"
mkdir "$tmp/nothing"
refused "directory 'nothing': expected record files" "a folder without records" "$tmp/old.jsonl" "$tmp/nothing"
grep -v '"sample"' "$tmp/new.jsonl" >"$tmp/norep.jsonl"
refused 'no repetitions in it' "records without repetitions" "$tmp/old.jsonl" "$tmp/norep.jsonl"
for option in --margin --fail-if-slower; do
	for value in '' x -1 1e9 nan 5%%; do
		refused "$option .*: expected a percentage" "$option '$value'" \
			$option "$value" "$tmp/old.jsonl" "$tmp/new.jsonl"
	done
done
refused 'expected wall, cpu or unmap' "a metric that there is not" --metric x "$tmp/old.jsonl" "$tmp/new.jsonl"
refused 'expected table, mail, csv, json or markdown' "--format classic" --format classic "$tmp/old.jsonl" "$tmp/new.jsonl"

# ---- the exit status ----

compare -q --fail-if-slower 5 "$tmp/old.jsonl" "$tmp/new.jsonl"
is "$status:$out$err" "0:" "what is faster does not fail, and -q prints nothing"
compare -q --format json "$tmp/old.jsonl" "$tmp/new.jsonl"
like "$out" '^\{' "but the JSON that was asked for"
compare -q --fail-if-slower 5 "$tmp/new.jsonl" "$tmp/old.jsonl"
is "$status:$out" "3:" "what is 11% slower fails at 5%"
like "$err" '^pft: .*anon-write.*: 11\.[0-9]+% slower than .*: --fail-if-slower allows 5%$' \
	"and one line says which row, and by how much"
is "$(printf '%s\n' "$err" | wc -l | tr -d ' ')" 1 "and no more"
compare -q --fail-if-slower 12 "$tmp/new.jsonl" "$tmp/old.jsonl"
is "$status" 0 "and not at 12%"
compare -q --fail-if-slower 0 "$tmp/old.jsonl" "$tmp/like.jsonl"
is "$status" 0 "what cannot be told does not fail"
compare -q --fail-if-slower 0 "$tmp/invalid.jsonl" "$tmp/old.jsonl"
is "$status" 1 "INVALID wins over slower"
compare -q --fail-if-slower 50 --only 'stock thp:hugepages-64kB=always' --only stock "$campaign"
is "$status" 3 "an exact difference fails too"

# ---- how it looks ----

compare --format mail "$tmp/old.jsonl" "$tmp/new.jsonl"
golden mail "the mail has n, interval, verdict, machine and commands"
is "$(printf '%s\n' "$out" | awk 'length > 72')" "" "in 72 columns"
compare --format csv "$tmp/old.jsonl" "$tmp/new.jsonl"
is "$(printf '%s\n' "$out" | awk -F, 'NR == 1 { n = NF } { gsub(/"[^"]*"/, "") } NF != n' | wc -l | tr -d ' ')" 0 \
	"each line of the CSV has the fields that the first one names"
is "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 3 "it has a line for each row and arm"
compare --format json "$tmp/old.jsonl" "$tmp/new.jsonl"
is "$(printf '%s\n' "$out" | grep -c '^{"type":"compare","schema":"pft/1",')" 2 "JSON has a record for each"
if command -v python3 >/dev/null; then
	is "$(printf '%s\n' "$out" | python3 -c 'import json, sys
print([json.loads(line)["verdict"] for line in sys.stdin])')" "[None, 'faster']" "which parses, with null for what is unknown"
else
	skip "python3 is not installed" "JSON parses"
fi
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	script -qec "stty cols 50; '$pft' compare --no-color '$tmp/old.jsonl' '$tmp/new.jsonl'" /dev/null \
		</dev/null | tr -d '\r' >"$tmp/narrow"
	is "$(awk 'length > 50' "$tmp/narrow")" "" "on 50 columns it keeps to them"
	like "$(cat "$tmp/narrow")" '^    faster$' "with the verdict on a line of its own"
	like "$(cat "$tmp/narrow")" '^left out, as the terminal is narrow: present$' "and names what is left out"
	script -qec "'$pft' compare '$tmp/old.jsonl' '$tmp/invalid.jsonl'" /dev/null </dev/null >"$tmp/color"
	like "$(cat "$tmp/color")" "$(printf '\033')\[31mINVALID" "on a terminal INVALID is red"
else
	skip "no pseudo terminal, or no script(1)" "on 50 columns it keeps to them"
fi

# ---- text that would be code ----

# shellcheck disable=SC2016 # for no shell to run
evil='"\u001b[31m=cmd|x, \"quoted\" `touch '$tmp'/PWNED` <b>&amp;\n$(reboot) \u202e %n"'
sed "s|\"kernel\":\"new\"|\"kernel\":$(printf '%s' "$evil" | sed 's/[&\\|]/\\&/g')|" "$tmp/new.jsonl" >"$tmp/evil.jsonl"
for format in table mail csv json; do
	compare --format $format "$tmp/old.jsonl" "$tmp/evil.jsonl"
	is "$status" 0 "a label full of markup is compared as $format"
	like "$out" '<b>&amp;' "and shown as it stands"
	unlike "$out" "$(printf '\033')" "without its escape sequences"
	is "$(printf '%s\n' "$out" | awk -v format=$format '
		(format == "table" && length > 80) || (format == "mail" && length > 72)')" "" "in its columns"
done
compare --format csv "$tmp/old.jsonl" "$tmp/evil.jsonl"
like "$out" ',"\?\[31m=cmd\|x, ""quoted"" ' "its quotes and commas are quoted in CSV"
ok "$(test ! -e "$tmp/PWNED"; echo $?)" "nothing of it was run"
run "$pft" compare "$tmp/old.jsonl" "$(printf '\033[31m')$tmp/none"
unlike "$err" "$(printf '\033')" "nor does a file's name get to the terminal as it stands"

# ---- real ones ----

for label in first second first second; do
	"$pft" run -q -b 64K -r 2 --warmup 0 -t 1 --label $label -o "$tmp/real.jsonl" 2>/dev/null
done
# Whoever else works on this machine may change its knobs meanwhile.
compare --allow knobs,cpus,mitigations,config "$tmp/real.jsonl"
is "$status:$err" "0:" "runs of this machine that alternate are compared"
like "$out" ' 2x2  (faster|slower|same within 1%|cannot tell)$' "two runs of two repetitions each"

done_testing
