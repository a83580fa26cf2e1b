/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the facts of a host are put together. Only host*.c include this.
 */
#ifndef MACHINE_HOST_BUILD_H
#define MACHINE_HOST_BUILD_H

#include "base/known.h"
#include "base/size.h"
#include "machine/host.h"
#include "machine/kernel_config.h"

#define GROUP_MACHINE "Machine"
#define GROUP_CPU "CPU"
#define GROUP_TOPOLOGY "Topology"
#define GROUP_KERNEL "Kernel"
#define GROUP_BUILD "Kernel options"
#define GROUP_MEMORY "Memory"
#define GROUP_HUGE "Huge pages"
#define GROUP_RECLAIM "Swap and reclaim"
#define GROUP_SPEED "CPU speed and idling"
#define GROUP_CLOCK "Clock"
#define GROUP_LIMITS "What this process may use"
#define GROUP_LOAD "Load"
#define GROUP_MITIGATIONS "Mitigations"

struct builder {
	const char *root;
	struct host *host;
	bool failed;		/* out of memory; nothing is added any more */
	struct kernel_config config;
	char *command_line;	/* of the kernel; NULL: unknown */
	char *path, *text;	/* the file read last: rows share files */
};

/* Which fact: all but its value. */
struct spec {
	const char *group, *name, *title;
	bool changes, identifies;
};

/* Add a fact; source is a printf format. Without memory: builder->failed. */
void build_text(struct builder *builder, const struct spec *spec,
		const char *text, const char *source, ...)
	__attribute__((format(printf, 4, 5)));
void build_number(struct builder *builder, const struct spec *spec,
		  struct real number, const char *source, ...)
	__attribute__((format(printf, 4, 5)));
/* value is known and 0 or 1, or unknown. */
void build_bool(struct builder *builder, const struct spec *spec,
		struct count value, const char *source, ...)
	__attribute__((format(printf, 4, 5)));

struct real real_of_count(struct count count);

/* Whole text as one number, or unknown. */
struct real number_of_text(const char *text);
/* Whole text as 0/1, N/Y, off/on, or unknown. */
struct count flag_of_text(const char *text);
/* The number that is the n-th word of text, counted from 0. */
struct real nth_number(const char *text, int n);
/*
 * What stands behind "key" or "key:" at the start of a line of text (may be
 * NULL), up to the line's end. Returns a string the caller frees, or NULL.
 */
char *text_behind_key(const char *text, const char *key);
/* "123 kB" as bytes, or unknown. */
struct real bytes_of_kb(const char *value);
/* The word in brackets of "always [madvise] never", in place; NULL: none. */
const char *chosen_word(char *text);

/*
 * What "name=value" says on the kernel's command line; the last one counts.
 * Returns  true when the command line is known and has it; then value [n].
 */
bool command_line_value(const struct builder *builder, const char *name,
			char *value, size_t n);
/* Known 0 or 1 where the configuration is known; "m" counts as 1. */
struct count config_flag(const struct builder *builder, const char *name);

/*
 * The numbers of the entries of a folder that are named prefix, number, suffix;
 * ascending. Empty where there is none. The caller closes the list.
 */
struct list numbered_entries(struct builder *builder, const char *folder,
			     const char *prefix, const char *suffix);
/* A copy without blanks around it; empty is NULL unless it may be. */
char *tidy_text(const char *text, bool may_be_empty);
/*
 * The text of a file without blanks around it; NULL where it is empty or cannot
 * be read. The caller frees it.
 */
char *tidy_file(const struct builder *builder, const char *path, ...)
	__attribute__((format(printf, 2, 3)));

/* host_rows.c: facts that are one file each, or one word of one. */
void build_rows(struct builder *builder);
/* host_machine.c: what the machine is, and what it runs under. */
void build_machine(struct builder *builder);
/* host_kernel.c: what the kernel was built with and told to do. */
void build_kernel(struct builder *builder);
/* host_state.c: memory, speed and limits as they are now. */
void build_state(struct builder *builder);

#endif
