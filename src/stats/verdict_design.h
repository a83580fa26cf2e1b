/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the units of two sides belong together.
 */
#ifndef STATS_VERDICT_DESIGN_H
#define STATS_VERDICT_DESIGN_H

enum verdict_design {
	VERDICT_INDEPENDENT,	/* units of their own, such as boots: Welch's t */
	VERDICT_PAIRED,		/* a[i], b[i] of one block or layout: Student's t */
};

#endif
