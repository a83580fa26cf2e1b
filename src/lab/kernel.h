/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kernels that pft builds and keeps: from a source, a patch series and a
 * configuration to an image, in a cache that several pft may use at once.
 *
 * The cache is ${XDG_CACHE_HOME:-~/.cache}/pft/. Nothing in it is ever needed:
 * all of it can be made again.
 */
#ifndef LAB_KERNEL_H
#define LAB_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum kernel_arch { KERNEL_X86_64, KERNEL_I386, KERNEL_ARM64, NR_KERNEL_ARCHS };

/* "x86_64", "i386", "arm64", NULL: what --arch takes. */
extern const char *const kernel_arch_words[];
int kernel_arch_parse(const char *text, enum kernel_arch *arch,
		      struct error *err);

/* What to build. Texts are the caller's and may be NULL. */
struct kernel_request {
	const char *label;	/* how tables and --a name it */
	enum kernel_arch arch;
	/*
	 * A tarball; a directory; "git:DIR@REVISION"; a line that Debian
	 * packages ("6.12": the tarball of linux-source-6.12); or "tree:DIR", a
	 * tree that somebody edits: built where it is, again at each request, as
	 * make finds necessary. NULL: "6.12".
	 */
	const char *source;
	const char *patches;	/* a directory with a series file, or one patch */
	const char *config;	/* a fragment on top of ours */
};

/* A kernel that is there. Owned: kernel_close frees it. */
struct kernel {
	char *label, *source, *patches, *config;	/* as in the request */
	enum kernel_arch arch;
	char *key;		/* names its folder in the cache */
	char *image;		/* what boots: stripped vmlinux, or Image */
	char *symbols;		/* System.map */
	char *config_file;	/* the .config it was built with */
	char *release;		/* as uname -r will say */
	char *build_id;		/* of the image: another one is another kernel */
	char *folder;
	double build_s;		/* CPU and disk; 0: nothing had to be done */
	uint64_t nr_objects;	/* compiled for it, beyond what it started from */
	uint64_t bytes;		/* on disk */
	int64_t used_at;	/* seconds since 1970 */
};

/* What is going on, for a progress line; done is 0 to 1, or below 0: unknown. */
typedef void kernel_progress(void *context, const char *what, double done);

struct kernel_context {
	kernel_progress *progress;	/* NULL: none */
	void *context;
	unsigned int jobs;		/* 0: one a CPU */
};

/*
 * Build a kernel unless the cache has it, and give the label to it. Safe
 * against others that build at the same time, and against being killed: what
 * is unfinished is never taken for finished.
 * Errors   -ENOENT no such source; -EINVAL a patch that does not apply (the
 *          hunk is in the message, nothing is built) or options that the kernel
 *          refused; -EIO the compiler failed (its first error is in the
 *          message, with the log's path); -EINTR.
 */
int kernel_build(const struct kernel_request *request,
		 const struct kernel_context *context, struct kernel *kernel,
		 struct error *err);

/*
 * Find a kernel by its label and architecture.
 * Returns  0, or -ENOENT with a message that lists the labels there are.
 */
int kernel_find(const char *label, enum kernel_arch arch, struct kernel *kernel,
		struct error *err);

/*
 * What a word on the command line asks for: a label that was given in the
 * cache; "stock" and "patched" (our line 6.12, without and with the patches that
 * come with pft), which are built if they are not there; "tree:DIR"; or the
 * path of an image, which is then taken as it is.
 */
int kernel_resolve(const char *word, enum kernel_arch arch,
		   const struct kernel_context *context, struct kernel *kernel,
		   struct error *err);

/* All in the cache, by label. The caller closes each and frees the array. */
int kernel_list(struct kernel **kernels, size_t *n, struct error *err);

void kernel_close(struct kernel *kernel);

#endif
