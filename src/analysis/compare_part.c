/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of the records are whose.
 */
#include "base/text.h"
#include "analysis/compare_build.h"

/* Only a table that was imported knows the line that a row stood in. */
static bool is_import(const struct sample *sample)
{
	return counters_index(&sample->counters, "input_line") >= 0;
}

bool compare_is_of(const struct compare_arm *arm, const struct sample *sample)
{
	return text_same(sample->role, "measure") &&
	       (!arm->label || text_same(arm->label, sample->kernel)) &&
	       !(arm->no_imports && is_import(sample));
}

void compare_add_label(struct compare_arm **arm, size_t *n,
		       const struct compare_arm *whole, const char *label)
{
	for (size_t i = 0; i < *n; i++)
		if (text_same((*arm)[i].label, label))
			return;
	*arm = records_grow(*arm, *n, sizeof(**arm));
	(*arm)[*n] = *whole;
	(*arm)[*n].label = (*arm)[*n].name = label;
	(*n)++;
}

void compare_part(const struct records *records, const struct compare_arm *whole,
		  size_t most, struct compare_arm **arm, size_t *n)
{
	const char *last = NULL;
	for (size_t i = whole->first; i < whole->end && *n < most; i++) {
		const struct sample *s = &records->sample[i];
		if (s->warmup || !s->kernel || s->kernel == last ||
		    !compare_is_of(whole, s))
			continue;
		last = s->kernel;
		compare_add_label(arm, n, whole, last);
	}
}
