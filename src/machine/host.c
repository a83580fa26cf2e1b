/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/host.h"

#include <stdlib.h>
#include <string.h>

const char *const host_groups[] = {
	GROUP_MACHINE, GROUP_CPU,   GROUP_TOPOLOGY, GROUP_KERNEL,
	GROUP_BUILD,   GROUP_MITIGATIONS, GROUP_MEMORY, GROUP_HUGE,
	GROUP_RECLAIM, GROUP_SPEED, GROUP_CLOCK,    GROUP_LIMITS,
	GROUP_LOAD,    NULL
};

const struct host_fact *host_find(const struct host *host, const char *name)
{
	for (size_t i = 0; i < host->n; i++)
		if (strcmp(host->fact[i].name, name) == 0)
			return &host->fact[i];
	return NULL;
}

const char *host_text(const struct host *host, const char *name)
{
	const struct host_fact *fact = host_find(host, name);
	return fact && fact->type == HOST_TEXT ? fact->text : NULL;
}

bool host_number(const struct host *host, const char *name, double *number)
{
	const struct host_fact *fact = host_find(host, name);
	if (!fact || (fact->type != HOST_NUMBER && fact->type != HOST_BOOL))
		return false;
	*number = fact->number;
	return true;
}

void host_close(struct host *host)
{
	for (size_t i = 0; i < host->n; i++) {
		free(host->fact[i].name);
		free(host->fact[i].title);
		free(host->fact[i].text);
		free(host->fact[i].source);
	}
	free(host->fact);
	*host = (struct host){ 0 };
}
