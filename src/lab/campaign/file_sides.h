/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the kernels and sides of a campaign file to the sides of a campaign.
 */
#ifndef LAB_CAMPAIGN_FILE_SIDES_H
#define LAB_CAMPAIGN_FILE_SIDES_H

#include <stdbool.h>

#include "lab/campaign/file.h"
#include "lab/campaign/side.h"

/*
 * Check the file's kernels and sides, used or not.
 * Errors   -EINVAL with a message.
 */
int file_sides_check(const struct campaign_file *file, struct error *err);

/*
 * Make the sides of the file, or those that its part names.
 * base     its knobs come first for each
 * sides    receives them; they point into the file
 * Errors   -EINVAL with a message.
 */
int file_sides_make(const struct campaign_file *file,
		    const struct campaign_side *base,
		    struct campaign_sides *sides, struct error *err);

/* Whether the file has a side of that name, be it of the part or not. */
bool file_sides_has(const struct campaign_file *file, const char *name);

/* The message about a name in "treatments" that no side has. Returns -EINVAL. */
int file_sides_none(const struct setting *setting, struct error *err);

#endif
