#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# HACKING.md: its lists are compared with the tree, and its circles with what
# scripts/structure finds.
# shellcheck disable=SC1091,SC2016,SC2154 # what is between backquotes is no command
. "${srcdir:=.}/tests/tap.sh"

cd "$srcdir" || exit 1
page=HACKING.md

# ---- files ----

# Words between backquotes that look like a path; a word in capitals is a placeholder.
grep -o '`[^`]*`' "$page" | tr -d '`' |
	grep -E '^([a-z_.-]+/[A-Za-z0-9_./-]*|(configure|Makefile)\.(ac|am)|NEWS|README\.md)$' |
	grep -vE '\.log$|(^|[/_.-])(ARCH|FOLDER|NAME|ROOM|STEM)' | LC_ALL=C sort -u >"$tmp/paths"
[ "$(grep -c . "$tmp/paths")" -gt 40 ]
ok $? 'HACKING.md names more than 40 files'
is "$(while read -r path; do
	[ -e "$path" ] || echo "$path"
done <"$tmp/paths")" '' 'each file that it names exists'

# ---- rooms ----

is "$(for room in src/*/; do
	grep -qF "$room" "$page" || echo "$room"
done)" '' 'each room of src/ is named'

# ---- arrays ----

# "`ARRAY[]` in `FILE`", "`MACRO` in `FILE`"
tr '\n' ' ' <"$page" | grep -oE '`(struct )?[A-Za-z_]+(\[\])?` in `[a-z_/.]+`' |
	sed -E 's/^`(struct )?([A-Za-z_]+)(\[\])?` in `(.*)`$/\2 \4/' | LC_ALL=C sort -u >"$tmp/arrays"
for array in boot_engines engines kinds metrics patterns workload_fields; do
	grep -q "^$array " "$tmp/arrays"
	ok $? "HACKING.md names the array $array"
done
is "$(while read -r array file; do
	grep -qE "(^|[^A-Za-z_])$array(\[[A-Z_]*\] =|\(| \{)" "$file" || echo "$array in $file"
done <"$tmp/arrays")" '' 'each array, macro and struct that it names is in the file that it names'

# ---- make ----

grep -oE '`make [a-z-]+`' "$page" | tr -d '`' | sed 's/^make //' | sort -u >"$tmp/targets"
is "$(while read -r target; do
	case $target in
	check | distcheck) ;;
	*) grep -q "^$target:" Makefile.am ./*/Makemodule.am || echo "$target" ;;
	esac
done <"$tmp/targets")" '' 'each target of make that it names has a rule'

# ---- circles ----

if ! command -v ctags >/dev/null || ! command -v python3 >/dev/null; then
	skip 'universal-ctags or python3 is not installed' 'each circle between files is named'
	done_testing
fi
run scripts/structure --check
is "$status" 0 'each circle between files is named, and each include goes along the arrows'
[ "$status" -eq 0 ] || printf '%s\n' "$out" | sed 's/^/# /'
mkdir -p "$tmp/tree/scripts"
ln -s "$PWD/src" "$tmp/tree/src"
cp scripts/structure "$tmp/tree/scripts"
"$tmp/tree/scripts/structure" | sed -n 's/^ *\([^ ]*\.c <-> [^ ]*\.c\)$/\1/p' >"$tmp/found"
is "$(sed -n '/^## Circles/,$s/^- `*\([^ `]*\)`* <-> `*\([^ `:]*\)`*: .*/\1 <-> \2/p' "$page" |
	grep -vxFf "$tmp/found")" '' 'each circle that is named is one'

done_testing
