/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a campaign needs from elsewhere: kernels and boots. A test has a backend of
 * its own, which boots nothing.
 */
#ifndef LAB_BACKEND_H
#define LAB_BACKEND_H

#include "lab/boot/boot.h"
#include "lab/kernel/kernel.h"

struct lab_backend {
	/* As kernel_resolve and kernel_find. */
	int (*resolve)(const struct kernel_request *request,
		       const struct kernel_context *context,
		       struct kernel *kernel, struct error *err);
	int (*find)(const char *label, enum kernel_arch arch,
		    struct kernel *kernel, struct error *err);
	/* As boot_run, boot_kvm_works and boot_guest_id of boot_guest_path. */
	int (*boot)(const struct boot_spec *spec, struct boot_result *result,
		    struct error *err);
	bool (*kvm_works)(const char *image, enum kernel_arch arch,
			  struct error *why);
	int (*guest)(enum kernel_arch arch, char **path, char **id,
		     struct error *err);
	/* As boot_emulator_version: another one may count otherwise. */
	char *(*emulator)(enum kernel_arch arch);
	/* As clock_wall_ns: the clock of a budget of time. */
	uint64_t (*now_ns)(void);
};

/* The real ones. */
extern const struct lab_backend lab_backend_real;

#endif
