/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/fragment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/data.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/stream.h"
#include "base/text.h"
#include "record/record.h"

static struct kernel_option *find(const struct kernel_fragments *fragments,
				  const char *name)
{
	for (size_t i = 0; i < fragments->n; i++)
		if (strcmp(fragments->option[i].name, name) == 0)
			return &fragments->option[i];
	return NULL;
}

static void request(struct kernel_fragments *fragments, const char *name,
		    const char *value, bool ours)
{
	struct kernel_option *option = find(fragments, name);
	if (!option) {
		fragments->option = records_grow(fragments->option, fragments->n,
						 sizeof(*option));
		option = &fragments->option[fragments->n++];
		*option = (struct kernel_option){
			.name = text_format("%s", name) };
	}
	free(option->value);
	option->value = text_format("%s", value);
	option->ours = ours;
}

/*
 * "CONFIG_X=value" or "# CONFIG_X is not set"; other comments and blank lines
 * are none. Returns whether line is one of these; *name is "" for none.
 */
static bool read_option(const char *line, char name[128], char value[512])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789_";
	*name = *value = '\0';
	line += strspn(line, " \t");
	const bool comment = *line == '#';
	if (comment)
		line += 1 + strspn(line + 1, " \t");
	const size_t n = strspn(line, letters);
	const bool is_name = strncmp(line, "CONFIG_", 7) == 0 && n > 7 && n < 128;
	if (comment) {
		if (is_name && strncmp(line + n, " is not set", 11) == 0) {
			snprintf(name, 128, "%.*s", (int)n, line);
			snprintf(value, 512, "n");
		}
		return true;
	}
	if (*line == '\0')
		return true;
	if (!is_name || line[n] != '=' || line[n + 1] == '\0')
		return false;
	snprintf(name, 128, "%.*s", (int)n, line);
	snprintf(value, 512, "%s", line + n + 1);
	value[strcspn(value, "\r")] = '\0';
	return true;
}

static int read_fragment(struct kernel_fragments *fragments, const char *path,
			 bool ours, struct error *err)
{
	AUTO_FREE char *text = file_text("", "%s", path);
	char *rest = text;
	if (!text)
		return error_set(err, -errno, "configuration '%s': %m: expected a file of lines such as CONFIG_SMP=y",
				 path);
	fragments->hash = hash_bytes(fragments->hash, text, strlen(text) + 1);
	size_t nr = 1;
	for (char *line; (line = strsep(&rest, "\n")); nr++) {
		char name[128], value[512];
		if (!read_option(line, name, value))
			return error_set(err, -EINVAL, "configuration '%s:%zu': '%s': expected CONFIG_NAME=value or # CONFIG_NAME is not set",
					 path, nr, line);
		if (*name)
			request(fragments, name, value, ours);
	}
	return 0;
}

static int read_users(struct kernel_fragments *fragments, const char *path,
		      struct error *err)
{
	fragments->users = realpath(path, NULL);
	if (!fragments->users)
		return error_set(err, -ENOENT, "configuration '%s': %m: expected a file of lines such as CONFIG_SMP=y",
				 path);
	return read_fragment(fragments, fragments->users, false, err);
}

int kernel_fragments_open(enum kernel_arch arch, const char *users,
			  struct kernel_fragments *fragments, struct error *err)
{
	AUTO_FREE char *name = text_format("config/%s.config",
					   kernel_arch_words[arch]);
	*fragments = (struct kernel_fragments){ .hash = HASH_START,
						.ours = data_path(name, err) };
	int rc = fragments->ours ?
		 read_fragment(fragments, fragments->ours, true, err) : -ENOENT;
	if (rc == 0 && users)
		rc = read_users(fragments, users, err);
	if (rc != 0)
		kernel_fragments_close(fragments);
	return rc;
}

void kernel_fragments_close(struct kernel_fragments *fragments)
{
	for (size_t i = 0; i < fragments->n; i++) {
		free(fragments->option[i].name);
		free(fragments->option[i].value);
	}
	free(fragments->option);
	free(fragments->ours);
	free(fragments->users);
	*fragments = (struct kernel_fragments){ 0 };
}

/* ---- what the kernel made of them ---- */

/* The value of an option in a .config; "n" where it is not set or not known. */
static void config_value(const char *config, const char *name, char *value,
			 size_t size)
{
	const size_t n = strlen(name);
	snprintf(value, size, "n");
	for (const char *at = config; (at = strstr(at, name)); at += n) {
		if ((at != config && at[-1] != '\n') || at[n] != '=')
			continue;
		snprintf(value, size, "%.*s", (int)strcspn(at + n + 1, "\n"),
			 at + n + 1);
		return;
	}
}

static void warn_refused(const struct kernel_option *option, const char *has,
			 const struct kernel_context *context)
{
	AUTO_FREE char *line = text_format("option %s=%s of our fragment: this kernel has %s",
					   option->name, option->value, has);
	kernel_warn(context, line);
}

int kernel_fragments_check(const struct kernel_fragments *fragments,
			   const char *config,
			   const struct kernel_context *context,
			   struct error *err)
{
	AUTO_FREE char *text = file_text("", "%s", config);
	struct text_stream stream;
	int nr_ours = 0;
	if (!text)
		return error_set(err, -errno, "'%s': %m", config);
	FILE *users = text_open(&stream);
	for (size_t i = 0; i < fragments->n; i++) {
		const struct kernel_option *option = &fragments->option[i];
		char has[512];
		config_value(text, option->name, has, sizeof(has));
		if (strcmp(has, option->value) == 0)
			continue;
		if (option->ours) {
			warn_refused(option, has, context);
			nr_ours++;
			continue;
		}
		fprintf(users, "%s%s=%s (it has %s)", ftell(users) > 0 ? ", " : "",
			option->name, option->value, has);
	}
	AUTO_FREE char *refused = text_close(&stream);
	return !*refused ? nr_ours :
		error_set(err, -EINVAL, "configuration '%s': the kernel refused %s: expected options whose dependencies are met",
			  fragments->users, refused);
}
