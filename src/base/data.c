/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/data.h"

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * The first of the folders, which have colons between, that has the name. Relative
 * ones are below base: "" (the working folder) or a path with a slash at its end.
 */
static char *find_in(const char *base, const char *folders, const char *name)
{
	while (folders && *folders) {
		const size_t n = strcspn(folders, ":");
		const char *below = *folders == '/' ? "" : base;
		AUTO_FREE char *path = text_format("%s%.*s/%s", below, (int)n, folders, name);
		char *found = n > 0 ? realpath(path, NULL) : NULL;
		if (found)
			return found;
		folders += n + (folders[n] == ':');
	}
	return NULL;
}

/*
 * Beside the program: in a build folder, configure lists the folders in a file;
 * below a prefix, which may have been moved, they are where make install puts them.
 */
static char *find_beside(const char *name)
{
	AUTO_FREE char *folder = realpath("/proc/self/exe", NULL);
	char *end = folder ? strrchr(folder, '/') : NULL;
	if (!end)
		return NULL;
	end[1] = '\0';
	AUTO_FREE char *built = file_text(folder, "data-folders");
	return find_in(folder, built ? built : "../share/pft:../libexec/pft", name);
}

char *data_path(const char *name, struct error *err)
{
	char *found = find_in("", getenv("PFT_DATADIR"), name);
	if (!found)
		found = find_beside(name);
	if (!found)
		found = find_in("", PFT_DATADIR, name);
	if (!found)
		error_set(err, -ENOENT,
			  "'%s', which comes with pft: not found in $PFT_DATADIR, beside the program or in %s: install pft again, or set PFT_DATADIR to the directories that have it, with colons between",
			  name, PFT_DATADIR);
	return found;
}
