/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/source.h"

#include <ctype.h>
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
#include "base/hash.h"
#include "base/text.h"
#include "lab/kernel/folder.h"

/* ---- what the text means ---- */

/* "6.12", "6.1": a line of kernels that Debian packages. */
static bool is_line(const char *text)
{
	const size_t major = strspn(text, "0123456789");
	return major > 0 && text[major] == '.' && text[major + 1] &&
	       strspn(text + major + 1, "0123456789") == strlen(text + major + 1);
}

static void set_identity(struct kernel_source *source, const char *type,
			 uint64_t hash)
{
	snprintf(source->identity, sizeof(source->identity), "%s-%016" PRIx64,
		 type, hash);
}

/*
 * A tarball is 150 MB, too much to be read each time. Its ends have the sums of
 * what is between (xz, gzip), and its time tells a plain one.
 */
static int tarball_identity(struct kernel_source *source, const struct stat *st,
			    struct error *err)
{
	enum { END_BYTES = 65536 };
	char bytes[END_BYTES];
	const int64_t what[] = { st->st_size, st->st_mtim.tv_sec,
				 st->st_mtim.tv_nsec };
	uint64_t hash = hash_bytes(HASH_START, what, sizeof(what));
	const off_t last = st->st_size > END_BYTES ? st->st_size - END_BYTES : 0;
	const int fd = open(source->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, -errno, "source '%s': %s", source->given,
				 strerror(errno));
	for (int end = 0; end < 2; end++) {
		const ssize_t got = pread(fd, bytes, sizeof(bytes),
					  end ? last : 0);
		if (got > 0)
			hash = hash_bytes(hash, bytes, (size_t)got);
	}
	close(fd);
	set_identity(source, "tar", hash);
	return 0;
}

static int folder_open(struct kernel_source *source, struct error *err)
{
	uint64_t hash;
	if (access(source->path, R_OK | X_OK) != 0)
		return error_set(err, -errno, "source '%s': %s", source->given,
				 strerror(errno));
	char *config = text_format("%s/.config", source->path);
	const bool built = access(config, F_OK) == 0;
	free(config);
	if (built)
		return error_set(err, -EINVAL,
				 "source '%s': it has a .config, of a build in place: expected a clean one: run make mrproper there, or say tree:%s to have it built as it is",
				 source->given, source->given);
	const int rc = kernel_folder_hash(source->path, &hash, err);
	if (rc == 0)
		set_identity(source, "dir",
			     hash_bytes(hash, source->path, strlen(source->path)));
	return rc;
}

static void keep_line(void *context, const char *line)
{
	snprintf(context, 256, "%s", line);
}

/* One line that git says. */
static int git_line(const char *const *argv, char line[256], struct error *err)
{
	*line = '\0';
	struct error why = { "" };
	const struct child_watch watch = { .argv = argv, .log = -1,
					   .line = keep_line, .context = line };
	const int rc = child_watch(&watch, &why);
	if (rc < 0)
		return error_set(err, rc, "%s: expected git: install it", why.text);
	return rc == 0 ? 0 : error_set(err, -EINVAL, "%s", line);
}

/* "DIR@REVISION", or "DIR": its HEAD. */
static int git_open(const char *text, struct kernel_source *source,
		    struct error *err)
{
	char line[256];
	struct error why = { "" };
	const char *at = strrchr(text, '@');
	char *folder = at ? strndup(text, (size_t)(at - text)) : strdup(text);
	char *commit = text_format("%s^{commit}", at ? at + 1 : "HEAD");
	const char *const argv[] = { "git", "-C", folder, "rev-parse", "--verify",
				     "--quiet", "--end-of-options", commit, NULL };
	source->path = folder ? realpath(folder, NULL) : NULL;
	int rc = 0;
	if (!source->path)
		rc = error_set(err, -ENOENT, "source '%s': no folder '%s': expected git:DIR@REVISION",
			       source->given, folder);
	else if (git_line(argv, line, &why) != 0)
		rc = error_set(err, -EINVAL, "source '%s': git knows no such revision there%s%s: expected git:DIR@REVISION",
			       source->given, *why.text ? ": " : "", why.text);
	/* With --end-of-options git may print that word as well: last line counts. */
	if (rc == 0) {
		source->commit = text_format("%s", line);
		snprintf(source->identity, sizeof(source->identity), "git-%.40s",
			 line);
	}
	free(commit);
	free(folder);
	return rc;
}

static int missing(const char *text, struct error *err)
{
	if (is_line(text))
		return error_set(err, -ENOENT,
				 "source '%s': no /usr/src/linux-source-%s.tar.xz: expected that of a Debian package: install linux-source-%s, or name a tarball or folder",
				 text, text, text);
	return error_set(err, -ENOENT,
			 "source '%s': %s: expected a tarball, a folder, git:DIR@REVISION, tree:DIR, or a line such as 6.12",
			 text, strerror(errno));
}

static int path_open(const char *text, struct kernel_source *source,
		     struct error *err)
{
	struct stat st;
	char *line = text_format("/usr/src/linux-source-%s.tar.xz", text);
	source->path = realpath(is_line(text) && access(text, F_OK) != 0 ?
				line : text, NULL);
	free(line);
	if (!source->path || stat(source->path, &st) != 0)
		return missing(text, err);
	if (S_ISDIR(st.st_mode)) {
		source->type = SOURCE_FOLDER;
		return folder_open(source, err);
	}
	source->type = SOURCE_TARBALL;
	return tarball_identity(source, &st, err);
}

static int tree_open(const char *text, struct kernel_source *source,
		     struct error *err)
{
	source->path = realpath(text, NULL);
	if (!source->path)
		return error_set(err, -ENOENT, "source '%s': %s: expected tree:DIR",
				 source->given, strerror(errno));
	set_identity(source, "tree",
		     hash_bytes(HASH_START, source->path, strlen(source->path)));
	return 0;
}

/* Folders are to be kernels; what is packed shows when it is unpacked. */
static int check_makefile(const char *folder, const char *given,
			  struct error *err)
{
	char *text = file_text(folder, "/Makefile");
	const bool good = text && strstr(text, "VERSION =");
	free(text);
	return good ? 0 : error_set(err, -EINVAL, "source '%s': not a Linux source: expected a Makefile with VERSION in it",
				    given);
}

int kernel_source_open(const char *text, struct kernel_source *source,
		struct error *err)
{
	int rc;
	text = text ? text : KERNEL_LINE_DEFAULT;
	*source = (struct kernel_source){ .given = text_format("%s", text) };
	if (strncmp(text, "git:", 4) == 0) {
		source->type = SOURCE_GIT;
		rc = git_open(text + 4, source, err);
	} else if (strncmp(text, "tree:", 5) == 0) {
		source->type = SOURCE_TREE;
		rc = tree_open(text + 5, source, err);
	} else {
		rc = path_open(text, source, err);
	}
	if (rc == 0 && (source->type == SOURCE_FOLDER || source->type == SOURCE_TREE))
		rc = check_makefile(source->path, source->given, err);
	if (rc != 0)
		kernel_source_close(source);
	return rc;
}

void kernel_source_close(struct kernel_source *source)
{
	free(source->given);
	free(source->path);
	free(source->commit);
	*source = (struct kernel_source){ 0 };
}

/* ---- unpacking ---- */

static int run_tool(const char *const *argv, const char *folder,
		    const char *const *environment,
		    const struct kernel_context *context,
		    const struct kernel_source *source, struct error *err)
{
	char said[256] = "";
	struct error why = { "" };
	const struct child_watch watch = {
		.argv = argv, .folder = folder, .environment = environment,
		.log = -1, .line = keep_line, .context = said,
		.interrupts = context->interrupts,
	};
	const int rc = child_watch(&watch, &why);
	if (rc == 0 || rc == -EINTR)
		return rc == 0 ? 0 : error_set(err, rc, "%s", why.text);
	return error_set(err, -EINVAL, "source '%s': cannot be unpacked: %s",
			 source->given, rc > 0 && *said ? said : why.text);
}

static int unpack_tarball(const struct kernel_source *source, const char *tree,
			  const struct kernel_context *context,
			  struct error *err)
{
	const char *const argv[] = { "tar", "-x", "--strip-components=1",
				     "--no-same-owner", "-C", tree, "-f",
				     source->path, NULL };
	const char *const environment[] = { "XZ_OPT=-T0", "TAR_OPTIONS", NULL };
	return run_tool(argv, NULL, environment, context, source, err);
}

/* A work tree of its own: neither index nor work tree of the user's is touched. */
static int unpack_git(const struct kernel_source *source, const char *tree,
		      const struct kernel_context *context, struct error *err)
{
	char line[256];
	const char *const where[] = { "git", "-C", source->path, "rev-parse",
				      "--absolute-git-dir", NULL };
	int rc = git_line(where, line, err);
	if (rc != 0)
		return rc;
	char *index = text_format("GIT_INDEX_FILE=%s.index", tree);
	char *git = text_format("--git-dir=%s", line);
	const char *const argv[] = { "git", git, "--work-tree=.", "checkout",
				     "-q", "-f", source->commit, "--", ".", NULL };
	const char *const environment[] = { index, NULL };
	rc = run_tool(argv, tree, environment, context, source, err);
	unlink(index + strlen("GIT_INDEX_FILE="));
	free(git);
	free(index);
	return rc;
}

static int unpack(const struct kernel_source *source, const char *folder,
		  const struct kernel_context *context, struct error *err)
{
	char what[160];
	const char *name = strrchr(source->path, '/');
	char *tree = text_format("%s/tree", folder);
	char *end = text_format("%s/source.json", folder);
	char *text = text_format("{\"type\":\"note\",\"schema\":\"pft/1\",\"identity\":\"%s\"}\n",
				 source->identity);
	snprintf(what, sizeof(what), "unpacking %s", name ? name + 1 : source->path);
	if (context->progress)
		context->progress(context->context, what, -1);
	int rc = kernel_remove(folder, err);
	if (rc == 0)
		rc = file_make_folders(tree, err);
	if (rc == 0)
		rc = source->type == SOURCE_GIT ?
			     unpack_git(source, tree, context, err) :
			     unpack_tarball(source, tree, context, err);
	if (rc == 0)
		rc = check_makefile(tree, source->given, err);
	if (rc == 0)
		rc = file_replace(end, text, strlen(text), err);
	if (rc != 0)
		kernel_remove(folder, NULL);
	free(text);
	free(end);
	free(tree);
	return rc;
}

int kernel_source_provide(const struct kernel_source *source, const struct kernel_store *store,
		   const struct kernel_context *context, char **folder,
		   int *use, struct error *err)
{
	int lock = -1;
	*use = -1;
	*folder = NULL;
	if (source->type == SOURCE_FOLDER || source->type == SOURCE_TREE) {
		*folder = text_format("%s", source->path);
		return 0;
	}
	char *name = text_format("sources-%s", source->identity);
	char *path = kernel_store_folder(store, STORE_SOURCES, source->identity);
	int rc = kernel_store_lock(store, name, context, &lock, err);
	if (rc == 0)
		rc = kernel_store_use(store, STORE_SOURCES, source->identity, use, err);
	if (rc == 0 && !kernel_store_finished(store, STORE_SOURCES, source->identity))
		rc = unpack(source, path, context, err);
	kernel_store_unlock(lock);
	if (rc == 0) {
		kernel_store_touch(store, STORE_SOURCES, source->identity);
		*folder = text_format("%s/tree", path);
	} else {
		kernel_store_unlock(*use);
		*use = -1;
	}
	free(path);
	free(name);
	return rc;
}
