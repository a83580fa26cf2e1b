/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sides that the running kernel cannot be given.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/ab_plan.h"
#include "cmd/options.h"

/* What is lacking, into why [n]; whether anything is. */
static bool lacks(const struct campaign_side *t, char *why, size_t n)
{
	struct workload own = { .thp.mode = THP_INHERIT };
	char thp[24];
	for (size_t i = 0; i < t->nr_knobs; i++) {
		if (access(t->knob[i].path, F_OK) == 0)
			continue;
		snprintf(why, n, "this kernel has no %s", t->knob[i].path);
		return true;
	}
	workload_words_apply(&t->own, &own);
	if (thp_has(own.thp))
		return false;
	snprintf(why, n, "this kernel has no folios for --thp %s",
		 thp_text(own.thp, thp, sizeof(thp)));
	return true;
}

static void say_left_out(const char *label, const char *why)
{
	char *text = text_printable(label);
	options_say("left out: %s: %s", text ? text : "?", why);
	free(text);
}

int ab_native_leave_out(struct ab_plan *plan, bool quiet, struct error *err)
{
	char why[300];
	if (ab_sides_given(plan) || !plan->file.path)
		return 0;
	for (size_t i = 1; i < plan->nr_sides;) {
		if (!lacks(&plan->side[i], why, sizeof(why))) {
			i++;
			continue;
		}
		if (!quiet)
			say_left_out(plan->side[i].label, why);
		ab_sides_leave_out(plan, i);
	}
	if (plan->nr_sides < 2)
		return error_set(err, -ENOTSUP, "'%s': this kernel has nothing of what is compared: expected one with the knobs of its sides",
				 plan->file.path);
	return ab_measured_make(plan, err);
}
