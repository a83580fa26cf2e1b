/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PENDING: weak stand-ins for boot_*, job_* and order_*, so that this
 * branch links before theirs are merged. The merge deletes this file and its
 * line in src/Makemodule.am.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault/job.h"
#include "fault/order.h"
#include "lab/boot.h"

#define WEAK __attribute__((weak))

WEAK const char *const engine_words[] = { "exact", "kvm", "tcg", "native", NULL };
WEAK const char *const boot_outcome_words[] = { "ok", "warned", "panic", "hang",
						"lost", NULL };
WEAK int engine_parse(const char *text, enum engine *engine, struct error *err)
{
	for (int i = 0; engine_words[i]; i++) {
		if (strcmp(text, engine_words[i]) != 0)
			continue;
		*engine = (enum engine)i;
		return 0;
	}
	return error_set(err, -EINVAL, "--engine '%s': expected exact, kvm, tcg or native",
			 text);
}

static int pending(struct error *err)
{
	return error_set(err, -ENOSYS, "not merged yet");
}

WEAK int boot_run(const struct boot_spec *spec, struct boot_result *result,
		  struct error *err)
{
	(void)spec, (void)result;
	return pending(err);
}

WEAK void boot_close(struct boot_result *result)
{
	free(result->lines);
	free(result->console);
	*result = (struct boot_result){ 0 };
}

WEAK char *boot_guest_path(enum kernel_arch arch, struct error *err)
{
	(void)arch;
	pending(err);
	return NULL;
}

WEAK char *boot_guest_id(const char *path, struct error *err)
{
	(void)path;
	pending(err);
	return NULL;
}

WEAK bool boot_kvm_works(const char *image, double *took_s, char *why, size_t n)
{
	(void)image;
	*took_s = 0;
	snprintf(why, n, "not merged yet");
	return false;
}

static void print_row(FILE *out, const struct workload *w)
{
	char pattern[40], thp[24];
	char *mem = policy_text(&w->policy);
	fprintf(out, "row kind=%s pattern=%s bytes=%" PRIu64 " tasks=%s n=%" PRIu32
		" cachelines=%" PRIu32 " regions=%s bind=%s mem=%s thp=%s faults=%s\n",
		w->kind->name, pattern_text(&w->pattern, pattern, sizeof(pattern)),
		w->requested_bytes, w->processes ? "processes" : "threads",
		w->nr_tasks, w->cachelines, w->own_regions ? "own" : "shared",
		w->bind_text, mem, thp_text(w->thp, thp, sizeof(thp)),
		w->any_faults ? "any" : "exact");
	free(mem);
}

WEAK char *job_text(const struct job *job)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	if (!out)
		return NULL;
	fprintf(out, "job 1\nseed %" PRIu64 "\nengine %s\nreps %" PRIu64
		"\nwarmup %" PRIu64 "\nlimit %" PRIu64 "\nnop %" PRIu64 "\n",
		job->seed, job->engine, job->reps, job->warmup,
		job->limit_reps, job->nop_reps);
	for (size_t i = 0; i < job->nr_knobs; i++)
		fprintf(out, "knob %s %s\n", job->knob[i].path, job->knob[i].value);
	for (size_t i = 0; i < job->nr_rows; i++)
		print_row(out, &job->row[i]);
	fputs("end\n", out);
	fclose(out);
	return text;
}

WEAK int job_parse(const char *text, struct job *job, struct error *err)
{
	(void)text;
	*job = (struct job){ 0 };
	return pending(err);
}

WEAK int job_resolve(struct job *job, struct error *err)
{
	(void)job;
	return pending(err);
}

WEAK void job_close(struct job *job)
{
	*job = (struct job){ 0 };
}

WEAK int order_make(const struct order_choice *choice, struct step **step,
		    size_t *nr_steps)
{
	(void)choice;
	*step = NULL;
	*nr_steps = 0;
	return -ENOSYS;
}
