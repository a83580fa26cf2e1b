/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tree that somebody edits: made again at each request, with a build folder of
 * its own in the cache, or in place where the user has built it in place. Each
 * image that comes out is kept beside the last few, so that a campaign which
 * began with one finds it whatever is edited meanwhile.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/build.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "lab/kernel/make.h"

enum { IMAGES_KEPT = 8 };

/* ---- the images ---- */

struct kept {
	char name[64];
	int64_t made_ns;
};

static int is_older(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	return x->made_ns < y->made_ns ? 1 : x->made_ns > y->made_ns ? -1 : 0;
}

/* Of the folders image-* all but the latest go. */
static void drop_old(const char *folder)
{
	struct kept kept[256];
	size_t n = 0;
	struct dirent *entry;
	struct stat st;
	DIR *dir = opendir(folder);
	while (dir && n < sizeof(kept) / sizeof(kept[0]) && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "image-", 6) != 0 ||
		    strlen(entry->d_name) >= sizeof(kept[0].name) ||
		    fstatat(dirfd(dir), entry->d_name, &st, 0) != 0)
			continue;
		strcpy(kept[n].name, entry->d_name);
		kept[n++].made_ns = st.st_mtim.tv_sec * INT64_C(1000000000) +
				    st.st_mtim.tv_nsec;
	}
	if (dir)
		closedir(dir);
	qsort(kept, n, sizeof(kept[0]), is_older);
	for (size_t i = IMAGES_KEPT; i < n; i++) {
		char *path = text_format("%s/%s", folder, kept[i].name);
		kernel_remove(path, NULL);
		free(path);
	}
}

static void move_paths(struct kernel *kernel, const char *folder)
{
	char **const paths[] = { &kernel->image, &kernel->symbols,
				 &kernel->config_file };
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		char *moved = text_format("%s%s", folder,
					  strrchr(*paths[i], '/'));
		free(*paths[i]);
		*paths[i] = moved;
	}
}

/* Take the image to a folder that its build id names. */
static int keep_image(const char *build, enum kernel_arch arch,
		      struct kernel *kernel, struct error *err)
{
	char *fresh = text_format("%s/fresh", kernel->folder);
	char *kept = NULL;
	int rc = kernel_remove(fresh, err);
	if (rc == 0)
		rc = file_make_folders(fresh, err);
	if (rc == 0)
		rc = kernel_image_take(build, arch, fresh, kernel, err);
	if (rc == 0) {
		kept = text_format("%s/image-%s", kernel->folder,
				   kernel->build_id);
		/* The same again: what is there stays, as it may be booted now. */
		if (rename(fresh, kept) != 0 && errno != ENOTEMPTY &&
		    errno != EEXIST)
			rc = error_set(err, -errno, "'%s': %s", kept,
				       strerror(errno));
		utimensat(AT_FDCWD, kept, NULL, 0);
		kernel_remove(fresh, NULL);
		move_paths(kernel, kept);
		drop_old(kernel->folder);
	}
	free(kept);
	free(fresh);
	return rc;
}

/* ---- making ---- */

static bool is_there(const char *folder, const char *name)
{
	char *path = text_format("%s/%s", folder, name);
	const bool there = access(path, F_OK) == 0;
	free(path);
	return there;
}

static int check_arch(const struct kernel_plan *plan, struct error *err)
{
	const char *word = kernel_target(plan->request->arch)->config_word;
	char *text = file_text(plan->source.path, "/.config");
	const bool same = text && strstr(text, word);
	free(text);
	return same ? 0 :
		error_set(err, -EINVAL, "source '%s': its .config is not for %s: expected %s in it: see --arch, or run make mrproper there",
			  plan->source.given,
			  kernel_arch_words[plan->request->arch], word);
}

/* Once; the mark says that it came to its end. */
static int configure_once(const struct kernel_plan *plan,
			  struct kernel_make *make, const char *folder,
			  struct error *err)
{
	char *mark = text_format("%s/configured", folder);
	char *config = text_format("%s/.config", make->output);
	int rc = 0;
	if (access(mark, F_OK) != 0) {
		rc = kernel_make_configure(make, &plan->fragments, err);
		if (rc == 0)
			rc = kernel_fragments_check(&plan->fragments, config,
					     plan->context, NULL, err);
		if (rc == 0)
			rc = file_replace(mark, "", 0, err);
		make->expected = kernel_target(make->arch)->nr_objects;
	}
	free(config);
	free(mark);
	return rc;
}

static int make_tree(const struct kernel_plan *plan, struct kernel *kernel,
		     struct error *err)
{
	const enum kernel_arch arch = plan->request->arch;
	const char *const goals[] = { kernel_target(arch)->goal, NULL };
	const bool in_place = is_there(plan->source.path, ".config");
	char *log = kernel_store_log(&plan->store, kernel->key);
	char *build = in_place ? text_format("%s", plan->source.path) :
				 text_format("%s/build", kernel->folder);
	struct kernel_make make = {
		.tree = plan->source.path, .output = in_place ? NULL : build,
		.arch = arch, .log = log, .store = &plan->store,
		.context = plan->context,
	};
	unlink(log);
	int rc = in_place ? check_arch(plan, err) : file_make_folders(build, err);
	if (rc == 0 && !in_place)
		rc = configure_once(plan, &make, kernel->folder, err);
	make.nr_objects = 0;
	if (rc == 0)
		rc = kernel_make_run(&make, goals, err);
	if (rc == 0)
		rc = keep_image(build, arch, kernel, err);
	kernel->nr_objects = make.nr_objects;
	free(build);
	free(log);
	return rc;
}

int kernel_plan_build_tree(const struct kernel_plan *plan, struct kernel *kernel,
		    struct error *err)
{
	const struct kernel_request *request = plan->request;
	char *name = text_format("kernels-%s", plan->key);
	const double began_s = kernel_plan_now_s();
	int lock = -1;
	*kernel = (struct kernel){
		.arch = request->arch,
		.key = text_format("%s", plan->key),
		.folder = kernel_store_folder(&plan->store, STORE_KERNELS, plan->key),
		.source = text_format("%s", plan->source.given),
		.config = request->config ? text_format("%s", request->config) :
					    NULL,
	};
	int rc = kernel_store_lock(&plan->store, name, plan->context, &lock, err);
	if (rc == 0)
		rc = file_make_folders(kernel->folder, err);
	if (rc == 0)
		rc = make_tree(plan, kernel, err);
	kernel->build_s = kernel_plan_now_s() - began_s;
	if (rc == 0)
		rc = kernel_store_write_kernel(kernel, err);
	if (rc == 0)
		rc = kernel_store_use(&plan->store, STORE_KERNELS, plan->key,
			       &kernel->use, err);
	kernel_store_unlock(lock);
	free(name);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}
