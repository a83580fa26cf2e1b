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

#include "base/known.h"

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

static bool is_packed(FILE *file)
{
	static const struct { const char *bytes; size_t n; off_t at; } magics[] = {
		{ "\x28\xb5\x2f\xfd", 4, 0 },	/* zstd */
		{ "\xfd" "7zXZ\0", 6, 0 },
		{ "\x1f\x8b", 2, 0 },		/* gzip */
		{ "ustar", 5, 257 },		/* a bundle that was unpacked by half */
	};
	struct stat st;
	/* A pipe's first bytes can be read only once. */
	if (fstat(fileno(file), &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(magics); i++) {
		char bytes[8];
		if (pread(fileno(file), bytes, magics[i].n, magics[i].at) ==
			    (ssize_t)magics[i].n &&
		    memcmp(bytes, magics[i].bytes, magics[i].n) == 0)
			return true;
	}
	return false;
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
	u->archive = archive_read_new();
	if (!u->archive)
		return error_set(u->err, -ENOMEM, "out of memory");
	archive_read_support_filter_gzip(u->archive);
	archive_read_support_filter_xz(u->archive);
	archive_read_support_filter_zstd(u->archive);
	archive_read_support_format_raw(u->archive);
	archive_read_support_format_tar(u->archive);
	int rc = archive_read_open_fd(u->archive, fileno(in), PIECE) == ARCHIVE_OK ?
			 read_members(u) : garbage(u);
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
	char path[4096];
	if (snprintf(path, sizeof(path), "%s/pft-XXXXXX",
		     folder && *folder ? folder : "/tmp") >= (int)sizeof(path))
		return NULL;
	const int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return NULL;
	unlink(path);
	FILE *file = fdopen(fd, "w+");
	if (!file)
		close(fd);
	return file;
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
