/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Images: taken from a build, or brought by the user.
 */
#ifndef LAB_KERNEL_IMAGE_H
#define LAB_KERNEL_IMAGE_H

#include "base/error.h"
#include "lab/kernel/kernel.h"

/*
 * Take what is kept of a build: the image, stripped, System.map and .config.
 * build    the build folder
 * folder   exists; receives them
 * kernel   has its arch; receives image, symbols, config_file, release and
 *          build_id
 */
int kernel_image_take(const char *build, const char *folder,
		      struct kernel *kernel, struct error *err);

/* A kernel of which there is only an image. */
int kernel_image_open(const char *path, enum kernel_arch arch,
		      struct kernel *kernel, struct error *err);

#endif
