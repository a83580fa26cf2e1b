/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/host_build.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/auto.h"
#include "base/file.h"

struct host_fact *build_fact(struct builder *builder, const struct spec *spec,
			     const char *source, ...)
{
	struct host *host = builder->host;
	va_list args;
	va_start(args, source);
	host->fact = error_unless_memory(
		realloc(host->fact, (host->n + 1) * sizeof(*host->fact)));
	struct host_fact *fact = &host->fact[host->n++];
	*fact = (struct host_fact){
		.group = spec->group,
		.name = text_format("%s", spec->name),
		.title = text_format("%s", spec->title),
		.changes = spec->changes,
		.identifies = spec->identifies,
		.source = text_format_list(source, args),
	};
	va_end(args);
	return fact;
}

void fact_text(struct host_fact *fact, const char *text)
{
	if (!text)
		return;
	fact->text = text_format("%s", text);
	fact->type = HOST_TEXT;
}

void fact_number(struct host_fact *fact, struct real number)
{
	fact->number = number.value;
	fact->type = number.known ? HOST_NUMBER : HOST_UNKNOWN;
}

void fact_count(struct host_fact *fact, struct count count)
{
	fact_number(fact, (struct real){ (double)count.value, count.known });
}

void fact_bool(struct host_fact *fact, struct count value)
{
	fact->number = value.value != 0;
	fact->type = value.known ? HOST_BOOL : HOST_UNKNOWN;
}

struct real number_of_text(const char *text)
{
	/* strtod would take blanks, hex, inf and nan as well. */
	if (!text || !*text || text[strspn(text, "+-.0123456789")])
		return (struct real){ 0 };
	char *end;
	const double value = strtod(text, &end);
	return (struct real){ .value = value, .known = *end == '\0' };
}

struct count flag_of_text(const char *text)
{
	static const char *const words[][2] = {
		{ "0", "1" }, { "N", "Y" }, { "off", "on" },
	};
	for (size_t i = 0; text && i < ARRAY_SIZE(words); i++)
		for (uint64_t value = 0; value < 2; value++)
			if (strcasecmp(text, words[i][value]) == 0)
				return count_of(value);
	return (struct count){ 0 };
}

struct real nth_number(const char *text, int n)
{
	const char *at = text ? text + strspn(text, " \t") : "";
	for (; n > 0 && *at; n--) {
		at += strcspn(at, " \t\n");
		at += strspn(at, " \t\n");
	}
	char word[32];
	const size_t length = strcspn(at, " \t\n");
	if (length == 0 || length >= sizeof(word))
		return (struct real){ 0 };
	memcpy(word, at, length);
	word[length] = '\0';
	return number_of_text(word);
}

struct real bytes_of_kb(const char *value)
{
	struct real kb = nth_number(value, 0);
	const char *unit = value ? strrchr(value, ' ') : NULL;
	kb.known = kb.known && unit && strcmp(unit, " kB") == 0;
	kb.value *= 1024;
	return kb;
}

const char *chosen_word(char *text)
{
	char *open = text ? strpbrk(text, "[(") : NULL;
	char *close = open ? strpbrk(open, "])") : NULL;
	if (!close || close == open + 1)
		return NULL;
	*close = '\0';
	return open + 1;
}

char *tidy_text(const char *text, bool may_be_empty)
{
	if (!text)
		return NULL;
	text += strspn(text, " \t\n");
	size_t n = strlen(text);
	while (n > 0 && strchr(" \t\n", text[n - 1]))
		n--;
	return n > 0 || may_be_empty ? text_format("%.*s", (int)n, text) : NULL;
}

char *tidy_file(const struct builder *builder, const char *path, ...)
{
	va_list args;
	va_start(args, path);
	AUTO_FREE char *full = text_format_list(path, args);
	va_end(args);
	AUTO_FREE char *text = file_text(builder->root, "%s", full);
	char *tidy = tidy_text(text, false);
	return tidy;
}

/* Whether name is prefix, number, suffix. */
static bool numbered(const char *name, const char *prefix, const char *suffix,
		     uint64_t *number)
{
	const size_t n = strlen(prefix);
	if (strncmp(name, prefix, n) != 0 || name[n] < '0' || name[n] > '9')
		return false;
	char *end;
	errno = 0;
	*number = strtoull(name + n, &end, 10);
	return errno == 0 && strcmp(end, suffix) == 0;
}

struct list numbered_entries(const struct builder *builder, const char *folder,
			     const char *prefix, const char *suffix)
{
	struct list list = { 0 };
	AUTO_FREE char *path = text_format("%s%s", builder->root, folder);
	DIR *dir = opendir(path);
	if (!dir)
		return list;
	for (const struct dirent *entry; (entry = readdir(dir));) {
		uint64_t number;
		if (numbered(entry->d_name, prefix, suffix, &number))
			list_add(&list, number);
	}
	closedir(dir);
	if (list.n > 1)
		qsort(list.values, list.n, sizeof(*list.values), number_ascending);
	return list;
}

bool command_line_value(const struct builder *builder, const char *name,
			char *value, size_t n)
{
	const size_t length = strlen(name);
	const char *line = builder->command_line;
	bool found = false;
	for (const char *at = line; at && (at = strstr(at, name));
	     at += length) {
		const size_t end = strcspn(at + length, " ");
		if ((at > line && at[-1] != ' ') || at[length] != '=' ||
		    end > n)
			continue;
		memcpy(value, at + length + 1, end - 1);
		value[end - 1] = '\0';
		found = true;
	}
	return found;
}
