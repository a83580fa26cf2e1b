/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CPU by CPUID. The only file with libcpuid.h.
 *
 * /proc/cpuinfo shows what the kernel uses, which its command line can change;
 * CPUID shows what the CPU (or the hypervisor) offers.
 */
#include "machine/cpu.h"

#include <libcpuid/libcpuid.h>
#include <stdio.h>
#include <string.h>

/* Feature bits that libcpuid 0.6 has no name for: Intel SDM and AMD APM. */
static const struct {
	const char *name;
	bool extended;	/* leaf counts from 0x80000000 */
	unsigned int leaf, reg, bit;
} features[] = {
	{ "erms", false, 7, EBX, 9 },
	{ "fsrm", false, 7, EDX, 4 },
	{ "invlpgb", true, 8, EBX, 3 },
	{ "invpcid", false, 7, EBX, 10 },
	{ "la57", false, 7, ECX, 16 },
	{ "nonstop_tsc", true, 7, EDX, 8 },
	{ "nx", true, 1, EDX, 20 },
	{ "pcid", false, 1, ECX, 17 },
	{ "pdpe1gb", true, 1, EDX, 26 },
	{ "pge", false, 1, EDX, 13 },
	{ "smap", false, 7, EBX, 20 },
	{ "smep", false, 7, EBX, 7 },
};

static const char *const hypervisors[NUM_HYPERVISOR_VENDORS] = {
	[HYPERVISOR_BHYVE] = "bhyve",
	[HYPERVISOR_HYPERV] = "hyperv",
	[HYPERVISOR_KVM] = "kvm",
	[HYPERVISOR_PARALLELS] = "parallels",
	[HYPERVISOR_QEMU] = "qemu",
	[HYPERVISOR_VIRTUALBOX] = "virtualbox",
	[HYPERVISOR_VMWARE] = "vmware",
	[HYPERVISOR_XEN] = "xen",
};

/* A leaf above the highest that the CPU has reads as another leaf's data. */
static bool has_leaf(const struct cpu_raw_data_t *raw, bool extended,
		     unsigned int leaf)
{
	const uint32_t top = extended ? raw->ext_cpuid[0][EAX] :
					raw->basic_cpuid[0][EAX];
	return leaf <= (extended ? top - 0x80000000u : top) &&
	       leaf < (extended ? MAX_EXT_CPUID_LEVEL : MAX_CPUID_LEVEL);
}

static void read_features(const struct cpu_raw_data_t *raw, struct cpu *cpu)
{
	char *at = cpu->features;
	*at = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(features); i++) {
		if (!has_leaf(raw, features[i].extended, features[i].leaf))
			continue;
		const uint32_t reg =
			features[i].extended ?
				raw->ext_cpuid[features[i].leaf][features[i].reg] :
				raw->basic_cpuid[features[i].leaf][features[i].reg];
		if (reg >> features[i].bit & 1)
			at += sprintf(at, "%s%s", at > cpu->features ? " " : "",
				      features[i].name);
	}
	cpu->features_known = true;
}

/*
 * libcpuid names the nearest CPU of its table, however far: a Xeon of 2023
 * comes out as one of 2006. So ask again as every other model of the family: a
 * name that many models get did not come from the model. Then it is a guess,
 * and not told, though it be right: all AMD's are found by their brand string,
 * and there the table also names new ones after old ones.
 */
static bool codename_fits(const struct cpu_raw_data_t *raw,
			  const char *codename)
{
	enum { MODELS = 256, MODELS_OF_A_NAME = 8 };
	struct cpu_raw_data_t other = *raw;
	int same = 0;
	for (uint32_t model = 0; model < MODELS; model++) {
		struct cpu_id_t id;
		other.basic_cpuid[1][EAX] =
			(raw->basic_cpuid[1][EAX] & ~0x000f00f0u) |
			(model & 0xf0) << 12 | (model & 0x0f) << 4;
		if (cpu_identify(&other, &id) == 0)
			same += strcmp(id.cpu_codename, codename) == 0;
	}
	return *codename && strncmp(codename, "Unknown", 7) != 0 &&
	       same <= MODELS_OF_A_NAME;
}

static void read_hypervisor(struct cpu_raw_data_t *raw, struct cpu_id_t *id,
			    struct cpu *cpu)
{
	cpu->hypervisor = count_of(raw->basic_cpuid[1][ECX] >> 31 & 1);
	const int vendor = cpuid_get_hypervisor(raw, id);
	if (cpu->hypervisor.value && vendor > HYPERVISOR_NONE &&
	    vendor < NUM_HYPERVISOR_VENDORS)
		cpu->hypervisor_name = hypervisors[vendor];
}

/*
 * Under valgrind and other emulators CPUID is theirs: it tells of another CPU
 * than the kernel does, or none of a hypervisor. Then the kernel is right.
 */
static bool is_real(const struct cpu *kernel, const struct cpu_raw_data_t *raw,
		    const struct cpu_id_t *id)
{
	const uint64_t hypervisor = raw->basic_cpuid[1][ECX] >> 31 & 1;
	return !(*kernel->vendor && strcmp(kernel->vendor, id->vendor_str) != 0) &&
	       !(kernel->family.known &&
		 kernel->family.value != (uint64_t)id->ext_family) &&
	       !(kernel->model.known &&
		 kernel->model.value != (uint64_t)id->ext_model) &&
	       !(kernel->hypervisor.known &&
		 kernel->hypervisor.value != hypervisor);
}

void cpu_read(const char *root, struct cpu *cpu)
{
	cpu_read_proc(root, cpu);
	struct cpu_raw_data_t raw;
	struct cpu_id_t id;
	if (*root || !cpuid_present() || cpuid_get_raw_data(&raw) != 0 ||
	    cpu_identify(&raw, &id) != 0 || !is_real(cpu, &raw, &id))
		return;
	cpu->source = "CPUID";
	snprintf(cpu->vendor, sizeof(cpu->vendor), "%s", id.vendor_str);
	snprintf(cpu->name, sizeof(cpu->name), "%s", id.brand_str);
	if (codename_fits(&raw, id.cpu_codename))
		snprintf(cpu->codename, sizeof(cpu->codename), "%s",
			 id.cpu_codename);
	cpu->family = count_of((uint64_t)id.ext_family);
	cpu->model = count_of((uint64_t)id.ext_model);
	cpu->stepping = count_of((uint64_t)id.stepping);
	read_features(&raw, cpu);
	read_hypervisor(&raw, &id, cpu);
}
