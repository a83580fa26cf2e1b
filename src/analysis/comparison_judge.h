/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second half of making a comparison. Only comparison.c and
 * comparison_judge.c include this.
 */
#ifndef ANALYSIS_COMPARISON_JUDGE_H
#define ANALYSIS_COMPARISON_JUDGE_H

#include "analysis/comparison.h"

/* Of cells whose units are there: ratios, differences and verdicts. */
void comparison_judge(struct comparison *comparison);

#endif
