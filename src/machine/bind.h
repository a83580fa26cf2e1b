/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the user wants tasks bound to CPUs: --bind.
 */
#ifndef MACHINE_BIND_H
#define MACHINE_BIND_H

#include <stdbool.h>

#include "base/error.h"
#include "base/size.h"

enum bind_mode {
	BIND_NONE,	/* wherever the scheduler puts them */
	BIND_COMPACT,	/* CPUs in topological order: neighbours first */
	BIND_SCATTER,	/* as far from each other as possible */
	BIND_CORE,	/* one task a core, on its first CPU */
	BIND_NODE,	/* tasks round the NUMA nodes, free within a node */
	BIND_LIST,	/* the CPUs listed, in that order */
};

struct bind_choice {
	enum bind_mode mode;
	struct list cpus;	/* BIND_LIST; owned */
};

extern const char *const bind_words[];	/* NULL-terminated, for --help */

/* "none", "compact", "scatter", "core", "node" or "list:0,2-5". */
int bind_parse(const char *text, struct bind_choice *choice, struct error *err);
/* The same word, which the caller frees; never NULL. */
char *bind_text(const struct bind_choice *choice);
bool bind_same(const struct bind_choice *a, const struct bind_choice *b);
void bind_close(struct bind_choice *choice);

#endif
