/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A QEMU process. It dies with us, even if we are killed. Its files have a limit, for
 * a kernel that prints without end, and it dumps no core.
 */
#include "lab/boot/qemu.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "machine/clock.h"

enum {
	FILE_LIMIT_BYTES = 64 << 20,
	LOOK_EVERY_MS = 20,
	/* A kernel that panics restarts at once; after this it is stopped. */
	PANIC_GRACE_MS = 1000,
	KILL_LIMIT_MS = 5000,
};

/* Threads of CPUs start when guest memory is there, which may take seconds. */
#define PIN_LIMIT_S 10

static const char panic_word[] = "Kernel panic";
static const char hello_word[] = "\"type\":\"hello\"";

static bool limit(int resource, rlim_t most)
{
	const struct rlimit value = { most, most };
	return setrlimit(resource, &value) == 0;
}

/* Returns when QEMU could not be run; errno says why. */
static void exec_qemu(const char *folder, char *const argv[], pid_t parent,
		      int said)
{
	const int null = open("/dev/null", O_RDONLY);
	if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
	    !limit(RLIMIT_FSIZE, FILE_LIMIT_BYTES) || !limit(RLIMIT_CORE, 0) ||
	    null < 0 || dup2(null, 0) < 0 || dup2(said, 1) < 0 ||
	    dup2(said, 2) < 0 || chdir(folder) != 0)
		return;
	if (getppid() != parent)	/* it died before we asked */
		_exit(127);
	execvp(argv[0], argv);
}

/*
 * Returns the process, or -errno: also when the program could not be run. We wait
 * until it runs, as the child shares our memory until then.
 */
static pid_t start_qemu(const char *folder, char *const argv[], int said)
{
	const pid_t parent = getpid();
	volatile int code = 0;
	const pid_t pid = vfork();
	if (pid == 0) {
		exec_qemu(folder, argv, parent, said);
		code = errno;
		_exit(127);
	}
	if (pid < 0)
		return -errno;
	while (code != 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return code == 0 ? pid : -code;
}

/* A file that grows while we look for a word in it. */
struct watch {
	int folder, fd;
	const char *name, *word;
	off_t at;
	bool seen;
};

static bool watch_sees(struct watch *watch)
{
	if (!watch->seen && watch->fd < 0)
		watch->fd = openat(watch->folder, watch->name,
				   O_RDONLY | O_CLOEXEC);
	char text[16384];
	const size_t nr_word = strlen(watch->word);
	while (!watch->seen && watch->fd >= 0) {
		const ssize_t n = pread(watch->fd, text, sizeof(text), watch->at);
		if (n < (ssize_t)nr_word)
			break;
		watch->seen = memmem(text, (size_t)n, watch->word, nr_word);
		/* The word may be cut here: read its beginning again. */
		watch->at += n - (ssize_t)nr_word + 1;
	}
	return watch->seen;
}

/* ---- threads of virtual CPUs ---- */

/* "CPU 3/TCG" or "CPU 3/KVM": with debug-threads=on QEMU names them so. */
static bool thread_cpu(pid_t pid, const char *task, unsigned int *cpu)
{
	AUTO_FREE char *name = file_text("", "/proc/%d/task/%s/comm", (int)pid,
					 task);
	return name && sscanf(name, "CPU %u/", cpu) == 1;
}

/* The nth CPU of those we may use, counted round. */
static bool nth_allowed(unsigned int n, cpu_set_t *one)
{
	cpu_set_t allowed;
	if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
		return false;
	n %= (unsigned int)CPU_COUNT(&allowed);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &allowed) || n-- > 0)
			continue;
		CPU_ZERO(one);
		CPU_SET(cpu, one);
		return true;
	}
	return false;
}

static unsigned int pin_cpus(pid_t pid)
{
	char folder[64];
	snprintf(folder, sizeof(folder), "/proc/%d/task", (int)pid);
	DIR *tasks = opendir(folder);
	unsigned int nr_pinned = 0;
	for (struct dirent *task; tasks && (task = readdir(tasks));) {
		unsigned int cpu;
		cpu_set_t one;
		if (task->d_name[0] != '.' && thread_cpu(pid, task->d_name, &cpu) &&
		    nth_allowed(cpu, &one) &&
		    sched_setaffinity(atoi(task->d_name), sizeof(one), &one) == 0)
			nr_pinned++;
	}
	if (tasks)
		closedir(tasks);
	return nr_pinned;
}

/* ---- a run ---- */

/* A run under way. */
struct running {
	const struct boot_spec *spec;
	struct qemu_end *end;
	unsigned int nr_pin;	/* threads of virtual CPUs to bind */
	pid_t pid;
	int pidfd;		/* -1: this kernel has none; then we look often */
	uint64_t start_ns, panic_ns;
	struct watch panic, hello;
};

static double since_s(uint64_t start_ns)
{
	return (double)(clock_wall_ns() - start_ns) / 1e9;
}

/* Whether QEMU is to be stopped now; says why in end. */
static bool must_stop(struct running *r)
{
	const struct boot_spec *spec = r->spec;
	struct qemu_end *end = r->end;
	if (spec->interrupts && *spec->interrupts > 0)
		end->interrupted = true;
	if (spec->until_hello && watch_sees(&r->hello))
		end->said_hello = true;
	if (!r->panic_ns && watch_sees(&r->panic))
		r->panic_ns = clock_wall_ns();
	if (r->panic_ns && since_s(r->panic_ns) * 1e3 > PANIC_GRACE_MS)
		end->panicked = true;
	if (since_s(r->start_ns) > spec->limit_s)
		end->over_limit = true;
	return end->interrupted || end->said_hello || end->panicked ||
		end->over_limit;
}

/* Wait at most this long; whether it has ended. */
static bool ended_within(struct running *r, int ms)
{
	struct pollfd ready = { .fd = r->pidfd, .events = POLLIN };
	if (poll(&ready, 1, ms) < 0 && errno != EINTR)
		return false;
	return waitpid(r->pid, &r->end->status, WNOHANG) == r->pid;
}

/* Returns whether it is gone: a process in the kernel may not be killed. */
static bool stop_qemu(struct running *r)
{
	kill(-r->pid, SIGKILL);
	for (int ms = 0; ms < KILL_LIMIT_MS; ms += LOOK_EVERY_MS)
		if (ended_within(r, LOOK_EVERY_MS))
			return true;
	return false;
}

static bool supervise(struct running *r)
{
	while (!ended_within(r, LOOK_EVERY_MS)) {
		if (r->end->nr_pinned < r->nr_pin &&
		    since_s(r->start_ns) < PIN_LIMIT_S)
			r->end->nr_pinned = pin_cpus(r->pid);
		if (must_stop(r))
			return stop_qemu(r);
	}
	/* What it wrote just before it ended. */
	if (r->spec->until_hello && watch_sees(&r->hello))
		r->end->said_hello = true;
	return true;
}

/* The first line of what QEMU itself said. */
static void first_line(int fd, char *line, size_t size)
{
	const ssize_t n = pread(fd, line, size - 1, 0);
	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
}

static int watch_over(const struct boot_spec *spec, pid_t pid,
		      struct qemu_end *end)
{
	AUTO_CLOSE const int folder = open(spec->folder, O_PATH | O_DIRECTORY |
					   O_CLOEXEC);
	AUTO_CLOSE const int pidfd = pidfd_open(pid, 0);
	struct running r = {
		.spec = spec, .end = end, .pid = pid, .pidfd = pidfd,
		.nr_pin = spec->engine->counts_instructions ? 0 : spec->cpus,
		.start_ns = clock_wall_ns(),
		.panic = { folder, -1, QEMU_CONSOLE, panic_word, 0, false },
		.hello = { folder, -1, boot_emulator(spec->arch)->has_results ?
			   QEMU_RESULTS : QEMU_CONSOLE, hello_word, 0, false },
	};
	const bool gone = supervise(&r);
	end->wall_s = since_s(r.start_ns);
	auto_close(&r.panic.fd);
	auto_close(&r.hello.fd);
	return gone ? 0 : -EDEADLK;
}

int qemu_run(const struct boot_spec *spec, const struct boot_argv *argv,
	     struct qemu_end *end, struct error *err)
{
	*end = (struct qemu_end){ 0 };
	AUTO_CLOSE const int said = memfd_create("qemu", MFD_CLOEXEC);
	if (said < 0)
		return error_set(err, -errno, "memfd: %m");
	const pid_t pid = start_qemu(spec->folder, argv->word, said);
	if (pid < 0)
		return error_set(err, (int)pid, "%s: %s", argv->word[0],
				 strerror(-pid));
	const int rc = watch_over(spec, pid, end);
	first_line(said, end->said, sizeof(end->said));
	return rc == 0 ? 0 :
		error_set(err, rc,
			  "%s, pid %d, could not be killed within %d s: it hangs in this machine's kernel",
			  argv->word[0], (int)pid, KILL_LIMIT_MS / 1000);
}
