/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a request to what is to be built, and the key that names it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "base/hash.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/build.h"
#include "lab/kernel/folder.h"

/* Another one makes all that earlier versions of pft built other kernels. */
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
		/* make itself sees that the compiler is another. */
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
	char *real = kernel_patches_path(request->patches);
	const bool same = patches && real ? strcmp(real, patches) == 0 :
					    !patches && !request->patches;
	free(real);
	return same;
}

/* The last component of a path, without what tells its type. */
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
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
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
	/* What another kernel must not be called. */
	const bool taken = strcmp(name, "stock") == 0 ||
			   strcmp(name, "patched") == 0;
	snprintf(plan->label, sizeof(plan->label), "%s%s", taken ? "my-" : "",
		 name);
	const size_t n = strlen(plan->label);
	if (request->upto > 0)
		snprintf(plan->label + n, sizeof(plan->label) - n,
			 "-upto-%" PRIu64, request->upto);
}

static int set_label(struct kernel_plan *plan, struct error *err)
{
	const char *label = plan->request->label;
	char *series = data_path("kernel-patches/" KERNEL_LINE_DEFAULT, NULL);
	const bool stock = is_builtin(plan->request, NULL);
	const bool patched = series && is_builtin(plan->request, series);
	free(series);
	if (!label) {
		default_label(plan, stock, patched);
		return 0;
	}
	if ((strcmp(label, "stock") == 0 && !stock) ||
	    (strcmp(label, "patched") == 0 && !patched))
		return error_set(err, -EINVAL, "label '%s': it stands for %s of pft alone: expected another label",
				 label, *label == 's' ? "the stock " KERNEL_LINE_DEFAULT :
							"the patches");
	snprintf(plan->label, sizeof(plan->label), "%s", label);
	return kernel_store_label_check(label, err);
}

/* ---- opening ---- */

static int check_request(const struct kernel_plan *plan, struct error *err)
{
	const struct kernel_request *request = plan->request;
	if (plan->source.type == SOURCE_TREE && request->patches)
		return error_set(err, -EINVAL, "source '%s': a tree is built as it is: apply '%s' there, or name it as a folder without tree:",
				 plan->source.given, request->patches);
	return 0;
}

int kernel_plan_open(const struct kernel_request *request,
	      const struct kernel_context *context, struct kernel_plan *plan,
	      struct error *err)
{
	*plan = (struct kernel_plan){ .request = request, .context = context };
	int rc = kernel_source_open(request->source, &plan->source, err);
	if (rc == 0)
		rc = check_request(plan, err);
	if (rc == 0)
		rc = kernel_patches_open(request->patches, request->upto,
					 &plan->patches, err);
	if (rc == 0)
		rc = kernel_fragments_open(request->arch, request->config,
				    &plan->fragments, err);
	if (rc == 0)
		rc = kernel_compiler(request->arch, &plan->compiler, err);
	if (rc == 0)
		rc = set_label(plan, err);
	if (rc == 0)
		rc = kernel_store_open(&plan->store, true, err);
	if (rc == 0)
		set_keys(plan);
	else
		kernel_plan_close(plan);
	return rc;
}

void kernel_plan_close(struct kernel_plan *plan)
{
	kernel_source_close(&plan->source);
	kernel_patches_close(&plan->patches);
	kernel_fragments_close(&plan->fragments);
	free(plan->compiler);
	*plan = (struct kernel_plan){ 0 };
}
