/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records that are packed: a record file compressed as a whole, or a bundle,
 * which is a tar.zst of records and of what a report made of them. libarchive
 * tells what a file is, and only bundle.c has archive.h.
 *
 * A bundle's members are below one folder, pft-report/; its records are
 * pft-report/records/1.jsonl, 2.jsonl and so on, as they were read. Two bundles
 * of the same members are the same bytes: time, owner and order say nothing.
 */
#ifndef RECORD_BUNDLE_H
#define RECORD_BUNDLE_H

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

/*
 * Open a record file: as it is, or what is packed in it (xz, zstd or gzip, told
 * by its bytes, not by its name) as a temporary file that goes when it is
 * closed. Of a bundle that is all its records, one after the other; nothing
 * else in it is looked at, and no name in it becomes the name of a file.
 * *file    receives a stream at its beginning, which the caller closes
 * Errors   as fopen; -EINVAL for garbage or a tar without records; -EFBIG for
 *          more than 8 GiB unpacked. The message names the file.
 */
int bundle_open(const char *path, FILE **file, struct error *err);

struct bundle;

/*
 * Begin a bundle beside path, which must not exist: records are never
 * overwritten.
 * *bundle  receives it; bundle_close frees it
 */
int bundle_create(const char *path, struct bundle **bundle, struct error *err);
/* Add a member of that name, below pft-report/. */
int bundle_add_text(struct bundle *bundle, const char *name, const char *text,
		    struct error *err);
/*
 * Add what an open regular file holds, from its beginning.
 * Errors   -ESTALE where it changes meanwhile.
 */
int bundle_add_file(struct bundle *bundle, const char *name, FILE *file,
		    struct error *err);
/* End it and give it its name: until then there is none of that name. */
int bundle_finish(struct bundle *bundle, struct error *err);
/* Accepts NULL. What was not finished is removed. */
void bundle_close(struct bundle *bundle);

/* "libarchive 3.6.2 ... libzstd/1.5.4": what packs. */
const char *bundle_library(void);

#endif
