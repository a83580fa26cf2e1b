/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NUMA memory policy of the measured region, by libnuma, or in the plain twin
 * by the system call.
 */
#ifndef MACHINE_POLICY_H
#define MACHINE_POLICY_H

#include <stddef.h>

#include "base/error.h"
#include "base/size.h"

enum policy_mode {
	POLICY_DEFAULT,		/* what pft itself was started with */
	POLICY_LOCAL,
	POLICY_BIND,
	POLICY_INTERLEAVE,
	POLICY_PREFERRED,
};

struct policy {
	enum policy_mode mode;
	struct list nodes;	/* owned */
};

extern const char *const policy_words[];	/* NULL-terminated, for --help */

/* "default", "local", "bind:0,1", "interleave:0-3", "preferred:1". */
int policy_parse(const char *text, struct policy *policy, struct error *err);
/* The same word, which the caller frees; never NULL. */
char *policy_text(const struct policy *policy);
void policy_close(struct policy *policy);

/* ---- the twins' part ---- */

/*
 * Whether this machine can do it: nodes exist and may be used.
 * Errors   -EINVAL or -ENOTSUP; the message says which nodes there are.
 */
int policy_check(const struct policy *policy, struct error *err);

/* Set the policy of a mapping before anything is present. Errors: -errno. */
int policy_apply(const struct policy *policy, void *base, size_t bytes);

#endif
