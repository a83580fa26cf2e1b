/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What finishes a kernel in the cache: kernel.json, one record of pft/1.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/store.h"
#include "record/jsonl.h"

static uint64_t file_bytes(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

int kernel_store_write_kernel(const struct kernel *kernel, struct error *err)
{
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "kernel");
	const struct { const char *name, *text; } texts[] = {
		{ "key", kernel->key },
		{ "arch", kernel_arch_words[kernel->arch] },
		{ "release", kernel->release },
		{ "build_id", kernel->build_id },
		{ "image", kernel->image + strlen(kernel->folder) + 1 },
		{ "source", kernel->source },
		{ "patches", kernel->patches },
		{ "config", kernel->config },
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		facts_add_text(&records, facts, texts[i].name, texts[i].text);
	facts_add_number(&records, facts, "image_bytes",
			 real_of((double)file_bytes(kernel->image)));
	facts_add_number(&records, facts, "nr_objects",
			 real_of((double)kernel->nr_objects));
	facts_add_number(&records, facts, "build_s", real_of(kernel->build_s));
	char *line = jsonl_facts(facts);
	char *path = text_format("%s/kernel.json", kernel->folder);
	char *text = text_format("%s\n", line ? line : "");
	const int rc = line ? file_replace(path, text, strlen(text), err) :
			      error_set(err, -ENOMEM, "out of memory");
	free(text);
	free(path);
	free(line);
	records_close(&records);
	return rc;
}

static char *text_of(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	return fact && fact->type == FACT_TEXT ? text_format("%s", fact->text) :
						 NULL;
}

static double number_of(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	return fact && fact->type == FACT_NUMBER ? fact->number : 0;
}

/* Texts that must be there, or whoever wrote this was no pft of today. */
static bool is_whole(const struct kernel *kernel, const char *arch,
		     uint64_t image_bytes)
{
	return arch && kernel_arch_parse(arch, &(enum kernel_arch){ 0 }, NULL) == 0 &&
	       kernel->release && kernel->build_id && kernel->source &&
	       kernel->image && file_bytes(kernel->image) == image_bytes &&
	       image_bytes > 0;
}

static int read_facts(const struct facts *facts, struct kernel *kernel)
{
	char *arch = text_of(facts, "arch");
	char *image = text_of(facts, "image");
	kernel->source = text_of(facts, "source");
	kernel->patches = text_of(facts, "patches");
	kernel->config = text_of(facts, "config");
	kernel->release = text_of(facts, "release");
	kernel->build_id = text_of(facts, "build_id");
	kernel->image = image ? text_format("%s/%s", kernel->folder, image) : NULL;
	/* Beside the image, which for a tree lies one folder deeper. */
	const char *end = kernel->image ? strrchr(kernel->image, '/') : "";
	const int n = kernel->image ? (int)(end - kernel->image) : 0;
	kernel->symbols = text_format("%.*s/System.map", n, kernel->image);
	kernel->config_file = text_format("%.*s/config", n, kernel->image);
	kernel->build_s = number_of(facts, "build_s");
	kernel->nr_objects = (uint64_t)number_of(facts, "nr_objects");
	const bool whole = is_whole(kernel, arch,
				    (uint64_t)number_of(facts, "image_bytes"));
	if (whole)
		kernel_arch_parse(arch, &kernel->arch, NULL);
	free(image);
	free(arch);
	return whole ? 0 : -ENOENT;
}

int kernel_store_read_kernel(const struct kernel_store *store, const char *key,
		      struct kernel *kernel, struct error *err)
{
	struct records records = { 0 };
	*kernel = (struct kernel){ 0 };
	if (!kernel_store_finished(store, STORE_KERNELS, key))
		return -ENOENT;
	kernel->key = text_format("%s", key);
	kernel->folder = kernel_store_folder(store, STORE_KERNELS, key);
	kernel->used_at = kernel_store_used_at(store, STORE_KERNELS, key);
	char *path = text_format("%s/kernel.json", kernel->folder);
	int rc = jsonl_read(path, &records, NULL, err);
	const struct facts *facts = records_find(&records, "kernel", NULL);
	/* One that cannot be read is as good as none: it is made again. */
	rc = rc == 0 && facts ? read_facts(facts, kernel) : -ENOENT;
	free(path);
	records_close(&records);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}

void kernel_close(struct kernel *kernel)
{
	char *const texts[] = {
		kernel->label, kernel->source, kernel->patches, kernel->config,
		kernel->key, kernel->image, kernel->symbols,
		kernel->config_file, kernel->release, kernel->build_id,
		kernel->folder,
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		free(texts[i]);
	if (kernel->use > 0)
		close(kernel->use);
	*kernel = (struct kernel){ 0 };
}
