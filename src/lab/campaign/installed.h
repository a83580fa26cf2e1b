/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The campaign files that come with pft, which users call by their names: "native"
 * is campaigns/native.conf.
 */
#ifndef LAB_CAMPAIGN_INSTALLED_H
#define LAB_CAMPAIGN_INSTALLED_H

#include "base/error.h"

/*
 * Their names, in the order of the files.
 * Returns  a NULL-terminated array for file_names_close; empty: there are none.
 */
char **installed_names(void);

/*
 * The path of the campaign file that a word means: the file of that path, else the
 * one of that name which comes with pft.
 * Returns  a string the caller frees, or NULL with a message that lists the names.
 *          Whether the file can be read is not known yet.
 */
char *installed_path(const char *word, struct error *err);

#endif
