/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/hello.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/hash.h"
#include "config.h"
#include "record/emit.h"

/* This very program, as the host hashes the file it hands out. */
static bool own_id(char *text, size_t n)
{
	uint64_t hash = 0;
	const bool known = file_hash("/proc/self/exe", &hash) == 0;
	snprintf(text, n, "%016" PRIx64, hash);
	return known;
}

static struct count nr_nodes(void)
{
	DIR *folder = opendir("/sys/devices/system/node");
	const struct dirent *entry;
	struct count nodes = { 0 };
	while (folder && (entry = readdir(folder))) {
		unsigned int number;
		if (sscanf(entry->d_name, "node%u", &number) == 1)
			nodes = count_of(nodes.value + 1);
	}
	if (folder)
		closedir(folder);
	return nodes;
}

static struct count memory_bytes(void)
{
	struct sysinfo info;
	if (sysinfo(&info) != 0)
		return (struct count){ 0 };
	return count_of((uint64_t)info.totalram * info.mem_unit);
}

/* The word in brackets: "always [madvise] never". */
static void put_chosen(struct emit *e, const char *name, const char *path)
{
	AUTO_FREE char *text = file_text("", "%s", path);
	char *word = text ? strchr(text, '[') : NULL;
	if (word)
		word[1 + strcspn(word + 1, "]")] = '\0';
	emit_text(e, name, word ? word + 1 : NULL);
}

static void put_file(struct emit *e, const char *name, const char *path)
{
	AUTO_FREE char *text = file_text("", "%s", path);
	emit_text(e, name, text);
}

char *hello_line(struct real init, bool memcg)
{
	struct emit e;
	struct utsname kernel;
	char id[24];
	const bool has_id = own_id(id, sizeof(id));
	emit_record(&e, "hello");
	emit_text(&e, "pft_version", PACKAGE_VERSION);
	emit_text(&e, "guest_id", has_id ? id : NULL);
	const bool has_kernel = uname(&kernel) == 0;
	emit_text(&e, "arch", has_kernel ? kernel.machine : NULL);
	emit_text(&e, "release", has_kernel ? kernel.release : NULL);
	put_file(&e, "boot_id", "/proc/sys/kernel/random/boot_id");
	const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	emit_count(&e, "cpus", (struct count){ (uint64_t)cpus, cpus > 0 });
	emit_count(&e, "nodes", nr_nodes());
	emit_number(&e, "page_bytes", (uint64_t)sysconf(_SC_PAGESIZE));
	emit_count(&e, "memory_bytes", memory_bytes());
	emit_bool(&e, "memcg", memcg);
	emit_real(&e, "init_s", init);
	put_chosen(&e, "thp", "/sys/kernel/mm/transparent_hugepage/enabled");
	put_file(&e, "cmdline", "/proc/cmdline");
	emit_end(&e, '}');
	return emit_close(&e);
}
