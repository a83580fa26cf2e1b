/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the samples of a campaign's boots are: found once, because looking through
 * a million samples for each cell would take too long.
 */
#ifndef ANALYSIS_BOOTS_H
#define ANALYSIS_BOOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record.h"

/* Its samples are among those from first to end; others may stand between. */
struct boot_range {
	const struct facts *boot;
	size_t first, end;
};

struct boots {
	struct boot_range *range;	/* [n] in the order of their records */
	size_t n;
};

/* Whether facts are a boot record of that run. */
bool boot_is_of(const struct facts *facts, const char *run_id);
/* Whether a boot was lost: then nothing of it counts. */
bool boot_is_lost(const struct facts *boot);

/*
 * The boots of a run that were not lost.
 * Returns  what points into records; boots_close frees it. Without memory the
 *          program stops, as in record.h.
 */
struct boots boots_find(const struct records *records, const char *run_id);
void boots_close(struct boots *boots);

#endif
