#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One word for one record: what is said of a side is the same in the table, the mail,
# Markdown, CSV, JSON, the page, the picture and pft compare, for each design and on
# either side of the margin; and the exit status belongs to it.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"


# A gnuplot that keeps the words and the numbers of a picture instead of drawing it.
mkdir "$tmp/plain"
cat >"$tmp/plain/gnuplot" <<'END'
#!/bin/sh
cat words.csv "$5" >picture.svg
cp picture.svg picture.png
END
chmod +x "$tmp/plain/gnuplot"

# campaign DESIGN RATIO [INVALID]: two sides, the second RATIO times as cheap as the first;
# with INVALID no repetition of the second passed the gate.
campaign() {
	case $1 in
	exact) engine=exact unit=boot n=1 ;;
	layouts) engine=exact unit=layout n=5 ;;
	boots) engine=tcg unit=boot n=5 ;;
	rounds) engine=native unit=block n=5 ;;
	esac
	awk -v engine="$engine" -v unit="$unit" -v n="$n" -v ratio="$2" -v bad="${3-}" '
	function boot(i, side) {
		printf "{\"type\":\"boot\",\"schema\":\"pft/1\",\"id\":\"b%d%d\",\"run\":\"r\"", i, side
		printf ",\"place\":0,\"round\":%d,\"treatment\":%d,\"kernel\":\"k%d\"", i, side, side
		printf ",\"outcome\":\"ok\",\"why\":\"\"}\n"
	}
	function sample(i, side, cost) {
		ok = side == 0 || bad == ""
		printf "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r\",\"boot_id\":\"b%d%d\"", i, side
		printf ",\"time\":\"2026-01-02T03:%02d:%02dZ\",\"kernel\":\"k%d\"", i, side, side
		printf ",\"engine\":\"%s\",\"clock\":\"c\",\"role\":\"measure\",\"warmup\":false", engine
		printf ",\"order\":%d,\"rep\":0,\"reps\":1,\"row\":0,\"accounting\":\"window\"", i
		printf ",\"kind\":\"anon-write\",\"pattern\":\"sequential\",\"tasks\":\"threads\""
		printf ",\"threads\":1,\"bytes\":409600,\"page_bytes\":4096,\"pages\":100"
		if (engine == "exact")
			printf ",\"instructions\":%.0f,\"instructions_teardown\":50000", cost
		else
			printf ",\"wall_s\":%.9f,\"teardown_s\":0.00005,\"cpu_s\":0.0003", cost * 1e-9
		printf ",\"faults_minor\":100,\"faults_major\":0,\"pages_present\":100"
		printf ",\"counters\":{\"treatment\":%d}", side
		printf ",\"ok\":%s,\"invalid\":%s}\n", ok ? "true" : "false", ok ? "null" : "\"made\""
	}
	BEGIN {
		split("-40 10 25 -15 20", off)
		printf "{\"type\":\"host\",\"schema\":\"pft/1\",\"id\":\"h\",\"nr_cpus\":2}\n"
		printf "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"r\",\"time\":\"2026-01-02T03:04:05Z\""
		printf ",\"host\":\"h\",\"argv\":[\"pft\",\"ab\"],\"engine\":\"%s\",\"unit\":\"%s\"", engine, unit
		printf ",\"boot_id\":\"here\",\"rounds\":%d,\"reps\":1,\"guest\":\"a guest\"", n
		printf ",\"treatments\":[\"k0\",\"k1\"],\"kernels\":[\"6.12\",\"6.12\"],\"rows\":[\"a row\"]}\n"
		for (i = 0; i < n; i++)
			for (s = 0; s < 2; s++) {
				boot(i, s)
				sample(i, s, (300000 + off[i + 1]) / (s ? ratio : 1))
			}
	}'
}

# field NAME of the last line of CSV on stdin, which has no comma in a field
field() {
	sed 's/"[^"]*"/-/g' | awk -F, -v name="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		END { print $at }'
}

# said_by: the word that each output has for the second side, a line each
said_by() {
	file=$1
	PATH=$tmp/plain:$PATH "$pft" report -q -o "$tmp/out" "$file" >/dev/null 2>&1
	for format in table mail; do
		PATH=$tmp/plain:$PATH "$pft" report -o "$tmp/again" --format $format "$file" 2>/dev/null |
			sed -n 's/^  \([a-z0-9% ]*\)\(, this boot only\)\{0,1\}: k1.*/\1/p' |
			grep -v '^k1' | sed "s/^/$format: /"
	done
	PATH=$tmp/plain:$PATH "$pft" report -o "$tmp/again" --format markdown "$file" 2>/dev/null |
		sed -n 's/^| k1 | \([^|,:]*[^|,: ]\).*/markdown: \1/p' | head -n 1
	field verdict <"$tmp/out/comparison.csv" | sed 's/^/csv: /'
	PATH=$tmp/plain:$PATH "$pft" report -o "$tmp/again" --format json "$file" 2>/dev/null |
		sed -n 's/^{"type":"comparison",.*"kernel":"k1",.*"verdict":"\([^"]*\)".*/json: \1/p'
	tr '\n' ' ' <"$tmp/out/report.html" | sed 's/<tr>/\n/g' |
		sed -n 's|^ *<th scope="row">k1</th><td class="text[^"]*">\([^<,:]*\).*|page: \1|p' | tail -n 1
	# shellcheck disable=SC2020 # two single characters
	tr ',"' '\n\n' <"$tmp/out/comparison.svg" 2>/dev/null |
		sed -n 's/^\(cheaper\|dearer\|faster\|slower\|cannot tell\|same within 1%\)$/picture: \1/p' | head -n 1
	"$pft" compare "$file" 2>/dev/null |
		sed -n 's/^  k1  .*  \([a-z][a-z0-9% ]*\)$/compare: \1/p'
}

# expected WORD: the same of each; programs get "same" without its margin
expected() {
	for output in table mail markdown csv json page picture compare; do
		case $output in
		csv | json) echo "$output: ${1%% within*}" ;;
		*) echo "$output: $1" ;;
		esac
	done
}

for design in exact layouts boots rounds; do
	case $design in
	exact | layouts) better=cheaper worse=dearer ;;
	*) better=faster worse=slower ;;
	esac
	for ratio in 1.000 1.003 1.007 1.02 0.98; do
		case $ratio in
		1.02) word=$better ;;
		0.98) word=$worse ;;
		*) word='same within 1%' ;;
		esac
		campaign $design $ratio >"$tmp/made.jsonl"
		is "$(said_by "$tmp/made.jsonl")" "$(expected "$word")" \
			"of $design and a ratio of $ratio every output says $word"
		status=0
		"$pft" compare -q --fail-if-slower 1 "$tmp/made.jsonl" >/dev/null 2>&1 || status=$?
		case $word in
		"$worse") is $status 3 "and --fail-if-slower fails" ;;
		*) is $status 0 "and --fail-if-slower does not" ;;
		esac
	done
	campaign $design 1.02 invalid >"$tmp/made.jsonl"
	unlike "$(said_by "$tmp/made.jsonl")" 'cheaper|dearer|faster|slower|same' \
		"of $design that are INVALID no output has a word"
	status=0
	PATH=$tmp/plain:$PATH "$pft" report -q -o "$tmp/out" "$tmp/made.jsonl" >/dev/null 2>&1 || status=$?
	is $status 1 "and the exit status says so"
	status=0
	"$pft" compare -q --fail-if-slower 1 "$tmp/made.jsonl" >/dev/null 2>&1 || status=$?
	is $status 1 "that of pft compare as well"
done
done_testing
