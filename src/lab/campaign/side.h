/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sides of a comparison: kernels, with what is set for each.
 */
#ifndef LAB_CAMPAIGN_SIDE_H
#define LAB_CAMPAIGN_SIDE_H

#include <stddef.h>

#include "base/error.h"
#include "fault/workload_words.h"
#include "lab/kernel/kernel.h"
#include "machine/knobs.h"

/* Texts are the caller's, but for those that are owned. */
struct campaign_side {
	char *label;		/* owned */
	struct kernel_request request;	/* for kernel_resolve; empty: native */
	char *patches, *config;	/* owned: paths of request, or NULL */
	struct knob *knob;	/* [nr_knobs], in the order to be set; owned */
	size_t nr_knobs;
	struct workload_words own;	/* instead of the row's */
};

struct campaign_sides {
	struct campaign_side *side;	/* [n]; owned */
	size_t n;
};

/*
 * Add a side behind the others.
 * label    is taken over
 * Returns  it, until another one is added.
 */
struct campaign_side *campaign_sides_add(struct campaign_sides *sides,
					 char *label);
/* Free what a side holds. Accepts an empty one. */
void campaign_side_close(struct campaign_side *side);

/* Take side i away; those behind it move up. */
void campaign_sides_remove(struct campaign_sides *sides, size_t i);
/* Accepts an empty object. */
void campaign_sides_close(struct campaign_sides *sides);

/* Set a knob after those that are set. */
void campaign_side_set(struct campaign_side *side, const struct knob *knob);

/*
 * "KNOB=VALUE", KNOB as knobs_path has it.
 * Errors   -EINVAL with a message.
 */
int campaign_knob(const char *text, struct knob *knob, struct error *err);

/*
 * What a side without a name is called: "vmlinux thp:hugepages-64kB=always".
 * word     its kernel, or NULL
 * Returns  a string the caller frees.
 */
char *campaign_side_label(const char *word, const struct knob knob[], size_t n);

#endif
