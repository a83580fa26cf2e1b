/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of pft compare.
 */
#ifndef CMD_COMPARE_OPTIONS_H
#define CMD_COMPARE_OPTIONS_H

#include <stddef.h>

#include "base/error.h"
#include "base/known.h"
#include "cmd/options.h"
#include "cmd/output_options.h"
#include "analysis/compare.h"

enum { COMPARE_WORDS = 64 };

struct compare_words {
	const char *word[COMPARE_WORDS];	/* of argv, or parts of own */
	size_t n;
};

struct compare_options {
	struct output_options out;	/* first: see cmd/output_options.h */
	enum metric_id metric;
	double margin;			/* 0.01 is 1% */
	struct real fail_share;		/* --fail-if-slower: 0.05 is 5% */
	struct compare_words allow, only;
	char **list;			/* [nr_lists] what the words of allow are in; owned */
	size_t nr_lists;
};

extern const struct option_row compare_rows[];

/* What stands where nothing was given. */
struct compare_options compare_options_default(void);
void compare_options_close(struct compare_options *options);

#endif
