/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel was built with and told to do: facts that take both its
 * configuration and its command line.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "machine/host_build.h"

#define CPUS "/sys/devices/system/cpu"
#define VULNERABILITIES CPUS "/vulnerabilities"
#define VERSION_FILE "/proc/sys/kernel/version"
#define PREEMPT_FILE "/sys/kernel/debug/sched/preempt"

/* What a word of the command line or an option of the build switches on. */
struct choice {
	struct count (*find)(const struct builder *builder,
			     const struct choice *choice);
	const char *word, *option, *title;
};

/* A default of the build that the command line may overrule. */
static struct count told_or_built(const struct builder *builder,
				  const struct choice *choice)
{
	char value[16];
	if (command_line_value(builder, choice->word, value, sizeof(value)))
		return flag_of_text(value);
	return config_flag(builder, choice->option);
}

/* What only works in a kernel built with option, and only when told to. */
static struct count told_and_built(const struct builder *builder,
				   const struct choice *choice)
{
	char value[16];
	if (!command_line_value(builder, choice->word, value, sizeof(value)))
		return count_of(0);
	const struct count told = flag_of_text(value);
	if (told.known && told.value == 0)
		return told;
	const struct count built = config_flag(builder, choice->option);
	return built.known && built.value == 0 ? built : count_add(told, built);
}

static struct count slab_debug(const struct builder *builder,
			       const struct choice *choice)
{
	static const char *const words[] = { "slub_debug", "slab_debug" };
	char value[64];
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (text_has_word(builder->command_line, words[i]))
			return count_of(1);
		if (command_line_value(builder, words[i], value, sizeof(value)))
			return count_of(strcmp(value, "-") != 0);
	}
	return config_flag(builder, choice->option);
}

static const struct choice choices[] = {
	{ told_or_built, "init_on_alloc", "CONFIG_INIT_ON_ALLOC_DEFAULT_ON",
	  "zeroed when allocated" },
	{ told_or_built, "init_on_free", "CONFIG_INIT_ON_FREE_DEFAULT_ON",
	  "zeroed when freed" },
	{ told_or_built, "debug_pagealloc", "CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT",
	  "free pages unmapped" },
	{ told_and_built, "page_poison", "CONFIG_PAGE_POISONING",
	  "free pages poisoned" },
	{ told_and_built, "page_owner", "CONFIG_PAGE_OWNER", "page owners kept" },
	{ slab_debug, "slab_debug", "CONFIG_SLUB_DEBUG_ON", "slab debugging" },
};

static void build_debug(struct builder *builder)
{
	for (size_t i = 0; i < ARRAY_SIZE(choices); i++) {
		const struct choice *choice = &choices[i];
		struct host_fact *fact = build_fact(
			builder, CHANGES(GROUP_BUILD, choice->word, choice->title),
			"/proc/cmdline %s=, %s %s", choice->word,
			config_source(builder), choice->option);
		if (builder->command_line)
			fact_bool(fact, choice->find(builder, choice));
	}
}

static const char *preempt_built(const struct builder *builder)
{
	static const char *const options[][2] = {
		{ "CONFIG_PREEMPT_NONE", "none" },
		{ "CONFIG_PREEMPT_VOLUNTARY", "voluntary" },
		{ "CONFIG_PREEMPT_LAZY", "lazy" },
		{ "CONFIG_PREEMPT", "full" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (config_flag(builder, options[i][0]).value)
			return options[i][1];
	return NULL;
}

/* How far the kernel lets itself be preempted, by the surest source. */
static void build_preempt(struct builder *builder)
{
	AUTO_FREE char *now = tidy_file(builder, PREEMPT_FILE);
	AUTO_FREE char *version = tidy_file(builder, VERSION_FILE);
	const char *mode = chosen_word(now), *source = config_source(builder);
	const char *option = "";
	char told[16];
	if (mode) {
		source = PREEMPT_FILE;
	} else if (version && strstr(version, "PREEMPT_RT")) {
		mode = "rt";
		source = VERSION_FILE;
	} else if (version && strstr(version, "PREEMPT_DYNAMIC") &&
		   command_line_value(builder, "preempt", told, sizeof(told))) {
		mode = told;
		source = "/proc/cmdline preempt=";
	} else {
		mode = preempt_built(builder);
		option = " CONFIG_PREEMPT*";
	}
	fact_text(build_fact(builder, CHANGES(GROUP_KERNEL, "preempt", "preemption"),
			     "%s%s", source, option),
		  mode);
}

/* Whether every CPU of list inner is one of outer; both as "0-3,8". */
static bool all_within(const char *inner, const char *outer)
{
	const struct number_range cpus = { "CPUs", 0, 8191 };
	struct list in = { 0 }, out = { 0 };
	bool within = list_parse(&cpus, inner, &in, NULL) == 0 &&
		      list_parse(&cpus, outer, &out, NULL) == 0;
	for (size_t i = 0; i < in.n && within; i++)
		within = list_has(&out, in.values[i]);
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
	const struct count native =
		config_flag(builder, "CONFIG_VIRT_CPU_ACCOUNTING_NATIVE");
	if (!native.known)
		return NULL;
	if (native.value)
		return "exact";
	if (!config_flag(builder, "CONFIG_VIRT_CPU_ACCOUNTING_GEN").value)
		return config_flag(builder, "CONFIG_TICK_CPU_ACCOUNTING").value ?
			       "tick" : NULL;
	AUTO_FREE char *status = file_text(builder->root, "/proc/self/status");
	AUTO_FREE char *allowed = text_behind_key(status, "Cpus_allowed_list");
	const bool exact = nohz_full && allowed && all_within(allowed, nohz_full);
	return exact ? "exact" : "tick";
}

static void build_accounting(struct builder *builder)
{
	AUTO_FREE char *text = file_text(builder->root, CPUS "/nohz_full");
	AUTO_FREE char *nohz_full = tidy_text(text, true);
	/* Some kernels print this where no CPU is without tick. */
	if (nohz_full && strcmp(nohz_full, "(null)") == 0)
		*nohz_full = '\0';
	fact_text(build_fact(builder, CHANGES(GROUP_LIMITS, "cpus_nohz_full",
					      "CPUs without tick"),
			     CPUS "/nohz_full"),
		  nohz_full);
	fact_text(build_fact(builder, CHANGES(GROUP_CLOCK, "cpu_accounting",
					      "user and system time"),
			     "%s CONFIG_*_CPU_ACCOUNTING*",
			     config_source(builder)),
		  cpu_accounting(builder, nohz_full));
}

static int no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* One fact for each weakness of CPUs that the kernel knows of. */
static void build_mitigations(struct builder *builder)
{
	struct dirent **entries = NULL;
	AUTO_FREE char *path = text_format("%s" VULNERABILITIES, builder->root);
	const int n = scandir(path, &entries, no_dots, alphasort);
	for (int i = 0; i < n; i++) {
		const char *file = entries[i]->d_name;
		AUTO_FREE char *name = text_format("mitigation_%s", file);
		AUTO_FREE char *text = tidy_file(builder, VULNERABILITIES "/%s", file);
		fact_text(build_fact(builder,
				     CHANGES(GROUP_MITIGATIONS, name, file),
				     VULNERABILITIES "/%s", file),
			  text);
		free(entries[i]);
	}
	free(entries);
}

void build_kernel(struct builder *builder)
{
	build_preempt(builder);
	fact_text(build_fact(builder, CHANGES(GROUP_BUILD, "kernel_config",
					      "read from"),
			     "%s", config_source(builder)),
		  builder->config_source);
	build_debug(builder);
	build_accounting(builder);
	build_mitigations(builder);
}
