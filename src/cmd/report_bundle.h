/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report with its records in one file, that can be made again from it
 * elsewhere.
 */
#ifndef CMD_REPORT_BUNDLE_H
#define CMD_REPORT_BUNDLE_H

#include <stdbool.h>

#include "base/error.h"
#include "cmd/record_files.h"
#include "record/bundle.h"
#include "view/plot/plot.h"

/* What goes into it. */
struct report_bundle {
	const struct record_files *files;	/* that the report is of */
	const char *folder;		/* that the report was written to */
	const struct plot_list *pictures;
	bool has_comparison;		/* comparison.csv was written */
	bool has_locks;			/* locks.csv was written */
	bool has_verdicts;		/* compare.csv was written */
	bool verbose;			/* the report was made with -v */
};

/*
 * Whether records can be bundled: each is a regular file or a folder, which can
 * be read twice.
 * paths    NULL-terminated
 * Errors   -EINVAL with a message.
 */
int report_bundle_check(char **paths, struct error *err);

/*
 * Fill a bundle and finish it.
 * Errors   those of bundle.h; -ESTALE where a record file has changed since it
 *          was read.
 */
int report_bundle_write(struct bundle *bundle, const struct report_bundle *what,
			struct error *err);

#endif
