/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/file.h"

#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"
#include "record/record.h"

/* ---- from libconfig ---- */

static struct setting_place place_of(const char *file,
				     const config_setting_t *at)
{
	return (struct setting_place){ file, config_setting_source_line(at) };
}

static int bad(struct setting_place place, const char *name,
	       const char *expected, struct error *err)
{
	error_set(err, -EINVAL, "'%s': expected %s", name, expected);
	return setting_bad(place, -EINVAL, err);
}

static config_setting_t *element(const config_setting_t *at, int i)
{
	return config_setting_get_elem(at, (unsigned int)i);
}

/* A string the caller frees; NULL for what is no single value. */
static char *scalar_text(const config_setting_t *at)
{
	switch (config_setting_type(at)) {
	case CONFIG_TYPE_STRING:
		return text_format("%s", config_setting_get_string(at));
	case CONFIG_TYPE_BOOL:
		return text_format("%s", config_setting_get_bool(at) ? "true" :
								       "false");
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return text_format("%lld",
				   (long long)config_setting_get_int64(at));
	case CONFIG_TYPE_FLOAT:
		return text_format("%.15g", config_setting_get_float(at));
	default:
		return NULL;
	}
}

/* Members with commas between: libconfig's arrays have single values alone. */
static char *array_text(const config_setting_t *at)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (int i = 0; i < config_setting_length(at); i++) {
		AUTO_FREE char *member = scalar_text(element(at, i));
		fprintf(out, "%s%s", i ? "," : "", member ? member : "");
	}
	return text_close(&stream);
}

/* setting  its value is taken over; NULL is refused */
static int add(struct setting_group *group, struct setting setting,
	       const char *name, struct error *err)
{
	if (!setting.value)
		return bad(setting.at, name, "a text, a number or an array of them",
			   err);
	setting.name = text_format("%s", name);
	group->setting = records_grow(group->setting, group->n, sizeof(setting));
	group->setting[group->n++] = setting;
	return 0;
}

static int add_setting(struct setting_group *group, const config_setting_t *at,
		       struct error *err)
{
	const char *name = config_setting_name(at);
	struct setting one = { .at = place_of(group->at.file, at) };
	int rc = 0;
	if (!config_setting_is_list(at)) {
		one.value = config_setting_is_array(at) ? array_text(at) :
							  scalar_text(at);
		return add(group, one, name, err);
	}
	for (int i = 0; rc == 0 && i < config_setting_length(at); i++) {
		one.value = scalar_text(element(at, i));
		one.at = place_of(group->at.file, element(at, i));
		rc = add(group, one, name, err);
	}
	return rc;
}

static int add_group(const struct campaign_file *file,
		     struct setting_list *list, const config_setting_t *at,
		     struct error *err)
{
	list->group = records_grow(list->group, list->n, sizeof(*list->group));
	struct setting_group *group = &list->group[list->n++];
	int rc = 0;
	*group = (struct setting_group){ .at = place_of(file->path, at) };
	for (int i = 0; rc == 0 && i < config_setting_length(at); i++)
		rc = add_setting(group, element(at, i), err);
	return rc;
}

static int add_list(const struct campaign_file *file, struct setting_list *list,
		    const config_setting_t *at, struct error *err)
{
	const char *name = config_setting_name(at);
	int rc = 0;
	if (!config_setting_is_list(at))
		return bad(place_of(file->path, at), name,
			   "a list of groups: ( { ... }, { ... } )", err);
	for (int i = 0; rc == 0 && i < config_setting_length(at); i++)
		rc = config_setting_is_group(element(at, i)) ?
			add_group(file, list, element(at, i), err) :
			bad(place_of(file->path, element(at, i)), name,
			    "groups: { ... }", err);
	return rc;
}

static int add_top(struct campaign_file *file, const config_setting_t *at,
		   struct error *err)
{
	const struct { const char *name; struct setting_list *list; } lists[] = {
		{ "kernels", &file->kernels },
		{ "treatments", &file->sides },
		{ "workloads", &file->workloads },
		{ "parts", &file->parts },
	};
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (strcmp(config_setting_name(at), lists[i].name) == 0)
			return add_list(file, lists[i].list, at, err);
	return add_setting(&file->top, at, err);
}

/* fopen takes folders, and libconfig would find them empty. */
static FILE *open_text(const char *path)
{
	struct stat st;
	FILE *text = fopen(path, "re");
	if (text && fstat(fileno(text), &st) == 0 && S_ISDIR(st.st_mode)) {
		fclose(text);
		errno = EISDIR;
		return NULL;
	}
	return text;
}

static int parse(config_t *config, struct campaign_file *file,
		 struct error *err)
{
	FILE *text = open_text(file->path);
	if (!text)
		return error_set(err, -errno, "campaign file '%s': %m: expected a file that can be read",
				 file->path);
	const int parsed = config_read(config, text);
	fclose(text);
	if (parsed != CONFIG_TRUE)
		return error_set(err, -EINVAL, "%s:%d: %s: expected NAME = VALUE;: see pft-campaign(5)",
				 config_error_file(config) ?
					 config_error_file(config) : file->path,
				 config_error_line(config),
				 config_error_text(config));
	const config_setting_t *root = config_root_setting(config);
	int rc = 0;
	for (int i = 0; rc == 0 && i < config_setting_length(root); i++)
		rc = add_top(file, element(root, i), err);
	return rc;
}

int campaign_file_read(const char *path, struct campaign_file *file,
		       struct error *err)
{
	config_t config;
	*file = (struct campaign_file){ .path = text_format("%s", path) };
	file->top.at.file = file->path;
	config_init(&config);
	const int rc = parse(&config, file, err);
	config_destroy(&config);
	return rc;
}

/* ---- what is in it ---- */

static void group_close(struct setting_group *group)
{
	for (size_t i = 0; i < group->n; i++) {
		free(group->setting[i].name);
		free(group->setting[i].value);
	}
	free(group->setting);
}

static void list_close_groups(struct setting_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		group_close(&list->group[i]);
	free(list->group);
}

void campaign_file_close(struct campaign_file *file)
{
	group_close(&file->top);
	list_close_groups(&file->kernels);
	list_close_groups(&file->sides);
	list_close_groups(&file->workloads);
	list_close_groups(&file->parts);
	free(file->path);
	*file = (struct campaign_file){ 0 };
}

const struct setting *setting_find(const struct setting_group *group,
				   const char *name)
{
	const struct setting *found = NULL;
	for (size_t i = 0; i < group->n; i++)
		if (strcmp(group->setting[i].name, name) == 0)
			found = &group->setting[i];
	return found;
}

const char *setting_text(const struct setting_group *group, const char *name)
{
	const struct setting *setting = setting_find(group, name);
	return setting ? setting->value : NULL;
}

const struct setting_group *setting_group_find(const struct setting_list *list,
					       const char *name,
					       const char *value)
{
	for (size_t i = 0; i < list->n; i++) {
		const char *own = setting_text(&list->group[i], name);
		if (own && strcmp(own, value) == 0)
			return &list->group[i];
	}
	return NULL;
}

int setting_bad(struct setting_place place, int code, struct error *err)
{
	const struct error why = *err;
	return error_set(err, code, "%s:%u: %s", place.file, place.line, why.text);
}

int setting_group_bad(const struct setting_group *group, const char *expected,
		      struct error *err)
{
	error_set(err, -EINVAL, "expected %s: see pft-campaign(5)", expected);
	return setting_bad(group->at, -EINVAL, err);
}

int setting_unknown(const struct setting *setting, struct error *err)
{
	error_set(err, -EINVAL, "'%s': no such setting here: see pft-campaign(5)",
		  setting->name);
	return setting_bad(setting->at, -EINVAL, err);
}

/* ---- parts ---- */

static int check_part(const struct campaign_file *file, size_t i,
		      struct error *err)
{
	const struct setting_group *part = &file->parts.group[i];
	const char *name = setting_text(part, "name");
	if (name && *name &&
	    setting_group_find(&file->parts, "name", name) == part)
		return 0;
	return setting_group_bad(part, "name = \"...\" in a part, and another one in each",
				 err);
}

int campaign_file_choose(struct campaign_file *file, size_t i, struct error *err)
{
	int rc = 0;
	for (size_t j = 0; rc == 0 && j < file->parts.n; j++)
		rc = check_part(file, j, err);
	if (rc == 0 && file->parts.n > 0)
		file->part = &file->parts.group[i];
	return rc;
}
