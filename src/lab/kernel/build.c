/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stock kernels are built; patched ones are built from a copy of the stock
 * kernel's build, so that make compiles what the patches touch.
 *
 * Source and build are a folder and one in it (tree, tree/build). The kernel's
 * make then writes all paths relative, ".." and below, and a copy of both
 * elsewhere is as up to date as what it was copied from.
 */
#include "lab/kernel/build.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "lab/kernel/make.h"

double kernel_plan_now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void tell(const struct kernel_plan *plan, const char *what)
{
	if (plan->context->progress)
		plan->context->progress(plan->context->context, what, -1);
}

/* ---- the tree ---- */

int kernel_plan_make_tree(const struct kernel_plan *plan, const char *folder,
		   bool patched, struct error *err)
{
	char *source = NULL;
	int use = -1;
	int rc = kernel_source_provide(&plan->source, &plan->store, plan->context,
				&source, &use, err);
	if (rc != 0)
		return rc;
	char *tree = text_format("%s/tree", folder);
	char *rejects = text_format("%s/rejects", folder);
	tell(plan, patched ? "patching" : "copying the source");
	rc = kernel_copy(source, tree, plan->source.type == SOURCE_FOLDER ?
			 FOLDER_SYMLINKED : FOLDER_LINKED, plan->context, err);
	if (rc == 0 && patched)
		rc = kernel_patches_apply(&plan->patches, tree, rejects, plan->context,
				   err);
	kernel_store_unlock(use);
	free(rejects);
	free(tree);
	free(source);
	return rc;
}

/* ---- what make is to do ---- */

/* How many objects the last stock kernel of this architecture had. */
static uint64_t expected_objects(const struct kernel_plan *plan)
{
	char **keys = NULL;
	int64_t latest = 0;
	uint64_t nr = kernel_target(plan->request->arch)->nr_objects;
	kernel_store_keys(&plan->store, STORE_KERNELS, &keys, NULL);
	for (size_t i = 0; keys && keys[i]; i++) {
		struct kernel kernel;
		if (kernel_store_read_kernel(&plan->store, keys[i], &kernel, NULL) != 0)
			continue;
		if (!kernel.patches && kernel.arch == plan->request->arch &&
		    kernel.used_at > latest && !strstr(keys[i], "-tree-")) {
			latest = kernel.used_at;
			nr = kernel.nr_objects;
		}
		kernel_close(&kernel);
	}
	kernel_store_keys_close(keys);
	return nr;
}

static int make_goal(struct kernel_make *make, struct error *err)
{
	const char *const goals[] = { kernel_target(make->arch)->goal, NULL };
	return kernel_make_run(make, goals, err);
}

static int check_config(const struct kernel_plan *plan,
			const struct kernel_make *make, size_t *nr_refused,
			struct error *err)
{
	char *config = text_format("%s/build/.config", make->tree);
	const int rc = kernel_fragments_check(&plan->fragments, config, plan->context,
				       nr_refused, err);
	free(config);
	return rc;
}

/* Keep what is worth it: of a patched kernel the tree can be made at any time. */
static int finish(const struct kernel_plan *plan, const struct kernel_make *make,
		  bool patched, struct kernel *kernel, struct error *err)
{
	const struct kernel_request *request = plan->request;
	char *build = text_format("%s/build", make->tree);
	char *log = text_format("%s/build.log", kernel->folder);
	tell(plan, "keeping the image");
	int rc = kernel_image_take(build, request->arch, kernel->folder, kernel, err);
	kernel->source = text_format("%s", plan->source.given);
	kernel->patches = !patched	     ? NULL :
			  request->upto > 0 ?
				  text_format("%s, the first %" PRIu64,
					      request->patches, request->upto) :
				  text_format("%s", request->patches);
	kernel->config = request->config ? text_format("%s", request->config) :
					   NULL;
	kernel->arch = request->arch;
	kernel->nr_objects = make->nr_objects;
	if (rc == 0 && patched)
		rc = kernel_remove(make->tree, err);
	if (rc == 0 && rename(make->log, log) != 0)
		rc = error_set(err, -errno, "log '%s': %s", log, strerror(errno));
	free(log);
	free(build);
	return rc;
}

/* ---- stock ---- */

/*
 * strict   refused options of the user's are an error; where patches follow
 *          they may be options that the patches bring
 */
static int build_stock(const struct kernel_plan *plan, struct kernel_make *make,
		       const char *folder, bool strict, struct error *err)
{
	struct error refused = { "" };
	int rc = kernel_plan_make_tree(plan, folder, false, err);
	if (rc == 0)
		rc = kernel_make_configure(make, &plan->fragments, err);
	if (rc == 0)
		rc = check_config(plan, make, NULL, strict ? err : &refused);
	if (!strict && rc == -EINVAL)
		rc = 0;
	make->expected = expected_objects(plan);
	make->nr_objects = 0;
	return rc == 0 ? make_goal(make, err) : rc;
}

static int provide(const struct kernel_plan *plan, bool patched, bool strict,
		   struct kernel *kernel, struct error *err);

/* ---- patched ---- */

/*
 * The kernel's tools (objtool) are built with absolute paths. Unless these are
 * set right they would be built again, and every object depends on them.
 */
static int move_tools(const struct kernel *stock, const char *tree,
		      const char *build, struct error *err)
{
	char *stock_tree = text_format("%s/tree", stock->folder);
	char *tools = text_format("%s/tools", build);
	char *from = realpath(stock_tree, NULL);
	char *to = realpath(tree, NULL);
	const int rc = from && to ? kernel_move_commands(tools, from, to, err) :
		error_set(err, -errno, "'%s': %s", tree, strerror(errno));
	free(to);
	free(from);
	free(tools);
	free(stock_tree);
	return rc;
}

static int copy_build(const struct kernel_plan *plan, const struct kernel *stock,
		      const char *tree, struct error *err)
{
	char *from = text_format("%s/tree/build", stock->folder);
	char *to = text_format("%s/build", tree);
	tell(plan, "copying the stock build");
	int rc = kernel_copy(from, to, FOLDER_WHOLE, plan->context, err);
	if (rc == 0)
		rc = move_tools(stock, tree, to, err);
	/* The stock build may have been made after the patches were applied. */
	if (rc == 0)
		rc = kernel_patches_touch(&plan->patches, tree, err);
	free(to);
	free(from);
	return rc;
}

/* Whether the stock kernel's configuration serves the patched one as it is. */
static bool needs_configuring(const struct kernel_plan *plan,
			      const struct kernel *stock)
{
	const struct kernel_context quiet = { 0 };
	struct error refused;
	return plan->patches.configures ||
	       kernel_fragments_check(&plan->fragments, stock->config_file, &quiet,
			       NULL, &refused) != 0;
}

static int build_patched(const struct kernel_plan *plan,
			 struct kernel_make *make, const char *folder,
			 double *began_s, struct error *err)
{
	struct kernel stock = { 0 };
	/* First of all: where they do not apply nothing is built. */
	int rc = kernel_plan_make_tree(plan, folder, true, err);
	const double stock_s = kernel_plan_now_s();
	if (rc == 0)
		rc = provide(plan, false, false, &stock, err);
	*began_s += kernel_plan_now_s() - stock_s;
	if (rc == 0)
		rc = copy_build(plan, &stock, make->tree, err);
	if (rc == 0 && needs_configuring(plan, &stock)) {
		rc = kernel_make_configure(make, &plan->fragments, err);
		if (rc == 0)
			rc = check_config(plan, make, NULL, err);
	}
	kernel_close(&stock);
	return rc == 0 ? make_goal(make, err) : rc;
}

/* ---- both ---- */

static int build_in(const struct kernel_plan *plan, bool patched, bool strict,
		    struct kernel *kernel, struct error *err)
{
	char *tree = text_format("%s/tree", kernel->folder);
	char *log = kernel_store_log(&plan->store, kernel->key);
	struct kernel_make make = {
		.tree = tree, .output = "build", .arch = plan->request->arch,
		.log = log, .store = &plan->store, .context = plan->context,
	};
	double began_s = kernel_plan_now_s();
	unlink(log);
	int rc = kernel_remove(kernel->folder, err);
	if (rc == 0)
		rc = file_make_folders(kernel->folder, err);
	if (rc == 0)
		rc = patched ? build_patched(plan, &make, kernel->folder,
					     &began_s, err) :
			       build_stock(plan, &make, kernel->folder, strict,
					   err);
	if (rc == 0)
		rc = finish(plan, &make, patched, kernel, err);
	kernel->build_s = kernel_plan_now_s() - began_s;
	if (rc == 0)
		rc = kernel_store_write_kernel(kernel, err);
	if (rc != 0)
		kernel_remove(kernel->folder, NULL);
	free(log);
	free(tree);
	return rc;
}

/* What is there is taken; else it is built. The lock is held. */
static int read_or_build(const struct kernel_plan *plan, bool patched,
			 bool strict, struct kernel *kernel, struct error *err)
{
	const char *key = patched ? plan->key : plan->stock_key;
	int rc = kernel_store_read_kernel(&plan->store, key, kernel, err);
	if (rc == 0) {
		kernel->build_s = 0;
		kernel->nr_objects = 0;
		kernel_store_touch(&plan->store, STORE_KERNELS, key);
		return 0;
	}
	*kernel = (struct kernel){
		.key = text_format("%s", key),
		.folder = kernel_store_folder(&plan->store, STORE_KERNELS, key),
	};
	return build_in(plan, patched, strict, kernel, err);
}

static int provide(const struct kernel_plan *plan, bool patched, bool strict,
		   struct kernel *kernel, struct error *err)
{
	const char *key = patched ? plan->key : plan->stock_key;
	char *name = text_format("kernels-%s", key);
	int lock = -1;
	*kernel = (struct kernel){ 0 };
	int rc = kernel_store_lock(&plan->store, name, plan->context, &lock, err);
	if (rc == 0)
		rc = read_or_build(plan, patched, strict, kernel, err);
	if (rc == 0)
		rc = kernel_store_use(&plan->store, STORE_KERNELS, key, &kernel->use,
			       err);
	kernel_store_unlock(lock);
	free(name);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}

/*
 * A stock build that patches were to follow may lack options of the user's;
 * asked for by itself it may not.
 */
static int check_found(const struct kernel_plan *plan,
		       const struct kernel *kernel, struct error *err)
{
	const struct kernel_context quiet = { 0 };
	if (plan->source.type == SOURCE_TREE)
		return 0;
	return kernel_fragments_check(&plan->fragments, kernel->config_file, &quiet,
			       NULL, err);
}

int kernel_build(const struct kernel_request *request,
		 const struct kernel_context *context, struct kernel *kernel,
		 struct error *err)
{
	struct kernel_plan plan;
	*kernel = (struct kernel){ 0 };
	int rc = kernel_plan_open(request, context, &plan, err);
	if (rc != 0)
		return rc;
	rc = plan.source.type == SOURCE_TREE ?
		     kernel_plan_build_tree(&plan, kernel, err) :
		     provide(&plan, plan.patches.n > 0, true, kernel, err);
	if (rc == 0)
		rc = check_found(&plan, kernel, err);
	if (rc == 0 && (request->label || plan.source.type != SOURCE_TREE))
		rc = kernel_store_label_set(&plan.store, request->arch, plan.label,
				     kernel->key, err);
	if (rc == 0) {
		free(kernel->label);
		kernel->label = text_format("%s", plan.source.type == SOURCE_TREE &&
					    !request->label ? plan.source.given :
							      plan.label);
	} else {
		kernel_close(kernel);
	}
	kernel_plan_close(&plan);
	return rc;
}

/* ---- check ---- */

static int check_in(const struct kernel_plan *plan, const char *folder,
		    struct kernel_findings *findings, struct error *err)
{
	char *tree = text_format("%s/tree", folder);
	char *log = kernel_store_log(&plan->store, "check");
	struct kernel_make make = {
		.tree = tree, .output = "build", .arch = plan->request->arch,
		.log = log, .store = &plan->store, .context = plan->context,
	};
	unlink(log);
	int rc = kernel_remove(folder, err);
	if (rc == 0)
		rc = file_make_folders(folder, err);
	if (rc == 0)
		rc = kernel_plan_make_tree(plan, folder, plan->patches.n > 0, err);
	if (rc == 0)
		rc = kernel_make_configure(&make, &plan->fragments, err);
	if (rc == 0)
		rc = check_config(plan, &make, &findings->nr_refused, err);
	tell(plan, "cleaning up");
	kernel_remove(folder, NULL);
	free(log);
	free(tree);
	return rc;
}

static int check_apart(const struct kernel_plan *plan,
		       struct kernel_findings *findings, struct error *err)
{
	char *key = text_format("check-%s", plan->key);
	char *name = text_format("kernels-%s", key);
	char *folder = kernel_store_folder(&plan->store, STORE_KERNELS, key);
	int lock = -1;
	int rc = kernel_store_lock(&plan->store, name, plan->context, &lock, err);
	if (rc == 0)
		rc = check_in(plan, folder, findings, err);
	kernel_store_unlock(lock);
	free(folder);
	free(name);
	free(key);
	return rc;
}

int kernel_check(const struct kernel_request *request,
		 const struct kernel_context *context,
		 struct kernel_findings *findings, struct error *err)
{
	struct kernel_plan plan;
	*findings = (struct kernel_findings){ 0 };
	int rc = kernel_plan_open(request, context, &plan, err);
	if (rc != 0)
		return rc;
	findings->compiler = text_format("%s", plan.compiler);
	findings->key = text_format("%s", plan.key);
	findings->nr_patches = plan.patches.n;
	findings->nr_files = plan.patches.nr_touched;
	findings->nr_options = plan.fragments.n;
	findings->built = kernel_store_finished(&plan.store, STORE_KERNELS, plan.key);
	/* A tree is configured where it is built, and that only once. */
	if (plan.source.type != SOURCE_TREE)
		rc = check_apart(&plan, findings, err);
	if (rc != 0)
		kernel_findings_close(findings);
	kernel_plan_close(&plan);
	return rc;
}

void kernel_findings_close(struct kernel_findings *findings)
{
	free(findings->compiler);
	free(findings->key);
	*findings = (struct kernel_findings){ 0 };
}
