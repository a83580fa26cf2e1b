#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft ab as users see it. tests/unit/ab-fake runs here instead: it is pft ab with a fake
# lab, where nothing is built or booted.
# shellcheck disable=SC1091,SC2154 # status, out and err are set by run
. "${srcdir:=.}/tests/tap.sh"
fake=$PWD/tests/unit/ab-fake

# ---- the table ----

run "$fake" --engine exact --a stock --b half -b 1M -t 1,2
is "$status" 0 "two kernels are compared"
like "$out" '^engine exact: instructions per page' "the heading says what the numbers are"
like "$(printf '%s' "$out" | tr -s '\n ' ' ')" 'ratio: what stock costs over what this costs: above 1 is cheaper' \
	"and what the ratio is"
like "$out" '^anon-write sequential, 1M, 2 threads, thp inherit$' "each row has a heading"
like "$out" '^  half +1000\.00  2\.000 +exact 2000\.00  1\.500   1\.0000   1\.000  1$' \
	"half the cost is a ratio of 2, exactly, n beside it"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "the table keeps to 80 columns"
like "$err" '^pft: records are in .*/records\.jsonl$' "it is said where the records are"
table=$out

run "$fake" --engine exact --a stock --b half -b 1M -t 1,2
is "$out" "$table" "the same command shows the same table"
like "$err" 'measured before.*--fresh measures it again' "at once, and says so"

run "$fake" --engine exact --a stock --b stock -b 1M
like "$out" 'the same to the last instruction' "A against A is the same to the last instruction"

run "$fake" --engine exact --a stock --a-name before --b half --b-name 'after v2' --b half --b-set vm.swappiness=10 \
	-b 1M -o "$tmp/named.jsonl"
is "$status" 0 "sides are given names"
like "$out" '^  after v2 +1000\.00  2\.000 ' "--b-name names the side of the preceding --b"
like "$out" '^  before ' "--a-name the first side"
like "$out" '^  half vm\.swappiness=10$' "a side without a name is named by its kernel and knobs"
is "$(grep -c '"kernel":"after v2"' "$tmp/named.jsonl")" "$(grep -c '"kernel":"before"' "$tmp/named.jsonl")" \
	"records have the names"
run "$fake" --engine exact --a stock --b-name first --b half --b-name second -b 1M
is "$status" 2 "a name before the first --b is its, so that a second one is refused"
like "$err" "^pft: --b-name 'second': the side is named 'first' already" "with the reason"

if script -qec true /dev/null </dev/null >"$tmp/null" 2>&1; then
	narrow=$(script -qec "stty cols 50; '$fake' --engine exact --a stock --b half -b 1M --no-color 2>/dev/null" \
		/dev/null </dev/null | tr -d '\r')
	is "$(printf '%s\n' "$narrow" | awk 'length > 50')" "" "on a narrow terminal it keeps to that"
	like "$narrow" '^ +1000\.00  2\.000 +exact   1\.0000   1\.000  1$' \
		"with cost and memory"
	like "$narrow" '^left out.* narrow: \+unmap' "and says what is left out"
else
	skip "script is not installed" "a narrow terminal is kept to"
fi

run "$fake" --engine exact --a stock --b half -b 1M --format mail
is "$(printf '%s\n' "$out" | awk 'length > 72')" "" "a mail keeps to 72 columns"
like "$out" '^pft ab --engine exact --a stock --b half -b 1M' \
	"and ends with the command that makes it again"

run "$fake" --engine exact --a stock --b half -b 1M --format csv
is "$(printf '%s\n' "$out" | sed 's/"[^"]*"/text/g' | awk -F, '{ print NF }' | LC_ALL=C sort -u | wc -l | tr -d ' ')" 1 \
	"each line of CSV has as many fields as its header"
is "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 3 "a line for each row and treatment"
if command -v jq >/dev/null; then
	"$fake" --engine exact --a stock --b half -b 1M --format json 2>/dev/null >"$tmp/json"
	is "$(jq -r 'select(.kernel == "half") | "\(.type) \(.fault_ratio) \(.n)"' "$tmp/json")" \
		"comparison 2 1" "JSON has the same"
else
	skip "jq is not installed" "JSON has the same"
fi

# ---- memory pressure ----

run "$fake" --engine exact --layouts 3 --a stock --b half -b 1M -p sequential,random --swap 64M --pressure 10
is "$status" 0 "rows are put under memory pressure"
like "$out" '^anon-write random, 1M, 1 thread, thp inherit, pressure 10%$' "which their headings say"
like "$(printf '%s' "$out" | tr -s '\n ' ' ')" 'compressed swap of 64M' "and the machine's line has the swap"
like "$out" '^  half +25\.0 +37\.5 +50\.0 +0\.0 +30\.0 +0\.0 +2\.50 +0\.00 +1000  3$' \
	"unused pages, what was taken of them and of used ones, against chance, and what it cost"
is "$(printf '%s\n' "$out" | grep -c 'enriched: share')" 1 "what the columns are is said once"
is "$(printf '%s\n' "$out" | grep -c '^ *unused  taken')" 2 "each row has them"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "they keep to 80 columns"
run "$fake" --engine exact --a stock --b half -b 1M --swap 64M --pressure 10 --format csv
like "$out" 'pressure_percent,.*pressure_gone_of_unused,pressure_gone_of_unused_half95,' "CSV has the same"
is "$(printf '%s\n' "$out" | sed 's/"[^"]*"/text/g' | awk -F, '{ print NF }' | LC_ALL=C sort -u | wc -l | tr -d ' ')" 1 \
	"in each of its lines"
run "$fake" --engine exact --a stock --b half -b 1M --format csv
unlike "$out" 'pressure' "without pressure it has none of it"
cat >"$tmp/pressure.conf" <<-'EOF'
	engine = "exact"; swap = "64M";
	kernels = ( { label = "stock"; kernel = "stock"; }, { label = "half"; kernel = "half"; } );
	workloads = ( { bytes = "1M"; pressure = 10; }, { bytes = "1M"; pressure = 20; }, { bytes = "1M"; } );
EOF
run "$fake" "$tmp/pressure.conf"
is "$status" 0 "a campaign file has both as settings"
is "$(printf '%s\n' "$out" | grep -c '^ *unused  taken')" 2 "of rows that are alike but for it each has its own"

# ---- verdicts ----

run "$fake" --engine exact --layouts 3 --a stock --b half --b stock -b 1M -t 1,2
like "$out" '^  cheaper: half$' "below a row stands what is faster"
like "$out" '^  same within 1%: stock \(2\)$' "and what is the same"
like "$(printf '%s' "$out" | tr -s '\n ' ' ')" 'by Holm over 4 comparisons; within 1% is the same' \
	"the heading says over how many comparisons"
run "$fake" --engine exact --layouts 3 --a half --b stock -b 1M --format csv
like "$out" ',dearer,[0-9.e-]+,[0-9.e-]+,1,,[0-9.]+,1,$' "CSV has the verdict, its p and what it is over"
csv=$out
run "$fake" -q --engine exact --layouts 3 --a half --b stock -b 1M --format csv
is "$out" "$csv" "-q leaves out the tables for people, not the CSV that was asked for"
run "$fake" -q --engine exact --layouts 3 --a half --b stock -b 1M
is "$out" "" "and prints no table"
run "$fake" --engine exact --a stock --b half -b 1M --fail-if-slower 0
is "$status" 0 "--fail-if-slower does not mind what is faster"
run "$fake" --engine exact --a half --b stock -b 1M --fail-if-slower 99
is "$status" 3 "it exits with 3 for twice the cost at 99%"
like "$err" '^pft: stock, anon-write .*1 thread.*: [0-9.]+% dearer than half: --fail-if-slower allows 99%$' \
	"when one line has named side, row, difference and limit"
run "$fake" --engine exact --a half --b stock -b 1M -t 1,2 --fail-if-slower 99
like "$err" 'dearer than half, the worst of 2: --fail-if-slower' "of several rows it names the worst"
run "$fake" --engine exact --a half --b stock -b 1M --fail-if-slower 101 -q
is "$status" 0 "and not at 101%"
run "$fake" --engine exact --a half --b stock -b 1M --fail-if-slower x
is "$status" 2 "what is no percentage is refused"
like "$err" "^pft: --fail-if-slower 'x': expected a percentage" "with the reason"

# ---- rows on some treatments, many rows ----

cat >"$tmp/some.conf" <<'END'
engine = "exact"; layouts = 4; limit = 0;
treatments = ( { name = "stock"; kernel = "stock"; }, { name = "half"; kernel = "half"; },
	{ name = "populate"; kernel = "stock"; kind = "anon-populate"; } );
workloads = (
	{ name = "all of it"; bytes = "1M"; },
	{ name = "lengths"; pattern = "islands:1..9"; bytes = "1M"; treatments = ( "stock", "half" ); },
	{ name = "few"; pattern = "islands:1..2"; bytes = "2M"; latency = false; treatments = ( "stock", "half" ); }
);
END
run "$fake" "$tmp/some.conf"
is "$status" 0 "a row that is not measured on a treatment is nothing INVALID"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "such a table keeps to 80 columns"
like "$out" '^all of it: anon-write sequential, 1M, 1 thread, thp inherit$' "a workload has its name"
is "$(printf '%s\n' "$out" | grep -c '^  populate .* 4$')" 1 "its row alone has the third treatment"
like "$(printf '%s' "$out" | tr -s '\n ' ' ')" 'lengths: 9 rows, from anon-write islands:1, .* to anon-write islands:9, ' \
	"nine rows of one name are one"
like "$out" '^  half +-3[0-9]\.[0-9]+ .* islands:[1-9] .* 1\.000  islands:[1-9]$' \
	"with the row that is slowest and the one with most pages"
is "$(printf '%s\n' "$out" | grep -c '^few: ')" 2 "two rows are shown each"
like "$out" '^ +fault % +\+-95% unmap % +\+-95%  both % +\+-95%  instr\. +\+-95%$' \
	"over layouts there are differences in percent"
like "$out" '^  half +-[45][0-9]\.[0-9]+ +[0-9.]+ ' "with half of their interval"
run "$fake" "$tmp/some.conf" -v
is "$(printf '%s\n' "$out" | grep -c '^lengths: ')" 9 "-v shows each of many rows"
run "$fake" "$tmp/some.conf" --format mail
is "$(printf '%s\n' "$out" | awk 'length > 72')" "" "a mail of it keeps to 72 columns"
run "$fake" "$tmp/some.conf" --format csv
is "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 26 "CSV has each row on the treatments it is measured on"
like "$out" 'present_per_page,name,fault_more,' "with its name"
run "$fake" "$tmp/some.conf" --dry-run
is "$(printf '%s\n' "$out" | grep -c '^ *[0-9]*  layout')" 28 \
	"rows of another name, or on other treatments, have boots of their own"
run "$fake" --b half "$tmp/some.conf" --a stock
is "$status" 0 "--a and --b are measured on all rows of a file"
like "$out" '^few: anon-write islands:2, 2M' "also on those that name treatments"

# ---- parts ----

mkdir "$tmp/parts"
cat >"$tmp/parts/two.conf" <<'END'
limit = 0; beside = "import.jsonl";
treatments = ( { name = "stock"; kernel = "stock"; }, { name = "half"; kernel = "half"; },
	{ name = "old"; kernel = "half"; }, { name = "new"; kernel = "stock"; } );
workloads = ( { bytes = "1M"; threads = [ 1, 2 ]; }, { bytes = "2M"; } );
parts = (
	{ name = "counted"; engine = "exact"; treatments = ( "stock", "half" ); },
	{ name = "timed"; engine = "tcg"; classic = true; boots = 2; reps = 3; treatments = ( "old", "new" ); }
);
END
"$pft" import -q -o "$tmp/parts/import.jsonl" "$srcdir/results/2004/posting-2004.txt" 2>"$tmp/null"
run "$fake" --dry-run "$tmp/parts/two.conf"
is "$status" 0 "the plan of a campaign of two parts is shown"
like "$out" '^counted:$' "the first by its name"
like "$out" '^timed:$' "and the second"
like "$out" '\(0 warm-up \+ 3\) repetitions' "classic accounting has no warm-up"
run "$fake" -o "$tmp/parts/both.jsonl" --report "$tmp/parts/report" "$tmp/parts/two.conf"
is "$status" 0 "both parts are measured by one command"
is "$(printf '%s\n' "$out" | grep -cE '^(counted|timed)$')" 2 "each has its name above its table"
like "$out" '^  half .* 2\.000 ' "the first part compares its treatments"
like "$out" '^  new .* 0\.(49|50)' "the second compares others, against its own first one"
is "$(printf '%s\n' "$out" | grep -c '^ Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec$')" 4 \
	"below it stand the tables of 2004, one for each treatment and size"
like "$out" '^old: .*classic accounting, emulated$' "with side, workload and accounting"
like "$out" '^  0   3    2  ' "in the columns of 2004"
like "$out" '\+-95% of fault/wsec over 2 boots: ' "and how sure they are"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "all of it keeps to 80 columns"
like "$err" "pft: tables, pictures and the page report\.html are in $tmp/parts/report" "it is said where the report is"
like "$(cat "$tmp/parts/report/report.txt")" '^timed$' "the report has both parts"
like "$(cat "$tmp/parts/report/report.txt")" '2\.6\.10' \
	"and what the file names beside them, found from where the file is"
like "$(cat "$tmp/parts/report/report.html")" 'timed: Comparison with <bdi>old' "the page heads each part with its name"
like "$(cat "$tmp/parts/report/report.html")" 'Gb Rep Threads   User' "and has the tables of 2004"
like "$(cat "$tmp/parts/report/comparison.csv")" ',timed$' "its CSV names the part of a line"
timed=$(grep '"part":"timed"' "$tmp/parts/both.jsonl" | sed 's/.*"schema":"[^"]*","id":"\([^"]*\)".*/\1/')
grep -e '"type":"host"' -e "$timed" "$tmp/parts/both.jsonl" >"$tmp/parts/timed.jsonl"
run "$pft" report --format classic -o "$tmp/parts/again" "$tmp/parts/timed.jsonl"
is "$(printf '%s\n' "$out" | grep -c '^ Gb Rep')" 4 "pft report --format classic prints the tables of 2004 alone"
unlike "$out" '^  new .* 0\.(49|50)' "without the comparison of them"
run "$fake" --part timed --format csv "$tmp/parts/two.conf"
is "$(printf '%s\n' "$out" | grep -c ',exact,')" 0 "--part measures one of them alone"
is "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 7 "with all of its rows"
run "$fake" --format csv "$tmp/parts/two.conf"
is "$(printf '%s\n' "$out" | grep -c '^run,')" 1 "the CSV of several parts has one header"
run "$fake" --part none "$tmp/parts/two.conf"
is "$status" 2 "a part that is not there is refused"
like "$err" "^pft: --part 'none': no part" "with its name"
run "$fake" --beside "$tmp/parts/none.jsonl" --report "$tmp/parts/report" "$tmp/parts/two.conf"
is "$status" 2 "records beside that cannot be read are refused before anything is run"
run "$fake" --report "$tmp/parts/two.conf/x" "$tmp/parts/two.conf"
is "$status" 2 "so is a folder for the report that cannot be made"
run "$fake" --classic --engine exact --b half --a stock
is "$status" 2 "classic accounting of instructions is refused"
like "$err" "^pft: --classic: the accounting of 2004 needs times" "with the reason"
# refused SETTINGS NAME: a file whose parts are these
refused() {
	printf 'parts = ( %s );\n' "$1" >"$tmp/parts/bad.conf"
	run "$fake" --a stock --b half "$tmp/parts/bad.conf"
	is "$status" 2 "$2"
	like "$err" "^pft: $tmp/parts/bad\.conf:1: " "naming its line"
}
refused '{ engine = "exact"; }' "a part without a name is refused"
refused '{ name = "a"; }, { name = "a"; }' "so are two of one name"
refused '{ name = "a"; report = "x"; }' "a report of one part is no setting"
sed 's/"old", "new" );.}/"old", "newer" ); }/' "$tmp/parts/two.conf" >"$tmp/parts/bad.conf"
run "$fake" "$tmp/parts/bad.conf"
is "$status" 2 "a part that names no treatment of the file is refused"
like "$err" "bad\.conf:[0-9]+: treatments 'newer': no side has that name" "with that name"

# ---- engines ----

run "$fake" --a stock --b half -b 1M
is "$status" 0 "without --engine one is chosen"
like "$err" 'engine exact: no guest starts here' "exact where kvm does not work, and says why"
like "$out" '^engine exact' "the table is of that engine"
run env LAB_FAKE_KVM=1 "$fake" --a stock --b half -b 1M
like "$out" '^engine kvm: ns per page' "kvm where it works"
run "$fake" --engine kvm --a stock --b half -b 1M
is "$status" 2 "kvm that does not work is refused when it was asked for"
like "$err" 'no guest starts here: expected exact or tcg' "with the reason and the mend"
run "$fake" --engine tcg --a stock --b half -b 1M --boots 4
is "$status" 0 "tcg boots each kernel several times"
like "$out" '^engine tcg: emulated' "its seconds are called emulated"
like "$out" '^  half .* [12]\.[0-9]{3}-[12]\.[0-9]{3} .* 4$' "with an interval over four boots"
run "$fake" --engine exact --a stock --b half -b 1M --layouts 4
like "$out" 'interval over layouts' "layouts have an interval as well"
like "$out" '^  half .* 4$' "over four of them"

# ---- what goes wrong ----

run "$fake" --engine exact --a stock --b panic -b 1M
is "$status" 1 "a kernel that panics is status 1"
like "$out" '^  panic +- .* 0$' "its line is there, without numbers"
like "$out" 'INVALID boot 1 of 1 panic: Kernel panic' "it says why"
like "$(printf '%s' "$out" | tr -d '\n ')" 'console:.*/boot-2/console.log' "and where its console is"
run "$fake" --engine exact --a stock --b warned -b 1M
is "$status" 0 "a kernel that warned is compared"
like "$out" 'boot 1 of 1 warned: WARNING: fake' "and said to have warned"
run "$fake" --engine exact --a stock --b invalid -b 1M
is "$status" 1 "a repetition that fails its gate is status 1"
like "$out" 'INVALID 1 of 3 repetitions: 1 x 3 pages are missing' "and told with its reason"

run "$fake" --engine exact --a stock --b stop -b 1M
is "$status" 143 "an interrupted comparison ends by its signal"
like "$err" 'interrupted after 1 of 2 boots: what is complete is kept: the same command continues' \
	"and says what to do"
is "$out" "" "no table of half a campaign"
run "$fake" --engine exact --a stock --b slow -b 1M
is "$status" 130 "an interrupt while a kernel is built ends by its signal, too"
is "$err" "pft: interrupted" "and ends the build"

run "$fake" --engine exact --a stock --b half -b 3M
kept=$(printf '%s\n' "$err" | sed -n 's/^pft: records are in //p')
sed 's/"outcome":"ok"/"outcome":"lost"/' "$kept" >"$tmp/lost" && cp "$tmp/lost" "$kept"
run "$fake" --engine exact --a stock --b half -b 3M
is "$status" 1 "boots that were lost are status 1"
like "$out" '^  half +- .* 0$' "samples of a lost boot are in no row"

run env XDG_STATE_HOME=/proc "$fake" --engine exact --a stock --b half -b 1M
is "$status" 2 "without a place for records nothing is run"
like "$err" 'expected a place that can be written: set XDG_STATE_HOME$' "and the mend is told"

# ---- killed ----

run "$fake" --engine exact --a stock --b half -b 1M -t 4 --format csv
whole=$(printf '%s\n' "$out" | cut -d, -f2-)
for n in 1 2; do
	LAB_FAKE_KILL=$n "$fake" --engine exact --a stock --b half -b 1M -t 4 --fresh \
		>"$tmp/out" 2>&1
	is "$?" 137 "it is killed in boot $n"
	run "$fake" --engine exact --a stock --b half -b 1M -t 4 --format csv
	is "$status" 0 "the next one completes after boot $n was killed"
	is "$(printf '%s\n' "$out" | cut -d, -f2-)" "$whole" "with the same result as boot $n whole"
done

# ---- records elsewhere ----

run "$fake" --engine exact --a stock --b half -b 1M -o "$tmp/o.jsonl"
is "$status" 0 "records go to a file as well"
lines=$(wc -l <"$tmp/o.jsonl")
[ "$lines" -gt 10 ]
ok $? "they are all there"
run "$fake" --engine exact --a stock --b half -b 1M -o "$tmp/o.jsonl"
is "$(wc -l <"$tmp/o.jsonl")" "$lines" "once, however often the command is given"
run "$fake" --engine exact --a stock --b half -b 2M -o "$tmp/none/o.jsonl"
is "$status" 2 "a file that cannot be written is known before anything is booted"
is "$(printf '%s\n' "$err" | wc -l | tr -d ' ')" 1 "and one line says so"
mkfifo "$tmp/fifo"
wc -l <"$tmp/fifo" >"$tmp/piped" &
run "$fake" --engine exact --a stock --b half -b 1M -o "$tmp/fifo"
wait
is "$(tr -d ' ' <"$tmp/piped")" "$lines" "a pipe gets all of them"
run "$fake" --engine exact --a stock --b half -b 2M -o /dev/full
is "$status" 1 "a full disk is status 1"
like "$out" '^  half +1000' "with the table all the same"
run "$pft" report -o "$tmp/report" "$tmp/o.jsonl"
like "$(cat "$tmp/report/comparison.csv")" 'half' "pft report reads them"
run "$fake" --engine exact --a stock --b half -b 1M -o -
unlike "$out" '^engine exact' "-o - is records and no table"

# ---- the plan ----

run "$fake" --engine tcg --a stock --b half -b 1M --boots 2 --dry-run --seed 5
is "$status" 0 "--dry-run prints the plan"
is "$(printf '%s\n' "$out" | grep -cE '^ +[0-9]+  boot [12]  (stock|half)$')" 4 "each boot of it"
like "$out" '^expected: [0-9]+:[0-9]{2} for 4 boots' "and the expected time"
like "$out" 'assuming' "and what it is assumed from"
run "$fake" --engine exact --a stock --b half -b 1M --dry-run
like "$out" 'there already' "boots that are there are marked"
like "$out" '^expected: 0:00 for 0 boots' "and take no time"
run "$fake" --engine exact --a stock --b unbuilt -b 1M --dry-run
like "$out" '^kernels are to be built first' "kernels that are to be built are told of"

cat >"$tmp/line.conf" <<'END'
kernels = ( { label = "A"; kernel = "stock"; }, { label = "B\nnew"; kernel = "half"; } );
END
run "$fake" --engine exact "$tmp/line.conf" --dry-run
like "$out" '  B\?new$' "a name keeps to its line"

# ---- what is missing is said before anything is built ----

cat >"$tmp/parts/far.conf" <<'END'
engine = "exact"; bytes = "1M";
kernels = ( { label = "stock"; kernel = "slow"; }, { label = "half"; kernel = "half"; } );
parts = ( { name = "near"; arch = "x86_64"; }, { name = "far"; arch = "arm64"; } );
END
run env LAB_FAKE_WITHOUT=arm64 "$fake" "$tmp/parts/far.conf"
is "$status $err" "2 pft: no QEMU for arm64" \
	"what the last part lacks is said before a kernel of the first one is built"
sed 's/"slow"/"stock"/' "$tmp/parts/far.conf" >"$tmp/parts/plan.conf"
run env LAB_FAKE_WITHOUT=arm64 "$fake" --dry-run "$tmp/parts/plan.conf"
is "$status" 0 "the plan can be shown without it"
mkdir "$tmp/bin" "$tmp/have" "$tmp/source"
run env PATH="$tmp/bin" "$pft" ab posting-ia64
is "$status" 2 "a campaign without QEMU or the guest program is refused"
like "$err" "^pft: (qemu-system-aarch64: no such program.*package qemu-system-arm|guest program 'pft-guest-arm64'.*packages gcc-aarch64).*" \
	"the message names what is missing and its package"
is "$(printf '%s\n' "$err" | grep -c 'scripts/setup lab')" "$(printf '%s\n' "$err" | wc -l | tr -d ' ')" \
	"and scripts/setup lab, in one line"
printf '#!/bin/sh\necho QEMU emulator version 7\n' >"$tmp/bin/qemu-system-aarch64"
chmod +x "$tmp/bin/qemu-system-aarch64"
: >"$tmp/have/pft-guest-arm64"
echo 'VERSION = 6' >"$tmp/source/Makefile"
cat >"$tmp/far.conf" <<END
engine = "exact"; arch = "arm64"; bytes = "1M";
kernels = ( { label = "A"; source = "$tmp/source"; }, { label = "B"; source = "$tmp/none"; } );
END
run env PATH="$tmp/bin" PFT_DATADIR="$tmp/have:${PFT_DATADIR-}" XDG_CACHE_HOME="$tmp/cache" "$pft" ab "$tmp/far.conf"
is "$status" 2 "a kernel that no compiler is there for is refused"
like "$err" "^pft: compiler '.*gcc' for arm64: not found: expected it in PATH: install it .*, or run scripts/setup lab$" \
	"with the compiler and its package"
printf '#!/bin/sh\necho gcc 12\n' | tee "$tmp/bin/gcc" >"$tmp/bin/aarch64-linux-gnu-gcc"
chmod +x "$tmp/bin/"*gcc
run env PATH="$tmp/bin" PFT_DATADIR="$tmp/have:${PFT_DATADIR-}" XDG_CACHE_HOME="$tmp/cache" "$pft" ab "$tmp/far.conf"
like "$status $err" "^2 pft: source '$tmp/none': No such file" \
	"a source that is missing is said before the first kernel is built"

# ---- campaign files ----

for conf in "$srcdir"/campaigns/*.conf; do
	run "$fake" --dry-run "$conf"
	is "$status" 0 "${conf##*/} is a campaign"
done
run "$fake" --dry-run example
is "$status" 0 "a campaign that comes with pft is found by its name"
is "$out" "$("$fake" --dry-run "$srcdir/campaigns/example.conf")" "and is that file"
here=$PWD
cd "$tmp" || exit 1
printf 'engine = "exact"; bytes = "3M"; kernels = ( { label = "A"; kernel = "stock"; }, { label = "B"; kernel = "half"; } );\n' >example
run "$here/tests/unit/ab-fake" --dry-run example
like "$out" '^  anon-write sequential, 3M' "a file of that name in the working directory is taken instead"
rm example
cd "$here" || exit 1
run "$fake" --help
like "$(printf '%s' "$out" | tr -s ' \n' ' ')" 'CAMPAIGN.: a file, or one that comes with pft: example, .*, native, .* or ' \
	"--help lists the campaigns that come with pft"
cat >"$tmp/c.conf" <<'END'
engine = "exact";
kernels = ( { label = "A"; kernel = "stock"; }, { label = "B"; kernel = "half"; } );
workloads = ( { bytes = "1M"; threads = [ 1, 2 ]; } );
END
run "$fake" "$tmp/c.conf"
is "$status" 0 "a campaign file is run"
like "$out" '^  B +1000\.00' "with the names it gives"
run "$fake" "$tmp/c.conf" -t 3
like "$out" '3 threads' "the command line overrides it"
unlike "$out" '2 threads' "wholly"

# ---- native ----

cat >"$tmp/native.conf" <<'END'
engine = "native"; bytes = "1M"; reps = 1; boots = 2; limit = 0;
treatments = ( { name = "as it is"; }, { name = "never there"; set = ( "vm.nosuch=1" ); },
	{ name = "the same"; kind = "anon-write"; } );
workloads = ( { threads = 1; }, { bytes = "2M"; treatments = ( "as it is", "never there", "the same" ); } );
END
run "$fake" "$tmp/native.conf"
is "$status" 0 "a file names what the running kernel lacks, and the rest is measured"
like "$err" '^pft: left out: never there: this kernel has no /proc/sys/vm/nosuch$' "what is left out is said, and why"
like "$out" '^  the same ' "what it has is in the table"
is "$(printf '%s\n' "$out" | grep -c 'never there')" 0 "and nothing else"
sed 's/, { name = "the same".*/ );/; s/, "the same"//' "$tmp/native.conf" >"$tmp/nothing.conf"
sed -i '3d' "$tmp/nothing.conf"
run "$fake" "$tmp/nothing.conf"
is "$status" 2 "where it has nothing of it, nothing is run"

run "$fake" --engine native -b 1M -r 1 --boots 2 --a-set thp:enabled=always --b-set thp:enabled=always
case $status in
0)
	like "$out" 'on this boot only' "native says that it holds for this boot only"
	like "$out" ' 2$' "over blocks"
	;;
*)
	skip "$err" "native says that it holds for this boot only"
	;;
esac

# ---- bad requests ----

# bad NAME PATTERN OPTION...
bad() {
	name=$1 pattern=$2
	shift 2
	run "$fake" "$@"
	is "$status" 2 "$name is refused with 2"
	like "$err" "^pft: .*$pattern" "$name: it says what was wrong"
	is "$(printf '%s\n' "$err" | wc -l | tr -d ' ')" 1 "$name: one line"
	is "$out" "" "$name: nothing is printed"
}
bad "nothing to compare" "nothing to compare: expected --b KERNEL" --a stock
bad "no kernel for A" "no kernel: expected one, such as --a stock" --engine exact --b-set vm.x=1
bad "an unknown engine" "engine 'fast': expected" --engine fast
bad "an unknown architecture" "--arch 'vax': expected x86_64, i386 or arm64" --arch vax
bad "a knob without a value" "knob 'vm.x': expected KNOB=VALUE" --b-set vm.x
bad "a knob elsewhere" "knob '/etc/x': expected" --b-set /etc/x=1
bad "an empty name" "--b-name '': expected a name that is not empty" --engine exact --a x --b y --b-name ''
bad "a name of two lines" "--a-name 'x.y': expected .* without control characters" \
	--engine exact --a x --b y --a-name 'x
y'
bad "a name of two sides" "side 'same': given twice" \
	--engine exact --a x --b y --b-name same --b z --b-name same
bad "a kernel for native" "the native engine measures the running kernel" \
	--engine native --a stock --b-set vm.x=1
bad "a knob that this kernel lacks" "knob /proc/sys/vm/nosuch: .*: expected one that this kernel has" \
	--engine native --b-set vm.nosuch=1
bad "a CPU that the guest lacks" "CPU 5: the guest has 2 CPUs, from 0: see --cpus" \
	--engine exact --a x --b y -t 2 --bind list:5
bad "a node that the guest lacks" "node 3: the guest has 1 node, from 0: see --nodes" \
	--engine exact --a x --b y --mem bind:3
bad "folios of a page" "expected more than the 16K of a page of the guest" \
	--engine exact --arch arm64 --a x --b y --thp 16K
bad "an order of what has none" "the kernel populates upwards" \
	--engine exact --a x --b y -k anon-populate -p random
bad "another machine for native" "--arch: the native engine has no guest" \
	--engine native --arch arm64 --b-set vm.swappiness=1
bad "a guest's memory for native" "--memory: the native engine has no guest" \
	--engine native -m 1G --b-set vm.swappiness=1
bad "swap for native" "--swap: the native engine has no guest" \
	--engine native --swap 64M --b-set vm.swappiness=1
bad "pressure on this machine" "does not put this machine under pressure" \
	--engine native --pressure 10 --b-set vm.swappiness=1
bad "pressure without swap" "reclaimed pages need swap: expected --swap SIZE" \
	--engine exact --a x --b y --pressure 10
bad "pressure for nothing" "--pressure '0': expected" --a x --b y --pressure 0 --swap 64M
bad "pressure above all" "--pressure '101': expected" --a x --b y --pressure 101 --swap 64M
bad "pressure on two tasks" "one task uses its pages again: expected --threads 1" \
	--engine exact --a x --b y --pressure 10 --swap 64M -t 2
bad "pressure on what is only read" "expected --kind anon-write" \
	--engine exact --a x --b y --pressure 10 --swap 64M -k anon-read
bad "pressure with stamps" "--pressure --latency: expected one of them" \
	--engine exact --a x --b y --pressure 10 --swap 64M --latency
bad "layouts elsewhere" "only the exact engine has layouts" --engine tcg --a x --b y --layouts 2
bad "layouts and boots" "expected no --boots" --engine exact --a x --b y --layouts 2 --boots 2
bad "too little memory" "the rows do not fit" --engine exact --a x --b y -b 1G -m 512M
bad "a kernel that is not there" "no such label: expected half, panic or stock" \
	--engine exact --a stock --b missing
bad "one that is not there, without an engine" "no such label" --a missing --b stock
bad "one that is not there, for the plan alone" "no such label" \
	--engine exact --a missing --b stock --dry-run
bad "a file that is not there" "campaign file .*: No such file" "$tmp/none.conf"
bad "an unknown campaign" "campaign 'nativ': no such file: expected .* with pft: example, .*, native, .* or " nativ
bad "a folder" "campaign file .*: Is a directory" "$tmp"
bad "two files" "expected one campaign file" "$tmp/c.conf" "$tmp/c.conf"
bad "classic" "--format 'classic': expected table, mail, csv, json or markdown" --format classic --a x --b y
printf 'reps = 3;\nspeed = 4;\n' >"$tmp/bad.conf"
bad "an unknown setting" "bad.conf:2: 'speed': no such setting here" "$tmp/bad.conf"

printf 'kernels = (\n{ label = "A"; kernel = "stock"; },\n{ label = "B"; } );\n' >"$tmp/bad.conf"
bad "a kernel of nothing" "bad.conf:3: expected either kernel, or source" "$tmp/bad.conf"
printf 'kernels = (\n{ label = "A"; kernel = "stock"; source = "6.12"; } );\n' >"$tmp/bad.conf"
bad "a kernel of two things" "bad.conf:2: expected either kernel, or source" "$tmp/bad.conf"
printf 'kernels = (\n{ label = "A"; kernel = "stock"; },\n{ label = "A"; kernel = "half"; } );\n' >"$tmp/bad.conf"
bad "a label given twice" "bad.conf:3: expected a label that no other kernel has" "$tmp/bad.conf"

done_testing
