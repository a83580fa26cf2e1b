# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Functions for tests that make records and check what is drawn from them. Source it after
# tap.sh.

# sample NAME=JSON...: print a sample record; a later field replaces an earlier one.
sample() {
	line='{"type":"sample","schema":"pft/1","run":"r1","boot_id":"b1"'
	line="$line"',"time":"2026-01-02T03:04:06Z","kernel":"stock","engine":"native"'
	line="$line"',"clock":"monotonic_raw","role":"measure","warmup":false,"reps":1'
	line="$line"',"accounting":"window","kind":"anon-write","pattern":"sequential"'
	line="$line"',"tasks":"threads","bytes":268435456,"page_bytes":4096,"pages":65536'
	line="$line"',"cachelines":1,"bind":"compact","mem":"default","thp":"never"'
	line="$line"',"regions":"shared","cpu_s":0.2,"user_s":0.02,"system_s":0.18'
	line="$line"',"faults_minor":65536,"faults_major":0,"ok":true,"invalid":null'
	for field in "$@"; do
		line="$line,\"${field%%=*}\":${field#*=}"
	done
	printf '%s}\n' "$line"
}

# measured FIELD...: print three repetitions with 1 and with 2 threads.
measured() {
	for threads in 1 2; do
		for wall in 0.11 0.12 0.13; do
			sample "threads=$threads" "wall_s=$wall" "$@"
		done
	done
}

# well_formed FILE: succeed if FILE is well-formed XML.
well_formed() {
	if command -v xmllint >/dev/null; then
		xmllint --noout "$1"
	else
		python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$1"
	fi
}
