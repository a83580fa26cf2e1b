/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A repetition by 2004's accounting: from before the fork of a child to after the
 * wait for it, so that fork, exit and freeing are in it.
 */
#ifndef FAULT_CLASSIC_H
#define FAULT_CLASSIC_H

#include "base/error.h"
#include "fault/repetition.h"
#include "fault/trial_result.h"

/* Errors: as trial_run. */
int classic_run(struct repetition *repetition, struct trial_result *result,
		struct error *err);

#endif
