/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab-fake.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "fault/job.h"
#include "record/jsonl.h"
#include "record/packed.h"
#include "record/record.h"

unsigned int lab_fake_boots, lab_fake_kill_at;
struct boot_spec lab_fake_spec;

static int make(const char *word, enum kernel_arch arch, struct kernel *kernel)
{
	*kernel = (struct kernel){
		.label = strdup(word), .arch = arch, .image = strdup(word),
		.release = strdup("6.12.0-fake"), .build_id = strdup(word),
	};
	return 0;
}

static int build(const struct kernel_request *request,
		 const struct kernel_context *context, struct kernel *kernel,
		 struct error *err)
{
	if (context->progress)
		context->progress(context->context, "compiling", 0.5);
	/* Those that come with pft do. */
	if (request->patches && strcmp(request->patches, "6.12") != 0 &&
	    strcmp(request->patches, "6.1") != 0 &&
	    !strstr(request->patches, "campaigns/"))
		return error_set(err, -EINVAL, "patch '%s': it does not apply",
				 request->patches);
	return make(request->label, request->arch, kernel);
}

static int resolve(const struct kernel_request *request,
		   const struct kernel_context *context, struct kernel *kernel,
		   struct error *err)
{
	const char *word = request->word;
	if (!word)
		return build(request, context, kernel, err);
	/* One that takes long, and a user who has no time. */
	if (strcmp(word, "slow") == 0) {
		raise(SIGINT);
		if (context->interrupts && atomic_load(context->interrupts) > 0)
			return error_set(err, -EINTR, "interrupted");
	}
	if (strcmp(word, "missing") == 0)
		return error_set(err, -ENOENT, "kernel 'missing': no such label: expected half, panic or stock");
	return make(word, request->arch, kernel);
}

static int find(const char *label, enum kernel_arch arch, struct kernel *kernel,
		struct error *err)
{
	if (strcmp(label, "unbuilt") == 0)
		return error_set(err, -ENOENT, "no such label");
	return make(label, arch, kernel);
}

static int resolvable(const struct kernel_request *request, struct error *err)
{
	(void)request;
	(void)err;
	return 0;
}

static int bootable(enum kernel_arch arch, struct error *err)
{
	const char *without = getenv("LAB_FAKE_WITHOUT");
	return !without || strcmp(without, kernel_arch_words[arch]) != 0 ? 0 :
		error_set(err, -ENOENT, "no QEMU for %s", without);
}

static bool kvm_works(const char *image, enum kernel_arch arch,
		      struct error *why)
{
	(void)image;
	(void)arch;
	error_set(why, 0, "no guest starts here");
	return getenv("LAB_FAKE_KVM") != NULL;
}

static int guest(enum kernel_arch arch, char **path, char **id,
		 struct error *err)
{
	(void)arch;
	(void)err;
	*path = strdup("guest");
	*id = strdup("guest-id");
	return 0;
}

/* Nothing but boots takes time. */
static uint64_t now_ns(void)
{
	return lab_fake_boots * UINT64_C(500000000);
}

static char *emulator(enum kernel_arch arch)
{
	(void)arch;
	return strdup("fake emulator 1");
}

/* ---- a guest's lines ---- */

/* The value of "KEY=" in a row of a job; into text [64]. */
static const char *word_of(const char *line, const char *key, char *text)
{
	const char *at = strstr(line, key);
	at = at ? at + strlen(key) : "";
	snprintf(text, 64, "%.*s", (int)strcspn(at, " \n"), at);
	return text;
}

static uint64_t number_of(const char *job, const char *key)
{
	const char *at = strstr(job, key);
	return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

struct play {
	FILE *out;
	const struct boot_spec *spec;
	double cost;		/* instructions or ns of a page */
	bool invalid;
};

/* A quarter of what is present is unused, and half of that goes; so do 30 of 100
 * in use. */
static void play_pressure(struct records *records, struct sample *s,
			  const char *row)
{
	char percent[64];
	const double pages = (double)s->pages.value;
	if (!*word_of(row, " pressure=", percent))
		return;
	s->pressure_percent = count_of(strtoull(percent, NULL, 10));
	const struct { const char *name; double value; } counters[] = {
		{ "pressure_pages_used", pages },
		{ "pressure_pages_unused", pages / 3 },
		{ "pressure_used_taken", pages * 0.3 },
		{ "pressure_unused_taken", pages / 5 },
		{ "pressure_unused_gone", pages / 6 },
		{ "pressure_half_used_taken", pages * 0.1 },
		{ "pressure_half_unused_taken", pages / 6 },
		{ "pressure_faults_major", pages * 0.3 },
		{ "pressure_calm_instructions", pages * 2 },
		{ "pressure_touch_instructions", pages * 1032 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++)
		counters_add(records, &s->counters, counters[i].name,
			     real_of(counters[i].value));
}

static void play_sample(const struct play *p, const char *row, size_t number,
			uint64_t rep, bool warmup)
{
	char kind[64], pattern[64], bytes[64], n[64], bind[64], mem[64], thp[64];
	char regions[64], tasks[64];
	uint64_t size = 0;
	size_parse("bytes", word_of(row, " bytes=", bytes), &size, NULL);
	const uint64_t pages = size / 4096;
	const bool exact = p->spec->engine->counts_instructions;
	const char *end = strchr(row, '\n'), *word = strstr(row, " classic");
	const bool classic = word && end && word < end;
	struct sample s = {
		.clock = exact ? "instructions" : "monotonic_raw",
		.role = "measure", .warmup = warmup, .rep = count_of(rep),
		.reps = count_of(1), .row = count_of(number),
		.accounting = classic ? "classic" : "window",
		.kind = word_of(row, "kind=", kind),
		.pattern = word_of(row, " pattern=", pattern),
		.tasks = word_of(row, " tasks=", tasks),
		.threads = count_of(strtoull(word_of(row, " n=", n), NULL, 10)),
		.bytes = count_of(size), .requested_bytes = count_of(size),
		.page_bytes = count_of(4096), .pages = count_of(pages),
		.cachelines = count_of(1),
		.bind = word_of(row, " bind=", bind),
		.mem = word_of(row, " mem=", mem),
		.thp = word_of(row, " thp=", thp),
		.regions = word_of(row, " regions=", regions),
		.faults_minor = count_of(pages), .faults_major = count_of(0),
		.pages_present = count_of(pages),
		.ok = !p->invalid || rep > 0,
		.invalid = p->invalid && rep == 0 ? "3 pages are missing" : NULL,
	};
	if (exact) {
		s.instructions = count_of((uint64_t)(p->cost * (double)pages));
		s.instructions_teardown = count_of(1000 * pages);
	} else {
		s.wall_s = real_of(p->cost * (double)pages / 1e9);
		s.cpu_s = s.wall_s;
		s.user_s = real_of(s.wall_s.value / 10);
		s.system_s = real_of(s.wall_s.value * 9 / 10);
		if (!classic)
			s.teardown_s = real_of(1e-7 * (double)pages);
	}
	struct records records = { 0 };
	play_pressure(&records, &s, row);
	char *line = jsonl_sample(&s);
	fprintf(p->out, "%s\n", line);
	free(line);
	records_close(&records);
}

static void play_rows(const struct play *p, bool all)
{
	const char *job = p->spec->job;
	const uint64_t reps = number_of(job, "\nreps ");
	const uint64_t warmup = number_of(job, "\nwarmup ");
	size_t number = 0;
	for (const char *row = job; (row = strstr(row, "\nrow ")); row++) {
		for (uint64_t i = 0; i < warmup; i++)
			play_sample(p, row + 1, number, i, true);
		for (uint64_t i = 0; i < (all ? reps : reps / 2); i++)
			play_sample(p, row + 1, number, i, false);
		number++;
	}
}

static char *play(const struct boot_spec *spec)
{
	const bool time = !spec->engine->counts_instructions;
	char *text = NULL;
	size_t n;
	struct play p = { .spec = spec, .out = open_memstream(&text, &n) };
	p.cost = strstr(spec->image, "half") ? 1000 : 2000;
	p.cost *= time ? 1 + 0.01 * (lab_fake_boots % 3) : 1;
	p.cost += (double)(spec->seed % 7) * 10;
	p.invalid = strstr(spec->image, "invalid");
	fputs("{\"type\":\"hello\",\"schema\":\"pft/1\",\"version\":\"fake\"}\n",
	      p.out);
	play_rows(&p, !strstr(spec->image, "short"));
	if (strstr(spec->image, "torn"))
		fputs("{\"type\":\"sam\n", p.out);
	fclose(p.out);
	return text;
}

static int boot(const struct boot_spec *spec, struct boot_result *result,
		struct error *err)
{
	lab_fake_boots++;
	lab_fake_spec = *spec;
	*result = (struct boot_result){ .wall_s = 0.5,
					.init_s = real_of(0.25) };
	if (strstr(spec->image, "stop")) {
		raise(SIGTERM);
		return error_set(err, -EINTR, "interrupted");
	}
	if (lab_fake_kill_at == lab_fake_boots)
		raise(SIGKILL);
	if (asprintf(&result->console, "%s/console.log", spec->folder) < 0)
		result->console = NULL;
	if (strstr(spec->image, "panic")) {
		result->outcome = BOOT_PANIC;
		snprintf(result->why, sizeof(result->why),
			 "Kernel panic - not syncing: fake");
		return 0;
	}
	if (strstr(spec->image, "warned")) {
		result->outcome = BOOT_WARNED;
		snprintf(result->why, sizeof(result->why), "WARNING: fake");
	}
	result->lines = play(spec);
	return 0;
}

const struct lab_backend lab_fake = {
	.resolve = resolve, .find = find,
	.resolvable = resolvable, .bootable = bootable, .boot = boot,
	.kvm_works = kvm_works, .guest = guest, .emulator = emulator,
	.now_ns = now_ns,
};
