/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/from_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/size.h"
#include "base/text.h"
#include "record/record.h"

/* ---- sides of the file ---- */

/* In a file without sides each kernel is a side. */
static bool are_kernels(const struct campaign_file *file)
{
	return file->sides.n == 0;
}

static const struct setting_list *list_of(const struct campaign_file *file)
{
	return are_kernels(file) ? &file->kernels : &file->sides;
}

static const struct setting_group *find_side(const struct campaign_file *file,
					     const char *name)
{
	return setting_group_find(list_of(file),
				  are_kernels(file) ? "label" : "name", name);
}

/* A name in "treatments" that no side has. */
static int no_side(const struct setting *setting, struct error *err)
{
	error_set(err, -EINVAL, "treatments '%s': no side has that name: expected names of sides, in parentheses with commas between",
		  setting->value);
	return setting_bad(setting->at, -EINVAL, err);
}

static bool is_of_side(const char *name)
{
	const struct workload_field *field = workload_field(name);
	return strcmp(name, "name") == 0 || strcmp(name, "kernel") == 0 ||
	       strcmp(name, "set") == 0 || (field && field->of_side);
}

static bool is_of_kernel(const char *name)
{
	return text_has_word("label kernel source patches upto config set", name);
}

/* A name that nobody knows is an error, not ignored. */
static int check_names(const struct setting_group *group,
		       bool (*is_known)(const char *name), struct error *err)
{
	for (size_t i = 0; i < group->n; i++)
		if (!is_known(group->setting[i].name))
			return setting_unknown(&group->setting[i], err);
	return 0;
}

/* A kernel is either built or named, and has a label of its own. */
static int check_kernel(const struct campaign_file *file,
			const struct setting_group *group, struct error *err)
{
	const char *label = setting_text(group, "label");
	const bool built = setting_find(group, "source") ||
			   setting_find(group, "patches") ||
			   setting_find(group, "upto") ||
			   setting_find(group, "config");
	if (built == (setting_find(group, "kernel") != NULL))
		return setting_group_bad(group, "either kernel, or source, patches and config, in a kernel",
					 err);
	if (label && setting_group_find(&file->kernels, "label", label) != group)
		return setting_group_bad(group, "a label that no other kernel has",
					 err);
	return 0;
}

int from_file_check(const struct campaign_file *file, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < file->kernels.n; i++)
		rc = check_names(&file->kernels.group[i], is_of_kernel, err);
	for (size_t i = 0; rc == 0 && i < file->kernels.n; i++)
		rc = check_kernel(file, &file->kernels.group[i], err);
	for (size_t i = 0; rc == 0 && i < file->sides.n; i++)
		rc = check_names(&file->sides.group[i], is_of_side, err);
	return rc;
}

/* ---- making them ---- */

/* A setting that is a field of workloads. */
static int set_word(const struct setting *setting,
		    const struct workload_field *field,
		    struct workload_words *words, struct error *err)
{
	const int rc = workload_words_set(words, field, setting->value, err);
	return rc ? setting_bad(setting->at, rc, err) : 0;
}

/* "set" of a group. */
static int set_knobs(const struct setting_group *group,
		     struct campaign_side *side, struct error *err)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		struct knob knob;
		if (strcmp(setting->name, "set") != 0)
			continue;
		const int rc = campaign_knob(setting->value, &knob, err);
		if (rc != 0)
			return setting_bad(setting->at, rc, err);
		campaign_side_set(side, &knob);
	}
	return 0;
}

/*
 * A path of a kernel's source may be relative to the campaign file.
 * kept     receives the path, which the caller frees
 * Returns  the path if it exists there, else the word.
 */
static const char *beside(const struct campaign_file *file, const char *word,
			  char **kept)
{
	const char *slash = strrchr(file->path, '/');
	if (!word || !slash || *word == '/')
		return word;
	*kept = text_format("%.*s/%s", (int)(slash - file->path), file->path,
			    word);
	return access(*kept, F_OK) == 0 ? *kept : word;
}

/* A kernel to be built, or one that is there. */
static int use_kernel(const struct campaign_file *file,
		      const struct setting_group *kernel,
		      struct campaign_side *side, struct error *err)
{
	const struct setting *upto = setting_find(kernel, "upto");
	struct kernel_request *request = &side->request;
	request->word = setting_text(kernel, "kernel");
	if (!request->word) {
		request->label = setting_text(kernel, "label");
		request->source = setting_text(kernel, "source");
		request->patches = beside(file, setting_text(kernel, "patches"),
					  &side->patches);
		request->config = beside(file, setting_text(kernel, "config"),
					 &side->config);
	}
	if (upto && number_parse(NUMBERS("upto", 1, 10000), upto->value,
				 &request->upto, err) != 0)
		return setting_bad(upto->at, -EINVAL, err);
	return set_knobs(kernel, side, err);
}

/* What the side has instead of the row's. */
static int set_own(const struct setting_group *group,
		   struct campaign_side *side, struct error *err)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		const struct workload_field *field = workload_field(setting->name);
		if (!field || !field->of_side)
			continue;
		const int rc = set_word(setting, field, &side->own, err);
		if (rc != 0)
			return rc;
		if (workload_words_nr(&side->own, field->name) > 1) {
			error_set(err, -EINVAL, "expected one %s in a side",
				  field->name);
			return setting_bad(setting->at, -EINVAL, err);
		}
	}
	return 0;
}

/* A kernel of the file by its label, or a word as --a takes it. */
static int fill(const struct campaign_file *file,
		const struct setting_group *group, struct campaign_side *side,
		struct error *err)
{
	const char *word = are_kernels(file) ? side->label :
					       setting_text(group, "kernel");
	const struct setting_group *kernel =
		word ? setting_group_find(&file->kernels, "label", word) : NULL;
	int rc = 0;
	if (kernel)
		rc = use_kernel(file, kernel, side, err);
	else
		side->request.word = word;
	if (rc == 0 && !are_kernels(file))
		rc = set_knobs(group, side, err);
	return rc || are_kernels(file) ? rc : set_own(group, side, err);
}

/* What a side is made of, and where it goes. */
struct making {
	const struct campaign_file *file;
	const struct campaign_side *base;
	struct campaign_sides *sides;
};

static int make_one(const struct making *m, const struct setting_group *group,
		    struct error *err)
{
	const bool kernels = are_kernels(m->file);
	const char *name = setting_text(group, kernels ? "label" : "name");
	if (!name || !*name)
		return setting_group_bad(group, kernels ?
					 "label = \"...\" in a kernel" :
					 "name = \"...\" in a side", err);
	struct campaign_side *side =
		campaign_sides_add(m->sides, text_format("%s", name));
	for (size_t i = 0; i < m->base->nr_knobs; i++)
		campaign_side_set(side, &m->base->knob[i]);
	return fill(m->file, group, side, err);
}

/* The sides that the part names, in its order. */
static int make_part(const struct making *m, struct error *err)
{
	const struct setting_group *part = m->file->part;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < part->n; i++) {
		const struct setting *setting = &part->setting[i];
		if (strcmp(setting->name, "treatments") != 0)
			continue;
		const struct setting_group *group =
			find_side(m->file, setting->value);
		rc = group ? make_one(m, group, err) :
			     no_side(setting, err);
	}
	return rc;
}

int from_file_sides(const struct campaign_file *file,
		    const struct campaign_side *base,
		    struct campaign_sides *sides, struct error *err)
{
	const struct making making = { file, base, sides };
	const struct setting_list *list = list_of(file);
	int rc = 0;
	if (file->part && setting_find(file->part, "treatments"))
		return make_part(&making, err);
	for (size_t i = 0; rc == 0 && i < list->n; i++)
		rc = make_one(&making, &list->group[i], err);
	return rc;
}

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
		const int rc = set_word(setting, field, words, err);
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* group    NULL: the file has no workloads */
static int make_group(const struct setting_group *group,
		      const struct from_file_words *words,
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

int from_file_rows(const struct campaign_file *file,
		   const struct from_file_words *words,
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

static size_t side_of(const struct campaign_sides *sides, const char *name)
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
		    !find_side(file, setting->value))
			return no_side(setting, err);
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
		const size_t side = side_of(sides, setting->value);
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

int from_file_measure(const struct campaign_file *file,
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

void from_file_close(struct campaign_rows *rows)
{
	workloads_close(rows->row, rows->n);
	free(rows->row);
	free(rows->name);
	free(rows->group);
	free(rows->measured);
	*rows = (struct campaign_rows){ 0 };
}
