/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The results of a repetition whose tasks have ended. For trial.c and its parts.
 */
#ifndef FAULT_COLLECT_H
#define FAULT_COLLECT_H

#include "base/error.h"
#include "fault/repetition.h"
#include "fault/trial_result.h"

/* The failure of a task: its -errno with a message; 0: all came to their end. */
int collect_failure(const struct repetition *repetition, struct error *err);

/* What locks were taken; closes what the crew has opened. */
void collect_locks(struct repetition *repetition, struct trial_result *result);

/* All else, and the judgement. The program ends without memory. */
void collect_result(struct repetition *repetition, struct trial_result *result);

#endif
