/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the machine is, and what it runs under: mostly facts that stay.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/auto.h"
#include "machine/cpu.h"
#include "machine/host_build.h"

#define DMI "/sys/class/dmi/id"
#define TREE_MODEL "/proc/device-tree/model"
#define TREE_HYPERVISOR "/proc/device-tree/hypervisor/compatible"
#define CLOCKS \
	"/sys/devices/system/clocksource/clocksource0/available_clocksource"

static void build_line(struct builder *builder, const struct spec *spec,
		       const char *path)
{
	AUTO_FREE char *text = tidy_file(builder, "%s", path);
	fact_text(build_fact(builder, spec, "%s", path), text);
}

static void build_product(struct builder *builder)
{
	AUTO_FREE char *dmi = tidy_file(builder, DMI "/product_name");
	AUTO_FREE char *tree = dmi ? NULL : tidy_file(builder, TREE_MODEL);
	fact_text(build_fact(builder, IDENTIFIES(GROUP_MACHINE, "machine_product",
						 "product"),
			     "%s",
			     dmi ? DMI "/product_name" : tree ? TREE_MODEL :
			     DMI "/product_name, " TREE_MODEL),
		  dmi ? dmi : tree);
}

static void build_architecture(struct builder *builder)
{
	static const char since_6_1[] = "/proc/sys/kernel/arch";
	const bool captured = *builder->root != '\0';
	struct utsname name;
	AUTO_FREE char *arch = captured ? tidy_file(builder, since_6_1) : NULL;
	const bool asked = !captured && uname(&name) == 0;
	fact_text(build_fact(builder, IDENTIFIES(GROUP_MACHINE, "architecture",
						 "architecture"),
			     "%s", captured ? since_6_1 : "uname"),
		  asked ? name.machine : arch);
}

static bool is_whole(const char *text, const char *word)
{
	return strcmp(text, word) == 0;
}

static bool is_start(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

/* What only a virtual machine has, the surest first. */
static const struct evidence {
	const char *source, *file;	/* together the path */
	bool (*is)(const char *text, const char *word);
	const char *word, *name;
	const char *product;	/* DMI's must also be this; NULL: any */
} evidence[] = {
	{ TREE_HYPERVISOR, "", is_whole, "linux,kvm", "kvm", NULL },
	{ TREE_HYPERVISOR, "", is_start, "xen,xen", "xen", NULL },
	/* Clocks that only a guest of that hypervisor is offered. */
	{ CLOCKS, "", text_has_word, "kvm-clock", "kvm", NULL },
	{ CLOCKS, "", text_has_word, "hyperv_clocksource_tsc_page", "hyperv", NULL },
	{ CLOCKS, "", text_has_word, "xen", "xen", NULL },
	{ DMI, "/sys_vendor", is_start, "QEMU", "qemu", NULL },
	{ DMI, "/sys_vendor", is_start, "VMware", "vmware", NULL },
	{ DMI, "/sys_vendor", is_start, "innotek GmbH", "virtualbox", NULL },
	{ DMI, "/sys_vendor", is_start, "Xen", "xen", NULL },
	{ DMI, "/sys_vendor", is_start, "Bochs", "bochs", NULL },
	{ DMI, "/sys_vendor", is_start, "Parallels", "parallels", NULL },
	{ DMI, "/sys_vendor", is_start, "BHYVE", "bhyve", NULL },
	{ DMI, "/sys_vendor", is_start, "Microsoft Corporation", "hyperv",
	  "Virtual Machine" },
	{ DMI, "/product_name", is_whole, "KVM", "kvm", NULL },
	{ DMI, "/product_name", is_whole, "VirtualBox", "virtualbox", NULL },
};

static bool holds(const struct builder *builder, const struct evidence *e)
{
	AUTO_FREE char *text = tidy_file(builder, "%s%s", e->source, e->file);
	AUTO_FREE char *product = tidy_file(builder, DMI "/product_name");
	return text && e->is(text, e->word) &&
	       (!e->product || text_same(product, e->product));
}

/*
 * By the surest source that names one. "none" is only said where the CPU has a way to
 * tell: x86 sets a bit under every hypervisor that does not hide. Elsewhere silence
 * means nothing.
 */
static void build_virtualization(struct builder *builder,
				 const struct cpu *cpu)
{
	AUTO_FREE char *type = tidy_file(builder, "/sys/hypervisor/type");
	const char *source = cpu->source, *name = cpu->hypervisor_name;
	if (!name && type) {
		source = "/sys/hypervisor/type";
		name = type;
	}
	for (size_t i = 0; i < ARRAY_SIZE(evidence) && !name; i++)
		if (holds(builder, &evidence[i])) {
			source = evidence[i].source;
			name = evidence[i].name;
		}
	if (!name && cpu->hypervisor.known)
		name = cpu->hypervisor.value ? "unnamed" : "none";
	fact_text(build_fact(builder, IDENTIFIES(GROUP_MACHINE, "virtualization",
						 "virtualization"),
			     "%s%s", source, name ? "" :
			     ", /sys/hypervisor/type, /proc/device-tree, " DMI
			     ", " CLOCKS),
		  name);
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void build_cpu(struct builder *builder, const struct cpu *cpu)
{
	const struct {
		struct spec spec;
		const char *source, *text;
	} texts[] = {
		{ { GROUP_CPU, "cpu_vendor", "vendor", false, true },
		  cpu->source, or_null(cpu->vendor) },
		{ { GROUP_CPU, "cpu_name", "name", false, true },
		  cpu->source, or_null(cpu->name) },
		{ { GROUP_CPU, "cpu_codename", "code name", false, false },
		  cpu->source, or_null(cpu->codename) },
		{ { GROUP_CPU, "cpu_features", "features for faults", false, false },
		  cpu->source, cpu->features_known ? cpu->features : NULL },
		{ { GROUP_CPU, "cpu_features_used", "used by the kernel", true, false },
		  "/proc/cpuinfo", cpu->used_known ? cpu->used : NULL },
		{ { GROUP_CPU, "cpu_microcode", "microcode", true, false },
		  "/proc/cpuinfo", or_null(cpu->microcode) },
	};
	const struct {
		const char *name, *title;
		struct count count;
	} numbers[] = {
		{ "cpu_family", "family", cpu->family },
		{ "cpu_model", "model", cpu->model },
		{ "cpu_stepping", "stepping", cpu->stepping },
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		fact_text(build_fact(builder, &texts[i].spec, "%s", texts[i].source),
			  texts[i].text);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		fact_count(build_fact(builder, IDENTIFIES(GROUP_CPU, numbers[i].name,
							  numbers[i].title),
				      "%s", cpu->source),
			   numbers[i].count);
}

/* By sysconf(): unknown of a captured machine. */
static void build_sysconf(struct builder *builder, const struct spec *spec,
			  int what, const char *source)
{
	const long value = *builder->root ? -1 : sysconf(what);
	fact_number(build_fact(builder, spec, "%s", source),
		    (struct real){ (double)value, value > 0 });
}

void build_machine(struct builder *builder)
{
	struct cpu cpu;
	cpu_read(builder->root, &cpu);
	build_line(builder, IDENTIFIES(GROUP_MACHINE, "machine_vendor", "vendor"),
		   DMI "/sys_vendor");
	build_product(builder);
	build_line(builder, STAYS(GROUP_MACHINE, "firmware_version", "firmware"),
		   DMI "/bios_version");
	build_architecture(builder);
	build_virtualization(builder, &cpu);
	build_cpu(builder, &cpu);
	build_topology(builder);
	build_sysconf(builder, IDENTIFIES(GROUP_MEMORY, "page_bytes", "page"),
		      _SC_PAGESIZE, "sysconf(_SC_PAGESIZE)");
	build_sysconf(builder, STAYS(GROUP_CLOCK, "clock_ticks_per_s",
				     "ticks a second in /proc"),
		      _SC_CLK_TCK, "sysconf(_SC_CLK_TCK)");
}
