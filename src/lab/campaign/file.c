/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/file.h"

#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/known.h"

int setting_bad(const struct campaign_file *file, unsigned int line, int code,
		struct error *err)
{
	const struct error why = *err;
	return error_set(err, code, "%s:%u: %s", file->path, line, why.text);
}

static int bad(const struct campaign_file *file, const config_setting_t *at,
	       const char *name, const char *expected, struct error *err)
{
	error_set(err, -EINVAL, "'%s': expected %s", name, expected);
	return setting_bad(file, config_setting_source_line(at), -EINVAL, err);
}

/* A string the caller frees; NULL for what is no single value. */
static char *scalar_text(const config_setting_t *at)
{
	char number[64];
	switch (config_setting_type(at)) {
	case CONFIG_TYPE_STRING:
		return strdup(config_setting_get_string(at));
	case CONFIG_TYPE_BOOL:
		return strdup(config_setting_get_bool(at) ? "true" : "false");
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		snprintf(number, sizeof(number), "%lld",
			 (long long)config_setting_get_int64(at));
		return strdup(number);
	case CONFIG_TYPE_FLOAT:
		snprintf(number, sizeof(number), "%.15g",
			 config_setting_get_float(at));
		return strdup(number);
	default:
		return NULL;
	}
}

/* Members with commas between; NULL where one is no single value. */
static char *array_text(const config_setting_t *at)
{
	char *text = NULL;
	size_t n;
	bool whole = true;
	FILE *out = open_memstream(&text, &n);
	if (!out)
		return NULL;
	for (int i = 0; i < config_setting_length(at); i++) {
		char *member = scalar_text(
			config_setting_get_elem(at, (unsigned int)i));
		whole = whole && member;
		fprintf(out, "%s%s", i ? "," : "", member ? member : "");
		free(member);
	}
	if (fclose(out) == 0 && whole)
		return text;
	free(text);
	return NULL;
}

/* value is taken over, NULL is refused. */
static int add(const struct campaign_file *file, struct setting_group *group,
	       const char *name, const config_setting_t *at, char *value,
	       struct error *err)
{
	if (!value)
		return bad(file, at, name, "a text, a number or an array of them", err);
	struct setting *grown = realloc(group->setting,
					(group->n + 1) * sizeof(*grown));
	char *copy = strdup(name);
	if (grown)
		group->setting = grown;
	if (!grown || !copy) {
		free(copy);
		free(value);
		return error_set(err, -ENOMEM, "out of memory");
	}
	struct setting *setting = &grown[group->n++];
	setting->name = copy;
	setting->value = value;
	setting->line = config_setting_source_line(at);
	return 0;
}

static int add_setting(const struct campaign_file *file,
		       struct setting_group *group, const config_setting_t *at,
		       struct error *err)
{
	const char *name = config_setting_name(at);
	int rc = 0;
	if (config_setting_is_array(at))
		return add(file, group, name, at, array_text(at), err);
	if (!config_setting_is_list(at))
		return add(file, group, name, at, scalar_text(at), err);
	for (int i = 0; rc == 0 && i < config_setting_length(at); i++) {
		const config_setting_t *member =
			config_setting_get_elem(at, (unsigned int)i);
		rc = add(file, group, name, member, scalar_text(member), err);
	}
	return rc;
}

static int add_group(const struct campaign_file *file,
		     struct setting_list *list, const config_setting_t *at,
		     struct error *err)
{
	struct setting_group *grown = realloc(list->group,
					      (list->n + 1) * sizeof(*grown));
	if (!grown)
		return error_set(err, -ENOMEM, "out of memory");
	list->group = grown;
	struct setting_group *group = &grown[list->n++];
	*group = (struct setting_group){
		.line = config_setting_source_line(at) };
	int rc = 0;
	for (int i = 0; rc == 0 && i < config_setting_length(at); i++)
		rc = add_setting(file, group,
				 config_setting_get_elem(at, (unsigned int)i),
				 err);
	return rc;
}

static int add_list(const struct campaign_file *file, struct setting_list *list,
		    const config_setting_t *at, struct error *err)
{
	const char *name = config_setting_name(at);
	if (!config_setting_is_list(at))
		return bad(file, at, name, "a list of groups: ( { ... }, { ... } )",
			   err);
	int rc = 0;
	for (int i = 0; rc == 0 && i < config_setting_length(at); i++) {
		const config_setting_t *member =
			config_setting_get_elem(at, (unsigned int)i);
		rc = config_setting_is_group(member) ?
			     add_group(file, list, member, err) :
			     bad(file, member, name, "groups: { ... }", err);
	}
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
	return add_setting(file, &file->top, at, err);
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
		return error_set(err, -errno, "campaign file '%s': %s: expected a file that can be read",
				 file->path, strerror(errno));
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
		rc = add_top(file, config_setting_get_elem(root, (unsigned int)i),
			     err);
	return rc;
}

int campaign_file_read(const char *path, struct campaign_file *file,
		       struct error *err)
{
	*file = (struct campaign_file){ .path = strdup(path) };
	if (!file->path)
		return error_set(err, -ENOMEM, "out of memory");
	config_t config;
	config_init(&config);
	const int rc = parse(&config, file, err);
	config_destroy(&config);
	return rc;
}

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

int setting_group_bad(const struct campaign_file *file,
		      const struct setting_group *group, const char *expected,
		      struct error *err)
{
	error_set(err, -EINVAL, "expected %s: see pft-campaign(5)", expected);
	return setting_bad(file, group->line, -EINVAL, err);
}

int setting_unknown(const struct campaign_file *file,
		    const struct setting *setting, struct error *err)
{
	error_set(err, -EINVAL, "'%s': no such setting here: see pft-campaign(5)",
		  setting->name);
	return setting_bad(file, setting->line, -EINVAL, err);
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
	return setting_group_bad(file, part, "name = \"...\" in a part, and another one in each",
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
