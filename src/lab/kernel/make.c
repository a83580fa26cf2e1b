/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/make.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/arch.h"

enum { MAX_WORDS = 24 };

/* ---- what it says ---- */

/* "  CC      mm/memory.o": the object, or NULL. Tools have absolute paths. */
static const char *object_of(const char *line)
{
	char word[16];
	int at = 0;
	if (strncmp(line, "  ", 2) != 0 ||
	    sscanf(line, "  %15s %n", word, &at) != 1 || at == 0 ||
	    (strcmp(word, "CC") != 0 && strcmp(word, "AS") != 0))
		return NULL;
	const char *path = line + at;
	const size_t n = strlen(path);
	const bool object = n > 2 && strcmp(path + n - 2, ".o") == 0;
	/* .tmp_vmlinux2.kallsyms.o is part of linking. */
	return object && *path != '/' && *path != '.' ? path : NULL;
}

/* How much a line says of what went wrong; 0: nothing. */
static int failure_rank(const char *line)
{
	static const struct { const char *word; int rank; } words[] = {
		{ ": error:", 3 }, { ": fatal error:", 3 },
		{ "undefined reference", 3 }, { "multiple definition", 3 },
		{ ": not found", 2 }, { "rror:", 2 }, { "***", 1 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(line, words[i].word))
			return words[i].rank;
	return 0;
}

struct reader {
	struct kernel_make *make;
	int rank;
};

static void show(struct kernel_make *make, const char *object)
{
	char what[160];
	double done = -1;
	if (make->expected > 0 && make->nr_objects <= make->expected)
		done = (double)make->nr_objects / (double)make->expected;
	if (make->expected > 0)
		snprintf(what, sizeof(what), "compiling %s", object);
	else
		snprintf(what, sizeof(what), "compiling %s, %" PRIu64 " so far",
			 object, make->nr_objects);
	kernel_tell(make->plan->context, what, done);
}

static void read_make_line(void *context, const char *line)
{
	struct reader *reader = context;
	struct kernel_make *make = reader->make;
	const char *object = object_of(line);
	if (object) {
		make->nr_objects++;
		show(make, object);
		return;
	}
	const int rank = failure_rank(line);
	if (rank <= reader->rank)
		return;
	reader->rank = rank;
	/* "../mm/memory.c:3:1": relative to the build folder. */
	while (strncmp(line, "../", 3) == 0)
		line += 3;
	snprintf(make->failed, sizeof(make->failed), "%s", line);
}

/* ---- running it ---- */

/* Where a program is in PATH, or NULL; the caller frees it. */
static char *find_program(const char *name)
{
	for (const char *path = getenv("PATH"); path && *path;) {
		const size_t n = strcspn(path, ":");
		char *file = text_format("%.*s/%s", (int)n, path, name);
		if (n > 0 && access(file, X_OK) == 0)
			return file;
		free(file);
		path += n + (path[n] == ':');
	}
	return NULL;
}

/*
 * gcc through ccache by PATH, not by CC=: make compares command lines, and these
 * are the same with and without, so that installing ccache rebuilds nothing.
 */
static char *path_with_ccache(const struct kernel_make *make)
{
	const char *path = getenv("PATH");
	AUTO_FREE char *ccache = find_program("ccache");
	if (!ccache)
		return text_format("PATH=%s", path ? path : "");
	AUTO_FREE char *folder = text_format("%s/ccache", make->plan->store.root);
	AUTO_FREE char *link = text_format("%s/%sgcc", folder,
					   kernel_tool_prefix(make->plan->request->arch));
	if (mkdir(folder, 0777) == 0 || errno == EEXIST)
		/* A link that is there already is as good. */
		if (symlink(ccache, link) != 0 && errno != EEXIST)
			unlink(link);
	return text_format("PATH=%s:%s", folder, path ? path : "");
}

static int run(struct kernel_make *make, const char *const *argv, bool fixed,
	       struct error *err)
{
	struct reader reader = { .make = make };
	struct error why = { "" };
	AUTO_FREE char *path = path_with_ccache(make);
	/* Unset what a make around us or the user's habits would add; set what
	 * makes two builds of the same kernel equal. */
	const char *const environment[] = {
		path, "LC_ALL=C", "MAKEFLAGS", "MFLAGS", "MAKELEVEL",
		"MAKEOVERRIDES", "GNUMAKEFLAGS", "KBUILD_OUTPUT", "KBUILD_VERBOSE",
		"KCONFIG_CONFIG", "KCONFIG_ALLCONFIG", "KCFLAGS", "KCPPFLAGS",
		"KAFLAGS", "LDFLAGS", "CFLAGS", "CDPATH", "V", "W", "C", "O", "LLVM",
		"LOCALVERSION", "CCACHE_DEPEND=1",
		fixed ? "KBUILD_BUILD_TIMESTAMP=Thu Jan  1 00:00:00 UTC 2026" :
			"KBUILD_BUILD_TIMESTAMP",
		fixed ? "KBUILD_BUILD_USER=pft" : "KBUILD_BUILD_USER",
		fixed ? "KBUILD_BUILD_HOST=pft" : "KBUILD_BUILD_HOST",
		fixed ? "KBUILD_BUILD_VERSION=1" : "KBUILD_BUILD_VERSION", NULL
	};
	AUTO_CLOSE const int log = open(make->log, O_WRONLY | O_CREAT | O_APPEND |
					O_CLOEXEC, 0666);
	*make->failed = '\0';
	const struct child_watch watch = {
		.argv = argv, .folder = make->tree, .environment = environment,
		.log = log, .line = read_make_line, .context = &reader,
		.interrupts = make->plan->context->interrupts,
	};
	const int rc = child_watch(&watch, &why);
	if (rc <= 0)
		return rc == 0 ? 0 : error_set(err, rc, "%s", why.text);
	return error_set(err, -EIO, "%s: %sthe whole log is %s",
			 *make->failed ? make->failed : why.text,
			 strstr(make->failed, ": not found") ?
				 "expected the tools that scripts/setup lab installs: " : "",
			 make->log);
}

/* The .config of a build in place tells which compiler it is for. */
static bool is_clang(const struct kernel_make *make)
{
	AUTO_FREE char *config = make->output ? NULL :
				 file_text(make->tree, "/.config");
	return config && strstr(config, "CONFIG_CC_IS_CLANG=y");
}

static int run_make(struct kernel_make *make, const char *const goals[],
		    struct error *err)
{
	const char *argv[MAX_WORDS] = { "make" };
	size_t n = 1;
	const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	AUTO_FREE char *jobs = text_format("-j%u", make->plan->context->jobs ?
					   make->plan->context->jobs :
					   cpus > 0 ? (unsigned int)cpus : 1);
	AUTO_FREE char *arch = text_format("ARCH=%s",
					   kernel_target(make->plan->request->arch)->make_arch);
	AUTO_FREE char *cross = text_format("CROSS_COMPILE=%s",
					    kernel_tool_prefix(make->plan->request->arch));
	AUTO_FREE char *output = make->output ? text_format("O=%s", make->output) :
						NULL;
	argv[n++] = jobs;
	argv[n++] = arch;
	argv[n++] = cross;
	if (output) {
		argv[n++] = output;
		argv[n++] = "LOCALVERSION=";
	}
	if (is_clang(make))
		argv[n++] = "LLVM=1";
	while (*goals && n < MAX_WORDS - 1)
		argv[n++] = *goals++;
	return run(make, argv, output != NULL, err);
}

int kernel_make_image(struct kernel_make *make, struct error *err)
{
	const char *const goals[] = { kernel_target(make->plan->request->arch)->goal, NULL };
	make->nr_objects = 0;
	return run_make(make, goals, err);
}

int kernel_make_configure(struct kernel_make *make, struct error *err)
{
	const struct kernel_fragments *fragments = &make->plan->fragments;
	static const char *const tiny[] = { "tinyconfig", NULL };
	static const char *const defaults[] = { "olddefconfig", NULL };
	AUTO_FREE char *config = text_format("%s/.config", make->output);
	const char *const merge[] = {
		"sh", "scripts/kconfig/merge_config.sh", "-m", "-O", make->output,
		config, fragments->ours, fragments->users, NULL };
	kernel_tell(make->plan->context, "configuring", -1);
	return run_make(make, tiny, err) ?:
	       run(make, merge, true, err) ?:
	       run_make(make, defaults, err);
}
