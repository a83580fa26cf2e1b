/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/thp.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/size.h"

#define THP_FOLDER "/sys/kernel/mm/transparent_hugepage"

const char *const thp_words[] = { "never", "inherit", "always", NULL };

int thp_parse(const char *text, struct thp_choice *choice, struct error *err)
{
	for (int i = 0; thp_words[i]; i++) {
		if (strcmp(text, thp_words[i]) != 0)
			continue;
		*choice = (struct thp_choice){ .mode = (enum thp_mode)i };
		return 0;
	}
	struct thp_choice size = { .mode = THP_SIZE };
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	if (size_parse("thp", text, &size.bytes, NULL) != 0 || size.bytes <= page ||
	    (size.bytes & (size.bytes - 1)) != 0)
		return error_set(err, -EINVAL,
				 "thp '%s': expected never, inherit, always, or a power of two above the page size such as 64K",
				 text);
	*choice = size;
	return 0;
}

const char *thp_text(struct thp_choice choice, char *text, size_t n)
{
	if (choice.mode == THP_SIZE)
		return size_format(choice.bytes, text, n);
	snprintf(text, n, "%s", thp_words[choice.mode]);
	return text;
}

uint64_t thp_pmd_bytes(void)
{
	AUTO_FREE char *text = file_text("", THP_FOLDER "/hpage_pmd_size");
	return text ? strtoull(text, NULL, 10) : 0;
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* Switch every multi-size THP but one off; that one follows MADV_HUGEPAGE. */
static int one_size(uint64_t wanted_kib, struct knobs *knobs, struct error *err)
{
	DIR *folder = opendir(THP_FOLDER);
	const struct dirent *entry;
	int rc = 0;
	while (folder && rc == 0 && (entry = readdir(folder))) {
		uint64_t kib;
		char path[300];
		if (sscanf(entry->d_name, "hugepages-%" SCNu64 "kB", &kib) != 1)
			continue;
		snprintf(path, sizeof(path), THP_FOLDER "/%s/enabled",
			 entry->d_name);
		/* Some sizes are for shared memory only. */
		if (!exists(path))
			continue;
		rc = knobs_set(knobs, path, kib == wanted_kib ? "madvise" : "never",
			       err);
	}
	if (folder)
		closedir(folder);
	return rc;
}

/* The size that a choice is of; its knob, where each size has one. */
static uint64_t size_of(struct thp_choice choice, char *path, size_t n)
{
	const uint64_t bytes = choice.mode == THP_ALWAYS ? thp_pmd_bytes() :
							   choice.bytes;
	snprintf(path, n, THP_FOLDER "/hugepages-%" PRIu64 "kB/enabled",
		 bytes / 1024);
	return bytes;
}

bool thp_has(struct thp_choice choice)
{
	char path[128];
	if (choice.mode == THP_NEVER || choice.mode == THP_INHERIT)
		return true;
	const uint64_t bytes = size_of(choice, path, sizeof(path));
	return thp_pmd_bytes() > 0 && (bytes == thp_pmd_bytes() || exists(path));
}

int thp_prepare(struct thp_choice choice, struct knobs *knobs,
		struct error *err)
{
	if (choice.mode == THP_NEVER || choice.mode == THP_INHERIT)
		return 0;
	const uint64_t pmd = thp_pmd_bytes();
	char text[24], path[128];
	const uint64_t bytes = size_of(choice, path, sizeof(path));
	if (pmd == 0)
		return error_set(err, -ENOTSUP,
				 "--thp %s: this kernel has no transparent huge pages: expected CONFIG_TRANSPARENT_HUGEPAGE",
				 thp_text(choice, text, sizeof(text)));
	if (exists(path))
		return one_size(bytes / 1024, knobs, err);
	if (bytes != pmd)
		return error_set(err, -ENOTSUP,
				 "--thp %s: this kernel has no huge pages of that size: see /sys/kernel/mm/transparent_hugepage",
				 thp_text(choice, text, sizeof(text)));
	/* Before multi-size THP (Linux 6.8) there is one switch for all. */
	return knobs_set(knobs, THP_FOLDER "/enabled", "madvise", err);
}

int thp_advise(struct thp_choice choice, void *base, size_t bytes)
{
	if (choice.mode == THP_INHERIT)
		return 0;
	const int advice = choice.mode == THP_NEVER ? MADV_NOHUGEPAGE :
						      MADV_HUGEPAGE;
	if (madvise(base, bytes, advice) == 0)
		return 0;
	/* A kernel without THP refuses both; then "never" holds anyway. */
	return choice.mode == THP_NEVER && errno == EINVAL ? 0 : -errno;
}
