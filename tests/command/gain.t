#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The pictures gain and scaling of pft report: ratios against threads, with intervals and
# with published tables. Their numbers are compared with numbers computed by hand. Text
# in records that looks like code is never executed.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/records.sh"

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

# plainly DIR FILE...: pft report with that gnuplot
plainly() {
	dir=$1
	shift
	run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report -q -o "$tmp/$dir" "$@"
}
drawn() {
	(cd "$tmp/$1" && printf '%s\n' gain*.svg scaling*.svg | grep -v '\*') | tr '\n' ' '
}

# campaign ENGINE UNIT ROUNDS TREATMENTS ROWS: its run record; lists are JSON
campaign() {
	printf '{"type":"run","schema":"pft/1","id":"c","time":"2026-01-02T03:04:05Z","argv":["pft","ab"],"engine":"%s","unit":"%s"' "$1" "$2"
	printf ',"guest":"x86_64 guest, 4 CPUs","rounds":%s,"reps":1,"treatments":%s,"kernels":%s,"rows":%s}\n' \
		"$3" "$4" "$(printf '%s' "$4" | sed 's/"[^"]*"/"6.12, build id x"/g')" "$5"
}

# boot ROUND TREATMENT
boot() {
	printf '{"type":"boot","schema":"pft/1","id":"b%s%s","run":"c","round":%s,"treatment":%s,"outcome":"ok"}\n' "$1" "$2" "$1" "$2"
}

# cost ENGINE ROUND TREATMENT ROW THREADS FAULT UNMAP [FIELD...]: per page, in ns or instructions; 1000 pages
cost() {
	engine=$1 round=$2 treatment=$3 row=$4 threads=$5 fault=$6 unmap=$7
	shift 7
	if [ "$engine" = exact ]; then
		set -- "instructions=${fault}000" "instructions_teardown=${unmap}000" "$@"
	else
		set -- "wall_s=0.00${fault}" "teardown_s=0.00${unmap}" "$@"
	fi
	sample 'run="c"' "boot_id=\"b$round$treatment\"" "engine=\"$engine\"" "kernel=\"k$treatment\"" \
		"order=$row" "threads=$threads" pages=1000 pages_present=1000 \
		"counters={\"row\":$row,\"treatment\":$treatment}" "$@"
}
rows='["seq, 256M, 1 thread, thp never","seq, 256M, 2 threads, thp never"]'

# ---- numbers ----

{
	campaign exact boot 1 '["stock","ahead"]' "$rows"
	boot 0 0
	boot 0 1
	cost exact 0 0 0 1 3000 1000
	cost exact 0 0 1 2 3300 1100
	cost exact 0 1 0 1 1200 1000
	cost exact 0 1 1 2 1100 1100
} >"$tmp/exact.jsonl"
plainly exact "$tmp/exact.jsonl"
is "$status:$(drawn exact)" "0:gain.svg " "instructions have a picture of the gain, and none of rates"
is "$(cat "$tmp/exact/gain.csv")" \
	'workload,of,series,what,threads,ratio,ratio_low95,ratio_high95,nr_units
"seq, 256M, thp never",fault,ahead,measured,1,2.5,,,1
"seq, 256M, thp never",fault,ahead,measured,2,3,,,1
"seq, 256M, thp never",fault and unmapping,ahead,measured,1,1.81818181818,,,1
"seq, 256M, thp never",fault and unmapping,ahead,measured,2,2,,,1' \
	"a row of threads is a curve, of the fault and of fault and unmapping"
svg=$(cat "$tmp/exact/gain.svg")
like "$svg" '^Did it help: how many times cheaper than stock, 6\.12, x86_64 guest$' "its title says what is compared"
like "$svg" '^exact: instructions, no time is in them$' "and what is counted"
like "$svg" '^y,"times fewer instructions",' "so does its axis"
like "$svg" '^x,"Threads",.*,1,2,1$' "and the other counts threads"
like "$svg" 'exact: the same on every run, so that there is no interval' "the caption says why there is no interval"

awk 'NR > 1' "$tmp/exact.jsonl" >"$tmp/rest"
{
	campaign exact boot 1 '["stock","ahead"]' '["seq, 256M, 1 thread"]'
	grep -v '"row":1' "$tmp/rest"
} >"$tmp/single.jsonl"
plainly single "$tmp/single.jsonl"
is "$(drawn single)" "" "one number of threads is no curve"
{
	campaign exact boot 1 '["stock","ahead"]' "$rows"
	sed '/"row":1/s/"thp":"never"/"thp":"always"/' "$tmp/rest"
} >"$tmp/unlike.jsonl"
plainly unlike "$tmp/unlike.jsonl"
is "$(drawn unlike)" "" "nor are rows that differ in more than that"

# Three blocks; ratios of 2 with a spread that is the same in both rows.
{
	campaign native block 3 '["stock","ahead"]' "$rows"
	for round in 0 1 2; do
		boot $round 0
		boot $round 1
		cost native "$round" 0 0 1 "2${round}00" 1000
		cost native "$round" 1 0 1 "1${round}00" 1000
		cost native "$round" 0 1 2 1000 500
		cost native "$round" 1 1 2 0500 500
	done
} >"$tmp/native.jsonl"
plainly native "$tmp/native.jsonl"
is "$(drawn native)" "gain.svg scaling.svg " "times have both"
# Logarithms of 2/1, 21/11, 22/12: mean 0.648637, sd 0.043540; t(2) 4.302653.
is "$(grep '^"seq, 256M, thp never",fault,ahead,measured,1,' "$tmp/native/gain.csv" | sed 's/\(\.....\)[0-9]*/\1/g')" \
	'"seq, 256M, thp never",fault,ahead,measured,1,1.9129,1.7168,2.1314,3' "a point has its ratio and interval over blocks"
is "$(grep ',fault,stock,' "$tmp/native/scaling.csv" | cut -d, -f5,6 | tr '\n' ' ')" \
	"stock,measured stock,measured " "the first one has a curve of its own in rates"
is "$(sed -n 's/^"seq, 256M, thp never",fault,\(.*\),measured,\([12]\),\([0-9.]*\),.*/\1 \2 \3/p' "$tmp/native/scaling.csv" | sed 's/\(\.....\)[0-9]*/\1/' | tr '\n' ' ')" \
	"stock 1 1 stock 2 2.0984 ahead 1 1.9129 ahead 2 4.1968 " "which are all compared with its rate with one thread"
like "$(cat "$tmp/native/scaling.svg")" '^y,"rate: 1 is 1 thread of stock",' "as the axis says"

# ---- published tables ----

cat >"$tmp/posting" <<'END'
ia64 2.6.10:
 Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec
  1   3    1    0.047s      2.163s   2.021s 88925.153  88859.030
  1   3    2    0.040s      3.215s   1.069s 60385.889 115677.685

ia64 Patched:
 Gb Rep Threads   User      System     Wall flt/cpu/s fault/wsec
  1   3    1    0.008s      2.080s   2.008s 94121.792  94101.359
  1   3    2    0.015s      3.128s   1.064s 62523.771 119563.496
END
run "$pft" import -q --date 2004-12-14 -o "$tmp/old.jsonl" "$tmp/posting"
is "$status" 0 "a posting is imported"
sed 's/"bytes":268435456,"page_bytes":4096/"bytes":1073741824,"page_bytes":16384/' "$tmp/exact.jsonl" >"$tmp/large.jsonl"
plainly beside "$tmp/large.jsonl" "$tmp/old.jsonl"
is "$status:$(grep ',published,' "$tmp/beside/gain.csv" | sed 's/\(\.....\)[0-9]*/\1/' | tr '\n' ' ')" \
	'0:"seq, 256M, thp never",fault and unmapping,"2004: ia64 Patched, wall",published,1,1.0589,,, "seq, 256M, thp never",fault and unmapping,"2004: ia64 Patched, wall",published,2,1.0335,,, "seq, 256M, thp never",fault and unmapping,"2004: ia64 Patched, CPU",published,1,1.0584,,, "seq, 256M, thp never",fault and unmapping,"2004: ia64 Patched, CPU",published,2,1.0354,,, ' \
	"its second table stands to its first beside the campaign's, by wall and by CPU time, without an interval"
like "$(tr '\n' ' ' <"$tmp/beside/gain.svg")" 'compared with ia64 2\.6\.10' "the caption says with what"
is "$(sed -n 's/^key,"\([^"]*\)",1,1,\([01]\),.*/\1|\2/p' "$tmp/beside/gain.svg" | tr '\n' ' ')" \
	"ahead|0 2004: ia64 Patched, wall|1 2004: ia64 Patched, CPU|1 " "what was published is marked as that"
sed 's/"bytes":268435456,"page_bytes":4096/"bytes":1073741824,"page_bytes":16384/' "$tmp/native.jsonl" >"$tmp/times.jsonl"
plainly times "$tmp/times.jsonl" "$tmp/old.jsonl"
is "$(sed -n 's/.*"2004: \([^"]*\)".*,published,/\1,/p' "$tmp/times/scaling.csv" | awk -F, '{ printf "%s %s %.4f; ", $1, $3, $4 }')" \
	"ia64 2.6.10 1 1.0000; ia64 2.6.10 2 1.3018; ia64 Patched 1 1.0590; ia64 Patched 2 1.3455; " \
	"rates of both tables are compared with the first one's with one thread"
plainly apart "$tmp/exact.jsonl" "$tmp/old.jsonl"
unlike "$(cat "$tmp/apart/gain.csv")" published "a campaign of other bytes or pages has no table beside it"
sed '/Patched/,$d' "$tmp/posting" >"$tmp/lone"
run "$pft" import -q --date 2004-12-14 -o "$tmp/lone.jsonl" "$tmp/lone"
plainly without "$tmp/large.jsonl" "$tmp/lone.jsonl"
unlike "$(cat "$tmp/without/gain.csv")" published "a table alone says nothing of a gain"
sed 's/2\.080s   2\.008s 94121.792  94101.359/4.080s   2.008s 48011.000  94101.359/' "$tmp/posting" >"$tmp/impossible"
run "$pft" import -q --date 2004-12-14 -o "$tmp/impossible.jsonl" "$tmp/impossible"
plainly with "$tmp/large.jsonl" "$tmp/impossible.jsonl"
is "$status:$(grep ',published,' "$tmp/with/gain.csv" | grep -c ',published,1,')" "1:0" "an INVALID row of it is not drawn"
like "$(cat "$tmp/with/gain.csv")" ',published,2,' "the valid ones are"

# ---- classic accounting, lost rows, and many kernels ----

sed 's/"accounting":"window"/"accounting":"classic"/; s/"teardown_s":[0-9.]*/"teardown_s":null/' "$tmp/times.jsonl" >"$tmp/classic.jsonl"
plainly classic "$tmp/classic.jsonl" "$tmp/old.jsonl"
unlike "$(cat "$tmp/classic/gain.csv")" 'fault|unmapping' "classic times have one panel"
like "$(cat "$tmp/classic/gain.svg")" '^panel,"[^"]*: fork to exit",' "which says what is in them"
is "$(grep -c ',published,' "$tmp/classic/gain.csv")" 4 "and published tables stand in it"

sed '/"row":1,"treatment":1/s/"ok":true,"invalid":null/"ok":false,"invalid":"why"/' "$tmp/exact.jsonl" >"$tmp/lost.jsonl"
plainly lost "$tmp/lost.jsonl"
is "$status:$(drawn lost)" "1:gain.svg " "a point that is INVALID makes status 1"
unlike "$(cat "$tmp/lost/gain.csv")" ',measured,' "and a curve that has one point left is none"
like "$(tr '\n' ' ' <"$tmp/lost/gain.svg")" 'INVALID: 1 repetition left out' "the caption counts it"

{
	campaign exact boot 1 "[$(seq 0 12 | sed 's/.*/"k&"/' | paste -sd,)]" "$rows"
	for t in 0 1 2 3 4 5 6 7 8 9 10 11 12; do
		boot 0 $t
		cost exact 0 $t 0 1 $((3000 - 100 * t)) 1000
		cost exact 0 $t 1 2 $((3000 - 90 * t)) 1000
	done
} >"$tmp/many.jsonl"
plainly many "$tmp/many.jsonl"
is "$(sed 1d "$tmp/many/gain.csv" | cut -d, -f5 | sort -u | wc -l | tr -d ' ')" 8 "a picture has eight curves"
like "$(tr '\n' ' ' <"$tmp/many/gain.svg")" '4 more curves have no room' "and counts the others"
plainly exact "$tmp/single.jsonl"
is "$(drawn exact)" "" "what an earlier report left is gone"

# ---- text that is code ----

if [ -z "$has_gnuplot" ]; then
	skip "gnuplot is not installed" "pictures show text as text"
	done_testing
	exit
fi
command="touch $tmp/PWNED"
name=$(printf "system('%s') \`%s\` <script> {/Symbol a} @GPVAL_TERM \$(%s)" "$command" "$command" "$command")
for file in exact native; do
	sed "s|\"ahead\"|\"$(printf '%s' "$name" | sed 's/[&\\|]/\\&/g')\"|; s|seq, 256M|system('$command') {/Symbol b}|g" \
		"$tmp/$file.jsonl" >"$tmp/evil-$file.jsonl"
	run "$pft" report -q -o "$tmp/evil-$file" "$tmp/evil-$file.jsonl"
	is "$status" 0 "a campaign of $file with names that are code is drawn"
done
ok "$(test ! -e "$tmp/PWNED"; echo $?)" "nothing of them was run"
for picture in evil-exact/gain evil-native/gain evil-native/scaling; do
	svg=$(cat "$tmp/$picture.svg")
	unlike "$svg" '<script' "$picture has no script in it"
	like "$svg" "system\\('touch" "$picture shows calls as they stand"
	like "$svg" '\{/Symbol b\}' "$picture interprets no enhanced text"
	ok "$(well_formed "$tmp/$picture.svg" >/dev/null 2>&1; echo $?)" "$picture is well-formed XML"
	is "$(dd if="$tmp/$picture.png" bs=1 skip=1 count=3 2>/dev/null)" PNG "$picture has a PNG"
done
mkdir -p "$tmp/broken/plots"
cp "$srcdir"/src/view/plots/*.gp "$tmp/broken/plots"
chmod u+w "$tmp/broken/plots"/*
cat >>"$tmp/broken/plots/gain.gp" <<'END'
text = panel_name[1]
eval 'x = ' . text[1:strstrt(text, ')')]
END
run env PFT_DATADIR="$tmp/broken" "$pft" report -q -o "$tmp/caught" "$tmp/evil-exact.jsonl"
ok "$(test -e "$tmp/PWNED"; echo $?)" "a gain.gp that evaluates a name is caught: the command runs then"

done_testing
