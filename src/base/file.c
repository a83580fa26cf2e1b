/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/hash.h"
#include "base/text.h"

enum { FILE_MAX = 16 << 20 };

/* Until the end: files of /proc have no size. */
char *file_rest(int fd, size_t most, size_t *n)
{
	size_t size = 4096;
	char *text = error_unless_memory(malloc(size));
	for (*n = 0;;) {
		const ssize_t got = read(fd, text + *n, size - *n - 1);
		if (got == 0)
			break;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || *n + (size_t)got >= most) {
			const int code = got < 0 ? errno : EFBIG;
			free(text);
			errno = code;
			return NULL;
		}
		*n += (size_t)got;
		if (*n + 1 == size)
			text = error_unless_memory(realloc(text, size *= 2));
	}
	text[*n] = '\0';
	return text;
}

char *file_bytes(const char *path, size_t *n)
{
	AUTO_CLOSE const int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? NULL : file_rest(fd, SIZE_MAX, n);
}

static int is_name(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

char **file_names(const char *folder)
{
	struct dirent **entry;
	const int n = scandir(folder, &entry, is_name, alphasort);
	if (n < 0)
		return NULL;
	char **names = error_unless_memory(calloc((size_t)n + 1, sizeof(*names)));
	for (int i = 0; i < n; i++) {
		names[i] = text_format("%s", entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
	return names;
}

void file_names_close(char **names)
{
	for (size_t i = 0; names && names[i]; i++)
		free(names[i]);
	free(names);
}

char *file_text(const char *root, const char *path_format, ...)
{
	va_list args;
	va_start(args, path_format);
	AUTO_FREE char *below = text_format_list(path_format, args);
	va_end(args);
	AUTO_FREE char *path = text_format("%s%s", root, below);
	size_t length;
	AUTO_CLOSE const int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = fd < 0 ? NULL : file_rest(fd, FILE_MAX, &length);
	while (text && length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	return text;
}

int file_hash(const char *path, uint64_t *hash)
{
	char bytes[65536];
	AUTO_CLOSE const int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : 0;
	*hash = HASH_START;
	while (fd >= 0 && ((got = read(fd, bytes, sizeof(bytes))) > 0 ||
			   (got < 0 && errno == EINTR)))
		if (got > 0)
			*hash = hash_bytes(*hash, bytes, (size_t)got);
	return got < 0 ? -errno : 0;
}

int file_make_folders(const char *path, struct error *err)
{
	char folder[PATH_MAX];
	if (snprintf(folder, sizeof(folder), "%s", path) >= (int)sizeof(folder))
		return error_set(err, -ENAMETOOLONG, "directory '%s': name too long",
				 path);
	for (char *c = folder + 1;; c++) {
		if (*c != '/' && *c != '\0')
			continue;
		const char was = *c;
		*c = '\0';
		struct stat st;
		if (mkdir(folder, 0777) != 0 &&
		    (errno != EEXIST || stat(folder, &st) != 0 ||
		     !S_ISDIR(st.st_mode))) {
			const int code = errno == EEXIST ? ENOTDIR : errno;
			return error_set(err, -code,
					 "directory '%s': %s: expected a place that can be written: name another with -o",
					 folder, strerror(code));
		}
		*c = was;
		if (was == '\0')
			return 0;
	}
}

static int write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		const ssize_t put = write(fd, text, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		text += put;
		n -= (size_t)put;
	}
	return 0;
}

int file_replace(const char *path, const char *text, size_t n,
		 struct error *err)
{
	char fresh[PATH_MAX];
	if (snprintf(fresh, sizeof(fresh), "%s.XXXXXX", path) >=
	    (int)sizeof(fresh))
		return error_set(err, -ENAMETOOLONG, "file '%s': name too long",
				 path);
	const int fd = mkostemp(fresh, O_CLOEXEC);
	if (fd < 0)
		return error_set(err, -errno, "file '%s': %s", path,
				 strerror(errno));
	const mode_t mask = umask(0);
	umask(mask);
	int rc = write_all(fd, text, n);
	if (rc == 0 && fchmod(fd, 0666 & ~mask) != 0)
		rc = -errno;
	if (close(fd) != 0 && rc == 0)
		rc = -errno;
	if (rc == 0 && rename(fresh, path) != 0)
		rc = -errno;
	if (rc != 0) {
		unlink(fresh);
		return error_set(err, rc, "file '%s': %s", path, strerror(-rc));
	}
	return 0;
}

void file_lock_holder(int fd, char *holder, size_t n)
{
	snprintf(holder, n, "another process");
	struct stat st;
	char *locks = file_text("", "/proc/locks");
	if (!locks || fstat(fd, &st) != 0) {
		free(locks);
		return;
	}
	char file[64];
	snprintf(file, sizeof(file), "%02x:%02x:%lu", major(st.st_dev),
		 minor(st.st_dev), (unsigned long)st.st_ino);
	char *save = NULL;
	for (char *line = strtok_r(locks, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		char type[16], where[64];
		int pid;
		if (sscanf(line, "%*s %15s %*s %*s %d %63s", type, &pid, where) != 3 ||
		    strcmp(type, "FLOCK") != 0 || strcmp(where, file) != 0)
			continue;
		char *name = pid > 0 ? file_text("", "/proc/%d/comm", pid) : NULL;
		if (name)
			snprintf(holder, n, "pid %d (%.16s)", pid, name);
		free(name);
		break;
	}
	free(locks);
}

int file_state_folder(char *folder, size_t n, struct error *err)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	int length;
	/* The base directory specification: a relative one is to be ignored. */
	if (state && *state == '/')
		length = snprintf(folder, n, "%s/pft", state);
	else if (home && *home == '/')
		length = snprintf(folder, n, "%s/.local/state/pft", home);
	else
		return error_set(err, -ENOENT,
				 "neither XDG_STATE_HOME nor HOME is set: expected a place for records: set one, or name a file with -o");
	if (length < 0 || (size_t)length >= n)
		return error_set(err, -ENAMETOOLONG,
				 "XDG_STATE_HOME or HOME: expected a shorter name");
	return 0;
}
