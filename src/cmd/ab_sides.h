/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is compared: --a and --b, or the sides of a campaign file.
 */
#ifndef CMD_AB_SIDES_H
#define CMD_AB_SIDES_H

#include "cmd/ab_options.h"
#include "lab/campaign/file.h"

/* Whether --a or --b say what is compared: then the file's sides do not. */
bool ab_sides_given(const struct ab_options *options);

/*
 * Make the sides of the options, or else of the file.
 * file     without a path: there is none
 * sides    point into options and file
 * Errors   -EINVAL with a message.
 */
int ab_sides_make(const struct ab_options *options,
		  const struct campaign_file *file,
		  struct campaign_sides *sides, struct error *err);

/*
 * Take away what the running kernel does not have, and say so: one campaign file
 * serves many machines. The first side always stays.
 * quiet    it is not said
 * Returns  whether there is something left to compare.
 */
bool ab_sides_leave_out(struct campaign_sides *sides, bool quiet);

#endif
