/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a campaign has measured so far, on disk: its folder, its records, the
 * console logs of its boots. A boot counts once its "boot" record is there, which is
 * written after its samples; samples without it are ignored.
 */
#ifndef LAB_STATE_H
#define LAB_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "record/record.h"
#include "record/writer.h"

struct state {
	char *folder, *path;	/* of all, of the records; owned; NULL: not open */
	struct writer writer;	/* holds the lock */
	struct records records;	/* all that count; grows with what is written */
};

#define STATE_CLOSED ((struct state){ .writer = { .fd = -1 } })

/*
 * Open the folder of a key below ${XDG_STATE_HOME:-~/.local/state}/pft/ab, the
 * latest where there are several, and read what is there.
 * fresh    begin another one beside them
 * Errors   -EBUSY while another pft works on it, -EINVAL for records that cannot
 *          be read; the message has the mend.
 */
int state_open(const char *key, bool fresh, struct state *state,
	       struct error *err);
/* Read the records of a key, if there are any, without locking them. */
int state_look(const char *key, struct records *records, struct error *err);
void state_close(struct state *state);

/* The boot record that has this place in the schedule, or NULL. */
const struct facts *state_boot(const struct records *records, size_t place);

#endif
