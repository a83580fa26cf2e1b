/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/text.h"

enum { PIECE = 1 << 16 };

/* A file of a few bytes may unpack to more than any disk holds. */
static const uint64_t BYTES_MAX = UINT64_C(8) << 30;

struct unpacking {
	const char *path;
	struct archive *archive;
	FILE *out;
	uint64_t nr_bytes;	/* of all members so far */
	size_t nr_members;	/* that are records */
	struct error *err;
};

/* ---- reading: what is packed ---- */

static struct archive *archive_of(FILE *file)
{
	struct archive *archive = error_unless_memory(archive_read_new());
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_format_raw(archive);
	archive_read_support_format_tar(archive);
	rewind(file);
	archive_read_open_fd(archive, fileno(file), PIECE);
	return archive;
}

/* What libarchive takes for packed, or cannot unpack. */
static bool is_packed(FILE *file)
{
	struct archive_entry *entry;
	struct stat st;
	/* A pipe's first bytes can be read only once. */
	if (fstat(fileno(file), &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_size == 0)
		return false;
	struct archive *archive = archive_of(file);
	const bool plain =
		archive_read_next_header(archive, &entry) == ARCHIVE_OK &&
		archive_format(archive) == ARCHIVE_FORMAT_RAW &&
		archive_filter_code(archive, 0) == ARCHIVE_FILTER_NONE;
	archive_read_free(archive);
	rewind(file);
	return !plain;
}

/* ---- reading: its bytes ---- */

static int garbage(const struct unpacking *u)
{
	const char *why = archive_error_string(u->archive);
	return error_set(u->err, -EINVAL, "%s: it cannot be unpacked: %s: expected records or a bundle of pft report, whole",
			 u->path, why ? why : "no reason given");
}

static int too_large(const struct unpacking *u)
{
	return error_set(u->err, -EFBIG, "%s: more than %llu GiB are packed in it: unpack it yourself if it is to be trusted",
			 u->path, (unsigned long long)(BYTES_MAX >> 30));
}

/* Of what is skipped the bytes count too: to skip is to unpack. */
static bool is_too_large(const struct unpacking *u)
{
	const la_int64_t whole = archive_filter_bytes(u->archive, 0);
	return u->nr_bytes > BYTES_MAX ||
	       (whole > 0 && (uint64_t)whole > BYTES_MAX);
}

static int unpacked(const struct unpacking *u, const char *bytes, size_t n)
{
	if (fwrite(bytes, 1, n, u->out) == n)
		return 0;
	return error_set(u->err, -errno, "%s: it cannot be unpacked: %s: expected room in the directory for temporary files: set TMPDIR to another",
			 u->path, strerror(errno));
}

/* A member that ends without a newline must not swallow the next one's line. */
static int end_member(const struct unpacking *u, char last)
{
	static const char torn[] = "\n{\"type\":\"torn\",\"schema\":\"pft/1\"}\n";
	return last == '\n' ? 0 : unpacked(u, torn, sizeof(torn) - 1);
}

/* One member's bytes, kept where wanted. */
static int read_member(struct unpacking *u, bool wanted, bool ends)
{
	char bytes[PIECE], last = '\n';
	for (;;) {
		const la_ssize_t n = archive_read_data(u->archive, bytes,
						       sizeof(bytes));
		if (n < 0)
			return garbage(u);
		u->nr_bytes += (uint64_t)n;
		if (is_too_large(u))
			return too_large(u);
		if (n == 0)
			return wanted && ends ? end_member(u, last) : 0;
		last = bytes[n - 1];
		const int rc = wanted ? unpacked(u, bytes, (size_t)n) : 0;
		if (rc != 0)
			return rc;
	}
}

/* Of a tar it is said beforehand: a hole of any size takes no room in it. */
static bool is_said_too_large(struct archive_entry *entry)
{
	return archive_entry_size_is_set(entry) &&
	       (uint64_t)archive_entry_size(entry) > BYTES_MAX;
}

/* "pft-report/records/12.jsonl", a file, and no link to another. */
static bool is_records(struct archive_entry *entry)
{
	static const char folder[] = "pft-report/records/";
	const char *name = archive_entry_pathname(entry);
	if (!name || strncmp(name, folder, sizeof(folder) - 1) != 0 ||
	    archive_entry_filetype(entry) != AE_IFREG ||
	    archive_entry_hardlink(entry))
		return false;
	name += sizeof(folder) - 1;
	const size_t digits = strspn(name, "0123456789");
	return digits > 0 && strcmp(name + digits, ".jsonl") == 0;
}

static int read_members(struct unpacking *u)
{
	struct archive_entry *entry;
	int rc;
	while ((rc = archive_read_next_header(u->archive, &entry)) != ARCHIVE_EOF) {
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
			return garbage(u);
		const bool raw = archive_format(u->archive) == ARCHIVE_FORMAT_RAW;
		const bool wanted = raw || is_records(entry);
		u->nr_members += wanted;
		rc = is_said_too_large(entry) ? too_large(u) :
						read_member(u, wanted, !raw);
		if (rc != 0)
			return rc;
	}
	if (u->nr_members == 0)
		return error_set(u->err, -EINVAL, "%s: no records in it: expected pft-report/records/1.jsonl, as pft report --bundle puts there",
				 u->path);
	return 0;
}

static int unpack(struct unpacking *u, FILE *in)
{
	u->archive = archive_of(in);
	int rc = read_members(u);
	archive_read_free(u->archive);
	if (rc == 0 && fflush(u->out) != 0)
		rc = unpacked(u, "", 1);
	rewind(u->out);
	return rc;
}

/* Without a name: it goes when it is closed, also after SIGKILL. */
static FILE *temporary(void)
{
	const char *folder = getenv("TMPDIR");
	AUTO_FREE char *path = text_format("%s/pft-XXXXXX", folder && *folder ?
						    folder : "/tmp");
	const int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return NULL;
	unlink(path);
	return error_unless_memory(fdopen(fd, "w+"));
}

int bundle_open(const char *path, FILE **file, struct error *err)
{
	FILE *in = fopen(path, "re");
	struct unpacking u = { .path = path, .err = err };
	if (!in)
		return error_set(err, -errno, "%s: %s: expected a file of records that can be read",
				 path, strerror(errno));
	if (!is_packed(in)) {
		*file = in;
		return 0;
	}
	u.out = temporary();
	const int rc = u.out ? unpack(&u, in) :
		error_set(err, -errno, "%s: it is packed, and no temporary file can be made: %s: set TMPDIR to a directory that can be written to",
			  path, strerror(errno));
	fclose(in);
	if (rc == 0)
		*file = u.out;
	else if (u.out)
		fclose(u.out);
	return rc;
}

/* ---- writing: the beginning ---- */

/*
 * The same for all members and always: 2000-01-01. GNU tar calls an earlier one
 * implausible.
 */
enum { MEMBER_TIME = 946684800 };

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

/* ---- writing: members ---- */

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

static int pack(struct bundle *bundle, const char *bytes, size_t n,
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
	return rc != 0 ? rc : pack(bundle, text, strlen(text), err);
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
		rc = pack(bundle, bytes, got, err);
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

/* ---- writing: the end ---- */

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
