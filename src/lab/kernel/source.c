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

#include "base/auto.h"
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
 * A tarball of 150 MB is too large to be read each time. The ends of an xz or gzip
 * file have checksums of the rest; of a plain one size and time must do.
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
		return error_set(err, -errno, "source '%s': %m", source->given);
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
		return error_set(err, -errno, "source '%s': %m", source->given);
	AUTO_FREE char *config = text_format("%s/.config", source->path);
	if (access(config, F_OK) == 0)
		return error_set(err, -EINVAL,
				 "source '%s': it has a .config, of a build in place: expected a clean one: run make mrproper there, or say tree:%s to have it built as it is",
				 source->given, source->given);
	const int rc = kernel_folder_hash(source->path, &hash, err);
	if (rc == 0)
		set_identity(source, "dir",
			     hash_bytes(hash, source->path, strlen(source->path)));
	return rc;
}

/* The last line that git says: with --end-of-options it may print that first. */
static int git_line(const char *const *argv, struct child_said *said,
		    struct error *err)
{
	struct error why = { "" };
	const struct child_watch watch = { .argv = argv, .log = -1 };
	const int rc = child_listen(&watch, said, &why);
	if (rc < 0)
		return error_set(err, rc, "%s: expected git: install it", why.text);
	return rc == 0 ? 0 : error_set(err, -EINVAL, "%s", said->last);
}

/* "DIR@REVISION", or "DIR": its HEAD. */
static int git_open(const char *text, struct kernel_source *source,
		    struct error *err)
{
	struct child_said said;
	struct error why = { "" };
	const char *at = strrchr(text, '@');
	AUTO_FREE char *folder = text_format("%.*s", (int)(at ? at - text :
							   (ptrdiff_t)strlen(text)), text);
	AUTO_FREE char *commit = text_format("%s^{commit}", at ? at + 1 : "HEAD");
	const char *const argv[] = { "git", "-C", folder, "rev-parse", "--verify",
				     "--quiet", "--end-of-options", commit, NULL };
	source->path = realpath(folder, NULL);
	if (!source->path)
		return error_set(err, -ENOENT, "source '%s': no directory '%s': expected git:DIR@REVISION",
				 source->given, folder);
	if (git_line(argv, &said, &why) != 0)
		return error_set(err, -EINVAL, "source '%s': git knows no such revision there%s%s: expected git:DIR@REVISION",
				 source->given, *why.text ? ": " : "", why.text);
	source->commit = text_format("%s", said.last);
	snprintf(source->identity, sizeof(source->identity), "git-%.40s",
		 said.last);
	return 0;
}

static int missing(const char *text, struct error *err)
{
	if (is_line(text))
		return error_set(err, -ENOENT,
				 "source '%s': no /usr/src/linux-source-%s.tar.xz: expected that of a Debian package: install linux-source-%s, or name a tarball or directory",
				 text, text, text);
	return error_set(err, -ENOENT,
			 "source '%s': %m: expected a tarball, a directory, git:DIR@REVISION, tree:DIR, or a line such as 6.12",
			 text);
}

static int path_open(const char *text, struct kernel_source *source,
		     struct error *err)
{
	struct stat st;
	AUTO_FREE char *line = text_format("/usr/src/linux-source-%s.tar.xz", text);
	source->path = realpath(is_line(text) && access(text, F_OK) != 0 ?
				line : text, NULL);
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
		return error_set(err, -ENOENT, "source '%s': %m: expected tree:DIR",
				 source->given);
	set_identity(source, "tree",
		     hash_bytes(HASH_START, source->path, strlen(source->path)));
	return 0;
}

/* A folder is checked at once, a packed source when it is unpacked. */
static int check_makefile(const char *folder, const char *given,
			  struct error *err)
{
	AUTO_FREE char *text = file_text(folder, "/Makefile");
	return text && strstr(text, "VERSION =") ? 0 :
		error_set(err, -EINVAL, "source '%s': not a Linux source: expected a Makefile with VERSION in it",
			  given);
}

bool kernel_source_is_folder(const struct kernel_source *source)
{
	return source->type == SOURCE_FOLDER || source->type == SOURCE_TREE;
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
	if (rc == 0 && kernel_source_is_folder(source))
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

/* Run what unpacks into tree. */
static int run_tool(const struct kernel_source *source,
		    const struct child_watch *watch, struct error *err)
{
	struct child_said said;
	struct error why = { "" };
	const int rc = child_listen(watch, &said, &why);
	if (rc == 0 || rc == -EINTR)
		return rc == 0 ? 0 : error_set(err, rc, "%s", why.text);
	return error_set(err, -EINVAL, "source '%s': cannot be unpacked: %s",
			 source->given,
			 rc > 0 && *said.first ? said.first : why.text);
}

static int unpack_tarball(const struct kernel_source *source, const char *tree,
			  const struct kernel_context *context,
			  struct error *err)
{
	const char *const argv[] = { "tar", "-x", "--strip-components=1",
				     "--no-same-owner", "-C", tree, "-f",
				     source->path, NULL };
	const char *const environment[] = { "XZ_OPT=-T0", "TAR_OPTIONS", NULL };
	return run_tool(source, &(struct child_watch){
				.argv = argv, .environment = environment,
				.log = -1, .interrupts = context->interrupts },
			err);
}

/* With an index of its own: the user's index and work tree are not touched. */
static int unpack_git(const struct kernel_source *source, const char *tree,
		      const struct kernel_context *context, struct error *err)
{
	struct child_said said;
	const char *const where[] = { "git", "-C", source->path, "rev-parse",
				      "--absolute-git-dir", NULL };
	int rc = git_line(where, &said, err);
	if (rc != 0)
		return rc;
	AUTO_FREE char *index = text_format("GIT_INDEX_FILE=%s.index", tree);
	AUTO_FREE char *git = text_format("--git-dir=%s", said.last);
	const char *const argv[] = { "git", git, "--work-tree=.", "checkout",
				     "-q", "-f", source->commit, "--", ".", NULL };
	const char *const environment[] = { index, NULL };
	rc = run_tool(source, &(struct child_watch){
			      .argv = argv, .folder = tree,
			      .environment = environment, .log = -1,
			      .interrupts = context->interrupts }, err);
	unlink(index + strlen("GIT_INDEX_FILE="));
	return rc;
}

int kernel_source_unpack(const struct kernel_source *source, const char *tree,
			 const struct kernel_context *context,
			 struct error *err)
{
	const char *name = strrchr(source->path, '/');
	AUTO_FREE char *what = text_format("unpacking %s",
					   name ? name + 1 : source->path);
	kernel_tell(context, what, -1);
	return file_make_folders(tree, err) ?:
	       (source->type == SOURCE_GIT ?
			unpack_git(source, tree, context, err) :
			unpack_tarball(source, tree, context, err)) ?:
	       check_makefile(tree, source->given, err);
}
