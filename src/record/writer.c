/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/stream.h"
#include "machine/clock.h"
#include "record/jsonl.h"

static int put_line(struct writer *writer, char *line, struct error *err)
{
	const size_t length = strlen(line);
	line[length] = '\n';	/* over the terminator: written by length */
	size_t at = 0;
	int rc = 0;
	while (rc == 0 && at <= length) {
		const ssize_t put = write(writer->fd, line + at, length + 1 - at);
		if (put >= 0)
			at += (size_t)put;
		else if (errno != EINTR)
			rc = -errno;
	}
	free(line);
	/* EINVAL and EROFS: a pipe or a device, which has nothing to sync. */
	if (rc == 0 && writer->syncs && fdatasync(writer->fd) != 0 &&
	    errno != EINVAL && errno != EROFS)
		rc = -errno;
	if (rc != 0)
		error_set(err, rc, "record file '%s': %s: what was written before is kept",
			  writer->path, strerror(-rc));
	return rc;
}

int writer_sample(struct writer *writer, const struct sample *sample,
		  struct error *err)
{
	return put_line(writer, jsonl_sample(sample), err);
}

int writer_facts(struct writer *writer, const struct facts *facts,
		 struct error *err)
{
	return put_line(writer, jsonl_facts(facts), err);
}

static int open_bad(const char *path, int code, struct error *err)
{
	return error_set(err, -code,
			 "record file '%s': %s: expected a file that can be written: name another with -o",
			 path, strerror(code));
}

static int lock(struct writer *writer, struct error *err)
{
	struct stat st;
	/* A pipe or a device is nobody's to hold. */
	if (fstat(writer->fd, &st) == 0 && !S_ISREG(st.st_mode))
		return 0;
	if (flock(writer->fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return open_bad(writer->path, errno, err);
	char holder[64];
	file_lock_holder(writer->fd, holder, sizeof(holder));
	return error_set(err, -EBUSY,
			 "record file '%s': held by %s: wait for it to end, or name another with -o",
			 writer->path, holder);
}

/* Whether the file ends in the middle of a line; *size receives its length. */
static bool is_torn(int fd, off_t *size)
{
	struct stat st;
	char last;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
		return false;
	*size = st.st_size;
	return pread(fd, &last, 1, st.st_size - 1) == 1 && last != '\n';
}

/* Close a torn end: what stands there stays, a reader is told to skip it. */
static int mend(struct writer *writer, FILE *warn, struct error *err)
{
	off_t size;
	if (!is_torn(writer->fd, &size))
		return 0;
	if (write(writer->fd, "\n", 1) != 1)
		return open_bad(writer->path, errno, err);
	char now[40];
	struct records records = { 0 };
	struct facts *torn = records_add_facts(&records, "torn");
	facts_add_text(&records, torn, "time", clock_utc(now, sizeof(now)));
	facts_add_number(&records, torn, "offset_bytes", real_of((double)size));
	const int rc = writer_facts(writer, torn, err);
	records_close(&records);
	if (rc == 0 && warn) {
		AUTO_FREE char *path = text_shown(writer->path);
		fprintf(warn, "pft: record file '%s': its last line was torn: the line is kept and marked, and readers skip it\n",
			path);
	}
	return rc;
}

/* As it was opened for us: opening it anew may be refused, or start over. */
static int open_stdout(void)
{
	return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
}

/* For reading as well, to see how the file ends; a pipe may refuse that. */
static int open_file(const char *path)
{
	int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY,
		      0666);
	if (fd < 0 && errno == EACCES)
		fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY);
	return fd;
}

int writer_open(struct writer *writer, const char *path, FILE *warn,
		struct error *err)
{
	*writer = (struct writer){ .path = path, .syncs = true };
	writer->fd = strcmp(path, "-") == 0 ? open_stdout() : open_file(path);
	if (writer->fd < 0)
		return open_bad(path, errno, err);
	int rc = lock(writer, err);
	if (rc == 0)
		rc = mend(writer, warn, err);
	if (rc != 0) {
		close(writer->fd);
		writer->fd = -1;
	}
	return rc;
}

int writer_close(struct writer *writer, struct error *err)
{
	const int fd = writer->fd;
	writer->fd = -1;
	if (fd >= 0 && close(fd) != 0)
		return error_set(err, -errno, "record file '%s': %s",
				 writer->path, strerror(errno));
	return 0;
}
