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

bool compare_is_of(const struct side *arm, const struct sample *sample)
{
	return text_same(sample->role, "measure") &&
	       (!arm->kernel || text_same(arm->kernel, sample->kernel)) &&
	       !(arm->no_imports && is_import(sample));
}

void compare_add_label(struct side **side, size_t *n,
		       const struct side *whole, const char *label)
{
	for (size_t i = 0; i < *n; i++)
		if (text_same((*side)[i].kernel, label))
			return;
	*side = records_grow(*side, *n, sizeof(**side));
	(*side)[*n] = *whole;
	(*side)[*n].kernel = (*side)[*n].name = label;
	(*n)++;
}

void compare_part(const struct records *records, const struct side *whole,
		  size_t most, struct side **side, size_t *n)
{
	const char *last = NULL;
	for (size_t i = whole->first; i < whole->end && *n < most; i++) {
		const struct sample *s = &records->sample[i];
		if (s->warmup || !s->kernel || s->kernel == last ||
		    !compare_is_of(whole, s))
			continue;
		last = s->kernel;
		compare_add_label(side, n, whole, last);
	}
}
