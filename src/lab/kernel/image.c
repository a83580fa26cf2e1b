/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/image.h"

#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/file.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/store.h"

/* ---- from a build ---- */

static int run(const char *const argv[], struct error *err)
{
	const int rc = child_run(&(struct child_spec){ .argv = argv }, err);
	return rc > 0 ? -EIO : rc;
}

static int copy_file(const char *build, const char *name, const char *to,
		     struct error *err)
{
	AUTO_FREE char *from = text_format("%s/%s", build, name);
	return run((const char *const[]){ "cp", "--", from, to, NULL }, err);
}

static int take_image(const char *build, const struct kernel *kernel,
		      struct error *err)
{
	const struct kernel_target *target = kernel_target(kernel->arch);
	if (!target->stripped)
		return copy_file(build, target->image, kernel->image, err);
	AUTO_FREE char *strip = text_format("%sstrip",
					    kernel_tool_prefix(kernel->arch));
	AUTO_FREE char *from = text_format("%s/%s", build, target->image);
	return run((const char *const[]){ strip, "-o", kernel->image, from, NULL },
		   err);
}

static int set_build_id(struct kernel *kernel, struct error *err)
{
	uint64_t hash;
	const int rc = file_hash(kernel->image, &hash);
	if (rc != 0)
		return error_set(err, rc, "kernel image '%s': %s", kernel->image,
				 strerror(-rc));
	kernel->build_id = text_format("%016" PRIx64, hash);
	return 0;
}

int kernel_image_take(const char *build, const char *folder,
		      struct kernel *kernel, struct error *err)
{
	kernel_set_image(kernel, text_format("%s/%s", folder,
					     kernel_target(kernel->arch)->name));
	kernel->release = file_text(build, "/include/config/kernel.release");
	if (!kernel->release)
		return error_set(err, -EIO, "build '%s': no include/config/kernel.release: expected make to write it",
				 build);
	return take_image(build, kernel, err) ?:
	       copy_file(build, "System.map", kernel->symbols, err) ?:
	       copy_file(build, ".config", kernel->config_file, err) ?:
	       set_build_id(kernel, err);
}

/* ---- from the user ---- */

/* What the first bytes say the image is for; NR_KERNEL_ARCHS: not known. */
static enum kernel_arch image_arch(const unsigned char *bytes, size_t n,
				   bool *any_x86)
{
	*any_x86 = false;
	if (n >= sizeof(Elf32_Ehdr) && memcmp(bytes, ELFMAG, SELFMAG) == 0) {
		const unsigned int machine = bytes[18] | bytes[19] << 8;
		return machine == EM_X86_64 ? KERNEL_X86_64 :
		       machine == EM_386    ? KERNEL_I386 :
					      NR_KERNEL_ARCHS;
	}
	if (n >= 64 && memcmp(bytes + 56, "ARM\x64", 4) == 0)
		return KERNEL_ARM64;
	/* Only the kernel inside of a bzImage would tell more. */
	*any_x86 = n >= 0x206 && memcmp(bytes + 0x202, "HdrS", 4) == 0;
	return NR_KERNEL_ARCHS;
}

static char *image_release(const char *bytes, size_t n)
{
	static const char word[] = "Linux version ";
	const char *at = memmem(bytes, n, word, strlen(word));
	const char *end = bytes + n;
	while (at && at + strlen(word) < end && at[strlen(word)] == '%')
		at = memmem(at + 1, (size_t)(end - at - 1), word, strlen(word));
	if (!at)
		return text_format("unknown");
	at += strlen(word);
	size_t length = 0;
	while (at + length < end && at[length] > ' ' && at[length] < 0x7f &&
	       length < 128)
		length++;
	return text_format("%.*s", (int)length, at);
}

/* Receives the release. */
static int read_image(const char *path, struct kernel *kernel,
		      struct error *err)
{
	struct stat st;
	bool any_x86;
	size_t n;
	if (stat(path, &st) != 0)
		return error_set(err, -errno, "kernel image '%s': %m: expected a file",
				 path);
	if (!S_ISREG(st.st_mode) || st.st_size == 0)
		return error_set(err, -EINVAL, "kernel image '%s': %s: expected a file",
				 path, strerror(EINVAL));
	AUTO_FREE char *bytes = file_bytes(path, &n);
	if (!bytes)
		return error_set(err, -errno, "kernel image '%s': %m: expected a file",
				 path);
	const enum kernel_arch is = image_arch((unsigned char *)bytes, n, &any_x86);
	kernel->release = image_release(bytes, n);
	if (is == kernel->arch || (any_x86 && kernel->arch != KERNEL_ARM64))
		return 0;
	return error_set(err, -EINVAL, "kernel image '%s': %s: expected one for %s (x86: vmlinux or bzImage, arm64: Image): see --arch",
			 path, is < NR_KERNEL_ARCHS ? kernel_arch_words[is] :
						      "not known as a kernel",
			 kernel_arch_words[kernel->arch]);
}

static int set_path(const char *path, struct kernel *kernel, struct error *err)
{
	const char *name = strrchr(path, '/');
	kernel->image = realpath(path, NULL);
	if (!kernel->image)
		return error_set(err, -errno, "kernel image '%s': %m", path);
	const int n = (int)(strrchr(kernel->image, '/') - kernel->image);
	kernel->folder = text_format("%.*s", n, kernel->image);
	kernel->label = text_format("%s", name ? name + 1 : path);
	kernel->source = text_format("%s", path);
	kernel->key = text_format("image");
	return 0;
}

int kernel_image_open(const char *path, enum kernel_arch arch,
		      struct kernel *kernel, struct error *err)
{
	*kernel = (struct kernel){ .arch = arch };
	const int rc = read_image(path, kernel, err) ?:
		       set_path(path, kernel, err) ?:
		       set_build_id(kernel, err);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}
