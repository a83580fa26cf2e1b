/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stock kernels are built; patched ones are built from a copy of the stock
 * kernel's build, so that make compiles only what the patches touch.
 *
 * A kernel's folder has the source (tree) and in it the build (tree/build). The
 * kernel's make then writes all paths relative, ".." and below, and a copy of both
 * elsewhere is as up to date as what it was copied from.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "lab/kernel/make.h"
#include "machine/clock.h"

/* A kernel of a plan that is being built: stock or patched. */
struct building {
	const struct kernel_plan *plan;
	struct kernel_entry entry;
	bool patched;
	/* Patches follow, which may bring the options that the kernel refuses. */
	bool lenient;
	struct kernel_make make;
	uint64_t start_ns;
	struct error *err;
};

static struct building building_of(const struct kernel_plan *plan, bool patched,
				   struct error *err)
{
	return (struct building){
		.plan = plan, .patched = patched, .err = err,
		.entry = kernel_plan_entry(plan, patched ? plan->key :
							   plan->stock_key),
	};
}

static int provide(struct building *b, struct kernel *kernel);

/* ---- make ---- */

static int configure(struct building *b)
{
	AUTO_FREE char *config = text_format("%s/build/.config", b->make.tree);
	const int rc = kernel_make_configure(&b->make, b->err);
	if (rc != 0)
		return rc;
	const int nr_refused = kernel_fragments_check(&b->plan->fragments, config,
						      b->plan->context,
						      b->lenient ? NULL : b->err);
	return nr_refused >= 0 || (b->lenient && nr_refused == -EINVAL) ?
		       0 : nr_refused;
}

static int build_stock(struct building *b)
{
	const int rc = kernel_plan_tree(b->plan, b->make.tree, false, b->err) ?:
		       configure(b);
	b->make.expected = kernel_target(b->plan->request->arch)->nr_objects;
	return rc ?: kernel_make_image(&b->make, b->err);
}

/* ---- patched ---- */

/*
 * The kernel's tools (objtool) are built with absolute paths. With wrong ones they
 * would be built again, and every object depends on them.
 */
static int move_tools(const struct building *b, const struct kernel *stock,
		      const char *build)
{
	AUTO_FREE char *stock_tree = text_format("%s/tree", stock->folder);
	AUTO_FREE char *tools = text_format("%s/tools", build);
	AUTO_FREE char *from = realpath(stock_tree, NULL);
	AUTO_FREE char *to = realpath(b->make.tree, NULL);
	return from && to ?
		kernel_folder_move_commands(tools, from, to, b->err) :
		error_set(b->err, -errno, "'%s': %m", b->make.tree);
}

static int copy_build(const struct building *b, const struct kernel *stock)
{
	AUTO_FREE char *from = text_format("%s/tree/build", stock->folder);
	AUTO_FREE char *to = text_format("%s/build", b->make.tree);
	kernel_tell(b->plan->context, "copying the stock build", -1);
	return kernel_folder_copy(&(struct kernel_folder_copy){
				.from = from, .to = to, .how = FOLDER_WHOLE,
				.interrupts = b->plan->context->interrupts },
			b->err) ?:
	       move_tools(b, stock, to) ?:
	       /* The stock build may be newer than the patched files. */
	       kernel_patches_touch(&b->plan->patches, b->make.tree, b->err);
}

/* Whether the patched kernel needs another configuration than the stock one. */
static bool needs_configuring(const struct building *b,
			      const struct kernel *stock)
{
	return b->plan->patches.configures ||
	       kernel_fragments_check(&b->plan->fragments, stock->config_file,
				      NULL, NULL) < 0;
}

static int build_patched(struct building *b)
{
	struct kernel stock = { 0 };
	struct building of_stock = building_of(b->plan, false, b->err);
	of_stock.lenient = true;
	/* Patches first: where they do not apply nothing is built. */
	int rc = kernel_plan_tree(b->plan, b->make.tree, true, b->err);
	const uint64_t stock_ns = clock_wall_ns();
	if (rc == 0)
		rc = provide(&of_stock, &stock);
	b->start_ns += clock_wall_ns() - stock_ns;
	if (rc == 0)
		rc = copy_build(b, &stock);
	if (rc == 0 && needs_configuring(b, &stock))
		rc = configure(b);
	kernel_close(&stock);
	return rc ?: kernel_make_image(&b->make, b->err);
}

/* ---- both ---- */

/* "PATCHES", or "PATCHES, the first N". */
static char *patches_text(const struct kernel_request *request)
{
	return request->upto == 0 ? text_format("%s", request->patches) :
		text_format("%s, the first %" PRIu64, request->patches,
			    request->upto);
}

/* Keep the image. A patched tree is removed: it can be made again. */
static int finish(struct building *b, struct kernel *kernel)
{
	const struct kernel_request *request = b->plan->request;
	AUTO_FREE char *build = text_format("%s/build", b->make.tree);
	AUTO_FREE char *log = text_format("%s/build.log", kernel->folder);
	kernel_tell(b->plan->context, "keeping the image", -1);
	kernel->source = text_format("%s", b->plan->source.given);
	kernel->patches = b->patched ? patches_text(request) : NULL;
	kernel->config = request->config ? text_format("%s", request->config) :
					   NULL;
	kernel->nr_objects = b->make.nr_objects;
	const int rc = kernel_image_take(build, kernel->folder, kernel, b->err) ?:
		       (b->patched ? kernel_folder_remove(b->make.tree, b->err) : 0);
	if (rc == 0 && rename(b->make.log, log) != 0)
		return error_set(b->err, -errno, "log '%s': %m", log);
	return rc;
}

static int build(struct building *b, struct kernel *kernel)
{
	AUTO_FREE char *tree = text_format("%s/tree", kernel->folder);
	AUTO_FREE char *log = kernel_store_log(&b->plan->store, kernel->key);
	b->make = (struct kernel_make){ .plan = b->plan, .tree = tree, .log = log,
					.output = "build" };
	b->start_ns = clock_wall_ns();
	unlink(log);
	int rc = kernel_folder_remove(kernel->folder, b->err) ?:
		 file_make_folders(kernel->folder, b->err) ?:
		 (b->patched ? build_patched(b) : build_stock(b)) ?:
		 finish(b, kernel);
	kernel->build_s = (double)(clock_wall_ns() - b->start_ns) / 1e9;
	rc = rc ?: kernel_store_write(&b->entry, kernel, b->err);
	if (rc != 0)
		kernel_folder_remove(kernel->folder, NULL);
	return rc;
}

/* Take the kernel from the cache, or build it. The lock is held. */
static int read_or_build(struct building *b, struct kernel *kernel)
{
	if (kernel_store_take(&b->entry, kernel) == 0)
		return 0;
	*kernel = (struct kernel){
		.arch = b->plan->request->arch,
		.key = text_format("%s", b->entry.key),
		.folder = kernel_store_path(&b->entry, NULL),
	};
	return build(b, kernel);
}

static int provide(struct building *b, struct kernel *kernel)
{
	AUTO_CLOSE int lock = -1;
	*kernel = (struct kernel){ 0 };
	const int rc = kernel_store_lock(&b->entry, b->plan->context, &lock, b->err) ?:
		       read_or_build(b, kernel) ?:
		       kernel_store_use(&b->entry, &kernel->use, b->err);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}

/*
 * The stock kernel that a patched one was built from may lack options of the
 * user's. A request for it by itself must not get it.
 */
static int build_plan(const struct kernel_plan *plan, struct kernel *kernel,
		      struct error *err)
{
	struct building b = building_of(plan, plan->patches.n > 0, err);
	const int rc = provide(&b, kernel);
	const int nr_refused = rc ? 0 :
		kernel_fragments_check(&plan->fragments, kernel->config_file, NULL,
				       err);
	return rc ?: nr_refused < 0 ? nr_refused : 0;
}

/*
 * ---- a tree that somebody edits ----
 *
 * "tree:DIR" is made again at each request, in a build folder of its own in the
 * cache, or in place where the user has built it in place. The last few images are
 * kept, so that a campaign which began with one finds it although the tree was edited
 * meanwhile.
 */

enum { IMAGES_KEPT = 8 };

/* 0: it is no image. */
static int64_t made_ns(const char *folder, const char *name)
{
	AUTO_FREE char *path = text_format("%s/%s", folder, name);
	struct stat st;
	if (strncmp(name, "image-", 6) != 0 || stat(path, &st) != 0)
		return 0;
	return st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
}

/* Remove the folders image-* but the last few. */
static void drop_old(const char *folder)
{
	char **names = file_names(folder);
	for (size_t i = 0; names && names[i]; i++) {
		AUTO_FREE char *path = text_format("%s/%s", folder, names[i]);
		const int64_t made = made_ns(folder, names[i]);
		int newer = 0;
		for (size_t j = 0; names[j]; j++)
			newer += made_ns(folder, names[j]) > made;
		if (made > 0 && newer >= IMAGES_KEPT)
			kernel_folder_remove(path, NULL);
	}
	file_names_close(names);
}

/* Take the image to a folder that its build id names. */
static int keep_image(const char *build, struct kernel *kernel,
		      struct error *err)
{
	AUTO_FREE char *fresh = text_format("%s/fresh", kernel->folder);
	const int rc = kernel_folder_remove(fresh, err) ?:
		       file_make_folders(fresh, err) ?:
		       kernel_image_take(build, fresh, kernel, err);
	if (rc != 0)
		return rc;
	AUTO_FREE char *kept = text_format("%s/image-%s", kernel->folder,
					   kernel->build_id);
	/* An image that is there is the same, and may be in use: it stays. */
	if (rename(fresh, kept) != 0 && errno != ENOTEMPTY && errno != EEXIST)
		return error_set(err, -errno, "'%s': %m", kept);
	utimensat(AT_FDCWD, kept, NULL, 0);
	kernel_folder_remove(fresh, NULL);
	kernel_set_image(kernel, text_format("%s%s", kept,
					     strrchr(kernel->image, '/')));
	drop_old(kernel->folder);
	return 0;
}

static bool is_built_in_place(const struct kernel_plan *plan)
{
	AUTO_FREE char *path = text_format("%s/.config", plan->source.path);
	return access(path, F_OK) == 0;
}

static int check_arch(const struct kernel_plan *plan, struct error *err)
{
	const char *word = kernel_target(plan->request->arch)->config_word;
	AUTO_FREE char *text = file_text(plan->source.path, "/.config");
	return text && strstr(text, word) ? 0 :
		error_set(err, -EINVAL, "source '%s': its .config is not for %s: expected %s in it: see --arch, or run make mrproper there",
			  plan->source.given,
			  kernel_arch_words[plan->request->arch], word);
}

/* Configure the build folder, but only once: a mark says that it was done. */
static int configure_once(const struct kernel_plan *plan,
			  struct kernel_make *make, const char *folder,
			  struct error *err)
{
	AUTO_FREE char *mark = text_format("%s/configured", folder);
	AUTO_FREE char *config = text_format("%s/.config", make->output);
	if (access(mark, F_OK) == 0)
		return 0;
	make->expected = kernel_target(plan->request->arch)->nr_objects;
	const int rc = kernel_make_configure(make, err);
	if (rc != 0)
		return rc;
	const int nr_refused = kernel_fragments_check(&plan->fragments, config,
						      plan->context, err);
	return nr_refused < 0 ? nr_refused : file_replace(mark, "", 0, err);
}

static int make_image(const struct kernel_plan *plan, struct kernel *kernel,
		      struct error *err)
{
	const bool in_place = is_built_in_place(plan);
	AUTO_FREE char *log = kernel_store_log(&plan->store, kernel->key);
	AUTO_FREE char *build = in_place ?
		text_format("%s", plan->source.path) :
		text_format("%s/build", kernel->folder);
	struct kernel_make make = { .plan = plan, .tree = plan->source.path,
				    .log = log, .output = in_place ? NULL : build };
	unlink(log);
	const int rc = (in_place ? check_arch(plan, err) :
			file_make_folders(build, err) ?:
			configure_once(plan, &make, kernel->folder, err)) ?:
		       kernel_make_image(&make, err) ?:
		       keep_image(build, kernel, err);
	kernel->nr_objects = make.nr_objects;
	return rc;
}

/* All but its label. */
static int build_edited(const struct kernel_plan *plan, struct kernel *kernel,
			struct error *err)
{
	const struct kernel_request *request = plan->request;
	const struct kernel_entry entry = kernel_plan_entry(plan, plan->key);
	const uint64_t start_ns = clock_wall_ns();
	AUTO_CLOSE int lock = -1;
	*kernel = (struct kernel){
		.arch = request->arch,
		.key = text_format("%s", plan->key),
		.folder = kernel_store_path(&entry, NULL),
		.source = text_format("%s", plan->source.given),
		.config = request->config ? text_format("%s", request->config) :
					    NULL,
	};
	int rc = kernel_store_lock(&entry, plan->context, &lock, err) ?:
		 file_make_folders(kernel->folder, err) ?:
		 make_image(plan, kernel, err);
	kernel->build_s = (double)(clock_wall_ns() - start_ns) / 1e9;
	rc = rc ?: kernel_store_write(&entry, kernel, err) ?:
	     kernel_store_use(&entry, &kernel->use, err);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}

/* ---- any of them ---- */

static int set_label(const struct kernel_plan *plan, struct kernel *kernel,
		     struct error *err)
{
	struct kernel_label label = { .arch = kernel->arch };
	const bool named = plan->source.type != SOURCE_TREE || plan->request->label;
	memcpy(label.name, plan->label, sizeof(label.name));
	snprintf(label.key, sizeof(label.key), "%s", kernel->key);
	kernel->label = text_format("%s", named ? plan->label :
					  plan->source.given);
	return named ? kernel_label_set(&plan->store, &label, err) : 0;
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
	rc = (plan.source.type == SOURCE_TREE ?
		      build_edited(&plan, kernel, err) :
		      build_plan(&plan, kernel, err)) ?:
	     set_label(&plan, kernel, err);
	if (rc != 0)
		kernel_close(kernel);
	kernel_plan_close(&plan);
	return rc;
}

/* ---- check: all that comes before compiling, in a folder that goes again ---- */

/* Returns how many options of ours the kernel refused, or -errno. */
static int try_in(const struct kernel_plan *plan, const char *folder,
		  struct error *err)
{
	AUTO_FREE char *tree = text_format("%s/tree", folder);
	AUTO_FREE char *config = text_format("%s/build/.config", tree);
	AUTO_FREE char *log = kernel_store_log(&plan->store, "check");
	struct kernel_make make = { .plan = plan, .tree = tree, .log = log,
				    .output = "build" };
	unlink(log);
	return kernel_folder_remove(folder, err) ?:
	       file_make_folders(folder, err) ?:
	       kernel_plan_tree(plan, tree, plan->patches.n > 0, err) ?:
	       kernel_make_configure(&make, err) ?:
	       kernel_fragments_check(&plan->fragments, config, plan->context,
				      err);
}

static int try(const struct kernel_plan *plan, struct error *err)
{
	AUTO_FREE char *key = text_format("check-%s", plan->key);
	const struct kernel_entry entry = kernel_plan_entry(plan, key);
	AUTO_FREE char *folder = kernel_store_path(&entry, NULL);
	AUTO_CLOSE int lock = -1;
	int rc = kernel_store_lock(&entry, plan->context, &lock, err);
	if (rc != 0)
		return rc;
	rc = try_in(plan, folder, err);
	kernel_tell(plan->context, "cleaning up", -1);
	kernel_folder_remove(folder, NULL);
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
	const struct kernel_entry entry = kernel_plan_entry(&plan, plan.key);
	*findings = (struct kernel_findings){
		.compiler = text_format("%s", plan.compiler),
		.nr_patches = plan.patches.n,
		.nr_files = plan.patches.nr_touched,
		.nr_options = plan.fragments.n,
		.built = kernel_store_used_at(&entry) != 0,
	};
	/* A tree is configured where it is built, and only once. */
	if (plan.source.type != SOURCE_TREE)
		rc = try(&plan, err);
	findings->nr_refused = rc > 0 ? (size_t)rc : 0;
	if (rc < 0)
		kernel_findings_close(findings);
	kernel_plan_close(&plan);
	return rc < 0 ? rc : 0;
}

void kernel_findings_close(struct kernel_findings *findings)
{
	free(findings->compiler);
	*findings = (struct kernel_findings){ 0 };
}
