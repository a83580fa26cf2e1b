/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gzread takes packed and plain files alike, so one reader serves all places.
 */
#include "machine/kernel_config.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/text.h"

/* Ten times the largest known; a hostile file cannot take more. */
enum { CONFIG_MAX = 4 << 20 };

static char *unpack(const char *path)
{
	gzFile file = gzopen(path, "rbe");
	if (!file)
		return NULL;
	char *text = error_unless_memory(malloc(CONFIG_MAX + 1));
	const int n = gzread(file, text, CONFIG_MAX);
	gzclose_r(file);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

/* Some line must look like one of a configuration. */
static bool is_config(const char *text)
{
	return strncmp(text, "CONFIG_", 7) == 0 || strstr(text, "\nCONFIG_");
}

/* path: takes it over. */
static bool try_path(const char *root, char *path, struct kernel_config *config)
{
	AUTO_FREE char *own = path;
	AUTO_FREE char *full = text_format("%s%s", root, path);
	char *text = unpack(full);
	if (!text || !is_config(text)) {
		free(text);
		return false;
	}
	*config = (struct kernel_config){ .text = text, .source = own };
	own = NULL;
	return true;
}

void kernel_config_read(const char *root, const char *release,
			struct kernel_config *config)
{
	*config = (struct kernel_config){ 0 };
	if (try_path(root, text_format("/proc/config.gz"), config) || !release ||
	    !*release || strchr(release, '/'))
		return;
	if (!try_path(root, text_format("/boot/config-%s", release), config))
		try_path(root, text_format("/lib/modules/%s/config", release), config);
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
