/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kernels that pft builds and keeps: from a source, a patch series and a
 * configuration to an image, in a cache that several pft may use at once.
 *
 * The cache is ${XDG_CACHE_HOME:-~/.cache}/pft/. All of it can be made again.
 */
#ifndef LAB_KERNEL_H
#define LAB_KERNEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "record/record.h"

enum kernel_arch { KERNEL_X86_64, KERNEL_I386, KERNEL_ARM64, NR_KERNEL_ARCHS };

/* "x86_64", "i386", "arm64", NULL: what --arch takes. */
extern const char *const kernel_arch_words[];
int kernel_arch_parse(const char *text, enum kernel_arch *arch,
		      struct error *err);

/* What to build. Texts are the caller's and may be NULL. */
struct kernel_request {
	/*
	 * How tables and --a name it; NULL: made from the rest. No other kernel
	 * than those that kernel_resolve builds is called "stock" or "patched".
	 */
	const char *label;
	enum kernel_arch arch;
	/*
	 * What a command line asks for: a label that is in the cache; "stock" and
	 * "patched" (the line 6.12, without and with the patches that come with
	 * pft), which are built unless they are there; "tree:DIR"; or the path of an
	 * image, which is taken as it is. kernel_resolve alone reads it.
	 */
	const char *word;
	/*
	 * A tarball; a directory; "git:DIR@REVISION"; a line that Debian
	 * packages ("6.12": the tarball of linux-source-6.12); or "tree:DIR", a
	 * tree that somebody edits: built where it is, again at each request, as
	 * make finds necessary. NULL: "6.12".
	 */
	const char *source;
	/* A directory with a series file, or one patch; or the line of a series
	 * that comes with pft ("6.12"), where there is no such file. */
	const char *patches;
	uint64_t upto;		/* so many of the series; 0: all */
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
	char *build_id;		/* hash of the image */
	char *folder;
	/* Real time of this request, and objects of the kernel that it compiled; 0:
	 * the cache had it. In kernel_list those of the build. */
	double build_s;
	uint64_t nr_objects;
	uint64_t bytes;		/* on disk; only in kernel_list */
	int64_t used_at;	/* seconds since 1970 */
	int use;		/* open file that keeps it from kernel_clean; 0: none */
};

/* For a progress line; done is 0 to 1, or negative where that is unknown. */
typedef void kernel_progress(void *context, const char *what, double done);
/* A line for people: an option that was refused, the hunk that does not apply. */
typedef void kernel_warning(void *context, const char *line);

struct kernel_context {
	kernel_progress *progress;	/* NULL: none */
	kernel_warning *warn;		/* NULL: none */
	void *context;			/* of both */
	unsigned int jobs;		/* 0: one a CPU */
	const _Atomic int *interrupts;	/* 1 or more: stop; NULL: never */
};

/* Call what is there of a context, which may be NULL. */
void kernel_tell(const struct kernel_context *context, const char *what,
		 double done);
void kernel_warn(const struct kernel_context *context, const char *line);

/*
 * Build a kernel unless the cache has it, and give it the label. Others may build
 * at the same time, and any of them may be killed: an unfinished kernel is never
 * taken for a finished one.
 * Errors   -ENOENT no such source; -EINVAL a patch that does not apply (the
 *          hunk is in the message, nothing is built) or options that the kernel
 *          refused; -EIO the compiler failed (its first error is in the
 *          message, with the log's path); -EINTR.
 */
int kernel_build(const struct kernel_request *request,
		 const struct kernel_context *context, struct kernel *kernel,
		 struct error *err);

/* What kernel_check found. Owned: kernel_findings_close frees it. */
struct kernel_findings {
	char *compiler;		/* the first line of its --version */
	bool built;		/* the cache has it */
	size_t nr_patches, nr_files;	/* that apply; that they touch */
	size_t nr_options, nr_refused;	/* requested; of ours, refused */
};

/*
 * Do all that kernel_build does before it compiles: unpack, patch, configure. Only
 * the unpacked source is kept.
 * Errors   as kernel_build.
 */
int kernel_check(const struct kernel_request *request,
		 const struct kernel_context *context,
		 struct kernel_findings *findings, struct error *err);
void kernel_findings_close(struct kernel_findings *findings);

/*
 * Find a kernel by its label and architecture.
 * Returns  0, or -ENOENT with a message that lists the labels there are.
 */
int kernel_find(const char *label, enum kernel_arch arch, struct kernel *kernel,
		struct error *err);

/*
 * Find or build what the request's word asks for; without a word, as
 * kernel_build.
 * Errors   as kernel_build and kernel_find.
 */
int kernel_resolve(const struct kernel_request *request,
		   const struct kernel_context *context, struct kernel *kernel,
		   struct error *err);

/*
 * Find out at once what would make kernel_resolve fail before it unpacks anything: a
 * label, image, source, patch, configuration or compiler that is not there.
 * Errors   as kernel_resolve.
 */
int kernel_resolvable(const struct kernel_request *request, struct error *err);

/* All in the cache, by label. The caller closes each and frees the array. */
int kernel_list(struct kernel **kernels, size_t *n, struct error *err);

/* How many unpacked sources the cache has, and their bytes on disk. */
int kernel_sources(size_t *n, uint64_t *bytes, struct error *err);

/* Which kernels and sources to remove: each that one of these asks for. */
struct kernel_clean_choice {
	const char *const *labels;	/* NULL-terminated, of every architecture */
	int64_t unused_s;	/* not used for so long; negative: not asked for */
	bool keep_given;	/* the least recently used, until the rest has... */
	uint64_t keep_bytes;	/* ...no more than this */
	bool all;
};

struct kernel_cleaned {
	size_t nr_kernels, nr_sources, nr_in_use;
	uint64_t bytes;		/* freed */
};

/*
 * Remove kernels and sources that are not in use, and what killed builds left.
 * Errors   -ENOENT for a label that is not there; then nothing is removed.
 */
int kernel_clean(const struct kernel_clean_choice *choice,
		 struct kernel_cleaned *cleaned, struct error *err);

/* The folder of the cache. */
int kernel_cache_folder(char *path, size_t n, struct error *err);

/* Add the facts that kernel.json and pft kernel list have in common. */
void kernel_facts_add(struct records *records, struct facts *facts,
		      const struct kernel *kernel);

void kernel_close(struct kernel *kernel);

#endif
