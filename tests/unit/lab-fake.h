/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fake lab, where nothing is built or booted: kernels are words, and a boot plays
 * the guest. The name of a kernel decides what happens to it: "panic" panics,
 * "warned" warns, "short" sends half its samples, "torn" half a line, "invalid"
 * repetitions that fail the gate, "half" costs half, "stop" interrupts itself.
 * A boot takes half a second of a simulated clock; nothing else takes time. On
 * engines that measure time, boots of one kernel differ by some percent.
 */
#ifndef TESTS_LAB_FAKE_H
#define TESTS_LAB_FAKE_H

#include "lab/campaign/runner.h"

extern const struct lab_backend lab_fake;
/* Boots so far; what the last one was told. */
extern unsigned int lab_fake_boots;
extern struct boot_spec lab_fake_spec;
/* Not 0: the boot of that number kills the process before it is recorded. */
extern unsigned int lab_fake_kill_at;

#endif
