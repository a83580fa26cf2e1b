/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which kernels there are, and which one a word means.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/data.h"
#include "base/text.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "lab/kernel/source.h"
#include "lab/kernel/store.h"

/* ---- labels ---- */

struct named {
	const struct kernel_store *store;
	enum kernel_arch arch;
	char text[512];
};

static void add_name(void *context, enum kernel_arch arch, const char *label,
		     const char *key)
{
	struct named *named = context;
	const size_t n = strlen(named->text);
	if (arch == named->arch &&
	    kernel_store_finished(named->store, STORE_KERNELS, key))
		snprintf(named->text + n, sizeof(named->text) - n, "%s%s",
			 n ? ", " : "", label);
}

static int not_found(const struct kernel_store *store, const char *label,
		     enum kernel_arch arch, struct error *err)
{
	struct named named = { .store = store, .arch = arch };
	kernel_store_labels(store, add_name, &named);
	return error_set(err, -ENOENT,
			 "kernel '%s' for %s: no such label: %s%s: expected a label, stock, patched, tree:DIR, or the path of an image: see pft kernel list",
			 label, kernel_arch_words[arch],
			 *named.text ? "there are " : "there are none yet",
			 named.text);
}

int kernel_find(const char *label, enum kernel_arch arch, struct kernel *kernel,
		struct error *err)
{
	struct kernel_store store;
	int use = -1;
	*kernel = (struct kernel){ 0 };
	int rc = kernel_store_open(&store, false, err);
	if (rc != 0)
		return rc;
	char *key = kernel_store_label_key(&store, arch, label);
	/* In use first, then read: what is read stays. */
	if (key && kernel_store_finished(&store, STORE_KERNELS, key))
		rc = kernel_store_use(&store, STORE_KERNELS, key, &use, err);
	if (rc == 0)
		rc = key ? kernel_store_read_kernel(&store, key, kernel, NULL) : -ENOENT;
	if (rc == 0) {
		kernel_store_touch(&store, STORE_KERNELS, key);
		kernel->label = text_format("%s", label);
		kernel->use = use;
		kernel->build_s = 0;
		kernel->nr_objects = 0;
	} else {
		kernel_store_unlock(use);
		rc = rc == -ENOENT ? not_found(&store, label, arch, err) : rc;
	}
	free(key);
	return rc;
}

int kernel_resolve(const char *word, enum kernel_arch arch,
		   const struct kernel_context *context, struct kernel *kernel,
		   struct error *err)
{
	struct kernel_request request = { .arch = arch };
	if (strncmp(word, "tree:", 5) == 0) {
		request.source = word;
		return kernel_build(&request, context, kernel, err);
	}
	if (strcmp(word, "stock") == 0) {
		request.label = word;
		return kernel_build(&request, context, kernel, err);
	}
	if (strcmp(word, "patched") == 0) {
		char *series = data_path("kernel-patches/" KERNEL_LINE_DEFAULT,
					 err);
		request.label = word;
		request.patches = series;
		const int rc = series ? kernel_build(&request, context, kernel,
						     err) : -ENOENT;
		free(series);
		return rc;
	}
	if (strchr(word, '/') ||
	    (kernel_store_label_check(word, NULL) != 0 && access(word, F_OK) == 0))
		return kernel_image_open(word, arch, kernel, err);
	return kernel_find(word, arch, kernel, err);
}

/* ---- all of them ---- */

struct listed {
	const struct kernel_store *store;
	struct kernel *kernel;
	size_t n;
	int rc;
};

/* A kernel with one label; NULL: with none. */
static void add_kernel(struct listed *listed, const char *key, const char *label)
{
	struct kernel *more = realloc(listed->kernel,
				      (listed->n + 1) * sizeof(*more));
	if (!more) {
		listed->rc = -ENOMEM;
		return;
	}
	listed->kernel = more;
	struct kernel *kernel = &more[listed->n];
	if (kernel_store_read_kernel(listed->store, key, kernel, NULL) != 0)
		return;
	kernel->label = label ? text_format("%s", label) : NULL;
	for (size_t i = 0; i < listed->n; i++)
		if (strcmp(more[i].key, key) == 0)
			kernel->bytes = more[i].bytes;
	if (kernel->bytes == 0)
		kernel->bytes = kernel_disk_bytes(kernel->folder);
	listed->n++;
}

static void add_labelled(void *context, enum kernel_arch arch, const char *label,
			 const char *key)
{
	(void)arch;
	add_kernel(context, key, label);
}

static bool is_listed(const struct listed *listed, const char *key)
{
	for (size_t i = 0; i < listed->n; i++)
		if (strcmp(listed->kernel[i].key, key) == 0)
			return true;
	return false;
}

/* By label, then architecture; those without label last. */
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
	struct listed listed = { .store = &store };
	char **keys = NULL;
	*kernels = NULL;
	*n = 0;
	int rc = kernel_store_open(&store, false, err);
	if (rc == 0)
		rc = kernel_store_keys(&store, STORE_KERNELS, &keys, err);
	if (rc != 0)
		return rc;
	kernel_store_labels(&store, add_labelled, &listed);
	for (size_t i = 0; keys[i]; i++)
		if (!is_listed(&listed, keys[i]))
			add_kernel(&listed, keys[i], NULL);
	kernel_store_keys_close(keys);
	if (listed.n > 0)
		qsort(listed.kernel, listed.n, sizeof(*listed.kernel), compare);
	*kernels = listed.kernel;
	*n = listed.n;
	return listed.rc == 0 ? 0 : error_set(err, listed.rc, "out of memory");
}

int kernel_sources(size_t *n, uint64_t *bytes, struct error *err)
{
	struct kernel_store store;
	char **keys = NULL;
	*n = 0;
	*bytes = 0;
	int rc = kernel_store_open(&store, false, err);
	if (rc == 0)
		rc = kernel_store_keys(&store, STORE_SOURCES, &keys, err);
	for (size_t i = 0; rc == 0 && keys[i]; i++) {
		char *folder = kernel_store_folder(&store, STORE_SOURCES, keys[i]);
		*bytes += kernel_disk_bytes(folder);
		*n += 1;
		free(folder);
	}
	kernel_store_keys_close(keys);
	return rc;
}
