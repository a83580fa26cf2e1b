/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/data.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first of the folders, which have colons between, that has the name. */
static char *find_in(const char *folders, const char *name)
{
	while (folders && *folders) {
		const size_t n = strcspn(folders, ":");
		char *path;
		if (n > 0 &&
		    asprintf(&path, "%.*s/%s", (int)n, folders, name) >= 0) {
			char *found = realpath(path, NULL);
			free(path);
			if (found)
				return found;
		}
		folders += n + (folders[n] == ':');
	}
	return NULL;
}

char *data_path(const char *name, struct error *err)
{
	const char *own = getenv("PFT_DATADIR");
	char *found = find_in(own, name);
	if (!found)
		found = find_in(PFT_DATADIR, name);
	if (!found)
		error_set(err, -ENOENT,
			  "'%s', which comes with pft: not found in %s%s%s: install pft, or set PFT_DATADIR",
			  name, own ? own : "", own && *own ? ":" : "",
			  PFT_DATADIR);
	return found;
}
