/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/arch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/child.h"
#include "base/text.h"

const char *const kernel_arch_words[] = { "x86_64", "i386", "arm64", NULL };

static const struct kernel_target targets[NR_KERNEL_ARCHS] = {
	[KERNEL_X86_64] = { .make_arch = "x86_64", .machine = "x86_64",
			    .cross = "x86_64-linux-gnu-",
			    .package = "gcc-x86-64-linux-gnu",
			    .goal = "vmlinux", .image = "vmlinux",
			    .name = "vmlinux", .stripped = true,
			    .config_word = "CONFIG_X86_64=y",
			    .nr_objects = 650 },
	[KERNEL_I386] = { .make_arch = "i386", .machine = "x86_64",
			  .cross = "i686-linux-gnu-",
			  .package = "gcc-i686-linux-gnu",
			  .goal = "vmlinux", .image = "vmlinux",
			  .name = "vmlinux", .stripped = true,
			  .config_word = "CONFIG_X86_32=y",
			  .nr_objects = 642 },
	[KERNEL_ARM64] = { .make_arch = "arm64", .machine = "aarch64",
			   .cross = "aarch64-linux-gnu-",
			   .package = "gcc-aarch64-linux-gnu",
			   .goal = "Image", .image = "arch/arm64/boot/Image",
			   .name = "Image", .config_word = "CONFIG_ARM64=y",
			   .nr_objects = 607 },
};

int kernel_arch_parse(const char *text, enum kernel_arch *arch,
		      struct error *err)
{
	for (int i = 0; kernel_arch_words[i]; i++) {
		if (strcmp(text, kernel_arch_words[i]) == 0) {
			*arch = (enum kernel_arch)i;
			return 0;
		}
	}
	return error_set(err, -EINVAL,
			 "architecture '%s': expected x86_64, i386 or arm64",
			 text);
}

const struct kernel_target *kernel_target(enum kernel_arch arch)
{
	return &targets[arch];
}

const char *kernel_tool_prefix(enum kernel_arch arch)
{
	struct utsname name;
	if (uname(&name) == 0 &&
	    strcmp(name.machine, targets[arch].machine) == 0)
		return "";
	return targets[arch].cross;
}

int kernel_compiler(enum kernel_arch arch, char **line, struct error *err)
{
	char program[64];
	struct child_said said;
	snprintf(program, sizeof(program), "%sgcc", kernel_tool_prefix(arch));
	const char *const argv[] = { program, "--version", NULL };
	const struct child_watch watch = { .argv = argv, .log = -1 };
	const int rc = child_listen(&watch, &said, err);
	*line = NULL;
	if (rc != 0 || !*said.first)
		return error_set(err, -ENOENT,
				 "compiler '%s' for %s: %s: expected it in PATH: install it (Debian: %s), or run scripts/setup lab",
				 program, kernel_arch_words[arch],
				 rc == -ENOENT ? "not found" : "it does not work",
				 *kernel_tool_prefix(arch) ?
					 targets[arch].package : "gcc");
	*line = text_format("%s", said.first);
	return 0;
}
