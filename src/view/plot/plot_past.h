/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imported tables that stand beside a campaign: which are of the same workload,
 * and with which of them the others of its file are compared.
 */
#ifndef VIEW_PLOT_PAST_H
#define VIEW_PLOT_PAST_H

#include "view/plot/plot_input.h"

/* Tables of one file, alike but for the kernel: its first, and another. */
struct past {
	const struct series *first, *other;
};

enum { PASTS_MOST = 2 };

/*
 * The imported tables of the same bytes, page size, kind, pattern and tasks as
 * like, of files that have two.
 * Returns  how many; further ones are left out
 */
size_t plot_past_find(const struct plot_input *in, const struct sample *like,
		      struct past past[PASTS_MOST]);
/* Pages touched per second of wall or CPU time; unknown where there is no row. */
struct real plot_past_rate(const struct series *series, uint64_t threads, bool cpu);

#endif
