/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gzread takes packed and plain files alike, so one reader serves all places.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/auto.h"
#include "base/error.h"
#include "machine/host_build.h"

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

/* path: taken over. */
static void try_path(struct builder *builder, char *path)
{
	AUTO_FREE char *own = path;
	AUTO_FREE char *full = text_format("%s%s", builder->root, path);
	AUTO_FREE char *text = builder->config ? NULL : unpack(full);
	if (!text || !is_config(text))
		return;
	builder->config = text;
	builder->config_source = own;
	text = own = NULL;
}

void build_config(struct builder *builder, const char *release)
{
	try_path(builder, text_format("/proc/config.gz"));
	if (!release || !*release || strchr(release, '/'))
		return;
	try_path(builder, text_format("/boot/config-%s", release));
	try_path(builder, text_format("/lib/modules/%s/config", release));
}

const char *config_source(const struct builder *builder)
{
	return builder->config_source ? builder->config_source :
					"/proc/config.gz, /boot/config-RELEASE";
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

bool config_value(const struct builder *builder, const char *name, char *value,
		  size_t n)
{
	if (!builder->config)
		return false;
	const char *at = behind_name(builder->config, name);
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

struct count config_flag(const struct builder *builder, const char *name)
{
	char value[8];
	if (!config_value(builder, name, value, sizeof(value)))
		return (struct count){ 0 };
	return count_of(strcmp(value, "y") == 0 || strcmp(value, "m") == 0);
}
