#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pft host: the facts of this machine, and what would disturb a measurement on it.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

nr_lines() {
	printf '%s' "$1" | grep -c ''
}

# refused NAME: exit 2, one line on stderr, nothing on stdout.
refused() {
	is "$status" 2 "$1 exits 2"
	is "$(nr_lines "$err")" 1 "$1 is told in one line"
	is "$out" "" "$1 prints no facts"
}

run "$pft" host
is "$status" 0 "pft host exits 0"
is "$err" "" "it has nothing to complain about"
is "$(printf '%s\n' "$out" | sed -n 's/^  release *//p')" "$(uname -r)" \
	"it names the kernel"
like "$out" "^  architecture +$(uname -m)$" "it names the architecture"
like "$out" "^  page +$(($(getconf PAGESIZE) / 1024)) KiB$" "it names the page"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" \
	"no line is longer than 80 columns"
like "$out" "^What would disturb a measurement here$" \
	"it lists what would disturb"
unlike "$out" "$(printf '\033')" "there is no color where there is no terminal"
nr_facts=$(printf '%s\n' "$out" | sed -n 's/^\([0-9]*\) facts,.*/\1/p')
is "$(printf '%s\n' "$out" | sed '/^Host id/,$d' | grep -c '^  [^ ]')" \
	"$nr_facts" "every fact has a line"
nr_unknown=$(printf '%s\n' "$out" | sed -n 's/.* facts, \([0-9]*\) of.*/\1/p')
is "$(printf '%s\n' "$out" | sed '/^Host id/,$d' | grep -c ' -$')" \
	"$nr_unknown" "unknown facts are printed as a dash"
id=$(printf '%s\n' "$out" | sed -n 's/^Host id //p')
like "$id" "^[0-9a-f]{16}$" "the id has 16 digits"

run "$pft" host -v
is "$status" 0 "pft host -v exits 0"
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" \
	"its lines keep to 80 columns as well"
like "$out" "^      /proc/sys/kernel/osrelease$" "it says where a fact was read"
unlike "$out" "\.\.\.$" "it cuts nothing"

run "$pft" host -q
is "$(printf '%s\n' "$out" | head -n 1)" \
	"What would disturb a measurement here" \
	"-q leaves the facts out, not what disturbs"
lines=$(printf '%s\n' "$out" | sed -n 's/^  //p')
is "$(printf '%s\n' "$out" | awk 'length > 80')" "" "the lines of -q keep to 80 columns"
unlike "$out" "Fix:" "-q leaves the fixes out"
run "$pft" host -qv
names=$(printf '%s\n' "$out" | sed -n 's/^  \([a-z_0-9]*\)$/\1/p')
is "$(printf '%s\n' "$out" | grep -c '^    Fix: ')" "$(nr_lines "$names")" \
	"-qv has a fix for each"
if [ -n "$names" ]; then
	is "$(printf '%s\n' "$lines" | sed 's/ .*//')" "$names" "-q has a line for each"
else
	is "$lines" "Nothing, as far as the facts are known." "-q has a line for each"
fi

# An idle machine is not to be had here: what --check says is to agree with what it lists.
run "$pft" host --check
case $out in
*'Nothing, as far as the facts are known.'*) is "$status" 0 "--check exits 0 where nothing disturbs" ;;
*'pft host says more'*) is "$status" 1 "--check exits 1 where something disturbs" ;;
*) ok 1 "--check prints what -q prints" ;;
esac
is "$err" "" "--check has no other message"
run "$pft" host --check --format json
case $out in
*'"disturbances":[]'*) is "$status" 0 "--check in JSON exits 0 where nothing disturbs" ;;
*) is "$status" 1 "--check in JSON exits 1 where something disturbs" ;;
esac
unlike "$out" '"now"' "--check in JSON leaves the facts out"
run "$pft" host --check --wrong
is "$status" 2 "--check with a wrong option exits 2"

run "$pft" host --format json
is "$status" 0 "--format json exits 0"
is "$(nr_lines "$out")" 1 "it prints one line"
like "$out" "^\{\"type\":\"host\",\"schema\":\"pft/1\",\"id\":\"$id\"," \
	"type, schema and the same id come first"
is "$(printf '%s\n' "$out" | sed 's/.*"now"://' |
	grep -cF "\"kernel_release\":\"$(uname -r)\"")" 1 \
	"what can change stands in one object"
like "$out" '"disturbances":\[' "what disturbs stands in a list"
like "$out" "\"anon_fault_ahead_bytes\":(null|[0-9]+)" \
	"a knob that the kernel may lack is null or a number"
# Names that hold a size, a node or a kernel's own word are described by kind.
missing=
for name in $(printf '%s\n' "$out" | tr ',{' '[\n*]' |
	sed -n 's/^"\([a-z][a-zA-Z0-9_]*\)":.*/\1/p' |
	grep -Ev '^(config|mitigation|mthp|hugetlb|node[0-9]+)_'); do
	case $name in
	type | schema | id | now | disturbances | name | what | mend) continue ;;
	esac
	grep -Eq "(^|[ ,])$name( |,|$)" "$tests/../doc/pft-host.1" ||
		missing="$missing $name"
done
is "$missing" "" "the manual page has every fact"

run "$pft" host --format json -q
unlike "$out" '"now"' "--format json -q leaves the facts out"
like "$out" '"disturbances":\[' "--format json -q keeps what disturbs"

run "$pft" host -q -o "$tmp/records.jsonl"
is "$status" 0 "-o exits 0"
run "$pft" host -q -o "$tmp/records.jsonl"
records=$(cat "$tmp/records.jsonl")
is "$(nr_lines "$records")" 2 "-o appends a record each time"
is "$(printf '%s\n' "$records" | sort -u | grep -c "\"id\":\"$id\"")" 1 \
	"the records are the same, with the id of this machine"
unlike "$records" '"now"|"boot_id"|"thp_enabled"' \
	"a record holds only what stays"

run "$pft" host -o "$tmp"
refused "a folder as record file"
like "$err" "^pft: " "the message begins with the program's name"
run "$pft" host -o "$tmp/records.jsonl/below"
refused "a record file below a file"
run "$pft" host -o ""
refused "a record file without name"
run "$pft" host --format xml
refused "an unknown format"
like "$err" "--format 'xml': expected table or json" \
	"the message names the formats there are"
run "$pft" host --wrong
refused "an unknown option"
run "$pft" host operand
refused "an operand"
run "$pft" host --format
refused "an option without its argument"

if command -v flock >"$tmp/null"; then
	run flock "$tmp/held.jsonl" "$pft" host -o "$tmp/held.jsonl"
	refused "a record file that another holds"
	is "$(cat "$tmp/held.jsonl")" "" "nothing is written to it"
else
	skip "no flock" "a record file that another holds exits 2"
fi

status=0
"$pft" host >/dev/full 2>"$tmp/err" || status=$?
is "$status" 1 "a full disk under standard output exits 1"
is "$(nr_lines "$(cat "$tmp/err")")" 1 "a full disk is told in one line"
status=0
"$pft" host -o "$tmp/kept.jsonl" >/dev/full 2>"$tmp/err" || status=$?
is "$status" 1 "a full disk under standard output exits 1 with -o, too"
is "$(grep -c "\"id\":\"$id\"" "$tmp/kept.jsonl")" 1 "the record is kept then"

if script -qec true "$tmp/typescript" </dev/null >"$tmp/null" 2>&1; then
	script -qec "'$pft' host" "$tmp/typescript" </dev/null >"$tmp/null"
	like "$(cat "$tmp/typescript")" "$(printf '\033')\[1m" \
		"headings stand out on a terminal"
	script -qec "'$pft' host --no-color" "$tmp/typescript" </dev/null \
		>"$tmp/null"
	unlike "$(cat "$tmp/typescript")" "$(printf '\033')\[1m" \
		"--no-color prints no color"
	NO_COLOR=1 script -qec "'$pft' host" "$tmp/typescript" </dev/null \
		>"$tmp/null"
	unlike "$(cat "$tmp/typescript")" "$(printf '\033')\[1m" \
		"NO_COLOR prints no color"
else
	skip "no pseudo-terminal" "headings stand out on a terminal"
fi

nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
if [ "$(id -u)" -eq 0 ] && command -v setpriv >"$tmp/null"; then
	# The build folder may be private.
	mkdir -m 755 "$tmp/theirs"
	chmod go+x "$tmp"
	cp "$pft" "$tmp/theirs/pft"
	# shellcheck disable=SC2086
	run $nobody "$tmp/theirs/pft" host
	is "$status" 0 "pft host works without privileges"
	like "$out" "^Host id $id$" "the id is the same without privileges"
else
	skip "this test is not run as root" \
		"pft host works without privileges"
fi

run "$pft" host --help
is "$status" 0 "--help exits 0"
for option in --output --format --quiet --verbose --check --no-color --help; do
	like "$out" "$option( |$)" "--help names $option"
done

run "$pft" host -o -
is "$status" 0 'with -o - the record goes to standard output'
is "$(printf '%s\n' "$out" | grep -vc '^{"type":"host"')" 0 'and nothing else does'
ok "$([ ! -e - ]; echo $?)" 'no file is made for it'

done_testing
