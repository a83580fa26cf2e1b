/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/edited.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/facts.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "machine/clock.h"

enum { IMAGES_KEPT = 8 };

/* ---- the images ---- */

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

static void move_paths(struct kernel *kernel, const char *folder)
{
	char **const paths[] = { &kernel->image, &kernel->symbols,
				 &kernel->config_file };
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		char *moved = text_format("%s%s", folder,
					  strrchr(*paths[i], '/'));
		free(*paths[i]);
		*paths[i] = moved;
	}
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
		return error_set(err, -errno, "'%s': %s", kept, strerror(errno));
	utimensat(AT_FDCWD, kept, NULL, 0);
	kernel_folder_remove(fresh, NULL);
	move_paths(kernel, kept);
	drop_old(kernel->folder);
	return 0;
}

/* ---- making ---- */

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
	make->expected = kernel_target(make->arch)->nr_objects;
	const int rc = kernel_make_configure(make, &plan->fragments, err);
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
	struct kernel_make make = kernel_plan_make(plan, plan->source.path, log);
	make.output = in_place ? NULL : build;
	unlink(log);
	const int rc = (in_place ? check_arch(plan, err) :
			file_make_folders(build, err) ?:
			configure_once(plan, &make, kernel->folder, err)) ?:
		       kernel_make_image(&make, err) ?:
		       keep_image(build, kernel, err);
	kernel->nr_objects = make.nr_objects;
	return rc;
}

int kernel_edited_build(const struct kernel_plan *plan, struct kernel *kernel,
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
	rc = rc ?: kernel_facts_write(&entry, kernel, err) ?:
	     kernel_store_use(&entry, &kernel->use, err);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}
