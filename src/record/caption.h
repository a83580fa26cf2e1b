/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where numbers came from, in words: what a table's heading, a mail's footer
 * and a picture's caption say of a sample. All text is printable: nothing that
 * a file says can break a line or a terminal.
 */
#ifndef RECORD_CAPTION_H
#define RECORD_CAPTION_H

#include <stdio.h>

#include "base/stream.h"
#include "record/record.h"

/* What the sample's run record, or else its host record, says; or NULL. */
const struct fact *caption_fact(const struct records *records,
				const struct sample *sample, const char *name);

/*
 * Each returns a string the caller frees, never NULL: "" where nothing is
 * known. Without memory the program stops, as in record.h.
 */

/* "Xeon, 8 CPUs, 2 nodes, 64G, kvm guest" from the host record. */
char *caption_machine(const struct records *records,
		      const struct sample *sample);
/* The label, and the release where it is another word. */
char *caption_kernel(const struct records *records,
		     const struct sample *sample);
/* When the run began; else when its first repetition ended. */
char *caption_date(const struct records *records, const struct sample *sample);
/* The command that made the sample, fit to be pasted into a shell. */
char *caption_command(const struct records *records,
		      const struct sample *sample);
/* "0.25 Gb", "64K" where Gb would be small, "-" where unknown. */
char *caption_size(struct count bytes);

/* What a heading or a legend says of a workload, part by part. */
enum caption_part {
	PART_KERNEL,		/* the label alone */
	PART_WORKLOAD,		/* "anon-write sequential" */
	PART_SIZE,		/* "0.25 Gb" */
	PART_PAGE,		/* "16K pages", "" for 4K */
	PART_TASKS,		/* "processes", "" for threads */
	PART_REGIONS,		/* "own regions", "" for shared ones */
	PART_CACHELINES,	/* "4 cachelines", "" for one */
	PART_ACCOUNTING,	/* "window accounting, each touch timed": and other options */
	PART_ENGINE,		/* "native" */
	PART_CLOCK,		/* "clock NAME", "" for the usual one */
	PART_THP,		/* "thp never" */
	PART_BIND,		/* "bind compact" */
	PART_MEM,		/* "mem bind:0", "" for the default */
	PART_KNOBS,		/* "NAME=VALUE ..." */
	PART_CONFIG,
	NR_PARTS,
};
/* "" where unknown or not worth a word. */
char *caption_part(const struct sample *sample, enum caption_part part);

#endif
