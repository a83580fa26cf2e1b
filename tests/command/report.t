#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft report: what it writes, what it refuses, and that gnuplot or a shell never executes
# text of a record.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/records.sh"


has_gnuplot=$(command -v gnuplot || true)

# ---- what it writes ----

measured >"$tmp/good.jsonl"
measured 'accounting="classic"' >"$tmp/classic.jsonl"
if [ -n "$has_gnuplot" ]; then
	run "$pft" report -o "$tmp/new/out" "$tmp/good.jsonl"
	is "$status" 0 "a good file is reported"
	like "$out" '^ *1 .* 546133 ' "the table is printed: 65536 pages in 0.12 s"
	like "$err" "$tmp/new/out" "stderr says where the pictures are"
	is "$(cd "$tmp/new/out" && echo * .[!.]*)" \
		"cpu-time.csv cpu-time.png cpu-time.svg mail.txt rate-per-cpu.csv rate-per-cpu.png rate-per-cpu.svg rate-per-wall.csv rate-per-wall.png rate-per-wall.svg report.csv report.html report.txt .[!.]*" \
		"the folder was made and holds tables, pictures and their data, nothing else"
	is "$(cat "$tmp/new/out/report.txt")" "$out" "report.txt is the table"
	is "$(dd if="$tmp/new/out/rate-per-wall.png" bs=1 skip=1 count=3 2>/dev/null)" \
		PNG "the PNG is one"
	is "$(sed -n 2p "$tmp/new/out/rate-per-wall.csv" | cut -d, -f1-3,6)" \
		"stock,1,546133.333333,3" "the data beside a picture is what it shows"
	like "$(cat "$tmp/new/out/rate-per-wall.svg")" 'fault/wsec' "the axis is named"

	run "$pft" report -q -o "$tmp/new/out" "$tmp/good.jsonl"
	is "$status:$out" "0:" "-q prints no table"

	for kernel in 1 2 3 4 5 6 7 8 9; do
		measured "kernel=\"kernel $kernel\""
	done >"$tmp/many.jsonl"
	run "$pft" report -q -o "$tmp/many" "$tmp/many.jsonl"
	is "$status" 0 "nine kernels are reported"
	ok "$(test -s "$tmp/many/rate-per-wall-2.png"; echo $?)" \
		"what is too much for a picture goes to a second one"
	ok "$(test -s "$tmp/many/cpu-time-3.svg"; echo $?)" \
		"and so do the bars, four kernels a picture"
	run "$pft" report -q -o "$tmp/many" "$tmp/good.jsonl"
	ok "$(test ! -e "$tmp/many/rate-per-wall-2.png" && test ! -e "$tmp/many/cpu-time-3.svg"; echo $?)" \
		"pictures of an earlier report do not stay among those of a new one"

	{
		measured
		sample threads=4 wall_s=0.1 ok=false 'invalid="65535 pages present"'
	} >"$tmp/invalid.jsonl"
	run "$pft" report -o "$tmp/invalid" "$tmp/invalid.jsonl"
	is "$status" 1 "INVALID rows make the exit status 1"
	like "$out" 'INVALID 1 of 1: 65535 pages present' "with the reason in the table"
	like "$err" 'INVALID' "and a line on stderr"
	ok "$(test -s "$tmp/invalid/cpu-time.png"; echo $?)" "after everything is written"
	unlike "$(cat "$tmp/invalid/rate-per-wall.csv")" ',4,' "the row is not drawn"
	like "$(cat "$tmp/invalid/rate-per-wall.svg")" '1 INVALID row left out' \
		"and the caption says so"
	{
		measured
		sample threads=4 wall_s=0.1 ok=false 'invalid="r"' 'kind="other"'
	} >"$tmp/orphan.jsonl"
	run "$pft" report -q -o "$tmp/orphan" "$tmp/orphan.jsonl"
	like "$(cat "$tmp/orphan/rate-per-wall.svg")" \
		'1 INVALID row left out' \
		"also where a workload has no valid row at all"
	unlike "$(cat "$tmp/orphan/cpu-time.svg")" 'INVALID' \
		"but not in a picture that would not show that workload"

	sample threads=1 wall_s=null cpu_s=null user_s=null system_s=null \
		'engine="exact"' instructions=262144000 >"$tmp/untimed.jsonl"
	run "$pft" report -o "$tmp/untimed" "$tmp/untimed.jsonl"
	is "$status" 0 "repetitions without times are reported"
	is "$(cd "$tmp/untimed" && echo *)" "mail.txt report.csv report.html report.txt" \
		"without pictures of nothing"

	for unit in s:30 ms:0.3 µs:0.0003; do
		sample threads=1 "wall_s=${unit#*:}" cpu_s=0 user_s=null \
			system_s=null >"$tmp/unit.jsonl"
		run "$pft" report -q -o "$tmp/unit" "$tmp/unit.jsonl"
		like "$(cat "$tmp/unit/cpu-time.svg")" \
			"time per repetition \\(${unit%:*}\\)" \
			"bars of ${unit#*:} s are drawn in ${unit%:*}"
		like "$(cat "$tmp/unit/cpu-time.svg")" '>[ ]*30+<' \
			"with short numbers at the axis"
	done
	for kernel in 1 2 3 4; do
		measured "kernel=\"kernel $kernel\""
	done >"$tmp/four.jsonl"
	run "$pft" report -q -o "$tmp/four" "$tmp/four.jsonl"
	is "$(grep -c 'time per repetition' "$tmp/four/cpu-time.svg")" 2 \
		"of four panels those at the left alone name the axis"
	unlike "$(cat "$tmp/four/cpu-time.svg")" 'own scale|Sums are divided' \
		"panels of one scale, of times that are no sums, say nothing of either"

	# bars WALL WALL: a picture of two kernels, in $svg
	bars() {
		{
			sample threads=1 "wall_s=$1" cpu_s=0 user_s=null system_s=null
			sample threads=1 "wall_s=$2" cpu_s=0 user_s=null system_s=null \
				'kernel="other"'
		} >"$tmp/bars.jsonl"
		run "$pft" report -q -o "$tmp/bars" "$tmp/bars.jsonl"
		svg=$(cat "$tmp/bars/cpu-time.svg")
	}
	# axes: the units that the panels' axes name
	axes() {
		printf '%s\n' "$svg" |
			sed -n 's/.*time per repetition (\([^)]*\)).*/\1/p' | tr '\n' ' '
	}
	bars 30 0.3
	like "$svg" 'Each panel has its own scale' \
		"a panel with bars a hundredth as high as another's has its own scale, and the picture says so"
	is "$(axes)" "s ms " "each panel names its own unit"
	is "$(printf '%s\n' "$svg" | grep -Ec '>[ ]*(30|300)<')" 2 \
		"and has its own numbers at the axis"
	bars 30 5
	like "$svg" 'Each panel has its own scale' \
		"bars a sixth as high have their own scale too"
	is "$(axes)" "s s " "and each panel names its axis, if the unit is the same"
	bars 30 10
	unlike "$svg" 'own scale' "bars a third as high are drawn to one scale"
	is "$(axes)" "s " "whose axis is named once"
	bars 30 0
	unlike "$svg" 'own scale' "a panel with nothing to be seen is to the other's scale"
	bars 300000 300000
	is "$(axes)" "1000 s " "times of days have short numbers at the axis: they are in 1000 s"

	run "$pft" report -q -o "$tmp/classic" "$tmp/classic.jsonl"
	like "$(cat "$tmp/classic/cpu-time.svg")" 'time per repetition' \
		"the bars of classic accounting are named as times per repetition"
	like "$(cat "$tmp/classic/cpu-time.svg")" 'Sums are divided by their repetitions' \
		"and the picture says that they were sums"

	sample threads=1 wall_s=0.1 >"$tmp/one.jsonl"
	run "$pft" report -q -o "$tmp/one" "$tmp/one.jsonl"
	is "$status" 0 "one repetition at one thread is drawn"
	like "$(cat "$tmp/one/rate-per-wall.svg")" 'no intervals known' \
		"and its caption says that it has no interval"

	mkdir "$tmp/plain"
	printf 'exit\n' >"$tmp/plain/.gnuplot"
	HOME=$tmp/plain
	export HOME
	run "$pft" report -q -o "$tmp/rc" "$tmp/good.jsonl"
	is "$status" 0 "a ~/.gnuplot has no say in a report"
else
	skip "gnuplot is not installed" "pictures are drawn"
fi

# ---- formats and inputs ----

for format in table classic mail csv json; do
	run env PATH=/nowhere "$pft" report --format "$format" -o "$tmp/formats" "$tmp/good.jsonl"
	ok "$(test -n "$out"; echo $?)" "--format $format prints something"
	printf '%s\n' "$out" >"$tmp/format-$format"
done
like "$(cat "$tmp/format-classic")" \
	'^  0   3    1    0.060s      0.540s   0.360s327680.000 546133.333$' \
	"the classic format has the columns of 2004, and sums"
is "$(awk 'length > 72' "$tmp/format-mail")" "" "the mail format fits 72 columns"
is "$(wc -l <"$tmp/format-csv" | tr -d ' ')" 3 "the csv format has a line a row"
is "$(wc -l <"$tmp/format-json" | tr -d ' ')" 6 "the json format has a line a sample"

run env PATH=/nowhere "$pft" report -o "$tmp/bare" "$tmp/good.jsonl"
is "$status" 1 "without gnuplot the exit status is 1"
like "$err" 'gnuplot.*install' "the message says what to install"
is "$(cd "$tmp/bare" && echo *)" \
	"cpu-time.csv mail.txt rate-per-cpu.csv rate-per-wall.csv report.csv report.html report.txt" \
	"and text and CSV are there"

# A gnuplot that has the program interrupted while it draws. A signal that whoever
# runs this test ignores would be ignored by the program too.
mkdir "$tmp/fake"
heard=--default-signal=INT,TERM,HUP
env "$heard" true 2>/dev/null || heard=LC_ALL=C
for signal in INT TERM HUP; do
	{
		echo '#!/bin/sh'
		echo "echo once >>'$tmp/drawn-$signal'"
		# Between the two stands the leader of its process group.
		echo "read -r pid name state pft rest <\"/proc/\$PPID/stat\""
		echo "kill -$signal \"\$pft\""
	} >"$tmp/fake/gnuplot"
	chmod +x "$tmp/fake/gnuplot"
	run env "$heard" PATH="$tmp/fake:$PATH" "$pft" report -q \
		-o "$tmp/$signal" "$tmp/good.jsonl"
	is "$(kill -l "$status")" "$signal" "SIG$signal while a picture is drawn ends the report by that signal"
	# The shell may tell of the signal below it.
	is "${err%%"
"*}" "pft: interrupted: what was written before is kept" \
		"one line says so"
	is "$(cat "$tmp/drawn-$signal")" once "no further picture is drawn"
	is "$(cd "$tmp/$signal" && find . -mindepth 1 | LC_ALL=C sort | tr '\n' ' ')" \
		"./mail.txt ./rate-per-wall.csv ./report.csv ./report.txt " \
		"nothing half-way stays in the folder"
done

# Many series, drawn by a gnuplot that shows what it was given.
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
series=0
while [ $series -lt 260 ]; do
	sample threads=1 wall_s=0.1 "boot_id=\"boot $series\"" \
		"run=\"run $series\"" "kernel=\"kernel $series\""
	series=$((series + 1))
done >"$tmp/boots.jsonl"
run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report -q -o "$tmp/boots" \
	"$tmp/boots.jsonl"
is "$status" 0 "260 boots are reported"
is "$(cd "$tmp/boots" && echo rate-per-cpu*.png | wc -w | tr -d ' ')" 32 \
	"in 32 pictures of a sort and no more"
like "$(cat "$tmp/boots/rate-per-wall-32.svg")" \
	'4 more left out after 32 pictures' \
	"the caption of the last one says how many series are left out"
unlike "$(cat "$tmp/boots/rate-per-wall-31.svg")" 'left out' "that of no other"
like "$(cat "$tmp/boots/cpu-time-32.svg")" \
	'132 more left out after 32 pictures' \
	"of those with bars, four a picture, it says so too"
like "$err" 'up to 132 series are in no picture' "and a line on stderr"
head -n 256 "$tmp/boots.jsonl" >"$tmp/fit.jsonl"
run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report -q -o "$tmp/boots" \
	"$tmp/fit.jsonl"
unlike "$(cat "$tmp/boots/rate-per-wall-32.svg")" 'left out' \
	"nothing is left out where the last picture has the last series"

# Sums.
{
	sample threads=1 reps=3 wall_s=3 user_s=1.5 system_s=4.5 cpu_s=6 \
		'kernel="of 3"' 'accounting="classic"'
	sample threads=1 reps=10 wall_s=10 user_s=5 system_s=15 cpu_s=20 \
		'kernel="of 10"' 'accounting="classic"'
} >"$tmp/sums.jsonl"
run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report -q -o "$tmp/sums" "$tmp/sums.jsonl"
is "$(sed -n 's/^panel,"\([^"]*\)",.*,\([0-9.]*\),1$/\1 \2/p' "$tmp/sums/cpu-time.svg")" "of 3 2
of 10 2" "sums over 3 and over 10 repetitions are drawn to the scale of one"
like "$(cat "$tmp/sums/cpu-time.svg")" '^note,"Sums are divided by their repetitions\.",' "and a note says so"
is "$(cat "$tmp/sums/cpu-time.csv")" \
	"series,threads,user_s,system_s,cpu_s,wall_s,nr_reps,times_were_sums
of 3,1,0.5,1.5,2,1,3,true
of 10,1,0.5,1.5,2,1,10,true" "the data beside the bars is what they show"
for accounting in window:good:false classic:classic:true; do
	data=${accounting#*:}
	run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report -q \
		-o "$tmp/sums" "$tmp/${data%:*}.jsonl"
	is "$(sed -n 2p "$tmp/sums/cpu-time.csv")" \
		"stock,1,0.02,0.18,0.2,0.12,3,${data#*:}" \
		"three repetitions with ${accounting%%:*} accounting are drawn as their mean"
done

mkdir "$tmp/folder" "$tmp/empty"
cp "$tmp/good.jsonl" "$tmp/folder/b.jsonl"
measured 'kernel="other"' >"$tmp/folder/a.jsonl"
echo garbage >"$tmp/folder/notes.txt"
run env PATH=/nowhere "$pft" report -o "$tmp/all" "$tmp/folder"
is "$(printf '%s\n' "$out" | grep '^kernel' | cut -d, -f1 | tr '\n' ' ')" \
	"kernel other kernel stock " "a folder is read: every .jsonl in it, by name"
run env PATH=/nowhere "$pft" report -o "$tmp/all" "$tmp/good.jsonl" "$tmp/./good.jsonl"
like "$err" 'given twice, read once' "a file that is given twice"
like "$(sed -n 2p "$tmp/all/report.csv")" ',3,0,,3,' "has its repetitions counted once"

# refused STATUS PATTERN NAME COMMAND...: one line on stderr, nothing written
refused() {
	pattern=$1
	name=$2
	shift 2
	run "$@"
	is "$status" 2 "$name: exit status 2"
	like "$err" "$pattern" "$name: the message says why"
	is "$(wc -l <"$tmp/err" | tr -d ' '):$out" "1:" "$name: in one line, with no table"
}

refused 'expected -o DIR' "no -o" "$pft" report "$tmp/good.jsonl"
refused 'no record file' "no file" "$pft" report -o "$tmp/x"
refused 'nothere' "a file that does not exist" "$pft" report -o "$tmp/x" "$tmp/nothere"
refused 'expected record files' "a folder without record files" \
	"$pft" report -o "$tmp/x" "$tmp/empty"
refused 'expected table, classic' "an unknown format" \
	"$pft" report --format html -o "$tmp/x" "$tmp/good.jsonl"
{
	cat "$tmp/good.jsonl"
	echo 'not a record'
	cat "$tmp/good.jsonl"
} >"$tmp/garbage.jsonl"
refused 'garbage.jsonl:7' "garbage" "$pft" report -o "$tmp/x" "$tmp/garbage.jsonl"
echo '{"type":"host","schema":"pft/1","id":"h"}' >"$tmp/host.jsonl"
refused 'no repetitions' "a file without samples" "$pft" report -o "$tmp/x" "$tmp/host.jsonl"
: >"$tmp/file"
refused 'file' "a folder that cannot be made" \
	"$pft" report -o "$tmp/file/out" "$tmp/good.jsonl"
ok "$(test ! -e "$tmp/x"; echo $?)" "what was refused has made no folder"

if [ -w /dev/full ]; then
	status=0
	PATH=/nowhere "$pft" report -o "$tmp/full" "$tmp/good.jsonl" >/dev/full 2>"$tmp/err" </dev/null || status=$?
	is "$status" 1 "a full disk under stdout is a failed report"
	ok "$(test -s "$tmp/full/report.txt"; echo $?)" "whose files are kept"
else
	skip "no /dev/full here" "a full disk under stdout is a failed report"
fi

# ---- text that would be code ----

# In JSON, with $1 as the command that must not run. Quotes of both kinds,
# backticks, $( ), gnuplot's macros, calls, continuation and enhanced text,
# markup, escapes, control characters, bytes that are no UTF-8 (as a writer
# escapes them), a character that XML forbids, and spreadsheet formulas.
evil() {
	printf '%s' "\"$2=\`$1\` \$($1) system('$1') \\\"; system(\\\"$1\\\") # '; !$1\\n!$1\\n"
	printf '%s' "@GPVAL_TERM @PWNED {/Symbol a}^2_3 <script>alert(1)</script> &amp; ]]>"
	printf '%s' " \\\\n\\\\042\\\\140 \\\\xff \\u0007\\u001b[31m \\ufffe \\t%s %n\""
}
# every_field COMMAND: a file with such text in every field that is text
every_field() {
	printf '{"type":"host","schema":"pft/1","id":"h1","cpu_name":%s,"machine":%s}\n' \
		"$(evil "$1" cpu)" "$(evil "$1" machine)"
	printf '{"type":"run","schema":"pft/1","id":"r1","host":"h1","time":%s,"kernel_release":%s,"argv":["pft",%s]}\n' \
		"$(evil "$1" date)" "$(evil "$1" release)" "$(evil "$1" argv)"
	measured "kernel=$(evil "$1" kernel)" "kind=$(evil "$1" kind)" \
		"pattern=$(evil "$1" pattern)" "bind=$(evil "$1" bind)" \
		"mem=$(evil "$1" mem)" "thp=$(evil "$1" thp)" \
		"tasks=$(evil "$1" tasks)" "regions=$(evil "$1" regions)" \
		"engine=$(evil "$1" engine)" "clock=$(evil "$1" clock)" \
		"time=$(evil "$1" time)" "knobs={$(evil "$1" knob):$(evil "$1" value)}"
	# One by itself: what a legend then has is this text and no more.
	measured "boot_id=\"b2\"" "kernel=\"system('$1')\"" "warnings=[$(evil "$1" warning)]"
	sample threads=8 wall_s=1 ok=false "invalid=$(evil "$1" reason)"
}

every_field "touch $tmp/PWNED" >"$tmp/evil.jsonl"
run "$pft" report -v -o "$tmp/evil" "$tmp/evil.jsonl"
is "$status" 1 "a file full of code is reported as any other, with its INVALID row"
ok "$(test ! -e "$tmp/PWNED"; echo $?)" "nothing of it was run"
esc=$(printf '\033')
unlike "$out" "$esc" "no escape sequence reaches the terminal"
like "$out" 'kernel=`touch' "the text itself is shown"
for format in table classic mail csv; do
	run env PATH=/nowhere "$pft" report -v --format "$format" -o "$tmp/evil-text" "$tmp/evil.jsonl"
	is "$(printf '%s\n' "$out" | grep -c '^!touch')" 0 \
		"--format $format: a newline in a label begins no line"
done
measured 'kernel="a\u202eb\u2028c\ufeff"' >"$tmp/bidi.jsonl"
for format in table classic mail csv; do
	run env PATH=/nowhere LC_ALL=C "$pft" report --format "$format" \
		-o "$tmp/bidi" "$tmp/bidi.jsonl"
	like "$out" 'a\?b\?c\?' \
		"--format $format: what turns a line around is a question mark"
done
escape=$(printf '\033')
name=$(printf '%s/\033[31m\302\233.jsonl' "$tmp")
{
	cat "$tmp/good.jsonl"
	printf '{"type":"sam'
} >"$name"
run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report -q \
	-o "$tmp/names$escape" "$name" "$name"
like "$err" '\?\[31m\?.jsonl:7: a torn line is skipped' \
	"a torn line is told of with the controls in the file's name replaced"
like "$err" "\\?\\[31m\\?.jsonl': given twice" "and so is a file given twice"
like "$err" 'are in .*/names\?$' "and the folder of the pictures"
unlike "$err" "$escape|$(printf '\302\233')" "none of them reaches the terminal"
measured 'kernel="bad\\xff"' 'escaped=["kernel"]' >"$tmp/escaped.jsonl"
run env PATH=/nowhere "$pft" report --format json -o "$tmp/escaped" \
	"$tmp/escaped.jsonl"
is "$(printf '%s\n' "$out" | grep -c '"escaped":\["kernel"\]')" 6 \
	"--format json still says which members were escaped"
measured 'kernel="=1+1"' >"$tmp/formula.jsonl"
run env PATH=/nowhere "$pft" report --format csv -o "$tmp/formula" "$tmp/formula.jsonl"
like "$out" "^'=1\\+1," "a label is no formula for a spreadsheet"

if [ -z "$has_gnuplot" ]; then
	skip "gnuplot is not installed" "pictures show text as text"
	done_testing
fi
pictures=$(cd "$tmp/evil" && echo *.svg)
is "$pictures" "cpu-time-2.svg cpu-time.svg rate-per-cpu-2.svg rate-per-cpu.svg rate-per-wall-2.svg rate-per-wall.svg" \
	"all pictures of it were drawn"
if command -v xmllint >/dev/null || command -v python3 >/dev/null; then
	for picture in $pictures; do
		ok "$(well_formed "$tmp/evil/$picture" >/dev/null 2>&1; echo $?)" \
			"$picture is well-formed XML"
	done
else
	skip "neither xmllint nor python3 is installed" "the pictures are well-formed XML"
fi
svg=$(cat "$tmp/evil"/rate-per-wall*.svg)
unlike "$svg" '<script' "no picture has a script in it"
like "$svg" '&lt;script' "markup is shown, escaped"
like "$svg" '\{/Symbol a\}\^2_3' "enhanced text is not interpreted"
like "$svg" '@GPVAL_TERM @PWNED' "macros are not expanded"
like "$svg" '\$\(touch' "shell substitutions are shown as they stand"
like "$svg" '\\n\\042\\140 \\xff' "escapes are shown as they stand"
like "$svg" "system\\('touch" "calls are shown as they stand"

# The same with scripts that evaluate a name, as ours must never: if these did
# not run the command, the tests above could not fail.
mkdir -p "$tmp/broken/plots"
cp "$srcdir"/src/view/plots/*.gp "$tmp/broken/plots"
chmod u+w "$tmp/broken/plots"/*
cat >>"$tmp/broken/plots/rate.gp" <<'END'
eval 'x = ' . key_name[1]
END
measured "kernel=\"system('touch $tmp/PWNED')\"" >"$tmp/call.jsonl"
run env PFT_DATADIR="$tmp/broken" "$pft" report -q -o "$tmp/caught" "$tmp/call.jsonl"
ok "$(test -e "$tmp/PWNED"; echo $?)" \
	"a script that evaluates a name is caught: the command runs then"
rm -f "$tmp/PWNED"
run "$pft" report -q -o "$tmp/caught" "$tmp/call.jsonl"
is "$status" 0 "with our scripts the same file is reported"
ok "$(test ! -e "$tmp/PWNED"; echo $?)" "and the command does not run"

# ---- where its scripts are found ----

run env -u PFT_DATADIR "$pft" report -q -o "$tmp/beside" "$tmp/good.jsonl"
if [ -n "$has_gnuplot" ]; then
	is "$status" 0 "in its build folder pft finds its scripts by itself"
else
	skip "gnuplot is not installed" "in its build folder pft finds its scripts by itself"
fi
mkdir -p "$tmp/prefix/bin" "$tmp/prefix/share/pft"
cp "$pft" "$tmp/prefix/bin/pft"
ln -s pft "$tmp/prefix/bin/linked"
cp -r "$srcdir/src/view/plots" "$srcdir/src/view/page" "$tmp/prefix/share/pft"
printf 'error "the scripts of the prefix"\n' >"$tmp/prefix/share/pft/plots/rate.gp"
run env -u PFT_DATADIR "$tmp/prefix/bin/linked" report -q -o "$tmp/moved" "$tmp/good.jsonl"
if [ -n "$has_gnuplot" ]; then
	like "$err" 'the scripts of the prefix' \
		"below a prefix that was moved it finds those of the prefix, also through a link"
else
	skip "gnuplot is not installed" "below a prefix it finds those of the prefix"
fi

run "$pft" report -o - "$tests/data/round-trip.jsonl"
is "$status" 2 'standard output is no folder'
is "$err" "pft: --output '-': expected a directory: name one with -o DIR" 'and the line says so'
ok "$([ ! -e - ]; echo $?)" 'no folder is made for it'

done_testing
