#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What users read about pft: --help, manual pages, completion. They must agree with each
# other and with the program.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
doc=$(cd "$srcdir" && pwd)/doc

run "$pft" --help
is "$status" 0 "pft --help exits 0"
is "$err" "" "it has nothing to complain about"
commands=$(printf '%s\n' "$out" | sed -n 's/^  \([a-z]*\) .*/\1/p' | LC_ALL=C sort)
is "$commands" "ab
compare
host
import
kernel
report
run" "pft --help lists the commands"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" \
	"pft --help keeps to 80 columns"

run "$pft" --version
like "$out" '^pft [0-9]+\.[0-9]+\.[0-9]+$' "pft --version prints the version"
version=$out
run "$pft" -V
is "$status$out$err" "0$version" "pft -V is the same"

# ---- pft help ----

# A man that has the page or not, and says what it is to open.
mkdir "$tmp/man"
cat >"$tmp/man/man" <<'END'
#!/bin/sh
if [ "$1" = -w ]; then
	[ -z "${NO_PAGE-}" ]
else
	echo "opened $*"
fi
END
chmod +x "$tmp/man/man"
run env PATH="$tmp/man:$PATH" "$pft" help run
is "$status$out$err" "0opened $doc/pft-run.1" "pft help run opens pft-run(1) of the source tree"
run env PATH="$tmp/man:$PATH" "$pft" help
is "$status$out$err" "0opened $doc/pft.1" "pft help opens pft(1)"
plain_help=$("$pft" --help)
run env NO_PAGE=1 PATH="$tmp/man:$PATH" "$pft" help
is "$status$out$err" "0$plain_help" "pft help without the page is pft --help"
plain_help=$("$pft" run --help)
run env PATH="$tmp" "$pft" help run
is "$status$out$err" "0$plain_help" "pft help run without man is pft run --help"
run "$pft" help walk
is "$status$out$err" "2pft: 'walk': no such command: see pft --help" \
	"pft help refuses a command that is none"
run "$pft" help run ab
is "$status$out$err" "2pft: 'ab': expected one command: see pft --help" \
	"pft help refuses two commands"

# ---- the options of each command ----

# help_options: "-o --output ARGUMENT" for each option of --help, from $out.
help_options() {
	printf '%s\n' "$out" |
		sed -n -e 's/^  \(-[a-zA-Z]\), \(--[a-z-]*\).*/\1 \2/p' \
			-e 's/^      \(--[a-z-]*\).*/\1/p' | LC_ALL=C sort
}

for command in $commands; do
	run "$pft" "$command" --help
	is "$status" 0 "pft $command --help exits 0"
	is "$(printf '%s\n' "$out" | awk 'length > 80')" "" \
		"pft $command --help keeps to 80 columns"
	like "$out" "^Manual page: pft-$command\\(1\\)\\.$" \
		"pft $command --help names its manual page"
	options=$(help_options)
	like "$options" '^-h --help$' "pft $command --help lists options"
	short=$("$pft" "$command" -h)
	is "$short" "$out" "pft $command -h is the same"
done

# ---- the manual pages ----

if command -v groff >/dev/null; then
	has_groff=1
else
	has_groff=
fi
needs_groff="groff is not installed: it renders manual pages"

# page FILE: as plain text, 80 columns, no hyphenation.
page() {
	groff -man -Tascii -P-cbou -rLL=80n -rHY=0 "$1" 2>/dev/null
}

# page_options: the same list as help_options, from a rendered page on stdin.
page_options() {
	awk '/^[A-Z]/ { inside = /^OPTIONS/ } inside && /^       -/' |
		sed -n 's/^ *\(-[a-zA-Z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\).*/\1 \2/p' |
		sed 's/^ //' | LC_ALL=C sort
}

# The lists of columns are made from the columns.
for page in run ab compare; do
	is "$(src/cmd/manual "$doc/pft-$page.1" | cksum)" \
		"$(cksum <"$doc/pft-$page.1")" "pft-$page(1) lists the columns that there are"
done

for command in '' $commands; do
	name=pft${command:+-$command}
	file=$doc/$name.1
	[ -f "$file" ]
	ok $? "$name(1) exists"
	[ -n "$has_groff" ] || {
		skip "$needs_groff" "$name(1) has every option of --help and no other"
		continue
	}
	page "$file" >"$tmp/page"
	if [ -n "$command" ]; then
		run "$pft" "$command" --help
		is "$(page_options <"$tmp/page")" "$(help_options)" \
			"$name(1) has every option of --help and no other"
	else
		is "$(page_options <"$tmp/page")" "-V --version
-h --help" "pft(1) has the options of pft itself"
	fi
	for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES \
		'SEE ALSO'; do
		grep -qx "$section" "$tmp/page"
		ok $? "$name(1) has a section $section"
	done
done

for file in "$doc"/*.[1-9]; do
	name=${file##*/}
	if [ -z "$has_groff" ]; then
		skip "$needs_groff" "groff has no warning about $name"
		continue
	fi
	is "$(groff -man -ww -Tutf8 -z "$file" 2>&1)" "" \
		"groff has no warning about $name"
	like "$(grep '^\.TH' "$file")" " \"$version\" " "$name is of this version"
done
is "$(grep -hE '^\.B.*\\-[a-z]+ ?=' "$doc"/*.1)" "" \
	"all pages put a blank between an option and its argument, no '='"
for command in ab run report kernel; do
	like "$(sed -n '/^\.SH EXIT STATUS/,/^\.SH E[NX][VA]/p' "$doc/pft-$command.1" | tr '\n' ' ')" \
		'After an interrupt .*ends by that signal\..*130, 143 or 129' "pft-$command(1) says how an interrupt ends it"
done
for command in $commands; do
	grep -q "pft\\\\-$command (1)" "$doc/pft.1"
	ok $? "pft(1) points to pft-$command(1)"
done

# ---- records ----

# explained NAME PAGE: NAME stands in the rendered page as a word.
explained() {
	grep -Eq "(^|[^a-zA-Z0-9_])$1([^a-zA-Z0-9_]|\$)" "$2"
}

# missing PAGE...: those of the names on stdin that no page explains.
missing() {
	cat "$@" >"$tmp/pages"
	while read -r name; do
		explained "$name" "$tmp/pages" || echo "$name"
	done
}

"$pft" run -b 16K -r 1 --warmup 0 -t 1 --latency -o - >"$tmp/run.jsonl" 2>"$tmp/err"
is "$?" 0 "a run of one thread on four pages passes"
if command -v jq >/dev/null && [ -n "$has_groff" ]; then
	page "$doc/pft-records.5" >"$tmp/records.5"
	page "$doc/pft-host.1" >"$tmp/host.1"
	# Only samples of the exact engine have the last one.
	{ jq -r 'select(.type == "sample") | keys[]' "$tmp/run.jsonl"; echo latency_instructions; } |
		LC_ALL=C sort -u >"$tmp/keys"
	[ "$(grep -c . "$tmp/keys")" -gt 40 ]
	ok $? "a sample has more than 40 members"
	is "$(missing "$tmp/records.5" <"$tmp/keys")" "" \
		"pft-records(5) explains every member of a sample"
	jq -r 'select(.type == "sample") | .counters, .per_task[0],
		(.latency_ns // {}) | keys[]' "$tmp/run.jsonl" |
		LC_ALL=C sort -u >"$tmp/nested"
	[ "$(grep -c . "$tmp/nested")" -gt 20 ]
	ok $? "its objects have more than 20 members"
	is "$(missing "$tmp/records.5" <"$tmp/nested")" "" \
		"pft-records(5) explains every member of the objects in it"

	# What stands after .TP in the section SAMPLE.
	awk '/^\.SH/ { inside = /SAMPLE$/ }
		inside && tag { sub(/\\.*/, "", $2); print $2 }
		{ tag = /^\.TP/ }' "$doc/pft-records.5" |
		LC_ALL=C sort -u >"$tmp/tags"
	is "$(LC_ALL=C comm -23 "$tmp/tags" "$tmp/keys")" "" \
		"pft-records(5) explains no member that a sample does not have"
	is "$(LC_ALL=C comm -13 "$tmp/tags" "$tmp/keys" | tr '\n' ' ')" \
		"schema type " \
		"each member of a sample but type and schema has a paragraph"

	# Names with a number or a file's name in them stand as patterns there.
	for type in host run; do
		jq -r "select(.type == \"$type\") | keys[]" "$tmp/run.jsonl" |
			grep -Ev '^(mitigation|config|mthp|hugetlb)_|^node[0-9]' |
			LC_ALL=C sort -u >"$tmp/facts"
		is "$(missing "$tmp/records.5" "$tmp/host.1" <"$tmp/facts")" "" \
			"pft-records(5) or pft-host(1) explains every fact of a $type record"
	done
else
	for name in "explains every member of a sample" \
		"explains every member of the objects in it" \
		"explains no member that a sample does not have"; do
		skip "jq or groff is not installed: they read records and pages" \
			"pft-records(5) $name"
	done
fi

# ---- completion ----

# completed WORD...: what bash offers for the last word of pft WORD...
completed() {
	# compopt only works while the shell completes.
	# shellcheck disable=SC2016 # for the other shell
	bash -c '. completions/pft
		compopt() { echo "compopt $*"; }
		COMP_WORDS=(pft "$@")
		COMP_CWORD=$#
		_pft
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@" 2>&1
}

if command -v bash >/dev/null; then
	run bash -n completions/pft
	is "$status$out$err" 0 "bash parses the completion without a word"
	is "$(completed '' | grep -v '^-' | LC_ALL=C sort)" "$(printf '%s\nhelp\n' "$commands" | LC_ALL=C sort)" \
		"the completion offers every command, and help"
	is "$(completed rep)" report "it completes a command"
	for command in $commands; do
		run "$pft" "$command" --help
		is "$(completed "$command" -- | LC_ALL=C sort)" \
			"$(help_options | sed 's/.* //' | LC_ALL=C sort)" \
			"it offers every option of pft $command"
	done
	is "$(completed help rep)" report "it completes a command behind help"
	is "$(completed kernel c)" "check
clean" "it completes what pft kernel does"
	is "$(completed kernel build --arch i)" i386 "it completes an architecture"
	is "$(completed run --ki)" --kind "it completes an option"
	is "$(completed run --kind anon-w)" anon-write "it completes a kind"
	is "$(completed run -k anon-w)" anon-write "it does so after -k as well"
	is "$(completed run -k anon-write,f)" anon-write,file-private-read \
		"it completes the second kind of a list"
	is "$(completed run --pattern d)" descending "it completes a pattern"
	is "$(completed run --format mai)" mail "it completes a format"
	is "$(completed run --format = mai)" mail "it completes --format=mai"
	is "$(completed run --format =)" "table
classic
mail
csv
json
markdown" "it offers the formats after --format="
	is "$(completed run --mem i)" "compopt -o nospace
interleave:" "it adds no space after a word that goes on"
	# Kinds and patterns come from their tables; help and manual are typed.
	run "$pft" run --help
	help=$(printf '%s\n' "$out" | tr -s ' \n' ' ')
	for what in kind pattern; do
		words=$(completed run --$what '' | grep -v '^compopt')
		[ "$(printf '%s\n' "$words" | grep -c .)" -ge 3 ]
		ok $? "there are at least three words for --$what"
		for word in $words; do
			like "$help" "[ ,(]${word}[],:[)( ]" \
				"pft run --help knows the $what $word"
			# A paragraph of its own, with or without an argument.
			awk -v word="$word" 'tag {
				gsub(/\\-/, "-")
				sub(/:$/, "", $2)
				found = found || $2 == word
			}
			{ tag = /^\.TP/ }
			END { exit !found }' "$doc/pft-run.1"
			ok $? "pft-run(1) explains the $what $word"
		done
	done
	is "$(completed run --reps '')" "" "it offers nothing where a number goes"
	is "$(completed run '')" "" "it offers no file where none is taken"
	is "$(completed ab nat | grep -v '^compopt')" native "it completes the name of a campaign that comes with pft"
	is "$(completed ab '' | grep -cxE "$(cd "$doc/../campaigns" && printf '%s|' *.conf | sed 's/\.conf//g')none")" \
		"$(find "$doc/../campaigns" -name '*.conf' | wc -l | tr -d ' ')" "it offers each of them"
	is "$(completed ab Makef | grep -v '^compopt')" Makefile "and files"
	is "$(completed report '' | head -n 1)" "compopt -o default" \
		"it offers files where a command takes some"
	is "$(completed report -o '' | head -n 1)" "compopt -o default" \
		"it offers files after -o"
else
	skip "bash is not installed" "the completion offers what --help lists"
fi

done_testing
