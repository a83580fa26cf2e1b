/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imported tables that stand beside a campaign: which are of the same workload,
 * and with which of them the others of its file are compared.
 */
#ifndef VIEW_PLOT_PAST_H
#define VIEW_PLOT_PAST_H

#include "view/plot/plot_input.h"

/* A table, and the first of its file: they are alike but for the kernel. */
struct past {
	const struct series *series, *base;
	bool cpu;	/* rates are of CPU time, not of wall time */
};

enum { PASTS_MOST = 4 };

/*
 * The imported tables of the same bytes, page size, kind, pattern and tasks as
 * like, of files that have two; further ones are left out.
 * scaling  by wall time alone, and also the first of a file against itself; false: by
 *          both times
 * Returns  how many
 */
size_t plot_past_find(const struct plot_input *in, const struct sample *like,
		      bool scaling, struct past past[PASTS_MOST]);
/* "2004: ia64 Patched, wall": the caller frees it. */
char *plot_past_name(const struct past *past);
/* Its rate over its base's, at numbers of threads; unknown where there is no row. */
struct real plot_past_ratio(const struct past *past, uint64_t threads,
			    uint64_t base_threads);

#endif
