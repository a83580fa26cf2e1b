/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/image.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/folder.h"

/* ---- from a build ---- */

static int copy_file(const char *from, const char *to, struct error *err)
{
	const char *const argv[] = { "cp", "--", from, to, NULL };
	const int rc = child_run(&(struct child_spec){ .argv = argv }, err);
	return rc > 0 ? -EIO : rc;
}

static int take_image(const char *from, const char *to, enum kernel_arch arch,
		      struct error *err)
{
	if (!kernel_target(arch)->stripped)
		return copy_file(from, to, err);
	char *strip = text_format("%sstrip", kernel_tool_prefix(arch));
	const char *const argv[] = { strip, "-o", to, from, NULL };
	const int rc = child_run(&(struct child_spec){ .argv = argv }, err);
	free(strip);
	return rc > 0 ? -EIO : rc;
}

static int set_build_id(struct kernel *kernel, struct error *err)
{
	uint64_t hash;
	const int rc = kernel_file_hash(kernel->image, &hash, err);
	if (rc == 0)
		kernel->build_id = text_format("%016" PRIx64, hash);
	return rc;
}

int kernel_image_take(const char *build, enum kernel_arch arch, const char *folder,
	       struct kernel *kernel, struct error *err)
{
	const struct kernel_target *target = kernel_target(arch);
	char *image = text_format("%s/%s", build, target->image);
	char *map = text_format("%s/System.map", build);
	char *config = text_format("%s/.config", build);
	kernel->image = text_format("%s/%s", folder, target->name);
	kernel->symbols = text_format("%s/System.map", folder);
	kernel->config_file = text_format("%s/config", folder);
	kernel->release = file_text(build, "/include/config/kernel.release");
	int rc = kernel->release ? 0 :
		error_set(err, -EIO, "build '%s': no include/config/kernel.release: expected make to write it",
			  build);
	if (rc == 0)
		rc = take_image(image, kernel->image, arch, err);
	if (rc == 0)
		rc = copy_file(map, kernel->symbols, err);
	if (rc == 0)
		rc = copy_file(config, kernel->config_file, err);
	if (rc == 0)
		rc = set_build_id(kernel, err);
	free(config);
	free(map);
	free(image);
	return rc;
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
	/* Of a bzImage only its own head would tell more. */
	*any_x86 = n >= 0x206 && memcmp(bytes + 0x202, "HdrS", 4) == 0;
	return NR_KERNEL_ARCHS;
}

static char *image_release(const unsigned char *bytes, size_t n)
{
	static const char word[] = "Linux version ";
	const char *at = memmem(bytes, n, word, strlen(word));
	const char *end = (const char *)bytes + n;
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

static int image_read(const char *path, enum kernel_arch arch,
		      struct kernel *kernel, struct error *err)
{
	struct stat st;
	bool any_x86;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_size == 0) {
		const int code = fd < 0 ? errno : EINVAL;
		if (fd >= 0)
			close(fd);
		return error_set(err, -code, "kernel image '%s': %s: expected a file",
				 path, strerror(code));
	}
	void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return error_set(err, -errno, "kernel image '%s': %s", path,
				 strerror(errno));
	const enum kernel_arch is = image_arch(map, (size_t)st.st_size, &any_x86);
	kernel->release = image_release(map, (size_t)st.st_size);
	munmap(map, (size_t)st.st_size);
	if (is == arch || (any_x86 && arch != KERNEL_ARM64))
		return 0;
	return error_set(err, -EINVAL, "kernel image '%s': %s: expected one for %s (x86: vmlinux or bzImage, arm64: Image): see --arch",
			 path, is < NR_KERNEL_ARCHS ? kernel_arch_words[is] :
						      "not known as a kernel",
			 kernel_arch_words[arch]);
}

int kernel_image_open(const char *path, enum kernel_arch arch, struct kernel *kernel,
	       struct error *err)
{
	*kernel = (struct kernel){ .arch = arch };
	int rc = image_read(path, arch, kernel, err);
	if (rc == 0) {
		const char *name = strrchr(path, '/');
		kernel->image = realpath(path, NULL);
		kernel->label = text_format("%s", name ? name + 1 : path);
		kernel->source = text_format("%s", path);
		kernel->key = text_format("image");
		kernel->folder = text_format("%.*s", kernel->image ?
			(int)(strrchr(kernel->image, '/') - kernel->image) : 0,
			kernel->image ? kernel->image : "");
		rc = kernel->image ? set_build_id(kernel, err) :
			error_set(err, -errno, "kernel image '%s': %s", path,
				  strerror(errno));
	}
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}
