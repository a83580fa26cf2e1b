/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the machine is, and what it runs under: mostly facts that stay.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "machine/cpu.h"
#include "machine/host_build.h"
#include "machine/topology.h"

#define DMI "/sys/class/dmi/id"
#define CLOCKS \
	"/sys/devices/system/clocksource/clocksource0/available_clocksource"
#define NODES "/sys/devices/system/node"

static void build_line(struct builder *builder, const struct spec *spec,
		       const char *path)
{
	char *text = tidy_file(builder, "%s", path);
	build_text(builder, spec, text, "%s", path);
	free(text);
}

static void build_product(struct builder *builder)
{
	const struct spec spec = { GROUP_MACHINE, "machine_product", "product",
				   .identifies = true };
	char *dmi = tidy_file(builder, DMI "/product_name");
	char *tree = dmi ? NULL : tidy_file(builder, "/proc/device-tree/model");
	if (tree)
		build_text(builder, &spec, tree, "/proc/device-tree/model");
	else
		build_text(builder, &spec, dmi, "%s%s", DMI "/product_name",
			   dmi ? "" : ", /proc/device-tree/model");
	free(dmi);
	free(tree);
}

static void build_architecture(struct builder *builder)
{
	const struct spec spec = { GROUP_MACHINE, "architecture",
				   "architecture", .identifies = true };
	struct utsname name;
	char *arch = NULL;
	if (*builder->root)	/* since Linux 6.1 */
		arch = tidy_file(builder, "/proc/sys/kernel/arch");
	else if (uname(&name) == 0)
		arch = strdup(name.machine);
	build_text(builder, &spec, arch, "%s",
		   *builder->root ? "/proc/sys/kernel/arch" : "uname");
	free(arch);
}

/* Words of DMI that only a virtual machine has. */
static const struct {
	const char *vendor, *product, *name;	/* NULL: any */
} virtual_machines[] = {
	{ "QEMU", NULL, "qemu" },
	{ "VMware", NULL, "vmware" },
	{ "innotek GmbH", NULL, "virtualbox" },
	{ "Xen", NULL, "xen" },
	{ "Bochs", NULL, "bochs" },
	{ "Parallels", NULL, "parallels" },
	{ "BHYVE", NULL, "bhyve" },
	{ "Microsoft Corporation", "Virtual Machine", "hyperv" },
	{ NULL, "KVM", "kvm" },
	{ NULL, "VirtualBox", "virtualbox" },
};

static const char *dmi_hypervisor(const struct builder *builder)
{
	char *vendor = tidy_file(builder, DMI "/sys_vendor");
	char *product = tidy_file(builder, DMI "/product_name");
	const char *name = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(virtual_machines) && !name; i++) {
		const char *of = virtual_machines[i].vendor;
		const char *is = virtual_machines[i].product;
		if ((!of || (vendor && strncmp(vendor, of, strlen(of)) == 0)) &&
		    (!is || (product && strcmp(product, is) == 0)))
			name = virtual_machines[i].name;
	}
	free(vendor);
	free(product);
	return name;
}

static const char *tree_hypervisor(const struct builder *builder)
{
	char *text = tidy_file(builder,
			       "/proc/device-tree/hypervisor/compatible");
	const char *name = NULL;
	if (text && strcmp(text, "linux,kvm") == 0)
		name = "kvm";
	else if (text && strncmp(text, "xen,xen", 7) == 0)
		name = "xen";
	free(text);
	return name;
}

/* A clock that only a guest of that hypervisor is offered. */
static const char *clock_hypervisor(const struct builder *builder)
{
	static const char *const clocks[][2] = {
		{ "kvm-clock", "kvm" },
		{ "hyperv_clocksource_tsc_page", "hyperv" },
		{ "xen", "xen" },
	};
	char *text = tidy_file(builder, CLOCKS);
	const char *name = NULL;
	for (size_t i = 0; text && i < ARRAY_SIZE(clocks) && !name; i++)
		if (text_has_word(text, clocks[i][0]))
			name = clocks[i][1];
	free(text);
	return name;
}

/*
 * "none" is only said where the CPU has a way to tell: x86 sets a bit under
 * every hypervisor that does not hide. Elsewhere silence means nothing.
 */
static void build_virtualization(struct builder *builder,
				 const struct cpu *cpu)
{
	const struct spec spec = { GROUP_MACHINE, "virtualization",
				   "virtualization", .identifies = true };
	char *type = tidy_file(builder, "/sys/hypervisor/type");
	const char *tree = tree_hypervisor(builder);
	const char *dmi = dmi_hypervisor(builder);
	const char *clock = clock_hypervisor(builder);
	if (cpu->hypervisor_name)
		build_text(builder, &spec, cpu->hypervisor_name, "%s",
			   cpu->source);
	else if (type)
		build_text(builder, &spec, type, "/sys/hypervisor/type");
	else if (tree)
		build_text(builder, &spec, tree,
			   "/proc/device-tree/hypervisor/compatible");
	else if (clock)
		build_text(builder, &spec, clock, CLOCKS);
	else if (dmi)
		build_text(builder, &spec, dmi, DMI);
	else if (cpu->hypervisor.known)
		build_text(builder, &spec,
			   cpu->hypervisor.value ? "unnamed" : "none", "%s",
			   cpu->source);
	else
		build_text(builder, &spec, NULL,
			   "%s, /sys/hypervisor/type, /proc/device-tree, " DMI
			   ", " CLOCKS,
			   cpu->source);
	free(type);
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void build_cpu(struct builder *builder, const struct cpu *cpu)
{
	const struct {
		struct spec spec;
		const char *text;
	} texts[] = {
		{ { GROUP_CPU, "cpu_vendor", "vendor", false, true },
		  or_null(cpu->vendor) },
		{ { GROUP_CPU, "cpu_name", "name", false, true },
		  or_null(cpu->name) },
		{ { GROUP_CPU, "cpu_codename", "code name", false, false },
		  or_null(cpu->codename) },
		{ { GROUP_CPU, "cpu_features", "features for faults", false,
		    false },
		  cpu->features_known ? cpu->features : NULL },
	};
	const struct {
		struct spec spec;
		struct count number;
	} numbers[] = {
		{ { GROUP_CPU, "cpu_family", "family", false, true },
		  cpu->family },
		{ { GROUP_CPU, "cpu_model", "model", false, true },
		  cpu->model },
		{ { GROUP_CPU, "cpu_stepping", "stepping", false, true },
		  cpu->stepping },
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		build_text(builder, &texts[i].spec, texts[i].text, "%s",
			   cpu->source);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		build_number(builder, &numbers[i].spec,
			     real_of_count(numbers[i].number), "%s",
			     cpu->source);
	build_text(builder,
		   &(struct spec){ GROUP_CPU, "cpu_features_used",
				   "used by the kernel", true, false },
		   cpu->used_known ? cpu->used : NULL, "/proc/cpuinfo");
	build_text(builder,
		   &(struct spec){ GROUP_CPU, "cpu_microcode", "microcode",
				   true, false },
		   or_null(cpu->microcode), "/proc/cpuinfo");
}

static void build_topology(struct builder *builder)
{
	struct topology t;
	/* An error leaves everything unknown, which is what we say then. */
	topology_read(builder->root, &t, NULL);
	const struct {
		struct spec spec;
		struct count number;
	} facts[] = {
		{ { GROUP_TOPOLOGY, "nr_packages", "packages", false, true },
		  t.nr_packages },
		{ { GROUP_TOPOLOGY, "nr_nodes", "NUMA nodes", false, true },
		  t.nr_nodes },
		{ { GROUP_TOPOLOGY, "nr_cores", "cores", false, true },
		  t.nr_cores },
		{ { GROUP_TOPOLOGY, "nr_cpus", "CPUs (threads)", false, true },
		  t.nr_cpus },
		{ { GROUP_TOPOLOGY, "cache_l1d_bytes", "L1d cache, each", false,
		    true },
		  t.l1d_bytes },
		{ { GROUP_TOPOLOGY, "cache_l2_bytes", "L2 cache, each", false,
		    true },
		  t.l2_bytes },
		{ { GROUP_TOPOLOGY, "cache_l3_bytes", "L3 cache, each", false,
		    true },
		  t.l3_bytes },
	};
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		build_number(builder, &facts[i].spec,
			     real_of_count(facts[i].number), "hwloc");
}

static void build_nodes(struct builder *builder)
{
	struct list nodes = numbered_entries(builder, NODES, "node", "");
	for (size_t i = 0; i < nodes.n; i++) {
		const unsigned int node = (unsigned int)nodes.values[i];
		char name[64], title[64], key[64];
		snprintf(name, sizeof(name), "node%u_memory_bytes", node);
		snprintf(title, sizeof(title), "memory of node %u", node);
		snprintf(key, sizeof(key), "Node %u MemTotal", node);
		const struct spec spec = { GROUP_TOPOLOGY, name, title,
					   false, false };
		char *text = file_text(builder->root, NODES "/node%u/meminfo",
				       node);
		char *value = text_behind_key(text, key);
		build_number(builder, &spec, bytes_of_kb(value),
			     NODES "/node%u/meminfo MemTotal", node);
		free(value);
		free(text);
	}
	list_close(&nodes);
}

/* What the C library was told at exec: nothing of a captured machine. */
static void build_sysconf(struct builder *builder, const struct spec *spec,
			  int what, const char *source)
{
	const long value = *builder->root ? -1 : sysconf(what);
	build_number(builder, spec,
		     value > 0 ? real_of((double)value) : (struct real){ 0 },
		     "%s", source);
}

void build_machine(struct builder *builder)
{
	struct cpu cpu;
	cpu_read(builder->root, &cpu);
	build_line(builder,
		   &(struct spec){ GROUP_MACHINE, "machine_vendor", "vendor",
				   .identifies = true },
		   DMI "/sys_vendor");
	build_product(builder);
	build_line(builder,
		   &(struct spec){ GROUP_MACHINE, "firmware_version",
				   "firmware", false, false },
		   DMI "/bios_version");
	build_architecture(builder);
	build_virtualization(builder, &cpu);
	build_cpu(builder, &cpu);
	build_topology(builder);
	build_nodes(builder);
	build_sysconf(builder,
		      &(struct spec){ GROUP_MEMORY, "page_bytes", "page", false,
				      true },
		      _SC_PAGESIZE, "sysconf(_SC_PAGESIZE)");
	build_sysconf(builder,
		      &(struct spec){ GROUP_CLOCK, "clock_ticks_per_s",
				      "ticks a second in /proc", false, false },
		      _SC_CLK_TCK, "sysconf(_SC_CLK_TCK)");
}
