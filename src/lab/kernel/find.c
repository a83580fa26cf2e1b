/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which kernels there are, which one a word means, and which ones go.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/data.h"
#include "base/file.h"
#include "base/stream.h"
#include "base/text.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "lab/kernel/plan.h"
#include "lab/kernel/source.h"
#include "lab/kernel/store.h"

static struct kernel_entry entry_of(const struct kernel_store *store,
				    const char *key)
{
	return (struct kernel_entry){ .store = store, .type = STORE_KERNEL,
				      .key = key };
}

/* ---- one of them ---- */

/* "a, b, c": the labels of finished kernels. */
static char *labels_text(const struct kernel_store *store, enum kernel_arch arch)
{
	AUTO_FREE struct kernel_label *label = NULL;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const size_t n = kernel_labels(store, &label);
	for (size_t i = 0; i < n; i++) {
		const struct kernel_entry entry = entry_of(store, label[i].key);
		if (label[i].arch == arch && kernel_store_used_at(&entry) != 0)
			fprintf(out, "%s%s", ftell(out) > 0 ? ", " : "",
				label[i].name);
	}
	return text_close(&stream);
}

/* "v6.12", "6.12.3", "v6.13-rc1": a tag of Linux, or the version that it is of. */
static bool is_version(const char *word)
{
	const char *major = word + (*word == 'v');
	const size_t n = strspn(major, "0123456789");
	return n > 0 && major[n] == '.' && strspn(major + n + 1, "0123456789") > 0 &&
	       kernel_label_check(word, NULL) == 0;
}

static int not_found(const struct kernel_store *store, const char *label,
		     enum kernel_arch arch, struct error *err)
{
	AUTO_FREE char *labels = labels_text(store, arch);
	if (is_version(label))
		return error_set(err, -ENOENT,
				 "kernel '%s' for %s: no such label: %s%.600s: build that version first: pft kernel build --arch %s --label %s --source git:DIR@%s%s, where DIR is a git repository of Linux",
				 label, kernel_arch_words[arch],
				 *labels ? "there are " : "there are none yet", labels,
				 kernel_arch_words[arch], label,
				 *label == 'v' ? "" : "v", label);
	return error_set(err, -ENOENT,
			 "kernel '%s' for %s: no such label: %s%.600s: expected a label, stock, patched, tree:DIR, or the path of an image: see pft kernel list",
			 label, kernel_arch_words[arch],
			 *labels ? "there are " : "there are none yet", labels);
}

/* Take it into use first, so that it is not removed while it is read. */
static int use_and_read(const struct kernel_entry *entry, struct kernel *kernel)
{
	int use = -1;
	if (kernel_store_used_at(entry) == 0 ||
	    kernel_store_use(entry, &use, NULL) != 0)
		return -ENOENT;
	const int rc = kernel_store_take(entry, kernel);
	if (rc == 0)
		kernel->use = use;
	else
		close(use);
	return rc;
}

int kernel_find(const char *name, enum kernel_arch arch, struct kernel *kernel,
		struct error *err)
{
	struct kernel_store store;
	struct kernel_label label = { .arch = arch };
	*kernel = (struct kernel){ 0 };
	const int rc = kernel_store_open(&store, false, err);
	if (rc != 0)
		return rc;
	if (kernel_label_check(name, NULL) != 0)
		return not_found(&store, name, arch, err);
	strcpy(label.name, name);
	const struct kernel_entry entry = entry_of(&store, label.key);
	if (kernel_label_read(&store, &label) != 0 ||
	    use_and_read(&entry, kernel) != 0)
		return not_found(&store, name, arch, err);
	kernel->label = text_format("%s", name);
	return 0;
}

/* ---- words ---- */

/* What a request asks for. */
struct wanted {
	bool is_there;		/* a label or an image; else request is built */
	struct kernel_request request;
	char *series;		/* that request names; owned */
};

static int understand(const struct kernel_request *request, struct wanted *wanted,
		      struct error *err)
{
	const char *word = request->word;
	*wanted = (struct wanted){ .request = { .arch = request->arch,
						.word = word } };
	struct kernel_request *own = &wanted->request;
	if (!word) {
		*own = *request;
	} else if (strncmp(word, "tree:", 5) == 0) {
		own->source = word;
	} else if (strcmp(word, "stock") == 0) {
		own->label = word;
	} else if (strcmp(word, "patched") == 0) {
		own->label = word;
		own->patches = wanted->series =
			data_path("kernel-patches/" KERNEL_LINE_DEFAULT, err);
		return own->patches ? 0 : -ENOENT;
	} else {
		wanted->is_there = true;
	}
	return 0;
}

static int find_or_open(const struct kernel_request *request,
			struct kernel *kernel, struct error *err)
{
	const char *word = request->word;
	if (strncmp(word, "git:", 4) == 0)
		return error_set(err, -EINVAL, "kernel '%s': a git revision is built first: pft kernel build --arch %s --source '%s' prints its label, which is expected here",
				 word, kernel_arch_words[request->arch], word);
	if (strchr(word, '/') ||
	    (kernel_label_check(word, NULL) != 0 && access(word, F_OK) == 0))
		return kernel_image_open(word, request->arch, kernel, err);
	return kernel_find(word, request->arch, kernel, err);
}

int kernel_resolve(const struct kernel_request *request,
		   const struct kernel_context *context, struct kernel *kernel,
		   struct error *err)
{
	struct wanted wanted;
	int rc = understand(request, &wanted, err);
	if (rc == 0)
		rc = wanted.is_there ?
			find_or_open(&wanted.request, kernel, err) :
			kernel_build(&wanted.request, context, kernel, err);
	free(wanted.series);
	return rc;
}

int kernel_resolvable(const struct kernel_request *request, struct error *err)
{
	const struct kernel_context quiet = { 0 };
	struct wanted wanted;
	struct kernel_plan plan = { 0 };
	struct kernel kernel = { 0 };
	int rc = understand(request, &wanted, err);
	if (rc == 0)
		rc = wanted.is_there ?
			find_or_open(&wanted.request, &kernel, err) :
			kernel_plan_open(&wanted.request, &quiet, &plan, err);
	if (rc == 0) {
		kernel_close(&kernel);
		kernel_plan_close(&plan);
	}
	free(wanted.series);
	return rc;
}

/* ---- all of them ---- */

struct listing {
	const struct kernel_store *store;
	struct kernel *kernel;
	size_t n;
};

static const struct kernel *find_key(const struct listing *list, const char *key)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->kernel[i].key, key) == 0)
			return &list->kernel[i];
	return NULL;
}

/* Add a kernel with one of its labels; NULL: it has none. */
static void add(struct listing *list, const char *key, const char *label)
{
	const struct kernel_entry entry = entry_of(list->store, key);
	struct kernel kernel;
	if (kernel_store_read(&entry, &kernel) != 0)
		return;
	const struct kernel *same = find_key(list, key);
	kernel.bytes = same ? same->bytes : kernel_folder_bytes(kernel.folder);
	kernel.label = label ? text_format("%s", label) : NULL;
	list->kernel = records_grow(list->kernel, list->n, sizeof(kernel));
	list->kernel[list->n++] = kernel;
}

/* By label, then architecture; those without a label are last. */
static int compare(const void *a, const void *b)
{
	const struct kernel *x = a, *y = b;
	if (!x->label || !y->label)
		return !x->label - !y->label;
	const int order = strcmp(x->label, y->label);
	return order != 0 ? order : (int)x->arch - (int)y->arch;
}

int kernel_list(struct kernel **kernels, size_t *n, struct error *err)
{
	struct kernel_store store;
	struct listing list = { .store = &store };
	AUTO_FREE struct kernel_label *label = NULL;
	int rc = kernel_store_open(&store, false, err);
	char **keys = rc == 0 ? kernel_store_keys(&store, STORE_KERNEL, err) : NULL;
	*kernels = NULL;
	*n = 0;
	if (!keys)
		return rc ? rc : -EIO;
	const size_t nr_labels = kernel_labels(&store, &label);
	for (size_t i = 0; i < nr_labels; i++)
		add(&list, label[i].key, label[i].name);
	for (size_t i = 0; keys[i]; i++)
		if (!find_key(&list, keys[i]))
			add(&list, keys[i], NULL);
	file_names_close(keys);
	if (list.n > 0)
		qsort(list.kernel, list.n, sizeof(*list.kernel), compare);
	*kernels = list.kernel;
	*n = list.n;
	return 0;
}

int kernel_sources(size_t *n, uint64_t *bytes, struct error *err)
{
	struct kernel_store store;
	int rc = kernel_store_open(&store, false, err);
	char **keys = rc == 0 ? kernel_store_keys(&store, STORE_SOURCE, err) : NULL;
	*n = 0;
	*bytes = 0;
	for (; keys && keys[*n]; *n += 1) {
		const struct kernel_entry entry = { .store = &store,
						    .type = STORE_SOURCE,
						    .key = keys[*n] };
		AUTO_FREE char *folder = kernel_store_path(&entry, NULL);
		*bytes += kernel_folder_bytes(folder);
	}
	file_names_close(keys);
	return keys ? 0 : rc ? rc : -EIO;
}

/*
 * ---- which ones go: by label, age or size, and what killed builds left ----
 *
 * An entry that is being made or used stays.
 */

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
static int compare_use(const void *a, const void *b)
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
		qsort(c->candidate, c->n, sizeof(*c->candidate), compare_use);
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
