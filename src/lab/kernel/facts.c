/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/facts.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/text.h"
#include "record/jsonl.h"

/* Members that are texts of struct kernel. */
static const struct {
	const char *name;
	size_t at;
} texts[] = {
	{ "release", offsetof(struct kernel, release) },
	{ "build_id", offsetof(struct kernel, build_id) },
	{ "source", offsetof(struct kernel, source) },
	{ "patches", offsetof(struct kernel, patches) },
	{ "config", offsetof(struct kernel, config) },
};

static const char *get_text(const struct kernel *kernel, size_t i)
{
	const void *at = (const char *)kernel + texts[i].at;
	return *(char *const *)at;
}

static void set_text(struct kernel *kernel, size_t i, const char *text)
{
	void *at = (char *)kernel + texts[i].at;
	*(char **)at = text ? text_format("%s", text) : NULL;
}

void kernel_facts_add(struct records *records, struct facts *facts,
		      const struct kernel *kernel)
{
	facts_add_text(records, facts, "key", kernel->key);
	facts_add_text(records, facts, "arch", kernel_arch_words[kernel->arch]);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		facts_add_text(records, facts, texts[i].name,
			       get_text(kernel, i));
	facts_add_number(records, facts, "nr_objects",
			 real_of((double)kernel->nr_objects));
	facts_add_number(records, facts, "build_s", real_of(kernel->build_s));
}

static double file_bytes(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (double)st.st_size : 0;
}

int kernel_facts_write(const struct kernel_entry *entry,
		       const struct kernel *kernel, struct error *err)
{
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "kernel");
	kernel_facts_add(&records, facts, kernel);
	facts_add_text(&records, facts, "image",
		       kernel->image + strlen(kernel->folder) + 1);
	facts_add_number(&records, facts, "image_bytes",
			 real_of(file_bytes(kernel->image)));
	const int rc = kernel_store_finish(entry, facts, err);
	records_close(&records);
	return rc;
}

/* The files beside the image, which for a tree is one folder deeper. */
static void set_paths(struct kernel *kernel, const char *image)
{
	kernel->image = text_format("%s/%s", kernel->folder, image);
	const int n = (int)(strrchr(kernel->image, '/') - kernel->image);
	kernel->symbols = text_format("%.*s/System.map", n, kernel->image);
	kernel->config_file = text_format("%.*s/config", n, kernel->image);
}

/* Whether the facts that are needed are there, and the image is complete. */
static bool is_whole(const struct kernel *kernel, const struct facts *facts)
{
	const double bytes = facts_number(facts, "image_bytes").value;
	return kernel->release && kernel->build_id && kernel->source &&
	       bytes > 0 && file_bytes(kernel->image) == bytes;
}

static int read_facts(const struct facts *facts, struct kernel *kernel)
{
	const char *arch = facts_text(facts, "arch");
	const char *image = facts_text(facts, "image");
	if (!arch || kernel_arch_parse(arch, &kernel->arch, NULL) != 0 || !image)
		return -ENOENT;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		set_text(kernel, i, facts_text(facts, texts[i].name));
	set_paths(kernel, image);
	kernel->build_s = facts_number(facts, "build_s").value;
	kernel->nr_objects = (uint64_t)facts_number(facts, "nr_objects").value;
	return is_whole(kernel, facts) ? 0 : -ENOENT;
}

int kernel_facts_read(const struct kernel_entry *entry, struct kernel *kernel)
{
	struct records records = { 0 };
	AUTO_FREE char *path = kernel_store_path(entry, "kernel.json");
	*kernel = (struct kernel){ .used_at = kernel_store_used_at(entry) };
	if (kernel->used_at == 0)
		return -ENOENT;
	kernel->key = text_format("%s", entry->key);
	kernel->folder = kernel_store_path(entry, NULL);
	int rc = jsonl_read(path, &records, NULL, NULL);
	const struct facts *facts = records_find(&records, "kernel", NULL);
	rc = rc == 0 && facts ? read_facts(facts, kernel) : -ENOENT;
	records_close(&records);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}
