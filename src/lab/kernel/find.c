/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which kernels there are, and which one a word means.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/data.h"
#include "base/file.h"
#include "base/stream.h"
#include "base/text.h"
#include "lab/kernel/facts.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "lab/kernel/label.h"
#include "lab/kernel/source.h"

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

static int not_found(const struct kernel_store *store, const char *label,
		     enum kernel_arch arch, struct error *err)
{
	AUTO_FREE char *labels = labels_text(store, arch);
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
	const int rc = kernel_facts_read(entry, kernel);
	if (rc != 0) {
		close(use);
		return rc;
	}
	kernel_store_touch(entry);
	kernel->use = use;
	kernel->build_s = 0;
	kernel->nr_objects = 0;
	return 0;
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

static int build_patched(struct kernel_request *request,
			 const struct kernel_context *context,
			 struct kernel *kernel, struct error *err)
{
	AUTO_FREE char *series = data_path("kernel-patches/" KERNEL_LINE_DEFAULT,
					   err);
	request->label = request->word;
	request->patches = series;
	return series ? kernel_build(request, context, kernel, err) : -ENOENT;
}

int kernel_resolve(const struct kernel_request *request,
		   const struct kernel_context *context, struct kernel *kernel,
		   struct error *err)
{
	const char *word = request->word;
	struct kernel_request own = { .arch = request->arch, .word = word };
	if (!word)
		return kernel_build(request, context, kernel, err);
	if (strncmp(word, "tree:", 5) == 0) {
		own.source = word;
		return kernel_build(&own, context, kernel, err);
	}
	if (strcmp(word, "stock") == 0) {
		own.label = word;
		return kernel_build(&own, context, kernel, err);
	}
	if (strcmp(word, "patched") == 0)
		return build_patched(&own, context, kernel, err);
	if (strchr(word, '/') ||
	    (kernel_label_check(word, NULL) != 0 && access(word, F_OK) == 0))
		return kernel_image_open(word, own.arch, kernel, err);
	return kernel_find(word, own.arch, kernel, err);
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
	if (kernel_facts_read(&entry, &kernel) != 0)
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
