#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft import: classic tables to records.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
top=$(cd "$srcdir" && pwd)
posting=$top/results/2004/posting-2004.txt

header=' Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec'
good='  1   3    1    0.047s      2.163s   2.021s 88925.153  88859.030'
also='  1   3    2    0.040s      3.215s   1.069s 60385.889 115677.685'
cut='  1   3    4    0.041s      3.509s   1.023s 553'
odd='  1   3    1    0.047s      2.163s   2.021s  8925.153  88859.030'

# text LINE...: the lines, in a file.
text() {
	printf '%s\n' "$@" >"$tmp/text"
}

# values FILE NAME: of each sample, one a line. Records are one object a line.
values() {
	sed -n '/"type":"sample"/s/.*"'"$2"'":\("[^"]*"\|[^,}]*\).*/\1/p' "$1"
}

# --- what is done

text 'ia64 2.6.9:' "$header" "$good" "$also"
run "$pft" import -o "$tmp/one.jsonl" --format classic "$tmp/text"
is "$status" 0 'a text with good rows is imported'
is "$err" '' 'nothing is said on stderr then'
like "$out" '  1   3    1    0.047s      2.163s   2.213s 88925.153  88859.030' \
	'the wall time is the true one, the published rates stay'
is "$(values "$tmp/one.jsonl" kernel | sort -u)" '"ia64 2.6.9"' \
	'the title names the kernel'
is "$(values "$tmp/one.jsonl" reps | sort -u)" 3 'a sample says how many repetitions it sums'
is "$(values "$tmp/one.jsonl" bytes | sort -u)" 1073741824 'bytes are those of one'
is "$(values "$tmp/one.jsonl" pages | sort -u)" 65536 'pages are those of one'
is "$(values "$tmp/one.jsonl" time | sort -u)" null 'no time is guessed'
is "$(values "$tmp/one.jsonl" wall_printed_s | head -n 1)" 2.021 'what was printed is kept'
like "$(grep '"type":"note"' "$tmp/one.jsonl")" '"wall_quirk":"hundredths of a second padded to three digits"' \
	'a note says what was undone'
like "$(grep '"type":"note"' "$tmp/one.jsonl")" 'import classic tables: no interval' \
	'a note says that there is no interval'

run "$pft" import -o "$tmp/csv.jsonl" --format csv "$tmp/text"
is "$(printf '%s\n' "$out" | grep -c .)" 3 'the csv has a header and a line a row'
run "$pft" import -o "$tmp/json.jsonl" --format json "$tmp/text"
is "$(printf '%s\n' "$out" | grep -c '"type":"sample"')" 2 'the json has a line a sample'
run "$pft" import -q -o "$tmp/quiet.jsonl" "$tmp/text"
is "$status$out$err" 0 'with -q nothing is printed'
run "$pft" import -v -o "$tmp/verbose.jsonl" "$tmp/text"
like "$(echo "$out" | tr -d '\n' | tr -s ' ')" 'padded to three digits: undone' 'with -v the table says what was undone'
run "$pft" import "$tmp/text"
like "$err" "^pft: records are in $tmp/state/pft/.*\\.jsonl\$" 'without -o the place of the records is said'
is "$(cat "$tmp"/state/pft/*.jsonl)" "$(cat "$tmp/one.jsonl")" 'and the records are there'

status=0
"$pft" import -q -o "$tmp/stdin.jsonl" - <"$tmp/text" || status=$?
is "$status" 0 'a - is standard input'
cp "$tmp/one.jsonl" "$tmp/twice.jsonl"
run "$pft" import -q -o "$tmp/twice.jsonl" "$tmp/text"
is "$(grep -c '"type":"sample"' "$tmp/twice.jsonl")" 4 'records are appended to what is there'
printf '> > %s\r\n' "$header" "$good" >"$tmp/quoted"
run "$pft" import -q -o "$tmp/two.jsonl" "$tmp/text" "$tmp/quoted"
is "$(values "$tmp/two.jsonl" kernel | tr '\n' ' ')" '"ia64 2.6.9" "ia64 2.6.9" "table 1" ' \
	'several files are read in order, quoted ones with CR LF too'

run "$pft" import -q -o "$tmp/told.jsonl" --label 'our "first"' --machine 'a box' \
	--source 'a <list>' --date 2005-01-31 "$tmp/text"
is "$status" 0 'what the user knows can be told'
is "$(values "$tmp/told.jsonl" time | sort -u)" '"2005-01-31T00:00:00Z"' '--date gives the time'
like "$(cat "$tmp/told.jsonl")" '"kernel":"our \\"first\\""' '--label names the kernel, quotes and all'
like "$(cat "$tmp/told.jsonl")" '"machine":"a box"' '--machine is kept'
like "$(cat "$tmp/told.jsonl")" '"source":"a <list>"' '--source is kept'
text 'x86:' "$header" '  0   2    1    0.010s      0.500s   0.051s257003.921 256000.000'
run "$pft" import -q -o "$tmp/zero.jsonl" "$tmp/text"
is "$(values "$tmp/zero.jsonl" bytes)" 268435456 'where Gb prints 0 bytes come from the rates'
run "$pft" import -q -o "$tmp/page.jsonl" --page-size 8K "$tmp/text"
is "$(values "$tmp/page.jsonl" bytes)" 536870912 '--page-size settles another page size'
run "$pft" import -q -o "$tmp/bytes.jsonl" --bytes 512M "$tmp/text"
is "$(values "$tmp/bytes.jsonl" page_bytes)" 8192 '--bytes settles the page size'
run "$pft" import -v -o "$tmp/wrong.jsonl" --bytes 100M "$tmp/text"
is "$(values "$tmp/wrong.jsonl" bytes)" null 'bytes that the rates deny are not taken'
like "$(echo "$out" | tr -d '\n' | tr -s ' ')" 'with --bytes are not what the rates say' 'and the table says so'

# --- what pft prints itself

run "$pft" import -o "$tmp/first.jsonl" --format classic "$posting"
printf '%s\n' "$out" >"$tmp/classic"
run "$pft" import -o "$tmp/again.jsonl" --format classic "$tmp/classic"
for name in bytes pages threads user_s system_s flt_per_cpu_s fault_per_wall_s ok; do
	is "$(values "$tmp/again.jsonl" $name)" "$(values "$tmp/first.jsonl" $name)" \
		"the classic format is read again with the same $name"
done

# Both accountings: 512M, 500M (four figures) of 16K pages in processes, and 8M
# with so few clock ticks that User and System are '-'.
run "$pft" report --format classic -o "$tmp/trip" "$top/tests/data/round-trip.jsonl"
printf '%s\n' "$out" >"$tmp/trip.txt"
sed 's/^/\&gt; /' "$tmp/trip.txt" >"$tmp/trip-quoted.txt"
for text in trip trip-quoted; do
	run "$pft" import -o "$tmp/$text.jsonl" --format classic "$tmp/$text.txt"
	is "$status$err" 0 "$text: what pft report prints is imported without a word"
	is "$(printf '%s\n' "$out" | grep '^  0 ')" "$(grep '^  0 ' "$tmp/trip.txt")" \
		"$text: every row is printed again as it was, rates too"
	is "$(values "$tmp/$text.jsonl" bytes | uniq | tr '\n' ' ')" \
		'536870912 524288000 8388608 536870912 524288000 8388608 ' \
		"$text: bytes come from the heading"
	is "$(values "$tmp/$text.jsonl" page_bytes | uniq | tr '\n' ' ')" \
		'4096 16384 4096 16384 4096 ' "$text: and so does the page size"
	is "$(values "$tmp/$text.jsonl" accounting | uniq | tr '\n' ' ')" \
		'"window" "classic" ' "$text: and the accounting"
	is "$(values "$tmp/$text.jsonl" kind | uniq | head -n 3 | tr '\n' ' ')" \
		'"anon-write" "file-write-shared" "anon-write" ' "$text: and the kind"
	is "$(values "$tmp/$text.jsonl" tasks | uniq | head -n 3 | tr '\n' ' ')" \
		'"threads" "processes" "threads" ' "$text: and what the tasks are"
	is "$(values "$tmp/$text.jsonl" user_s | sed -n 5p)" null \
		"$text: a User time that was not printed is unknown"
	is "$(values "$tmp/$text.jsonl" kernel | head -n 1)" '"6.18.0-trip"' \
		"$text: the kernel is named without the date"
done

# A run's own tables, whatever this machine makes of them.
for how in --classic '--format classic'; do
	# shellcheck disable=SC2086
	run "$pft" run $how -b 4M -r 2 -t 1 -o "$tmp/ran.jsonl"
	rates=$(printf '%s\n' "$out" | sed -n 's/^  0   2 .*s *\([0-9.]* *[0-9.]*\)$/\1/p')
	printf '%s\n' "$out" >"$tmp/ran"
	run "$pft" import -o "$tmp/imported.jsonl" --format classic "$tmp/ran"
	is "$(printf '%s\n' "$out" | sed -n 's/^  0   2 .*s *\([0-9.]* *[0-9.]*\)$/\1/p')" \
		"${rates:-none}" "the rates of pft run $how are read again"
done

# --- rates that are printed although the pages are unknown

text "$header" '  0   2    1    0.010s      0.500s   0.051s257003.921 256000.000'
run "$pft" import -o "$tmp/unknown.jsonl" --format classic "$tmp/text"
like "$out" '0\.510s257003\.921 256000\.000$' 'the printed rates are shown where pages are unknown'
like "$err" "^pft: $tmp/text:1: 1 of 1 rows: page size unknown, and bytes with it: .* give --page-size\$" \
	'and what is unknown is told of without -v'
is "$(values "$tmp/unknown.jsonl" pages)" null 'the pages stay unknown in the record'

# --- where records go

text "$header" "$good"
run "$pft" import -o - "$tmp/text"
is "$status" 0 'with -o - records go to standard output'
is "$(printf '%s\n' "$out" | grep -vc '^{"type":')" 0 'and no table does'
is "$(printf '%s\n' "$out" | grep -c '"type":"sample"')" 1 'they are all there'
ok "$([ ! -e - ]; echo $?)" 'no file is made for it'
export XDG_STATE_HOME="$tmp/apart"
for again in 1 2 3 4 5 6 7 8; do
	run "$pft" import -q "$tmp/text"
done
is "$(printf '%s\n' "$tmp"/apart/pft/*.jsonl | grep -c .)" "$again" \
	'every command without -o has a file of its own'
is "$(cat "$tmp"/apart/pft/*.jsonl | grep -c '"type":"sample"')" "$again" \
	'with its records alone'

# --- quotations

text 'A. N. Other> ia64 2.6.9:' "A. N. Other> $header" "A. N. Other>   1   3    1    0.047s" \
	'A. N. Other>   2.163s   2.021s 88925.153  88859.030'
run "$pft" import -q -o "$tmp/other.jsonl" "$tmp/text"
is "$status$(values "$tmp/other.jsonl" kernel)" '0"ia64 2.6.9"' \
	"a quoter's full name is neither title nor part of a row"

# --- what is not right

run "$pft" import -o "$tmp/posting.jsonl" "$posting"
is "$status" 1 'a row that cannot be right gives status 1'
is "$(grep -c '"ok":true' "$tmp/posting.jsonl")" 19 'of the posting 19 rows are valid'
is "$(grep '"ok":false' "$tmp/posting.jsonl" | grep -c 'CPU time of 1.547 s is more than 1 thread can use')" 1 \
	'the one that is not has less wall time than CPU time'
like "$out" INVALID 'the table shows it as INVALID'
text "$header" "$good" "$odd"
run "$pft" import -q -o "$tmp/odd.jsonl" "$tmp/text"
is "$status" 1 'rates that contradict their times give status 1'
is "$(values "$tmp/odd.jsonl" ok | tr '\n' ' ')" 'true false ' 'both rows are kept'
text 'prose' "$header" "$good" "$cut" "$also"
run "$pft" import -q -o "$tmp/cut.jsonl" "$tmp/text"
is "$status" 1 'a damaged row gives status 1'
is "$err" "pft: $tmp/text:4: damaged row '1 3 4 0.041s 3.509s 1.023s 553': expected the columns of its header: skipped" \
	'it is told of with file and line'
is "$(grep -c '"type":"sample"' "$tmp/cut.jsonl")" 2 'the good rows beside it are kept'
text "$header" "$good"
run "$pft" import -o /dev/full "$tmp/text"
is "$status" 1 'records on a full disk give status 1'
like "$err" '^pft: record file .*No space left' 'the full disk is named'
status=0
"$pft" import -o "$tmp/full.jsonl" "$tmp/text" >/dev/full 2>"$tmp/err" || status=$?
is "$status" 1 'a table on a full disk gives status 1'
is "$(grep -c '"type":"sample"' "$tmp/full.jsonl")" 1 'its records are kept'

text "$header" "$good" '  1   3    4        -      3.509s   1.023s 553'
run "$pft" import -q -o "$tmp/dash.jsonl" "$tmp/text"
like "$err" ":3: damaged row '1 3 4 - 3.509s 1.023s 553'" 'a damaged row with a dash is told of whole'
text "$header" "$good" "$cut"
escape=$(printf '\033[1m')
cp "$tmp/text" "$tmp/odd${escape}name"
run "$pft" import -q -o "$tmp/escape.jsonl" "$tmp/odd${escape}name"
ok "$(printf '%s' "$err" | grep -cF "$escape")" 'no control character of a file name reaches the terminal'
like "$err" '^pft: .*name:3: damaged row' 'the file is told of all the same'

# refused NAME TEXT ARGUMENT...: status 2, one line that has TEXT, no records.
refused() {
	name=$1
	expected=$2
	shift 2
	rm -f "$tmp/none.jsonl"
	run "$pft" import -o "$tmp/none.jsonl" "$@"
	is "$status" 2 "$name: refused"
	like "$err" "^pft: .*$expected" "$name: the line says why"
	is "$(printf '%s\n' "$err" | wc -l | tr -d ' ')" 1 "$name: it is one line"
	ok "$([ ! -e "$tmp/none.jsonl" ]; echo $?)" "$name: nothing is written"
}

text 'no tables here' "$good"
refused 'a text without header' 'no classic table found: expected a header such as "Gb Rep Threads' "$tmp/text"
text "$header" 'nothing below'
refused 'a header without rows' 'and rows below it' "$tmp/text"
: >"$tmp/empty"
refused 'an empty file' 'no classic table found' "$tmp/empty"
head -c 100000 "$pft" >"$tmp/binary"
refused 'a binary file' 'no classic table found' "$tmp/binary"
text "$header" "$good"
refused 'a good file and a missing one' 'No such file' "$tmp/text" "$tmp/missing"
refused 'a folder' 'Is a directory' "$tmp"
refused 'no file' 'expected files with classic tables'
refused 'a bad page size' "--page-size '5K': expected a power of two" --page-size 5K "$tmp/text"
refused 'bad bytes' "--bytes '0'" --bytes 0 "$tmp/text"
refused 'a day that does not exist' "--date '2004-02-30'" --date 2004-02-30 "$tmp/text"
refused 'a date in another form' "--date '13.12.2004'" --date 13.12.2004 "$tmp/text"
refused 'a bad format' "format 'html'" --format html "$tmp/text"
refused 'more labels than titles' "--label 'two': expected at most 1" --label one --label two "$tmp/text"
refused 'an empty label' 'expected a name' --label '' "$tmp/text"
run "$pft" import -o "$tmp/text/below" "$tmp/text"
is "$status" 2 'records that cannot be written anywhere give status 2'

# --- results/2004

is "$(grep -c '"ok":true' "$top/results/2004/records.jsonl")" 71 'of its 73 rows 71 are valid'
is "$(grep -c '"ok":false' "$top/results/2004/records.jsonl")" 2 'two cannot be right'

done_testing
