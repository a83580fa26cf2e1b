/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a campaign file to the sides and the rows of a campaign.
 */
#ifndef LAB_CAMPAIGN_FROM_FILE_H
#define LAB_CAMPAIGN_FROM_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault/workload_words.h"
#include "lab/campaign/file.h"
#include "lab/campaign/side.h"

/*
 * Check the file's kernels and sides, used or not.
 * Errors   -EINVAL with a message.
 */
int from_file_check(const struct campaign_file *file, struct error *err);

/*
 * Make the sides of the file, or those that its part names.
 * base     its knobs come first for each
 * sides    receives them; they point into the file
 * Errors   -EINVAL with a message.
 */
int from_file_sides(const struct campaign_file *file,
		    const struct campaign_side *base,
		    struct campaign_sides *sides, struct error *err);

struct campaign_rows {
	struct workload *row;	/* [n]; owned, as what they hold */
	/* [n] names of their workloads, texts of the file; NULL: none. Owned. */
	const char **name;
	size_t *group;		/* [n] the number of its workload in the file; owned */
	size_t n;
	bool is_named;		/* one of them has a name at least */
	bool *measured;		/* as in struct campaign; owned */
};

/* The words of a workload: later ones replace earlier ones. */
struct from_file_words {
	const struct workload_words *before;	/* of the file outside of it */
	const struct workload_words *after;	/* of the command line */
	uint64_t seed;
};

/*
 * Make the rows of each workload of the file; where it has none, of one.
 * file     may be an empty object
 * rows     receives them, also after an error: from_file_close
 * Errors   -EINVAL with a message.
 */
int from_file_rows(const struct campaign_file *file,
		   const struct from_file_words *words,
		   struct campaign_rows *rows, struct error *err);

/*
 * Make rows->measured of the sides that the workloads of the file name; sides of
 * the file that are not among these are passed over.
 * Errors   -EINVAL for a name that no side of the file has.
 */
int from_file_measure(const struct campaign_file *file,
		      const struct campaign_sides *sides,
		      struct campaign_rows *rows, struct error *err);

/* Accepts an empty object. */
void from_file_close(struct campaign_rows *rows);

#endif
