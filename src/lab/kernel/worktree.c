/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/worktree.h"

#include <stdlib.h>

#include "base/auto.h"
#include "base/text.h"
#include "lab/kernel/folder.h"

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

int kernel_worktree_make(const struct kernel_plan *plan, const char *tree,
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
