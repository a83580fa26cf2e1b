/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Treatments that the running kernel cannot be given.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/ab_plan.h"
#include "cmd/options.h"

/* What is lacking, into why [n]; whether anything is. */
static bool lacks(const struct treatment *t, char *why, size_t n)
{
	char thp[24];
	for (size_t i = 0; i < t->nr_knobs; i++) {
		if (access(t->knob[i].path, F_OK) == 0)
			continue;
		snprintf(why, n, "this kernel has no %s", t->knob[i].path);
		return true;
	}
	if (!t->own_thp || thp_has(t->thp))
		return false;
	snprintf(why, n, "this kernel has no folios for --thp %s",
		 thp_text(t->thp, thp, sizeof(thp)));
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
	if (ab_treatments_given(plan) || !plan->file.path)
		return 0;
	for (size_t i = 1; i < plan->nr_treatments;) {
		if (!lacks(&plan->treatment[i], why, sizeof(why))) {
			i++;
			continue;
		}
		if (!quiet)
			say_left_out(plan->treatment[i].label, why);
		ab_treatments_leave_out(plan, i);
	}
	if (plan->nr_treatments < 2)
		return error_set(err, -ENOTSUP, "'%s': this kernel has nothing of what is compared: expected one with the knobs of its treatments",
				 plan->file.path);
	return ab_measured_make(plan, err);
}
