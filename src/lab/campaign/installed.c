/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/installed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"

static const char suffix[] = ".conf";

char **installed_names(void)
{
	AUTO_FREE char *folder = data_path("campaigns", NULL);
	char **names = folder ? file_names(folder) : NULL;
	size_t n = 0;
	if (!names)
		return error_unless_memory(calloc(1, sizeof(*names)));
	for (size_t i = 0; names[i]; i++) {
		char *name = names[i], *end = strrchr(name, '.');
		names[i] = NULL;
		if (end && end != name && strcmp(end, suffix) == 0) {
			*end = '\0';
			names[n++] = name;
		} else {
			free(name);
		}
	}
	return names;
}

static int unknown(const char *word, struct error *err)
{
	char **names = installed_names();
	AUTO_FREE char *list = text_alternatives((const char *const *)names);
	file_names_close(names);
	return error_set(err, -ENOENT, "campaign '%s': no such file: expected a campaign file, or one that comes with pft: %.600s",
			 word, *list ? list : "none is installed");
}

char *installed_path(const char *word, struct error *err)
{
	struct stat st;
	const bool there = stat(word, &st) == 0;
	if (strchr(word, '/') || (there && !S_ISDIR(st.st_mode)))
		return text_format("%s", word);
	AUTO_FREE char *name = text_format("campaigns/%s%s", word, suffix);
	char *path = data_path(name, NULL);
	if (!path && there)	/* a folder */
		return text_format("%s", word);
	if (!path)
		unknown(word, err);
	return path;
}
