/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Transparent huge pages: the advice for a mapping, and the knobs that the advice
 * depends on.
 */
#ifndef MACHINE_THP_H
#define MACHINE_THP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "machine/knobs.h"

enum thp_mode {
	THP_NEVER,	/* MADV_NOHUGEPAGE: pages of order 0 */
	THP_INHERIT,	/* as the machine is set */
	THP_ALWAYS,	/* MADV_HUGEPAGE, PMD size alone */
	THP_SIZE,	/* MADV_HUGEPAGE, one multi-size THP size alone */
};

struct thp_choice {
	enum thp_mode mode;
	uint64_t bytes;		/* THP_SIZE */
};

extern const char *const thp_words[];	/* NULL-terminated, for --help */

/* "never", "inherit", "always" or a size such as "64K". */
int thp_parse(const char *text, struct thp_choice *choice, struct error *err);
/* The same word; text [n], 24 bytes are enough. */
const char *thp_text(struct thp_choice choice, char *text, size_t n);

/* The PMD's size, from the kernel; 0 without THP. */
uint64_t thp_pmd_bytes(void);

/* Whether the running kernel has what a choice asks for. */
bool thp_has(struct thp_choice choice);

/*
 * Make the choice possible: set the knobs where they say otherwise (to be put
 * back by knobs_close).
 * Errors   -ENOTSUP when the kernel has no such size, or what writing says;
 *          the message has the mend.
 */
int thp_prepare(struct thp_choice choice, struct knobs *knobs,
		struct error *err);

/* Tell a mapping. Errors: -errno of madvise. */
int thp_advise(struct thp_choice choice, void *base, size_t bytes);

#endif
