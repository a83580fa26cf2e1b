/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload of a campaign file may name the treatments that it is measured on:
 * a question that only some of them answer is then not put to all.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/ab_plan.h"

static const struct setting_group *group_of(const struct ab_plan *plan,
					    size_t row)
{
	return &plan->file.workloads.group[plan->row_group[row]];
}

/* The treatment of that name, or nr_treatments. */
static size_t find_treatment(const struct ab_plan *plan, const char *name)
{
	size_t i = 0;
	while (i < plan->nr_treatments &&
	       strcmp(plan->treatment[i].label, name) != 0)
		i++;
	return i;
}

static int mark_row(struct ab_plan *plan, size_t row, struct error *err)
{
	const struct setting_group *group = group_of(plan, row);
	bool *measured = plan->measured + row * plan->nr_treatments;
	const bool some = setting_find(group, "treatments") != NULL;
	for (size_t t = 0; t < plan->nr_treatments; t++)
		measured[t] = !some;
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		if (strcmp(setting->name, "treatments") != 0)
			continue;
		const size_t t = find_treatment(plan, setting->value);
		/* Of another part, or left out: see ab_native.c. */
		if (t == plan->nr_treatments &&
		    ab_treatments_has(plan, setting->value))
			continue;
		if (t == plan->nr_treatments) {
			error_set(err, -EINVAL, "treatments '%s': no treatment has that name: expected names of treatments, in parentheses with commas between",
				  setting->value);
			return setting_bad(&plan->file, setting->line, -EINVAL,
					   err);
		}
		measured[t] = true;
	}
	return 0;
}

int ab_measured_make(struct ab_plan *plan, struct error *err)
{
	bool some = false;
	for (size_t i = 0; i < plan->file.workloads.n; i++)
		some |= setting_find(&plan->file.workloads.group[i],
				     "treatments") != NULL;
	free(plan->measured);
	plan->measured = NULL;
	/* --a and --b have other names than the file's treatments. */
	if (!some || ab_treatments_given(plan))
		return 0;
	plan->measured = calloc(plan->nr_rows * plan->nr_treatments,
				sizeof(*plan->measured));
	if (!plan->measured)
		return error_set(err, -ENOMEM, "out of memory");
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < plan->nr_rows; i++)
		rc = mark_row(plan, i, err);
	return rc;
}
