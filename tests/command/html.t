#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# report.html: what it contains, that no text of a record becomes markup, and how a browser
# shows it: wide, narrow, dark and on paper, without loading anything.
# shellcheck disable=SC1091,SC2154
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/records.sh"

real=$tests/data/campaign-exact.jsonl
browser=$(command -v chromium || command -v chromium-browser || true)
has_gnuplot=$(command -v gnuplot || true)
python=$(command -v python3 || true)

# run_of TEXT: the records of a host and a run, TEXT in all that is text
run_of() {
	printf '{"type":"host","schema":"pft/1","id":"h1","cpu_name":%s,"nr_cpus":2}\n' "$1"
	printf '{"type":"run","schema":"pft/1","id":"r1","host":"h1","time":"2026-01-02T03:04:05Z"'
	printf ',"kernel_release":%s,"argv":["pft","run",%s],%s:%s}\n' "$1" "$1" "$1" "$1"
}

# campaign_of TEXT: a campaign of two treatments and one row, TEXT in its texts
campaign_of() {
	printf '{"type":"run","schema":"pft/1","id":"c1","host":"h1","time":%s,"argv":["pft",%s]' "$1" "$1"
	printf ',"engine":"native","unit":"block","rounds":3,"reps":1,"guest":%s' "$1"
	printf ',"treatments":["stock",%s],"kernels":[%s,%s],"rows":[%s],"names":[%s]}\n' \
		"$1" "$1" "$1" "$1" "$1"
	order=0
	for boot in 0 1 2 3 4 5; do
		printf '{"type":"boot","schema":"pft/1","id":"u%s","run":"c1","place":%s,"round":%s' \
			"$boot" "$boot" "$((boot / 2))"
		printf ',"treatment":%s,"kernel":%s,"outcome":"ok","why":null}\n' \
			"$((boot % 2))" "$1"
		order=$((order + 1))
		sample 'run="c1"' "boot_id=\"u$boot\"" "order=$order" threads=1 \
			"wall_s=0.1$((boot % 2 + 1))$boot" "kernel=$1" \
			"counters={\"row\":0,\"treatment\":$((boot % 2))}"
	done
	printf '{"type":"boot","schema":"pft/1","id":"u9","run":"c1","place":9,"round":2'
	printf ',"treatment":1,"kernel":%s,"outcome":"lost","why":%s}\n' "$1" "$1"
}

# has PATTERN NAME: whether the page in $html has it on a line. It is not printed
# where it has not: it is long.
has() {
	printf '%s\n' "$html" | grep -Eq -- "$1"
	ok $? "$2"
}

# ---- what is in it ----

{
	run_of '"Testium"'
	measured
	sample threads=4 wall_s=0.1 ok=false 'invalid="65535 pages present"'
} >"$tmp/rows.jsonl"
run "$pft" report -q -o "$tmp/rows" "$tmp/rows.jsonl"
page=$tmp/rows/report.html
html=$(cat "$page")
has '<html lang="en">' "the page says what language it is in"
has '<meta name="viewport"' "it is laid out for the screen that it is on"
has 'Testium, 2 CPUs' "it names the machine"
has '<dt>Kernels and settings</dt><dd><bdi>stock \(Testium\)' "and the kernel"
has '2026-01-02T03:04:05Z' "and the date"
has '<pre><code>pft run Testium' "and the command that made the records"
has '<th scope="col">n</th>' "n is a column"
has '<th scope="row">1</th><td>3</td>' "and in every row"
has '<td>546133</td><td>20.7%</td>' "beside a rate stands its interval"
has 'INVALID 1 of 1: 65535 pages present' "INVALID is a word, with its reason"
has '<a href="#block-1">1 of 1 repetitions at 4 tasks' \
	"what is INVALID is listed before any figure, with the way to its row"
has 'id="block-1"' "and that way leads somewhere"
has '<h2>How to read this</h2>' "it says how it is to be read"
has "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:;" \
	"a policy in it forbids all but its own style and pictures"
is "$(printf '%s\n' "$html" | grep -ciE '<script|<iframe|<object|<embed|<form|<base|onload=|javascript:')" 0 \
	"it has no script, frame or form"
is "$(printf '%s\n' "$html" | grep -oE '(src|href)="[^"]{0,12}' | grep -vE '="(#|data:)' | head -n 3)" "" \
	"every address in it is of the page itself"
is "$(printf '%s\n' "$html" | grep -oE '(https?:)?//[a-z]|url\(|@import' | head -n 3)" "" \
	"and no other place is named, nor in its style"
if [ -n "$has_gnuplot" ]; then
	is "$(printf '%s\n' "$html" | grep -c '<img alt="[^"]*" src="data:image/svg+xml;base64,')" \
		"$(cd "$tmp/rows" && echo ./*.svg | wc -w | tr -d ' ')" \
		"every picture is in it, with words for who cannot see it"
	is "$(printf '%s\n' "$html" | grep -c 'The picture is then <code>report/')" \
		"$(cd "$tmp/rows" && echo ./*.svg | wc -w | tr -d ' ')" \
		"each with the commands that make it"
	has 'download="rate-per-wall.csv" href="data:text/csv;' \
		"and its data, to be saved"
	html=$(tr -d '\n' <"$page")
	has '<th scope="row">stock</th><td>1</td><td>546133' "and to be read"
	html=$(cat "$page")
	sed -n 's/.*src="data:image\/svg+xml;base64,\([^"]*\)".*/\1/p' "$page" |
		head -n 1 | base64 -d >"$tmp/first.svg"
	ok "$(cmp -s "$tmp/first.svg" "$tmp/rows/rate-per-wall.svg"; echo $?)" \
		"what is in it is the picture beside it, to the last byte"
else
	skip "gnuplot is not installed" "every picture is in it"
fi
if command -v xmllint >/dev/null || [ -n "$python" ]; then
	ok "$(well_formed "$page" >/dev/null 2>&1; echo $?)" "it is well-formed"
else
	skip "neither xmllint nor python3 is installed" "it is well-formed"
fi
duplicates=$(printf '%s\n' "$html" | grep -oE ' id="[^"]*"' | LC_ALL=C sort | uniq -d)
is "$duplicates" "" "no two things in it have one name"
for id in $(printf '%s\n' "$html" | grep -oE 'href="#[^"]*"' | sed 's/.*#\(.*\)"/\1/' | LC_ALL=C sort -u); do
	has " id=\"$id\"" "the way to #$id leads somewhere"
done
run "$pft" report -q -o "$tmp/again" "$tmp/rows.jsonl"
ok "$(cmp -s "$page" "$tmp/again/report.html"; echo $?)" \
	"the same records make the same page"
run env PATH=/nowhere "$pft" report -q -o "$tmp/bare" "$tmp/rows.jsonl"
like "$(cat "$tmp/bare/report.html")" 'class="warning">gnuplot: not found' \
	"without gnuplot the page says why it has no pictures"
mkdir "$tmp/alone"
cp "$pft" "$tmp/alone/pft"
run env -u PFT_DATADIR PATH=/nowhere "$tmp/alone/pft" report -q -o "$tmp/bare" "$tmp/rows.jsonl"
if [ -e "$tmp/bare/report.html" ]; then
	skip "pft is installed here, style and all" "no page stays where its style is not found"
else
	ok 0 "no page stays where its style is not found"
fi

run "$pft" report -q -o "$tmp/campaign" "$real"
html=$(cat "$tmp/campaign/report.html")
has 'id="campaign-1"' "a campaign has a section"
has '<th scope="col" class="text">verdict</th>' "with a verdict"
has '<td>exact</td>' "beside an interval, or the word exact"
has 'What each side is' "and what each side is"

# ---- markup in labels ----

# Quotes, markup of all sorts, entities, controls, bytes that are no UTF-8, what
# turns text around, and what XML forbids.
evil='"</title></style><script>document.title=1</script><img src=x onerror=alert(1)>'
evil="$evil \\\" onmouseover=\\\"alert(1) ' &lt; &amp; <!-- --> ]]> <b>bold</b>"
evil="$evil \\u0000\\u0007\\u001b[31m\\u202egnp.exe\\u2066 \\uffff \\\\xff <svg onload=alert(1)>\""
# JSON readers may refuse a NUL in text: that line is then garbage, not this test.
evil=$(printf '%s' "$evil" | sed 's/\\u0000//')
{
	run_of "$evil"
	measured "kernel=$evil" "kind=$evil" "pattern=$evil" "bind=$evil" "mem=$evil" \
		"thp=$evil" "tasks=$evil" "engine=$evil" "clock=$evil" \
		"knobs={$evil:$evil}" "config={$evil:$evil}" "warnings=[$evil]"
	sample threads=8 wall_s=1 ok=false "invalid=$evil" "kernel=$evil"
	campaign_of "$evil"
} >"$tmp/evil.jsonl"
run "$pft" report -q -v -o "$tmp/evil" "$tmp/evil.jsonl"
is "$status" 1 "a file full of markup is reported as any other, with what is INVALID in it"
html=$(cat "$tmp/evil/report.html")
# Not even split over lines: what an attribute or a tag would need is not there.
is "$(printf '%s\n' "$html" | grep -oiE '<(script|img src|svg|b>bold|!-- -->)|" on[a-z]+=' | head -n 3)" "" \
	"none of it is markup"
has '&lt;script&gt;document.title=1&lt;/script&gt;' "it is text"
has '&quot; onmouseover=&quot;' "quotes too"
is "$(printf '%s' "$html" | LC_ALL=C tr -d '\n\t -~\200-\377' | wc -c | tr -d ' ')" 0 \
	"no control byte is in the page"
is "$(printf '%s\n' "$html" | grep -c "$(printf '\342\200\256')\|$(printf '\342\201\246')\|$(printf '\357\277\277')")" 0 \
	"nor what turns text around, nor what is no character"
if command -v xmllint >/dev/null || [ -n "$python" ]; then
	ok "$(well_formed "$tmp/evil/report.html" >/dev/null 2>&1; echo $?)" \
		"the page is well-formed all the same"
else
	skip "neither xmllint nor python3 is installed" \
		"the page is well-formed all the same"
fi

# ---- in a browser ----

if [ -z "$browser" ]; then
	skip "chromium is not installed" "a browser shows the page wide, narrow, dark and on paper"
	done_testing
fi
if [ -z "$python" ]; then
	skip "python3 is not installed: it listens for requests" \
		"a browser shows the page and asks nobody for anything"
	done_testing
fi
if ! command -v convert >/dev/null || ! command -v pdftoppm >/dev/null; then
	skip "imagemagick or poppler-utils is not installed: they look at what a browser shows" \
		"a browser shows the page wide, narrow, dark and on paper"
	done_testing
fi

# Everything that it could ask for, of whatever host, comes to this one, which
# writes down what that was.
cat >"$tmp/listen.py" <<'END'
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        with open(sys.argv[2], 'a') as log:
            print(self.command, self.path, file=log)
        self.send_error(404)
    do_GET = do_HEAD = do_POST = do_CONNECT = answer
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
with open(sys.argv[1], 'w') as port:
    print(server.server_port, file=port)
server.serve_forever()
END
: >"$tmp/asked"
"$python" "$tmp/listen.py" "$tmp/port" "$tmp/asked" &
listener=$!
trap 'kill $listener 2>/dev/null; rm -rf "$tmp"' EXIT
wait_lines "$tmp/port" 1
port=$(cat "$tmp/port")

# look SCHEME WIDTH,HEIGHT OPTION PAGE: what the browser writes is in $out;
# SCHEME: 0 is dark, 1 is light
look() {
	run env HOME="$tmp/home" timeout -k 5 120 "$browser" --headless=new --no-sandbox \
		--disable-gpu --disable-dev-shm-usage --hide-scrollbars \
		--no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --disable-extensions \
		--disable-default-apps --no-pings \
		--disable-features=OptimizationHints,MediaRouter,Translate \
		--proxy-server="127.0.0.1:$port" --proxy-bypass-list='<-loopback>' \
		--user-data-dir="$tmp/profile" --no-pdf-header-footer \
		--blink-settings=preferredColorScheme="$1" --window-size="$2" \
		"$3" "file://$4"
}
mkdir "$tmp/home"

# Rows and a campaign in one, with all that a label may have in it.
page=$tmp/evil/report.html

# asked: what pages asked for; the browser itself asks its maker's hosts.
asked() {
	grep -v 'google' "$tmp/asked"
}

# Were a label markup, and the policy away, this browser would ask; with the
# policy alone it would not. Else the test above could not fail.
sed 's|<main id="main">|&<img src="http://records.example/x" alt="" />|' "$page" >"$tmp/leak.html"
look 1 1280,800 --dump-dom "$tmp/leak.html"
is "$(asked)" "" "the policy holds even against markup that asks"
grep -v 'Content-Security-Policy' "$tmp/leak.html" >"$tmp/open.html"
look 1 1280,800 --dump-dom "$tmp/open.html"
like "$(asked)" 'http://records.example/x' \
	"without the policy such a request is seen here"

# What a script of the test's own measures in a copy without the policy: the
# page's width, its least text, its least contrast; folded parts opened.
cat >"$tmp/measure.html" <<'END'
<script>
addEventListener('load', () => {
	document.querySelectorAll('details').forEach(d => { d.open = true; });
	const rgb = c => (c.match(/[\d.]+/g) || []).map(Number);
	const part = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
	const light = c => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
	const ground = e => {
		for (; e; e = e.parentElement) {
			const c = rgb(getComputedStyle(e).backgroundColor);
			if (c.length === 3 || c[3] === 1)
				return c;
		}
		return [255, 255, 255];
	};
	let font = 1000, contrast = 1000, texts = 0, foreign = -1;
	document.querySelectorAll('*').forEach(e => {
		foreign += /^(script|svg|iframe|object|embed|form|input|base)$/i.test(e.tagName) ||
			[...e.attributes].some(a => /^on/i.test(a.name)) ||
			(e.tagName === 'IMG' && !e.src.startsWith('data:'));
	});
	document.querySelectorAll('body *').forEach(e => {
		if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
			return;
		if (e.tagName === 'SCRIPT')
			return;
		const style = getComputedStyle(e);
		const a = light(rgb(style.color)), b = light(ground(e));
		font = Math.min(font, parseFloat(style.fontSize));
		contrast = Math.min(contrast, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
		texts++;
	});
	parent.postMessage('measured: width ' + innerWidth + ' scroll ' +
		document.documentElement.scrollWidth + ' font ' + font +
		' contrast ' + contrast.toFixed(1) + ' texts ' + texts +
		' foreign ' + foreign + ';', '*');
});
</script>
END
{
	grep -v 'Content-Security-Policy' "$page" | sed '/<\/body>/,$d'
	cat "$tmp/measure.html"
	echo '</body></html>'
} >"$tmp/measured.html"
# A window is 500 wide or more, a frame in it as narrow as a phone.
# frame WIDTH: a page with that one in a frame, whose title is what was measured
frame() {
	cat <<END
<!DOCTYPE html><title>nothing</title><meta name="color-scheme" content="light dark">
<script>addEventListener('message', e => { document.title = e.data; });</script>
<iframe src="measured.html" style="width:${1}px;height:900px;border:0"></iframe>
END
}
# value NAME: of what was measured
value() {
	printf '%s\n' "$out" | sed -n "s/.*<title>measured:.* $1 \([0-9.]*\).*/\1/p"
}
# at_least VALUE LEAST: whether it is a number so large
at_least() {
	awk -v value="$1" -v least="$2" 'BEGIN { exit !(value != "" && value + 0 >= least) }'
}
for scheme in light:1:1280 dark:0:390; do
	width=${scheme##*:}
	name=${scheme%%:*}
	number=${scheme#*:}
	frame "$width" >"$tmp/frame.html"
	look "${number%:*}" 1400,1000 --dump-dom "$tmp/frame.html"
	is "$(value width)" "$width" "the browser is $width wide, and $name"
	at_least "$(value texts)" 100
	ok $? "more than 100 texts are looked at"
	is "$(value foreign)" 0 "nothing in labels has become a part of the page"
	is "$(value scroll)" "$width" \
		"at $width nothing makes the page wider than the screen"
	at_least "$(value font)" 16
	ok $? "at $width no text is smaller than 16 ($(value font))"
	at_least "$(value contrast)" 4.5
	ok $? "in $name every text has a contrast of 4.5 or more ($(value contrast))"
done

# colours FILE: how many there are; brightness FILE: of its first screen, 0 to 100
colours() {
	convert "$1" -format '%k' info:
}
brightness() {
	convert "$1" -gravity North -crop '100%x400+0+0' +repage -colorspace Gray \
		-format '%[fx:int(100*mean)]' info:
}
for shot in desktop-light:1:1280 desktop-dark:0:1280 phone-light:1:390; do
	name=${shot%%:*}
	rest=${shot#*:}
	look "${rest%:*}" "${rest#*:},1600" "--screenshot=$tmp/$name.png" "$page"
	at_least "$(colours "$tmp/$name.png" 2>/dev/null)" 50
	ok $? "the screenshot $name is no empty page"
	is "$(convert "$tmp/$name.png" -format '%w' info: 2>/dev/null)" "${rest#*:}" \
		"and as wide as the screen"
done
at_least "$(brightness "$tmp/desktop-light.png")" 80
ok $? "the page is light where that is wanted ($(brightness "$tmp/desktop-light.png"))"
at_least "$(brightness "$tmp/desktop-dark.png")" 35
is $? 1 "and dark where that is wanted ($(brightness "$tmp/desktop-dark.png"))"

look 0 1280,1600 "--print-to-pdf=$tmp/page.pdf" "$page"
pdftoppm -r 50 -png "$tmp/page.pdf" "$tmp/paper" 2>/dev/null
set -- "$tmp"/paper-*.png
at_least "$(colours "$1" 2>/dev/null)" 20
ok $? "the first sheet of paper is not empty"
at_least "$(brightness "$1")" 80
ok $? "and white, though the screen is dark ($(brightness "$1"))"
is "$(convert "$1" -format '%[pixel:p{2,2}]' info: 2>/dev/null)" "srgb(255,255,255)" \
	"to its edge"
like "$(pdftotext "$tmp/page.pdf" - 2>/dev/null)" 'folded when this was printed' \
	"what is folded is said to be"
empty=$(for sheet in "$@"; do
	at_least "$(colours "$sheet")" 2 || echo "$sheet"
done)
is "$empty" "" "no sheet is empty"
is "$(asked | grep -v 'http://records.example/x')" "" \
	"in all of that the page has asked nobody for anything"

done_testing
