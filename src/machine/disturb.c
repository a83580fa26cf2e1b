/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each check looks at known facts and says what it found, or nothing. The table
 * at the end gives the order, most harmful first: what makes a number wrong,
 * then what scatters it, then what makes it another machine's number.
 */
#include "machine/disturb.h"

#include <errno.h>
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

/* A known number or bool that is above limit. */
static bool above(const struct host *host, const char *name, double limit)
{
	double number;
	return host_number(host, name, &number) && number > limit;
}

static bool is_on(const struct host *host, const char *name)
{
	return above(host, name, 0);
}

static bool is_text(const struct host *host, const char *name, const char *is)
{
	const char *text = host_text(host, name);
	return text && strcmp(text, is) == 0;
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

static void tracing(const struct host *host, struct finding *finding)
{
	const char *tracer = host_text(host, "current_tracer");
	if (tracer && strcmp(tracer, "nop") != 0)
		say(finding, "the tracer '%s' is on: traced functions cost more",
		    tracer);
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

static void free_page_reporting(const struct host *host,
				struct finding *finding)
{
	if (is_on(host, "free_page_reporting"))
		say(finding,
		    "free page reporting gives freed memory back to the host: the next touch faults there again");
}

static void steal(const struct host *host, struct finding *finding)
{
	double percent;
	if (host_number(host, "steal_percent", &percent) && percent >= 0.01)
		say(finding,
		    "the hypervisor has given %.3g%% of this machine's CPU time since boot to others",
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

static void thp(const struct host *host, struct finding *finding)
{
	if (is_text(host, "thp_enabled", "always"))
		say(finding,
		    "THP is always on: one fault fills a whole huge page where it can, and khugepaged collapses touched pages behind a measurement");
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

static void thp_shmem(const struct host *host, struct finding *finding)
{
	static const char *const on[] = { "always", "within_size", "force" };
	for (size_t i = 0; i < ARRAY_SIZE(on); i++)
		if (is_text(host, "thp_shmem_enabled", on[i]))
			say(finding,
			    "THP of shmem is '%s': one fault of shared memory fills a whole huge page",
			    on[i]);
}

static void fault_ahead(const struct host *host, struct finding *finding)
{
	double bytes;
	if (host_number(host, "anon_fault_ahead_bytes", &bytes) && bytes > 0)
		say(finding,
		    "fault-ahead of %.0f kB: one fault fills several pages",
		    bytes / 1024);
}

/* Then what is about other nodes does nothing, though it be on. */
static bool has_one_node(const struct host *host)
{
	double nodes;
	return host_number(host, "nr_nodes", &nodes) && nodes == 1;
}

static void numa_balancing(const struct host *host, struct finding *finding)
{
	if (is_on(host, "numa_balancing") && !has_one_node(host))
		say(finding,
		    "NUMA balancing unmaps pages to see who uses them: extra faults and migrations");
}

static void zone_reclaim(const struct host *host, struct finding *finding)
{
	if (is_on(host, "zone_reclaim_mode") && !has_one_node(host))
		say(finding,
		    "zone reclaim: faults reclaim memory of their own node before they use another");
}

static void zeroing(const struct host *host, struct finding *finding)
{
	static const char *const names[] = {
		"init_on_free", "page_poison", NULL
	};
	if (is_on(host, "init_on_alloc"))
		say(finding, "pages are zeroed when allocated, in many kernels once more by the fault");
	for (size_t i = 0; names[i]; i++)
		if (is_on(host, names[i]))
			say(finding, "%s%s", *finding->text ? ", " : "",
			    host_find(host, names[i])->title);
	close_with(finding, ": filling pages costs more than in most kernels");
}

static void ksm(const struct host *host, struct finding *finding)
{
	double run;
	if (host_number(host, "ksm_run", &run) && run == 1)
		say(finding,
		    "KSM runs: it scans memory and takes CPU time");
}

static void governor(const struct host *host, struct finding *finding)
{
	const char *name = host_text(host, "cpufreq_governor");
	if (name && strcmp(name, "performance") != 0)
		say(finding,
		    "the frequency governor is '%s': CPUs change speed during a measurement",
		    name);
}

static void turbo(const struct host *host, struct finding *finding)
{
	if (is_on(host, "turbo"))
		say(finding,
		    "turbo: speed depends on heat and on how many CPUs are busy");
}

static void smt(const struct host *host, struct finding *finding)
{
	if (is_on(host, "smt_active"))
		say(finding,
		    "SMT: two CPUs share one core, so a second thread on it is worth less than one on another");
}

static size_t cpus_in(const char *text)
{
	enum { CPU_MAX = 8191 };
	struct list list;
	if (!text || list_parse("CPUs", text, 0, CPU_MAX, &list, NULL) != 0)
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
		    "only %zu of %zu CPUs may be used (cpuset or affinity): thread counts above that share CPUs",
		    allowed, online);
}

/* Clocks that are read without leaving user space, or by a register. */
static bool is_fast_clock(const char *name)
{
	static const char *const fast[] = {
		"tsc", "kvm-clock", "hyperv_clocksource_tsc_page",
		"arch_sys_counter", "timebase", "tod", "riscv_clocksource",
		"itc", "stick", "tick", "Constant", "MIPS",
	};
	for (size_t i = 0; i < ARRAY_SIZE(fast); i++)
		if (strcmp(name, fast[i]) == 0)
			return true;
	return false;
}

static void clocksource(const struct host *host, struct finding *finding)
{
	const char *name = host_text(host, "clocksource");
	if (name && !is_fast_clock(name))
		say(finding,
		    "the clock source is %s: each reading of the clock is slow or coarse",
		    name);
}

static void accounting(const struct host *host, struct finding *finding)
{
	double hz;
	if (!is_text(host, "cpu_accounting", "tick"))
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
		   " on the kernel's command line: entering the kernel costs another time than by default");
}

static void pti(const struct host *host, struct finding *finding)
{
	const char *meltdown = host_text(host, "mitigation_meltdown");
	if (meltdown && strcmp(meltdown, "Mitigation: PTI") == 0)
		say(finding,
		    "page table isolation (PTI): each fault switches page tables twice");
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
	void (*find)(const struct host *host, struct finding *finding);
	const char *mend;
} checks[] = {
	{ "debug_kernel", debug_kernel,
	  "boot a kernel built without these options, and without them on its command line" },
	{ "tracing", tracing, "echo nop >/sys/kernel/tracing/current_tracer" },
	{ "cpu_quota", cpu_quota,
	  "run outside this control group, or set its cpu.max to max" },
	{ "load", load, "wait until the machine is idle, or stop the others" },
	{ "memory_low", memory_low, "stop what uses memory, or measure fewer bytes" },
	{ "swap", swap, "swapoff -a" },
	{ "free_page_reporting", free_page_reporting,
	  "start the guest without free page reporting in its balloon device, or measure on a bare machine" },
	{ "steal", steal,
	  "measure on a bare machine, or pin the guest's CPUs to idle ones of the host" },
	{ "virtual_machine", virtual_machine,
	  "measure on a bare machine, or give the guest preallocated memory; compare only numbers of this guest" },
	{ "thp", thp,
	  "keep --thp never, or echo madvise >/sys/kernel/mm/transparent_hugepage/enabled" },
	{ "mthp", mthp,
	  "keep --thp never, or echo never >/sys/kernel/mm/transparent_hugepage/hugepages-SIZE/enabled" },
	{ "thp_shmem", thp_shmem,
	  "echo never >/sys/kernel/mm/transparent_hugepage/shmem_enabled" },
	{ "fault_ahead", fault_ahead,
	  "sysctl vm.anon_fault_ahead_bytes=0, unless it is what you measure" },
	{ "numa_balancing", numa_balancing, "sysctl kernel.numa_balancing=0" },
	{ "zone_reclaim", zone_reclaim, "sysctl vm.zone_reclaim_mode=0" },
	{ "zeroing", zeroing,
	  "boot with init_on_alloc=0 init_on_free=0 page_poison=0, unless that is how the kernel is used" },
	{ "ksm", ksm, "echo 0 >/sys/kernel/mm/ksm/run" },
	{ "governor", governor, "cpupower frequency-set -g performance" },
	{ "turbo", turbo,
	  "echo 1 >/sys/devices/system/cpu/intel_pstate/no_turbo, or echo 0 >/sys/devices/system/cpu/cpufreq/boost" },
	{ "smt", smt,
	  "use --bind core, or echo off >/sys/devices/system/cpu/smt/control" },
	{ "cpuset", cpuset, "run in a cpuset with every CPU, without taskset" },
	{ "memory_limit", memory_limit,
	  "measure well below it, or raise the limit of the control group" },
	{ "clocksource", clocksource,
	  "boot with clocksource=tsc where the TSC can be trusted" },
	{ "cpu_accounting", accounting,
	  "take more repetitions or bytes, or a kernel with VIRT_CPU_ACCOUNTING_GEN on nohz_full CPUs" },
	{ "pti", pti,
	  "compare only with machines that need it as well, or boot with nopti" },
	{ "mitigations", mitigations,
	  "compare only with kernels booted with the same words" },
	{ "tainted", tainted, "read dmesg, then reboot" },
};

static int append(struct disturbances *found, const struct check *check,
		  const char *what)
{
	struct disturbance *more = realloc(found->disturbance,
					   (found->n + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	found->disturbance = more;
	/* The text holds words of files: they must not break a terminal. */
	char *copy = text_printable(what);
	if (!copy)
		return -ENOMEM;
	more[found->n++] = (struct disturbance){
		.name = check->name, .what = copy, .mend = check->mend,
	};
	return 0;
}

int disturb_find(const struct host *host, struct disturbances *found,
		 struct error *err)
{
	*found = (struct disturbances){ 0 };
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
		struct finding finding = { "" };
		checks[i].find(host, &finding);
		if (!*finding.text || append(found, &checks[i], finding.text) == 0)
			continue;
		disturb_close(found);
		return error_set(err, -ENOMEM,
				 "host: no memory for what disturbs");
	}
	return 0;
}

void disturb_close(struct disturbances *found)
{
	for (size_t i = 0; i < found->n; i++)
		free(found->disturbance[i].what);
	free(found->disturbance);
	*found = (struct disturbances){ 0 };
}
