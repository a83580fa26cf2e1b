/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/bind.h"

#include <errno.h>
#include <string.h>

#include "machine/cpu_sets.h"

const char *const bind_words[] = { "none", "compact", "scatter", "core", "node",
				   "list:", NULL };

int bind_parse(const char *text, struct bind_choice *choice, struct error *err)
{
	for (int i = 0; i < BIND_LIST; i++) {
		if (strcmp(text, bind_words[i]) != 0)
			continue;
		bind_close(choice);
		choice->mode = (enum bind_mode)i;
		return 0;
	}
	const size_t n = strlen(bind_words[BIND_LIST]);
	if (strncmp(text, bind_words[BIND_LIST], n) != 0)
		return error_set(err, -EINVAL,
				 "bind '%s': expected none, compact, scatter, core, node or list:CPUS",
				 text);
	struct list cpus;
	const int rc = list_parse_all(NUMBERS("bind list", 0, CPU_SETS_MAX - 1),
				      text + n, &cpus, err);
	if (rc != 0)
		return rc;
	bind_close(choice);
	*choice = (struct bind_choice){ .mode = BIND_LIST, .cpus = cpus };
	return 0;
}

char *bind_text(const struct bind_choice *choice)
{
	return list_text(bind_words[choice->mode], &choice->cpus);
}

bool bind_same(const struct bind_choice *a, const struct bind_choice *b)
{
	return a->mode == b->mode && a->cpus.n == b->cpus.n &&
	       (a->cpus.n == 0 ||
		memcmp(a->cpus.values, b->cpus.values,
		       a->cpus.n * sizeof(*a->cpus.values)) == 0);
}

void bind_close(struct bind_choice *choice)
{
	list_close(&choice->cpus);
	choice->mode = BIND_NONE;
}
