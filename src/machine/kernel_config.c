/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gzread takes packed and plain files alike, so one reader serves all places.
 */
#include "machine/kernel_config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/known.h"

/* Ten times the largest known; a hostile file cannot take more. */
enum { CONFIG_MAX = 4 << 20 };

static char *unpack(const char *path)
{
	gzFile file = gzopen(path, "rbe");
	if (!file)
		return NULL;
	char *text = malloc(CONFIG_MAX + 1);
	const int n = text ? gzread(file, text, CONFIG_MAX) : -1;
	gzclose_r(file);
	if (n < 0) {
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

/* At least one line must look like one of a configuration. */
static bool is_config(const char *text)
{
	return strncmp(text, "CONFIG_", 7) == 0 || strstr(text, "\nCONFIG_");
}

static bool try_path(const char *root, const char *path,
		     struct kernel_config *config)
{
	char full[PATH_MAX];
	const int n = snprintf(full, sizeof(full), "%s%s", root, path);
	if (n < 0 || (size_t)n >= sizeof(full))
		return false;
	char *text = unpack(full);
	char *source = text && is_config(text) ? strdup(path) : NULL;
	if (!source) {
		free(text);
		return false;
	}
	*config = (struct kernel_config){ .text = text, .source = source };
	return true;
}

void kernel_config_read(const char *root, const char *release,
			struct kernel_config *config)
{
	*config = (struct kernel_config){ 0 };
	if (try_path(root, "/proc/config.gz", config))
		return;
	if (!release || !*release || strchr(release, '/'))
		return;
	static const char *const places[][2] = {
		{ "/boot/config-", "" },
		{ "/lib/modules/", "/config" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		char path[PATH_MAX];
		const int n = snprintf(path, sizeof(path), "%s%s%s",
				       places[i][0], release, places[i][1]);
		if (n > 0 && (size_t)n < sizeof(path) &&
		    try_path(root, path, config))
			return;
	}
}

/* The place right behind name at the start of a line, or NULL. */
static const char *behind_name(const char *text, const char *name)
{
	const size_t length = strlen(name);
	for (const char *at = text; (at = strstr(at, name)); at += length)
		if ((at == text || at[-1] == '\n') && at[length] == '=')
			return at + length + 1;
	return NULL;
}

bool kernel_config_value(const struct kernel_config *config, const char *name,
			 char *value, size_t n)
{
	if (!config->text)
		return false;
	const char *at = behind_name(config->text, name);
	/* "is not set" and an option that does not exist come to the same. */
	if (!at)
		at = "n";
	size_t length = strcspn(at, "\n");
	if (length >= 2 && at[0] == '"' && at[length - 1] == '"') {
		at++;
		length -= 2;
	}
	if (length >= n)
		return false;
	memcpy(value, at, length);
	value[length] = '\0';
	return true;
}

void kernel_config_close(struct kernel_config *config)
{
	free(config->text);
	free(config->source);
	*config = (struct kernel_config){ 0 };
}
