/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that come with pft: plot scripts, kernel configurations, patches, guest
 * programs. They are found beside the program: below the folders that the file data-folders of
 * a build folder lists, or below share/pft and libexec/pft of the same prefix.
 */
#ifndef BASE_DATA_H
#define BASE_DATA_H

#include "base/error.h"

/*
 * The absolute path of a file or folder that comes with pft, the first that
 * exists of: $PFT_DATADIR (folders with colons between), beside the program, and
 * where make install puts it.
 * name     below those folders: "plots/rate.gp", "config/x86_64.config"
 * Returns  a string the caller frees, or NULL with a message.
 */
char *data_path(const char *name, struct error *err);

#endif
