/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/file_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lab/campaign/file_sides.h"
#include "record/record.h"

/* ---- rows ---- */

/* A row of a workload of the file; what it holds is taken over. */
static void add_row(struct campaign_rows *rows, const struct workload *row,
		    size_t group, const char *name)
{
	const size_t n = rows->n++;
	rows->row = records_grow(rows->row, n, sizeof(*rows->row));
	rows->name = records_grow(rows->name, n, sizeof(*rows->name));
	rows->group = records_grow(rows->group, n, sizeof(*rows->group));
	rows->row[n] = *row;
	rows->name[n] = name && *name ? name : NULL;
	rows->group[n] = group;
	rows->is_named |= rows->name[n] != NULL;
}

/* The settings of a workload are the names of its fields. */
static int set_words(const struct setting_group *group,
		     struct workload_words *words, struct error *err)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		const struct workload_field *field = workload_field(setting->name);
		if (text_has_word("name treatments", setting->name))
			continue;
		if (!field)
			return setting_unknown(setting, err);
		const int rc = workload_words_set(words, field, setting->value,
						  err);
		if (rc != 0)
			return setting_bad(setting->at, rc, err);
	}
	return 0;
}

/* group    NULL: the file has no workloads */
static int make_group(const struct setting_group *group,
		      const struct file_rows_words *words,
		      struct campaign_rows *rows, struct error *err)
{
	const size_t nr = rows->n ? rows->group[rows->n - 1] + 1 : 0;
	struct workload_words all = { .ab = true };
	struct workload *row;
	size_t n;
	workload_words_overlay(&all, words->before);
	int rc = group ? set_words(group, &all, err) : 0;
	if (rc == 0) {
		workload_words_overlay(&all, words->after);
		workload_words_rows(&all, words->seed, &row, &n);
		for (size_t i = 0; i < n; i++)
			add_row(rows, &row[i], nr,
				group ? setting_text(group, "name") : NULL);
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
		return make_group(NULL, words, rows, err);
	for (size_t i = 0; rc == 0 && i < list->n; i++)
		rc = make_group(&list->group[i], words, rows, err);
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

/* A side may be of the file and not of the campaign: another part has it. */
static int check_sides(const struct campaign_file *file,
		       const struct setting_group *group, struct error *err)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		if (strcmp(setting->name, "treatments") == 0 &&
		    !file_sides_has(file, setting->value))
			return file_sides_none(setting, err);
	}
	return 0;
}

static void mark_row(const struct setting_group *group,
		     const struct campaign_sides *sides, bool *measured)
{
	const bool some = setting_find(group, "treatments") != NULL;
	for (size_t i = 0; i < sides->n; i++)
		measured[i] = !some;
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		const size_t side = find_side(sides, setting->value);
		if (strcmp(setting->name, "treatments") == 0 && side < sides->n)
			measured[side] = true;
	}
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
	for (size_t i = 0; rc == 0 && i < file->workloads.n; i++)
		rc = check_sides(file, &file->workloads.group[i], err);
	for (size_t i = 0; rc == 0 && i < rows->n; i++)
		mark_row(&file->workloads.group[rows->group[i]], sides,
			 &rows->measured[i * sides->n]);
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
