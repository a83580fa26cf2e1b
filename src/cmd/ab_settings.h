/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the settings of a campaign file to options.
 */
#ifndef CMD_AB_SETTINGS_H
#define CMD_AB_SETTINGS_H

#include "cmd/ab_options.h"
#include "lab/campaign/file.h"

/*
 * Apply the settings that stand outside of groups, then those of the part.
 * Errors   -EINVAL with a message that begins with FILE:LINE.
 */
int ab_settings_apply(const struct campaign_file *file,
		      struct ab_options *options, struct error *err);

#endif
