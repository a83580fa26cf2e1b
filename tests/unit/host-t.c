/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Captured machines replayed, and small ones made up here: what is known is
 * right, what is not there is unknown, and garbage harms nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/stream.h"
#include "machine/cgroup.h"
#include "machine/disturb.h"
#include "machine/host.h"
#include "record/host_facts.h"
#include "record/jsonl.h"
#include "tap.h"
#include "view/machine.h"

/* A change of this is a change of every id in every record that there is. */
#define SERVER_ID "e3165997721211ce"

#define MACHINES TESTS_DIR "/machines/"

/* A folder of the test's own, for machines that are made up. */
static char scratch[PATH_MAX];

static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *ftw)
{
	(void)st;
	(void)type;
	return ftw->level == 0 ? 0 : remove(path);
}

static void empty_scratch(void)
{
	nftw(scratch, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void put_file(const char *path, const char *text, size_t n)
{
	char full[2 * PATH_MAX], folder[2 * PATH_MAX];
	snprintf(full, sizeof(full), "%s%s", scratch, path);
	snprintf(folder, sizeof(folder), "%s", full);
	*strrchr(folder, '/') = '\0';
	struct error err;
	const int fd = file_make_folders(folder, &err) == 0 ?
			       open(full, O_WRONLY | O_CREAT | O_TRUNC, 0666) :
			       -1;
	if (fd < 0 || write(fd, text, n) != (ssize_t)n) {
		perror(full);
		exit(1);
	}
	close(fd);
}

static void put(const char *path, const char *text)
{
	put_file(path, text, strlen(text));
}

/* What a copy puts in place of a file's bytes; NULL: those bytes. */
static const char *instead;
static size_t instead_n, copied_from;

static int copy_entry(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)ftw;
	if (type != FTW_F)
		return 0;
	char *bytes = malloc((size_t)st->st_size + 1);
	const int fd = open(path, O_RDONLY);
	const ssize_t n = read(fd, bytes, (size_t)st->st_size);
	close(fd);
	if (instead)
		put_file(path + copied_from, instead, instead_n);
	else
		put_file(path + copied_from, bytes, n > 0 ? (size_t)n : 0);
	free(bytes);
	return 0;
}

/* Copy a captured machine, each file's bytes replaced if so wished. */
static void copy_machine(const char *name, const char *bytes, size_t n)
{
	char from[PATH_MAX];
	snprintf(from, sizeof(from), MACHINES "%s", name);
	empty_scratch();
	instead = bytes;
	instead_n = n;
	copied_from = strlen(from);
	nftw(from, copy_entry, 16, FTW_PHYS);
}

static struct host read_machine(const char *name)
{
	char root[PATH_MAX];
	snprintf(root, sizeof(root), MACHINES "%s", name);
	return host_read(root);
}

/* A fact as one text: "-", "yes", "no", a number, or the text in quotes. */
static const char *show(const struct host *host, const char *name, char *text,
			size_t n)
{
	const struct host_fact *fact = host_find(host, name);
	if (!fact)
		return "(no such fact)";
	switch (fact->type) {
	case HOST_TEXT:
		snprintf(text, n, "'%s'", fact->text);
		return text;
	case HOST_NUMBER:
		snprintf(text, n, "%.10g", fact->number);
		return text;
	case HOST_BOOL:
		return fact->number != 0 ? "yes" : "no";
	default:
		return "-";
	}
}

struct expected {
	const char *name, *value;
};

static void check_facts(const char *machine, const struct expected *facts,
			size_t n)
{
	struct host host = read_machine(machine);
	char text[512];
	for (size_t i = 0; i < n; i++)
		is_text(show(&host, facts[i].name, text, sizeof(text)),
			facts[i].value, "%s of %s is %s", facts[i].name,
			machine, facts[i].value);
	host_close(&host);
}

static void test_server(void)
{
	static const struct expected facts[] = {
		{ "machine_vendor", "'Dell Inc.'" },
		{ "machine_product", "'PowerEdge R640'" },
		{ "architecture", "'x86_64'" },
		{ "virtualization", "'none'" },
		{ "cpu_vendor", "'GenuineIntel'" },
		{ "cpu_name", "'Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz'" },
		{ "cpu_codename", "-" },
		{ "cpu_family", "6" },
		{ "cpu_model", "85" },
		{ "cpu_stepping", "4" },
		{ "cpu_features",
		  "'constant_tsc erms invpcid nonstop_tsc nx pcid pdpe1gb pge rep_good smap smep'" },
		{ "cpu_microcode", "'0x2006e05'" },
		{ "nr_packages", "2" },
		{ "nr_nodes", "2" },
		{ "nr_cores", "2" },
		{ "nr_cpus", "4" },
		{ "cache_l1d_bytes", "32768" },
		{ "cache_l2_bytes", "1048576" },
		{ "cache_l3_bytes", "23068672" },
		{ "node0_memory_bytes", "3.362254029e+10" },
		{ "node1_memory_bytes", "3.362786918e+10" },
		{ "memory_bytes", "6.725040947e+10" },
		{ "page_bytes", "-" },
		{ "kernel_release", "'6.1.0-28-amd64'" },
		{ "boot_id", "'6f2c1e0a-5b1d-4c7e-9d57-0c3f1b9a7e42'" },
		{ "kernel_config", "'/boot/config-6.1.0-28-amd64'" },
		{ "kernel_compiler", "'gcc-12 (Debian 12.2.0-14) 12.2.0'" },
		{ "hz", "250" },
		{ "config_memcg", "yes" },
		{ "config_kasan", "no" },
		{ "config_page_table_check", "no" },
		{ "preempt", "'voluntary'" },
		{ "init_on_alloc", "yes" },
		{ "init_on_free", "no" },
		{ "page_poison", "no" },
		{ "cpu_accounting", "'tick'" },
		{ "cpus_nohz_full", "''" },
		{ "cpus_isolated", "''" },
		{ "cpus_allowed", "'0-2'" },
		{ "thp_enabled", "'always'" },
		{ "thp_defrag", "'madvise'" },
		{ "hugetlb_2048kB_pages", "128" },
		{ "anon_fault_ahead_bytes", "-" },
		{ "swap_total_bytes", "8589930496" },
		{ "swap_devices", "'/dev/dm-1'" },
		{ "zswap", "yes" },
		{ "numa_balancing", "1" },
		{ "cpufreq_driver", "'intel_pstate'" },
		{ "cpufreq_governor", "'powersave'" },
		{ "cpufreq_min_khz", "1000000" },
		{ "cpufreq_max_khz", "3700000" },
		{ "turbo", "yes" },
		{ "smt_control", "'on'" },
		{ "smt_active", "yes" },
		{ "clocksource", "'hpet'" },
		{ "mitigation_meltdown", "'Mitigation: PTI'" },
		{ "load_1min", "3.52" },
		{ "runnable_tasks", "5" },
		{ "pressure_cpu_some_percent", "4.21" },
		{ "pressure_io_full_percent", "0.25" },
		{ "steal_percent", "0" },
		{ "free_page_reporting", "-" },
		{ "cgroup_memory_max_bytes", "1.717986918e+10" },
		{ "cgroup_memory_high_bytes", "8589934592" },
		{ "cgroup_memory_used_bytes", "123457536" },
		{ "cgroup_cpus_max", "3.5" },
	};
	check_facts("server", facts, ARRAY_SIZE(facts));
}

static void test_vm(void)
{
	static const struct expected facts[] = {
		{ "machine_vendor", "-" },
		{ "machine_product", "-" },
		/* The CPU says that there is one, the clock which. */
		{ "virtualization", "'kvm'" },
		{ "kernel_config", "'/proc/config.gz'" },
		{ "kernel_compiler", "'gcc (GCC) 15.3.0'" },
		{ "preempt", "'none'" },
		{ "cpu_accounting", "'tick'" },
		{ "cpus_nohz_full", "-" },
		{ "config_lru_gen", "no" },
		{ "lru_gen", "-" },
		{ "nr_nodes", "1" },
		{ "nr_cpus", "2" },
		{ "mthp_16kB_enabled", "'never'" },
		{ "mthp_64kB_enabled", "'always'" },
		{ "mthp_2048kB_enabled", "'inherit'" },
		{ "mthp_8kB_enabled", "(no such fact)" },
		{ "mthp_8kB_shmem_enabled", "'never'" },
		{ "swap_total_bytes", "0" },
		{ "swap_devices", "''" },
		{ "free_page_reporting", "yes" },
		{ "steal_percent", "0.1968911917" },
		{ "cpufreq_governor", "-" },
		{ "turbo", "-" },
		{ "smt_active", "no" },
		/* Its memory group is not within the mount: the root counts. */
		{ "cgroup_memory_max_bytes", "'max'" },
		{ "cgroup_memory_high_bytes", "-" },
		{ "cgroup_memory_used_bytes", "71208960" },
		{ "cgroup_cpus_max", "'max'" },
		{ "mitigation_retbleed", "'Vulnerable'" },
	};
	check_facts("vm", facts, ARRAY_SIZE(facts));
}

static void test_board(void)
{
	static const struct expected facts[] = {
		{ "machine_product", "'Raspberry Pi 5 Model B Rev 1.0'" },
		{ "cpu_vendor", "'ARM'" },
		{ "cpu_family", "8" },
		{ "cpu_model", "3339" },
		{ "cpu_stepping", "65" },
		{ "cpu_features", "'atomics'" },
		{ "memory_bytes", "8442920960" },
		{ "load_15min", "0" },
	};
	check_facts("board", facts, ARRAY_SIZE(facts));

	static const char *const unknown[] = {
		"architecture", "virtualization", "cpu_name", "nr_packages",
		"nr_nodes", "nr_cpus", "cache_l1d_bytes", "page_bytes",
		"kernel_command_line", "boot_id", "cpu_accounting", "preempt",
		"hz", "config_kasan", "init_on_alloc", "page_poison",
		"slab_debug", "thp_enabled", "swap_total_bytes", "swap_devices",
		"memory_available_bytes", "numa_balancing", "cpufreq_governor",
		"turbo", "clocksource", "runnable_tasks", "steal_percent",
		"pressure_cpu_some_percent", "cgroup_memory_max_bytes",
		"cgroup_cpus_max", "free_page_reporting", "cpus_allowed",
	};
	struct host host = read_machine("board");
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		const struct host_fact *fact = host_find(&host, unknown[i]);
		ok(fact && fact->type == HOST_UNKNOWN && *fact->source,
		   "%s of board is unknown, and says where it was looked for",
		   unknown[i]);
	}
	host_close(&host);
}

static void test_id(void)
{
	struct host server = read_machine("server");
	struct host vm = read_machine("vm");
	is_int(strlen(server.id), 16, "an id has 16 digits");
	is_int(strspn(server.id, "0123456789abcdef"), 16,
	       "an id is hexadecimal");
	is_text(server.id, SERVER_ID, "the id of server is what it always was");
	ok(strcmp(server.id, vm.id) != 0, "two machines have two ids");
	host_close(&vm);

	copy_machine("server", NULL, 0);
	put("/proc/meminfo", "MemTotal: 65670000 kB\n");
	put("/proc/sys/kernel/random/boot_id", "another\n");
	put("/proc/sys/kernel/osrelease", "6.12.1\n");
	put("/proc/cmdline", "quiet\n");
	put("/sys/devices/system/node/node0/meminfo",
	    "Node 0 MemTotal: 32830000 kB\n");
	struct host again = host_read(scratch);
	is_text(again.id, server.id,
		"another boot of another kernel has the same id, also with less memory left by it");
	host_close(&again);

	put("/sys/class/dmi/id/product_name", "PowerEdge R740\n");
	again = host_read(scratch);
	ok(strcmp(again.id, server.id) != 0, "another product has another id");
	host_close(&again);
	host_close(&server);
}

static bool disturbs(const char *root, const char *name)
{
	struct host host = host_read(root);
	struct disturbances found = disturb_find(&host);
	bool has = false;
	for (size_t i = 0; i < found.n; i++)
		has |= strcmp(found.disturbance[i].name, name) == 0;
	disturb_close(&found);
	host_close(&host);
	return has;
}

static void check_list(const char *machine, const char *expected)
{
	struct host host = read_machine(machine);
	struct disturbances found = disturb_find(&host);
	char list[1024] = "";
	for (size_t i = 0; i < found.n; i++) {
		const struct disturbance *d = &found.disturbance[i];
		snprintf(list + strlen(list), sizeof(list) - strlen(list),
			 "%s%s", i ? " " : "", d->name);
		ok(*d->what && *d->mend, "%s on %s says what and how to mend it",
		   d->name, machine);
	}
	is_text(list, expected, "%s is disturbed by: %s", machine,
		*expected ? expected : "nothing known");
	disturb_close(&found);
	host_close(&host);
}

/* A file that makes the disturbance, and one that does not. */
static const struct {
	const char *name, *path, *on, *off;
	const char *more_path, *more;	/* what else must be there */
} disturbers[] = {
	{ "debug_kernel", "/proc/config.gz", "CONFIG_KASAN=y\n",
	  "# CONFIG_KASAN is not set\nCONFIG_HZ=250\n", NULL, NULL },
	{ "debug_kernel", "/proc/cmdline", "slub_debug=FZP", "slub_debug=-",
	  NULL, NULL },
	{ "tracing", "/sys/kernel/tracing/current_tracer", "function\n",
	  "nop\n", NULL, NULL },
	{ "load", "/proc/loadavg", "0.50 0.1 0.1 1/80 7\n",
	  "0.49 9.0 9.0 1/80 7\n", NULL, NULL },
	{ "load", "/proc/stat", "procs_running 3\n", "procs_running 2\n", NULL,
	  NULL },
	{ "load", "/proc/pressure/cpu", "some avg10=1.00 avg60=0\n",
	  "some avg10=0.99 avg60=9\n", NULL, NULL },
	{ "memory_low", "/proc/meminfo",
	  "MemTotal: 1000 kB\nMemAvailable: 99 kB\n",
	  "MemTotal: 1000 kB\nMemAvailable: 100 kB\n", NULL, NULL },
	{ "memory_low", "/proc/pressure/memory", "some avg10=0.10 avg60=0\n",
	  "some avg10=0.00 avg60=9\n", NULL, NULL },
	{ "swap", "/proc/meminfo", "SwapTotal: 4 kB\n", "SwapTotal: 0 kB\n",
	  NULL, NULL },
	{ "free_page_reporting",
	  "/sys/module/page_reporting/parameters/page_reporting_order", "9\n",
	  "-1\n", NULL, NULL },
	{ "free_page_reporting",
	  "/sys/bus/virtio/drivers/virtio_balloon/virtio0/features",
	  "0000010000\n", "1111101111\n", NULL, NULL },
	{ "steal", "/proc/stat", "cpu  900 0 0 0 0 0 0 100 0 0\n",
	  "cpu  900 0 0 0 0 0 0 0 0 0\n", NULL, NULL },
	{ "virtual_machine", "/proc/cpuinfo", "flags : nx hypervisor erms\n",
	  "flags : nx erms\n", NULL, NULL },
	{ "virtual_machine",
	  "/sys/devices/system/clocksource/clocksource0/available_clocksource",
	  "kvm-clock tsc\n", "tsc\n", NULL, NULL },
	{ "virtual_machine", "/sys/class/dmi/id/sys_vendor", "QEMU\n",
	  "Dell Inc.\n", NULL, NULL },
	{ "virtual_machine", "/sys/hypervisor/type", "xen\n", "", NULL, NULL },
	{ "virtual_machine", "/proc/device-tree/hypervisor/compatible",
	  "linux,kvm", "other", NULL, NULL },
	{ "thp", "/sys/kernel/mm/transparent_hugepage/enabled",
	  "[always] madvise never\n", "always [madvise] never\n", NULL, NULL },
	{ "mthp",
	  "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled",
	  "[always] inherit madvise never\n",
	  "always inherit [madvise] never\n", NULL, NULL },
	{ "mthp", "/sys/kernel/mm/transparent_hugepage/enabled",
	  "[always] madvise never\n", "always madvise [never]\n",
	  "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled",
	  "always [inherit] madvise never\n" },
	{ "thp_shmem", "/sys/kernel/mm/transparent_hugepage/shmem_enabled",
	  "always [within_size] advise never\n",
	  "always within_size [advise] never\n", NULL, NULL },
	{ "fault_ahead", "/proc/sys/vm/anon_fault_ahead_bytes", "65536\n",
	  "0\n", NULL, NULL },
	{ "numa_balancing", "/proc/sys/kernel/numa_balancing", "1\n", "0\n",
	  NULL, NULL },
	{ "zone_reclaim", "/proc/sys/vm/zone_reclaim_mode", "1\n", "0\n", NULL,
	  NULL },
	{ "zeroing", "/proc/cmdline", "quiet init_on_alloc=1",
	  "init_on_alloc=1 init_on_alloc=0", NULL, NULL },
	{ "zeroing", "/proc/cmdline", "quiet", "init_on_alloc=off",
	  "/proc/config.gz", "CONFIG_INIT_ON_ALLOC_DEFAULT_ON=y\n" },
	{ "zeroing", "/proc/cmdline", "page_poison=1", "xpage_poison=1",
	  "/proc/config.gz", "CONFIG_PAGE_POISONING=y\n" },
	{ "ksm", "/sys/kernel/mm/ksm/run", "1\n", "2\n", NULL, NULL },
	{ "governor", "/sys/devices/system/cpu/cpufreq/policy0/scaling_governor",
	  "schedutil\n", "performance\n", NULL, NULL },
	{ "turbo", "/sys/devices/system/cpu/intel_pstate/no_turbo", "0\n",
	  "1\n", NULL, NULL },
	{ "turbo", "/sys/devices/system/cpu/cpufreq/boost", "1\n", "0\n", NULL,
	  NULL },
	{ "smt", "/sys/devices/system/cpu/smt/active", "1\n", "0\n", NULL,
	  NULL },
	{ "cpuset", "/proc/self/status", "Cpus_allowed_list:\t0-2\n",
	  "Cpus_allowed_list:\t0-127\n", "/sys/devices/system/cpu/online",
	  "0-3\n" },
	{ "clocksource",
	  "/sys/devices/system/clocksource/clocksource0/current_clocksource",
	  "acpi_pm\n", "arch_sys_counter\n", NULL, NULL },
	{ "cpu_accounting", "/proc/config.gz", "CONFIG_TICK_CPU_ACCOUNTING=y\n",
	  "CONFIG_VIRT_CPU_ACCOUNTING_NATIVE=y\n", NULL, NULL },
	{ "cpu_accounting", "/sys/devices/system/cpu/nohz_full", "2-3\n",
	  "1-3\n", "/proc/self/status", "Cpus_allowed_list:\t1-2\n" },
	{ "mitigations", "/proc/cmdline", "quiet mitigations=off",
	  "quiet nomitigations=off", NULL, NULL },
	{ "mitigations", "/proc/cmdline", "mitigations=auto,nosmt -- quiet",
	  "quiet mitigations=auto", NULL, NULL },
	{ "mitigations", "/proc/cmdline", "nopti -- 1", "nopti2 -- nopti mds=off",
	  NULL, NULL },
	{ "pti", "/sys/devices/system/cpu/vulnerabilities/meltdown",
	  "Mitigation: PTI\n", "Not affected\n", NULL, NULL },
	{ "tainted", "/proc/sys/kernel/tainted", "512\n", "1\n", NULL, NULL },
};

static void test_disturbers(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(disturbers); i++) {
		const char *name = disturbers[i].name;
		const char *path = disturbers[i].path;
		empty_scratch();
		if (disturbers[i].more)
			put(disturbers[i].more_path, disturbers[i].more);
		if (strcmp(path, "/sys/devices/system/cpu/nohz_full") == 0)
			put("/proc/config.gz",
			    "CONFIG_VIRT_CPU_ACCOUNTING_GEN=y\n");
		put(path, disturbers[i].on);
		ok(disturbs(scratch, name), "%s is found in %s", name, path);
		put(path, disturbers[i].off);
		ok(!disturbs(scratch, name), "%s is not found where %s is fine",
		   name, path);
		/* A folder can be opened, but not read: as root, too. */
		empty_scratch();
		char folder[PATH_MAX];
		snprintf(folder, sizeof(folder), "%s/x", path);
		put(folder, disturbers[i].on);
		ok(!disturbs(scratch, name),
		   "%s is not claimed where %s cannot be read", name, path);
	}
}

static void test_mitigations(void)
{
	static const char *const words[] = {
		"gather_data_sampling=off",
		"indirect_target_selection=off",
		"kpti=0",
		"l1tf=off",
		"mds=off",
		"mmio_stale_data=off",
		"nopti",
		"nospec_store_bypass_disable",
		"nospectre_v1",
		"pti=on",
		"reg_file_data_sampling=off",
		"retbleed=off",
		"spec_rstack_overflow=off",
		"spec_store_bypass_disable=on",
		"spectre_bhi=off",
		"spectre_v2=off",
		"spectre_v2_user=off",
		"srbds=off",
		"tsa=off",
		"tsx_async_abort=off",
		"vmscape=off",
	};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		empty_scratch();
		put("/proc/cmdline", words[i]);
		ok(disturbs(scratch, "mitigations"),
		   "%s chooses a mitigation", words[i]);
	}
}

static void test_manual(void)
{
	char *page = file_text(TESTS_DIR, "/../doc/pft-host.1");
	for (size_t i = 0; i < ARRAY_SIZE(disturbers); i++)
		ok(page && strstr(page, disturbers[i].name),
		   "the manual page has %s", disturbers[i].name);
	free(page);
}

/* A node of its own makes what is about other nodes moot. */
static void test_one_node(void)
{
	copy_machine("vm", NULL, 0);
	put("/proc/sys/kernel/numa_balancing", "1\n");
	ok(!disturbs(scratch, "numa_balancing"),
	   "NUMA balancing does not disturb a machine of one node");
}

static void put_cgroup_v2(const char *self, const char *mount_root)
{
	char text[512];
	empty_scratch();
	snprintf(text, sizeof(text), "0::%s\n", self);
	put("/proc/self/cgroup", text);
	snprintf(text, sizeof(text),
		 "22 20 0:21 / /sys rw - sysfs sysfs rw\n"
		 "31 22 0:27 %s /cg rw,nosuid - cgroup2 cgroup2 rw\n",
		 mount_root);
	put("/proc/self/mountinfo", text);
	put("/cg/cgroup.procs", "");
	put("/cg/memory.max", "1000\n");
	put("/cg/cpu.max", "max 100000\n");
	put("/cg/a/cgroup.procs", "");
	put("/cg/a/memory.max", "500\n");
	put("/cg/a/memory.high", "max\n");
	put("/cg/a/cpu.max", "150000 100000\n");
	put("/cg/a/b/cgroup.procs", "");
	put("/cg/a/b/memory.max", "700\n");
	put("/cg/a/b/cpu.max", "200000 100000\n");
}

static void test_cgroups(void)
{
	struct cgroup_limits limits;
	put_cgroup_v2("/a/b", "/");
	cgroup_read(scratch, &limits);
	ok(limits.memory.known && limits.memory.limited,
	   "a memory limit is found");
	is_near(limits.memory.value, 500, 0, "the lowest limit above us counts");
	is_near(limits.cpus.value, 1.5, 0, "so it does for CPUs");
	ok(limits.memory_high.known && !limits.memory_high.limited,
	   "memory.high without limit is known to have none");

	put_cgroup_v2("/box/a", "/box");
	cgroup_read(scratch, &limits);
	is_near(limits.memory.value, 500, 0,
		"a path is read below the group that is mounted");
	put_cgroup_v2("/elsewhere", "/box");
	cgroup_read(scratch, &limits);
	is_near(limits.memory.value, 1000, 0,
		"outside of what is mounted the mount's root counts");

	put("/cg/memory.max", "garbage\n");
	cgroup_read(scratch, &limits);
	ok(!limits.memory.known, "a limit that is garbage is unknown");
	put("/cg/memory.max", "max\n");
	cgroup_read(scratch, &limits);
	ok(limits.memory.known && !limits.memory.limited,
	   "max is known to be no limit");
	put("/proc/self/mountinfo", "");
	cgroup_read(scratch, &limits);
	ok(!limits.memory.known && !limits.cpus.known,
	   "without a mount the limits are unknown");

	empty_scratch();
	put("/proc/self/cgroup", "4:memory:/a\n3:cpu,cpuacct:/a\n0::/x\n");
	put("/proc/self/mountinfo",
	    "32 31 0:29 / /c rw - cgroup cgroup rw,cpuacct,cpu\n"
	    "35 31 0:32 / /m rw - cgroup cgroup rw,memory\n"
	    "41 31 0:38 / /u rw - cgroup2 cgroup2 rw\n");
	put("/c/a/cgroup.procs", "");
	put("/c/a/cpu.cfs_quota_us", "25000\n");
	put("/c/a/cpu.cfs_period_us", "100000\n");
	put("/m/a/cgroup.procs", "");
	put("/m/a/memory.limit_in_bytes", "9223372036854771712\n");
	put("/m/memory.limit_in_bytes", "4096\n");
	cgroup_read(scratch, &limits);
	is_near(limits.cpus.value, 0.25, 0, "version 1 has a CPU quota, too");
	is_near(limits.memory.value, 4096, 0,
		"version 1's limit of a parent counts, its huge one does not");
	ok(!limits.memory_high.known, "version 1 has no memory.high");

	put_cgroup_v2("/a/b", "/");
	put("/proc/meminfo", "MemTotal: 8 kB\n");
	ok(disturbs(scratch, "memory_limit"), "memory_limit is found");
	ok(disturbs(scratch, "cpu_quota"), "cpu_quota is found");
	put("/cg/a/memory.max", "max\n");
	put("/cg/a/b/memory.max", "max\n");
	put("/cg/memory.max", "max\n");
	put("/cg/a/cpu.max", "max 100000\n");
	put("/cg/a/b/cpu.max", "max 100000\n");
	ok(!disturbs(scratch, "memory_limit"),
	   "memory_limit is not found where there is none");
	ok(!disturbs(scratch, "cpu_quota"),
	   "cpu_quota is not found where there is none");
}

static void test_garbage(void)
{
	static char long_line[200000];
	memset(long_line, '7', sizeof(long_line));
	static const struct {
		const char *what, *bytes;
		size_t n;
	} garbage[] = {
		{ "empty files", "", 0 },
		{ "newlines", "\n\n\n", 3 },
		{ "bytes that are no text", "\xff\xfe\x00\x01[\x80](", 8 },
		{ "brackets", "[", 1 },
		{ "colons", ":::\n:\n0::", 9 },
		{ "a huge number", "99999999999999999999999999999\n", 30 },
		{ "a negative number", "-5\n", 3 },
		{ "half of a packed file", "\x1f\x8b\x08\x00\x00", 5 },
		{ "a very long line", long_line, sizeof(long_line) },
		{ "a range without end", "0-\n", 3 },
		{ "control characters", "\033[2J\a\n", 6 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(garbage); i++) {
		copy_machine("vm", garbage[i].bytes, garbage[i].n);
		struct host host = host_read(scratch);
		struct disturbances found = disturb_find(&host);
		const struct host_fact *thp = host_find(&host, "thp_enabled");
		ok(thp && thp->type == HOST_UNKNOWN,
		   "%s are no THP setting", garbage[i].what);
		disturb_close(&found);
		host_close(&host);
	}
}

static void test_numbers(void)
{
	static const char *const bad[] = {
		"", "x", "1 2", "0x10", "nan", "inf", "1e5", "--1", "1.2.3",
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		empty_scratch();
		put("/proc/sys/vm/swappiness", bad[i]);
		struct host host = host_read(scratch);
		char text[64];
		is_text(show(&host, "swappiness", text, sizeof(text)), "-",
			"'%s' is no number", bad[i]);
		host_close(&host);
	}
}

static void test_this_machine(void)
{
	struct host host = host_read("");
	struct utsname name;
	double page = 0;
	ok(host_number(&host, "page_bytes", &page) &&
		   (long)page == sysconf(_SC_PAGESIZE),
	   "the page of this machine is known");
	uname(&name);
	is_text(host_text(&host, "architecture"), name.machine,
		"so is its architecture");
	size_t nr_doubles = 0, nr_sources = 0;
	for (size_t i = 0; i < host.n; i++) {
		nr_sources += *host.fact[i].source != '\0';
		for (size_t k = 0; k < i; k++)
			nr_doubles += strcmp(host.fact[i].name,
					     host.fact[k].name) == 0;
	}
	is_int(nr_doubles, 0, "no two facts have one name");
	is_int(nr_sources, host.n, "every fact has a source");
	size_t nr_grouped = 0;
	for (size_t i = 0; i < host.n; i++)
		for (const char *const *g = host_groups; *g; g++)
			nr_grouped += strcmp(*g, host.fact[i].group) == 0;
	is_int(nr_grouped, host.n, "every fact stands under a heading");
	struct host again = host_read("");
	is_text(again.id, host.id, "this machine keeps its id");
	host_close(&again);
	host_close(&host);
	host_close(&host);
	ok(host.n == 0, "a closed host can be closed again");
}

static void test_record(void)
{
	struct host host = read_machine("vm");
	struct disturbances found = disturb_find(&host);
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "host");
	host_facts_add(&records, facts, &host, false);
	is_text(facts->fact[0].name, "id", "a host record begins with its id");
	ok(facts_find(facts, "cpu_model") && !facts_find(facts, "thp_enabled"),
	   "a host record has what stays, not what changes");
	host_facts_add_now(&records, facts, &host);
	host_facts_add_disturbances(&records, facts, &found);
	char *line = jsonl_facts(facts);
	ok(line && strncmp(line, "{\"type\":\"host\",\"schema\":\"pft/1\",\"id\":",
			   37) == 0,
	   "type, schema and id come first");
	ok(line && strstr(line, "\"machine_vendor\":null"),
	   "what is unknown is null");
	const char *now = line ? strstr(line, "\"now\":{\"") : NULL;
	ok(now && strstr(now, "\"kernel_release\":\"6.18.44\""),
	   "what changes is one object");
	ok(line && strstr(line, "\"disturbances\":[{\"name\":\""),
	   "what disturbs is a list");
	ok(line && strstr(line, "\"swap_devices\":\"\""),
	   "none is not unknown");
	free(line);

	struct facts *run = records_add_facts(&records, "run");
	host_facts_add(&records, run, &host, true);
	ok(facts_find(run, "thp_enabled") && !facts_find(run, "cpu_model") &&
		   !facts_find(run, "id"),
	   "a run record has what changes, not what stays");
	records_close(&records);
	disturb_close(&found);
	host_close(&host);
}

/* What pft host -q prints. */
static void is_listed(const struct disturbances *found, size_t columns,
		      const char *expected, const char *name)
{
	const struct machine_style style = { .columns = columns };
	struct text_stream stream;
	machine_list_disturbances(text_open(&stream), found, &style);
	AUTO_FREE char *lines = text_close(&stream);
	const char *list = strchr(lines, '\n');
	is_text(list ? list + 1 : lines, expected, "%s", name);
}

static void test_lines(void)
{
	static char seven[] = "seven \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 as twenty";
	static char more[] = "seven and more than twenty";
	struct disturbance two[] = { { "swap", seven, "fix" }, { "pti", more, "fix" } };
	is_listed(&(struct disturbances){ 0 }, 80,
		  "  Nothing, as far as the facts are known.\n",
		  "a machine without disturbances has no list");
	is_listed(&(struct disturbances){ two, 2 }, 80,
		  "  swap  seven \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 as twenty\n"
		  "  pti   seven and more than twenty\n"
		  "pft host says more, with a fix for each.\n",
		  "each disturbance has a line, and none its fix");
	is_listed(&(struct disturbances){ two, 2 }, 29,
		  "  swap  seven \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 as twenty\n"
		  "  pti   seven and more tha...\n"
		  "pft host says more, with a fix for each.\n",
		  "what does not fit is cut at the width of the terminal");
	is_listed(&(struct disturbances){ two, 1 }, 1,
		  "  swap  seven \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 as tw...\n"
		  "pft host says more, with a fix for each.\n",
		  "twenty columns are left however narrow the terminal is");
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	snprintf(scratch, sizeof(scratch), "%s/host-t.XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(scratch)) {
		perror(scratch);
		return 1;
	}
	test_server();
	test_vm();
	test_board();
	test_id();
	check_list("server",
		   "cpu_quota load swap thp numa_balancing zone_reclaim zeroing ksm governor turbo smt cpuset memory_limit clocksource cpu_accounting pti tainted");
	check_list("vm",
		   "free_page_reporting steal virtual_machine mthp cpu_accounting mitigations");
	check_list("board", "");
	test_disturbers();
	test_mitigations();
	test_manual();
	test_one_node();
	test_cgroups();
	test_garbage();
	test_numbers();
	test_this_machine();
	test_record();
	test_lines();
	empty_scratch();
	rmdir(scratch);
	return tap_done();
}
