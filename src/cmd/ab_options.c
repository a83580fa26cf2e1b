/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/known.h"
#include "cmd/commands.h"
#include "cmd/compare_options.h"
#include "cmd/workload_options.h"
#include "fault/pressure.h"
#include "lab/campaign/campaign.h"

#define OPTIONS(target) ((struct ab_options *)(target))

static int set_engine(void *target, const char *value, struct error *err)
{
	return engine_parse(value, &OPTIONS(target)->engine, err);
}

static bool engine_word(size_t i, struct option_word *word)
{
	if (i < nr_engines)
		*word = (struct option_word){ engines[i].word, "", engines[i].help };
	return i < nr_engines;
}

static int set_arch(void *target, const char *value, struct error *err)
{
	return kernel_arch_parse(value, &OPTIONS(target)->arch, err);
}

static int set_a(void *target, const char *value, struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "--a '': expected a kernel, such as stock");
	OPTIONS(target)->a.word = value;
	return 0;
}

static struct ab_side *add_side(struct ab_options *options, struct error *err)
{
	if (options->nr_b == AB_KERNELS) {
		error_set(err, -E2BIG, "--b: expected at most %d", AB_KERNELS);
		return NULL;
	}
	struct ab_side *grown = realloc(options->b, (options->nr_b + 1) *
						    sizeof(*grown));
	if (!grown) {
		error_set(err, -ENOMEM, "out of memory");
		return NULL;
	}
	options->b = grown;
	grown[options->nr_b] = (struct ab_side){ 0 };
	return &grown[options->nr_b++];
}

/* Knobs that were set before the first --b are its. */
static int set_b(void *target, const char *value, struct error *err)
{
	struct ab_options *options = OPTIONS(target);
	struct ab_side *side = options->nr_b == 1 && !options->b[0].word ?
				       &options->b[0] : NULL;
	if (!*value)
		return error_set(err, -EINVAL, "--b '': expected a kernel, such as patched");
	if (!side)
		side = add_side(options, err);
	if (side)
		side->word = value;
	return side ? 0 : -EINVAL;
}

static int add_knob(struct ab_knobs *knobs, const char *value,
		    struct error *err)
{
	if (knobs->n == AB_KNOBS)
		return error_set(err, -E2BIG, "knob '%s': expected at most %d for a kernel",
				 value, AB_KNOBS);
	const int rc = campaign_knob(value, &knobs->knob[knobs->n], err);
	knobs->n += rc == 0;
	return rc;
}

static int set_a_set(void *target, const char *value, struct error *err)
{
	return add_knob(&OPTIONS(target)->a.knobs, value, err);
}

static int set_b_set(void *target, const char *value, struct error *err)
{
	struct ab_options *options = OPTIONS(target);
	if (options->nr_b == 0 && !add_side(options, err))
		return -EINVAL;
	return add_knob(&options->b[options->nr_b - 1].knobs, value, err);
}

static int set_all(void *target, const char *value, struct error *err)
{
	return add_knob(&OPTIONS(target)->all, value, err);
}

static int set_memory(void *target, const char *value, struct error *err)
{
	return size_parse(value, &OPTIONS(target)->memory_bytes, err);
}

static int set_cpus(void *target, const char *value, struct error *err)
{
	return number_parse("--cpus", value, 1, 64, &OPTIONS(target)->cpus, err);
}

static int set_nodes(void *target, const char *value, struct error *err)
{
	return number_parse("--nodes", value, 1, 16, &OPTIONS(target)->nodes,
			    err);
}

static int set_boots(void *target, const char *value, struct error *err)
{
	return number_parse("--boots", value, 1, 10000, &OPTIONS(target)->boots,
			    err);
}

static int set_layouts(void *target, const char *value, struct error *err)
{
	return number_parse("--layouts", value, 1, 10000,
			    &OPTIONS(target)->layouts, err);
}

static int set_limit(void *target, const char *value, struct error *err)
{
	return number_parse("--limit", value, 0, 10000,
			    &OPTIONS(target)->limit_reps, err);
}

static int set_swap(void *target, const char *value, struct error *err)
{
	return size_parse(value, &OPTIONS(target)->swap_bytes, err);
}

static int set_pressure(void *target, const char *value, struct error *err)
{
	return number_parse("--pressure", value, 1, PRESSURE_PERCENT_MAX,
			    &OPTIONS(target)->run.pressure, err);
}

static int set_boot_limit(void *target, const char *value, struct error *err)
{
	uint64_t seconds = 0;
	const int rc = number_parse("--boot-limit", value, 1, 86400, &seconds,
				    err);
	if (rc == 0)
		OPTIONS(target)->boot_limit_s = (double)seconds;
	return rc;
}

static int set_dry_run(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	OPTIONS(target)->dry_run = true;
	return 0;
}

static int set_fresh(void *target, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	OPTIONS(target)->fresh = true;
	return 0;
}

static int set_fail(void *target, const char *value, struct error *err)
{
	return compare_fail_parse(value, &OPTIONS(target)->fail_percent, err);
}

static int set_part(void *target, const char *value, struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "--part '': expected the name of a part of the campaign file");
	OPTIONS(target)->part = value;
	return 0;
}

static int set_report(void *target, const char *value, struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "--report '': expected a folder");
	OPTIONS(target)->report = value;
	return 0;
}

static int set_beside(void *target, const char *value, struct error *err)
{
	struct ab_options *options = OPTIONS(target);
	if (!*value)
		return error_set(err, -EINVAL, "--beside '': expected a file of records");
	if (options->nr_beside == AB_BESIDE)
		return error_set(err, -E2BIG, "--beside: expected at most %d",
				 AB_BESIDE);
	options->beside[options->nr_beside++] = value;
	return 0;
}

/* "classic" has no comparison. */
static const char *const formats[] = { "table", "mail", "csv", "json", NULL };

static int set_format(void *target, const char *value, struct error *err)
{
	for (int i = 0; formats[i]; i++)
		if (strcmp(value, formats[i]) == 0)
			return output_set_format(target, value, err);
	return error_set(err, -EINVAL, "--format '%s': expected table, mail, csv or json",
			 value);
}

/* What others hand over to workload_set_...: the same target. */
static const struct option_row rows[] = {
	{ "engine", '\0', "ENGINE", "what measures (kvm if it works here, else exact):", set_engine, COMPLETES_WORDS, NULL, engine_word },
	{ "a", '\0', "KERNEL", "what all are compared with: stock, patched, a label of pft kernel, tree:DIR or an image", set_a, COMPLETES_FILES, NULL, NULL },
	{ "b", '\0', "KERNEL", "what is compared; may be given again (the same kernel as A, with --b-set)", set_b, COMPLETES_FILES, NULL, NULL },
	{ "a-set", '\0', "KNOB=VALUE", "set a knob for A: vm.NAME, thp:NAME or a path", set_a_set, COMPLETES_NOTHING, NULL, NULL },
	{ "b-set", '\0', "KNOB=VALUE", "the same for the --b before it", set_b_set, COMPLETES_NOTHING, NULL, NULL },
	{ "set", '\0', "KNOB=VALUE", "the same for all", set_all, COMPLETES_NOTHING, NULL, NULL },
	{ "arch", '\0', "ARCH", "x86_64, i386 or arm64 (this machine's)", set_arch, COMPLETES_WORDS, kernel_arch_words, NULL },
	{ "gib", 'g', "N", "map N GiB in all (-b 64M)", workload_set_gib, COMPLETES_NOTHING, NULL, NULL },
	{ "bytes", 'b', "SIZE", "map SIZE bytes in all (64M)", workload_set_bytes, COMPLETES_NOTHING, NULL, NULL },
	{ "reps", 'r', "N", "repetitions of each row in a boot (exact, native: 3; else 10)", workload_set_reps, COMPLETES_NOTHING, NULL, NULL },
	{ "threads", 't', "LIST", "numbers of tasks, a row each: 1,2,4 or 1-8 (1)", workload_set_threads, COMPLETES_NOTHING, NULL, NULL },
	/* Shared ones stand here: AB_SHARED_AT. */
	{ "thp", '\0', "MODE", "never, inherit, always or one SIZE such as 64K (inherit)", workload_set_thp, COMPLETES_WORDS, thp_words, NULL },
	{ "faults", '\0', "GATE", "exact: the kernel's fault count must be as predicted; any: it is a result (any)", workload_set_faults, COMPLETES_WORDS, workload_faults_words, NULL },
	{ "memory", 'm', "SIZE", "memory of the guest (enough for the rows)", set_memory, COMPLETES_NOTHING, NULL, NULL },
	{ "cpus", '\0', "N", "CPUs of the guest (the largest number of tasks, at most 8)", set_cpus, COMPLETES_NOTHING, NULL, NULL },
	{ "nodes", '\0', "N", "NUMA nodes of the guest (1)", set_nodes, COMPLETES_NOTHING, NULL, NULL },
	{ "swap", '\0', "SIZE", "swap for the guest, compressed in its memory (none)", set_swap, COMPLETES_NOTHING, NULL, NULL },
	{ "pressure", '\0', "PERCENT", "after the window ask so much of what is present back, in 16 steps, and use what was touched again after each; needs --swap", set_pressure, COMPLETES_NOTHING, NULL, NULL },
	{ "boots", '\0', "N", "boots of each kernel, or native blocks (exact: 1; native: 10; else 5)", set_boots, COMPLETES_NOTHING, NULL, NULL },
	{ "layouts", '\0', "N", "exact: N boots of each, each with another layout of memory", set_layouts, COMPLETES_NOTHING, NULL, NULL },
	{ "precision", '\0', "PERCENT", "go on, boot by boot, until each ratio's 95% interval is no wider than PERCENT to either side", workload_set_precision, COMPLETES_NOTHING, NULL, NULL },
	{ "budget", '\0', "TIME", "go on for so long: 10m, 1h30m; with --precision at the most so long (1h)", workload_set_budget, COMPLETES_NOTHING, NULL, NULL },
	{ "limit", '\0', "N", "repetitions of zeroing present pages, and of no touch at all, beside each row in each boot (1)", set_limit, COMPLETES_NOTHING, NULL, NULL },
	{ "boot-limit", '\0', "SECONDS", "end a boot that takes longer (ten times what is expected)", set_boot_limit, COMPLETES_NOTHING, NULL, NULL },
	{ "latency", '\0', NULL, "time each touch as well", workload_set_latency, COMPLETES_NOTHING, NULL, NULL },
	{ "classic", '\0', NULL, "account as in 2004: fork to wait, in the columns of 2004 too; no --engine exact", workload_set_classic, COMPLETES_NOTHING, NULL, NULL },
	{ "part", '\0', "NAME", "that part of the campaign file alone", set_part, COMPLETES_NOTHING, NULL, NULL },
	{ "dry-run", '\0', NULL, "print the schedule and the expected time, run nothing", set_dry_run, COMPLETES_NOTHING, NULL, NULL },
	{ "fresh", '\0', NULL, "measure again, beside what was measured before", set_fresh, COMPLETES_NOTHING, NULL, NULL },
	{ "fail-if-slower", '\0', "PERCENT", "exit with 3 if a verdict is slower and the cost more than PERCENT above", set_fail, COMPLETES_NOTHING, NULL, NULL },
	{ "output", 'o', "FILE", "append the records to FILE as well; - is standard output", output_set_output, COMPLETES_FILES, NULL, NULL },
	{ "report", '\0', "DIR", "then make tables, pictures and report.html in DIR, as pft report does", set_report, COMPLETES_FILES, NULL, NULL },
	{ "beside", '\0', "FILE", "records to be shown in that report as well; may be given again", set_beside, COMPLETES_FILES, NULL, NULL },
	{ "format", '\0', "FORMAT", "table, mail, csv or json (table)", set_format, COMPLETES_WORDS, formats, NULL },
	{ "quiet", 'q', NULL, "no table and no progress", output_set_quiet, COMPLETES_NOTHING, NULL, NULL },
	{ "verbose", 'v', NULL, "say more: each boot, warnings", output_set_verbose, COMPLETES_NOTHING, NULL, NULL },
	{ "no-color", '\0', NULL, "no colors, as with NO_COLOR set", output_set_plain, COMPLETES_NOTHING, NULL, NULL },
};
enum { AB_SHARED_AT = 11 };

static int real_main(int argc, char **argv)
{
	return ab_main(argc, argv, &lab_backend_real);
}

const struct command command_ab = {
	.name = "ab",
	.summary = "Compare kernels, or one kernel's knobs",
	.operands = "[CAMPAIGN]",
	.options = rows,
	.nr_options = ARRAY_SIZE(rows),
	.shared = workload_rows,
	.nr_shared = NR_WORKLOAD_ROWS,
	.shared_at = AB_SHARED_AT,
	.main = real_main,
};

enum kernel_arch ab_host_arch(void)
{
	struct utsname name;
	if (uname(&name) == 0 && strcmp(name.machine, "aarch64") == 0)
		return KERNEL_ARM64;
	if (uname(&name) == 0 && name.machine[0] == 'i' &&
	    strcmp(name.machine + 2, "86") == 0)
		return KERNEL_I386;
	return KERNEL_X86_64;
}

struct ab_options ab_options_default(void)
{
	struct ab_options options = {
		.run = run_options_default(),
		.arch = ab_host_arch(),
		.limit_reps = 1,
	};
	options.run.bytes = UINT64_C(64) << 20;
	options.run.reps = 0;
	options.run.thp.mode = THP_INHERIT;
	options.run.any_faults = true;
	return options;
}

void ab_options_close(struct ab_options *options)
{
	run_options_close(&options->run);
	free(options->b);
	options->b = NULL;
	options->nr_b = 0;
}
