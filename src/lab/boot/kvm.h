/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether kvm works. That /dev/kvm exists says little: on some machines QEMU ends at
 * once, on others a guest hangs after its firmware. So a guest is started, and must
 * say hello.
 */
#ifndef LAB_BOOT_KVM_H
#define LAB_BOOT_KVM_H

#include <stdbool.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"

/*
 * Start a guest under kvm, which takes at most a few seconds.
 * image    a kernel for arch
 * why      receives the reason if it does not work
 */
bool boot_kvm_works(const char *image, enum kernel_arch arch,
		    struct error *why);

#endif
