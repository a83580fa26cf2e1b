/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_sides.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cmd/options.h"
#include "lab/campaign/from_file.h"
#include "lab/campaign/native.h"

/* The second "stock" is "stock (2)": A against A is a fair question. */
static char *unlike_others(const struct campaign_sides *sides, char *label)
{
	const size_t n = strlen(label);
	size_t same = 1;
	for (size_t i = 0; i < sides->n; i++) {
		const char *other = sides->side[i].label;
		same += strncmp(other, label, n) == 0 &&
			(other[n] == '\0' || strncmp(other + n, " (", 2) == 0);
	}
	if (same == 1)
		return label;
	char *numbered = text_format("%s (%zu)", label, same);
	free(label);
	return numbered;
}

static void set_knobs(struct campaign_side *side,
		      const struct campaign_side *from)
{
	for (size_t i = 0; i < from->nr_knobs; i++)
		campaign_side_set(side, &from->knob[i]);
}

/* A side of the command line. */
static void add(struct campaign_sides *sides, const struct ab_options *o,
		const struct campaign_side *given)
{
	const char *word = given->request.word ? given->request.word :
						 o->a.request.word;
	char *label = campaign_side_label(word, given->knob, given->nr_knobs);
	struct campaign_side *side =
		campaign_sides_add(sides, unlike_others(sides, label));
	side->request.word = word;
	set_knobs(side, &o->all);
	set_knobs(side, given);
}

bool ab_sides_given(const struct ab_options *o)
{
	return o->a.request.word || o->a.nr_knobs > 0 || o->b.n > 0;
}

int ab_sides_make(const struct ab_options *o, const struct campaign_file *file,
		  struct campaign_sides *sides, struct error *err)
{
	int rc = from_file_check(file, err);
	if (rc == 0 && file->path && !ab_sides_given(o)) {
		rc = from_file_sides(file, &o->all, sides, err);
	} else if (rc == 0) {
		add(sides, o, &o->a);
		for (size_t i = 0; i < o->b.n; i++)
			add(sides, o, &o->b.side[i]);
	}
	if (rc == 0 && sides->n < 2)
		rc = error_set(err, -EINVAL, "nothing to compare: expected --b KERNEL, --b-set KNOB=VALUE, or two sides in a campaign file");
	return rc;
}

static void say_left_out(const char *label, const char *why)
{
	char *text = text_printable(label);
	options_say("left out: %s: %s", text ? text : "?", why);
	free(text);
}

bool ab_sides_leave_out(struct campaign_sides *sides, bool quiet)
{
	char why[300];
	for (size_t i = 1; i < sides->n;) {
		if (!native_lacks(&sides->side[i], why, sizeof(why))) {
			i++;
			continue;
		}
		if (!quiet)
			say_left_out(sides->side[i].label, why);
		campaign_sides_remove(sides, i);
	}
	return sides->n > 1;
}
