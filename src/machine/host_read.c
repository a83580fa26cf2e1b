/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/host.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/hash.h"
#include "machine/host_build.h"

static int by_name(const void *a, const void *b)
{
	const struct host_fact *const *left = a, *const *right = b;
	return strcmp((*left)->name, (*right)->name);
}

static uint64_t hash_fact(uint64_t hash, const struct host_fact *fact)
{
	AUTO_FREE char *line = fact->type == HOST_TEXT ?
		text_format("%s=%s\n", fact->name, fact->text) :
		text_format("%s=%.17g\n", fact->name, fact->number);
	hash = hash_bytes(hash, line, strlen(line));
	return hash;
}

/* See host.h: struct host. */
static void make_id(struct host *host)
{
	const struct host_fact **sorted = error_unless_memory(
		malloc((host->n + 1) * sizeof(*sorted)));
	size_t n = 0;
	for (size_t i = 0; i < host->n; i++)
		if (host->fact[i].identifies &&
		    host->fact[i].type != HOST_UNKNOWN)
			sorted[n++] = &host->fact[i];
	qsort(sorted, n, sizeof(*sorted), by_name);
	uint64_t hash = HASH_START;
	for (size_t i = 0; i < n; i++)
		hash = hash_fact(hash, sorted[i]);
	snprintf(host->id, sizeof(host->id), "%016" PRIx64, hash);
	free(sorted);
}

struct host host_read(const char *root)
{
	struct host host = { 0 };
	struct builder builder = {
		.root = root,
		.host = &host,
		.command_line = file_text(root, "/proc/cmdline"),
	};
	AUTO_FREE char *release = file_text(root, "/proc/sys/kernel/osrelease");
	build_config(&builder, release);
	build_machine(&builder);
	build_rows(&builder);
	build_kernel(&builder);
	build_state(&builder);
	free(builder.config);
	free(builder.config_source);
	free(builder.command_line);
	free(builder.path);
	free(builder.text);
	make_id(&host);
	return host;
}
