/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel was built with and told to do, where its configuration and
 * its command line only together tell.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "machine/host_build.h"

#define CMDLINE_AND_CONFIG "/proc/cmdline %s=, %s %s"
#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities"

static const char *config_source(const struct builder *builder)
{
	return builder->config.source ? builder->config.source :
					"/proc/config.gz, /boot/config-RELEASE";
}

/* A default of the build that the command line may overrule. */
static struct count told_or_built(const struct builder *builder,
				  const char *word, const char *option)
{
	char value[16];
	if (!builder->command_line)
		return (struct count){ 0 };
	if (command_line_value(builder, word, value, sizeof(value)))
		return flag_of_text(value);
	return config_flag(builder, option);
}

/* What only works in a kernel built with option, and only when told to. */
static struct count told_and_built(const struct builder *builder,
				   const char *word, const char *option)
{
	char value[16];
	if (!builder->command_line)
		return (struct count){ 0 };
	if (!command_line_value(builder, word, value, sizeof(value)))
		return count_of(0);
	const struct count told = flag_of_text(value);
	if (told.known && told.value == 0)
		return told;
	const struct count built = config_flag(builder, option);
	return built.known && built.value == 0 ? built : count_add(told, built);
}

static struct count slab_debug(const struct builder *builder)
{
	static const char *const words[] = { "slub_debug", "slab_debug" };
	char value[64];
	if (!builder->command_line)
		return (struct count){ 0 };
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (text_has_word(builder->command_line, words[i]))
			return count_of(1);
		if (command_line_value(builder, words[i], value, sizeof(value)))
			return count_of(strcmp(value, "-") != 0);
	}
	return config_flag(builder, "CONFIG_SLUB_DEBUG_ON");
}

static void build_debug(struct builder *builder)
{
	static const struct {
		struct count (*find)(const struct builder *, const char *,
				     const char *);
		const char *word, *option, *title;
	} options[] = {
		{ told_or_built, "init_on_alloc",
		  "CONFIG_INIT_ON_ALLOC_DEFAULT_ON", "zeroed when allocated" },
		{ told_or_built, "init_on_free",
		  "CONFIG_INIT_ON_FREE_DEFAULT_ON", "zeroed when freed" },
		{ told_or_built, "debug_pagealloc",
		  "CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT",
		  "free pages unmapped" },
		{ told_and_built, "page_poison", "CONFIG_PAGE_POISONING",
		  "free pages poisoned" },
		{ told_and_built, "page_owner", "CONFIG_PAGE_OWNER",
		  "page owners kept" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		const struct spec spec = { GROUP_BUILD, options[i].word,
					   options[i].title, true, false };
		build_bool(builder, &spec,
			   options[i].find(builder, options[i].word,
					   options[i].option),
			   CMDLINE_AND_CONFIG, options[i].word,
			   config_source(builder), options[i].option);
	}
	build_bool(builder,
		   &(struct spec){ GROUP_BUILD, "slab_debug", "slab debugging",
				   true, false },
		   slab_debug(builder), CMDLINE_AND_CONFIG, "slab_debug",
		   config_source(builder), "CONFIG_SLUB_DEBUG_ON");
}

static const char *preempt_built(const struct builder *builder)
{
	static const char *const options[][2] = {
		{ "CONFIG_PREEMPT_NONE", "none" },
		{ "CONFIG_PREEMPT_VOLUNTARY", "voluntary" },
		{ "CONFIG_PREEMPT_LAZY", "lazy" },
		{ "CONFIG_PREEMPT", "full" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		const struct count set = config_flag(builder, options[i][0]);
		if (set.known && set.value)
			return options[i][1];
	}
	return NULL;
}

/* How far the kernel lets itself be preempted, by the surest source. */
static void build_preempt(struct builder *builder)
{
	const struct spec spec = { GROUP_KERNEL, "preempt", "preemption", true,
				   false };
	char *now = tidy_file(builder, "/sys/kernel/debug/sched/preempt");
	char *version = tidy_file(builder, "/proc/sys/kernel/version");
	const char *mode = chosen_word(now);
	char told[16];
	if (mode)
		build_text(builder, &spec, mode,
			   "/sys/kernel/debug/sched/preempt");
	else if (version && strstr(version, "PREEMPT_RT"))
		build_text(builder, &spec, "rt", "/proc/sys/kernel/version");
	else if (version && strstr(version, "PREEMPT_DYNAMIC") &&
		 command_line_value(builder, "preempt", told, sizeof(told)))
		build_text(builder, &spec, told, "/proc/cmdline preempt=");
	else
		build_text(builder, &spec, preempt_built(builder),
			   "%s CONFIG_PREEMPT*", config_source(builder));
	free(now);
	free(version);
}

/* Whether every CPU of list inner is one of outer; both as "0-3,8". */
static bool all_within(const char *inner, const char *outer)
{
	enum { CPU_MAX = 8191 };
	struct list in = { 0 }, out = { 0 };
	bool within = list_parse("CPUs", inner, 0, CPU_MAX, &in, NULL) == 0 &&
		      list_parse("CPUs", outer, 0, CPU_MAX, &out, NULL) == 0;
	for (size_t i = 0; i < in.n && within; i++) {
		size_t k = 0;
		while (k < out.n && out.values[k] != in.values[i])
			k++;
		within = k < out.n;
	}
	list_close(&in);
	list_close(&out);
	return within;
}

/*
 * Whether user and system time are sampled at the tick or read from a clock at
 * every entry. A kernel that can do both is exact on its nohz_full CPUs only:
 * exact means that we may run nowhere else.
 */
static const char *cpu_accounting(const struct builder *builder,
				  const char *nohz_full)
{
	struct count set = config_flag(builder,
				       "CONFIG_VIRT_CPU_ACCOUNTING_NATIVE");
	if (!set.known)
		return NULL;
	if (set.value)
		return "exact";
	set = config_flag(builder, "CONFIG_VIRT_CPU_ACCOUNTING_GEN");
	if (!set.value)
		return config_flag(builder, "CONFIG_TICK_CPU_ACCOUNTING").value ?
			       "tick" : NULL;
	char *status = file_text(builder->root, "/proc/self/status");
	char *allowed = text_behind_key(status, "Cpus_allowed_list");
	const bool exact = nohz_full && allowed &&
			   all_within(allowed, nohz_full);
	free(status);
	free(allowed);
	return exact ? "exact" : "tick";
}

static void build_accounting(struct builder *builder)
{
	char *text = file_text(builder->root,
			       "/sys/devices/system/cpu/nohz_full");
	char *nohz_full = tidy_text(text, true);
	/* Printed so where the kernel can, but was not told to. */
	if (nohz_full && strcmp(nohz_full, "(null)") == 0)
		*nohz_full = '\0';
	build_text(builder,
		   &(struct spec){ GROUP_LIMITS, "cpus_nohz_full",
				   "CPUs without tick", true, false },
		   nohz_full, "/sys/devices/system/cpu/nohz_full");
	build_text(builder,
		   &(struct spec){ GROUP_CLOCK, "cpu_accounting",
				   "user and system time", true, false },
		   cpu_accounting(builder, nohz_full),
		   "%s CONFIG_*_CPU_ACCOUNTING*", config_source(builder));
	free(text);
	free(nohz_full);
}

static int no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* One fact for each weakness of CPUs that the kernel knows of. */
static void build_mitigations(struct builder *builder)
{
	char path[PATH_MAX];
	struct dirent **entries = NULL;
	const int length = snprintf(path, sizeof(path), "%s" VULNERABILITIES,
				    builder->root);
	const int n = length > 0 && (size_t)length < sizeof(path) ?
			      scandir(path, &entries, no_dots, alphasort) : 0;
	for (int i = 0; i < n; i++) {
		const char *file = entries[i]->d_name;
		char name[sizeof("mitigation_") + NAME_MAX];
		snprintf(name, sizeof(name), "mitigation_%s", file);
		const struct spec spec = { GROUP_MITIGATIONS, name, file, true,
					   false };
		char *text = tidy_file(builder, VULNERABILITIES "/%s", file);
		build_text(builder, &spec, text, VULNERABILITIES "/%s", file);
		free(text);
		free(entries[i]);
	}
	free(entries);
}

void build_kernel(struct builder *builder)
{
	build_preempt(builder);
	build_text(builder,
		   &(struct spec){ GROUP_BUILD, "kernel_config",
				   "read from", true, false },
		   builder->config.source, "%s", config_source(builder));
	build_debug(builder);
	build_accounting(builder);
	build_mitigations(builder);
}
