#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The pictures of pft report that show single repetitions: times of touches, also along the
# region; cost against time; memory present against touched. Their numbers are compared
# with the records by jq. Text in records that looks like code is never executed.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/records.sh"

has_gnuplot=$(command -v gnuplot || true)
has_jq=$(command -v jq || true)

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

# plainly FILE DIR: pft report with that gnuplot
plainly() {
	run env PATH="$tmp/plain-gnuplot:$PATH" "$pft" report -q -o "$tmp/$2" \
		"$tmp/$1.jsonl"
}

# pictures DIR: the names of what was drawn there, without those of rates and bars
pictures() {
	(cd "$tmp/$1" && for picture in *.svg; do
		case $picture in
		rate-* | cpu-time* | comparison* | '*'*) ;;
		*) printf '%s\n' "${picture%.svg}" ;;
		esac
	done) | LC_ALL=C sort | tr '\n' ' '
}

# sample TIME NAME=JSON...: a line of a record file; later fields win.
sample() {
	line='{"type":"sample","schema":"pft/1","run":"r1","boot_id":"b1"'
	line="$line,\"time\":\"$1\""',"kernel":"stock","engine":"native"'
	line="$line"',"clock":"monotonic_raw","role":"measure","warmup":false,"reps":1'
	line="$line"',"accounting":"window","kind":"anon-write","pattern":"sequential"'
	line="$line"',"tasks":"threads","threads":1,"bytes":409600,"page_bytes":4096,"pages":100'
	line="$line"',"cachelines":1,"bind":"compact","mem":"default","thp":"never"'
	line="$line"',"regions":"shared","wall_s":0.0001,"cpu_s":0.2,"user_s":0.02,"system_s":0.18'
	line="$line"',"faults_minor":100,"faults_major":0,"ok":true,"invalid":null'
	shift
	for field in "$@"; do
		line="$line,\"${field%%=*}\":${field#*=}"
	done
	printf '%s}\n' "$line"
}
at=2026-01-02T03:04

# latency HISTOGRAM [ALONG]: the field, with a stamp of 8 ns and 4096 ns at most
latency() {
	printf 'latency_ns={"stamp":8,"min":100,"p50":1,"p90":1,"p99":1,"p99.9":1,"max":4100,'
	printf '"histogram":%s,"along":%s}' "$1" "${2-[[100,200],[100,4100],[null,null],[300,400]]}"
}

# ---- which records have which ----

sample $at:00Z >"$tmp/one.jsonl"
plainly one one
is "$status:$(pictures one)" "0:" "one repetition, not timed touch by touch: none of these pictures"
{
	sample $at:00Z
	sample $at:00Z
} >"$tmp/once.jsonl"
plainly once once
is "$(pictures once)" "" "nor are there any of two at the same time"
{
	sample $at:00Z
	sample $at:10.5Z wall_s=0.0003
} >"$tmp/two.jsonl"
mkdir "$tmp/two"
for old in drift drift-2 latency latency-along rss rss-2; do
	touch "$tmp/two/$old.svg" "$tmp/two/$old.png" "$tmp/two/$old.csv"
done
plainly two two
is "$(pictures two)" "drift " "two at different times are drawn against time, and older pictures are gone"
drift=$(cat "$tmp/two/drift.svg")
like "$drift" '^y,"ns per page, off the mean",' "the axis says what is drawn"
like "$drift" '^x,"seconds since 2026-01-02 03:04:00 UTC",.*,1767323040,1767323050\.5,1$' "and the other from when to when"
is "$(cat "$tmp/two/drift.csv")" \
	"panel,series,what,boot,time_s_since_1970,ns_per_page,percent_off_mean,nr_reps
1 thread,stock,repetition,b1,1767323040.000,1000,-50.000000,1
1 thread,stock,repetition,b1,1767323050.500,3000,50.000000,1" "and the data has the times"
sed 's/"reps":1/"reps":3/' "$tmp/two.jsonl" >"$tmp/sums.jsonl"
plainly sums sums
is "$(pictures sums)" "" "sums over repetitions have no time of their own"
sed 's/"time":"[^"]*"/"time":"yesterday at noon"/; 1s/noon/one/' "$tmp/two.jsonl" >"$tmp/garbled.jsonl"
plainly garbled garbled
is "$status:$(pictures garbled)" "0:" "times that are none are no times"
sed 's/"wall_s":[0-9.]*/"wall_s":null/' "$tmp/two.jsonl" >"$tmp/exact.jsonl"
plainly exact exact
is "$(pictures exact)" "" "what has no seconds does not drift"

# ---- boots over time ----

{
	for boot in 1 2 3; do
		for rep in 1 2; do
			sample "$at:${boot}${rep}Z" "boot_id=\"b$boot\"" "run=\"r$boot\"" \
				"wall_s=0.000${boot}" "kernel=\"k$((boot % 2))\""
			sample "$at:${boot}${rep}Z" "boot_id=\"b$boot\"" "run=\"r$boot\"" \
				"wall_s=0.000${boot}" "kernel=\"k$((boot % 2))\"" threads=2
		done
	done
	sample $at:40Z ok=false 'invalid="why"' threads=4
} >"$tmp/boots.jsonl"
plainly boots boots
is "$(grep ',k1,run,' "$tmp/boots/drift.csv")" "1 thread,k1,run,b1,1767323051.500,1000,-50.000000,2
1 thread,k1,run,b3,1767323071.500,3000,50.000000,2
2 threads,k1,run,b1,1767323051.500,1000,-50.000000,2
2 threads,k1,run,b3,1767323071.500,3000,50.000000,2" \
	"boots of one kernel are one line of means, a panel for each number of threads"
is "$(grep -c ',repetition,' "$tmp/boots/drift.csv")" 12 "with each repetition beside them"
like "$(tr '\n' ' ' <"$tmp/boots/drift.svg")" 'mean of a run, n = 6 in all.*n = 12 in all.* 1 INVALID row left out' \
	"the caption counts them, and what is INVALID"

# A guest has no clock of its own: its boots have times.
{
	printf '{"type":"run","schema":"pft/1","id":"c","time":"%s:00Z","engine":"kvm","unit":"boot"' $at
	printf ',"argv":["pft","ab"],"rounds":2,"reps":1,"guest":"a guest"'
	printf ',"treatments":["stock","patched"],"kernels":["k","k"],"rows":["a row, 1 thread"]}\n'
	for round in 0 1; do
		for t in 0 1; do
			printf '{"type":"boot","schema":"pft/1","id":"c%s%s","run":"c","round":%s' $round $t $round
			printf ',"treatment":%s,"outcome":"ok","time":"%s:%s%s.250Z"}\n' $t $at $round $t
			sample x time=null run='"c"' "boot_id=\"c$round$t\"" 'engine="kvm"' \
				"order=$round" "counters={\"row\":0,\"treatment\":$t}" \
				"wall_s=0.000$((1 + t + round))"
		done
	done
} >"$tmp/guest.jsonl"
plainly guest guest
is "$(sed 1d "$tmp/guest/drift.csv" | cut -d, -f1-6)" "\"a row, 1 thread\",stock,repetition,c00,1767323040.250
\"a row, 1 thread\",stock,repetition,c10,1767323050.250
\"a row, 1 thread\",stock,boot,c00,1767323040.250
\"a row, 1 thread\",stock,boot,c10,1767323050.250
\"a row, 1 thread\",patched,repetition,c01,1767323041.250
\"a row, 1 thread\",patched,repetition,c11,1767323051.250
\"a row, 1 thread\",patched,boot,c01,1767323041.250
\"a row, 1 thread\",patched,boot,c11,1767323051.250" \
	"boots of a campaign are drawn at the times of their records, by treatment"
is "$(pictures guest)" "drift " "once, and not as plain records a second time"

# More repetitions than anybody can see apart.
awk -v line="$(sample TIME wall_s=WALL)" 'BEGIN {
	for (i = 0; i < 9000; i++) {
		now = line
		sub("TIME", sprintf("2026-01-02T%02d:%02d:%02dZ", i / 3600, i / 60 % 60, i % 60), now)
		sub("WALL", 0.0001 + i % 7 * 0.000001, now)
		print now
	}
}' >"$tmp/crowd.jsonl"
plainly crowd crowd
is "$(grep -c ',repetition,' "$tmp/crowd/drift.csv")" 3000 "of 9000 repetitions every third is drawn"
like "$(cat "$tmp/crowd/drift.svg")" 'n = 9000 in all. One in 3 is drawn' "and the caption says so"

# ---- how long touches took ----

{
	sample $at:00Z stamped=true "$(latency '[[100,90],[1024,9],[4096,1]]')"
	sample $at:00Z stamped=true "$(latency '[[100,95],[512,5]]')"
	sample $at:00Z stamped=true threads=2 "$(latency '[[100,100]]')"
	sample $at:00Z stamped=true threads=2 warmup=true "$(latency '[[7,100]]')"
	sample $at:00Z stamped=true threads=4 ok=false 'invalid="why"' "$(latency '[[7,100]]')"
} >"$tmp/touches.jsonl"
plainly touches touches
is "$(pictures touches)" "latency latency-along " "records of single touches are drawn twice"
is "$(cat "$tmp/touches/latency.csv")" \
	"series,nr_reps,stamp_ns,from_ns,below_ns,touches,share_up_to
1 thread,2,8,100,104,185,0.925
1 thread,2,8,512,544,5,0.95
1 thread,2,8,1024,1088,9,0.995
1 thread,2,8,4096,4352,1,1
2 threads,1,8,100,104,100,1" \
	"histograms of repetitions are put together; warm-up and what is INVALID are in none"
touches=$(cat "$tmp/touches/latency.svg")
like "$touches" '^mark,,1,1,0,0\.0025,4100,' "a line ends at the longest touch, half of whose share is rarer"
is "$(printf '%s\n' "$touches" | sed -n 's/^mark,"\([^"]*\)",1,1,2,.*/\1/p' | tr '\n' '|')" \
	"102 ns|1.06 µs|4.10 µs|4.10 µs|2|" "the key has percentiles, the maximum and the number of repetitions"
like "$touches" '^mark,"a time stamp alone: 8.00 ns",1,1,1,0,8,' "the time stamp's own cost is a line"
like "$touches" '^y,"time of a touch",' "the axis says what is drawn"
like "$(tr '\n' ' ' <"$tmp/touches/latency.svg")" 'n = 1 to 2 repetitions a line.* 1 INVALID row left out' "the caption counts repetitions, and rows left out"
is "$(cat "$tmp/touches/latency-along.csv")" \
	"series,nr_reps,offset_bytes,median_ns,median_of_longest_ns,longest_ns
1 thread,2,0,100,200,200
1 thread,2,102400,100,4100,4100
1 thread,0,204800,,,
1 thread,2,307200,300,400,400
2 threads,1,0,100,200,200
2 threads,1,102400,100,4100,4100
2 threads,0,204800,,,
2 threads,1,307200,300,400,400" "the region is in slices; one that no touch was in is empty"
sed 's/"pages":100/"pages":100,"engine":"exact","wall_s":null/' "$tmp/touches.jsonl" >"$tmp/counted.jsonl"
plainly counted counted
like "$(cat "$tmp/counted/latency.svg")" '^y,"instructions of a touch",' \
	"where instructions are counted the axis says so"
like "$(cat "$tmp/counted/latency.svg")" '^mark,"a time stamp alone: 8.00",' "and numbers have no unit of time"
like "$(head -n 1 "$tmp/counted/latency.csv")" 'stamp_instructions,from_instructions' "and so do the data"
sed 's/"histogram":[^a]*"along":.*\]\]}/"histogram":[],"along":[]}/' "$tmp/touches.jsonl" >"$tmp/bare.jsonl"
plainly bare bare
is "$(pictures bare)" "" "empty histograms are no picture"

kernel=0
while [ $kernel -lt 130 ]; do
	sample $at:00Z stamped=true "kernel=\"k$kernel\"" "$(latency '[[100,9]]')"
	kernel=$((kernel + 1))
done >"$tmp/many.jsonl"
plainly many many
is "$(cd "$tmp/many" && echo latency-along*.svg | wc -w | tr -d ' ')" 32 "of one sort there are 32 pictures and no more"
like "$(cat "$tmp/many/latency-along-32.svg")" ' 2 more left out after 32 pictures' "the last one says what is left out"
unlike "$(cat "$tmp/many/latency-along-31.svg" "$tmp/many/latency-17.svg")" 'left out' "and no other"
like "$err" 'series are in no picture' "and a line on standard error"

# ---- memory ----

for size in 1 2; do
	sample $at:00Z "bytes=$((size * 409600))" "pages=$((size * 100))" "rss_bytes=$((size * 409600))"
	sample $at:00Z "bytes=$((size * 409600))" "pages=$((size * 25))" 'pattern="stride:4"' \
		"pages_present=$((size * 100))"
done >"$tmp/sizes.jsonl"
plainly sizes sizes
is "$(pictures sizes)" "rss " "memory present is drawn against memory touched"
is "$(cat "$tmp/sizes/rss.csv")" "series,threads,touched_bytes,rss_bytes,nr_reps
\"stock, anon-write sequential\",1,409600,409600,1
\"stock, anon-write sequential\",1,819200,819200,1
\"stock, anon-write stride:4\",1,102400,409600,1
\"stock, anon-write stride:4\",1,204800,819200,1" \
	"sizes of one workload are one series; where the RSS is unknown the pages present stand for it"
grep -v stride "$tmp/sizes.jsonl" | head -n 1 >"$tmp/size.jsonl"
plainly size size
is "$(pictures size)" "" "one size of which all that was touched is there is no picture"

# ---- what series are called ----

{
	sample $at:00Z 'thp="always"' 'knobs={"a knob":"1"}'
	sample $at:00Z 'thp="64K"' 'knobs={"a knob":"2"}'
} >"$tmp/knobs.jsonl"
plainly knobs knobs
is "$(sed 1d "$tmp/knobs/rate-per-wall.csv" | cut -d, -f1,2)" '"stock, thp always"
"stock, thp 64K"' "knobs are in no name where something shorter tells series apart"
sed 's/"thp":"64K"/"thp":"always"/' "$tmp/knobs.jsonl" >"$tmp/knob.jsonl"
plainly knob knob
is "$(sed 1d "$tmp/knob/rate-per-wall.csv" | cut -d, -f1,2)" '"stock, a knob=1"
"stock, a knob=2"' "and are where nothing else does"

# ---- against the records that pft run makes ----

if [ -n "$has_jq" ]; then
	run "$pft" run --latency -b 8M -r 3 -t 1,2 -q -o "$tmp/run.jsonl"
	plainly run run
	like "$(pictures run)" '^drift latency latency-along ' "a run with --latency has all three"
	valid='[.[] | select(.type == "sample" and .role == "measure" and (.warmup | not) and .ok)]'
	is "$(sed 1d "$tmp/run/latency.csv" | cut -d, -f2,4,6)" "$(jq -rs "$valid"' | group_by(.threads)[] |
		length as $n | map(.latency_ns.histogram[]) | group_by(.[0])[] |
		"\($n),\(.[0][0]),\(map(.[1]) | add)"' "$tmp/run.jsonl")" \
		"the data of the distribution are the sums of its histograms"
	is "$(awk -F, 'NR > 1 && ($5 <= $4 || $5 - $4 > 1 + $4 / 16 || ($1 == last && $4 < end)) { print }
		{ last = $1; end = $5 }' "$tmp/run/latency.csv")" "" \
		"buckets are 1/16 of an octave wide, one after another"
	for threads in 1 2; do
		is "$(awk -F, -v n=$threads '$1 ~ "^" n { all += $6 } END { print all }' "$tmp/run/latency.csv")" 6144 \
			"with $threads threads every touch of three repetitions is counted"
	done
	# Each repetition's median is between two others': so is that of all touches.
	is "$(for threads in 1 2; do
		jq -rs "$valid"' | map(select(.threads == '$threads')) | map(.latency_ns.p50) | "\(min) \(max)"' \
			"$tmp/run.jsonl" | tr '\n' ' '
		awk -F, -v n=$threads '$1 ~ "^" n && $7 >= 0.5 { print $4, $5; exit }' "$tmp/run/latency.csv"
	done | awk '$4 + 1 < $1 || $3 > $2 + 1')" "" "the distribution's median is between theirs"
	is "$(sed 1d "$tmp/run/latency-along.csv" | cut -d, -f3-6 | sort)" \
		"$(jq -rs "$valid"' | group_by(.threads)[] | map(.latency_ns.along) | transpose | to_entries[] |
		"\(.key * 8192) \(.value | map(.[0]) | sort | .[1]) \(.value | map(.[1]) | sort | .[1]) \(.value | map(.[1]) | max)"' \
		"$tmp/run.jsonl" | awk '{ printf "%d,%.12g,%.12g,%.12g\n", $1, $2, $3, $4 }' | sort)" \
		"slices have the medians over repetitions, and the longest"
	is "$(grep repetition "$tmp/run/drift.csv" | cut -d, -f1,5,6 | sort)" \
		"$(jq -rs "$valid"' | .[] | "\(.threads) thread\(if .threads > 1 then "s" else "" end) \(.time | sub("\\.[0-9]*Z"; "Z") | fromdate)\(.time | capture("(?<ms>\\.[0-9]*)Z").ms) \(.wall_s * 1e9 / .pages)"' \
		"$tmp/run.jsonl" | awk '{ printf "%s %s,%.3f,%.12g\n", $1, $2, $3, $4 }' | sort)" \
		"cost against time has each repetition's"
else
	skip "jq is not installed: it reads records" "data of pictures are what records say"
fi

# ---- text that would be code ----

# As in report.t: quotes, substitutions, macros, markup, escapes, controls.
evil() {
	printf '%s' "\"$2=\`$1\` \$($1) system('$1') \\\"; system(\\\"$1\\\") # '; !$1\\n!$1\\n"
	printf '%s' "@GPVAL_TERM @PWNED {/Symbol a}^2_3 <script>alert(1)</script> &amp; ]]>"
	printf '%s' " \\\\n\\\\042\\\\140 \\\\xff \\u0007\\u001b[31m \\ufffe \\t%s %n\""
}
# evil_files COMMAND: records with such text in every label, of runs and of a campaign
evil_files() {
	printf '{"type":"host","schema":"pft/1","id":"h1","cpu_name":%s,"machine":%s}\n' \
		"$(evil "$1" cpu)" "$(evil "$1" machine)"
	printf '{"type":"run","schema":"pft/1","id":"r1","host":"h1","time":%s,"kernel_release":%s,"argv":["pft",%s]}\n' \
		"$(evil "$1" date)" "$(evil "$1" release)" "$(evil "$1" argv)"
	for kernel in "$(evil "$1" kernel)" "\"system('$1')\""; do
		for second in 1 2; do
			sample "$at:0${second}Z" "kernel=$kernel" "boot_id=$(evil "$1" boot$second)" \
				"kind=$(evil "$1" kind)" "pattern=$(evil "$1" pattern)" \
				"bind=$(evil "$1" bind)" "mem=$(evil "$1" mem)" "thp=$(evil "$1" thp)" \
				"tasks=$(evil "$1" tasks)" "regions=$(evil "$1" regions)" \
				"clock=$(evil "$1" clock)" "engine=$(evil "$1" engine)" \
				"knobs={$(evil "$1" knob):$(evil "$1" value)}" rss_bytes=819200 \
				stamped=true "$(latency '[[100,99],[4096,1]]')"
		done
	done
	printf '{"type":"run","schema":"pft/1","id":"c","host":"h1","time":%s,"engine":"kvm","unit":%s' \
		"$(evil "$1" date)" "$(evil "$1" unit)"
	printf ',"argv":["pft",%s],"rounds":2,"reps":1,"guest":%s,"kernels":["k",%s]' \
		"$(evil "$1" argv)" "$(evil "$1" guest)" "$(evil "$1" image)"
	printf ',"treatments":["system('"'%s'"')",%s],"rows":[%s,"system('"'%s'"')"]}\n' \
		"$1" "$(evil "$1" treatment)" "$(evil "$1" row)" "$1"
	for round in 0 1; do
		for t in 0 1; do
			printf '{"type":"boot","schema":"pft/1","id":"c%s%s","run":"c","round":%s' $round $t $round
			printf ',"treatment":%s,"outcome":"ok","why":%s,"time":"%s:%s%s.250Z"}\n' $t \
				"$(evil "$1" why)" $at $round $t
			for row in 0 1; do
				sample x time=null run='"c"' "boot_id=\"c$round$t\"" 'engine="kvm"' \
					"order=$((2 * round + row))" \
					"counters={\"row\":$row,\"treatment\":$t}" \
					"kernel=$(evil "$1" kernel)" rss_bytes=4096 \
					"wall_s=0.000$((1 + t + round))" stamped=true \
					"$(latency '[[100,99],[4096,1]]')"
			done
		done
	done
}

if [ -z "$has_gnuplot" ]; then
	skip "gnuplot is not installed" "pictures are drawn, and show text as text"
	done_testing
fi

evil_files "touch $tmp/PWNED" >"$tmp/evil.jsonl"
run "$pft" report -q -o "$tmp/evil" "$tmp/evil.jsonl"
is "$status" 0 "records full of code are drawn as any others"
ok "$(test ! -e "$tmp/PWNED"; echo $?)" "nothing of it was run"
is "$(pictures evil)" "drift drift-2 latency latency-2 latency-along latency-along-2 rss rss-2 " \
	"in all of these pictures, those of the campaign and those of the runs"
for picture in drift drift-2 latency latency-2 latency-along latency-along-2 rss rss-2; do
	svg=$(cat "$tmp/evil/$picture.svg")
	if command -v xmllint >/dev/null || command -v python3 >/dev/null; then
		ok "$(well_formed "$tmp/evil/$picture.svg" >/dev/null 2>&1; echo $?)" \
			"$picture.svg is well-formed XML"
	else
		skip "neither xmllint nor python3 is installed" "$picture.svg is well-formed XML"
	fi
	unlike "$svg" '<script' "$picture.svg has no script in it"
	like "$svg" '\{/Symbol a\}\^2_3' "$picture.svg shows enhanced text as it stands"
	like "$svg" '\$\(touch' "$picture.svg shows substitutions as they stand"
	like "$svg" "system\\('touch" "$picture.svg shows calls as they stand"
	unlike "$svg" "$(printf '\033')" "$picture.svg has no escape sequence"
done
for data in "$tmp/evil"/*.csv; do
	is "$(grep -c '^!touch' "$data")" 0 "${data##*/}: a newline in a label begins no line"
done

# With scripts that evaluate a name, as ours must never, the command does run.
for script in latency:key along:panel drift:panel rss:key; do
	rm -rf "$tmp/broken" "$tmp/PWNED"
	mkdir -p "$tmp/broken/plots"
	cp "$srcdir"/src/view/plots/*.gp "$tmp/broken/plots"
	chmod u+w "$tmp/broken/plots"/*
	cat >>"$tmp/broken/plots/${script%:*}.gp" <<END
do for [i = 1:8] {
	text = ${script#*:}_name[i]
	if (text[1:7] eq 'system(') { eval 'x = ' . text[1:strstrt(text, ')')] }
}
END
	run env PFT_DATADIR="$tmp/broken" "$pft" report -q -o "$tmp/caught" "$tmp/evil.jsonl"
	ok "$(test -e "$tmp/PWNED"; echo $?)" \
		"a ${script%:*}.gp that evaluates a name is caught: the command runs then"
done
rm -f "$tmp/PWNED"

# ---- pictures are drawn ----

for file in boots touches sizes guest; do
	run "$pft" report -q -o "$tmp/$file" "$tmp/$file.jsonl"
done
# of_color FILE COLOR: how many pixels
of_color() {
	convert "$1" -fill black +opaque "$2" -fill white -opaque "$2" -format '%[fx:int(mean*w*h)]' info:
}
{
	sample $at:00Z wall_s=1e300 stamped=true "$(latency '[[100,9223372036854775807]]')"
	sample $at:01.5e300Z stamped=true "$(latency '[[0,9223372036854775807],[4096,9]]' '[[1e300,1e300],[0,0],[-1,5]]')"
	sample $at:02Z stamped=true "$(latency '[[9223372036854775807,9223372036854775807]]')"
	sample $at:03Z wall_s=0 stamped=true pages=1 rss_bytes=9007199254740991 "$(latency '[[100,0]]' '[[1,1],[5,5]]')"
	sample 9999-12-31T23:59:59Z wall_s=0 pages=9007199254740991
	sample 9999-12-31T23:59:59Z
} >"$tmp/absurd.jsonl"
run "$pft" report -q -o "$tmp/absurd" "$tmp/absurd.jsonl"
is "$status" 0 "numbers that no clock gives are drawn, or left out"
for picture in boots/drift touches/latency touches/latency-along sizes/rss guest/drift; do
	is "$(dd if="$tmp/$picture.png" bs=1 skip=1 count=3 2>/dev/null)" PNG "$picture.png is one"
	color='#0072B2'
	[ $picture = sizes/rss ] && color='#E69F00'
	if command -v convert >/dev/null; then
		ok "$(test "$(of_color "$tmp/$picture.png" $color)" -gt 40; echo $?)" \
			"$picture.png has something of its colour in it"
		is "$(convert "$tmp/$picture.png[1x1+2+2]" -format '%[pixel:p{0,0}]' info: | tr -d ' ')" \
			"$(convert 'xc:#ffffff[1x1]' -format '%[pixel:p{0,0}]' info: | tr -d ' ')" \
			"on white"
	else
		skip "imagemagick is not installed" "$picture.png is not empty"
	fi
done
like "$(cat "$tmp/touches/latency.svg")" '>99%<' "percentiles are at the axis"
like "$(cat "$tmp/sizes/rss.svg")" 'as much as was touched' "the line of equal memory is named"
like "$(cat "$tmp/guest/drift.svg")" 'seconds since 2026-01-02 03:04:00 UTC' "times have a beginning"

done_testing
