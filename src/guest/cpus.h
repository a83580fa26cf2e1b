/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CPUs that the kernel has left to us.
 */
#ifndef GUEST_CPUS_H
#define GUEST_CPUS_H

/*
 * Start those that are there and offline. That is after a boot with maxcpus=1, as
 * kernels before Linux 6.5 need it on the exact engine: see lab/boot/boot.h. What could
 * not be started is missed by the job, which says so.
 */
void cpus_start(void);

#endif
