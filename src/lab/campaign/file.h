/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A campaign file as names and values, with their lines. What they mean is known
 * elsewhere. The only file with libconfig.
 */
#ifndef LAB_CAMPAIGN_FILE_H
#define LAB_CAMPAIGN_FILE_H

#include <stddef.h>

#include "base/error.h"

struct setting_place {
	const char *file;	/* lives as long as the campaign file */
	unsigned int line;
};

/* "bytes = "64M";" */
struct setting {
	char *name, *value;
	struct setting_place at;
};

struct setting_group {
	struct setting *setting;
	size_t n;
	struct setting_place at;
};

/* A list of groups: kernels, sides, workloads, parts. */
struct setting_list {
	struct setting_group *group;
	size_t n;
};

struct campaign_file {
	char *path;
	struct setting_group top;	/* settings outside of groups */
	struct setting_list kernels, sides, workloads, parts;
	const struct setting_group *part;	/* of parts, chosen; or NULL */
};

/*
 * Read a campaign file: see pft-campaign(5). A number is its digits, an array
 * its members with commas between; a list of texts, such as that of "set", is
 * one setting for each.
 * file     receives it; campaign_file_close frees it, also after an error
 * Errors   -ENOENT and the like, -EINVAL for a file that is none; the message
 *          begins with FILE:LINE where there is a line.
 */
int campaign_file_read(const char *path, struct campaign_file *file,
		       struct error *err);
void campaign_file_close(struct campaign_file *file);

/*
 * Choose part i of the file, from 0. A file without parts has nothing to choose.
 * Errors   -EINVAL with a message: a part without a name of its own.
 */
int campaign_file_choose(struct campaign_file *file, size_t i, struct error *err);

/* The value of the last setting of that name, or NULL. */
const struct setting *setting_find(const struct setting_group *group,
				   const char *name);

/* Its value; NULL: there is none. */
const char *setting_text(const struct setting_group *group, const char *name);
/* The member of a list whose setting of that name is value; or NULL. */
const struct setting_group *setting_group_find(const struct setting_list *list,
					       const char *name,
					       const char *value);

/* Put "FILE:LINE: " before the message. Returns code. */
int setting_bad(struct setting_place place, int code, struct error *err);
/* The message "expected ..." about a group. Returns -EINVAL. */
int setting_group_bad(const struct setting_group *group, const char *expected,
		      struct error *err);
/* The message about a setting that is not known there. Returns -EINVAL. */
int setting_unknown(const struct setting *setting, struct error *err);

#endif
