/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CPU as /proc/cpuinfo shows it: other keys on each architecture, the first
 * CPU's lines up to the first blank one.
 */
#include "base/auto.h"
#include "machine/cpu.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

/*
 * The features that matter to faults, as /proc/cpuinfo writes them. How pages are
 * cleared (erms, fsrm), how address spaces are told apart in the TLB (pcid), how deep
 * page tables are (la57), and such.
 */
static const char *const fault_features[] = {
	/* x86 */
	"constant_tsc", "erms", "fred", "fsrm", "fsrs", "fzrm", "invlpgb",
	"invpcid", "la57", "nonstop_tsc", "nx", "pcid", "pdpe1gb", "pge",
	"rep_good", "smap", "smep",
	/* arm64 */
	"atomics", "mops", "mte", "paca", "sve",
};

/* Implementer codes of MIDR_EL1, from the Arm architecture manual. */
static const struct {
	unsigned int code;
	const char *name;
} arm_vendors[] = {
	{ 0x41, "ARM" },     { 0x42, "Broadcom" }, { 0x43, "Cavium" },
	{ 0x46, "Fujitsu" }, { 0x48, "HiSilicon" }, { 0x4e, "NVIDIA" },
	{ 0x50, "APM" },     { 0x51, "Qualcomm" }, { 0x53, "Samsung" },
	{ 0x56, "Marvell" }, { 0x61, "Apple" },    { 0x6d, "Microsoft" },
	{ 0xc0, "Ampere" },
};

static struct count number_of(const char *text)
{
	char *end;
	errno = 0;
	const unsigned long value = strtoul(text, &end, 0);
	if (end == text || *end || errno || *text == '-' || *text == '+')
		return (struct count){ 0 };
	return count_of(value);
}

static void text_once(char *to, size_t n, const char *text)
{
	if (!*to)
		snprintf(to, n, "%s", text);
}

static void count_once(struct count *to, const char *text)
{
	if (!to->known)
		*to = number_of(text);
}

static void features_of(struct cpu *cpu, const char *flags)
{
	char *at = cpu->used;
	for (size_t i = 0; i < ARRAY_SIZE(fault_features); i++) {
		const char *name = fault_features[i];
		if (text_has_word(flags, name) &&
		    (size_t)(at - cpu->used) + strlen(name) + 2 < sizeof(cpu->used))
			at += sprintf(at, "%s%s", at > cpu->used ? " " : "", name);
	}
	cpu->used_known = true;
	cpu->features_known = true;
	memcpy(cpu->features, cpu->used, sizeof(cpu->features));
}

static void arm_vendor(struct cpu *cpu, const char *text)
{
	const struct count code = number_of(text);
	for (size_t i = 0; i < ARRAY_SIZE(arm_vendors); i++)
		if (code.known && code.value == arm_vendors[i].code)
			text_once(cpu->vendor, sizeof(cpu->vendor),
				  arm_vendors[i].name);
}

static void take(struct cpu *cpu, struct count *variant, const char *key,
		 const char *value)
{
	if (strcmp(key, "vendor_id") == 0 || strcmp(key, "vendor") == 0)
		text_once(cpu->vendor, sizeof(cpu->vendor), value);
	else if (strcmp(key, "model name") == 0 || strcmp(key, "cpu") == 0)
		text_once(cpu->name, sizeof(cpu->name), value);
	else if (strcmp(key, "microcode") == 0)
		text_once(cpu->microcode, sizeof(cpu->microcode), value);
	else if (strcmp(key, "cpu family") == 0 || strcmp(key, "family") == 0 ||
		 strcmp(key, "CPU architecture") == 0)
		count_once(&cpu->family, value);
	else if (strcmp(key, "model") == 0 || strcmp(key, "CPU part") == 0)
		count_once(&cpu->model, value);
	else if (strcmp(key, "stepping") == 0 || strcmp(key, "revision") == 0 ||
		 strcmp(key, "CPU revision") == 0)
		count_once(&cpu->stepping, value);
	else if (strcmp(key, "CPU variant") == 0)
		count_once(variant, value);
	else if (strcmp(key, "CPU implementer") == 0)
		arm_vendor(cpu, value);
	else if (strcmp(key, "Features") == 0)
		features_of(cpu, value);
	else if (strcmp(key, "flags") == 0) {
		features_of(cpu, value);
		/* Set by every hypervisor that does not hide, never without. */
		cpu->hypervisor = count_of(text_has_word(value, "hypervisor"));
	}
}

/* Cut "key \t: value" in two; false at a line of another form. */
static bool split(char *line, char **value)
{
	char *colon = strchr(line, ':');
	if (!colon)
		return false;
	*value = colon + 1 + strspn(colon + 1, " \t");
	while (colon > line && (colon[-1] == ' ' || colon[-1] == '\t'))
		colon--;
	*colon = '\0';
	return colon > line;
}

void cpu_read_proc(const char *root, struct cpu *cpu)
{
	*cpu = (struct cpu){ .source = "/proc/cpuinfo" };
	AUTO_FREE char *text = file_text(root, "/proc/cpuinfo");
	if (!text)
		return;
	struct count variant = { 0 };
	for (char *line = text, *next; line && *line != '\n'; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		char *value;
		if (split(line, &value))
			take(cpu, &variant, line, value);
	}
	if (variant.known && cpu->stepping.known)
		cpu->stepping.value += 16 * variant.value;
}
