/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/file_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lab/campaign/file_sides.h"

/* ---- rows ---- */

static void *grow(void *array, size_t n, size_t size)
{
	return error_unless_memory(realloc(array, n * size));
}

/* The rows of a workload; what they hold is taken over. */
static void add_rows(struct campaign_rows *rows, const struct workload row[],
		     size_t n, const char *name)
{
	const size_t all = rows->n + n;
	const size_t group = rows->n ? rows->group[rows->n - 1] + 1 : 0;
	rows->row = grow(rows->row, all, sizeof(*rows->row));
	rows->name = grow(rows->name, all, sizeof(*rows->name));
	rows->group = grow(rows->group, all, sizeof(*rows->group));
	for (size_t i = rows->n; i < all; i++) {
		rows->row[i] = row[i - rows->n];
		rows->name[i] = name && *name ? name : NULL;
		rows->group[i] = group;
		rows->is_named |= rows->name[i] != NULL;
	}
	rows->n = all;
}

/* Settings that are not of its fields are no options of a workload. */
static int set_words(const struct campaign_file *file,
		     const struct setting_group *group,
		     struct workload_words *words, struct error *err)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		const struct workload_field *field = workload_field(setting->name);
		if (text_has_word("name treatments", setting->name))
			continue;
		if (!field)
			return setting_unknown(file, setting, err);
		const int rc = workload_words_set(words, field, setting->value,
						  err);
		if (rc != 0)
			return setting_bad(file, setting->line, rc, err);
	}
	return 0;
}

static int make_group(const struct campaign_file *file,
		      const struct setting_group *group,
		      const struct file_rows_words *words,
		      struct campaign_rows *rows, struct error *err)
{
	struct workload_words all = { .ab = true };
	struct workload *row;
	size_t n;
	workload_words_overlay(&all, words->before);
	int rc = group ? set_words(file, group, &all, err) : 0;
	if (rc == 0) {
		workload_words_overlay(&all, words->after);
		workload_words_rows(&all, words->seed, &row, &n);
		add_rows(rows, row, n, group ? setting_text(group, "name") : NULL);
		free(row);
	}
	workload_words_close(&all);
	return rc;
}

int file_rows_make(const struct campaign_file *file,
		   const struct file_rows_words *words,
		   struct campaign_rows *rows, struct error *err)
{
	const struct setting_list *list = &file->workloads;
	int rc = 0;
	*rows = (struct campaign_rows){ 0 };
	if (list->n == 0)
		return make_group(file, NULL, words, rows, err);
	for (size_t i = 0; rc == 0 && i < list->n; i++)
		rc = make_group(file, &list->group[i], words, rows, err);
	return rc;
}

/* ---- which sides they are measured on ---- */

static size_t find_side(const struct campaign_sides *sides, const char *name)
{
	size_t i = 0;
	while (i < sides->n && strcmp(sides->side[i].label, name) != 0)
		i++;
	return i;
}

static int mark_row(const struct campaign_file *file,
		    const struct campaign_sides *sides, size_t group_nr,
		    bool *measured, struct error *err)
{
	const struct setting_group *group = &file->workloads.group[group_nr];
	const bool some = setting_find(group, "treatments") != NULL;
	for (size_t i = 0; i < sides->n; i++)
		measured[i] = !some;
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		if (strcmp(setting->name, "treatments") != 0)
			continue;
		const size_t side = find_side(sides, setting->value);
		if (side < sides->n)
			measured[side] = true;
		else if (!file_sides_has(file, setting->value))
			return file_sides_none(file, setting, err);
	}
	return 0;
}

static bool names_sides(const struct campaign_file *file)
{
	for (size_t i = 0; i < file->workloads.n; i++)
		if (setting_find(&file->workloads.group[i], "treatments"))
			return true;
	return false;
}

int file_rows_measure(const struct campaign_file *file,
		      const struct campaign_sides *sides,
		      struct campaign_rows *rows, struct error *err)
{
	int rc = 0;
	free(rows->measured);
	rows->measured = NULL;
	if (!names_sides(file))
		return 0;
	rows->measured = error_unless_memory(
		calloc(rows->n * sides->n, sizeof(*rows->measured)));
	for (size_t i = 0; rc == 0 && i < rows->n; i++)
		rc = mark_row(file, sides, rows->group[i],
			      &rows->measured[i * sides->n], err);
	return rc;
}

void file_rows_close(struct campaign_rows *rows)
{
	workloads_close(rows->row, rows->n);
	free(rows->row);
	free(rows->name);
	free(rows->group);
	free(rows->measured);
	*rows = (struct campaign_rows){ 0 };
}
