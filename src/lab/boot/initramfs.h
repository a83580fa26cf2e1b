/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The archive that is a guest's first file system: our program as /init, the
 * job, and the folders that it mounts on.
 */
#ifndef LAB_INITRAMFS_H
#define LAB_INITRAMFS_H

#include "base/error.h"

/*
 * Jobs are padded with newlines to a multiple of this, so that the archives of
 * jobs that differ in a knob or a row lay out memory alike.
 */
enum { INITRAMFS_JOB_BYTES = 16384 };

/*
 * Write a newc archive for the kernel. The same guest and job make the same bytes.
 * path     is replaced
 * guest    path of the guest program, which becomes /init
 * job      text, which becomes /job
 * Errors   -errno with a message that names the file.
 */
int initramfs_write(const char *path, const char *guest, const char *job,
		    struct error *err);

#endif
