/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the facts of a host are put together. For host_*.c alone.
 */
#ifndef MACHINE_HOST_BUILD_H
#define MACHINE_HOST_BUILD_H

#include "base/known.h"
#include "base/size.h"
#include "base/text.h"
#include "machine/host.h"

struct builder {
	const char *root;
	struct host *host;
	/* Of the running kernel; NULL: none was found. And the file it is from. */
	char *config, *config_source;
	char *command_line;	/* of the kernel; NULL: unknown */
	char *path, *text;	/* the file read last: rows share files */
};

/* Which fact: all but its value. */
struct spec {
	const char *group, *name, *title;
	bool changes, identifies;
};

/* A fact that changes between runs, one that stays, one that is part of the id. */
#define CHANGES(group, name, title) \
	(&(const struct spec){ group, name, title, true, false })
#define STAYS(group, name, title) \
	(&(const struct spec){ group, name, title, false, false })
#define IDENTIFIES(group, name, title) \
	(&(const struct spec){ group, name, title, false, true })

/*
 * Add a fact, unknown at first.
 * source   where it is read, a printf format
 * Returns  it, until the next one is added.
 */
struct host_fact *build_fact(struct builder *builder, const struct spec *spec,
			     const char *source, ...)
	__attribute__((format(printf, 3, 4)));

/* Give a fact its value; NULL and unknown ones leave it unknown. */
void fact_text(struct host_fact *fact, const char *text);
void fact_number(struct host_fact *fact, struct real number);
void fact_count(struct host_fact *fact, struct count count);
/* value is 0 for no, else yes. */
void fact_bool(struct host_fact *fact, struct count value);

/* Whole text as one number, or unknown. */
struct real number_of_text(const char *text);
/* Whole text as 0/1, N/Y, off/on, or unknown. */
struct count flag_of_text(const char *text);
/* The number that is the n-th word of text, counted from 0. */
struct real nth_number(const char *text, int n);
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
/*
 * The numbers of the entries of a folder that are named prefix, number, suffix;
 * ascending. Empty where there is none. The caller closes the list.
 */
struct list numbered_entries(const struct builder *builder, const char *folder,
			     const char *prefix, const char *suffix);
/* A copy without blanks around it; empty is NULL unless it may be. */
char *tidy_text(const char *text, bool may_be_empty);
/*
 * The text of a file without blanks around it; NULL where it is empty or cannot
 * be read. The caller frees it.
 */
char *tidy_file(const struct builder *builder, const char *path, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- host_config.c: what the running kernel was built with; the only file with zlib.h ---- */

/*
 * Read the first there is of /proc/config.gz, /boot/config-RELEASE and
 * /lib/modules/RELEASE/config, packed or not, below root.
 * release  of the running kernel; NULL when unknown: then /proc only
 * Errors   none: what cannot be read or is no configuration leaves it NULL.
 */
void build_config(struct builder *builder, const char *release);

/* "/proc/config.gz", or where the kernel's configuration was looked for. */
const char *config_source(const struct builder *builder);
/*
 * The value of an option.
 * name     with CONFIG_
 * value    [n] receives "y", "m", "n" (also for an option this kernel does not
 *          have), or what stands behind "=", quotes taken off
 * Returns  false when there is no configuration, or the value does not fit.
 */
bool config_value(const struct builder *builder, const char *name, char *value,
		  size_t n);
/* Known 0 or 1 where the configuration is known; "m" counts as 1. */
struct count config_flag(const struct builder *builder, const char *name);

/* ---- the parts, a file each ---- */

/* host_rows.c: facts that are one file each, or one word of one. */
void build_rows(struct builder *builder);
/* host_machine.c: what the machine is, and what it runs under. */
void build_machine(struct builder *builder);
/* host_topology.c: packages, nodes, cores, CPUs and caches, by hwloc. */
void build_topology(struct builder *builder);
/* host_kernel.c: what the kernel was built with and told to do. */
void build_kernel(struct builder *builder);
/* host_state.c: memory, speed and limits as they are now. */
void build_state(struct builder *builder);

#endif
