/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload of a campaign file may name the sides that it is measured on:
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

/* The side of that name, or nr_sides. */
static size_t find_side(const struct ab_plan *plan, const char *name)
{
	size_t i = 0;
	while (i < plan->nr_sides &&
	       strcmp(plan->side[i].label, name) != 0)
		i++;
	return i;
}

static int mark_row(struct ab_plan *plan, size_t row, struct error *err)
{
	const struct setting_group *group = group_of(plan, row);
	bool *measured = plan->measured + row * plan->nr_sides;
	const bool some = setting_find(group, "treatments") != NULL;
	for (size_t t = 0; t < plan->nr_sides; t++)
		measured[t] = !some;
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		if (strcmp(setting->name, "treatments") != 0)
			continue;
		const size_t t = find_side(plan, setting->value);
		/* Of another part, or left out: see ab_native.c. */
		if (t == plan->nr_sides &&
		    ab_sides_has(plan, setting->value))
			continue;
		if (t == plan->nr_sides) {
			error_set(err, -EINVAL, "treatments '%s': no side has that name: expected names of sides, in parentheses with commas between",
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
	/* --a and --b have other names than the file's sides. */
	if (!some || ab_sides_given(plan))
		return 0;
	plan->measured = calloc(plan->nr_rows * plan->nr_sides,
				sizeof(*plan->measured));
	if (!plan->measured)
		return error_set(err, -ENOMEM, "out of memory");
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < plan->nr_rows; i++)
		rc = mark_row(plan, i, err);
	return rc;
}
