/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jobs but for reading them: text, what depends on the machine, knobs.
 */
#include "fault/job.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/knobs.h"

/* ---- text ---- */

static void put_row(FILE *out, const struct workload *w,
		    const struct bind_choice *bind)
{
	char pattern[40], thp[24], bytes[24], pressure[32] = "";
	char *cpus = bind_text(bind), *mem = policy_text(&w->policy);
	if (w->pressure)
		snprintf(pressure, sizeof(pressure), " pressure=%" PRIu32,
			 w->pressure);
	fprintf(out, "row kind=%s pattern=%s bytes=%s tasks=%s n=%" PRIu32
		     " cachelines=%" PRIu32 " regions=%s bind=%s mem=%s thp=%s faults=%s%s%s%s\n",
		w->kind->name, pattern_text(&w->pattern, pattern, sizeof(pattern)),
		size_format(w->requested_bytes, bytes, sizeof(bytes)),
		w->processes ? "processes" : "threads", w->nr_tasks,
		w->cachelines, w->own_regions ? "own" : "shared",
		cpus ? cpus : "", mem ? mem : "",
		thp_text(w->thp, thp, sizeof(thp)),
		w->any_faults ? "any" : "exact", pressure, w->latency ? " latency" : "",
		w->classic ? " classic" : "");
	free(cpus);
	free(mem);
}

char *job_text(const struct job *job)
{
	char *text = NULL;
	char bytes[24];
	size_t n;
	FILE *out = open_memstream(&text, &n);
	if (!out)
		return NULL;
	fprintf(out, "job 1\nseed %" PRIu64 "\nengine %s\nreps %" PRIu64
		     "\nwarmup %" PRIu64 "\nlimit %" PRIu64 "\nnop %" PRIu64 "\n",
		job->seed, job->engine->word, job->reps, job->warmup, job->limit_reps,
		job->nop_reps);
	if (job->swap_bytes)
		fprintf(out, "swap %s\n",
			size_format(job->swap_bytes, bytes, sizeof(bytes)));
	for (size_t i = 0; i < job->nr_knobs; i++)
		fprintf(out, "knob %s %s\n", job->knob[i].path,
			job->knob[i].value);
	for (size_t i = 0; i < job->nr_rows; i++)
		put_row(out, &job->row[i], &job->bind[i]);
	fputs("end\n", out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

/* ---- the machine that runs it ---- */

static int resolve_row(struct workload *w, const struct bind_choice *bind,
		       struct error *err)
{
	w->page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	w->bytes = workload_whole_pages(w->requested_bytes, w->page_bytes,
					w->nr_tasks);
	const uint64_t lines = w->page_bytes / 64;
	if (w->cachelines > lines)
		return error_set(err, -EINVAL,
				 "cachelines=%" PRIu32 ": expected at most the %" PRIu64 " that a page has here",
				 w->cachelines, lines);
	free((char *)w->bind_text);
	w->bind_text = bind_text(bind);
	if (!w->bind_text)
		return error_set(err, -ENOMEM, "out of memory");
	placement_close(&w->placement);
	int rc = placement_plan(bind, &w->placement, err);
	if (rc == 0)
		rc = policy_check(&w->policy, err);
	return rc ? rc : workload_check(w, err);
}

int job_resolve(struct job *job, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < job->nr_rows; i++)
		rc = resolve_row(&job->row[i], &job->bind[i], err);
	return rc;
}

int job_set_knobs(const struct job *job, const struct knob **knob,
		  struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < job->nr_knobs; i++) {
		if (knob)
			*knob = &job->knob[i];
		rc = knobs_set_for_good(job->knob[i].path, job->knob[i].value,
					err);
	}
	return rc;
}

struct order_choice job_order(const struct job *job)
{
	return (struct order_choice){
		.nr_rows = job->nr_rows, .reps = job->reps,
		.warmup = job->warmup, .limit_reps = job->limit_reps,
		.nop_reps = job->nop_reps, .seed = job->seed,
	};
}

void job_close(struct job *job)
{
	for (size_t i = 0; i < job->nr_rows; i++) {
		placement_close(&job->row[i].placement);
		policy_close(&job->row[i].policy);
		free((char *)job->row[i].bind_text);
		bind_close(&job->bind[i]);
	}
	free(job->row);
	free(job->bind);
	free(job->knob);
	*job = (struct job){ 0 };
}
