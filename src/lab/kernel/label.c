/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/label.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "record/record.h"

int kernel_label_check(const char *name, struct error *err)
{
	static const char taken[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
	const size_t n = strlen(name);
	if (n > 0 && n <= 64 && strspn(name, taken) == n &&
	    name[0] != '.' && name[0] != '-')
		return 0;
	return error_set(err, -EINVAL,
			 "label '%s': expected at most 64 letters, digits and . _ + -, not beginning with . or -",
			 name);
}

static char *label_path(const struct kernel_store *store,
			const struct kernel_label *label)
{
	return text_format("%s/labels/%s/%s", store->root,
			   kernel_arch_words[label->arch], label->name);
}

int kernel_label_set(const struct kernel_store *store,
		     const struct kernel_label *label, struct error *err)
{
	AUTO_FREE char *path = label_path(store, label);
	AUTO_FREE char *fresh = text_format("%s/labels/.%s.%ld", store->root,
					    label->name, (long)getpid());
	unlink(fresh);
	if (symlink(label->key, fresh) == 0 && rename(fresh, path) == 0)
		return 0;
	return error_set(err, -errno, "label '%s': %s", path, strerror(errno));
}

int kernel_label_read(const struct kernel_store *store,
		      struct kernel_label *label)
{
	AUTO_FREE char *path = label_path(store, label);
	const ssize_t n = readlink(path, label->key, sizeof(label->key) - 1);
	label->key[n > 0 ? n : 0] = '\0';
	return n > 0 ? 0 : -ENOENT;
}

void kernel_label_remove(const struct kernel_store *store,
			 const struct kernel_label *label)
{
	AUTO_FREE char *path = label_path(store, label);
	unlink(path);
}

/* Append the labels of one architecture to the n of an array. */
static size_t add_labels(const struct kernel_store *store, enum kernel_arch arch,
			 struct kernel_label **labels, size_t n)
{
	AUTO_FREE char *path = text_format("%s/labels/%s", store->root,
					   kernel_arch_words[arch]);
	char **names = file_names(path);
	for (size_t i = 0; names && names[i]; i++) {
		struct kernel_label label = { .arch = arch };
		if (kernel_label_check(names[i], NULL) != 0)
			continue;
		strcpy(label.name, names[i]);
		if (kernel_label_read(store, &label) == 0) {
			*labels = records_grow(*labels, n, sizeof(label));
			(*labels)[n++] = label;
		}
	}
	file_names_close(names);
	return n;
}

size_t kernel_labels(const struct kernel_store *store,
		     struct kernel_label **labels)
{
	size_t n = 0;
	*labels = NULL;
	for (int arch = 0; arch < NR_KERNEL_ARCHS; arch++)
		n = add_labels(store, (enum kernel_arch)arch, labels, n);
	return n;
}
