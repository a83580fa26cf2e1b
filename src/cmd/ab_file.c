/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settings of a campaign file are options of pft ab, by the same names, with the
 * same words.
 */
#include <errno.h>
#include <string.h>

#include "base/known.h"
#include "cmd/ab_plan.h"
#include "cmd/options.h"
#include "cmd/commands.h"

/* What only a command line can say. */
static const char *const command_only[] = {
	"a", "b", "a-set", "b-set", "output", "format", "quiet", "verbose",
	"no-color", "dry-run", "fresh", "part",
};
/* Known to whoever reads the group, and no options there. */
static const char *const own_of_workload[] = { "name", "treatments" };
/* A report is made of all parts. */
static const char *const none_of_part[] = { "report", "beside" };
static const char *const own[] = {
	"name", "label", "kernel", "source", "patches", "upto",
	"config", "set",
};

static bool is_one_of(const char *name, const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_allowed(const struct option_row *row, enum ab_part part)
{
	if (part == AB_PART &&
	    is_one_of(row->name, none_of_part, ARRAY_SIZE(none_of_part)))
		return false;
	if (part == AB_TOP || part == AB_PART)
		return !is_one_of(row->name, command_only,
				  ARRAY_SIZE(command_only));
	return row->field && (part == AB_WORKLOAD || row->field->of_side);
}

static bool find_row(const char *name, enum ab_part part,
		     struct option_row *row)
{
	for (size_t i = 0; options_row(&command_ab, i, row); i++)
		if (strcmp(row->name, name) == 0)
			return is_allowed(row, part);
	return false;
}

/* Messages name options; a file has no dashes. */
static void without_dashes(struct error *err)
{
	if (strncmp(err->text, "--", 2) == 0)
		memmove(err->text, err->text + 2, strlen(err->text + 2) + 1);
}

static int apply(const struct campaign_file *file,
		 const struct setting *setting, enum ab_part part,
		 struct ab_options *target, struct error *err)
{
	struct option_row row;
	if (!find_row(setting->name, part, &row)) {
		error_set(err, -EINVAL, "'%s': no such setting here: see pft-campaign(5)",
			  setting->name);
		return setting_bad(file, setting->line, -EINVAL, err);
	}
	const int rc = options_set(&command_ab, &row, target, setting->value,
				   err);
	if (rc == 0)
		return 0;
	without_dashes(err);
	return setting_bad(file, setting->line, rc, err);
}

int ab_file_apply(const struct campaign_file *file,
		  const struct setting_group *group, enum ab_part part,
		  struct ab_options *target, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		if (part == AB_TREATMENT &&
		    is_one_of(setting->name, own, ARRAY_SIZE(own)))
			continue;
		if ((part == AB_WORKLOAD || part == AB_PART) &&
		    is_one_of(setting->name, own_of_workload,
			      ARRAY_SIZE(own_of_workload)))
			continue;
		rc = apply(file, setting, part, target, err);
	}
	return rc;
}
