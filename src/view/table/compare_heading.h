/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands above and behind the rows of a comparison: what the numbers are, where
 * they come from, and by which commands they were measured.
 */
#ifndef VIEW_TABLE_COMPARE_HEADING_H
#define VIEW_TABLE_COMPARE_HEADING_H

#include "analysis/compare.h"
#include "view/table/doc.h"

/* What the cells of all lines but the first side's have in common. */
struct compare_common {
	const char *unit, *why;
	bool this_boot, one_layout;
	bool paired, welch;	/* any */
};
struct compare_common compare_common_of(const struct compare *compare);

/* What its costs are: "ns of wall time per page touched"; the caller frees it. */
char *compare_meaning(const struct compare *compare);
/* What the numbers are, and the machine they were measured on. */
void compare_words_print(const struct doc *doc, const struct compare *compare,
			 const struct compare_common *common);
/* What each side is. */
void compare_sides_print(const struct doc *doc, const struct compare *compare);
/*
 * By which commands it was measured, and when.
 * command  how the comparison was asked for; NULL: not said
 */
void compare_commands_print(const struct doc *doc, const struct compare *compare,
			    const char *command);

#endif
