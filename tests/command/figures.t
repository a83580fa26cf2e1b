#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each figure in the text of a mail can be computed from the records alone. Here scripts of
# about ten lines do it, which share nothing with pft but the records.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "python3 is not installed" "each figure of a mail can be made again"
	done_testing
	exit
fi

# Student's t: the quantile, by the area under its curve. And what is measured.
cat >"$tmp/again.py" <<'END'
import json, math, sys
def t975(f):
    c = math.exp(math.lgamma((f + 1) / 2) - math.lgamma(f / 2)) / math.sqrt(f * math.pi)
    x, area, step = 0.0, 0.0, 1e-4
    while area < 0.475:
        area += step * c * (1 + (x + step / 2) ** 2 / f) ** (-(f + 1) / 2)
        x += step
    return x
mean = lambda v: sum(v) / len(v)
var = lambda v: sum((x - mean(v)) ** 2 for x in v) / (len(v) - 1)
records = [json.loads(line) for line in open(sys.argv[1])]
samples = [r for r in records if r["type"] == "sample" and not r["warmup"] and r["ok"]]
END

# again RECORDS: what the script on stdin makes of them
again() {
	cat "$tmp/again.py" - >"$tmp/script.py"
	python3 "$tmp/script.py" "$1"
}

# ---- records: two kernels on boots of their own, each boot with its luck ----

# boots LABEL SEED MEAN: 4 boots of 5 repetitions with 1 and 2 threads
boots() {
	awk -v label="$1" -v seed="$2" -v mean="$3" 'BEGIN {
		srand(seed)
		printf "{\"type\":\"host\",\"schema\":\"pft/1\",\"id\":\"h\",\"cpu_name\":\"Testium\",\"nr_cpus\":2}\n"
		for (b = 0; b < 4; b++) {
			printf "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"%s%d\",\"host\":\"h\"", label, b
			printf ",\"time\":\"2026-01-02T03:04:05Z\",\"argv\":[\"pft\",\"run\"]}\n"
			for (n = 0; n < 2; n++) {
				luck[n] = 0.98 + 0.04 * rand()
			}
			for (i = 0; i < 20; i++) {
				threads = 1 + i % 2
				limit = i >= 10
				wall = mean / threads * luck[i % 2] * (0.99 + 0.02 * rand()) / (limit ? 3 : 1) * 1000000 / 1e9
				printf "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"%s%d\",\"boot_id\":\"%s%d\"", label, b, label, b
				printf ",\"kernel\":\"%s\",\"engine\":\"native\",\"clock\":\"monotonic_raw\"", label
				printf ",\"role\":\"%s\",\"warmup\":false,\"order\":%d,\"reps\":1", limit ? "limit" : "measure", i
				printf ",\"accounting\":\"window\",\"kind\":\"anon-write\",\"pattern\":\"sequential\",\"tasks\":\"threads\""
				printf ",\"threads\":%d,\"bytes\":4096000000,\"page_bytes\":4096,\"pages\":1000000,\"thp\":\"never\"", threads
				printf ",\"wall_s\":%.12g,\"cpu_s\":%.12g,\"user_s\":%.12g", wall, wall * 0.9, wall * 0.1
				printf ",\"system_s\":%.12g,\"teardown_s\":%.12g,\"faults_minor\":%d", wall * 0.8, wall / 4, limit ? 0 : 1000000
				printf ",\"faults_major\":0,\"pages_present\":1000000,\"ok\":true,\"invalid\":null}\n"
			}
		}
	}'
}
boots old 1 1000 >"$tmp/old.jsonl"
boots new 2 940 >"$tmp/new.jsonl"
cat "$tmp/old.jsonl" "$tmp/new.jsonl" >"$tmp/both.jsonl"

# ---- pft compare ----

run "$pft" compare --format mail "$tmp/old.jsonl" "$tmp/new.jsonl"
is "$status" 0 "two kernels are compared for a mail"
printf '%s\n' "$out" | grep -E '^  (old|new)  ' | tr -s ' ' | sed 's/^ //; s/\(x[0-9]*\) .*/\1/' >"$tmp/got"
again "$tmp/both.jsonl" >"$tmp/expected" <<'END'
for threads in 1, 2:
    log = {}
    for s in samples:
        if s["role"] == "measure" and s["threads"] == threads:
            log.setdefault(s["kernel"], {}).setdefault(s["boot_id"], []).append(math.log(s["wall_s"] / s["pages"] * 1e9))
    unit = {k: [mean(v) for v in boots.values()] for k, boots in log.items()}
    n = len(unit["old"])
    for k in "old", "new":
        a, b = var(unit["old"]) / n, var(unit[k]) / n
        half = t975((a + b) ** 2 / ((a * a + b * b) / (n - 1))) * math.sqrt(a + b)
        ratio = mean(unit["old"]) - mean(unit[k])
        print(k, "%.1f" % math.exp(mean(unit[k])),
              "%.3f %.3f-%.3f" % tuple(map(math.exp, (ratio, ratio - half, ratio + half))) if k == "new" else "- -",
              "1.000 %dx%d" % (n, len(log[k][k + "0"])))
END
is "$(cat "$tmp/got")" "$(cat "$tmp/expected")" \
	"each cost, ratio, interval and number of it is what a script makes of the records"
is "$(printf '%s\n' "$out" | grep -o '[0-9.]*%' | sort -u | tr '\n' ' ')" "1% 95% " \
	"the percentages besides are the margin and the interval's"

# ---- pft report, plain rows ----

run "$pft" report -q --format mail -o "$tmp/report" "$tmp/old.jsonl"
run env PATH=/nowhere "$pft" report --format mail -o "$tmp/report" "$tmp/old.jsonl"
printf '%s\n' "$out" | grep -E '^ +[12] ' | tr -s ' ' | sed 's/^ //' >"$tmp/got"
titles=$(printf '%s\n' "$out" | grep -E '^Threads ' | sort -u | tr -s ' ')
is "$(printf '%s\n' "$titles" | wc -l | tr -d ' ')" 1 "the rows of a report for a mail have their titles"
TITLES=$titles again "$tmp/old.jsonl" >"$tmp/expected" <<'END'
import os
for boot in sorted({s["boot_id"] for s in samples}):
    for threads in 1, 2:
        of = lambda role, what: [s[what] for s in samples if (s["boot_id"], s["threads"], s["role"]) == (boot, threads, role)]
        wall, cpu, pages = of("measure", "wall_s"), of("measure", "cpu_s"), of("measure", "pages")
        rate = sum(pages) / sum(wall)
        of_limit = sum(of("limit", "pages")) / sum(of("limit", "wall_s"))
        figure = {"Threads": "%d" % threads, "n": "%d" % len(wall), "User": "%.3f" % mean(of("measure", "user_s")), "System": "%.3f" % mean(of("measure", "system_s")),
                  "Wall": "%.3f" % mean(wall), "flt/cpu/s": "%.0f" % (sum(pages) / sum(cpu)), "fault/wsec": "%.0f" % rate,
                  "+-95%": "%.1f%%" % (100 * t975(len(wall) - 1) * math.sqrt(var(wall) / len(wall)) / mean(wall)),
                  "flt/page": "%.4f" % mean([f / 1e6 for f in of("measure", "faults_minor")]),
                  "ns/page": "%.1f" % (1e9 / rate), "limit": "%.0f%%" % (100 * rate / of_limit)}
        print(*[figure[title] for title in os.environ["TITLES"].split()])
END
is "$(cat "$tmp/got")" "$(cat "$tmp/expected")" \
	"each rate, interval and share of the limit in a report is what a script makes of the records"

# ---- a campaign: pairs, with their differences in percent ----

# campaign ENGINE UNIT: 5 rounds of two treatments
campaign() {
	printf '{"type":"run","schema":"pft/1","id":"c","time":"2026-01-02T03:04:05Z","argv":["pft","ab"],"engine":"%s"' "$1"
	printf ',"unit":"%s","rounds":5,"reps":3,"treatments":["k0","k1"],"kernels":["",""],"rows":["r"]}\n' "$2"
	awk -v engine="$1" 'BEGIN {
		srand(7)
		for (round = 0; round < 5; round++) {
			luck = 0.9 + 0.2 * rand()
			for (t = 0; t < 2; t++) {
				for (i = 0; i < 3; i++) {
					wall = (t ? 0.0008 : 0.001) * luck * (0.99 + 0.02 * rand())
					printf "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"c\",\"boot_id\":\"b%d-%d\"", round, t
					printf ",\"engine\":\"%s\",\"kernel\":\"k%d\",\"role\":\"measure\",\"warmup\":false", engine, t
					printf ",\"order\":%d,\"reps\":1,\"pages\":1000,\"wall_s\":%.12g", i, wall
					printf ",\"teardown_s\":%.12g,\"faults_minor\":500,\"faults_major\":0", wall / 3 * (0.99 + 0.02 * rand())
					printf ",\"pages_present\":1500,\"counters\":{\"row\":0,\"treatment\":%d},\"ok\":true,\"invalid\":null}\n", t
				}
				printf "{\"type\":\"boot\",\"schema\":\"pft/1\",\"id\":\"b%d-%d\",\"run\":\"c\",\"round\":%d", round, t, round
				printf ",\"treatment\":%d,\"kernel\":\"k%d\",\"outcome\":\"ok\"}\n", t, t
			}
		}
	}'
}

cat >>"$tmp/again.py" <<'END'
log = {"fault": {}, "both": {}}
for s in samples:
    at = s["kernel"], s["boot_id"][:2]
    log["fault"].setdefault(at, []).append(math.log(s["wall_s"] / s.get("pages") * 1e9))
    log["both"].setdefault(at, []).append(math.log((s["wall_s"] + s.get("teardown_s")) / s["pages"] * 1e9))
cost = {what: {k: [math.exp(mean(v)) for (of, _), v in sorted(units.items()) if of == k] for k in ("k0", "k1")}
        for what, units in log.items()}
def line(k, ratio, interval):
    same = k == "k0"
    over = lambda what: math.exp(mean([math.log(c) for c in cost[what][k]]))
    return " ".join([k, "%.1f" % over("fault"), "%.3f" % (1 if same else ratio("fault")), "-" if same else interval,
                     "%.1f" % over("both"), "%.3f" % (1 if same else ratio("both")), "0.5000 1.500 5"])
END
campaign native block >"$tmp/pairs.jsonl"
run env PATH=/nowhere "$pft" report --format mail -o "$tmp/report" "$tmp/pairs.jsonl"
printf '%s\n' "$out" | grep -E '^  k[01] ' | tr -s ' ' | sed 's/^ //' >"$tmp/got"
again "$tmp/pairs.jsonl" >"$tmp/expected" <<'END'
pairs = lambda what, f: [f(a, b) for a, b in zip(cost[what]["k0"], cost[what]["k1"])]
half = lambda v: t975(len(v) - 1) * math.sqrt(var(v) / len(v))
off = lambda what: pairs(what, lambda a, b: math.log(a / b))
low, high = mean(off("fault")) - half(off("fault")), mean(off("fault")) + half(off("fault"))
for k in "k0", "k1":
    print(line(k, lambda what: math.exp(mean(off(what))), "%.3f-%.3f" % (math.exp(low), math.exp(high))))
more = {what: pairs(what, lambda a, b: b - a) for what in cost}
more["unmap"] = [b - f for b, f in zip(more["both"], more["fault"])]
base = {what: mean(cost[what]["k0"]) for what in cost}
base["unmap"] = base["both"] - base["fault"]
print("k1", *["%+.2f %.2f" % (100 * mean(more[w]) / base[w], 100 * half(more[w]) / base[w]) for w in ("fault", "unmap", "both")],
      "%+.1f %.2f" % (mean(more["both"]), half(more["both"])))
END
is "$(cat "$tmp/got")" "$(cat "$tmp/expected")" \
	"each cost, ratio, interval and percentage of a campaign on one boot is what a script makes of the records"

campaign kvm boot >"$tmp/welch.jsonl"
run env PATH=/nowhere "$pft" report --format mail -o "$tmp/report" "$tmp/welch.jsonl"
printf '%s\n' "$out" | grep -E '^  k[01] ' | tr -s ' ' | sed 's/^ //' >"$tmp/got"
again "$tmp/welch.jsonl" >"$tmp/expected" <<'END'
logs = {what: {k: [math.log(c) for c in cost[what][k]] for k in cost[what]} for what in cost}
off = lambda what: mean(logs[what]["k0"]) - mean(logs[what]["k1"])
a, b = var(logs["fault"]["k0"]) / 5, var(logs["fault"]["k1"]) / 5
half = t975((a + b) ** 2 / ((a * a + b * b) / 4)) * math.sqrt(a + b)
for k in "k0", "k1":
    print(line(k, lambda what: math.exp(off(what)), "%.3f-%.3f" % (math.exp(off("fault") - half), math.exp(off("fault") + half))))
END
is "$(cat "$tmp/got")" "$(cat "$tmp/expected")" \
	"so is each one of a campaign whose units are boots"

done_testing
