/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/patch.h"

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
#include "base/data.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/known.h"
#include "base/text.h"
#include "record/record.h"

/* ---- what they are ---- */

/* Takes text over. */
static void add_text(char ***texts, size_t *n, char *text)
{
	*texts = records_grow(*texts, *n, sizeof(**texts));
	(*texts)[(*n)++] = text;
}

static bool is_touched(const struct kernel_patches *patches, const char *name)
{
	for (size_t i = 0; i < patches->nr_touched; i++)
		if (strcmp(patches->touched[i], name) == 0)
			return true;
	return false;
}

/*
 * The file that a line "--- a/mm/memory.c", "+++ b/mm/memory.c" or
 * "rename from mm/memory.c" names. The first component of a path goes, as with
 * patch -p1; /dev/null is none.
 */
static char *touched_name(const char *line, size_t length)
{
	static const struct { const char *word; bool strip; } words[] = {
		{ "--- ", true }, { "+++ ", true }, { "rename from ", false },
		{ "rename to ", false }, { "copy to ", false },
	};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		const size_t n = strlen(words[i].word);
		if (length <= n || strncmp(line, words[i].word, n) != 0)
			continue;
		const char *name = line + n;
		size_t rest = strcspn(name, "\t\r\n");
		rest = rest > length - n ? length - n : rest;
		const char *slash = memchr(name, '/', rest);
		if (words[i].strip && (!slash || name[0] == '/'))
			return NULL;
		const size_t skip = words[i].strip ? (size_t)(slash + 1 - name) : 0;
		return strndup(name + skip, rest - skip);
	}
	return NULL;
}

/* Takes name over. */
static void add_touched(struct kernel_patches *patches, char *name)
{
	const char *slash = strrchr(name, '/');
	/* patch itself refuses names that lead out of the tree. */
	if (!*name || strstr(name, "..") || is_touched(patches, name)) {
		free(name);
		return;
	}
	if (strncmp(slash ? slash + 1 : name, "Kconfig", 7) == 0)
		patches->configures = true;
	add_text(&patches->touched, &patches->nr_touched, name);
}

/* Returns whether the patch changes any file. */
static bool add_names(struct kernel_patches *patches, const char *text)
{
	bool any = false;
	while (*text) {
		const size_t n = strcspn(text, "\n");
		char *name = touched_name(text, n);
		if (name)
			add_touched(patches, name);
		any = any || name;
		text += n + (text[n] == '\n');
	}
	return any;
}

/* Takes file over. */
static int add_patch(struct kernel_patches *patches, char *file,
		     struct error *err)
{
	AUTO_FREE char *text = file_text("", "%s", file);
	add_text(&patches->file, &patches->n, file);
	if (!text)
		return error_set(err, -errno, "patch '%s': %m: expected a file that can be read",
				 file);
	patches->hash = hash_bytes(patches->hash, text, strlen(text) + 1);
	if (add_names(patches, text))
		return 0;
	return error_set(err, -EINVAL, "patch '%s': it changes no file: expected one as git format-patch or diff -u makes it, with paths like a/mm/memory.c",
			 file);
}

/* "0001-name.patch", also "0001-name.patch -p1  # why". */
static int add_series_line(struct kernel_patches *patches, const char *folder,
			   char *line, struct error *err)
{
	char name[512], strip[16] = "-p1";
	line[strcspn(line, "#")] = '\0';
	if (sscanf(line, "%511s %15s", name, strip) < 1)
		return 0;
	if (strcmp(strip, "-p1") != 0)
		return error_set(err, -EINVAL, "series '%s/series': '%s': expected -p1, or nothing, after the name of a patch",
				 folder, strip);
	return add_patch(patches, text_format("%s/%s", folder, name), err);
}

static int add_series(struct kernel_patches *patches, const char *folder,
		      uint64_t upto, struct error *err)
{
	AUTO_FREE char *text = file_text(folder, "/series");
	char *rest = text;
	if (!text)
		return error_set(err, -ENOENT, "patches '%s': no file 'series' in it: expected one with the names of the patches in their order, one a line",
				 folder);
	int rc = 0;
	for (char *line; rc == 0 && (upto == 0 || patches->n < upto) &&
			 (line = strsep(&rest, "\n"));)
		rc = add_series_line(patches, folder, line, err);
	if (rc == 0 && patches->n < upto)
		rc = error_set(err, -EINVAL, "series '%s': the first %" PRIu64 " of %zu patches: expected at most as many as there are",
			       folder, upto, patches->n);
	return rc;
}

char *kernel_patches_path(const char *patches)
{
	char *path = patches ? realpath(patches, NULL) : NULL;
	if (!patches || path || strchr(patches, '/'))
		return path;
	AUTO_FREE char *name = text_format("kernel-patches/%s", patches);
	return data_path(name, NULL);
}

static int add_all(struct kernel_patches *patches, const char *path,
		   uint64_t upto, struct error *err)
{
	struct stat st;
	AUTO_FREE char *real = kernel_patches_path(path);
	if (!real || stat(real, &st) != 0)
		return error_set(err, -ENOENT, "patches '%s': %s: expected a directory with a series file, or one patch",
				 path, strerror(ENOENT));
	if (S_ISDIR(st.st_mode))
		return add_series(patches, real, upto, err);
	if (upto > 0)
		return error_set(err, -EINVAL, "patches '%s': the first %" PRIu64 " of one patch: expected a directory with a series file",
				 path, upto);
	return add_patch(patches, text_format("%s", real), err);
}

int kernel_patches_open(const char *path, uint64_t upto,
			struct kernel_patches *patches, struct error *err)
{
	*patches = (struct kernel_patches){ .hash = HASH_START };
	if (!path)
		return upto == 0 ? 0 :
			error_set(err, -EINVAL, "the first %" PRIu64 " patches of nothing: expected --patches with a series",
				  upto);
	const int rc = add_all(patches, path, upto, err);
	if (rc != 0)
		kernel_patches_close(patches);
	return rc;
}

void kernel_patches_close(struct kernel_patches *patches)
{
	for (size_t i = 0; i < patches->n; i++)
		free(patches->file[i]);
	for (size_t i = 0; i < patches->nr_touched; i++)
		free(patches->touched[i]);
	free(patches->file);
	free(patches->touched);
	*patches = (struct kernel_patches){ 0 };
}

/* ---- applying ---- */

/* One patch that is being applied, and what patch says of it. */
struct applying {
	const struct kernel_context *context;
	const char *name;	/* of the patch */
	const char *tree;
	const char *rejects;	/* path for hunks that do not apply */
	char file[256];		/* that patch is at */
	char failed[640];	/* first thing that went wrong */
};

static void read_patch_line(void *context, const char *line)
{
	static const char at[] = "patching file ";
	static const char *const failures[] = {
		"FAILED", "can't find file", "malformed", "dangerous",
		"Only garbage", "refusing",
	};
	struct applying *a = context;
	if (strncmp(line, at, strlen(at)) == 0)
		snprintf(a->file, sizeof(a->file), "%s", line + strlen(at));
	if (strstr(line, " with fuzz ")) {
		AUTO_FREE char *text = text_format("patch '%s': %s: %s", a->name,
						   a->file, line);
		kernel_warn(a->context, text);
	}
	for (size_t i = 0; !*a->failed && i < ARRAY_SIZE(failures); i++)
		if (strstr(line, failures[i]))
			snprintf(a->failed, sizeof(a->failed), "%s%s%.300s",
				 a->file, *a->file ? ": " : "", line);
}

/*
 * Each line of the rejected hunk is a warning; shown receives as many of them as fit,
 * with bars between.
 */
static void show_hunk(const struct applying *a, char *shown, size_t size)
{
	AUTO_FREE char *text = file_text("", "%s", a->rejects);
	char *rest = text;
	size_t n = 0;
	*shown = '\0';
	for (char *line; (line = strsep(&rest, "\n"));) {
		if (!*line)
			continue;
		kernel_warn(a->context, line);
		if (strncmp(line, "---", 3) != 0 && strncmp(line, "+++", 3) != 0 &&
		    n + 4 < size) {
			const int put = snprintf(shown + n, size - n, "%s%s",
						 n ? " | " : ": ", line);
			n += put > 0 ? (size_t)put : 0;
		}
	}
}

static int apply(struct applying *a, const char *file, struct error *err)
{
	struct error why = { "" };
	/* -f: ask nothing, and do not assume that a patch is reversed. */
	const char *const argv[] = { "patch", "-p1", "-f",
				     "--no-backup-if-mismatch", "-r", a->rejects,
				     "-i", file, NULL };
	const char *const environment[] = { "LC_ALL=C", "POSIXLY_CORRECT",
					    "PATCH_GET", "QUOTING_STYLE=literal",
					    NULL };
	const struct child_watch watch = {
		.argv = argv, .folder = a->tree, .environment = environment,
		.log = -1, .line = read_patch_line, .context = a,
		.interrupts = a->context->interrupts,
	};
	char hunk[600];
	const int rc = child_watch(&watch, &why);
	if (rc < 0)
		return error_set(err, rc, rc == -ENOENT ?
				 "%s: expected the program patch: install it" : "%s",
				 why.text);
	if (rc == 0)
		return 0;
	show_hunk(a, hunk, sizeof(hunk));
	unlink(a->rejects);
	return error_set(err, -EINVAL, "patch '%s' does not apply: %s%s", a->name,
			 *a->failed ? a->failed : why.text, hunk);
}

/* Give the tree a file of its own, which may be written to. */
static int make_own(const char *path, struct error *err)
{
	struct stat st;
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	AUTO_FREE char *fresh = text_format("%s.pft-copy", path);
	const char *const argv[] = { "cp", "-pL", "--", path, fresh, NULL };
	const int rc = child_run(&(struct child_spec){ .argv = argv }, err);
	if (rc != 0)
		return rc < 0 ? rc : -EIO;
	return rename(fresh, path) == 0 ? 0 :
		error_set(err, -errno, "file '%s': %m", path);
}

static char *touched_path(const struct kernel_patches *patches, size_t i,
			  const char *tree)
{
	return text_format("%s/%s", tree, patches->touched[i]);
}

int kernel_patches_apply(const struct kernel_patches *patches, const char *tree,
			 const struct kernel_context *context,
			 struct error *err)
{
	AUTO_FREE char *rejects = text_format("%s.rejects", tree);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < patches->nr_touched; i++) {
		AUTO_FREE char *path = touched_path(patches, i, tree);
		rc = make_own(path, err);
	}
	for (size_t i = 0; rc == 0 && i < patches->n; i++) {
		struct applying applying = {
			.context = context, .tree = tree, .rejects = rejects,
			.name = strrchr(patches->file[i], '/') + 1,
		};
		rc = apply(&applying, patches->file[i], err);
	}
	return rc;
}

int kernel_patches_touch(const struct kernel_patches *patches, const char *tree,
			 struct error *err)
{
	int rc = 0;
	for (size_t i = 0; i < patches->nr_touched && rc == 0; i++) {
		AUTO_FREE char *path = touched_path(patches, i, tree);
		if (utimensat(AT_FDCWD, path, NULL, 0) != 0 && errno != ENOENT)
			rc = error_set(err, -errno, "file '%s': %m", path);
	}
	return rc;
}
