/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a campaign: makes its kernels, boots them by the schedule, and keeps
 * what they measured, so that the same campaign goes on where it was stopped.
 */
#ifndef LAB_RUNNER_H
#define LAB_RUNNER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "lab/boot/boot.h"
#include "lab/campaign/campaign.h"
#include "lab/campaign/job.h"
#include "lab/campaign/state.h"

/*
 * What a campaign needs from elsewhere: kernels and boots. A test has a backend of
 * its own, which boots nothing.
 */
struct lab_backend {
	/* As kernel_resolve and kernel_find. */
	int (*resolve)(const struct kernel_request *request,
		       const struct kernel_context *context,
		       struct kernel *kernel, struct error *err);
	int (*find)(const char *label, enum kernel_arch arch,
		    struct kernel *kernel, struct error *err);
	/* As kernel_resolvable and boot_check. */
	int (*resolvable)(const struct kernel_request *request,
			  struct error *err);
	int (*bootable)(enum kernel_arch arch, struct error *err);
	/* As boot_run, boot_kvm_works and boot_guest_id of boot_guest_path. */
	int (*boot)(const struct boot_spec *spec, struct boot_result *result,
		    struct error *err);
	bool (*kvm_works)(const char *image, enum kernel_arch arch,
			  struct error *why);
	int (*guest)(enum kernel_arch arch, char **path, char **id,
		     struct error *err);
	/* As boot_emulator_version: another one may count otherwise. */
	char *(*emulator)(enum kernel_arch arch);
	/* As clock_wall_ns: the clock of a budget of time. */
	uint64_t (*now_ns)(void);
};

/* The real ones. */
extern const struct lab_backend lab_backend_real;

/* Boot i of n begins, or a kernel is being made (n is 0). */
typedef void runner_progress(void *context, size_t i, size_t n,
			     const char *what);

/*
 * Whether a campaign with open rounds needs more of them. It is asked before each
 * group of rounds of which nothing is there yet: a group that was begun is finished.
 * A group is one round, or two where the host drifts (ABBA).
 * records  all that was measured
 * rounds   that are whole
 */
typedef bool runner_more(void *context, const struct records *records,
			 uint32_t rounds);

struct runner_context {
	const struct lab_backend *backend;
	const char *const *argv;	/* of pft, for the run record */
	size_t nr_argv;
	bool fresh;
	const _Atomic int *interrupts;
	runner_progress *progress;	/* may be NULL */
	void *progress_context;
	/* NULL: the least number of rounds is enough. */
	runner_more *more;
	void *more_context;
};

struct runner {
	struct campaign campaign;	/* with the engine that was chosen */
	struct runner_context context;
	struct kernel *kernel;		/* [nr_sides]; empty ones for native */
	char *guest, *guest_id;
	char *emulator;			/* its name and version, or NULL */
	char key[CAMPAIGN_KEY_SIZE];
	struct schedule_step *step;
	size_t nr_steps;		/* after runner_run those that were wanted */
	size_t nr_new;			/* boots that this command ran */
	uint32_t rounds_before;		/* rounds that were whole before */
	struct state state;
	const char *run;		/* id of the run record */
};

/* The schedule alone: nothing is made, no key is known. */
void runner_schedule(const struct campaign *campaign, struct runner *runner);
/*
 * Find out at once whether what the kernels are made of and what boots them is there.
 * Errors   as kernel_resolvable and boot_check.
 */
int runner_check(const struct campaign *campaign,
		 const struct lab_backend *backend, struct error *err);
/*
 * Make the kernels, and find the guest program.
 * Errors   as kernel_resolve; -EINTR.
 */
int runner_prepare(const struct campaign *campaign,
		   const struct runner_context *context, struct runner *runner,
		   struct error *err);
/*
 * Boot what is still to be booted.
 * Errors   -EINTR when interrupted: boots that were whole are kept; -EBUSY when
 *          another pft runs the same; -errno of what went wrong here. A kernel
 *          that fails is no error but an outcome in runner->state.records.
 */
int runner_run(struct runner *runner, struct error *err);
/*
 * Whether runner_copy could write there now. Checked before hours of boots.
 * Errors   as writer_open.
 */
int runner_copy_check(const char *path, struct error *err);
/*
 * Append the records to another file, except those that it has.
 * path     "-": standard output
 */
int runner_copy(const struct runner *runner, const char *path,
		struct error *err);
/* Append a note about the run to its records. Errors: as writer_facts. */
int runner_note(struct runner *runner, const struct facts *note,
		struct error *err);
void runner_close(struct runner *runner);

/* Rounds of a group: see runner_more. */
uint32_t runner_group(const struct campaign *campaign);

/* Whether a side's kernel is there, so that it need not be built. */
bool runner_has_kernel(const struct campaign *campaign, size_t side,
		       const struct lab_backend *backend);

#endif
