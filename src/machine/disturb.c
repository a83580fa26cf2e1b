/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each check looks at known facts and says what it found, or nothing. The table
 * at the end gives the order, most harmful first: what makes a number wrong,
 * then what scatters it, then what makes it another machine's number.
 */
#include "machine/disturb.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/size.h"
#include "base/text.h"

enum { WHAT_SIZE = 512 };

/* What a check writes; "" while it found nothing. */
struct finding {
	char text[WHAT_SIZE];
};

static void say(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void say(struct finding *finding, const char *format, ...)
{
	const size_t n = strlen(finding->text);
	va_list args;
	va_start(args, format);
	vsnprintf(finding->text + n, sizeof(finding->text) - n, format, args);
	va_end(args);
}

/* A known number or bool that is above 0. */
static bool is_on(const struct host *host, const char *name)
{
	double number;
	return host_number(host, name, &number) && number > 0;
}

/* The names of those facts that are on, with commas between. */
static void say_those_on(const struct host *host, const char *const *names,
			 struct finding *finding)
{
	for (; *names; names++)
		if (is_on(host, *names))
			say(finding, "%s%s", *finding->text ? ", " : "",
			    host_find(host, *names)->title);
}

/* Put text after what was found, if anything was. */
static void close_with(struct finding *finding, const char *text)
{
	if (*finding->text)
		say(finding, "%s", text);
}

static void debug_kernel(const struct host *host, struct finding *finding)
{
	static const char *const names[] = {
		"config_kasan", "config_kmsan", "config_kcsan", "config_kcov",
		"config_gcov_kernel", "config_prove_locking",
		"config_debug_lock_alloc", "config_lock_stat",
		"config_debug_objects", "config_debug_vm", "config_ubsan",
		"config_page_table_check", "debug_pagealloc", "page_owner",
		"slab_debug", NULL
	};
	say_those_on(host, names, finding);
	close_with(finding,
		   ": debugging in this kernel adds its own cost to each fault");
}

static void cpu_quota(const struct host *host, struct finding *finding)
{
	double quota, cpus;
	if (!host_number(host, "cgroup_cpus_max", &quota))
		return;
	say(finding, "a CPU quota of %.4g CPUs", quota);
	if (host_number(host, "nr_cpus", &cpus))
		say(finding, " of %.0f", cpus);
	say(finding, ": tasks are stopped when it is used up");
}

/*
 * One runnable task is this one, and one may be what its output is piped to:
 * it shows in the load soon if it is more.
 */
static void load(const struct host *host, struct finding *finding)
{
	double number;
	if (host_number(host, "runnable_tasks", &number) && number > 2)
		say(finding, "%.0f other runnable tasks now", number - 1);
	if (host_number(host, "load_1min", &number) && number >= 0.5)
		say(finding, "%sa load of %.2f over the last minute",
		    *finding->text ? ", " : "", number);
	if (host_number(host, "pressure_cpu_some_percent", &number) &&
	    number >= 1)
		say(finding, "%stasks waiting for a CPU %.0f%% of the time",
		    *finding->text ? ", " : "", number);
	close_with(finding, ": others take CPU time, caches and memory bandwidth");
}

static void memory_low(const struct host *host, struct finding *finding)
{
	double total, available, percent;
	if (host_number(host, "memory_bytes", &total) && total > 0 &&
	    host_number(host, "memory_available_bytes", &available) &&
	    available < total / 10)
		say(finding, "only %.0f%% of memory is available",
		    100 * available / total);
	if (host_number(host, "pressure_memory_some_percent", &percent) &&
	    percent >= 0.1)
		say(finding, "%stasks waiting for memory %.1f%% of the time",
		    *finding->text ? ", " : "", percent);
	close_with(finding, ": faults wait for reclaim and compaction");
}

static void memory_limit(const struct host *host, struct finding *finding)
{
	double max, high, total;
	if (!host_number(host, "memory_bytes", &total))
		return;
	const bool has_max = host_number(host, "cgroup_memory_max_bytes",
					 &max) && max < total;
	const bool has_high = host_number(host, "cgroup_memory_high_bytes",
					  &high) && high < total;
	if (has_max)
		say(finding, "a memory limit of %.0f MiB", max / 0x1p20);
	if (has_high)
		say(finding, "%sreclaim above %.0f MiB", has_max ? ", " : "",
		    high / 0x1p20);
	close_with(finding,
		   " for this control group: near it, faults reclaim first");
}

static void swap(const struct host *host, struct finding *finding)
{
	double total, left;
	if (!host_number(host, "swap_total_bytes", &total) || total <= 0)
		return;
	say(finding, "%.0f MiB of swap", total / 0x1p20);
	if (host_number(host, "swap_free_bytes", &left) && left < total)
		say(finding, ", %.0f MiB of it in use", (total - left) / 0x1p20);
	if (is_on(host, "zswap"))
		say(finding, ", with zswap");
	say(finding,
	    ": touched pages can be written out and fault a second time");
}

static void steal(const struct host *host, struct finding *finding)
{
	double percent;
	if (host_number(host, "steal_percent", &percent) && percent >= 0.01)
		say(finding,
		    "since boot, the hypervisor has given %.3g%% of this machine's CPU time to others",
		    percent);
}

static void virtual_machine(const struct host *host, struct finding *finding)
{
	const char *name = host_text(host, "virtualization");
	if (!name || strcmp(name, "none") == 0)
		return;
	say(finding, "a virtual machine");
	if (strcmp(name, "unnamed") != 0)
		say(finding, " (%s)", name);
	say(finding,
	    ": each TLB miss walks two page tables, and the first touch of guest memory also faults in the host");
}

/* A size may take its word from the top: "inherit". */
static bool mthp_is_on(const struct host *host, const char *word)
{
	if (strcmp(word, "inherit") == 0)
		word = host_text(host, "thp_enabled");
	return word && strcmp(word, "always") == 0;
}

static void mthp(const struct host *host, struct finding *finding)
{
	for (size_t i = 0; i < host->n; i++) {
		unsigned int kb;
		int end = 0;
		const struct host_fact *fact = &host->fact[i];
		if (fact->type == HOST_TEXT &&
		    sscanf(fact->name, "mthp_%ukB_enabled%n", &kb, &end) == 1 &&
		    end > 0 && mthp_is_on(host, fact->text))
			say(finding, "%s%u kB", *finding->text ? ", " : "", kb);
	}
	close_with(finding,
		   " folios are always on: one fault fills several pages");
}

static void fault_ahead(const struct host *host, struct finding *finding)
{
	double bytes;
	if (host_number(host, "anon_fault_ahead_bytes", &bytes) && bytes > 0)
		say(finding,
		    "fault-ahead of %.0f kB: one fault fills several pages",
		    bytes / 1024);
}

/* With one node, settings that concern other nodes have no effect. */
static bool has_one_node(const struct host *host)
{
	double nodes;
	return host_number(host, "nr_nodes", &nodes) && nodes == 1;
}

static void zeroing(const struct host *host, struct finding *finding)
{
	static const char *const names[] = {
		"init_on_free", "page_poison", NULL
	};
	if (is_on(host, "init_on_alloc"))
		say(finding, "pages are zeroed when allocated, in many kernels once more by the fault");
	say_those_on(host, names, finding);
	close_with(finding, ": filling pages costs more than in most kernels");
}

static void ksm(const struct host *host, struct finding *finding)
{
	double run;
	if (host_number(host, "ksm_run", &run) && run == 1)
		say(finding,
		    "KSM runs: it scans memory and takes CPU time");
}

static size_t cpus_in(const char *text)
{
	struct list list;
	if (!text || list_parse(NUMBERS("CPUs", 0, 8191), text, &list, NULL) != 0)
		return 0;
	const size_t n = list.n;
	list_close(&list);
	return n;
}

static void cpuset(const struct host *host, struct finding *finding)
{
	const size_t online = cpus_in(host_text(host, "cpus_online"));
	const size_t allowed = cpus_in(host_text(host, "cpus_allowed"));
	if (allowed > 0 && allowed < online)
		say(finding,
		    "only %zu of %zu CPUs may be used (cpuset or affinity): more threads than that share CPUs",
		    allowed, online);
}

static void accounting(const struct host *host, struct finding *finding)
{
	double hz;
	if (!text_same(host_text(host, "cpu_accounting"), "tick"))
		return;
	say(finding, "user and system time are sampled at the tick");
	if (host_number(host, "hz", &hz) && hz > 0)
		say(finding, " (HZ %.0f): their split needs rows of %.3g s of CPU time, 100 ticks",
		    hz, 100 / hz);
	else
		say(finding, ": their split needs rows of 100 ticks");
}

/*
 * Whether a word of the command line, of n bytes, chooses a mitigation by hand.
 * "auto" is what the kernel does without the word.
 */
static bool is_mitigation(const char *word, size_t n)
{
	static const char *const names[] = {
		"gather_data_sampling=", "indirect_target_selection=", "kpti=",
		"l1tf=", "mds=", "mitigations=", "mmio_stale_data=", "nopti",
		"nospec_store_bypass_disable", "nospectre_bhb", "nospectre_v1",
		"nospectre_v2", "pti=", "reg_file_data_sampling=", "retbleed=",
		"spec_rstack_overflow=", "spec_store_bypass_disable=",
		"spectre_bhi=", "spectre_v2=", "spectre_v2_user=", "srbds=",
		"tsa=", "tsx_async_abort=", "vmscape=",
	};
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const size_t length = strlen(names[i]);
		if (n < length || strncmp(word, names[i], length) != 0)
			continue;
		if (names[i][length - 1] != '=')
			return n == length;
		return n - length != 4 || strncmp(word + length, "auto", 4) != 0;
	}
	return false;
}

static void mitigations(const struct host *host, struct finding *finding)
{
	const char *line = host_text(host, "kernel_command_line");
	while (line && *line) {
		line += strspn(line, " ");
		const size_t n = strcspn(line, " ");
		/* What follows is init's. */
		if (n == 2 && strncmp(line, "--", n) == 0)
			break;
		if (is_mitigation(line, n))
			say(finding, "%s%.*s", *finding->text ? ", " : "",
			    (int)n, line);
		line += n;
	}
	close_with(finding,
		   " on the kernel's command line: entering the kernel takes more or less time than by default");
}

static void tainted(const struct host *host, struct finding *finding)
{
	enum { TAINT_DIE = 1 << 7, TAINT_WARN = 1 << 9 };
	double bits;
	if (host_number(host, "kernel_tainted", &bits) && bits >= 0 &&
	    bits < 0x1p52 && ((uint64_t)bits & (TAINT_DIE | TAINT_WARN)))
		say(finding,
		    "this kernel has warned or oopsed since boot: it may not behave as it should");
}

static const struct check {
	const char *name;
	const char *mend;
	void (*find)(const struct host *host, struct finding *finding);
	/* Where find is NULL: what is said if a fact is on, or is one of these words,
	 * or is a text that is none of these. The text of the fact follows what, if
	 * there is more to say. */
	const char *fact, *is, *unless, *what, *more;
	bool of_nodes;		/* has no effect with one node */
} checks[] = {
	{ .name = "debug_kernel", .find = debug_kernel,
	  .mend = "boot a kernel built without these options, and without them on its command line" },
	{ .name = "tracing",
	  .mend = "echo nop >/sys/kernel/tracing/current_tracer",
	  .fact = "current_tracer", .unless = "nop", .what = "the tracer '",
	  .more = "' is on: traced functions cost more" },
	{ .name = "cpu_quota", .find = cpu_quota,
	  .mend = "run outside this control group, or set its cpu.max to max" },
	{ .name = "load", .find = load, .mend = "wait until the machine is idle, or stop the others" },
	{ .name = "memory_low", .find = memory_low, .mend = "stop what uses memory, or measure fewer bytes" },
	{ .name = "swap", .find = swap, .mend = "swapoff -a" },
	{ .name = "free_page_reporting",
	  .mend = "start the guest without free page reporting in its balloon device, or measure on a bare machine",
	  .fact = "free_page_reporting",
	  .what = "free page reporting gives freed memory back to the host: the next touch faults there again" },
	{ .name = "steal", .find = steal,
	  .mend = "measure on a bare machine, or pin the guest's CPUs to idle ones of the host" },
	{ .name = "virtual_machine", .find = virtual_machine,
	  .mend = "measure on a bare machine, or give the guest preallocated memory; compare only results of this guest" },
	{ .name = "thp",
	  .mend = "keep --thp never, or echo madvise >/sys/kernel/mm/transparent_hugepage/enabled",
	  .fact = "thp_enabled", .is = "always",
	  .what = "THP is always on: one fault fills a whole huge page where it can, and khugepaged collapses touched pages behind a measurement" },
	{ .name = "mthp", .find = mthp,
	  .mend = "keep --thp never, or echo never >/sys/kernel/mm/transparent_hugepage/hugepages-SIZE/enabled" },
	{ .name = "thp_shmem",
	  .mend = "echo never >/sys/kernel/mm/transparent_hugepage/shmem_enabled",
	  .fact = "thp_shmem_enabled", .is = "always within_size force",
	  .what = "THP of shmem is '",
	  .more = "': one fault of shared memory fills a whole huge page" },
	{ .name = "fault_ahead", .find = fault_ahead,
	  .mend = "sysctl vm.anon_fault_ahead_bytes=0, unless it is what you measure" },
	{ .name = "numa_balancing",
	  .mend = "sysctl kernel.numa_balancing=0",
	  .fact = "numa_balancing", .of_nodes = true,
	  .what = "NUMA balancing unmaps pages to see which CPUs use them: extra faults and migrations" },
	{ .name = "zone_reclaim",
	  .mend = "sysctl vm.zone_reclaim_mode=0",
	  .fact = "zone_reclaim_mode", .of_nodes = true,
	  .what = "zone reclaim: faults reclaim memory of their own node before they use another" },
	{ .name = "zeroing", .find = zeroing,
	  .mend = "boot with init_on_alloc=0 init_on_free=0 page_poison=0, unless that is how the kernel is used" },
	{ .name = "ksm", .find = ksm, .mend = "echo 0 >/sys/kernel/mm/ksm/run" },
	{ .name = "governor",
	  .mend = "cpupower frequency-set -g performance",
	  .fact = "cpufreq_governor", .unless = "performance",
	  .what = "the frequency governor is '",
	  .more = "': CPUs change speed during a measurement" },
	{ .name = "turbo",
	  .mend = "echo 1 >/sys/devices/system/cpu/intel_pstate/no_turbo, or echo 0 >/sys/devices/system/cpu/cpufreq/boost",
	  .fact = "turbo",
	  .what = "turbo: speed depends on heat and on how many CPUs are busy" },
	{ .name = "smt",
	  .mend = "use --bind core, or echo off >/sys/devices/system/cpu/smt/control",
	  .fact = "smt_active",
	  .what = "SMT: two CPUs share one core, so a second thread on it is worth less than one on another" },
	{ .name = "cpuset", .find = cpuset, .mend = "run in a cpuset with every CPU, without taskset" },
	{ .name = "memory_limit", .find = memory_limit,
	  .mend = "measure well below it, or raise the limit of the control group" },
	{ .name = "clocksource",
	  .mend = "boot with clocksource=tsc where the TSC can be trusted",
	  /* Those that are read without leaving user space, or by a register. */
	  .fact = "clocksource",
	  .unless = "tsc kvm-clock hyperv_clocksource_tsc_page arch_sys_counter timebase tod riscv_clocksource itc stick tick Constant MIPS",
	  .what = "the clock source is ",
	  .more = ": each reading of the clock is slow or coarse" },
	{ .name = "cpu_accounting", .find = accounting,
	  .mend = "use more repetitions or bytes, or a kernel with VIRT_CPU_ACCOUNTING_GEN on nohz_full CPUs" },
	{ .name = "pti",
	  .mend = "compare only with machines that also need it, or boot with nopti",
	  .fact = "mitigation_meltdown", .is = "Mitigation: PTI",
	  .what = "page table isolation (PTI): each fault switches page tables twice" },
	{ .name = "mitigations", .find = mitigations,
	  .mend = "compare only with kernels booted with the same options" },
	{ .name = "tainted", .find = tainted, .mend = "read dmesg, then reboot" },
};

static void append(struct disturbances *found, const struct check *check,
		   const char *what)
{
	found->disturbance = error_unless_memory(
		realloc(found->disturbance,
			(found->n + 1) * sizeof(*found->disturbance)));
	/* The text holds words of files: they must not break a terminal. */
	found->disturbance[found->n++] = (struct disturbance){
		.name = check->name,
		.what = error_unless_memory(text_printable(what)),
		.mend = check->mend,
	};
}

static void find_by_table(const struct host *host, const struct check *check,
			  struct finding *finding)
{
	const char *text = host_text(host, check->fact);
	const bool has_text = text && *text;
	bool found = is_on(host, check->fact);
	if (check->is)
		found = has_text && text_has_word(check->is, text);
	else if (check->unless)
		found = has_text && !text_has_word(check->unless, text);
	if (found && !(check->of_nodes && has_one_node(host)))
		say(finding, "%s%s%s", check->what, check->more ? text : "",
		    check->more ? check->more : "");
}

struct disturbances disturb_find(const struct host *host)
{
	struct disturbances found = { 0 };
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
		const struct check *check = &checks[i];
		struct finding finding = { "" };
		if (check->find)
			check->find(host, &finding);
		else
			find_by_table(host, check, &finding);
		if (*finding.text)
			append(&found, check, finding.text);
	}
	return found;
}

void disturb_close(struct disturbances *found)
{
	for (size_t i = 0; i < found->n; i++)
		free(found->disturbance[i].what);
	free(found->disturbance);
	*found = (struct disturbances){ 0 };
}
