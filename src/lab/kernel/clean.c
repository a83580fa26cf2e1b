/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dropping what is in the cache: by label, age or size, and what killed builds
 * left. Never what is being made or in use.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/store.h"

struct entry {
	enum store_kind kind;
	char *key;
	int64_t used_at;	/* 0: unfinished */
	bool labelled;		/* by a label that is to go */
};

struct sweep {
	const struct kernel_clean_choice *choice;
	struct kernel_cleaned *cleaned;
	struct kernel_store store;
	struct entry *entry;
	size_t n;
	uint64_t left;		/* bytes of all that is left, where that matters */
	struct error *err;
};

/* ---- what there is ---- */

/* What is left, measured anew: what one gives up may be shared by others. */
static uint64_t measure(const struct sweep *sweep)
{
	uint64_t bytes = 0;
	for (size_t i = 0; i < sweep->n; i++) {
		const struct entry *entry = &sweep->entry[i];
		char *folder = kernel_store_folder(&sweep->store, entry->kind,
					    entry->key);
		bytes += kernel_disk_bytes(folder);
		free(folder);
	}
	return bytes;
}

static int add_entries(struct sweep *sweep, enum store_kind kind)
{
	char **keys = NULL;
	int rc = kernel_store_keys(&sweep->store, kind, &keys, sweep->err);
	for (size_t i = 0; rc == 0 && keys[i]; i++) {
		struct entry *more = realloc(sweep->entry,
					     (sweep->n + 1) * sizeof(*more));
		if (!more) {
			rc = error_set(sweep->err, -ENOMEM, "out of memory");
			break;
		}
		sweep->entry = more;
		more[sweep->n] = (struct entry){
			.kind = kind, .key = text_format("%s", keys[i]),
			.used_at = kernel_store_used_at(&sweep->store, kind, keys[i]) };
		sweep->n++;
	}
	kernel_store_keys_close(keys);
	return rc;
}

static int compare_use(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->used_at < y->used_at ? -1 : x->used_at > y->used_at;
}

/* Mark what a label of any architecture stands for. */
static int mark_label(struct sweep *sweep, const char *label)
{
	bool any = false;
	for (int arch = 0; arch < NR_KERNEL_ARCHS; arch++) {
		char *key = kernel_store_label_key(&sweep->store,
					    (enum kernel_arch)arch, label);
		for (size_t i = 0; key && i < sweep->n; i++) {
			struct entry *entry = &sweep->entry[i];
			if (entry->kind != STORE_KERNELS ||
			    strcmp(entry->key, key) != 0)
				continue;
			entry->labelled = true;
			any = true;
		}
		free(key);
	}
	return any ? 0 : error_set(sweep->err, -ENOENT,
				   "kernel '%s': no such label: nothing was dropped: see pft kernel list",
				   label);
}

/* ---- dropping ---- */

/* Only with both locks: nobody makes it and nobody uses it. */
static bool try_remove(struct sweep *sweep, const struct entry *entry)
{
	static const char *const kinds[] = { "kernels", "sources" };
	static const char *const ends[] = { "kernel.json", "source.json" };
	char *name = text_format("%s-%s", kinds[entry->kind], entry->key);
	char *use_name = kernel_store_use_name(entry->kind, entry->key);
	char *folder = kernel_store_folder(&sweep->store, entry->kind, entry->key);
	char *end = text_format("%s/%s", folder, ends[entry->kind]);
	int lock = -1, use = -1;
	bool removed = false;
	if (kernel_store_try_lock(&sweep->store, name, &lock, sweep->err) == 0 &&
	    kernel_store_try_lock(&sweep->store, use_name, &use, sweep->err) == 0) {
		unlink(end);
		removed = kernel_remove(folder, sweep->err) == 0;
	}
	kernel_store_unlock(use);
	kernel_store_unlock(lock);
	free(end);
	free(folder);
	free(use_name);
	free(name);
	return removed;
}

static bool is_unwanted(const struct sweep *sweep, const struct entry *entry)
{
	const struct kernel_clean_choice *choice = sweep->choice;
	return entry->used_at == 0 || entry->labelled || choice->all ||
	       (choice->unused_s >= 0 &&
		(int64_t)time(NULL) - entry->used_at >= choice->unused_s) ||
	       (choice->keep_given && sweep->left > choice->keep_bytes);
}

static void sweep_entry(struct sweep *sweep, const struct entry *entry)
{
	struct kernel_cleaned *cleaned = sweep->cleaned;
	if (!is_unwanted(sweep, entry))
		return;
	if (!try_remove(sweep, entry)) {
		cleaned->nr_in_use++;
		return;
	}
	cleaned->nr_kernels += entry->kind == STORE_KERNELS && entry->used_at > 0;
	cleaned->nr_sources += entry->kind == STORE_SOURCES && entry->used_at > 0;
	if (sweep->choice->keep_given)
		sweep->left = measure(sweep);
}

/* A label that stands for nothing any more. */
static void drop_label(void *context, enum kernel_arch arch, const char *label,
		       const char *key)
{
	const struct kernel_store *store = context;
	if (kernel_store_finished(store, STORE_KERNELS, key))
		return;
	char *path = text_format("%s/labels/%s/%s", store->root,
				 kernel_arch_words[arch], label);
	unlink(path);
	free(path);
}

static void drop_rest(struct sweep *sweep)
{
	kernel_store_labels(&sweep->store, drop_label, &sweep->store);
	if (!sweep->choice->all)
		return;
	char *logs = text_format("%s/logs", sweep->store.root);
	kernel_remove(logs, NULL);
	free(logs);
}

int kernel_clean(const struct kernel_clean_choice *choice,
		 struct kernel_cleaned *cleaned, struct error *err)
{
	struct sweep sweep = { .choice = choice, .cleaned = cleaned, .err = err };
	*cleaned = (struct kernel_cleaned){ 0 };
	int rc = kernel_store_open(&sweep.store, true, err);
	if (rc == 0)
		rc = add_entries(&sweep, STORE_KERNELS);
	if (rc == 0)
		rc = add_entries(&sweep, STORE_SOURCES);
	for (const char *const *label = choice->labels;
	     rc == 0 && label && *label; label++)
		rc = mark_label(&sweep, *label);
	if (rc == 0 && sweep.n > 0)
		qsort(sweep.entry, sweep.n, sizeof(*sweep.entry), compare_use);
	const uint64_t before = rc == 0 ? measure(&sweep) : 0;
	sweep.left = before;
	for (size_t i = 0; rc == 0 && i < sweep.n; i++)
		sweep_entry(&sweep, &sweep.entry[i]);
	if (rc == 0) {
		const uint64_t after = measure(&sweep);
		cleaned->bytes = before > after ? before - after : 0;
		drop_rest(&sweep);
	}
	for (size_t i = 0; i < sweep.n; i++)
		free(sweep.entry[i].key);
	free(sweep.entry);
	return rc;
}
