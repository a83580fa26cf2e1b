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

/* A file of a few bytes may unpack to more than any disk holds. */
static const uint64_t BYTES_MAX = UINT64_C(8) << 30;

enum { PIECE = 1 << 16 };

struct unpacking {
	const char *path;
	struct archive *archive;
	FILE *out;
	uint64_t nr_bytes;	/* of all members so far */
	size_t nr_members;	/* that are records */
	struct error *err;
};

/* ---- what is packed ---- */

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

/* ---- its bytes ---- */

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

static int put(const struct unpacking *u, const char *bytes, size_t n)
{
	if (fwrite(bytes, 1, n, u->out) == n)
		return 0;
	return error_set(u->err, -errno, "%s: it cannot be unpacked: %s: expected room in the folder for temporary files: set TMPDIR to another",
			 u->path, strerror(errno));
}

/* A member that ends without a newline must not swallow the next one's line. */
static int end_member(const struct unpacking *u, char last)
{
	static const char torn[] = "\n{\"type\":\"torn\",\"schema\":\"pft/1\"}\n";
	return last == '\n' ? 0 : put(u, torn, sizeof(torn) - 1);
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
		const int rc = wanted ? put(u, bytes, (size_t)n) : 0;
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
		rc = put(u, "", 1);
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
		error_set(err, -errno, "%s: it is packed, and no temporary file can be made: %s: set TMPDIR to a folder that can be written to",
			  path, strerror(errno));
	fclose(in);
	if (rc == 0)
		*file = u.out;
	else if (u.out)
		fclose(u.out);
	return rc;
}
