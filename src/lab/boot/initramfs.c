/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/initramfs.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"

struct member {
	const char *name;
	__LA_MODE_T type;
	mode_t mode;
	const char *bytes;
	size_t n;
};

/* /dev/console must be there before devtmpfs is, or init has no output. */
enum { CONSOLE_MAJOR = 5, CONSOLE_MINOR = 1 };

/* Time, inode and owner are set: the archive must be the same every time. */
static struct archive_entry *entry_of(const struct member *member, int inode)
{
	struct archive_entry *entry = error_unless_memory(archive_entry_new());
	archive_entry_set_pathname(entry, member->name);
	archive_entry_set_filetype(entry, member->type);
	archive_entry_set_perm(entry, member->mode);
	archive_entry_set_size(entry, (la_int64_t)member->n);
	archive_entry_set_mtime(entry, 0, 0);
	archive_entry_set_uid(entry, 0);
	archive_entry_set_gid(entry, 0);
	archive_entry_set_dev(entry, 0);
	archive_entry_set_ino(entry, inode);
	archive_entry_set_nlink(entry, 1);
	if (member->type == AE_IFCHR) {
		archive_entry_set_rdevmajor(entry, CONSOLE_MAJOR);
		archive_entry_set_rdevminor(entry, CONSOLE_MINOR);
	}
	return entry;
}

static int write_member(struct archive *archive, const struct member *member,
			int inode)
{
	struct archive_entry *entry = entry_of(member, inode);
	int rc = archive_write_header(archive, entry) == ARCHIVE_OK ? 0 : -EIO;
	if (rc == 0 && member->n > 0 &&
	    archive_write_data(archive, member->bytes, member->n) !=
		    (la_ssize_t)member->n)
		rc = -EIO;
	archive_entry_free(entry);
	return rc;
}

static int write_members(struct archive *archive, const struct member *member,
			 size_t n)
{
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = write_member(archive, &member[i], (int)i + 1);
	return rc;
}

static int write_archive(const char *path, const struct member *member,
			 size_t n, struct error *err)
{
	struct archive *archive = error_unless_memory(archive_write_new());
	int rc = -EIO;
	if (archive_write_set_format_cpio_newc(archive) == ARCHIVE_OK &&
	    archive_write_open_filename(archive, path) == ARCHIVE_OK)
		rc = write_members(archive, member, n);
	if (rc == 0 && archive_write_close(archive) != ARCHIVE_OK)
		rc = -EIO;
	if (rc != 0) {
		/* libarchive's own text for a full disk is "Write error". */
		const int code = archive_errno(archive);
		const char *why = code > 0 ? strerror(code) :
					     archive_error_string(archive);
		error_set(err, rc, "initramfs '%s': %s", path,
			  why ? why : strerror(-rc));
	}
	archive_write_free(archive);
	return rc;
}

/* The job and newlines up to the next whole block. */
static char *pad_job(const char *job, size_t *n)
{
	const size_t length = strlen(job);
	const size_t block = INITRAMFS_JOB_BYTES;
	*n = (length + block) / block * block;
	char *text = error_unless_memory(malloc(*n));
	memcpy(text, job, length);
	memset(text + length, '\n', *n - length);
	return text;
}

int initramfs_write(const char *path, const char *guest, const char *job,
		    struct error *err)
{
	size_t nr_program, nr_job;
	AUTO_FREE char *program = file_bytes(guest, &nr_program);
	if (!program)
		return error_set(err, -errno, "guest program '%s': %m", guest);
	AUTO_FREE char *padded = pad_job(job, &nr_job);
	const struct member members[] = {
		{ "dev", AE_IFDIR, 0755, NULL, 0 },
		{ "dev/console", AE_IFCHR, 0600, NULL, 0 },
		{ "proc", AE_IFDIR, 0755, NULL, 0 },
		{ "sys", AE_IFDIR, 0755, NULL, 0 },
		{ "tmp", AE_IFDIR, 01777, NULL, 0 },
		{ "init", AE_IFREG, 0755, program, nr_program },
		{ "job", AE_IFREG, 0644, padded, nr_job },
	};
	return write_archive(path, members, ARRAY_SIZE(members), err);
}
