/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GRACE_S = 5, LINE_MAX_BYTES = 4096 };

/* What the program ends with, as a shell would say it. */
static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void set_environment(const char *const *environment)
{
	for (; environment && *environment; environment++) {
		const char *value = strchr(*environment, '=');
		char *name = value ? strndup(*environment,
					     (size_t)(value - *environment)) :
				     NULL;
		if (name)
			setenv(name, value + 1, 1);
		else
			unsetenv(*environment);
		free(name);
	}
}

static _Noreturn void watch_exec(const struct child_watch *watch, int out,
				 int failed, const sigset_t *mask)
{
	const int null = open("/dev/null", O_RDONLY);
	signal(SIGPIPE, SIG_DFL);
	set_environment(watch->environment);
	if (null >= 0 && dup2(null, 0) >= 0 && dup2(out, 1) >= 0 &&
	    dup2(out, 2) >= 0 && (!watch->folder || chdir(watch->folder) == 0) &&
	    sigprocmask(SIG_SETMASK, mask, NULL) == 0)
		execvp(watch->argv[0], (char *const *)watch->argv);
	const int code = errno;
	if (write(failed, &code, sizeof(code)) < 0)
		_exit(126);
	_exit(127);
}

/*
 * Wait for the program, or for the word to end it: SIGTERM, from our parent or
 * from the kernel when our parent is dead.
 */
static _Noreturn void guard_wait(pid_t program, const sigset_t *signals)
{
	const struct timespec grace = { .tv_sec = GRACE_S };
	bool ending = false;
	for (;;) {
		const int got = sigtimedwait(signals, NULL,
					     ending ? &grace : NULL);
		int status;
		if (waitpid(program, &status, WNOHANG) == program)
			_exit(exit_status(status));
		if (got < 0 && errno == EAGAIN)
			kill(0, SIGKILL);
		if (got == SIGTERM && !ending) {
			ending = true;
			kill(0, SIGTERM);
		}
	}
}

/* The leader of the group, between us and the program. It never execs. */
static _Noreturn void guard(const struct child_watch *watch, pid_t parent,
			    int out, int failed)
{
	sigset_t signals, mask;
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, &mask);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGINT, SIG_IGN);	/* of a terminal: not for this group */
	signal(SIGHUP, SIG_IGN);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(128 + SIGTERM);
	/*
	 * We are a copy of a process that may be large, and have one thread: to copy
	 * its page tables once more would take longer than many a program.
	 */
	const pid_t program = vfork();
	if (program == 0)
		watch_exec(watch, out, failed, &mask);
	const int code = errno;
	if (program < 0 && write(failed, &code, sizeof(code)) < 0)
		_exit(126);
	if (program < 0)
		_exit(127);
	close(out);
	close(failed);
	guard_wait(program, &signals);
}

/* Lines as they come; one that is too long comes in pieces. */
struct lines {
	char text[LINE_MAX_BYTES];
	size_t n;
};

static void lines_cut(const struct child_watch *watch, struct lines *lines,
		      bool ended)
{
	char *at = lines->text, *end;
	lines->text[lines->n] = '\0';
	while ((end = memchr(at, '\n', lines->n - (size_t)(at - lines->text)))) {
		*end = '\0';
		if (watch->line)
			watch->line(watch->context, at);
		at = end + 1;
	}
	const size_t left = lines->n - (size_t)(at - lines->text);
	const bool whole = left > 0 && (ended || left + 1 == sizeof(lines->text));
	if (whole && watch->line)
		watch->line(watch->context, at);
	lines->n = whole ? 0 : left;
	memmove(lines->text, at, lines->n);
}

static void log_bytes(int log, const char *bytes, size_t n)
{
	while (log >= 0 && n > 0) {
		const ssize_t put = write(log, bytes, n);
		if (put <= 0 && errno != EINTR)
			return;	/* a full disk: the program itself will say so */
		if (put > 0) {
			bytes += put;
			n -= (size_t)put;
		}
	}
}

static bool is_interrupted(const struct child_watch *watch)
{
	return watch->interrupts && atomic_load(watch->interrupts) > 0;
}

/* Until the end of its output. Returns whether it was told to end. */
static bool watch_output(const struct child_watch *watch, pid_t pid, int out)
{
	struct lines lines = { .n = 0 };
	bool ending = false;
	for (;;) {
		struct pollfd ready = { .fd = out, .events = POLLIN };
		if (!ending && is_interrupted(watch)) {
			kill(pid, SIGTERM);
			ending = true;
		}
		if (poll(&ready, 1, 100) <= 0)
			continue;
		const ssize_t got = read(out, lines.text + lines.n,
					 sizeof(lines.text) - 1 - lines.n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		log_bytes(watch->log, lines.text + lines.n, (size_t)got);
		lines.n += (size_t)got;
		lines_cut(watch, &lines, false);
	}
	lines_cut(watch, &lines, true);
	return ending;
}

static int pipe_pair(int out[2], int failed[2], struct error *err)
{
	if (pipe2(out, O_CLOEXEC) != 0)
		return error_set(err, -errno, "pipe: %s", strerror(errno));
	if (pipe2(failed, O_CLOEXEC) == 0)
		return 0;
	const int code = errno;
	close(out[0]);
	close(out[1]);
	return error_set(err, -code, "pipe: %s", strerror(code));
}

int child_watch(const struct child_watch *watch, struct error *err)
{
	int out[2], failed[2], code = 0, status = 0;
	const int rc = pipe_pair(out, failed, err);
	if (rc != 0)
		return rc;
	fflush(NULL);
	const pid_t parent = getpid();
	const pid_t pid = fork();
	if (pid == 0) {
		close(out[0]);
		guard(watch, parent, out[1], failed[1]);
	}
	code = pid < 0 ? errno : 0;
	close(out[1]);
	close(failed[1]);
	const bool ended = pid > 0 && watch_output(watch, pid, out[0]);
	if (pid > 0 && read(failed[0], &code, sizeof(code)) != sizeof(code))
		code = 0;
	close(out[0]);
	close(failed[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (code != 0)
		return error_set(err, -code, "%s: %s", watch->argv[0],
				 strerror(code));
	if (ended)
		return error_set(err, -EINTR, "interrupted");
	status = exit_status(status);
	if (status != 0)
		error_set(err, 0, "%s: exit status %d", watch->argv[0], status);
	return status;
}

static void keep_said(void *context, const char *line)
{
	struct child_said *said = context;
	/* gnuplot points at a mistake with a line of "^" alone. */
	if (!line[strspn(line, " \t^")])
		return;
	if (!*said->first)
		snprintf(said->first, sizeof(said->first), "%s", line);
	snprintf(said->last, sizeof(said->last), "%s", line);
}

int child_listen(const struct child_watch *watch, struct child_said *said,
		 struct error *err)
{
	struct child_watch listening = *watch;
	*said = (struct child_said){ "", "" };
	listening.line = keep_said;
	listening.context = said;
	return child_watch(&listening, err);
}

int child_run(const struct child_spec *spec, struct error *err)
{
	const struct child_watch watch = { .argv = spec->argv,
					   .folder = spec->folder, .log = -1 };
	struct child_said said;
	const int rc = child_listen(&watch, &said, err);
	if (rc > 0)
		error_set(err, 0, "%s: exit status %d: %s", spec->argv[0], rc,
			  said.first);
	return rc;
}
