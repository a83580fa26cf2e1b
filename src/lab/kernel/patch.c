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

#include "base/child.h"
#include "base/data.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "lab/kernel/folder.h"

/* ---- what they are ---- */

static int add_text(char ***texts, size_t *n, char *text)
{
	char **more = realloc(*texts, (*n + 1) * sizeof(**texts));
	if (!more) {
		free(text);
		return -ENOMEM;
	}
	*texts = more;
	more[(*n)++] = text;
	return 0;
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
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
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

static int add_touched(struct kernel_patches *patches, char *name)
{
	const char *base = strrchr(name, '/');
	base = base ? base + 1 : name;
	/* patch itself refuses names that lead out of the tree. */
	if (!*name || strstr(name, "..") || is_touched(patches, name)) {
		free(name);
		return 0;
	}
	patches->configures = patches->configures ||
			      strncmp(base, "Kconfig", 7) == 0;
	return add_text(&patches->touched, &patches->nr_touched, name);
}

/* Takes file over. */
static int add_patch(struct kernel_patches *patches, char *file,
		     struct error *err)
{
	const size_t before = patches->nr_touched;
	size_t nr_names = 0;
	char *text = file_text("", "%s", file);
	if (!text) {
		const int code = errno;
		error_set(err, -code, "patch '%s': %s: expected a file that can be read",
			  file, strerror(code));
		free(file);
		return -code;
	}
	patches->hash = hash_bytes(patches->hash, text, strlen(text) + 1);
	int rc = add_text(&patches->file, &patches->n, file);
	for (const char *line = text; rc == 0 && *line;) {
		const size_t n = strcspn(line, "\n");
		char *name = touched_name(line, n);
		nr_names += name != NULL;
		if (name)
			rc = add_touched(patches, name);
		line += n + (line[n] == '\n');
	}
	free(text);
	if (rc == 0 && nr_names == 0 && patches->nr_touched == before)
		rc = error_set(err, -EINVAL, "patch '%s': it changes no file: expected one as git format-patch or diff -u makes it, with paths like a/mm/memory.c",
			       file);
	return rc;
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
	char *text = file_text(folder, "/series"), *save = NULL;
	if (!text)
		return error_set(err, -ENOENT, "patches '%s': no file 'series' in it: expected one with the names of the patches in their order, one a line",
				 folder);
	int rc = 0;
	for (char *line = strtok_r(text, "\n", &save);
	     line && rc == 0 && (upto == 0 || patches->n < upto);
	     line = strtok_r(NULL, "\n", &save))
		rc = add_series_line(patches, folder, line, err);
	free(text);
	if (rc == 0 && patches->n < upto)
		rc = error_set(err, -EINVAL, "series '%s': the first %" PRIu64 " of %zu patches: expected at most as many as there are",
			       folder, upto, patches->n);
	return rc;
}

char *kernel_patches_path(const char *patches)
{
	char *path = patches ? realpath(patches, NULL) : NULL;
	char *name = patches && !path && !strchr(patches, '/') ?
			     text_format("kernel-patches/%s", patches) : NULL;
	if (name)
		path = data_path(name, NULL);
	free(name);
	return path;
}

int kernel_patches_open(const char *path, uint64_t upto,
			struct kernel_patches *patches, struct error *err)
{
	struct stat st;
	*patches = (struct kernel_patches){ .hash = HASH_START };
	if (!path)
		return upto == 0 ? 0 :
			error_set(err, -EINVAL, "the first %" PRIu64 " patches of nothing: expected --patches with a series",
				  upto);
	char *real = kernel_patches_path(path);
	int rc = 0;
	if (!real || stat(real, &st) != 0)
		rc = error_set(err, -ENOENT, "patches '%s': %s: expected a folder with a series file, or one patch",
			       path, strerror(ENOENT));
	else if (S_ISDIR(st.st_mode))
		rc = add_series(patches, real, upto, err);
	else if (upto > 0)
		rc = error_set(err, -EINVAL, "patches '%s': the first %" PRIu64 " of one patch: expected a folder with a series file",
			       path, upto);
	else
		rc = add_patch(patches, text_format("%s", real), err);
	free(real);
	if (rc == -ENOMEM)
		error_set(err, rc, "out of memory");
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

/* What patch says of one file of the series. */
struct applied {
	const struct kernel_context *context;
	const char *name;	/* of the patch */
	char file[256];		/* that patch is at */
	char failed[640];	/* first thing that went wrong */
};

static void warn(const struct kernel_context *context, const char *line)
{
	if (context->warn)
		context->warn(context->context, line);
}

static void read_patch_line(void *context, const char *line)
{
	static const char at[] = "patching file ";
	struct applied *applied = context;
	if (strncmp(line, at, strlen(at)) == 0) {
		snprintf(applied->file, sizeof(applied->file), "%s",
			 line + strlen(at));
	} else if (strstr(line, " with fuzz ")) {
		char *text = text_format("patch '%s': %s: %s", applied->name,
					 applied->file, line);
		warn(applied->context, text);
		free(text);
	} else if (!*applied->failed &&
		   (strstr(line, "FAILED") || strstr(line, "can't find file") ||
		    strstr(line, "malformed") || strstr(line, "dangerous") ||
		    strstr(line, "Only garbage") || strstr(line, "refusing"))) {
		snprintf(applied->failed, sizeof(applied->failed), "%s%s%.300s",
			 applied->file, *applied->file ? ": " : "", line);
	}
}

/*
 * The rejected hunk: each line of it goes to warn; the message has as much of
 * its beginning as fits, with bars between.
 */
static void show_hunk(const char *rejects, const struct kernel_context *context,
		      char *shown, size_t size)
{
	char *text = file_text("", "%s", rejects), *save = NULL;
	size_t n = 0;
	*shown = '\0';
	for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		warn(context, line);
		if (strncmp(line, "---", 3) != 0 && strncmp(line, "+++", 3) != 0 &&
		    n + 4 < size) {
			const int put = snprintf(shown + n, size - n, "%s%s",
						 n ? " | " : ": ", line);
			n += put > 0 ? (size_t)put : 0;
		}
	}
	free(text);
}

static int unshare_touched(const struct kernel_patches *patches,
			   const char *tree, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; i < patches->nr_touched && rc == 0; i++) {
		char *path = text_format("%s/%s", tree, patches->touched[i]);
		rc = kernel_unshare(path, err);
		free(path);
	}
	return rc;
}

static int apply_one(const char *file, const char *tree, const char *scratch,
		     const struct kernel_context *context, struct error *err)
{
	const char *name = strrchr(file, '/') + 1;
	struct applied applied = { .context = context, .name = name };
	struct error why = { "" };
	/* -f asks nothing, and takes no patch for one to be reversed. */
	const char *const argv[] = { "patch", "-p1", "-f",
				     "--no-backup-if-mismatch", "-r", scratch,
				     "-i", file, NULL };
	const char *const environment[] = { "LC_ALL=C", "POSIXLY_CORRECT",
					    "PATCH_GET", "QUOTING_STYLE=literal",
					    NULL };
	const struct child_watch watch = {
		.argv = argv, .folder = tree, .environment = environment,
		.log = -1, .line = read_patch_line, .context = &applied,
		.interrupts = context->interrupts,
	};
	unlink(scratch);
	const int rc = child_watch(&watch, &why);
	if (rc < 0)
		return error_set(err, rc, rc == -ENOENT ?
				 "%s: expected the program patch: install it" : "%s",
				 why.text);
	if (rc == 0)
		return 0;
	char hunk[600];
	show_hunk(scratch, context, hunk, sizeof(hunk));
	unlink(scratch);
	return error_set(err, -EINVAL, "patch '%s' does not apply: %s%s", name,
			 *applied.failed ? applied.failed : why.text, hunk);
}

int kernel_patches_apply(const struct kernel_patches *patches, const char *tree,
		  const char *scratch, const struct kernel_context *context,
		  struct error *err)
{
	int rc = unshare_touched(patches, tree, err);
	for (size_t i = 0; i < patches->n && rc == 0; i++)
		rc = apply_one(patches->file[i], tree, scratch, context, err);
	return rc;
}

int kernel_patches_touch(const struct kernel_patches *patches, const char *tree,
		  struct error *err)
{
	int rc = 0;
	for (size_t i = 0; i < patches->nr_touched && rc == 0; i++) {
		char *path = text_format("%s/%s", tree, patches->touched[i]);
		if (utimensat(AT_FDCWD, path, NULL, 0) != 0 && errno != ENOENT)
			rc = error_set(err, -errno, "file '%s': %s", path,
				       strerror(errno));
		free(path);
	}
	return rc;
}
