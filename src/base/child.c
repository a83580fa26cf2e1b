/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void child_exec(const struct child_spec *spec, int out, int failed)
{
	const int null = open("/dev/null", O_RDWR);
	if (null >= 0 && dup2(null, 0) >= 0 && dup2(null, 1) >= 0 &&
	    dup2(out, 2) >= 0 && (!spec->folder || chdir(spec->folder) == 0))
		execvp(spec->argv[0], (char *const *)spec->argv);
	const int code = errno;
	if (write(failed, &code, sizeof(code)) < 0)
		_exit(126);
	_exit(127);
}

/* Keep the first line that says something; drain the rest. */
static void first_line(int fd, char *line, size_t size)
{
	char text[4096];
	size_t n = 0;
	ssize_t got;
	while ((got = read(fd, text + n, sizeof(text) - n)) > 0 ||
	       (got < 0 && errno == EINTR)) {
		if (got > 0)
			n += (size_t)got;
		if (n == sizeof(text))
			break;
	}
	char rest[4096];
	while (n == sizeof(text) && read(fd, rest, sizeof(rest)) > 0)
		;
	const char *at = text;
	while (n > 0 && (*at == '\n' || *at == ' ' || *at == '^')) {
		at++;
		n--;
	}
	const char *end = memchr(at, '\n', n);
	const size_t length = end ? (size_t)(end - at) : n;
	snprintf(line, size, "%.*s", (int)length, at);
}

int child_run(const struct child_spec *spec, struct error *err)
{
	int out[2], failed[2];
	if (pipe2(out, O_CLOEXEC) != 0)
		return error_set(err, -errno, "pipe: %s", strerror(errno));
	if (pipe2(failed, O_CLOEXEC) != 0) {
		const int code = errno;
		close(out[0]);
		close(out[1]);
		return error_set(err, -code, "pipe: %s", strerror(code));
	}
	fflush(NULL);
	const pid_t pid = fork();
	if (pid == 0)
		child_exec(spec, out[1], failed[1]);
	const int fork_code = errno;
	close(out[1]);
	close(failed[1]);
	int code = 0;
	char line[512] = "";
	if (pid > 0) {
		first_line(out[0], line, sizeof(line));
		if (read(failed[0], &code, sizeof(code)) != sizeof(code))
			code = 0;
	} else {
		code = fork_code;
	}
	close(out[0]);
	close(failed[0]);
	int status = 0;
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (code != 0)
		return error_set(err, -code, "%s: %s", spec->argv[0],
				 strerror(code));
	if (status == 0)
		return 0;
	status = WIFEXITED(status) ? WEXITSTATUS(status) :
				     128 + WTERMSIG(status);
	error_set(err, 0, "%s: exit status %d: %s", spec->argv[0], status, line);
	return status;
}
