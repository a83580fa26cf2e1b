/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Guest programs: where they are, and what names their contents.
 */
#ifndef LAB_BOOT_GUEST_H
#define LAB_BOOT_GUEST_H

#include "base/error.h"
#include "lab/kernel/kernel.h"

/* The guest program for an architecture; the caller frees its path. NULL: none. */
char *boot_guest_path(enum kernel_arch arch, struct error *err);
/* Names the program's contents, as its hello line does; NULL with a message. */
char *boot_guest_id(const char *path, struct error *err);

#endif
