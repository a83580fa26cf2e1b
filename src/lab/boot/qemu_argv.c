/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * QEMU's command line, engine by engine. What is said here decides whether an
 * exact boot is the same everywhere; the reasons stand beside each word.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "lab/boot/engine.h"
#include "lab/boot/qemu.h"
#include "machine/clock.h"

struct arch_facts {
	const char *program, *package, *machine, *console, *out, *cpu;
	bool x86;
};

/* rep stosb counts an instruction a byte: clearing a page would be all that is
 * seen. */
#define NO_ERMS ",-erms"
/* QEMU's 32-bit one is of an AMD family that kernels warn of: not for SMP. */
#define K8 ",family=15,model=107,stepping=1"

static const struct arch_facts archs[NR_KERNEL_ARCHS] = {
	[KERNEL_X86_64] = { "qemu-system-x86_64", "qemu-system-x86",
			    "pc,acpi=off", "ttyS0", "/dev/ttyS1", NO_ERMS,
			    true },
	[KERNEL_I386] = { "qemu-system-i386", "qemu-system-x86", "pc,acpi=off",
			  "ttyS0", "/dev/ttyS1", NO_ERMS K8, true },
	/* The machine has one serial line: lines and console share it. */
	[KERNEL_ARM64] = { "qemu-system-aarch64", "qemu-system-arm",
			   "virt,gic-version=3", "ttyAMA0", "/dev/ttyAMA0",
			   "", false },
};

const char *qemu_package(enum kernel_arch arch)
{
	return archs[arch].package;
}

const char *qemu_program(enum kernel_arch arch)
{
	return archs[arch].program;
}

bool qemu_has_results(enum kernel_arch arch)
{
	return archs[arch].x86;
}

uint64_t qemu_host_khz(void)
{
#if defined(__x86_64__) || defined(__i386__)
	return (uint64_t)llround(1e6 / clock_stamp_unit_ns());
#else
	return 0;
#endif
}

/* What is being put together. */
struct making {
	const struct boot_spec *spec;
	const struct arch_facts *arch;
	const struct boot_engine *engine;
	struct qemu_argv *argv;
	uint64_t memory_mib, khz;
	bool failed;		/* no memory */
};

__attribute__((format(printf, 2, 3)))
static void add(struct making *m, const char *format, ...)
{
	struct qemu_argv *argv = m->argv;
	char **word = realloc(argv->word, (argv->n + 2) * sizeof(*word));
	if (!word) {
		m->failed = true;
		return;
	}
	argv->word = word;
	va_list args;
	va_start(args, format);
	if (vasprintf(&word[argv->n], format, args) < 0) {
		word[argv->n] = NULL;
		m->failed = true;
	} else {
		word[++argv->n] = NULL;
	}
	va_end(args);
}

/* Several words that are always the same. */
static void add_words(struct making *m, const char *const words[])
{
	for (size_t i = 0; words[i]; i++)
		add(m, "%s", words[i]);
}

/* Guest pages that the host must fetch first would be timed as the guest's. */
static bool preallocates(const struct making *m)
{
	return !m->spec->engine->counts_instructions;
}

static const char *prealloc(const struct making *m)
{
	return preallocates(m) ? ",prealloc=on" : "";
}

/* Nodes that QEMU makes; on x86 without ACPI the kernel makes them. */
static bool has_nodes(const struct making *m)
{
	return m->spec->nodes > 1 && !m->arch->x86;
}

static void add_machine(struct making *m)
{
	const char *machine = m->arch->machine;
	/* Another kind of interrupt controller than the host's may not run. */
	if (m->engine->has_host_cpu && !m->arch->x86)
		machine = "virt,gic-version=host";
	add(m, "-M");
	if (preallocates(m) && !has_nodes(m)) {
		add(m, "%s,memory-backend=ram", machine);
		add(m, "-object");
		add(m, "memory-backend-ram,id=ram,size=%" PRIu64 "M,prealloc=on",
		    m->memory_mib);
	} else {
		add(m, "%s", machine);
	}
}

static void add_engine(struct making *m)
{
	add_words(m, m->engine->words);
	/* Without a seed, runs differ by up to 4e-4. */
	if (m->spec->engine->counts_instructions) {
		add(m, "-seed");
		add(m, "%" PRIu64, m->spec->seed ? m->spec->seed : 1);
	}
	add(m, "-cpu");
	/* All that the host's CPU has, its constant time stamp counter too. */
	if (m->engine->has_host_cpu)
		add(m, "host,migratable=off");
	else
		add(m, "max%s", m->arch->cpu);
}

static void add_nodes(struct making *m)
{
	const struct boot_spec *spec = m->spec;
	const uint64_t share = m->memory_mib / spec->nodes;
	for (unsigned int i = 0; i < spec->nodes; i++) {
		const uint64_t mib = i + 1 < spec->nodes ?
			share : m->memory_mib - share * i;
		const unsigned int first = i * spec->cpus / spec->nodes;
		const unsigned int end = (i + 1) * spec->cpus / spec->nodes;
		add(m, "-object");
		add(m, "memory-backend-ram,id=ram%u,size=%" PRIu64 "M%s", i, mib,
		    prealloc(m));
		add(m, "-numa");
		if (first < end)
			add(m, "node,nodeid=%u,memdev=ram%u,cpus=%u-%u", i, i,
			    first, end - 1);
		else
			add(m, "node,nodeid=%u,memdev=ram%u", i, i);
	}
}

static void add_size(struct making *m)
{
	const unsigned int cpus = m->spec->cpus;
	add(m, "-m");
	add(m, "%" PRIu64, m->memory_mib);
	add(m, "-smp");
	/* Without ACPI the firmware lists one CPU a package. */
	if (m->arch->x86)
		add(m, "%u,sockets=%u,cores=1,threads=1", cpus, cpus);
	else
		add(m, "%u", cpus);
	if (has_nodes(m))
		add_nodes(m);
}

static void add_devices(struct making *m)
{
	static const char *const always[] = {
		"-display", "none", "-no-reboot",
		"-serial", "file:" QEMU_CONSOLE, NULL
	};
	add_words(m, always);
	if (m->arch->x86) {
		add(m, "-serial");
		add(m, "file:%s", QEMU_RESULTS);
	}
}

/*
 * loglevel=5 is as quiet as "quiet", but for warnings, which must be seen. The
 * local timer's calibration takes seconds where idle time jumps, so an exact
 * guest has none. The kernel's loops that wait are made of pauses, each of which
 * leaves QEMU's translated code: the check of the other timer takes a third of a
 * second, and starting a CPU that seems old as long. Elsewhere the host's
 * counter is the only fine clock.
 */
static const char *late_cpus(const struct boot_spec *spec)
{
	return spec->late_cpus && spec->engine->counts_instructions &&
	       spec->cpus > 1 && archs[spec->arch].x86 ? " maxcpus=1" : "";
}

static void add_kernel_words(struct making *m)
{
	const struct boot_spec *spec = m->spec;
	const bool exact = spec->engine->counts_instructions, x86 = m->arch->x86;
	char tsc[128] = "", nodes[32] = "";
	if (x86 && exact)
		snprintf(tsc, sizeof(tsc),
			 " tsc_early_khz=1000000 tsc=reliable noapictimer no_timer_check cpu_init_udelay=0");
	else if (x86 && m->khz)
		snprintf(tsc, sizeof(tsc),
			 " tsc_early_khz=%" PRIu64 " tsc=reliable", m->khz);
	if (x86 && spec->nodes > 1)
		snprintf(nodes, sizeof(nodes), " numa=fake=%u", spec->nodes);
	add(m, "-append");
	add(m, "console=%s loglevel=5 panic=-1%s pft.out=%s%s%s%s%s%s%s",
	    m->arch->console, x86 ? " reboot=t" : " mitigations=off",
	    m->arch->out, exact && spec->seed == 0 ? " norandmaps" : "", tsc,
	    nodes, late_cpus(spec), spec->append && *spec->append ? " " : "",
	    spec->append ? spec->append : "");
}

static int check_spec(const struct boot_spec *spec, struct error *err)
{
	if (!boot_engine(spec->engine))
		return error_set(err, -EINVAL,
				 "engine %s: nothing is booted: expected one of guests",
				 spec->engine->word);
	if (spec->cpus < 1 || spec->nodes < 1)
		return error_set(err, -EINVAL,
				 "a guest of %u CPUs and %u nodes: expected at least 1 of each",
				 spec->cpus, spec->nodes);
	if (spec->arch == KERNEL_I386 && spec->nodes > 1)
		return error_set(err, -EINVAL,
				 "%u nodes on i386: its kernels know one: expected 1",
				 spec->nodes);
	return 0;
}

int qemu_argv_make(const struct boot_spec *spec, const char *image,
		   uint64_t khz, struct qemu_argv *argv, struct error *err)
{
	*argv = (struct qemu_argv){ 0 };
	const int rc = check_spec(spec, err);
	if (rc != 0)
		return rc;
	struct making m = { .spec = spec, .arch = &archs[spec->arch],
			    .engine = boot_engine(spec->engine),
			    .argv = argv, .khz = khz };
	const uint64_t mib = 1 << 20;
	m.memory_mib = (spec->memory_bytes + mib - 1) / mib;
	/* Threads with names: qemu_pin looks for those of the CPUs. */
	static const char *const first[] = { "-name", "pft,debug-threads=on",
					     "-nodefaults", "-no-user-config",
					     NULL };
	add(&m, "%s", m.arch->program);
	add_words(&m, first);
	add_machine(&m);
	add_engine(&m);
	add_size(&m);
	add_devices(&m);
	add(&m, "-kernel");
	add(&m, "%s", image);
	add(&m, "-initrd");
	add(&m, "%s", QEMU_INITRAMFS);
	add_kernel_words(&m);
	if (!m.failed)
		return 0;
	qemu_argv_close(argv);
	return error_set(err, -ENOMEM, "out of memory");
}

void qemu_argv_close(struct qemu_argv *argv)
{
	for (size_t i = 0; i < argv->n; i++)
		free(argv->word[i]);
	free(argv->word);
	*argv = (struct qemu_argv){ 0 };
}
