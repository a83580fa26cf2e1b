/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/known.h"
#include "base/size.h"
#include "base/text.h"
#include "tap.h"

static void test_sizes(void)
{
	static const struct { const char *text; int rc; uint64_t bytes; } cases[] = {
		{ "1", 0, 1 }, { "4096", 0, 4096 }, { "64K", 0, 65536 },
		{ "64k", 0, 65536 }, { "64kB", 0, 65536 }, { "1GiB", 0, 1 << 30 },
		{ "1.5G", 0, 1610612736 }, { "0.5K", 0, 512 },
		{ "2T", 0, UINT64_C(2) << 40 },
		{ "0", -EINVAL, 0 }, { "0K", -EINVAL, 0 }, { "", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 }, { "+1", -EINVAL, 0 }, { " 1", -EINVAL, 0 },
		{ "1Q", -EINVAL, 0 }, { "1KK", -EINVAL, 0 }, { "1.2.3", -EINVAL, 0 },
		{ "0x10", -EINVAL, 0 }, { "1e3", -EINVAL, 0 }, { "nan", -EINVAL, 0 },
		{ "inf", -EINVAL, 0 }, { "K", -EINVAL, 0 }, { "1 K", -EINVAL, 0 },
		{ "9223372036854775808", -ERANGE, 0 }, { "8E", -ERANGE, 0 },
		{ "99999999999999999999999", -ERANGE, 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t bytes = 0;
		struct error err = { "" };
		is_int(size_parse("size", cases[i].text, &bytes, &err), cases[i].rc,
		       "size '%s' is %s", cases[i].text,
		       cases[i].rc ? "refused" : "taken");
		is_int(bytes, cases[i].bytes, "size '%s' has its value",
		       cases[i].text);
		ok((cases[i].rc != 0) == (err.text[0] != '\0'),
		   "size '%s' says why just when it is refused", cases[i].text);
	}
	static const struct { uint64_t bytes; const char *text; } formats[] = {
		{ 1, "1" }, { 1023, "1023" }, { 1024, "1K" }, { 1536, "1.5K" },
		{ 4097, "4097" }, { 268435456, "256M" }, { 1610612736, "1.5G" },
		{ (UINT64_C(12) << 30) + (1 << 20), "12289M" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		char text[24];
		is_text(size_format(formats[i].bytes, text, sizeof(text)),
			formats[i].text, "%s is how people write it",
			formats[i].text);
	}
}

static void test_durations(void)
{
	static const struct { const char *text; double seconds; } cases[] = {
		{ "90s", 90 }, { "10m", 600 }, { "2h", 7200 }, { "1.5h", 5400 },
		{ "1h30m", 5400 }, { "1m30s", 90 }, { "0.2s", 0.2 },
		/* refused */
		{ "", 0 }, { "90", 0 }, { "s", 0 }, { "0s", 0 }, { "-1s", 0 },
		{ "+1s", 0 }, { " 1s", 0 }, { "1 s", 0 }, { "1s ", 0 },
		{ "30m1h", 0 }, { "1m1m", 0 }, { "1d", 0 }, { "1.2.3s", 0 },
		{ "1e3s", 0 }, { "0x1s", 0 }, { "nans", 0 }, { "infh", 0 },
		{ "9999999h", 0 }, { "1ms", 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		double seconds = 0;
		struct error err = { "" };
		const bool good = cases[i].seconds > 0;
		is_int(duration_parse("time", cases[i].text, &seconds, &err),
		       good ? 0 : -EINVAL, "time '%s' is %s", cases[i].text,
		       good ? "taken" : "refused");
		is_near(seconds, cases[i].seconds, 1e-12,
			"time '%s' has its value", cases[i].text);
		ok(good != (strstr(err.text, "such as 90s") != NULL),
		   "time '%s' says why just when it is refused", cases[i].text);
	}
	static const struct { double seconds; const char *text; } formats[] = {
		{ 0, "0:00" }, { 59.4, "0:59" }, { 59.5, "1:00" },
		{ 754, "12:34" }, { 7380, "2:03:00" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		char text[24];
		is_text(duration_format(formats[i].seconds, text, sizeof(text)),
			formats[i].text, "%s is minutes and seconds",
			formats[i].text);
	}
}

static void test_percents(void)
{
	static const struct { const char *text; double share; } cases[] = {
		{ "1", 0.01 }, { "0.5", 0.005 }, { "2%", 0.02 }, { "50", 0.5 },
		/* refused */
		{ "", 0 }, { "0", 0 }, { "51", 0 }, { "-1", 0 }, { "%", 0 },
		{ "1%%", 0 }, { "1 %", 0 }, { "nan", 0 }, { "inf", 0 },
		{ "1e1", 0 }, { "0x1", 0 }, { "1.2.3", 0 }, { "x", 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		double share = 0;
		struct error err = { "" };
		const bool good = cases[i].share > 0;
		is_int(percent_parse(PERCENTS("--p", 0.01, 50), cases[i].text,
				     &share, &err),
		       good ? 0 : -EINVAL, "percentage '%s' is %s",
		       cases[i].text, good ? "taken" : "refused");
		is_near(share, cases[i].share, 1e-12,
			"percentage '%s' is a share of 1", cases[i].text);
		ok(good != (strstr(err.text, "from 0.01 to 50") != NULL),
		   "percentage '%s' says why just when it is refused",
		   cases[i].text);
	}
}

static void test_lists(void)
{
	static const struct { const char *text; int rc; size_t n; uint64_t last; }
	cases[] = {
		{ "1", 0, 1, 1 }, { "1,2,4", 0, 3, 4 }, { "1-8", 0, 8, 8 },
		{ "4,1", 0, 2, 1 }, { "1,1,2", 0, 2, 2 }, { "1-3,2-5", 0, 5, 5 },
		{ "8-8", 0, 1, 8 },
		{ "", -EINVAL, 0, 0 }, { "0", -EINVAL, 0, 0 }, { "5-2", -EINVAL, 0, 0 },
		{ "1,", -EINVAL, 0, 0 }, { ",1", -EINVAL, 0, 0 }, { "1-", -EINVAL, 0, 0 },
		{ "-1", -EINVAL, 0, 0 }, { "1-2-3", -EINVAL, 0, 0 }, { "a", -EINVAL, 0, 0 },
		{ "1 ,2", -EINVAL, 0, 0 }, { "65", -EINVAL, 0, 0 }, { "1-65", -EINVAL, 0, 0 },
		{ "99999999999999999999", -EINVAL, 0, 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct list list;
		is_int(list_parse(NUMBERS("list", 1, 64), cases[i].text, &list,
				  NULL),
		       cases[i].rc, "list '%s' is %s", cases[i].text,
		       cases[i].rc ? "refused" : "taken");
		is_int(list.n, cases[i].n, "list '%s' has %zu numbers",
		       cases[i].text, cases[i].n);
		if (list.n > 0)
			is_int(list.values[list.n - 1], cases[i].last,
			       "list '%s' keeps the order it was written in",
			       cases[i].text);
		list_close(&list);
	}
}

static void test_text(void)
{
	char *text = text_utf8("a\xff\xc3\xa9\xed\xa0\x80");
	is_text(text, "a\\xff\xc3\xa9\\xed\\xa0\\x80",
		"bytes that are no UTF-8 are written as \\xHH, UTF-8 is kept");
	free(text);
	text = text_utf8("gut");
	is_text(text, "gut", "text that needs no escape is kept");
	free(text);
	text = text_printable("a\nb\033[31m\xc2\x9b" "c");
	is_text(text, "a?b?[31m?c", "control characters do not reach a terminal");
	free(text);
	static const char *const controls[] = {
		"\xd8\x9c", "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xa8",
		"\xe2\x80\xa9", "\xe2\x80\xaa", "\xe2\x80\xae", "\xe2\x81\xa6",
		"\xe2\x81\xa9", "\xef\xbb\xbf",
	};
	for (size_t i = 0; i < ARRAY_SIZE(controls); i++) {
		char line[16];
		snprintf(line, sizeof(line), "a%sb", controls[i]);
		text = text_printable(line);
		is_text(text, "a?b",
			"control character number %zu of Unicode does not either", i);
		free(text);
	}
	static const char neighbours[] =
		"\xd8\x9b\xe2\x80\x8d\xe2\x80\x90\xe2\x80\xa7\xe2\x80\xaf"
		"\xe2\x81\xa5\xe2\x81\xaa\xef\xbb\xbe\xf0\x9f\x98\x80";
	text = text_printable(neighbours);
	is_text(text, neighbours, "the characters next to them do");
	free(text);
	static const char *const bad[] = {
		"\xc0\xaf", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xf5\x80\x80\x80",
		"\xed\xa0\x80", "\xe2\x82", "\x80",
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!text_is_utf8(bad[i]), "malformed UTF-8 number %zu is seen", i);
	ok(text_is_utf8("\xf0\x9f\x98\x80 \xe2\x82\xac"), "well-formed UTF-8 is taken");
}

static void test_errors(void)
{
	struct error err = { "" };
	is_int(error_set(&err, -EINVAL, "file 'a\nb\x1b'"), -EINVAL,
	       "an error hands its code through");
	is_text(err.text, "file 'a?b?'", "an error is one line without controls");
	is_int(error_set(NULL, -EIO, "x"), -EIO, "an error needs nobody to hear it");
}

static void test_child(void)
{
	struct error err = { "" };
	const char *const good[] = { "true", NULL };
	const char *const bad[] = { "sh", "-c", "echo why >&2; exit 3", NULL };
	const char *const none[] = { "/nonexistent/program", NULL };
	const char *const killed[] = { "sh", "-c", "kill -9 $$", NULL };
	const char *const loud[] = { "sh", "-c",
		"i=0; while [ $i -lt 9000 ]; do echo much-to-say >&2; i=$((i+1)); done; exit 1", NULL };
	const char *const quoted[] = { "sh", "-c", "[ \"$1\" = '$(false) `x`' ]",
				       "sh", "$(false) `x`", NULL };
	is_int(child_run(&(struct child_spec){ good, NULL }, &err), 0,
	       "a program that ends well is 0");
	is_int(child_run(&(struct child_spec){ bad, NULL }, &err), 3,
	       "a program's exit status comes back");
	ok(strstr(err.text, "why") != NULL, "with what it said");
	is_int(child_run(&(struct child_spec){ none, NULL }, &err), -ENOENT,
	       "a program that does not exist is -ENOENT");
	is_int(child_run(&(struct child_spec){ killed, NULL }, &err), 137,
	       "a killed program is 128 and the signal");
	is_int(child_run(&(struct child_spec){ loud, NULL }, &err), 1,
	       "a program that says more than a pipe holds does not hang");
	is_int(child_run(&(struct child_spec){ quoted, NULL }, &err), 0,
	       "arguments reach a program as they are");
	is_int(child_run(&(struct child_spec){ good, "/nonexistent" }, &err),
	       -ENOENT, "a folder that does not exist is an error");
}

static void test_listen(void)
{
	struct child_said said;
	const char *const argv[] = { "sh", "-c", "echo; echo a; echo b >&2; exit 2",
				     NULL };
	const char *const quiet[] = { "true", NULL };
	is_int(child_listen(&(struct child_watch){ .argv = argv, .log = -1 }, &said,
			    NULL), 2, "the status of a program that is listened to");
	is_text(said.first, "a", "its first line that is not empty");
	is_text(said.last, "b", "its last one");
	child_listen(&(struct child_watch){ .argv = quiet, .log = -1 }, &said, NULL);
	is_text(said.first, "", "a program that says nothing has none");
}

static void check_names(const char *folder)
{
	char **names = file_names(folder);
	size_t n = 0;
	while (names && names[n])
		n++;
	is_int(n, 2, "the names in a folder, without . and ..");
	is_text(n == 2 ? names[0] : "", "a", "they are sorted");
	file_names_close(names);
	ok(!file_names("/nonexistent") && errno == ENOENT,
	   "a folder that is not there has none, and errno says so");
}

/* A file with a NUL and newlines at its end. */
static void check_bytes(const char *folder)
{
	static const char bytes[] = "a\0b\n\n";
	char path[256];
	size_t n = 0;
	uint64_t hash = 0;
	snprintf(path, sizeof(path), "%s/bytes", folder);
	file_replace(path, bytes, 5, NULL);
	AUTO_FREE char *read = file_bytes(path, &n);
	ok(n == 5 && read && memcmp(read, bytes, 6) == 0,
	   "all bytes of a file are read, and a NUL is behind them");
	is_int(file_hash(path, &hash), 0, "a file has a hash");
	ok(hash == hash_bytes(HASH_START, bytes, 5), "that of its bytes");
	is_int(file_hash(folder, &hash), -EISDIR, "a folder has none");
	ok(file_bytes(folder, &n) == NULL && errno == EISDIR,
	   "nor has it bytes, and errno says so");
}

static void test_files(const char *folder)
{
	char path[256];
	struct error err = { "" };
	snprintf(path, sizeof(path), "%s/a/b/c", folder);
	is_int(file_make_folders(path, &err), 0, "folders are made with parents");
	is_int(file_make_folders(path, &err), 0, "folders that are there are fine");
	snprintf(path, sizeof(path), "%s/a/f", folder);
	is_int(file_replace(path, "one\n\n", 5, &err), 0, "a file is written");
	is_int(file_replace(path, "two\n", 4, &err), 0, "a file is replaced");
	char *text = file_text(folder, "/a/%s", "f");
	is_text(text, "two", "a file reads back below a root, newlines cut");
	free(text);
	snprintf(path, sizeof(path), "%s/a/f/g", folder);
	is_int(file_make_folders(path, &err), -ENOTDIR,
	       "a folder below a file is refused");
	check_bytes(folder);
	check_names(folder);
	ok(file_text("", "%s/none", folder) == NULL && errno == ENOENT,
	   "a file that is not there is NULL, and errno says so");
}

static void test_list_text(void)
{
	uint64_t values[] = { 0, 2, 64 };
	char *text = list_text("list:", &(struct list){ values, 3 });
	is_text(text, "list:0,2,64", "a list is written with commas");
	free(text);
	text = list_text("none", &(struct list){ 0 });
	is_text(text, "none", "an empty one is its prefix");
	free(text);
}

/* Values as the authors of FNV publish them. */
static void test_hash(void)
{
	ok(hash_bytes(HASH_START, "", 0) == UINT64_C(0xcbf29ce484222325),
	   "the hash of nothing is where it starts");
	ok(hash_bytes(HASH_START, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c),
	   "the hash of a letter is as published");
	ok(hash_bytes(hash_bytes(HASH_START, "foo", 3), "bar", 3) ==
		   UINT64_C(0x85944171f73967e8),
	   "a hash goes on where another ended");
}

static void test_bad_lists(void)
{
	static const char *const bad[] = { "", ",", "1,", ",1", "1,3-1", "1,,2",
					   "1-", "1-2-3", "2x", "1,65" };
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct list list = { 0 };
		ok(list_parse(NUMBERS("list", 1, 64), bad[i], &list, NULL) != 0 &&
			   list.n == 0 && !list.values,
		   "list '%s' is refused and leaves nothing", bad[i]);
	}
}

static void test_texts(void)
{
	char *text = text_format("%s %d", "page", 4);
	is_text(text, "page 4", "text_format prints to a new string");
	ok(text_same(text, "page 4"), "equal strings are the same text");
	ok(!text_same("page", "pages"), "different strings are not the same text");
	ok(text_same(NULL, NULL) && !text_same(NULL, "") && !text_same("", NULL),
	   "no text is the same as no text only");
	free(text);
}

int main(void)
{
	char folder[] = "/tmp/pft-base-XXXXXX";
	test_sizes();
	test_durations();
	test_percents();
	test_lists();
	test_bad_lists();
	test_texts();
	test_list_text();
	test_hash();
	test_text();
	test_errors();
	test_child();
	test_listen();
	if (!mkdtemp(folder))
		return 1;
	test_files(folder);
	const char *const clean[] = { "rm", "-rf", folder, NULL };
	child_run(&(struct child_spec){ clean, NULL }, NULL);
	return tap_done();
}
