/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/knobs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

const char *knobs_lock_path = "/run/lock/pft-knobs.lock";

enum { VALUE_SIZE = 256, MAX_KNOBS = 128 };

/* One message to the helper; below PIPE_BUF, so that it arrives whole. */
struct old_value {
	char path[512];
	char value[VALUE_SIZE];
};
_Static_assert(sizeof(struct old_value) <= PIPE_BUF, "an atomic message");

/* Of the characters that names in /proc/sys and /sys have, going nowhere up. */
static bool is_name(const char *name)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		"_-./:@+";
	return *name && name[strspn(name, plain)] == '\0' &&
	       !strstr(name, "..") && !strstr(name, "//") &&
	       name[strlen(name) - 1] != '/';
}

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* "vm.swappiness": two parts at least, and no folder but by dots. */
static bool is_sysctl(const char *name)
{
	const char *dot = strchr(name, '.');
	return dot && dot != name && name[strlen(name) - 1] != '.' &&
	       !strpbrk(name, "/:");
}

int knobs_path(const char *name, char *path, size_t n, struct error *err)
{
	static const char thp[] = "/sys/kernel/mm/transparent_hugepage";
	int length = -1;
	if (is_name(name) && starts_with(name, "thp:") && name[4] &&
	    name[4] != '/')
		length = snprintf(path, n, "%s/%s%s", thp, name + 4,
				  starts_with(name + 4, "hugepages-") &&
				  !strchr(name, '/') ? "/enabled" : "");
	else if (is_name(name) && (starts_with(name, "/proc/sys/") ||
				   starts_with(name, "/sys/")))
		length = snprintf(path, n, "%s", name);
	else if (is_name(name) && is_sysctl(name))
		length = snprintf(path, n, "/proc/sys/%s", name);
	if (length < 0 || (size_t)length >= n)
		return error_set(err, -EINVAL,
				 "knob '%s': expected vm.NAME or another sysctl, thp:NAME, or a path below /proc/sys or /sys",
				 name);
	for (char *c = path; *name != '/' && !starts_with(name, "thp:") && *c; c++)
		if (*c == '.')
			*c = '/';
	return 0;
}

char *knobs_read(const char *path)
{
	char *text = file_text("", "%s", path);
	char *open = text ? strchr(text, '[') : NULL;
	char *close = open ? strchr(open, ']') : NULL;
	if (close) {
		*close = '\0';
		memmove(text, open + 1, (size_t)(close - open));
	}
	return text;
}

static int write_value(const char *path, const char *value)
{
	const int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	const ssize_t n = (ssize_t)strlen(value);
	int rc = 0;
	if (write(fd, value, (size_t)n) != n)
		rc = -errno;
	close(fd);
	return rc;
}

/* Whether two values are the same words, whatever blanks are between. */
static bool same_words(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, " \t\n");
		b += strspn(b, " \t\n");
		const size_t n = strcspn(a, " \t\n");
		if (n != strcspn(b, " \t\n") || memcmp(a, b, n) != 0)
			return false;
		if (n == 0)
			return true;
		a += n;
		b += n;
	}
}

int knobs_set_for_good(const char *path, const char *value, struct error *err)
{
	const int rc = write_value(path, value);
	if (rc != 0)
		return error_set(err, rc, "knob %s: '%s' could not be set: %s",
				 path, value, strerror(-rc));
	char *now = knobs_read(path);
	if (!now)
		return error_set(err, -errno, "knob %s: '%s' was set, but it cannot be read: %s",
				 path, value, strerror(errno));
	const bool same = same_words(now, value);
	if (!same)
		error_set(err, -EINVAL, "knob %s: '%s' was set, but it says '%s'",
			  path, value, now);
	free(now);
	return same ? 0 : -EINVAL;
}

/* The helper: remember until the pipe closes, then put back, latest first. */
static void helper_main(int pipe)
{
	struct old_value old[MAX_KNOBS];
	size_t n = 0;
	int failed = 0;
	setsid();	/* out of reach of the terminal's Ctrl-C */
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	while (n < MAX_KNOBS) {
		const ssize_t got = read(pipe, &old[n], sizeof(old[n]));
		if (got == sizeof(old[n]))
			n++;
		else if (got == 0 || (got < 0 && errno != EINTR))
			break;
	}
	while (n-- > 0) {
		const int rc = write_value(old[n].path, old[n].value);
		if (rc == 0)
			continue;
		failed = 1;
		dprintf(STDERR_FILENO, "pft: %s could not be set back to '%s': %s\n",
			old[n].path, old[n].value, strerror(-rc));
	}
	_exit(failed);
}

static int lock_machine(struct knobs *knobs, struct error *err)
{
	const char *path = knobs_lock_path;
	knobs->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (knobs->lock < 0)
		return error_set(err, -errno,
				 "%s: %s: expected to be able to lock the machine's knobs: run pft as root",
				 path, strerror(errno));
	if (flock(knobs->lock, LOCK_EX | LOCK_NB) == 0)
		return 0;
	char holder[64];
	file_lock_holder(knobs->lock, holder, sizeof(holder));
	close(knobs->lock);
	knobs->lock = -1;
	return error_set(err, -EBUSY,
			 "the machine's knobs are held by %s: wait for it to end",
			 holder);
}

static int start_helper(struct knobs *knobs, struct error *err)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set(err, -errno, "pipe: %s", strerror(errno));
	fflush(NULL);
	knobs->helper = fork();
	if (knobs->helper == 0) {
		/* It keeps the lock open: no other pft sets knobs before all are
		 * set back. */
		close(ends[1]);
		helper_main(ends[0]);
	}
	const int code = errno;
	close(ends[0]);
	if (knobs->helper < 0) {
		close(ends[1]);
		return error_set(err, -code, "fork: %s", strerror(code));
	}
	knobs->pipe = ends[1];
	return 0;
}

static int knobs_begin(struct knobs *knobs, struct error *err)
{
	if (knobs->pipe >= 0)
		return 0;
	int rc = lock_machine(knobs, err);
	if (rc == 0)
		rc = start_helper(knobs, err);
	return rc;
}

/* Remember what was set; without memory it is only not recorded. */
static void note(struct knobs *knobs, const char *path, const char *value)
{
	struct knob *grown = realloc(knobs->knob,
				     (knobs->n + 1) * sizeof(*grown));
	if (!grown)
		return;
	knobs->knob = grown;
	snprintf(grown[knobs->n].path, sizeof(grown->path), "%s", path);
	snprintf(grown[knobs->n].value, sizeof(grown->value), "%s", value);
	knobs->n++;
}

int knobs_set(struct knobs *knobs, const char *path, const char *value,
	      struct error *err)
{
	struct old_value old = { 0 };
	char *was = knobs_read(path);
	if (!was || strlen(was) >= sizeof(old.value) ||
	    strlen(path) >= sizeof(old.path)) {
		const int code = was ? EOVERFLOW : errno;
		free(was);
		return error_set(err, -code, "knob %s: %s", path, strerror(code));
	}
	strcpy(old.path, path);
	strcpy(old.value, was);
	free(was);
	if (strcmp(old.value, value) == 0)
		return 0;
	int rc = knobs_begin(knobs, err);
	if (rc != 0)
		return rc;
	/* The helper knows the old value before the new one is there. */
	if (write(knobs->pipe, &old, sizeof(old)) != sizeof(old))
		return error_set(err, -EIO, "knob %s: the helper that puts it back is gone",
				 path);
	rc = write_value(path, value);
	if (rc != 0)
		return error_set(err, rc, "knob %s: '%s' could not be set: %s: %s",
				 path, value, strerror(-rc),
				 rc == -EACCES || rc == -EPERM || rc == -EROFS ?
					 "run pft as root" :
					 "expected a value that the kernel takes");
	note(knobs, path, value);
	return 0;
}

int knobs_close(struct knobs *knobs, struct error *err)
{
	int rc = 0, status = 0;
	if (knobs->pipe >= 0) {
		close(knobs->pipe);
		while (waitpid(knobs->helper, &status, 0) < 0 && errno == EINTR)
			;
		if (status != 0)
			rc = error_set(err, -EIO, "a knob could not be put back: see above");
	}
	if (knobs->lock >= 0)
		close(knobs->lock);
	free(knobs->knob);
	*knobs = KNOBS_CLOSED;
	return rc;
}
