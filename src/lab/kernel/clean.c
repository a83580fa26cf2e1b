/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Removes entries of the cache, by label, age or size, and what killed builds left.
 * An entry that is being made or used stays.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "lab/kernel/store.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/label.h"

struct candidate {
	struct kernel_entry entry;
	int64_t used_at;	/* 0: unfinished */
	bool labelled;		/* with a label that was asked for */
};

struct cleaning {
	const struct kernel_clean_choice *choice;
	struct kernel_cleaned *cleaned;
	struct kernel_store store;
	char **keys[NR_STORE_TYPES];
	struct candidate *candidate;
	size_t n;
	uint64_t left;		/* bytes of all that is left, for keep_bytes */
	struct error *err;
};

/* ---- what there is ---- */

/* Bytes of what is left. Measured each time, as entries share files. */
static uint64_t measure(const struct cleaning *c)
{
	uint64_t bytes = 0;
	for (size_t i = 0; i < c->n; i++) {
		AUTO_FREE char *folder =
			kernel_store_path(&c->candidate[i].entry, NULL);
		bytes += kernel_folder_bytes(folder);
	}
	return bytes;
}

static int add_entries(struct cleaning *c, enum kernel_store_type type)
{
	char **keys = kernel_store_keys(&c->store, type, c->err);
	c->keys[type] = keys;
	for (; keys && *keys; keys++) {
		struct candidate one = { .entry = { &c->store, type, *keys } };
		one.used_at = kernel_store_used_at(&one.entry);
		c->candidate = records_grow(c->candidate, c->n, sizeof(one));
		c->candidate[c->n++] = one;
	}
	return keys ? 0 : -EIO;
}

/* The least recently used first. */
static int compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	return x->used_at < y->used_at ? -1 : x->used_at > y->used_at;
}

/* Mark the kernels that have a label, on any architecture. */
static int mark_label(struct cleaning *c, const char *name)
{
	AUTO_FREE struct kernel_label *label = NULL;
	const size_t n = kernel_labels(&c->store, &label);
	bool any = false;
	for (size_t l = 0; l < n; l++)
		for (size_t i = 0; i < c->n; i++) {
			struct candidate *one = &c->candidate[i];
			if (strcmp(label[l].name, name) != 0 ||
			    one->entry.type != STORE_KERNEL ||
			    strcmp(one->entry.key, label[l].key) != 0)
				continue;
			one->labelled = true;
			any = true;
		}
	return any ? 0 : error_set(c->err, -ENOENT,
				   "kernel '%s': no such label: nothing was dropped: see pft kernel list",
				   name);
}

/* ---- removing ---- */

static bool is_unwanted(const struct cleaning *c, const struct candidate *one)
{
	const struct kernel_clean_choice *choice = c->choice;
	return one->used_at == 0 || one->labelled || choice->all ||
	       (choice->unused_s >= 0 &&
		(int64_t)time(NULL) - one->used_at >= choice->unused_s) ||
	       (choice->keep_given && c->left > choice->keep_bytes);
}

static void clean_one(struct cleaning *c, const struct candidate *one)
{
	struct kernel_cleaned *cleaned = c->cleaned;
	if (!is_unwanted(c, one))
		return;
	if (kernel_store_remove(&one->entry, c->err) != 0) {
		cleaned->nr_in_use++;
		return;
	}
	if (one->used_at > 0 && one->entry.type == STORE_KERNEL)
		cleaned->nr_kernels++;
	if (one->used_at > 0 && one->entry.type == STORE_SOURCE)
		cleaned->nr_sources++;
	if (c->choice->keep_given)
		c->left = measure(c);
}

/* Labels whose kernel is gone; if all is removed, also the logs. */
static void clean_rest(struct cleaning *c)
{
	AUTO_FREE struct kernel_label *label = NULL;
	AUTO_FREE char *logs = text_format("%s/logs", c->store.root);
	const size_t n = kernel_labels(&c->store, &label);
	for (size_t i = 0; i < n; i++) {
		const struct kernel_entry entry = { &c->store, STORE_KERNEL,
						    label[i].key };
		if (kernel_store_used_at(&entry) == 0)
			kernel_label_remove(&c->store, &label[i]);
	}
	if (c->choice->all)
		kernel_folder_remove(logs, NULL);
}

static int choose(struct cleaning *c)
{
	const char *const *label = c->choice->labels;
	int rc = kernel_store_open(&c->store, true, c->err) ?:
		 add_entries(c, STORE_KERNEL) ?: add_entries(c, STORE_SOURCE);
	for (; rc == 0 && label && *label; label++)
		rc = mark_label(c, *label);
	if (rc == 0 && c->n > 0)
		qsort(c->candidate, c->n, sizeof(*c->candidate), compare);
	return rc;
}

int kernel_clean(const struct kernel_clean_choice *choice,
		 struct kernel_cleaned *cleaned, struct error *err)
{
	struct cleaning c = { .choice = choice, .cleaned = cleaned, .err = err };
	*cleaned = (struct kernel_cleaned){ 0 };
	const int rc = choose(&c);
	if (rc == 0) {
		const uint64_t before = c.left = measure(&c);
		for (size_t i = 0; i < c.n; i++)
			clean_one(&c, &c.candidate[i]);
		const uint64_t after = measure(&c);
		cleaned->bytes = before > after ? before - after : 0;
		clean_rest(&c);
	}
	for (size_t i = 0; i < NR_STORE_TYPES; i++)
		file_names_close(c.keys[i]);
	free(c.candidate);
	return rc;
}
