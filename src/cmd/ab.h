/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft ab with kernels and boots by a backend: what tests call.
 */
#ifndef CMD_AB_H
#define CMD_AB_H

#include "cmd/options.h"
#include "lab/campaign/runner.h"

/* Returns the exit status. */
int ab_main(struct arguments *arguments, const struct lab_backend *backend);

#endif
