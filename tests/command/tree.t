#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The source tree: shellcheck passes, includes go one way between rooms, each library is
# used by one file, and each file names its licence.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
cd "$srcdir" || exit 1

# What is ours of the tree; a tarball has no .ci, data has no comments, and
# patches are the kernel's.
find scripts bench campaigns doc src tests .ci -type f 2>/dev/null |
	grep -Ev '^(tests/(data|expected|machines|guest/patches|guest/mutations)|campaigns/pressure-2004)/|~$|\.(o|a|log|trs)$|/\.' \
		>"$tmp/files"
find .ci results -type f -perm -u+x 2>/dev/null | grep -v "^results/local/" >>"$tmp/files"
LC_ALL=C sort -u -o "$tmp/files" "$tmp/files"
[ "$(grep -c . "$tmp/files")" -gt 100 ]
ok $? "the tree has more than 100 files of ours"

# ---- shell ----

while read -r file; do
	case $file in
	*.sh) echo "$file" ;;
	*) head -n 1 "$file" | grep -aqE '^#!/bin/(ba)?sh' && echo "$file" ;;
	esac
done <"$tmp/files" >"$tmp/shell"
for file in scripts/check scripts/quickstart scripts/setup bench/bench \
	tests/tap.sh tests/command/tree.t; do
	grep -qx "$file" "$tmp/shell"
	ok $? "$file is known as shell"
done
while read -r file; do
	if ! command -v shellcheck >/dev/null; then
		skip "shellcheck is not installed" "shellcheck passes $file"
		continue
	fi
	# What a test sources is looked at by itself (SC1091), and sets variables
	# for those who source it (SC2034).
	excluded=SC1091
	[ "$file" != tests/tap.sh ] || excluded=SC2034
	is "$(shellcheck -e $excluded -f gcc "$file" 2>&1)" "" \
		"shellcheck passes $file"
done <"$tmp/shell"
not_executable=$(while read -r file; do
	case $file in
	*.sh) ;;
	*) [ -x "$file" ] || echo "$file" ;;
	esac
done <"$tmp/shell")
is "$not_executable" "" "all shell programs can be executed"
unlisted=$(for file in tests/command/*.t; do
	grep -q "%reldir%/${file#tests/}" tests/Makemodule.am || echo "$file"
done)
is "$unlisted" "" "make check runs all command tests"

# ---- the scripts ----

# A tree that nobody may write to; root, who may, is somebody else here.
mkdir -p "$tmp/fixed/scripts"
cp scripts/quickstart "$tmp/fixed/scripts"
printf '#!/bin/sh\necho setup >&2\nexit 1\n' >"$tmp/fixed/scripts/setup"
chmod 755 "$tmp/fixed/scripts"/* "$tmp"
chmod 555 "$tmp/fixed" "$tmp/fixed/scripts"
as=
[ ! -w "$tmp/fixed" ] ||
	as="setpriv --reuid=65534 --regid=65534 --clear-groups --"
# shellcheck disable=SC2086 # no word, or some
if $as test -x "$tmp/fixed/scripts/setup" 2>/dev/null; then
	run $as "$tmp/fixed/scripts/quickstart"
	is "$status" 1 "quickstart fails in a tree that cannot be written to"
	like "$err" 'expected a folder that can be written to' "it says why"
	is "$(grep -c . "$tmp/err")" 1 "in one line, before it does anything"
else
	skip "root may write anywhere, and cannot be somebody else here" \
		"quickstart fails in a tree that cannot be written to"
fi
chmod 755 "$tmp/fixed" "$tmp/fixed/scripts"

# How scripts/quickstart lets people call pft by its name.
sed -n -e '/^say() {/,/^}/p' -e '/^callable() {/,/^}/p' scripts/quickstart >"$tmp/callable"
mkdir -p "$tmp/home/.local/bin" "$tmp/linked/build/plain"
printf '#!/bin/sh\n' >"$tmp/linked/build/plain/pft"
chmod +x "$tmp/linked/build/plain/pft"
# called PATH: what it says with this PATH, in which no other pft is
called() {
	(
		# shellcheck disable=SC2034 # for the function
		top=$tmp/linked HOME=$tmp/home PATH=$1
		. "$tmp/callable"
		callable 2>&1
	)
}
tools=$tmp/tools
mkdir "$tools"
for tool in realpath ln; do
	ln -s "$(command -v $tool)" "$tools/$tool"
done
like "$(called "$tools")" "to call pft by its name: export PATH=\"$tmp/linked/build/plain:" \
	"where no directory of the user is in the PATH, quickstart says how to call pft"
is "$(called "$tools:$tmp/home/.local/bin")" "quickstart: pft is in the PATH: $tmp/home/.local/bin/pft" \
	"quickstart links pft into the user's directory, where it can be called"
rm "$tmp/home/.local/bin/pft"
printf '#!/bin/sh\n' >"$tools/pft"
chmod +x "$tools/pft"
like "$(called "$tools:$tmp/home/.local/bin")" "export PATH=" \
	"where another pft is in the PATH, it links none"
ok "$(test ! -e "$tmp/home/.local/bin/pft"; echo $?)" "and leaves the directory as it was"

# What scripts/check makes of a log, with the logs of single tests and without.
for function in say allow results count diagnostics broken tally; do
	sed -n "/^$function() {/,/^}/p" scripts/check
done >"$tmp/functions"
mkdir -p "$tmp/checked/build" "$tmp/checked/tests/command"
cat >"$tmp/checked/build/check-some.log" <<'END'
PASS: tests/command/a.t 1 - good
FAIL: tests/command/a.t 2 - this sentence is false
SKIP: tests/command/a.t 3 - a machine # SKIP there is none
SKIP: tests/command/a.t 4 - a program # SKIP there is none: install it
FAIL: tests/command/a.t 12
ERROR: tests/command/b.t - missing test plan
END
# tallied: the lists of failures and of skips
tallied() {
	(
		cd "$tmp/checked" || exit 1
		# shellcheck disable=SC2034 # for the functions
		passed=0 failed=0 skipped=0 failures=failures skips=skips here=here allowed=allowed
		: >failures
		: >skips
		. "$tmp/functions"
		printf '# a comment\nthere is (none|no)\n' >reasons
		allow reasons >allowed
		tally some . 1 2>said
		cat skips failures said
	)
}
is "$(tallied)" "  some: tests/command/a.t: a machine: there is none
  some: tests/command/a.t: a program: skipped, and tests/skips does not allow that: there is none: install it
  some: tests/command/a.t
      this sentence is false
      12
  some: tests/command/b.t
      missing test plan
check: some: 1 passed, 4 failed, 1 skipped" \
	"scripts/check names what failed and what was skipped without leave, though the tests' logs are gone"
printf 'not ok 2 - this sentence is false\n# got: 1\nok 3 - a machine\n' \
	>"$tmp/checked/tests/command/a.log"
like "$(tallied)" '^      # got: 1$' "where a log is there it says more"
is "$(tallied | grep -c 'this sentence')" 1 "and nothing twice"

# ---- rooms ----

# FILE ROOM for each include of a header of ours.
grep -n '^# *include *"' -r src --include='*.[ch]' |
	sed -n 's|^src/\([^:]*\):[0-9]*:# *include *"\([^"]*\)".*|\1 \2|p' \
		>"$tmp/includes"
[ "$(grep -c . "$tmp/includes")" -gt 100 ]
ok $? "there are more than 100 includes of our headers"

# judge: those of the includes on stdin that go against the arrows.
judge() {
	awk '
	BEGIN {
		split("base machine fault record stats analysis view cmd", rooms)
		for (i in rooms)
			level[rooms[i]] = i
		# Beside view, and neither knows the other.
		level["lab"] = level["view"]
	}
	$2 == "config.h" { next }	# what configure found: no room
	{
		split($1, from, "/")
		split($2, to, "/")
		own = from[1] == to[1]
		if (!(to[1] in level) && !own)
			bad = 1		# not of a room, or of a leaf
		else if (from[1] == "guest")
			bad = !own && $2 !~ /^(record\/(emit|jsonl|measured)\.h|fault\/.*|base\/.*)$/
		else if (from[1] in level)
			bad = !own && level[to[1]] >= level[from[1]]
		else
			bad = !own	# the plugin
		if (bad)
			print $1 " includes " $2
	}'
}
is "$(judge <"$tmp/includes")" "" "includes go one way through the rooms"
# The judge itself: what it must find, and what it must let pass.
is "$(judge <<'END'
fault/trial.c record/record.h
stats/estimate.c view/table/run_table.h
view/table/run_table.c lab/kernel.h
base/file.c base.h
guest/main.c machine/clock.h
plugin/count.c base/size.h
view/table/run_table.c base/text.h
lab/kernel.c view/table/run_table.h
cmd/run.c lab/campaign.h
cmd/main.c config.h
guest/main.c fault/trial.h
END
)" "fault/trial.c includes record/record.h
stats/estimate.c includes view/table/run_table.h
view/table/run_table.c includes lab/kernel.h
base/file.c includes base.h
guest/main.c includes machine/clock.h
plugin/count.c includes base/size.h
lab/kernel.c includes view/table/run_table.h" "an include against the arrows is found"

# ---- libraries ----

# users PATTERN: the files that include a header like that.
users() {
	grep -lE "^# *include *[<\"]$1" -r src --include='*.[ch]' |
		LC_ALL=C sort | tr '\n' ' '
}
is "$(users 'hwloc')" \
	"src/machine/bind_hwloc.c src/machine/host_topology.c " \
	"hwloc is used by two files alone: the order of CPUs and topology"
is "$(users 'numa(if)?\.h')" "src/machine/policy_numa.c " \
	"libnuma is used by one file alone"
is "$(users '(libcpuid/)?libcpuid')" "src/machine/cpu_cpuid.c " \
	"libcpuid is used by one file alone"
is "$(users 'zlib')" "src/machine/host_config.c " \
	"zlib is used by one file alone"
is "$(users 'archive(_entry)?\.h')" \
	"src/lab/boot/initramfs.c src/record/bundle.c " \
	"libarchive is used by those who pack alone: the initramfs and bundles"
is "$(users 'libconfig')" "src/lab/campaign/file.c " \
	"libconfig is used by one file alone"
is "$(users 'jansson' | sed 's|src/record/jsonl[a-z_]*\.c ||g')" "" \
	"jansson is used by record/jsonl alone"
like "$(users 'jansson')" . "jansson is used at all"
is "$(users 'gsl/' | sed 's|src/stats/[a-z_]*\.c ||g')" "" \
	"GSL is used by the room stats alone"
like "$(users 'gsl/')" . "GSL is used at all"

# ---- every file ----

unlicensed=$(while read -r file; do
	case $file in
	*.md | */README*) continue ;;
	esac
	head -n 2 "$file" |
		grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file"
done <"$tmp/files")
is "$unlicensed" "" "each file names its licence on its first or second line"
is "$(grep -L 'SPDX-License-Identifier: GPL-2.0-only' tests/guest/patches/* tests/guest/mutations/* campaigns/pressure-2004/*)" "" \
	"patches of the kernel name the kernel's licence"
is "$(head -n 1 COPYING | tr -d ' ')" "GNUGENERALPUBLICLICENSE" \
	"COPYING is that licence"
# The words are cut here, or this line would be found.
is "$(xargs grep -nwE 'TO''DO|FIX''ME|X''XX' <"$tmp/files")" "" \
	"nothing is left for later"
is "$(xargs grep -nE '[[:blank:]]+$' <"$tmp/files")" "" \
	"no line ends in blanks"
unbuilt=$(find src -name '*.[ch]' | while read -r file; do
	grep -qF "%reldir%/${file#src/}" src/Makemodule.am || echo "$file"
done)
is "$unbuilt" "" "the build knows every source file"

done_testing
