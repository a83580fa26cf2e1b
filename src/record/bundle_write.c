/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/text.h"

/*
 * The same for all members and always: 2000-01-01. GNU tar calls an earlier one
 * implausible.
 */
enum { MEMBER_TIME = 946684800, PIECE = 1 << 16 };

struct bundle {
	char *path;		/* what it is to be called */
	char *fresh;		/* what it is called until then; NULL: it has its name */
	int fd;			/* -1: closed */
	struct archive *archive;
};

static int failed(const struct bundle *bundle, struct error *err)
{
	const char *why = archive_error_string(bundle->archive);
	return error_set(err, -EIO, "bundle '%s': %s", bundle->path,
			 why ? why : "it could not be written");
}

/* ---- begin ---- */

static int set_up(struct bundle *bundle, struct error *err)
{
	bundle->archive = error_unless_memory(archive_write_new());
	if (archive_write_set_format_ustar(bundle->archive) != ARCHIVE_OK ||
	    archive_write_add_filter_zstd(bundle->archive) != ARCHIVE_OK ||
	    archive_write_set_filter_option(bundle->archive, "zstd",
					    "compression-level", "9") != ARCHIVE_OK ||
	    archive_write_open_fd(bundle->archive, bundle->fd) != ARCHIVE_OK)
		return failed(bundle, err);
	return 0;
}

int bundle_create(const char *path, struct bundle **made, struct error *err)
{
	struct stat there;
	*made = NULL;
	if (lstat(path, &there) == 0)
		return error_set(err, -EEXIST, "bundle '%s': it is there already, and records are never overwritten: name another, or remove it",
				 path);
	AUTO_FREE char *fresh = text_format("%s.XXXXXX", path);
	const int fd = mkostemp(fresh, O_CLOEXEC);
	if (fd < 0)
		return error_set(err, -errno, "bundle '%s': %s: expected a file that can be made there",
				 path, strerror(errno));
	struct bundle *bundle = error_unless_memory(calloc(1, sizeof(*bundle)));
	*bundle = (struct bundle){ .path = text_format("%s", path),
				   .fresh = text_format("%s", fresh), .fd = fd };
	const int rc = set_up(bundle, err);
	if (rc == 0)
		*made = bundle;
	else
		bundle_close(bundle);
	return rc;
}

/* ---- members ---- */

/* All that could differ between two writers is set: time, owner, mode. */
static int begin_member(struct bundle *bundle, const char *name, size_t n,
			struct error *err)
{
	struct archive_entry *entry = error_unless_memory(archive_entry_new());
	AUTO_FREE char *path = text_format("pft-report/%s", name);
	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)n);
	archive_entry_set_mtime(entry, MEMBER_TIME, 0);
	archive_entry_set_uid(entry, 0);
	archive_entry_set_gid(entry, 0);
	const int rc = archive_write_header(bundle->archive, entry);
	archive_entry_free(entry);
	return rc == ARCHIVE_OK ? 0 : failed(bundle, err);
}

static int put(struct bundle *bundle, const char *bytes, size_t n,
	       struct error *err)
{
	if (n > 0 && archive_write_data(bundle->archive, bytes, n) !=
			     (la_ssize_t)n)
		return failed(bundle, err);
	return 0;
}

int bundle_add_text(struct bundle *bundle, const char *name, const char *text,
		    struct error *err)
{
	const int rc = begin_member(bundle, name, strlen(text), err);
	return rc != 0 ? rc : put(bundle, text, strlen(text), err);
}

int bundle_add_file(struct bundle *bundle, const char *name, FILE *file,
		    struct error *err)
{
	char bytes[PIECE];
	struct stat st;
	size_t got;
	rewind(file);
	int rc = fstat(fileno(file), &st) == 0 ?
			 begin_member(bundle, name, (size_t)st.st_size, err) :
			 error_set(err, -errno, "'%s': %s", name, strerror(errno));
	size_t left = (size_t)st.st_size;
	/* One byte beyond shows that it has grown. */
	while (rc == 0 && (got = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		if (got > left)
			break;
		rc = put(bundle, bytes, got, err);
		left -= got;
	}
	if (rc == 0 && ferror(file))
		rc = error_set(err, -EIO, "bundle '%s': '%s' could not be read to its end",
			       bundle->path, name);
	if (rc == 0 && (left > 0 || !feof(file)))
		rc = error_set(err, -ESTALE, "bundle '%s': '%s' has changed meanwhile: is it still being written?",
			       bundle->path, name);
	return rc;
}

/* ---- end ---- */

static int give_name(const struct bundle *bundle)
{
	int rc = renameat2(AT_FDCWD, bundle->fresh, AT_FDCWD, bundle->path,
			   RENAME_NOREPLACE);
	/* Not every file system can do that. */
	if (rc != 0 && (errno == EINVAL || errno == ENOSYS))
		rc = rename(bundle->fresh, bundle->path);
	return rc == 0 ? 0 : -errno;
}

int bundle_finish(struct bundle *bundle, struct error *err)
{
	if (archive_write_close(bundle->archive) != ARCHIVE_OK)
		return failed(bundle, err);
	const mode_t mask = umask(0);
	umask(mask);
	int rc = fchmod(bundle->fd, 0666 & ~mask) == 0 ? 0 : -errno;
	const int fd = bundle->fd;
	bundle->fd = -1;
	if (close(fd) != 0 && rc == 0)
		rc = -errno;
	if (rc == 0)
		rc = give_name(bundle);
	if (rc != 0)
		return error_set(err, rc, "bundle '%s': %s", bundle->path,
				 strerror(-rc));
	free(bundle->fresh);
	bundle->fresh = NULL;
	return 0;
}

void bundle_close(struct bundle *bundle)
{
	if (!bundle)
		return;
	archive_write_free(bundle->archive);
	if (bundle->fd >= 0)
		close(bundle->fd);
	if (bundle->fresh)
		unlink(bundle->fresh);
	free(bundle->fresh);
	free(bundle->path);
	free(bundle);
}

const char *bundle_library(void)
{
	return archive_version_details();
}
