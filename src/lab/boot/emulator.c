/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/emulator.h"

#include <argz.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/data.h"
#include "base/file.h"
#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"

/* With rep stosb QEMU counts one instruction for each byte that is cleared. */
#define NO_ERMS ",-erms"
/* Kernels warn that the AMD family of QEMU's 32-bit CPU is not for SMP. */
#define K8 ",family=15,model=107,stepping=1"

static const struct boot_emulator emulators[NR_KERNEL_ARCHS] = {
	[KERNEL_X86_64] = { .program = "qemu-system-x86_64",
			    .package = "qemu-system-x86",
			    .guest = "pft-guest-x86_64",
			    .guest_packages = "gcc libc6-dev",
			    .machine = "pc,acpi=off",
			    .console = "ttyS0", .out = "/dev/ttyS1",
			    .cpu = NO_ERMS, .x86 = true, .has_results = true },
	[KERNEL_I386] = { .program = "qemu-system-i386",
			  .package = "qemu-system-x86",
			  .guest = "pft-guest-i386",
			  .guest_packages = "gcc-12-multilib libc6-dev-i386",
			  .machine = "pc,acpi=off",
			  .console = "ttyS0", .out = "/dev/ttyS1",
			  .cpu = NO_ERMS K8, .x86 = true, .has_results = true },
	/* This machine has one serial line. */
	[KERNEL_ARM64] = { .program = "qemu-system-aarch64",
			   .package = "qemu-system-arm",
			   .guest = "pft-guest-arm64",
			   .guest_packages = "gcc-aarch64-linux-gnu libc6-dev-arm64-cross",
			   .machine = "virt,gic-version=3",
			   .console = "ttyAMA0", .out = "/dev/ttyAMA0",
			   .cpu = "" },
};

const struct boot_emulator *boot_emulator(enum kernel_arch arch)
{
	return &emulators[arch];
}

char *boot_emulator_version(enum kernel_arch arch)
{
	const char *const argv[] = { emulators[arch].program, "--version", NULL };
	struct child_said said;
	const struct child_watch watch = { .argv = argv, .log = -1 };
	if (child_listen(&watch, &said, NULL) != 0 || !*said.first)
		return NULL;
	return text_printable(said.first);
}

char *boot_guest_path(enum kernel_arch arch, struct error *err)
{
	const struct boot_emulator *emulator = &emulators[arch];
	char *path = data_path(emulator->guest, NULL);
	if (!path)
		error_set(err, -ENOENT,
			  "guest program '%s': expected one that was built with pft: run scripts/setup lab, or install the packages %s, then run configure and make again",
			  emulator->guest, emulator->guest_packages);
	return path;
}

char *boot_guest_id(const char *path, struct error *err)
{
	uint64_t hash;
	const int rc = file_hash(path, &hash);
	if (rc == 0)
		return text_format("%016" PRIx64, hash);
	error_set(err, rc, "guest program '%s': %s", path, strerror(-rc));
	return NULL;
}

/* ---- engines ---- */

/* How QEMU runs a guest for each engine that boots one. */
struct boot_engine {
	const char *word;	/* as in struct engine */
	const char *words;	/* for QEMU */
	bool has_host_cpu;	/* the guest's CPU is that of the host */
};

static const struct boot_engine boot_engines[] = {
	/* One thread runs all CPUs in turn, and time is instructions. */
	{ .word = "exact",
	  .words = "-accel tcg,thread=single -icount shift=0,sleep=off"
		   " -rtc base=2020-01-01,clock=vm" },
	{ .word = "kvm", .words = "-accel kvm", .has_host_cpu = true },
	{ .word = "tcg", .words = "-accel tcg,thread=multi" },
};

/* The row of an engine; NULL: it boots no guest. */
static const struct boot_engine *boot_engine(const struct engine *engine)
{
	for (size_t i = 0; i < ARRAY_SIZE(boot_engines); i++)
		if (strcmp(boot_engines[i].word, engine->word) == 0)
			return &boot_engines[i];
	return NULL;
}

/* ---- the command ---- */

/* A command that is being made. */
struct making {
	const struct boot_spec *spec;
	const struct boot_emulator *emulator;
	const struct boot_engine *engine;
	char *argz;
	size_t nr_bytes;
	uint64_t memory_mib, khz;
};

/* Words that are always the same, with blanks between. */
static void add_words(struct making *m, const char *words)
{
	if (argz_add_sep(&m->argz, &m->nr_bytes, words, ' ') != 0)
		error_unless_memory(NULL);
}

/* An option and its argument. */
__attribute__((format(printf, 3, 4)))
static void add(struct making *m, const char *option, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	AUTO_FREE char *argument = text_format_list(format, args);
	va_end(args);
	add_words(m, option);
	if (argz_add(&m->argz, &m->nr_bytes, argument) != 0)
		error_unless_memory(NULL);
}

/* Else the time that the host takes to give a page would be the guest's. */
static bool preallocates(const struct making *m)
{
	return !m->spec->engine->counts_instructions;
}

static const char *prealloc(const struct making *m)
{
	return preallocates(m) ? ",prealloc=on" : "";
}

/* Whether QEMU makes the nodes. On x86 without ACPI the kernel does. */
static bool has_nodes(const struct making *m)
{
	return m->spec->nodes > 1 && !m->emulator->x86;
}

static void add_machine(struct making *m)
{
	const char *machine = m->emulator->machine;
	/* With another interrupt controller than the host's it may not run. */
	if (m->engine->has_host_cpu && !m->emulator->x86)
		machine = "virt,gic-version=host";
	const bool backed = preallocates(m) && !has_nodes(m);
	add(m, "-M", "%s%s", machine, backed ? ",memory-backend=ram" : "");
	if (backed)
		add(m, "-object", "memory-backend-ram,id=ram,size=%" PRIu64 "M,prealloc=on",
		    m->memory_mib);
}

static void add_engine(struct making *m)
{
	add_words(m, m->engine->words);
	/* Without a seed, runs differ by up to 4e-4. */
	if (m->spec->engine->counts_instructions)
		add(m, "-seed", "%" PRIu64, m->spec->seed ? m->spec->seed : 1);
	/* All that the host's CPU has, its constant time stamp counter too. */
	if (m->engine->has_host_cpu)
		add(m, "-cpu", "host,migratable=off");
	else
		add(m, "-cpu", "max%s", m->emulator->cpu);
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
		add(m, "-object", "memory-backend-ram,id=ram%u,size=%" PRIu64 "M%s", i, mib,
		    prealloc(m));
		if (first < end)
			add(m, "-numa", "node,nodeid=%u,memdev=ram%u,cpus=%u-%u", i, i,
			    first, end - 1);
		else
			add(m, "-numa", "node,nodeid=%u,memdev=ram%u", i, i);
	}
}

static void add_size(struct making *m)
{
	const unsigned int cpus = m->spec->cpus;
	add(m, "-m", "%" PRIu64, m->memory_mib);
	/* Without ACPI the firmware lists one CPU a package. */
	if (m->emulator->x86)
		add(m, "-smp", "%u,sockets=%u,cores=1,threads=1", cpus, cpus);
	else
		add(m, "-smp", "%u", cpus);
	if (has_nodes(m))
		add_nodes(m);
}

static void add_devices(struct making *m)
{
	add_words(m, "-display none -no-reboot -serial file:" QEMU_CONSOLE);
	if (m->emulator->has_results)
		add(m, "-serial", "file:%s", QEMU_RESULTS);
}

/*
 * Before Linux 6.5 the first CPU busy-waits for the others to start. The exact
 * engine switches to another CPU only at a pause, so the others would never run.
 * Such a kernel boots with one CPU, and the guest program starts the others.
 */
static const char *late_cpus(const struct boot_spec *spec)
{
	unsigned int major, minor;
	const bool old = spec->release &&
		sscanf(spec->release, "%u.%u", &major, &minor) == 2 &&
		(major < 6 || (major == 6 && minor < 5));
	return old && spec->cpus > 1 ? " maxcpus=1" : "";
}

/*
 * Words about clocks, on x86. In an exact guest the calibration of the local timer
 * would take seconds, as idle time jumps: it has no such timer. The check of the
 * other timer and the delay before a CPU is started would take a third of a second
 * each, as each pause in them leaves QEMU's translated code. Other guests need the
 * frequency of the host's counter: it is their only fine clock.
 */
static void add_clock(FILE *out, const struct making *m)
{
	if (m->spec->engine->counts_instructions)
		fputs(" tsc_early_khz=1000000 tsc=reliable noapictimer no_timer_check cpu_init_udelay=0",
		      out);
	else if (m->khz)
		fprintf(out, " tsc_early_khz=%" PRIu64 " tsc=reliable", m->khz);
}

/* loglevel=5 is like "quiet", but shows warnings. */
static void add_kernel_words(struct making *m)
{
	const struct boot_spec *spec = m->spec;
	const bool exact = spec->engine->counts_instructions;
	const bool x86 = m->emulator->x86;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fprintf(out, "console=%s loglevel=5 panic=-1%s pft.out=%s",
		m->emulator->console, x86 ? " reboot=t" : " mitigations=off",
		m->emulator->out);
	if (exact && spec->seed == 0)
		fputs(" norandmaps", out);
	if (x86)
		add_clock(out, m);
	if (x86 && spec->nodes > 1)
		fprintf(out, " numa=fake=%u", spec->nodes);
	if (x86 && exact)
		fputs(late_cpus(spec), out);
	if (spec->append && *spec->append)
		fprintf(out, " %s", spec->append);
	AUTO_FREE char *words = text_close(&stream);
	add(m, "-append", "%s", words);
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

int boot_argv_make(const struct boot_spec *spec, uint64_t khz,
		   struct boot_argv *argv, struct error *err)
{
	const uint64_t mib = 1 << 20;
	struct making m = {
		.spec = spec, .emulator = boot_emulator(spec->arch),
		.engine = boot_engine(spec->engine), .khz = khz,
		.memory_mib = (spec->memory_bytes + mib - 1) / mib,
	};
	*argv = (struct boot_argv){ 0 };
	const int rc = check_spec(spec, err);
	if (rc != 0)
		return rc;
	add_words(&m, m.emulator->program);
	/* Threads with names: qemu.c looks for those of the CPUs. */
	add_words(&m, "-name pft,debug-threads=on -nodefaults -no-user-config");
	add_machine(&m);
	add_engine(&m);
	add_size(&m);
	add_devices(&m);
	add(&m, "-kernel", "%s", spec->image);
	add(&m, "-initrd", "%s", QEMU_INITRAMFS);
	add_kernel_words(&m);
	argv->text = m.argz;
	argv->n = argz_count(m.argz, m.nr_bytes);
	argv->word = error_unless_memory(calloc(argv->n + 1, sizeof(*argv->word)));
	argz_extract(m.argz, m.nr_bytes, argv->word);
	return 0;
}

void boot_argv_close(struct boot_argv *argv)
{
	free(argv->word);
	free(argv->text);
	*argv = (struct boot_argv){ 0 };
}
