/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/klog.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/known.h"

/* First lines of what kernels print when something is wrong with them. */
static const char *const complaints[] = {
	"WARNING:",		/* WARN, and lockdep's reports */
	"BUG:",			/* BUG, bad pages, soft lockups, KASAN, KCSAN */
	"Oops:", "Internal error:", "kernel BUG at",
	"general protection fault", "Unable to handle kernel",
	"INFO: possible", "INFO: task", "INFO: rcu", "rcu: INFO:",
	"page allocation failure", "Out of memory:", "out of memory:",
	"UBSAN:", "Kernel panic",
};

bool klog_complains(const char *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(complaints); i++) {
		const char *at = strstr(line, complaints[i]);
		/* "DEBUG:" is no bug. */
		if (at && (at == line || !isalnum((unsigned char)at[-1])))
			return true;
	}
	return false;
}

/* One record: "priority,sequence,time,flags;text", more lines after it. */
static void take(struct klog *klog, char *record, uint64_t *next)
{
	char *text = strchr(record, ';');
	unsigned long long sequence;
	if (!text || sscanf(record, "%*u,%llu", &sequence) != 1)
		return;
	if (sequence > *next)
		klog->nr_lost += sequence - *next;
	*next = sequence + 1;
	text++;
	text[strcspn(text, "\n")] = '\0';
	if (!klog_complains(text))
		return;
	if (klog->nr_lines < KLOG_LINES)
		snprintf(klog->line[klog->nr_lines++], KLOG_WIDTH, "%.*s",
			 KLOG_WIDTH - 1, text);
	klog->nr_all++;
}

int klog_read(const char *path, struct klog *klog)
{
	char record[8192];	/* the kernel's own limit */
	uint64_t next = 0;
	*klog = (struct klog){ 0 };
	const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (;;) {
		const ssize_t n = read(fd, record, sizeof(record) - 1);
		/* EPIPE: overwritten meanwhile; the next read goes on after. */
		if (n < 0 && (errno == EPIPE || errno == EINTR))
			continue;
		if (n <= 0)
			break;
		record[n] = '\0';
		take(klog, record, &next);
	}
	close(fd);
	return 0;
}
