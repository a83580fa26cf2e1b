/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/file_sides.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/size.h"
#include "base/text.h"

/* ---- what is in the file ---- */

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

bool file_sides_has(const struct campaign_file *file, const char *name)
{
	return find_side(file, name) != NULL;
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

int file_sides_check(const struct campaign_file *file, struct error *err)
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
		int rc = 0;
		if (!field || !field->of_side)
			continue;
		rc = workload_words_set(&side->own, field, setting->value, err);
		if (rc != 0)
			return setting_bad(setting->at, rc, err);
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
			     file_sides_none(setting, err);
	}
	return rc;
}

int file_sides_make(const struct campaign_file *file,
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

int file_sides_none(const struct setting *setting, struct error *err)
{
	error_set(err, -EINVAL, "treatments '%s': no side has that name: expected names of sides, in parentheses with commas between",
		  setting->value);
	return setting_bad(setting->at, -EINVAL, err);
}
