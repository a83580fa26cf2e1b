/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second half of making a comparison. Only comparison.c and
 * comparison_judge.c include this.
 */
#ifndef VIEW_COMPARISON_JUDGE_H
#define VIEW_COMPARISON_JUDGE_H

#include "view/comparison.h"

/* Of cells whose units are there: ratios, differences and verdicts. */
void comparison_judge(struct comparison *comparison);

#endif
