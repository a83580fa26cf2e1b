/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts that are one file, or one word of one, as a table. Facts of one file
 * stand together, so that it is read once and its values belong together. A row
 * with a # is a fact for each number that the kernel has there.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/stream.h"
#include "machine/host_build.h"

/* What of the source is the fact. */
enum how {
	LINE,		/* the text; empty is unknown */
	LIST,		/* the text; empty means none */
	NUMBER,		/* a number */
	FLAG,		/* 0 or 1, N or Y */
	CHOICE,		/* the word in brackets */
	WORD_1, WORD_2, WORD_3,	/* the number that is this word */
	/* Of "FILE KEY": */
	KEY_KB,		/* "KEY: N kB", as bytes */
	STAYS_KB,	/* the same of what stays between runs */
	KEY_NUMBER,	/* "KEY N" or "KEY: N" */
	KEY_LIST,	/* "KEY: text" */
	KEY_AVG10,	/* "KEY avg10=N": pressure, percent */
	/* Of an option of the kernel's configuration: */
	CONFIG_NUMBER, CONFIG_TEXT,
	CONFIG_FLAGS,	/* all of the flags below, a fact each */
};

struct row {
	const char *group;
	enum how how;
	const char *name, *title, *source;
};

#define THP "/sys/kernel/mm/transparent_hugepage"
#define CPUS "/sys/devices/system/cpu"
#define CLOCKS "/sys/devices/system/clocksource/clocksource0"
#define HUGETLB "/sys/kernel/mm/hugepages"
#define NODES "/sys/devices/system/node"

static const struct row rows[] = {
	{ GROUP_KERNEL, LINE, "kernel_release", "release",
	  "/proc/sys/kernel/osrelease" },
	{ GROUP_KERNEL, LINE, "kernel_version", "version",
	  "/proc/sys/kernel/version" },
	{ GROUP_KERNEL, LIST, "kernel_command_line", "command line",
	  "/proc/cmdline" },
	{ GROUP_KERNEL, LINE, "boot_id", "boot id",
	  "/proc/sys/kernel/random/boot_id" },
	{ GROUP_KERNEL, WORD_1, "uptime_s", "up, seconds", "/proc/uptime" },
	{ GROUP_KERNEL, NUMBER, "kernel_tainted", "tainted",
	  "/proc/sys/kernel/tainted" },
	{ GROUP_KERNEL, NUMBER, "aslr", "address randomization",
	  "/proc/sys/kernel/randomize_va_space" },
	{ GROUP_KERNEL, NUMBER, "perf_event_paranoid", "perf_event_paranoid",
	  "/proc/sys/kernel/perf_event_paranoid" },
	{ GROUP_KERNEL, LINE, "current_tracer", "tracer",
	  "/sys/kernel/tracing/current_tracer" },

	{ GROUP_BUILD, CONFIG_NUMBER, "hz", "ticks a second (HZ)",
	  "CONFIG_HZ" },
	{ GROUP_BUILD, CONFIG_TEXT, "kernel_compiler", "compiler",
	  "CONFIG_CC_VERSION_TEXT" },
	{ GROUP_BUILD, CONFIG_FLAGS, NULL, NULL, NULL },

	{ GROUP_TOPOLOGY, STAYS_KB, "node#_memory_bytes", "memory of node #",
	  NODES "/node#/meminfo Node # MemTotal" },

	{ GROUP_MEMORY, STAYS_KB, "memory_bytes", "memory",
	  "/proc/meminfo MemTotal" },
	{ GROUP_MEMORY, KEY_KB, "memory_free_bytes", "free",
	  "/proc/meminfo MemFree" },
	{ GROUP_MEMORY, KEY_KB, "memory_available_bytes", "available",
	  "/proc/meminfo MemAvailable" },

	{ GROUP_RECLAIM, KEY_KB, "swap_total_bytes", "swap",
	  "/proc/meminfo SwapTotal" },
	{ GROUP_RECLAIM, KEY_KB, "swap_free_bytes", "swap free",
	  "/proc/meminfo SwapFree" },
	{ GROUP_RECLAIM, NUMBER, "swappiness", "swappiness",
	  "/proc/sys/vm/swappiness" },
	{ GROUP_RECLAIM, FLAG, "zswap", "zswap",
	  "/sys/module/zswap/parameters/enabled" },
	{ GROUP_RECLAIM, LINE, "lru_gen", "multi-gen LRU",
	  "/sys/kernel/mm/lru_gen/enabled" },
	{ GROUP_RECLAIM, NUMBER, "zone_reclaim_mode", "zone reclaim mode",
	  "/proc/sys/vm/zone_reclaim_mode" },
	{ GROUP_RECLAIM, NUMBER, "ksm_run", "KSM run",
	  "/sys/kernel/mm/ksm/run" },

	{ GROUP_MEMORY, NUMBER, "overcommit_memory", "overcommit mode",
	  "/proc/sys/vm/overcommit_memory" },
	{ GROUP_MEMORY, NUMBER, "numa_balancing", "NUMA balancing",
	  "/proc/sys/kernel/numa_balancing" },
	{ GROUP_MEMORY, NUMBER, "anon_fault_ahead_bytes", "anonymous fault-ahead",
	  "/proc/sys/vm/anon_fault_ahead_bytes" },
	{ GROUP_MEMORY, NUMBER, "fault_around_bytes", "file fault-around",
	  "/sys/kernel/debug/fault_around_bytes" },

	{ GROUP_HUGE, CHOICE, "thp_enabled", "THP", THP "/enabled" },
	{ GROUP_HUGE, CHOICE, "thp_defrag", "THP defrag", THP "/defrag" },
	{ GROUP_HUGE, CHOICE, "thp_shmem_enabled", "THP of shmem",
	  THP "/shmem_enabled" },
	{ GROUP_HUGE, FLAG, "thp_zero_page", "huge zero page",
	  THP "/use_zero_page" },
	{ GROUP_HUGE, FLAG, "khugepaged_defrag", "khugepaged defrag",
	  THP "/khugepaged/defrag" },
	{ GROUP_HUGE, CHOICE, "mthp_#kB_enabled", "# kB folios",
	  THP "/hugepages-#kB/enabled" },
	{ GROUP_HUGE, CHOICE, "mthp_#kB_shmem_enabled", "# kB folios of shmem",
	  THP "/hugepages-#kB/shmem_enabled" },
	{ GROUP_HUGE, NUMBER, "hugetlb_#kB_pages", "# kB hugetlb pages",
	  HUGETLB "/hugepages-#kB/nr_hugepages" },

	{ GROUP_SPEED, LINE, "smt_control", "SMT control",
	  CPUS "/smt/control" },
	{ GROUP_SPEED, FLAG, "smt_active", "SMT active", CPUS "/smt/active" },
	{ GROUP_SPEED, LINE, "cpuidle_driver", "idle driver",
	  CPUS "/cpuidle/current_driver" },
	{ GROUP_SPEED, LINE, "cpuidle_governor", "idle governor",
	  CPUS "/cpuidle/current_governor_ro" },

	{ GROUP_CLOCK, LINE, "clocksource", "clock source",
	  CLOCKS "/current_clocksource" },
	{ GROUP_CLOCK, LINE, "clocksource_available", "available",
	  CLOCKS "/available_clocksource" },

	{ GROUP_LIMITS, LINE, "cpus_online", "CPUs online", CPUS "/online" },
	{ GROUP_LIMITS, LIST, "cpus_isolated", "CPUs isolated",
	  CPUS "/isolated" },
	{ GROUP_LIMITS, KEY_LIST, "cpus_allowed", "CPUs allowed",
	  "/proc/self/status Cpus_allowed_list" },
	{ GROUP_LIMITS, KEY_LIST, "nodes_allowed", "nodes allowed",
	  "/proc/self/status Mems_allowed_list" },

	{ GROUP_LOAD, WORD_1, "load_1min", "load, 1 minute", "/proc/loadavg" },
	{ GROUP_LOAD, WORD_2, "load_5min", "load, 5 minutes", "/proc/loadavg" },
	{ GROUP_LOAD, WORD_3, "load_15min", "load, 15 minutes",
	  "/proc/loadavg" },
	{ GROUP_LOAD, KEY_NUMBER, "runnable_tasks", "runnable tasks",
	  "/proc/stat procs_running" },
	{ GROUP_LOAD, KEY_AVG10, "pressure_cpu_some_percent",
	  "CPU pressure, some %", "/proc/pressure/cpu some" },
	{ GROUP_LOAD, KEY_AVG10, "pressure_memory_some_percent",
	  "memory pressure, some %", "/proc/pressure/memory some" },
	{ GROUP_LOAD, KEY_AVG10, "pressure_memory_full_percent",
	  "memory pressure, full %", "/proc/pressure/memory full" },
	{ GROUP_LOAD, KEY_AVG10, "pressure_io_some_percent",
	  "IO pressure, some %", "/proc/pressure/io some" },
	{ GROUP_LOAD, KEY_AVG10, "pressure_io_full_percent",
	  "IO pressure, full %", "/proc/pressure/io full" },
};

/* "MEMCG" is the option CONFIG_MEMCG and the fact config_memcg. */
static const char *const flags[] = {
	"MEMCG", "PER_VMA_LOCK", "LRU_GEN", "NUMA", "TRANSPARENT_HUGEPAGE",
	"NO_HZ_FULL", "DEBUG_VM", "KASAN", "KMSAN", "KCSAN", "KFENCE", "UBSAN",
	"KCOV", "GCOV_KERNEL", "PROVE_LOCKING", "DEBUG_LOCK_ALLOC", "LOCK_STAT",
	"DEBUG_OBJECTS", "PAGE_POISONING", "PAGE_TABLE_CHECK", "SLUB_DEBUG_ON",
};

/* The text of a file, kept until another is asked for; NULL: unreadable. */
static const char *shared_text(struct builder *builder, const char *path)
{
	if (text_same(builder->path, path))
		return builder->text;
	free(builder->path);
	free(builder->text);
	builder->path = text_format("%s", path);
	builder->text = file_text(builder->root, "%s", path);
	return builder->text;
}

static struct real avg10(const char *value)
{
	const char *at = value ? strstr(value, "avg10=") : NULL;
	return at ? nth_number(at + 6, 0) : (struct real){ 0 };
}

/* text: the whole file; or, of a row with a key, what stands behind the key */
static void set_value(struct host_fact *fact, enum how how, const char *text)
{
	const bool may_be_empty = how == LIST || how == KEY_LIST;
	AUTO_FREE char *own = tidy_text(text, may_be_empty);
	if (how == LINE || may_be_empty)
		fact_text(fact, own);
	else if (how == CHOICE)
		fact_text(fact, chosen_word(own));
	else if (how == FLAG)
		fact_bool(fact, flag_of_text(own));
	else if (how == KEY_KB || how == STAYS_KB)
		fact_number(fact, bytes_of_kb(text));
	else if (how == KEY_AVG10)
		fact_number(fact, avg10(text));
	else if (how == NUMBER || how == KEY_NUMBER)
		fact_number(fact, number_of_text(own));
	else
		fact_number(fact, nth_number(text, (int)how - WORD_1));
}

static void build_file_row(struct builder *builder, const struct row *row)
{
	const struct spec *spec = row->how == STAYS_KB ?
		STAYS(row->group, row->name, row->title) :
		CHANGES(row->group, row->name, row->title);
	const size_t n = strcspn(row->source, " ");
	const char *key = row->source[n] ? row->source + n + 1 : NULL;
	AUTO_FREE char *path = text_format("%.*s", (int)n, row->source);
	const char *text = shared_text(builder, path);
	AUTO_FREE char *value = text && key ? text_behind_key(text, key) : NULL;
	set_value(build_fact(builder, spec, "%s", row->source), row->how,
		  key ? value : text);
}

static char *with_number(const char *text, uint64_t number)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (; *text; text++)
		if (*text == '#')
			fprintf(out, "%" PRIu64, number);
		else
			fputc(*text, out);
	return text_close(&stream);
}

/* Some files are there for some numbers only. */
static void build_number(struct builder *builder, const struct row *row,
			 uint64_t number)
{
	AUTO_FREE char *name = with_number(row->name, number);
	AUTO_FREE char *title = with_number(row->title, number);
	AUTO_FREE char *source = with_number(row->source, number);
	AUTO_FREE char *path = text_format("%s%.*s", builder->root,
					   (int)strcspn(source, " "), source);
	if (access(path, F_OK) == 0)
		build_file_row(builder, &(struct row){ row->group, row->how, name,
						       title, source });
}

static void build_numbers(struct builder *builder, const struct row *row)
{
	const char *mark = strchr(row->source, '#');
	const char *name = mark;
	while (name[-1] != '/')
		name--;
	AUTO_FREE char *folder = text_format("%.*s", (int)(name - row->source),
					     row->source);
	AUTO_FREE char *prefix = text_format("%.*s", (int)(mark - name), name);
	AUTO_FREE char *suffix = text_format("%.*s", (int)strcspn(mark + 1, "/"),
					     mark + 1);
	struct list numbers = numbered_entries(builder, folder, prefix, suffix);
	for (size_t i = 0; i < numbers.n; i++)
		build_number(builder, row, numbers.values[i]);
	list_close(&numbers);
}

static void build_config_row(struct builder *builder, const struct row *row)
{
	char value[256] = "n";
	const bool known = config_value(builder, row->source, value,
					sizeof(value)) &&
			   strcmp(value, "n") != 0;
	struct host_fact *fact = build_fact(
		builder, CHANGES(row->group, row->name, row->title), "%s %s",
		config_source(builder), row->source);
	if (row->how == CONFIG_NUMBER)
		fact_number(fact, number_of_text(known ? value : NULL));
	else
		fact_text(fact, known ? value : NULL);
}

static void build_flag(struct builder *builder, const char *title)
{
	AUTO_FREE char *name = text_format("config_%s", title);
	AUTO_FREE char *option = text_format("CONFIG_%s", title);
	for (char *c = name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	fact_bool(build_fact(builder, CHANGES(GROUP_BUILD, name, title), "%s %s",
			     config_source(builder), option),
		  config_flag(builder, option));
}

void build_rows(struct builder *builder)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *row = &rows[i];
		if (row->how == CONFIG_FLAGS)
			for (size_t k = 0; k < ARRAY_SIZE(flags); k++)
				build_flag(builder, flags[k]);
		else if (row->how >= CONFIG_NUMBER)
			build_config_row(builder, row);
		else if (strchr(row->name, '#'))
			build_numbers(builder, row);
		else
			build_file_row(builder, row);
	}
}
