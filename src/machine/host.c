/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of facts and its id. Where each is read stands in host_rows.c,
 * host_machine.c, host_kernel.c and host_state.c. Nothing here writes to the machine.
 */
#include "machine/host.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/hash.h"
#include "machine/host_build.h"

const char *const host_groups[] = {
	GROUP_MACHINE, GROUP_CPU,   GROUP_TOPOLOGY, GROUP_KERNEL,
	GROUP_BUILD,   GROUP_MITIGATIONS, GROUP_MEMORY, GROUP_HUGE,
	GROUP_RECLAIM, GROUP_SPEED, GROUP_CLOCK,    GROUP_LIMITS,
	GROUP_LOAD,    NULL
};

/* A fact that is still unknown, or NULL without memory. */
static struct host_fact *add(struct builder *builder, const struct spec *spec,
			     const char *source, va_list args)
{
	struct host *host = builder->host;
	struct host_fact fact = {
		.group = spec->group,
		.name = strdup(spec->name),
		.title = strdup(spec->title),
		.changes = spec->changes,
		.identifies = spec->identifies,
	};
	if (vasprintf(&fact.source, source, args) < 0)
		fact.source = NULL;
	struct host_fact *more =
		realloc(host->fact, (host->n + 1) * sizeof(*more));
	if (more)
		host->fact = more;
	if (!more || !fact.name || !fact.title || !fact.source) {
		free(fact.name);
		free(fact.title);
		free(fact.source);
		builder->failed = true;
		return NULL;
	}
	host->fact[host->n] = fact;
	return &host->fact[host->n++];
}

void build_text(struct builder *builder, const struct spec *spec,
		const char *text, const char *source, ...)
{
	va_list args;
	va_start(args, source);
	struct host_fact *fact = add(builder, spec, source, args);
	va_end(args);
	if (!fact || !text)
		return;
	fact->text = strdup(text);
	fact->type = fact->text ? HOST_TEXT : HOST_UNKNOWN;
	builder->failed |= !fact->text;
}

void build_number(struct builder *builder, const struct spec *spec,
		  struct real number, const char *source, ...)
{
	va_list args;
	va_start(args, source);
	struct host_fact *fact = add(builder, spec, source, args);
	va_end(args);
	if (!fact || !number.known)
		return;
	fact->number = number.value;
	fact->type = HOST_NUMBER;
}

void build_bool(struct builder *builder, const struct spec *spec,
		struct count value, const char *source, ...)
{
	va_list args;
	va_start(args, source);
	struct host_fact *fact = add(builder, spec, source, args);
	va_end(args);
	if (!fact || !value.known)
		return;
	fact->number = value.value != 0;
	fact->type = HOST_BOOL;
}

struct real real_of_count(struct count count)
{
	return (struct real){ .value = (double)count.value,
			      .known = count.known };
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

char *text_behind_key(const char *text, const char *key)
{
	const size_t n = strlen(key);
	for (const char *at = text; at && *at;) {
		const char *value = at + n;
		if (strncmp(at, key, n) == 0 && strchr(": \t", *value) &&
		    *value) {
			value += strspn(value, ": \t");
			return strndup(value, strcspn(value, "\n"));
		}
		at = strchr(at, '\n');
		at += at ? 1 : 0;
	}
	return NULL;
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
	return n > 0 || may_be_empty ? strndup(text, n) : NULL;
}

char *tidy_file(const struct builder *builder, const char *path, ...)
{
	char full[PATH_MAX];
	va_list args;
	va_start(args, path);
	const int n = vsnprintf(full, sizeof(full), path, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(full))
		return NULL;
	char *text = file_text(builder->root, "%s", full);
	char *tidy = tidy_text(text, false);
	free(text);
	return tidy;
}

static int ascending(const void *a, const void *b)
{
	const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return (left > right) - (left < right);
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

struct list numbered_entries(struct builder *builder, const char *folder,
			     const char *prefix, const char *suffix)
{
	struct list list = { 0 };
	char path[PATH_MAX];
	const int n = snprintf(path, sizeof(path), "%s%s", builder->root,
			       folder);
	DIR *dir = n > 0 && (size_t)n < sizeof(path) ? opendir(path) : NULL;
	if (!dir)
		return list;
	for (const struct dirent *entry; (entry = readdir(dir));) {
		uint64_t number;
		if (numbered(entry->d_name, prefix, suffix, &number) &&
		    list_add(&list, number) != 0)
			builder->failed = true;
	}
	closedir(dir);
	if (list.n > 1)
		qsort(list.values, list.n, sizeof(*list.values), ascending);
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

struct count config_flag(const struct builder *builder, const char *name)
{
	char value[8];
	if (!kernel_config_value(&builder->config, name, value, sizeof(value)))
		return (struct count){ 0 };
	return count_of(strcmp(value, "y") == 0 || strcmp(value, "m") == 0);
}

static int by_name(const void *a, const void *b)
{
	const struct host_fact *const *left = a, *const *right = b;
	return strcmp((*left)->name, (*right)->name);
}

static void hash_text(uint64_t *hash, const char *text)
{
	*hash = hash_bytes(*hash, text, strlen(text));
}

static void hash_fact(uint64_t *hash, const struct host_fact *fact)
{
	char number[32];
	snprintf(number, sizeof(number), "%.17g", fact->number);
	hash_text(hash, fact->name);
	hash_text(hash, "=");
	hash_text(hash, fact->type == HOST_TEXT ? fact->text : number);
	hash_text(hash, "\n");
}

/* See host.h: struct host. */
static int make_id(struct host *host)
{
	const struct host_fact **sorted = malloc((host->n + 1) *
						 sizeof(*sorted));
	if (!sorted)
		return -ENOMEM;
	size_t n = 0;
	for (size_t i = 0; i < host->n; i++)
		if (host->fact[i].identifies &&
		    host->fact[i].type != HOST_UNKNOWN)
			sorted[n++] = &host->fact[i];
	qsort(sorted, n, sizeof(*sorted), by_name);
	uint64_t hash = HASH_START;
	for (size_t i = 0; i < n; i++)
		hash_fact(&hash, sorted[i]);
	snprintf(host->id, sizeof(host->id), "%016" PRIx64, hash);
	free(sorted);
	return 0;
}

int host_read(const char *root, struct host *host, struct error *err)
{
	*host = (struct host){ 0 };
	struct builder builder = {
		.root = root,
		.host = host,
		.command_line = file_text(root, "/proc/cmdline"),
	};
	char *release = file_text(root, "/proc/sys/kernel/osrelease");
	kernel_config_read(root, release, &builder.config);
	build_machine(&builder);
	build_rows(&builder);
	build_kernel(&builder);
	build_state(&builder);
	kernel_config_close(&builder.config);
	free(release);
	free(builder.command_line);
	free(builder.path);
	free(builder.text);
	if (builder.failed || make_id(host) != 0) {
		host_close(host);
		return error_set(err, -ENOMEM, "host: no memory for its facts");
	}
	return 0;
}

const struct host_fact *host_find(const struct host *host, const char *name)
{
	for (size_t i = 0; i < host->n; i++)
		if (strcmp(host->fact[i].name, name) == 0)
			return &host->fact[i];
	return NULL;
}

const char *host_text(const struct host *host, const char *name)
{
	const struct host_fact *fact = host_find(host, name);
	return fact && fact->type == HOST_TEXT ? fact->text : NULL;
}

bool host_number(const struct host *host, const char *name, double *number)
{
	const struct host_fact *fact = host_find(host, name);
	if (!fact || (fact->type != HOST_NUMBER && fact->type != HOST_BOOL))
		return false;
	*number = fact->number;
	return true;
}

void host_close(struct host *host)
{
	for (size_t i = 0; i < host->n; i++) {
		free(host->fact[i].name);
		free(host->fact[i].title);
		free(host->fact[i].text);
		free(host->fact[i].source);
	}
	free(host->fact);
	*host = (struct host){ 0 };
}
