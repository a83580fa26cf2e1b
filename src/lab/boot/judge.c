/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/judge.h"

#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/auto.h"
#include "base/hash.h"
#include "base/stream.h"
#include "base/text.h"
#include "record/jsonl.h"
#include "record/record.h"

/* Each line begins with its type, without blanks: see record/emit.c. */
#define TYPE_MARK "{\"type\":\""
static const char hello_mark[] = TYPE_MARK "hello\"";
static const char error_mark[] = TYPE_MARK "error\"";
static const char done_mark[] = TYPE_MARK "done\"";

const char *const boot_outcome_words[] = { "ok", "warned", "panic", "hang",
					   "lost", NULL };

/* What the kernel prints when something is wrong; lockdep's messages too. */
static const char *const warning_marks[] = {
	"WARNING:", "BUG:", "Oops:", "INFO: task ", "rcu: INFO:",
	"UBSAN:", "possible recursive locking", "possible circular locking",
	"inconsistent lock state", "suspicious RCU usage",
	"general protection fault", "Unable to handle kernel", "Bad page",
	"Out of memory:", NULL
};

static const char *const panic_marks[] = { "Kernel panic", NULL };

/* Bits of /proc/sys/kernel/tainted that tell of something gone wrong. */
enum {
	TAINT_BAD_PAGE = 1 << 5,
	TAINT_DIE = 1 << 7,
	TAINT_WARN = 1 << 9,
	TAINT_SOFTLOCKUP = 1 << 14,
	TAINT_BAD = TAINT_BAD_PAGE | TAINT_DIE | TAINT_WARN | TAINT_SOFTLOCKUP,
};

/* Always true, so that a judge can write "return found(...)". */
__attribute__((format(printf, 3, 4)))
static bool found(struct boot_result *result, enum boot_outcome outcome,
		  const char *format, ...)
{
	char text[sizeof(result->why)];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	AUTO_FREE char *shown = text_shown(text);
	result->outcome = outcome;
	snprintf(result->why, sizeof(result->why), "%s", shown);
	return true;
}

/* ---- the console ---- */

struct line {
	const char *text;
	int n;			/* for "%.*s" */
};

enum { LINE_SHOWN = 160 };

/* The line at text, without the kernel's time stamp and the line's end. */
static struct line line_at(const char *text)
{
	int n = (int)strcspn(text, "\r\n");
	const char *end = *text == '[' ? memchr(text, ']', (size_t)n) : NULL;
	if (end && strspn(text + 1, " .0123456789") == (size_t)(end - text - 1)) {
		n -= (int)(end + 1 - text);
		text = end + 1;
	}
	for (; n > 0 && *text == ' '; n--)
		text++;
	return (struct line){ text, n < LINE_SHOWN ? n : LINE_SHOWN };
}

static bool line_has(const char *text, const char *const marks[])
{
	const size_t n = strcspn(text, "\n");
	for (size_t i = 0; marks[i]; i++)
		if (memmem(text, n, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static const char *next_line(const char *text)
{
	text += strcspn(text, "\n");
	return *text ? text + 1 : text;
}

/* The kernel's first line with one of the marks; n is 0 where there is none.
 * Lines of ours may stand between those of the kernel. */
static struct line first_with(const char *console, const char *const marks[])
{
	for (const char *at = console; *at; at = next_line(at))
		if (strncmp(at, TYPE_MARK, sizeof(TYPE_MARK) - 1) != 0 &&
		    line_has(at, marks))
			return line_at(at);
	return (struct line){ "", 0 };
}

/* The last line that is not empty, without the "reboot:" of a guest that ends. */
static struct line last_said(const char *console)
{
	struct line last = { "nothing", 7 };
	for (const char *at = console; *at; at = next_line(at)) {
		const struct line line = line_at(at);
		if (line.n > 0 && strncmp(line.text, "reboot:", 7) != 0)
			last = line;
	}
	return last;
}

/* ---- how it ended ---- */

static bool judge_panic(const struct boot_evidence *e, struct boot_result *v)
{
	const struct line panic = first_with(e->console, panic_marks);
	if (panic.n == 0)
		return false;
	const struct line cause = first_with(e->console, warning_marks);
	if (cause.n > 0 && cause.text < panic.text)
		return found(v, BOOT_PANIC, "%.*s; %.*s", cause.n, cause.text,
			     panic.n, panic.text);
	return found(v, BOOT_PANIC, "%.*s", panic.n, panic.text);
}

static bool judge_end(const struct boot_evidence *e, struct boot_result *v)
{
	const struct qemu_end *end = e->end;
	if (judge_panic(e, v))
		return true;
	if (end->over_limit) {
		struct line line = first_with(e->console, warning_marks);
		if (line.n == 0)
			line = last_said(e->console);
		return found(v, BOOT_HANG,
			     "no end within %g s; on the console: %.*s",
			     e->limit_s, line.n, line.text);
	}
	if (WIFSIGNALED(end->status) && WTERMSIG(end->status) == SIGXFSZ)
		return found(v, BOOT_LOST,
			     "the guest wrote without end; last on the console: %.*s",
			     last_said(e->console).n, last_said(e->console).text);
	if (WIFSIGNALED(end->status))
		return found(v, BOOT_LOST, "QEMU ended by signal %d (%s): %s",
			     WTERMSIG(end->status),
			     strsignal(WTERMSIG(end->status)), end->said);
	if (WEXITSTATUS(end->status) != 0)
		return found(v, BOOT_LOST, "QEMU ended with status %d: %s",
			     WEXITSTATUS(end->status), end->said);
	return false;
}

/* ---- the guest's lines ---- */

/* One line as facts, good until the next one is read; NULL: it is none. */
static const struct facts *read_line(const char *line, struct records *records)
{
	AUTO_FREE char *text = text_format("%.*s", (int)strcspn(line, "\n"), line);
	struct error why = { "" };
	return jsonl_read_facts(text, records, &why) == 0 ? &records->facts[records->nr_facts - 1] : NULL;
}

static const char *text_of(const struct facts *facts, const char *name)
{
	const char *text = facts_text(facts, name);
	return text ? text : "";
}

static bool judge_hello(const struct boot_evidence *e, struct records *records,
			struct boot_result *v)
{
	if (strncmp(v->lines, hello_mark, sizeof(hello_mark) - 1) != 0) {
		const struct line last = last_said(e->console);
		return found(v, BOOT_LOST,
			     "%s; last on the console: %.*s",
			     *v->lines ? "the guest's first line is not hello" :
					 "the guest ended without a line",
			     last.n, last.text);
	}
	const struct facts *hello = read_line(v->lines, records);
	if (!hello)
		return found(v, BOOT_LOST, "the guest's hello cannot be read");
	const char *id = text_of(hello, "guest_id");
	const struct real cpus = facts_number(hello, "cpus");
	v->init_s = facts_number(hello, "init_s");
	if (strcmp(id, e->guest_id) != 0)
		return found(v, BOOT_LOST,
			     "the guest is of another build: it says '%s', expected %s",
			     id, e->guest_id);
	if (e->cpus > 0 && cpus.known && cpus.value != e->cpus)
		return found(v, BOOT_LOST,
			     "the guest runs %.0f of its %u CPUs: expected --cpus %.0f, or a kernel with a larger CONFIG_NR_CPUS",
			     cpus.value, e->cpus, cpus.value);
	return false;
}

/* A guest that cannot do its job writes an error line. */
static bool judge_error(struct records *records, struct boot_result *v)
{
	const char *at = v->lines;
	while (*at && strncmp(at, error_mark, sizeof(error_mark) - 1) != 0)
		at = next_line(at);
	if (!*at)
		return false;
	const char *text = text_of(read_line(at, records), "text");
	return found(v, BOOT_LOST, "the guest: %s",
		     *text ? text : "an error without text");
}

/* The last line, or NULL where it is torn. */
static const char *last_line(const char *text)
{
	const size_t n = strlen(text);
	if (n == 0 || text[n - 1] != '\n')
		return NULL;
	const char *before = memrchr(text, '\n', n - 1);
	return before ? before + 1 : text;
}

static uint64_t count_lines(const char *text, size_t n)
{
	uint64_t lines = 0;
	for (size_t i = 0; i < n; i++)
		lines += text[i] == '\n';
	return lines;
}

static bool judge_done(const struct boot_evidence *e, const char *done,
		       const struct facts *facts, struct boot_result *v)
{
	if (!done || !facts ||
	    strncmp(done, done_mark, sizeof(done_mark) - 1) != 0) {
		const struct line last = last_said(e->console);
		return found(v, BOOT_LOST,
			     "the guest ended before its last line, after %" PRIu64
			     " lines%s; last on the console: %.*s",
			     count_lines(v->lines, strlen(v->lines)),
			     done || !*v->lines ? "" : ", the last one torn",
			     last.n, last.text);
	}
	const size_t bytes = (size_t)(done - v->lines);
	const uint64_t lines = count_lines(v->lines, bytes);
	const struct real said_lines = facts_number(facts, "lines");
	const struct real said_bytes = facts_number(facts, "bytes");
	char hash[17];
	snprintf(hash, sizeof(hash), "%016" PRIx64,
		 hash_bytes(HASH_START, v->lines, bytes));
	if (said_lines.value == (double)lines &&
	    said_bytes.value == (double)bytes &&
	    strcmp(text_of(facts, "hash"), hash) == 0)
		return false;
	return found(v, BOOT_LOST,
		     "lines are missing or changed: %" PRIu64 " lines of %zu bytes came, hash %s, the guest sent %.0f of %.0f, hash %s",
		     lines, bytes, hash, said_lines.value, said_bytes.value,
		     text_of(facts, "hash"));
}

/* ---- warnings ---- */

static bool judge_warnings(const struct boot_evidence *e,
			   const struct facts *done, struct boot_result *v)
{
	/* The kernel's warnings that the guest saw. */
	const struct texts warnings = facts_texts(done, "warnings");
	const struct line line = first_with(e->console, warning_marks);
	const uint64_t tainted = (uint64_t)facts_number(done, "tainted").value;
	if (warnings.n > 0)
		return found(v, BOOT_WARNED, "the kernel warned: %s",
			     warnings.text[0]);
	if (line.n > 0)
		return found(v, BOOT_WARNED, "the kernel warned: %.*s", line.n,
			     line.text);
	return tainted & TAINT_BAD &&
	       found(v, BOOT_WARNED, "the kernel is tainted: %" PRIu64, tainted);
}

void boot_judge(const struct boot_evidence *e, struct boot_result *v)
{
	v->outcome = BOOT_OK;
	*v->why = '\0';
	struct records records = { 0 };
	/* First, for the time to init. But how QEMU ended says more than a missing
	 * line. */
	const bool bad_hello = judge_hello(e, &records, v);
	const char *last = last_line(v->lines);
	const struct facts *done = last ? read_line(last, &records) : NULL;
	if (!judge_end(e, v) && !bad_hello && !judge_error(&records, v) &&
	    !judge_done(e, last, done, v))
		judge_warnings(e, done, v);
	records_close(&records);
}

char *boot_pick_lines(const char *console)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (const char *at = console; *at; at = next_line(at)) {
		const size_t n = strcspn(at, "\n");
		const bool whole = at[n] == '\n';
		if (strncmp(at, TYPE_MARK, sizeof(TYPE_MARK) - 1) == 0)
			fprintf(out, "%.*s%s",
				(int)(whole && at[n - 1] == '\r' ? n - 1 : n), at,
				whole ? "\n" : "");
	}
	return text_close(&stream);
}
