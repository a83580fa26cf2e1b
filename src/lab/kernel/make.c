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

#include "base/child.h"
#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/arch.h"
#include "lab/kernel/folder.h"

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

/* How well a line says what went wrong; 0: not at all. */
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
	const struct kernel_context *context = make->context;
	char what[160];
	double done = -1;
	if (!context->progress)
		return;
	if (make->expected > 0 && make->nr_objects <= make->expected)
		done = (double)make->nr_objects / (double)make->expected;
	if (make->expected > 0)
		snprintf(what, sizeof(what), "compiling %s", object);
	else
		snprintf(what, sizeof(what), "compiling %s, %" PRIu64 " so far",
			 object, make->nr_objects);
	context->progress(context->context, what, done);
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

/*
 * gcc through ccache by PATH, not by CC=: the command lines that make compares
 * are the same with and without, so that installing it rebuilds nothing.
 */
static char *path_with_ccache(const struct kernel_make *make)
{
	const char *path = getenv("PATH");
	char *ccache = kernel_find_program("ccache");
	if (!ccache)
		return text_format("PATH=%s", path ? path : "");
	char *folder = text_format("%s/ccache", make->store->root);
	char *link = text_format("%s/%sgcc", folder,
				 kernel_tool_prefix(make->arch));
	if (mkdir(folder, 0777) == 0 || errno == EEXIST)
		/* A link that is there already is as good. */
		if (symlink(ccache, link) != 0 && errno != EEXIST)
			unlink(link);
	char *text = text_format("PATH=%s:%s", folder, path ? path : "");
	free(link);
	free(folder);
	free(ccache);
	return text;
}

static int run(struct kernel_make *make, const char *const *argv, bool fixed,
	       struct error *err)
{
	struct reader reader = { .make = make };
	struct error why = { "" };
	char *path = path_with_ccache(make);
	/* What a make around us or the user's habits would add; and what makes
	 * two builds of the same the same. */
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
	const int log = open(make->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
			     0666);
	*make->failed = '\0';
	const struct child_watch watch = {
		.argv = argv, .folder = make->tree, .environment = environment,
		.log = log, .line = read_make_line, .context = &reader,
		.interrupts = make->context->interrupts,
	};
	const int rc = child_watch(&watch, &why);
	if (log >= 0)
		close(log);
	free(path);
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
	char *config = make->output ? NULL : file_text(make->tree, "/.config");
	const bool clang = config && strstr(config, "CONFIG_CC_IS_CLANG=y");
	free(config);
	return clang;
}

int kernel_make_run(struct kernel_make *make, const char *const goals[],
	     struct error *err)
{
	const char *argv[MAX_WORDS] = { "make" };
	size_t n = 1;
	const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	char *words[] = {
		text_format("-j%u", make->context->jobs ? make->context->jobs :
				    cpus > 0 ? (unsigned int)cpus : 1),
		text_format("ARCH=%s", kernel_target(make->arch)->make_arch),
		text_format("CROSS_COMPILE=%s", kernel_tool_prefix(make->arch)),
		text_format("O=%s", make->output ? make->output : ""),
	};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (i < 3 || make->output)
			argv[n++] = words[i];
	if (make->output)
		argv[n++] = "LOCALVERSION=";
	if (is_clang(make))
		argv[n++] = "LLVM=1";
	while (*goals && n < MAX_WORDS - 1)
		argv[n++] = *goals++;
	const int rc = run(make, argv, make->output != NULL, err);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		free(words[i]);
	return rc;
}

int kernel_make_configure(struct kernel_make *make,
		   const struct kernel_fragments *fragments, struct error *err)
{
	static const char *const tiny[] = { "tinyconfig", NULL };
	static const char *const defaults[] = { "olddefconfig", NULL };
	if (make->context->progress)
		make->context->progress(make->context->context, "configuring", -1);
	char *config = text_format("%s/.config", make->output);
	const char *const merge[] = {
		"sh", "scripts/kconfig/merge_config.sh", "-m", "-O", make->output,
		config, fragments->ours, fragments->users, NULL };
	int rc = kernel_make_run(make, tiny, err);
	if (rc == 0)
		rc = run(make, merge, true, err);
	if (rc == 0)
		rc = kernel_make_run(make, defaults, err);
	free(config);
	return rc;
}
