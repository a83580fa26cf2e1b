/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/data.h"
#include "base/hash.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/folder.h"

/* A new text here makes all kernels of earlier versions of pft obsolete. */
static const char layout[] = "pft kernel layout 1";

static uint64_t hash_text(uint64_t hash, const char *text)
{
	return hash_bytes(hash, text, strlen(text) + 1);
}

static void set_keys(struct kernel_plan *plan)
{
	const char *arch = kernel_arch_words[plan->request->arch];
	uint64_t hash = hash_text(HASH_START, layout);
	hash = hash_text(hash, arch);
	hash = hash_text(hash, plan->source.identity);
	hash = hash_bytes(hash, &plan->fragments.hash,
			  sizeof(plan->fragments.hash));
	if (plan->source.type == SOURCE_TREE) {
		/* Without the compiler: make sees itself that it changed. */
		snprintf(plan->key, sizeof(plan->key), "%s-tree-%016" PRIx64,
			 arch, hash);
		return;
	}
	hash = hash_text(hash, plan->compiler);
	snprintf(plan->stock_key, sizeof(plan->stock_key), "%s-%016" PRIx64,
		 arch, hash);
	if (plan->patches.n > 0)
		hash = hash_bytes(hash, &plan->patches.hash,
				  sizeof(plan->patches.hash));
	snprintf(plan->key, sizeof(plan->key), "%s-%016" PRIx64, arch, hash);
}

/* ---- labels ---- */

static bool is_builtin(const struct kernel_request *request, const char *patches)
{
	if (request->config || request->upto > 0 ||
	    (request->source && strcmp(request->source, KERNEL_LINE_DEFAULT) != 0))
		return false;
	AUTO_FREE char *real = kernel_patches_path(request->patches);
	return patches && real ? strcmp(real, patches) == 0 :
				 !patches && !request->patches;
}

/* The last component of a path, without its suffix. */
static void name_of(const char *path, char *name, size_t size)
{
	static const char *const ends[] = { ".patch", ".diff", ".config", ".xz",
					    ".gz", ".bz2", ".zst", ".tar" };
	size_t n = strlen(path);
	while (n > 1 && path[n - 1] == '/')
		n--;
	size_t from = n;
	while (from > 0 && path[from - 1] != '/' && path[from - 1] != ':')
		from--;
	snprintf(name, size, "%.*s", (int)(n - from), path + from);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		const size_t length = strlen(name), end = strlen(ends[i]);
		if (length > end && strcmp(name + length - end, ends[i]) == 0)
			name[length - end] = '\0';
	}
	for (char *c = name; *c; c++)
		if (!(*c >= 'a' && *c <= 'z') && !(*c >= 'A' && *c <= 'Z') &&
		    !(*c >= '0' && *c <= '9') && !strchr("._+-", *c))
			*c = '-';
	if (*name == '.' || *name == '-')
		*name = '_';
}

static void default_label(struct kernel_plan *plan, bool stock, bool patched)
{
	const struct kernel_request *request = plan->request;
	char name[64];
	if (stock || patched) {
		snprintf(plan->label, sizeof(plan->label), "%s",
			 stock ? "stock" : "patched");
		return;
	}
	name_of(request->patches ? request->patches :
		request->config	 ? request->config : plan->source.given,
		name, sizeof(name));
	/* No other kernel is called "stock" or "patched". */
	const bool taken = strcmp(name, "stock") == 0 ||
			   strcmp(name, "patched") == 0;
	if (request->upto > 0)
		snprintf(plan->label, sizeof(plan->label), "%.38s-upto-%" PRIu64,
			 name, request->upto);
	else
		snprintf(plan->label, sizeof(plan->label), "%s%.60s",
			 taken ? "my-" : "", name);
}

static int set_label(struct kernel_plan *plan, struct error *err)
{
	const char *label = plan->request->label;
	AUTO_FREE char *series = data_path("kernel-patches/" KERNEL_LINE_DEFAULT,
					   NULL);
	const bool stock = is_builtin(plan->request, NULL);
	const bool patched = series && is_builtin(plan->request, series);
	if (!label) {
		default_label(plan, stock, patched);
		return 0;
	}
	if ((strcmp(label, "stock") == 0 && !stock) ||
	    (strcmp(label, "patched") == 0 && !patched))
		return error_set(err, -EINVAL, "label '%s': it is reserved for %s of pft: expected another label",
				 label, *label == 's' ? "the stock " KERNEL_LINE_DEFAULT :
							"the patches");
	snprintf(plan->label, sizeof(plan->label), "%s", label);
	return kernel_label_check(label, err);
}

/* ---- opening ---- */

static int check_request(const struct kernel_plan *plan, struct error *err)
{
	const struct kernel_request *request = plan->request;
	if (plan->source.type == SOURCE_TREE && request->patches)
		return error_set(err, -EINVAL, "source '%s': a tree is built as it is: apply '%s' there, or name it as a directory without tree:",
				 plan->source.given, request->patches);
	return 0;
}

int kernel_plan_open(const struct kernel_request *request,
		     const struct kernel_context *context,
		     struct kernel_plan *plan, struct error *err)
{
	*plan = (struct kernel_plan){ .request = request, .context = context };
	const int rc =
		kernel_source_open(request->source, &plan->source, err) ?:
		check_request(plan, err) ?:
		kernel_patches_open(request->patches, request->upto,
				    &plan->patches, err) ?:
		kernel_fragments_open(request->arch, request->config,
				      &plan->fragments, err) ?:
		kernel_compiler(request->arch, &plan->compiler, err) ?:
		set_label(plan, err) ?:
		kernel_store_open(&plan->store, true, err);
	if (rc == 0)
		set_keys(plan);
	else
		kernel_plan_close(plan);
	return rc;
}

struct kernel_entry kernel_plan_entry(const struct kernel_plan *plan,
				      const char *key)
{
	return (struct kernel_entry){ .store = &plan->store,
				      .type = STORE_KERNEL, .key = key };
}

void kernel_plan_close(struct kernel_plan *plan)
{
	kernel_source_close(&plan->source);
	kernel_patches_close(&plan->patches);
	kernel_fragments_close(&plan->fragments);
	free(plan->compiler);
	*plan = (struct kernel_plan){ 0 };
}

/* ---- the tree ---- */

/* Unpack into the cache. The lock is held. */
static int unpack(const struct kernel_plan *plan,
		  const struct kernel_entry *entry, struct error *err)
{
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "note");
	AUTO_FREE char *folder = kernel_store_path(entry, NULL);
	AUTO_FREE char *tree = kernel_store_path(entry, "tree");
	facts_add_text(&records, facts, "identity", plan->source.identity);
	const int rc = kernel_folder_remove(folder, err) ?:
		       kernel_source_unpack(&plan->source, tree, plan->context,
					    err) ?:
		       kernel_store_finish(entry, facts, err);
	if (rc != 0)
		kernel_folder_remove(folder, NULL);
	records_close(&records);
	return rc;
}

/*
 * Have the source as a folder.
 * folder   receives its path, which the caller frees
 * use      receives what keeps it in the cache, or -1
 */
static int provide(const struct kernel_plan *plan, char **folder, int *use,
		   struct error *err)
{
	const struct kernel_entry entry = {
		.store = &plan->store, .type = STORE_SOURCE,
		.key = plan->source.identity };
	AUTO_CLOSE int lock = -1;
	*use = -1;
	if (kernel_source_is_folder(&plan->source)) {
		*folder = text_format("%s", plan->source.path);
		return 0;
	}
	*folder = kernel_store_path(&entry, "tree");
	const int rc = kernel_store_lock(&entry, plan->context, &lock, err) ?:
		       kernel_store_use(&entry, use, err);
	if (rc != 0)
		return rc;
	if (kernel_store_used_at(&entry) == 0)
		return unpack(plan, &entry, err);
	kernel_store_touch(&entry);
	return 0;
}

int kernel_plan_tree(const struct kernel_plan *plan, const char *tree,
		     bool patched, struct error *err)
{
	AUTO_FREE char *source = NULL;
	AUTO_CLOSE int use = -1;
	int rc = provide(plan, &source, &use, err);
	if (rc != 0)
		return rc;
	kernel_tell(plan->context, patched ? "patching" : "copying the source", -1);
	rc = kernel_folder_copy(&(struct kernel_folder_copy){
					.from = source, .to = tree,
					.how = plan->source.type == SOURCE_FOLDER ?
					       FOLDER_SYMLINKED : FOLDER_LINKED,
					.interrupts = plan->context->interrupts },
				err);
	if (rc == 0 && patched)
		rc = kernel_patches_apply(&plan->patches, tree, plan->context, err);
	return rc;
}
