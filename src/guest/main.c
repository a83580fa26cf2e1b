/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A guest's whole user space: process 1. It mounts what it needs, sends a hello,
 * sets the job's knobs, has a child run the job, sends what the kernel
 * complained of, and switches the machine off. Lines of records go to the
 * result channel; the console gets what people may want to read, if anything.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "fault/job.h"
#include "guest/channel.h"
#include "guest/hello.h"
#include "guest/klog.h"
#include "guest/measure.h"
#include "guest/system.h"
#include "record/emit.h"

struct guest {
	struct channel *channel;
	struct job job;
	bool has_group;
	uint64_t nr_errors;
};

/* ---- before anything is known ---- */

static struct real since_boot(void)
{
	struct timespec now;
	if (clock_gettime(CLOCK_BOOTTIME, &now) != 0)
		return (struct real){ 0 };
	return real_of((double)now.tv_sec + (double)now.tv_nsec / 1e9);
}

/* What is there already, or not in this kernel, shows where it is used. */
static void mount_all(void)
{
	static const struct { const char *type, *path; } mounts[] = {
		{ "proc", "/proc" }, { "sysfs", "/sys" },
		{ "devtmpfs", "/dev" }, { "tmpfs", "/tmp" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].path, 0755);
		mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL);
	}
	setenv("TMPDIR", "/tmp", 1);
}

/* The kernel opened it for us only if the archive had its node. */
static void open_console(void)
{
	const int fd = open("/dev/console", O_RDWR | O_NOCTTY);
	for (int i = 0; fd >= 0 && i <= STDERR_FILENO; i++)
		dup2(fd, i);
	if (fd > STDERR_FILENO)
		close(fd);
}

static void __attribute__((format(printf, 1, 2))) say(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("pft: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

/* What is after word= on the kernel's command line, for the caller to free. */
static char *parameter(const char *word)
{
	AUTO_FREE char *line = file_text("", "/proc/cmdline");
	char *save = NULL, *value = NULL;
	const size_t n = strlen(word);
	for (char *one = line ? strtok_r(line, " ", &save) : NULL; one;
	     one = strtok_r(NULL, " ", &save))
		if (strncmp(one, word, n) == 0 && one[n] == '=') {
			free(value);	/* the last one counts */
			value = strdup(one + n + 1);
		}
	return value;
}

static void open_channel(struct guest *guest)
{
	struct error err;
	AUTO_FREE char *path = parameter("pft.out");
	if (channel_open(path ? path : "/dev/console", &guest->channel, &err) != 0 &&
	    (say("%s", err.text),
	     channel_open("/dev/console", &guest->channel, &err) != 0))
		say("%s", err.text);
}

/* ---- lines ---- */

/* Where there is no channel, only the console can tell. */
static void send_line(struct guest *guest, char *line)
{
	if (!guest->channel)
		free(line);
	else if (channel_send(guest->channel, line) != 0)
		say("a line could not be sent");
}

/*
 * step     what was being done: "job", "knob", "swap", "measure", "child"
 * knob     which, or NULL
 */
static void send_error(struct guest *guest, const char *step, const char *knob,
		       const char *text)
{
	struct emit e;
	say("%s", text);
	emit_record(&e, "error");
	emit_text(&e, "step", step);
	emit_text(&e, "knob", knob);
	emit_text(&e, "text", text);
	emit_end(&e, '}');
	send_line(guest, emit_close(&e));
	guest->nr_errors++;
}

static void put_complaints(struct emit *e)
{
	static struct klog klog;
	char text[128];
	const int rc = klog_read("/dev/kmsg", &klog);
	emit_begin(e, "warnings", '[');
	for (size_t i = 0; i < klog.nr_lines; i++)
		emit_text(e, NULL, klog.line[i]);
	if (klog.nr_all > klog.nr_lines) {
		snprintf(text, sizeof(text), "and %" PRIu64 " more lines like these",
			 klog.nr_all - klog.nr_lines);
		emit_text(e, NULL, text);
	}
	if (klog.nr_lost > 0) {
		snprintf(text, sizeof(text), "%" PRIu64 " records of the kernel's log were overwritten before they were read",
			 klog.nr_lost);
		emit_text(e, NULL, text);
	}
	if (rc != 0) {
		snprintf(text, sizeof(text), "the kernel's log could not be read: %s",
			 strerror(-rc));
		emit_text(e, NULL, text);
	}
	emit_end(e, ']');
}

static void send_done(struct guest *guest)
{
	struct emit e;
	char hash[24];
	const struct channel *channel = guest->channel;
	if (!channel)
		return;
	snprintf(hash, sizeof(hash), "%016" PRIx64, channel->hash);
	emit_record(&e, "done");
	emit_number(&e, "lines", channel->nr_lines);
	emit_number(&e, "bytes", channel->nr_bytes);
	emit_text(&e, "hash", hash);
	emit_number(&e, "errors", guest->nr_errors);
	AUTO_FREE char *tainted = file_text("", "/proc/sys/kernel/tainted");
	emit_count(&e, "tainted", (struct count){
		tainted ? strtoull(tainted, NULL, 10) : 0, tainted != NULL });
	put_complaints(&e);
	emit_count(&e, "memcg_left_bytes",
		   guest->has_group ? system_group_left() : (struct count){ 0 });
	emit_end(&e, '}');
	send_line(guest, emit_close(&e));
}

/* ---- the job ---- */

static bool prepare_job(struct guest *guest)
{
	struct error err;
	const struct knob *knob = NULL;
	AUTO_FREE char *text = file_text("", "/job");
	if (!text)
		error_set(&err, -errno, "/job: %m: expected the text of a job");
	if (!text || job_parse(text, &guest->job, &err) != 0) {
		send_error(guest, "job", NULL, err.text);
		return false;
	}
	if (job_set_knobs(&guest->job, &knob, &err) != 0) {
		send_error(guest, "knob", knob->path, err.text);
		return false;
	}
	const uint64_t swap = guest->job.swap_bytes;
	if (swap == 0 || system_make_swap(swap, &err) == 0)
		return true;
	send_error(guest, "swap", NULL, err.text);
	return false;
}

static void __attribute__((noreturn)) child_main(struct guest *guest)
{
	struct error err;
	int rc = guest->has_group ? system_group_join() : 0;
	if (rc != 0)
		error_set(&err, rc, "the control group could not be joined: %s",
			  strerror(-rc));
	else
		rc = measure_job(&guest->job, guest->channel, &err);
	if (rc != 0)
		send_error(guest, "measure", NULL, err.text);
	_exit(rc != 0);
}

/* Process 1 is handed every orphan as well. */
static int wait_for(pid_t child)
{
	int status = 0;
	for (;;) {
		const pid_t ended = wait(&status);
		if (ended == child || (ended < 0 && errno != EINTR))
			return status;
	}
}

static void tell_death(struct guest *guest, int status)
{
	char text[256];
	const struct count killed = guest->has_group ? system_group_killed() :
						       (struct count){ 0 };
	if (WIFEXITED(status)) {
		/* 1: it has told itself. */
		guest->nr_errors += WEXITSTATUS(status) != 0;
		return;
	}
	snprintf(text, sizeof(text), "the measuring process died: %s%s",
		 strsignal(WTERMSIG(status)),
		 killed.value ? ": memory ran out: expected less to be asked for" : "");
	send_error(guest, "child", NULL, text);
}

static void run_job(struct guest *guest)
{
	fflush(NULL);
	const pid_t child = fork();
	if (child == 0)
		child_main(guest);
	if (child < 0)
		send_error(guest, "child", NULL, "the measuring process could not be started");
	else
		tell_death(guest, wait_for(child));
}

/* ---- the end ---- */

/* A PC without ACPI cannot switch itself off; QEMU ends at a reboot instead. */
static void __attribute__((noreturn)) switch_off(void)
{
	sync();
	tcdrain(STDERR_FILENO);
#if defined(__x86_64__) || defined(__i386__)
	reboot(RB_AUTOBOOT);
#else
	reboot(RB_POWER_OFF);
#endif
	for (;;)
		pause();
}

int main(void)
{
	const struct real init = since_boot();
	static struct guest guest;
	if (getpid() != 1) {
		fputs("pft-guest: process 1 of a guest is what this program is for: expected to be started by a kernel\n",
		      stderr);
		return 2;
	}
	mount_all();
	open_console();
	open_channel(&guest);
	system_start_cpus();
	guest.has_group = system_group_make();
	send_line(&guest, hello_line(init, guest.has_group));
	if (prepare_job(&guest))
		run_job(&guest);
	send_done(&guest);
	switch_off();
}
