# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# TAP for the command tests, which source it. The name of a test is a sentence that is
# true when the test passes.
#
# Tests run in a build tree: ./pft is the program, and $srcdir is the source.
: "${srcdir:=.}"
pft=$PWD/pft
tests=$(cd "$srcdir" && pwd)/tests
tap_n=0
tap_bad=0
# A temporary folder of this test. Records without -o go there.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
XDG_STATE_HOME=$tmp/state
export XDG_STATE_HOME
unset NO_COLOR

# ok STATUS NAME: pass if STATUS is 0.
ok() {
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_n - $2"
	else
		echo "not ok $tap_n - $2"
		tap_bad=$((tap_bad + 1))
	fi
}

# is GOT EXPECTED NAME: pass if both are the same text.
is() {
	if [ "$1" = "$2" ]; then
		ok 0 "$3"
	else
		ok 1 "$3"
		printf "got:      '%s'\nexpected: '%s'\n" "$1" "$2" | sed 's/^/# /'
	fi
}

# like GOT PATTERN NAME: pass if grep -E finds PATTERN in GOT.
like() {
	if printf '%s\n' "$1" | grep -Eq -- "$2"; then
		ok 0 "$3"
	else
		ok 1 "$3"
		printf "got: '%s'\nno:  '%s'\n" "$1" "$2" | sed 's/^/# /'
	fi
}

# unlike GOT PATTERN NAME: pass if grep -E does not find PATTERN in GOT.
unlike() {
	if printf '%s\n' "$1" | grep -Eq -- "$2"; then
		ok 1 "$3"
		printf "got: '%s'\nhas: '%s'\n" "$1" "$2" | sed 's/^/# /'
	else
		ok 0 "$3"
	fi
}

# run COMMAND...: run COMMAND and set $status, $out and $err.
run() {
	status=0
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null || status=$?
	# The shell would warn about NUL bytes.
	out=$(tr -d '\000' <"$tmp/out")
	err=$(tr -d '\000' <"$tmp/err")
}

# wait_lines FILE N: wait until FILE has N lines, at most a minute.
wait_lines() {
	tap_tries=0
	until [ -r "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]; do
		tap_tries=$((tap_tries + 1))
		[ $tap_tries -lt 600 ] || return 1
		sleep 0.1
	done
}

# skip REASON NAME: record a skipped test.
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $2 # SKIP $1"
}

done_testing() {
	echo "1..$tap_n"
	[ "$tap_bad" -eq 0 ]
	exit $?
}
