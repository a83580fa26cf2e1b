/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that come with pft: plot scripts, kernel configurations, patches, guest
 * programs. Installed they are below one folder or two; in the source tree they
 * are where they are written or built.
 */
#ifndef BASE_DATA_H
#define BASE_DATA_H

#include "base/error.h"

/*
 * The absolute path of a file or folder that comes with pft, the first that
 * there is of $PFT_DATADIR (folders with colons between) and, where that is
 * unset or has it not, of where pft is installed.
 * name     below those folders: "plots/rate.gp", "config/x86_64.config"
 * Returns  a string the caller frees, or NULL with a message.
 */
char *data_path(const char *name, struct error *err);

#endif
