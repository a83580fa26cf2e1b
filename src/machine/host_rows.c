/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts that are one file, or one word of one, as a table. Facts of one file
 * stand together, so that it is read once and its values belong together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "machine/host_build.h"

enum how {
	LINE,		/* the text; empty is unknown */
	LIST,		/* the text; empty means none */
	NUMBER,		/* a number */
	FLAG,		/* 0 or 1, N or Y */
	CHOICE,		/* the word in brackets */
	WORD,		/* the number that is word .key ("0" the first) */
	KEY_KB,		/* "key: N kB", as bytes */
	KEY_NUMBER,	/* "key N" or "key: N" */
	KEY_LIST,	/* "key: text" */
	KEY_AVG10,	/* "key avg10=N": pressure, percent */
	CONFIG,		/* option .key of the kernel's configuration */
	CONFIG_NUMBER,
	CONFIG_TEXT,
};

struct row {
	const char *group, *name, *title;
	enum { STABLE, CHANGES } what;
	enum how how;
	const char *path, *key;
};

#define THP "/sys/kernel/mm/transparent_hugepage"
#define CPUS "/sys/devices/system/cpu"
#define CLOCKS "/sys/devices/system/clocksource/clocksource0"

static const struct row rows[] = {
	{ GROUP_KERNEL, "kernel_release", "release", CHANGES, LINE,
	  "/proc/sys/kernel/osrelease", NULL },
	{ GROUP_KERNEL, "kernel_version", "version", CHANGES, LINE,
	  "/proc/sys/kernel/version", NULL },
	{ GROUP_KERNEL, "kernel_command_line", "command line", CHANGES, LIST,
	  "/proc/cmdline", NULL },
	{ GROUP_KERNEL, "boot_id", "boot id", CHANGES, LINE,
	  "/proc/sys/kernel/random/boot_id", NULL },
	{ GROUP_KERNEL, "uptime_s", "up, seconds", CHANGES, WORD,
	  "/proc/uptime", "0" },
	{ GROUP_KERNEL, "kernel_tainted", "tainted", CHANGES, NUMBER,
	  "/proc/sys/kernel/tainted", NULL },
	{ GROUP_KERNEL, "aslr", "address randomization", CHANGES, NUMBER,
	  "/proc/sys/kernel/randomize_va_space", NULL },
	{ GROUP_KERNEL, "perf_event_paranoid", "perf_event_paranoid", CHANGES,
	  NUMBER, "/proc/sys/kernel/perf_event_paranoid", NULL },
	{ GROUP_KERNEL, "current_tracer", "tracer", CHANGES, LINE,
	  "/sys/kernel/tracing/current_tracer", NULL },

	{ GROUP_BUILD, "hz", "ticks a second (HZ)", CHANGES, CONFIG_NUMBER,
	  NULL, "CONFIG_HZ" },
	{ GROUP_BUILD, "kernel_compiler", "compiler", CHANGES, CONFIG_TEXT,
	  NULL, "CONFIG_CC_VERSION_TEXT" },
	{ GROUP_BUILD, "config_memcg", "MEMCG", CHANGES, CONFIG, NULL,
	  "CONFIG_MEMCG" },
	{ GROUP_BUILD, "config_per_vma_lock", "PER_VMA_LOCK", CHANGES, CONFIG,
	  NULL, "CONFIG_PER_VMA_LOCK" },
	{ GROUP_BUILD, "config_lru_gen", "LRU_GEN", CHANGES, CONFIG, NULL,
	  "CONFIG_LRU_GEN" },
	{ GROUP_BUILD, "config_numa", "NUMA", CHANGES, CONFIG, NULL,
	  "CONFIG_NUMA" },
	{ GROUP_BUILD, "config_transparent_hugepage", "TRANSPARENT_HUGEPAGE",
	  CHANGES, CONFIG, NULL, "CONFIG_TRANSPARENT_HUGEPAGE" },
	{ GROUP_BUILD, "config_no_hz_full", "NO_HZ_FULL", CHANGES, CONFIG,
	  NULL, "CONFIG_NO_HZ_FULL" },
	{ GROUP_BUILD, "config_debug_vm", "DEBUG_VM", CHANGES, CONFIG, NULL,
	  "CONFIG_DEBUG_VM" },
	{ GROUP_BUILD, "config_kasan", "KASAN", CHANGES, CONFIG, NULL,
	  "CONFIG_KASAN" },
	{ GROUP_BUILD, "config_kmsan", "KMSAN", CHANGES, CONFIG, NULL,
	  "CONFIG_KMSAN" },
	{ GROUP_BUILD, "config_kcsan", "KCSAN", CHANGES, CONFIG, NULL,
	  "CONFIG_KCSAN" },
	{ GROUP_BUILD, "config_kfence", "KFENCE", CHANGES, CONFIG, NULL,
	  "CONFIG_KFENCE" },
	{ GROUP_BUILD, "config_ubsan", "UBSAN", CHANGES, CONFIG, NULL,
	  "CONFIG_UBSAN" },
	{ GROUP_BUILD, "config_kcov", "KCOV", CHANGES, CONFIG, NULL,
	  "CONFIG_KCOV" },
	{ GROUP_BUILD, "config_gcov_kernel", "GCOV_KERNEL", CHANGES, CONFIG,
	  NULL, "CONFIG_GCOV_KERNEL" },
	{ GROUP_BUILD, "config_prove_locking", "PROVE_LOCKING", CHANGES, CONFIG,
	  NULL, "CONFIG_PROVE_LOCKING" },
	{ GROUP_BUILD, "config_debug_lock_alloc", "DEBUG_LOCK_ALLOC", CHANGES,
	  CONFIG, NULL, "CONFIG_DEBUG_LOCK_ALLOC" },
	{ GROUP_BUILD, "config_lock_stat", "LOCK_STAT", CHANGES, CONFIG, NULL,
	  "CONFIG_LOCK_STAT" },
	{ GROUP_BUILD, "config_debug_objects", "DEBUG_OBJECTS", CHANGES, CONFIG,
	  NULL, "CONFIG_DEBUG_OBJECTS" },
	{ GROUP_BUILD, "config_page_poisoning", "PAGE_POISONING", CHANGES,
	  CONFIG, NULL, "CONFIG_PAGE_POISONING" },
	{ GROUP_BUILD, "config_page_table_check", "PAGE_TABLE_CHECK", CHANGES,
	  CONFIG, NULL, "CONFIG_PAGE_TABLE_CHECK" },
	{ GROUP_BUILD, "config_slub_debug_on", "SLUB_DEBUG_ON", CHANGES, CONFIG,
	  NULL, "CONFIG_SLUB_DEBUG_ON" },

	{ GROUP_MEMORY, "memory_bytes", "memory", STABLE, KEY_KB,
	  "/proc/meminfo", "MemTotal" },
	{ GROUP_MEMORY, "memory_free_bytes", "free", CHANGES, KEY_KB,
	  "/proc/meminfo", "MemFree" },
	{ GROUP_MEMORY, "memory_available_bytes", "available", CHANGES, KEY_KB,
	  "/proc/meminfo", "MemAvailable" },
	{ GROUP_RECLAIM, "swap_total_bytes", "swap", CHANGES, KEY_KB,
	  "/proc/meminfo", "SwapTotal" },
	{ GROUP_RECLAIM, "swap_free_bytes", "swap free", CHANGES, KEY_KB,
	  "/proc/meminfo", "SwapFree" },
	{ GROUP_RECLAIM, "swappiness", "swappiness", CHANGES, NUMBER,
	  "/proc/sys/vm/swappiness", NULL },
	{ GROUP_RECLAIM, "zswap", "zswap", CHANGES, FLAG,
	  "/sys/module/zswap/parameters/enabled", NULL },
	{ GROUP_RECLAIM, "lru_gen", "multi-gen LRU", CHANGES, LINE,
	  "/sys/kernel/mm/lru_gen/enabled", NULL },
	{ GROUP_RECLAIM, "zone_reclaim_mode", "zone reclaim mode", CHANGES,
	  NUMBER, "/proc/sys/vm/zone_reclaim_mode", NULL },
	{ GROUP_RECLAIM, "ksm_run", "KSM run", CHANGES, NUMBER,
	  "/sys/kernel/mm/ksm/run", NULL },
	{ GROUP_MEMORY, "overcommit_memory", "overcommit mode", CHANGES, NUMBER,
	  "/proc/sys/vm/overcommit_memory", NULL },
	{ GROUP_MEMORY, "numa_balancing", "NUMA balancing", CHANGES, NUMBER,
	  "/proc/sys/kernel/numa_balancing", NULL },
	{ GROUP_MEMORY, "anon_fault_ahead_bytes", "anonymous fault-ahead",
	  CHANGES, NUMBER, "/proc/sys/vm/anon_fault_ahead_bytes", NULL },
	{ GROUP_MEMORY, "fault_around_bytes", "file fault-around", CHANGES,
	  NUMBER, "/sys/kernel/debug/fault_around_bytes", NULL },

	{ GROUP_HUGE, "thp_enabled", "THP", CHANGES, CHOICE, THP "/enabled",
	  NULL },
	{ GROUP_HUGE, "thp_defrag", "THP defrag", CHANGES, CHOICE,
	  THP "/defrag", NULL },
	{ GROUP_HUGE, "thp_shmem_enabled", "THP of shmem", CHANGES, CHOICE,
	  THP "/shmem_enabled", NULL },
	{ GROUP_HUGE, "thp_zero_page", "huge zero page", CHANGES, FLAG,
	  THP "/use_zero_page", NULL },
	{ GROUP_HUGE, "khugepaged_defrag", "khugepaged defrag", CHANGES, FLAG,
	  THP "/khugepaged/defrag", NULL },

	{ GROUP_SPEED, "smt_control", "SMT control", CHANGES, LINE,
	  CPUS "/smt/control", NULL },
	{ GROUP_SPEED, "smt_active", "SMT active", CHANGES, FLAG,
	  CPUS "/smt/active", NULL },
	{ GROUP_SPEED, "cpuidle_driver", "idle driver", CHANGES, LINE,
	  CPUS "/cpuidle/current_driver", NULL },
	{ GROUP_SPEED, "cpuidle_governor", "idle governor", CHANGES, LINE,
	  CPUS "/cpuidle/current_governor_ro", NULL },

	{ GROUP_CLOCK, "clocksource", "clock source", CHANGES, LINE,
	  CLOCKS "/current_clocksource", NULL },
	{ GROUP_CLOCK, "clocksource_available", "available", CHANGES, LINE,
	  CLOCKS "/available_clocksource", NULL },

	{ GROUP_LIMITS, "cpus_online", "CPUs online", CHANGES, LINE,
	  CPUS "/online", NULL },
	{ GROUP_LIMITS, "cpus_isolated", "CPUs isolated", CHANGES, LIST,
	  CPUS "/isolated", NULL },
	{ GROUP_LIMITS, "cpus_allowed", "CPUs allowed", CHANGES, KEY_LIST,
	  "/proc/self/status", "Cpus_allowed_list" },
	{ GROUP_LIMITS, "nodes_allowed", "nodes allowed", CHANGES, KEY_LIST,
	  "/proc/self/status", "Mems_allowed_list" },

	{ GROUP_LOAD, "load_1min", "load, 1 minute", CHANGES, WORD,
	  "/proc/loadavg", "0" },
	{ GROUP_LOAD, "load_5min", "load, 5 minutes", CHANGES, WORD,
	  "/proc/loadavg", "1" },
	{ GROUP_LOAD, "load_15min", "load, 15 minutes", CHANGES, WORD,
	  "/proc/loadavg", "2" },
	{ GROUP_LOAD, "runnable_tasks", "runnable tasks", CHANGES, KEY_NUMBER,
	  "/proc/stat", "procs_running" },
	{ GROUP_LOAD, "pressure_cpu_some_percent", "CPU pressure, some %",
	  CHANGES, KEY_AVG10, "/proc/pressure/cpu", "some" },
	{ GROUP_LOAD, "pressure_memory_some_percent", "memory pressure, some %",
	  CHANGES, KEY_AVG10, "/proc/pressure/memory", "some" },
	{ GROUP_LOAD, "pressure_memory_full_percent", "memory pressure, full %",
	  CHANGES, KEY_AVG10, "/proc/pressure/memory", "full" },
	{ GROUP_LOAD, "pressure_io_some_percent", "IO pressure, some %",
	  CHANGES, KEY_AVG10, "/proc/pressure/io", "some" },
	{ GROUP_LOAD, "pressure_io_full_percent", "IO pressure, full %",
	  CHANGES, KEY_AVG10, "/proc/pressure/io", "full" },
};

/* The text of a file, kept until another is asked for; NULL: unreadable. */
static const char *shared_text(struct builder *builder, const char *path)
{
	if (builder->path && strcmp(builder->path, path) == 0)
		return builder->text;
	free(builder->path);
	free(builder->text);
	builder->path = strdup(path);
	builder->text = file_text(builder->root, "%s", path);
	return builder->text;
}

static struct real avg10(const char *value)
{
	const char *at = value ? strstr(value, "avg10=") : NULL;
	return at ? nth_number(at + 6, 0) : (struct real){ 0 };
}

static struct real number_of_row(const struct row *row, const char *text,
				 const char *value)
{
	switch (row->how) {
	case NUMBER:
		return number_of_text(text);
	case WORD:
		return nth_number(text, atoi(row->key));
	case KEY_KB:
		return bytes_of_kb(value);
	case KEY_NUMBER:
		return number_of_text(value);
	default:
		return avg10(value);
	}
}

static void build_file_row(struct builder *builder, const struct row *row,
			   const struct spec *spec)
{
	const char *text = shared_text(builder, row->path);
	char *value = row->how >= KEY_KB && text ? text_behind_key(text, row->key) :
						   NULL;
	char *own = row->how == KEY_LIST ? tidy_text(value, true) :
					   tidy_text(text, row->how == LIST);
	const char *space = row->how >= KEY_KB ? " " : "";
	const char *key = row->how >= KEY_KB ? row->key : "";
	if (row->how == LINE || row->how == LIST || row->how == KEY_LIST)
		build_text(builder, spec, own, "%s%s%s", row->path, space, key);
	else if (row->how == CHOICE)
		build_text(builder, spec, chosen_word(own), "%s", row->path);
	else if (row->how == FLAG)
		build_bool(builder, spec, flag_of_text(own), "%s", row->path);
	else
		build_number(builder, spec,
			     number_of_row(row, row->how == NUMBER ? own : text,
					   value),
			     "%s%s%s", row->path, space, key);
	free(value);
	free(own);
}

static void build_config_row(struct builder *builder, const struct row *row,
			     const struct spec *spec)
{
	const char *source = builder->config.source ?
				     builder->config.source :
				     "/proc/config.gz, /boot/config-RELEASE";
	char value[256];
	const bool known = kernel_config_value(&builder->config, row->key,
					       value, sizeof(value));
	if (row->how == CONFIG)
		build_bool(builder, spec, config_flag(builder, row->key),
			   "%s %s", source, row->key);
	else if (row->how == CONFIG_NUMBER)
		build_number(builder, spec,
			     number_of_text(known ? value : NULL), "%s %s",
			     source, row->key);
	else
		build_text(builder, spec,
			   known && strcmp(value, "n") != 0 ? value : NULL,
			   "%s %s", source, row->key);
}

void build_rows(struct builder *builder)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows) && !builder->failed; i++) {
		const struct row *row = &rows[i];
		const struct spec spec = {
			.group = row->group,
			.name = row->name,
			.title = row->title,
			.changes = row->what == CHANGES,
		};
		if (row->how >= CONFIG)
			build_config_row(builder, row, &spec);
		else
			build_file_row(builder, row, &spec);
	}
}
