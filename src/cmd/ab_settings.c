/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settings of a campaign file are options of pft ab, by the same names, with the
 * same words.
 */
#include "cmd/ab_settings.h"

#include <string.h>

#include "base/text.h"
#include "cmd/commands.h"

/* What only a command line can say. */
static const char command_only[] =
	"a b a-set b-set output format quiet verbose no-color dry-run fresh part";
/* A report is made of all parts. */
static const char none_of_part[] = "report beside";

static bool find_row(const char *name, bool is_part, struct option_row *row)
{
	if (text_has_word(command_only, name) ||
	    (is_part && text_has_word(none_of_part, name)))
		return false;
	for (size_t i = 0; options_row(&command_ab, i, row); i++)
		if (strcmp(row->name, name) == 0)
			return true;
	return false;
}

/* Messages name options; a file has no dashes. */
static void without_dashes(struct error *err)
{
	if (strncmp(err->text, "--", 2) == 0)
		memmove(err->text, err->text + 2, strlen(err->text + 2) + 1);
}

static int apply(const struct campaign_file *file,
		 const struct setting_group *group, struct ab_options *options,
		 struct error *err)
{
	const bool is_part = group == file->part;
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		struct option_row row;
		if (is_part && text_has_word("name treatments", setting->name))
			continue;
		if (!find_row(setting->name, is_part, &row))
			return setting_unknown(setting, err);
		const int rc = options_set(&row, options, setting->value, err);
		if (rc != 0) {
			without_dashes(err);
			return setting_bad(setting->at, rc, err);
		}
	}
	return 0;
}

int ab_settings_apply(const struct campaign_file *file,
		      struct ab_options *options, struct error *err)
{
	const int rc = apply(file, &file->top, options, err);
	return rc || !file->part ? rc : apply(file, file->part, options, err);
}
